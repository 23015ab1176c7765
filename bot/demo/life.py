"""What the demo's centres have lived through before a visitor comes, done as it would have been: nothing is made up
in an answer.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from importlib import resources

from bot.demo.people import EVERYWHERE, PEOPLE
from bot.demo.standin import StandIn
from handlers.privacy import PRIVACY_VERSION
from handlers.quizzes.choosing import review
from handlers.texts import items
from storage.catalogue import plan, publish
from storage.catalogue_plan import Catalogue, CourseFacts, Entry, Meeting
from storage.consents import Purpose
from storage.courses import Course
from storage.database import Database
from storage.groups import GroupKind
from storage.learners import AgeGroup, Learner, Relation
from storage.memberships import Association
from storage.programmes import EventKind
from storage.quiet_hours import LOCAL
from storage.store import Store
from storage.tallies import Asked
from storage.visits import How

CHANNEL = "telegram"
FIRST_ID = 5101
"""Of the neighbours, who have phones as well; nobody looks at them."""
LONG_AGO = timedelta(days=300)
TARGETS = {"Phường Đa Kao": 2700, "Phường Cầu Kho": 1800, "Phường Bến Thành": 1500}
TAKEN = {"DT01": range(9), "NG04": (3, 4, 5, 8), "TA01": (7, 8, 5), "DT03": (13, 14, 15, 10), "SK02": (10, 11, 12)}
"""Who signed up for what; NG04 has two seats."""
PRACTICE = "DT00"
CAME = {14: (0, 1, 2, 3, 4, 5, 6, 9), 7: (0, 1, 2, 4, 6, 9)}
"""Who came to the practice group so many days ago; those three have missed a lesson."""
MISSED = ("scams-01", "scams-08")
"""What the first of the people did not know in their first quiz: it is asked again when the visitor takes one."""
QUIZZED = ("scams-01", "scams-04", "scams-08", "vneid-01", "vneid-04", "paying_without_cash-01")
"""What the neighbours were asked, three each."""
TAUGHT = "HD15"
"""A class on scams that was held; the first ten of the neighbours answered before it and after."""
ANSWERED = {
    25: {"scams-02": 3, "scams-09": 4, "scams-11": 2, "passwords_and_otp-05": 7, "paying_without_cash-04": 6},
    8: {"scams-03": 8, "scams-10": 6, "scams-12": 6, "passwords_and_otp-01": 3, "vneid-12": 5},
}
"""How many of those ten got which item right so many days ago."""
LOOKED_FOR = (("excel", "found", 7), ("yoga", "none", 5), ("english", "found", 4), ("swimming", "none", 3))


def open_chats(standin: StandIn) -> None:
    """The neighbours and the organizers have written to the bot before, so it may write to them."""
    for number, row in enumerate(_rows("neighbours.csv")):
        first_name, _, last_name = row["name"].partition(" ")
        standin.person(FIRST_ID + number, first_name, "vi", last_name).chat.open = True
    for one in PEOPLE:
        if one.organizes:
            one.joins(standin).chat.open = True


async def trust(database: Database, now: datetime) -> None:
    """Make the demo's organizers organizers, each as far as their centre is there; twice changes nothing."""
    async with database.begin(now) as store:
        for one in PEOPLE:
            everywhere = one.organizes == EVERYWHERE
            centre = await store.centres.find_named(one.organizes) if one.organizes and not everywhere else None
            if centre is None and not everywhere:
                continue
            contact = (await store.contacts.meet(CHANNEL, str(one.person_id), one.name, one.language_code)).contact
            assert contact is not None  # noqa: S101
            if await store.organizers.rights(contact.id) is None:
                await _invite(store, centre.id if centre else None, contact.id)


async def _invite(store: Store, centre_id: int | None, contact_id: int) -> None:
    made = await store.organizers.accept(await store.organizers.invite(centre_id, None), contact_id)
    assert made is not None  # noqa: S101
    await store.audit.note(contact_id, centre_id, "joined", organizer=made.id)


async def live(database: Database, now: datetime) -> None:
    """For a database with the demo's own classes and organizers."""
    async with database.begin(now - LONG_AGO) as store:
        await _publish_past(store, now)
        people = [await _settle(store, FIRST_ID + n, row) for n, row in enumerate(_rows("neighbours.csv"))]
        await _take(store, PRACTICE, people[:10])
        await _take(store, TAUGHT, people[:10])
        await store.course_quizzes.choose((await _course(store, TAUGHT)).id, "scams")
    for row in _rows("past.csv"):
        async with database.begin(now - timedelta(days=int(row["days_ago"]))) as store:
            lesson = (await _course(store, row["code"])).lessons[0]
            await store.visits.say(lesson, int(row["came"]))
    async with database.begin(now - timedelta(days=8)) as store:
        await _learn(store, people)
    for days, results in ANSWERED.items():
        async with database.begin(now - timedelta(days=days)) as store:
            await _practise(store, results, people[:10])
    for days, who in CAME.items():
        async with database.begin(now - timedelta(days=days)) as store:
            await _come(store, _day(now, days), [people[one] for one in who])
    async with database.begin(now) as store:
        await _happen(store, people)


async def _learn(store: Store, people: Sequence[Learner]) -> None:
    """The quizzes that were taken."""
    visitor = PEOPLE[0]
    contact = (await store.contacts.meet(CHANNEL, str(visitor.person_id), visitor.name, visitor.language_code)).contact
    assert contact is not None  # noqa: S101
    for item in MISSED:
        await _answer(store, contact.id, item, is_right=False)
    for number, one in enumerate(people):
        for place in range(3):
            item = QUIZZED[(number + place) % len(QUIZZED)]
            await _answer(store, one.contact_id, item, is_right=(number + place) % 4 != 0 and "vneid" not in item)


async def _practise(store: Store, results: Mapping[str, int], people: Sequence[Learner]) -> None:
    """As `ANSWERED` says, by others for each item."""
    for item, right in results.items():
        for number, one in enumerate(people):
            await _answer(store, one.contact_id, item, is_right=(number + right) % len(people) < right)


async def _answer(store: Store, contact_id: int, item_id: str, *, is_right: bool) -> None:
    """As it is done when somebody takes a quiz."""
    item = next(one for one in items.load() if one.id == item_id)
    option = next(at for at in range(len(item.options["vi"])) if (at in item.right) is is_right)
    await store.cards.keep(contact_id, review(None, item.id, is_right, store.now))
    await store.attempts.add(contact_id, item.id, item.topic, item.skill, option, is_right=is_right)


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("bot.demo") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _day(now: datetime, days_ago: int) -> date:
    return now.astimezone(LOCAL).date() - timedelta(days=days_ago)


def _entry(row: dict[str, str], starts: Iterable[datetime], capacity: int) -> Entry:
    ward = row["ward"]
    meetings = [Meeting(one, one + timedelta(minutes=90), row["venue"], ward) for one in starts]
    facts = CourseFacts(
        code=row["code"],
        title=row["title"],
        topic=row["topic"],
        description="",
        ward=ward,
        capacity=capacity,
        fee_vnd=0,
        audience="Mọi người",
        teacher="Cô Nguyễn Thị Lan",
        registration_closes_at=meetings[0].starts_at,
    )
    return Entry(1, facts, tuple(meetings))


async def _publish_past(store: Store, now: datetime) -> None:
    """What was held long ago, and a practice group that meets every week, today in this very hour if that is by day."""
    entries = [
        _entry(row, [datetime.combine(_day(now, int(row["days_ago"])), time(8, 30), LOCAL)], 400)
        for row in _rows("past.csv")
    ]
    hour = time(min(max(now.astimezone(LOCAL).hour, 7), 20))
    practice = {
        "code": PRACTICE,
        "title": "Điện thoại thông minh: nhóm ôn tập",
        "topic": "Kỹ năng số",
        "ward": "Phường Đa Kao",
        "venue": "Nhà văn hóa, 15 Nguyễn Huy Tự",
    }
    weekly = [datetime.combine(_day(now, days), hour, LOCAL) for days in (14, 7, 0, -7)]
    entries.append(_entry(practice, weekly, 12))
    await publish(store, await plan(store, Catalogue(tuple(entries))))


async def _settle(store: Store, number: int, row: dict[str, str]) -> Learner:
    """A neighbour, who wants the centre's news but no reminders: the next thing due is the visitor's own."""
    contact = (await store.contacts.meet(CHANNEL, str(number), row["name"], "vi")).contact
    assert contact is not None  # noqa: S101
    await store.contacts.choose_leads(contact, [])
    await store.contacts.live_in(contact, (await store.centres.of_ward(row["ward"])).id, row["home"])
    for purpose in (Purpose.CLASSES, Purpose.ANNOUNCEMENTS):
        await store.consents.record(contact.id, purpose, PRIVACY_VERSION, given=True)
    if row["association"]:
        await store.memberships.join(contact.id, Association(row["association"]))
    learner = await store.learners.add(contact.id, Relation.SELF, row["name"])
    await store.learners.choose_age_group(learner, AgeGroup(row["age"]))
    return learner


async def _course(store: Store, code: str) -> Course:
    course = await store.courses.find(code)
    assert course is not None  # noqa: S101
    return course


async def _take(store: Store, code: str, people: Iterable[Learner]) -> None:
    course = await _course(store, code)
    for one in people:
        await store.registrations.register(course.id, one.id)


async def _come(store: Store, day: date, people: Iterable[Learner]) -> None:
    course = await _course(store, PRACTICE)
    lesson = next(one for one in course.lessons if one.starts_at.astimezone(LOCAL).date() == day)
    for one in people:
        seat = await store.registrations.find_live(course.id, one.id)
        await store.visits.add(lesson.id, one.id, seat.id if seat else None, How.TICKED)


async def _happen(store: Store, people: Sequence[Learner]) -> None:
    """What is going on these days."""
    boss = next(one for one in PEOPLE if one.organizes == EVERYWHERE)
    met = await store.contacts.find(CHANNEL, str(boss.person_id))
    assert met is not None  # noqa: S101
    assert met.contact is not None  # noqa: S101
    for ward, target in TARGETS.items():
        await store.centres.aim(await store.centres.of_ward(ward), target)
    for code, who in TAKEN.items():
        await _take(store, code, [people[one] for one in who])
    await _ask(store, people, met.contact.id)
    await _collect(store, people, met.contact.id)
    await _plan_week(store, met.contact.id)


async def _ask(store: Store, people: Sequence[Learner], organizer: int) -> None:
    da_kao = (await _course(store, "DT01")).centre_id
    await store.questions.ask(people[4].contact_id, da_kao, "Học dùng VNeID có phải mang căn cước theo không?", "vi")
    await store.questions.ask(people[10].contact_id, None, "Trung tâm có lớp bơi cho người lớn tuổi không ạ?", "vi")
    await store.answers.keep(
        ["Gửi xe ở đâu?", "Đi học có chỗ gửi xe không?"],
        "Xe gửi miễn phí ở sân sau nhà văn hóa, vào bằng cổng bên hông.",
        "vi",
        centre_id=da_kao,
        made_by=organizer,
    )
    for subject, outcome, times in LOOKED_FOR:
        for _ in range(times):
            await store.tallies.count(Asked("find", subject, outcome=outcome))


async def _collect(store: Store, people: Sequence[Learner], organizer: int) -> None:
    """Something to read, and a family that learns together."""
    for code, title, url in (
        ("DT03", "Cảnh báo lừa đảo trên không gian mạng", "https://canhbao.khonggianmang.vn"),
        ("DV02", "Cổng Dịch vụ công quốc gia", "https://dichvucong.gov.vn"),
    ):
        await store.materials.add(None, (await _course(store, code)).topic_id, title, organizer, url=url)
    centre_id = (await _course(store, "DT01")).centre_id
    family = await store.groups.make(GroupKind.FAMILY, "Gia đình bà Sáu", centre_id, people[0].contact_id)
    for one in people[:3]:
        await store.groups.join(family, one.id)


async def _plan_week(store: Store, organizer: int) -> None:
    """A learning week from the day after tomorrow."""
    first = _day(store.now, -2)
    about = "Năm ngày học cùng nhau ở ba phường: lớp học, nói chuyện, thăm thư viện. Ai cũng đến được, không mất tiền."
    week = await store.programmes.make(
        None, "Tuần lễ học tập suốt đời", about, (first, first + timedelta(days=4)), organizer
    )
    for code in ("DV01", "SK03", "DS01"):
        await store.programmes.add_class(week, await _course(store, code))
    for kind, title, venue, days, hour in (
        (EventKind.OPENING, "Lễ khai mạc", "Sân nhà văn hóa, 15 Nguyễn Huy Tự", 0, 7),
        (EventKind.VISIT, "Thăm thư viện và làm thẻ bạn đọc", "Thư viện phường, 24 Nguyễn Văn Cừ", 2, 9),
    ):
        begins = datetime.combine(first + timedelta(days=days), time(hour, 30), LOCAL)
        await store.programmes.add_event(week, kind, title, venue, (begins, begins + timedelta(hours=1)))
    await store.programmes.publish(week, await store.programmes.list_activities(week))
