"""Our replies in Telegram's terms: texts that are not too long, keyboards, and what its errors mean for the sender."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from http import HTTPStatus
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import MessageLimit, ParseMode, PollType
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.request import ServerTrouble
from bot.telegram_files import attach
from handlers.vocabulary import Button, Poll, Reply
from schedules.channel import Moved, Outcome, Rejected, Sent, TryLater, Unreachable

_TOKEN = re.compile(r"<[^>]*>|&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});|.", re.DOTALL)
_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_GONE = ("chat not found", "user is deactivated", "user not found", "peer_id_invalid")
"""They are not there (any more)."""
_NOT_EDITABLE = ("message to edit not found", "message can't be edited", "no text in the message to edit")
"""It is gone, not ours, a picture or a document: write anew."""
_NOT_MODIFIED = "message is not modified"
_NO_POLLS = "not enough rights to send polls"
"""A group may take our words and no polls."""
_TEXT: dict[str, Any] = {
    "parse_mode": ParseMode.HTML,
    "link_preview_options": LinkPreviewOptions(is_disabled=True),
}
_QUOTED = re.compile(r"""".*"|(?<!\w)'.*'(?!\w)|\d{5,}""", re.DOTALL)


async def deliver(bot: Bot, chat_id: str, reply: Reply) -> Sent:
    """Edit, or write anew, in as many messages as it takes. The receipt is that of the last, which has the buttons."""
    if reply.poll:
        return await _ask(bot, chat_id, reply, reply.poll)
    html, document, buttons = str(reply.text), reply.document, keyboard(reply)
    captioned = document is not None and length(html) <= MessageLimit.CAPTION_LENGTH
    pieces = [] if captioned else split(html, MessageLimit.MAX_TEXT_LENGTH)
    receipt, replaces = "", reply.replaces
    for number, piece in enumerate(pieces, start=1):
        is_last = number == len(pieces) and document is None
        receipt = await _write(bot, chat_id, piece, buttons if is_last else None, replaces)
        replaces = None
    if document is None:
        return Sent(receipt)
    message, handle = await attach(bot, chat_id, document, html if captioned else None, buttons)
    return Sent(str(message.message_id), handle)


async def _ask(bot: Bot, chat_id: str, reply: Reply, poll: Poll) -> Sent:
    """As a quiz; it is anonymous: we are not told who answered what."""
    try:
        message = await bot.send_poll(
            chat_id,
            poll.question,
            poll.options,
            type=PollType.QUIZ,
            correct_option_ids=[poll.right],  # type: ignore[list-item] # at most 11, as `Poll` sees to
            explanation=poll.explanation or None,
            reply_markup=keyboard(reply),
        )
    except BadRequest as error:
        if _NO_POLLS not in error.message.lower():
            raise
        return await deliver(bot, chat_id, replace(reply, poll=None))
    return Sent(str(message.message_id))


async def _write(bot: Bot, chat_id: str, html: str, buttons: InlineKeyboardMarkup | None, replaces: str | None) -> str:
    if replaces and replaces.isdecimal():
        try:
            await bot.edit_message_text(html, chat_id=chat_id, message_id=int(replaces), reply_markup=buttons, **_TEXT)
        except BadRequest as error:
            if _NOT_MODIFIED in error.message.lower():
                return replaces
            if not any(words in error.message.lower() for words in _NOT_EDITABLE):
                raise
        else:
            return replaces
    message = await bot.send_message(chat_id, html, reply_markup=buttons, **_TEXT)
    return str(message.message_id)


def keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    """The reply's buttons; None if it has none, which also takes them off a message that is edited."""
    if not reply.buttons:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in reply.buttons])


def _button(button: Button) -> InlineKeyboardButton:
    if button.opens:
        return InlineKeyboardButton(button.label, url=button.opens)
    return InlineKeyboardButton(button.label, callback_data=button.says)


def length(html: str) -> int:
    """As Telegram counts it: without tags, in units of UTF-16."""
    if html.isascii() and "<" not in html and "&" not in html:
        return len(html)
    return sum(_weight(token) for token in _TOKEN.findall(html))


def split(html: str, most: int) -> list[str]:
    """Pieces of at most this length, cut at line ends, else at spaces, else anywhere.

    Tags that are open at a cut are closed before it and opened again behind it. Pieces without a word are left out,
    unless there would be none.
    """
    # A character has two units at most: nearly every text ends here.
    if len(html) * 2 <= most or length(html) <= most:
        return [html]
    tokens = _TOKEN.findall(html)
    pieces: list[str] = []
    opened: list[str] = []
    while tokens:
        cut = _cut(tokens, most)
        before, opened = opened, _open_after(opened, tokens[:cut])
        if "".join(map(_visible, tokens[:cut])).strip():
            pieces.append("".join([*before, *tokens[:cut], *_closing(opened)]))
        tokens = tokens[cut:]
    return pieces or [html]


def _visible(token: str) -> str:
    """What a reader sees of it: nothing of a tag, the character itself however it is written."""
    if len(token) == 1:
        return token
    return "" if token.startswith("<") else unescape(token)


def _weight(token: str) -> int:
    """In units of UTF-16."""
    return sum(2 if character > "\uffff" else 1 for character in _visible(token))


def _cut(tokens: list[str], most: int) -> int:
    """How many tokens go into the next piece."""
    total = 0
    behind = {"\n": 0, " ": 0}
    for index, token in enumerate(tokens):
        total += _weight(token)
        if total > most:
            return behind["\n"] or behind[" "] or index
        if token in behind:
            behind[token] = index + 1
    return len(tokens)


def _open_after(opened: list[str], tokens: list[str]) -> list[str]:
    """The start tags without an end so far, outermost first."""
    still = list(opened)
    for token in tokens:
        tag = _TAG.fullmatch(token)
        if tag and not tag[1]:
            still.append(token)
        elif tag and still:
            still.pop()
    return still


def _closing(opened: list[str]) -> list[str]:
    return [_TAG.sub(r"</\2>", tag) for tag in reversed(opened)]


def outcome(error: TelegramError) -> Outcome:
    """What an error means for the message. Its subclasses come before NetworkError, which BadRequest is one of."""
    match error:
        case RetryAfter():
            return TryLater("Telegram asks to wait", after=seconds(error), everyone=True)
        case Forbidden():
            return Unreachable(_impersonal(error))
        case BadRequest() if any(words in error.message.lower() for words in _GONE):
            return Unreachable(_impersonal(error))
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case BadRequest():
            return Rejected(_impersonal(error))
        case ServerTrouble(status=HTTPStatus.INTERNAL_SERVER_ERROR):
            return TryLater(str(error))
        case NetworkError() | InvalidToken():
            return TryLater(f"{type(error).__name__}: {_impersonal(error)}", everyone=True)
        case _:
            return TryLater(_impersonal(error), everyone=True)


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _impersonal(error: TelegramError) -> str:
    """Telegram's words without what it quotes and without long numbers: texts, names, addresses, ids."""
    return _QUOTED.sub("…", error.message)[:200]
