"""Age groups: asked once, never a date of birth."""

from typing import ClassVar

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import ages as vi
from storage.learners import AgeGroup, Learner, Relation


class Ages(Formats, vi.Ages):
    not_said = "Rather not say"
    groups: ClassVar[dict[AgeGroup, str]] = {
        AgeGroup.UNDER_16: "Under 16",
        AgeGroup.FROM_16: "16–34 years",
        AgeGroup.FROM_35: "35–59 years",
        AgeGroup.FROM_60: "60 and over",
    }
    buttons: ClassVar[dict[AgeGroup, str]] = {
        AgeGroup.FROM_16: "16–34",
        AgeGroup.FROM_35: "35–59",
        AgeGroup.FROM_60: "60 and over",
    }

    def ask(self, learner: Learner) -> Markup:
        who = Markup("are you") if learner.relation is Relation.SELF else Markup("is <b>{}</b>").format(learner.name)
        return Markup("🎂 How old {}? Tap a button below if you like. The centre only counts age groups.").format(who)

    def ask_again(self, learner: Learner) -> Markup:
        return self.lines(
            Markup("🎂 <b>{}</b>: {}.").format(learner.name, self.told(learner) or "no age group yet"),
            "Choose an age group, or tap “Rather not say”. The centre only counts, and names nobody.",
        )

    def change_button(self, learner: Learner) -> str:
        return f"🎂 Age group: {learner.name}"

    def thanks(self, learner: Learner) -> Markup:
        if learner.age_group is None:
            return Markup("All right, I keep no age group for <b>{}</b>.").format(learner.name)
        return self.lines(
            Markup("Thank you! I noted <b>{}</b>: {}.").format(learner.name, self.told(learner)),
            "To change it or take it back, type /mydata and tap “Correct”.",
        )
