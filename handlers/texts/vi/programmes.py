"""Programmes: a learning week as one page, its news, and following it."""

from collections.abc import Sequence
from datetime import date, datetime, time

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.programmes import Activity, EventKind, Programme
from storage.quiet_hours import LOCAL

Line = tuple[int | None, Activity, str]
"""The number of a class, None for what needs no sign-up; the activity; its seats in words."""
Change = tuple[list[str] | None, list[str] | None]
"""As it was and as it is: [starts, ends, title, venue]."""
MOST_ON_BUTTON = 40


class Programmes(Formats):
    follow_button = "🔔 Nhắc tôi các hoạt động này"
    unfollow_button = "🔕 Thôi nhắc"
    calendar_button = "📅 Thêm tất cả vào lịch"
    whole_button = "📖 Xem cả chương trình"
    asked_as = ("tuan le hoc tap", "tuan hoc tap", "hoc tap suot doi", "learning week")
    """What is asked for it by, folded."""

    def kind(self, kind: EventKind) -> str:
        return {
            EventKind.CLASS: "✍️ Lớp học",
            EventKind.TALK: "🎤 Nói chuyện",
            EventKind.OPENING: "🎉 Khai mạc",
            EventKind.VISIT: "🏛 Tham quan",
            EventKind.OTHER: "📌 Hoạt động",
        }[kind]

    def of_day(self, day: date) -> str:
        """thứ Hai 23/11"""
        return self.day(datetime.combine(day, time(12), LOCAL))

    def span(self, first: date, last: date) -> str:
        """Thứ Hai 23/11 – Chủ nhật 29/11, at the beginning of a line."""
        told = self.of_day(first) if first == last else f"{self.of_day(first)} – {self.of_day(last)}"
        return told[0].upper() + told[1:]

    def short_day(self, day: date) -> str:
        """A button's label: T2 23/11"""
        return f"{'CN' if day.weekday() == 6 else f'T{day.weekday() + 2}'} {day.day}/{day.month}"

    def button(self, name: str) -> str:
        """A button's label."""
        return f"🎉 {name}" if len(name) <= MOST_ON_BUTTON else f"🎉 {name[: MOST_ON_BUTTON - 1]}…"

    def none(self) -> Markup:
        return self.lines("Hiện chưa có tuần lễ học tập nào sắp tới.", "Bạn xem các lớp sắp mở nhé.")

    def choose(self, entries: Sequence[tuple[str, date, date]]) -> Markup:
        """`entries`: (name, first day, last day)."""
        lines = [Markup("• <b>{}</b>: {}").format(name, self.span(first, last)) for name, first, last in entries]
        return self.lines(Markup("<b>Bạn muốn xem chương trình nào?</b>"), "", *lines)

    def head(self, programme: Programme) -> Markup:
        return self.lines(
            Markup("🎉 <b>{}</b>").format(programme.name),
            self.span(programme.starts_on, programme.ends_on),
            programme.about or None,
        )

    def page(self, programme: Programme, days: Sequence[tuple[date, Sequence[Line]]]) -> Markup:
        parts = [self.lines("", self.day_of(day, lines, 0)) for day, lines in days]
        numbered = any(number for _, lines in days for number, _, _ in lines)
        return self.lines(
            self.head(programme), *(parts or self._nothing_yet()), *(self._how_to_sign_up() if numbered else ())
        )

    def _nothing_yet(self) -> list[str]:
        return ["", "Chưa có hoạt động nào."]

    def _how_to_sign_up(self) -> list[str]:
        return ["", "Bạn bấm số của lớp để đăng ký. Hoạt động không có số: bạn cứ đến, không cần đăng ký."]

    def overview(self, programme: Programme, counts: Sequence[tuple[date, int]]) -> Markup:
        """Where all days together are too long; `counts`: how many activities each has."""
        lines = [f"• {self.span(day, day)}: {count} hoạt động" for day, count in counts]
        return self.lines(self.head(programme), "", *lines, "", "Bạn bấm vào một ngày để xem nhé.")

    def day_of(self, day: date, lines: Sequence[Line], left_out: int) -> Markup:
        """One day. `left_out`: how many more there are than fit."""
        more = [f"… và {left_out} hoạt động nữa"] if left_out else []
        return self.lines(Markup("<b>{}</b>").format(self.span(day, day)), *map(self.entry, lines), *more)

    def entry(self, line: Line) -> Markup:
        number, one, seats = line
        ward = f", {one.course.centre.ward}" if one.course else ""
        place = f"{one.venue.split(',')[0]}{ward}" + (f" · {seats}" if seats else "")
        mark = f"{number}." if number else self.kind(one.kind).split()[0]
        head = Markup("{} {} <b>{}</b>").format(mark, self.hours(one.starts_at, one.ends_at), one.title)
        return self.lines(head, f"    {place}")

    def followed(self) -> Markup:
        return Markup("🔔 Được rồi. Tối trước mỗi ngày mình nhắn bạn các hoạt động, và báo khi có thay đổi.")

    def unfollowed(self) -> Markup:
        return Markup("🔕 Mình thôi nhắc bạn về chương trình này.")

    def calendar_sent(self, name: str) -> Markup:
        return self.lines(
            Markup("Đây là tệp lịch của <b>{}</b>.").format(name),
            "Bạn chạm vào tệp, điện thoại sẽ hỏi và ghi các hoạt động vào lịch.",
        )

    def next_day(self, name: str, *, today: bool) -> Markup:
        """Above the page of a day, the evening before it or on the day itself."""
        when = "Hôm nay" if today else "Ngày mai"
        return Markup("🔔 {} có <b>{}</b>:").format(when, name)

    def changed(self, name: str, changes: Sequence[Change], now: datetime) -> Markup:
        """To followers; soonest first."""
        lines = [self._change(old, new, now) for old, new in changes]
        shown = lines[:20] + ([Markup("…")] if len(lines) > 20 else [])
        return self.lines(Markup("🔔 <b>{}</b> có thay đổi:").format(name), "", *shown)

    def _change(self, old: list[str] | None, new: list[str] | None, now: datetime) -> Markup:
        if old and new:
            if old[2:] == new[2:]:
                return Markup("🔄 <b>{}</b>: dời từ {} sang {}").format(new[2], self._at(old, now), self._at(new, now))
            return Markup("🔄 <b>{}</b>: nay là {}, {}").format(new[2], self._at(new, now), new[3])
        if new:
            return Markup("➕ <b>{}</b>: {}, {}").format(new[2], self._at(new, now), new[3])
        gone = old or ["", "", "", ""]
        return Markup("➖ <b>{}</b>: không còn vào {}").format(gone[2], self._at(gone, now))

    def _at(self, fact: list[str], now: datetime) -> str:
        starts_at, ends_at = (datetime.fromisoformat(one) for one in fact[:2])
        return f"{self.near_day(starts_at, now)}, {self.hours(starts_at, ends_at)}"

    def called_off(self, name: str) -> Markup:
        return self.lines(
            Markup("Rất tiếc, <b>{}</b> không tổ chức nữa.").format(name),
            "Lớp bạn đã đăng ký vẫn giữ nguyên, trừ khi mình báo khác. Mong bạn thông cảm.",
        )
