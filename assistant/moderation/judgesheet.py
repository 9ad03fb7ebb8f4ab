"""What a judging model is shown: clauses, the message and those before it, masked, shortened and fenced."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from assistant.llm.fences import Fence
from assistant.llm.masking import mask
from assistant.moderation.doubts import Doubt
from assistant.moderation.views import parts_of
from assistant.schema.moderation import CATEGORY_NAMES, Message
from assistant.schema.rules import Clause

_PARTS = {
    "title": "标题", "url": "链接", "ocr": "图片里的字", "qr": "二维码内容", "app": "小程序", "file_name": "文件名",
    "forwarded": "转发的内容", "quote": "引用的话", "joined": "和前几条连起来读",
}  # fmt: skip
_ROLES = {"owner": "群主", "admin": "管理员", "staff": "店员", "member": "群友"}
_LETTERS = "甲乙丙丁戊己庚辛壬癸子"
_EXAMPLES = 3
# Characters of one part, of what stands around a find in a longer one, of a message before.
_LONG, _AROUND, _BEFORE = 1000, 80, 120
#: A message before the one in doubt that gives orders is not shown: it could speak for the sender's next.
WITHHELD = "（这一条对审核下指令，不给你看）"
_AT = re.compile(r"@[^\s@，。！？、:：]{1,20}")


class Sheet:
    """What is shown of the messages of one call. ``keep`` are the shop's own numbers, which are public."""

    def __init__(self, doubts: Sequence[Doubt], *, orders: Sequence[frozenset[str]], keep: Collection[str]) -> None:
        self.fence = Fence()
        self.ids = tuple(f"m{number}" for number in range(1, len(doubts) + 1))
        self.messages = [
            self._shown(id_, doubt, withheld, keep)
            for id_, doubt, withheld in zip(self.ids, doubts, orders, strict=True)
        ]

    def _shown(self, id_: str, doubt: Doubt, withheld: frozenset[str], keep: Collection[str]) -> dict[str, str]:
        said = _Said(doubt, keep)
        before = "\n".join(
            f"{said.who(each)}：{WITHHELD if each.id in withheld else said.line(each)}" for each in doubt.before
        )
        parts = "\n".join(said.parts())
        return {
            "id": id_,
            "sender": said.who(doubt.message),
            "before": self.fence.wrap(before, "聊天") if before.strip() else "",
            "text": self.fence.wrap(parts, "消息"),
        }


class _Said:
    """Who said what around one doubt, without names: members are called 甲, 乙 in the order they speak."""

    def __init__(self, doubt: Doubt, keep: Collection[str]) -> None:
        self._doubt = doubt
        self._keep = keep
        self._letters: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for each in (*doubt.before, doubt.message):
            letter = self._letters.setdefault(
                each.sender.id or each.sender.name, _LETTERS[len(self._letters) % len(_LETTERS)]
            )
            if len(each.sender.name) > 1:
                self._names[each.sender.name] = letter

    def who(self, message: Message) -> str:
        return f"{_ROLES[message.sender.role]}{self._letters[message.sender.id or message.sender.name]}"

    def line(self, message: Message) -> str:
        texts = [message.text, *(f"［{_PARTS[part]}］{text}" for part, text in parts_of(message.meta))]
        return " ".join(self._clean(text)[:_BEFORE].replace("\n", " ") for text in texts if text)

    def parts(self) -> Iterator[str]:
        for view in self._doubt.views:
            if view.part == "name":  # members have no names there
                continue
            label = f"［{_PARTS[view.part]}］" if view.part in _PARTS else ""
            places = [
                (span.start, span.end) for hit in self._doubt.hits for span in hit.evidence if span.part == view.part
            ]
            yield f"{label}{self._clean(_shortened(view.original, places))}"

    def _clean(self, text: str) -> str:
        for name, letter in self._names.items():
            text = text.replace(name, letter)
        return mask(_AT.sub("@某人", text), keep=self._keep)


def _shortened(text: str, places: Sequence[tuple[int, int]]) -> str:
    """The text; of a long one its beginning, its end and what stands around the finds."""
    if len(text) <= _LONG:
        return text
    wanted = [(0, _LONG // 2), (len(text) - _LONG // 2, len(text))]
    wanted += [(max(0, start - _AROUND), min(end, start + _AROUND) + _AROUND) for start, end in places[:5]]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(wanted):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return "……".join(text[start:end] for start, end in merged)


def shown_clauses(clauses: Sequence[Clause]) -> list[dict[str, Any]]:
    """The clauses as the prompt names them, with a few of the operator's examples each."""
    return [
        {
            "id": clause.id,
            "kind": CATEGORY_NAMES[clause.category],
            "clause": clause.clause,
            "violates": clause.violates[:_EXAMPLES],
            "allows": clause.allows[:_EXAMPLES],
        }
        for clause in clauses
    ]
