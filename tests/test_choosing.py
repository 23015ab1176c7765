"""Which items are asked next, and how well they are remembered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.quizzes.choosing import COUNT, EASED, choose, level, order, review
from handlers.texts.items import Item
from storage.cards import Memory
from storage.quiet_hours import LOCAL
from tests.bench.memories import Learner
from tests.bench.quizzes import WAYS, simulate

DAY = timedelta(days=1)
EVENING = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""A Monday, seven in the evening in Ho Chi Minh City."""


@dataclass(frozen=True)
class Said:
    item: str
    is_right: bool
    at: datetime


def item(name: str, topic: str = "scams", level: int = 1, options: int = 4) -> Item:
    texts = {"vi": "…", "en": "…"}
    shown = {language: tuple("abcd"[:options]) for language in texts}
    return Item(name, topic, "look_twice", level, texts, shown, frozenset({0}), texts, "Sở, 2025")


def bank(*items: Item) -> dict[str, Item]:
    return {one.id: one for one in items}


def scams(count: int, level: int = 1) -> dict[str, Item]:
    return bank(*(item(f"scams-{number:02}", level=level) for number in range(count)))


def card(name: str, *, due: int, asked: int = -30, stability: float = 10.0) -> Memory:
    """Due and last asked so many days from now."""
    return Memory(name, stability, 5.0, EVENING + due * DAY, EVENING + asked * DAY)


def chosen(
    items: Mapping[str, Item],
    cards: Iterable[Memory] = (),
    attempts: Iterable[Said] = (),
    *,
    followed: Iterable[str] = (),
    now: datetime = EVENING,
    seed: str = "a",
    count: int = COUNT,
    topic: str | None = None,
) -> list[str]:
    return choose(items, list(cards), list(attempts), set(followed), now, seed, count, topic)


def test_a_first_quiz_is_new_easy_and_of_what_somebody_follows() -> None:
    items = bank(
        *(item(f"vneid-{number}", "vneid") for number in range(3)),
        *(item(f"vneid-hard-{number}", "vneid", level=3) for number in range(3)),
        *(item(f"scams-{number}") for number in range(9)),
    )
    assert set(chosen(items, followed=["vneid"])) == {"vneid-0", "vneid-1", "vneid-2"}
    assert len({tuple(chosen(items, seed=str(seed))) for seed in range(20)}) > 10, "without a topic, by chance"


def test_what_is_nearly_forgotten_comes_back_and_something_new_with_it() -> None:
    cards = [card("scams-00", due=0), card("scams-01", due=-3), card("scams-02", due=-1), card("scams-03", due=2)]
    first, second, third = chosen(scams(9), cards)
    assert {first, second} == {"scams-01", "scams-02"}, "longest due first"
    assert third not in {one.item for one in cards}


def test_when_little_is_due_the_rest_is_new() -> None:
    asked = chosen(scams(9), [card("scams-00", due=0), card("scams-01", due=1)])
    assert asked[0] == "scams-00"
    assert not {"scams-00", "scams-01"} & set(asked[1:])


def test_when_nothing_is_new_reviews_fill_the_quiz_soonest_due_first() -> None:
    cards = [card("scams-00", due=9), card("scams-01", due=-1), card("scams-02", due=5), card("scams-03", due=7)]
    assert chosen(scams(4), cards) == ["scams-01", "scams-02", "scams-03"]
    due = [card(name, due=-1) for name in scams(4)]
    assert len(chosen(scams(4), due)) == COUNT


def test_a_quiz_begins_with_what_is_likeliest_known() -> None:
    cards = [
        card("scams-00", due=-9, asked=-10, stability=1.0),
        card("scams-01", due=-2, asked=-22, stability=20.0),
        card("scams-02", due=-5, asked=-10, stability=5.0),
    ]
    assert chosen(scams(3), cards) == ["scams-01", "scams-02", "scams-00"]


def test_what_piled_up_during_an_absence_is_eased() -> None:
    """With six due there is something new in every quiz; with forty, still in some of them."""
    items = scams(60)
    names = list(items)
    few = [card(name, due=-1) for name in names[:EASED]]
    many = [card(name, due=-1) for name in names[:40]]
    assert all(_new(chosen(items, few, seed=str(seed)), few) == 1 for seed in range(50))
    quizzes = [_new(chosen(items, many, seed=str(seed)), many) for seed in range(200)]
    assert set(quizzes) == {0, 1}
    assert 10 < sum(quizzes) < 60, "every seventh, about"


def _new(asked: list[str], cards: list[Memory]) -> int:
    return len(set(asked) - {one.item for one in cards})


def test_a_single_item_is_a_review_if_one_is_due() -> None:
    assert chosen(scams(9), [card("scams-04", due=0)], count=1) == ["scams-04"]
    assert chosen(scams(9), [card("scams-04", due=1)], count=1) != ["scams-04"]
    assert chosen(scams(9), [card("scams-04", due=0)], count=0) == []


def test_an_item_comes_back_after_midnight_and_not_before() -> None:
    late = datetime(2026, 11, 23, 16, 50, tzinfo=UTC)
    wrong = review(None, "scams-00", False, late)
    assert chosen(scams(1), [wrong], now=late + timedelta(minutes=9)) == []
    assert chosen(scams(1), [wrong], now=late + timedelta(minutes=11)) == ["scams-00"]


def test_an_answer_counts_as_asked_even_when_its_card_is_gone() -> None:
    assert chosen(scams(1), attempts=[Said("scams-00", True, EVENING - timedelta(hours=3))]) == []
    assert chosen(scams(1), attempts=[Said("scams-00", True, EVENING - DAY)]) == ["scams-00"]


def test_whoever_asks_for_a_topic_gets_that_topic() -> None:
    items = {**scams(2), **bank(*(item(f"vneid-{number}", "vneid") for number in range(9)))}
    assert set(chosen(items, [card("vneid-3", due=-1)], followed=["vneid"], topic="scams")) == set(scams(2))


def test_what_an_organizer_switched_off_is_not_asked_though_it_is_due() -> None:
    assert chosen(scams(1), [card("gone", due=-1)]) == ["scams-00"]


@pytest.mark.parametrize(
    ("answers", "reached"),
    [("", 1), ("RRRR", 2), ("RRR", 1), ("WRRRR", 2), ("RWRRR", 2), ("RWWRRR", 1), ("RRRRRWW", 1), ("WWWRRRRR", 2)],
)
def test_four_right_of_the_last_five_lead_to_the_next_level(answers: str, reached: int) -> None:
    said = [Said("scams-00", one == "R", EVENING) for one in answers]
    assert level(scams(1), said) == reached
    assert level({}, said) == 1, "an item that is gone says nothing"


def test_new_items_are_of_the_level_reached_then_easier_then_harder() -> None:
    items = bank(item("one"), item("two", level=2), item("three", level=3), item("asked"))
    said = [Said("asked", True, EVENING - DAY)] * 5
    due_later = [card("asked", due=9)]
    assert {tuple(chosen(items, due_later, said, seed=str(seed))) for seed in range(9)} == {("two", "one", "three")}
    assert chosen(items, due_later) == ["one", "two", "three"]


def test_who_is_sure_in_a_level_meets_the_next_though_the_first_was_long_ago() -> None:
    items = bank(item("one"), item("two", level=2), item("three", level=3), item("asked", level=2))
    said = [Said("asked", True, EVENING - DAY)] * 5
    assert level(items, said) == 3
    assert level(items, [*said, Said("asked", False, EVENING), Said("asked", False, EVENING)]) == 1
    assert chosen(items, [card("asked", due=9)], said) == ["three", "two", "one"]


def test_wrong_comes_back_tomorrow_and_right_later_each_time() -> None:
    right, wrong = review(None, "scams-00", True, EVENING), review(None, "scams-00", False, EVENING)
    assert (_days(right), _days(wrong)) == (2, 1)
    gaps = []
    for _ in range(5):
        right = review(right, "scams-00", True, right.due_at + timedelta(hours=12))
        gaps.append(_days(right))
    assert gaps == sorted(gaps)
    assert gaps[-1] > 90
    assert _days(review(right, "scams-00", False, right.due_at)) < 14


def test_days_count_not_hours() -> None:
    """Asked at nine in the evening and at seven in the morning, it was remembered for a day."""
    evening, morning = datetime(2026, 11, 23, 14, tzinfo=UTC), datetime(2026, 11, 24, 0, tzinfo=UTC)
    before = review(None, "scams-00", False, evening)
    assert before.due_at == datetime(2026, 11, 23, 17, tzinfo=UTC), "from midnight in Ho Chi Minh City"
    short = review(before, "scams-00", True, morning)
    whole = review(before, "scams-00", True, evening + DAY)
    assert (short.stability, short.due_at) == (whole.stability, whole.due_at)
    assert short.stability > 5 * before.stability
    assert short.asked_at == morning


def _days(memory: Memory) -> int:
    return (_local(memory.due_at) - _local(memory.asked_at)).days


def _local(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()


def test_options_are_shown_in_another_order_each_time() -> None:
    orders = {order(item("scams-00"), str(seed)) for seed in range(200)}
    assert len(orders) == 24
    assert all(sorted(one) == [0, 1, 2, 3] for one in orders)
    assert {order(item("scams-00", options=3), str(seed))[0] for seed in range(50)} == {0, 1, 2}
    assert order(item("scams-00"), "a") == order(item("scams-00"), "a")
    assert len({order(item(f"scams-{number}"), "a") for number in range(50)}) > 10, "each item has its own"


BANK = bank(
    *(item(f"{topic}-{number}", topic, level=1 + number % 3) for topic in ("scams", "vneid") for number in range(9))
)
NAMES = sorted(BANK)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
STABILITIES = st.floats(0.001, 40_000)
CARDS = st.lists(
    st.builds(Memory, st.sampled_from(NAMES), STABILITIES, st.floats(1, 10), MOMENTS, MOMENTS),
    unique_by=lambda one: one.item,
)
SAID = st.lists(st.builds(Said, st.sampled_from(NAMES), st.booleans(), MOMENTS), max_size=30)
TOPICS = st.sampled_from([None, "scams", "vneid"])
FOLLOWED = st.sets(st.sampled_from(["scams", "vneid"]))


@given(CARDS, SAID, FOLLOWED, MOMENTS, st.text(max_size=5), st.integers(0, 5), TOPICS, st.randoms())
def test_the_same_seed_and_clock_choose_the_same(
    cards: list[Memory],
    said: list[Said],
    followed: set[str],
    now: datetime,
    seed: str,
    count: int,
    topic: str | None,
    chance: Random,
) -> None:
    """However the cards and the bank happen to lie; and as many as there are, each once, none of today."""
    asked = choose(BANK, cards, said, followed, now, seed, count, topic)
    cards, names = list(cards), list(NAMES)
    chance.shuffle(cards)
    chance.shuffle(names)
    shuffled = {name: BANK[name] for name in names}
    assert choose(shuffled, cards, said, sorted(followed), now, seed, count, topic) == asked
    today = {one.item for one in cards if _local(one.asked_at) == _local(now)}
    today |= {one.item for one in said if _local(one.at) == _local(now)}
    later = {one.item for one in cards if one.asked_at > now} | {one.item for one in said if one.at > now}
    free = {name for name in NAMES if topic in (None, BANK[name].topic)} - today - later
    assert len(asked) == len(set(asked)) == min(count, len(free))
    assert set(asked) <= free


@given(st.lists(st.tuples(st.integers(-72, 72), st.booleans()), max_size=25), st.booleans())
def test_nothing_is_asked_twice_a_day_however_the_clock_steps(steps: list[tuple[int, bool]], keeps: bool) -> None:
    """`keeps`: whether attempts are kept beside the cards."""
    now, cards, said = EVENING, dict[str, Memory](), list[Said]()
    asked: set[tuple[date, str]] = set()
    for hours, right in steps:
        now += timedelta(hours=hours)
        for one in chosen(BANK, cards.values(), said if keeps else (), now=now, seed=str(now)):
            assert (_local(now), one) not in asked
            asked.add((_local(now), one))
            cards[one] = review(cards.get(one), one, right, now)
            said.append(Said(one, right, now))


@given(st.none() | CARDS.filter(bool).map(lambda cards: cards[0]), st.booleans(), MOMENTS, st.integers(0, 23))
def test_a_card_is_due_on_a_later_day_whatever_the_hour(
    before: Memory | None, right: bool, now: datetime, hour: int
) -> None:
    after = review(before, "scams-0", right, now)
    assert after.due_at == datetime.combine(_local(after.due_at), time.min, LOCAL)
    assert _days(after) >= 1
    assert after.asked_at == now
    assert after.stability > 0
    assert 1 <= after.difficulty <= 10
    same_day = datetime.combine(_local(now), time(hour), LOCAL).astimezone(UTC)
    other = review(before, "scams-0", right, same_day)
    assert (other.stability, other.difficulty, other.due_at) == (after.stability, after.difficulty, after.due_at)


@given(st.integers(0, 1000), st.lists(st.booleans(), min_size=60, max_size=60))
def test_every_item_has_its_turn(seed: int, answers: list[bool]) -> None:
    """A quiz a day for two months, whatever is answered, meets the small bank at least once through."""
    cards: dict[str, Memory] = {}
    for day, right in enumerate(answers):
        now = EVENING + day * DAY
        for one in chosen(scams(9), cards.values(), now=now, seed=f"{seed}:{day}"):
            cards[one] = review(cards.get(one), one, right, now)
    assert set(cards) == set(scams(9))


def test_more_is_kept_than_by_chance_or_by_a_fixed_plan() -> None:
    """What the README says of 200 learners, of six of them."""
    learners = [Learner(number) for number in range(6)]
    kept = {
        name: sum(simulate(one, WAYS[name]).held_90 for one in learners)
        for name in ("by chance", "2/5/12 days", "Bạn Học")
    }
    assert kept["Bạn Học"] > kept["2/5/12 days"] > kept["by chance"]
