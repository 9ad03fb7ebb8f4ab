"""The shape a judging model answers in: for each message one clause of this group's, or none; and what stands of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from assistant.llm.extract import find_object
from assistant.moderation.doubts import Judgement

#: What stands for "breaks none", and what does where a clause is called so.
NONE = ("none", "无", "没有犯")
_LONGEST = 300


class _Shape(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


def none_of(clauses: Sequence[str]) -> str:
    """The word for "breaks none" that no clause has as its id."""
    return next((word for word in NONE if word not in clauses), "-")


@lru_cache(maxsize=256)
def shape_of(ids: tuple[str, ...], clauses: tuple[str, ...]) -> type[BaseModel]:
    """The answer about the messages ``ids`` under ``clauses``, as a class: the clause is one of them or none."""
    # Literal takes its values at run time: the clauses are this group's.
    known: Any = Literal[(*clauses, none_of(clauses))]
    asked: Any = Literal[ids]
    word = Annotated[str, Field(max_length=_LONGEST)]
    one = create_model(
        "Answer",
        __base__=_Shape,
        id=(asked, Field(description="消息编号")),
        reason=(word, Field(default="", description="一句话理由")),
        clause=(known, Field(description="条款编号")),
        confidence=(float, Field(ge=0, le=1, allow_inf_nan=False, description="0 到 1 的数，多有把握")),
        quote=(word, Field(default="", description="消息里起决定作用的原话，没有就空着")),
    )
    listed: Any = list[one]
    return create_model("Answers", __base__=_Shape, answers=(listed, Field(min_length=len(ids), max_length=len(ids))))


class Answers:
    """What has been understood of the answers to one call; ``wrong`` says what a repair turn must put right."""

    def __init__(self, ids: Sequence[str], clauses: Sequence[str]) -> None:
        self.shape = shape_of(tuple(ids), tuple(clauses))
        self.wrong: list[str] = []
        self._ids = tuple(ids)
        self._none = none_of(clauses)
        self._one: type[BaseModel] = self.shape.model_fields["answers"].annotation.__args__[0]  # type: ignore[union-attr]
        self.found: dict[str, Judgement] = {}

    @property
    def missing(self) -> list[str]:
        """The messages without an answer that stands."""
        return [each for each in self._ids if each not in self.found]

    def read(self, text: str) -> None:
        """Take what is valid in an answer. A message that is answered twice in two ways has no answer."""
        self.wrong = []
        given: dict[str, Judgement | None] = {}
        for each in self._entries(text):
            try:
                said = self._one.model_validate(each)
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                place = ".".join(str(step) for step in first["loc"])
                self.wrong.append(f"{place}：{first['msg']}")
                continue
            values: Mapping[str, Any] = said.model_dump()
            judgement = self._judgement(values)
            before = given.get(values["id"], judgement)
            given[values["id"]] = judgement if before is not None and before.clause == judgement.clause else None
        for each_id, judgement_or_none in given.items():
            if judgement_or_none is not None:
                self.found.setdefault(each_id, judgement_or_none)
            else:
                self.wrong.append(f"{each_id} 有两个不同的答案")
        if lacking := [each for each in self.missing if each not in given]:
            self.wrong.append(f"缺少 {'、'.join(lacking)} 的答案")

    def _entries(self, text: str) -> list[Any]:
        try:
            found = find_object(text)
        except (ValueError, RecursionError) as error:
            self.wrong.append(str(error) or "JSON 嵌套太深")
            return []
        entries = found.get("answers")
        if isinstance(entries, list):
            return entries
        # About one message a small model leaves the list away.
        if "clause" in found and len(self._ids) == 1:
            return [{"id": self._ids[0], **found}]
        self.wrong.append("要有 answers，它是一个列表")
        return []

    def _judgement(self, values: Mapping[str, Any]) -> Judgement:
        clause = None if values["clause"] == self._none else values["clause"]
        return Judgement(clause, values["confidence"], values["reason"], values["quote"])
