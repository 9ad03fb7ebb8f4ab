"""The desk in a real browser: nothing is fetched from outside, nothing fails on the console, nobody is shut out.

Every page is opened on a laptop and on a phone, in both languages, and looked through by axe-core. Screenshots are kept
in ``evals/reports/screens`` where ``ASSISTANT_SCREENS`` is set, as CI does.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.people import Accounts
from assistant.storage.database import open_database
from assistant.workspace import Workspace

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(600),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
PASSWORD = "correct horse 42"
PAGES = ("今日", "创作", "审核", "日历", "消息", "群规", "知识", "质量", "设置")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The desk of a copy of the sample workspace, served; its admin is 店长."""
    root = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "knowledge", root / "knowledge")
    Accounts(open_database(Workspace(root))).begin("店长", PASSWORD)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "ui", "--workspace", str(root), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    served = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 90
        while True:
            try:
                urllib.request.urlopen(f"{served}/_stcore/health", timeout=2).read()
                break
            except OSError:
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.2)
        yield served
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser that calls nobody of its own accord."""
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield browser
        browser.close()


class Visit:
    """A visit to the desk: ``page`` is Playwright's; what went wrong meanwhile is in ``faults``."""

    def __init__(self, browser: Any, address: str, width: int) -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 860}, locale="zh-CN")
        self.page.set_default_timeout(60_000)
        self.faults: list[str] = []
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url, address))
        self.page.goto(address)
        self.page.get_by_role("heading", level=1).wait_for()

    def _said(self, message: Any) -> None:
        if message.type == "error":
            self.faults.append(message.text)

    def _asked(self, url: str, address: str) -> None:
        if not url.startswith((address, address.replace("http", "ws", 1), "data:", "blob:")):
            self.faults.append(f"asked {url}")

    def sign_in(self) -> None:
        """Sign in as the admin."""
        self.page.get_by_label("名字").first.fill("店长")
        self.page.locator("input[type=password]").first.fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.get_by_role("button", name="退出登录").first.wait_for(state="attached")
        self.settle()

    def open(self, name: str) -> None:
        """Open a page by its name in the navigation, and wait until it is still."""
        unfold = self.page.get_by_test_id("stExpandSidebarButton")
        if unfold.is_visible():  # a phone's window has no room for the navigation
            unfold.click()
            self.page.wait_for_timeout(500)
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.page.get_by_role("heading", level=1, name=name).wait_for()
        self.settle()

    def settle(self) -> None:
        """Wait until no run of the page is under way."""
        self.page.wait_for_timeout(400)
        self.page.get_by_test_id("stStatusWidget").wait_for(state="detached")
        self.page.wait_for_timeout(200)

    def keep(self, name: str) -> None:
        """Keep a screenshot, where somebody wants one."""
        folder = os.environ.get("ASSISTANT_SCREENS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("width", [1280, 390], ids=["laptop", "phone"])
def test_every_page_opens_without_a_fault(chromium: Any, address: str, width: int) -> None:
    visit = Visit(chromium, address, width)
    visit.sign_in()
    serious = []
    for number, name in enumerate(PAGES):
        visit.open(name)
        visit.keep(f"{'phone' if width < 600 else 'laptop'}-{number + 1}")
        assert visit.page.get_by_test_id("stException").count() == 0, name
        overflow = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 1, f"{name} is wider than the window by {overflow}"
        serious += [f"{name}: {each}" for each in found_by_axe(visit.page)] if width > 600 else []
    assert visit.faults == []
    assert serious == []
    visit.page.close()


def found_by_axe(page: Any) -> list[str]:
    """What is serious or critical for people who cannot see or use a mouse, in our own part of the page."""
    from axe_playwright_python.sync_playwright import Axe

    answer = Axe().run(page, context={"include": [["[data-testid='stMain']"]]})
    return [
        f"{each['id']} ({each['impact']}) {node['target']}"
        for each in answer.response["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def test_the_language_is_switched(chromium: Any, address: str) -> None:
    visit = Visit(chromium, address, 1280)
    visit.sign_in()
    visit.page.get_by_label("语言 / Language").click()
    visit.page.get_by_role("option", name="English").click()
    visit.page.get_by_role("link", name="Messages").wait_for()
    visit.settle()
    assert visit.page.get_by_role("button", name="Sign out").count() == 1
    assert visit.faults == []
    visit.page.close()
