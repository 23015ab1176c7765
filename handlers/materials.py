"""Materials for residents: by topic, each a link to be opened or a file to be sent; and offered after a class."""

from collections.abc import Sequence
from datetime import datetime

from handlers import texts
from handlers.files import bearing
from handlers.heard import Heard, Routes
from handlers.links import host_of
from handlers.menu import Rows, menu
from handlers.texts import Texts
from handlers.vocabulary import Button, Reply, rows
from storage.files import FileState
from storage.materials import Material
from storage.store import Store

PAGE = 10
MOST_TOPICS = 60
MOST_OFFERED = 5


async def browse(heard: Heard, store: Store) -> list[Reply]:
    """`/tailieu`: the topics; `/tailieu chude 3 1`: the second page of one; `/tailieu xem 5`: one material."""
    match heard.argument(0):
        case "chude":
            return [await _list(heard, store)]
        case "xem":
            return [await _open(heard, store)]
        case _:
            return [await _topics(heard, store)]


async def _topics(heard: Heard, store: Store) -> Reply:
    words, topics = heard.texts.materials, await store.materials.count_by_topic()
    keeps = await store.organizers.rights(heard.contact.id) is not None
    desk = Button(words.desk_button, "/khotailieu") if keeps else None
    ways = rows(desk, Button(heard.texts.general.menu_button, "/start"))
    if not topics:
        return Reply(words.none_at_all(), ways).in_place_of(heard.incoming)
    picks = [Button(words.topic(topic.name, count), f"/tailieu chude {topic.id}") for topic, count in topics]
    return Reply(words.ask_topic(), rows(*picks[:MOST_TOPICS], wide=1) + ways).in_place_of(heard.incoming)


async def _list(heard: Heard, store: Store) -> Reply:
    words, found = heard.texts.materials, await store.materials.list_of(heard.number(1))
    if not found:
        return await _topics(heard, store)
    page = min(heard.number(2), (len(found) - 1) // PAGE)
    shown, topic = found[page * PAGE : (page + 1) * PAGE], found[0].topic
    text = words.list_of(topic.name, [(one.title, _from(one)) for one in shown], page * PAGE)
    turn = rows(
        Button(words.earlier, f"/tailieu chude {topic.id} {page - 1}") if page else None,
        Button(words.later, f"/tailieu chude {topic.id} {page + 1}") if len(found) > (page + 1) * PAGE else None,
        wide=2,
    )
    picks = _picks(shown, page * PAGE)
    return Reply(text, picks + turn + rows(Button(words.all_topics, "/tailieu"))).in_place_of(heard.incoming)


def _picks(shown: Sequence[Material], before: int = 0) -> Rows:
    return rows(
        *(Button(str(number), f"/tailieu xem {one.id}") for number, one in enumerate(shown, before + 1)), wide=5
    )


def _from(material: Material) -> str | None:
    """Where it is: the host of a link; None for a file."""
    return host_of(material.url) if material.url else None


async def _open(heard: Heard, store: Store) -> Reply:
    words, material = heard.texts.materials, await store.materials.find(heard.number(1))
    if material is None:
        return Reply(words.gone(), rows(Button(words.all_topics, "/tailieu"))).in_place_of(heard.incoming)
    back = rows(Button(words.back(material.topic.name), f"/tailieu chude {material.topic_id}"))
    if material.url:
        await store.materials.open(material)
        text = words.link(material.title, host_of(material.url))
        return Reply(text, rows(Button(words.open_button, opens=material.url)) + back).in_place_of(heard.incoming)
    file = await store.files.find_stored(material.file_id or 0)
    if file is None or file.state is not FileState.HERE:
        return Reply(words.gone(), back).in_place_of(heard.incoming)
    await store.materials.open(material)
    # A message with a file cannot take the place of one without.
    return bearing(Reply(words.file(material.title), back), file)


async def next_due(store: Store) -> datetime | None:
    """When learners are next offered something, as things stand, after now."""
    due = await store.materials.next_round()
    due = store.quiet.after(max(due, store.now)) if due else None
    return due if due and due > store.now else None


async def offer_due(store: Store) -> int:
    """Offer the learners of one class that is over what there is on its topic; how many were seen to. 0: none is left.

    Nobody is written to in quiet hours: nothing waits that somebody who pauses meanwhile would get.
    """
    course = None if store.quiet.hold(store.now) else await store.materials.next_to_offer()
    if course is None:
        return 0
    found = await store.materials.list_for(course, MOST_OFFERED)
    learned = await store.materials.list_learned(course)
    for contact in learned:
        reply = offer(texts.of(contact.language), course.title, found)
        await store.outbox.owe(contact.id, reply.body(), f"materials:{course.id}:{contact.id}")
    await store.materials.offered(course)
    return max(1, len(learned))


def offer(language: Texts, course: str, found: Sequence[Material]) -> Reply:
    words, topic = language.materials, found[0].topic
    text = words.offer(course, topic.name, [(one.title, _from(one)) for one in found])
    whole = rows(Button(words.all_of_topic, f"/tailieu chude {topic.id}"))
    return Reply(text, _picks(found) + whole + menu(language))


routes: Routes = {"tailieu": browse, "materials": browse}
