"""The page knowledge: each part, empty and full, what a file is called, who may what."""

from __future__ import annotations

import pytest
from deskshop import SignedIn, texts_of
from streamlit.testing.v1 import AppTest

from assistant.desk import Desk, knowledge
from assistant.desk.knowledge import last_sync
from assistant.errors import StorageError
from assistant.knowledge.unanswered import note_unanswered
from assistant.workspace import Workspace

PARTS = ("documents", "upload", "search", "questions", "health")


def _part(app: AppTest, name: str) -> AppTest:
    app.session_state["knowledge.part"] = name
    return app.run()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_the_sample(signed_in: SignedIn, part: str, language: str) -> None:
    app = _part(signed_in(page="knowledge", language=language), part)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("part", PARTS)
def test_an_empty_workspace_says_what_to_do_next(signed_in: SignedIn, empty: Workspace, part: str) -> None:
    app = _part(signed_in(page="knowledge", workspace=empty), part)
    assert not app.exception
    assert any(word in texts_of(app) for word in ("上传", "问一句", "没有答不上"))


def test_the_documents_are_listed(signed_in: SignedIn) -> None:
    app = signed_in(page="knowledge")
    table = app.dataframe[0].value
    assert "faq.md" in set(table["文件"])
    assert "份资料" in texts_of(app)


def test_search_tells_why(signed_in: SignedIn, sample: Workspace) -> None:
    app = _part(signed_in(page="knowledge"), "search")
    app.text_input(key="knowledge.query").set_value("多少钱包邮").run()
    assert "字词第" in texts_of(app)
    app.text_input(key="knowledge.query").set_value("火星移民怎么报名").run()
    assert "没有能回答的内容" in texts_of(app)
    assert [each.question for each in knowledge.questions(Desk(sample))] == ["火星移民怎么报名"]


def test_a_question_is_shown_as_it_is_and_settled(signed_in: SignedIn, sample: Workspace) -> None:
    note_unanswered(Desk(sample).database, "<script>alert(1)</script> **粗** :red[x]")
    app = _part(signed_in(page="knowledge"), "questions")
    assert r"\<script\>" in texts_of(app)
    assert r"\*\*粗\*\*" in texts_of(app)
    next(each for each in app.button if each.label == "处理好了").click().run()
    assert not knowledge.questions(Desk(sample))
    assert "没有答不上的问题" in texts_of(app)


def test_reading_again_is_a_job(signed_in: SignedIn, sample: Workspace) -> None:
    app = signed_in(page="knowledge")
    next(button for button in app.button if button.label == "重新读取").click().run()
    job = last_sync(Desk(sample))
    assert job is not None
    assert job.who == "admin"
    assert "排上队" in texts_of(app)


def test_an_operator_removes_and_rebuilds_nothing(signed_in: SignedIn) -> None:
    app = signed_in("operator", page="knowledge")
    assert app.button(key="knowledge.remove.do").disabled
    app = _part(app, "health")
    assert next(button for button in app.button if "重建" in button.label).disabled


def test_a_fault_of_the_store_is_one_sentence(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise StorageError("数据库打不开，请检查磁盘")

    monkeypatch.setattr("ui.parts.knowledge_documents.documents_of", broken)
    app = signed_in(page="knowledge")
    assert not app.exception
    assert [error.value for error in app.error] == ["数据库打不开，请检查磁盘"]
