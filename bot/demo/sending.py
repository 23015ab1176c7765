"""The methods that write, edit and delete messages, with Telegram's own refusals."""

from collections.abc import Callable
from datetime import timedelta
from html import escape
from typing import Any

from telegram.constants import ChatAction, FileSizeLimit, MessageLimit

from bot.demo.chats import JSON, Chat, File, Message
from bot.demo.keyboards import read_markup
from bot.demo.markup import Entity, read_html, stripped, utf16
from bot.demo.params import Params
from bot.demo.person import document_content, photo_content
from bot.demo.refusals import RefusalError, bad_request
from bot.demo.world import World
from handlers.pictures import measure

DELETABLE = timedelta(hours=48)
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")
MOST_SIDES, MOST_RATIO = 10_000, 20
"""Of a photo, in pixels: width and height together, and the longer by the shorter side."""
ACTIONS = frozenset(action.value for action in ChatAction)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def send_message(world: World, params: Params) -> JSON:
    chat = open_chat(world, params)
    text, html, entities = read_text(params)
    markup = read_markup(params.data("reply_markup"))
    reply_to = _replied(chat, params)
    message = world.post(chat, world.bot, text, html=html, entities=entities, markup=markup, reply_to=reply_to)
    return message.as_telegram()


def send_document(world: World, params: Params) -> JSON:
    return _send_file(world, params, "document", FileSizeLimit.FILESIZE_UPLOAD, document_content)


def send_photo(world: World, params: Params) -> JSON:
    return _send_file(world, params, "photo", FileSizeLimit.PHOTOSIZE_UPLOAD, photo_content)


def send_chat_action(world: World, params: Params) -> bool:
    chat = open_chat(world, params)
    action = params.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.tell("typing", chat.chat_id, action)
    return True


def edit_message_text(world: World, params: Params) -> JSON:
    message = _editable(world, params)
    text, html, entities = read_text(params)
    if message.captioned:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, message, text, html, entities, read_markup(params.data("reply_markup")))


def edit_message_caption(world: World, params: Params) -> JSON:
    message = _editable(world, params)
    if not message.captioned:
        raise bad_request("there is no caption in the message to edit")
    text, html, entities = read_caption(params)
    return _edit(world, message, text, html, entities, read_markup(params.data("reply_markup")))


def edit_message_reply_markup(world: World, params: Params) -> JSON:
    message = _editable(world, params)
    markup = read_markup(params.data("reply_markup"))
    return _edit(world, message, message.text, message.html, message.entities, markup)


def delete_message(world: World, params: Params) -> bool:
    chat = open_chat(world, params)
    message = chat.messages.get(params.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if world.now() - message.date > DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    del chat.messages[message.message_id]
    world.tell("deleted", chat.chat_id, message.message_id)
    return True


def open_chat(world: World, params: Params) -> Chat:
    """The chat of `chat_id`, if the bot may write there; raises RefusalError (400 or 403)."""
    chat_id = params.text("chat_id")
    if not chat_id:
        raise bad_request("chat_id is empty")
    chat = world.chats.get(int(chat_id)) if chat_id.lstrip("-").isdecimal() else None
    if chat is None or not chat.open:
        raise bad_request("chat not found")
    if chat.moved_to:
        raise RefusalError(400, "Bad Request: group chat was upgraded to a supergroup chat", moved_to=chat.moved_to)
    if chat.closed_because:
        raise RefusalError(403, f"Forbidden: {chat.closed_because}")
    return chat


def read_text(params: Params) -> tuple[str, str, list[Entity]]:
    """The text without tags, the HTML and the entities of a message."""
    text, html, entities = _read_formatted(params, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if utf16(text) > MessageLimit.MAX_TEXT_LENGTH:
        raise bad_request("message is too long")
    return text, html, entities


def read_caption(params: Params) -> tuple[str, str, list[Entity]]:
    """The same of a caption, which may be absent."""
    text, html, entities = _read_formatted(params, "caption", "caption_entities")
    if utf16(text) > MessageLimit.CAPTION_LENGTH:
        raise bad_request("MEDIA_CAPTION_TOO_LONG")
    return text, html, entities


def _read_formatted(params: Params, text_name: str, entities_name: str) -> tuple[str, str, list[Entity]]:
    """Markdown, which no one here writes, is refused rather than shown wrongly."""
    raw, mode = params.text(text_name), params.text("parse_mode").lower()
    if mode == "html":
        text, entities = read_html(raw)
        html = raw
    elif mode == "":
        text, entities = stripped(raw, params.data(entities_name) or [])
        html = escape(text, quote=False)
    else:
        raise bad_request("unsupported parse_mode")
    return text, html, entities[: MessageLimit.MESSAGE_ENTITIES]


def _replied(chat: Chat, params: Params) -> int | None:
    """The id of the message that is answered; a quote must be found in it."""
    reply = params.data("reply_parameters")
    message_id = reply.get("message_id", 0) if isinstance(reply, dict) else params.number("reply_to_message_id")
    if not message_id:
        return None
    answered = chat.messages.get(int(message_id))
    quote = reply.get("quote", "") if isinstance(reply, dict) else ""
    if answered is None:
        tolerant = isinstance(reply, dict) and reply.get("allow_sending_without_reply")
        if tolerant or params.flag("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    if quote and quote not in answered.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return answered.message_id


def _send_file(world: World, params: Params, kind: str, most: int, content: Callable[[File], JSON]) -> JSON:
    chat = open_chat(world, params)
    file = _file(world, params, kind, most)
    text, html, entities = read_caption(params)
    markup = read_markup(params.data("reply_markup"))
    reply_to = _replied(chat, params)
    details: dict[str, Any] = {"entities": entities, "markup": markup, "reply_to": reply_to}
    return world.post(chat, world.bot, text, html=html, file=file, content=content(file), **details).as_telegram()


def _file(world: World, params: Params, kind: str, most: int) -> File:
    """What was uploaded, or the known file that was named; the stand-in fetches nothing from the web."""
    upload = params.file(kind)
    named = params.text(kind)
    if upload is None:
        known = world.files.get(named)
        if known is None:
            raise bad_request(_no_file(kind, named))
        if known.kind != kind:
            raise bad_request(f"can't use file of type {known.kind.title()} as {kind.title()}")
        return known
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > most:
        raise RefusalError(413, "Request Entity Too Large")
    if kind == "photo":
        _check_photo(upload.content)
    return world.keep(kind, upload.name, upload.content, upload.mime_type)


def _check_photo(content: bytes) -> None:
    if not content.startswith(PICTURES):
        raise bad_request("IMAGE_PROCESS_FAILED")
    picture = measure(content)
    if picture is None:
        return
    width, height = picture.width, picture.height
    if width + height > MOST_SIDES or max(width, height) > MOST_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _no_file(kind: str, named: str) -> str:
    if named.startswith(("http://", "https://")):
        return "failed to get HTTP URL content"
    if named:
        return "wrong remote file identifier specified: Wrong string length"
    return f"there is no {kind} in the request"


def _editable(world: World, params: Params) -> Message:
    chat = open_chat(world, params)
    if not params.number("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(params.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def _edit(world: World, message: Message, text: str, html: str, entities: list[Entity], markup: JSON | None) -> JSON:
    if (text, entities, markup) == (message.text, message.entities, message.markup):
        raise bad_request(NOT_MODIFIED)
    world.change(message, text, html, entities, markup)
    return message.as_telegram()
