"""What is done once for several rule sets must come out as if each had done it for itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bakery import ADVERT, NOON, RULES, Classed, Said, make_bakery, message
from hypothesis import given
from hypothesis import strategies as st

from assistant.moderation import backtest as trying
from assistant.moderation import detectors
from assistant.moderation import shared as sharing
from assistant.moderation.backtest import Backtest, backtest
from assistant.moderation.cascade import Moderator
from assistant.moderation.classifier import Classifier, Example
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import Context
from assistant.moderation.rules.loading import load_rules
from assistant.moderation.shared import Recently, SharedClassifier, SharedDetectors
from assistant.moderation.views import views_of
from assistant.schema.moderation import Category, Message, Sender, Verdict

NEW = (
    RULES.replace("contact_bait: {}, ", "contact_bait: {}, terms: {list: ad, extra: [吐司]}, flood: {messages: 4}, ")
    .replace("category: link\n", "category: link\n        mode: shadow\n")
    .replace("phrases: [加我们企业微信领券]", "phrases: [招兼职]")
)
TEXTS = (
    ADVERT, "加我们企业微信领券", "看 http://elsewhere.example/a", "招兼职，一天两百，加 v x 5566abc", "吐司多少钱",
    "加我微", "信 abc88123 拿货", "你脑子有病吧", "今天的面包好香～", "有人要拼车去展会吗", "收到", "收到",
)  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return make_bakery(tmp_path_factory.mktemp("bakery"))


@pytest.fixture(scope="module")
def said():
    """Talk of a few members, close enough together for some of it to be joined, repeated or too much."""
    return [
        message(
            TEXTS[number * 7 % len(TEXTS)],
            number=number,
            group=("regulars", "quiet")[number % 5 == 0],
            sender={"id": f"u{number % 4}", "role": "admin" if number % 17 == 0 else "member"},
            sent_at=NOON + timedelta(seconds=9 * number),
        )
        for number in range(120)
    ]


def test_a_backtest_says_what_two_moderators_say(workspace, said, tmp_path):
    (tmp_path / "new.yaml").write_text(NEW, encoding="utf-8")
    new = load_rules(workspace.knowledge, file=tmp_path / "new.yaml")
    alone = [Moderator(workspace, store=False), Moderator(workspace, store=False, rules=new)]
    apart = Backtest()
    for each in said:
        decided = [moderator.decide(each) for moderator in alone]
        apart.note(each, *map(ruled, decided))
    together = backtest(workspace, said, new=new)
    assert together == apart
    assert together.changed["hit"]
    assert together.changed["freed"]
    assert together.clauses["no-links"].shadowed


def ruled(decision):
    return trying._CLEAR if decision.verdict is Verdict.ALLOW and not decision.shadow else trying._ruled(decision)


def test_a_backtest_is_the_same_with_and_without_sharing(workspace, said, tmp_path, monkeypatch):
    (tmp_path / "new.yaml").write_text(NEW, encoding="utf-8")
    new = load_rules(workspace.knowledge, file=tmp_path / "new.yaml")
    shared = backtest(workspace, said, new=new)

    class Apart:
        build = staticmethod(detectors.build)

    monkeypatch.setattr(trying, "SharedDetectors", Apart)
    monkeypatch.setattr(trying, "SharedClassifier", lambda scorer: scorer)
    assert backtest(workspace, said, new=new) == shared


@given(st.lists(st.integers(0, 30)), st.integers(1, 12))
def test_what_was_asked_for_lately_is_kept_and_no_more_than_so_much(keys, most):
    kept: Recently[int, str] = Recently(most)
    for place, key in enumerate(keys):
        if kept.get(key) is None:
            kept.keep(key, f"value {key}")
        assert kept.get(key) == f"value {key}"
        assert len(kept._newer) + len(kept._older) <= max(2, most + 1)
        lately = list(dict.fromkeys(keys[place::-1]))[: most // 2]
        assert all(kept.get(each) for each in lately)


def test_a_text_is_scored_once_for_all_groups_that_taught_nothing():
    taught = Classifier.packaged().with_corrections([Example("今天出一台婴儿车", Category.ALLOW)], "second-hand")
    shared, text = SharedClassifier(taught), "今天出一台婴儿车"
    assert shared.scores(text, "one") is shared.scores(text, "another")
    assert shared.scores(text, "second-hand").best is Category.ALLOW
    assert shared.scores(text, "second-hand") == taught.scores(text, "second-hand")
    assert taught.whose("one") == ""
    assert taught.whose("second-hand") == "second-hand"


def test_other_readings_are_another_question_and_long_texts_are_not_kept():
    inner = Classed({"坏": Said(Category.ABUSE)})
    shared = SharedClassifier(inner)
    assert shared.scores("好", "g", ["坏"]).best is Category.ABUSE
    assert shared.scores("好", "g").best is Category.ALLOW
    for _ in range(3):
        shared.scores("好", "g")
        shared.scores("长" * 2000, "g")
    assert inner.asked == ["好", "好", *["长" * 2000] * 3]


def test_what_was_embedded_is_kept_for_longer(monkeypatch):
    monkeypatch.setattr(sharing, "REMEMBERED", 2)

    class Embedded(Classed):
        def scores(self, text, group="", readings=(), *, only_sure=False):
            self.asked.append(text)
            return Classifier.packaged().scores("吐司多少钱")._replace(embedded=text == "costly")

    inner = Embedded()
    shared = SharedClassifier(inner)
    for text in ("costly", *map(str, range(50)), "costly", "0"):
        shared.scores(text)
    assert inner.asked.count("costly") == 1
    assert inner.asked.count("0") == 2


def test_a_detector_answers_two_rule_sets_once_and_looks_again_at_another_message():
    built = SharedDetectors()
    one, same, other = (
        built.build("terms", {"list": "ad", "extra": [word]}, Surroundings()) for word in ("拼团", "拼团", "团购")
    )
    assert one is same
    assert one is not other
    context = Context("g", Sender(), NOON)
    views = [views_of(Message(id=str(number), text=text)) for number, text in enumerate(("来拼团", "来拼团", "没事"))]
    assert one.find(views[0], context) is same.find(views[1], context)
    assert one.find(views[0], context)
    assert one.find(views[2], context) == []


def test_detectors_that_count_are_never_shared():
    built = SharedDetectors()
    for name in ("flood", "repetition", "campaigns"):
        assert built.build(name, {}, Surroundings()) is not built.build(name, {}, Surroundings())
