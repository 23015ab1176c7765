"""What registrations must come to, without a database: a page of rules that the real thing is compared with."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

LESSON = timedelta(minutes=90)
YEAR = timedelta(days=365)

Who = tuple[str, str]
"""A contact, and which of their household."""


@dataclass
class Place:
    """A seat, or a place in line. `who`: None once they were deleted; the seat was taken all the same."""

    who: Who | None
    seated: bool


@dataclass
class Course:
    """A course. `places` in order of arrival, without those that were given up."""

    capacity: int
    closes_at: datetime
    starts: set[datetime]
    """Of the lessons that take place."""
    called_off: bool = False
    places: list[Place] = field(default_factory=list)

    @property
    def taken(self) -> int:
        return sum(place.seated for place in self.places)

    @property
    def waiting(self) -> list[Who]:
        return [place.who for place in self.places if not place.seated and place.who is not None]

    def is_open(self, now: datetime) -> bool:
        return not self.called_off and now < self.closes_at

    def ended_before(self, moment: datetime) -> bool:
        return bool(self.starts) and max(self.starts) + LESSON <= moment

    def place_of(self, who: Who) -> Place | None:
        return next((place for place in self.places if place.who == who), None)

    def promote(self, now: datetime) -> list[Who]:
        """Who gets a seat that is free, first come first served, while registration is open."""
        free = self.capacity - self.taken
        if free <= 0 or not self.is_open(now):
            return []
        lucky = [place for place in self.places if not place.seated][:free]
        for place in lucky:
            place.seated = True
        return [place.who for place in lucky if place.who is not None]


Promoted = list[tuple[str, Who]]
"""The code of the course, and who has a seat there now."""


@dataclass
class Model:
    classes: dict[str, Course] = field(default_factory=dict)

    def register(self, who: Who, code: str) -> None:
        """Registration is open."""
        course = self.classes[code]
        if course.place_of(who) is None:
            course.places.append(Place(who, seated=course.taken < course.capacity))

    def cancel(self, who: Who, code: str, now: datetime) -> Promoted:
        course = self.classes[code]
        course.places = [place for place in course.places if place.who != who]
        return [(code, one) for one in course.promote(now)]

    def delete(self, gone: list[Who], now: datetime) -> Promoted:
        """All of them at once; a seat in a course that is over stays taken, by nobody."""
        promoted = []
        for code, course in self.classes.items():
            if course.ended_before(now):
                course.places = [one for one in course.places if one.seated or one.who not in gone]
                for place in course.places:
                    place.who = None if place.who in gone else place.who
            course.places = [one for one in course.places if one.who not in gone]
            promoted += [(code, one) for one in course.promote(now)]
        return promoted

    def forget_old(self, now: datetime) -> None:
        for course in self.classes.values():
            if course.ended_before(now - YEAR):
                course.places = [Place(None, seated=True) for place in course.places if place.seated]

    def publish(
        self, code: str, capacity: int, closes_at: datetime, starts: set[datetime], now: datetime
    ) -> Promoted | None:
        """`starts`: all to come. None: refused, because more seats are taken than would be left."""
        course = self.classes[code]
        if capacity < course.taken:
            return None
        begun = {start for start in course.starts if start <= now}
        dropped = course.starts - begun - starts
        course.capacity, course.closes_at = capacity, closes_at
        if starts or begun or not dropped:
            course.called_off = course.called_off and not starts
            course.starts = begun | starts
        else:
            course.called_off, course.places, course.starts = True, [], set()
        return [(code, one) for one in course.promote(now)]
