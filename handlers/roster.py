"""The roster: organizers see who is in a class, look somebody up, and open the page of one person."""

from collections.abc import Sequence

from handlers.courses import CODE
from handlers.desk_courses import not_there, own_course
from handlers.forms import may_be_name
from handlers.heard import Handler, Heard, Routes, Wordy
from handlers.menu import Rows
from handlers.questions import read_words
from handlers.rights import dismissed, trusted
from handlers.vocabulary import Button, Reply, rows
from storage.courses import Course
from storage.roster import Person, find_known, list_roster, search
from storage.store import Store

FINDING = "find_person"
"""The dialog: a name is typed."""
PAGE = 10
MOST_FOUND = 20
LONGEST = 80


async def show(heard: Heard, store: Store) -> list[Reply]:
    """`/danhsach L101 2`: the third page of the people of a class."""
    course = await own_course(heard, store, heard.argument(0))
    if course is None:
        return [not_there(heard)]
    words, people = heard.texts.roster, await list_roster(store, course.id)
    pages = max(1, -(-len(people) // PAGE))
    page = min(heard.number(1), pages - 1)
    places = places_of(people)
    waiting = [one for one in people if not one.is_seated]
    shown = list(enumerate(people, 1))[page * PAGE : (page + 1) * PAGE]
    lines: list[str] = [words.heading(course, len(waiting), _unreached(people), page, pages), ""]
    for number, one in shown:
        if waiting and one is waiting[0]:
            lines += ["", words.waiting_from_here()]
        lines.append(words.entry(number, one, places[one.registration.id]))
    lines += ["", words.hint()] if people else [words.nobody()]
    picks = rows(*(Button(str(number), f"/nguoi {one.registration.id}") for number, one in shown), wide=5)
    return [Reply(words.lines(*lines), picks + _ways(heard, course, page, pages)).in_place_of(heard.incoming)]


def places_of(people: Sequence[Person]) -> dict[int, int]:
    """By registration: the place in line, from 1; 0 for who has a seat. `people`: the whole roster of one class."""
    seated = sum(one.is_seated for one in people)
    return {one.registration.id: max(0, number - seated) for number, one in enumerate(people, 1)}


def _unreached(people: Sequence[Person]) -> int:
    return sum(not one.is_reachable for one in people)


def _ways(heard: Heard, course: Course, page: int, pages: int) -> Rows:
    words, code = heard.texts.roster, course.code
    return rows(
        Button(words.earlier, f"/danhsach {code} {page - 1}") if page else None,
        Button(words.later, f"/danhsach {code} {page + 1}") if page + 1 < pages else None,
        wide=2,
    ) + rows(
        Button(words.search_button, f"/tim {code}"),
        Button(words.add_button, f"/themnguoi {code}"),
        Button(words.excel_button, f"/xuat {code}"),
        Button(words.sheet_button, f"/phieuky {code}"),
        Button(heard.texts.broadcasts.class_button, f"/thongbao lop {code}"),
        Button(words.course_button, f"/quanlop {code}"),
        wide=2,
    )


async def one_person(heard: Heard, store: Store) -> list[Reply]:
    """`/nguoi 17`: who has registration 17."""
    rights = await trusted(heard, store)
    person = await find_known(store, rights, heard.number(0))
    return [await page_of(heard, store, person) if person else person_gone(heard)]


def person_gone(heard: Heard) -> Reply:
    words = heard.texts.desk_courses
    back = rows(Button(words.list_button, "/lopcuatrungtam"))
    return Reply(heard.texts.roster.person_gone(), back).in_place_of(heard.incoming)


async def page_of(heard: Heard, store: Store, person: Person) -> Reply:
    words, registration = heard.texts.roster, person.registration
    course = await store.courses.get(registration.course_id)
    is_in_line = not person.is_seated and not person.is_out
    place = await store.registrations.place(registration) if is_in_line else 0
    over = [one.id for one in course.live_lessons if one.ends_at <= store.now]
    came = {lesson for lesson, learner in await store.visits.list_learners(over) if learner == person.learner.id}
    text = words.card(person, course, place, len(came), len(over))
    is_open = course.cancelled_at is None and course.last_ends_at > store.now
    buttons = rows(
        Button(words.move_up_button, f"/xeplen {registration.id}") if place and is_open else None,
        Button(words.remove_button, f"/rutten {registration.id}") if is_open and not person.is_out else None,
        Button(words.erase_button, f"/xoanguoi {registration.id}") if person.is_by_hand else None,
        to_list(heard, course),
    )
    return Reply(text, buttons).in_place_of(heard.incoming)


def to_list(heard: Heard, course: Course) -> Button:
    return Button(heard.texts.roster.list_button, f"/danhsach {course.code}")


async def find(heard: Heard, store: Store) -> list[Reply]:
    """`/tim L101` asks for a name in that class, `/tim` in all classes; `/tim Lan` looks for it at once."""
    await trusted(heard, store)
    code = heard.argument(0)
    course = await own_course(heard, store, code) if CODE.fullmatch(code) else None
    said = " ".join(heard.arguments[1:] if course else heard.arguments)
    dialog = await store.dialogs.open(heard.contact.id, FINDING, {"course": course.id if course else None})
    if said:
        return [await _found(heard, store, dialog.state["course"], said)]
    back = rows(to_list(heard, course) if course else None)
    return [Reply(heard.texts.roster.ask_name_to_find(course), back).in_place_of(heard.incoming)]


async def typed(heard: Heard, store: Store) -> list[Reply]:
    """A name, typed in the dialog; it stays open for the next one."""
    dialog = await store.dialogs.find(heard.contact.id)
    no = await dismissed(heard, store)
    if no:
        return [no]
    return [await _found(heard, store, dialog.state["course"] if dialog else None, heard.incoming.text)]


async def _found(heard: Heard, store: Store, course_id: int | None, said: str) -> Reply:
    rights, words = await trusted(heard, store), heard.texts.roster
    said = read_words(said)[:LONGEST]
    people = await search(store, rights, said, course_id, MOST_FOUND)
    courses = {one.id: one for one in await store.courses.list_numbered([one.registration.course_id for one in people])}
    numbered = list(enumerate(people, 1))
    entries = [words.found(number, one, courses[one.registration.course_id]) for number, one in numbered]
    picks = rows(*(Button(str(number), f"/nguoi {one.registration.id}") for number, one in numbered), wide=5)
    return Reply(words.lines(words.found_people(said, len(people), MOST_FOUND), *entries), picks)


desk: Routes = {"danhsach": show, "roster": show, "nguoi": one_person, "tim": find, "find": find}
dialogs: dict[str, Handler] = {FINDING: typed}
wordy: dict[str, Wordy] = {FINDING: lambda dialog, said: may_be_name(said)}
