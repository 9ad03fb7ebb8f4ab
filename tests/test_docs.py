"""The documents say what the code does: fields, commands and settings they name exist, and none is left out."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
import typer

from assistant.cli import app
from assistant.knowledge import brandfields, campaignfields
from assistant.knowledge.sources import SourceMeta
from assistant.llm.config import ModelSettings
from assistant.moderation import detectors
from assistant.moderation.policy import GRAVITY
from assistant.moderation.rules import fields as rulefields
from assistant.moderation.rules import ladder
from assistant.schema.moderation import Category

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FIELDS = (ROOT / "docs" / "knowledge.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def commands(group, path):
    """Every command below ``group`` as the words one types."""
    found = {}
    for name, command in getattr(group, "commands", {}).items():
        found |= commands(command, (*path, name)) or {" ".join((*path, name)): command}
    return found


COMMANDS = commands(typer.main.get_command(app), ("assistant",))


@pytest.mark.parametrize("tables", [brandfields, campaignfields])
def test_every_field_of_the_yaml_files_is_explained(tables):
    named = set(re.findall(r"`([a-z_]+)`", FIELDS))
    known = [
        table.fields for table in vars(tables).values() if hasattr(table, "fields") and hasattr(table, "shorthand")
    ]
    assert known
    assert {field for fields in known for field in fields} - named == set()


def test_every_field_of_the_rules_is_explained():
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    tables = [rulefields.SET, rulefields.EXEMPT, rulefields.CLAUSE, rulefields.CHANGE, ladder.STEP, ladder.ACTION]
    assert {field for table in tables for field in table.fields} - set(re.findall(r"`([a-z_]+)`", text)) == set()
    for category in Category:
        assert category.value in text
    assert [category.value for category in reversed(GRAVITY)] == re.findall(
        r"[a-z]+", text[text.index("graver category:") + 16 : text.index(". The n-th")]
    )


def test_every_detector_and_its_parameters_are_explained():
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    rows = dict(
        re.findall(r"^\| `([a-z_]+)` \| .+? \| (.*)\|$", text[text.index("## Detectors") :], flags=re.MULTILINE)
    )
    assert set(rows) == set(detectors.NAMES)
    for name, row in rows.items():
        params = import_module(f"{detectors.__name__}.{name}").Params.model_fields
        assert set(re.findall(r"`([a-z_]+)`", row)) == set(params), name


def test_every_field_of_sources_is_explained():
    assert set(SourceMeta.model_fields) <= set(re.findall(r"`([a-z_]+)`", FIELDS))


def test_the_readme_lists_every_command_and_no_other():
    listed = re.findall(r"^\| `(assistant [a-z -]+?)(?: [\[A-Z-].*?)?` \|", README, flags=re.MULTILINE)
    listed = [re.sub(r" --.*", "", entry) for entry in listed]
    assert sorted(listed) == sorted(COMMANDS)


def test_the_options_the_documents_name_exist():
    known = {name for command in COMMANDS.values() for option in command.params for name in option.opts} | {"--group"}
    for text in (README, FIELDS, ARCHITECTURE):
        assert set(re.findall(r"(?<![\w-])--[a-z]+", text)) <= known


def test_the_make_targets_of_the_readme_exist():
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert {
        word for line in re.findall(r"^make ([a-z ]+)", README, flags=re.MULTILINE) for word in line.split()
    } <= targets


def test_the_settings_the_readme_shows_are_right():
    shown = tomllib.loads(re.search(r"```toml\n(.+?)```", README, flags=re.DOTALL)[1])
    models = ModelSettings.model_validate(shown["models"])
    assert shown["writer"] in models.aliases()


def test_every_dependency_has_its_line_in_the_architecture():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [re.match(r"[\w.-]+", entry)[0] for entry in project["project"]["dependencies"]]
    for name in wanted:
        assert re.search(rf"^\| {re.escape(name)} \| \S.*\| \S.*\| \S.*\|$", ARCHITECTURE, flags=re.MULTILINE), name


@pytest.mark.parametrize(
    "document", ["README.md", "docs/architecture.md", "docs/knowledge.md", "docs/guide.zh.md", "CHANGELOG.md"]
)
def test_links_lead_somewhere(document):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / document).read_text(encoding="utf-8")):
        assert (ROOT / document).parent.joinpath(target).exists(), target
