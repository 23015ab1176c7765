"""The people of a class, for its organizers: who is in it, adding, removing, moving up, whom to call."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.courses import Course
from storage.learners import Relation
from storage.roster import Person

MOST_CALLS = 30
"""People to be called who are spelled out in one message."""


class Roster(Formats):
    list_button = "👥 Danh sách lớp"
    search_button = "🔎 Tìm tên"
    add_button = "➕ Ghi thêm người"
    excel_button = "📄 Tệp Excel"
    sheet_button = "🖨 Phiếu ký tên"
    course_button = "‹ Trang của lớp"
    earlier = "‹ Trang trước"
    later = "Trang sau ›"
    remove_button = "➖ Rút tên khỏi lớp"
    move_up_button = "⏫ Ưu tiên xếp chỗ"
    erase_button = "🗑 Xóa hết về người này"
    yes_erase = "🗑 Vâng, xóa hết"
    stop = "Thôi, giữ nguyên"
    skip = "Bỏ qua"
    under_16 = "Dưới 16 tuổi"
    from_16 = "Từ 16 tuổi"
    agreed = "✅ Đã đồng ý, ghi vào lớp"
    yes_remove = "✅ Vâng, rút tên"
    yes_seat = "✅ Xếp vào lớp"
    to_front = "⏫ Lên đầu danh sách chờ"
    one_more = "🪑 Thêm 1 chỗ, xếp vào lớp"
    removal_reasons = ("Xin nghỉ", "Đăng ký nhầm hoặc trùng", "Vắng nhiều buổi")
    moving_reasons = ("Người cao tuổi", "Hoàn cảnh khó khăn", "Đã chờ từ lớp trước")

    def heading(self, course: Course, waiting: int, to_call: int, page: int, pages: int) -> Markup:
        paged = f" · trang {page + 1}/{pages}" if pages > 1 else ""
        return self.lines(
            Markup("<b>Danh sách lớp {}</b> ({}){}").format(course.title, course.code, paged),
            f"🪑 Có chỗ: {course.taken}/{course.capacity} · ⏳ Chờ: {waiting}"
            + (f" · ☎ Phải gọi điện: {to_call}" if to_call else ""),
        )

    def nobody(self) -> str:
        return "Chưa có ai trong lớp này."

    def hint(self) -> str:
        return "Bạn bấm số để xem từng người. Danh sách này chỉ để lo việc lớp, bạn đừng chuyển cho người ngoài nhé."

    def waiting_from_here(self) -> Markup:
        return Markup("<b>Danh sách chờ</b>")

    def entry(self, number: int, person: Person, place: int) -> Markup:
        """`place`: in line, from 1; 0 for who has a seat."""
        waits = f" · chờ, thứ {place}" if place else ""
        return self.lines(Markup("{}. <b>{}</b>{}{}").format(number, person.learner.name, waits, self.marks(person)))

    def found(self, number: int, person: Person, course: Course) -> Markup:
        """The same, among those of several classes."""
        return Markup("{}. <b>{}</b>{}{} · {}").format(
            number, person.learner.name, self.standing(person), self.marks(person), course.title
        )

    def standing(self, person: Person) -> str:
        """Empty for who has a seat."""
        return " · đã rút tên" if person.is_out else "" if person.is_seated else " · đang chờ"

    def marks(self, person: Person) -> str:
        """· con của Lan · dưới 16 tuổi · Phường Đa Kao, tổ 5 · ☎ phải gọi điện 0909123456"""
        parts = [
            self.relation(person),
            "dưới 16 tuổi" if person.learner.under_16 else "",
            self.home(person),
            self.call(person),
        ]
        return "".join(f" · {part}" for part in parts if part)

    def relation(self, person: Person) -> str:
        """To who signed them up; empty for oneself."""
        words = {
            Relation.SELF: "",
            Relation.MOTHER: "mẹ",
            Relation.FATHER: "bố",
            Relation.SPOUSE: "vợ hoặc chồng",
            Relation.CHILD: "con",
            Relation.GRANDPARENT: "ông hoặc bà",
            Relation.OTHER: "người quen",
        }
        word = words[person.learner.relation]
        return f"{word} của {person.head}" if word and person.head else word

    def home(self, person: Person) -> str:
        return ", ".join(part for part in (person.ward, person.contact.neighbourhood) if part)

    def call(self, person: Person) -> str:
        if person.is_reachable:
            return ""
        return f"☎ phải gọi điện {person.contact.phone}" if person.contact.phone else "☎ phải gọi điện, chưa có số"

    def card(self, person: Person, course: Course, place: int, visits: int, over: int) -> Markup:
        """`visits`: to how many of the `over` lessons that took place they came."""
        standing = f"⏳ Đang chờ, thứ {place}" if place else "➖ Đã rút tên" if person.is_out else "✅ Có chỗ"
        return self.lines(
            Markup("<b>{}</b>").format(person.learner.name),
            f"Lớp: {course.title} ({course.code})",
            standing,
            f"👪 Là {self.relation(person)}" if self.relation(person) else None,
            "🧒 Dưới 16 tuổi" if person.learner.under_16 else None,
            f"🏠 {self.home(person)}" if self.home(person) else None,
            self._reach(person),
            f"🗓 Đăng ký: {self.clock(person.registration.created_at)}, {self.day(person.registration.created_at)}",
            f"🙋 Đã đến: {visits}/{over} buổi" if over else None,
        )

    def _reach(self, person: Person) -> str:
        if person.is_reachable:
            return "💬 Nhận tin nhắn của Bạn Học"
        return f"☎ Phải gọi điện: {person.contact.phone or 'chưa có số'}"

    def ask_erase(self, name: str) -> Markup:
        return self.lines(
            Markup("Người ấy xin xóa? <b>Mình xóa hết về {}</b>: tên, số điện thoại, nơi ở, chỗ trong lớp.").format(
                name
            ),
            "Chỗ trống được trao cho người đang chờ. Chỉ còn lại con số, và xóa rồi thì không lấy lại được.",
        )

    def erased(self) -> Markup:
        return Markup("✅ Mình đã xóa hết về người ấy. Bạn xóa giúp tên trong các tệp và phiếu đã lấy ra nhé.")

    def person_gone(self) -> Markup:
        return Markup("Người này không còn trong lớp nữa, hoặc lớp không thuộc trung tâm của bạn.")

    def ask_name_to_find(self, course: Course | None) -> Markup:
        where = Markup("trong lớp <b>{}</b>").format(course.title) if course else "trong các lớp của trung tâm"
        return Markup("Bạn gõ tên người cần tìm {}. Không cần gõ dấu.").format(where)

    def found_people(self, said: str, count: int, most: int) -> Markup:
        if not count:
            return self.lines(Markup("Mình không thấy ai tên “{}”.").format(said), "Bạn gõ lại tên khác thử nhé.")
        more = f" (chỉ hiện {most} người đầu)" if count >= most else ""
        return Markup("<b>Tìm “{}”</b>: {} người{}").format(said, count, more)

    # Adding by hand.

    def ask_name(self, course: Course) -> Markup:
        full = "Lớp đang hết chỗ, mình sẽ ghi vào danh sách chờ." if course.seats_left <= 0 else None
        return self.lines(
            Markup("<b>Ghi thêm người vào lớp {}</b>").format(course.title),
            full,
            "Bạn gõ họ tên người ấy giúp mình.",
        )

    def ask_age(self, name: str) -> Markup:
        return Markup("<b>{}</b> bao nhiêu tuổi?").format(name)

    def ask_phone(self, name: str) -> Markup:
        return self.lines(Markup("Số điện thoại để gọi cho <b>{}</b>?").format(name), "Không có thì bạn bấm “Bỏ qua”.")

    def bad_phone(self) -> str:
        return "Số điện thoại cần 9 đến 11 chữ số. Bạn gõ lại, hoặc bấm “Bỏ qua” nhé."

    def ask_home(self, name: str) -> Markup:
        return self.lines(
            Markup("<b>{}</b> ở phường nào, hay tổ mấy?").format(name), "Bạn gõ phường hoặc tổ, hoặc bấm “Bỏ qua”."
        )

    def ask_agreed(self, course: Course, facts: Sequence[str], child: bool, same_name: bool) -> Markup:
        who = "Cha mẹ hoặc người giám hộ của cháu" if child else "Người ấy"
        return self.lines(
            Markup("<b>Ghi vào lớp {}</b>").format(course.title),
            *facts,
            "",
            "⚠️ Trong lớp đã có người trùng tên, bạn xem lại nhé." if same_name else None,
            f"{who} đã nghe và đồng ý cho trung tâm lưu những điều trên để giữ chỗ và gọi báo lịch chưa? "
            "Mình sẽ ghi lại rằng người ấy đồng ý bằng lời nói với bạn.",
            "Mình không nhắn tin được cho người ấy: lớp có gì đổi, bạn gọi điện báo giúp.",
        )

    def added(self, name: str, course: Course, place: int) -> Markup:
        where = f"Danh sách chờ, thứ {place}" if place else "Có chỗ trong lớp"
        return Markup("✅ Đã ghi <b>{}</b> vào lớp <b>{}</b>. {}. ☎ Phải gọi điện khi có thay đổi.").format(
            name, course.title, where
        )

    def closed(self, course: Course) -> Markup:
        return Markup("Lớp <b>{}</b> đã xong hoặc đã hủy, nên không đổi danh sách được nữa.").format(course.title)

    def stopped(self) -> Markup:
        return Markup("Vâng, mình giữ nguyên, không đổi gì.")

    def done_before(self) -> Markup:
        return Markup("Việc này đã xong rồi, nên mình không làm lại.")

    # Removing and moving up.

    def ask_removal_reason(self, name: str, course: Course) -> Markup:
        return self.lines(
            Markup("<b>Rút tên {} khỏi lớp {}?</b>").format(name, course.title),
            "Vì sao? Bạn bấm một lý do hoặc gõ lý do khác. Lý do được ghi vào nhật ký, nên đừng ghi chuyện riêng.",
        )

    def ask_moving_reason(self, name: str, course: Course) -> Markup:
        return self.lines(
            Markup("<b>Ưu tiên {} trong danh sách chờ lớp {}?</b>").format(name, course.title),
            "Vì sao? Bạn bấm một lý do hoặc gõ lý do khác. Lý do được ghi vào nhật ký, nên đừng ghi chuyện riêng.",
        )

    def bad_reason(self, most: int) -> str:
        return f"Bạn gõ một lý do ngắn giúp mình, không quá {most} chữ cái."

    def confirm_removal(self, name: str, course: Course, reason: str, told: Markup | None, next_one: str) -> Markup:
        """`told`: what they will read; `next_one`: who gets the seat, or nobody."""
        return self.lines(
            Markup("<b>Rút tên {} khỏi lớp {}</b>").format(name, course.title),
            f"Lý do: {reason}",
            f"Chỗ trống sẽ được xếp cho {next_one}, mình báo cho người ấy." if next_one else None,
            "",
            "1 người sẽ đọc tin này:" if told else "☎ Người này không nhận được tin, bạn gọi điện báo giúp nhé.",
            told,
        )

    def told_removed(self, name: str | None, course: Course, reason: str) -> Markup:
        """To whom it concerns; `name`: of the learner where that is not the reader."""
        return self.lines(
            Markup("🔔 Người tổ chức đã rút tên <b>{}</b> khỏi lớp <b>{}</b>.").format(name or "bạn", course.title),
            f"Lý do: {reason}",
            "Nếu có gì chưa đúng, bạn nhắn hoặc gọi cho trung tâm nhé.",
        )

    def removed(self, name: str, course: Course) -> Markup:
        return Markup("✅ Đã rút tên <b>{}</b> khỏi lớp <b>{}</b>.").format(name, course.title)

    def how_to_move(self, name: str, course: Course, reason: str, place: int) -> Markup:
        free = course.seats_left > 0
        return self.lines(
            Markup("<b>{}</b> đang chờ thứ {} ở lớp <b>{}</b>.").format(name, place, course.title),
            f"Lý do ưu tiên: {reason}",
            f"Lớp còn {course.seats_left} chỗ trống."
            if free
            else f"Lớp hết chỗ ({course.taken}/{course.capacity}). Không ai bị mất chỗ vì việc này.",
            "1 người sẽ được báo có chỗ."
            if free
            else "Bạn đưa người này lên đầu danh sách chờ, hay thêm một chỗ để xếp vào lớp ngay (1 người được báo)?",
        )

    def moved_to_front(self, name: str, place: int) -> Markup:
        return Markup("✅ <b>{}</b> nay đứng thứ {} trong danh sách chờ. Có chỗ trống là mình báo.").format(name, place)

    def seated(self, name: str, course: Course) -> Markup:
        return Markup("✅ <b>{}</b> đã có chỗ trong lớp <b>{}</b> ({}/{} chỗ).").format(
            name, course.title, course.taken, course.capacity
        )

    # Whom to call.

    def to_call(self, people: Sequence[Person]) -> Markup:
        """Below what was changed: who is concerned and cannot be written to."""
        shown = people[:MOST_CALLS]
        lines = [
            f"• {one.learner.name}: {one.contact.phone or 'chưa có số điện thoại'}"
            + (f" ({self.home(one)})" if self.home(one) else "")
            for one in shown
        ]
        more = f"… và {len(people) - MOST_CALLS} người nữa, xem trong danh sách lớp." if people[MOST_CALLS:] else None
        return self.lines(
            Markup("☎ <b>Cần gọi điện báo cho {} người</b> (mình không nhắn tin được):").format(len(people)),
            *lines,
            more,
        )
