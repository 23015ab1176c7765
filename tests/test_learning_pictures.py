"""The pictures of progress: large, true to the numbers, and every letter of both languages there to be read."""

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from handlers.pictures import card, measure, ring
from handlers.pictures.drawing import drawable, font
from handlers.texts import ENGLISH, VIETNAMESE, Texts, items
from storage.periods import Period

RING = ring.Ring(
    title="Tiến độ của bạn",
    met=24,
    sure=9,
    goal=30,
    unit="câu đã học",
    sure_told="9 câu đã nhớ chắc",
    rest_told="15 câu đang quen dần",
    ahead="Còn 6 câu nữa là tròn 30",
    notes=("Đã học 4 tuần liền", "3 huy hiệu"),
)
CARD = card.Card(
    title="Tháng 11 năm 2026",
    subtitle="Mình học kỹ năng số cùng Bạn Học",
    year=2026,
    month=11,
    days=frozenset({2, 4, 22}),
    weekdays=("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
    numbers=(("3", "ngày học"), ("9", "câu đố"), ("2", "huy hiệu mới")),
    badges=("Nhận ra cuộc gọi giả danh", "Giữ kín mã OTP"),
    footer="Mỗi lần 3 câu, chừng 2 phút",
)


def opened(png: bytes) -> Image.Image:
    seen = measure(png)
    assert seen is not None
    assert (seen.media_type, seen.width) == ("image/png", 1080)
    assert 900 < seen.height <= 1350
    return Image.open(io.BytesIO(png)).convert("RGB")


DARK, LIGHT, PALE = (0x1D, 0x6B, 0x4F), (0xF0, 0xA8, 0x30), (0xE4, 0xEA, 0xEE)


def pixels(picture: Image.Image, *colours: tuple[int, int, int]) -> list[int]:
    """How many have each of these colours, near enough."""
    seen = [
        (count, ink) for count, ink in picture.getcolors(picture.width * picture.height) or [] if isinstance(ink, tuple)
    ]
    return [
        sum(count for count, ink in seen if max(abs(a - b) for a, b in zip(ink, colour, strict=True)) < 9)
        for colour in colours
    ]


def shares(drawn: ring.Ring) -> tuple[float, float]:
    """Of the ring: how much is dark, and light."""
    left = (ring.WIDTH - ring.SIDE) // 2
    cut = opened(ring.draw(drawn)).crop((left, ring.TOP, left + ring.SIDE, ring.TOP + ring.SIDE))
    dark, light, pale = pixels(cut, DARK, LIGHT, PALE)
    return dark / (dark + light + pale), light / (dark + light + pale)


def test_the_ring_is_filled_as_the_numbers_say() -> None:
    assert shares(RING) == pytest.approx((9 / 30, 15 / 30), abs=0.01)
    assert shares(replace(RING, met=30, sure=30, rest_told="")) == pytest.approx((1, 0), abs=0.01)
    nothing = replace(RING, met=0, sure=0, sure_told="", rest_told="", notes=())
    assert shares(nothing) == pytest.approx((0, 0), abs=0.01)


def test_only_days_of_learning_are_marked() -> None:
    def green(days: frozenset[int]) -> int:
        return pixels(opened(card.draw(replace(CARD, days=days))), DARK)[0]

    none, one, two = green(frozenset()), green(frozenset({5})), green(frozenset({5, 6}))
    assert none < one < two
    assert green(frozenset({99})) == none
    drawn = opened(card.draw(CARD))
    assert pixels(drawn, (255, 255, 255))[0] > drawn.width * drawn.height / 2, "black on white"


def below(picture: Image.Image) -> int:
    """Rows of nothing but white at the bottom."""
    marks = picture.convert("L").point(lambda shade: 255 if shade < 250 else 0).getbbox()
    assert marks is not None
    return picture.height - marks[3]


def test_a_picture_is_only_as_high_as_what_stands_on_it() -> None:
    few_words = replace(RING, rest_told="", notes=())
    few_badges = replace(CARD, badges=(), numbers=CARD.numbers[:2])
    drawn = [opened(one) for one in (ring.draw(RING), ring.draw(few_words), card.draw(CARD), card.draw(few_badges))]
    assert [one for one in map(below, drawn) if not 20 < one < 90] == []
    assert drawn[0].height > drawn[1].height
    assert drawn[2].height > drawn[3].height
    four_weeks = replace(few_badges, year=2027, month=2)
    assert opened(card.draw(four_weeks)).height < drawn[3].height


@settings(max_examples=12, deadline=None)
@given(st.integers(1, 12), st.integers(2020, 2100), st.integers(0, 10**9), st.text(max_size=200))
def test_no_month_number_or_name_is_too_much(month: int, year: int, number: int, name: str) -> None:
    numbers = ((str(number), name), ("0", ""), (str(number), name))
    opened(card.draw(replace(CARD, year=year, month=month, title=name, numbers=numbers, badges=(name, name))))
    opened(ring.draw(replace(RING, met=number, sure=number // 2, goal=number + 1, unit=name, notes=(name, name))))


def drawn_words(texts: Texts) -> set[str]:
    """All that may be written into these pictures."""
    words = texts.progress
    bare = {words.ring_title(), words.card_subtitle(), words.card_footer(), *words.weekdays()}
    counted = {
        told(count)
        for count in (1, 2)
        for told in (words.ring_unit, words.ring_sure, words.ring_rest, words.ring_badges, words.days, words.questions)
    }
    weeks = {words.ring_weeks(2, more_than_year=one) for one in (True, False)}
    months = {words.card_title(Period(2026, month)) for month in range(1, 13)}
    skills = {items.skill_title(one.topic, one.skill, texts.language) for one in items.load()}
    ahead = {words.ring_ahead(one, 30) for one in (0, 6)} | set(words.card_badges(["x"], 2)) | {words.new_badges(2)}
    return bare | counted | weeks | months | skills | ahead


@pytest.mark.parametrize("texts", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_the_font_has_every_letter_that_is_drawn(texts: Texts) -> None:
    words = drawn_words(texts)
    assert {one for one in words if drawable(one) != one} == set()
    for bold in (True, False):
        face = font(40, bold=bold)
        box = bytes(face.getmask("\uffff"))
        assert {sign for one in words for sign in one if sign != " " and bytes(face.getmask(sign)) == box} == set()


@pytest.mark.parametrize("texts", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_every_skill_fits_on_a_line_of_the_card_uncut(texts: Texts) -> None:
    room = card.WIDTH - 2 * card.MARGIN
    skills = {items.skill_title(one.topic, one.skill, texts.language) for one in items.load()}
    assert {one for one in skills if font(36, bold=True).getlength(one) > room} == set()
