"""What a programme has besides classes: added step by step; and taking a class or such an event out of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from markupsafe import Markup

from handlers.catalogue_cells import as_text
from handlers.desk_dialogs import steps
from handlers.desk_times import tell
from handlers.forms import Option, chosen, question
from handlers.heard import Handler, Heard, Routes, Wordy
from handlers.programme_desk import YES, not_there, own, page_of, warn
from handlers.programme_make import dashed
from handlers.rights import trusted
from handlers.vocabulary import Button, Reply, rows
from storage.dialogs import Dialog
from storage.organizers import Rights
from storage.programmes import MOST_EVENTS, Activity, EventKind, Programme, bounds
from storage.store import Store

ADDING, ADDED = "programme_event", "programme_event_done"
"""The dialogs: it is described and looked at; it was added, or not."""
STEPS = ("kind", "title", "when", "venue")
LONGEST = 200


async def begin(heard: Heard, store: Store) -> list[Reply]:
    """`/cthoatdong 3`: the first question."""
    rights = await trusted(heard, store)
    programme = await own(heard, store, rights)
    if programme is None or not rights.over(programme.centre_id):
        return [not_there(heard)]
    if len(await store.programmes.list_events(programme.id)) >= MOST_EVENTS:
        return [await page_of(heard, store, programme, heard.texts.desk_programmes.too_many(MOST_EVENTS))]
    dialog = await store.dialogs.open(heard.contact.id, ADDING, {"programme": programme.id, "form": {}})
    return [await _ask(heard, store, dialog, programme)]


def _step(dialog: Dialog) -> str | None:
    return next((one for one in STEPS if one not in dialog.state["form"]), None)


def _options(heard: Heard, step: str | None) -> list[Option]:
    words = heard.texts.desk_programmes
    kinds = [(heard.texts.programmes.kind(one), one.value) for one in EventKind if one is not EventKind.CLASS]
    first = kinds if step == "kind" else [(words.yes_do, YES), (words.again, "lai")] if step is None else []
    return [*first, (words.stop, "thoi")]


async def _ask(heard: Heard, store: Store, dialog: Dialog, programme: Programme, first: str | None = None) -> Reply:
    """The next question, or what was described. `first`: why what was said is no answer."""
    words, step = heard.texts.desk_programmes, _step(dialog)
    span = heard.texts.programmes.span(programme.starts_on, programme.ends_on)
    text = words.ask_event(step, span) if step else await _preview(heard, store, dialog, programme)
    told = words.lines(first, "", text) if first else text
    return question("ctghi", dialog.id, told, _options(heard, step)).in_place_of(heard.incoming)


def _described(dialog: Dialog) -> Activity:
    form = dialog.state["form"]
    starts_at, ends_at = (datetime.fromisoformat(one) for one in form["when"])
    return Activity(0, EventKind(form["kind"]), starts_at, ends_at, form["title"], form["venue"])


async def _preview(heard: Heard, store: Store, dialog: Dialog, programme: Programme) -> Markup:
    described = _described(dialog)
    after = [*await store.programmes.list_activities(programme), described]
    entry = heard.texts.programmes.day_of(described.day, [(None, described, "")], 0)
    return heard.texts.desk_programmes.preview_event(entry, await warn(heard, store, programme, after))


async def _go_on(heard: Heard, store: Store, dialog: Dialog, value: str | None) -> Reply:
    rights, words = await trusted(heard, store), heard.texts.desk_programmes
    programme = await store.programmes.find(dialog.state["programme"])
    if programme is None or not rights.over(programme.centre_id):
        await store.dialogs.close(heard.contact.id)
        return not_there(heard)
    if dialog.kind == ADDED:
        return await page_of(heard, store, programme, words.event_added() if dialog.state["added"] else words.stopped())
    step = _step(dialog)
    value = value or chosen(heard.incoming.text, _options(heard, step))
    if value == "thoi":
        await store.dialogs.end(dialog, ADDED, programme=programme.id, added=False)
        return await page_of(heard, store, programme, words.stopped())
    if step is None:
        return await _settle(heard, store, dialog, programme, value)
    answer = _answer(heard, store, step, value, programme)
    if answer is None:
        # A button of an earlier question, tapped twice or late, is no wrong answer to this one.
        late = heard.incoming.text.startswith("/")
        return await _ask(heard, store, dialog, programme, None if late else words.unread_event(step))
    await store.dialogs.turn(dialog, form=dialog.state["form"] | {step: answer})
    return await _ask(heard, store, dialog, programme)


def _answer(heard: Heard, store: Store, step: str, value: str | None, programme: Programme) -> Any:
    """What was answered, as JSON; None if it is no answer."""
    said = heard.incoming.text
    if step == "kind":
        return value if value in {one for _, one in _options(heard, step)} else None
    if said.startswith("/"):
        return None
    if step == "when":
        times = read_when(said, store, programme)
        return [one.isoformat() for one in times] if times else None
    text = as_text(said)
    return text if 0 < len(text) <= LONGEST else None


def read_when(said: str, store: Store, programme: Programme) -> tuple[datetime, datetime] | None:
    """From when until when, to come and within the days; a programme of one day needs only hours."""
    told = tell(dashed(said), store.now)
    only_day = programme.starts_on if programme.starts_on == programme.ends_on else None
    times = type(told)(told.day or only_day, told.starts, told.ends).lesson()
    since, until = bounds(programme)
    fits = times and since <= times[0] < times[1] <= until and times[0] > store.now
    return times if fits else None


async def _settle(heard: Heard, store: Store, dialog: Dialog, programme: Programme, value: str | None) -> Reply:
    """What was looked at is added, or described anew."""
    described = _described(dialog)
    if value == "lai" or described.starts_at <= store.now:
        await store.dialogs.turn(dialog, form={})
    if value != YES or not dialog.state["form"]:
        return await _ask(heard, store, dialog, programme)
    times = described.starts_at, described.ends_at
    event = await store.programmes.add_event(programme, described.kind, described.title, described.venue, times)
    note = {"programme": programme.id, "event": event.id}
    await store.audit.note(heard.contact.id, programme.centre_id, "programme_event_added", **note)
    await store.dialogs.end(dialog, ADDED, programme=programme.id, added=True)
    return await page_of(heard, store, programme, heard.texts.desk_programmes.event_added())


async def remove(heard: Heard, store: Store) -> list[Reply]:
    """`/ctbo 3`: what can be taken out; `/ctbo 3 7` asks whether event 7, `/ctbo 3 7 vang` does it."""
    rights = await trusted(heard, store)
    programme = await own(heard, store, rights)
    if programme is None:
        return [not_there(heard)]
    activities = await store.programmes.list_activities(programme)
    theirs = {one.event_id: one for one in reversed(activities) if _may_remove(one, programme, rights)}
    one = theirs.get(heard.number(1))
    if one is None:
        return [_ask_which(heard, programme, sorted(theirs.values(), key=lambda one: one.starts_at))]
    return [await _remove(heard, store, programme, one, activities)]


def _may_remove(one: Activity, programme: Programme, rights: Rights) -> bool:
    return rights.over(programme.centre_id) or (one.course is not None and rights.over(one.course.centre_id))


def _ask_which(heard: Heard, programme: Programme, theirs: Sequence[Activity]) -> Reply:
    words = heard.texts.desk_programmes
    picks = [Button(words.pick(one), f"/ctbo {programme.id} {one.event_id}") for one in theirs]
    back = Button(words.back_button, f"/chuongtrinh {programme.id}")
    return Reply(words.ask_which(bool(theirs)), rows(*picks, back)).in_place_of(heard.incoming)


async def _remove(
    heard: Heard, store: Store, programme: Programme, one: Activity, activities: Sequence[Activity]
) -> Reply:
    words = heard.texts.desk_programmes
    if heard.argument(2) != YES:
        warning = await warn(heard, store, programme, [other for other in activities if other.event_id != one.event_id])
        yes = Button(words.yes_do, f"/ctbo {programme.id} {one.event_id} {YES}")
        choice = rows(yes, Button(words.no_do, f"/chuongtrinh {programme.id}"), wide=2)
        text = words.ask_remove(one.title, one.course is not None, warning)
        return Reply(text, choice).in_place_of(heard.incoming)
    await store.programmes.remove(one.event_id)
    centre = one.course.centre_id if one.course else programme.centre_id
    note = {"programme": programme.id, "event": one.event_id}
    await store.audit.note(heard.contact.id, centre, "programme_event_removed", **note)
    return await page_of(heard, store, programme, words.removed(one.title))


tapped, typed = steps(_go_on, ADDING, ADDED)
desk: Routes = {"cthoatdong": begin, "ctghi": tapped, "ctbo": remove}
dialogs: dict[str, Handler] = {ADDING: typed}
wordy: dict[str, Wordy] = {ADDING: lambda dialog, said: _step(dialog) in ("title", "venue")}
