"""Skills: what organizers see of them, the quiz sent to an audience and after a class, and before and after."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.en.reports import Reports
from handlers.texts.vi import skills as vi
from handlers.texts.vi.skills import Line
from storage.discretion import FEW
from storage.neighbourhoods import Neighbourhood
from storage.skills import AROUND, HIGHEST, LOWEST, Compared, Span


class Skills(Formats, vi.Skills):
    skills_button = "🧩 Skills and quizzes"
    chart_button = "📊 Chart"
    file_button = "📄 Excel file"
    circles_button = "🏘 By neighbourhood"
    ward_button = "‹ Whole ward"
    wards_button = "‹ All wards"
    compare_button = "↔️ Before and after"
    send_button = "📤 Send a quiz"
    course_button = "🧩 Quiz after class"
    class_button = "‹ Back to the class"
    more_button = "More ›"
    take_button = "🧩 Try 3 questions"
    any_topic = "🎲 Any topic"
    no_quiz = "🚫 No quiz"
    everyone = "Whole ward"

    def share(self, tenths: int) -> str:
        if tenths == LOWEST:
            return "20% or less"
        return "80% or more" if tenths == HIGHEST else f"{tenths}0%"

    def near(self, near: Neighbourhood) -> str:
        return Reports().near(near)

    def group(self, name: str) -> str:
        return f"Group {name}"

    def _date(self, moment: datetime) -> str:
        return self.day(moment).partition(" ")[2]

    def no_centre(self) -> Markup:
        return Markup("There is no centre yet. Please publish classes first.")

    def nothing_yet(self, ward: str) -> Markup:
        return self.lines(
            Markup("<b>Skills</b>\n{}").format(ward),
            "",
            f"There are too few answers yet. I tell a number from {FEW} people up, and count anew on Monday mornings.",
            "You could send people a quiz to learn what they would like to practise.",
        )

    def of_ward(self, ward: str, span: Span, weakest: Sequence[Line], more: int) -> Markup:
        return self.lines(
            Markup("<b>Skills</b>, most to practise on top\n{} · {}").format(ward, self.dates(span)),
            "",
            *(Markup("{}. {}").format(number, self._line(line)) for number, line in enumerate(weakest, 1)),
            f"… and {more} more in the Excel file" if more else None,
            "",
            self.discreet(),
        )

    def _line(self, line: Line) -> Markup:
        skill, people, tenths = line
        return Markup("<b>{}</b>: {} right · {} people").format(skill, self.share(tenths), people)

    def discreet(self) -> str:
        return (
            f"Numbers are rounded and counted anew on Monday mornings. I tell none of fewer than {FEW} people, "
            "and none that would give away a few people when it is taken from another."
        )

    def of_circles(self, ward: str, span: Span, circles: Sequence[tuple[str, Sequence[Line]]]) -> Markup:
        parts: list[str] = [Markup("<b>By neighbourhood and group</b>\n{} · {}").format(ward, self.dates(span))]
        for name, weakest in circles:
            parts += ["", Markup("<b>{}</b>").format(name)]
            parts += [Markup("• {}").format(self._plain(line)) for line in weakest]
        return self.lines(*parts, "", self.discreet())

    def _plain(self, line: Line) -> str:
        skill, people, tenths = line
        return f"{skill}: {self.share(tenths)} right · {people} people"

    def no_circles(self, ward: str) -> Markup:
        return self.lines(
            Markup("<b>By neighbourhood and group</b>\n{}").format(ward),
            "",
            f"In no neighbourhood or group did {FEW} people answer so that nobody would be given away.",
        )

    def side_by_side(self, span: Span, wards: Sequence[tuple[str, Line | None]]) -> Markup:
        parts: list[str] = [Markup("<b>What to practise most in each ward</b>\n{}").format(self.dates(span))]
        for ward, line in wards:
            told = self._plain(line) if line else "too few answers yet"
            parts += ["", Markup("<b>{}</b>").format(ward), told]
        return self.lines(*parts, "", "Tap a ward to see more.")

    def chart_title(self) -> str:
        return "Skills"

    def chart_legend(self) -> str:
        return "Share of right answers; most to practise on top"

    def chart_value(self, tenths: int, people: int) -> str:
        return f"{self.short_share(tenths)} · {people} people"

    def chart_name(self) -> str:
        return "skills.png"

    def chart_caption(self, ward: str, span: Span) -> Markup:
        return Markup("📊 Skills, {}, {}.").format(ward, self.dates(span))

    def file_name(self) -> str:
        return "skills.xlsx"

    def file_caption(self, span: Span) -> Markup:
        return self.lines(f"📄 Numbers of {self.dates(span)}.", "The file has numbers only, nobody's name.")

    def sheets(self) -> dict[str, str]:
        return {
            "ward": "Whole ward",
            "circles": "Neighbourhoods and groups",
            "classes": "Before and after",
            "wards": "Wards",
        }

    def heads(self) -> dict[str, list[str]]:
        right = "Right (%, rounded; 20: 20 or less, 80: 80 or more)"
        skill = ["Topic", "Skill", "People", right]
        return {
            "ward": skill,
            "circles": ["Neighbourhood or group", *skill],
            "wards": ["Ward", *skill],
            "classes": ["Code", "Class", "Topic", "People", "Right before (%)", "Right after (%)"],
        }

    def ask_topic(self) -> Markup:
        return self.lines(
            Markup("📤 <b>A quiz on which topic?</b>"),
            "I draft the invitation; you look at it and choose who gets it before it is sent.",
            "Only people who agreed to quizzes get it.",
        )

    def ask_home(self) -> Markup:
        return Markup("<b>In the name of which centre?</b>")

    def invitation(self, topic: str) -> str:
        about = f" on “{topic}”" if topic else ""
        return f"Hello {{name}}, would you try 3 short questions{about}? Two minutes, and you learn something useful."

    def ask_course_topic(self, course: str, topic: str | None, learners_asked: bool) -> Markup:
        return self.lines(
            Markup("🧩 <b>The quiz after {}</b>").format(course),
            "A day after the last lesson I invite the learners to 3 questions, each of them once.",
            "I only invite those who agreed to quizzes.",
            Markup("Chosen now: <b>{}</b>.").format(topic) if topic else "No topic is chosen yet.",
            "They were invited already; another topic only changes before and after." if learners_asked else None,
        )

    def course_topic_set(self, course: str, topic: str | None) -> Markup:
        if topic is None:
            return Markup("✅ No quiz goes with <b>{}</b>.").format(course)
        return Markup("✅ After <b>{}</b> its learners are invited to a quiz on <b>{}</b>.").format(course, topic)

    def too_late(self) -> Markup:
        return Markup("The learners were invited already, so I keep the topic for before and after.")

    def after_class(self, course: str, topic: str) -> Markup:
        return self.lines(
            Markup("🧩 What do you still remember from <b>{}</b>?").format(course),
            Markup("Would you try 3 questions on <b>{}</b>? Two minutes, and a wrong answer does no harm.").format(
                topic
            ),
        )

    def no_classes(self) -> Markup:
        return self.lines(
            "There is no class to compare yet.",
            "On the page of a class, tap “Quiz after class” and choose a topic. Once it has begun it is listed here.",
        )

    def classes(self, entries: Sequence[tuple[str, str, Compared | None]]) -> Markup:
        parts: list[str] = [Markup("<b>Before and after the class</b>")]
        for course, topic, compared in entries:
            parts += ["", Markup("<b>{}</b> · {}").format(course, topic), self.compared(compared)]
        return self.lines(*parts, "", self.compared_how())

    def compared(self, compared: Compared | None) -> str:
        if compared is None:
            return f"Fewer than {FEW} people answered both before and after."
        before, after = self.share(compared.before), self.share(compared.after)
        return f"Right: {before} → {after} · {compared.people} people"

    def compared_how(self) -> str:
        return (
            f"I compare answers on the class's topic: {AROUND.days} days before the first lesson and {AROUND.days} "
            "days after the last, of the same people. Numbers are rounded and counted anew on Monday mornings."
        )
