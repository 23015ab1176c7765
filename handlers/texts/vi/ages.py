"""Age groups: asked once, never a date of birth."""

from typing import ClassVar

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.learners import AgeGroup, Learner, Relation


class Ages(Formats):
    not_said = "Không nói"
    groups: ClassVar[dict[AgeGroup, str]] = {
        AgeGroup.UNDER_16: "Dưới 16 tuổi",
        AgeGroup.FROM_16: "16–34 tuổi",
        AgeGroup.FROM_35: "35–59 tuổi",
        AgeGroup.FROM_60: "60 tuổi trở lên",
    }
    buttons: ClassVar[dict[AgeGroup, str]] = {
        AgeGroup.FROM_16: "16–34",
        AgeGroup.FROM_35: "35–59",
        AgeGroup.FROM_60: "60 trở lên",
    }

    def ask(self, learner: Learner) -> Markup:
        """Below the answer to the first sign-up."""
        whose = Markup("Bạn") if learner.relation is Relation.SELF else Markup("<b>{}</b>").format(learner.name)
        return Markup(
            "🎂 {} bao nhiêu tuổi? Bạn bấm một nút dưới đây nếu muốn. Trung tâm chỉ đếm chung theo nhóm tuổi."
        ).format(whose)

    def ask_again(self, learner: Learner) -> Markup:
        """From my data."""
        return self.lines(
            Markup("🎂 <b>{}</b>: {}.").format(learner.name, self.told(learner) or "chưa nói nhóm tuổi"),
            "Bạn chọn nhóm tuổi, hoặc bấm “Không nói”. Trung tâm chỉ đếm chung, không nêu tên.",
        )

    def change_button(self, learner: Learner) -> str:
        return f"🎂 Nhóm tuổi: {learner.name}"

    def told(self, learner: Learner) -> str:
        """Within a sentence; empty if it was not said."""
        group = AgeGroup.UNDER_16 if learner.under_16 else learner.age_group
        return self.groups[group][0].lower() + self.groups[group][1:] if group else ""

    def thanks(self, learner: Learner) -> Markup:
        if learner.age_group is None:
            return Markup("Vâng, mình không ghi nhóm tuổi của <b>{}</b>.").format(learner.name)
        return self.lines(
            Markup("Cảm ơn bạn! Mình ghi <b>{}</b>: {}.").format(learner.name, self.told(learner)),
            "Muốn đổi hay bỏ, bạn gõ /dulieu rồi bấm “Sửa”.",
        )
