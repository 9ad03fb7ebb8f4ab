"""Walks in a real browser: the first start of an empty workspace, to the first draft; files that are given in later.

The shop is of another trade than the sample's, its files are as such a shop has them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from deskvisit import PHONE, WALK, Visit, chromium, served

from assistant.resources import PACKAGE

__all__ = ["chromium"]

pytestmark = WALK
OWNER, SECRET = "阿梅", "jie-kou-hua-dian"
PRICES = "花材,规格,价格,库存\n洋桔梗,一扎10枝,￥38,12\n向日葵,5枝/把,25元,30\n".encode("gb18030")
QUESTIONS = "问：花束能放几天？\n答：鲜切花一般能放5到7天，每天换水、剪根。\n\n问：可以预订吗\n答：可以，提前一天说。\n"
RULES = "【花友群 群公告】\n大家好，欢迎进群\n1、不发广告和砍价链接\n2、说话客气点，别骂人\n3、每天早上报花价\n"
BROKEN = {"name": "坏.docx", "mimeType": "", "buffer": b"PK\x03\x04 nothing"}
PICTURE = {"name": "照片.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The desk of a workspace as ``assistant init`` leaves it, served."""
    root = tmp_path_factory.mktemp("begin") / "new"
    shutil.copytree(PACKAGE / "templates", root)
    with served(root, ASSISTANT_EMBEDDING__MODEL="none") as running:
        yield running


def given(name: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "", "buffer": data}


def test_from_the_password_to_the_first_draft(chromium: Any, address: str) -> None:
    visit = Visit(chromium, address)
    page = visit.page
    visit.keep("start-0-password")
    page.get_by_label("名字").first.fill(OWNER)
    page.locator("input[type=password]").nth(0).fill(SECRET)
    page.locator("input[type=password]").nth(1).fill("another-one")
    visit.press("开始使用")
    visit.sees("两遍密码不一样")
    page.locator("input[type=password]").nth(1).fill(SECRET)
    page.get_by_role("button", name="开始使用").click()
    page.get_by_role("heading", level=1, name="开始").wait_for()

    visit.fill("店名", "老街花店")
    visit.fill("行业", "花店")
    visit.keep("start-1-shop")
    visit.press("保存，下一步")
    visit.fill("群名", "老街花友群")
    visit.fill("平时聊什么（可以不填）", "养花、插花")
    visit.press("加上这个群")
    visit.sees("老街花友群（微信）")
    assert page.get_by_text("我的顾客群").count() == 0  # the example has made way
    visit.press("下一步", exact=True)
    page.locator("input[type=file]").set_input_files(
        [given("价目表(最新).csv", PRICES), given("问答.txt", QUESTIONS.encode()), BROKEN, PICTURE]
    )
    visit.settle()
    visit.press("上传", exact=True)
    visit.sees("2 份读好了")
    visit.sees("2 份没有收")
    visit.sees("坏.docx：文件已损坏")
    visit.sees("照片.jpg：图片里的文字读不了")
    visit.keep("start-3-documents")
    visit.press("下一步", exact=True)

    visit.fill("群规", RULES)
    visit.press("读一读")
    ticked = {
        name: page.get_by_role("checkbox", name=name).first.is_checked() for name in ("大家好", "不发广告", "不发色情")
    }
    assert ticked == {"大家好": False, "不发广告": True, "不发色情": False}
    visit.keep("start-4-rules")
    visit.press("就用这 4 条")
    visit.press("写第一条")
    visit.sees("觉得行")
    assert "花束能放几天" in page.get_by_test_id("stCode").first.inner_text()
    visit.sees("用到的资料：uploads/问答.txt")
    visit.keep("start-5-draft")
    page.get_by_role("button", name="去看今天的安排").click()
    page.get_by_role("heading", level=1, name="今日").wait_for()
    visit.sees("花束能放几天")
    assert page.get_by_role("link", name="开始", exact=True).count() == 0
    visit.sound()
    page.close()


def test_a_broken_and_a_good_file_on_a_phone_in_english(chromium: Any, address: str) -> None:
    visit = Visit(chromium, address, PHONE)
    page = visit.page
    visit.sign_in(OWNER, SECRET)
    visit.speak("English")
    visit.open("Knowledge")
    visit.choose("Upload")
    care = "# 鲜花到家怎么养\n\n先把包装拆掉，斜着剪掉两厘米，放进干净的瓶子。每天换一次水，瓶子也要洗。\n"
    page.locator("input[type=file]").set_input_files([given("养护.md", care.encode()), given("空.txt", b"")])
    visit.settle()
    visit.press("Take them in")
    visit.sees("1 read: drafts may use them")
    visit.sees("1 not taken")
    visit.sees("空.txt：文件是空的")
    visit.sound()
    visit.keep("phone-upload")
    visit.choose("Search")
    page.get_by_role("textbox", name="Question").fill("鲜花到家怎么养")
    page.get_by_role("textbox", name="Question").press("Enter")
    visit.sees("uploads/养护.md")
    visit.sound()
    visit.keep("phone-search")
    page.close()
