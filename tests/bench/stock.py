"""The bots to compare with: `python -m tests.bench.stock ADDRESS [--database FILE] [--at-once NUMBER]`.

Written as the library's and SQLAlchemy's own examples are. With a database it does for each message one SELECT and
one INSERT through the ORM; journal and synchronization are as ours, so that it promises as much for what it wrote.
"""

import argparse
from typing import Any

from sqlalchemy import ForeignKey, event, select
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOpp-_9"


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(unique=True)


class Said(Base):
    __tablename__ = "said"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


async def remember(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    async with context.bot_data["sessions"]() as session, session.begin():
        person = await session.scalar(select(Person).where(Person.chat_id == update.message.chat_id))
        session.add(Said(person_id=person.id if person else None, text=update.message.text or ""))
    await echo(update, context)


def _as_safe_as_ours(connection: Any, record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}").close()


def _opens(engine: AsyncEngine) -> Any:
    async def open_database(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        application.bot_data["sessions"] = async_sessionmaker(engine, expire_on_commit=False)

    return open_database


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("--database")
    parser.add_argument("--at-once", type=int, default=1)
    asked = parser.parse_args()
    builder = ApplicationBuilder().token(TOKEN).base_url(f"{asked.address}/bot").concurrent_updates(asked.at_once)
    if asked.database:
        engine = create_async_engine(f"sqlite+aiosqlite:///{asked.database}")
        event.listen(engine.sync_engine, "connect", _as_safe_as_ours)
        builder = builder.post_init(_opens(engine))
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, remember if asked.database else echo))
    application.run_polling()


if __name__ == "__main__":
    main()
