"""Boards: how many people of each tổ, group and class learn this month. Who said so is counted, nobody is named."""

from collections.abc import Collection, Sequence

from markupsafe import Markup

from handlers.heard import Heard, Routes
from handlers.vocabulary import Button, Reply, rows
from storage.boards import count_courses, count_groups, count_neighbourhoods, list_own_courses
from storage.groups import Group, GroupKind
from storage.neighbourhoods import read_neighbourhood
from storage.periods import month_of
from storage.store import Store

SHOWN = 5
"""Places of each board; one's own groups come besides, wherever they stand."""
_NOBODY_ELSES = (GroupKind.FAMILY, GroupKind.CLAN)
"""Their names tell who they are: only their own people read them."""

Counted = tuple[str, int, bool]
"""(name, people, whether the reader belongs to it)."""


async def boards(heard: Heard, store: Store) -> list[Reply]:
    """`/bangnhom` shows them; `/bangnhom vao` and `ra`: from now on I am, or am not, counted."""
    if heard.argument(0) in ("vao", "ra"):
        await store.habits.show(heard.contact.id, wanted=heard.argument(0) == "vao")
    words, contact = heard.texts.progress, heard.contact
    habit = await store.habits.find(contact.id)
    is_on = habit is not None and habit.on_boards
    choice = Button(words.leave_button, "/bangnhom ra") if is_on else Button(words.join_button, "/bangnhom vao")
    sections = await _sections(heard, store)
    if contact.centre_id is None and not sections:
        home = Button(words.home_button, "/caidat phuong")
        ways = rows(home, choice, Button(words.back, "/tiendo"))
        return [Reply(words.ask_home(is_on=is_on), ways).in_place_of(heard.incoming)]
    centre = await store.centres.find(contact.centre_id) if contact.centre_id else None
    text = words.boards(month_of(store.now), centre.ward if centre else None, sections, is_on=is_on)
    quiz = Button(heard.texts.quizzes.quiz_button, "/cauhoi")
    buttons = rows(choice) + rows(quiz, Button(words.back, "/tiendo"), wide=2)
    return [Reply(text, buttons).in_place_of(heard.incoming)]


async def _sections(heard: Heard, store: Store) -> list[tuple[str, list[Markup]]]:
    """(heading, places) of the boards that have a place."""
    counted = (await _neighbourhoods(heard, store), await _groups(heard, store), await _courses(heard, store))
    headings = heard.texts.progress.headings()
    return [(heading, _places(heard, one)) for heading, one in zip(headings, counted, strict=True) if one]


def _places(heard: Heard, counted: Sequence[Counted]) -> list[Markup]:
    """The first few, and one's own. As many people, the same rank; nobody yet, none."""
    words, all_people = heard.texts.progress, [people for _, people, _ in counted]
    return [
        words.place(1 + sum(more > people for more in all_people) if people else 0, name, people, is_own=is_own)
        for at, (name, people, is_own) in enumerate(counted)
        if at < SHOWN or is_own
    ]


async def _neighbourhoods(heard: Heard, store: Store) -> list[Counted]:
    contact = heard.contact
    if contact.centre_id is None:
        return []
    mine = read_neighbourhood(contact.neighbourhood or "")
    people = dict(await count_neighbourhoods(store, month_of(store.now), contact.centre_id))
    if mine is not None and mine.number is not None:
        people.setdefault(mine, 0)
    return [(heard.texts.reports.near(near), count, near == mine) for near, count in people.items()]


async def _groups(heard: Heard, store: Store) -> list[Counted]:
    mine = {one.id: one for one in await store.groups.list_of(heard.contact.id)}
    found = await count_groups(store, month_of(store.now), heard.contact.centre_id or 0, mine)
    counted = [(_name(heard, group, mine), people, group.id in mine) for group, people in found]
    waiting = mine.keys() - {group.id for group, _ in found}
    return counted + [(mine[one].name, 0, True) for one in sorted(waiting)]


def _name(heard: Heard, group: Group, mine: Collection[int]) -> str:
    is_private = group.kind in _NOBODY_ELSES and group.id not in mine
    return heard.texts.progress.some_group(group.kind) if is_private else group.name


async def _courses(heard: Heard, store: Store) -> list[Counted]:
    period, words = month_of(store.now), heard.texts.progress
    mine = {one.id: one for one in await list_own_courses(store, period, heard.contact.id)}
    found = await count_courses(store, period, heard.contact.centre_id or 0, mine)
    counted = [(words.course(one.title, one.code), people, one.id in mine) for one, people in found]
    waiting = mine.keys() - {one.id for one, _ in found}
    return counted + [(words.course(mine[one].title, mine[one].code), 0, True) for one in sorted(waiting)]


routes: Routes = {"bangnhom": boards, "boards": boards}
