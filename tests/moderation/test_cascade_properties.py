"""What holds for any message: no crash, evidence in place, one decision, and no escape by characters nobody sees."""

from __future__ import annotations

from datetime import datetime

import pytest
from bakery import make_bakery
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from assistant.moderation.cascade import Moderator
from assistant.moderation.views import parts_of
from assistant.schema.moderation import Decision, Message, Sender, Verdict
from assistant.workspace import Workspace

AT = datetime(2026, 11, 27, 12, 0)
ADVERTS = [
    "加我微信 abc88123，厂家直发面包机",
    "招兼职，在家就能做，日结两百，要的私我",
    "看 http://elsewhere.example/a 领红包",
    "刷单返利，日入三百，加微信 abc88123",
    "出一台九成新的烤箱 300 元，要的滴滴我",
]
# Parts of everything that folds, joins, reverses, hides or is split in an odd way.
ODD = st.sampled_from(
    list(
        "\u200b\u200d\u202e\u2066\ufe0f\u0301\u3000\x00\r\n\t\ud800\udfff①㈠Ⅷ＋微薇信v加➕徽🈶👨‍👩‍👧氵洲壹¥￥%#@/:.。，"
    )
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=st.characters(), max_size=30),
    st.lists(st.one_of(ODD, st.sampled_from([*ADVERTS, "吐司", "http://", "13800138000", "vx"])), max_size=12).map(
        "".join
    ),
)
HIDDEN = st.sampled_from(["\u200b", "\u200d", "\u2060", "\ufeff", "\u202c", " ", "\u3000", "\u00a0"])


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    return Moderator(make_bakery(tmp_path_factory.mktemp("bakery"), rules=""), store=False)


@pytest.fixture(scope="module")
def own_rules(tmp_path_factory):
    return Moderator(make_bakery(tmp_path_factory.mktemp("bakery")), store=False)


def plain(text: str, **said: object) -> Message:
    # Without a sender nothing is remembered from one example to the next.
    return Message.model_validate({"id": "m", "group": "regulars", "text": text, "sent_at": AT, **said})


def same(decision: Decision) -> Decision:
    return decision.model_copy(update={"elapsed_ms": 0.0})


@given(text=TEXTS, kind=st.sampled_from(["text", "image", "link", "forward", "quote", "edit", "card", "file"]))
@example(text="\ud800加我微信 abc88123\udfff", kind="text")
@settings(max_examples=300)
def test_any_text_is_decided_and_the_evidence_lies_inside_it(judge, own_rules, text, kind):
    for moderator in (judge, own_rules):
        message = plain(text, kind=kind)
        decision = moderator.decide(message)
        assert moderator.problem == ""
        assert 0 <= decision.confidence <= 1
        assert (decision.verdict is Verdict.ALLOW) == (decision.rule is None)
        for span in [*decision.evidence, *(span for hit in decision.shadow for span in hit.evidence)]:
            assert span.part == "text"
            assert 0 <= span.start <= span.end <= len(text)
            assert text[span.start : span.end] == span.text
        assert same(moderator.decide(message)) == same(decision)


META = st.fixed_dictionaries(
    {},
    optional={
        "ocr": TEXTS,
        "qr": st.one_of(TEXTS, st.lists(TEXTS, max_size=3)),
        "title": TEXTS,
        "description": TEXTS,
        "url": TEXTS,
        "urls": st.lists(TEXTS, max_size=3),
        "app": TEXTS,
        "file_name": TEXTS,
        "forwarded": st.lists(st.fixed_dictionaries({"sender": TEXTS, "text": TEXTS}), max_size=3),
        "quote": st.one_of(TEXTS, st.fixed_dictionaries({"id": TEXTS, "sender": TEXTS, "text": TEXTS})),
        "edited": TEXTS,
        "platform": TEXTS,
        "else": st.recursive(
            st.none() | st.integers() | TEXTS, lambda inner: st.lists(inner, max_size=2), max_leaves=4
        ),
    },
)


@given(text=TEXTS, meta=META)
@settings(max_examples=200)
def test_evidence_lies_inside_its_part_whatever_a_bot_sends(judge, text, meta):
    decision = judge.decide(plain(text, meta=meta))
    assert judge.problem == ""
    parts = {"text": text, **dict(parts_of(meta))}
    for span in decision.evidence:
        assert parts[span.part][span.start : span.end] == span.text


@given(advert=st.sampled_from(ADVERTS), data=st.data())
@settings(max_examples=300)
def test_unseen_characters_and_blanks_never_free_an_advert(judge, advert, data):
    assert judge.decide(plain(advert)).verdict is not Verdict.ALLOW
    places = data.draw(st.lists(st.tuples(st.integers(0, len(advert)), HIDDEN), min_size=1, max_size=25))
    text = advert
    for place, hidden in sorted(places, key=lambda each: -each[0]):
        text = text[:place] + hidden + text[place:]
    assert judge.decide(plain(text)).verdict is not Verdict.ALLOW


@given(texts=st.lists(st.sampled_from([*ADVERTS, "早", "吐司还有吗", "加我", "微信", "abc88123"]), max_size=8))
@settings(max_examples=60)
def test_a_file_of_messages_is_decided_alike_each_time(tmp_path_factory, own_rules, texts):
    messages = [
        Message(id=f"m{number}", group="regulars", sender=Sender(id="u"), text=text, sent_at=AT)
        for number, text in enumerate(texts)
    ]
    workspace: Workspace = own_rules.workspace
    one, other = (list(Moderator(workspace, store=False).decide_many(messages)) for _ in range(2))
    assert list(map(same, one)) == list(map(same, other))


@given(role=st.sampled_from(["owner", "admin", "staff"]), text=TEXTS)
@settings(max_examples=50)
def test_no_text_is_held_against_a_role_that_is_exempt(judge, role, text):
    assume(text)
    assert judge.decide(plain(text, sender={"id": "u", "role": role})).verdict is Verdict.ALLOW
