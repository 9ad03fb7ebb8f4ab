"""The JSON object in a model's answer: code fences and words around it are forgiven, broken JSON is not."""

from __future__ import annotations

import json
import re
from typing import Any

_THINKING = re.compile(r"<think>.*?</think>", re.DOTALL)
_FENCED = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL | re.IGNORECASE)
BROKEN_OFF = "JSON 没有写完就断了，内容要写短一些"


def find_object(text: str) -> dict[str, Any]:
    """Return the first JSON object in ``text``; raise ValueError saying, in Chinese, what is wrong.

    Reasoning in <think> tags is dropped, raw line breaks inside strings are accepted.
    """
    text = without_thoughts(text)
    if not text:
        raise ValueError("回答是空的")
    trouble = "回答里没有 JSON 对象"
    decoder = json.JSONDecoder(strict=False)
    for candidate in [*_FENCED.findall(text), text]:
        start = candidate.find("{")
        while start >= 0:
            try:
                found, _ = decoder.raw_decode(candidate, start)
            except json.JSONDecodeError as error:
                if error.msg.startswith("Unterminated") or error.pos >= len(candidate.rstrip()):
                    trouble = BROKEN_OFF
                    break
                trouble = f"JSON 不合语法：第 {error.lineno} 行第 {error.colno} 列，{error.msg}"
                break
            if found:
                return dict(found)
            start = candidate.find("{", start + 1)
    raise ValueError(trouble)


def without_thoughts(text: str) -> str:
    """Return ``text`` without the reasoning of a model before its answer."""
    return _THINKING.sub("", text).strip()
