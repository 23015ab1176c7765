"""Topics: what a course or a quiz item is about."""

from collections.abc import Sequence

from sqlalchemy import String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class Topic(Base):
    __tablename__ = "topics"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)


class Topics:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list_all(self) -> Sequence[Topic]:
        """By name."""
        return (await self._session.scalars(select(Topic).order_by(Topic.name))).all()

    async def find(self, topic_id: int) -> Topic | None:
        return await self._session.get(Topic, topic_id)

    async def named(self, name: str) -> Topic:
        """The topic of this name, made if there is none yet."""
        topic = await self._session.scalar(select(Topic).where(Topic.name == name))
        if topic is None:
            topic = Topic(name=name)
            self._session.add(topic)
            await self._session.flush()
        return topic
