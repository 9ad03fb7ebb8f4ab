"""Processes that decide by different rules say so, once files have had time to arrive."""

from __future__ import annotations

import secrets

import pytest

from assistant.schema.rules import RuleBook
from assistant.server import agreement as agreement_module
from assistant.server.agreement import Agreement
from assistant.shared.embedded import Embedded
from assistant.shared.redis import RedisState

ONE, OTHER = RuleBook(sets={}, source="rules.yaml"), RuleBook(sets={}, source="other.yaml")


@pytest.fixture
def shared(redis_url):
    name = secrets.token_hex(8)
    made = [RedisState(redis_url, name, milliseconds=10_000) for _ in range(2)]
    yield made
    for each in made:
        each.close()


def test_what_differs_for_a_while_is_said_until_it_is_the_same(shared, monkeypatch):
    books = [ONE, ONE]
    two = [Agreement(shared[number], lambda number=number: books[number]) for number in range(2)]

    def looked():
        for each in (*two, *two):
            each.look()
        return [bool(each.problem) for each in two]

    assert looked() == [False, False]
    books[1] = OTHER
    assert looked() == [False, False]  # files take a moment
    monkeypatch.setattr(agreement_module, "BORNE", 0)
    assert looked() == [True, True]
    books[0] = OTHER
    assert looked() == [False, False]


def test_one_that_is_gone_is_not_believed_for_long(shared, monkeypatch):
    monkeypatch.setattr(agreement_module, "BORNE", 0)
    monkeypatch.setattr(agreement_module, "BELIEVED", 0.01)
    gone, left = Agreement(shared[0], lambda: ONE), Agreement(shared[1], lambda: OTHER)
    gone.look()
    left.look()
    while left.problem:
        left.look()


def test_one_process_agrees_with_itself():
    alone = Agreement(Embedded(), lambda: ONE)
    alone.look()
    assert alone.problem == ""
