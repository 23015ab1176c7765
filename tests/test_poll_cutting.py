"""How an item becomes the platform's own quiz, and is read where there are no polls."""

import json

import pytest
from markupsafe import Markup

from handlers.quizzes import polls
from handlers.texts.items import Item, load
from handlers.vocabulary import Poll, Reply
from schedules.clock import StillClock
from storage.database import Database
from tests.group_chats import linked


async def test_a_group_that_takes_no_polls_reads_it_and_the_answer_the_next_time(
    database: Database, clock: StillClock
) -> None:
    async with linked(database, clock) as here:
        refusal = "Bad Request: not enough rights to send polls to the chat"
        here.town.standin.fail_next("sendPoll", 400, refusal, times=2)
        (first,) = await here.says(here.trang, "/cauhoinhom")
        item = next(one for one in load() if one.question["vi"] in first)
        assert first.startswith("🧩 Câu đố hôm nay\n")
        assert f"\n1. {item.options['vi'][0]}\n2. {item.options['vi'][1]}" in first
        await here.turns_to(24, 9)
        (second,) = await here.says(here.trang, "/cauhoinhom")
        right = item.options["vi"][min(item.right)].rstrip(".")
        assert second.startswith(f"✅ Câu lần trước: {right}. {item.explanation['vi']}\n\n🧩 Câu đố hôm nay\n")


def item(**other: object) -> Item:
    facts: dict[str, object] = {
        "id": "x-01",
        "topic": "x",
        "skill": "y",
        "level": 1,
        "question": {"vi": "Bạn có mã OTP. Đưa ai?"},
        "options": {"vi": ("Không ai", "Ngân hàng", "Con gái")},
        "right": frozenset({0}),
        "explanation": {"vi": "Mã là của bạn.\n\n\nKhông ai cần nó."},
        "source": "",
    }
    return Item(**{**facts, **other})  # type: ignore[arg-type]


def test_long_explanations_end_with_a_sentence() -> None:
    poll = polls.poll_of(item(), "vi")
    assert poll is not None
    assert poll.explanation == "Mã là của bạn. Không ai cần nó."
    assert polls.first_sentences("Một. " + "hai " * 60 + "ba. Bốn.") == "Một."
    assert polls.first_sentences("á" * 200) == "á" * 200
    assert polls.first_sentences("🌻" * 101) == ""


@pytest.mark.parametrize(
    "unfit",
    [
        {"options": {"vi": ("Không ai", "a" * 101)}},
        {"options": {"vi": ("Không ai", "🌻" * 51)}},
        {"options": {"vi": tuple("abcdefghijklm")}},
        {"question": {"vi": "a" * 301}},
        {"right": frozenset({0, 1})},
        {"explanation": {"vi": "a" * 201}},
    ],
)
def test_what_fits_no_poll_is_not_chosen(unfit: dict[str, object]) -> None:
    bank = {"bad": item(id="bad", **unfit), "x-01": item()}
    assert polls.poll_of(bank["bad"], "vi") is None
    assert all(polls.choose(bank, [], str(seed), "vi") is bank["x-01"] for seed in range(9))


@pytest.mark.parametrize(
    "wrong", [{"right": 3}, {"options": ("một",)}, {"explanation": "a\nb\nc\nd"}, {"question": " "}]
)
def test_what_channels_refuse_is_no_poll(wrong: dict[str, object]) -> None:
    facts: dict[str, object] = {"question": "Ai?", "options": ("một", "hai"), "right": 0, "explanation": ""}
    assert Poll(**facts)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no channel's poll"):
        Poll(**{**facts, **wrong})  # type: ignore[arg-type]


def test_nearly_every_item_of_the_bank_fits_a_poll() -> None:
    assert [(one.id, code) for one in load() for code in ("vi", "en") if polls.poll_of(one, code) is None] == []


def test_who_was_asked_all_is_asked_again_what_is_longest_ago() -> None:
    bank = {name: item(id=name) for name in "abc"}
    chosen = polls.choose(bank, ["b", "c", "a", "gone"], "1", "vi")
    assert chosen is not None
    assert chosen.id == "b"


def test_a_poll_comes_back_from_the_outbox_as_it_went() -> None:
    reply = Reply(Markup("<b>Ai?</b>"), poll=polls.poll_of(item(), "vi"))
    assert Reply.from_body(json.loads(json.dumps(reply.body()))) == reply
