"""The running service against its own description: thousands of cases, no 5xx, no answer that is not described."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import jsonschema_rs
import pytest
from processes import ROOT, key_of, serving

from assistant.server.examples import PROBLEMS

HERE = Path(__file__).parent
SECRETS = {
    "ASSISTANT_ONEBOT_SECRET": "quack", "ASSISTANT_TELEGRAM_SECRET": "tg-secret", "ASSISTANT_WECOM_TOKEN": "QDG6eK",
    "ASSISTANT_WECOM_AES_KEY": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
}  # fmt: skip
# A body that is too large as well as wrong is told that it is too large.
CONFIG = """
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 409, 413, 415, 422, 429]
"""
CASES = 2000


@pytest.fixture
def described(make_workspace):
    """The bakery in a process of its own, with every door open and a group of the name the examples use."""
    workspace = make_workspace("[server]", "rate = 10000000")
    groups = workspace.knowledge / "groups.yaml"
    example = "  - {id: newborn, name: 麦垛新手群}\n"
    groups.write_text(f"{groups.read_text(encoding='utf-8').rstrip()}\n{example}", encoding="utf-8")
    key = key_of(workspace)
    with serving(workspace, SECRETS) as base:
        answer = httpx.get(f"{base}/openapi.json", headers={"Authorization": f"Bearer {key}"}, timeout=60)
        yield workspace.root, base, key, answer.json()


@pytest.mark.timeout(900)
def test_every_case_is_answered_as_described(described):
    root, base, key, document = described
    (root / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    (root / "schemathesis.toml").write_text(CONFIG, encoding="utf-8")
    command = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(root / "schemathesis.toml"), "run",
        str(root / "openapi.json"), "--url", base, "--checks", "all", "--seed", "5", "--max-examples", "60",
        "--continue-on-failure", "--no-shrink", "--request-timeout", "200", "--max-response-time", "200",
        "--report", "json", "--report-json-path", str(root / "report.json"),
    ]  # fmt: skip
    environment = os.environ | SECRETS | {
        "CONTRACT_KEY": key, "SCHEMATHESIS_HOOKS": "proving", "NO_PROXY": "127.0.0.1",
        "PYTHONPATH": os.pathsep.join((str(HERE), str(ROOT))), "PYTHONIOENCODING": "utf-8",
    }  # fmt: skip
    ran = subprocess.run(command, env=environment, cwd=root, capture_output=True, encoding="utf-8", timeout=800)
    assert ran.returncode == 0, ran.stdout[-20_000:] + ran.stderr
    report = json.loads((root / "report.json").read_text(encoding="utf-8"))
    assert report["test_cases"]["generated"] >= CASES
    assert report["operations"]["tested"] == sum(len(item) for item in document["paths"].values())
    # Every route behind a proof was tried without it, and with a wrong one, after an answer that was good.
    rates = report["valid_rates"]
    assert [name for name, phases in rates.items() if not any(each["accepted"] for each in phases.values())] == []
    log = (root / "service.log").read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert "failed: " not in log


def test_the_document_is_complete(described):
    _, _, _, document = described
    operations = [each for item in document["paths"].values() for each in item.values()]
    names = [each["operationId"] for each in operations]
    assert len(set(names)) == len(names)
    assert {tag for each in operations for tag in each["tags"]} == {tag["name"] for tag in document["tags"]}
    assert {each["operationId"] for each in operations if not each.get("security")} == {"health", "readiness"}
    told = {status for each in operations for status in each["responses"]}
    assert told >= {"400", "401", "403", "404", "409", "413", "415", "422", "429", "503"}
    for each in operations:
        assert each["description"], each["operationId"]
        for status, answer in each["responses"].items():
            if status >= "400":
                (problem,) = answer["content"].items()
                assert problem[0] == "application/problem+json"
                assert problem[1]["schema"] == {"$ref": "#/components/schemas/Problem"}
                assert set(problem[1]["examples"]) == set(PROBLEMS[int(status)])
            elif "application/json" in answer.get("content", {}) and each["operationId"] != "wecom_callback":
                assert "example" in answer["content"]["application/json"], each["operationId"]
        for content in each.get("requestBody", {}).get("content", {}).values():
            if content["schema"].get("type") != "string" and each["operationId"] != "wecom_callback":
                assert _example_of(content, document), each["operationId"]


def test_every_example_is_what_its_schema_says(described):
    _, _, _, document = described
    for each in (each for item in document["paths"].values() for each in item.values()):
        bodies = [*each["responses"].values(), each.get("requestBody", {})]
        for content in (content for body in bodies for content in body.get("content", {}).values()):
            schema = content["schema"] | {"components": document["components"]}
            validator = jsonschema_rs.validator_for(schema, validate_formats=True)
            for example in _example_of(content, document):
                validator.validate(example)


def _example_of(content, document):
    """The examples of a body, wherever they stand."""
    found = [content["example"]] if "example" in content else []
    found += [each["value"] for each in content.get("examples", {}).values()]
    schema = content["schema"]
    for named in (schema, schema.get("items", {})):
        if "$ref" in named:
            name = named["$ref"].rpartition("/")[2]
            examples = document["components"]["schemas"][name].get("examples", [])
            found += [[each] for each in examples] if named is not schema else examples
    return found + schema.get("examples", [])
