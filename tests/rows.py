"""Rows to begin with, for tests of the storage alone."""

from datetime import datetime, timedelta

from storage.contacts import Contact
from storage.courses import Course
from storage.learners import Learner, Relation
from storage.lessons import Lesson
from storage.store import Store


async def add_course(store: Store, capacity: int = 30, code: str = "SMART-01") -> Course:
    """A course with two lessons, the first in a week; registration closes the day before."""
    centre = await store.centres.of_ward("Phường Cầu Kho")
    topic = await store.topics.named("Điện thoại")
    starts = store.now + timedelta(days=7)
    course = Course(
        code=code,
        centre_id=centre.id,
        topic_id=topic.id,
        title="Dùng điện thoại thông minh",
        folded="dung dien thoai thong minh",
        description="Gọi video, chụp ảnh, nhắn tin.",
        audience="Người trên 55 tuổi",
        teacher="Cô Lan",
        capacity=capacity,
        fee_vnd=0,
        registration_closes_at=starts - timedelta(days=1),
        created_at=store.now,
        lessons=[_lesson(1, starts), _lesson(2, starts + timedelta(days=7))],
    )
    store.courses.arrange(course)
    store.session.add(course)
    await store.session.flush()
    return course


def _lesson(number: int, starts_at: datetime) -> Lesson:
    return Lesson(number=number, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), venue="Nhà văn hoá")


async def add_learner(store: Store, name: str) -> Learner:
    """Someone with a phone of their own, reachable on a channel "test" at their name."""
    met = await store.contacts.meet("test", name, name, "vi")
    assert isinstance(met.contact, Contact)
    return await store.learners.add(met.contact.id, Relation.SELF, name)
