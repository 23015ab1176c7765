"""The organizers' desk of items: topics, their items with how people got on, and switching one off or on again."""

from collections.abc import Sequence

from handlers.heard import Heard, Routes
from handlers.quizzes.bank import of_row
from handlers.quizzes.topics import titled
from handlers.quizzes.written import topics
from handlers.rights import trusted
from handlers.texts import items
from handlers.texts.items import Item
from handlers.vocabulary import Button, Reply, rows
from storage.centres import Centre
from storage.discretion import FEW
from storage.item_numbers import Numbers, numbers_of
from storage.store import Store

PAGE = 6


async def look(heard: Heard, store: Store) -> list[Reply]:
    """`/khocauhoi` asks for the centre if there are several; `/khocauhoi 3`: its topics; `/khocauhoi 3 scams 2`."""
    rights = await trusted(heard, store)
    own = [one for one in await store.centres.list_all() if rights.over(one.id)]
    centre = own[0] if len(own) == 1 else next((one for one in own if one.id == heard.number(0)), None)
    if centre is None:
        choices = rows(*(Button(one.ward, f"/khocauhoi {one.id}") for one in own), _to_desk(heard))
        return [Reply(heard.texts.item_desk.which_centre(), choices).in_place_of(heard.incoming)]
    if heard.argument(1) in topics():
        return [await _items(heard, store, centre, heard.argument(1), heard.number(2))]
    return [await _topics(heard, store, centre)]


def _to_desk(heard: Heard) -> Button:
    return Button(heard.texts.organizers.desk_button, "/banlamviec")


async def _all(store: Store, centre: Centre, topic: str | None = None) -> list[Item]:
    """What the centre has, on and off: the bank's, then its own."""
    brought = [of_row(row) for row in await store.items.list_all() if row.centre_id == centre.id]
    return [one for one in (*items.load(), *brought) if topic in (None, one.topic)]


async def _off(store: Store, centre: Centre) -> set[str]:
    return {item for centre_id, item in await store.items.list_off() if centre_id == centre.id}


async def _topics(heard: Heard, store: Store, centre: Centre) -> Reply:
    """The topics as buttons, each with how many items it has."""
    found, language = await _all(store, centre), heard.texts.language
    off = await _off(store, centre)
    text = heard.texts.item_desk.topics(
        centre.ward, len(found), sum(one.id in off for one in found), len(found) - len(items.load())
    )
    choices = [
        Button(f"{title} ({sum(one.topic == topic for one in found)})", f"/khocauhoi {centre.id} {topic}")
        for topic, title in titled(language)
    ]
    sample = Button(heard.texts.item_files.template_button, "/maucauhoi")
    return Reply(text, rows(*choices, wide=2) + rows(sample, _to_desk(heard))).in_place_of(heard.incoming)


async def _items(heard: Heard, store: Store, centre: Centre, topic: str, page: int) -> Reply:
    """`page`: from 0; a page after the last is the last."""
    words, language = heard.texts.item_desk, heard.texts.language
    found, off = await _all(store, centre, topic), await _off(store, centre)
    pages = -(-len(found) // PAGE)
    page = min(page, pages - 1)
    shown = list(enumerate(found[page * PAGE : (page + 1) * PAGE], page * PAGE + 1))
    numbers = await numbers_of(store, centre.id, [one.id for _, one in shown])
    entries = [
        words.entry(
            number,
            one.question[language],
            is_off=one.id in off,
            is_brought=_is_brought(one),
            told=_told(heard, numbers.get(one.id)),
        )
        for number, one in shown
    ]
    picks = rows(*(Button(str(number), f"/khocau {centre.id} {one.id}") for number, one in shown), wide=PAGE)
    here = f"/khocauhoi {centre.id}"
    turns = rows(
        Button(words.earlier, f"{here} {topic} {page - 1}") if page else None,
        Button(words.later, f"{here} {topic} {page + 1}") if page + 1 < pages else None,
        wide=2,
    )
    text = words.items(items.topic_title(topic, language), page + 1, pages, entries)
    return Reply(text, picks + turns + rows(Button(words.topics_button, here))).in_place_of(heard.incoming)


def _told(heard: Heard, numbers: Numbers | None) -> str:
    if numbers is None:
        return heard.texts.item_desk.too_few(FEW)
    return heard.texts.item_desk.told(numbers.people, heard.texts.skills.share(numbers.tenths))


def _is_brought(one: Item) -> bool:
    return one.id.startswith("row-")


async def show(heard: Heard, store: Store) -> list[Reply]:
    """`/khocau 3 scams-01`: the item of a centre; with `tat` or `bat` after it, it is switched off or on first."""
    rights, words = await trusted(heard, store), heard.texts.item_desk
    centre = await store.centres.find(heard.number(0))
    own = await _all(store, centre) if centre and rights.over(centre.id) else []
    at = next((place for place, one in enumerate(own) if one.id == heard.argument(1)), None)
    if centre is None or at is None:
        back = rows(Button(words.desk_button, "/khocauhoi"))
        return [Reply(words.not_there(), back).in_place_of(heard.incoming)]
    if heard.argument(2) in ("tat", "bat"):
        await _switch(heard, store, centre, own[at].id, is_on=heard.argument(2) == "bat")
    of_topic = [one.id for one in own if one.topic == own[at].topic]
    return [await _page_of(heard, store, centre, own[at], of_topic.index(own[at].id) // PAGE)]


async def _switch(heard: Heard, store: Store, centre: Centre, item: str, *, is_on: bool) -> None:
    """A second tap finds it so, and notes nothing."""
    if (item in await _off(store, centre)) is is_on:
        await store.items.switch(centre.id, item, is_on=is_on)
        action = "item_switched_on" if is_on else "item_switched_off"
        await store.audit.note(heard.contact.id, centre.id, action, item=item)


async def _page_of(heard: Heard, store: Store, centre: Centre, one: Item, page: int) -> Reply:
    """One item as people read it, how they got on, and the switch. `page`: where it is in its topic."""
    words, language = heard.texts.item_desk, heard.texts.language
    is_off = one.id in await _off(store, centre)
    numbers = (await numbers_of(store, centre.id, [one.id])).get(one.id)
    options = one.options[language]
    text = words.lines(
        words.item(one.question[language], _marked(one, options), one.explanation[language], one.source),
        "",
        _told(heard, numbers),
        words.drew_most(options[numbers.drew_most]) if numbers and numbers.drew_most is not None else None,
        words.state(is_off=is_off),
    )
    here = f"/khocau {centre.id} {one.id}"
    switch = Button(words.switch_on, f"{here} bat") if is_off else Button(words.switch_off, f"{here} tat")
    back = Button(words.topic_button, f"/khocauhoi {centre.id} {one.topic} {page}")
    return Reply(text, rows(switch, back)).in_place_of(heard.incoming)


def _marked(one: Item, options: Sequence[str]) -> list[tuple[str, bool]]:
    return [(option, at in one.right) for at, option in enumerate(options)]


desk: Routes = {"khocauhoi": look, "quizbank": look, "khocau": show}
