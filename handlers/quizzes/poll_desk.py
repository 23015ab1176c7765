"""The organizers' page of group chats: add us to one, and say there what may also be typed in the group itself."""

from handlers.heard import Heard, Routes
from handlers.quizzes import polls
from handlers.rights import trusted
from handlers.vocabulary import Button, Reply, rows
from storage.group_chats import GroupChat
from storage.organizers import Rights
from storage.store import Store

MOST_SHOWN = 40


async def page(heard: Heard, store: Store) -> list[Reply]:
    """`/cauhoinhom`: the groups; `… them`: for which centre; `… nhom 5`, `… dang 5`, `… gio 5 19`, `… dung 5`."""
    rights = await trusted(heard, store)
    if heard.argument(0) == "them":
        return [await _ask_centre(heard, store, rights)]
    if heard.argument(0) not in ("nhom", "dang", "gio", "dung"):
        return [await _list(heard, store, rights)]
    group = await store.group_chats.find(heard.number(1))
    if group is None or not rights.over(group.centre_id):
        back = rows(Button(heard.texts.polls.groups_button, "/cauhoinhom"))
        return [Reply(heard.texts.polls.gone(), back).in_place_of(heard.incoming)]
    return [(await _do(heard, store, group)).in_place_of(heard.incoming)]


async def _list(heard: Heard, store: Store, rights: Rights) -> Reply:
    words, groups = heard.texts.polls, await store.group_chats.list_within(rights)
    picks = [Button(words.group(one.title, one.hour), f"/cauhoinhom nhom {one.id}") for one in groups[:MOST_SHOWN]]
    link = heard.incoming.group_link
    several = rights.everywhere or len(rights.centres) > 1
    add = _add(words.add_button, link, polls.EVERYWHERE if rights.everywhere else str(min(rights.centres)))
    other = Button(words.other_centre_button, "/cauhoinhom them") if several and link else None
    back = Button(words.desk_button, "/banlamviec")
    text = words.page(bool(groups), link is not None)
    return Reply(text, rows(*picks, add, other, back)).in_place_of(heard.incoming)


def _add(label: str, link: str | None, centre: str) -> Button | None:
    return Button(label, opens=f"{link}{polls.WORD}_{centre}") if link else None


async def _ask_centre(heard: Heard, store: Store, rights: Rights) -> Reply:
    words, link = heard.texts.polls, heard.incoming.group_link
    everywhere = _add(words.everywhere_button, link, polls.EVERYWHERE) if rights.everywhere else None
    centres = [_add(one.ward, link, str(one.id)) for one in await store.centres.list_all() if rights.over(one.id)]
    back = Button(words.groups_button, "/cauhoinhom")
    return Reply(words.ask_centre(), rows(everywhere, *centres, back)).in_place_of(heard.incoming)


async def _do(heard: Heard, store: Store, group: GroupChat) -> Reply:
    words, number = heard.texts.polls, heard.argument(2)
    match heard.argument(0):
        case "dang" if group.address.unreachable_at is None:
            return Reply(words.posted(await polls.post(store, group), store.now), _ways(heard, group))
        case "gio" if group.address.unreachable_at is None and not number:
            return _ask_hour(heard, store, group)
        case "gio" if group.address.unreachable_at is None:
            hour = heard.number(2) if number.isdigit() else -1
            first = await polls.daily(store, group, hour, heard.contact.id)
            return (
                Reply(words.daily(first, store.now), _ways(heard, group)) if first else _ask_hour(heard, store, group)
            )
        case "dung":
            await polls.stop(store, group, heard.contact.id)
    return _about(heard, store, group)


def _about(heard: Heard, store: Store, group: GroupChat) -> Reply:
    ward, removed = group.centre.ward if group.centre else None, group.address.unreachable_at is not None
    text = heard.texts.polls.one_group(group.title, ward, group.next_at, removed, store.now)
    return Reply(text, _ways(heard, group))


def _ways(heard: Heard, group: GroupChat) -> tuple[tuple[Button, ...], ...]:
    words, here = heard.texts.polls, group.address.unreachable_at is None
    return rows(
        Button(words.post_button, f"/cauhoinhom dang {group.id}") if here else None,
        Button(words.hour_button, f"/cauhoinhom gio {group.id}") if here else None,
        Button(words.stop_button, f"/cauhoinhom dung {group.id}") if group.hour is not None else None,
        Button(words.groups_button, "/cauhoinhom"),
    )


def _ask_hour(heard: Heard, store: Store, group: GroupChat) -> Reply:
    words = heard.texts.polls
    hours = [hour for hour in range(24) if not store.quiet.hold(polls.following(hour, store.now))]
    picks = rows(*(Button(words.hour(one), f"/cauhoinhom gio {group.id} {one}") for one in hours), wide=4)
    return Reply(words.ask_hour(), picks + rows(Button(words.groups_button, f"/cauhoinhom nhom {group.id}")))


desk: Routes = {polls.WORD: page}
