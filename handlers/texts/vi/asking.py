"""Answers to what people ask in their own words: what was understood, the classes that fit, the facts asked for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from markupsafe import Markup

from handlers.language.reading import Wanted
from handlers.language.spans import Hours, Interval, When
from handlers.texts.vi.courses import Courses
from handlers.texts.vi.formats import DAYS
from storage.listing import Meeting, Offer
from storage.quiet_hours import LOCAL

FOREVER = 10**9
WEEKLY = "weekdays"


class Asking(Courses):
    sign_up_button = "✍️ Đăng ký lớp này"
    whole_button = "🔎 Xem đầy đủ"
    map_button = "🗺 Mở bản đồ"
    more_button = "Xem thêm ›"
    everyone_button = "👥 Xem cả lớp cho mọi người"
    groups = {  # noqa: RUF012
        "elderly": "người cao tuổi",
        "child": "thiếu nhi",
        "teen": "thiếu niên",
        "high_school": "học sinh cấp 3",
        "student": "học sinh",
        "youth": "thanh niên",
        "adult": "người lớn",
        "women": "phụ nữ",
        "worker": "người đi làm",
        "trader": "tiểu thương",
        "veteran": "cựu chiến binh",
        "family": "gia đình",
        "everyone": "mọi người",
    }
    orders = {  # noqa: RUF012
        "cheapest": "học phí thấp nhất",
        "dearest": "học phí cao nhất",
        "soonest": "sớm nhất",
        "latest": "muộn nhất",
        "most_seats": "còn nhiều chỗ nhất",
        "fewest_seats": "còn ít chỗ nhất",
        "longest": "học lâu nhất",
        "shortest": "học ngắn nhất",
        "earliest": "giờ sớm nhất trong ngày",
        "latest_hour": "giờ muộn nhất trong ngày",
    }
    parts = {  # noqa: RUF012
        "early": "sáng sớm",
        "morning": "buổi sáng",
        "noon": "buổi trưa",
        "afternoon": "buổi chiều",
        "late_afternoon": "chiều tối",
        "evening": "buổi tối",
        "night": "ban đêm",
        "office": "giờ hành chính",
        "after_work": "sau giờ làm",
    }
    limits = {  # noqa: RUF012
        "hours": "giờ học",
        "days": "ngày học",
        "fee": "học phí",
        "teacher": "người dạy",
        "place": "nơi học",
        "audience": "đối tượng",
        "topic": "nội dung",
    }

    def understood(self, wanted: Wanted, refused: Wanted, order: str, now: datetime) -> str:
        """Lớp về “du lịch”, buổi tối, thứ Bảy 28/11, ở Phường Đa Kao; or only: Lớp sắp mở"""
        limits = self.said(wanted, now) + (["lớp khác"] if refused.codes else [])
        limits += [self.orders[order]] if order in self.orders else []
        limits += [f"trừ {one}" for one in self.said(replace(refused, topic=None), now)]
        limits += ["trừ điều bạn không muốn học"] if refused.topic else []
        return "Lớp " + ", ".join(limits) if limits else "Lớp sắp mở"

    def said(self, wanted: Wanted, now: datetime) -> list[str]:
        """Each limit in a few words."""
        said = [f"về “{wanted.topic.said}”"] if wanted.topic else []
        times = wanted.times.wanted or wanted.times.refused
        said += [" hoặc ".join(self.time(when, now) for when in times)] if times else []
        said += [f"ở {' hoặc '.join(sorted(self.place(one) for one in wanted.places))}"] if wanted.places else []
        said += [f"cho {', '.join(sorted(self.groups.get(it, it) for it in wanted.groups))}"] if wanted.groups else []
        if wanted.ages:
            low, high = wanted.ages
            said.append(f"cho người {low} tuổi" if low == high else f"cho tuổi {low}–{high}")
        said += [self.price(*wanted.fee)] if wanted.fee else []
        said += [f"do {', '.join(sorted(wanted.teachers))} dạy"] if wanted.teachers else []
        said += ["còn chỗ"] if wanted.seats else []
        return said

    def place(self, place: str) -> str:
        """A ward, a venue, or an area as it was read: "quan 7"."""
        first, _, rest = place.partition(" ")
        return {"quan": "Quận ", "phuong": "Phường "}.get(first, first + " ") + rest if rest else place

    def price(self, low: int, high: int) -> str:
        if high == 0:
            return "miễn phí"
        if high >= FOREVER:
            return f"học phí từ {self.money(low)}"
        return f"học phí {self.money(low)}–{self.money(high)}" if low else f"học phí không quá {self.money(high)}"

    def time(self, when: When, now: datetime) -> str:
        """buổi tối, thứ Bảy 28/11 · thứ Bảy, Chủ nhật hằng tuần"""
        hours = [self.parts.get(when.part) or self.span(when.hours)] if when.hours else []
        if when.name == WEEKLY:
            days = [one.since.astimezone(LOCAL).weekday() for one in when.days if one.since]
            return ", ".join([*hours, self.weekly(list(dict.fromkeys(days)))])
        return ", ".join([*hours, *(self.days(one, now) for one in when.days)])

    def weekly(self, weekdays: Sequence[int]) -> str:
        """thứ Bảy, Chủ nhật hằng tuần; Monday is 0."""
        return ", ".join(DAYS[one] for one in weekdays) + " hằng tuần"

    def span(self, hours: Hours) -> str:
        if hours.since == 0:
            return f"trước {self.minute(hours.until)}"
        if hours.until >= 22 * 60:
            return f"từ {self.minute(hours.since)}"
        if hours.until - hours.since <= 60:
            return f"khoảng {self.minute(hours.since)}"
        return f"từ {self.minute(hours.since)} đến {self.minute(hours.until)}"

    def minute(self, minutes: int) -> str:
        """18 giờ · 8 giờ 30"""
        return f"{minutes // 60} giờ" + (f" {minutes % 60:02d}" if minutes % 60 else "")

    def days(self, days: Interval, now: datetime) -> str:
        """hôm nay, thứ Hai 23/11 · từ 23/11 đến 29/11 · từ 23/11 · đến 29/11"""
        last = days.until - timedelta(minutes=1) if days.until else None
        if days.since and last and days.since.astimezone(LOCAL).date() == last.astimezone(LOCAL).date():
            return self.near_day(days.since, now)
        if days.since and last:
            return f"từ {self.date(days.since)} đến {self.date(last)}"
        return f"từ {self.date(days.since)}" if days.since else f"đến {self.date(last)}" if last else ""

    def date(self, moment: datetime) -> str:
        local = moment.astimezone(LOCAL)
        return f"{local.day}/{local.month}"

    def heading(self, count: int, page: int, pages: int, limits: Sequence[str]) -> Markup:
        """Above a list; `limits`: what was understood, as one."""
        shown = f", trang {page}/{pages}" if pages > 1 else ""
        return Markup("<b>{}</b>: {} lớp{}").format(", ".join(limits), count, shown)

    def other_time_button(self, when: When, now: datetime) -> str:
        """Another way in which the time may have been meant."""
        return f"Ý bạn là {self.time(when, now)}?"[:60]

    def nearest_unknown(self) -> str:
        return "Mình không biết nhà bạn ở đâu. Bạn nhắn tên phường, mình tìm lớp ở đó nhé."

    def for_all(self) -> str:
        return "Chưa có lớp dành riêng; các lớp này ai cũng học được:"

    def fact_entry(self, number: int, course: Offer, lesson: Meeting, asks: Sequence[str], now: datetime) -> Markup:
        """Of a list: the title; day, hour, place, fee, seats; the facts that were asked for besides."""
        when = self.when(lesson.starts_at, lesson.ends_at, now)
        where = f"{self.hall(lesson)}, {course.ward}"
        more = [self.fact(ask, course, lesson, now) for ask in asks if ask not in ("fee", "when", "seats")]
        return self.lines(
            Markup("{}. <b>{}</b>").format(number, course.title),
            f"{when} · {where} · {self.money(course.fee_vnd)} · {self.seats(course, now)}",
            *dict.fromkeys(more),
        )

    def facts(self, course: Offer, lesson: Meeting, asks: Sequence[str], now: datetime) -> Markup:
        """Of one class: what was asked for, then what everyone wants to know."""
        asked = [self.fact(ask, course, lesson, now) for ask in asks]
        others = [self.fact(ask, course, lesson, now) for ask in ("when", "where", "fee", "seats", "closes")]
        rest = [one for one in dict.fromkeys(others) if one not in asked]
        return self.lines(
            Markup("<b>{}</b>").format(course.title),
            *(Markup("<b>{}</b>").format(one) for one in dict.fromkeys(asked)),
            *rest,
        )

    def fact(self, ask: str, course: Offer, lesson: Meeting, now: datetime) -> str:
        """One line."""
        match ask:
            case "fee":
                return f"💵 Học phí: {self.money(course.fee_vnd)}"
            case "where" | "directions":
                return f"📍 Ở: {lesson.venue}, {course.ward}"
            case "how_long" | "until":
                return self.length(course, lesson)
            case "teacher":
                return f"🧑‍🏫 Người dạy: {course.teacher}" if course.teacher else "🧑‍🏫 Chưa ghi người dạy"
            case "bring":
                return f"🎒 Thông tin lớp: {course.description} Chưa ghi gì thêm thì bạn hỏi trung tâm nhé."
            case "seats":
                return f"🪑 Chỗ: {self.seats(course, now)} (tổng {course.capacity})"
            case "closes":
                return self._closing(course, now) or ""
            case _:
                return (
                    self._told(ask, course)
                    or f"🗓 {self.when(lesson.starts_at, lesson.ends_at, now)}{self.others(course)}"
                )

    def _told(self, ask: str, course: Offer) -> str | None:
        """What the class says of itself."""
        return {
            "audience": f"👥 Dành cho: {course.audience}",
            "certificate": "📜 Chưa thấy ghi giấy chứng nhận. Bạn hỏi người dạy hoặc trung tâm giúp mình nhé.",
            "about": f"📖 {course.description}",
        }.get(ask)

    def others(self, course: Offer) -> str:
        count = len(course.live_lessons)
        return f" ({count} buổi)" if count > 1 else ""

    def length(self, course: Offer, lesson: Meeting) -> str:
        minutes = int((lesson.ends_at - lesson.starts_at).total_seconds() // 60)
        long = " ".join([f"{minutes // 60} giờ"] * (minutes >= 60) + [f"{minutes % 60} phút"] * (minutes % 60 > 0))
        count = len(course.live_lessons)
        return f"⏱ {count} buổi, mỗi buổi {long}, tan lúc {self.clock(lesson.ends_at)}"

    def none_fits(self, understood: str) -> Markup:
        return Markup("Hiện chưa có lớp nào như vậy: <b>{}</b>.").format(understood)

    def none_at_all(self) -> Markup:
        return self.lines("Hiện chưa có lớp nào sắp mở.", "Bạn ghé lại sau vài hôm nhé.")

    def offer_wider(self) -> str:
        return "Bạn bỏ bớt một giới hạn nhé?"

    def wider_button(self, limit: str, count: int) -> str:
        return f"Bỏ giới hạn {self.limits[limit]}: {count} lớp"

    def which_class(self) -> str:
        return "Bạn hỏi lớp nào? Các lớp sắp mở:"

    def which_to_join(self) -> str:
        return "Bạn muốn đăng ký lớp nào? Bạn bấm số của lớp nhé:"

    def how_to_register(self) -> Markup:
        return self.lines(
            Markup("<b>Đăng ký dễ lắm</b>, chỉ vài lần bấm:"),
            "1. Bấm “Lớp sắp mở”, hoặc gõ tên lớp bạn thích.",
            "2. Mở lớp rồi bấm “Đăng ký”.",
            "3. Cho mình biết học viên là bạn hay người nhà, và tên. Vậy là xong.",
            "Bạn cũng có thể nhắn: đăng ký lớp … (tên lớp).",
        )

    def unprepared(self) -> Markup:
        return self.lines(
            Markup("<b>Câu này mình chưa có sẵn câu trả lời</b>, mong bạn thông cảm."),
            "Mình giúp được: tìm lớp học, đăng ký, nhắc giờ học. Câu này bạn có thể hỏi cán bộ trung tâm.",
        )

    def human(self, wards: Sequence[str]) -> Markup:
        where = f" ({', '.join(wards)})" if wards else ""
        return self.lines(
            "Mình là chương trình trả lời tự động nên không nối máy được.",
            "Bạn bấm “Hỏi cán bộ trung tâm” rồi viết câu hỏi, mình chuyển giúp. "
            f"Cần gấp, bạn ghé trung tâm{where} nhé.",
        )

    def thanks(self) -> Markup:
        return self.lines("Không có gì đâu ạ, mình vui được giúp bạn. 😊")

    def bye(self) -> Markup:
        return self.lines("Chào bạn, hẹn gặp lại bạn ở lớp nhé!")

    def okay(self) -> Markup:
        return self.lines("Vâng ạ. Bạn cần gì nữa cứ nhắn mình nhé.")

    def foreign(self) -> Markup:
        return self.lines(
            "Mình chỉ hiểu tiếng Việt và tiếng Anh.",
            "Sorry, I understand only Vietnamese and English.",
            "Bạn bấm một nút bên dưới cũng được nhé. You can also tap a button below.",
        )

    def away(self) -> Markup:
        return self.lines(
            "Chuyện này mình không biết, mong bạn thông cảm.",
            "Mình chỉ giúp được về lớp học của trung tâm: tìm lớp, đăng ký, nhắc giờ học.",
            "Việc khác của phường, bạn hỏi bộ phận tiếp dân ở Ủy ban nhân dân phường nhé.",
        )

    def secret(self) -> Markup:
        return self.lines(
            Markup("⚠️ <b>Bạn đừng gửi mã OTP hay mật khẩu cho ai, kể cả mình.</b>"),
            "Cán bộ, công an, ngân hàng thật không bao giờ hỏi mã này. Ai hỏi là lừa đảo.",
            "Bạn xóa tin vừa gửi. Nếu đã đưa mã cho người lạ, bạn gọi ngay ngân hàng để khóa thẻ, và đổi mật khẩu.",
        )
