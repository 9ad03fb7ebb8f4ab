"""A finding's sentence in a model's words, on the page: asked for, shown once it is checked, taken."""

from __future__ import annotations

import json

import pytest
from deskshop import SignedIn, texts_of
from drafted import BODY, finding, stored
from provider import Provider

from assistant.jobs import Jobs
from assistant.jobs.worker import Worker
from assistant.storage.database import open_database
from assistant.storage.drafts import DraftStore
from assistant.workspace import Workspace

WRONG = BODY.replace("厚被子", "全网最好的厚被子")
ASK, TAKE, DROP = "让模型改写这句", "用这句", "不用"


def test_a_sentence_in_other_words(signed_in: SignedIn, sample: Workspace, provider: Provider) -> None:
    objected = finding("全网最好的", WRONG, suggestion="删掉“全网最好的”")
    draft = stored(sample, body=WRONG, findings=[objected])

    def opened():
        app = signed_in("operator", "studio", run=False)
        app.query_params["draft"] = draft.id
        return app.run()

    assert ASK not in texts_of(opened())
    (sample.root / "assistant.toml").write_text(
        f'[models.draft]\nmodel = "openai/local"\napi_base = "{provider.url}"\ntimeout = 5\nretries = 0\n', "utf-8"
    )
    provider.script(json.dumps({"text": "我家昨晚翻出了*一床*厚被子，盖到半夜又踢开。"}, ensure_ascii=False))
    app = opened()
    next(button for button in app.button if button.label == ASK).click().run()
    assert not app.exception
    assert "改好会先查一遍再给您看" in texts_of(app)
    job = Jobs(sample).list(kind="reword")[0]
    worker = Worker(Workspace(sample.root))
    worker.start()
    try:
        Jobs(sample).wait(job.id, 60)
    finally:
        worker.stop()
    app.run()
    assert not app.exception
    assert "draft 改成这样，检查过了" in texts_of(app)
    assert r"\*一床\*" in texts_of(app)
    assert DraftStore(open_database(sample)).get(draft.id).version == 1
    next(button for button in app.button if button.label == TAKE).click().run()
    assert not app.exception
    saved = DraftStore(open_database(sample)).get(draft.id)
    assert (saved.version, saved.findings) == (2, [])
    assert "翻出了*一床*厚被子" in saved.body


def test_a_model_that_fails_leaves_what_is_offered(
    signed_in: SignedIn, sample: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    objected = finding("全网最好的", WRONG, suggestion="删掉“全网最好的”")
    draft = stored(sample, body=WRONG, findings=[objected])
    text = '[models]\ndaily_budget = 0\n\n[models.draft]\nmodel = "openai/local"\napi_base = "http://127.0.0.1:9/v1"\n'
    (sample.root / "assistant.toml").write_text(text, "utf-8")
    app = signed_in("operator", "studio", run=False)
    app.query_params["draft"] = draft.id
    app.run()
    next(button for button in app.button if button.label == ASK).click().run()
    worker = Worker(Workspace(sample.root))
    worker.start()
    try:
        Jobs(sample).wait(Jobs(sample).list(kind="reword")[0].id, 60)
    finally:
        worker.stop()
    app.run()
    assert not app.exception
    assert "模型没改成：" in texts_of(app)
    assert "预算" in texts_of(app)
    assert "去掉“全网最好的”" in texts_of(app)
    next(button for button in app.button if button.label == DROP).click().run()
    assert ASK in texts_of(app)
