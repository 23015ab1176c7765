"""For stories of checking in: a class in a town, its lessons' codes, a household, and who was noted."""

from storage.check_ins import CheckIn
from storage.lessons import Lesson
from tests.classes import Class, at
from tests.town import Resident, Town, signs_up

ZALO = Class(starts=(at(25, 8, 30), at(27, 8, 30)), closes=at(27, 8, 30))


async def lesson_of(town: Town, code: str = "L101", number: int = 0) -> Lesson:
    return (await town.course(code)).lessons[number]


async def check_in_of(town: Town, lesson: Lesson) -> CheckIn:
    """Code and token, as the poster shows them."""
    async with town.database.begin(town.clock.now()) as store:
        return await store.check_ins.of(lesson)


async def visits(town: Town, code: str = "L101") -> list[tuple[str | None, str, bool]]:
    """(name, how, whether with a registration) of the visits to a class."""
    course = await town.course(code)
    async with town.database.read(town.clock.now()) as store:
        found = [one for lesson in course.lessons for one in await store.visits.list_at(lesson.id)]
        return [(one.learner.name if one.learner else None, one.how, one.registration_id is not None) for one in found]


async def counted(town: Town, number: int = 0) -> int:
    lesson = await lesson_of(town, number=number)
    async with town.database.read(town.clock.now()) as store:
        return (await store.visits.count([lesson.id]))[lesson.id]


async def family(town: Town) -> Resident:
    """Lan, and An under 16, both with a seat."""
    lan = town.resident("Lan")
    await signs_up(lan, "L101", "Nguyễn Thị Lan")
    for word in ("/dangky L101", "Cho người khác", "Con", "Bé An", "Dưới 16", "Tôi đồng ý"):
        await (lan.says(word) if word.startswith(("/", "Bé")) else lan.taps(word))
    return lan
