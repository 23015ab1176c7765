"""Suggesting: a class to come that teaches what somebody did not know twice."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from handlers.exchanges import index_of
from handlers.language.index import TOPIC, Index
from handlers.texts.items import Item
from storage.attempts import Answer
from storage.contacts import Contact
from storage.courses import Course
from storage.quizzes import Quiz
from storage.store import Store

TEACHES: dict[str, tuple[str, ...]] = {
    "ai_in_daily_life": ("ai",),
    "fake_officials": ("scam",),
    "health_apps": ("insurance",),
    "information_and_data": ("social_media", "photo_backup"),
    "making_content": ("canva", "photography", "video_editing", "word_processing"),
    "passwords_and_otp": ("scam", "smartphone"),
    "paying_without_cash": ("cashless",),
    "privacy_of_children": ("social_media",),
    "public_services": ("public_services",),
    "scams": ("scam",),
    "shopping_online": ("shopping_online",),
    "solving_problems": ("smartphone", "photo_backup", "computer"),
    "talking_and_sharing": ("zalo", "social_media"),
    "vneid": ("vneid",),
}
"""Of each topic of the bank, what classes on it teach, in the lexicon's meanings, nearest first."""
LATELY = timedelta(days=30)
TWICE = 2
LOOKED_AT = 20


def topic_on(meaning: str) -> str | None:
    """The topic of the bank that classes of this meaning teach: the one called so, else the nearest; None: no topic."""
    teaching = [
        (not topic.startswith(meaning), teaches.index(meaning), topic)
        for topic, teaches in TEACHES.items()
        if meaning in teaches
    ]
    return min(teaching)[-1] if teaching else None


async def suggested(store: Store, contact: Contact, quiz: Quiz, bank: Mapping[str, Item]) -> tuple[str, Course] | None:
    """(topic of the bank, class) for the first skill missed in this quiz and at least twice lately, if there is one."""
    attempts = await store.attempts.list_since(contact.id, store.now - LATELY)
    for topic in _weak(attempts, quiz, bank):
        course = await _class_on(store, contact, topic)
        if course is not None:
            return topic, course
    return None


def _weak(attempts: Collection[Answer], quiz: Quiz, bank: Mapping[str, Item]) -> list[str]:
    """The topics of the skills missed in this quiz and `TWICE` or more in these attempts, in order."""
    answered = zip(quiz.items, quiz.results, strict=False)
    missed = [bank[one.item] for one, is_right in answered if not is_right and one.item in bank]
    wrong = [(one.topic, one.skill) for one in attempts if not one.is_right]
    return list(dict.fromkeys(one.topic for one in missed if wrong.count((one.topic, one.skill)) >= TWICE))


async def _class_on(store: Store, contact: Contact, topic: str) -> Course | None:
    """That they may join and have not: with a seat before a full one, of their ward before others, the soonest."""
    index = await index_of(store)
    joined = {one.course_id for one in await store.registrations.list_of(contact.id)}
    for meaning in TEACHES.get(topic, ()):
        courses = await store.courses.list_numbered(_teaching(index, meaning)[:LOOKED_AT])
        fitting = [one for one in courses if one.id not in joined and _can_join(one, store.now)]
        if fitting:
            return min(fitting, key=lambda one: _order(one, contact.centre_id))
    return None


def _teaching(index: Index, meaning: str) -> list[int]:
    """Ids of the classes whose title or topic says it, soonest first."""
    found = index.meanings.get(meaning, {})
    return [index.entries[number].listed.id for number in sorted(found) if found[number] >= TOPIC]


def _can_join(course: Course, now: datetime) -> bool:
    return course.is_open(now) and course.first_starts_at > now


def _order(course: Course, centre_id: int | None) -> tuple[bool, bool, datetime]:
    return course.seats_left <= 0, centre_id is not None and course.centre_id != centre_id, course.first_starts_at
