"""Rhythms: when somebody wants their mini-quiz; off until they ask for one, and offered once."""

from datetime import datetime

from handlers.forms import plain
from handlers.heard import Heard, Routes
from handlers.privacy import PRIVACY_VERSION
from handlers.quizzes.timing import days_of, end_of_day, hours, may_choose, next_time, same_day
from handlers.vocabulary import Button, Reply, rows
from storage.consents import Purpose
from storage.habits import Habit, Rhythm
from storage.quiet_hours import LOCAL
from storage.store import Store

SAID = {"ngay": Rhythm.DAILY, "246": Rhythm.THRICE, "tuan": Rhythm.WEEKLY}
"""What `/nhipcauhoi` is told for each."""


async def rhythms(heard: Heard, store: Store) -> list[Reply]:
    """`/nhipcauhoi` shows what is chosen; `… ngay`, `… 246`, `… tuan 6`, `… gio 19` choose; `… thoi` ends it."""
    said = plain(heard.argument(0))
    habit = await store.habits.take(heard.contact.id)
    if said in SAID:
        await _choose(heard, store, habit, SAID[said])
    elif said == "gio":
        return [await _at_hour(heard, store, habit)]
    elif said == "tiep" and habit.rhythm is not Rhythm.NEVER:
        await _set(store, habit, habit.rhythm, habit.weekday, habit.hour)
    elif said == "thoi":
        return [await _stop(heard, store, habit)]
    return [await _overview(heard, store, habit)]


async def _choose(heard: Heard, store: Store, habit: Habit, rhythm: Rhythm) -> None:
    """`tuan 1` is Monday, `tuan 7` Sunday; without a day it stays as it is, or is today's."""
    if await store.consents.last_word(heard.contact.id, Purpose.QUIZZES) is not True:
        await store.consents.record(heard.contact.id, Purpose.QUIZZES, PRIVACY_VERSION, given=True)
    today = store.now.astimezone(LOCAL).weekday()
    kept = habit.weekday if habit.rhythm is Rhythm.WEEKLY else today
    weekday = heard.number(1) - 1 if 1 <= heard.number(1) <= 7 else kept
    await _set(store, habit, rhythm, weekday, _hour(store, habit))


def _hour(store: Store, habit: Habit) -> int:
    """The one they chose, or the last that is offered where it is quiet by now."""
    offered = hours(store.quiet)
    return habit.hour if may_choose(habit.hour, store.quiet) or not offered else offered[-1]


async def _at_hour(heard: Heard, store: Store, habit: Habit) -> Reply:
    hour = heard.number(1)
    if not heard.argument(1).isdigit() or not may_choose(hour, store.quiet):
        return await _overview(heard, store, habit, bad_hour=True)
    await _set(store, habit, habit.rhythm, habit.weekday, hour)
    return await _overview(heard, store, habit)


async def _set(store: Store, habit: Habit, rhythm: Rhythm, weekday: int, hour: int) -> None:
    after = end_of_day(store.now) if await had_today(store, habit.contact_id) else store.now
    await store.habits.choose(habit, rhythm, weekday, hour, next_time(rhythm, weekday, hour, after))


async def had_today(store: Store, contact_id: int) -> bool:
    """Whether they were sent a quiz on this local day, or did one by themselves: one a day is enough."""
    if await store.outbox.find(key_of(contact_id, store.now)) is not None:
        return True
    quiz = await store.quizzes.find(contact_id)
    return quiz is not None and quiz.ended_at is not None and same_day(quiz.ended_at, store.now)


def key_of(contact_id: int, moment: datetime) -> str:
    """In the outbox, of the quiz of this local day."""
    return f"quiz:{contact_id}:{moment.astimezone(LOCAL):%Y%m%d}"


async def _stop(heard: Heard, store: Store, habit: Habit) -> Reply:
    """No more, from us or from the centre; what is still owed is not sent."""
    if await store.consents.last_word(heard.contact.id, Purpose.QUIZZES) is not False:
        await store.consents.record(heard.contact.id, Purpose.QUIZZES, PRIVACY_VERSION, given=False)
    await store.habits.choose(habit, Rhythm.NEVER, habit.weekday, habit.hour, None)
    await store.outbox.cancel(f"quiz:{heard.contact.id}:", "opted_out")
    await store.mailings.opt_out(heard.contact.id, Purpose.QUIZZES)
    words = heard.texts.rhythms
    ways = rows(Button(words.change, "/nhipcauhoi"), Button(heard.texts.general.menu_button, "/start"), wide=2)
    return Reply(words.stopped(), ways).in_place_of(heard.incoming)


async def _overview(heard: Heard, store: Store, habit: Habit, *, bad_hour: bool = False) -> Reply:
    words = heard.texts.rhythms
    back = Button(heard.texts.settings.back, "/caidat")
    if habit.rhythm is Rhythm.NEVER:
        text, ways = words.ask(), rows(*_picks(heard, habit), back)
    else:
        paused = heard.contact.paused_at is not None
        text = words.overview(habit.rhythm, habit.weekday, habit.hour, habit.next_at, store.now, paused=paused)
        go_on = Button(words.go_on, "/nhipcauhoi tiep") if habit.next_at is None else None
        ways = (
            *rows(go_on, *_picks(heard, habit)),
            *rows(*_days(heard, habit), wide=4),
            *rows(*_hours(heard, store, habit), wide=3),
            *rows(Button(words.stop, "/nhipcauhoi thoi"), back, wide=2),
        )
    text = words.lines(words.bad_hour(), "", text) if bad_hour else text
    return Reply(text, ways).in_place_of(heard.incoming)


def _mark(heard: Heard, label: str, is_set: bool) -> str:
    return heard.texts.settings.chosen + label if is_set else label


def _picks(heard: Heard, habit: Habit) -> list[Button]:
    return [
        Button(_mark(heard, heard.texts.rhythms.rhythm_button(rhythm), rhythm is habit.rhythm), f"/nhipcauhoi {said}")
        for said, rhythm in SAID.items()
    ]


def _days(heard: Heard, habit: Habit) -> list[Button]:
    """Of the weekly rhythm."""
    if habit.rhythm is not Rhythm.WEEKLY:
        return []
    return [
        Button(_mark(heard, heard.texts.rhythms.weekdays[day], day == habit.weekday), f"/nhipcauhoi tuan {day + 1}")
        for day in days_of(Rhythm.DAILY, 0)
    ]


def _hours(heard: Heard, store: Store, habit: Habit) -> list[Button]:
    return [
        Button(_mark(heard, heard.texts.rhythms.hour_button(hour), hour == habit.hour), f"/nhipcauhoi gio {hour}")
        for hour in hours(store.quiet)
    ]


async def offer(heard: Heard, store: Store) -> Reply | None:
    """Below the first quiz that somebody ended: whether they want more at times of their own. Asked once."""
    habit = await store.habits.take(heard.contact.id)
    if habit.offered_at is not None or habit.rhythm is not Rhythm.NEVER:
        return None
    await store.habits.offered(habit)
    words = heard.texts.rhythms
    no = Button(heard.texts.announcing.no_thanks, "/nhipcauhoi thoi")
    return Reply(words.offer(_hour(store, habit)), rows(*_picks(heard, habit), no))


routes: Routes = {"nhipcauhoi": rhythms, "quiztimes": rhythms}
