"""For stories of learning weeks: classes of those days, and how an organizer makes such a week."""

from sqlalchemy import select

from storage.outbox import OutboxMessage
from tests.classes import at
from tests.town import Class, Resident, Town

ZALO, EXCEL = Class("L101", starts=(at(25, 8, 30), at(27, 8, 30), at(31, 8))), Class("L102", "Excel", (at(26, 18),))
DRAWING = Class("V1", "Vẽ chân dung", (at(28, 9),), ward="Phường Cầu Kho")


async def drafts(lan: Resident, name: str = "Tuần lễ học tập suốt đời", days: str = "từ 25/11 đến 29/11") -> None:
    """By an organizer of one centre."""
    await lan.says("/ctmoi")
    await lan.says(name)
    await lan.says(days)
    await lan.says("Học để sống vui.")


async def publishes(lan: Resident, name: str = "Tuần lễ học tập suốt đời") -> None:
    """With two classes and a talk."""
    await drafts(lan, name)
    await lan.taps("Thêm lớp có sẵn")
    await lan.taps("1")
    await lan.taps("1")
    await lan.taps("Về chương trình")
    await adds_talk(lan)
    await lan.taps("Xem trước rồi công bố")
    await lan.taps("📢 Công bố")


async def adds_talk(lan: Resident, when: str = "25/11 từ 14h đến 16h") -> None:
    await lan.taps("Thêm hoạt động")
    await lan.taps("Nói chuyện")
    await lan.says("An toàn khi dùng mạng")
    await lan.says(when)
    await lan.says("Thư viện quận 1")
    await lan.taps("Đồng ý")


async def keys(town: Town, begin: str = "programme") -> list[str]:
    """Of what followers were owed."""
    async with town.database.read(town.clock.now()) as store:
        query = select(OutboxMessage.key).where(OutboxMessage.key.startswith(begin)).order_by(OutboxMessage.id)
        return list((await store.session.scalars(query)).all())
