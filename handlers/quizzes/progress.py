"""Progress, for the one who learns: the ring, badges, the month's card; and what is told of it at the end of a quiz.

Nothing here counts errors, speed, or days of absence.
"""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.heard import Heard, Routes
from handlers.menu import Rows, menu
from handlers.pictures import card, ring
from handlers.quizzes.badges import is_sure, sure_skills
from handlers.quizzes.bank import bank_of
from handlers.quizzes.streaks import YEAR, Streak, streak_of, week_of
from handlers.reports import code_of, read_period
from handlers.texts.items import skill_title, topic_title
from handlers.vocabulary import Button, Document, Reply, rows
from storage.attempts import Answer
from storage.badges import Badge
from storage.periods import Period, month_of
from storage.quiet_hours import LOCAL
from storage.quizzes import Quiz
from storage.store import Store

GOALS = (3, 10, 20, 30, 50, 75)
"""Items met, at which the ring is full and begins anew; after these each further `STEP`."""
STEP = 25
NEWEST = 5
"""Badges named below the ring."""
ON_CARD = 2
"""Lines for badges on the month's card."""


async def told_at_end(heard: Heard, store: Store, quiz: Quiz) -> list[Markup]:
    """How the row of weeks stands and which badges are new, now that this quiz has ended. Keeps these badges."""
    words, contact_id = heard.texts.progress, quiz.contact_id
    streak = await _streak(store, contact_id)
    told = []
    if streak.this_week:
        told.append(words.streak(streak.weeks, rested=streak.rested, more_than_year=streak.weeks >= YEAR))
    sure = sure_skills(await bank_of(store, heard.contact.centre_id), await store.cards.list_of(contact_id))
    return told + [
        words.new_badge(skill_title(topic, skill, heard.texts.language))
        for topic, skill in sure
        if await store.badges.earn(contact_id, topic, skill)
    ]


async def _streak(store: Store, contact_id: int) -> Streak:
    times = await store.attempts.list_times(contact_id)
    return streak_of({week_of(one) for one in times}, week_of(store.now))


def goal_of(met: int, every: int) -> int:
    """How many items the ring is full at: more than were met, unless that is every one."""
    further = (met // STEP + 1) * STEP
    following = next((goal for goal in GOALS if goal > met), further)
    return max(1, met, min(following, every))


# The ring.


async def progress(heard: Heard, store: Store) -> list[Reply]:
    """`/tiendo`: the ring and what it says in words; `/tiendo huyhieu`: all badges."""
    if heard.argument(0) == "huyhieu":
        return await all_badges(heard, store)
    badges = await store.badges.list_of(heard.contact.id)
    memories = await store.cards.list_of(heard.contact.id)
    if not memories:
        quiz = rows(Button(heard.texts.quizzes.quiz_button, "/cauhoi"))
        return [Reply(heard.texts.progress.nothing_yet(), quiz + menu(heard.texts))]
    met, sure = len(memories), sum(is_sure(one) for one in memories)
    every = len(await bank_of(store, heard.contact.centre_id))
    streak = await _streak(store, heard.contact.id)
    text = _in_words(heard, met, sure, streak, badges)
    picture = _ring(heard, met, sure, goal_of(met, every), streak, len(badges))
    file = Document(heard.texts.progress.ring_name(), picture, "image/png")
    return [Reply(text, _ways_on(heard), document=file)]


def _in_words(heard: Heard, met: int, sure: int, streak: Streak, badges: Sequence[Badge]) -> Markup:
    words = heard.texts.progress
    weeks = words.standing(
        streak.weeks, this_week=streak.this_week, spare=streak.spare, more_than_year=streak.weeks >= YEAR
    )
    newest = [_title(heard, one) for one in reversed(badges[-NEWEST:])]
    return words.overview(met, sure, weeks, newest, len(badges) - len(newest))


def _ring(heard: Heard, met: int, sure: int, goal: int, streak: Streak, badges: int) -> bytes:
    words = heard.texts.progress
    notes = [words.ring_weeks(streak.weeks, more_than_year=streak.weeks >= YEAR)] if streak.weeks else []
    notes += [words.ring_badges(badges)] if badges else []
    return ring.draw(
        ring.Ring(
            title=words.ring_title(),
            met=met,
            sure=sure,
            goal=goal,
            unit=words.ring_unit(met),
            sure_told=words.ring_sure(sure) if sure else "",
            rest_told=words.ring_rest(met - sure) if met > sure else "",
            ahead=words.ring_ahead(goal - met, goal),
            notes=tuple(notes),
        )
    )


def _ways_on(heard: Heard) -> Rows:
    words = heard.texts.progress
    return rows(
        Button(heard.texts.quizzes.quiz_button, "/cauhoi"),
        Button(words.card_button, "/thethang"),
        Button(words.badges_button, "/tiendo huyhieu"),
        Button(words.boards_button, "/bangnhom"),
        wide=2,
    )


def _title(heard: Heard, badge: Badge) -> str:
    return skill_title(badge.topic, badge.skill, heard.texts.language)


async def all_badges(heard: Heard, store: Store) -> list[Reply]:
    """`/huyhieu`: by topic."""
    by_topic: dict[str, list[str]] = {}
    for one in await store.badges.list_of(heard.contact.id):
        by_topic.setdefault(topic_title(one.topic, heard.texts.language), []).append(_title(heard, one))
    back = Button(heard.texts.progress.back, "/tiendo")
    quiz = Button(heard.texts.quizzes.quiz_button, "/cauhoi")
    return [Reply(heard.texts.progress.badges(list(by_topic.items())), rows(quiz, back, wide=2))]


# The month's card.


async def month_card(heard: Heard, store: Store) -> list[Reply]:
    """`/thethang`: of this month; `/thethang 2026-10`: of that one. A time to come, or none that we know, is now."""
    words, now = heard.texts.progress, month_of(store.now)
    period = read_period(heard.argument(0)) or now
    if period.month is None or period.since > store.now:
        period = now
    attempts = await store.attempts.list_since(heard.contact.id, min(period.since, period.step(-1).since))
    buttons = _ways_in_time(heard, store, period, attempts)
    within = [one for one in attempts if period.since <= one.at < period.until]
    if not within:
        return [Reply(words.empty_month(period), buttons)]
    days = frozenset(one.at.astimezone(LOCAL).day for one in within)
    earned = [
        one for one in await store.badges.list_of(heard.contact.id) if period.since <= one.earned_at < period.until
    ]
    picture = card.draw(_card(heard, period, days, len(within), [_title(heard, one) for one in reversed(earned)]))
    file = Document(words.card_name(period), picture, "image/png")
    return [Reply(words.card_caption(period, len(days), len(within)), buttons, document=file)]


def _ways_in_time(heard: Heard, store: Store, period: Period, attempts: Sequence[Answer]) -> Rows:
    """`attempts`: from the month before on."""
    words, after = heard.texts.progress, period.step(1)
    before = period.step(-1) if attempts and attempts[0].at < period.since else None
    steps = rows(
        Button(words.month_before(before), f"/thethang {code_of(before)}") if before else None,
        Button(words.month_after(after), f"/thethang {code_of(after)}") if after.since <= store.now else None,
        wide=2,
    )
    quiz = Button(heard.texts.quizzes.quiz_button, "/cauhoi")
    return steps + rows(quiz, Button(words.back, "/tiendo"), wide=2)


def _card(heard: Heard, period: Period, days: frozenset[int], count: int, badges: list[str]) -> card.Card:
    words = heard.texts.progress
    shown = badges if len(badges) <= ON_CARD else badges[: ON_CARD - 1]
    numbers = [(str(len(days)), words.days(len(days))), (str(count), words.questions(count))]
    numbers += [(str(len(badges)), words.new_badges(len(badges)))] if badges else []
    return card.Card(
        title=words.card_title(period),
        subtitle=words.card_subtitle(),
        year=period.year,
        month=period.month or 1,
        days=days,
        weekdays=words.weekdays(),
        numbers=tuple(numbers),
        badges=tuple(words.card_badges(shown, len(badges) - len(shown))),
        footer=words.card_footer(),
    )


routes: Routes = {
    "tiendo": progress,
    "progress": progress,
    "huyhieu": all_badges,
    "badges": all_badges,
    "thethang": month_card,
    "card": month_card,
}
