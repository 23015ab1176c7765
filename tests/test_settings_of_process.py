"""What an operator writes into the environment and `.env`, and what is said when it is wrong."""

from dataclasses import fields
from datetime import time
from pathlib import Path

import pytest

from bot.settings import CHOICES, NAMES, Settings, WrongSettings, speaks_english
from bot.words import Words

TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOpp-_9"


def refused(environ: dict[str, str], folder: Path, *, needs_token: bool = False) -> WrongSettings:
    with pytest.raises(WrongSettings) as refusal:
        Settings.read(environ, folder, needs_token=needs_token)
    return refusal.value


def test_with_nothing_written_the_defaults_hold(tmp_path: Path) -> None:
    settings = Settings.read({}, tmp_path)
    assert settings.telegram_token is None
    assert settings.telegram_api == "https://api.telegram.org"
    assert settings.database == "banhoc.sqlite3"
    assert (settings.quiet_hours.begin, settings.quiet_hours.end) == (time(21), time(7))
    assert (settings.sends_per_second, settings.sends_per_chat, settings.sends_per_group_minute) == (30, 1, 20)
    assert settings.log_level == "info"


def test_every_choice_has_its_place() -> None:
    assert {choice.field for choice in CHOICES} | {"unknown"} == {field.name for field in fields(Settings)}


def test_the_environment_wins_over_the_file_of_a_teacher_who_uses_notepad(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        f'BANHOC_TELEGRAM_TOKEN="{TOKEN}"\r\nBANHOC_LOG_LEVEL=debug\r\n', encoding="utf-8-sig", newline=""
    )
    settings = Settings.read({"BANHOC_LOG_LEVEL": "Warning"}, tmp_path, needs_token=True)
    assert settings.telegram_token == TOKEN
    assert settings.log_level == "warning"


def test_a_password_with_a_dollar_sign_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BANHOC_DATABASE=postgresql://bot:a${HOME}b@db/banhoc\n")
    assert Settings.read({}, tmp_path).database == "postgresql://bot:a${HOME}b@db/banhoc"


def test_everything_wrong_is_named_at_once_with_what_to_write(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BANHOC_QUIET_HOURS=9 tối đến 7 sáng\nđây là gì vậy\n")
    environ = {
        "BANHOC_TELEGRAM_API": "api.telegram.org",
        "BANHOC_DATABASE": "mysql://root:matkhau@localhost/banhoc",
        "BANHOC_DELETIONS": "/no/such/folder/deletions",
        "BANHOC_SENDS_PER_SECOND": "nhanh",
        "BANHOC_SENDS_PER_CHAT": "0",
        "BANHOC_SENDS_PER_GROUP_MINUTE": "2.5",
        "BANHOC_SECOND_CONFIRMATION": "không",
        "BANHOC_LOG_LEVEL": "all",
        "BANHOC_TELEGRAM_TOKE": TOKEN,
        "BANHOC_ZZZ": "1",
    }
    wrong = refused(environ, tmp_path, needs_token=True)
    said = Words().wrong_settings(wrong)
    assert {one.name for one in wrong.wrongs} == {*NAMES, f"{tmp_path}/.env:2"}
    assert "BANHOC_TELEGRAM_TOKEN: còn thiếu; hãy ghi mã bot do @BotFather cấp" in said
    assert "BANHOC_QUIET_HOURS: chưa đúng; hãy ghi giờ yên tĩnh, từ giờ nào đến giờ nào, dạng 21:00-07:00" in said
    assert ".env:2: không đọc được; mỗi dòng hãy ghi TÊN=giá trị" in said
    assert "BANHOC_TELEGRAM_TOKE: không có cài đặt này; có phải là BANHOC_TELEGRAM_TOKEN?" in said
    assert "BANHOC_ZZZ: không có cài đặt này\n" in said
    assert "BANHOC_TELEGRAM_TOKEN is missing; write" not in said
    english = Words(english=True).wrong_settings(wrong)
    assert "BANHOC_SENDS_PER_CHAT: is wrong; write the most messages sent in a second to one person" in english
    assert "matkhau" not in said + english
    assert TOKEN not in said + english


@pytest.mark.parametrize(
    "value",
    ["postgresql://", "postgresql://host:abc/banhoc", "sqlite://", "http://host/banhoc", "postgresql://host"],
)
def test_a_strange_database_is_refused_before_anything_starts(tmp_path: Path, value: str) -> None:
    assert [one.name for one in refused({"BANHOC_DATABASE": value}, tmp_path).wrongs] == ["BANHOC_DATABASE"]


@pytest.mark.parametrize("value", ["banhoc", "123456789", "123456789:ngắn quá", f"{TOKEN} x"])
def test_what_is_no_token_is_refused_without_being_repeated(tmp_path: Path, value: str) -> None:
    wrong = refused({"BANHOC_TELEGRAM_TOKEN": value}, tmp_path, needs_token=True)
    assert [one.name for one in wrong.wrongs] == ["BANHOC_TELEGRAM_TOKEN"]
    assert "ngắn quá" not in str(wrong) + Words().wrong_settings(wrong)


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("BANHOC_LOG_LEVEL=debug".encode("utf-16"))
    assert [one.name for one in refused({}, tmp_path).wrongs] == [str(tmp_path / ".env")]


def test_a_name_nobody_knows_is_pointed_out_but_stops_nothing(tmp_path: Path) -> None:
    settings = Settings.read({"BANHOC_QUIET_HOUR": "22:00-06:00", "HOME": "/root"}, tmp_path)
    assert settings.unknown == {"BANHOC_QUIET_HOUR": "BANHOC_QUIET_HOURS"}
    assert settings.quiet_hours.begin == time(21)


def test_settings_can_be_shown_without_a_secret(tmp_path: Path) -> None:
    environ = {"BANHOC_TELEGRAM_TOKEN": TOKEN, "BANHOC_DATABASE": "postgresql://bot:mật@khẩu@db/banhoc"}
    settings = Settings.read(environ, tmp_path)
    assert settings.shown_database == "postgresql://bot:(hidden)@db/banhoc"
    for shown in (repr(settings), str(settings), settings.shown_database):
        assert TOKEN not in shown
        assert "khẩu" not in shown


@pytest.mark.parametrize("english", [False, True])
def test_the_table_names_every_setting_with_its_default(english: bool) -> None:
    table = Settings.describe(english)
    for choice in CHOICES:
        assert f"  {choice.name}\n" in table
        assert choice.default in table


def test_the_readme_keeps_in_step() -> None:
    readme = Path(__file__).parent.parent / "README.md"
    if not readme.exists() or "BANHOC_" not in readme.read_text():
        pytest.skip("the README has no settings yet")
    text = readme.read_text()
    assert [name for name in NAMES if name not in text] == []


@pytest.mark.parametrize(
    ("environ", "english"),
    [
        ({}, False),
        ({"LANG": "vi_VN.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "vi_VN.UTF-8"}, False),
        ({"LANG": "C.UTF-8"}, False),
    ],
)
def test_the_operator_is_spoken_to_in_vietnamese_unless_the_machine_speaks_english(
    environ: dict[str, str], english: bool
) -> None:
    assert speaks_english(environ) is english
