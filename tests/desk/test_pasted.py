"""A pasted 群规: parted into clauses, told by its words, written to rules.yaml after a person has confirmed it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from deskshop import DeskOf

from assistant.desk import Desk
from assistant.desk.pasted import Suggestion, clauses_of, suggested, unmentioned, write
from assistant.desk.rulefile import read
from assistant.errors import InputError, Refused
from assistant.moderation.rules.loading import load_rules
from assistant.schema.moderation import Category
from assistant.storage.audit import entries
from assistant.workspace import Workspace

PASTED = """【陶艺工作室群规】
1、禁止发广告、拉人进别的群
2. 外面的链接先问管理员再发
3️⃣ 文明聊天，互相尊重
4）开窑时间 9:30-18:00，迟到请提前说
5、严禁黄赌
   以及传播谣言
违者直接踢出"""


def told(text: str) -> list[tuple[str, str]]:
    return [(each.clause, each.category.value if each.category else "") for each in suggested(text)]


def test_numbers_and_the_heading_go_and_lines_set_in_stay_together() -> None:
    assert told(PASTED) == [
        ("禁止发广告、拉人进别的群", "ad"),
        ("外面的链接先问管理员再发", "link"),
        ("文明聊天，互相尊重", "abuse"),
        ("开窑时间 9:30-18:00，迟到请提前说", ""),
        ("严禁黄赌，以及传播谣言", "gambling"),
        ("严禁黄赌，以及传播谣言", "porn"),
        ("违者直接踢出", ""),
    ]


@pytest.mark.parametrize(
    ("line", "category"),
    [
        ("广告直接移出", "ad"),
        ("同样的话不要发三遍", "flood"),
        ("不泄露别人的电话和住址", "privacy"),
        ("群里不荐药，身体的事问医生", "medical"),
        ("不聊政治、宗教", "other"),
        ("谨防冒充客服要验证码", "fraud"),
        # named, and not forbidden
        ("举报广告有奖", ""),
        ("可以发自家闲置的二手书", ""),
        ("看到链接可以问管理员", ""),
        ("别人的作品不要随便评价", ""),
        ("晚上十点以后不要发消息", ""),
        ("请改群名片：楼号加昵称", ""),
    ],
)
def test_only_what_is_forbidden_by_name_gets_a_category(line: str, category: str) -> None:
    assert [each for _, each in told(line)] == [category]


def test_what_one_clause_permits_is_not_forbidden_by_the_rest_of_it() -> None:
    assert told("不要刷屏，欢迎发自己店的链接") == [("不要刷屏，欢迎发自己店的链接", "flood")]


def test_several_on_one_line_and_a_paragraph_are_parted() -> None:
    assert [line for line, _ in told("群规：①不打广告 ②不骂人 ③学费打 9.5 折")] == [
        "不打广告",
        "不骂人",
        "学费打 9.5 折",
    ]
    assert [line for line, _ in told("禁止刷屏；不骂人。周三浇水")] == ["禁止刷屏；", "不骂人。", "周三浇水"]


@pytest.mark.parametrize(
    "text", ["", "   \n\n", "1.\n2.\n", "【群规】", "\n".join(f"{n}、不刷屏第{n}种" for n in range(80))]
)
def test_nothing_to_read_and_far_too_much_is_said(text: str) -> None:
    with pytest.raises(InputError):
        suggested(text)


def test_the_clause_that_names_a_matter_has_its_detectors() -> None:
    general, recruiting = clauses_of(suggested("1. 不发广告\n2. 不招代理、不招兼职"))
    assert "recruitment" in recruiting.detectors
    assert "recruitment" not in general.detectors
    assert "terms" in general.detectors


def test_nothing_is_held_against_a_reminder() -> None:
    (clause,) = clauses_of([Suggestion("晚上十点以后静音")])
    assert (clause.mode, clause.detectors, clause.category) == ("off", {}, Category.OTHER)


def test_written_they_are_the_groups_rules_and_what_else_stood_there_stays(empty: Workspace) -> None:
    desk = Desk(empty)
    written = write(desk, suggested(PASTED))
    book = load_rules(empty.knowledge)
    assert [clause.clause for clause in book.sets["default"].clauses] == [clause.clause for clause in written]
    text = read(desk).text
    assert "# 群规：大家进群时看到的那几条" in text
    assert "own_campaigns: true" in text
    assert entries(desk.database)[0].what == "rules.paste"


def test_a_person_changes_the_category_and_leaves_one_out(empty: Workspace) -> None:
    first, second, *rest = suggested("1. 不发广告\n2. 不要迟到\n3. 不骂人")
    write(Desk(empty), [replace(first, keep=False), replace(second, category=Category.FLOOD), *rest])
    clauses = load_rules(empty.knowledge).sets["default"].clauses
    assert [(clause.clause, clause.category.value) for clause in clauses] == [
        ("不要迟到", "flood"),
        ("不骂人", "abuse"),
    ]


def test_they_can_be_put_behind_those_that_are_there(empty: Workspace) -> None:
    before = load_rules(empty.knowledge).sets["default"].clauses
    write(Desk(empty), suggested("不准发砍价链接"), append=True)
    after = load_rules(empty.knowledge).sets["default"].clauses
    assert after[: len(before)] == before
    assert after[-1].id == "no-links-2"


def test_without_a_file_one_is_made(empty: Workspace) -> None:
    (empty.knowledge / "rules.yaml").unlink()
    write(Desk(empty), suggested("不骂人"))
    assert [each.id for each in load_rules(empty.knowledge).sets["default"].clauses] == ["be-kind"]


def test_what_is_not_spoken_of_is_offered_and_not_kept() -> None:
    offered = unmentioned(suggested("不发广告"))
    assert {Category.FRAUD, Category.PRIVACY} <= {each.category for each in offered}
    assert Category.AD not in {each.category for each in offered}
    assert not any(each.keep for each in offered)


def test_what_is_said_around_the_rules_is_not_kept_unless_somebody_wants_it() -> None:
    found = suggested("大家好，欢迎进群\n1. 每天早上报菜价\n2. 欢迎发广告的绕道，一律踢\n谢谢大家配合")
    assert [each.keep for each in found] == [False, True, True, False]


def test_who_may_not_writes_nothing(desk: DeskOf) -> None:
    before = read(desk("admin"))
    for role in ("operator", "reviewer"):
        with pytest.raises(Refused):
            write(desk(role), suggested("不骂人"))
    assert read(desk("admin")) == before


def test_a_clause_that_a_group_changes_is_not_lost_silently(desk: DeskOf) -> None:
    before = read(desk("admin"))
    with pytest.raises(InputError, match="no-medicine"):
        write(desk("admin"), suggested("不骂人"))
    assert read(desk("admin")) == before
