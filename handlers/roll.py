"""The roll: organizers note who came to a lesson, by name or by number, and get its poster."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.desk_dialogs import steps
from handlers.forms import chosen, question
from handlers.heard import Handler, Heard, Routes
from handlers.menu import Rows
from handlers.posters import Poster, draw
from handlers.rights import trusted
from handlers.vocabulary import Button, Document, Reply, rows
from storage.check_ins import EARLY, LATE
from storage.courses import Course
from storage.dialogs import Dialog
from storage.lessons import Lesson
from storage.organizers import Rights
from storage.rolls import find_lesson, list_today
from storage.roster import Person, list_roster
from storage.store import Store
from storage.visits import How

COUNTING, COUNTED = "head_count", "head_counted"
"""The dialogs: a number of people is typed; it was."""
PAGE = 8
MOST_HEADS = 2000
MOST_TODAY = 40
PAYLOAD = "diemdanh_"
"""How the payload of a lesson's deep link begins; its token follows."""
EVERYONE = "tatca"


@dataclass(frozen=True, slots=True)
class Roll:
    """A lesson whose attendance is taken."""

    lesson: Lesson
    course: Course
    seated: Sequence[Person]


async def today(heard: Heard, store: Store) -> list[Reply]:
    """`/buoihomnay`: the lessons of today, each to take its attendance."""
    rights, words = await trusted(heard, store), heard.texts.roll
    lessons = (await list_today(store, rights))[:MOST_TODAY]
    picks = [Button(words.lesson_button(*one), f"/diemdanh {one[0].id}") for one in lessons]
    buttons = rows(*picks, Button(heard.texts.organizers.desk_button, "/banlamviec"))
    return [Reply(words.today(lessons), buttons).in_place_of(heard.incoming)]


async def due_today(heard: Heard, store: Store, rights: Rights) -> Rows:
    """For the desk's first page: lessons of today that have begun, and of which nobody is noted yet."""
    begun = [one for one in await list_today(store, rights) if one[0].starts_at <= store.now]
    counts = await store.visits.count([lesson.id for lesson, _ in begun])
    due = [one for one in begun if not counts[one[0].id] and one[0].headcount is None]
    return rows(*(Button(heard.texts.roll.take_button(*one), f"/diemdanh {one[0].id}") for one in due[:3]))


async def find_roll(heard: Heard, store: Store) -> Roll | None:
    """Of the lesson that the first argument names, if it is of a centre they are trusted with now."""
    rights = await trusted(heard, store)
    found = await find_lesson(store, rights, heard.number(0))
    if found is None:
        return None
    lesson, course = found
    return Roll(lesson, course, [one for one in await list_roster(store, course.id) if one.is_seated])


async def page_of(heard: Heard, store: Store, roll: Roll, page: int) -> Reply:
    words, lesson, course = heard.texts.roll, roll.lesson, roll.course
    no = _cannot(heard, store, roll)
    if no is not None:
        return no
    visits = await store.visits.list_at(lesson.id)
    came, own = {one.learner_id for one in visits}, {one.learner.id for one in roll.seated}
    guests = [one.learner.name for one in visits if one.learner is not None and one.learner.id not in own]
    nameless = sum(one.learner_id is None and one.registration_id is None for one in visits)
    pages = max(1, -(-len(roll.seated) // PAGE))
    page = min(page, pages - 1)
    shown = list(enumerate(roll.seated, 1))[page * PAGE : (page + 1) * PAGE]
    absent = [one.learner.name for one in await store.visits.list_absent(lesson.id) if one.learner is not None]
    text = words.lines(
        words.page(course, lesson, len(own), len(came & own), len(guests), nameless, page, pages),
        "",
        *([words.entry(number, one.learner.name, one.learner.id in came) for number, one in shown] or [words.nobody()]),
        *(("", words.guests(guests)) if guests else ()),
        *(("", words.absent(absent)) if absent else ()),
        *(("", words.hint()) if shown else ()),
    )
    ticks = [_tick(heard, lesson, number, one, one.learner.id in came, page) for number, one in shown]
    return Reply(text, rows(*ticks) + _ways(heard, roll, page, pages)).in_place_of(heard.incoming)


def _cannot(heard: Heard, store: Store, roll: Roll) -> Reply | None:
    """Why attendance cannot be taken: the lesson is cancelled, or its hour is not near."""
    words, lesson, course = heard.texts.roll, roll.lesson, roll.course
    if lesson.cancelled_at is not None or course.cancelled_at is not None:
        return Reply(words.cancelled(course), rows(_to_course(heard, course))).in_place_of(heard.incoming)
    if store.now < lesson.starts_at - EARLY:
        poster = Button(words.poster_button, f"/maqr {lesson.id}")
        return Reply(words.too_early(course, lesson), rows(poster, _to_course(heard, course))).in_place_of(
            heard.incoming
        )
    return None


def _to_course(heard: Heard, course: Course) -> Button:
    return Button(heard.texts.roll.list_button, f"/danhsach {course.code}")


def _tick(heard: Heard, lesson: Lesson, number: int, person: Person, came: bool, page: int) -> Button:
    """Says what will be, so that tapping twice does it once."""
    words, says = heard.texts.roll, f"/comat {lesson.id} {person.registration.id}"
    if came:
        return Button(words.absent_button(number, person.learner.name), f"{says} khong {page}")
    return Button(words.came_button(number, person.learner.name), f"{says} co {page}")


def _ways(heard: Heard, roll: Roll, page: int, pages: int) -> Rows:
    words, number = heard.texts.roll, roll.lesson.id
    return rows(
        Button(words.earlier, f"/diemdanh {number} {page - 1}") if page else None,
        Button(words.later, f"/diemdanh {number} {page + 1}") if page + 1 < pages else None,
        wide=2,
    ) + rows(
        Button(words.everyone_button, f"/comat {number} {EVERYONE} co {page}") if roll.seated else None,
        Button(words.number_button, f"/demnguoi {number}"),
        Button(words.poster_button, f"/maqr {number}"),
        Button(words.refresh_button, f"/diemdanh {number} {page}"),
        _to_course(heard, roll.course),
        wide=2,
    )


async def tick(heard: Heard, store: Store) -> list[Reply]:
    """`/comat 12 17 co 0`: at lesson 12 registration 17 was there; `khong`: was not; `tatca co`: all were."""
    roll = await find_roll(heard, store)
    if roll is None:
        return [not_there(heard)]
    if _cannot(heard, store, roll) is None:
        everyone = heard.argument(1) == EVERYONE
        whom = [one for one in roll.seated if everyone or one.registration.id == heard.number(1)]
        changed = [one for one in whom if await _set(store, roll.lesson, one, heard.argument(2))]
        if changed:
            await _note(heard, store, roll)
    return [await page_of(heard, store, roll, heard.number(3))]


async def _set(store: Store, lesson: Lesson, person: Person, how: str) -> bool:
    """Returns whether that was something new."""
    match how:
        case "co":
            return await store.visits.add(lesson.id, person.learner.id, person.registration.id, How.TICKED)
        case "khong":
            return await store.visits.take_back(lesson.id, person.learner.id)
        case _:
            return False


async def _note(heard: Heard, store: Store, roll: Roll) -> None:
    """Once for one sitting, however many names are ticked: else nothing else would be found in the log."""
    latest = await store.audit.list_latest(frozenset({roll.course.centre_id}), 1)
    details = {"course": roll.course.code, "lesson": roll.lesson.id}
    same = [(one.contact_id, one.action, one.details) for one in latest]
    if same != [(heard.contact.id, "attendance_taken", details)]:
        await store.audit.note(heard.contact.id, roll.course.centre_id, "attendance_taken", **details)


def not_there(heard: Heard) -> Reply:
    today_button = Button(heard.texts.roll.today_button, "/buoihomnay")
    return Reply(heard.texts.roll.not_there(), rows(today_button)).in_place_of(heard.incoming)


async def count(heard: Heard, store: Store) -> list[Reply]:
    """`/demnguoi 12` asks how many came to lesson 12."""
    roll = await find_roll(heard, store)
    if roll is None:
        return [not_there(heard)]
    no = _cannot(heard, store, roll)
    if no is not None:
        return [no]
    dialog = await store.dialogs.open(heard.contact.id, COUNTING, {"lesson": roll.lesson.id})
    return [_ask(heard, dialog, roll)]


def _options(heard: Heard, roll: Roll) -> list[tuple[str, str]]:
    words = heard.texts.roll
    by_name = [(words.by_name, "ten")] if roll.lesson.headcount is not None else []
    return [*by_name, (words.stop, "thoi")]


def _ask(heard: Heard, dialog: Dialog, roll: Roll, first: str | None = None) -> Reply:
    words = heard.texts.roll
    text = words.ask_number(roll.course, roll.lesson, MOST_HEADS)
    told = words.lines(first, "", text) if first else text
    return question("sodem", dialog.id, told, _options(heard, roll)).in_place_of(heard.incoming)


async def _go_on(heard: Heard, store: Store, dialog: Dialog, option: str | None) -> Reply:
    roll = await find_roll(replace(heard, arguments=(str(dialog.state["lesson"]),)), store)
    if roll is None:
        return not_there(heard)
    if dialog.kind == COUNTED:
        return await page_of(heard, store, roll, 0)
    option = option or chosen(heard.incoming.text, _options(heard, roll))
    if option is None:
        return await _read(heard, store, dialog, roll)
    if option == "ten" and roll.lesson.headcount is not None:
        await _say(heard, store, roll, None)
    await store.dialogs.end(dialog, COUNTED, lesson=roll.lesson.id)
    return await page_of(heard, store, roll, 0)


async def _read(heard: Heard, store: Store, dialog: Dialog, roll: Roll) -> Reply:
    said = heard.incoming.text.strip()
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else MOST_HEADS + 1
    if number > MOST_HEADS:
        return _ask(heard, dialog, roll, heard.texts.roll.bad_number(MOST_HEADS))
    await _say(heard, store, roll, number)
    await store.dialogs.end(dialog, COUNTED, lesson=roll.lesson.id)
    return await page_of(heard, store, roll, 0)


async def _say(heard: Heard, store: Store, roll: Roll, number: int | None) -> None:
    await store.visits.say(roll.lesson, number)
    details = {"course": roll.course.code, "lesson": roll.lesson.id, "people": number}
    await store.audit.note(heard.contact.id, roll.course.centre_id, "headcount_set", **details)


async def poster(heard: Heard, store: Store) -> list[Reply]:
    """`/maqr 12`: the poster of lesson 12."""
    roll = await find_roll(heard, store)
    if roll is None:
        return [not_there(heard)]
    lesson, course, words = roll.lesson, roll.course, heard.texts.check_in
    if lesson.cancelled_at is not None or course.cancelled_at is not None:
        return [Reply(heard.texts.roll.cancelled(course), rows(_to_course(heard, course)))]
    check_in = await store.check_ins.of(lesson)
    link = f"{heard.incoming.link}{PAYLOAD}{check_in.token}" if heard.incoming.link else None
    picture = Poster(
        heading=words.heading(),
        title=course.title,
        when=words.poster_when(lesson),
        where=f"{lesson.venue}, {course.centre.ward}",
        scan=words.scan(),
        link=link,
        type_it=words.type_it(linked=link is not None),
        code=check_in.code,
    )
    caption = words.poster_caption(course, lesson, check_in.code, link, lesson.starts_at - EARLY, lesson.ends_at + LATE)
    back = rows(Button(heard.texts.roll.today_button, "/buoihomnay"))
    return [Reply(caption, back, document=Document(words.poster_name(course), draw(picture), "image/png"))]


tapped, typed = steps(_go_on, COUNTING, COUNTED)
desk: Routes = {
    "buoihomnay": today,
    "comat": tick,
    "demnguoi": count,
    "sodem": tapped,
    "maqr": poster,
}
dialogs: dict[str, Handler] = {COUNTING: typed}
