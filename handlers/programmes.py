"""Programmes for residents: some days of classes, talks and visits as one page, to be followed."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby

from markupsafe import Markup

from handlers.calendar import programme_file
from handlers.forms import plain
from handlers.heard import Heard, Routes
from handlers.menu import Rows, menu
from handlers.texts import Texts
from handlers.texts.vi.programmes import Line
from handlers.vocabulary import Button, Reply, rows
from storage.programmes import Activity, Programme
from storage.quiet_hours import LOCAL
from storage.store import Store

MOST_LETTERS = 3500
"""Of a page; channels take some 4,000."""
SOON = timedelta(days=14)
"""So long before its first day the greeting shows it."""
EVENING = time(18, 0)
"""When followers are told of the next day."""
Days = list[tuple[date, list[Line]]]


async def week(heard: Heard, store: Store) -> list[Reply]:
    """`/tuanle`: what is on or comes; `/tuanle 3`: one; `/tuanle 3 20261124`: one day; `nhac 3`, `thoi 3`, `lich 3`."""
    word = heard.argument(0)
    programme = await find_public(store, heard.number(1 if word in ("nhac", "lich") else 0))
    if word == "thoi":
        return [await _unfollow(heard, store)]
    if programme is None:
        return [await _choose(heard, store)]
    match word:
        case "nhac":
            return [await _follow(heard, store, programme)]
        case "lich":
            activities = await store.programmes.list_activities(programme)
            file = programme_file(activities, store.now, f"chuong-trinh-{programme.id}")
            return [Reply(heard.texts.programmes.calendar_sent(programme.name), document=file)]
        case _:
            return [await show(heard, store, programme)]


async def find_public(store: Store, programme_id: int) -> Programme | None:
    programme = await store.programmes.find(programme_id)
    return programme if programme and programme.is_public(store.programmes.today) else None


async def _choose(heard: Heard, store: Store) -> Reply:
    """The only one at once; several by name."""
    words, coming = heard.texts.programmes, await store.programmes.list_public()
    if len(coming) == 1 and not heard.arguments:
        return await show(heard, store, coming[0])
    if not coming:
        return Reply(words.none(), menu(heard.texts)).in_place_of(heard.incoming)
    entries = [(one.name, one.starts_on, one.ends_on) for one in coming]
    picks = [Button(words.button(one.name), f"/tuanle {one.id}") for one in coming[:20]]
    ways = rows(*picks, Button(heard.texts.general.menu_button, "/start"))
    return Reply(words.choose(entries[:20]), ways).in_place_of(heard.incoming)


async def show(heard: Heard, store: Store, programme: Programme, first: Markup | None = None) -> Reply:
    """The page; what follows below `first`, if something was just done."""
    words, activities = heard.texts.programmes, await store.programmes.list_activities(programme)
    days = days_of(heard.texts, activities, store.now)
    text, buttons = page(heard.texts, programme, days, heard.number(1))
    follows = await store.programme_follows.find(heard.contact.id, programme.id) is not None
    told = Button(words.unfollow_button, f"/tuanle thoi {programme.id}")
    asks = Button(words.follow_button, f"/tuanle nhac {programme.id}")
    calendar = Button(words.calendar_button, f"/tuanle lich {programme.id}") if days else None
    ways = rows(told if follows else asks, calendar, Button(heard.texts.general.menu_button, "/start"))
    whole = words.lines(first, "", text) if first else text
    return Reply(whole, buttons + ways).in_place_of(heard.incoming)


def days_of(language: Texts, activities: Sequence[Activity], now: datetime) -> Days:
    """Day by day from today on; each class has one number, whenever it meets."""
    numbers: dict[int, int] = {}
    ahead = [one for one in activities if one.day >= now.astimezone(LOCAL).date()]
    for one in ahead:
        if one.course is not None:
            numbers.setdefault(one.course.id, len(numbers) + 1)
    return [
        (day, [_line(language, one, numbers, now) for one in same]) for day, same in groupby(ahead, lambda one: one.day)
    ]


def _line(language: Texts, one: Activity, numbers: dict[int, int], now: datetime) -> Line:
    if one.course is None:
        return None, one, ""
    return numbers[one.course.id], one, language.courses.seats(one.course, now)


def page(language: Texts, programme: Programme, days: Days, chosen: int = 0) -> tuple[Markup, Rows]:
    """All days, if they fit; else how much there is on each, to be looked at one by one. `chosen`: 20261124."""
    words = language.programmes
    whole = words.page(programme, days)
    day = next((one for one in days if f"{one[0]:%Y%m%d}" == str(chosen)), None)
    if day:
        text, shown = fit(language, *day)
        back = rows(Button(words.whole_button, f"/tuanle {programme.id}"))
        return words.lines(Markup("<b>{}</b>").format(programme.name), "", text), sign_ups(shown) + back
    if len(whole) <= MOST_LETTERS:
        return whole, sign_ups([line for _, lines in days for line in lines])
    picks = [Button(words.short_day(one), f"/tuanle {programme.id} {one:%Y%m%d}") for one, _ in days]
    return words.overview(programme, [(one, len(lines)) for one, lines in days]), rows(*picks, wide=3)


def fit(language: Texts, day: date, lines: Sequence[Line]) -> tuple[Markup, Sequence[Line]]:
    """One day, as far as it goes into a message, and what of it was shown."""
    shown = list(lines)
    while len(language.programmes.day_of(day, shown, len(lines) - len(shown))) > MOST_LETTERS:
        shown.pop()
    return language.programmes.day_of(day, shown, len(lines) - len(shown)), shown


def sign_ups(lines: Sequence[Line]) -> Rows:
    """A number for each class, to sign up for it."""
    found: dict[int, Button] = {}
    for number, activity, _ in lines:
        if number is not None and activity.course is not None:
            found.setdefault(number, Button(str(number), f"/dangky {activity.course.code}"))
    return rows(*found.values(), wide=5)


async def _follow(heard: Heard, store: Store, programme: Programme) -> Reply:
    """A second tap changes nothing and reads the same."""
    await store.programme_follows.follow(heard.contact.id, programme, told_through(store))
    return await show(heard, store, programme, heard.texts.programmes.followed())


def told_through(store: Store) -> date:
    """The last day that followers were told of by now: who begins to follow just saw it."""
    tomorrow = store.programmes.today + timedelta(days=1)
    return tomorrow if due_at(tomorrow, store) <= store.now else store.programmes.today


def due_at(day: date, store: Store) -> datetime:
    """When followers are told of a day: the evening before, and before the quiet begins."""
    return store.quiet.before(datetime.combine(day - timedelta(days=1), EVENING, LOCAL))


async def _unfollow(heard: Heard, store: Store) -> Reply:
    await store.programme_follows.unfollow(heard.contact.id, heard.number(1))
    text = heard.texts.programmes.unfollowed()
    programme = await find_public(store, heard.number(1))
    if programme is None:
        return Reply(text, menu(heard.texts)).in_place_of(heard.incoming)
    return await show(heard, store, programme, text)


async def soon_button(heard: Heard, store: Store) -> Button | None:
    """For the greeting: what is on or comes soon."""
    soon = await store.programmes.list_public(SOON)
    if not soon:
        return None
    return Button(heard.texts.programmes.button(soon[0].name), f"/tuanle {soon[0].id}" if len(soon) == 1 else "/tuanle")


async def linked(heard: Heard, store: Store, number: str) -> list[Reply]:
    """By a deep link: `/start tuan_3`."""
    return await week(Heard(heard.incoming, heard.address, heard.contact, heard.texts, (number,)), store)


async def asked(heard: Heard, store: Store) -> list[Reply] | None:
    """In one's own words: the programme whose name was said, or all of them; None if none of this was meant."""
    said = f" {plain(heard.incoming.text)} "
    named = [number for number, name in await store.programmes.names() if f" {plain(name)} " in said]
    programme = await store.programmes.find(named[0]) if named else None
    if programme:
        return [await show(_bare(heard), store, programme)]
    return await week(_bare(heard), store) if any(one in said for one in heard.texts.programmes.asked_as) else None


def _bare(heard: Heard) -> Heard:
    return Heard(heard.incoming, heard.address, heard.contact, heard.texts)


routes: Routes = {"tuanle": week, "learningweek": week}
