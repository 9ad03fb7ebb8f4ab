"""A provider that misbehaves: a draft or a named error, whatever it answers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from model_cases import (
    TOPIC,
    dumped,
    lock,
    settings,
    topic_answer,
)
from provider import HANG, HTML, SERVER_ERROR, Provider, Trouble, cut, rate_limited

from assistant.drafting.model import ModelWriter
from assistant.errors import BudgetExceeded, ProviderError
from assistant.llm.config import Price
from assistant.llm.ledger import MemoryLedger

pytestmark = pytest.mark.usefixtures("warmed")


@pytest.mark.parametrize("structured", ["json_schema", "json_object", "tools", "text"])
def test_every_policy_ends_in_a_draft(provider: Provider, structured: str) -> None:
    provider.script(dumped(topic_answer()))
    result = ModelWriter(settings(provider, structured=structured)).write(TOPIC, lock(TOPIC))
    assert result.written.title == "吐司边归谁"


def test_a_missing_tool_call_is_repaired() -> None:
    with Provider(tool_calls=False) as provider:
        provider.script("我直接说吧：聊聊吐司边", dumped(topic_answer()))
        result = ModelWriter(settings(provider, structured="tools")).write(TOPIC, lock(TOPIC))
        assert result.repaired


def test_a_refused_json_schema_still_ends_in_a_draft(provider: Provider) -> None:
    refusal = Trouble(
        "no_json_schema", 400, "response_format json_schema is not supported", text=dumped(topic_answer())
    )
    provider.script(refusal)
    result = ModelWriter(settings(provider, structured="json_schema")).write(TOPIC, lock(TOPIC))
    assert not result.repaired


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (rate_limited("3600"), "429"),
        (SERVER_ERROR, "500"),
        (HTML, "login"),
        (cut("{}"), "出错"),
        ("", "空的"),
        (HANG, "超时"),
    ],
    ids=["429", "500", "html", "cut", "empty", "hang"],
)
def test_a_lasting_fault_is_a_provider_error(provider: Provider, trouble: Trouble | str, words: str) -> None:
    provider.script(trouble)
    with pytest.raises(ProviderError, match=words):
        ModelWriter(settings(provider, timeout=0.5 if trouble is HANG else 10)).write(TOPIC, lock(TOPIC))


def test_a_fault_in_the_repair_turn_is_named(provider: Provider) -> None:
    provider.script("不会", SERVER_ERROR)
    with pytest.raises(ProviderError, match="500"):
        ModelWriter(settings(provider)).write(TOPIC, lock(TOPIC))


def test_the_deadline_holds_over_the_repair_turn(provider: Provider) -> None:
    provider.script("不会", HANG)
    with pytest.raises(ProviderError, match="超时"):
        ModelWriter(settings(provider, timeout=10, deadline=1.5, retries=5)).write(TOPIC, lock(TOPIC))


def test_the_budget_stops_a_draft(provider: Provider) -> None:
    ledger = MemoryLedger()
    limited = settings(provider).model_copy(
        update={
            "daily_budget": Decimal("0.001"),
            "prices": {"openai/local": Price(input=Decimal(1), output=Decimal(1))},
        }
    )
    provider.script(dumped(topic_answer()))
    writer = ModelWriter(limited, ledger=ledger)
    writer.write(TOPIC, lock(TOPIC))
    with pytest.raises(BudgetExceeded):
        writer.write(TOPIC, lock(TOPIC))
