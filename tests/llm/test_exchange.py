from __future__ import annotations

import asyncio
from datetime import date
from decimal import Decimal

import pytest
from langchain_core.messages import HumanMessage
from provider import (
    BROKEN_WIRE,
    HANG,
    HTML,
    NO_CHOICES,
    SERVER_ERROR,
    UNAUTHORIZED,
    Provider,
    Trouble,
    cut,
    dripping,
    rate_limited,
)
from pydantic import BaseModel

from assistant.errors import BudgetExceeded, ProviderError, SettingsError, StorageError
from assistant.llm.config import ModelAlias, ModelSettings, Price
from assistant.llm.exchange import Exchange, Question, Reply
from assistant.llm.ledger import MemoryLedger

GOOD = '{"word": "好"}'
REFUSES = Trouble("no_json_schema", 400, "This response_format type is unavailable now", text=GOOD)


class Word(BaseModel):
    word: str


def settings(provider: Provider, **changes: object) -> ModelSettings:
    quick = {"timeout": 10, "deadline": 30, "retries": 1, "backoff": 0.01, "structured": "json_schema"}
    alias = ModelAlias.model_validate({"model": "openai/local", "api_base": provider.url, **quick, **changes})
    return ModelSettings(draft=alias)


def impatient(trouble: object) -> dict[str, float]:
    """A short timeout where something hangs; elsewhere time to spare, for a machine under load."""
    return {"timeout": 1.0} if trouble is HANG else {}


def ask(exchange: Exchange) -> Reply:
    return exchange.ask(question(exchange))


def question(exchange: Exchange) -> Question:
    return Question([HumanMessage("说一个字")], Word, exchange.deadline())


async def collect(exchange: Exchange) -> list[str | Reply]:
    return [piece async for piece in exchange.astream(question(exchange))]


def test_an_answer_costs_what_the_table_says(provider: Provider) -> None:
    provider.script(GOOD)
    ledger = MemoryLedger()
    prices = {"openai/local": Price(input=Decimal(2), output=Decimal(8))}
    exchange = Exchange(settings(provider).model_copy(update={"prices": prices}), "draft", ledger=ledger)
    reply = ask(exchange)
    assert (reply.text, reply.model, reply.notes) == (GOOD, "draft", ())
    assert reply.cost == Decimal("0.0036")  # 1000 read at 2, 200 written at 8 yuan a million
    assert ledger.spent(date.today()) == reply.cost
    assert ledger.calls == [("openai/local", 1000, 200)]


@pytest.mark.parametrize(
    "trouble",
    [rate_limited(), rate_limited("0"), SERVER_ERROR, HTML, BROKEN_WIRE, NO_CHOICES, cut(GOOD), HANG, ""],
    ids=["429", "retry-after", "500", "html", "broken", "no choices", "cut", "hang", "empty"],
)
def test_a_passing_fault_is_retried(provider: Provider, trouble: Trouble | str) -> None:
    provider.script(trouble, GOOD)
    reply = ask(Exchange(settings(provider, **impatient(trouble)), "draft"))
    assert reply.text == GOOD
    assert len(provider.requests) == 2
    assert "出错 1 次" in reply.notes[0]


@pytest.mark.parametrize(
    ("trouble", "words", "calls"),
    [
        (rate_limited(), "429", 2),
        (SERVER_ERROR, "500", 2),
        (UNAUTHORIZED, "401", 1),
        (HTML, "login required", 2),
        (BROKEN_WIRE, "模型 draft 出错 2 次", 2),
        (NO_CHOICES, "模型 draft 出错 2 次", 2),
        (cut(GOOD), "模型 draft 出错 2 次", 2),
        (HANG, "超时", 2),
        ("", "空的", 2),
    ],
    ids=["429", "500", "401", "html", "broken", "no choices", "cut", "hang", "empty"],
)
def test_a_lasting_fault_is_named(provider: Provider, trouble: Trouble | str, words: str, calls: int) -> None:
    provider.script(trouble)
    with pytest.raises(ProviderError, match=words):
        ask(Exchange(settings(provider, **impatient(trouble)), "draft"))
    assert len(provider.requests) == calls


def test_a_wait_longer_than_the_deadline_is_not_waited(provider: Provider) -> None:
    provider.script(rate_limited("3600"))
    with pytest.raises(ProviderError, match="429"):
        ask(Exchange(settings(provider), "draft"))
    assert len(provider.requests) == 1


def test_a_dripping_answer_ends_at_the_timeout(provider: Provider) -> None:
    provider.script(dripping(GOOD))
    with pytest.raises(ProviderError, match="超时"):
        ask(Exchange(settings(provider, retries=0, timeout=0.5), "draft"))


def test_a_refused_json_schema_is_asked_in_a_simpler_way_and_remembered(provider: Provider) -> None:
    provider.script(REFUSES)
    exchange = Exchange(settings(provider), "draft")
    assert ask(exchange).text == GOOD
    assert ask(exchange).text == GOOD
    kinds = [request["response_format"]["type"] for request in provider.requests]
    assert kinds == ["json_schema", "json_object", "json_object"]


@pytest.mark.parametrize("tool_calls", [True, False])
def test_tools_answer_in_the_call_or_in_text(tool_calls: bool) -> None:
    with Provider(tool_calls=tool_calls) as provider:
        provider.script(GOOD)
        reply = ask(Exchange(settings(provider, structured="tools"), "draft"))
        assert Word.model_validate_json(reply.text).word == "好"
        assert provider.requests[0]["tool_choice"]["function"]["name"] == "Word"


def test_a_fallback_answers_when_the_first_model_fails(provider: Provider) -> None:
    with Provider() as second:
        provider.script(SERVER_ERROR)
        second.script(GOOD)
        first = settings(provider, fallbacks=("backup",))
        backup = ModelAlias(model="openai/spare", api_base=second.url, structured="text")
        reply = ask(Exchange(first.model_copy(update={"others": {"backup": backup}}), "draft"))
        assert reply.model == "backup"
        assert "模型 draft 出错 2 次" in reply.notes[0]
        assert "response_format" not in second.requests[0]
        assert second.requests[0]["model"] == "spare"


def test_a_model_name_borrows_the_settings_of_draft(provider: Provider) -> None:
    provider.script(GOOD)
    assert ask(Exchange(settings(provider), "openai/other")).text == GOOD
    assert provider.requests[0]["model"] == "other"


@pytest.mark.parametrize("name", ["judge", "nosuchmodel"])
def test_an_unknown_name_is_a_setting_to_mend(provider: Provider, name: str) -> None:
    with pytest.raises(SettingsError, match=name):
        ask(
            Exchange(ModelSettings(draft=settings(provider).draft), name)
            if name == "judge"
            else Exchange(ModelSettings(), name)
        )


def test_the_key_comes_from_the_environment_and_never_shows(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SOME_KEY", "very-secret-0123456789")
    provider.script(UNAUTHORIZED)
    chosen = settings(provider, api_key_env="SOME_KEY")
    with caplog.at_level("DEBUG"), pytest.raises(ProviderError) as caught:
        ask(Exchange(chosen, "draft"))
    assert provider.keys == ["very-secret-0123456789"]
    assert "very-secret" not in str(caught.value)
    assert "very-secret" not in "".join(record.getMessage() for record in caplog.records if record.name[:4] == "assi")
    assert "very-secret" not in chosen.model_dump_json()


def test_a_missing_key_names_its_variable(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ABSENT_KEY", raising=False)
    with pytest.raises(SettingsError, match="ABSENT_KEY"):
        ask(Exchange(settings(provider, api_key_env="ABSENT_KEY"), "draft"))
    assert provider.requests == []


def test_a_spent_budget_stops_the_next_call_and_a_new_day_starts_anew(provider: Provider) -> None:
    provider.script(GOOD)
    day = [date(2026, 11, 24)]
    limited = settings(provider).model_copy(
        update={
            "daily_budget": Decimal("0.001"),
            "prices": {"openai/local": Price(input=Decimal(2), output=Decimal(8))},
        }
    )
    exchange = Exchange(limited, "draft", ledger=MemoryLedger(), today=lambda: day[0])
    ask(exchange)
    with pytest.raises(BudgetExceeded, match=r"0\.001"):
        ask(exchange)
    day[0] = date(2026, 11, 25)
    ask(exchange)
    assert len(provider.requests) == 2


def test_a_budget_needs_a_price(provider: Provider) -> None:
    limited = settings(provider, model="openai/unheard-of").model_copy(update={"daily_budget": Decimal(5)})
    with pytest.raises(SettingsError, match="unheard-of"):
        ask(Exchange(limited, "draft"))


def test_a_stream_comes_in_pieces_and_ends_with_the_whole(provider: Provider) -> None:
    provider.script(GOOD)
    ledger = MemoryLedger()
    pieces = asyncio.run(collect(Exchange(settings(provider), "draft", ledger=ledger)))
    *texts, reply = pieces
    assert isinstance(reply, Reply)
    assert len(texts) > 2
    assert "".join(str(text) for text in texts) == reply.text == GOOD
    assert ledger.calls == [("openai/local", 1000, 200)]


@pytest.mark.parametrize("trouble", [rate_limited(), SERVER_ERROR, HTML, HANG, "", NO_CHOICES])
def test_a_stream_that_never_began_is_retried(provider: Provider, trouble: Trouble | str) -> None:
    provider.script(trouble, GOOD)
    pieces = asyncio.run(collect(Exchange(settings(provider, **impatient(trouble)), "draft")))
    assert isinstance(pieces[-1], Reply)
    assert pieces[-1].text == GOOD


def test_a_cut_stream_is_an_error_and_is_paid(provider: Provider) -> None:
    provider.script(cut(GOOD * 3))
    ledger = MemoryLedger()
    with pytest.raises(ProviderError, match="中途断了"):
        asyncio.run(collect(Exchange(settings(provider), "draft", ledger=ledger)))
    assert len(provider.requests) == 1
    assert len(ledger.calls) == 1


def test_a_dripping_stream_ends_at_the_timeout(provider: Provider) -> None:
    provider.script(dripping(GOOD))
    with pytest.raises(ProviderError, match="超时"):
        asyncio.run(collect(Exchange(settings(provider, retries=0, timeout=0.5), "draft")))


class BrokenLedger(MemoryLedger):
    def add(self, *args: object, **more: object) -> None:
        raise StorageError("数据库写不进去")


def test_a_broken_ledger_is_no_fault_of_the_provider(provider: Provider) -> None:
    provider.script(GOOD)
    with pytest.raises(StorageError, match="数据库"):
        ask(Exchange(settings(provider), "draft", ledger=BrokenLedger()))
    assert len(provider.requests) == 1
