"""The bank of the mini-quizzes: whole in both languages, fairly spread; a slip in a file is named."""

import copy
from collections import Counter
from typing import Any

import pytest

from handlers.texts import items
from handlers.texts.items import Item

ENOUGH = 180
UNEVEN = 2
"""How far from even the places of right answers may be within one topic."""


def by_topic() -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for one in items.load():
        found.setdefault(one.topic, []).append(one)
    return found


def test_the_whole_bank_can_be_used() -> None:
    assert items.faults(items.read()) == []
    assert len(items.load()) >= ENOUGH
    assert len(by_topic()) == 14


def test_every_topic_has_all_levels_and_skills_that_come_again() -> None:
    for topic, found in by_topic().items():
        assert {one.level for one in found} == {1, 2, 3}, topic
        assert min(Counter(one.skill for one in found).values()) >= 2, topic


def test_where_the_right_answer_stands_tells_nothing() -> None:
    for topic, found in by_topic().items():
        places = Counter(place for one in found for place in one.right)
        assert max(abs(places[place] - len(found) / 4) for place in range(4)) <= UNEVEN, topic


def test_the_right_answer_is_not_simply_the_longest() -> None:
    longest = [
        one for one in items.load() if max(one.options["vi"], key=len) in {one.options["vi"][at] for at in one.right}
    ]
    assert len(longest) < 0.35 * len(items.load())


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda one: one.update(id="other-01"), "id"),
        (lambda one: one.update(level=4), "level"),
        (lambda one: one.update(skill="Hỏi lại"), "skill"),
        (lambda one: one.update(right=[7]), "right"),
        (lambda one: one.update(right=[]), "right"),
        (lambda one: one["options"].update(en=["a", "b"]), "options.en"),
        (lambda one: one["options"].update(vi=["Có", "co", "Không"]), "options.vi"),
        (lambda one: one["question"].pop("en"), "question.en"),
        (lambda one: one["explanation"].update(vi="x" * 400), "explanation.vi"),
        (lambda one: one.pop("source"), "source"),
    ],
)
def test_what_is_wrong_with_an_item_is_named(spoil: Any, named: str) -> None:
    files = copy.deepcopy(items.read())
    spoil(files["scams"]["items"][0])
    assert ("scams-01", named) in items.faults(files)


def test_every_skill_has_a_short_name_of_its_own_in_both_languages() -> None:
    skills = {(one.topic, one.skill) for one in items.load()}
    for language in items.LANGUAGES:
        names = [items.skill_title(topic, skill, language) for topic, skill in skills]
        assert len(set(names)) == len(names)
        assert max(map(len, names)) <= items.LONGEST["skills"]
    named = {(topic, skill) for topic, file in items.read().items() for skill in file["skills"]}
    assert named == skills


def test_topics_and_skills_are_called_as_people_say() -> None:
    assert items.topic_title("scams", "vi") == "Lừa đảo qua mạng"
    assert items.skill_title("fake_officials", "see_through_disguise", "vi") == "Nhận ra cuộc gọi giả danh"
    assert items.skill_title("fake_officials", "see_through_disguise", "en") == "Seeing through fake callers"


def test_a_skill_that_nobody_named_is_called_as_its_topic() -> None:
    assert items.skill_title("vneid", "brought", "vi") == "Ứng dụng VNeID"
    assert items.skill_title("unheard_of", "brought", "en") == "unheard_of"


@pytest.mark.parametrize(("language", "name"), [("vi", None), ("en", "x" * 41)])
def test_items_of_a_skill_without_a_fitting_name_are_left_out(language: str, name: str | None) -> None:
    files = copy.deepcopy(items.read())
    files["scams"]["skills"]["verify_people"][language] = name
    assert items.faults(files) == [(one, f"skills.{language}") for one in ("scams-01", "scams-02", "scams-03")]


@pytest.mark.parametrize("stray", ["abc", 7, None, [], {}, {"id": "scams-99"}])
def test_a_stray_entry_is_named_and_left_out(stray: Any) -> None:
    files = copy.deepcopy(items.read())
    files["scams"]["items"][1] = stray
    assert items.faults(files) == [("scams-02", "id")]
    assert {one.id for one in items.load()} - {one.id for one in items.usable(files)} == {"scams-02"}


def test_a_file_that_is_no_bank_and_a_question_asked_twice_are_named() -> None:
    files = copy.deepcopy(items.read())
    files["other"] = None
    files["vneid"]["items"][1]["question"] = files["vneid"]["items"][0]["question"]
    assert {what for _, what in items.faults(files)} == {"topic", "question asked twice"}
