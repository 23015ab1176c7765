"""An organizer's own classes: those to come, those past, and the page of one with everything that can be changed."""

from handlers.courses import CODE
from handlers.heard import Heard, Routes
from handlers.menu import Rows
from handlers.rights import trusted
from handlers.vocabulary import Button, Reply, rows
from storage.courses import Course
from storage.desk_courses import count_waiting, list_coming, list_past
from storage.lessons import Lesson
from storage.quiet_hours import LOCAL
from storage.store import Store

PAGE = 8
PAST = "xong"


async def own_course(heard: Heard, store: Store, code: str) -> Course | None:
    """The class of this code, whole; None if there is none, or it is of a centre they are not trusted with."""
    rights = await trusted(heard, store)
    course = await store.courses.find(code) if CODE.fullmatch(code) else None
    return course if course is not None and rights.over(course.centre_id) else None


async def list_own(heard: Heard, store: Store) -> list[Reply]:
    """`/lopcuatrungtam 2`: the third page of the classes to come; `/lopcuatrungtam xong 2`: of the past ones."""
    rights, words = await trusted(heard, store), heard.texts.desk_courses
    past = heard.argument(0) == PAST
    page = min(heard.number(1 if past else 0), 10_000)
    found = await (list_past if past else list_coming)(store, rights, PAGE + 1, page * PAGE)
    ways = _ways_on(heard, page, len(found) > PAGE, past=past)
    if not found:
        return [Reply(words.none_past() if past else words.none_coming(), ways).in_place_of(heard.incoming)]
    shown = found[:PAGE]
    waiting = await count_waiting(store, [one.id for one in shown])
    numbered = list(enumerate(shown, page * PAGE + 1))
    entries = [words.entry(number, one, waiting.get(one.id, 0), store.now) for number, one in numbered]
    picks = rows(*(Button(str(number), f"/quanlop {one.code}") for number, one in numbered), wide=4)
    heading = words.heading(page, len(found) > PAGE, past=past)
    text = words.lines(heading, *(words.lines("", one) for one in entries))
    return [Reply(text, picks + ways).in_place_of(heard.incoming)]


def _ways_on(heard: Heard, page: int, has_more: bool, *, past: bool) -> Rows:
    words, coming, gone = heard.texts.desk_courses, "/lopcuatrungtam", f"/lopcuatrungtam {PAST}"
    here = gone if past else coming
    pages = rows(
        Button(words.earlier, f"{here} {page - 1}") if page else None,
        Button(words.later, f"{here} {page + 1}") if has_more else None,
        wide=2,
    )
    other = Button(words.list_button, coming) if past else Button(words.past_button, gone)
    new = rows(Button(words.new_button, "/moloptmoi"), Button(words.template_button, "/filemau"), wide=2)
    return pages + new + rows(other, Button(heard.texts.organizers.desk_button, "/banlamviec"))


async def show(heard: Heard, store: Store) -> list[Reply]:
    """`/quanlop L101`: the page of one class."""
    course = await own_course(heard, store, heard.argument(0))
    return [await page_of(heard, store, course) if course else not_there(heard)]


def not_there(heard: Heard) -> Reply:
    words = heard.texts.desk_courses
    return Reply(words.not_there(), rows(Button(words.list_button, "/lopcuatrungtam"))).in_place_of(heard.incoming)


async def page_of(heard: Heard, store: Store, course: Course) -> Reply:
    waiting = await count_waiting(store, [course.id])
    text = heard.texts.desk_courses.card(course, waiting.get(course.id, 0), store.now)
    return Reply(text, _ways(heard, store, course)).in_place_of(heard.incoming)


def _ways(heard: Heard, store: Store, course: Course) -> Rows:
    words, code = heard.texts.desk_courses, course.code
    clone = Button(words.clone_button, f"/nhanban {code}")
    back = Button(words.list_button, "/lopcuatrungtam")
    held = _latest(course, store)
    people = rows(
        Button(heard.texts.roster.list_button, f"/danhsach {code}"),
        Button(heard.texts.broadcasts.class_button, f"/thongbao lop {code}"),
        Button(words.attendance_button, f"/diemdanh {held.id}") if held else None,
        Button(heard.texts.skills.course_button, f"/caudolop {code}"),
        wide=2,
    )
    if course.cancelled_at is not None or course.last_ends_at <= store.now:
        return people + rows(clone, back)
    is_ahead = any(one.starts_at > store.now for one in course.live_lessons)
    close = Button(words.close_button, f"/sualop {code} close") if course.is_open(store.now) else None
    return people + rows(
        Button(words.edit_button, f"/sualop {code}"),
        Button(words.seats_button, f"/sualop {code} capacity"),
        Button(words.move_button, f"/sualop {code} move") if is_ahead else None,
        Button(words.drop_button, f"/sualop {code} drop") if is_ahead else None,
        Button(words.add_button, f"/sualop {code} add"),
        Button(words.repeat_button, f"/sualop {code} repeat"),
        close or Button(words.reopen_button, f"/sualop {code} registration_closes_at"),
        Button(words.call_off_button, f"/sualop {code} call_off") if is_ahead else None,
        clone,
        back,
        wide=2,
    )


def _latest(course: Course, store: Store) -> Lesson | None:
    """Today's lesson, else the last one that was held."""
    today = store.now.astimezone(LOCAL).date()
    return next((one for one in reversed(course.live_lessons) if one.starts_at.astimezone(LOCAL).date() <= today), None)


desk: Routes = {"lopcuatrungtam": list_own, "ourclasses": list_own, "quanlop": show}
