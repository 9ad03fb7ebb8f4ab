"""Take the screenshots of the operators' guide: the sample brand, as its owner sees it on an ordinary day.

``python docs/screens/take.py`` from the root of the checkout writes them beside this file; it takes some minutes.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from decided import decided  # noqa: E402
from deskvisit import CHROMIUM, LAPTOP, PASSWORD, PHONE, Visit, served  # noqa: E402

from assistant.desk import Desk  # noqa: E402
from assistant.desk.begin import leave  # noqa: E402
from assistant.knowledge.sync import sync  # noqa: E402
from assistant.people import Accounts  # noqa: E402
from assistant.storage.database import open_database  # noqa: E402
from assistant.workspace import Workspace  # noqa: E402

#: A screenshot is not wider, in pixels; of so many colours it is a fifth as large.
_WIDE, _COLOURS = 1000, 96


def main() -> None:
    """Serve the sample with a day's work in it, and go through its pages."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "shop"
        shutil.copytree(ROOT / "knowledge", root / "knowledge")
        workspace = Workspace(root)
        sync(workspace)
        Accounts(open_database(workspace)).begin("店长", PASSWORD)
        leave(Desk(workspace))
        decided(workspace, 30)
        with served(root) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            laptop(Visit(browser, address, LAPTOP))
            phone(Visit(browser, address, PHONE))
            browser.close()


def laptop(visit: Visit) -> None:
    """The pages on a laptop."""
    page = visit.page
    visit.sign_in()
    visit.open("今日")
    page.get_by_role("button", name="都写出来").first.click()
    page.get_by_role("button", name="先停下").wait_for()
    page.get_by_role("button", name="先停下").wait_for(state="detached", timeout=300_000)
    page.get_by_role("link", name="看一看").first.wait_for()
    visit.settle()
    take(visit, "today")
    page.get_by_role("link", name="看一看").first.click()
    page.wait_for_url("**/studio*")
    visit.sees("复制")
    take(visit, "studio")
    for name, file in (("审核", "review"), ("日历", "calendar"), ("消息", "messages"), ("群规", "rules")):
        visit.open(name)
        take(visit, file)
    visit.open("知识")
    visit.choose("查找")
    visit.fill("问一句", "多少钱包邮")
    page.get_by_role("textbox", name="问一句").press("Enter")
    visit.sees("多半能回答")
    take(visit, "knowledge")
    visit.open("设置")
    take(visit, "settings")


def phone(visit: Visit) -> None:
    """The page that is looked at on the way."""
    visit.sign_in()
    visit.open("今日")
    take(visit, "phone")


def take(visit: Visit, name: str) -> None:
    """Write what the window shows."""
    # A word that something is done would hide a corner of the page.
    toasts: Any = visit.page.get_by_test_id("stToast")
    if toasts.count():
        toasts.first.wait_for(state="hidden")
    save(visit.page.screenshot(), name)


def save(data: bytes, name: str) -> None:
    """Write a picture as small as it stays readable."""
    from PIL import Image

    picture = Image.open(io.BytesIO(data)).convert("RGB")
    if picture.width > _WIDE:
        picture = picture.resize((_WIDE, picture.height * _WIDE // picture.width), Image.Resampling.LANCZOS)
    picture.quantize(_COLOURS).save(HERE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
