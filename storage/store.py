"""The store: every concept's table within one transaction, at one moment."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Generic, TypeVar

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
from storage.course_quizzes import CourseQuizzes
from storage.courses import Courses
from storage.deliveries import Deliveries
from storage.dialogs import Dialogs
from storage.exchanges import Exchanges
from storage.files import Files
from storage.follows import Follows
from storage.group_chats import GroupChats
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

T = TypeVar("T")


class _Part(Generic[T]):
    """One concept's table, made when it is first asked for: a transaction needs a few of them."""

    def __init__(self, make: "Callable[[Store], T]") -> None:
        self._make = make

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, store: "Store", owner: type) -> T:
        # From now on it is found in the store itself, and this is not asked again.
        made = store.__dict__[self._name] = self._make(store)
        return made


class Store:
    """What handlers and schedules are given. It reads and changes facts; only the database commits."""

    session: AsyncSession
    now: datetime
    quiet: QuietHours
    ledger: Ledger | None
    crowd: int
    """A broadcast to more people needs a second organizer."""

    centres = _Part(lambda store: Centres(store.session))
    topics = _Part(lambda store: Topics(store.session))
    courses = _Part(lambda store: Courses(store.session, store.now))
    contacts = _Part(lambda store: Contacts(store.session, store.now))
    learners = _Part(lambda store: Learners(store.session, store.now))
    consents = _Part(lambda store: Consents(store.session, store.now))
    dialogs = _Part(lambda store: Dialogs(store.session, store.now))
    exchanges = _Part(lambda store: Exchanges(store.session, store.now))
    files = _Part(lambda store: Files(store.session, store.now))
    listing = _Part(lambda store: Listing(store.session, store.now))
    outbox = _Part(lambda store: Outbox(store.session, store.now, store.quiet))
    deliveries = _Part(lambda store: Deliveries(store.session, store.now, store.quiet))
    registrations = _Part(lambda store: Registrations(store.session, store.now, store.courses, store.outbox))
    attendances = _Part(lambda store: Attendances(store.session, store.now))
    visits = _Part(lambda store: Visits(store.session, store.now))
    check_ins = _Part(lambda store: CheckIns(store.session, store.now))
    reminders = _Part(lambda store: Reminders(store.session, store.now))
    inbox = _Part(lambda store: Inbox(store.session, store.now))
    organizers = _Part(lambda store: Organizers(store.session, store.now))
    audit = _Part(lambda store: Audit(store.session, store.now))
    questions = _Part(lambda store: Questions(store.session, store.now))
    answers = _Part(lambda store: PreparedAnswers(store.session, store.now, store.listing))
    wishes = _Part(lambda store: Wishes(store.session, store.now))
    tallies = _Part(lambda store: Tallies(store.session, store.now))
    groups = _Part(lambda store: Groups(store.session, store.now))
    group_chats = _Part(lambda store: GroupChats(store.session, store.now))
    memberships = _Part(lambda store: Memberships(store.session, store.now))
    follows = _Part(lambda store: Follows(store.session, store.now))
    audiences = _Part(lambda store: Audiences(store.session, store.now))
    broadcasts = _Part(lambda store: Broadcasts(store.session, store.now))
    materials = _Part(lambda store: Materials(store.session, store.now))
    programmes = _Part(lambda store: Programmes(store.session, store.now))
    programme_follows = _Part(lambda store: ProgrammeFollows(store.session, store.now))
    items = _Part(lambda store: Items(store.session, store.now, store.listing))
    cards = _Part(lambda store: Cards(store.session))
    attempts = _Part(lambda store: Attempts(store.session, store.now))
    quizzes = _Part(lambda store: Quizzes(store.session, store.now))
    habits = _Part(lambda store: Habits(store.session, store.now))
    badges = _Part(lambda store: Badges(store.session, store.now))
    course_quizzes = _Part(lambda store: CourseQuizzes(store.session, store.now))
    mailings = _Part(lambda store: Mailings(store.session, store.now, store.quiet, store.audiences))

    def __init__(
        self,
        session: AsyncSession,
        now: datetime,
        quiet: QuietHours,
        ledger: Ledger | None = None,
        crowd: int = CROWD,
    ) -> None:
        self.session = session
        self.now = now
        self.quiet = quiet
        self.ledger = ledger
        self.crowd = crowd

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
