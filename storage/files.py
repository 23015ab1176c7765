"""Files: what an organizer sent and we asked the channel for, and what goes out with many messages."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, words

MOST_BYTES = 5_000_000
MOST_TRIES = 3
"""A download that failed so often is given up."""
CONTENT_KEPT = timedelta(hours=24)
"""Of a file that nobody keeps."""
KEPT = timedelta(days=30)
"""The row, after its content is gone: as long as the messages that went with it."""
MOST_OF_ONE = 20
"""Files of one contact that nobody keeps; the newest. Nobody fills the disk by sending."""


class FileState(StrEnum):
    WANTED = "wanted"
    """The channel has it; we asked for it."""
    HERE = "here"
    FAILED = "failed"
    """It could not be had; `reason` says why."""
    GONE = "gone"
    """It was here; its content is forgotten."""


class File(Base):
    __tablename__ = "files"
    __table_args__ = (
        Index(
            "ix_files_wanted",
            "id",
            sqlite_where=text("state = 'wanted'"),
            postgresql_where=text("state = 'wanted'"),
        ),
        Index("ix_files_contact_id", "contact_id"),
        # The inbox knows by the number whether a file was told of; it must never be another's.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    """Who sent it; None: we made it, or who sent it is deleted and the centre keeps it."""
    channel: Mapped[str | None] = mapped_column(String(16))
    """Where it came from; None: we made it."""
    handle: Mapped[str | None] = mapped_column(Text)
    """What that channel calls it."""
    name: Mapped[str] = mapped_column(String(120))
    """As its sender named it: to be shown, never to be opened."""
    media_type: Mapped[str] = mapped_column(String(100))
    """As the sender's app says; of what we made, as it is."""
    size: Mapped[int]
    """Bytes; as the channel says until it is here."""
    purpose: Mapped[str] = mapped_column(String(32))
    """Who takes it when it is here: a key of the conversation's table of files; empty for what we made."""
    dialog_id: Mapped[int | None]
    """The dialog that it is an answer in."""
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Who sent it and how, to go on from there; `handlers.files` writes and reads it."""
    state: Mapped[FileState] = mapped_column(words(FileState))
    reason: Mapped[str | None] = mapped_column(String(40))
    tries: Mapped[int] = mapped_column(default=0)
    """Downloads that failed."""
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    """Only `Files.content` reads it: no list of files ever loads megabytes."""
    sent_as: Mapped[dict[str, str]] = mapped_column(JSON)
    """What each channel calls it since it was sent there, by the channel's name."""
    kept_until: Mapped[datetime | None]
    """The centre needs it until then, whoever sent it; None: it is forgotten after `CONTENT_KEPT`."""
    asked_at: Mapped[datetime]
    came_at: Mapped[datetime | None]


class Files:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now
        self.wanted = False
        """Whether anything was asked for in this transaction: then somebody should fetch it after the commit."""

    async def want(
        self,
        contact_id: int,
        channel: str,
        handle: str,
        *,
        name: str,
        media_type: str,
        size: int,
        purpose: str,
        dialog_id: int | None,
        said: dict[str, Any],
    ) -> File:
        """Ask for a file that was sent to us. It comes, or fails, later: then the inbox says so."""
        file = File(
            contact_id=contact_id,
            channel=channel,
            handle=handle,
            name=name[:120],
            media_type=media_type[:100],
            size=size,
            purpose=purpose,
            dialog_id=dialog_id,
            said=said,
            state=FileState.WANTED,
            sent_as={},
            asked_at=self._now,
        )
        self._session.add(file)
        await self._session.flush()
        await self._let_go_beyond(contact_id)
        self.wanted = True
        return file

    async def add(self, name: str, media_type: str, content: bytes, until: datetime) -> File:
        """Keep something of our own, to go out with many messages, until then. Raises ValueError if it is too large."""
        if not 0 < len(content) <= MOST_BYTES:
            raise ValueError(f"a file of {len(content)} bytes")
        file = File(
            name=name[:120],
            media_type=media_type,
            size=len(content),
            purpose="",
            said={},
            state=FileState.HERE,
            content=content,
            sent_as={},
            kept_until=until,
            asked_at=self._now,
            came_at=self._now,
        )
        self._session.add(file)
        await self._session.flush()
        return file

    async def find(self, contact_id: int, file_id: int) -> File | None:
        """One of theirs."""
        return await self._session.scalar(select(File).where(File.id == file_id, File.contact_id == contact_id))

    async def find_stored(self, file_id: int) -> File | None:
        """Whosever it is: for sending what a message bears."""
        return await self._session.get(File, file_id)

    async def content(self, file_id: int) -> bytes | None:
        """None unless it is here."""
        return await self._session.scalar(select(File.content).where(File.id == file_id))

    async def keep(self, file_id: int, until: datetime) -> None:
        """The centre needs it at least until then, whoever sent it: a broadcast bears it, say."""
        longer = File.kept_until.is_(None) | (File.kept_until < until)
        await self._session.execute(update(File).where(File.id == file_id, longer).values(kept_until=until))

    async def list_wanted(self, channels: Collection[str], without: Collection[int], most: int) -> Sequence[File]:
        """To be fetched from these channels, in order of arrival."""
        query = select(File).where(text("state = 'wanted'"), File.channel.in_(channels), File.id.not_in(without))
        return (await self._session.scalars(query.order_by(File.id).limit(most))).all()

    async def came(self, file_id: int, content: bytes) -> File | None:
        """It is here. None if nobody wants it any more."""
        file = await self._find_wanted(file_id)
        if file:
            file.state, file.content, file.size, file.came_at = FileState.HERE, content, len(content), self._now
            await self._session.flush()
        return file

    async def failed(self, file_id: int, reason: str, *, for_good: bool) -> File | None:
        """A download failed, `for_good` or once more. Returns the file if that was the end of it."""
        file = await self._find_wanted(file_id)
        if file is None:
            return None
        file.tries += 1
        file.reason = reason[:40]
        if for_good or file.tries >= MOST_TRIES:
            file.state = FileState.FAILED
        await self._session.flush()
        return file if file.state is FileState.FAILED else None

    async def remember(self, file_id: int, channel: str, handle: str) -> None:
        """What a channel calls it since it was sent there."""
        file = await self._session.get(File, file_id)
        if file:
            file.sent_as = file.sent_as | {channel: handle}
            await self._session.flush()

    async def forget_of(self, contact_id: int) -> None:
        """Theirs go; what the centre still needs stays, of nobody."""
        theirs = File.contact_id == contact_id
        unneeded = File.kept_until.is_(None) | (File.state == FileState.WANTED)
        await self._session.execute(delete(File).where(theirs, unneeded))
        nobodys: dict[str, Any] = {"contact_id": None, "said": {}, "handle": None}
        await self._session.execute(update(File).where(theirs).values(nobodys))

    async def tidy(self) -> None:
        """Forget the content of what nobody needs, and later that there was a file."""
        old = File.kept_until.is_(None) & (File.asked_at < self._now - CONTENT_KEPT)
        await self._let_go(old | (File.kept_until < self._now))
        last = select(File.id).where(File.asked_at < self._now - KEPT, text("state IN ('gone', 'failed')"))
        await self._session.execute(delete(File).where(File.id.in_(last)))

    async def _find_wanted(self, file_id: int) -> File | None:
        return await self._session.scalar(select(File).where(File.id == file_id, File.state == FileState.WANTED))

    async def _let_go_beyond(self, contact_id: int) -> None:
        theirs = (File.contact_id == contact_id) & File.kept_until.is_(None) & text("state IN ('wanted', 'here')")
        newest = select(File.id).where(theirs).order_by(File.id.desc()).offset(MOST_OF_ONE)
        too_many = (await self._session.scalars(newest)).all()
        if too_many:
            await self._let_go(File.id.in_(too_many))

    async def _let_go(self, which: Any) -> None:
        gone = update(File).where(which, text("state IN ('wanted', 'here')"))
        gone = gone.values(state=FileState.GONE, content=None, said={}, sent_as={})
        await self._session.execute(gone.execution_options(synchronize_session=False))
