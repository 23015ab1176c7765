"""`banhoc invite`: how a house gets its first organizer."""

import re
import sqlite3
from pathlib import Path

import pytest

from bot.demo.standin import StandIn
from schedules.clock import Clock
from tests.running import TOKEN, banhoc, catalogue, running

TOKEN_IN = re.compile(r"/moi ([\w-]{22})\b")


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "banhoc.sqlite3")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


async def test_without_a_bot_it_says_what_to_send(tmp_path: Path) -> None:
    made = await banhoc("invite", folder=tmp_path)
    assert (made.code, made.warned) == (0, "")
    first, words, secret, until = made.said.splitlines()
    assert first == "✉️ Lời mời làm người tổ chức: tất cả trung tâm"
    assert re.fullmatch(r"Mời bạn nhắn cho Bạn Học: /moi [\w-]{22}", words)
    assert secret.startswith("🔒 Bí mật: chỉ gửi riêng cho đúng một người")
    assert until.startswith("Dùng được một lần, trong 72 giờ: đến ")
    token = TOKEN_IN.search(made.said)
    assert token
    assert token.group(1).encode() not in (tmp_path / "banhoc.sqlite3").read_bytes()
    assert rows(tmp_path, "SELECT contact_id, action, centre_id FROM audit_entries") == [(None, "invited", None)]


async def test_each_one_is_another(tmp_path: Path) -> None:
    said = [(await banhoc("invite", folder=tmp_path)).said for _ in range(2)]
    assert len({match.group(1) for one in said if (match := TOKEN_IN.search(one))}) == 2


async def test_for_one_centre_in_english(tmp_path: Path) -> None:
    await banhoc("import", str(catalogue(tmp_path)), "--yes", folder=tmp_path)
    made = await banhoc("invite", "--ward", "da kao", "--english", folder=tmp_path)
    assert made.code == 0
    assert made.said.startswith("✉️ Invitation to be an organizer: Phường Đa Kao\nPlease send to Bạn Học: /moi ")
    assert "It works once, for 72 hours" in made.said
    ((ward,),) = rows(tmp_path, "SELECT ward FROM invitations JOIN centres ON centres.id = centre_id")
    assert ward == "Phường Đa Kao"


async def test_a_ward_that_is_not_there(tmp_path: Path) -> None:
    empty = await banhoc("invite", "--ward", "Đa Kao", folder=tmp_path)
    assert (empty.code, empty.said) == (1, "")
    assert empty.warned == "Không có phường “Đa Kao”. Đang có: chưa có, hãy chạy banhoc import trước.\n"
    await banhoc("import", str(catalogue(tmp_path)), "--yes", folder=tmp_path)
    for said in ("Cầu Kho", ""):
        refused = await banhoc("invite", "--ward", said, folder=tmp_path)
        assert (refused.code, refused.warned) == (1, f"Không có phường “{said}”. Đang có: Phường Đa Kao.\n")
    assert rows(tmp_path, "SELECT * FROM invitations") == rows(tmp_path, "SELECT * FROM audit_entries") == []


async def test_while_it_runs_the_link_leads_in(tmp_path: Path) -> None:
    standin = StandIn(TOKEN, Clock().now, username="da_kao_bot")
    lan = standin.person(8123456789, "Lan")
    async with standin.serve() as address, running(tmp_path, address.root):
        made = await banhoc("invite", folder=tmp_path, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=address.root)
        assert (made.code, made.warned) == (0, "")
        link = re.search(r"Mời bạn mở: https://t\.me/da_kao_bot\?start=(moi_[\w-]{22})\n", made.said)
        assert link, made.said
        token = TOKEN_IN.search(made.said)
        assert token
        assert link.group(1) == f"moi_{token.group(1)}"
        lan.starts(link.group(1))
        (welcome,) = await lan.hears(timeout=15)
    assert "Từ nay bạn là người tổ chức: tất cả trung tâm." in welcome.text


@pytest.mark.parametrize("token", [TOKEN, TOKEN[:-1] + "x"])
async def test_a_bot_that_cannot_be_asked_costs_only_the_link(tmp_path: Path, token: str) -> None:
    standin = StandIn(TOKEN, Clock().now)
    async with standin.serve() as address:
        api = address.root if token != TOKEN else "http://127.0.0.1:9"
        made = await banhoc("invite", folder=tmp_path, TELEGRAM_TOKEN=token, TELEGRAM_API=api)
    assert (made.code, made.warned) == (0, "")
    assert "https://" not in made.said
    assert TOKEN_IN.search(made.said)


async def test_wrong_settings_stop_it(tmp_path: Path) -> None:
    ended = await banhoc("invite", folder=tmp_path, QUIET_HOURS="tối")
    assert ended.code == 2
    assert "BANHOC_QUIET_HOURS: chưa đúng" in ended.warned
    helped = await banhoc("invite", "--help", folder=tmp_path)
    assert "--ward PHƯỜNG" in helped.said
