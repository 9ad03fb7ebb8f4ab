from __future__ import annotations

import pytest
from provider import HTML, SERVER_ERROR, UNAUTHORIZED, Provider, Trouble, cut, rate_limited

from assistant.errors import ProviderError, SettingsError
from assistant.llm.embeddings import embed

TEXTS = [chr(0x4E00 + number) * (number % 5 + 1) for number in range(37)]


def vectors(provider: Provider, texts: list[str], **more: object) -> list[list[float]]:
    return embed(texts, model="openai/e5", api_base=provider.url, timeout=10, backoff=0.01, **more)  # type: ignore[arg-type]


def test_each_text_gets_its_own_vector(provider: Provider) -> None:
    assert vectors(provider, TEXTS) == [[float(len(text)), float(ord(text[0]))] for text in TEXTS]
    assert max(len(request["input"]) for request in provider.requests) <= 10


def test_no_texts_need_no_call(provider: Provider) -> None:
    assert vectors(provider, []) == []
    assert provider.requests == []


@pytest.mark.parametrize("trouble", [rate_limited(), SERVER_ERROR, HTML, "short", cut("x")])
def test_a_passing_fault_is_retried(provider: Provider, trouble: Trouble | str) -> None:
    provider.script(trouble, "ok")
    assert len(vectors(provider, TEXTS[:3])) == 3


@pytest.mark.parametrize("trouble", [SERVER_ERROR, "short"])
def test_a_lasting_fault_is_named(provider: Provider, trouble: Trouble | str) -> None:
    provider.script(trouble)
    with pytest.raises(ProviderError, match="向量模型 openai/e5"):
        vectors(provider, TEXTS[:3], retries=1)
    assert len(provider.requests) == 2


def test_a_refused_key_is_not_shown(provider: Provider) -> None:
    provider.script(UNAUTHORIZED)
    with pytest.raises(ProviderError) as caught:
        vectors(provider, TEXTS[:3], api_key="very-secret-0123456789")
    assert "very-secret" not in str(caught.value)
    assert provider.keys == ["very-secret-0123456789"]


def test_a_name_that_is_no_model_is_a_setting_to_mend() -> None:
    with pytest.raises(SettingsError, match="nonsense"):
        embed(["一"], model="nonsense")
