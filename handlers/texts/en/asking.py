"""Answers to what people ask in their own words: what was understood, the classes that fit, the facts asked for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from markupsafe import Markup

from handlers.language.reading import Wanted
from handlers.language.spans import Hours, Interval, When
from handlers.texts.en.courses import Courses
from handlers.texts.en.formats import DAYS
from handlers.texts.vi import asking as vi
from storage.listing import Meeting, Offer
from storage.quiet_hours import LOCAL


class Asking(Courses, vi.Asking):
    sign_up_button = "✍️ Sign up for this class"
    whole_button = "🔎 Everything about it"
    map_button = "🗺 Open a map"
    more_button = "More ›"
    everyone_button = "👥 Classes for everyone too"
    groups = {  # noqa: RUF012
        "elderly": "seniors",
        "child": "children",
        "teen": "teenagers",
        "high_school": "high school students",
        "student": "school students",
        "youth": "young people",
        "adult": "adults",
        "women": "women",
        "worker": "working people",
        "trader": "traders",
        "veteran": "veterans",
        "family": "families",
        "everyone": "everyone",
    }
    orders = {  # noqa: RUF012
        "cheapest": "lowest fee",
        "dearest": "highest fee",
        "soonest": "soonest",
        "latest": "latest",
        "most_seats": "most seats left",
        "fewest_seats": "fewest seats left",
        "longest": "longest",
        "shortest": "shortest",
        "earliest": "earliest in the day",
        "latest_hour": "latest in the day",
    }
    parts = {  # noqa: RUF012
        "early": "early morning",
        "morning": "morning",
        "noon": "noon",
        "afternoon": "afternoon",
        "late_afternoon": "late afternoon",
        "evening": "evening",
        "night": "night",
        "office": "office hours",
        "after_work": "after work",
    }
    limits = {  # noqa: RUF012
        "hours": "the hour",
        "days": "the day",
        "fee": "the fee",
        "teacher": "the teacher",
        "place": "the place",
        "audience": "whom it is for",
        "topic": "what it is about",
    }

    def understood(self, wanted: Wanted, refused: Wanted, order: str, now: datetime) -> str:
        limits = self.said(wanted, now)
        limits += ["other ones"] if refused.codes else []
        limits += [self.orders[order]] if order in self.orders else []
        limits += [f"not {one}" for one in self.said(replace(refused, topic=None), now)]
        limits += ["without what you do not want"] if refused.topic else []
        return "Classes " + ", ".join(limits) if limits else "Coming classes"

    def said(self, wanted: Wanted, now: datetime) -> list[str]:
        said = [f"about “{wanted.topic.said}”"] if wanted.topic else []
        times = wanted.times.wanted or wanted.times.refused
        said += [" or ".join(self.time(when, now) for when in times)] if times else []
        said += [f"in {' or '.join(sorted(self.place(one) for one in wanted.places))}"] if wanted.places else []
        if wanted.groups:
            said.append(f"for {', '.join(sorted(self.groups.get(one, one) for one in wanted.groups))}")
        if wanted.ages:
            low, high = wanted.ages
            said.append(f"for age {low}" if low == high else f"for ages {low}–{high}")
        said += [self.price(*wanted.fee)] if wanted.fee else []
        said += [f"taught by {', '.join(sorted(wanted.teachers))}"] if wanted.teachers else []
        said += ["with seats left"] if wanted.seats else []
        return said

    def price(self, low: int, high: int) -> str:
        if high == 0:
            return "free"
        if high >= vi.FOREVER:
            return f"from {self.money(low)}"
        return f"{self.money(low)}–{self.money(high)}" if low else f"up to {self.money(high)}"

    def weekly(self, weekdays: Sequence[int]) -> str:
        return "every " + ", ".join(DAYS[one] for one in weekdays)

    def span(self, hours: Hours) -> str:
        if hours.since == 0:
            return f"before {self.minute(hours.until)}"
        if hours.until >= 22 * 60:
            return f"from {self.minute(hours.since)}"
        if hours.until - hours.since <= 60:
            return f"about {self.minute(hours.since)}"
        return f"from {self.minute(hours.since)} to {self.minute(hours.until)}"

    def minute(self, minutes: int) -> str:
        """8:30"""
        return f"{minutes // 60}:{minutes % 60:02d}"

    def days(self, days: Interval, now: datetime) -> str:
        last = days.until - timedelta(minutes=1) if days.until else None
        if days.since and last and days.since.astimezone(LOCAL).date() == last.astimezone(LOCAL).date():
            return self.near_day(days.since, now)
        if days.since and last:
            return f"from {self.day(days.since)} to {self.day(last)}"
        return f"from {self.day(days.since)}" if days.since else f"until {self.day(last)}" if last else ""

    def heading(self, count: int, page: int, pages: int, limits: Sequence[str]) -> Markup:
        shown = f", page {page} of {pages}" if pages > 1 else ""
        classes = "1 class" if count == 1 else f"{count} classes"
        return Markup("<b>{}</b>: {}{}").format(", ".join(limits), classes, shown)

    def other_time_button(self, when: When, now: datetime) -> str:
        return f"Did you mean {self.time(when, now)}?"[:60]

    def nearest_unknown(self) -> str:
        return "I do not know where you live. Tell me your ward and I look for classes there."

    def for_all(self) -> str:
        return "There is none just for them; these are for everyone:"

    def fact(self, ask: str, course: Offer, lesson: Meeting, now: datetime) -> str:
        match ask:
            case "fee":
                return f"💵 Fee: {self.money(course.fee_vnd)}"
            case "where" | "directions":
                return f"📍 At: {lesson.venue}, {course.ward}"
            case "how_long" | "until":
                return self.length(course, lesson)
            case "teacher":
                return f"🧑‍🏫 Teacher: {course.teacher}" if course.teacher else "🧑‍🏫 The teacher is not named yet"
            case "bring":
                return f"🎒 About it: {course.description} If that does not say, please ask the centre."
            case "seats":
                return f"🪑 Seats: {self.seats(course, now)} ({course.capacity} in all)"
            case "closes":
                return self._closing(course, now) or ""
            case _:
                return (
                    self._told(ask, course)
                    or f"🗓 {self.when(lesson.starts_at, lesson.ends_at, now)}{self.others(course)}"
                )

    def _told(self, ask: str, course: Offer) -> str | None:
        return {
            "audience": f"👥 For: {course.audience}",
            "certificate": "📜 Nothing is said about a certificate. Please ask the teacher or the centre.",
            "about": f"📖 {course.description}",
        }.get(ask)

    def others(self, course: Offer) -> str:
        count = len(course.live_lessons)
        return f" ({count} lessons)" if count > 1 else ""

    def length(self, course: Offer, lesson: Meeting) -> str:
        minutes = int((lesson.ends_at - lesson.starts_at).total_seconds() // 60)
        long = " ".join([f"{minutes // 60} h"] * (minutes >= 60) + [f"{minutes % 60} min"] * (minutes % 60 > 0))
        lessons = "1 lesson" if len(course.live_lessons) == 1 else f"{len(course.live_lessons)} lessons"
        return f"⏱ {lessons} of {long}, until {self.clock(lesson.ends_at)}"

    def none_fits(self, understood: str) -> Markup:
        return Markup("There is no class like that just now: <b>{}</b>.").format(understood)

    def none_at_all(self) -> Markup:
        return self.lines("There are no coming classes just now.", "Please look in again in a few days.")

    def offer_wider(self) -> str:
        return "Shall I drop a limit?"

    def wider_button(self, limit: str, count: int) -> str:
        return f"Without {self.limits[limit]}: {count}"

    def which_class(self) -> str:
        return "Which class do you mean? These are coming:"

    def which_to_join(self) -> str:
        return "Which class would you like to join? Tap its number:"

    def how_to_register(self) -> Markup:
        return self.lines(
            Markup("<b>Signing up is easy</b>, a few taps:"),
            "1. Tap “Coming classes”, or type the name of a class.",
            "2. Open the class and tap “Sign up”.",
            "3. Tell me who will learn, you or someone at home, and the name. That is all.",
            "You can also write: sign up for … (the class).",
        )

    def unprepared(self) -> Markup:
        return self.lines(
            Markup("<b>I have no answer prepared for this</b>, sorry."),
            "I can help you find classes, sign up and be reminded. The centre's staff may know this one.",
        )

    def human(self, wards: Sequence[str]) -> Markup:
        where = f" ({', '.join(wards)})" if wards else ""
        return self.lines(
            "I am a program and cannot put you through.",
            f"Tap “Ask the staff” and write your question: I pass it on. If it is urgent, drop by the centre{where}.",
        )

    def thanks(self) -> Markup:
        return self.lines("You are welcome. 😊")

    def bye(self) -> Markup:
        return self.lines("Goodbye, see you in class!")

    def okay(self) -> Markup:
        return self.lines("All right. Write to me whenever you need something.")

    def foreign(self) -> Markup:
        return self.lines(
            "Sorry, I understand only Vietnamese and English.",
            "Mình chỉ hiểu tiếng Việt và tiếng Anh.",
            "You can also tap a button below. Bạn bấm một nút bên dưới cũng được nhé.",
        )

    def away(self) -> Markup:
        return self.lines(
            "Sorry, that is not something I know about.",
            "I can help with the centre's classes only: finding them, signing up, reminders.",
            "For other matters of the ward, please ask at the ward's People's Committee.",
        )

    def secret(self) -> Markup:
        return self.lines(
            Markup("⚠️ <b>Never send a one-time code or a password to anyone, not even to me.</b>"),
            "Real officials, police and banks never ask for it. Whoever does is a scammer.",
            "Delete the message you sent. If a stranger has the code, call your bank at once and change the password.",
        )
