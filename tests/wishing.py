"""For stories of wishes: who looked in vain and asked to be told, and the class that was missing."""

from tests.classes import Class, at
from tests.town import Resident, Town

ZALO = Class()
DRAWING = Class("V1", "Vẽ chì cơ bản", (at(28, 18),), ward="Phường Cầu Kho", topic="Nghệ thuật", fee_vnd=100_000)


async def wishes_for(resident: Resident, question: str) -> str:
    """Asked in vain, and asked to be told; gives the answer."""
    none = await resident.says(question)
    assert none.text.startswith(("Hiện chưa có lớp nào như vậy", "There is no such class")), none.text
    return (await resident.says("/baokhi")).text


async def runs(town: Town) -> None:
    """The jobs have their turn, and what they owe arrives."""
    await town.process.jobs.run_once()
    await town.process.settle()
