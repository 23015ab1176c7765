"""Centres: each community learning centre belongs to a ward."""

from collections.abc import Sequence

from sqlalchemy import String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.folding import fold


class Centre(Base):
    """The community learning centre of one ward."""

    __tablename__ = "centres"

    id: Mapped[int] = mapped_column(primary_key=True)
    ward: Mapped[str] = mapped_column(String(120), unique=True)
    """As written in the catalogue, for example "Phường Cầu Kho"."""
    yearly_target: Mapped[int | None]
    """Visits in a year that the centre is to reach."""


class Centres:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list_all(self) -> Sequence[Centre]:
        """By name of ward."""
        return (await self._session.scalars(select(Centre).order_by(Centre.ward))).all()

    async def find(self, centre_id: int) -> Centre | None:
        return await self._session.get(Centre, centre_id)

    async def find_named(self, said: str) -> Centre | None:
        """The centre of the ward that was typed, with or without diacritics and the word for ward."""
        wanted = _bare(said)
        return next((centre for centre in await self.list_all() if _bare(centre.ward) == wanted), None)

    async def of_ward(self, ward: str) -> Centre:
        """The centre of this ward, made if there is none yet."""
        centre = await self._session.scalar(select(Centre).where(Centre.ward == ward))
        if centre is None:
            centre = Centre(ward=ward)
            self._session.add(centre)
            await self._session.flush()
        return centre

    async def aim(self, centre: Centre, target: int | None) -> None:
        """So many visits in a year; None: no target."""
        centre.yearly_target = target
        await self._session.flush()


def _bare(ward: str) -> str:
    return fold(ward).removeprefix("phuong ").removeprefix("p. ").strip()
