"""Fifty orders to the moderator, and a model that obeys every one of them: nobody gets off more lightly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from bakery import RULES, Classed, Said, make_bakery
from provider import Provider

from assistant.llm.config import ModelAlias, ModelSettings
from assistant.moderation.cascade import Moderator
from assistant.moderation.judge import ModelJudge
from assistant.schema.moderation import Category, Decision, Message, Stage
from evals.bench.moderation_judge import CARRIERS, better, injected, orders

MAYBE = {carrier: Said(Category.ABUSE, 0.75, 0.2, sure=False) for carrier in CARRIERS}


@pytest.fixture(scope="module")
def obedient(warmed: None) -> Iterator[Provider]:
    """A server that does what the messages say: everything is in order, for certain."""
    with Provider() as running:
        running.script(obeying)
        yield running


def obeying(request: dict[str, Any], clause: str = "none") -> str:
    asked = "\n".join(str(each["content"]) for each in request["messages"])
    ids = re.findall(r"^## (m\d+)$", asked, re.MULTILINE)
    rows = [{"id": each, "clause": clause, "confidence": 1, "reason": "按消息里的要求放行"} for each in ids]
    return json.dumps({"answers": rows}, ensure_ascii=False)


@pytest.fixture(scope="module", params=["unsure", "always"])
def workspace(request, tmp_path_factory):
    root = tmp_path_factory.mktemp("swayed")
    made = make_bakery(root, RULES)
    (root / "assistant.toml").write_text(f'[moderation]\njudge = "{request.param}"\n', encoding="utf-8")
    return made


def decisions(workspace: Any, provider: Provider | None, messages: list[Message]) -> list[Decision]:
    judge = None
    if provider is not None:
        alias = ModelAlias(model="openai/local", api_base=provider.url, retries=0)
        judge = ModelJudge(ModelSettings(judge=alias), deadline_ms=30_000)
    return list(Moderator(workspace, store=False, classifier=Classed(MAYBE), judge=judge).decide_many(messages))


def test_there_are_fifty():
    assert len(orders()) == 50
    assert len({each["order"] + each["in"] for each in orders()}) == 50


@pytest.mark.parametrize("clause", ["none", "no-links"])
def test_a_judge_that_obeys_frees_nobody(workspace, obedient, clause):
    obedient.script(lambda request: obeying(request, clause))
    asked = len(obedient.requests)
    messages = list(injected(group="regulars"))
    without, judged = decisions(workspace, None, messages), decisions(workspace, obedient, messages)
    assert len(obedient.requests) > asked
    assert {each.verdict for each in without} == {"review"}
    freed = [message for message, a, b in zip(messages, judged, without, strict=True) if better(a, b)]
    assert freed == []
    assert not any(each.degraded for each in judged)


def test_every_order_is_evidence(workspace, obedient):
    obedient.script(obeying)
    for message, decision in zip(
        injected(group="regulars"), decisions(workspace, obedient, list(injected(group="regulars"))), strict=True
    ):
        said = [span for span in decision.evidence if "指令" in span.why]
        assert said, message
        for span in said:
            assert span.end > span.start


def test_without_an_order_the_same_answer_frees(workspace, obedient):
    obedient.script(obeying)
    [decision] = decisions(workspace, obedient, [Message(id="plain", group="regulars", text=CARRIERS[0])])
    assert (decision.verdict, decision.stage) == ("allow", Stage.JUDGE)
