"""Models in the evals: whether one can be asked at all, and the judge that looks at drafts."""

from __future__ import annotations

from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import InputError, InvalidAnswer, ModelError
from assistant.llm.config import ModelSettings
from assistant.llm.exchange import Exchange, Question
from assistant.llm.extract import find_object
from assistant.llm.prompts import PromptStore
from assistant.schema.brief import Brief
from evals.asking import KINDS, in_words
from evals.cases import Ask

AnswerT = TypeVar("AnswerT", bound=BaseModel)
# Characters of sources a judge is shown; more than this it does not read anyway.
MATERIAL = 6000
RUBRICS = ("grounded", "on_brand", "natural", "useful")
BEST, WORST = 5, 1


class Mark(BaseModel):
    """One rubric of ``prompts/judge.md``."""

    model_config = ConfigDict(extra="ignore")

    why: str = Field(max_length=400)
    score: int = Field(ge=WORST, le=BEST)

    @property
    def share(self) -> float:
        """The mark between 0 and 1."""
        return (self.score - WORST) / (BEST - WORST)


class Marks(BaseModel):
    """What the judge says of one draft."""

    model_config = ConfigDict(extra="ignore")

    grounded: Mark
    on_brand: Mark
    natural: Mark
    useful: Mark


class Choice(BaseModel):
    """Which of two drafts the judge would send."""

    model_config = ConfigDict(extra="ignore")

    why: str = Field(max_length=400)
    winner: Literal["first", "second", "tie"]


class _Ready(BaseModel):
    ok: bool


class Judge:
    """A model that marks drafts by the rubrics in ``prompts/``, one at a time or two against each other."""

    def __init__(self, models: ModelSettings, name: str) -> None:
        self._exchange = Exchange(models, name)
        self._prompts = PromptStore({})
        self.name = name

    def marks(self, ask: Ask, brief: Brief, text: str) -> Marks:
        """Return the marks of a draft. Raises :class:`ModelError`."""
        return self._ask("judge", Marks, {**_shown(ask, brief), "text": text})

    def choose(self, ask: Ask, brief: Brief, first: str, second: str) -> Choice:
        """Return the better of two drafts. Raises :class:`ModelError`."""
        return self._ask("judge_pair", Choice, {**_shown(ask, brief), "first": first, "second": second})

    def _ask(self, prompt: str, schema: type[AnswerT], values: dict[str, Any]) -> AnswerT:
        from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

        found = self._prompts.get(prompt)
        rendered = found.render({**values, "schema": schema.model_json_schema()})
        messages: list[Any] = [SystemMessage(rendered["system"]), HumanMessage(rendered["user"])]
        options, deadline = found.front.config.model_dump(exclude_none=True), self._exchange.deadline()
        reply = self._exchange.ask(Question(messages, schema, deadline, options))
        try:
            return schema.model_validate(find_object(reply.text))
        except ValueError as error:
            again = [*messages, AIMessage(reply.text[:2000]), HumanMessage(f"格式不对：{_first(error)}。请重新输出。")]
        reply = self._exchange.ask(Question(again, schema, deadline, options))
        try:
            return schema.model_validate(find_object(reply.text))
        except ValueError as error:
            raise InvalidAnswer(f"评委 {self.name} 的回答不合格式：{_first(error)}") from error


def unreachable(models: ModelSettings, name: str) -> str:
    """Return why a model cannot be asked (no key, no such alias, no answer); empty where it can."""
    from langchain_core.messages import HumanMessage

    try:
        exchange = Exchange(models, name)
        exchange.ask(
            Question([HumanMessage('只输出 JSON：{"ok": true}')], _Ready, exchange.deadline(), {"max_tokens": 40})
        )
    except (ModelError, InputError) as error:
        return str(error)
    return ""


def _shown(ask: Ask, brief: Brief) -> dict[str, Any]:
    brand, voice, group = brief.brand, brief.brand.voice, brief.group
    facts = [product.model_dump_json(exclude_defaults=True) for product in brief.products]
    if brief.campaign:
        facts.insert(0, brief.campaign.model_dump_json(exclude_defaults=True))
    sources = [f"《{one.source}》{one.heading}\n{one.text}" for one in brief.passages]
    return {
        "kind": KINDS[ask.kind],
        "brand": f"{brand.name}，{brand.trade}。语气：{voice.tone}；自称“{voice.self_name}”，称呼“{voice.address}”",
        "group": f"{group.name}，{group.audience}。{group.tone}",
        "asked": in_words(ask),
        "material": "\n\n".join([*facts, *sources])[:MATERIAL] or "（没有）",
    }


def _first(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(str(step) for step in first['loc'])}，{first['msg']}"
    return str(error)
