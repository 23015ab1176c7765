"""`banhoc demo` itself, in a real browser: a resident signs up, meets a full class, is reminded as the clock turns."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Page, async_playwright, expect

from bot.demo.people import EVERYWHERE, PEOPLE, DemoPerson
from tests.running import start
from tests.test_page import BAO, CHROMIUM, HANH, SWITCHES, needs_browser

PHONE = {"width": 390, "height": 844}
MAI = next(one for one in PEOPLE if one.organizes == EVERYWHERE)
SMALL_CLASS = "DT04"
"""The demo's class of one seat, tomorrow at seven in the evening."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def shown(folder: Path) -> AsyncIterator[Page]:
    """The page of a demo that was just started, on a phone's screen."""
    port = free_port()
    process = await start("demo", "--at", "2026-11-23T08:00", "--port", str(port), folder=folder)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(30):
            assert f"http://127.0.0.1:{port}" in (await process.stdout.readline()).decode()
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
            page = await browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
            page.set_default_timeout(15_000)
            await page.goto(f"http://127.0.0.1:{port}/")
            yield page
            await browser.close()
    finally:
        process.terminate()
        await process.communicate()


async def says(page: Page, text: str) -> None:
    box = page.get_by_role("textbox").locator("visible=true").first
    await box.fill(text)
    await box.press("Enter")


async def taps(page: Page, *labels: str) -> None:
    for label in labels:
        await page.get_by_role("button", name=label).locator("visible=true").last.click()


async def becomes(page: Page, person: DemoPerson) -> None:
    await page.locator(f"#people [data-id='{person.person_id}']").click()


async def reads(page: Page, words: str) -> None:
    await expect(page.get_by_text(words).locator("visible=true").last).to_be_visible(timeout=15_000)


@needs_browser
async def test_a_visitor_sees_the_whole_story(tmp_path: Path) -> None:
    async with shown(tmp_path) as page:
        await says(page, f"/dangky {SMALL_CLASS}")
        await taps(page, "Cho tôi", "Hạnh Nguyễn", "Bỏ qua", "Tôi đồng ý")
        await reads(page, "đã có chỗ trong lớp")
        await becomes(page, BAO)
        await says(page, f"/dangky {SMALL_CLASS}")
        await taps(page, "Cho tôi", "Bảo Trần", "Bỏ qua", "Tôi đồng ý")
        await reads(page, "trong danh sách chờ.")
        await becomes(page, HANH)
        await says(page, "/cuatoi")
        await taps(page, "Trả chỗ: ", "Vâng, trả chỗ")
        await reads(page, "Cảm ơn bạn đã báo.")
        await becomes(page, BAO)
        await reads(page, "🎉 Có chỗ rồi!")
        await taps(page, "Giữ chỗ")
        await taps(page, "Đến việc kế tiếp")
        await reads(page, "có buổi học ngày mai, thứ Ba 24/11")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@needs_browser
async def test_an_organizer_has_her_desk_one_tap_away(tmp_path: Path) -> None:
    async with shown(tmp_path) as page:
        await becomes(page, MAI)
        await taps(page, "Mở bàn làm việc")
        await reads(page, "Bạn là người tổ chức: tất cả trung tâm.")
        await taps(page, "Điểm danh 8:00–9:30")
        await reads(page, "1. Nguyễn Thị Sáu")
        await says(page, "/baocao")
        await taps(page, "Phường Đa Kao", "Biểu đồ")
        await reads(page, "📊 Lượt học năm 2026, Phường Đa Kao.")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
