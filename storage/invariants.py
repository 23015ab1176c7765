"""Invariants: what must be so in every database at every moment. Run by `banhoc check` and at start."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select, text

from storage.base import Moment
from storage.broadcasts import Broadcast
from storage.mailings import Counts
from storage.store import Store

MOST = 5
"""How many examples are named."""

CHECKS = {
    "seats_are_counted": """
        SELECT course.id FROM courses AS course
        LEFT JOIN registrations AS seated ON seated.course_id = course.id AND seated.standing = 'seated'
        GROUP BY course.id HAVING count(seated.id) <> course.taken
    """,
    "seats_are_within_capacity": "SELECT id FROM courses WHERE taken > capacity OR taken < 0",
    "no_seat_is_free_while_someone_waits": """
        SELECT id FROM courses
        WHERE taken < capacity AND cancelled_at IS NULL AND registration_closes_at > :now
        AND EXISTS (SELECT 1 FROM registrations WHERE course_id = courses.id AND standing = 'waiting')
    """,
    "nobody_is_registered_twice": """
        SELECT max(id) AS id FROM registrations WHERE standing <> 'cancelled' AND learner_id IS NOT NULL
        GROUP BY learner_id, course_id HAVING count(*) > 1
    """,
    # Without a learner: someone who was deleted after the course was over, of whom the count stays.
    "everyone_registered_is_known": """
        SELECT id FROM registrations WHERE standing = 'waiting' AND learner_id IS NULL
        OR standing <> 'cancelled' AND learner_id IS NOT NULL AND learner_id NOT IN (SELECT id FROM learners)
    """,
    "standings_have_their_moment": """
        SELECT id FROM registrations
        WHERE standing = 'seated' AND seated_at IS NULL OR (standing = 'cancelled') <> (cancelled_at IS NOT NULL)
    """,
    "courses_know_their_first_and_last_lesson": """
        WITH times AS (
            SELECT course_id,
                coalesce(min(CASE WHEN cancelled_at IS NULL THEN starts_at END), min(starts_at)) AS first_starts_at,
                coalesce(max(CASE WHEN cancelled_at IS NULL THEN ends_at END), max(ends_at)) AS last_ends_at
            FROM lessons GROUP BY course_id
        )
        SELECT course.id FROM courses AS course LEFT JOIN times ON times.course_id = course.id
        WHERE times.course_id IS NULL
        OR course.first_starts_at <> times.first_starts_at OR course.last_ends_at <> times.last_ends_at
    """,
    "broadcasts_under_way_add_up": """
        SELECT id FROM broadcasts WHERE started_at IS NOT NULL AND counts IS NULL AND total <> gone
        + (SELECT count(*) FROM outbox WHERE outbox.broadcast_id = broadcasts.id)
    """,
    "messages_end_once": "SELECT id FROM outbox WHERE (fate = 'owed') <> (ended_at IS NULL)",
    "updates_are_kept_until_done": "SELECT id FROM inbox WHERE (progress = 'done') <> (raw IS NULL)",
}
"""Each selects the ids of the rows that break it."""

_REMINDERS = text("SELECT id, key FROM outbox WHERE fate = 'owed' AND key LIKE 'reminder:%'")
_REMINDABLE = text(
    """
    SELECT 1 FROM lessons AS lesson JOIN registrations AS seated ON seated.course_id = lesson.course_id
    WHERE lesson.id = :lesson AND lesson.version = :version AND lesson.cancelled_at IS NULL
    AND seated.id = :registration AND seated.standing = 'seated'
    """
)


@dataclass(frozen=True, slots=True)
class Broken:
    """An invariant that does not hold: its name, how many rows break it and the ids of a few."""

    name: str
    count: int
    ids: tuple[int, ...]


async def broken(store: Store) -> list[Broken]:
    """Those that do not hold; none if all is well."""
    found = {name: await _select(store, query) for name, query in CHECKS.items()}
    found["reminders_owed_are_true"] = await _untrue_reminders(store)
    found["broadcasts_that_ended_add_up"] = await _miscounted(store)
    return [Broken(name, len(ids), tuple(ids[:MOST])) for name, ids in found.items() if ids]


async def _select(store: Store, query: str) -> list[int]:
    statement = text(query)
    if ":now" in query:
        statement = statement.bindparams(bindparam("now", store.now, type_=Moment()))
    return sorted((await store.session.scalars(statement)).all())


async def _untrue_reminders(store: Store) -> list[int]:
    """Of a lesson that is cancelled or has moved since, or to someone without a seat."""
    untrue = []
    for message_id, key in (await store.session.execute(_REMINDERS)).all():
        _, lesson, registration, _, version = key.split(":")
        facts = {"lesson": int(lesson), "registration": int(registration), "version": int(version)}
        if await store.session.scalar(_REMINDABLE, facts) is None:
            untrue.append(message_id)
    return untrue


async def _miscounted(store: Store) -> list[int]:
    """Ended, and what was kept of how does not come to what was written."""
    ended = await store.session.execute(select(Broadcast.id, Broadcast.total, Broadcast.counts))
    return [number for number, total, counts in ended if counts and Counts(**counts).total != total]


async def damage(store: Store) -> list[str]:
    """What SQLite itself finds wrong with its file: a few words each, without contents. Reads the whole file."""
    if store.session.get_bind().dialect.name != "sqlite":
        return []
    found = (await store.session.scalars(text(f"PRAGMA integrity_check({MOST})"))).all()
    lost = (await store.session.execute(text("PRAGMA foreign_key_check"))).all()
    return [line for line in found if line != "ok"] + [f"{table} {row} -> {parent}" for table, row, parent, _ in lost]
