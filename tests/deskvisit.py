"""The desk in a real browser: a workspace served, a browser that calls nobody, and a visit that notes what goes wrong.

Screenshots are kept in the folder ``ASSISTANT_SCREENS`` where that is set, as CI does.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PASSWORD = "correct horse 42"
#: Read here: the tests' settings take every ``ASSISTANT_…`` out of the environment.
SCREENS = os.environ.get("ASSISTANT_SCREENS", "")
LAPTOP, PHONE = 1280, 390
#: A phone is known by its name: on one the navigation folds away once a page is chosen.
_PHONES = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
_SOUGHT = re.compile(r"://[^/]+/[a-z]+/_stcore/(?:health|host-config)$")
#: ``pytestmark = WALK``: for a file of walks through the desk.
WALK = [
    pytest.mark.long,
    pytest.mark.timeout(600),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@contextmanager
def served(root: Path, **environment: str) -> Iterator[str]:
    """Serve the desk of a workspace, with more in its environment; what it gives is its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "ui", "--workspace", str(root), "--port", str(port)]
    around = {**os.environ, **environment}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=around)
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 90
        while True:
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).read()
                break
            except OSError:
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.2)
        yield address
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

    def __init__(self, browser: Any, address: str, width: int = LAPTOP, *, look: str = "light") -> None:
        window = {"width": width, "height": 860}
        agent = {"user_agent": _PHONES} if width <= PHONE else {}
        told = {"viewport": window, "locale": "zh-CN", "color_scheme": look, **agent}
        self.page = browser.new_context(**told).new_page()
        self.page.set_default_timeout(60_000)
        self.faults: list[str] = []
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url, address))
        self.page.goto(address)
        self.page.get_by_role("heading", level=1).wait_for()

    def _said(self, message: Any) -> None:
        # Opened below an address (/studio), Streamlit looks there first for what stands at its top.
        sought = _SOUGHT.search(message.location.get("url", ""))
        if message.type == "error" and not sought:
            self.faults.append(message.text)

    def _asked(self, url: str, address: str) -> None:
        if not url.startswith((address, address.replace("http", "ws", 1), "data:", "blob:")):
            self.faults.append(f"asked {url}")

    def sign_in(self, name: str = "店长", password: str = PASSWORD) -> None:
        """Sign in."""
        self.page.get_by_label("名字").first.fill(name)
        self.page.locator("input[type=password]").first.fill(password)
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.get_by_role("button", name="退出登录").first.wait_for(state="attached")
        self.settle()

    def open(self, name: str) -> None:
        """Open a page by its name in the navigation, and wait until it is still."""
        self.unfold()
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.page.get_by_role("heading", level=1, name=name).wait_for()
        self.settle()

    def unfold(self) -> None:
        """Show the navigation, for which a phone's window has no room."""
        button = self.page.get_by_test_id("stExpandSidebarButton")
        if button.is_visible():
            button.click()
            self.page.wait_for_timeout(500)

    def press(self, name: str, **more: Any) -> None:
        """Press a button by what it says, and wait until the page is still."""
        self.page.get_by_role("button", name=name, **more).first.click()
        self.settle()

    def choose(self, name: str) -> None:
        """Choose one of several that stand in a row, as the parts of a page do."""
        self.page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).first.click()
        self.settle()

    def fill(self, label: str, text: str) -> None:
        """Write into a field by its label."""
        self.page.get_by_role("textbox", name=label, exact=True).first.fill(text)

    def sees(self, text: str) -> None:
        """Wait until the page says ``text``, and is still."""
        self.page.get_by_text(text).first.wait_for()
        self.settle()

    def speak(self, language: str) -> None:
        """Choose the language by its name."""
        self.unfold()
        self.page.get_by_label("语言 / Language").click()
        self.page.get_by_role("option", name=language).click()
        self.settle()

    def settle(self) -> None:
        """Wait until no run of the page is under way."""
        self.page.wait_for_timeout(400)
        self.page.get_by_test_id("stStatusWidget").wait_for(state="detached")
        self.page.wait_for_timeout(200)

    def sound(self) -> None:
        """Assert that nothing is wrong: no console error, no exception shown, nothing wider than the window."""
        where = self.page.get_by_role("heading", level=1).first.inner_text()
        assert self.page.get_by_test_id("stException").count() == 0, where
        over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 1, f"{where} is wider than the window by {over}"
        assert self.faults == [], where

    def keep(self, name: str, *, whole: bool = True) -> None:
        """Keep a screenshot, where somebody wants one; ``whole``: of all that one can scroll to."""
        if not SCREENS:
            return
        Path(SCREENS).mkdir(parents=True, exist_ok=True)
        window = self.page.viewport_size
        if whole:  # a part of the page scrolls, not the page: only a window high enough shows all of it
            high = self.page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
            self.page.set_viewport_size({**window, "height": min(max(window["height"], high), 4000)})
            self.page.wait_for_timeout(300)
        self.page.screenshot(path=Path(SCREENS) / f"{name}.png")
        self.page.set_viewport_size(window)
