"""Skills: what organizers see of them, the quiz sent to an audience and after a class, and before and after."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from handlers.texts.vi.reports import Reports
from storage.discretion import FEW
from storage.neighbourhoods import Neighbourhood
from storage.skills import AROUND, HIGHEST, LOWEST, Compared, Span

Line = tuple[str, int, int]
"""(skill, people, tenths of right answers)."""


class Skills(Formats):
    skills_button = "🧩 Kỹ năng, câu đố"
    chart_button = "📊 Biểu đồ"
    file_button = "📄 Tệp Excel"
    circles_button = "🏘 Theo tổ và nhóm"
    ward_button = "‹ Cả phường"
    wards_button = "‹ Các phường"
    compare_button = "↔️ Trước và sau lớp"
    send_button = "📤 Gửi câu đố"
    course_button = "🧩 Câu đố sau lớp"
    class_button = "‹ Về lớp này"
    more_button = "Xem thêm ›"
    take_button = "🧩 Làm 3 câu"
    any_topic = "🎲 Nhiều chủ đề"
    no_quiz = "🚫 Không kèm câu đố"
    everyone = "Cả phường"

    def share(self, tenths: int) -> str:
        """Right answers, within a line."""
        if tenths == LOWEST:
            return "từ 20% trở xuống"
        return "từ 80% trở lên" if tenths == HIGHEST else f"{tenths}0%"

    def short_share(self, tenths: int) -> str:
        """The same where there is little room, in the chart."""
        return {LOWEST: "≤20%", HIGHEST: "≥80%"}.get(tenths, f"{tenths}0%")

    def near(self, near: Neighbourhood) -> str:
        return Reports().near(near)

    def group(self, name: str) -> str:
        return f"Nhóm {name}"

    def dates(self, span: Span) -> str:
        return f"{self._date(span.since)} – {self._date(span.last_day)}"

    def _date(self, moment: datetime) -> str:
        return self.day(moment).rpartition(" ")[2]

    def no_centre(self) -> Markup:
        return Markup("Chưa có trung tâm nào. Bạn đăng lớp trước, rồi xem kỹ năng nhé.")

    def nothing_yet(self, ward: str) -> Markup:
        return self.lines(
            Markup("<b>Kỹ năng của bà con</b>\n{}").format(ward),
            "",
            f"Chưa đủ câu trả lời. Mình chỉ nêu số khi có từ {FEW} người trở lên, và cập nhật vào sáng thứ Hai.",
            "Bạn gửi câu đố cho bà con để biết cần luyện thêm phần nào nhé.",
        )

    def of_ward(self, ward: str, span: Span, weakest: Sequence[Line], more: int) -> Markup:
        """`more`: skills that are told besides these."""
        return self.lines(
            Markup("<b>Kỹ năng của bà con</b>, cần luyện nhất ở trên\n{} · {}").format(ward, self.dates(span)),
            "",
            *(Markup("{}. {}").format(number, self._line(line)) for number, line in enumerate(weakest, 1)),
            f"… và {more} kỹ năng nữa trong tệp Excel" if more else None,
            "",
            self.discreet(),
        )

    def _line(self, line: Line) -> Markup:
        skill, people, tenths = line
        return Markup("<b>{}</b>: đúng {} · {} người").format(skill, self.share(tenths), people)

    def discreet(self) -> str:
        return (
            f"Số làm tròn, cập nhật sáng thứ Hai. Để giữ kín chuyện riêng, mình chỉ nêu số của từ {FEW} người trở lên, "
            "và bỏ những số mà từ đó đoán ra được chuyện của vài người."
        )

    def of_circles(self, ward: str, span: Span, circles: Sequence[tuple[str, Sequence[Line]]]) -> Markup:
        """`circles`: (tổ or group, its weakest skills)."""
        parts: list[str] = [Markup("<b>Theo tổ và nhóm</b>\n{} · {}").format(ward, self.dates(span))]
        for name, weakest in circles:
            parts += ["", Markup("<b>{}</b>").format(name)]
            parts += [Markup("• {}").format(self._plain(line)) for line in weakest]
        return self.lines(*parts, "", self.discreet())

    def _plain(self, line: Line) -> str:
        skill, people, tenths = line
        return f"{skill}: đúng {self.share(tenths)} · {people} người"

    def no_circles(self, ward: str) -> Markup:
        return self.lines(
            Markup("<b>Theo tổ và nhóm</b>\n{}").format(ward),
            "",
            f"Chưa có tổ hay nhóm nào đủ {FEW} người trả lời để nêu số mà không lộ chuyện riêng của ai.",
        )

    def side_by_side(self, span: Span, wards: Sequence[tuple[str, Line | None]]) -> Markup:
        """`wards`: each with its weakest skill, if it may be told."""
        parts: list[str] = [Markup("<b>Kỹ năng cần luyện nhất ở các phường</b>\n{}").format(self.dates(span))]
        for ward, line in wards:
            told = self._plain(line) if line else "chưa đủ câu trả lời"
            parts += ["", Markup("<b>{}</b>").format(ward), told]
        return self.lines(*parts, "", "Bạn bấm một phường để xem kỹ.")

    # The chart and the file.

    def chart_title(self) -> str:
        return "Kỹ năng của bà con"

    def chart_legend(self) -> str:
        return "Tỷ lệ trả lời đúng; cần luyện nhất ở trên"

    def chart_value(self, tenths: int, people: int) -> str:
        return f"{self.short_share(tenths)} · {people} người"

    def chart_name(self) -> str:
        return "ky-nang.png"

    def chart_caption(self, ward: str, span: Span) -> Markup:
        return Markup("📊 Kỹ năng của bà con, {}, {}.").format(ward, self.dates(span))

    def file_name(self) -> str:
        return "ky-nang.xlsx"

    def file_caption(self, span: Span) -> Markup:
        return self.lines(f"📄 Số liệu {self.dates(span)}.", "Trong tệp chỉ có con số, không có tên ai.")

    def sheets(self) -> dict[str, str]:
        """Names of the sheets."""
        return {"ward": "Cả phường", "circles": "Theo tổ và nhóm", "classes": "Trước và sau lớp", "wards": "Các phường"}

    def heads(self) -> dict[str, list[str]]:
        """Of their columns."""
        right = "Đúng (%, làm tròn; 20: từ 20 trở xuống, 80: từ 80 trở lên)"
        skill = ["Chủ đề", "Kỹ năng", "Số người", right]
        return {
            "ward": skill,
            "circles": ["Tổ, nhóm", *skill],
            "wards": ["Phường", *skill],
            "classes": ["Mã lớp", "Lớp", "Chủ đề", "Số người", "Đúng trước lớp (%)", "Đúng sau lớp (%)"],
        }

    # A quiz to an audience.

    def ask_topic(self) -> Markup:
        return self.lines(
            Markup("📤 <b>Gửi câu đố về chủ đề nào?</b>"),
            "Mình soạn sẵn lời mời; bạn xem lại, chọn người nhận rồi mới gửi.",
            "Chỉ ai đã đồng ý nhận câu đố mới nhận được.",
        )

    def ask_home(self) -> Markup:
        return Markup("<b>Gửi nhân danh trung tâm nào?</b>")

    def invitation(self, topic: str) -> str:
        """The draft of the text that goes with the quiz; nothing: of any topic. {ten} is the reader's name."""
        about = f" về “{topic}”" if topic else ""
        return f"Chào {{ten}}, mời bạn thử 3 câu đố ngắn{about}. Chừng hai phút, làm xong biết thêm một mẹo hay."

    # After a class.

    def ask_course_topic(self, course: str, topic: str | None, learners_asked: bool) -> Markup:
        """`topic`: that was chosen before."""
        return self.lines(
            Markup("🧩 <b>Câu đố sau lớp {}</b>").format(course),
            "Một ngày sau buổi cuối, mình mời học viên làm 3 câu, mỗi người một lần.",
            "Mình chỉ mời ai đã đồng ý nhận câu đố.",
            Markup("Đang chọn: <b>{}</b>.").format(topic) if topic else "Hiện chưa chọn chủ đề nào.",
            "Học viên đã được mời rồi; đổi chủ đề chỉ đổi phần so sánh trước và sau." if learners_asked else None,
        )

    def course_topic_set(self, course: str, topic: str | None) -> Markup:
        if topic is None:
            return Markup("✅ Lớp <b>{}</b> không kèm câu đố.").format(course)
        return Markup("✅ Sau lớp <b>{}</b>, học viên được mời làm câu đố về <b>{}</b>.").format(course, topic)

    def too_late(self) -> Markup:
        return Markup("Học viên lớp này đã được mời rồi, nên mình giữ chủ đề để so sánh trước và sau.")

    def after_class(self, course: str, topic: str) -> Markup:
        """To its learners."""
        return self.lines(
            Markup("🧩 Bạn còn nhớ gì từ lớp <b>{}</b>?").format(course),
            Markup("Mời bạn thử 3 câu về <b>{}</b>. Chừng hai phút thôi, sai cũng không sao.").format(topic),
        )

    # Before and after.

    def no_classes(self) -> Markup:
        return self.lines(
            "Chưa có lớp nào để so sánh.",
            "Ở trang của lớp, bạn bấm “Câu đố sau lớp” và chọn chủ đề. Lớp bắt đầu rồi sẽ hiện ở đây.",
        )

    def classes(self, entries: Sequence[tuple[str, str, Compared | None]]) -> Markup:
        """`entries`: (class, topic, what may be told)."""
        parts: list[str] = [Markup("<b>Trước và sau lớp</b>")]
        for course, topic, compared in entries:
            parts += ["", Markup("<b>{}</b> · {}").format(course, topic), self.compared(compared)]
        return self.lines(*parts, "", self.compared_how())

    def compared(self, compared: Compared | None) -> str:
        if compared is None:
            return f"Chưa đủ {FEW} người trả lời cả trước lẫn sau."
        before, after = self.share(compared.before), self.share(compared.after)
        return f"Đúng {before} → {after} · {compared.people} người"

    def compared_how(self) -> str:
        return (
            f"Mình so câu trả lời về chủ đề của lớp: {AROUND.days} ngày trước buổi đầu và {AROUND.days} ngày sau buổi "
            "cuối, của cùng những người ấy. Số làm tròn, cập nhật sáng thứ Hai."
        )
