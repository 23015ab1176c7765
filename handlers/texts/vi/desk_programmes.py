"""Programmes on the desk: making one, what is in it, publishing and calling it off."""

from collections.abc import Sequence
from datetime import date, datetime

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.courses import Course
from storage.programmes import Activity, Programme
from storage.quiet_hours import LOCAL

MOST_LOST = 10
"""Activities that are spelled out."""


class DeskProgrammes(Formats):
    new_button = "➕ Soạn chương trình mới"
    list_button = "‹ Các chương trình"
    back_button = "‹ Về chương trình"
    add_class_button = "➕ Thêm lớp có sẵn"
    add_event_button = "➕ Thêm hoạt động (không cần đăng ký)"
    remove_button = "➖ Bỏ bớt"
    edit_button = "✏️ Sửa tên, ngày, lời giới thiệu"
    nothing_about = "Để trống"
    preview_button = "👀 Xem trước rồi công bố"
    see_button = "👀 Xem như bà con"
    share_button = "📤 Lời mời để chuyển tiếp"
    publish_button = "📢 Công bố"
    end_button = "🛑 Dừng chương trình"
    yes_end = "Vâng, dừng"
    no_end = "Không, giữ lại"
    yes_do = "✅ Đồng ý"
    no_do = "Thôi"
    again = "✏️ Nhập lại"
    earlier = "‹ Trang trước"
    later = "Trang sau ›"
    stop = "Thôi"
    together = "Nhiều phường cùng làm"
    no_about = "Bỏ qua"
    other_days = "‹ Nhập lại ngày"

    def list_of(self, entries: Sequence[tuple[str, date, date, bool]]) -> Markup:
        """`entries`: (name, first day, last day, whether residents see it)."""
        lines: list[str] = [
            Markup("• <b>{}</b>, {}: {}").format(name, self._days(first, last), "đã công bố" if public else "bản nháp")
            for name, first, last, public in entries
        ]
        return self.lines(
            Markup("<b>Tuần lễ học tập</b>"),
            "Gom các lớp, buổi nói chuyện, tham quan của vài ngày thành một trang cho bà con.",
            "",
            *(lines or ["Chưa có chương trình nào."]),
        )

    def _days(self, first: date, last: date) -> str:
        return f"{first.day}/{first.month}–{last.day}/{last.month}" if first != last else f"{first.day}/{first.month}"

    def not_there(self) -> Markup:
        return Markup("Mình không tìm thấy chương trình này. Có thể đã dừng hoặc đã qua.")

    def card(self, programme: Programme, count: int, followers: int | None) -> Markup:
        """`count`: of activities; `followers`: None while it is not public."""
        state = "📝 Bản nháp: bà con chưa thấy" if followers is None else f"📢 Đã công bố · {followers} người theo dõi"
        return self.lines(
            Markup("<b>{}</b>").format(programme.name),
            f"🗓 {self._days(programme.starts_on, programme.ends_on)}",
            f"📍 {programme.centre.ward if programme.centre else self.together}",
            f"{count} hoạt động",
            state,
        )

    def ask(self, step: str, span: str) -> Markup:
        """`span`: the days as they were understood."""
        return {
            "centre": Markup("Chương trình này của <b>ai</b>?"),
            "name": self.lines(
                Markup("<b>Tên</b> chương trình là gì?"), Markup("Ví dụ: <i>Tuần lễ học tập suốt đời 2026</i>")
            ),
            "days": self.lines(
                Markup("Từ <b>ngày nào đến ngày nào</b>?"),
                Markup("Ví dụ: <i>từ 25/11 đến 29/11</i>, không quá 31 ngày."),
            ),
            "about": self.lines(
                Markup("Mình hiểu là: <b>{}</b>.").format(span),
                Markup("Bạn viết <b>vài lời giới thiệu</b> (không quá 500 ký tự), hoặc bỏ qua."),
            ),
        }[step]

    def unread(self, step: str, most_days: int) -> Markup:
        return {
            "centre": Markup("Bạn chọn một mục bên dưới nhé."),
            "name": Markup("Tên cần có chữ và không quá 120 ký tự."),
            "days": Markup("Mình chưa đọc được ngày, hoặc đã qua, hoặc dài quá {} ngày.").format(most_days),
            "about": Markup("Lời giới thiệu không quá 500 ký tự."),
        }[step]

    def made(self) -> Markup:
        return self.lines("✅ Đã lưu bản nháp.", "Bạn thêm lớp và hoạt động, rồi xem trước và công bố nhé.")

    def part(self, part: str) -> str:
        """A button's label."""
        return {"name": "✏️ Tên", "days": "🗓 Ngày", "about": "💬 Lời giới thiệu"}[part]

    def ask_part(self, name: str) -> Markup:
        return self.lines(
            Markup("<b>Sửa gì</b> ở {}?").format(name), "Đổi tên hay lời giới thiệu thì không ai bị nhắn tin."
        )

    def ask_anew(self, part: str, programme: Programme, span: str) -> Markup:
        """`span`: its days as they are."""
        now = {"name": programme.name, "days": span, "about": programme.about or "(chưa có)"}[part]
        asked = {
            "name": Markup("Bạn gõ <b>tên mới</b> của chương trình nhé."),
            "days": Markup("Bạn gõ <b>ngày mới</b>, ví dụ: <i>từ 25/11 đến 29/11</i>."),
            "about": Markup("Bạn gõ <b>lời giới thiệu mới</b> (không quá 500 ký tự)."),
        }[part]
        return self.lines(asked, Markup("Hiện là: <i>{}</i>").format(now))

    def ask_days(self, span: str, consequences: Markup | None) -> Markup:
        told = ["", consequences] if consequences else []
        return self.lines(Markup("<b>Đổi ngày thành {}?</b>").format(span), *told)

    def lost(self, lost: Sequence[Activity], now: datetime) -> Markup:
        """What would no longer lie in the days."""
        lines = [f"• {self.near_day(one.starts_at, now)}: {one.title}" for one in lost[:MOST_LOST]]
        more = f"… và {len(lost) - MOST_LOST} hoạt động nữa" if lost[MOST_LOST:] else None
        return self.lines("Những hoạt động này nằm ngoài ngày mới, nên không còn trên trang:", *lines, more)

    def edited(self) -> Markup:
        return Markup("✅ Đã sửa.")

    def unchanged(self) -> Markup:
        return Markup("Mình giữ nguyên, không đổi gì.")

    def stopped(self) -> Markup:
        return Markup("Mình đã dừng, chưa thêm gì.")

    def preview(self) -> Markup:
        return Markup("👀 <b>Bà con sẽ thấy như sau.</b> Công bố thì chưa ai bị nhắn tin.")

    def empty(self) -> str:
        return "Bạn thêm ít nhất một hoạt động rồi hãy công bố nhé."

    def changed_meanwhile(self) -> Markup:
        return Markup("👀 <b>Chương trình vừa đổi.</b> Bạn xem lại một lần nữa nhé:")

    def published(self) -> Markup:
        return self.lines("📢 Đã công bố!", "Bà con thấy ở trang đầu khi gần đến ngày, và gõ /tuanle là có.")

    def published_before(self) -> Markup:
        return Markup("Chương trình này đã công bố rồi.")

    def ask_end(self, name: str, count: int, told: Markup | None) -> Markup:
        """`told`: what `count` followers will read."""
        return self.lines(
            Markup("Dừng <b>{}</b>? Trang này sẽ không còn. Các lớp vẫn diễn ra như thường.").format(name),
            *self._reading(count, told),
        )

    def _reading(self, count: int, told: Markup | None) -> list[str]:
        if told is None:
            return ["Không ai bị nhắn tin."]
        return ["", Markup("📨 <b>{}</b> người theo dõi sẽ nhận:").format(count), Markup("<i>{}</i>").format(told)]

    def ended(self, name: str) -> Markup:
        return Markup("🛑 Đã dừng <b>{}</b>.").format(name)

    def share_text(self, programme: Programme, link: str | None) -> Markup:
        return self.lines(
            "Mời bà con cùng tham gia:",
            "",
            Markup("🎉 <b>{}</b> ({})").format(programme.name, self._days(programme.starts_on, programme.ends_on)),
            programme.about or None,
            f"Xem chương trình và đăng ký: {link}" if link else "Xem chương trình: nhắn /tuanle cho Bạn Học",
        )

    def offer_classes(self, entries: Sequence[tuple[int, Course, Sequence[Activity]]], now: datetime) -> Markup:
        """`entries`: (number, class, its lessons that fall into the days)."""
        if not entries:
            return self.lines(
                "Không còn lớp nào của bạn rơi vào những ngày này.", "Bạn mở lớp trước, rồi quay lại thêm nhé."
            )
        lines = [self.lines("", self._offered(number, course, lessons, now)) for number, course, lessons in entries]
        return self.lines(Markup("<b>Thêm lớp nào?</b> Bạn bấm số nhé."), *lines)

    def _offered(self, number: int, course: Course, lessons: Sequence[Activity], now: datetime) -> Markup:
        times = "; ".join(self.when(one.starts_at, one.ends_at, now) for one in lessons)
        return self.lines(Markup("{}. <b>{}</b>").format(number, course.title), f"{times} · {course.centre.ward}")

    def class_added(self, title: str) -> Markup:
        return Markup("✅ Đã thêm lớp <b>{}</b>.").format(title)

    def too_many(self, most: int) -> Markup:
        return Markup("Chương trình đã đủ {} mục, không thêm được nữa.").format(most)

    def ask_add(self, title: str, warning: Markup) -> Markup:
        return self.lines(Markup("Thêm lớp <b>{}</b>?").format(title), "", warning)

    def followers_read(self, count: int, told: Markup) -> Markup:
        return self.lines(
            Markup("📨 Khoảng 10 phút sau, <b>{}</b> người theo dõi sẽ nhận:").format(count),
            Markup("<i>{}</i>").format(told),
        )

    def ask_event(self, step: str, span: str) -> Markup:
        """`span`: the days of the programme."""
        return {
            "kind": Markup("Đây là hoạt động <b>gì</b>?"),
            "title": self.lines(
                Markup("<b>Tên</b> hoạt động là gì?"), Markup("Ví dụ: <i>Nói chuyện: an toàn khi dùng mạng</i>")
            ),
            "when": self.lines(
                Markup("<b>Ngày giờ</b> nào? ({})").format(span), Markup("Ví dụ: <i>26/11 từ 14h đến 16h</i>")
            ),
            "venue": Markup("Ở <b>đâu</b>? Bạn ghi đủ để bà con tìm được."),
        }[step]

    def unread_event(self, step: str) -> Markup:
        return {
            "kind": Markup("Bạn chọn một mục bên dưới nhé."),
            "title": Markup("Tên cần có chữ và không quá 200 ký tự."),
            "when": Markup("Mình chưa đọc được ngày giờ, hoặc đã qua, hoặc nằm ngoài chương trình."),
            "venue": Markup("Địa điểm cần có chữ và không quá 200 ký tự."),
        }[step]

    def preview_event(self, entry: Markup, warning: Markup | None) -> Markup:
        told = ["", warning] if warning else []
        return self.lines(Markup("<b>Thêm hoạt động này?</b>"), "", entry, *told)

    def event_added(self) -> Markup:
        return Markup("✅ Đã thêm hoạt động.")

    def pick(self, one: Activity) -> str:
        """A button's label."""
        local = one.starts_at.astimezone(LOCAL)
        return f"{local.day}/{local.month} {local.hour}:{local.minute:02d} · {one.title}"[:60]

    def ask_which(self, some: bool) -> Markup:
        return Markup("<b>Bỏ hoạt động nào?</b>") if some else Markup("Không có gì của bạn để bỏ.")

    def ask_remove(self, title: str, is_class: bool, warning: Markup | None) -> Markup:
        stays = "Lớp vẫn diễn ra, người đã đăng ký vẫn giữ chỗ." if is_class else None
        told = ["", warning] if warning else []
        return self.lines(Markup("Bỏ <b>{}</b> khỏi chương trình?").format(title), stays, *told)

    def removed(self, title: str) -> Markup:
        return Markup("Đã bỏ <b>{}</b> khỏi chương trình.").format(title)
