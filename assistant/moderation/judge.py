"""A language model as judge, through the alias ``judge``: asked last, bounded in time and money, never obeyed blindly.

What it says is one of the group's clauses or none, validated, with one repair turn. Without a model, past the deadline,
out of budget or after an answer that is none there is no judgement, and the category's fallback holds.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, InputError
from assistant.llm.config import ModelSettings
from assistant.llm.deadline import Deadline
from assistant.llm.ledger import Ledger
from assistant.moderation.doubts import Doubt, Judgement
from assistant.moderation.judgeanswers import Answers, none_of
from assistant.moderation.judgeorders import ordering, orders_in
from assistant.moderation.judgesheet import Sheet, shown_clauses
from assistant.schema.moderation import EvidenceSpan

if TYPE_CHECKING:
    from assistant.llm.exchange import Exchange, Question
    from assistant.llm.prompts import Prompt
    from assistant.workspace import Workspace

log = logging.getLogger(__name__)

#: Calls of one question of many doubts that run side by side.
AT_ONCE = 4
#: After so many calls in a row without an answer the model is left alone for a while (seconds).
_PATIENCE, _REST = 3, 30.0
_KEPT = 4096
# Tokens of one answer: id, a sentence, a clause, a number, a quotation.
_TOKENS, _FRAME = 160, 40


@dataclass(frozen=True)
class _Case:
    """A doubt made ready: what orders it gives, which messages before it are withheld, and its key in the cache."""

    doubt: Doubt
    orders: tuple[EvidenceSpan, ...]
    withheld: frozenset[str]
    key: bytes


class ModelJudge:
    """Asks the alias ``judge`` about doubts. One object serves many threads.

    ``deadline_ms`` is how long one message may wait, a call about several so many times longer; loading litellm, once
    in a process, does not count (:meth:`prepare` does it ahead). ``keep`` are the shop's own numbers, which are not
    masked. Raises SettingsError where the alias is not configured.
    """

    name = "judge"

    def __init__(
        self,
        models: ModelSettings,
        *,
        deadline_ms: float = 800,
        batch: int = 8,
        brand: str = "",
        keep: Collection[str] = (),
        prompts: Path | None = None,
        ledger: Ledger | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        models.targets(self.name)
        self._models = models
        self._seconds = deadline_ms / 1000
        self._batch = batch
        self._brand = brand
        self._keep = tuple(keep)
        self._overrides = prompts
        self._ledger = ledger
        self._clock = clock
        self._lock = Lock()
        self._cache: OrderedDict[bytes, Judgement] = OrderedDict()
        self._silent = 0
        self._resting_until = 0.0
        #: Why the last question has no answer, in one line; empty while all is well.
        self.problem = ""

    def prepare(self) -> None:
        """Load litellm and read the prompt. Raises SettingsError or PromptError for what the workspace must mend."""
        self._prompt("moderate")
        self._exchange.prepare()

    def judge(self, doubts: Sequence[Doubt]) -> list[Judgement | None]:
        """Return one answer a doubt, in order; None where there is none. Never raises."""
        try:
            return self._judged(doubts)
        except Exception as fault:  # noqa: BLE001 - a judge that fails must not keep a message from its fallback
            self._failed(f"{type(fault).__name__}: {fault}")
            return [None] * len(doubts)

    # ------------------------------------------------------------------ what is asked

    def _judged(self, doubts: Sequence[Doubt]) -> list[Judgement | None]:
        cases = [self._case(doubt) for doubt in doubts]
        known = {case.key: found for case in cases if (found := self._kept(case.key)) is not None}
        # The same words after the same words are asked about once.
        fresh = {case.key: case for case in cases if case.key not in known and case.doubt.clauses}
        if fresh and self._clock() >= self._resting_until:
            known |= self._asked(list(fresh.values()))
        return [
            replace(found, orders=case.orders) if (found := known.get(case.key)) is not None else None for case in cases
        ]

    def _asked(self, cases: Sequence[_Case]) -> dict[bytes, Judgement]:
        try:
            self.prepare()
        except (InputError, ImportError) as error:
            self._failed(str(error))
            return {}
        found: dict[bytes, Judgement] = {}
        calls = self._calls(cases)
        for start in range(0, len(calls), AT_ONCE):
            together = calls[start : start + AT_ONCE]
            deadlines = [Deadline(self._seconds * len(call)) for call in together]
            asked: list[Future[dict[bytes, Judgement]]] = [
                self._pool.submit(self._call, call, deadline)
                for call, deadline in zip(together, deadlines, strict=True)
            ]
            # The exchange keeps its deadline; whatever stalls it does not stall the message.
            done, late = wait(asked, max(deadline.remaining() for deadline in deadlines))
            answered = [future.result() for future in asked if future in done]
            for future in late:
                future.cancel()
                self.problem = "超时没有回答"
            for answers in answered:
                found |= answers
            if not any(answered):
                self._failed(self.problem)
                break  # a model that answers nobody is not asked about the rest
            self._silent = 0
        return found

    def _calls(self, cases: Sequence[_Case]) -> list[list[_Case]]:
        """The cases by the clauses they are judged by, so many a call."""
        by_clauses: dict[tuple[str, ...], list[_Case]] = {}
        for case in cases:
            by_clauses.setdefault(tuple(map(repr, case.doubt.clauses)), []).append(case)
        return [
            together[start : start + self._batch]
            for together in by_clauses.values()
            for start in range(0, len(together), self._batch)
        ]

    def _call(self, cases: Sequence[_Case], deadline: Deadline) -> dict[bytes, Judgement]:
        """Ask about up to a batch of cases, with one repair turn; what has no valid answer is left out."""
        from langchain_core.messages import AIMessage, HumanMessage

        clauses = cases[0].doubt.clauses
        sheet = Sheet([case.doubt for case in cases], orders=[case.withheld for case in cases], keep=self._keep)
        answers = Answers(sheet.ids, [clause.id for clause in clauses])
        question = self._question(sheet, clauses, answers, deadline)
        try:
            reply = self._exchange.ask(question)
            answers.read(reply.text)
            if answers.missing:
                again = self._prompt("moderate_repair").render({"problems": answers.wrong[:5]})["user"]
                turn = [AIMessage(reply.text[:2000]), HumanMessage(again)]
                answers.read(self._exchange.ask(replace(question, messages=[*question.messages, *turn])).text)
        except AssistantError as error:
            self.problem = str(error)
        found = {
            case.key: answers.found[id_] for id_, case in zip(sheet.ids, cases, strict=True) if id_ in answers.found
        }
        if answers.wrong:
            self.problem = f"回答不合格式：{'；'.join(answers.wrong[:2])}"
        elif not answers.missing:
            self.problem = ""
        self._keep_answers(found)
        return found

    def _question(self, sheet: Sheet, clauses: Sequence[Any], answers: Answers, deadline: Deadline) -> Question:
        from langchain_core.messages import HumanMessage, SystemMessage

        from assistant.llm.exchange import Question
        from assistant.llm.policies import schema_text

        prompt = self._prompt("moderate")
        rendered = prompt.render(
            {
                "brand": self._brand,
                "clauses": shown_clauses(clauses),
                "nothing": none_of([clause.id for clause in clauses]),
                "messages": sheet.messages,
                "mark": sheet.fence.token,
                "shape": schema_text(answers.shape),
            }
        )
        options = prompt.front.config.model_dump(exclude_none=True)
        options.setdefault("max_tokens", _FRAME + _TOKENS * len(sheet.ids))
        messages = [SystemMessage(rendered.get("system", "")), HumanMessage(rendered["user"])]
        return Question(messages, answers.shape, deadline, options)

    # ------------------------------------------------------------------ what is kept

    def _case(self, doubt: Doubt) -> _Case:
        withheld = ordering(doubt)
        said = [(view.part, view.readings[0].text if view.readings else view.original) for view in doubt.views]
        senders = list(dict.fromkeys(each.sender.id or each.sender.name for each in (*doubt.before, doubt.message)))
        before = [
            (senders.index(each.sender.id or each.sender.name), each.sender.role)
            + (() if each.id in withheld else (each.text, repr(each.meta) if each.meta else ""))
            for each in doubt.before
        ]
        asked = (self._prompt("moderate").sha256, doubt.message.sender.role, said, before, doubt.clauses)
        key = blake2b(repr(asked).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        return _Case(doubt, orders_in(doubt), withheld, key)

    def _kept(self, key: bytes) -> Judgement | None:
        with self._lock:
            found = self._cache.get(key)
            if found is not None:
                self._cache.move_to_end(key)
            return found

    def _keep_answers(self, found: dict[bytes, Judgement]) -> None:
        with self._lock:
            self._cache |= found
            while len(self._cache) > _KEPT:
                self._cache.popitem(last=False)

    def _failed(self, why: str) -> None:
        log.info("judge: %s", why)
        with self._lock:
            self.problem = why
            self._silent += 1
            if self._silent >= _PATIENCE:
                self._silent = 0
                self._resting_until = self._clock() + _REST

    # ------------------------------------------------------------------ made when first needed

    @cached_property
    def _exchange(self) -> Exchange:
        from assistant.llm.exchange import Exchange

        return Exchange(self._models, self.name, ledger=self._ledger)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(max_workers=AT_ONCE * 2, thread_name_prefix="judge")

    @cached_property
    def _prompts(self) -> Any:
        from assistant.llm.prompts import PromptStore

        return PromptStore({}, overrides=self._overrides)

    def _prompt(self, name: str) -> Prompt:
        prompt: Prompt = self._prompts.get(name)
        return prompt


def judge_of(workspace: Workspace) -> ModelJudge | None:
    """The judge of a workspace; None where no model is configured for it. Raises :class:`ConfigError`."""
    settings = workspace.settings
    if settings.models.judge is None:
        return None
    from assistant.knowledge.brandfiles import load_brand
    from assistant.storage.costs import CostBook
    from assistant.storage.database import open_database

    brand = load_brand(workspace.knowledge)
    return ModelJudge(
        settings.models,
        deadline_ms=settings.moderation.judge_ms,
        batch=settings.moderation.judge_batch,
        brand=f"{brand.name}，{brand.trade}" if brand.trade else brand.name,
        keep=[brand.contact, *(branch.phone for branch in brand.branches)],
        prompts=workspace.prompts,
        ledger=CostBook(open_database(workspace)),
    )
