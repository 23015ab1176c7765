"""The quiz after a class: organizers choose its topic, learners are asked once when the class is over."""

from markupsafe import Markup

from handlers import texts
from handlers.desk_courses import not_there, own_course
from handlers.heard import Heard, Routes
from handlers.quizzes.topics import titled
from handlers.texts import Texts
from handlers.texts.items import topic_title
from handlers.vocabulary import Button, Reply, rows
from storage.consents import Purpose
from storage.course_quizzes import CourseQuiz
from storage.courses import Course
from storage.store import Store

NONE = "khong"


async def choose(heard: Heard, store: Store) -> list[Reply]:
    """`/caudolop L101` asks for the topic, `/caudolop L101 scams` takes it, `/caudolop L101 khong` none."""
    course = await own_course(heard, store, heard.argument(0))
    if course is None:
        return [not_there(heard)]
    topic, known = heard.argument(1), await store.course_quizzes.find(course.id)
    if topic == NONE:
        return [await _drop(heard, store, course, known)]
    if topic in dict(titled(heard.texts.language)):
        return [await _take(heard, store, course, known, topic)]
    return [_ask(heard, course, known)]


def _ask(heard: Heard, course: Course, known: CourseQuiz | None) -> Reply:
    words, language = heard.texts.skills, heard.texts.language
    chosen = topic_title(known.topic, language) if known else None
    text = words.ask_course_topic(course.title, chosen, known is not None and known.asked_at is not None)
    picks = rows(*(Button(title, f"/caudolop {course.code} {topic}") for topic, title in titled(language)), wide=2)
    none = Button(words.no_quiz, f"/caudolop {course.code} {NONE}") if known and known.asked_at is None else None
    back = Button(words.class_button, f"/quanlop {course.code}")
    return Reply(text, picks + rows(none, back)).in_place_of(heard.incoming)


async def _take(heard: Heard, store: Store, course: Course, known: CourseQuiz | None, topic: str) -> Reply:
    if known is None or known.topic != topic:
        await store.course_quizzes.choose(course.id, topic)
        await store.audit.note(heard.contact.id, course.centre_id, "course_quiz_chosen", course=course.code)
    text = heard.texts.skills.course_topic_set(course.title, topic_title(topic, heard.texts.language))
    return _done(heard, course, text)


async def _drop(heard: Heard, store: Store, course: Course, known: CourseQuiz | None) -> Reply:
    words = heard.texts.skills
    if known is not None and known.asked_at is not None:
        return _done(heard, course, words.too_late())
    if known is not None:
        await store.course_quizzes.drop(course.id)
        await store.audit.note(heard.contact.id, course.centre_id, "course_quiz_dropped", course=course.code)
    return _done(heard, course, words.course_topic_set(course.title, None))


def _done(heard: Heard, course: Course, text: Markup) -> Reply:
    words = heard.texts.skills
    ways = rows(Button(words.class_button, f"/quanlop {course.code}"), Button(words.compare_button, "/truocsau"))
    return Reply(text, ways).in_place_of(heard.incoming)


async def offer_due(store: Store) -> int:
    """Ask the learners of one class that is over; how many were seen to. 0: none is left.

    Only who agreed to quizzes, and nobody in quiet hours: who pauses meanwhile gets nothing in the morning.
    """
    found = None if store.quiet.hold(store.now) else await store.course_quizzes.next_to_ask()
    if found is None:
        return 0
    course, quiz = found
    agreed = [
        one
        for one in await store.materials.list_learned(course)
        if await store.consents.last_word(one.id, Purpose.QUIZZES)
    ]
    for contact in agreed:
        reply = offer(texts.of(contact.language), course.title, quiz.topic)
        await store.outbox.owe(contact.id, reply.body(), f"course_quiz:{course.id}:{contact.id}")
    await store.course_quizzes.asked(quiz)
    return max(1, len(agreed))


def offer(language: Texts, course: str, topic: str) -> Reply:
    words = language.skills
    text = words.after_class(course, topic_title(topic, language.language))
    return Reply(text, rows(Button(words.take_button, f"/cauhoi {topic}")))


desk: Routes = {"caudolop": choose, "classquiz": choose}
