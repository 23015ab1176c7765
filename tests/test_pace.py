"""How fast messages may start: never faster than a channel takes them, and hardly slower."""

from heapq import heappop, heappush
from itertools import pairwise
from math import inf
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from schedules.pace import KNOWN, MINUTE, Limits, Pace, Start

FREE_CHATS = Limits(per_chat_per_second=inf, per_group_per_minute=100_000)
GAPS = st.lists(st.floats(0, 0.6), min_size=1, max_size=150)
"""Seconds between the moments at which somebody wants to send."""
CALLS = st.tuples(st.floats(0.001, 0.2), st.floats(0.001, 0.2))
"""How long a message travels, and its answer."""


class Wire:
    """A channel at the other end of a line, and a sender with more to say than the pace lets out."""

    def __init__(self, limits: Limits = FREE_CHATS) -> None:
        self.pace = Pace(limits)
        self.now = 0.0
        self.starts: list[float] = []
        self.arrivals: list[float] = []
        self._under_way: list[tuple[float, int, Start]] = []

    def passes(self, until: float) -> None:
        """Time passes, and calls end."""
        while self._under_way and self._under_way[0][0] <= until:
            at, _, start = heappop(self._under_way)
            self.pace.ended(start, at)
        self.now = max(self.now, until)

    def waits(self, chat: str = "1") -> None:
        """Until a message to this chat may start."""
        while (opens := max(self.pace.opens_at(self.now), self.pace.chat_opens_at(chat))) > self.now:
            soonest = min([opens, *(at for at, _, _ in self._under_way[:1])])
            self.passes(max(soonest, self.now + 1e-6))

    def sends(self, there: float = 0.04, back: float = 0.04, chat: str = "1") -> None:
        self.waits(chat)
        self.starts.append(self.now)
        self.arrivals.append(self.now + there)
        start = self.pace.started(chat, self.now)
        heappush(self._under_way, (self.now + there + back, len(self.starts), start))

    def rate(self) -> float:
        """Messages a second once the burst at the beginning is paid for."""
        steady = self.starts[60:]
        return (len(steady) - 1) / (steady[-1] - steady[0])


def most_within(moments: list[float], span: float) -> int:
    """How many of these moments fall into the fullest window of this length; both ends count."""
    moments = sorted(moments)
    return max(sum(first <= moment <= first + span for moment in moments[at:]) for at, first in enumerate(moments))


@given(GAPS, CALLS)
def test_no_second_ever_holds_more_than_thirty_starts(gaps: list[float], call: tuple[float, float]) -> None:
    wire = Wire()
    for gap in gaps:
        wire.passes(wire.now + gap / 10)
        wire.sends(*call)
    assert most_within(wire.starts, 1.0) <= 30


@given(st.lists(st.tuples(st.floats(0.03, 0.3), st.floats(0.03, 0.3)), min_size=60, max_size=120))
@settings(max_examples=50)
def test_however_the_way_jitters_no_second_holds_more_than_thirty_arrivals(calls: list[tuple[float, float]]) -> None:
    wire = Wire()
    # The shortest call there can be was met before, so that the others are known to have been slower.
    for there, back in [(0.03, 0.03)] * KNOWN + calls:
        wire.sends(there, back)
    assert most_within(wire.arrivals, 1.0) <= 30


@given(GAPS, st.integers(1, 6), st.sampled_from([0.5, 1.0, 4.0]))
def test_no_chat_gets_more_than_its_burst_and_its_rate(gaps: list[float], burst: int, rate: float) -> None:
    wire = Wire(Limits(per_second=None, per_chat_burst=burst, per_chat_per_second=rate))
    for gap in gaps:
        wire.passes(wire.now + gap)
        wire.sends()
    for span in (1.0, 2.5, 10.0):
        assert most_within(wire.starts, span - 1e-6) <= burst + rate * span


@given(st.lists(st.floats(0, 4), min_size=30, max_size=60))
@settings(max_examples=30)
def test_no_group_gets_more_than_twenty_in_a_minute(gaps: list[float]) -> None:
    wire = Wire(Limits(per_chat_per_second=inf))
    for gap in gaps:
        wire.passes(wire.now + gap)
        wire.sends(chat="-100123")
    assert most_within(wire.starts, MINUTE) <= 20


@given(GAPS, st.floats(0.1, 20))
def test_nothing_starts_while_the_channel_wants_to_be_left_alone(gaps: list[float], wait: float) -> None:
    wire = Wire()
    for gap in gaps:
        wire.passes(wire.now + gap)
        wire.sends()
    closed_at = wire.now
    wire.pace.retry_after(wait, closed_at)
    wire.pace.retry_after(wait / 10, closed_at)
    wire.passes(closed_at + wait / 20)
    # An answer that was on its way when it closed does not open it.
    wire.sends()
    assert wire.starts[-1] >= closed_at + wait


def test_a_crowd_goes_out_at_29_a_second_or_more_over_a_line_that_jitters() -> None:
    dice = Random(7)
    wire = Wire()
    for _ in range(300):
        wire.sends(dice.uniform(0.035, 0.045), dice.uniform(0.035, 0.045))
        # The sender wakes up a little late.
        wire.passes(wire.now + dice.uniform(0, 0.001))
    assert wire.rate() >= 29
    assert most_within(wire.arrivals, 1.0) <= 30


def test_a_sender_that_wakes_late_does_not_make_up_for_it_at_the_expense_of_the_limit() -> None:
    dice = Random(7)
    wire = Wire()
    for _ in range(300):
        wire.sends()
        wire.passes(wire.now + dice.choice([0, 0, 0.05]))
    assert most_within(wire.starts, 1.0) <= 30


def test_a_handshake_that_delays_the_first_messages_is_allowed_for() -> None:
    wire = Wire()
    for number in range(120):
        wire.sends(0.04 if number > 10 else 0.35)
    assert most_within(wire.arrivals, 1.0) <= 30


def test_in_a_crowd_the_next_slot_is_never_far() -> None:
    wire = Wire()
    for _ in range(300):
        wire.sends()
    gaps = [after - before for before, after in pairwise(wire.starts)]
    assert gaps[:9] == [0.0] * 9, "a few go at once"
    assert max(gaps) < 0.075, "the first second is spread"
    assert max(gaps[60:]) < 0.055, "and then it is nearly even"


def test_one_call_that_hangs_does_not_stop_the_others() -> None:
    wire = Wire()
    wire.sends(back=100)
    for _ in range(299):
        wire.sends()
    assert wire.rate() > 28


def test_trouble_doubles_the_wait_and_is_counted_once_however_many_calls_meet_it() -> None:
    pace = Pace(FREE_CHATS)
    waits = []
    now = 100.0
    for _ in range(9):
        calls = [pace.started("1", now) for _ in range(3)]
        for call in calls:
            pace.troubled(call, now + 1)
        waits.append(pace.closed_until - (now + 1))
        now = pace.closed_until
    assert waits == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert pace.in_flight == 1, "one tries whether they are back"

    pace.ended(pace.started("1", now), now)
    assert pace.in_flight == 32
    pace.troubled(pace.started("1", now + 1), now + 1)
    assert pace.closed_until == now + 1.5, "an answer makes it new"


def test_chats_that_fell_silent_are_not_remembered() -> None:
    pace = Pace(Limits(per_second=None))
    for chat in range(5000):
        pace.started(f"-{chat}", chat * 10.0)
    assert len(pace._chats._paid_until) < 1100
    assert len(pace._chats._groups) < 1100


def test_a_group_is_known_by_its_sign() -> None:
    assert Limits().is_group("-100200300")
    assert not Limits().is_group("100200300")
