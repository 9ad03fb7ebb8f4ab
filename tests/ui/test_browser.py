"""The desk in a real browser: nothing is fetched from outside, nothing fails on the console, nobody is shut out.

Every page is opened on a laptop and on a phone, in both languages, and looked through by axe-core, bright and dark.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from deskvisit import LAPTOP, PASSWORD, PHONE, WALK, Visit, chromium, served

from assistant.people import Accounts
from assistant.storage.database import open_database
from assistant.workspace import Workspace

__all__ = ["chromium"]

pytestmark = WALK
PAGES = ("今日", "创作", "审核", "日历", "消息", "群规", "知识", "质量", "设置")
ROOT = Path(__file__).parents[2]
#: Looked at in the dark as well: between them they have every kind of button, badge and field.
DARK = ("今日", "群规", "设置")
#: Whether the page's ground is a bright one.
_BRIGHT = """() => {
  const ground = getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor
  return ground.match(/\\d+/g).slice(0, 3).every((part) => Number(part) > 128)
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The desk of a copy of the sample workspace, served; its admin is 店长."""
    root = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "knowledge", root / "knowledge")
    Accounts(open_database(Workspace(root))).begin("店长", PASSWORD)
    with served(root) as running:
        yield running


@pytest.mark.parametrize("width", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_every_page_opens_without_a_fault(chromium: Any, address: str, width: int) -> None:
    visit = Visit(chromium, address, width)
    visit.sign_in()
    serious = []
    for number, name in enumerate(PAGES):
        visit.open(name)
        visit.keep(f"{'phone' if width < 600 else 'laptop'}-{number + 1}")
        visit.sound()
        if width == LAPTOP:
            serious += [f"{name}: {each}" for each in found_by_axe(visit.page)]
        if width == LAPTOP and name in DARK:
            visit.page.emulate_media(color_scheme="dark")
            visit.settle()
            assert not visit.page.evaluate(_BRIGHT)
            serious += [f"{name}, dark: {each}" for each in found_by_axe(visit.page)]
            visit.page.emulate_media(color_scheme="light")
            visit.settle()
            assert visit.page.evaluate(_BRIGHT)
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
    visit = Visit(chromium, address)
    visit.sign_in()
    visit.speak("English")
    visit.page.get_by_role("link", name="Messages").wait_for()
    assert visit.page.get_by_role("button", name="Sign out").count() == 1
    assert visit.faults == []
    visit.page.close()
