"""Files on Telegram: pictures and documents that we send, under the name Telegram gave them if it had them before;
and the content of what people send."""

from typing import Any

from telegram import Bot, InlineKeyboardMarkup, InputFile, Message
from telegram.constants import FileSizeLimit, ParseMode
from telegram.error import BadRequest

from handlers.pictures import measure
from handlers.vocabulary import Document

MOST_SIDES = 10_000
"""Width and height of a photo together, in pixels."""
MOST_RATIO = 20
_UNKNOWN_FILE = ("wrong file", "wrong remote file", "file reference", "can't use file of type")
"""What it is called is no longer what it is called: send it whole."""
_NO_PHOTO = ("image_process_failed", "photo_invalid_dimensions", "photo_save_file_invalid", "photo_ext_invalid")
"""It is no picture after all, but may still be a document."""


async def attach(
    bot: Bot, chat_id: str, document: Document, caption: str | None, buttons: InlineKeyboardMarkup | None
) -> tuple[Message, str | None]:
    """Send it, as a photo if it is one that Telegram takes. Gives the message and what Telegram calls the file now."""
    how: dict[str, Any] = {"caption": caption, "reply_markup": buttons, "parse_mode": ParseMode.HTML}
    if document.handle:
        kind, _, file_id = document.handle.partition(":")
        try:
            return await _send(bot, chat_id, file_id, how, photo=kind == "photo")
        except BadRequest as error:
            if not _says(error, _UNKNOWN_FILE):
                raise
    if is_photo(document):
        try:
            return await _send(bot, chat_id, _input(document), how, photo=True)
        except BadRequest as error:
            if not _says(error, _NO_PHOTO):
                raise
    return await _send(bot, chat_id, _input(document), how, photo=False)


def is_photo(document: Document) -> bool:
    """Whether Telegram shows it as a photo."""
    if document.media_type not in ("image/png", "image/jpeg") or len(document.content) > FileSizeLimit.PHOTOSIZE_UPLOAD:
        return False
    picture = measure(document.content)
    if picture is None or picture.width + picture.height > MOST_SIDES:
        return False
    return max(picture.width, picture.height) <= MOST_RATIO * min(picture.width, picture.height)


async def _send(
    bot: Bot, chat_id: str, file: InputFile | str, how: dict[str, Any], *, photo: bool
) -> tuple[Message, str | None]:
    if photo:
        message = await bot.send_photo(chat_id, file, **how)
        return message, f"photo:{message.photo[-1].file_id}" if message.photo else None
    message = await bot.send_document(chat_id, file, **how)
    return message, f"document:{message.document.file_id}" if message.document else None


def _input(document: Document) -> InputFile:
    file = InputFile(document.content, filename=" ".join(document.name.split()))
    file.mimetype = document.media_type
    return file


def _says(error: BadRequest, any_of: tuple[str, ...]) -> bool:
    return any(words in error.message.lower() for words in any_of)


async def fetch(bot: Bot, file_id: str, most: int) -> bytes | None:
    """The content of a file that somebody sent; None if it is larger. Raises TelegramError."""
    try:
        file = await bot.get_file(file_id)
    except BadRequest as error:
        if "too big" in error.message.lower():
            return None
        raise
    # Not File.download_…: from a Bot API server of one's own that would open whatever path it names on this machine.
    if file.file_size is not None and file.file_size > most:
        return None
    content = await bot.request.retrieve(file.file_path or "")
    return content if len(content) <= most else None
