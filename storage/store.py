"""The store: every concept's table within one transaction, at one moment."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.attendances import Attendances
from storage.centres import Centres
from storage.consents import Consents
from storage.contacts import Contacts
from storage.courses import Courses
from storage.deliveries import Deliveries
from storage.dialogs import Dialogs
from storage.exchanges import Exchanges
from storage.inbox import Inbox
from storage.learners import Learners
from storage.ledger import Ledger
from storage.listing import Listing
from storage.outbox import Outbox
from storage.quiet_hours import QuietHours
from storage.registrations import Registrations
from storage.reminders import Reminders
from storage.topics import Topics


class Store:
    """What handlers and schedules are given. It reads and changes facts; only the database commits."""

    def __init__(self, session: AsyncSession, now: datetime, quiet: QuietHours, ledger: Ledger | None = None) -> None:
        self.session = session
        self.now = now
        self.quiet = quiet
        self.ledger = ledger
        self.centres = Centres(session)
        self.topics = Topics(session)
        self.courses = Courses(session, now)
        self.contacts = Contacts(session, now)
        self.learners = Learners(session, now)
        self.consents = Consents(session, now)
        self.dialogs = Dialogs(session, now)
        self.exchanges = Exchanges(session, now)
        self.listing = Listing(session, now)
        self.outbox = Outbox(session, now, quiet)
        self.deliveries = Deliveries(session, now, quiet)
        self.registrations = Registrations(session, now, self.courses, self.outbox)
        self.attendances = Attendances(session, now)
        self.reminders = Reminders(session, now)
        self.inbox = Inbox(session, now)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What is done inside is undone alone if it raises."""
        try:
            async with self.session.begin_nested():
                yield
        finally:
            self.session.expunge_all()

    async def part(self) -> None:
        """Write what is still only in memory and forget the rows: what comes next has nothing to do with them."""
        await self.session.flush()
        self.session.expunge_all()
