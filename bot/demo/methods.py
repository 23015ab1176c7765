"""The Bot API by method name: the table, and the methods that are not about messages."""

import json
import re
from collections.abc import Callable
from typing import Any

from telegram.constants import (
    BotCommandLimit,
    BotDescriptionLimit,
    BotNameLimit,
    CallbackQueryLimit,
    FileSizeLimit,
    UpdateType,
)

from bot.demo import polls, sending
from bot.demo.chats import JSON
from bot.demo.markup import utf16
from bot.demo.params import Params
from bot.demo.person import described
from bot.demo.refusals import bad_request
from bot.demo.updates import TAP_KEPT
from bot.demo.world import World

Method = Callable[[World, Params], Any]
COMMAND_NAME = re.compile(rf"[a-z0-9_]{{{int(BotCommandLimit.MIN_COMMAND)},{int(BotCommandLimit.MAX_COMMAND)}}}")
KINDS = frozenset(kind.value for kind in UpdateType)


def get_me(world: World, params: Params) -> JSON:
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return {**world.bot, **abilities}


def get_chat(world: World, params: Params) -> JSON:
    chat = sending.open_chat(world, params)
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    required = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(gifts, False)}
    return {**chat.as_telegram(), **required}


def get_file(world: World, params: Params) -> JSON:
    file = world.files.get(params.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise bad_request("file is too big")
    described_file = {**described(file), "file_path": file.path}
    described_file.pop("mime_type", None)
    return described_file


def answer_callback_query(world: World, params: Params) -> bool:
    tap = world.taps.get(params.text("callback_query_id"))
    if tap is None or world.now() - tap.at > TAP_KEPT:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = params.text("text")
    if utf16(text) > CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    world.answer(tap, text, params.flag("show_alert"))
    return True


def set_my_commands(world: World, params: Params) -> bool:
    commands = params.data("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands JSON object")
    if len(commands) > BotCommandLimit.MAX_COMMAND_NUMBER:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    world.commands[_commands_key(params)] = [
        {"command": command["command"], "description": command["description"]} for command in commands
    ]
    world.tell("commands", 0, None)
    return True


def get_my_commands(world: World, params: Params) -> list[JSON]:
    return world.commands.get(_commands_key(params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    world.commands.pop(_commands_key(params), None)
    world.tell("commands", 0, None)
    return True


def set_webhook(world: World, params: Params) -> bool:
    """Remember it, so that getUpdates conflicts; nothing is ever delivered to it."""
    url = params.text("url")
    if url and not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    remember_allowed(world, params)
    world.updates.webhook = url
    return True


def delete_webhook(world: World, params: Params) -> bool:
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    world.updates.webhook = ""
    return True


def get_webhook_info(world: World, params: Params) -> JSON:
    pending = len(world.updates)
    return {"url": world.updates.webhook, "has_custom_certificate": False, "pending_update_count": pending}


def remember_allowed(world: World, params: Params) -> None:
    """What the bot wants to be told; absent: as before. Unknown kinds are ignored, as Telegram does."""
    allowed = params.data("allowed_updates")
    if isinstance(allowed, list):
        world.updates.allowed = [kind for kind in allowed if kind in KINDS]


def _profile_setter(field: str, most: int) -> Method:
    def set_field(world: World, params: Params) -> bool:
        if utf16(params.text(field)) > most:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        world.profile[field, params.text("language_code")] = params.text(field)
        return True

    return set_field


def _profile_getter(field: str) -> Method:
    def get_field(world: World, params: Params) -> JSON:
        own = world.profile.get((field, params.text("language_code")))
        return {field: own or world.profile.get((field, "")) or ""}

    return get_field


def _commands_key(params: Params) -> tuple[str, str]:
    scope = params.data("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), params.text("language_code")


def _check_command(command: Any) -> None:
    name, description = command.get("command", ""), command.get("description", "")
    if not COMMAND_NAME.fullmatch(name.removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= utf16(description) <= BotCommandLimit.MAX_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


METHODS: dict[str, Method] = {
    "getme": get_me,
    "getchat": get_chat,
    "getfile": get_file,
    "sendmessage": sending.send_message,
    "senddocument": sending.send_document,
    "sendphoto": sending.send_photo,
    "sendpoll": polls.send_poll,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": sending.edit_message_text,
    "editmessagecaption": sending.edit_message_caption,
    "editmessagereplymarkup": sending.edit_message_reply_markup,
    "deletemessage": sending.delete_message,
    "answercallbackquery": answer_callback_query,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmyname": _profile_setter("name", BotNameLimit.MAX_NAME_LENGTH),
    "getmyname": _profile_getter("name"),
    "setmydescription": _profile_setter("description", BotDescriptionLimit.MAX_DESCRIPTION_LENGTH),
    "getmydescription": _profile_getter("description"),
    "setmyshortdescription": _profile_setter("short_description", BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH),
    "getmyshortdescription": _profile_getter("short_description"),
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
}
PACED = frozenset(name for name in METHODS if name.startswith(("send", "editmessage")) and name != "sendchataction")
"""What counts against the pace: messages and edits. A chat action is neither."""
