"""Bad answers of a model: one repair turn that quotes the problem, or a named error."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from model_cases import (
    BRIEF,
    INVENTED,
    SHARE,
    TOPIC,
    dumped,
    lock,
    settings,
    share_answer,
    topic_answer,
)
from provider import SERVER_ERROR, Provider

from assistant.drafting.model import ModelWriter
from assistant.errors import InvalidAnswer
from assistant.schema.brief import Written
from assistant.schema.contracts import Finding

pytestmark = pytest.mark.usefixtures("warmed")

REPAIRED: dict[str, tuple[Callable[[], str], str]] = {
    "prose": (lambda: "好的，我来写一个话题。", "没有 JSON"),
    "cut json": (lambda: dumped(topic_answer())[:12], "没有写完"),
    "cut before the body": (lambda: dumped(topic_answer())[:40], "字段 body"),
    "broken json": (lambda: dumped(topic_answer()).replace('", "', '" "', 1), "JSON 不合语法"),
    "wrong schema": (lambda: dumped({"标题": "吐司边"}), "字段 title"),
    "invented price": (
        lambda: dumped(topic_answer(body=topic_answer()["body"].replace("半篮", f"半篮，只要 {INVENTED} 元"))),
        "7.77",
    ),
    "too short": (lambda: dumped(topic_answer(body="吃边吗？")), "正文 4 字"),
    "prompt echoed": (
        lambda: dumped(topic_answer(body="运营者这次想聊吐司边。" + topic_answer()["body"])),
        "写给写手看的",
    ),
    "group described to itself": (
        lambda: dumped(
            topic_answer(body="平时聊面包、早餐、在家烘焙，亲切、实在，像隔壁师傅。" + topic_answer()["body"])
        ),
        "照抄了写给写手的说明",
    ),
    "an old title": (
        lambda: dumped(topic_answer(body=f"上周发过的题目\n{topic_answer()['body']}")),
        "照抄了写给写手的说明",
    ),
    "avoided word": (lambda: dumped(topic_answer(title="神仙面包的边")), "神仙面包"),
}


@pytest.mark.parametrize("case", REPAIRED)
def test_one_repair_turn_quotes_the_problem(provider: Provider, case: str) -> None:
    bad, words = REPAIRED[case]
    provider.script(bad(), dumped(topic_answer()))
    result = ModelWriter(settings(provider)).write(BRIEF, lock(BRIEF))
    assert result.repaired
    assert result.written.body == topic_answer()["body"]
    first, second = provider.requests
    assert [message["role"] for message in second["messages"]] == ["system", "user", "assistant", "user"]
    assert second["messages"][:2] == first["messages"]
    assert second["messages"][2]["content"] == bad()
    assert words in second["messages"][3]["content"]
    assert "改过一次" in result.notes[-1]


TRIMMED = ("invented price", "avoided word", "an old title", "prompt echoed", "group described to itself")


@pytest.mark.parametrize("case", [case for case in REPAIRED if case not in TRIMMED])
def test_a_failed_repair_is_an_invalid_answer(provider: Provider, case: str) -> None:
    bad, _ = REPAIRED[case]
    provider.script(bad())
    with pytest.raises(InvalidAnswer, match="改过一次仍不合格"):
        ModelWriter(settings(provider)).write(BRIEF, lock(BRIEF))
    assert len(provider.requests) == 2


def test_a_share_without_a_true_quote_is_never_shown(provider: Provider) -> None:
    points = [{"passage": 1, "quote": "每天喝八杯水", "text": "多喝水。"}] * 3
    provider.script(dumped(share_answer(SHARE, points=points)))
    with pytest.raises(InvalidAnswer, match="要逐字抄"):
        ModelWriter(settings(provider)).write(SHARE, lock(SHARE))


def test_a_point_about_another_matter_is_repaired(provider: Provider) -> None:
    bad = share_answer(SHARE)
    bad["points"][1]["text"] = "天气转凉，门口的银杏叶黄得正好，周末带着家人去拍照。"
    provider.script(dumped(bad), dumped(share_answer(SHARE)))
    assert ModelWriter(settings(provider)).write(SHARE, lock(SHARE)).repaired
    assert "说的不是一回事" in provider.requests[1]["messages"][3]["content"]


@pytest.mark.parametrize("case", TRIMMED)
def test_what_is_objected_to_goes_when_the_repair_fails_too(provider: Provider, case: str) -> None:
    bad, words = REPAIRED[case]
    provider.script(bad())
    result = ModelWriter(settings(provider)).write(BRIEF, lock(BRIEF))
    assert len(provider.requests) == 2
    assert result.outcome == "trimmed"
    assert words not in result.written.title + result.written.body
    assert "去掉了 1 处" in result.notes[-1]
    assert not [finding for finding in lock(BRIEF)(result.written) if finding.severity == "error"]


def test_what_stands_of_the_first_answer_is_kept_when_the_provider_fails(provider: Provider) -> None:
    provider.script(REPAIRED["invented price"][0](), SERVER_ERROR)
    result = ModelWriter(settings(provider, retries=0)).write(BRIEF, lock(BRIEF))
    assert result.outcome == "trimmed"
    assert INVENTED not in result.written.body
    assert any("没能让它再改" in note and "500" in note for note in result.notes)


def test_the_repair_turn_tells_what_to_do(provider: Provider) -> None:
    """A check's suggestion reaches the model with its message."""
    found = Finding(
        check="voice", kind="machine", severity="error", start=0, end=4, text="早上收拾", message="“早上收拾”像公众号",
        suggestion="换成“今早”",
    )  # fmt: skip

    def verify(written: Written) -> list[Finding]:
        return [found] if written.body.startswith("早上收拾") else []

    provider.script(dumped(topic_answer()), dumped(topic_answer(body=topic_answer()["body"].replace("早上", "今早"))))
    assert ModelWriter(settings(provider)).write(TOPIC, verify).repaired
    told = provider.requests[1]["messages"][3]["content"]
    assert found.message in told
    assert found.suggestion in told


def test_every_verdict_is_told_to_who_watches(provider: Provider) -> None:
    told: list[tuple[str, int, int]] = []
    provider.script(REPAIRED["invented price"][0]())
    writer = ModelWriter(
        settings(provider), watch=lambda stage, verdict: told.append((stage, verdict.turn, len(verdict.errors)))
    )
    writer.write(BRIEF, lock(BRIEF))
    stages = [("as it came", 1), ("mended", 1), ("as it came", 2), ("mended", 2), ("trimmed", 2)]
    assert [(stage, turn) for stage, turn, _ in told] == stages
    assert [errors > 0 for _, _, errors in told] == [True] * 4 + [False]
