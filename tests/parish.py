"""A parish with something to be told: thousands who want the news, for broadcasts of the real process."""

import asyncio
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from bot.demo.person import BLOCKED
from bot.demo.standin import Person, StandIn
from handlers.privacy import PRIVACY_VERSION
from schedules.clock import Clock
from storage.broadcasts import State
from storage.consents import Purpose
from storage.opening import open_database
from storage.quiet_hours import QuietHours
from storage.store import Store
from tests.killing import rows, until
from tests.running import NEVER_QUIET

TEXT = "Chào {ten}, thứ bảy có hội sách."


@dataclass
class Parish:
    """People who want the news, of whom some blocked us, and an organizer who just confirmed some."""

    standin: StandIn
    people: list[Person]
    organizer: Person
    path: Path
    waits: list[float] = field(default_factory=list)
    """Seconds until a resident who spoke meanwhile was answered."""
    rest: float = 0.05
    """Seconds between two of them."""

    @property
    def received(self) -> list[int]:
        """How many copies each got who did not block us."""
        return [
            sum("thứ bảy có hội sách" in shown.text for shown in one.messages) for one in self.people if not one.blocked
        ]

    def is_over(self) -> bool:
        ((state,),) = rows(self.path, "SELECT state FROM broadcasts")
        return bool(state == State.DONE)

    async def talks(self) -> None:
        """One resident after another asks something, until cancelled: nobody twice in a second."""
        residents = [self.standin.person(7_900_000 + number, "Chị Sáu") for number in range(50)]
        clock = asyncio.get_running_loop().time
        for someone in cycle(residents):
            before, began = len(someone.messages), clock()
            someone.says("/trogiup")
            await until(lambda one=someone, before=before: len(one.messages) > before + 1)  # type: ignore[misc]
            self.waits.append(clock() - began)
            await asyncio.sleep(self.rest)


async def settle(path: Path, standin: StandIn, many: int, gone: int) -> Parish:
    """So many people; `gone` of them, evenly spread, blocked us without our knowledge."""
    people = [standin.person(6_000_000 + number, f"Bà {number}") for number in range(many)]
    organizer = standin.person(5_000_000, "Hoa")
    database = await open_database(str(path), QuietHours.parse(NEVER_QUIET))
    async with database.begin(Clock().now()) as store:
        for one in people:
            met = await store.contacts.meet("telegram", str(one.id), "", "vi")
            assert met.contact is not None
            await store.consents.record(met.contact.id, Purpose.ANNOUNCEMENTS, PRIVACY_VERSION, given=True)
            await store.part()
        await _confirm(store, organizer)
    await database.close()
    for one in (*people, organizer):
        one.chat.open = True
    for one in people[:: many // gone]:
        one.chat.closed_because = BLOCKED
    return Parish(standin, people, organizer, path)


async def _confirm(store: Store, organizer: Person) -> None:
    hoa = await store.contacts.meet("telegram", str(organizer.id), "Hoa", "vi")
    assert hoa.contact is not None
    number = hoa.contact.id
    assert await store.organizers.accept(await store.organizers.invite(None, None), number)
    facts = {"text_vi": TEXT, "audience": ["everyone"], "due_at": store.now}
    made = await store.broadcasts.make(None, number, confirmed_by=number, seconded_by=number, **facts)
    await store.broadcasts.change(made, state=State.SCHEDULED)
