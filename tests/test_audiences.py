"""Audiences: an expression means the same to the database as to a page of Python, and never more than it may."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from storage.audiences import Expression, about_classes, class_of
from storage.catalogue import plan, publish
from storage.consents import Purpose
from storage.database import Database
from storage.learners import Relation
from storage.memberships import Association
from storage.programmes import Programme
from storage.registrations import Standing
from storage.store import Store
from storage.visits import How
from tests.classes import Class, at, catalogue_of

WARDS = ("Phường Cầu Kho", "Phường Đa Kao")
MANY = 60


@dataclass
class Soul:
    """What the model knows of one contact."""

    number: int
    ward: int | None
    topics: set[int] = field(default_factory=set)
    programmes: set[int] = field(default_factory=set)
    associations: set[Association] = field(default_factory=set)
    seated: set[int] = field(default_factory=set)
    waiting: set[int] = field(default_factory=set)
    absent: set[int] = field(default_factory=set)
    news: bool = False
    reachable: bool = True

    def is_meant(self, expression: Expression) -> bool:
        kind, *rest = expression
        match kind:
            case "any":
                return any(self.is_meant(part) for part in rest)
            case "all":
                return all(self.is_meant(part) for part in rest)
            case "not":
                return not self.is_meant(rest[0])
            case "everyone":
                return True
            case "ward":
                return bool(self.ward == rest[0])
            case _:
                return self._is(kind, rest[0])

    def _is(self, kind: str, which: Any) -> bool:
        sets: dict[str, set[Any]] = {
            "topic": set(self.topics),
            "programme": set(self.programmes),
            "member": set(self.associations),
            "seated": self.seated,
            "waiting": self.waiting,
            "absent": self.absent,
        }
        return which in sets[kind]


@dataclass
class World:
    souls: list[Soul]
    centres: dict[int, set[int]]
    """The courses of each centre."""
    topics: list[int]
    programmes: list[int]

    @property
    def courses(self) -> list[int]:
        return [one for courses in self.centres.values() for one in courses]

    def belongs(self, soul: Soul, centre: int) -> bool:
        return soul.ward == centre or bool((soul.seated | soul.waiting) & self.centres[centre])


async def settle(store: Store, random: Random) -> World:
    """Sixty people, two centres with a course each: one lesson of each is over, with its attendance taken."""
    classes = [
        Class("L1", "Zalo", (at(20, 8), at(27, 8)), capacity=12, ward=WARDS[0]),
        Class("L2", "Excel", (at(21, 8), at(28, 8)), capacity=12, ward=WARDS[1], topic="Máy tính"),
    ]
    await publish(store, await plan(store, catalogue_of(*classes)))
    courses = [one for code in ("L1", "L2") if (one := await store.courses.find(code))]
    centres = {one.centre_id: {one.id} for one in courses}
    days = {"starts_on": store.programmes.today, "ends_on": store.programmes.today, "created_at": store.now}
    weeks = [Programme(name=name, about="", **days) for name in ("Tuần lễ", "Ngày hội")]
    store.session.add_all(weeks)
    await store.session.flush()
    world = World([], centres, [one.topic_id for one in courses], [one.id for one in weeks])
    for number in range(MANY):
        world.souls.append(await _come(store, random, world, number))
    return world


async def _come(store: Store, random: Random, world: World, number: int) -> Soul:
    met = await store.contacts.meet("test", str(number), f"Bà {number}", "vi")
    contact = met.contact
    assert contact is not None
    soul = Soul(contact.id, random.choice([None, *world.centres]))
    await store.contacts.live_in(contact, soul.ward, None)
    for topic in random.sample(world.topics, random.randint(0, 2)):
        soul.topics.add(topic)
        await store.follows.follow(contact.id, topic)
    for number in random.sample(world.programmes, random.randint(0, 2)):
        soul.programmes.add(number)
        programme = await store.session.get_one(Programme, number)
        await store.programme_follows.follow(contact.id, programme, programme.starts_on)
    for association in random.sample(list(Association), random.randint(0, 2)):
        soul.associations.add(association)
        await store.memberships.join(contact.id, association)
    for said in random.choices([True, False], k=random.randint(0, 2)):
        soul.news = said
        await store.consents.record(contact.id, Purpose.ANNOUNCEMENTS, "2026-11-22", given=said)
    if random.random() < 0.2:
        soul.reachable = False
        await (store.contacts.pause(contact) if random.random() < 0.5 else store.contacts.lost(met.address))
    for course_id in random.sample(world.courses, random.randint(0, 2)):
        await _join(store, random, soul, course_id)
    return soul


async def _join(store: Store, random: Random, soul: Soul, course_id: int) -> None:
    learner = await store.learners.add(soul.number, Relation.CHILD, "Bé")
    registration = await store.registrations.register(course_id, learner.id)
    if registration.standing is Standing.WAITING:
        soul.waiting.add(course_id)
        return
    soul.seated.add(course_id)
    first = (await store.courses.get(course_id)).lessons[0]
    if random.random() < 0.5:
        await store.visits.add(first.id, learner.id, registration.id, How.TICKED)
    else:
        soul.absent.add(course_id)


def expressions(random: Random, world: World, depth: int = 3) -> Expression:
    """Any."""
    kind = random.choice(["any", "all", "not", "term", "term"]) if depth else "term"
    if kind == "not":
        return ["not", expressions(random, world, depth - 1)]
    if kind in ("any", "all"):
        return [kind, *(expressions(random, world, depth - 1) for _ in range(random.randint(1, 3)))]
    term = random.choice(["everyone", "ward", "topic", "programme", "member", "seated", "waiting", "absent"])
    values: dict[str, Callable[[], list[object]]] = {
        "everyone": list,
        "ward": lambda: [random.choice(list(world.centres))],
        "topic": lambda: [random.choice(world.topics)],
        "programme": lambda: [random.choice(world.programmes)],
        "member": lambda: [random.choice(list(Association)).value],
    }
    return [term, *values.get(term, lambda: [random.choice(world.courses)])()]


async def test_an_expression_means_what_it_says(database: Database) -> None:
    random = Random(20261123)
    async with database.begin(at(19, 8)) as store:
        world = await settle(store, random)
    async with database.read(at(23, 8)) as store:
        for _ in range(150):
            expression = expressions(random, world)
            query = store.audiences.select(expression, None, Purpose.CLASSES)
            got = set(await store.session.scalars(query))
            wanted = {one.number for one in world.souls if one.reachable and one.is_meant(expression)}
            assert got == wanted, expression
            assert await store.audiences.count(expression, None, Purpose.CLASSES) == len(wanted)


async def test_a_centre_reaches_only_its_own_people_who_agreed(database: Database) -> None:
    random = Random(7)
    async with database.begin(at(19, 8)) as store:
        world = await settle(store, random)
    async with database.read(at(23, 8)) as store:
        for centre in world.centres:
            theirs = {one.number for one in world.souls if one.reachable and one.news and world.belongs(one, centre)}
            query = store.audiences.select(["everyone"], centre, Purpose.ANNOUNCEMENTS)
            assert set(await store.session.scalars(query)) == theirs
            assert theirs
            for _ in range(60):
                query = store.audiences.select(expressions(random, world), centre, Purpose.ANNOUNCEMENTS)
                assert set(await store.session.scalars(query)) <= theirs


async def test_a_centre_never_reaches_the_class_of_another(database: Database) -> None:
    async with database.begin(at(19, 8)) as store:
        world = await settle(store, Random(7))
    (mine, _), (_, (course,)) = world.centres.items()
    async with database.read(at(23, 8)) as store:
        for kind in ("seated", "waiting", "absent"):
            assert await store.audiences.count([kind, course], mine, Purpose.CLASSES) == 0


@pytest.mark.parametrize(
    ("expression", "course"),
    [
        (["seated", 7], 7),
        (["any", ["seated", 7], ["waiting", 7]], 7),
        (["all", ["seated", 7], ["ward", 1]], 7),
        (["all", ["absent", 7], ["not", ["member", "women"]]], 7),
        (["any", ["seated", 7], ["seated", 8]], None),
        (["everyone"], None),
        (["not", ["seated", 7]], None),
        (["any", ["seated", 7], ["ward", 1]], None),
    ],
)
def test_the_class_that_an_audience_is_about(expression: Expression, course: int | None) -> None:
    assert class_of(expression) == course


def test_news_of_a_class_is_for_people_of_classes_only() -> None:
    random = Random(3)
    world = World([], {1: {1}, 2: {2}}, [1, 2], [1, 2])
    for _ in range(500):
        expression = expressions(random, world)
        if about_classes(expression):
            assert not Soul(1, 1, {1, 2}, set(Association)).is_meant(expression)
