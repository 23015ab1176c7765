"""What a resident reads who asks the centre."""

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import questions as vi


class Questions(Formats, vi.Questions):
    ask_button = "📨 Ask the centre's staff"
    ask_more = "📨 Ask something else"
    stop = "No, do not ask"
    stop_words: tuple[str, ...] = ("stop", "cancel", "never mind")

    def will_be_seen(self, name: str) -> Markup:
        return Markup(
            "Tap “Ask the centre's staff” and I pass this on: the staff will see {} and the question."
        ).format(self.named(name))

    def named(self, name: str) -> Markup:
        return Markup("your name in this app (<b>{}</b>)").format(name) if name else Markup("your name in this app")

    def ask_words(self, name: str) -> Markup:
        return self.lines(
            Markup("<b>Write your question and I pass it on to the centre's staff.</b>"),
            Markup("They will see {} and the question. Please do not write any one-time code or password.").format(
                self.named(name)
            ),
        )

    def forgotten(self) -> str:
        return "I no longer have the question you asked before. Please write it again."

    def too_long(self, most: int) -> Markup:
        return Markup("I could not pass this on. Please make it shorter: at most {} characters.").format(f"{most:,}")

    def stopped(self) -> Markup:
        return Markup("All right, I passed nothing on. Write to me whenever you need.")

    def centre(self, ward: str | None) -> str:
        return f"the centre of {ward}" if ward else "the centre"

    def passed_on(self, said: str, name: str, ward: str | None) -> Markup:
        return self.lines(
            Markup("📨 <b>I passed this on to the staff of {}:</b>").format(self.centre(ward)),
            Markup("<i>“{}”</i>").format(said),
            "",
            Markup("They see {} and the question above. I will tell you when they answer.").format(self.named(name)),
        )

    def written_down(self, said: str, name: str, ward: str | None) -> Markup:
        return self.lines(
            Markup("📝 <b>I wrote this down:</b>"),
            Markup("<i>“{}”</i>").format(said),
            "",
            f"Nobody of {self.centre(ward)} has taken up the work here yet. Somebody who does will answer you.",
            Markup("They will see {} and the question above. If it is urgent, please ask at the centre.").format(
                self.named(name)
            ),
        )

    def too_many(self, most: int) -> Markup:
        return self.lines(
            f"You have {most} questions waiting for an answer, so I cannot pass on another yet.",
            "Please ask again once some are answered. If it is urgent, please ask at the centre.",
        )

    def answered(self, question: str, answer: str, ward: str | None) -> Markup:
        whose = f"The community learning centre of {ward}" if ward else "The community learning centre"
        return self.lines(
            Markup("💬 <b>{} answers you</b>").format(whose),
            Markup("You asked: <i>“{}”</i>").format(question),
            "",
            answer,
        )

    def not_ours(self) -> str:
        return (
            "This is not within the centre's field, so the centre cannot answer it; we hope you understand. "
            "Please ask the reception desk of your ward's People's Committee. "
            "We are always glad to help with classes and digital skills."
        )
