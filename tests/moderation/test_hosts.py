from __future__ import annotations

import pytest

from assistant.moderation.hosts import find_hosts, lies_under
from assistant.text.folding import fold_each


def found(text: str) -> list[tuple[str, str]]:
    return [(each.host, each.form) for each in find_hosts(fold_each(text))]


@pytest.mark.parametrize(
    ("text", "host", "form"),
    [
        ("https://user:pw@Www.Shop.Example:8080/a?b=1#c", "shop.example", "link"),
        ("看shop.com。好", "shop.com", "bare"),
        ("www.买东西.com", "买东西.com", "bare"),
        ("shop点com/x", "shop.com", "disguised"),
        ("shop（点）com", "shop.com", "disguised"),
        ("shop dot com", "shop.com", "disguised"),
        ("45.33.2.1:8080", "45.33.2.1", "address"),
    ],
)
def test_hosts_in_every_form(text, host, form):
    assert found(text) == [(host, form)]


@pytest.mark.parametrize(
    "text", ["1.5 斤", "a@b.com", "表.xlsx", "192.168.0.1", "2026.11.03", "...", "好的.谢谢", "ok。app 打不开"]
)
def test_what_is_no_host(text):
    assert found(text) == []


def test_a_link_ends_where_the_sentence_goes_on():
    (host,) = find_hosts("看https://a.example/b?c=1，很好")
    assert (host.start, host.end) == (1, 24)


def test_what_lies_under_a_domain():
    assert lies_under("a.b.gov.cn", frozenset({"gov.cn"}))
    assert not lies_under("agov.cn", frozenset({"gov.cn"}))


def test_a_bracket_ends_a_host():
    assert [each.host for each in find_hosts("猛戳[http://video.wo.cn]了解")] == ["video.wo.cn"]
