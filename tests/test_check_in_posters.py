"""The poster of a lesson: its picture, its link, and what hostile titles do to it."""

import io
from collections.abc import AsyncIterator

import pytest
from PIL import Image

from handlers.pictures.drawing import drawable, fitted, lines_of
from handlers.posters import HEIGHT, WIDTH, Poster, draw
from schedules.clock import StillClock
from storage.database import Database
from tests.checking_in import ZALO, check_in_of, lesson_of, visits
from tests.classes import Class
from tests.organizing import organizer
from tests.town import Town, living, signs_up


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, Class("L102", "Excel", ward="Phường Cầu Kho"))
        yield town


async def test_the_posters_link_is_opened(town: Town) -> None:
    lan = town.resident("Lan")
    await signs_up(lan, "L101", "Nguyễn Thị Lan")
    lesson = await lesson_of(town)
    token = (await check_in_of(town, lesson)).token
    early = await lan.says(f"/start diemdanh_{token}")
    assert early.text == (
        "Chưa đến giờ điểm danh lớp Zalo cho người cao tuổi.\nBạn quay lại từ 7 giờ 30, thứ Tư 25/11 nhé."
    )
    await town.turns_to_local(25, 7, 30)
    await lan.says(f"/start diemdanh_{token}")
    assert await visits(town) == [("Nguyễn Thị Lan", "qr", True)]
    await town.turns_to_local(25, 11, 10)
    assert "đã hết giờ điểm danh" in (await lan.says(f"/start diemdanh_{token}")).text
    assert "Mã QR này không còn dùng được" in (await lan.says("/start diemdanh_xyz")).text


async def test_the_poster_has_code_and_link(town: Town) -> None:
    lan = await organizer(town, "Lan", "Đa Kao")
    lesson = await lesson_of(town)
    sent = await lan.says(f"/maqr {lesson.id}")
    known = await check_in_of(town, lesson)
    assert f"Mã: {known.code}\n" in sent.text
    assert f"?start=diemdanh_{known.token}" in sent.text
    assert "Dùng được từ 7 giờ 30 đến 11 giờ." in sent.text
    assert sent.file is not None
    assert Image.open(io.BytesIO(sent.file.content)).size == (WIDTH, HEIGHT)


def test_the_picture_is_what_a_phone_shows() -> None:
    poster = Poster("ĐIỂM DANH", "Zalo", "Thứ Tư", "Nhà văn hóa", "Quét mã", "https://t.me/x?start=y", "Hoặc", "4827")
    image = Image.open(io.BytesIO(draw(poster)))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))


@pytest.mark.parametrize("link", ["https://t.me/x?start=diemdanh_" + "a" * 12, None])
def test_hostile_titles_stay_on_the_poster(link: str | None) -> None:
    for title in ("x" * 200, "🌸" * 50, "", "A\u202egnàh", "dài " * 60):
        poster = Poster("ĐIỂM DANH", title, "Thứ Tư", title, "Quét mã", link, "Hoặc", "4827")
        image = Image.open(io.BytesIO(draw(poster))).convert("L")
        edge = image.crop((WIDTH - 20, 115, WIDTH, HEIGHT))
        assert edge.getextrema() == (255, 255)


def test_text_is_broken_and_cut_to_fit() -> None:
    lines, face = fitted("rất " * 80, 500, 2, 60, 40)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(face.getlength(one) <= 500 for one in lines)
    assert drawable("Lan 🌸\n\u200b &  An") == "Lan & An"
    assert lines_of("", face, 500) == [""]
