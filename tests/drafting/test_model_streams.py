"""Batches and streams of the model writer, and the prompts of a workspace."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import pytest
from briefs import brief_for
from model_cases import (
    INVENTED,
    SHARE,
    TOPIC,
    VOICE,
    dumped,
    lock,
    promo_answer,
    sent,
    settings,
    share_answer,
    topic_answer,
)
from promo_cases import brief as promo_brief
from provider import Provider, cut

from assistant.drafting.model import ModelResult, ModelWriter
from assistant.drafting.model.job import Job
from assistant.errors import InvalidAnswer, ModelError, PromptError, ProviderError
from assistant.resources import packaged
from assistant.schema.brief import Brief
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Mechanic

pytestmark = pytest.mark.usefixtures("warmed")


def test_a_batch_keeps_its_order_and_its_errors(provider: Provider) -> None:
    def by_group(request: dict[str, Any]) -> str:
        return "不会" if "燃点减脂营" in sent(request) else dumped(topic_answer())

    provider.script(by_group)
    jobs = [Job(TOPIC, lock(TOPIC)), Job(brief_for("gym"), lock(TOPIC)), Job(TOPIC, lock(TOPIC))]
    first, second, third = ModelWriter(settings(provider)).write_many(jobs)
    assert isinstance(first, ModelResult)
    assert isinstance(second, InvalidAnswer)
    assert isinstance(third, ModelResult)


async def streamed(writer: ModelWriter, brief: Brief) -> list[str | ModelResult]:
    return [item async for item in writer.astream(brief, lock(brief))]


@pytest.mark.parametrize("kind", ["topic", "share", "voice", "series", "landing", "post"])
def test_the_stream_is_the_body_the_answer_becomes(provider: Provider, kind: str) -> None:
    brief, answer = {
        "topic": lambda: (TOPIC, topic_answer()),
        "share": lambda: (SHARE, share_answer(SHARE)),
        "voice": lambda: (
            VOICE,
            {
                "title": "酸",
                "parts": [{"text": "酸胀会自己缓解。"}, {"text": "关节尖锐的疼要看医生。"}],
                "citations": [{"passage": number, "quote": VOICE.passages[number - 1].text[:12]} for number in (1, 2)],
            },
        ),
    }.get(kind, lambda: (promo := promo_brief("gym", Mechanic.COUPON, kind), promo_answer(promo)))()
    provider.script(dumped(answer))
    *pieces, result = asyncio.run(streamed(ModelWriter(settings(provider)), brief))
    assert isinstance(result, ModelResult)
    assert len(pieces) > 3
    schema = {"topic": "TopicAnswer", "share": "SharePostAnswer", "voice": "ShareVoiceAnswer"}.get(kind)
    plain = "".join(str(piece) for piece in pieces)
    if schema is None or kind == "topic":
        assert plain == result.written.body
    else:
        from assistant.drafting.model.answers import OUTPUTS

        assert plain == OUTPUTS[schema].model_validate(answer).written([]).body


def test_a_stream_is_checked_and_repaired_at_its_end(provider: Provider) -> None:
    bad = dumped(topic_answer(body=topic_answer()["body"].replace("半篮", f"半篮，只要 {INVENTED} 元")))
    provider.script(bad, dumped(topic_answer()))
    *pieces, result = asyncio.run(streamed(ModelWriter(settings(provider)), TOPIC))
    assert INVENTED in "".join(str(piece) for piece in pieces)
    assert isinstance(result, ModelResult)
    assert result.repaired
    assert INVENTED not in result.written.body


def test_a_cut_stream_is_a_provider_error(provider: Provider) -> None:
    provider.script(cut(dumped(topic_answer())))
    with pytest.raises(ProviderError, match="中途断了"):
        asyncio.run(streamed(ModelWriter(settings(provider)), TOPIC))


def test_the_body_alone_can_be_streamed(provider: Provider) -> None:
    provider.script(dumped(topic_answer()))

    async def body() -> list[str]:
        return [piece async for piece in ModelWriter(settings(provider)).body_chain.astream(TOPIC)]

    pieces = asyncio.run(body())
    assert "".join(pieces) == topic_answer()["body"]
    assert len(pieces) > 3


@pytest.mark.parametrize("kind", [DraftKind.TOPIC, DraftKind.SHARE, DraftKind.PROMO])
def test_the_workspaces_own_rules_of_voice_reach_the_prompt(
    provider: Provider, tmp_path: Path, kind: DraftKind
) -> None:
    entry = "{kind: machine, severity: warn, message: '“{text}”', suggestion: 删掉, "
    (tmp_path / "voice.yaml").write_text(
        f"entries:\n  - {entry} id: duang, terms: [duang], dont: 不写 duang 这类怪字}}\n"
        f"  - {entry} id: honey, terms: [亲爱滴, 小可耐]}}\n"
        f"  - {entry} id: crumbs, patterns: ['掉.渣渣'], finds: [掉了渣渣哦]}}\n",
        encoding="utf-8",
    )
    brief = {DraftKind.TOPIC: TOPIC, DraftKind.SHARE: SHARE}.get(kind) or promo_brief("gym", Mechanic.COUPON, "post")
    for own_terms in (tmp_path, None):
        provider.script(dumped(topic_answer()))
        with contextlib.suppress(ModelError):
            ModelWriter(settings(provider), own_terms=own_terms).write(brief, lock(brief))
    own, plain = (sent(request) for request in (provider.requests[0], provider.requests[-1]))
    for line in ("不写 duang 这类怪字", "不写“亲爱滴”“小可耐”", "不写“掉了渣渣哦”这样的话"):
        assert line in own
        assert line not in plain


def test_a_workspace_prompt_is_used_and_named(provider: Provider, tmp_path: Path) -> None:
    text = (packaged("prompts") / "topic.md").read_text("utf-8")
    (tmp_path / "topic.md").write_text(text.replace("version: 2", "version: 9-own"), "utf-8")
    provider.script(dumped(topic_answer()))
    result = ModelWriter(settings(provider), prompts=tmp_path).write(TOPIC, lock(TOPIC))
    assert result.prompt.version == "9-own"
    (tmp_path / "topic.md").write_text(text.replace("{{ moment }}", "{{ moment }}{{ mood }}"), "utf-8")
    with pytest.raises(PromptError, match=r"topic\.md.*'mood'"):
        ModelWriter(settings(provider), prompts=tmp_path).write(TOPIC, lock(TOPIC))
