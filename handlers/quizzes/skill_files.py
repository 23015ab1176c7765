"""Skills to show around: the weakest as a picture, all that may be told as an Excel file."""

from collections.abc import Sequence

from handlers.heard import Heard
from handlers.menu import Rows
from handlers.pictures.skill_chart import MOST, SkillChart, draw
from handlers.quizzes.before_after import list_compared
from handlers.report_files import Row, workbook
from handlers.roster_files import EXCEL
from handlers.texts import Texts
from handlers.texts.items import skill_title, topic_title
from handlers.vocabulary import Button, Document, Reply, rows
from storage.centres import Centre
from storage.organizers import Rights
from storage.skills import Circle, Told, span_of
from storage.store import Store

MOST_CLASSES = 500
"""In a file."""


def chart(heard: Heard, store: Store, centre: Centre, of_ward: Sequence[Told]) -> Reply:
    """The weakest of these, which are in order."""
    words, span = heard.texts.skills, span_of(store.now)
    bars = [
        (skill_title(one.topic, one.skill, heard.texts.language), one.tenths, words.chart_value(one.tenths, one.people))
        for one in of_ward[:MOST]
    ]
    picture = draw(SkillChart(words.chart_title(), f"{centre.ward} · {words.dates(span)}", words.chart_legend(), bars))
    file = Document(words.chart_name(), picture, "image/png")
    return Reply(words.chart_caption(centre.ward, span), _back(heard, str(centre.id)), document=file)


async def skill_file(heard: Heard, store: Store, centre: Centre, told: Sequence[Told]) -> Reply:
    """The ward, its circles, its classes."""
    classes = await list_compared(store, Rights(everywhere=False, centres=frozenset({centre.id})), MOST_CLASSES)
    compared: list[Row] = [
        [course.code, course.title, topic_title(topic, heard.texts.language), of.people, of.before * 10, of.after * 10]
        for course, topic, of in classes
        if of is not None
    ]
    of_ward: list[Row] = [_row(heard.texts, one) for one in told if one.of == Circle()]
    of_circles: list[Row] = [
        [name_of(heard.texts, one.of), *_row(heard.texts, one)] for one in told if one.of != Circle()
    ]
    return _file(heard, store, str(centre.id), {"ward": of_ward, "circles": of_circles, "classes": compared})


def wards_file(heard: Heard, store: Store, wards: Sequence[tuple[Centre, Sequence[Told]]]) -> Reply:
    lines: list[Row] = [
        [centre.ward, *_row(heard.texts, one)] for centre, told in wards for one in told if one.of == Circle()
    ]
    return _file(heard, store, "tatca", {"wards": lines})


def _file(heard: Heard, store: Store, whose: str, sheets: dict[str, list[Row]]) -> Reply:
    words = heard.texts.skills
    names, heads = words.sheets(), words.heads()
    content = workbook([(names[one], [heads[one], *lines]) for one, lines in sheets.items()])
    file = Document(words.file_name(), content, EXCEL)
    return Reply(words.file_caption(span_of(store.now)), _back(heard, whose), document=file)


def _row(texts: Texts, told: Told) -> list[str | int]:
    language = texts.language
    skill = skill_title(told.topic, told.skill, language)
    return [topic_title(told.topic, language), skill, told.people, told.tenths * 10]


def name_of(texts: Texts, circle: Circle) -> str:
    """A neighbourhood's or a group's."""
    words = texts.skills
    return words.near(circle.near) if circle.near is not None else words.group(circle.group or "")


def _back(heard: Heard, whose: str) -> Rows:
    return rows(Button(heard.texts.skills.skills_button, f"/kynang {whose}"))
