"""Groups that learn together: making and joining them, their visits, and the organizers' list to commend."""

from collections.abc import Sequence
from typing import ClassVar

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.groups import LONGEST_NAME, Group, GroupKind, Tally


class Groups(Formats):
    groups_button = "🏅 Danh hiệu học tập"
    make_button = "➕ Lập nhóm mới"
    join_button = "🔑 Vào nhóm bằng mã"
    back = "‹ Các nhóm của tôi"
    stop = "Thôi"
    leave_button = "🚪 Rời nhóm"
    yes_leave = "Vâng, rời nhóm"
    no_leave = "Không, ở lại"
    list_button = "‹ Danh sách nhóm"
    file_button = "📄 Danh sách đề nghị biểu dương"
    rename_button = "✏️ Đổi tên nhóm"
    end_button = "🚫 Giải tán nhóm"
    yes_end = "Vâng, giải tán"
    no_end = "Không, giữ lại"
    more_button = "Xem thêm ›"
    before_button = "‹ Trang trước"
    kinds: ClassVar[dict[GroupKind, str]] = {
        GroupKind.FAMILY: "Gia đình học tập",
        GroupKind.CLAN: "Dòng họ học tập",
        GroupKind.UNIT: "Đơn vị học tập",
        GroupKind.COMMUNITY: "Cộng đồng học tập",
    }

    def number(self, number: int) -> str:
        return f"{number:,}".replace(",", ".")

    def mine(self, groups: Sequence[Group]) -> Markup:
        return self.lines(
            Markup("🏅 <b>Danh hiệu học tập</b>"),
            "Gia đình, dòng họ, đơn vị hay cộng đồng cùng học thì lập một nhóm ở đây. "
            "Mình cộng chung số lượt học của cả nhóm; trung tâm xem đó để đề nghị biểu dương.",
            "",
            *([f"• {one.name} ({self.kinds[one.kind]})" for one in groups] or ["Bạn chưa vào nhóm nào."]),
        )

    def need_name(self) -> Markup:
        return self.lines(
            "Muốn vào nhóm, mình cần biết tên người học trong nhà bạn.",
            "Bạn đăng ký một lớp trước nhé, rồi quay lại đây: gõ /danhhieu, hoặc bấm lại đường dẫn mời.",
        )

    def too_many(self, count: int) -> Markup:
        return Markup("Bạn đã lập {} nhóm rồi. Bạn rời bớt một nhóm, hoặc nhờ người khác lập giúp nhé.").format(count)

    def no_centre(self) -> Markup:
        return Markup("Chưa có trung tâm nào để lập nhóm. Bạn quay lại sau nhé.")

    def ask_kind(self) -> Markup:
        return Markup("<b>Bạn lập nhóm nào?</b>")

    def ask_centre(self) -> Markup:
        return Markup("<b>Nhóm thuộc trung tâm của phường nào?</b>")

    def ask_name(self, kind: GroupKind) -> Markup:
        examples = {
            GroupKind.FAMILY: "Gia đình ông Ba, tổ 5",
            GroupKind.CLAN: "Họ Nguyễn, ấp Đông",
            GroupKind.UNIT: "Trường Mầm non Hoa Sen",
            GroupKind.COMMUNITY: "Khu phố 3",
        }
        return self.lines(
            Markup("<b>{}</b> tên là gì?").format(self.kinds[kind]),
            f"Bạn gõ tên nhóm, ví dụ: {examples[kind]}. Người trong nhóm và người tổ chức đọc được tên này.",
        )

    def bad_name(self) -> Markup:
        return Markup("Tên nhóm cần có chữ và dài không quá {} ký tự. Bạn gõ lại giúp mình nhé.").format(LONGEST_NAME)

    def ask_code(self) -> Markup:
        return self.lines(Markup("<b>Mã nhóm là gì?</b>"), "Mã có 6 chữ và số, người trong nhóm cho bạn biết.")

    def no_such_code(self) -> Markup:
        return Markup("Mình không tìm thấy nhóm nào có mã này. Bạn hỏi lại người mời, rồi gõ lại mã nhé.")

    def stopped(self) -> Markup:
        return Markup("Vâng, mình dừng ở đây.")

    def ask_join(self, tally: Tally, ward: str) -> Markup:
        """Before anybody of the household belongs to it."""
        return self.lines(
            self._head(tally.group),
            f"{ward} · {self.members(tally.members)}",
            "",
            "Trong nhóm không ai thấy ai đã học bao nhiêu: cả nhóm và người tổ chức chỉ thấy tổng số lượt học.",
            "Ai trong nhà bạn vào nhóm này?",
        )

    def _head(self, group: Group) -> Markup:
        return Markup("🏅 <b>{}</b>\n{}").format(group.name, self.kinds[group.kind])

    def members(self, count: int) -> str:
        return f"{count} người"

    def card(self, tally: Tally, ward: str, year: int, link: str | None) -> Markup:
        """For a member."""
        return self.lines(
            self._head(tally.group),
            f"{ward} · {self.members(tally.members)}",
            Markup("👣 Lượt học năm {} của cả nhóm: <b>{}</b>").format(year, self.number(tally.visits)),
            "",
            Markup("🔑 Mã mời người khác vào nhóm: <code>{}</code>").format(tally.group.code),
            f"Hoặc gửi họ đường dẫn: {link}" if link else None,
            "",
            "Bấm tên để đưa người nhà vào hay ra khỏi nhóm.",
        )

    def add_person(self, name: str) -> str:
        return f"➕ {name}"

    def remove_person(self, name: str) -> str:
        return f"✅ {name}"

    def ask_leave(self, group: Group) -> Markup:
        return self.lines(
            Markup("Nhà bạn rời nhóm <b>{}</b>?").format(group.name),
            "Lượt học của nhà bạn không còn tính cho nhóm. Muốn vào lại, bạn cần mã của nhóm.",
        )

    def left(self, name: str) -> Markup:
        return Markup("Nhà bạn đã rời nhóm <b>{}</b>.").format(name)

    def gone(self) -> Markup:
        return Markup("Nhóm này không còn, hoặc nhà bạn không ở trong nhóm.")

    # For organizers.

    def ask_which(self) -> Markup:
        return Markup("<b>Nhóm học tập của trung tâm nào?</b>")

    def listed(self, ward: str, year: int, first: int, tallies: Sequence[Tally]) -> Markup:
        """`first`: the number of the first."""
        lines: list[str] = [
            Markup("{}. <b>{}</b> · {}\n{} · {}").format(
                number, one.group.name, self.kinds[one.group.kind], self.visits(one.visits), self.members(one.members)
            )
            for number, one in enumerate(tallies, first)
        ]
        return self.lines(
            Markup("🏅 <b>Nhóm học tập năm {}</b>, {}").format(year, ward),
            "",
            *(lines or ["Chưa có nhóm nào. Bà con gõ /danhhieu để lập nhóm."]),
        )

    def visits(self, count: int) -> str:
        return f"{self.number(count)} lượt học"

    def year_button(self, year: int) -> str:
        return f"Năm {year}"

    def desk_card(self, tally: Tally, ward: str, year: int) -> Markup:
        return self.lines(
            self._head(tally.group),
            f"{ward} · {self.members(tally.members)}",
            Markup("👣 Lượt học năm {}: <b>{}</b>").format(year, self.number(tally.visits)),
        )

    def ask_new_name(self, group: Group) -> Markup:
        return self.lines(Markup("Tên đang ghi: <b>{}</b>.").format(group.name), "Bạn gõ tên mới của nhóm.")

    def renamed(self, name: str) -> Markup:
        return Markup("✅ Nhóm nay tên là <b>{}</b>.").format(name)

    def ask_end(self, tally: Tally) -> Markup:
        return self.lines(
            Markup("Giải tán nhóm <b>{}</b> ({})?").format(tally.group.name, self.members(tally.members)),
            "Nhóm mất khỏi danh sách, không lấy lại được. Mình không nhắn cho ai; lượt học của từng người vẫn còn.",
        )

    def ended(self, name: str) -> Markup:
        return Markup("✅ Đã giải tán nhóm <b>{}</b>.").format(name)

    def not_there(self) -> Markup:
        return Markup("Nhóm này không còn trong danh sách của trung tâm.")

    def file_name(self, year: int) -> str:
        return f"de-nghi-bieu-duong-{year}.xlsx"

    def file_caption(self, ward: str, year: int) -> Markup:
        return self.lines(
            Markup("📄 Danh sách đề nghị biểu dương năm {}, {}.").format(year, ward),
            "Trong tệp có tên nhóm và tổng số lượt học, không có tên từng người.",
        )

    def sheet(self) -> str:
        return "Đề nghị biểu dương"

    def heads(self) -> list[str]:
        return ["STT", "Tên nhóm", "Danh hiệu", "Số người", "Lượt học"]
