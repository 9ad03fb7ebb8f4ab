"""A sentence put into other words by a model: checked before it is seen, nothing personal leaves, the budget holds."""

from __future__ import annotations

import json
from datetime import date

import pytest
from deskshop import DeskOf
from drafted import BODY, DraftPart, drafted, finding, stored
from provider import SERVER_ERROR, Provider

from assistant.desk import Desk
from assistant.desk.rewording import begin_reword, can_reword, model_of, proposal, take
from assistant.drafting.rewording import Rewording, _unmasked, place_of
from assistant.errors import BudgetExceeded, InputError, InvalidAnswer, ProviderError, Refused
from assistant.jobs.model import JobStatus
from assistant.jobs.worker import Worker
from assistant.people import Person, Role, roles
from assistant.schema.contracts import Draft, Finding
from assistant.storage.costs import CostBook
from assistant.workspace import Workspace

pytestmark = pytest.mark.usefixtures("warmed")
WRONG = BODY.replace("厚被子", "全网最好的厚被子")
GOOD = "我家昨晚翻出了一床厚被子，盖到半夜又踢开。"


@pytest.fixture
def modelled(sample: Workspace, provider: Provider) -> Workspace:
    """The sample with a model for drafts."""
    (sample.root / "assistant.toml").write_text(
        f'[models.draft]\nmodel = "openai/local"\napi_base = "{provider.url}"\ntimeout = 5\nretries = 0\n'
        '[models.prices."openai/local"]\ninput = 1\noutput = 2\n',
        encoding="utf-8",
    )
    return Workspace(sample.root)


def _said(text: str) -> str:
    return json.dumps({"text": text}, ensure_ascii=False)


def _wrong(workspace: Workspace, body: str = WRONG, **fields: object) -> tuple[Draft, Finding]:
    objected = finding("全网最好的", body, suggestion="删掉“全网最好的”")
    return stored(workspace, body=body, findings=[objected], **fields), objected


def _asked(provider: Provider) -> str:
    return json.dumps(provider.requests, ensure_ascii=False)


def test_a_click_asks_and_another_takes_what_the_checks_agree_to(modelled: Workspace, provider: Provider) -> None:
    here = Desk(modelled, Person("小李", Role.OPERATOR))
    draft, _ = _wrong(modelled, parts=[DraftPart(name="一", text=WRONG)])
    assert model_of(here) == "draft"
    provider.script(_said(GOOD))
    job = begin_reword(here, draft.id, 1, 0)
    with pytest.raises(InputError, match="还没有改好"):
        take(here, job.id)
    worker = Worker(modelled)
    worker.start()
    try:
        done = here.jobs.wait(job.id, 60)
    finally:
        worker.stop()
    assert done.status is JobStatus.DONE, done.fault
    found = proposal(done)
    assert found is not None
    assert (found.old, found.text, found.model) == (WRONG.split("\n")[1], GOOD, "draft")
    assert "全网最好的厚被子" in _asked(provider)
    assert "说得太满" in _asked(provider)
    assert CostBook(here.database).spent(date.today()) > 0
    saved = take(here, job.id)
    assert (saved.version, saved.findings) == (2, [])
    assert saved.body == saved.parts[0].text == WRONG.replace(WRONG.split("\n")[1], GOOD)
    for late in (lambda: take(here, job.id), lambda: begin_reword(here, draft.id, 1, 0)):
        with pytest.raises(InputError, match="第 2 版"):
            late()


def test_nothing_personal_leaves(modelled: Workspace, provider: Provider) -> None:
    body = WRONG.replace("翻出了", "照 13812345678 说的翻出了").replace("降温了", "13987654321 说降温了")
    draft, objected = _wrong(modelled, body)
    rewording = Rewording(modelled, "draft")
    provider.script(_said(GOOD))
    assert rewording.reword(draft, objected).text == GOOD
    assert "照 〔手机号〕 说的" in _asked(provider)
    # What it keeps comes back as it was, and is looked at as it is; what it makes up is no number of anybody.
    for said, wrong in (
        ("照 〔手机号〕 说的翻出厚被子。", "手机号"),
        ("〔手机号〕和〔手机号〕都说。", "多出了原句没有的号码"),
    ):
        provider.script(_said(said))
        with pytest.raises(InvalidAnswer, match=wrong):
            rewording.reword(draft, objected)
    for private in ("13812345678", "13987654321"):
        assert private not in _asked(provider)


def test_what_is_hidden_comes_back_by_its_kind(modelled: Workspace) -> None:
    text = "问 a_b@shop.example 或 13812345678，也可以加微信 bb8821xx，再不行打13987654321。"
    masked, hidden = Rewording(modelled, "draft")._masked(text)
    assert [label for label, _ in hidden] == ["邮箱", "手机号", "账号", "手机号"]
    assert _unmasked(masked, hidden) == text
    assert _unmasked("打〔手机号〕或〔手机号〕", hidden) == "打13812345678或13987654321"
    assert _unmasked("〔证件号〕", hidden) is None


def test_what_the_checks_object_to_is_never_proposed(modelled: Workspace, provider: Provider) -> None:
    draft, objected = _wrong(modelled)
    rewording = Rewording(modelled, "draft")
    before = len(provider.requests)
    provider.script(_said("我家昨晚翻出了全国第一的厚被子。"), _said(GOOD))
    assert rewording.reword(draft, objected).text == GOOD
    assert len(provider.requests) == before + 2
    assert "全国第一" in json.dumps(provider.requests[-1]["messages"], ensure_ascii=False)
    for bad in (_said("我家翻出了国家级的厚被子。"), "好的，已经改好了", _said(f"{GOOD}\n另起一段。"), _said(GOOD * 5)):
        provider.script(bad)
        with pytest.raises(InvalidAnswer, match="改了两遍还是不行"):
            rewording.reword(draft, objected)


def test_a_price_that_nobody_knows_is_not_let_in(modelled: Workspace, provider: Provider) -> None:
    draft, objected = _wrong(modelled)
    provider.script(_said("我家昨晚翻出了 137.5 元的厚被子，盖到半夜又踢开。"))
    with pytest.raises(InvalidAnswer):
        Rewording(modelled, "draft").reword(draft, objected)


def test_without_money_or_a_provider_what_is_offered_stays(modelled: Workspace, provider: Provider) -> None:
    draft, objected = _wrong(modelled)
    toml = modelled.root / "assistant.toml"
    toml.write_text(f"[models]\ndaily_budget = 0\n\n{toml.read_text(encoding='utf-8')}", encoding="utf-8")
    before = len(provider.requests)
    with pytest.raises(BudgetExceeded):
        Rewording(Workspace(modelled.root), "draft").reword(draft, objected)
    assert len(provider.requests) == before
    provider.script(SERVER_ERROR)
    with pytest.raises(ProviderError):
        Rewording(modelled, "draft").reword(draft, objected)


def test_without_a_model_nobody_is_asked(desk: DeskOf, sample: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    draft, _ = _wrong(sample)
    assert model_of(desk("operator")) == ""
    with pytest.raises(InputError, match="还没有接模型"):
        begin_reword(desk("operator"), draft.id, 1, 0)
    text = '[models.draft]\nmodel = "deepseek/deepseek-chat"\napi_key_env = "NO_SUCH_KEY"\n'
    (sample.root / "assistant.toml").write_text(text, encoding="utf-8")
    keyless = Desk(Workspace(sample.root), Person("小李", Role.OPERATOR))
    assert model_of(keyless) == ""
    monkeypatch.setenv("NO_SUCH_KEY", "there")
    assert model_of(keyless) == "draft"


@pytest.mark.parametrize(
    ("body", "objected", "sentence", "before", "after"),
    [
        (WRONG, "最好", WRONG.split("\n")[1], "降温了，大家晚上都盖什么。", "你家几点加的被子？"),
        ("就一句最好的。", "最好", "就一句最好的。", "", ""),
        ("前。最好的，\n\n后面。", "最好", "最好的，", "前。", "后面。"),
    ],
)
def test_the_sentence_around_a_finding(body: str, objected: str, sentence: str, before: str, after: str) -> None:
    found = place_of(drafted(body=body), finding(objected, body))
    assert found is not None
    assert (found.text, found.before, found.after) == (sentence, before, after)
    assert body[found.start : found.end] == sentence


def test_a_finding_about_the_whole_has_no_sentence(modelled: Workspace) -> None:
    draft, objected = _wrong(modelled)
    whole = objected.model_copy(update={"start": 0, "end": 0})
    assert place_of(draft, whole) is None
    assert not can_reword(draft, whole)
    with pytest.raises(InputError, match="自己动手"):
        Rewording(modelled, "draft").reword(draft, whole)
    title = finding("被子", draft.title, field="title")
    place = place_of(draft, title)
    assert place is not None
    assert place.text == draft.title


def test_who_may_not_write_asks_nobody(modelled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(roles.DEEDS, "draft.write", (Role.REVIEWER, "写和改草稿"))
    draft, _ = _wrong(modelled)
    with pytest.raises(Refused, match="写和改草稿需要审核权限"):
        begin_reword(Desk(modelled, Person("小李", Role.OPERATOR)), draft.id, 1, 0)
