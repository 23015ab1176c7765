"""Before and after: whether those who were in a class get more right on its topic since."""

from collections.abc import Sequence

from handlers.heard import Heard, Routes
from handlers.rights import trusted
from handlers.texts.items import topic_title
from handlers.vocabulary import Button, Reply, rows
from storage.courses import Course
from storage.organizers import Rights
from storage.skills import Compared, compare
from storage.store import Store

PAGE = 6


async def before_after(heard: Heard, store: Store) -> list[Reply]:
    """`/truocsau 1`: the second page of the classes that have begun and that a topic was chosen for, latest first."""
    rights, words = await trusted(heard, store), heard.texts.skills
    page = min(heard.number(0), 10_000)
    found = await list_compared(store, rights, PAGE + 1, page * PAGE)
    more = Button(words.more_button, f"/truocsau {page + 1}") if len(found) > PAGE else None
    back = Button(words.skills_button, "/kynang")
    entries = [
        (f"{course.title} ({course.code})", topic_title(topic, heard.texts.language), compared)
        for course, topic, compared in found[:PAGE]
    ]
    text = words.classes(entries) if entries else words.no_classes()
    return [Reply(text, rows(more, back)).in_place_of(heard.incoming)]


async def list_compared(
    store: Store, rights: Rights, limit: int, offset: int = 0
) -> Sequence[tuple[Course, str, Compared | None]]:
    """(class, topic, what may be told), as `CourseQuizzes.list_within`."""
    classes = await store.course_quizzes.list_within(rights, limit, offset)
    return [(course, topic, await compare(store, course, topic)) for course, topic in classes]


desk: Routes = {"truocsau": before_after, "beforeafter": before_after}
