"""A quiz to an audience: a broadcast whose button begins a quiz, its text drafted, its audience to be chosen."""

from handlers import texts
from handlers.broadcast_writing import begin
from handlers.broadcasts import MOST_CENTRES, homes_of
from handlers.heard import Heard, Routes
from handlers.quizzes.topics import titled
from handlers.rights import trusted
from handlers.texts.items import topic_title
from handlers.vocabulary import Button, Reply, rows
from storage.broadcasts import Broadcast, State
from storage.consents import Purpose
from storage.organizers import Rights
from storage.store import Store

ANY = "tatca"


async def send(heard: Heard, store: Store) -> list[Reply]:
    """`/guicaudo` asks for the topic, `/guicaudo scams` drafts it; `… 3`: in the name of centre 3, `… 0`: of all."""
    rights = await trusted(heard, store)
    topic = heard.argument(0)
    if topic != ANY and topic not in dict(titled(heard.texts.language)):
        return [_ask_topic(heard)]
    homes = await homes_of(store, rights)
    named = heard.argument(1)
    chosen = [one for one in homes if named == str(one or 0)] or (homes if len(homes) == 1 else [])
    if not chosen:
        return [await _ask_home(heard, store, homes, topic)]
    return await begin(heard, store, await _draft(heard, store, rights, chosen[0], topic), rights)


def _ask_topic(heard: Heard) -> Reply:
    words = heard.texts.skills
    picks = rows(*(Button(title, f"/guicaudo {topic}") for topic, title in titled(heard.texts.language)), wide=2)
    ways = rows(Button(words.any_topic, f"/guicaudo {ANY}"), Button(words.skills_button, "/kynang"))
    return Reply(words.ask_topic(), picks + ways).in_place_of(heard.incoming)


async def _ask_home(heard: Heard, store: Store, homes: list[int | None], topic: str) -> Reply:
    wards = [one for one in await store.centres.list_all() if one.id in homes][:MOST_CENTRES]
    label = heard.texts.organizers.everywhere_button
    every = Button(label, f"/guicaudo {topic} 0") if None in homes else None
    buttons = [Button(one.ward, f"/guicaudo {topic} {one.id}") for one in wards]
    return Reply(heard.texts.skills.ask_home(), rows(every) + rows(*buttons, wide=2)).in_place_of(heard.incoming)


async def _draft(heard: Heard, store: Store, rights: Rights, home: int | None, topic: str) -> Broadcast:
    """A new one, or the one that they began before: a second tap makes no second draft."""
    quiz, mine = "" if topic == ANY else topic, heard.contact.id
    for one in await store.broadcasts.list_open(rights):
        if (one.state, one.made_by, one.centre_id, one.quiz, one.audience) == (State.DRAFT, mine, home, quiz, None):
            return await store.broadcasts.get(one.id)
    said = {}
    for language in texts.LANGUAGES:
        title = "" if topic == ANY else topic_title(topic, language)
        said[f"text_{language}"] = texts.of(language).skills.invitation(title)
    made = await store.broadcasts.make(home, mine, purpose=Purpose.QUIZZES, quiz=quiz, **said)
    return await store.broadcasts.get(made.id)


desk: Routes = {"guicaudo": send, "sendquiz": send}
