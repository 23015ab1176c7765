"""The report of an organizer's centres: a month or a year, in short, in detail, and all centres side by side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.heard import Heard, Routes
from handlers.menu import Rows, not_understood
from handlers.rights import trusted
from handlers.vocabulary import Button, Refusal, Reply, rows
from storage.centres import Centre
from storage.periods import Period, month_of
from storage.reports import by_course, by_origin, by_topic, count_visits, figures, first_lesson_at
from storage.store import Store

ALL, DETAILS = "tatca", "chitiet"
PAGE = 8
"""Centres in one message."""
YEARS = range(2000, 2101)
_PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2}))?|(?P<first>\d{1,2})/(?P<then>\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an organizer asked for."""

    centres: Sequence[Centre]
    """All that they look after, by ward."""
    centre: Centre | None
    """Which of these; None: all side by side."""
    period: Period
    rest: tuple[str, ...]
    """The arguments behind."""

    @property
    def says(self) -> str:
        """To be said in a button: "3 2026-11"."""
        return f"{self.centre.id if self.centre else ALL} {code_of(self.period)}"


def code_of(period: Period) -> str:
    return f"{period.year}-{period.month:02d}" if period.month else f"{period.year}"


def read_period(said: str) -> Period | None:
    """2026, 2026-11 or 11/2026."""
    found = _PERIOD.fullmatch(said)
    if found is None:
        return None
    year, month = int(found["year"] or found["then"]), found["month"] or found["first"]
    if year not in YEARS or (month and not 1 <= int(month) <= 12):
        return None
    return Period(year, int(month) if month else None)


async def own_centres(heard: Heard, store: Store) -> list[Centre]:
    """Those that whoever speaks is trusted with, by ward."""
    rights = await trusted(heard, store)
    return [one for one in await store.centres.list_all() if rights.over(one.id)]


async def read_asked(heard: Heard, store: Store) -> Asked:
    """`3 2026-11`: centre 3 in a month; `tatca 2026`: all in a year; nothing: the own one, or all, this month.

    Refuses a centre that is not theirs as if there were nothing here. A time to come is now.
    """
    centres, said = await own_centres(heard, store), list(heard.arguments)
    centre = centres[0] if len(centres) == 1 else None
    if said and read_period(said[0]) is None:
        centre = None if said[0] == ALL else next((one for one in centres if str(one.id) == said[0]), None)
        if centre is None and said[0] != ALL:
            raise Refusal(not_understood(heard)[0])
        said = said[1:]
    now = month_of(store.now)
    period = read_period(said[0]) if said else None
    if period is None or period.since > store.now:
        period = now if period is None or period.month else Period(now.year)
    return Asked(centres, centre, period, tuple(said[1:]))


async def report(heard: Heard, store: Store) -> list[Reply]:
    """`/baocao 3 2026-11`, see `read_asked`; `… chitiet`: in detail; `/baocao tatca 2026 1`: the second page."""
    asked = await read_asked(heard, store)
    if not asked.centres:
        back = rows(Button(heard.texts.organizers.desk_button, "/banlamviec"))
        return [Reply(heard.texts.reports.no_centre(), back).in_place_of(heard.incoming)]
    if asked.centre is None:
        return [await _side_by_side(heard, store, asked)]
    show = _details if DETAILS in asked.rest else _summary
    return [await show(heard, store, asked, asked.centre)]


async def _summary(heard: Heard, store: Store, asked: Asked, centre: Centre) -> Reply:
    words, period = heard.texts.reports, asked.period
    of = (await figures(store, period, [centre.id]))[centre.id]
    of_year = (await count_visits(store, period.whole_year, [centre.id]))[centre.id]
    text = words.report(centre.ward, period, of, of_year, centre.yearly_target)
    ways = await _ways_in_time(heard, store, asked)
    files = rows(
        Button(words.details_button, f"/baocao {asked.says} {DETAILS}") if of.lessons else None,
        Button(words.chart_button, f"/bieudo {asked.says}"),
        Button(words.file_button, f"/tepbaocao {asked.says}"),
        Button(words.target_button, f"/chitieu c{centre.id}"),
        wide=2,
    )
    return Reply(text, (*ways, *files, *_ways_out(heard, asked))).in_place_of(heard.incoming)


async def _details(heard: Heard, store: Store, asked: Asked, centre: Centre) -> Reply:
    words, period = heard.texts.reports, asked.period
    topics = await by_topic(store, period, centre.id)
    back = rows(
        Button(words.summary_button, f"/baocao {asked.says}"), Button(words.file_button, f"/tepbaocao {asked.says}")
    )
    if not topics:
        return Reply(words.nothing_yet(centre.ward, period), back).in_place_of(heard.incoming)
    courses = await by_course(store, period, centre.id)
    origins = await by_origin(store, period, centre.id, sum(visits for _, visits in topics))
    text = words.details(centre.ward, period, topics, courses, origins)
    return Reply(text, back).in_place_of(heard.incoming)


async def _side_by_side(heard: Heard, store: Store, asked: Asked) -> Reply:
    words, period = heard.texts.reports, asked.period
    last = (len(asked.centres) - 1) // PAGE
    page = min(int(asked.rest[0]), last) if asked.rest and re.fullmatch(r"[0-9]{1,4}", asked.rest[0]) else 0
    shown = asked.centres[page * PAGE : (page + 1) * PAGE]
    ids = [one.id for one in shown]
    of, of_year = await count_visits(store, period, ids), await count_visits(store, period.whole_year, ids)
    told = [(one.ward, of[one.id], of_year[one.id], one.yearly_target) for one in shown]
    picks = rows(*(Button(one.ward, f"/baocao {one.id} {code_of(period)}") for one in shown), wide=2)
    more = Button(words.more_button, f"/baocao {asked.says} {page + 1}") if page < last else None
    ways = await _ways_in_time(heard, store, asked)
    out = (*rows(more, Button(words.file_button, f"/tepbaocao {asked.says}"), wide=2), *_ways_out(heard, asked))
    return Reply(words.side_by_side(period, told), (*picks, *ways, *out)).in_place_of(heard.incoming)


async def _ways_in_time(heard: Heard, store: Store, asked: Asked) -> Rows:
    """To the month or year before and after, from a month to its year, and from a year to its months."""
    words, period = heard.texts.reports, asked.period
    whose = asked.centre.id if asked.centre else ALL
    began = await first_lesson_at(store, [asked.centre.id] if asked.centre else [one.id for one in asked.centres])
    before, after = period.step(-1), period.step(1)
    has_before = began is not None and began < period.since and before.year in YEARS
    steps = rows(
        Button(words.earlier(before), f"/baocao {whose} {code_of(before)}") if has_before else None,
        Button(words.later(after), f"/baocao {whose} {code_of(after)}") if after.since <= store.now else None,
        wide=2,
    )
    if period.month:
        return (*steps, *rows(Button(words.whole_year(period.year), f"/baocao {whose} {period.year}")))
    months = [Period(period.year, month) for month in range(1, 13)]
    there = [one for one in months if one.since <= store.now and began is not None and began < one.until]
    return (
        *steps,
        *rows(
            *(Button(words.month_button(one.month or 0), f"/baocao {whose} {code_of(one)}") for one in there), wide=6
        ),
    )


def _ways_out(heard: Heard, asked: Asked) -> Rows:
    others = len(asked.centres) > 1 and asked.centre is not None
    return rows(
        Button(heard.texts.reports.centres_button, f"/baocao {ALL} {code_of(asked.period)}") if others else None,
        Button(heard.texts.organizers.desk_button, "/banlamviec"),
        wide=2,
    )


desk: Routes = {"baocao": report, "report": report}
