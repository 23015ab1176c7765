"""The tour of a class's whole story, in the language that was asked for."""

from pathlib import Path

import pytest

from bot.demo.tour import SCENES, run_tour
from tests.running import banhoc

SAID = {
    "vi": (
        "✅ Bạn đã có chỗ trong lớp",
        "Trần Thị Mai đứng thứ 1 trong danh sách chờ.",
        "🎉 Có chỗ rồi!",
        "thay đổi lịch.",
        "Trần Thị Mai có buổi học ngày mai",
        "Có, ở sân sau, không mất tiền.",
        "thứ Bảy này mời cả nhà đến hội sách.",
        "Chưa đúng.",
        "Mình đã xóa hết dữ liệu của bạn.",
    ),
    "en": (
        "✅ You have a seat in",
        "Trần Thị Mai is number 1 on the waiting list.",
        "🎉 A seat is free:",
        "has changed.",
        "Trần Thị Mai has a lesson tomorrow",
        "Yes, in the back yard, free of charge.",
        "Dear Trần Quốc Bảo, come to the book fair this Saturday.",
        "Not quite.",
        "I deleted all your data.",
    ),
}
"""One sentence of each scene."""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_scene_is_told_in_the_language_asked_for(language: str) -> None:
    told: list[str] = []
    assert run_tour(language, told.append) == 0, told[-1]
    shown = "\n".join(told)
    assert len(SAID[language]) == len(SCENES)
    assert [one for one in SAID[language] if one not in shown] == []
    other = SAID["en" if language == "vi" else "vi"]
    assert [one for one in other if one in shown and not one.startswith("thứ Bảy")] == []


async def test_the_command_speaks_english_when_asked_to(tmp_path: Path) -> None:
    ended = await banhoc("tour", "--english", folder=tmp_path)
    assert ended.code == 0
    assert "I am Bạn Học" in ended.said
    assert "Mình là" not in ended.said
