"""The benchmark measures what it says. That takes minutes; here is whether it can, and how it tells."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.demo.limits import Limits
from tests.bench.driver import Load, Post, one_after_another, percentile
from tests.bench.subjects import ECHO, Failed, Subject, at_work
from tests.bench.table import Aim, against_aims, comparison
from tests.bench.wire import Wire


async def test_a_subject_is_measured(tmp_path: Path) -> None:
    wire = Wire()
    async with at_work(ECHO, wire, tmp_path) as work:
        load = await one_after_another(wire, work, people=3, seconds=0.3)
        assert work.memory() > 10
    assert work.ready_after > 0
    assert load.rate > 1
    assert load.cpu_each > 0
    assert load.within(0.5) <= load.within(0.99)


async def test_a_subject_that_ends_is_no_result(tmp_path: Path) -> None:
    wrong = Subject("wrong", lambda address, folder: ["-c", "print('no'); raise SystemExit(3)"])
    with pytest.raises(Failed, match="no"):
        async with at_work(wrong, Wire(), tmp_path):
            pass


async def test_the_wire_confirms_by_offset_and_keeps_the_pace() -> None:
    wire = Wire(limits=Limits(per_second=1))
    answers: list[Any] = []
    wire.push("message", {"text": "a"})
    wire.push("message", {"text": "b"})
    wire.call("getUpdates", {}, answers.append)
    first, second = answers[0]["result"]
    wire.call("getUpdates", {"offset": str(second["update_id"])}, answers.append)
    assert answers[1]["result"] == [second]
    wire.call("getUpdates", {"offset": str(second["update_id"] + 1), "timeout": "5"}, answers.append)
    assert len(answers) == 2, "it waits for more"
    wire.push("message", {"text": "c"})
    await asyncio.sleep(0)
    assert [one["message"]["text"] for one in answers[2]["result"]] == ["c"]
    for _ in range(2):
        wire.call("sendMessage", {"chat_id": "1", "text": "x"}, answers.append)
    assert [one["ok"] for one in answers[3:]] == [True, False]
    assert first["message"]["text"] == "a"


async def test_a_tap_is_timed_to_its_answer_and_its_edit() -> None:
    wire = Wire()
    post = Post(wire)
    post.taps(5)
    answers: list[Any] = []
    wire.call("answerCallbackQuery", {"callback_query_id": "5-0"}, answers.append)
    wire.call("editMessageText", {"chat_id": "5", "text": "x"}, answers.append)
    await post.all_edited()
    assert 0 <= post.answered[0] <= post.edited[0]


def test_percentiles_are_values_that_were_seen() -> None:
    values = [float(number) for number in range(1, 101)]
    assert (percentile(values, 0.5), percentile(values, 0.99), percentile([7.0], 0.99)) == (50, 99, 7)
    assert Load(2.0, 0.5, [0.1] * 10).rate == 5
    assert Load(2.0, 0.5, [0.1] * 10).cpu_each == 50


def test_the_table_says_how_many_times_better_ours_is() -> None:
    theirs = {"64 people: updates/s": [300.0, 100.0, 200.0], "64 people: p99": [40.0]}
    ours = {"64 people: updates/s": [800.0], "64 people: p99": [10.0], "memory": [99.0]}
    lines = comparison({"echo": theirs, "Bạn Học": ours}, "Bạn Học", ["echo"]).splitlines()
    shown = {line[:22].strip(): line[22:].split() for line in lines}
    assert shown["64 people: updates/s"] == ["200", "800", "4.0×"]
    assert shown["64 people: p99 ms"] == ["40.0", "10.0", "4.0×"]
    assert shown["memory MB"] == ["99"]


def test_aims_are_met_or_missed() -> None:
    aims = [Aim("sends/s", least=29, digits=1), Aim("memory", "MB", most=100), Aim("p50", "ms"), Aim("unknown")]
    told = against_aims({"sends/s": [29.4], "memory": [101.0], "p50": [3.0]}, aims)
    assert [line.split() for line in told.splitlines()] == [
        ["Bạn", "Học", "aim"],
        ["sends/s", "29.4", "≥", "29", "met"],
        ["memory", "101", "MB", "≤", "100", "missed"],
        ["p50", "3", "ms"],
    ]
