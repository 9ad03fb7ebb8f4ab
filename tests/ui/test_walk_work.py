"""The day's work in a real browser: write, choose, mend, release, copy; two on one draft; messages by keys; rules.

All walks share one desk: each takes a group and messages of its own, so that none minds what another leaves behind.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from decided import decided
from deskshop import SAMPLE
from deskvisit import PASSWORD, PHONE, WALK, Visit, chromium, served
from drafted import BODY, DraftPart, DraftStatus, stored

from assistant.desk import fonts
from assistant.knowledge.sync import sync
from assistant.moderation.rules.loading import load_rules
from assistant.people import LOCAL, Accounts, Role
from assistant.schema.contracts import Draft
from assistant.schema.moderation import Category
from assistant.schema.rules import Clause
from assistant.storage.database import open_database
from assistant.storage.decisions import DecisionBook
from assistant.storage.drafts import DraftStore
from assistant.workspace import Workspace

__all__ = ["chromium"]

pytestmark = WALK
FIFTY = 50


class Shop:
    """A served desk: its workspace, and somebody's visit to it."""

    def __init__(self, browser: Any, address: str, workspace: Workspace) -> None:
        self.browser, self.address, self.workspace = browser, address, workspace

    def visit(self, name: str = "店长", **more: Any) -> Visit:
        """A visit of somebody who has signed in."""
        visit = Visit(self.browser, self.address, **more)
        visit.sign_in(name)
        visit.page.set_default_timeout(30_000)
        return visit

    def draft(self, draft_id: str) -> Draft:
        """A draft as it is stored."""
        return DraftStore(open_database(self.workspace)).get(draft_id)


@pytest.fixture(scope="module")
def shop(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The desk of the sample shop, with an admin, a reviewer and 150 decided messages of which a third waits."""
    root = tmp_path_factory.mktemp("work")
    with pytest.MonkeyPatch.context() as held:
        held.setenv("ASSISTANT_EMBEDDING__MODEL", "none")
        shutil.copytree(SAMPLE, root / "knowledge")
        workspace = Workspace(root)
        sync(workspace)
        accounts = Accounts(open_database(workspace))
        accounts.begin("店长", PASSWORD)
        accounts.add(LOCAL, "小李", Role.REVIEWER, PASSWORD)
        decided(workspace, FIFTY * 3)
        with served(root) as address:
            yield Shop(chromium, address, workspace)
    open_database(workspace).close()


def left(visit: Visit) -> None:
    """End a visit: nothing went wrong all along."""
    assert visit.page.get_by_test_id("stException").count() == 0
    assert visit.faults == []
    visit.page.close()


def until(visit: Visit, there: Callable[[], bool]) -> None:
    """Wait until something is so, which the page does not show."""
    for _ in range(150):
        if there():
            return
        visit.page.wait_for_timeout(200)
    raise AssertionError(visit.page.get_by_test_id("stMain").inner_text())


def test_a_draft_is_written_chosen_mended_released_and_copied(shop: Shop) -> None:
    visit = shop.visit()
    page = visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.open("创作")
    visit.press("先看看会用到什么")
    page.get_by_text("这一条会用到").wait_for()
    page.get_by_role("radio", name="三个").click()
    visit.settle()
    visit.press("开始写", exact=True)
    page.get_by_role("button", name="就用这条").nth(2).wait_for()
    visit.settle()
    visit.keep("work-three")
    page.get_by_role("button", name="就用这条").nth(1).click()
    page.get_by_role("radio", name="修改").wait_for()
    page.get_by_role("radio", name="修改").click()
    body = page.get_by_role("textbox", name="正文", exact=True)
    body.wait_for()
    plain = body.input_value()
    body.fill(f"{plain}\n这是全网第一的被子。")
    visit.press("保存并检查")
    page.get_by_text("要改", exact=True).wait_for()
    page.get_by_role("radio", name="看稿").click()
    marked = page.get_by_text("全网第一", exact=False).first
    marked.wait_for()
    visit.settle()
    visit.keep("work-finding")
    page.get_by_role("button", name="删掉这句").first.click()
    page.get_by_role("button", name="通过", exact=True).wait_for()
    page.get_by_role("radio", name="版本").click()
    page.get_by_text("绿色是加上的").wait_for()
    visit.settle()
    visit.keep("work-versions")
    page.get_by_role("button", name="通过", exact=True).click()
    page.get_by_text("已通过", exact=True).first.wait_for()
    page.get_by_text("整条复制").wait_for()  # what comes next is shown of itself
    visit.settle()
    code = page.get_by_test_id("stCode").first
    code.hover()
    code.get_by_role("button").first.click()
    draft = shop.draft(page.url.split("draft=")[1])
    assert (draft.status, draft.body, draft.version) == (DraftStatus.APPROVED, plain, 4)
    assert page.evaluate("navigator.clipboard.readText()").strip() == f"{draft.title}\n\n{plain}"
    visit.press("画成图片")
    if fonts._faces(False) is not None:
        page.get_by_role("button", name="下载图片").wait_for()
        page.get_by_test_id("stImage").wait_for()
    else:
        page.get_by_text(fonts.NONE_HERE).wait_for()
    visit.settle()
    visit.keep("work-copy")
    left(visit)


def test_two_on_one_draft_lose_nothing(shop: Shop) -> None:
    draft = stored(shop.workspace, group="dads", title="两个人一起改", date=date.today())
    mine, other = shop.visit(), shop.visit("小李")
    for visit in (mine, other):
        visit.open("审核")
        card = visit.page.get_by_test_id("stVerticalBlock").filter(has_text="两个人一起改").last
        card.get_by_role("link", name="打开修改").last.click()
        visit.page.get_by_role("radio", name="修改").click()
        visit.page.get_by_role("textbox", name="标题", exact=True).wait_for()
    other.page.get_by_role("textbox", name="标题", exact=True).fill("小李的标题")
    other.press("保存并检查")
    other.page.get_by_text("第 2 版").first.wait_for()
    mine.page.get_by_role("textbox", name="正文", exact=True).fill(f"{BODY}\n夜里要加一床吗。")
    mine.press("保存并检查")
    mine.page.get_by_text("小李").first.wait_for()
    mine.keep("work-two")
    assert shop.draft(draft.id).title == "小李的标题"
    assert mine.page.get_by_role("textbox", name="正文", exact=True).input_value().endswith("夜里要加一床吗。")
    mine.page.get_by_role("button", name="保留我写的").click()
    mine.page.get_by_text("第 3 版").first.wait_for()
    assert shop.draft(draft.id).body.endswith("夜里要加一床吗。")
    for visit in (mine, other):
        left(visit)


#: What is pressed in turn, and what it says of a message that was taken for an advert.
PRESSED = {"1": Category.AD, "2": Category.ALLOW, "f": Category.FRAUD, "l": Category.LINK, "o": Category.OTHER}


def test_fifty_messages_are_judged_by_keys_alone(shop: Shop) -> None:
    visit = shop.visit()
    page = visit.page
    visit.open("消息")
    said: dict[str, Category] = {}
    message = page.get_by_role("heading", level=4)
    for number in range(FIFTY):
        text = message.inner_text()
        key = list(PRESSED)[number % len(PRESSED)]
        said[text] = PRESSED[key]
        page.keyboard.press(key)
        if number < FIFTY - 1:
            message.filter(has_not_text=text).wait_for()
            page.wait_for_timeout(150)  # nobody reads faster
    page.get_by_text("都看完了").wait_for()
    visit.keep("work-fifty")
    book = DecisionBook(open_database(shop.workspace))
    found = [each for each in book.recent(FIFTY * 3) if each.decision.verdict.value == "review"]
    assert {each.message.text: each.should for each in found if each.message} == said
    page.keyboard.press("z")
    message.wait_for()
    last = next(each for each in found if each.message and each.message.text == message.inner_text())
    visit.settle()
    assert book.get(last.decision.id).should is None
    page.keyboard.press("2")
    page.get_by_text("都看完了").wait_for()
    assert book.get(last.decision.id).should is Category.ALLOW
    left(visit)


def test_a_rule_is_changed_tried_replayed_and_let_act(shop: Shop) -> None:
    visit = shop.visit()
    page = visit.page

    def clause() -> Clause:
        return load_rules(shop.workspace.knowledge).sets["default"].clauses[0]

    visit.open("群规")
    page.get_by_role("button", name="改这一条").first.click()
    words = page.get_by_role("textbox", name="群规原话", exact=True)
    words.fill("")
    words.blur()
    page.get_by_test_id("stAlert").filter(has_text="原话").wait_for()  # at once, and nothing can be saved
    page.locator("button:disabled").filter(has_text="保存").first.wait_for()
    words.fill("群里不打广告，也不拉人。")
    words.blur()
    page.get_by_text("写得没问题").wait_for()
    page.get_by_role("textbox", name="群里有人说").fill("厂家直销，要的加我微信 bb8821")
    visit.press("看看怎么判")
    page.get_by_text("群规：群里不打广告，也不拉人。").wait_for()
    page.get_by_role("radio", name="只记录").click()
    visit.settle()
    visit.press("拿前几天的消息试试")
    page.get_by_text("会放过").first.wait_for(timeout=60_000)
    page.get_by_text("下面是其中几条").first.click()
    page.get_by_text("厂家直销").first.wait_for()
    visit.settle()
    visit.keep("work-backtest")
    assert clause().mode == "live"
    page.get_by_role("button", name="保存", exact=True).click()
    until(visit, lambda: (clause().mode, clause().clause) == ("shadow", "群里不打广告，也不拉人。"))
    page.get_by_text("写得没问题").wait_for(state="detached")
    visit.settle()
    page.get_by_role("radio", name="生效").click()
    page.get_by_text("写得没问题").wait_for()
    page.get_by_role("button", name="保存", exact=True).click()
    until(visit, lambda: clause().mode == "live")
    page.get_by_role("radio", name="准不准").click()
    page.get_by_test_id("stVegaLiteChart").wait_for()
    visit.settle()
    visit.keep("work-precision")
    left(visit)


def test_on_a_phone_what_waits_is_released_and_copied_in_parts(shop: Shop) -> None:
    lines = BODY.split("\n")
    parts = [DraftPart(name="开头", text="\n".join(lines[:2])), DraftPart(name="问一句", text=lines[2])]
    series = stored(shop.workspace, group="solids", parts=parts)
    back = stored(shop.workspace, group="solids", title="这条还不行")
    visit = shop.visit(width=PHONE)
    page = visit.page
    visit.open("审核")
    visit.sound()
    # What is folded away is there when it is opened.
    page.locator(f".st-key-reject-{back.id}").get_by_role("button", name="退回").click()
    page.get_by_label("哪里不行、怎么改").fill("价格再核一遍")
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="退回").click()
    page.get_by_text("这条还不行").wait_for(state="detached")
    assert shop.draft(back.id).status is DraftStatus.REJECTED
    page.get_by_role("button", name="勾上这一页").click()
    page.get_by_role("button", name="通过勾选的").filter(has_not_text=" 0 条").click()
    page.get_by_role("button", name="去复制通过的").click()
    page.get_by_test_id("stCode").filter(has_text=lines[2]).first.wait_for()
    visit.settle()
    visit.keep("work-phone-copy", whole=False)
    assert shop.draft(series.id).status is DraftStatus.APPROVED
    page.goto(f"{shop.address}/studio?draft={series.id}")
    page.get_by_role("radio", name="复制").click()
    page.get_by_text("手机上分条发").wait_for()
    page.get_by_test_id("stCode").nth(2).wait_for()
    texts = [each.inner_text().strip() for each in page.get_by_test_id("stCode").all()]
    assert texts[-2:] == [part.text for part in parts]
    visit.settle()
    visit.keep("work-phone-parts")
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 1
    left(visit)
