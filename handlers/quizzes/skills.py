"""Skills at the desk: what the people of a ward get wrong most, by neighbourhood and group too, and all wards."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.heard import Heard, Routes
from handlers.menu import Rows, not_understood
from handlers.quizzes.skill_files import chart, name_of, skill_file, wards_file
from handlers.reports import own_centres
from handlers.rights import trusted
from handlers.texts import Texts
from handlers.texts.items import skill_title
from handlers.texts.vi.skills import Line
from handlers.vocabulary import Button, Refusal, Reply, rows
from storage.centres import Centre
from storage.skills import Circle, Told, list_told, span_of
from storage.store import Store

ALL = "tatca"
CIRCLES, CHART, FILE = "nhom", "bieudo", "tep"
PAGE = 8
"""Wards in one message, and circles."""
WEAKEST = 5
"""Skills of a ward that are listed; of a circle two."""
OF_CIRCLE = 2


async def skills(heard: Heard, store: Store) -> list[Reply]:
    """`/kynang 3`: a ward; `/kynang 3 nhom 1`: its circles, second page; `… bieudo`, `… tep`; `/kynang tatca`: all."""
    await trusted(heard, store)
    centres, said = await own_centres(heard, store), heard.argument(0)
    if not centres:
        back = rows(Button(heard.texts.organizers.desk_button, "/banlamviec"))
        return [Reply(heard.texts.skills.no_centre(), back).in_place_of(heard.incoming)]
    centre = next((one for one in centres if str(one.id) == said), centres[0] if len(centres) == 1 else None)
    if said and said != ALL and (centre is None or str(centre.id) != said):
        raise Refusal(not_understood(heard)[0])
    if centre is None:
        return [await _of_all(heard, store, centres)]
    return [await _of_one(heard, store, Asked(centre, several=len(centres) > 1))]


@dataclass(frozen=True, slots=True)
class Asked:
    centre: Centre
    several: bool
    """Whether they look after others as well."""


async def _of_one(heard: Heard, store: Store, asked: Asked) -> Reply:
    told, words, centre = await list_told(store, asked.centre.id), heard.texts.skills, asked.centre
    of_ward = [one for one in told if one.of == Circle()]
    what, span = heard.argument(1), span_of(store.now)
    if what == CIRCLES:
        return _circles(heard, store, centre, told)
    if what == FILE:
        return await skill_file(heard, store, centre, told)
    if not of_ward:
        return Reply(words.nothing_yet(centre.ward), _ways(heard, asked, told)).in_place_of(heard.incoming)
    if what == CHART:
        return chart(heard, store, centre, of_ward)
    lines = [line_of(heard.texts, one) for one in of_ward[:WEAKEST]]
    text = words.of_ward(centre.ward, span, lines, len(of_ward[WEAKEST:]))
    return Reply(text, _ways(heard, asked, told)).in_place_of(heard.incoming)


def line_of(texts: Texts, told: Told) -> Line:
    return skill_title(told.topic, told.skill, texts.language), told.people, told.tenths


def _ways(heard: Heard, asked: Asked, told: Sequence[Told]) -> Rows:
    words, number = heard.texts.skills, asked.centre.id
    is_told, of_ward = bool(told), [one for one in told if one.of == Circle()]
    # The weakest topic is the one to practise next.
    topic = f" {of_ward[0].topic}" if of_ward else ""
    return rows(
        Button(words.chart_button, f"/kynang {number} {CHART}") if of_ward else None,
        Button(words.file_button, f"/kynang {number} {FILE}") if is_told else None,
        Button(words.circles_button, f"/kynang {number} {CIRCLES}") if is_told else None,
        Button(words.compare_button, "/truocsau"),
        Button(words.send_button, f"/guicaudo{topic}"),
        Button(words.wards_button, f"/kynang {ALL}") if asked.several else None,
        Button(heard.texts.organizers.desk_button, "/banlamviec"),
        wide=2,
    )


def _circles(heard: Heard, store: Store, centre: Centre, told: Sequence[Told]) -> Reply:
    words = heard.texts.skills
    back = Button(words.ward_button, f"/kynang {centre.id}")
    circles = [one for one in dict.fromkeys(one.of for one in told) if one != Circle()]
    if not circles:
        return Reply(words.no_circles(centre.ward), rows(back)).in_place_of(heard.incoming)
    named = sorted((name_of(heard.texts, one), one) for one in circles)
    page = min(heard.number(2), (len(named) - 1) // PAGE)
    shown = [
        (name, [line_of(heard.texts, one) for one in told if one.of == circle][:OF_CIRCLE])
        for name, circle in named[page * PAGE : (page + 1) * PAGE]
    ]
    has_more = len(named) > (page + 1) * PAGE
    more = Button(words.more_button, f"/kynang {centre.id} {CIRCLES} {page + 1}") if has_more else None
    text = words.of_circles(centre.ward, span_of(store.now), shown)
    return Reply(text, rows(more, back)).in_place_of(heard.incoming)


async def _of_all(heard: Heard, store: Store, centres: Sequence[Centre]) -> Reply:
    """`/kynang tatca 1`: the second page; `/kynang tatca tep`: all in a file."""
    words = heard.texts.skills
    if heard.argument(1) == FILE:
        return wards_file(heard, store, [(one, await list_told(store, one.id)) for one in centres])
    last = (len(centres) - 1) // PAGE
    page = min(heard.number(1), last)
    shown = centres[page * PAGE : (page + 1) * PAGE]
    lines: list[tuple[str, Line | None]] = []
    for one in shown:
        of_ward = [told for told in await list_told(store, one.id) if told.of == Circle()]
        lines.append((one.ward, line_of(heard.texts, of_ward[0]) if of_ward else None))
    picks = rows(*(Button(one.ward, f"/kynang {one.id}") for one in shown), wide=2)
    ways = rows(
        Button(words.more_button, f"/kynang {ALL} {page + 1}") if page < last else None,
        Button(words.file_button, f"/kynang {ALL} {FILE}"),
        Button(words.compare_button, "/truocsau"),
        Button(words.send_button, "/guicaudo"),
        Button(heard.texts.organizers.desk_button, "/banlamviec"),
        wide=2,
    )
    return Reply(words.side_by_side(span_of(store.now), lines), picks + ways).in_place_of(heard.incoming)


desk: Routes = {"kynang": skills, "skills": skills}
