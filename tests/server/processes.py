"""The service as a process of its own, as ``assistant serve`` starts it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from assistant.storage.apikeys import VERBS, KeyBook
from assistant.storage.database import open_database
from assistant.workspace import Workspace

ROOT = Path(__file__).parents[2]


def key_of(workspace: Workspace) -> str:
    """Make a key for everything."""
    return KeyBook(open_database(workspace)).add("tests", verbs=VERBS)[1]


@contextmanager
def serving(workspace: Workspace, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve a workspace while the block runs; yields the address. What it wrote to its log is in ``service.log``."""
    command = [sys.executable, "-m", "assistant", "serve", "--port", "0", "--workspace", str(workspace.root)]
    log = workspace.root / "service.log"
    known = os.environ | {"ASSISTANT_EMBEDDING__MODEL": "none", "PYTHONPATH": str(ROOT), **(environment or {})}
    with log.open("w", encoding="utf-8") as written:
        process = subprocess.Popen(command, stderr=written, env=known)
    try:
        yield _address(process, log)
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process, gently if it lets us."""
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    while True:
        if found := re.search(r"http://[\d.]+:\d+", log.read_text(encoding="utf-8")):
            return found[0]
        try:
            status = process.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError(f"the service ended with {status}: {log.read_text(encoding='utf-8')}")
