"""The demo's page in a real browser, with a small scripted bot behind it: what a visitor sees and does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from urllib.parse import quote

import pytest
import pytest_asyncio
from aiohttp import ClientSession, FormData
from playwright.async_api import Browser, Page, async_playwright, expect
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.demo.page import build_page
from bot.demo.people import PEOPLE
from bot.demo.samples import PICTURE
from bot.demo.standin import StandIn, serving
from schedules.clock import StillClock

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TOKEN = "1234:demo"
MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
LINK = "https://t.me/banhoc_demo_bot?start=lop_A1"
HANH, BAO = PEOPLE[0], PEOPLE[1]

needs_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")


@dataclass
class Demo:
    """The page, its stand-in, and what was asked of the schedules."""

    standin: StandIn
    clock: StillClock
    url: str = ""
    due: datetime | None = None
    turned: list[datetime] = field(default_factory=list)

    async def next_due(self) -> datetime | None:
        return self.due

    async def run_schedules(self) -> None:
        self.turned.append(self.clock.now())


@pytest_asyncio.fixture
async def demo() -> AsyncIterator[Demo]:
    clock = StillClock(MORNING)
    demo = Demo(StandIn(TOKEN, clock.now, random=Random(7)), clock)
    app = build_page(demo.standin, PEOPLE, clock, demo.next_due, demo.run_schedules)
    async with serving(app) as address, answering(address.base_url):
        demo.url = address.root
        yield demo


@asynccontextmanager
async def answering(base_url: str) -> AsyncIterator[None]:
    """A bot that repeats what it hears, with two buttons, and turns a tapped message into another."""
    async with Bot(TOKEN, base_url=base_url) as bot:
        await bot.set_my_commands([BotCommand("lop", "Các lớp sắp mở")])
        task = asyncio.create_task(answer_for_ever(bot))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def answer_for_ever(bot: Bot) -> None:
    offset = 0
    while True:
        for update in await bot.get_updates(offset, timeout=20):
            offset = update.update_id + 1
            if update.message:
                await repeat(bot, update.message)
            query = update.callback_query
            if query and query.message:
                await bot.answer_callback_query(query.id, "Xong ạ")
                text = f"Bà chọn <i>{query.data}</i>"
                await bot.edit_message_text(
                    text, query.message.chat.id, query.message.message_id, parse_mode="HTML", reply_markup=choices()
                )


async def repeat(bot: Bot, message: Message) -> None:
    if message.text == "/tep":
        await bot.send_document(message.chat.id, b"BEGIN:VCALENDAR", filename="lịch.ics")
    elif message.text == "/anh":
        await bot.send_photo(message.chat.id, PICTURE, caption="Áp phích lớp vẽ", reply_markup=choices())
    elif message.text == "/link":
        share = InlineKeyboardButton("Chia sẻ", url=f"https://t.me/share/url?url={quote(LINK, safe='')}&text=a")
        await bot.send_message(message.chat.id, f"Mở {LINK} nhé", reply_markup=InlineKeyboardMarkup([[share]]))
    else:
        said = (message.text or "một thứ khác").replace("<", "&lt;")
        await bot.send_message(message.chat.id, f"Nghe: <b>{said}</b>", parse_mode="HTML", reply_markup=choices())


def choices() -> InlineKeyboardMarkup:
    names = [("Lớp sắp mở", "lop"), ("Lớp của tôi", "cua_toi")]
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)] for label, data in names])


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def visiting(demo: Demo, width: int = 1280, height: int = 800) -> AsyncIterator[Page]:
    """The page, open and loaded; any error in its script fails the test."""
    errors: list[str] = []
    async with browsing() as browser:
        page = await browser.new_page(viewport={"width": width, "height": height}, locale="vi-VN")
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        await page.goto(demo.url)
        await expect(page.get_by_role("navigation").get_by_role("button")).to_have_count(len(PEOPLE))
        yield page
    assert errors == []


async def widest(page: Page) -> int:
    """How far the page reaches to the right, in pixels."""
    return int(await page.evaluate("document.documentElement.scrollWidth"))


async def beyond(page: Page, width: int) -> list[str]:
    """What can be used but reaches over the right edge."""
    reaching = (
        f"[...document.querySelectorAll('button, a, textarea')].filter(n => n.getBoundingClientRect().right > {width})"
    )
    return list(await page.evaluate(f"{reaching}.map(n => n.outerHTML)"))


@needs_browser
async def test_a_visitor_types_reads_taps_and_the_message_changes_in_place(demo: Demo) -> None:
    async with visiting(demo) as page:
        chat = page.get_by_role("region", name=HANH.title)
        await chat.get_by_role("textbox").fill("chào <b>bạn</b>")
        await chat.get_by_role("button", name="Gửi").click()
        await expect(chat.locator("article.bot .text")).to_have_text("Nghe: chào <b>bạn</b>")
        await expect(chat.locator("article.bot strong")).to_have_text("chào <b>bạn</b>")
        await chat.get_by_role("button", name="Lớp sắp mở").click()
        await expect(chat.locator("article.bot .text")).to_have_text("Bà chọn lop")
        await expect(chat.locator("article.bot .edited")).to_have_text("đã sửa")
        await expect(chat.get_by_text("Xong ạ")).to_be_visible()
        await expect(chat.locator("[aria-busy]")).to_have_count(0)


@needs_browser
async def test_everything_is_reached_with_the_keyboard(demo: Demo) -> None:
    async with visiting(demo) as page:
        chat = page.get_by_role("region", name=HANH.title)
        await chat.get_by_role("textbox").focus()
        await page.keyboard.type("xin chào")
        await page.keyboard.press("Enter")
        await expect(chat.locator("article.bot .text")).to_have_text("Nghe: xin chào")
        while await page.evaluate("document.activeElement.textContent") != "Lớp của tôi":
            await page.keyboard.press("Shift+Tab")
        await page.keyboard.press("Enter")
        await expect(chat.locator("article.bot .text")).to_have_text("Bà chọn cua_toi")
        await expect(chat.get_by_role("button", name="Lớp của tôi")).to_be_focused()
        await chat.get_by_role("button", name="Đính kèm").focus()
        await page.keyboard.press("Enter")
        await expect(chat.get_by_role("button", name="Ảnh")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(chat.get_by_role("button", name="Đính kèm")).to_be_focused()


@needs_browser
@pytest.mark.parametrize("width", [360, 390])
async def test_a_phone_shows_one_chat_without_scrolling_sideways(demo: Demo, width: int) -> None:
    demo.standin.people[BAO.person_id].says("mot cau rat dai " * 20 + "x" * 200)
    async with visiting(demo, width, 780) as page:
        await expect(page.get_by_role("region")).to_have_count(1)
        await page.get_by_role("button", name=BAO.title).click()
        chat = page.get_by_role("region", name=BAO.title)
        await expect(chat.locator("article.own .text")).to_contain_text("mot cau rat dai")
        await chat.get_by_role("button", name="Tuỳ chọn").click()
        assert await widest(page) == width
        assert await beyond(page, width) == []
        sizes = await page.evaluate(
            "[...document.querySelectorAll('body *')].map(n => parseFloat(getComputedStyle(n).fontSize))"
        )
        assert min(sizes) >= 17


@needs_browser
async def test_a_message_for_someone_not_shown_is_counted(demo: Demo) -> None:
    async with visiting(demo, 390, 780) as page:
        demo.standin.people[BAO.person_id].says("xin chào")
        await expect(page.locator(".badge")).to_contain_text("1 tin chưa đọc")
        await page.locator(f"[data-id='{BAO.person_id}']").click()
        await expect(page.locator(".badge")).to_have_count(0)


@needs_browser
async def test_the_menus_send_commands_and_pictures(demo: Demo) -> None:
    async with visiting(demo) as page:
        chat = page.get_by_role("region", name=HANH.title)
        await chat.get_by_role("button", name="Các lệnh").click()
        await chat.get_by_role("button", name="/lop Các lớp sắp mở").click()
        await expect(chat.locator("article.own .text")).to_have_text("/lop")
        await chat.get_by_role("button", name="Đính kèm").click()
        await chat.get_by_role("button", name="Ảnh").click()
        await expect(chat.locator("article.own img")).to_be_visible()
        async with page.expect_file_chooser() as chooser:
            await chat.get_by_role("button", name="Đính kèm").click()
            await chat.get_by_role("button", name="Tệp").click()
        await (await chooser.value).set_files({"name": "thư.txt", "mimeType": "text/plain", "buffer": b"a"})
        await expect(chat.get_by_role("link", name="Tải tệp thư.txt")).to_be_visible()


@needs_browser
async def test_a_picture_of_the_bot_is_shown_whole_on_a_phone(demo: Demo) -> None:
    async with visiting(demo, 390, 780) as page:
        chat = page.get_by_role("region", name=HANH.title)
        demo.standin.people[HANH.person_id].says("/anh")
        shown = chat.locator("article.bot img")
        await expect(shown).to_be_visible()
        await expect(chat.locator("article.bot .text")).to_have_text("Áp phích lớp vẽ")
        assert await shown.evaluate("image => image.complete && image.naturalWidth") == 320
        box = await shown.bounding_box()
        assert box is not None
        assert 200 <= box["width"] <= 390 - box["x"]
        assert await widest(page) == 390


@needs_browser
async def test_documents_are_saved_and_deep_links_start_the_bot(demo: Demo, tmp_path: Path) -> None:
    async with visiting(demo) as page:
        chat = page.get_by_role("region", name=HANH.title)
        demo.standin.people[HANH.person_id].says("/tep")
        async with page.expect_download() as download:
            await chat.get_by_role("link", name="Tải tệp lịch.ics").click()
        saved = tmp_path / "saved.ics"
        await (await download.value).save_as(saved)
        assert saved.read_bytes() == b"BEGIN:VCALENDAR"
        demo.standin.people[HANH.person_id].says("/link")
        await chat.get_by_role("link", name=LINK).click()
        await expect(chat.locator("article.own .text").last).to_have_text("/start lop_A1")


@needs_browser
async def test_a_shared_link_is_followed_by_whoever_gets_it(demo: Demo) -> None:
    async with visiting(demo) as page:
        demo.standin.people[HANH.person_id].says("/link")
        chat = page.get_by_role("region", name=HANH.title)
        await chat.get_by_role("link", name="Chia sẻ").click()
        await chat.get_by_role("button", name=BAO.title).click()
        other = page.get_by_role("region", name=BAO.title)
        await expect(other.locator("article.own .text")).to_have_text("/start lop_A1")


@needs_browser
async def test_blocking_closes_the_typing_box_until_it_is_lifted(demo: Demo) -> None:
    async with visiting(demo) as page:
        chat = page.get_by_role("region", name=HANH.title)
        await chat.get_by_role("button", name="Tuỳ chọn").click()
        await chat.get_by_role("button", name="Chặn bot").click()
        await expect(chat.get_by_role("textbox")).to_have_count(0)
        assert demo.standin.people[HANH.person_id].blocked
        await chat.locator("footer").get_by_role("button", name="Bỏ chặn").click()
        await expect(chat.get_by_role("textbox")).to_be_visible()


@needs_browser
async def test_the_clock_is_turned_and_the_schedules_run(demo: Demo) -> None:
    async with visiting(demo) as page:
        clock = page.locator("#clock")
        await expect(clock).to_have_text("Thứ Hai, 23/11/2026, 08:00")
        await page.get_by_role("button", name="+1 giờ").click()
        await expect(clock).to_have_text("Thứ Hai, 23/11/2026, 09:00")
        await page.get_by_role("button", name="Đến việc kế tiếp").click()
        await expect(page.get_by_text("Chưa có việc nào sắp tới.")).to_be_visible()
        demo.due = MORNING + timedelta(days=1, hours=10)
        await page.get_by_role("button", name="Đến việc kế tiếp").click()
        await expect(clock).to_have_text("Thứ Ba, 24/11/2026, 18:00")
        assert demo.turned[-1] == demo.due
        await page.get_by_role("button", name="English").click()
        await expect(clock).to_have_text("Tuesday, 24/11/2026, 18:00")
        await expect(page.locator("html")).to_have_attribute("lang", "en")


@needs_browser
async def test_a_broken_stream_is_taken_up_again(demo: Demo) -> None:
    async with visiting(demo) as page:
        chat = page.get_by_role("region", name=HANH.title)
        demo.standin.tell("closing", 0, None)
        demo.standin.people[HANH.person_id].says("sau khi đứt")
        await expect(chat.locator("article.own .text")).to_have_text("sau khi đứt")


async def test_other_sites_cannot_use_the_page(demo: Demo) -> None:
    body = {"person": HANH.person_id, "text": "xin chào"}
    async with ClientSession() as web:
        async with web.post(f"{demo.url}/say", json=body) as response:
            assert response.status == 403
        async with web.post(f"{demo.url}/say", json=body, headers={"Origin": "https://evil.example"}) as response:
            assert response.status == 403
        async with web.get(f"{demo.url}/state", headers={"Host": "evil.example"}) as response:
            assert response.status == 403
        async with web.post(f"{demo.url}/say", json=body, headers={"Origin": demo.url}) as response:
            assert response.status == 200
    assert [shown.text for shown in demo.standin.people[HANH.person_id].messages][:1] == ["xin chào"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("say", {"person": 1, "text": "a"}, 400),
        ("say", {"person": HANH.person_id, "text": " "}, 400),
        ("say", ["a"], 400),
        ("tap", {"person": HANH.person_id, "message": 999_999, "data": "a"}, 404),
        ("clock", {"by": -5}, 400),
        ("clock", {"by": "a"}, 400),
    ],
)
async def test_wrong_requests_are_refused(demo: Demo, path: str, body: object, status: int) -> None:
    async with (
        ClientSession(headers={"Origin": demo.url}) as web,
        web.post(f"{demo.url}/{path}", json=body) as response,
    ):
        assert response.status == status


async def test_who_has_blocked_the_bot_cannot_write(demo: Demo) -> None:
    demo.standin.people[HANH.person_id].blocks()
    async with ClientSession(headers={"Origin": demo.url}) as web:
        form = FormData({"person": str(HANH.person_id), "kind": "voice"})
        async with web.post(f"{demo.url}/send", data=form) as response:
            assert response.status == 409
