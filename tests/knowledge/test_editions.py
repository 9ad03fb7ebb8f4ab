from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from small_shop import again, found, put, shop

from assistant.knowledge.editions import ALWAYS, Edition, replaced_from
from assistant.knowledge.status import status
from assistant.knowledge.sync import sync
from assistant.workspace import Workspace

TODAY = date(2026, 11, 21)
OLD = Edition("规定/会员制度2025.txt", "会员制度（2025 年版）", "会员制度（2025 年版）办卡 50 元。")


def said(text: str, older: Edition = OLD, valid_from: str | None = None) -> str | None:
    newer = Edition(
        "规定/会员制度2026.txt", "会员制度（2026 年版）", f"会员制度（2026 年版）办卡免费。\n{text}", valid_from
    )
    return replaced_from(older, newer, today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "本制度即日起执行，2025 年版同时作废。",
        "2025版会员制度即行废止",
        "原《会员制度》作废。",
        "《会员制度（2025 年版）》同时废止。",
        "旧版同时作废。",
        "原会员制度停止执行。",
        "原制度同时廢止。",
        "上一版不再使用。",
    ],
)
def test_a_clause_about_the_whole_of_the_other_edition_counts(text: str) -> None:
    assert said(text) == ALWAYS


def test_it_counts_from_the_day_it_names() -> None:
    assert said("自 2027 年 1 月 1 日起，原会员制度停止执行。") == "2027-01-01"
    assert said("2025 年版同时作废。", valid_from="2026-12-01") == "2026-12-01"
    assert said("自 1 月 1 日起原会员制度停止执行。") is None


@pytest.mark.parametrize(
    "text",
    [
        "2025 年的积分同时作废。",
        "2025 年版优惠券同时作废。",
        "2025 年版第三条同时作废。",
        "2024 年版同时作废。",
        "2025 年版不作废，仍可使用。",
        "2025 年版并未作废。",
        "原积分作废，请尽快兑换。",
        "原《退换货办法》作废。",
        "优惠券逾期作废。",
        "旧版是否作废？另行通知。",
        "如果旧版作废，会在群里说。",
        "原价 50 元的会员卡停止使用。",
        "旧版作废的部分见附件。",
        "积分每年 12 月 31 日清零，过期作废。",
    ],
)
def test_anything_less_does_not(text: str) -> None:
    assert said(text) is None


def test_the_older_one_cannot_retire_the_newer() -> None:
    newer = Edition("会员2026.txt", "会员制度", "2025 年版同时作废。")
    older = Edition("会员2025.txt", "会员制度", "2024 年版同时作废。")
    assert replaced_from(newer, older, today=TODAY) is None
    assert replaced_from(older, newer, today=TODAY) == ALWAYS


RULES = "办卡 {fee}，消费 1 元积 {points} 分，100 分抵 1 元。生日当月镜片 9 折。会员每年免费验光 1 次，过期不补。"


def test_a_sync_takes_the_newer_edition_at_its_word(tmp_path: Path) -> None:
    old = f"会员制度（2025 年版）\n\n{RULES.format(fee='50 元', points=1)}\n"
    new = f"会员制度（2026 年版）\n\n{RULES.format(fee='免费', points=2)}"
    sync(shop(tmp_path, {"规定/会员2025.txt": old, "规定/会员2026.txt": new}, model="none"))
    assert len(again(tmp_path).conflicts) == 1
    assert set(found(tmp_path, "办卡多少钱")) == {"规定/会员2025.txt", "规定/会员2026.txt"}
    put(tmp_path, "规定/会员2026.txt", f"{new}本制度即日起执行，2025 年版同时作废。\n")
    for report in (again(tmp_path), again(tmp_path)):
        assert report.conflicts == []
        (warning,) = [line for line in report.warnings if "按它自己的说法替代了" in line]
        assert warning.index("会员2026") < warning.index("会员2025")
    assert found(tmp_path, "办卡多少钱") == ["规定/会员2026.txt"]
    assert [item.source for item in status(Workspace(tmp_path)).superseded] == ["规定/会员2025.txt"]
    put(tmp_path, "规定/会员2026.txt", new)
    report = again(tmp_path)
    assert len(report.conflicts) == 1
    assert not any("替代" in line for line in report.warnings)


def test_what_was_written_in_supersedes_is_not_called_the_documents_own_word(tmp_path: Path) -> None:
    old = f"# 会员制度\n\n{RULES.format(fee='50 元', points=1)}\n"
    new = f"---\nsupersedes: 会员2025.md\n---\n# 会员制度\n\n{RULES.format(fee='免费', points=2)}2025 年版同时作废。\n"
    report = sync(shop(tmp_path, {"会员2025.md": old, "会员2026.md": new}, model="none"))
    assert report.conflicts == []
    assert not any("替代" in line for line in report.warnings)
