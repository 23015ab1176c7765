"""The sign-up dialog: for whom, names, ward, consent."""

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.courses import Course
from storage.learners import Relation


class Household(Formats):
    for_myself = "Cho tôi"
    someone_else = "Cho người khác"
    add_person = "➕ Thêm người"
    stop = "Thôi, không đăng ký"
    skip = "Bỏ qua"
    agree = "Tôi đồng ý"
    disagree = "Không đồng ý"
    whole_text = "Xem toàn văn"
    under_16 = "Dưới 16 tuổi"
    from_16 = "Từ 16 tuổi"

    def relation(self, relation: Relation) -> str:
        return {
            Relation.SELF: "Tôi",
            Relation.MOTHER: "Mẹ",
            Relation.FATHER: "Bố",
            Relation.SPOUSE: "Vợ/chồng",
            Relation.CHILD: "Con",
            Relation.GRANDPARENT: "Ông/bà",
            Relation.OTHER: "Người khác",
        }[relation]

    def for_person(self, name: str) -> str:
        return f"Cho {name}"

    def ask_who(self, course: Course) -> Markup:
        full = Markup("\nLớp đang hết chỗ, mình sẽ ghi vào danh sách chờ.") if course.seats_left <= 0 else ""
        return Markup("Đăng ký lớp <b>{}</b> cho ai?{}").format(course.title, full)

    def for_someone(self, course: Course) -> Markup:
        return Markup("Mình đăng ký lớp <b>{}</b> cho người nhà bạn.").format(course.title)

    def ask_own_name(self, offered: str) -> Markup:
        hint = "Bạn bấm vào tên bên dưới, hoặc gõ tên khác." if offered else "Bạn gõ họ tên giúp mình nhé."
        return self.lines(Markup("<b>Mình gọi bạn là gì?</b>"), hint)

    def ask_relation(self) -> Markup:
        return Markup("Người đó là <b>ai</b> của bạn?")

    def ask_their_name(self, relation: Relation) -> Markup:
        whose = {
            Relation.MOTHER: "mẹ bạn",
            Relation.FATHER: "bố bạn",
            Relation.SPOUSE: "vợ hoặc chồng bạn",
            Relation.CHILD: "con bạn",
            Relation.GRANDPARENT: "ông hoặc bà của bạn",
        }.get(relation, "người đó")
        return Markup("Bạn gõ <b>họ tên</b> của {} giúp mình nhé.").format(whose)

    def ask_age(self, name: str) -> Markup:
        return Markup("<b>{}</b> bao nhiêu tuổi?").format(name)

    def ask_ward(self) -> Markup:
        return self.lines(
            Markup("<b>Bạn ở phường nào?</b>"),
            "Bạn bấm chọn, hoặc gõ tổ dân phố, ví dụ: tổ 5. Không muốn nói thì bấm “Bỏ qua”.",
        )

    def bad_name(self) -> Markup:
        return Markup("Tên cần có chữ và không quá 80 ký tự. Bạn gõ lại họ tên giúp mình nhé.")

    def tap_one(self) -> Markup:
        return Markup("Mình chưa rõ ý bạn. Bạn bấm một trong các nút bên dưới giúp mình nhé.")

    def not_agreed(self) -> Markup:
        return self.lines(
            "Vâng, mình không lưu gì của bạn và chưa đăng ký.",
            "Bạn vẫn xem lớp bình thường. Muốn học mà không lưu tên ở đây, bạn đến đăng ký tại trung tâm nhé.",
        )

    def stopped(self) -> Markup:
        return Markup("Vâng, mình dừng đăng ký ở đây. Bạn cần gì cứ bấm nút bên dưới nhé.")

    def still_here(self, course: Course) -> Markup:
        return Markup("Bạn đang đăng ký lớp <b>{}</b>:").format(course.title)
