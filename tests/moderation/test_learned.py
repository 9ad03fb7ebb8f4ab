"""Whom a correction teaches, and that the same ones are learned once."""

from __future__ import annotations

import pytest

from assistant.moderation import learned as module
from assistant.moderation.classifier import Classifier
from assistant.moderation.learned import by_group, learned_from
from assistant.schema.moderation import Category
from assistant.storage.corrections import Correction

AD, ALLOW = Category.AD, Category.ALLOW


def said(text, label, group="", **more):
    return Correction(text, label, group, id=f"{text}{group}", **more)


def shown(corrections):
    return {group: [(each.text, each.label) for each in found] for group, found in by_group(corrections).items()}


def test_what_groups_agree_on_is_for_all_and_what_they_do_not_for_each():
    given = [
        said("出二手推车", ALLOW, "moms"),
        said("出二手推车", AD, "dads"),
        said("厂家直发", AD, "moms"),
        said("厂家直发", AD, "dads"),
        said("早上好", ALLOW),
    ]
    assert shown(given) == {
        "": [("厂家直发", AD), ("早上好", ALLOW)],
        "moms": [("出二手推车", ALLOW)],
        "dads": [("出二手推车", AD)],
    }


def test_the_last_word_of_a_group_on_a_text_holds():
    given = [said("厂家直发", AD, "moms"), said("厂家直發", ALLOW, "moms")]
    assert shown(given) == {"": [("厂家直發", ALLOW)]}


@pytest.fixture
def taught(monkeypatch):
    calls = []

    def with_corrections(self, examples, group=""):
        calls.append((group, [each.text for each in examples]))
        return Classifier(self._model)

    monkeypatch.setattr(Classifier, "with_corrections", with_corrections, raising=False)
    monkeypatch.setattr(module, "_known", type(module._known)())
    return calls


def test_the_same_corrections_are_learned_once_and_have_a_version_of_their_own(taught):
    given = [said("厂家直发", AD, "moms"), said("出推车", ALLOW, "moms"), said("出推车", AD, "dads")]
    first = learned_from(given)
    assert learned_from(given) is first
    assert taught == [("", ["厂家直发"]), ("moms", ["出推车"]), ("dads", ["出推车"])]
    assert first.version != learned_from(given[:1]).version != Classifier.packaged().version


def test_what_only_acts_or_is_taken_back_teaches_nothing(taught):
    from datetime import datetime

    given = [said("甲", AD, effect="act"), said("乙", AD, undone_at=datetime(2026, 1, 1)), said("丙", Category.FLOOD)]
    assert learned_from(given) is Classifier.packaged()
    assert taught == []
