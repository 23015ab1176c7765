"""The people a visitor of the demo can be."""

from dataclasses import dataclass

from bot.demo.standin import Person, StandIn

EVERYWHERE = "*"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody with a phone. `about` is for the visitor, by language of the page; the bot never sees it."""

    person_id: int
    name: str
    """What Telegram shows the bot: a first name and perhaps a last name."""
    title: str
    """How the page calls them."""
    language_code: str
    about: dict[str, str]
    initials: str
    colour: str
    """Dark enough for white initials (contrast 4.5 : 1)."""
    organizes: str | None = None
    """The ward whose centre they are trusted with, `EVERYWHERE` for all; None: a resident."""

    def joins(self, standin: StandIn) -> Person:
        """Appear in the stand-in; the bot hears of them when they first write."""
        first_name, _, last_name = self.name.partition(" ")
        return standin.person(self.person_id, first_name, self.language_code, last_name or None)


PEOPLE = (
    DemoPerson(
        person_id=5001,
        name="Hạnh Nguyễn",
        title="Bà Nguyễn Thị Hạnh",
        language_code="vi",
        about={"vi": "68 tuổi, hay gõ không dấu", "en": "68, types without diacritics"},
        initials="H",
        colour="#9a4a1c",
    ),
    DemoPerson(
        person_id=5002,
        name="Bảo Trần",
        title="Anh Trần Quốc Bảo",
        language_code="vi",
        about={"vi": "nhân viên văn phòng, có con nhỏ", "en": "office worker with a small child"},
        initials="B",
        colour="#2f5d8a",
    ),
    DemoPerson(
        person_id=5003,
        name="Minh Khôi",
        title="Lê Minh Khôi",
        language_code="vi",
        about={"vi": "sinh viên, 19 tuổi", "en": "student, 19"},
        initials="K",
        colour="#5b5f1d",
    ),
    DemoPerson(
        person_id=5004,
        name="Thu Trang",
        title="Chị Phạm Thu Trang",
        language_code="vi",
        about={"vi": "người tổ chức ở phường Đa Kao", "en": "organizer in the ward Đa Kao"},
        initials="T",
        colour="#8a2f5d",
        organizes="Phường Đa Kao",
    ),
    DemoPerson(
        person_id=5005,
        name="Emma Wilson",
        title="Emma Wilson",
        language_code="en",
        about={"vi": "mới dọn về phường, dùng tiếng Anh", "en": "new in the ward, uses English"},
        initials="E",
        colour="#5a4a9c",
    ),
    DemoPerson(
        person_id=5006,
        name="Mai Đặng",
        title="Cô Đặng Thị Mai",
        language_code="vi",
        about={"vi": "cán bộ, lo cho cả ba trung tâm", "en": "staff, looks after all three centres"},
        initials="M",
        colour="#1f6b57",
        organizes=EVERYWHERE,
    ),
)
