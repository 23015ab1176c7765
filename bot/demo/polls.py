"""Telegram's polls and quizzes, as far as a bot sends them. Nobody votes here: quizzes are anonymous."""

from typing import Any

from telegram.constants import PollLimit, PollType

from bot.demo.chats import JSON
from bot.demo.keyboards import read_markup
from bot.demo.markup import utf16
from bot.demo.params import Params
from bot.demo.refusals import bad_request
from bot.demo.sending import open_chat
from bot.demo.world import World


def send_poll(world: World, params: Params) -> JSON:
    chat = open_chat(world, params)
    question = params.text("question").strip()
    if not question:
        raise bad_request("poll question must be non-empty")
    if utf16(question) > PollLimit.MAX_QUESTION_LENGTH:
        raise bad_request(f"poll question length must not exceed {PollLimit.MAX_QUESTION_LENGTH}")
    options = _options(params.data("options"))
    markup = read_markup(params.data("reply_markup"))
    poll = {
        "id": str(world.random.getrandbits(63)),
        "question": question,
        "options": [{"persistent_id": str(n), "text": text, "voter_count": 0} for n, text in enumerate(options)],
        "total_voter_count": 0,
        "is_closed": params.flag("is_closed"),
        "is_anonymous": params.text("is_anonymous").lower() != "false",
        "type": params.text("type") or "regular",
        "allows_multiple_answers": params.flag("allows_multiple_answers"),
        "allows_revoting": params.flag("allows_revoting"),
        "members_only": params.flag("members_only"),
        **(_quiz(params, len(options)) if params.text("type") == PollType.QUIZ else {}),
    }
    return world.post(chat, world.bot, content={"poll": poll}, markup=markup).as_telegram()


def _quiz(params: Params, options: int) -> JSON:
    """What a quiz has besides. That it is refused is documented, the words are ours."""
    right, explanation = params.data("correct_option_ids"), params.text("explanation")
    if not isinstance(right, list) or not right or not all(one in range(options) for one in right):
        raise bad_request("wrong correct option identifiers specified")
    if utf16(explanation) > PollLimit.MAX_EXPLANATION_LENGTH:
        raise bad_request("poll explanation is too long")
    if explanation.count("\n") > PollLimit.MAX_EXPLANATION_LINE_FEEDS:
        raise bad_request("poll explanation has too many line feeds")
    return {"correct_option_ids": right, **({"explanation": explanation} if explanation else {})}


def _options(options: Any) -> list[str]:
    texts = [option["text"] if isinstance(option, dict) else str(option) for option in options or []]
    if not texts:
        raise bad_request("poll must have at least 1 option")
    if len(texts) > PollLimit.MAX_OPTION_NUMBER:
        raise bad_request(f"poll can't have more than {PollLimit.MAX_OPTION_NUMBER} options")
    if not all(text.strip() for text in texts):
        raise bad_request("poll options must be non-empty")
    if any(utf16(text) > PollLimit.MAX_OPTION_LENGTH for text in texts):
        raise bad_request(f"poll options length must not exceed {PollLimit.MAX_OPTION_LENGTH}")
    return texts
