"""The template of a file of classes: what stands in it, and what is said with it."""

from typing import ClassVar

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import desk_template as vi


class DeskTemplate(Formats, vi.DeskTemplate):
    file_name = "classes-template.xlsx"
    sheet = "Classes"
    lists_sheet = "Lists"
    help_sheet = "How to"
    help_heading = ("Column", "How to fill it in")
    example_ward = "Ward …"
    headings: ClassVar[dict[str, str]] = {
        "code": "code",
        "title": "title",
        "topic": "topic",
        "description": "description",
        "starts_at": "starts at",
        "ends_at": "ends at",
        "venue": "venue",
        "ward": "ward",
        "capacity": "capacity",
        "fee_vnd": "fee VND",
        "audience": "audience",
        "teacher": "teacher",
        "registration_closes_at": "registration closes at",
        "status": "status",
    }
    example: ClassVar[dict[str, str]] = {
        "title": "Zalo for older people (an example, delete it)",
        "topic": "Digital skills",
        "description": "Video calls, photos, friends. Bring your phone.",
        "venue": "Culture house, 5 Nguyen Huy Tu",
        "fee_vnd": "free",
        "audience": "Older people",
        "teacher": "Ms Lan",
    }

    def explained(self) -> list[tuple[str, str]]:
        how = {
            "code": "1–20 plain letters, digits, hyphens, like L101. Several lessons: a row each, all with one code.",
            "title": "What people will read. Several lessons: the first row is enough.",
            "topic": "Choose from the list, or type a new one.",
            "description": "A few sentences. May be empty.",
            "starts_at": "Day and time, like 06/12/2026 18:00 (day/month/year hour:minute).",
            "ends_at": "The same, after the beginning.",
            "venue": "The place and its address.",
            "ward": "Choose from the list.",
            "capacity": "A number from 1 to 10,000.",
            "fee_vnd": "The whole amount, like 150,000, or “free”.",
            "audience": "Who it is for. May be empty.",
            "teacher": "Who teaches. May be empty.",
            "registration_closes_at": "Day and time when registration ends.",
            "status": "Empty. Write “cancelled” if this lesson does not take place.",
        }
        about = [
            ("", "The rows VIDU1 and VIDU2 are examples: write over them or delete them; they are never published."),
            ("", "To change a class: keep its code and change what is to change. Classes not in the file stay."),
            ("", "A coming lesson of a class in the file that has no row any more is cancelled."),
            ("", "No formulas. Send me the file: I show you what would change before I publish."),
        ]
        return [(self.headings[name], words) for name, words in how.items()] + about

    def sent(self) -> Markup:
        return self.lines(
            Markup("📄 <b>Here is the template.</b> Fill in one row for each lesson, then send the file to me."),
            "I show you what would change, and publish only once you agree.",
        )
