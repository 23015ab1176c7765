"""For stories of files that organizers send: rooms that take them, and what became of each."""

import asyncio

import pytest
from markupsafe import Markup
from sqlalchemy import select

from bot import fetching
from bot.telegram import TelegramChannel
from handlers import conversation
from handlers.heard import Heard
from handlers.vocabulary import Reply
from storage.files import File
from storage.store import Store
from tests.town import Town

CSV = "Mã lớp;Tên\nL101;Nấu ăn\n".encode()


async def read_csv(heard: Heard, store: Store, file: File) -> list[Reply]:
    """A tiny room: says what it read."""
    content = await store.files.content(file.id) or b""
    return [Reply(Markup("Đọc xong {}: {} byte, {}").format(file.name, len(content), content.decode()[:4]))]


async def take_picture(heard: Heard, store: Store, file: File) -> list[Reply]:
    dialog = await store.dialogs.find(heard.contact.id)
    assert dialog is not None
    await store.dialogs.turn(dialog, picture=file.id)
    return [Reply(Markup("Ảnh đẹp quá!"))]


async def hear_words(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(Markup("Nghe: {}").format(heard.incoming.text))]


def furnish(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rooms for tables and for pictures; nobody rests before another try."""
    monkeypatch.setitem(conversation.FILES, ".csv", read_csv)
    monkeypatch.setitem(conversation.FILES, "poster", take_picture)
    monkeypatch.setitem(conversation.DIALOGS, "poster", hear_words)
    monkeypatch.setattr(fetching, "RESTS", (0.0, 0.0))


async def files(town: Town) -> list[File]:
    async with town.database.read(town.clock.now()) as store:
        return await rows_in(store)


async def rows_in(store: Store) -> list[File]:
    return list((await store.session.scalars(select(File).order_by(File.id))).all())


async def content(town: Town, file: File) -> bytes | None:
    async with town.database.read(town.clock.now()) as store:
        return await store.files.content(file.id)


def hang(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Downloads begin and do not end; gives what was asked for."""
    asked: list[str] = []

    async def download(self: TelegramChannel, handle: str, most: int) -> bytes:
        asked.append(handle)
        await asyncio.Event().wait()
        return b""

    monkeypatch.setattr(TelegramChannel, "download", download)
    return asked
