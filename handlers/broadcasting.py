"""Broadcasting: what is due begins, is written to the outbox in batches, and whoever sent it sees how it goes."""

from datetime import timedelta

from handlers import texts
from handlers.broadcast_message import read_message
from handlers.vocabulary import Button, Reply, rows
from storage.broadcasts import Broadcast, Repeats, State
from storage.mailings import Counts
from storage.outbox import Fate, OutboxMessage, Urgency
from storage.store import Store

BATCH = 500
"""Messages written in one transaction, so that people who speak meanwhile do not wait."""
SETTLED = timedelta(minutes=1)
"""So long after it was cancelled nothing of it is still being sent."""
RARELY = timedelta(seconds=10)
"""How often thousands are told of to their sender: each time costs one of them a moment."""
LATELY = timedelta(minutes=1)
"""The time left is reckoned from how many went out in this time."""


async def send_due(store: Store) -> int:
    """Begin what is due and write the next messages; how many were written or begun. 0: nothing is left to do.

    Nothing begins and nothing is written in quiet hours: who says no meanwhile gets none in the morning.
    """
    if store.quiet.hold(store.now):
        return 0
    due = await store.broadcasts.list_due()
    for number in due:
        await _begin(store, await store.broadcasts.get(number))
    waiting = await store.broadcasts.list_to_fill()
    written = await _fill(store, await store.broadcasts.get(waiting[0])) if waiting else 0
    return len(due) + written + len(waiting[1:])


async def _begin(store: Store, broadcast: Broadcast) -> None:
    """Unless nobody who may still stands behind it, or so many read it by now that a second one has to."""
    count = await store.audiences.count(broadcast.audience or ["any"], broadcast.centre_id, broadcast.purpose)
    await store.broadcasts.change(broadcast, expected=count)
    if not await _is_backed(store, broadcast):
        await store.broadcasts.change(broadcast, state=State.DRAFT, confirmed_by=None, seconded_by=None)
        await store.audit.note(None, broadcast.centre_id, "broadcast_stopped", code=broadcast.code)
        return
    if count > store.crowd and broadcast.seconded_by is None:
        await store.broadcasts.change(broadcast, state=State.CONFIRMING)
        await ask_second(store, broadcast)
        return
    due_at = broadcast.due_at or store.now
    await store.broadcasts.change(
        broadcast, state=State.SENDING, started_at=store.now, first_due_at=broadcast.first_due_at or due_at
    )
    if broadcast.repeats is not Repeats.NEVER:
        await _repeat(store, broadcast)


async def _is_backed(store: Store, broadcast: Broadcast) -> bool:
    """Whether the one who confirmed it, or the second, is still trusted with it."""
    for contact_id in filter(None, (broadcast.confirmed_by, broadcast.seconded_by)):
        rights = await store.organizers.rights(contact_id)
        if rights and rights.over(broadcast.centre_id):
            return True
    return False


async def _repeat(store: Store, last: Broadcast) -> None:
    """Its next run is a broadcast of its own."""
    same = ("purpose", "text_vi", "text_en", "file_id", "quiz", "audience", "repeats", "confirmed_by", "seconded_by")
    facts = {name: getattr(last, name) for name in (*same, "first_due_at", "expected")}
    due_at = store.broadcasts.next_run(last)
    made = await store.broadcasts.make(last.centre_id, last.made_by, **facts, due_at=due_at)
    await store.broadcasts.change(made, state=State.SCHEDULED)
    await keep_file(store, made)


async def keep_file(store: Store, broadcast: Broadcast) -> None:
    """Its file is needed until it went out, also to those who get it later."""
    if broadcast.file_id:
        await store.files.keep(broadcast.file_id, (broadcast.due_at or store.now) + timedelta(days=45))


async def _fill(store: Store, broadcast: Broadcast) -> int:
    """Write the next batch; how many it was."""
    recipients = await store.mailings.next_recipients(broadcast, BATCH)
    if recipients:
        message = await read_message(store, broadcast)
        bodies = [(one, message.reply(one.language, one.name).body()) for one in recipients]
        await store.mailings.owe(broadcast, bodies)
    if len(recipients) < BATCH:
        await store.broadcasts.change(broadcast, filled_at=store.now)
    return len(recipients)


async def ask_second(store: Store, broadcast: Broadcast) -> bool:
    """Owe every other organizer who may agree the question whether to send it; whether there is one to be reached."""
    message, reached = await read_message(store, broadcast), False
    for one in await store.organizers.list_over(broadcast.centre_id):
        if one.contact_id == broadcast.confirmed_by or not _is_over(one.centre_id, broadcast.centre_id):
            continue
        words = texts.of(one.contact.language).broadcasts
        shown = message.reply(one.contact.language, one.contact.chat_name).text
        text = words.second_asked(broadcast.expected, broadcast.due_at, shown, store.now)
        agree = Button(words.agree, f"/duyet {broadcast.id}")
        refuse = Button(words.refuse, f"/duyet {broadcast.id} khong")
        reply = Reply(text, rows(agree, refuse))
        key = f"broadcast_second:{broadcast.id}:{broadcast.expected}:{one.contact_id}:{store.now:%y%m%d%H%M%S}"
        reached |= await store.outbox.owe(one.contact_id, reply.body(), key)
    return reached


def _is_over(theirs: int | None, centre_id: int | None) -> bool:
    """`list_over` of no centre gives all organizers."""
    return theirs is None or theirs == centre_id


async def report_all(store: Store) -> int:
    """Show how each goes to whoever sent it, and close what is over; how many were looked at."""
    unclosed = await store.broadcasts.list_unclosed()
    for number in unclosed:
        await report(store, await store.broadcasts.get(number))
    return len(unclosed)


async def report(store: Store, broadcast: Broadcast) -> None:
    """One message that edits itself; once nothing is owed any more it is the report, and the counts are kept."""
    counts = await store.mailings.count(broadcast)
    if _is_over_now(store, broadcast, counts):
        counts = await store.mailings.reckon(broadcast)
        if broadcast.state is State.SENDING:
            await store.broadcasts.change(broadcast, state=State.DONE, ended_at=store.now)
        await store.broadcasts.change(broadcast, counts=_kept(counts))
    if broadcast.confirmed_by is not None:
        contact = await store.contacts.get(broadcast.confirmed_by)
        await _show(store, broadcast, contact.id, await progress(store, broadcast, counts, contact.language))


def _is_over_now(store: Store, broadcast: Broadcast, counts: Counts) -> bool:
    if broadcast.state is State.CANCELLED:
        return broadcast.ended_at is not None and broadcast.ended_at + SETTLED <= store.now
    return broadcast.state is State.SENDING and broadcast.filled_at is not None and not counts.owed


def _kept(counts: Counts) -> dict[str, object]:
    names = ("sent", "failed", "expired", "cancelled", "gone", "blocked", "reasons")
    return {name: getattr(counts, name) for name in names}


async def progress(store: Store, broadcast: Broadcast, counts: Counts, language: str) -> Reply:
    """How it goes, with what can be done about it."""
    words = texts.of(language).broadcasts
    if broadcast.counts is not None:
        text = words.report(broadcast, counts)
        again = Button(words.again, f"/thongbao lai {broadcast.id}") if counts.missed else None
        return Reply(text, rows(again, Button(words.list_button, "/thongbao")))
    text = words.progress(broadcast, counts, await _left(store, broadcast, counts))
    hold = Button(words.pause, f"/thongbao dung {broadcast.id}") if broadcast.state is State.SENDING else None
    go_on = Button(words.resume, f"/thongbao tiep {broadcast.id}") if broadcast.state is State.PAUSED else None
    is_open = broadcast.state in (State.SENDING, State.PAUSED)
    stop = Button(words.cancel, f"/thongbao huy {broadcast.id}") if is_open else None
    return Reply(text, rows(hold, go_on, stop, wide=2))


async def _left(store: Store, broadcast: Broadcast, counts: Counts) -> timedelta | None:
    """How long it takes to send what is owed, by how it went lately; None: nobody knows."""
    lately = await store.mailings.sent_lately(broadcast.id, LATELY)
    if not lately or not counts.owed or broadcast.started_at is None or store.quiet.hold(store.now):
        return None
    within = min(LATELY, store.now - broadcast.started_at)
    return within * (counts.owed / lately)


async def _show(store: Store, broadcast: Broadcast, contact_id: int, reply: Reply) -> None:
    """Owe the news, in place of the message that showed it before; what was owed before and is still is stale."""
    key = f"progress:{broadcast.id}:{broadcast.progress}"
    last = await store.outbox.find(key)
    body = reply.body()
    if last is not None:
        if last.receipt:
            await store.broadcasts.change(broadcast, receipt=last.receipt)
        if {name: part for name, part in last.body.items() if name != "replaces"} == body:
            return
        if broadcast.state is State.SENDING and broadcast.counts is None and _is_soon(store, broadcast, last):
            return
        if last.fate is Fate.OWED and broadcast.receipt is None and broadcast.counts is None:
            # The first is still on its way: there is nothing to edit yet.
            return
        await store.outbox.supersede(last)
    if broadcast.receipt:
        body["replaces"] = broadcast.receipt
    await store.broadcasts.change(broadcast, progress=broadcast.progress + 1)
    key = f"progress:{broadcast.id}:{broadcast.progress}"
    await store.outbox.owe(contact_id, body, key, urgency=Urgency.NOTICE, urgent=True)


def _is_soon(store: Store, broadcast: Broadcast, last: OutboxMessage) -> bool:
    """A second's rest for a thousand people; a clock set back does not make it longer."""
    rest = min(RARELY, timedelta(seconds=broadcast.total / 1000))
    return timedelta() <= store.now - last.created_at < rest


async def call_off(store: Store, broadcast: Broadcast) -> None:
    """Nothing more of it is sent."""
    await store.mailings.cancel(broadcast.id, "called_off")
    await store.broadcasts.change(broadcast, state=State.CANCELLED, ended_at=store.now)


async def tidy(store: Store) -> None:
    """Call off what was paused so long ago that nobody means to go on, and forget old drafts."""
    for number in await store.broadcasts.tidy():
        await call_off(store, await store.broadcasts.get(number))
