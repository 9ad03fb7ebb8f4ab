"""Briefs, answers and settings for the tests of the model writer."""

from __future__ import annotations

import json
from typing import Any

from briefs import brief_for
from provider import Provider

from assistant.drafting.model.job import Verify
from assistant.drafting.offline.promo.series import heading
from assistant.drafting.offline.writer import OfflineWriter
from assistant.drafting.service import verify
from assistant.llm.config import ModelAlias, ModelSettings
from assistant.schema.brief import Brief, PastDraft
from assistant.schema.contracts import DraftKind

INVENTED = "7.77"


def settings(provider: Provider, **changes: object) -> ModelSettings:
    alias = {"model": "openai/local", "api_base": provider.url, "timeout": 10, "deadline": 30, "backoff": 0.01}
    return ModelSettings(draft=ModelAlias.model_validate({**alias, "retries": 1, **changes}))


def lock(brief: Brief) -> Verify:
    """The check the service makes for every writer."""
    return lambda written: verify(written, brief)


TOPIC = brief_for("bakery", about="吐司边")
SHARE = brief_for("gym", DraftKind.SHARE, about="练完酸痛")
VOICE = brief_for("gym", DraftKind.SHARE, about="练完酸痛", format="voice", constraints={"max_length": 240})


def topic_answer(**changes: object) -> dict[str, Any]:
    body = (
        "早上收拾案板，切下来的吐司边攒了半篮。有人路过顺手拿走几条，说回家烤脆了最香。你家的吐司边最后都进了谁的肚子？"
    )
    followups = ["不吃边的，问问边都给了谁。", "会做的，说说怎么烤。"]
    good = {"title": "吐司边归谁", "form": "ask_experience", "body": body, "citations": [], "followups": followups}
    return {**good, **changes}


def share_answer(brief: Brief, **changes: object) -> dict[str, Any]:
    points = []
    for number, passage in enumerate(brief.passages[:3], 1):
        quote = passage.text.split("。")[0] + "。"
        points.append({"passage": number, "quote": quote, "text": quote})
    good = {
        "title": "练完第二天怎么办",
        "hook": "昨天练完腿，今天下楼梯扶着墙走。",
        "points": points,
        "remember": "酸胀能自己缓解，尖锐的疼要看医生。",
        "question": "你练完哪天最酸？",
    }
    return {**good, **changes}


def promo_answer(brief: Brief) -> dict[str, Any]:
    """What a very good model would write: the offline writer's own text."""
    written = OfflineWriter().write(brief)
    if brief.format in ("series", "landing"):
        return {"title": written.title, "parts": [{"name": heading(p.name), "text": p.text} for p in written.parts]}
    return {"title": written.title, "body": written.body}


def dumped(answer: object) -> str:
    return json.dumps(answer, ensure_ascii=False)


def sent(request: dict[str, Any]) -> str:
    return "\n".join(str(message["content"]) for message in request["messages"])


PAST = PastDraft(id="past", kind=DraftKind.TOPIC, date=TOPIC.at.date(), title="上周发过的题目", body="上周的正文。")
BRIEF = TOPIC.model_copy(
    update={"constraints": TOPIC.constraints.model_copy(update={"min_length": 40}), "history": (PAST,)}
)
"""A topic with a least length, in a group that had one before."""
