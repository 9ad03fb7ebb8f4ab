"""Question lists: pairs of question and answer in tables, JSON and YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.knowledge.readers.reading import Outline

_QUESTION_KEYS = "question q questions ask 问题 問題 问 問 提问 常见问题 客户问题 用户问题 顾客问题 标准问题 标准问"
_ANSWER_KEYS = (
    "answer a answers reply response 答案 答 回答 回复 答复 解答 标准答案 参考答案 "
    "参考回复 回复内容 标准回答 回复话术 话术 答覆 回覆"
)
_QUESTION = frozenset(_QUESTION_KEYS.split())
_ANSWER = frozenset(_ANSWER_KEYS.split())


def key_of(name: object) -> str:
    """Return the bare form of a key or column title."""
    return re.sub(r"[\s*_:：]|[（(].*?[）)]", "", str(name)).lower()


def question_key(names: Sequence[str]) -> int | None:
    """Return which of ``names`` means "question"."""
    return next((index for index, name in enumerate(names) if key_of(name) in _QUESTION), None)


def answer_key(names: Sequence[str]) -> int | None:
    """Return which of ``names`` means "answer"."""
    return next((index for index, name in enumerate(names) if key_of(name) in _ANSWER), None)


def pair_of(record: Mapping[str, object]) -> tuple[str, str] | None:
    """Return question and answer of a JSON or YAML object that has both."""
    names = list(record)
    asks, answers = question_key(names), answer_key(names)
    if asks is None or answers is None:
        return None
    question, answer = record[names[asks]], record[names[answers]]
    if isinstance(question, Sequence) and not isinstance(question, str):
        question = " ".join(str(item) for item in question)
    if isinstance(answer, Sequence) and not isinstance(answer, str):
        answer = "\n".join(str(item) for item in answer)
    return (str(question).strip(), str(answer).strip()) if question and answer else None


def add_question_table(grid: Sequence[tuple[int, Sequence[str]]], outline: Outline) -> bool:
    """Put a table with a question and an answer column into ``outline``; ``False`` if it is no such table."""
    for at, (_, cells) in enumerate(grid[:10]):
        names = [cell.strip() for cell in cells]
        asks, answers = question_key(names), answer_key(names)
        if asks is None or answers is None:
            continue
        for _, above in grid[:at]:
            outline.paragraph(" ".join(dict.fromkeys(cell.strip() for cell in above if cell.strip())))
        for _, row in grid[at + 1 :]:
            _add_row(names, [cell.strip() for cell in row], asks, answers, outline)
        return True
    return False


def _add_row(names: Sequence[str], cells: Sequence[str], asks: int, answers: int, outline: Outline) -> None:
    question = cells[asks] if asks < len(cells) else ""
    answer = cells[answers] if answers < len(cells) else ""
    extra = [
        f"{name}：{cell}"
        for index, (name, cell) in enumerate(zip(names, cells, strict=False))
        if cell and name and index not in (asks, answers) and key_of(name) not in ("序号", "编号", "id", "no")
    ]
    if question and answer:
        outline.question(question, "\n".join([answer, *extra]))
    else:
        outline.paragraph("；".join(cell for cell in cells if cell))
