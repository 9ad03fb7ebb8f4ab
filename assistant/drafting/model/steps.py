"""The steps of the chain: prepare the messages, ask, settle the answer with at most one repair turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.drafting.model.answers import OUTPUTS, Answer
from assistant.drafting.model.job import Job, ModelResult, Outcome, Verdict, Watch
from assistant.drafting.model.judge import Judge, problems
from assistant.drafting.model.shown import sheet_for
from assistant.drafting.model.variables import variables
from assistant.errors import InvalidAnswer, ModelError
from assistant.llm.exchange import Exchange, Question, Reply
from assistant.llm.prompts import Prompt, PromptStore

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

# What the model wrote is shown to it again in the repair turn; a runaway answer need not be.
_SHOWN = 3000


@dataclass(frozen=True)
class Asked:
    """A job made ready to be asked."""

    judge: Judge
    prompt: Prompt
    schema: type[Answer]
    question: Question


@dataclass(frozen=True)
class Answered:
    """What came back the first time."""

    asked: Asked
    reply: Reply


class Steps:
    """The steps over one alias and one set of prompts; ``watch`` is told of each verdict.

    ``own_terms`` is the workspace's folder of terms for the checks.
    """

    def __init__(
        self,
        exchange: Exchange,
        prompts: PromptStore,
        watch: Watch | None = None,
        own_terms: Path | None = None,
    ) -> None:
        self._exchange = exchange
        self._prompts = prompts
        self._watch = watch
        self._own_terms = own_terms

    def prepare(self, job: Job) -> Asked:
        """Choose and render the prompt; raises PromptError."""
        brief = job.brief
        prompt = self._prompts.get(str(brief.kind.value))
        schema = prompt.output(brief.format)
        assert issubclass(schema, Answer)  # the registry holds nothing else
        sheet = sheet_for(brief, self._exchange.targets[0].alias.passages)
        rendered = prompt.render(variables(brief, sheet, schema, self._own_terms))
        question = Question(
            messages=_messages(rendered),
            schema=schema,
            deadline=self._exchange.deadline(),
            options=prompt.front.config.model_dump(exclude_none=True),
        )
        return Asked(Judge(job, sheet, schema), prompt, schema, question)

    def ask(self, asked: Asked) -> Answered:
        """Ask once. Raises ProviderError or BudgetExceeded."""
        return Answered(asked, self._exchange.ask(asked.question))

    async def aask(self, asked: Asked) -> Answered:
        """Ask once. Raises ProviderError or BudgetExceeded."""
        return Answered(asked, await self._exchange.aask(asked.question))

    def settle(self, answered: Answered) -> ModelResult:
        """Return the checked draft, repaired if need be; raises InvalidAnswer when the repair fails too."""
        first = self._judge(answered, answered.reply, 1)
        if _stands(first):
            return _result(answered, first, "tidied" if first.mended else "at once")
        try:
            again = self._exchange.ask(self._repair(answered, first))
        except ModelError as error:
            return self._unrepaired(answered, first, error)
        return self._repaired(answered, first, again)

    async def asettle(self, answered: Answered) -> ModelResult:
        """Return the checked draft, repaired if need be; raises InvalidAnswer when the repair fails too."""
        first = self._judge(answered, answered.reply, 1)
        if _stands(first):
            return _result(answered, first, "tidied" if first.mended else "at once")
        try:
            again = await self._exchange.aask(self._repair(answered, first))
        except ModelError as error:
            return self._unrepaired(answered, first, error)
        return self._repaired(answered, first, again)

    def _judge(self, answered: Answered, reply: Reply, turn: int) -> Verdict:
        judge = answered.asked.judge
        if self._watch is not None:
            self._watch("as it came", judge.as_it_came(reply.text, turn))
        verdict = judge.mended(reply.text, turn)
        if self._watch is not None:
            self._watch("mended", verdict)
        return verdict

    def _repair(self, answered: Answered, first: Verdict) -> Question:
        """Return the first question with the answer and what is wrong with it."""
        from langchain_core.messages import AIMessage, HumanMessage

        asked = answered.asked.question
        text = self._prompts.get("repair").render({"problems": problems(first.errors)})["user"]
        turn = [AIMessage(answered.reply.text[:_SHOWN]), HumanMessage(text)]
        return Question([*asked.messages, *turn], asked.schema, asked.deadline, asked.options)

    def _repaired(self, answered: Answered, first: Verdict, again: Reply) -> ModelResult:
        """Return the second draft, else the better of the two without what is objected to."""
        second = self._judge(answered, again, 2)
        said = f"模型第一稿不合格，已让它改过一次：{'；'.join(problems(first.errors)[:3])}"
        if _stands(second):
            return _result(answered, second, "repaired", again, said)
        for verdict in (second, first):
            if (rest := self._trimmed(answered, verdict)) is not None:
                return _result(answered, rest, "trimmed", again, said)
        left = "；".join(problems(second.errors)[:3])
        raise InvalidAnswer(f"模型 {again.model} 改过一次仍不合格：{left}")

    def _unrepaired(self, answered: Answered, first: Verdict, error: ModelError) -> ModelResult:
        """Return what stands of the first draft when the model could not be asked again; raise ``error`` else."""
        rest = self._trimmed(answered, first)
        if rest is None:
            raise error
        return _result(answered, rest, "trimmed", None, f"模型第一稿不合格，没能让它再改：{error}")

    def _trimmed(self, answered: Answered, verdict: Verdict) -> Verdict | None:
        rest = answered.asked.judge.trimmed(verdict)
        if rest is not None and self._watch is not None:
            self._watch("trimmed", rest)
        return rest if rest is not None and _stands(rest) else None


def _stands(verdict: Verdict) -> bool:
    return verdict.written is not None and not verdict.errors


def _messages(rendered: dict[str, str]) -> list[BaseMessage]:
    from langchain_core.messages import HumanMessage, SystemMessage

    system = [SystemMessage(rendered["system"])] if rendered.get("system") else []
    return [*system, HumanMessage(rendered["user"])]


def _result(
    answered: Answered, verdict: Verdict, outcome: Outcome, again: Reply | None = None, *said: str
) -> ModelResult:
    assert verdict.written is not None
    replies: Sequence[Reply] = [answered.reply, again] if again else [answered.reply]
    tidied = (f"模型稿由系统整理过：{'；'.join(verdict.mended)}",) if verdict.mended else ()
    return ModelResult(
        verdict.written,
        answered.asked.prompt.ref,
        (*(note for reply in replies for note in reply.notes), *said, *tidied),
        sum((reply.cost for reply in replies), Decimal(0)),
        replies[-1].model,
        outcome,
    )


def open_steps(
    exchange: Exchange, overrides: Path | None, watch: Watch | None = None, own_terms: Path | None = None
) -> Steps:
    """Return the steps with the packaged prompts and a workspace's own over them."""
    return Steps(exchange, PromptStore(OUTPUTS, overrides=overrides), watch, own_terms)
