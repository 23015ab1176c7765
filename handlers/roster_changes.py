"""Taking somebody out of a class, or moving them up its waitlist: with a reason, looked at, then done and noted."""

from dataclasses import dataclass

from markupsafe import Markup

from handlers import texts
from handlers.calling import call_list
from handlers.changes import tell_promoted
from handlers.desk_dialogs import steps
from handlers.forms import Option, chosen, question
from handlers.heard import Handler, Heard, Routes, Wordy
from handlers.menu import Rows
from handlers.questions import read_words
from handlers.rights import trusted
from handlers.roster import person_gone, to_list
from handlers.vocabulary import Button, Reply, rows
from storage.courses import Course
from storage.dialogs import Dialog
from storage.learners import Relation
from storage.registrations import Registration
from storage.roster import Person, find_person, list_roster
from storage.store import Store

CHANGING, CHANGED = "change_standing", "changed_standing"
"""The dialogs: the reason is asked and what would happen is looked at; it was done."""
REMOVE, MOVE = "remove", "move"
LONGEST = 120
"""Characters of a reason."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change under way."""

    heard: Heard
    store: Store
    dialog: Dialog
    person: Person
    course: Course

    @property
    def what(self) -> str:
        return str(self.dialog.state["what"])

    @property
    def reason(self) -> str:
        """Empty until it was told."""
        return str(self.dialog.state.get("reason", ""))

    @property
    def name(self) -> str:
        return self.person.learner.name


async def remove(heard: Heard, store: Store) -> list[Reply]:
    """`/rutten 17`: registration 17 is to be given up for somebody."""
    return [await _begin(heard, store, REMOVE)]


async def move_up(heard: Heard, store: Store) -> list[Reply]:
    """`/xeplen 17`: registration 17 is to have a seat before those who came earlier."""
    return [await _begin(heard, store, MOVE)]


async def _begin(heard: Heard, store: Store, what: str) -> Reply:
    rights = await trusted(heard, store)
    person = await find_person(store, rights, heard.number(0))
    if person is None or (what == MOVE and person.is_seated):
        return person_gone(heard)
    course = await store.courses.get(person.registration.course_id)
    if is_closed(course, store):
        return Reply(heard.texts.roster.closed(course), rows(to_list(heard, course))).in_place_of(heard.incoming)
    state = {"registration": person.registration.id, "what": what, "course": course.id}
    dialog = await store.dialogs.open(heard.contact.id, CHANGING, state)
    return await _ask(Change(heard, store, dialog, person, course))


def is_closed(course: Course, store: Store) -> bool:
    """Nothing changes in it any more."""
    return course.cancelled_at is not None or course.last_ends_at <= store.now


async def _go_on(heard: Heard, store: Store, dialog: Dialog, option: str | None) -> Reply:
    """One step, if they are still trusted with this class and the person is still in it."""
    rights = await trusted(heard, store)
    course = await store.courses.get(dialog.state["course"])
    if dialog.kind == CHANGED and rights.over(course.centre_id):
        return Reply(heard.texts.roster.done_before(), rows(to_list(heard, course))).in_place_of(heard.incoming)
    person = await find_person(store, rights, dialog.state["registration"])
    if person is None or is_closed(course, store) or (dialog.state["what"] == MOVE and person.is_seated):
        await store.dialogs.close(heard.contact.id)
        return person_gone(heard)
    change = Change(heard, store, dialog, person, course)
    if option is None:
        option = chosen(heard.incoming.text, _options(change))
    if option is None and not change.reason:
        return await _reason(change, read_words(heard.incoming.text))
    return await _take(change, option or "")


def _options(change: Change) -> list[Option]:
    words = change.heard.texts.roster
    if not change.reason:
        return [*((reason, str(number)) for number, reason in enumerate(_reasons(change), 1)), (words.stop, "thoi")]
    if change.what == REMOVE:
        return [(words.yes_remove, "co"), (words.stop, "thoi")]
    if change.course.seats_left > 0:
        return [(words.yes_seat, "co"), (words.stop, "thoi")]
    return [(words.to_front, "dau"), (words.one_more, "them"), (words.stop, "thoi")]


def _reasons(change: Change) -> tuple[str, ...]:
    words = change.heard.texts.roster
    return words.removal_reasons if change.what == REMOVE else words.moving_reasons


async def _take(change: Change, option: str) -> Reply:
    if option not in {value for _, value in _options(change)}:
        # A button of an earlier question, or other words: the question under way is shown again.
        return await _ask(change)
    if option == "thoi":
        await change.store.dialogs.end(change.dialog, CHANGED, course=change.course.id)
        return await _after(change, change.heard.texts.roster.stopped())
    if not change.reason:
        return await _reason(change, _reasons(change)[int(option) - 1])
    match option:
        case "dau":
            return await _to_front(change)
        case _ if change.what == REMOVE:
            return await _remove(change)
        case _:
            return await _seat(change, one_more=option == "them")


async def _reason(change: Change, said: str) -> Reply:
    reason = " ".join(said.split())
    if not 0 < len(reason) <= LONGEST:
        asked = await _ask(change)
        words = change.heard.texts.roster
        return Reply(words.lines(words.bad_reason(LONGEST), "", asked.text), asked.buttons)
    await change.store.dialogs.turn(change.dialog, reason=reason)
    return await _ask(change)


async def _ask(change: Change) -> Reply:
    """The reason, then what would happen."""
    text = await _text(change)
    return question("doicho", change.dialog.id, text, _options(change)).in_place_of(change.heard.incoming)


async def _text(change: Change) -> Markup:
    words, name, course = change.heard.texts.roster, change.name, change.course
    if change.what == MOVE:
        place = await change.store.registrations.place(change.person.registration)
        return (
            words.how_to_move(name, course, change.reason, place)
            if change.reason
            else (words.ask_moving_reason(name, course))
        )
    if not change.reason:
        return words.ask_removal_reason(name, course)
    told = _told(change) if change.person.is_reachable else None
    return words.confirm_removal(name, course, change.reason, told, await _next_in_line(change))


def _told(change: Change) -> Markup:
    """What somebody reads who was taken out, in their language."""
    language = texts.of(change.person.contact.language)
    own = change.person.learner.relation is Relation.SELF
    return language.roster.told_removed(None if own else change.name, change.course, change.reason)


async def _next_in_line(change: Change) -> str:
    """Who gets the seat that becomes free; empty if nobody does."""
    if not change.person.is_seated or not change.course.is_open(change.store.now):
        return ""
    people = await list_roster(change.store, change.course.id)
    return next((one.learner.name for one in people if not one.is_seated), "")


async def _remove(change: Change) -> Reply:
    heard, store, registration = change.heard, change.store, change.person.registration
    promoted = await store.registrations.cancel(registration)
    await tell_promoted(store, promoted)
    to_classes = rows(Button(texts.of(change.person.contact.language).general.mine, "/cuatoi"))
    told = Reply(_told(change), to_classes)
    await store.outbox.owe(change.person.contact.id, told.body(), f"taken_out:{registration.id}")
    await _note(change, "taken_out")
    calls = await call_list(store, heard.texts, [registration.id, *(one.id for one in promoted)])
    return await _after(change, heard.texts.roster.removed(change.name, change.course), calls)


async def _to_front(change: Change) -> Reply:
    registration = change.person.registration
    await change.store.registrations.move_up(registration)
    await _note(change, "moved_up")
    place = await change.store.registrations.place(registration)
    return await _after(change, change.heard.texts.roster.moved_to_front(change.name, place))


async def _seat(change: Change, *, one_more: bool) -> Reply:
    heard, store, registration = change.heard, change.store, change.person.registration
    if not await store.registrations.seat(registration, one_more=one_more):
        # Somebody else was given the seat that was free a moment ago.
        return await _ask(change)
    seated: list[Registration] = [registration]
    await tell_promoted(store, seated)
    await _note(change, "seat_added" if one_more else "seated_first")
    course = await store.courses.get(change.course.id)
    calls = await call_list(store, heard.texts, [registration.id])
    return await _after(change, heard.texts.roster.seated(change.name, course), calls)


async def _note(change: Change, action: str) -> None:
    await change.store.audit.note(
        change.heard.contact.id,
        change.course.centre_id,
        action,
        course=change.course.code,
        registration=change.person.registration.id,
        reason=change.reason,
    )
    await change.store.dialogs.end(change.dialog, CHANGED, course=change.course.id)


async def _after(change: Change, text: Markup, calls: Markup | None = None) -> Reply:
    """What was done, whom to call, and on to the list."""
    words = change.heard.texts.roster
    back: Rows = rows(to_list(change.heard, change.course))
    told = words.lines(text, *(("", calls) if calls else ()))
    return Reply(told, back).in_place_of(change.heard.incoming)


tapped, typed = steps(_go_on, CHANGING, CHANGED)
desk: Routes = {"rutten": remove, "xeplen": move_up, "doicho": tapped}
dialogs: dict[str, Handler] = {CHANGING: typed}
wordy: dict[str, Wordy] = {CHANGING: lambda dialog, said: "reason" not in dialog.state}
