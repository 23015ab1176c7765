"""Items of the mini-quizzes that organizers bring in a file, and the template for them."""

from collections.abc import Sequence
from typing import ClassVar

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import item_files as vi


class ItemFiles(Formats, vi.ItemFiles):
    true = "True"
    false = "False"
    confirm = "✅ Add to the bank"
    stop = "Never mind"
    is_items = "🧩 Quiz items"
    is_classes = "📋 Classes"
    template_button = "📄 Template for quiz items"
    whole_name = "preview.txt"

    file_name = "quiz-items-template.xlsx"
    sheet = "Quiz items"
    lists_sheet = "Lists"
    help_sheet = "How to"
    help_heading = ("Column", "How to fill it in")
    headings: ClassVar[dict[str, str]] = {
        "question": "question",
        "a": "option A",
        "b": "option B",
        "c": "option C",
        "d": "option D",
        "right": "right answer",
        "explanation": "explanation",
        "topic": "topic",
        "skill": "skill",
        "level": "level",
        "source": "source",
        "question_en": "question (English)",
        "a_en": "option A (English)",
        "b_en": "option B (English)",
        "c_en": "option C (English)",
        "d_en": "option D (English)",
        "explanation_en": "explanation (English)",
    }
    example: ClassVar[dict[str, str]] = {
        "question": "(An example, delete it) A caller asks you to read out your OTP code. What do you do?",
        "a": "Read it out quickly",
        "b": "Refuse and hang up",
        "c": "Read out half of it",
        "right": "B",
        "explanation": "The OTP code is the key to your account. Banks and the police never ask for it.",
        "topic": "Passwords and OTP codes",
        "level": "1",
        "source": "Training notes of the community digital team, 2025",
    }

    def explained(self) -> list[tuple[str, str]]:
        how = {
            "question": "One short question in Vietnamese, at most 220 characters.",
            "a": "Each item has two to four options A, B, C, D, each of at most 60 characters.",
            "right": "A, B, C or D. If two are right: “A, C”.",
            "explanation": "Why, in two or three plain sentences, at most 320 characters. People learn from it.",
            "topic": "Choose from the list. If it is empty, I shall ask you.",
            "skill": "Choose from the list, or leave it empty.",
            "level": "1 (easy), 2 or 3. Empty means 1.",
            "source": "A document and its year, or empty.",
            "question_en": "The English columns may be empty. If not, fill in the question and every option.",
        }
        about = [
            ("", "One row for each item. No formulas."),
            ("", "Send me the file: I show you what is in it before I add anything."),
            ("", "I also read Moodle's GIFT and Aiken files."),
        ]
        return [(self.headings[name], words) for name, words in how.items()] + about

    def sent(self) -> Markup:
        return self.lines(
            Markup(
                "📄 <b>Here is the template for quiz items.</b> Fill in one row for each, then send the file to me."
            ),
            "If you have a GIFT or Aiken file from Moodle, just send that: I can read it.",
            "I show you what is in it, and add it only once you agree.",
        )

    def what_is_it(self, name: str) -> Markup:
        return Markup("I am not sure what <b>{}</b> is. Please choose:").format(name)

    def which_centre(self, name: str) -> Markup:
        return Markup("To which centre's bank shall I add the items of <b>{}</b>?").format(name)

    def which_topic(self, count: int) -> Markup:
        return self.lines(f"Items without a topic: {count}. Which topic do they belong to?")

    def preview(self, name: str, ward: str, new: int, known: int, refused: int) -> Markup:
        return self.lines(
            Markup("👀 <b>Adding {} to the quiz bank of {}:</b>").format(name, ward),
            f"New: {new}, already there: {known}, not accepted: {refused}.",
        )

    def new_item(self, topic: str, question: str, right: Sequence[str]) -> Markup:
        return Markup("+ {} <i>({})</i> → {}").format(question, topic, " · ".join(right))

    def refused_title(self) -> Markup:
        return Markup("<b>Not accepted:</b>")

    def fault(self, row: int, reason: str, detail: str) -> str:
        return f"Row {row}: {self.reasons[reason].replace('{}', detail)}"

    reasons: ClassVar[dict[str, str]] = {
        "no_question": "there is no question. Please write one.",
        "options": "there are {} options. An item needs two to four.",
        "empty_option": "an option is empty. Fill it in, or take it out.",
        "same_options": "two options are alike. Please change one.",
        "long_question": "the question is too long ({} characters). Please shorten it.",
        "long_option": "an option is too long ({} characters). Please shorten it.",
        "long_explanation": "the explanation is too long ({} characters). Please shorten it.",
        "long_source": "the source is too long ({} characters). Please shorten it.",
        "no_right": "no option is right. Please mark one as right.",
        "all_right": "every option is right. Please add a wrong one.",
        "too_long": "this is too long ({} characters). Perhaps a blank line between two questions is missing.",
        "no_answers": "there are no answers in { }. Add them, or take this part out.",
        "braces": "the braces { } do not match. A question needs exactly one pair; in a text write \\{ \\}.",
        "essay": "this is an essay question; I take multiple choice only. Add options in { }.",
        "number": "this is answered with a number; I take multiple choice only. Make it a few options.",
        "matching": "this is a matching question; I take multiple choice only. Make it several questions.",
        "typed": "the answer has to be typed. Add wrong options, each after a ~.",
        "partly_right": "an option is right only in part. Make each wholly right (=) or wrong (~).",
        "before_answers": "“{}” stands before the first option. Put = or ~ before it.",
        "picture": "there is a picture or film. I ask in words only, please take it out.",
        "no_options": "there are no options A, B, C. Add them below the question.",
        "letters": "the options are called {}. Please call them A, B, C, D, in this order.",
        "no_answer_line": "the line “ANSWER: …” after the options is missing. Please add it.",
        "answer_letter": "the answer says “{}”. Write the letter of one option, like “ANSWER: B”.",
        "formula": "there is a formula. Put words in its place.",
        "half_english": "the English is not complete. Write the question and every option, or leave all empty.",
        "right": "the right answer says “{}”. Write A, B, C or D, of the options in this row.",
        "topic": "there is no topic “{}”. Choose one from the template's list, or leave it empty.",
        "skill": "there is no skill “{}” in this topic. Choose one from the template's list, or leave it empty.",
        "level": "the level says “{}”. Write 1, 2 or 3.",
    }

    def unexplained(self, count: int) -> str:
        return f"💡 Items without an explanation: {count}. People learn most from it, so please consider adding one."

    def more(self, count: int) -> str:
        return f"… and {count} more, all of them in the file above."

    def whole_list(self) -> Markup:
        return Markup("📎 The whole list.")

    def nothing_new(self, name: str, known: int) -> Markup:
        return Markup("There is nothing new in {}: {} of its items are in the bank already.").format(name, known)

    def all_refused(self, name: str, count: int) -> Markup:
        return Markup("✋ <b>{} needs corrections: {}.</b> I could not accept any item yet.").format(name, count)

    def send_again(self) -> str:
        return "Please correct the file and send it again. What is there already is not added twice."

    def columns_missing(self, name: str, columns: Sequence[str]) -> Markup:
        return Markup("✋ Columns missing in {}: {}. The template has them all.").format(name, ", ".join(columns))

    def no_items(self, name: str) -> Markup:
        return Markup("I found no quiz item in {}. Please use the template, GIFT or Aiken.").format(name)

    def not_utf8(self, name: str) -> Markup:
        return Markup("I cannot read the letters in {}. Please save it as UTF-8 and send it again.").format(name)

    def too_much(self, name: str, most: int) -> Markup:
        return Markup(
            "{} is too long: I read at most {} items at once. Please make several smaller files of it."
        ).format(name, most)

    def full(self, have: int, new: int, most: int) -> Markup:
        return self.lines(
            f"Items that the centre brought so far: {have}. With {new} more there would be over {most}.",
            "Please choose those that matter most and send them again.",
        )

    def changed_meanwhile(self) -> Markup:
        return Markup("⚠️ <b>Something else has changed in the bank meanwhile.</b> Please look again:")

    def brought(self, count: int, ward: str) -> Markup:
        return self.lines(
            Markup("✅ Added to the quiz bank of {}: <b>{}</b>.").format(ward, count),
            "People who live there may be asked these from now on.",
        )

    def stopped(self) -> Markup:
        return Markup("All right, I add nothing to the bank.")

    def done_before(self) -> Markup:
        return Markup("I am done with this file already and do not do it twice.")
