"""Coming classes: the list with its filters, the card of one, its calendar file, sharing it."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.calendar import calendar_file
from handlers.heard import Heard, Routes
from handlers.menu import menu
from handlers.vocabulary import Button, Reply, rows
from storage.courses import Course, Wanted
from storage.lessons import Lesson
from storage.quiet_hours import LOCAL
from storage.registrations import Standing
from storage.store import Store

PAGE = 5
MOST_OPTIONS = 90
"""Channels take about a hundred buttons."""
CODE = re.compile(r"[A-Za-z0-9_-]{1,20}")


@dataclass(frozen=True, slots=True)
class View:
    """What a list shows. As said by its buttons: `/ds <week> <ward> <topic> <page>`, 0 for any and for the first."""

    week: int = 0
    """1 this week, 2 the next, 3 those after."""
    ward: int = 0
    """The centre's id."""
    topic: int = 0
    page: int = 0

    def says(self) -> str:
        return f"/ds {self.week} {self.ward} {self.topic} {self.page}"

    @classmethod
    def of(cls, heard: Heard) -> "View":
        return cls(heard.number(0), heard.number(1), heard.number(2), heard.number(3))

    def wanted(self, now: datetime) -> Wanted:
        since, until = _week(self.week, now)
        return Wanted(since=since, until=until, centre_id=self.ward or None, topic_id=self.topic or None)


def _week(number: int, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Weeks begin on Monday, as the calendar on a Vietnamese wall does."""
    today = now.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - timedelta(days=today.weekday())
    if number == 1:
        return None, monday + timedelta(days=7)
    if number == 2:
        return monday + timedelta(days=7), monday + timedelta(days=14)
    if number == 3:
        return monday + timedelta(days=14), None
    return None, None


async def classes(heard: Heard, store: Store) -> list[Reply]:
    """`/lop` lists the coming classes; `/lop L101` shows one."""
    if heard.argument(0):
        await store.exchanges.show(heard.contact.id, (), heard.argument(0)[:20])
        return [await course_card(heard, store, heard.argument(0))]
    return [await _list(heard, store, View())]


async def listing(heard: Heard, store: Store) -> list[Reply]:
    return [await _list(heard, store, View.of(heard))]


async def _list(heard: Heard, store: Store, view: View) -> Reply:
    texts, wanted = heard.texts.courses, view.wanted(store.now)
    count = await store.courses.count_upcoming(wanted)
    pages = max(1, -(-count // PAGE))
    view = replace(view, page=min(view.page, pages - 1))
    limits, filters = await _filters(heard, store, view)
    if count == 0:
        reset = Button(texts.all_filters_off, View().says()) if limits else None
        buttons = rows(reset) + (filters if limits else ()) + menu(heard.texts)
        return Reply(texts.none_coming(limits), buttons).in_place_of(heard.incoming)
    first = view.page * PAGE
    found = await store.courses.list_upcoming(wanted, limit=PAGE, offset=first)
    await store.exchanges.show(heard.contact.id, [course.code for course in found])
    entries = [
        texts.entry(first + index, course, next_lesson(course, wanted, store.now), store.now)
        for index, course in enumerate(found, 1)
    ]
    heading = texts.heading(count, view.page + 1, pages, limits)
    text = texts.lines(heading, *(texts.lines("", entry) for entry in entries))
    turn = rows(
        Button(texts.earlier, replace(view, page=view.page - 1).says()) if view.page else None,
        Button(texts.later, replace(view, page=view.page + 1).says()) if view.page + 1 < pages else None,
        wide=2,
    )
    back = rows(Button(heard.texts.general.menu_button, "/start"))
    numbers = (tuple(Button(str(first + index), f"/lop {one.code}") for index, one in enumerate(found, 1)),)
    return Reply(text, numbers + turn + filters + back).in_place_of(heard.incoming)


def next_lesson(course: Course, wanted: Wanted, now: datetime) -> Lesson:
    """The soonest lesson that is not over and fits; if none does, the last."""
    for lesson in course.live_lessons:
        fits_since = wanted.since is None or lesson.starts_at >= wanted.since
        if lesson.ends_at > now and fits_since and (wanted.until is None or lesson.starts_at < wanted.until):
            return lesson
    return course.lessons[-1]


async def _filters(heard: Heard, store: Store, view: View) -> tuple[list[str], tuple[tuple[Button, ...], ...]]:
    """The names of the filters that are on, and a button for each of the three."""
    texts = heard.texts.courses
    centre = await store.centres.find(view.ward) if view.ward else None
    topic = await store.topics.find(view.topic) if view.topic else None
    week = texts.weeks[view.week] if 0 < view.week < len(texts.weeks) else None
    names = [week, centre.ward if centre else None, topic.name if topic else None]
    buttons = [
        Button(texts.filter_button(label, on=name is not None), f"/loc {which} {view.week} {view.ward} {view.topic}")
        for which, label, name in zip(("tuan", "phuong", "chude"), texts.filters, names, strict=True)
    ]
    return [name for name in names if name], (tuple(buttons),)


async def choose(heard: Heard, store: Store) -> list[Reply]:
    """`/loc <tuan|phuong|chude> <week> <ward> <topic>`: choose another value for one filter."""
    texts = heard.texts.courses
    view = View(heard.number(1), heard.number(2), heard.number(3))
    if heard.argument(0) == "phuong":
        question, any_ = texts.choose_ward(), texts.any_ward
        options = [(one.ward, replace(view, ward=one.id)) for one in await store.courses.list_centres()]
        options.insert(0, (any_, replace(view, ward=0)))
    elif heard.argument(0) == "chude":
        question, any_ = texts.choose_topic(), texts.any_topic
        options = [(one.name, replace(view, topic=one.id)) for one in await store.courses.list_topics()]
        options.insert(0, (any_, replace(view, topic=0)))
    else:
        question = texts.choose_week()
        options = [(name, replace(view, week=number)) for number, name in enumerate(texts.weeks)]
    buttons = rows(*(Button(name, one.says()) for name, one in options[:MOST_OPTIONS]), wide=2)
    return [Reply(question, buttons).in_place_of(heard.incoming)]


async def course_card(heard: Heard, store: Store, code: str) -> Reply:
    """Everything about one class, and what one may do about it."""
    course = await store.courses.find(code) if CODE.fullmatch(code) else None
    if course is None:
        return Reply(heard.texts.courses.no_such_class(code), menu(heard.texts)).in_place_of(heard.incoming)
    texts = heard.texts.courses
    registrations = await store.registrations.list_in(heard.contact.id, course.id)
    standings = [
        heard.texts.registrations.standing(
            one, await store.registrations.place(one) if one.standing is Standing.WAITING else 0
        )
        for one in registrations
    ]
    return Reply(texts.card(course, standings, store.now), _card_buttons(heard, course, store.now)).in_place_of(
        heard.incoming
    )


def _card_buttons(heard: Heard, course: Course, now: datetime) -> tuple[tuple[Button, ...], ...]:
    texts = heard.texts.courses
    there_is_more = course.cancelled_at is None and course.last_ends_at > now
    sign_up = texts.sign_up if course.seats_left > 0 else texts.join_waitlist
    return (
        *rows(Button(sign_up, f"/dangky {course.code}") if course.is_open(now) else None),
        *rows(
            Button(texts.calendar, f"/lich {course.code}") if there_is_more else None,
            Button(texts.share, f"/chiase {course.code}") if there_is_more else None,
            wide=2,
        ),
        *rows(Button(texts.back, "/lop"), Button(heard.texts.general.mine, "/cuatoi"), wide=2),
    )


async def calendar(heard: Heard, store: Store) -> list[Reply]:
    """`/lich L101` for one class; `/lich` for every seat of the household."""
    texts, code = heard.texts.courses, heard.argument(0)
    if not code:
        mine = await store.registrations.list_of(heard.contact.id)
        courses = {one.course_id: one.course for one in mine if one.standing is Standing.SEATED}
        if not courses:
            return [Reply(texts.nothing_for_calendar(), menu(heard.texts))]
        return [Reply(texts.calendar_sent(None), document=calendar_file(courses.values(), store.now, "lop-cua-toi"))]
    course = await store.courses.find(code) if CODE.fullmatch(code) else None
    if course is None:
        return [Reply(texts.no_such_class(code), menu(heard.texts))]
    file = calendar_file([course], store.now, f"lop-{course.code}")
    return [Reply(texts.calendar_sent(course.title), document=file)]


async def share(heard: Heard, store: Store) -> list[Reply]:
    """`/chiase L101`: a message to forward."""
    course = await store.courses.find(heard.argument(0)) if CODE.fullmatch(heard.argument(0)) else None
    if course is None:
        return [Reply(heard.texts.courses.no_such_class(heard.argument(0)), menu(heard.texts))]
    link = f"{heard.incoming.link}lop_{course.code}" if heard.incoming.link else None
    return [Reply(heard.texts.courses.share_text(course, link))]


routes: Routes = {
    "lop": classes,
    "classes": classes,
    "ds": listing,
    "loc": choose,
    "lich": calendar,
    "chiase": share,
}
