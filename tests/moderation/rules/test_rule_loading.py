"""The rules of an operator: what is read, and what is wrong said in one line with its place."""

from __future__ import annotations

import pytest
from rulefiles import CLAUSE, clause_with, write_rules

from assistant.errors import ConfigError
from assistant.moderation.rules.loading import PACKAGED, load_rules, packaged_rules
from assistant.resources import packaged
from assistant.schema.moderation import Category, Verdict

SAMPLE = packaged("knowledge")


def test_the_sample_loads_with_every_field():
    rules = load_rules(SAMPLE).of("yuecheng-vip")
    assert rules.appeal.startswith("觉得弄错了")
    assert rules.exempt.roles == ("owner", "admin", "staff")
    assert "chinacdc.cn" in rules.exempt.domains
    ads = rules.clauses[0]
    assert (ads.id, ads.category, ads.mode, ads.window_days) == ("no-ads", Category.AD, "live", 30)
    assert set(ads.detectors) == {"contact_bait", "recruitment", "price_invitation", "terms"}
    assert len(ads.violates) == len(ads.allows) == 5
    assert [step.offence for step in ads.ladder] == [1, 2, 3]
    assert [(action.kind, action.minutes) for action in ads.ladder[1].actions] == [("delete", None), ("mute", 1440)]
    flood = next(clause for clause in rules.clauses if clause.id == "no-flood")
    assert flood.detectors["repetition"] == {"times": "3", "seconds": "3600"}


def test_a_step_holds_until_the_next_one():
    ads = load_rules(SAMPLE).of("dads").clauses[0]
    assert [ads.step(offence).offence for offence in (1, 2, 3, 4, 30)] == [1, 2, 3, 3, 3]


def test_groups_take_their_own_wording_and_share_the_rest():
    book = load_rules(SAMPLE)
    usual, own = book.of("dads"), book.of("nurse-qa")
    assert book.of("reading") is usual
    assert book.of("never heard of") is usual
    by_id = {clause.id: clause for clause in own.clauses}
    assert by_id["no-medicine"].clause.startswith("答疑群里")
    assert by_id["no-medicine"].detectors == {"terms": {"list": "medical"}}
    assert [step.offence for step in by_id["no-medicine"].ladder] == [1, 2]
    assert by_id["no-ads"] == usual.clauses[0]
    modes = {group: book.of(group).clauses[-1].mode for group in ("dads", "newborn")}
    assert modes == {"dads": "shadow", "newborn": "live"}


def test_without_a_file_the_packaged_rules_hold(tmp_path):
    book = load_rules(tmp_path)
    assert book.source == ""
    assert book.of("any").clauses == packaged_rules().clauses
    assert {clause.category for clause in packaged_rules().clauses} == set(Category) - {Category.ALLOW}
    assert all(min(len(clause.violates), len(clause.allows)) >= 4 for clause in packaged_rules().clauses)
    assert PACKAGED.is_file()


def test_a_file_without_the_default_set_leaves_the_packaged_one(tmp_path):
    write_rules(tmp_path, f"sets:\n  vip:\n    clauses:\n{CLAUSE}", groups="- {id: a, name: 群, rules: vip}")
    book = load_rules(tmp_path)
    assert [clause.id for clause in book.of("a").clauses] == ["no-ads"]
    assert book.of("b").clauses == packaged_rules().clauses


def test_another_file_for_the_same_groups(tmp_path):
    write_rules(tmp_path, f"sets:\n  default:\n    clauses:\n{CLAUSE}")
    other = tmp_path / "new.yaml"
    other.write_text((tmp_path / "rules.yaml").read_text(encoding="utf-8").replace("no-ads", "no-trade"), "utf-8")
    assert [clause.id for clause in load_rules(tmp_path, file=other).of("a").clauses] == ["no-trade"]
    with pytest.raises(ConfigError, match=r"gone\.yaml"):
        load_rules(tmp_path, file=tmp_path / "gone.yaml")


def test_clauses_off_and_clauses_for_other_groups_do_not_hold(tmp_path):
    clauses = CLAUSE + clause_with("no-off", "mode: off") + clause_with("only-b", "groups: [b]")
    write_rules(tmp_path, f"sets:\n  default:\n    clauses:\n{clauses}")
    book = load_rules(tmp_path)
    assert [clause.id for clause in book.of("a").clauses] == ["no-ads"]
    assert [clause.id for clause in book.of("b").clauses] == ["no-ads", "only-b"]


def test_chinese_names_and_short_forms_are_understood(tmp_path):
    text = """\
群规:
  default:
    名称: 面包房群规
    申诉: 找店长
    不管:
      身份: 群主、管理员
      域名: https://www.Shop.cn/path、*.bread.example
      自家商品: 否
      短语: [今日面包]
    拿不准: {诈骗: review, 广告: 70%, 刷屏: allow}
    条款:
      no-ads:
        类别: 广告
        原话: 不发广告
        状态: 只记录
        检测: [contact_bait]
        犯规: [加微信 abc12345 拿货]
        没事: [多少钱一个]
        累计天数: 两周
        处理:
          - {第几次: 1, 处理: [提醒]}
          - {第几次: 3, 处理: [删除, 禁言 2小时]}
改动:
  a: {no-ads: 关掉}
"""
    write_rules(tmp_path, text)
    book = load_rules(tmp_path)
    rules = book.of("b")
    clause = rules.clauses[0]
    assert rules.exempt.domains == ("shop.cn", "bread.example")
    assert rules.exempt.roles == ("owner", "admin")
    assert rules.exempt.own_products is False
    assert rules.exempt.phrases == ("今日面包",)
    assert (clause.id, clause.mode, clause.window_days) == ("no-ads", "shadow", 14)
    assert [(action.kind, action.minutes) for action in clause.ladder[1].actions] == [("delete", None), ("mute", 120)]
    assert book.of("a").clauses == ()
    assert [rules.fallback(Category.AD, chance) for chance in (0.69, 0.7)] == [Verdict.ALLOW, Verdict.REVIEW]
    assert rules.fallback(Category.FLOOD, 1.0) is Verdict.ALLOW


def test_what_nothing_is_said_about_falls_back_by_category():
    rules = packaged_rules()
    for category in Category:
        if category is not Category.ALLOW:
            assert rules.fallback(category, 0.3) is Verdict.ALLOW
            assert rules.fallback(category, 0.6) is Verdict.REVIEW
    for category in (Category.FRAUD, Category.PORN, Category.GAMBLING):
        assert rules.fallback(category, 0.45) is Verdict.REVIEW
    always = rules.model_copy(update={"unsure": {Category.FRAUD: 0.0}})
    assert always.fallback(Category.FRAUD, 0.01) is Verdict.REVIEW


def test_the_clause_of_a_category_is_the_first_live_one_with_a_subject():
    rules = packaged_rules()
    assert rules.of_category(Category.AD).id == "no-ads"
    assert rules.of_category(Category.OTHER).id == "no-quarrel"
    assert rules.of_category(Category.ALLOW) is None
