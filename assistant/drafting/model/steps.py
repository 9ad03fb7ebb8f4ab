"""The steps of the chain: prepare the messages, ask, settle the answer with at most one repair turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assistant.drafting.model.answers import OUTPUTS, Answer
from assistant.drafting.model.compose import compose
from assistant.drafting.model.grounding import grounding_findings
from assistant.drafting.model.job import Job, ModelResult
from assistant.drafting.model.sheet import Sheet
from assistant.drafting.model.variables import variables
from assistant.drafting.shape import shape_findings
from assistant.errors import InvalidAnswer
from assistant.llm.exchange import Exchange, Question, Reply
from assistant.llm.extract import find_object
from assistant.llm.prompts import Prompt, PromptStore
from assistant.schema.brief import Written

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

# What the model wrote is shown to it again in the repair turn; a runaway answer need not be.
_SHOWN = 3000
_PROBLEMS = 12


@dataclass(frozen=True)
class Asked:
    """A job made ready to be asked."""

    job: Job
    sheet: Sheet
    prompt: Prompt
    schema: type[Answer]
    question: Question


@dataclass(frozen=True)
class Answered:
    """What came back the first time."""

    asked: Asked
    reply: Reply


class Steps:
    """The steps over one alias and one set of prompts."""

    def __init__(self, exchange: Exchange, prompts: PromptStore) -> None:
        self._exchange = exchange
        self._prompts = prompts

    def prepare(self, job: Job) -> Asked:
        """Choose and render the prompt; raises PromptError."""
        brief = job.brief
        prompt = self._prompts.get(str(brief.kind.value))
        schema = prompt.output(brief.format)
        assert issubclass(schema, Answer)  # the registry holds nothing else
        sheet = Sheet(brief.passages)
        rendered = prompt.render(variables(brief, sheet, schema))
        question = Question(
            messages=_messages(rendered),
            schema=schema,
            deadline=self._exchange.deadline(),
            options=prompt.front.config.model_dump(exclude_none=True),
        )
        return Asked(job, sheet, prompt, schema, question)

    def ask(self, asked: Asked) -> Answered:
        """Ask once. Raises ProviderError or BudgetExceeded."""
        return Answered(asked, self._exchange.ask(asked.question))

    async def aask(self, asked: Asked) -> Answered:
        """Ask once. Raises ProviderError or BudgetExceeded."""
        return Answered(asked, await self._exchange.aask(asked.question))

    def settle(self, answered: Answered) -> ModelResult:
        """Return the checked draft, repaired if need be; raises InvalidAnswer when the repair fails too."""
        written, problems = judge(answered.asked, answered.reply.text)
        if written is not None and not problems:
            return _result(answered, written)
        again = self._exchange.ask(self._repair(answered, problems))
        return _repaired(answered, again, problems)

    async def asettle(self, answered: Answered) -> ModelResult:
        """Return the checked draft, repaired if need be; raises InvalidAnswer when the repair fails too."""
        written, problems = judge(answered.asked, answered.reply.text)
        if written is not None and not problems:
            return _result(answered, written)
        again = await self._exchange.aask(self._repair(answered, problems))
        return _repaired(answered, again, problems)

    def _repair(self, answered: Answered, problems: Sequence[str]) -> Question:
        """Return the first question with the answer and what is wrong with it."""
        from langchain_core.messages import AIMessage, HumanMessage

        first = answered.asked.question
        text = self._prompts.get("repair").render({"problems": list(problems)})["user"]
        turn = [AIMessage(answered.reply.text[:_SHOWN]), HumanMessage(text)]
        return Question([*first.messages, *turn], first.schema, first.deadline, first.options)


def judge(asked: Asked, text: str) -> tuple[Written | None, list[str]]:
    """Return the draft in ``text``, if there is one, and what is wrong, one sentence each."""
    try:
        answer = asked.schema.model_validate(find_object(text))
    except ValidationError as error:
        return None, [_sentence(problem) for problem in error.errors()[:_PROBLEMS]]
    except ValueError as error:
        return None, [str(error)]
    written, found = compose(answer, asked.job.brief, asked.sheet)
    found += grounding_findings(answer, asked.sheet)
    found += shape_findings(written, asked.job.brief)
    found += asked.job.verify(written)
    errors = [finding for finding in found if finding.severity == "error"]
    sentences = [f"{f.message}（原文：{f.text}）" if f.text and f.text not in f.message else f.message for f in errors]
    return written, list(dict.fromkeys(sentences))[:_PROBLEMS]


def _sentence(problem: Any) -> str:
    where = ".".join(str(step) for step in problem["loc"]) or "整个回答"
    return f"字段 {where}：{problem['msg']}"


def _messages(rendered: dict[str, str]) -> list[BaseMessage]:
    from langchain_core.messages import HumanMessage, SystemMessage

    system = [SystemMessage(rendered["system"])] if rendered.get("system") else []
    return [*system, HumanMessage(rendered["user"])]


def _result(answered: Answered, written: Written) -> ModelResult:
    reply = answered.reply
    return ModelResult(written, answered.asked.prompt.ref, reply.notes, reply.cost, reply.model, repaired=False)


def _repaired(answered: Answered, again: Reply, problems: Sequence[str]) -> ModelResult:
    written, left = judge(answered.asked, again.text)
    if written is None or left:
        raise InvalidAnswer(f"模型 {again.model} 改过一次仍不合格：{'；'.join(left[:3])}")
    note = f"模型第一稿不合格，已让它改过一次：{'；'.join(problems[:3])}"
    return ModelResult(
        written,
        answered.asked.prompt.ref,
        (*answered.reply.notes, *again.notes, note),
        answered.reply.cost + again.cost,
        again.model,
        repaired=True,
    )


def open_steps(exchange: Exchange, overrides: Path | None) -> Steps:
    """Return the steps with the packaged prompts and a workspace's own over them."""
    return Steps(exchange, PromptStore(OUTPUTS, overrides=overrides))
