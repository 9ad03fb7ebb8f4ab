"""What the wheel carries, what the locks pin, and that nothing heavy is imported before it is needed."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from email.parser import BytesParser
from pathlib import Path

import pytest

from assistant import __version__

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")
# How a distribution is imported, where its name does not say it.
IMPORTED = {
    "pyyaml": "yaml",
    "python-docx": "docx",
    "python-pptx": "pptx",
    "pdfminer-six": "pdfminer",
    "charset-normalizer": "charset_normalizer",
    "pydantic-settings": "pydantic_settings",
    "langchain-core": "langchain_core",
    "langchain-litellm": "langchain_litellm",
    "lunar-python": "lunar_python",
    "pydantic-evals": "pydantic_evals",
    "prometheus-client": "prometheus_client",
}


def normal(requirement):
    """The normalized name a requirement starts with."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()


def pins(lock):
    """Name to the versions a lock pins (more than one where they differ by Python version)."""
    found = {}
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([\w.-]+)(?:\[[^\]]*\])?==(\S+)", line):
            found.setdefault(normal(match[1]), set()).add(match[2])
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    arguments = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(arguments, cwd=ROOT, check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        yield archive


CARRIED = {
    "assistant": "assistant",
    "knowledge": "assistant/_data/knowledge",
    "prompts": "assistant/_data/prompts",
}


@pytest.mark.parametrize(("folder", "inside"), CARRIED.items())
def test_every_file_of_the_repository_travels(wheel, folder, inside):
    listed = subprocess.run(["git", "ls-files", "-z", folder], cwd=ROOT, capture_output=True, text=True, timeout=60)
    if listed.returncode:
        pytest.skip("not a git checkout")
    wanted = {inside + name[len(folder) :] for name in listed.stdout.split("\0") if name and (ROOT / name).exists()}
    assert wanted
    assert wanted - set(wheel.namelist()) == set()


def test_nothing_else_travels(wheel):
    for name in wheel.namelist():
        assert name.startswith(("assistant/", "community_assistant-")), name
        assert not re.search(r"\.assistant/|__pycache__|\.pyc$|\.db$|\.env$", name), name


def test_the_archives_do_not_carry_the_guides_pictures(wheel):
    kept_out = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["exclude"]
    assert "docs/screens" in kept_out
    assert [name for name in wheel.namelist() if name.endswith(".png")] == []
    pictures = sorted((ROOT / "docs").rglob("*.png"))
    assert all(file.parent == ROOT / "docs" / "screens" and file.stat().st_size < 150_000 for file in pictures)


def test_the_wheel_says_what_it_is(wheel):
    names = {Path(name).name: name for name in wheel.namelist() if ".dist-info/" in name}
    metadata = BytesParser().parsebytes(wheel.read(names["METADATA"]))
    assert (metadata["Name"], metadata["Version"]) == ("community-assistant", __version__)
    assert (metadata["License-Expression"], metadata["Requires-Python"]) == ("MIT", ">=3.11")
    assert b"assistant = assistant.__main__:main" in wheel.read(names["entry_points.txt"])


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_and_hashes_everything_and_names_no_place(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    entries = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert entries
    for entry in entries:
        assert re.match(r"[\w.-]+(\[[^\]]*\])?==\S+", entry), entry[:80]
        assert "--hash=sha256:" in entry, entry[:80]
    paths = [line for line in text.splitlines() if re.search(r"#.*\s/\w", line)]
    assert paths == []


def test_the_locks_hold_every_direct_dependency_and_agree():
    runtime, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {normal(entry) for entry in PROJECT["project"]["dependencies"]} <= runtime.keys()
    groups = PROJECT["dependency-groups"]
    assert {normal(entry) for group in groups.values() for entry in group if isinstance(entry, str)} <= dev.keys()
    assert {name: dev.get(name) for name in runtime} == runtime
    assert {name: dev.get(name) for name in pins("requirements-build.lock")} == pins("requirements-build.lock")


def test_the_malicious_releases_are_shut_out():
    assert pins("requirements.lock")["litellm"].isdisjoint({"1.82.7", "1.82.8"})
    litellm = next(entry for entry in PROJECT["project"]["dependencies"] if normal(entry) == "litellm")
    assert all(f"!={version}" in litellm for version in ("1.82.7", "1.82.8"))


def test_every_direct_dependency_is_imported_somewhere():
    files = [file for folder in ("assistant", "ui", "evals") for file in sorted((ROOT / folder).rglob("*.py"))]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    for entry in PROJECT["project"]["dependencies"]:
        module = IMPORTED.get(normal(entry), normal(entry))
        imported = rf"^\s*(import|from) {module}\b|import_module\(\"{module}\"\)"
        assert re.search(imported, source, flags=re.MULTILINE), entry


def test_starting_the_command_line_imports_nothing_heavy():
    heavy = "chromadb litellm langchain_core opencc pypinyin lunar_python docx openpyxl pptx pdfplumber lxml numpy"
    heavy += " pydantic_evals"
    code = f"import sys, assistant.cli; print(*[name for name in {heavy.split()} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert shown.stdout.split() == [], shown.stderr


def test_every_make_target_explains_itself_and_is_run_by_its_name():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)[1].split()
    explained = re.findall(r"^([a-z-]+):.*## \S", makefile, flags=re.MULTILINE)
    assert sorted(phony) == sorted(explained)
    assert {"help", "demo", "test", "lint", "typecheck", "fmt", "build", "lock"} <= set(explained)
