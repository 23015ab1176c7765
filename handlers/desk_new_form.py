"""The form of a new class: its questions in order, what can be tapped, and what an answer means."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.courses import MOST_OPTIONS
from handlers.desk_times import Told, tell
from handlers.desk_values import Span, day_before, kept, read_closing, read_fact, read_times, repeated, spanned
from handlers.forms import Option
from handlers.heard import Heard
from storage.catalogue_plan import CourseFacts, Entry, Meeting
from storage.centres import Centre
from storage.desk_courses import list_venues, propose_code
from storage.dialogs import Dialog
from storage.store import Store

STEPS = (
    "title",
    "topic",
    "ward",
    "when",
    "venue",
    "capacity",
    "fee_vnd",
    "audience",
    "teacher",
    "description",
    "repeat",
    "closes",
)
WORDS = ("title", "topic", "venue", "audience", "teacher", "description")
SEATS, TIMES = (15, 20, 30, 40), (1, 4, 8, 12)
MOST_TOPICS, MOST_VENUES = 10, 4
NOTHING_TOLD = (None, None, None)
"""Of the day, the beginning and the end of a lesson, as a dialog keeps them."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A class under way. `centres`: those it may be for."""

    heard: Heard
    store: Store
    dialog: Dialog
    centres: tuple[Centre, ...]

    @property
    def form(self) -> dict[str, Any]:
        """What was answered, by step; times as ISO."""
        form = self.dialog.state.get("form", {})
        return form | {"ward": self.centres[0].id} if len(self.centres) == 1 else dict(form)

    @property
    def step(self) -> str | None:
        """What is asked; None: nothing more."""
        return next((step for step in STEPS if step not in self.form), None)

    @property
    def centre(self) -> Centre:
        return next((one for one in self.centres if one.id == self.form.get("ward")), self.centres[0])

    @property
    def span(self) -> Span:
        """When the first lesson is."""
        starts, ends = self.form["when"]
        return datetime.fromisoformat(starts), datetime.fromisoformat(ends)

    @property
    def lessons(self) -> list[Span]:
        return [self.span, *((datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in self.form["repeat"])]


def asks_for_words(dialog: Dialog) -> bool:
    """Whether any words may be the answer. Before and after the ward, which is not always asked, none are."""
    form = dialog.state.get("form", {})
    step = next((one for one in STEPS if one not in form and one != "ward"), None)
    return step in WORDS and not dialog.state.get("entry")


async def options_of(draft: Draft) -> list[Option]:
    """(label, value) of the answers that can be tapped."""
    words, store = draft.heard.texts.desk_new, draft.store
    match draft.step:
        case "topic":
            return [(one.name, f"topic{one.id}") for one in (await store.topics.list_all())[:MOST_TOPICS]]
        case "ward":
            return [(one.ward, f"ward{one.id}") for one in draft.centres[:MOST_OPTIONS]]
        case "venue":
            venues = await list_venues(store, draft.centre.id, MOST_VENUES)
            return [(venue, f"venue{number}") for number, venue in enumerate(venues)]
        case "capacity":
            return [(str(seats), str(seats)) for seats in SEATS]
        case "fee_vnd":
            return [(words.free, "0")]
        case "audience":
            return [(label, f"audience{number}") for number, label in enumerate(words.audiences)]
        case "teacher" | "description":
            return [(words.skip, "none")]
        case "repeat":
            return [(str(times), str(times)) for times in TIMES]
        case "closes":
            proposed = day_before(draft.span[0], store.now)
            both = [(words.closes_then(proposed), "daybefore"), (words.closes_when_it_begins, "begins")]
            return both if proposed < draft.span[0] else both[1:]
        case _:
            return []


def taken(draft: Draft, value: str, label: str) -> Any:
    """What a tapped answer means."""
    match draft.step:
        case "ward":
            return int(value.removeprefix("ward"))
        case "capacity" | "fee_vnd":
            return int(value)
        case "teacher" | "description":
            return ""
        case "repeat":
            return kept(repeated(draft.span, int(value) - 1, [], draft.store.now))
        case "closes":
            starts_at = draft.span[0]
            return (day_before(starts_at, draft.store.now) if value == "daybefore" else starts_at).isoformat()
        case _:
            return label


async def read(draft: Draft, said: str) -> Any:
    """What a typed answer means; None if it is none. Of the day and the hours, see `read_when`."""
    now = draft.store.now
    match draft.step:
        case "ward":
            centre = await draft.store.centres.find_named(said)
            return centre.id if centre in draft.centres else None
        case "repeat":
            told = read_times(said, now)
            return kept(repeated(draft.span, told[0] - 1, told[1], now)) if told else None
        case "closes":
            closes = read_closing(said, max(ends for _, ends in draft.lessons), now)
            return closes.isoformat() if closes else None
        case step:
            return read_fact(step or "title", said)


def read_when(draft: Draft, said: str) -> tuple[list[str] | None, list[Any]]:
    """The day and the hours may be told one after the other: (when it is, if both are known; what is known else).

    A whole time that cannot be is forgotten, so that it can be typed anew.
    """
    day, starts, ends = draft.dialog.state.get("told", NOTHING_TOLD)
    before, now = Told(datetime.fromisoformat(day).date() if day else None, starts, ends), draft.store.now
    new = tell(said, now)
    hours = new if new.starts is not None else before
    told = Told(new.day or before.day, hours.starts, hours.ends)
    span = spanned(told, None, now)
    if span or (told.day and told.starts is not None):
        return (kept([span])[0] if span else None), list(NOTHING_TOLD)
    return None, [told.day.isoformat() if told.day else None, told.starts, told.ends]


async def entry_of(draft: Draft) -> Entry:
    form, ward = draft.form, draft.centre.ward
    facts = CourseFacts(
        code=await propose_code(draft.store, draft.centre.id),
        title=form["title"],
        topic=form["topic"],
        description=form["description"],
        ward=ward,
        capacity=form["capacity"],
        fee_vnd=form["fee_vnd"],
        audience=form["audience"],
        teacher=form["teacher"],
        registration_closes_at=datetime.fromisoformat(form["closes"]),
    )
    return Entry(0, facts, tuple(Meeting(starts, ends, form["venue"], ward) for starts, ends in draft.lessons))
