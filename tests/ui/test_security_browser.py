"""In a real browser: what others wrote is shown and never run; who is signed in stays so, and nobody else.

Every name, file and text of the workspace is one that would run if it were taken for HTML, for markdown or for a link.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from decided import decided
from deskvisit import PASSWORD, WALK, Visit, chromium, served
from drafted import BODY, DraftPart, finding, stored

from assistant.desk import Desk
from assistant.desk.notes import leave
from assistant.knowledge.sync import sync
from assistant.knowledge.unanswered import note_unanswered
from assistant.people import Accounts, Person, Role
from assistant.schema.contracts import Draft
from assistant.storage.appeals import AppealBook
from assistant.storage.database import open_database
from assistant.workspace import Workspace
from ui.cookie import cookie_name

__all__ = ["chromium"]

pytestmark = WALK
ROOT = Path(__file__).parents[2]
EVIL = (
    '<img src=x onerror="window.hit=1"><script>window.hit=1</script>[点我](javascript:window.hit=1)'
    " $x$ :material/delete: `y` **z**"
)
SHORT = "<img src=x onerror=hit=1>"
#: What it would be if it were run: an element, or a link that is no page's.
_RUN = """() => ({
  hit: window.hit || 0,
  elements: document.querySelectorAll('#root img[src="x"], #root [onerror], #root a[href^="javascript"]').length,
  scripts: [...document.querySelectorAll('#root script')].length,
})"""


class Shop:
    """The workspace that is served, and the draft in it."""

    def __init__(self, root: Path) -> None:
        self.workspace = Workspace(root)
        self.draft: Draft
        self.address = ""

    def fill(self) -> None:
        """Write what would run wherever somebody can write."""
        shutil.copytree(ROOT / "knowledge", self.workspace.knowledge)
        self._named("brand.yaml", lambda held: held | {"name": f"小熊{EVIL}"})
        self._named("groups.yaml", lambda held: {"groups": [each | {"name": f"{SHORT}群"} for each in held["groups"]]})
        articles = self.workspace.knowledge / "articles"
        (articles / f"{SHORT}.txt").write_text(f"标题 {EVIL}\n\n恐龙毯子怎么洗：{EVIL}。冷水洗，阴干。\n", "utf-8")
        (articles / f"{SHORT}.xyz").write_bytes(b"\0\1")
        sync(self.workspace)
        database = open_database(self.workspace)
        Accounts(database).begin("店长", PASSWORD)
        Accounts(database).add(Person("店长", Role.ADMIN), SHORT, Role.ADMIN, PASSWORD)
        body = f"{BODY}\n{EVIL}"
        self.draft = stored(
            self.workspace, title=f"标题{EVIL}", body=body, notes=[EVIL], followups=[EVIL], about=EVIL,
            parts=[DraftPart(name=SHORT, text=EVIL)],
            findings=[finding("大家", body, message=EVIL, basis=EVIL, suggestion=EVIL)],
        )  # fmt: skip
        stored(self.workspace, title=f"今天{EVIL}", body=body, date=date.today(), group="newborn")
        leave(Desk(self.workspace, Person(SHORT, Role.ADMIN)), self.draft.id, EVIL)
        ids = decided(self.workspace, 3, text=EVIL)
        AppealBook(database).add(ids[0], "member-0", EVIL)
        note_unanswered(database, EVIL[:60])

    def _named(self, file: str, change: Any) -> None:
        path = self.workspace.knowledge / file
        held = yaml.safe_load(path.read_text("utf-8"))
        path.write_text(yaml.safe_dump(change(held), allow_unicode=True, sort_keys=False), "utf-8")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    made = Shop(tmp_path_factory.mktemp("evil"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ASSISTANT_EMBEDDING__MODEL", "none")
        made.fill()
        with served(made.workspace.root) as address:
            made.address = address
            yield made


def _harmless(visit: Visit, *shown: str) -> None:
    """Nothing has run, and what would have is there to be read."""
    where = visit.page.url
    assert visit.page.evaluate(_RUN) == {"hit": 0, "elements": 0, "scripts": 0}, where
    assert visit.page.get_by_test_id("stException").count() == 0, where
    assert visit.faults == [], where
    for text in shown:
        # In a field it is its value; elsewhere it stands on the page as it was written.
        fields = visit.page.eval_on_selector_all("input, textarea", "all => all.map(one => one.value).join('\\n')")
        said = visit.page.evaluate("document.body.textContent")
        assert text in said or text in fields, f"{where}: {text} is not shown"


def _part(visit: Visit, name: str) -> None:
    option = visit.page.get_by_role("radio", name=name).or_(visit.page.get_by_role("button", name=name, exact=True))
    option.first.click()
    visit.settle()


def test_what_others_wrote_is_read_and_never_run(chromium: Any, shop: Shop) -> None:
    visit = Visit(chromium, shop.address)
    visit.page.on("dialog", lambda dialog: visit.faults.append(f"dialog {dialog.message}"))
    visit.sign_in(SHORT)
    _harmless(visit, SHORT, f"今天{EVIL}")
    visit.open("审核")
    _harmless(visit, f"标题{EVIL}")
    visit.page.locator(f'a[href*="{shop.draft.id}"]').first.click()
    visit.settle()
    for view, shown in (("看稿", EVIL), ("修改", EVIL), ("复制", EVIL), ("版本", ""), ("同事留言（1）", SHORT)):
        _part(visit, view)
        _harmless(visit, f"标题{EVIL}", shown)
    visit.open("日历")
    _harmless(visit, SHORT[:8])  # in its narrow columns a name is cut
    visit.open("消息")
    _harmless(visit, EVIL)
    visit.open("群规")
    _harmless(visit)
    visit.open("知识")
    _harmless(visit)
    _part(visit, "查找")
    visit.page.get_by_role("textbox").first.fill("恐龙毯子怎么洗")
    visit.page.keyboard.press("Enter")
    visit.settle()
    _harmless(visit, SHORT, "<script>window.hit=1</script>")
    for part in ("没答上的", "体检"):
        _part(visit, part)
        _harmless(visit, *([EVIL[:60]] if part == "没答上的" else []))
    visit.open("质量")
    _harmless(visit)
    visit.open("设置")
    _harmless(visit, f"小熊{EVIL}")
    for part, shown in (("群", ""), ("成员", SHORT), ("数据", "")):
        _part(visit, part)
        _harmless(visit, shown)
    visit.page.close()


def test_who_follows_a_link_signs_in_and_is_there_and_stays(chromium: Any, shop: Shop) -> None:
    link = f"{shop.address}/studio?draft={shop.draft.id}"
    visit = Visit(chromium, shop.address)
    context, page = visit.page.context, visit.page
    page.goto(link)
    page.get_by_role("heading", level=1, name="登录").wait_for()
    visit.sign_in()
    page.get_by_text("被子", exact=False).first.wait_for()
    assert page.url == link
    name = cookie_name(shop.workspace.root)
    _until(lambda: any(each["name"] == name for each in context.cookies()))
    cookie = next(each for each in context.cookies() if each["name"] == name)
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Strict", -1)
    assert name not in page.evaluate("document.cookie")
    page.reload()
    page.get_by_role("button", name="退出登录").first.wait_for(state="attached")
    assert page.url == link
    other = context.new_page()
    other.goto(f"{shop.address}/review")
    other.get_by_role("heading", level=1, name="审核").wait_for()
    # Another browser has no part in it; and signing out in one tab ends it in both.
    stranger = Visit(chromium, shop.address)
    stranger.page.get_by_role("heading", level=1, name="登录").wait_for()
    stranger.page.close()
    other.get_by_role("button", name="退出登录").click()
    other.get_by_role("heading", level=1, name="登录").wait_for()
    page.reload()
    page.get_by_role("heading", level=1, name="登录").wait_for()
    assert visit.faults == []
    page.close()


def _until(holds: Any) -> None:
    until = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)
