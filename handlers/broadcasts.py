"""Broadcasts at the desk: the list, one of them, and what can be done with it. Rights are checked at every turn."""

from handlers import texts
from handlers.broadcast_audience import described
from handlers.broadcast_draft import purpose_of
from handlers.broadcast_writing import begin
from handlers.broadcasting import SETTLED, call_off, progress
from handlers.desk_courses import not_there, own_course
from handlers.heard import Heard, Routes
from handlers.rights import trusted
from handlers.vocabulary import Button, Reply, rows
from storage.broadcasts import Broadcast, State
from storage.organizers import Rights
from storage.outbox import KEPT
from storage.store import Store

ENDED_SHOWN = 5
MOST_CENTRES = 20


async def broadcasts(heard: Heard, store: Store) -> list[Reply]:
    """`/thongbao` lists them, `/thongbao moi` begins one, `/thongbao lop L101` one for this class; `/thongbao 12` shows
    one, `/thongbao <what> 12` does it.
    """
    rights = await trusted(heard, store)
    begins = {"moi": _begin_new, "lop": _begin_for_class}.get(heard.argument(0))
    if begins:
        return await begins(heard, store, rights)
    if not heard.arguments:
        return [await _list(heard, store, rights)]
    what = heard.argument(0) if heard.number(0) == 0 else "xem"
    broadcast = await store.broadcasts.find(heard.number(0) or heard.number(1), rights)
    if broadcast is None:
        return [_gone(heard)]
    match what, broadcast.state:
        case "sua", State.DRAFT | State.CONFIRMING | State.SCHEDULED:
            return await _edit(heard, store, rights, broadcast)
        case "bo", State.DRAFT | State.CONFIRMING | State.SCHEDULED:
            return [await _drop(heard, store, rights, broadcast)]
        case "dung", State.SENDING:
            return [await _pause(heard, store, broadcast)]
        case "tiep", State.PAUSED:
            return [await _resume(heard, store, broadcast)]
        case "huy", State.SENDING | State.PAUSED:
            return [await _cancel(heard, store, broadcast)]
        case "lai", State.DONE | State.CANCELLED:
            return await _again(heard, store, rights, broadcast)
        case _:
            return [await _show(heard, store, broadcast)]


def _gone(heard: Heard) -> Reply:
    words = heard.texts.broadcasts
    return Reply(words.not_there(), rows(Button(words.list_button, "/thongbao"))).in_place_of(heard.incoming)


async def _list(heard: Heard, store: Store, rights: Rights) -> Reply:
    words = heard.texts.broadcasts
    listed = [*await store.broadcasts.list_open(rights), *await store.broadcasts.list_ended(rights, ENDED_SHOWN)]
    entries = [words.entry(number, one, store.now) for number, one in enumerate(listed, 1)]
    picks = [Button(str(number), f"/thongbao {one.id}") for number, one in enumerate(listed, 1)]
    ways = rows(
        Button(words.new_button, "/thongbao moi"), Button(heard.texts.organizers.desk_button, "/banlamviec"), wide=2
    )
    return Reply(words.listed(entries), rows(*picks, wide=4) + ways).in_place_of(heard.incoming)


async def _begin_new(heard: Heard, store: Store, rights: Rights) -> list[Reply]:
    """`/thongbao moi`, or `/thongbao moi 3` in the name of centre 3, `… 0` of all."""
    homes = await homes_of(store, rights)
    named = heard.argument(1)
    chosen = [one for one in homes if named == str(one or 0)] or (homes if len(homes) == 1 else [])
    if not chosen:
        return [await _ask_home(heard, store, homes)]
    made = await store.broadcasts.make(chosen[0], heard.contact.id)
    return await begin(heard, store, await store.broadcasts.get(made.id), rights)


async def _begin_for_class(heard: Heard, store: Store, rights: Rights) -> list[Reply]:
    """Those with a seat are chosen already; a second tap goes on with the same draft."""
    course = await own_course(heard, store, heard.argument(1))
    if course is None:
        return [not_there(heard)]
    seated, mine = ["seated", course.id], heard.contact.id
    for one in await store.broadcasts.list_open(rights):
        if (one.state, one.made_by, one.text_vi, one.audience) == (State.DRAFT, mine, "", seated):
            return await begin(heard, store, await store.broadcasts.get(one.id), rights)
    made = await store.broadcasts.make(course.centre_id, mine, audience=seated, purpose=purpose_of(seated))
    return await begin(heard, store, await store.broadcasts.get(made.id), rights)


async def homes_of(store: Store, rights: Rights) -> list[int | None]:
    """In whose name they may write; None: in that of all centres."""
    centres = [one.id for one in await store.centres.list_all()]
    theirs = [one for one in centres if rights.over(one)]
    return [None, *theirs] if rights.everywhere and len(centres) != 1 else list(theirs)


async def _ask_home(heard: Heard, store: Store, homes: list[int | None]) -> Reply:
    words = heard.texts.broadcasts
    every = Button(heard.texts.organizers.everywhere_button, "/thongbao moi 0") if None in homes else None
    wards = [one for one in await store.centres.list_all() if one.id in homes][:MOST_CENTRES]
    buttons = [Button(one.ward, f"/thongbao moi {one.id}") for one in wards]
    return Reply(words.ask_home(), rows(every) + rows(*buttons, wide=2)).in_place_of(heard.incoming)


async def _show(heard: Heard, store: Store, broadcast: Broadcast) -> Reply:
    """How it stands, and what can be done with it."""
    words = heard.texts.broadcasts
    if broadcast.started_at is not None:
        counts = await store.mailings.reckon(broadcast)
        shown = await progress(store, broadcast, counts, heard.contact.language)
        return Reply(shown.text, shown.buttons).in_place_of(heard.incoming)
    whom = await described(store, heard.texts, broadcast.audience) if broadcast.audience else None
    text = words.card(broadcast, whom, store.now)
    is_second = broadcast.state is State.CONFIRMING and broadcast.confirmed_by != heard.contact.id
    buttons = rows(
        Button(words.agree, f"/duyet {broadcast.id}") if is_second else None,
        Button(words.write_on, f"/thongbao sua {broadcast.id}"),
        Button(words.drop, f"/thongbao bo {broadcast.id}"),
        Button(words.list_button, "/thongbao"),
    )
    return Reply(text, buttons).in_place_of(heard.incoming)


async def _edit(heard: Heard, store: Store, rights: Rights, broadcast: Broadcast) -> list[Reply]:
    """What was confirmed is a draft again: whoever changes it has to type the number anew."""
    if broadcast.state is not State.DRAFT:
        await store.broadcasts.change(broadcast, state=State.DRAFT, confirmed_by=None, seconded_by=None)
        await store.audit.note(heard.contact.id, broadcast.centre_id, "broadcast_withdrawn", code=broadcast.code)
    return await begin(heard, store, broadcast, rights)


async def _drop(heard: Heard, store: Store, rights: Rights, broadcast: Broadcast) -> Reply:
    await store.broadcasts.change(broadcast, state=State.CANCELLED, ended_at=store.now)
    await store.dialogs.close(heard.contact.id)
    await store.audit.note(heard.contact.id, broadcast.centre_id, "broadcast_dropped", code=broadcast.code)
    words = heard.texts.broadcasts
    return Reply(words.dropped(), rows(Button(words.list_button, "/thongbao"))).in_place_of(heard.incoming)


async def _pause(heard: Heard, store: Store, broadcast: Broadcast) -> Reply:
    await store.mailings.hold(broadcast.id)
    await store.broadcasts.change(broadcast, state=State.PAUSED, paused_at=store.now)
    return await _done(heard, store, broadcast, "broadcast_paused")


async def _resume(heard: Heard, store: Store, broadcast: Broadcast) -> Reply:
    await store.mailings.let_go(broadcast.id)
    await store.broadcasts.change(broadcast, state=State.SENDING, paused_at=None)
    return await _done(heard, store, broadcast, "broadcast_resumed")


async def _cancel(heard: Heard, store: Store, broadcast: Broadcast) -> Reply:
    await call_off(store, broadcast)
    return await _done(heard, store, broadcast, "broadcast_cancelled")


async def _done(heard: Heard, store: Store, broadcast: Broadcast, action: str) -> Reply:
    await store.audit.note(heard.contact.id, broadcast.centre_id, action, code=broadcast.code)
    return await _show(heard, store, broadcast)


async def _again(heard: Heard, store: Store, rights: Rights, broadcast: Broadcast) -> list[Reply]:
    """To those who should have got it and did not, as a broadcast of its own; to be confirmed like any other."""
    words = heard.texts.broadcasts
    if broadcast.ended_at is None or broadcast.ended_at < store.now - KEPT + SETTLED:
        return [Reply(words.too_old(), rows(Button(words.list_button, "/thongbao"))).in_place_of(heard.incoming)]
    facts = {name: getattr(broadcast, name) for name in ("purpose", "text_vi", "text_en", "file_id", "quiz")}
    made = await store.broadcasts.make(
        broadcast.centre_id, heard.contact.id, **facts, audience=["missed", broadcast.id]
    )
    return await begin(heard, store, await store.broadcasts.get(made.id), rights)


async def second(heard: Heard, store: Store) -> list[Reply]:
    """`/duyet 12`: another organizer agrees that it is sent; `/duyet 12 khong`: not."""
    rights, words = await trusted(heard, store), heard.texts.broadcasts
    broadcast = await store.broadcasts.find(heard.number(0), rights)
    if broadcast is None:
        return [_gone(heard)]
    if broadcast.state is not State.CONFIRMING:
        return [await _show(heard, store, broadcast)]
    if broadcast.confirmed_by == heard.contact.id:
        return [Reply(words.not_you(), rows(Button(words.list_button, "/thongbao"))).in_place_of(heard.incoming)]
    if heard.argument(1) == "khong":
        await _tell_first(store, heard, broadcast, agreed=False)
        await store.broadcasts.change(broadcast, state=State.DRAFT, confirmed_by=None)
        action, text = "broadcast_refused", words.refused()
    else:
        due_at = store.quiet.after(max(broadcast.due_at or store.now, store.now))
        await _tell_first(store, heard, broadcast, agreed=True)
        await store.broadcasts.change(broadcast, state=State.SCHEDULED, seconded_by=heard.contact.id, due_at=due_at)
        action, text = "broadcast_seconded", words.seconded(broadcast, store.now)
    await store.audit.note(
        heard.contact.id, broadcast.centre_id, action, code=broadcast.code, people=broadcast.expected
    )
    return [Reply(text, rows(Button(words.list_button, "/thongbao"))).in_place_of(heard.incoming)]


async def _tell_first(store: Store, heard: Heard, broadcast: Broadcast, *, agreed: bool) -> None:
    if broadcast.confirmed_by is None:
        return
    first = await store.contacts.get(broadcast.confirmed_by)
    words = texts.of(first.language).broadcasts
    reply = Reply(
        words.second_said(heard.contact.chat_name, broadcast, agreed=agreed),
        rows(Button(words.see, f"/thongbao {broadcast.id}")),
    )
    key = f"broadcast_seconded:{broadcast.id}:{heard.incoming.key}"
    await store.outbox.owe(first.id, reply.body(), key, urgent=True)


desk: Routes = {"thongbao": broadcasts, "broadcast": broadcasts, "duyet": second}
