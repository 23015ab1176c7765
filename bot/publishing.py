"""Publishing a catalogue: read the file, show what would change, do just that."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.catalogue import Refused, read_catalogue
from handlers.changes import tell
from handlers.texts import VIETNAMESE, Texts
from storage.catalogue import plan, publish
from storage.catalogue_plan import Catalogue, Plan
from storage.database import Database


class CatalogueRefused(Exception):
    """Something in the file cannot be published, so nothing is."""

    def __init__(self, faults: Sequence[Markup], texts: Texts) -> None:
        super().__init__(f"{len(faults)} faults")
        self.told = texts.catalogue.refused(faults)
        """All that is wrong, each with what to write instead."""


class PlanChanged(Exception):
    """What would change is no longer what was shown."""


def read(name: str, content: bytes, texts: Texts = VIETNAMESE) -> Catalogue:
    """The file's courses. Raises: CatalogueRefused."""
    catalogue = read_catalogue(name, content, texts)
    if isinstance(catalogue, Refused):
        raise CatalogueRefused(catalogue.faults, texts)
    return catalogue


async def preview(database: Database, now: datetime, catalogue: Catalogue, texts: Texts = VIETNAMESE) -> Plan:
    """What would change. Raises: CatalogueRefused."""
    async with database.begin(now) as store:
        planned = await plan(store, catalogue)
    if planned.refused:
        raise CatalogueRefused(texts.catalogue.plan_faults(planned), texts)
    return planned


async def publish_shown(
    database: Database, now: datetime, catalogue: Catalogue, shown: Plan, texts: Texts = VIETNAMESE
) -> Markup:
    """Do what was shown and owe everyone concerned the news. Returns what was done.

    Raises: PlanChanged.
    """
    async with database.begin(now) as store:
        planned = await plan(store, catalogue)
        if planned != shown:
            raise PlanChanged
        published = await publish(store, planned)
        told = await tell(store, published)
    return texts.catalogue.published(planned, told, len(published.promoted))


async def publish_file(database: Database, now: datetime, name: str, content: bytes) -> Markup:
    """Publish without asking. Raises: CatalogueRefused."""
    catalogue = read(name, content)
    return await publish_shown(database, now, catalogue, await preview(database, now, catalogue))
