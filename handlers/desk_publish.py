"""Publishing from the chat: what would change, whom it concerns, how they will read it; then exactly that."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from markupsafe import Markup

from handlers.calling import call_list
from handlers.changes import tell
from handlers.course_edits import as_course
from handlers.heard import Heard
from handlers.texts import Texts
from storage.catalogue import Changed, plan, publish
from storage.catalogue_plan import Catalogue, CourseChange, Entry, Plan
from storage.courses import Course
from storage.desk_courses import count_people, count_waiting
from storage.learners import Learner, Relation
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing would do. `told`: contacts who get news; `seats`: people who wait and would get a seat."""

    plan: Plan
    told: int
    seats: int
    mark: str
    """Another one if anything would change otherwise; more or fewer people to tell are no other change."""


async def look(store: Store, *entries: Entry, ignored: tuple[str, ...] = ()) -> Preview:
    """Nothing is changed, but the courses are locked until the transaction ends."""
    planned = await plan(store, Catalogue(entries, ignored))
    touched = [one.course_id for one in planned.changed if one.touches_lessons]
    told = await count_people(store, touched) if touched else 0
    return Preview(planned, told, await _count_promoted(store, planned), _mark(planned))


async def _count_promoted(store: Store, planned: Plan) -> int:
    changes = [one for one in planned.changed if not one.calls_off and one.facts.registration_closes_at > store.now]
    waiting = await count_waiting(store, [one.course_id for one in changes])
    promoted = 0
    for change in changes:
        if change.course_id in waiting:
            course = await store.courses.get(change.course_id)
            promoted += min(waiting[change.course_id], max(change.facts.capacity - course.taken, 0))
    return promoted


def _mark(planned: Plan) -> str:
    changed = tuple(replace(one, people=0) for one in planned.changed)
    plain = replace(planned, changed=changed, unchanged=0)
    return sha256(repr(plain).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Done:
    """What publishing did. `told`: contacts who get news of lessons; `seats`: people who waited and got a seat."""

    told: int
    seats: int
    calls: Markup | None
    """Whom to call, because we cannot write to them."""

    def below(self, text: Markup, *rest: Markup) -> Markup:
        """Whom to call, between what was done and what follows."""
        return Markup("\n\n").join([one for one in (text, self.calls, *rest) if one])


async def carry_out(store: Store, texts: Texts, planned: Plan) -> Done:
    """Publish in this transaction, and owe everyone the news."""
    published = await publish(store, planned)
    told = await tell(store, published)
    concerned = [one.id for changed in published.changed for one in changed.concerned]
    calls = await call_list(store, texts, {*concerned, *(one.id for one in published.promoted)})
    return Done(told, len(published.promoted), calls)


async def do(heard: Heard, store: Store, planned: Plan) -> Done:
    """Carry it out, and note each course."""
    done = await carry_out(store, heard.texts, planned)
    wards = {centre.ward: centre.id for centre in await store.centres.list_all()}
    for entry in planned.new:
        await store.audit.note(heard.contact.id, wards[entry.facts.ward], "course_added", course=entry.facts.code)
    for change in planned.changed:
        centre_id = wards[change.facts.ward]
        if change.calls_off:
            await store.audit.note(heard.contact.id, centre_id, "course_called_off", course=change.facts.code)
        else:
            await store.audit.note(heard.contact.id, centre_id, "course_changed", course=change.facts.code)
    return done


def sample(texts: Texts, change: CourseChange, entry: Entry, store: Store) -> Markup:
    """What somebody who is in the course will read."""
    course: Course = as_course(entry)
    changed = Changed(course, change, (), ())
    someone: Sequence[Learner] = [Learner(name="", relation=Relation.SELF)]
    if change.calls_off:
        return texts.changes.course_cancelled(changed, someone, store.now)
    return texts.changes.lessons_changed(changed, someone, store.now)
