"""Buttons below messages: which ones Telegram accepts."""

from typing import Any
from urllib.parse import urlsplit

from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit

from bot.demo.chats import JSON
from bot.demo.refusals import bad_request

ACTIONS = frozenset(
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)
STYLES = (None, "danger", "success", "primary")
OTHER_MARKUPS = ("keyboard", "remove_keyboard", "force_reply")


def read_markup(markup: Any) -> JSON | None:
    """The inline keyboard as a message keeps it, or None; raises RefusalError for what Telegram does not accept."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if rows is None:
        if any(name in markup for name in OTHER_MARKUPS):
            return None
        raise bad_request("object expected as reply markup")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup should be an Array of Arrays')
    _check_size(rows)
    checked = [[_read_button(button) for button in row] for row in rows if row]
    return {"inline_keyboard": checked} if checked else None


def _check_size(rows: list[list[Any]]) -> None:
    total = sum(len(row) for row in rows)
    widest = max((len(row) for row in rows), default=0)
    if total > InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER or widest > InlineKeyboardMarkupLimit.BUTTONS_PER_ROW:
        raise bad_request("REPLY_MARKUP_TOO_LONG")


def _read_button(button: Any) -> JSON:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not isinstance(button["text"], str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    if button.get("style") not in STYLES:
        raise bad_request("BUTTON_STYLE_INVALID")
    _check_action(button)
    return {name: value for name, value in button.items() if value is not None}


def _check_action(button: JSON) -> None:
    if not any(button.get(action) is not None for action in ACTIONS):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None:
        size = len(str(data).encode())
        if not InlineKeyboardButtonLimit.MIN_CALLBACK_DATA <= size <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
    if button.get("url") is not None:
        _check_url(str(button["url"]))


def _check_url(url: str) -> None:
    parts = urlsplit(url if "://" in url or url.startswith("tg:") else f"http://{url}")
    reason = ""
    if parts.scheme not in ("http", "https", "tg", "ton"):
        reason = "Unsupported URL protocol"
    elif parts.scheme in ("http", "https") and not parts.hostname:
        reason = "URL host is empty"
    elif parts.scheme in ("http", "https") and "." not in (parts.hostname or "") and parts.hostname != "localhost":
        reason = "Wrong HTTP URL"
    if reason:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {reason}")
