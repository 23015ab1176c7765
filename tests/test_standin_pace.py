"""The stand-in has Telegram's pace, and its trouble when a test orders it."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta
from random import Random

import pytest
from aiohttp import ClientSession
from telegram import Bot, Message
from telegram.error import NetworkError, RetryAfter

from bot.demo.limits import Window
from bot.demo.standin import Limits, StandIn
from tests.wiring import TOKEN, Wired, refusal, wiring


@pytest.fixture
async def wired(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wired]:
    async with wiring(monkeypatch) as wired:
        yield wired


async def test_a_strict_second_refuses_what_is_too_much(wired: Wired) -> None:
    standin = StandIn(TOKEN, wired.clock.now, limits=Limits(per_second=5), random=Random(7))
    standin.person(11).says("xin chào")
    async with standin.serve() as address, Bot(TOKEN, base_url=address.base_url) as bot:
        for n in range(5):
            await bot.send_message(11, f"tin {n}")
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(11, "tin 6")
        assert caught.value.retry_after == timedelta(seconds=1)
        assert (standin.sent, standin.refused) == (5, 1)
        await bot.get_me()
        with pytest.raises(RetryAfter):
            await bot.send_message(11, "tin 7")
        assert standin.impatient == 1


def test_the_window_rolls() -> None:
    window = Window(2, 1.0)
    window.accept(10.0)
    window.accept(10.6)
    assert window.wait(10.9) == pytest.approx(0.1)
    assert window.wait(11.0) == 0
    window.accept(11.0)
    assert window.wait(11.5) == pytest.approx(0.1)


async def test_groups_have_a_minute_of_their_own(wired: Wired) -> None:
    limits = Limits(per_chat_per_second=10, per_group_per_minute=2)
    standin = StandIn(TOKEN, wired.clock.now, limits=limits, random=Random(7))
    standin.group(-100, "Tổ dân phố 5")
    standin.person(11).says("xin chào")
    async with standin.serve() as address, Bot(TOKEN, base_url=address.base_url) as bot:
        for chat_id in (-100, 11, -100, 11, 11):
            await bot.send_message(chat_id, "tin")
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(-100, "tin")
        assert isinstance(caught.value.retry_after, timedelta)
        assert 55 <= caught.value.retry_after.total_seconds() <= 60


async def test_ordered_faults_happen_as_ordered(wired: Wired) -> None:
    hanh = wired.standin.person(11)
    hanh.says("xin chào")
    wired.standin.fail_next("sendMessage", 502, html=True)
    with pytest.raises(NetworkError):
        await wired.bot.send_message(11, "một")
    wired.standin.fail_next("sendMessage", 429, retry_after=7)
    with pytest.raises(RetryAfter):
        await wired.bot.send_message(11, "hai")
    wired.standin.fail_next("sendMessage", 400, "Bad Request: chat not found")
    assert await refusal(wired.bot.send_message(11, "ba")) == "Chat not found"
    wired.standin.drop_next("sendMessage")
    with pytest.raises(NetworkError):
        await wired.bot.send_message(11, "bốn")
    assert [shown.text for shown in hanh.messages] == ["xin chào", "bốn"]
    assert [call.method for call in wired.standin.calls].count("sendMessage") == 4


async def test_latency_is_felt(wired: Wired) -> None:
    wired.standin.latency = 0.08
    began = time.monotonic()
    await wired.bot.get_me()
    assert time.monotonic() - began >= 0.08


async def test_silence_is_explained(wired: Wired) -> None:
    hanh = wired.standin.person(11)
    hanh.says("có ai không?")
    with pytest.raises(AssertionError, match=r"Hạnh heard 0 of 1 messages in 0.05 s.*có ai không"):
        await hanh.hears(timeout=0.05)


async def test_an_update_reads_the_same_through_any_encoding(wired: Wired) -> None:
    wired.standin.person(11).says("xin chào")
    answer = await wired.posts("SENDMESSAGE", {"chat_id": "11", "text": "A"})
    assert Message.de_json(answer["result"], wired.bot).text == "A"
    async with ClientSession() as web, web.get(f"{wired.address.base_url}{TOKEN}/getUpdates?offset=-1") as response:
        assert len((await response.json())["result"]) == 1
