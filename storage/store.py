"""The store: every concept's table within one transaction, at one moment."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.answers import PreparedAnswers
from storage.attempts import Attempts
from storage.attendances import Attendances
from storage.audiences import Audiences
from storage.audit import Audit
from storage.badges import Badges
from storage.broadcasts import CROWD, Broadcasts
from storage.cards import Cards
from storage.centres import Centres
from storage.check_ins import CheckIns
from storage.consents import Consents
from storage.contacts import Contacts
from storage.courses import Courses
from storage.deliveries import Deliveries
from storage.dialogs import Dialogs
from storage.exchanges import Exchanges
from storage.files import Files
from storage.follows import Follows
from storage.groups import Groups
from storage.habits import Habits
from storage.inbox import Inbox
from storage.items import Items
from storage.learners import Learners
from storage.ledger import Ledger
from storage.listing import Listing
from storage.mailings import Mailings
from storage.materials import Materials
from storage.memberships import Memberships
from storage.organizers import Organizers
from storage.outbox import Outbox
from storage.programme_follows import ProgrammeFollows
from storage.programmes import Programmes
from storage.questions import Questions
from storage.quiet_hours import QuietHours
from storage.quizzes import Quizzes
from storage.registrations import Registrations
from storage.reminders import Reminders
from storage.tallies import Tallies
from storage.topics import Topics
from storage.visits import Visits
from storage.wishes import Wishes


class Store:
    """What handlers and schedules are given. It reads and changes facts; only the database commits."""

    def __init__(
        self,
        session: AsyncSession,
        now: datetime,
        quiet: QuietHours,
        ledger: Ledger | None = None,
        crowd: int = CROWD,
    ) -> None:
        """`crowd`: a broadcast to more people needs a second organizer."""
        self.session = session
        self.now = now
        self.quiet = quiet
        self.ledger = ledger
        self.crowd = crowd
        self.centres = Centres(session)
        self.topics = Topics(session)
        self.courses = Courses(session, now)
        self.contacts = Contacts(session, now)
        self.learners = Learners(session, now)
        self.consents = Consents(session, now)
        self.dialogs = Dialogs(session, now)
        self.exchanges = Exchanges(session, now)
        self.files = Files(session, now)
        self.listing = Listing(session, now)
        self.outbox = Outbox(session, now, quiet)
        self.deliveries = Deliveries(session, now, quiet)
        self.registrations = Registrations(session, now, self.courses, self.outbox)
        self.attendances = Attendances(session, now)
        self.visits = Visits(session, now)
        self.check_ins = CheckIns(session, now)
        self.reminders = Reminders(session, now)
        self.inbox = Inbox(session, now)
        self.organizers = Organizers(session, now)
        self.audit = Audit(session, now)
        self.questions = Questions(session, now)
        self.answers = PreparedAnswers(session, now, self.listing)
        self.wishes = Wishes(session, now)
        self.tallies = Tallies(session, now)
        self.groups = Groups(session, now)
        self.memberships = Memberships(session, now)
        self.follows = Follows(session, now)
        self.audiences = Audiences(session, now)
        self.broadcasts = Broadcasts(session, now)
        self.materials = Materials(session, now)
        self.programmes = Programmes(session, now)
        self.programme_follows = ProgrammeFollows(session, now)
        self.items = Items(session, now, self.listing)
        self.cards = Cards(session)
        self.attempts = Attempts(session, now)
        self.quizzes = Quizzes(session, now)
        self.habits = Habits(session, now)
        self.badges = Badges(session, now)
        self.mailings = Mailings(session, now, quiet, self.audiences)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What is done inside is undone alone if it raises."""
        try:
            async with self.session.begin_nested():
                yield
        finally:
            self.session.expunge_all()
            self.listing.look_again()

    async def part(self) -> None:
        """Write what is still only in memory and forget the rows: what comes next has nothing to do with them."""
        await self.session.flush()
        self.session.expunge_all()
