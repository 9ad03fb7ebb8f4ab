"""Settings, prices, policies."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal

import pytest
from pydantic import ValidationError

from assistant.drafting.model.answers import OUTPUTS
from assistant.errors import SettingsError
from assistant.llm.config import ModelAlias, ModelSettings, Price
from assistant.llm.faults import fault_of
from assistant.llm.policies import options_for, schema_text, simpler
from assistant.llm.prices import cost, price_of, price_table


def test_prices_are_ours_and_can_be_overridden() -> None:
    assert all(price.output >= price.input for price in price_table().values())
    own = {"gpt-4o": Price(input=Decimal(1), output=Decimal(2))}
    assert price_of("gpt-4o", own) == own["gpt-4o"]
    assert price_of("gpt-4o", {}) == price_table()["openai/gpt-4o"]
    assert price_of("who/knows", {}) is None
    assert cost(own["gpt-4o"], 500_000, 250_000) == Decimal(1)
    assert cost(None, 1000, 1000) == 0


def test_fallbacks_take_neither_address_nor_key_of_another_provider() -> None:
    alias = ModelAlias(
        model="openai/a", api_base="http://x", api_key_env="KEY", fallbacks=("spare", "deepseek/deepseek-chat")
    )
    spare = ModelAlias(model="openai/b", api_base="http://y")
    targets = ModelSettings(draft=alias, others={"spare": spare}).targets("draft")
    assert [target.name for target in targets] == ["draft", "spare", "deepseek/deepseek-chat"]
    assert targets[1].alias == spare
    assert (targets[2].alias.api_base, targets[2].alias.api_key_env) == ("", "")


def test_an_alias_that_is_not_configured_names_its_table() -> None:
    with pytest.raises(SettingsError, match=r"\[models\.judge\]"):
        ModelSettings().targets("judge")


@pytest.mark.parametrize("wrong", [{"model": ""}, {"model": "x", "api_key": "sk-1"}, {"model": "x", "timeout": 0}])
def test_wrong_settings_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ModelAlias.model_validate(wrong)


@pytest.mark.parametrize("name", sorted(OUTPUTS))
def test_the_schema_is_whole_without_references(name: str) -> None:
    strict = options_for("json_schema", OUTPUTS[name])["response_format"]["json_schema"]["schema"]
    assert "$ref" not in json.dumps(strict)
    assert "$defs" not in strict
    assert "title" in strict["properties"]
    for node in _objects(strict):
        assert node["additionalProperties"] is False
        assert node["required"] == list(node["properties"])


@pytest.mark.parametrize("name", sorted(OUTPUTS))
def test_the_outline_names_every_field_and_bound(name: str) -> None:
    outline = schema_text(OUTPUTS[name])
    plain = options_for("tools", OUTPUTS[name])["tools"][0]["function"]["parameters"]
    for node in _objects(plain):
        for field, value in node["properties"].items():
            assert f'"{field}": ' in outline
            if value.get("type") == "array" and "maxItems" in value:
                assert f"{value.get('minItems', 0)} 到 {value['maxItems']} 项" in outline
            if "description" in value:
                assert value["description"] in outline
    assert len(outline) < len(json.dumps(plain, ensure_ascii=False)) / 2


def _objects(node: object) -> list[dict[str, object]]:
    if isinstance(node, list):
        return [found for item in node for found in _objects(item)]
    if not isinstance(node, dict):
        return []
    own = [node] if node.get("type") == "object" and "properties" in node else []
    return own + [found for value in node.values() for found in _objects(value)]


def test_policies_step_down_to_text() -> None:
    assert [simpler("json_schema"), simpler("tools"), simpler("json_object"), simpler("text")] == [
        "json_object",
        "json_object",
        "text",
        None,
    ]
    assert options_for("text", OUTPUTS["TopicAnswer"]) == {}


class _Refused(Exception):
    status_code = 429

    def __init__(self, retry_after: str) -> None:
        super().__init__("litellm.RateLimitError: slow down, key sk-abc123def456")
        self.litellm_response_headers = {"retry-after": retry_after}


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("7", 7.0), ("0.5", 0.5), ("soon", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("-3", 0.0)],
)
def test_retry_after_is_read(value: str, seconds: float | None) -> None:
    fault = fault_of(_Refused(value))
    assert (fault.retry_after, fault.passing, fault.status) == (seconds, True, 429)
    assert "abc123" not in fault.message


def test_nothing_heavy_is_imported_before_a_call() -> None:
    code = (
        "import sys, assistant.drafting.model, assistant.llm.exchange, assistant.llm.prompts;"
        "heavy = 'litellm langchain_core langchain_litellm jinja2 openai httpx'.split();"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_loading_litellm_touches_no_network() -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise SystemExit('network')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
        "from assistant.llm.config import ModelAlias, ModelSettings\n"
        "from assistant.llm.gateway import open_chat\n"
        "open_chat(ModelSettings(draft=ModelAlias(model='openai/x', api_base='http://127.0.0.1:9/v1')).targets('draft'))\n"
        "print('quiet')\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.stdout.strip(), done.stderr) == ("quiet", "")
