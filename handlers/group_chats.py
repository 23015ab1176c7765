"""Group chats: what an organizer says to us in one. Everyone else there is not answered, not known and not kept.

Only an organizer with rights over the group's centre is heard. Who is not gets no word, not even a refusal: whoever
tries commands out must not make us talk to a whole group.
"""

import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from handlers import texts
from handlers.conversation import split
from handlers.quizzes import polls
from handlers.vocabulary import Incoming, Kind, Reply
from storage.contacts import Contact
from storage.group_chats import GroupChat
from storage.organizers import Rights
from storage.store import Store

STOP = "dung"
_HOUR = re.compile(r"(\d{1,2})(?:h|g|:00|h00|\s?giờ|\s?gio)?")

Answers = tuple[int, list[dict[str, Any]]]
"""The address of a group, and the bodies of what we say there."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of us in a group."""

    link: str | None
    """The centre that a deep link names, or `polls.EVERYWHERE`; None: no link was followed."""
    says: str
    """Nothing, `STOP`, or an hour."""


async def hear(incoming: Incoming, store: Store) -> Answers | None:
    """What happened in a group; None: no word."""
    channel, where = incoming.channel, incoming.group or ""
    group = await store.group_chats.find_at(channel, where)
    match incoming.kind:
        case Kind.WORDS:
            return await _obey(incoming, group, store)
        case Kind.MOVED:
            await store.group_chats.move(channel, where, incoming.text)
        case Kind.LEFT if group:
            await store.group_chats.lost(group)
            await store.outbox.cancel_all(group.address_id, "unreachable")
        case Kind.RETURNED if group:
            await store.group_chats.found(group)
    return None


async def _obey(incoming: Incoming, group: GroupChat | None, store: Store) -> Answers | None:
    wish, organizer = _wish(incoming.text), await _organizer(incoming, store)
    if wish is None or organizer is None:
        return None
    contact, rights = organizer
    if group is not None and not rights.over(group.centre_id):
        return None
    said = []
    if group is None or wish.link is not None:
        centre_id = await _centre(wish, rights, store)
        if not rights.over(centre_id):
            return None
        group = await _link(incoming, contact, centre_id, store)
        said.append(texts.of(group.language).polls.linked(group.centre.ward if group.centre else None))
    await store.group_chats.spoke(group, incoming.group_title)
    said += await _do(wish, group, contact, store)
    return group.address_id, [Reply(one).body() for one in said]


def _wish(text: str) -> Wish | None:
    """None: nothing for us."""
    word, arguments = split(text)
    if word == "start" and arguments:
        named, _, centre = arguments[0].partition("_")
        return Wish(centre, "") if named == polls.WORD else None
    return Wish(None, " ".join(arguments).lower()) if word == polls.WORD else None


async def _organizer(incoming: Incoming, store: Store) -> tuple[Contact, Rights] | None:
    """Who speaks, if they are one. Nobody becomes known to us by speaking in a group."""
    met = await store.contacts.find(incoming.channel, incoming.external_id)
    if met is None or met.contact is None:
        return None
    rights = await store.organizers.rights(met.contact.id)
    return (met.contact, rights) if rights else None


async def _centre(wish: Wish, rights: Rights, store: Store) -> int | None:
    """Whose the group is to be: the link's, else all centres if they may, else the first they are trusted with."""
    named = wish.link or ""
    if named.isascii() and named.isdigit() and len(named) < 10:
        centre = await store.centres.find(int(named))
        return centre.id if centre else None
    return None if rights.everywhere or named == polls.EVERYWHERE else min(rights.centres)


async def _link(incoming: Incoming, contact: Contact, centre_id: int | None, store: Store) -> GroupChat:
    where, title = incoming.group or "", incoming.group_title
    group = await store.group_chats.link(incoming.channel, where, title, contact.language, centre_id)
    await store.audit.note(contact.id, centre_id, "group_chat_linked", code=group.title)
    return group


async def _do(wish: Wish, group: GroupChat, contact: Contact, store: Store) -> list[Markup]:
    """What is to be said about it; a poll that comes at once needs no words."""
    words = texts.of(group.language).polls
    if wish.link is not None:
        return []
    if wish.says == "":
        outcome = await polls.post(store, group)
        return [] if outcome is polls.Posted.NOW else [words.posted(outcome, store.now)]
    if wish.says == STOP:
        await polls.stop(store, group, contact.id)
        return [words.stopped()]
    hour = _HOUR.fullmatch(wish.says)
    first = await polls.daily(store, group, int(hour[1]), contact.id) if hour else None
    return [words.daily(first, store.now)] if first else [words.which_hour(store.quiet)]
