"""Quizzes: an item, what is right and why, the end of three, and the class that teaches it."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import quizzes as vi
from storage.courses import Course


class Quizzes(Formats, vi.Quizzes):
    quiz_button = "🧩 Quiz"
    more_button = "🧩 More questions"
    next_button = "Next question ›"
    topics_button = "Choose a topic"
    any_topic = "🎲 Any topic"
    sign_up = "✍️ Sign up for this class"
    join_waitlist = "⏳ Join the waiting list"
    see = "🔎 See this class"

    def head(self, number: int, count: int, topic: str) -> str:
        return f"🧩 Question {number}/{count} · {topic}" if count > 1 else f"🧩 {topic}"

    def right(self, option: str) -> Markup:
        return Markup("✅ <b>That is right:</b> {}").format(option)

    def wrong(self, chosen: str, right: Sequence[str]) -> Markup:
        return self.lines(
            Markup("<b>Not quite.</b> You chose: {}").format(chosen),
            Markup("✅ <b>The answer:</b> {}").format(" · ".join(right)),
        )

    def explained(self, head: str, question: str, verdict: Markup, explanation: str, source: str) -> Markup:
        return self.lines(
            head,
            "",
            question,
            "",
            verdict,
            *(("", f"💡 {explanation}") if explanation else ()),
            Markup("<i>Source: {}</i>").format(source) if source else None,
        )

    def first_counts(self) -> Markup:
        return self.lines("You have answered this one; the first tap counts.")

    def old_item(self) -> Markup:
        return self.lines("This question is over, there is no need to tap it any more.", "Shall we go on?")

    def withdrawn(self) -> Markup:
        return self.lines("The centre no longer uses that question, so it does not count. Sorry about that.")

    def ended(self, right: int, count: int) -> Markup:
        if right == count:
            return self.lines(
                f"🎉 Done: {count} questions, all right. Well done!" if count > 1 else "🎉 Done, and right!"
            )
        return self.lines(
            f"🎉 You have done {count} questions" + (f", {right} of them right." if right else "."),
            "I will ask again in a few days what was not right yet, so that it stays with you.",
        )

    def nothing_left(self) -> Markup:
        return self.lines("I have no more questions for you today.", "Please come back tomorrow.")

    def nothing_on(self, topic: str) -> Markup:
        return self.lines(
            Markup("For today I have no more questions on <b>{}</b>.").format(topic),
            "Please try another topic, or come back tomorrow.",
        )

    def no_such_topic(self) -> Markup:
        return self.lines("I have no quiz on this topic yet.", "Please choose one of the topics below.")

    def choose_topic(self) -> Markup:
        return self.lines("What shall the quiz be about?", "Just three questions, about two minutes.")

    def taught(self, topic: str, course: Course, now: datetime) -> Markup:
        first = course.live_lessons[0]
        return self.lines(
            Markup("📚 Would you like to learn more on “{}”? The class <b>{}</b> teaches it:").format(
                topic, course.title
            ),
            f"{self.when(first.starts_at, first.ends_at, now)}, {first.venue}, {course.ward}",
            f"For: {course.audience}" if course.audience else None,
        )
