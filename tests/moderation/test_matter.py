"""An account or a phone is certain and only an advert; what is offered with it is named where it is graver."""

from __future__ import annotations

import pytest
from bakery import Classed, Said, make_bakery, message

from assistant.moderation.cascade import Moderator
from assistant.moderation.rules.loading import packaged_rules
from assistant.schema.moderation import Category, Verdict
from assistant.schema.rules import RuleBook

# What it offers is in no list of terms; the number makes it an advert beyond doubt.
OFFER = "头寸紧的老板看过来，加我微信 abc88123"


@pytest.fixture(scope="module")
def decide(tmp_path_factory):
    workspace = make_bakery(tmp_path_factory.mktemp("matter"))
    book = RuleBook(sets={"default": packaged_rules()})

    def decided(text, said):
        return Moderator(workspace, store=False, classifier=Classed({text: said}), rules=book).decide(message(text))

    return decided


def test_where_the_classifier_is_sure_the_graver_clause_decides(decide):
    decision = decide(OFFER, Said(Category.FRAUD, 0.98, 0.01, sure=True))
    assert (decision.verdict, decision.category) == (Verdict.BLOCK, Category.FRAUD)
    assert decision.rule.id == "no-fraud"
    assert [action.kind for action in decision.actions][:1] == ["delete"]
    assert any("abc88123" in span.text for span in decision.evidence)


@pytest.mark.parametrize("said", [Said(Category.FRAUD, 0.6, 0.3, sure=False), Said(Category.ALLOW, 0.9, 0.9)])
def test_a_guess_alone_makes_nothing_graver(decide, said):
    decision = decide(OFFER, said)
    assert (decision.verdict, decision.category) == (Verdict.BLOCK, Category.AD)


def test_a_guess_counts_where_a_detector_says_the_same(decide):
    text = "套现的老板看过来，加我微信 abc88123"  # where money is spoken of, the detector of contacts names fraud
    assert decide(text, Said(Category.FRAUD, 0.6, 0.3, sure=False)).category is Category.FRAUD
    assert decide(text, Said()).category is Category.AD


def test_a_sure_advert_stays_one(decide):
    decision = decide(OFFER, Said(Category.AD, 0.99, 0.01, sure=True))
    assert (decision.verdict, decision.category) == (Verdict.BLOCK, Category.AD)
    assert all("整段话" not in span.why for span in decision.evidence)
