"""A draft that a model writes is seen while it is written, one after the other."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from provider import Provider

from assistant.jobs import Jobs
from assistant.jobs.kinds import KINDS
from assistant.jobs.model import Progress
from assistant.jobs.running import Running
from assistant.knowledge.brandfiles import load_groups
from assistant.schema.contracts import DraftKind
from assistant.workspace import Workspace

BODY = "早上收拾案板，切下来的吐司边攒了半篮。有人路过顺手拿走几条，说回家烤脆了最香。你家的吐司边最后都进了谁的肚子？"
ANSWER = {
    "title": "吐司边归谁", "form": "ask_experience", "body": BODY, "citations": [],
    "followups": ["不吃边的，问问边都给了谁。", "会做的，说说怎么烤。"],
}  # fmt: skip
pytestmark = pytest.mark.usefixtures("warmed")


def test_the_text_grows_while_a_model_writes(
    bakery: Workspace, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.jobs.running._NOTED", 0.0)
    (bakery.root / "assistant.toml").write_text(
        f'[models.draft]\nmodel = "openai/local"\napi_base = "{provider.url}"\ntimeout = 5\ndeadline = 15\n',
        encoding="utf-8",
    )
    here = Workspace(bakery.root)
    group = next(each for each in load_groups(here.knowledge).values() if DraftKind.TOPIC in each.kinds)
    provider.script(json.dumps(ANSWER, ensure_ascii=False))
    day = (date.today() + timedelta(days=1)).isoformat()
    args = {"kind": "topic", "group": group.id, "date": day, "writer": "draft", "live": True, "variants": True}
    job = Jobs(here).enqueue("draft", args)
    seen: list[Progress] = []
    assert KINDS["draft"].run(Running(job, here, seen.append)) == {"drafts": [job.id]}
    texts = [each.text for each in seen if each.text]
    assert len(texts) > 3
    # The repair turn, where a check asks for one, is not shown: what is shown only grows.
    assert texts == sorted(texts, key=len)
    assert str(ANSWER["body"]).startswith(texts[0])
    assert str(ANSWER["body"]) in texts
