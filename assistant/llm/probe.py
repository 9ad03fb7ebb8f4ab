"""One word asked of one model: does it answer, how fast, in the form we need, at what price."""

from __future__ import annotations

import json
from decimal import Decimal
from time import monotonic

from pydantic import BaseModel

from assistant.errors import SettingsError
from assistant.llm.config import ModelSettings
from assistant.llm.deadline import Deadline
from assistant.llm.exchange import Exchange, Question
from assistant.llm.ledger import Ledger

#: Seconds that a model has for its word.
PATIENCE = 60.0
_ASKED = '这是连接测试。只回一行 JSON：{"word": "好"}'


class Word(BaseModel):
    """What is asked for."""

    word: str


class Probe(BaseModel):
    """What came back: after how many seconds, for how many yuan, and whether it was the JSON that was asked for."""

    model: str
    seconds: float
    cost: Decimal
    fits: bool


def probe(settings: ModelSettings, name: str, *, ledger: Ledger | None = None) -> Probe:
    """Ask the alias ``name`` once, none of its fallbacks.

    Raises :class:`SettingsError` where it is not configured or its key is missing, :class:`ModelError` where it fails.
    """
    from langchain_core.messages import HumanMessage

    alias = settings.aliases().get(name)
    if alias is None:
        raise SettingsError(f"没有配置模型 {name!r}：请在 assistant.toml 里写好，再测试")
    alone = alias.model_copy(update={"fallbacks": (), "retries": 0})
    exchange = Exchange(
        ModelSettings(others={"probe": alone}, prices=settings.prices, daily_budget=settings.daily_budget),
        "probe",
        ledger=ledger,
    )
    exchange.prepare()
    began = monotonic()
    reply = exchange.ask(Question([HumanMessage(_ASKED)], Word, Deadline(min(alias.deadline, PATIENCE))))
    try:
        fits = bool(Word.model_validate(json.loads(reply.text)).word)
    except ValueError:
        fits = False
    return Probe(model=alias.model, seconds=round(monotonic() - began, 2), cost=reply.cost, fits=fits)
