"""Classes for stories: only what the story is about is said."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.catalogue_plan import Catalogue, CourseFacts, Entry, Meeting
from storage.quiet_hours import LOCAL


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026, in Ho Chi Minh City; day 31 is the first of December."""
    return datetime(2026, 11, 1, hour, minute, tzinfo=LOCAL) + timedelta(days=day - 1)


@dataclass(frozen=True, slots=True)
class Class:
    code: str = "L101"
    title: str = "Zalo cho người cao tuổi"
    starts: tuple[datetime, ...] = (at(25, 8, 30),)
    capacity: int = 20
    ward: str = "Phường Đa Kao"
    topic: str = "Kỹ năng số"
    venue: str = "Nhà văn hóa, 5 Nguyễn Huy Tự"
    fee_vnd: int = 0
    closes: datetime | None = None
    """By default when the last lesson begins."""
    teacher: str = "Cô Lan"


def catalogue_of(*classes: Class) -> Catalogue:
    return Catalogue(tuple(_entry(row, one) for row, one in enumerate(classes, 2)))


def _entry(row: int, one: Class) -> Entry:
    facts = CourseFacts(
        code=one.code,
        title=one.title,
        topic=one.topic,
        description="Gọi video, gửi ảnh, kết bạn.",
        ward=one.ward,
        capacity=one.capacity,
        fee_vnd=one.fee_vnd,
        audience="Mọi người",
        teacher=one.teacher,
        registration_closes_at=one.closes or max(one.starts),
    )
    meetings = tuple(
        Meeting(start, start + timedelta(hours=1, minutes=30), one.venue, one.ward, row) for start in sorted(one.starts)
    )
    return Entry(row, facts, meetings)
