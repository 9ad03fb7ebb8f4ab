"""A sentence that a check objects to, said otherwise by a model: what it says is checked before anybody sees it.

Personal data stays here, the day's budget holds, and the model is told once what is still wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.drafting.recheck import Recheck
from assistant.drafting.replaced import replaced
from assistant.errors import InputError, InvalidAnswer
from assistant.knowledge.brandfiles import load_brand
from assistant.llm.exchange import Exchange, Question
from assistant.llm.extract import find_object
from assistant.llm.fences import Fence
from assistant.llm.ledger import Ledger
from assistant.llm.masking import mask
from assistant.llm.policies import schema_text
from assistant.llm.prompts import PromptStore
from assistant.schema.brand import Brand
from assistant.schema.contracts import Draft, Finding
from assistant.text.normalize import to_simplified, to_traditional
from assistant.text.personal import PATTERNS
from assistant.text.sentences import sentence_spans
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

PROMPT = "reword"
_MASKED = re.compile(f"〔({'|'.join(label for _, label, _ in PATTERNS)})〕")
# How much longer than what it replaces an answer may be: times, and characters on top.
_TIMES, _MORE = 2, 20


class Answer(BaseModel):
    """What the model answers with."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    text: str = Field(min_length=1, description="改好的这一句")


@dataclass(frozen=True)
class Place:
    """The sentence of a draft, from ``start`` to ``end`` of ``field``, with what stands before and after it."""

    field: Literal["title", "body"]
    start: int
    end: int
    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Reworded:
    """``text`` in place of ``place``, which no check objects to; ``cost`` in yuan, ``notes`` of faults on the way."""

    place: Place
    text: str
    model: str
    cost: Decimal
    notes: tuple[str, ...] = ()


def place_of(draft: Draft, finding: Finding) -> Place | None:
    """Return the sentence a finding lies in, the whole title where it is there; None where it has no place."""
    field = draft.title if finding.field == "title" else draft.body
    if not 0 <= finding.start < finding.end <= len(field):
        return None
    if finding.field == "title":
        return Place("title", 0, len(field), field)
    spans = sentence_spans(field)
    hit = [number for number, (start, end) in enumerate(spans) if start < finding.end and finding.start < end]
    if not hit:
        return None
    start, end = spans[hit[0]][0], spans[hit[-1]][1]
    # The line breaks around a sentence stay where they are.
    text = field[start:end]
    start, end = start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))
    before = field[slice(*spans[hit[0] - 1])].strip() if hit[0] else ""
    after = field[slice(*spans[hit[-1] + 1])].strip() if hit[-1] + 1 < len(spans) else ""
    return Place("body", start, end, field[start:end], before, after) if start < end else None


class Rewording:
    """Has the alias ``model`` say sentences of drafts otherwise. Raises SettingsError where it is not configured."""

    def __init__(self, workspace: Workspace, model: str, *, ledger: Ledger | None = None) -> None:
        self._workspace = workspace
        self._exchange = Exchange(workspace.settings.models, model, ledger=ledger)
        self._recheck = Recheck(workspace)

    def reword(self, draft: Draft, finding: Finding) -> Reworded:
        """Return the sentence of a finding in words that no check objects to.

        Raises :class:`InputError` for a finding without a place, :class:`ModelError` where the model fails, costs more
        than is left of the day's budget, or is objected to twice.
        """
        place = place_of(draft, finding)
        if place is None:
            raise InputError("这一处说的是整条文案，没有哪一句可以单独改：请自己动手改一下")
        masked, hidden = self._masked(place.text)
        question = self._question(place, masked, finding)
        cost = Decimal(0)
        notes: list[str] = []
        wrong: list[str] = []
        # What is wrong elsewhere already, as things stand now, is nothing that the model has done.
        known = {_what(each) for each in [*draft.findings, *self._recheck.findings(draft)]}
        for _ in range(2):
            reply = self._exchange.ask(question)
            cost += reply.cost
            notes += reply.notes
            text, wrong = self._tried(draft, place, hidden, known, reply.text)
            if not wrong:
                return Reworded(place, text, reply.model, cost, tuple(notes))
            question = self._again(question, reply.text, wrong)
        raise InvalidAnswer(f"模型改了两遍还是不行：{'；'.join(wrong[:2])}")

    def _question(self, place: Place, masked: str, finding: Finding) -> Question:
        from langchain_core.messages import HumanMessage, SystemMessage

        fence, prompt = Fence(), self._prompts.get(PROMPT)
        wrong = "\n".join(
            filter(None, [finding.message, finding.suggestion and f"建议：{finding.suggestion}", finding.basis])
        )

        def data(text: str, label: str) -> str:
            return fence.wrap(mask(text, keep=self._public), label) if text else ""

        said = prompt.render(
            {
                "brand": self._brand.name,
                "tone": self._brand.voice.tone or "亲切、实在",
                "sentence": fence.wrap(masked, "要改的话"),
                "before": data(place.before, "前一句"),
                "after": data(place.after, "后一句"),
                "wrong": data(wrong, "检查结果"),
                "fence_rule": fence.rule(),
                "shape": schema_text(Answer),
            }
        )
        messages: list[BaseMessage] = [SystemMessage(said["system"]), HumanMessage(said["user"])]
        options = prompt.front.config.model_dump(exclude_none=True)
        return Question(messages, Answer, self._exchange.deadline(), options)

    def _again(self, question: Question, answer: str, wrong: list[str]) -> Question:
        from langchain_core.messages import AIMessage, HumanMessage

        said = self._prompts.get("repair").render({"problems": [mask(each, keep=self._public) for each in wrong]})
        turn = [AIMessage(answer[:2000]), HumanMessage(said["user"])]
        return Question([*question.messages, *turn], Answer, question.deadline, question.options)

    def _tried(
        self, draft: Draft, place: Place, hidden: list[tuple[str, str]], known: set[tuple[str, ...]], said: str
    ) -> tuple[str, list[str]]:
        """Return the text of an answer and what is wrong with it."""
        try:
            text = Answer.model_validate(find_object(said)).text
        except (ValueError, ValidationError):
            return "", ["回答不是要的 JSON"]
        shown = _unmasked(text, hidden)
        if shown is None:
            return text, ["多出了原句没有的号码"]
        if "\n" in shown and "\n" not in place.text:
            return shown, ["改成了好几段，只要一句"]
        if len(shown) > len(place.text) * _TIMES + _MORE:
            return shown, ["比原句长太多"]
        if to_simplified(place.text) != place.text:
            shown = to_traditional(shown)
        return shown, self._objections(draft, place, shown, known)

    def _objections(self, draft: Draft, place: Place, text: str, known: set[tuple[str, ...]]) -> list[str]:
        changed = replaced(draft, place.field, place.start, place.end, text)
        end = place.start + len(text)
        wrong = []
        for each in self._recheck.findings(changed):
            inside = each.field == place.field and each.start < end and place.start < each.end
            new = each.severity == "error" and _what(each) not in known
            if new or (inside and each.severity != "info"):
                wrong.append(each.message)
        return wrong

    def _masked(self, text: str) -> tuple[str, list[tuple[str, str]]]:
        """Return the text without personal data, and what was taken out of it by its label, in order."""
        masked = mask(text, keep=self._public)
        pieces = _MASKED.split(masked)
        found = re.fullmatch("(.+?)".join(map(re.escape, pieces[::2])), text, re.DOTALL)
        assert found is not None  # masking changes nothing else
        return masked, list(zip(pieces[1::2], found.groups(), strict=True))

    @cached_property
    def _brand(self) -> Brand:
        return load_brand(self._workspace.knowledge)

    @cached_property
    def _public(self) -> list[str]:
        return [self._brand.contact, *(branch.phone for branch in self._brand.branches)]

    @cached_property
    def _prompts(self) -> PromptStore:
        return PromptStore({}, overrides=self._workspace.prompts)


def _what(finding: Finding) -> tuple[str, ...]:
    return finding.check, finding.kind, finding.text


def _unmasked(text: str, hidden: list[tuple[str, str]]) -> str | None:
    """Return the text with what was taken out put back; None where it has more places than were taken."""
    left = list(hidden)
    parts, last = [], 0
    for match in _MASKED.finditer(text):
        found = next((each for each in left if each[0] == match[1]), None)
        if found is None:
            return None
        left.remove(found)
        parts += [text[last : match.start()], found[1]]
        last = match.end()
    return "".join([*parts, text[last:]])
