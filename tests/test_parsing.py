"""What Telegram's updates mean to us, and how our texts are cut to its measure."""

import json
from collections import Counter
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.markup import read_html, utf16
from bot.telegram_parse import is_talk, parse
from bot.telegram_send import length, split
from handlers.vocabulary import Attachment, Incoming, Kind

HANH = {"id": 7001, "is_bot": False, "first_name": "Hạnh", "last_name": "Trần", "language_code": "vi"}
PRIVATE = {"id": 7001, "type": "private", "first_name": "Hạnh"}
GROUP = {"id": -5, "type": "supergroup", "title": "Tổ 3"}


def heard(update: dict[str, Any]) -> Incoming | None:
    return parse(json.dumps({"update_id": 31, **update}), "banhoc_bot")


def writes(**content: Any) -> Incoming | None:
    return heard({"message": {"message_id": 5, "from": HANH, "chat": PRIVATE, "date": 0, **content}})


def taps(**query: Any) -> Incoming | None:
    message = {"message_id": 9, "chat": PRIVATE, "date": 0}
    return heard({"callback_query": {"id": "1", "from": HANH, "message": message, **query}})


def test_hanh_writes() -> None:
    assert writes(text="Chào bạn") == Incoming(
        channel="telegram",
        external_id="7001",
        key="31",
        text="Chào bạn",
        chat_name="Hạnh Trần",
        language="vi",
        link="https://t.me/banhoc_bot?start=",
        group_link="https://t.me/banhoc_bot?startgroup=",
    )


def test_hanh_taps() -> None:
    tap = taps(data="/dangky L101")
    assert tap is not None
    assert (tap.text, tap.tapped, tap.kind, tap.external_id) == ("/dangky L101", "9", Kind.WORDS, "7001")


def test_a_tap_may_come_without_a_message_without_data_or_with_anything_at_all() -> None:
    whole = taps(data="/x " + "é" * 5000)
    assert whole is not None
    assert len(whole.text) == 5003
    game = taps(game_short_name="rắn")
    assert game is not None
    assert game.text == ""


def test_a_tap_on_a_message_that_is_not_in_a_chat_comes_from_the_person() -> None:
    tap = heard({"callback_query": {"id": "1", "from": HANH, "inline_message_id": "AA", "data": "/lop"}})
    assert tap is not None
    assert (tap.external_id, tap.tapped) == ("7001", None)


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("/lop@banhoc_bot 2", "/lop 2"),
        ("/start@BanHoc_bot lop_L101", "/start lop_L101"),
        ("/lop", "/lop"),
        ("viết cho /lop@banhoc_bot", "viết cho /lop@banhoc_bot"),
    ],
)
def test_a_command_may_name_the_bot(said: str, means: str) -> None:
    incoming = writes(text=said)
    assert incoming is not None
    assert incoming.text == means


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"voice": {}}, Kind.VOICE),
        ({"audio": {}}, Kind.VOICE),
        ({"video_note": {}}, Kind.VOICE),
        ({"photo": [{}]}, Kind.PHOTO),
        ({"sticker": {}}, Kind.STICKER),
        ({"document": {}}, Kind.DOCUMENT),
        ({"animation": {}, "document": {}}, Kind.OTHER),
        ({"video": {}}, Kind.OTHER),
        ({"location": {}}, Kind.OTHER),
        ({"contact": {}}, Kind.OTHER),
        ({"something_telegram_adds_next_year": {}}, Kind.OTHER),
    ],
)
def test_whatever_is_sent_has_a_kind_and_its_caption(content: dict[str, Any], kind: Kind) -> None:
    incoming = writes(**content, caption="xem giúp mình")
    assert incoming is not None
    assert (incoming.kind, incoming.text) == (kind, "xem giúp mình")


def test_a_document_comes_with_what_its_app_says_of_it() -> None:
    document = {"file_id": "BQAC", "file_name": "../lịch\0.csv", "mime_type": "text/csv", "file_size": 7}
    incoming = writes(document=document)
    assert incoming is not None
    assert incoming.file == Attachment("BQAC", "../lịch.csv", "text/csv", 7)
    bare = writes(document={"file_id": "BQAC"})
    assert bare is not None
    assert bare.file == Attachment("BQAC", "", "", 0)


def test_a_photo_comes_in_the_largest_size_that_we_take() -> None:
    sizes = [{"file_id": "M", "file_size": 90_000}, {"file_id": "XXL", "file_size": 5_000_001}, {"file_id": "S"}]
    incoming = writes(photo=sizes, caption="đây")
    assert incoming is not None
    assert incoming.file == Attachment("M", "photo.jpg", "image/jpeg", 90_000)
    nothing_for_us: list[list[dict[str, Any]]] = [[], [{}], [{"file_id": "XXL", "file_size": 5_000_001}]]
    for offered in nothing_for_us:
        photo = writes(photo=offered)
        assert photo is not None
        assert photo.file is None


def test_leaving_and_returning() -> None:
    def becomes(status: str) -> Kind | None:
        change = {"chat": PRIVATE, "from": HANH, "date": 0, "new_chat_member": {"status": status}}
        incoming = heard({"my_chat_member": change})
        return incoming.kind if incoming else None

    assert [becomes(status) for status in ("kicked", "member", "restricted")] == [Kind.LEFT, Kind.RETURNED, None]


@pytest.mark.parametrize(
    "update",
    [
        {"message": {"message_id": 5, "from": HANH, "chat": GROUP, "text": "chào"}},
        {"message": {"message_id": 5, "from": {**HANH, "is_bot": True}, "chat": PRIVATE, "text": "chào"}},
        {"message": {"message_id": 5, "chat": {"id": -6, "type": "channel"}, "text": "chào"}},
        {"message": {"message_id": 5, "from": HANH, "chat": PRIVATE, "pinned_message": {}}},
        {
            "callback_query": {
                "id": "1",
                "from": HANH,
                "message": {"message_id": 1, "chat": GROUP},
            }
        },
        {"message": {"message_id": 5, "from": HANH, "chat": GROUP, "text": "/lop@another_bot"}},
        {"message": {"message_id": 5, "from": {**HANH, "is_bot": True}, "chat": GROUP, "text": "/lop"}},
        {"message": {"message_id": 5, "chat": GROUP, "text": "/lop"}},
        {"message": {"message_id": 5, "from": HANH, "chat": GROUP, "migrate_from_chat_id": -4}},
        {"message": {"message_id": 5, "from": HANH, "chat": GROUP, "photo": [{}], "caption": "/lop"}},
        {"edited_message": {"message_id": 5, "from": HANH, "chat": PRIVATE, "text": "chào"}},
        {"poll": {"id": "1"}},
        {},
    ],
)
def test_what_nobody_said_to_us_alone_is_not_heard(update: dict[str, Any]) -> None:
    assert heard(update) is None


def test_a_command_in_a_group_comes_from_a_person_and_says_where() -> None:
    said = heard({"message": {"message_id": 5, "from": HANH, "chat": GROUP, "text": "/cauhoinhom@BanHoc_bot 19"}})
    assert said == Incoming("telegram", "7001", "31", "/cauhoinhom 19", group="-5", group_title="Tổ 3")


@pytest.mark.parametrize(
    ("status", "kind"),
    [("kicked", Kind.LEFT), ("left", Kind.LEFT), ("member", Kind.RETURNED), ("administrator", Kind.RETURNED)],
)
def test_being_added_to_a_group_and_removed(status: str, kind: Kind) -> None:
    anonymous = {"id": 1087968824, "is_bot": True}
    change = {"chat": GROUP, "from": anonymous, "date": 0, "new_chat_member": {"status": status}}
    incoming = heard({"my_chat_member": change})
    assert incoming is not None
    assert (incoming.kind, incoming.group) == (kind, "-5")


def test_a_group_that_becomes_a_supergroup() -> None:
    moved = heard({"message": {"message_id": 5, "from": HANH, "chat": GROUP, "migrate_to_chat_id": -1009}})
    assert moved is not None
    assert (moved.kind, moved.group, moved.text) == (Kind.MOVED, "-5", "-1009")


@pytest.mark.parametrize(
    ("update", "talk"),
    [
        ({"message": {"chat": GROUP, "text": "chào"}}, True),
        ({"message": {"chat": GROUP, "photo": [{}]}}, True),
        ({"message": {"chat": GROUP, "text": 7}}, True),
        ({"callback_query": {"message": {"chat": GROUP}}}, True),
        ({"message": {"chat": GROUP, "text": "/lop"}}, False),
        ({"message": {"chat": GROUP, "migrate_to_chat_id": -7}}, False),
        ({"my_chat_member": {"chat": GROUP}}, False),
        ({"message": {"chat": PRIVATE, "text": "chào"}}, False),
        ({"callback_query": {"message": {"chat": PRIVATE}}}, False),
        ({"callback_query": {"message": None}}, False),
        ({"message": {"chat": 7}}, False),
        ({"message": 7}, False),
        ({"update_id": 1}, False),
        (7, False),
    ],
)
def test_what_a_group_says_among_itself_is_known_whatever_comes(update: Any, talk: bool) -> None:
    assert is_talk(update, "banhoc_bot") is talk


@pytest.mark.parametrize(
    "raw",
    ["7", "[]", "{}", "not json", '{"update_id": 1, "message": 7}', '{"update_id": 1, "message": {}}'],
)
def test_what_is_no_update_raises_for_the_router_to_put_aside(raw: str) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError, ValueError)):
        parse(raw, "banhoc_bot")


@pytest.mark.parametrize(
    ("code", "language"), [("en", "en"), ("en-GB", "en"), ("vi", "vi"), ("fr", "vi"), (None, "vi"), ("", "vi")]
)
def test_english_is_spoken_to_those_whose_telegram_is_english(code: str | None, language: str) -> None:
    incoming = heard(
        {"message": {"message_id": 5, "from": {**HANH, "language_code": code}, "chat": PRIVATE, "text": "hi"}}
    )
    assert incoming is not None
    assert incoming.language == language


def test_what_no_database_takes_is_left_out() -> None:
    incoming = writes(text="chà\0o \ud83d bạn 🌻")
    assert incoming is not None
    assert incoming.text == "chào  bạn 🌻"


# How texts are cut

WORD = st.text(st.sampled_from("aếđ🌻<>&\"'"), min_size=1, max_size=12).map(lambda word: escape(word))
STYLED = st.builds(
    lambda tag, inner: f"{tag}{inner}</{tag[1]}>",
    st.sampled_from(["<b>", "<i>", '<a href="https://example.org/?a=1&amp;b=2">']),
    st.lists(WORD, max_size=8).map(" ".join),
)
TEXT = st.lists(st.one_of(WORD, STYLED, st.just("\n"), st.just(" ")), max_size=40).map("".join)


def visible(html: str) -> str:
    """Read by the stand-in's copy of Telegram's parser, which refuses tags that do not match."""
    return read_html(html)[0]


@given(TEXT, st.integers(2, 60))
def test_pieces_fit_are_balanced_and_lose_nothing(html: str, most: int) -> None:
    pieces = split(html, most)
    assert all(utf16(visible(piece)) <= most for piece in pieces)
    assert "".join("".join(map(visible, pieces)).split()) == "".join(visible(html).split())


@given(TEXT, st.integers(2, 60))
def test_words_keep_their_style(html: str, most: int) -> None:
    def styles(text: str) -> Counter[tuple[str, str]]:
        seen, entities = read_html(text)
        units = seen.encode("utf-16-le")
        styled: Counter[tuple[str, str]] = Counter()
        for entity in entities:
            start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
            styled.update((entity["type"], letter) for letter in units[start:end].decode("utf-16-le").strip())
        return Counter({key: count for key, count in styled.items() if key[1].strip()})

    assert sum((styles(piece) for piece in split(html, most)), Counter()) == styles(html)


@given(TEXT)
def test_length_is_what_telegram_counts(html: str) -> None:
    marked = f"x{html}x"  # Telegram strips white space at both ends
    assert length(marked) == utf16(visible(marked))


def test_a_list_is_cut_at_line_ends_and_a_long_line_at_a_space() -> None:
    assert split("<b>một hai</b>\nba bốn\nnăm", 15) == ["<b>một hai</b>\nba bốn\n", "năm"]
    assert split("<b>một\nhai</b>", 4) == ["<b>một\n</b>", "<b>hai</b>"]
    assert split("<b>một hai</b>", 4) == ["<b>một </b>", "<b>hai</b>"]
    assert split("🌻🌻🌻", 4) == ["🌻🌻", "🌻"]


def test_a_text_that_fits_is_left_as_it_is() -> None:
    html = "<b>" + "&amp;" * 4096 + "</b>"
    assert split(html, 4096) == [html]
