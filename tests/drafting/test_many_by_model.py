"""Several drafts of a model at once, and one shown while it is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from provider import SERVER_ERROR, Provider, cut
from shop import run

from assistant.drafting.briefing import Request
from assistant.drafting.service import AT_ONCE, Drafter, many
from assistant.schema.contracts import DraftKind, DraftStatus
from assistant.workspace import Workspace

pytestmark = pytest.mark.usefixtures("warmed")
TOPIC = Request(DraftKind.TOPIC, "parents", date(2026, 11, 24))
TEXTS = {
    "笔放哪儿了": "收拾书桌的时候，在沙发缝里摸出一支毛笔，笔尖已经硬得像小刷子。家里的毛笔平时都搁在哪儿？",
    "写完谁收拾": "字写好了，桌上还摊着笔和砚台，袖口也黑了。有的孩子自己收，有的写完就跑。你家最后是谁洗的笔？",
    "墨点子": "白校服上的墨点子，有人说米饭粒能搓掉，有人说越搓越大。你家那件沾了墨的衣服，后来怎么样了？",
    "春联贴不贴": "去年有家长把孩子写歪的春联贴在了大门上，邻居问是哪里买的，一家人笑了半天。今年你家准备贴谁写的？",
    "坐不住": "刚坐下就要喝水，喝完水要上厕所，回来铅笔又断了。练字之前，你家那位都要办哪些大事？",
}


def answer(title: str) -> str:
    followups = ["愿意的拍张照。", "没遇到过的，说说打算怎么办。"]
    fields = {"title": title, "form": "ask_experience", "body": TEXTS[title], "citations": [], "followups": followups}
    return json.dumps(fields, ensure_ascii=False)


def told(request: dict[str, Any]) -> str:
    return "\n".join(str(message["content"]) for message in request["messages"])


@pytest.fixture
def workspace(copy_of: Callable[[str], Workspace], provider: Provider) -> Workspace:
    root = copy_of("calligraphy").root
    with (root / "assistant.toml").open("a", encoding="utf-8") as file:
        file.write(
            f'[models.draft]\nmodel = "openai/local"\napi_base = "{provider.url}"\ntimeout = 5\ndeadline = 15\n'
            "retries = 0\nbackoff = 0.01\n"
        )
    return Workspace(root)


@pytest.fixture
def drafter(workspace: Workspace) -> Drafter:
    return Drafter(workspace, writer="draft")


def test_several_are_asked_for_at_once_and_the_next_know_of_them(drafter: Drafter, provider: Provider) -> None:
    provider.script(*map(answer, TEXTS))
    drafts = list(many(drafter, TOPIC, len(TEXTS)))
    assert {draft.title for draft in drafts} == set(TEXTS)
    assert {draft.writer for draft in drafts} == {"draft"}
    assert {draft.status for draft in drafts} == {DraftStatus.DRAFT}
    assert [drafter.briefing.drafts.get(draft.id) for draft in drafts] == drafts
    assert len(provider.requests) == len(TEXTS)
    *first, last = map(told, provider.requests)
    assert len(first) == AT_ONCE
    for draft in drafts[:AT_ONCE]:
        assert not any(draft.title in prompt for prompt in first)
        assert draft.title in last


def test_one_too_like_another_of_its_batch_is_written_again(drafter: Drafter, provider: Provider) -> None:
    provider.script(answer("墨点子"), answer("墨点子"), answer("坐不住"))
    drafts = list(many(drafter, TOPIC, 2))
    assert [draft.title for draft in drafts] == ["墨点子", "坐不住"]
    assert len(provider.requests) == 3
    assert "墨点子" in told(provider.requests[2])
    assert {draft.status for draft in drafts} == {DraftStatus.DRAFT}


def test_one_that_fails_is_written_offline_and_the_others_stay(drafter: Drafter, provider: Provider) -> None:
    def by_turn(request: dict[str, Any]) -> str:
        return "不会" if len(provider.requests) > 1 else answer("坐不住")

    provider.script(by_turn)
    drafts = list(many(drafter, TOPIC, 3))
    assert sorted(draft.writer for draft in drafts) == ["draft", "offline", "offline"]
    assert sum(any("离线写手" in note for note in draft.notes) for draft in drafts) == 2
    assert len({draft.title for draft in drafts}) == 3


def test_the_body_is_shown_while_it_comes(drafter: Drafter, provider: Provider) -> None:
    provider.script(answer("笔放哪儿了"))
    pieces: list[str] = []
    draft = drafter.draft(TOPIC, show=pieces.append)
    assert "".join(pieces) == draft.body == TEXTS["笔放哪儿了"]
    assert len(pieces) > 3
    assert drafter.briefing.drafts.get(draft.id) == draft


@pytest.mark.parametrize("trouble", [SERVER_ERROR, cut(answer("墨点子"))])
def test_a_stream_that_fails_ends_in_a_draft_all_the_same(drafter: Drafter, provider: Provider, trouble: Any) -> None:
    provider.script(trouble)
    draft = drafter.draft(TOPIC, show=lambda _: None)
    assert draft.writer == "offline"
    assert any("离线写手" in note for note in draft.notes)


def test_shown_drafts_are_written_one_after_the_other(drafter: Drafter, provider: Provider) -> None:
    provider.script(*map(answer, TEXTS))
    drafts = list(many(drafter, replace(TOPIC, seed=9), 2, show=lambda _: None))
    assert drafts[0].title in told(provider.requests[1])


def test_offline_there_is_nothing_to_show(copy_of: Callable[[str], Workspace]) -> None:
    pieces: list[str] = []
    drafts = list(many(Drafter(copy_of("calligraphy")), TOPIC, 2, show=pieces.append))
    assert len(drafts) == 2
    assert pieces == []


@pytest.mark.parametrize("asked", [("--stream",), ("--count", "2"), ("--count", "2", "--stream")])
def test_the_command_streams_on_stderr_and_prints_what_was_checked(
    workspace: Workspace, provider: Provider, asked: tuple[str, ...]
) -> None:
    provider.script(*map(answer, TEXTS))
    command = ("draft", "topic", "--group", "parents", "--date", "2026-11-24", "--workspace", str(workspace.root))
    result = run(*command, "--writer", "draft", "--json", *asked)
    assert result.status == 0
    assert {draft["body"] for draft in result.objects} <= set(TEXTS.values())
    assert len(result.objects) == (2 if "--count" in asked else 1)
    for draft in result.objects:
        assert (draft["body"] in result.err) is ("--stream" in asked)
