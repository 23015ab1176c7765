"""The sender: what is owed goes out once, in order, at its pace, and ends in one of few ways."""

from datetime import timedelta
from itertools import pairwise

from markupsafe import Markup
from sqlalchemy import select

from handlers.vocabulary import Button, Document, Reply
from schedules.channel import Rejected, TryLater
from schedules.clock import StillClock
from schedules.pace import Limits
from storage.database import Database
from storage.outbox import OutboxMessage, Urgency
from tests.post_office import Office, body, texts_to

# Order


async def test_everyone_reads_their_messages_once_in_order_one_at_a_time(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    for number in range(12):
        for person in "123456":
            await office.answers(person, f"{number}a", f"{number}b")
    async with office.at_work():
        await office.settles()
    for person in "123456":
        assert texts_to(person, office.post.taken) == [f"{number}{part}" for number in range(12) for part in "ab"]
        assert office.post.most_at_once[person] == 1
    assert await office.counts() == {"sent": 144}


async def test_who_waits_with_the_phone_in_hand_comes_before_notices_and_broadcasts(
    database: Database, clock: StillClock
) -> None:
    office = Office(database, clock)
    await office.owes("1", "broadcast", Urgency.BROADCAST)
    await office.owes("2", "notice")
    await office.answers("3", "reply")
    await office.answers("1", "reply to the first")
    async with office.at_work():
        await office.settles()
    assert [text for _, text in office.post.taken] == ["reply", "reply to the first", "notice", "broadcast"]


async def test_a_reply_goes_out_among_the_next_while_ten_thousand_wait(
    sqlite_database: Database, clock: StillClock
) -> None:
    office = Office(sqlite_database, clock, Limits())
    await office.announces(10_000)
    async with office.at_work():
        await office.post.gets(100)
        before = len(office.post.arrived)
        asked_at = office.timer.now
        await office.answers("5", "Đây là lớp học")
        place = await office.post.reaches("5", "Đây là lớp học")
    assert place - before < 40, "not behind the thousands"
    assert office.post.times[place] - asked_at < 2, f"{place - before} went before it"


# Pace


async def test_the_pace_is_kept_and_one_chat_does_not_hold_up_another(database: Database, clock: StillClock) -> None:
    office = Office(database, clock, Limits(per_chat_burst=2))
    await office.answers("1", *"abcdef")
    await office.answers("2", "hello")
    async with office.at_work():
        await office.settles()
    assert texts_to("1", office.post.taken) == list("abcdef")
    to_first = [at for (to, _), at in zip(office.post.arrived, office.post.times, strict=True) if to == "1"]
    assert to_first[1] == to_first[0]
    assert all(later - before >= 0.999 for before, later in pairwise(to_first[1:]))
    assert office.post.arrived.index(("2", "hello")) <= 2


async def test_retry_after_silences_everything(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    office.post.refuses_with(TryLater("flood", after=30, everyone=True))
    for person in "12345":
        await office.answers(person, "hello")
    async with office.at_work():
        await office.settles()
    first, *others = office.post.times
    assert sorted(office.post.taken) == [(person, "hello") for person in "12345"]
    in_flight = [at for at in others if at == first]
    assert len(in_flight) <= 4
    assert all(at >= first + 30 for at in others if at > first)
    assert len(office.post.arrived) == 6, "only the refused one was sent again"


async def test_what_was_cancelled_while_the_channel_was_closed_is_not_sent(
    database: Database, clock: StillClock
) -> None:
    office = Office(database, clock, Limits(per_second=None, in_flight=1))
    office.post.refuses_with(TryLater("flood", after=30, everyone=True))
    await office.owes("1", "first")
    await office.owes("2", "Buổi học đã dời")
    office.post.hangs()
    async with office.at_work():
        await office.post.gets(1)
        async with database.begin(clock.now()) as store:
            await store.outbox.cancel("Buổi", "the lesson was cancelled")
        office.post.recovers()
        await office.settles()
    assert office.post.taken == [("1", "first")]
    assert (await office.fates())["Buổi học đã dời"] == ("cancelled", "the lesson was cancelled")


async def test_what_was_cancelled_while_it_waited_for_its_turn_is_not_sent(
    database: Database, clock: StillClock
) -> None:
    office = Office(database, clock, Limits(per_second=1))
    for number in range(30):
        await office.owes(str(number), f"Buổi học {number}")
    async with office.at_work():
        await office.post.gets(2)
        office.timer.stopped = True
        async with database.begin(clock.now()) as store:
            await store.outbox.cancel("Buổi", "the lesson was cancelled")
        office.timer.stopped = False
        await office.settles()
    assert len(office.post.taken) < 20, "what was loaded is looked at again every few seconds"


async def test_a_broadcast_that_is_called_off_stops_at_once(database: Database, clock: StillClock) -> None:
    a_second = 10
    office = Office(database, clock, Limits(per_second=a_second))
    await office.announces(40)
    async with office.at_work():
        await office.post.gets(5)
        office.timer.stopped = True
        async with database.begin(clock.now()) as store:
            await store.outbox.cancel("broadcast:", "called_off")
        sent = len(office.post.arrived)
        office.delivery.wake()
        office.timer.stopped = False
        await office.settles()
    assert len(office.post.arrived) <= sent + a_second, "what was loaded is not sent all the same"
    assert (await office.counts())["cancelled"] >= 20


# Ways to end


async def test_who_blocked_us_is_left_in_peace_until_they_return(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    office.post.blocks("5")
    await office.owes("5", "reminder")
    await office.owes("5", "another")
    await office.owes("6", "hello")
    async with office.at_work():
        await office.settles()
        async with database.begin(clock.now()) as store:
            met = await store.contacts.find("telegram", "5")
            assert met is not None
            assert met.contact is not None
            assert met.address.unreachable_at == clock.now()
            assert not await store.outbox.owe(met.contact.id, body("later"), "later")
        office.post.unblocks("5")
        await office.answers("5", "welcome back")
        await office.settles()
    assert texts_to("5", office.post.arrived) == ["reminder", "welcome back"]
    fates = await office.fates()
    assert fates["reminder"] == ("failed", "Forbidden")
    assert fates["another"] == ("cancelled", "unreachable")
    assert fates["hello"] == ("sent", None)
    assert fates["welcome back"] == ("sent", None)


async def test_our_own_fault_is_recorded_and_not_repeated(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    office.post.refuses_with(Rejected("can't parse entities"))
    await office.answers("1", "broken", "sound")
    async with office.at_work():
        await office.settles()
    assert [text for _, text in office.post.arrived] == ["broken", "sound"]
    assert (await office.fates())["broken"] == ("failed", "can't parse entities")


async def test_a_message_that_does_not_pass_is_tried_ever_more_rarely_and_given_up_and_others_pass(
    database: Database, clock: StillClock
) -> None:
    office = Office(database, clock)
    office.post.refuses_with(TryLater("odd"))
    await office.answers("1", "stuck", "behind it")
    async with office.at_work():
        await office.post.gets(1)
        await office.answers("2", "hello")
        await office.settles()
    assert texts_to("1", office.post.taken) == ["stuck", "behind it"], "in order all the same"

    office.post.refuses_with(*[TryLater("odd")] * 20)
    office.post.times.clear()
    await office.answers("1", "hopeless", "behind that")
    office.opens_again()
    async with office.at_work():
        await office.settles()
    assert (await office.fates())["hopeless"] == ("failed", "gave_up")
    assert texts_to("1", office.post.taken)[-1] == "behind that"
    waits = [round(later - before) for before, later in pairwise(office.post.times[:20])]
    assert waits[:8] == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_a_channel_that_crashes_fails_one_message_after_five_tries(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    office.post.refuses_with(*[KeyError("Nguyễn Thị Sáu")] * 5)
    await office.answers("1", "unlucky", "lucky")
    async with office.at_work():
        await office.settles()
    fates = await office.fates()
    assert fates == {"unlucky": ("failed", "crash:KeyError"), "lucky": ("sent", None)}


async def test_what_is_no_longer_useful_is_never_sent(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    await office.owes("1", "class in an hour", expires_in=timedelta(hours=1))
    await office.owes("1", "class tomorrow", expires_in=timedelta(days=1))
    clock.turn(timedelta(hours=1))
    async with office.at_work():
        await office.settles()
    assert office.post.arrived == [("1", "class tomorrow")]
    assert (await office.fates())["class in an hour"] == ("expired", None)


async def test_what_is_due_later_waits_for_the_clock(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    await office.owes("1", "in an hour", due_in=timedelta(hours=1))
    async with office.at_work():
        await office.settles()
        assert office.post.arrived == []
        # Nobody wakes it: it looks by itself.
        clock.turn(timedelta(hours=1))
        await office.post.gets(1)


async def test_what_was_not_out_before_the_quiet_waits_for_the_morning(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    clock.turn(timedelta(hours=12, minutes=50))
    await office.owes("1", "reminder of ten to nine")
    clock.turn(timedelta(minutes=20))
    await office.answers("1", "answer at ten past nine")
    async with office.at_work():
        await office.settles()
        assert office.post.taken == [("1", "answer at ten past nine")]
        clock.turn(timedelta(hours=10))
        await office.settles()
        assert office.post.taken[1:] == [("1", "reminder of ten to nine")]


async def test_a_document_made_for_one_person_is_not_kept(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    button = ((Button("Có", "yes"),),)
    reply = Reply(Markup("my data"), button, document=Document("data.json", b"{}", "application/json"))
    async with database.begin(clock.now()) as store:
        met = await store.contacts.meet("telegram", "1", "Bà Sáu", "vi")
        await store.outbox.answer(met.address.id, [reply.body()], "1")
    async with office.at_work():
        await office.settles()
    async with database.read(clock.now()) as store:
        row = (await store.session.scalars(select(OutboxMessage))).one()
        assert row.body == {"html": "my data", "buttons": [[["Có", "yes", ""]]]}
        assert row.receipt == "m1"
        assert await store.outbox.last_offer(row.address_id) == [("Có", "yes")]
