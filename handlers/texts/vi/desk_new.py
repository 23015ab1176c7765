"""Describing a new class in the chat."""

from datetime import date, datetime

from markupsafe import Markup

from handlers.texts.vi.formats import DAYS, Formats
from storage.quiet_hours import LOCAL


class DeskNew(Formats):
    publish = "📢 Đăng lớp"
    back = "‹ Quay lại"
    stop = "Thôi"
    free = "Miễn phí"
    skip = "Bỏ qua"
    audiences = ("Mọi người", "Người cao tuổi", "Phụ nữ", "Thanh niên", "Người đi làm", "Học sinh")
    closes_when_it_begins = "Khi lớp bắt đầu"

    def closes_then(self, closes_at: datetime) -> str:
        return f"{self.clock(closes_at)}, {self.full_day(closes_at)}"

    def full_day(self, moment: datetime) -> str:
        """thứ Bảy 28/11/2026"""
        return self.full(moment.astimezone(LOCAL).date())

    def full(self, day: date) -> str:
        return f"{DAYS[day.weekday()]} {day.day}/{day.month}/{day.year}"

    def ask(self, step: str, most_times: int, day: date | None) -> Markup:
        """`day`: told already, when the hours are not."""
        if day is not None:
            return self.lines(Markup("<b>{}, mấy giờ?</b>").format(self._begin(self.full(day))), "Bạn gõ như “8h-10h”.")
        question, hint = {
            "title": ("Lớp mới tên là gì?", "Bạn gõ tên lớp, như “Zalo cho người cao tuổi”."),
            "topic": ("Lớp về chủ đề gì?", "Bạn bấm một nút, hoặc gõ chủ đề khác."),
            "ward": ("Lớp của trung tâm phường nào?", None),
            "when": ("Buổi đầu học ngày nào, mấy giờ?", "Bạn gõ như “thứ 7 tuần sau 8h-10h” hay “28/11 8h30-10h”."),
            "venue": ("Học ở đâu?", "Bạn bấm một nút, hoặc gõ tên nơi học và địa chỉ."),
            "capacity": ("Lớp nhận bao nhiêu chỗ?", "Bạn bấm một nút, hoặc gõ một số."),
            "fee_vnd": ("Học phí bao nhiêu?", "Bạn bấm “Miễn phí”, hoặc gõ số tiền, như 150.000."),
            "audience": ("Lớp dành cho ai?", "Bạn bấm một nút, hoặc gõ vài chữ."),
            "teacher": ("Ai dạy?", "Bạn gõ tên người dạy."),
            "description": ("Bạn giới thiệu lớp vài câu nhé.", "Học được gì, cần mang gì theo."),
            "repeat": (
                "Tất cả mấy buổi, mỗi tuần một buổi?",
                f"Bạn bấm một nút, hoặc gõ một số đến {most_times}. Có tuần nghỉ thì gõ như “8 trừ 12/12, 19/12”.",
            ),
        }.get(step, ("Nhận đăng ký đến khi nào?", "Bạn bấm một nút, hoặc gõ như “17h thứ sáu”."))
        return self.lines(Markup("<b>{}</b>").format(question), hint)

    def _begin(self, words: str) -> str:
        return words[0].upper() + words[1:]

    def taken_as(self, starts_at: datetime, ends_at: datetime) -> str:
        """How the day and the hours were understood."""
        return f"🗓 {self._begin(self.full_day(starts_at))}, {self.hours(starts_at, ends_at)}."

    def preview(self, ward: str, topic: str) -> Markup:
        return self.lines(
            Markup("👀 <b>Bà con sẽ thấy lớp thế này:</b>"),
            Markup("<i>{}, chủ đề {}</i>").format(ward, topic),
        )

    def nobody_told(self) -> str:
        return "🔕 Đăng lên chưa báo riêng ai. Ai từng nhờ báo khi có lớp như vậy thì mình báo sau đó."

    def published(self, title: str, code: str) -> Markup:
        return Markup("✅ <b>Đã đăng lớp {}</b> (mã {}). Bà con xem và đăng ký được rồi.").format(title, code)

    def stopped(self) -> Markup:
        return Markup("Thôi, không mở lớp nào cả.")

    def code_taken(self, old: str, new: str) -> Markup:
        return Markup("⚠️ <b>Mã {} vừa có lớp khác dùng</b>, mình đổi sang {}. Bạn xem lại giúp mình:").format(old, new)

    def begins_in_the_past(self) -> Markup:
        return Markup("⚠️ <b>Buổi đầu đã qua giờ rồi.</b> Bạn bấm “Quay lại” để sửa giúp mình.")

    def no_centre(self) -> Markup:
        return Markup("Chưa có trung tâm nào. Bạn gửi mình một tệp Excel theo tệp mẫu để bắt đầu nhé.")

    def ask_first_day(self, title: str, starts_at: datetime, ends_at: datetime, lessons: int) -> Markup:
        """Of a class that is to be run again."""
        return self.lines(
            Markup("Mở lại lớp <b>{}</b>: {} buổi.").format(title, lessons),
            f"Lần trước bắt đầu {self.full_day(starts_at)}, {self.hours(starts_at, ends_at)}.",
            Markup("<b>Lần này buổi đầu học ngày nào?</b> Các buổi sau lùi theo, giữ đúng thứ và giờ."),
            "Bạn bấm một nút, hoặc gõ ngày, như “5/12”.",
        )

    def no_day(self) -> str:
        return "Mình cần một ngày sắp tới, như “thứ 7 tuần sau” hay “5/12”."
