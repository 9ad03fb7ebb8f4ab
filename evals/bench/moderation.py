"""What a message costs: the cascade against one bare Aho-Corasick pass, the unsure against an embedding, memory.

The messages are customers' questions, one a line as ``{"text"}``; they are not in the project, and without them the
harmless lines that the classifier comes with are read. The bare pass looks for 10,000 generated terms with
pyahocorasick, of the development environment. Times are of the processor, for one core is asked for, and each is
measured in turn with its reference. A message is clear where it is let pass without being embedded, unsure where the
classifier embeds it.

python -m evals.bench.moderation [--data DIR]      # DIR holds customer_questions.jsonl and abuse_base.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from unittest.mock import patch

from assistant.moderation.cascade import Moderator
from assistant.moderation.classifier import classify, meaning
from assistant.moderation.classifier.examples import packaged_examples
from assistant.moderation.classifier.meaning import READ, second_likeness
from assistant.schema.moderation import Category, Message, Verdict
from assistant.workspace import Workspace
from evals.bench.timing import PYTHON, row
from evals.paths import ROOT

GROUP = "yuecheng-vip"
TERMS = 10_000
GOAL, GOAL_UNSURE, GOAL_MEMORY = 40.0, 1.2, 150.0
_UNSURE, _LOOKED_AT = 150, 3000
# Reads messages as a bot's hook would, without an embedder, then says how much memory that took, in bytes.
_MEMORY = """
import json, sys
from pathlib import Path
from assistant.moderation.cascade import Moderator
from assistant.moderation.classifier import meaning
meaning._embedder = lambda: None
from assistant.schema.moderation import Message
from assistant.workspace import Workspace
moderator = Moderator(Workspace(Path(sys.argv[1])), store=False)
for number, line in enumerate(open(sys.argv[2], encoding="utf-8")):
    moderator.decide(Message(id=str(number), group=sys.argv[3], text=json.loads(line)["text"]))
print(next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS")) * 1024)
"""


def texts_of(file: Path) -> list[str]:
    """Return the texts of a JSONL file."""
    return [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def messages_of(texts: Sequence[str], group: str = GROUP) -> list[Message]:
    """Return a message a text, each by somebody else."""
    return [Message(id=str(number), group=group, text=text) for number, text in enumerate(texts)]


def generated_terms(texts: Sequence[str], count: int = TERMS) -> list[str]:
    """Return terms of two to four characters put together from the letters of ``texts``, always the same."""
    letters = sorted({letter for text in texts for letter in text if "\u4e00" <= letter <= "\u9fff"})
    chosen = random.Random(4)
    found: set[str] = set()
    while len(found) < count:
        found.add("".join(chosen.choices(letters, k=chosen.randint(2, 4))))
    return sorted(found)


def in_turn(one: Callable[[], object], other: Callable[[], object], *, rounds: int = 5) -> tuple[float, float]:
    """Return the median processor seconds of two actions called in turn, after a round that does not count."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for action, kept in zip((one, other), taken, strict=True):
            begin = time.process_time()
            action()
            if number:
                kept.append(time.process_time() - begin)
    return statistics.median(taken[0]), statistics.median(taken[1])


def parted(moderator: Moderator, messages: Sequence[Message]) -> tuple[list[Message], list[Message]]:
    """Return the messages that are clear, and those that the classifier wants embedded."""
    asked: list[str] = []

    def noted(text: str, digest: str) -> Any:
        asked.append(text)
        return second_likeness(text, digest)

    clear, unsure = [], []
    with patch.object(classify, "second_likeness", noted):
        for message in messages:
            asked.clear()
            verdict = moderator.decide(message).verdict
            if asked:
                unsure.append(message)
            elif verdict is Verdict.ALLOW:
                clear.append(message)
    return clear, unsure


def clear_row(moderator: Moderator, texts: Sequence[str]) -> None:
    """A clear message against the bare pass."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for term in generated_terms(texts):
        automaton.add_word(term, term)
    automaton.make_automaton()
    clear, _ = parted(moderator, messages_of(texts))

    def bare() -> int:
        return sum(1 for message in clear for _ in automaton.iter(message.text))

    # No decision is kept: a bot has done with one before it asks for the next.
    whole, reference = in_turn(lambda: deque(map(moderator.decide, clear), maxlen=0), bare)
    row(
        f"a clear message, {len(clear):,} of them",
        f"{whole / len(clear) * 1e6:.1f} µs",
        f"one bare pass, {TERMS:,} terms, {reference / len(clear) * 1e6:.2f} µs",
        whole / reference,
        GOAL,
    )


def unsure_row(moderator: Moderator, texts: Sequence[str], workspace: Workspace) -> None:
    """A message that the classifier embeds against embedding it."""
    from assistant.knowledge.embedding import open_embedder

    embedder, problem = open_embedder(workspace.settings.embedding)
    if embedder is None:
        print(f"no embedder: {problem}")
        return
    _, unsure = parted(moderator, messages_of(texts)[:_LOOKED_AT])
    unsure = unsure[:_UNSURE]
    # No vector is kept, so that each is embedded anew.
    with patch.object(meaning, "_vectors", meaning._Vectors()), patch.object(meaning, "KEPT", 0):
        whole, reference = in_turn(
            lambda: deque(map(moderator.decide, unsure), maxlen=0),
            lambda: [embedder.query(message.text[:READ]) for message in unsure],
            rounds=3,
        )
    row(
        f"an unsure message with its embedding, {len(unsure)} of them",
        f"{whole / len(unsure) * 1e3:.2f} ms",
        f"the embedding alone {reference / len(unsure) * 1e3:.2f} ms",
        whole / reference,
        GOAL_UNSURE,
    )


def memory_row(file: Path, root: Path) -> None:
    """The resident memory of a process that judged every message of ``file``."""
    command = [PYTHON, "-c", _MEMORY, str(root), str(file), GROUP]
    used = int(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout) / 1e6
    empty = "import os; print(int(open('/proc/self/statm').read().split()[1]) * os.sysconf('SC_PAGE_SIZE'))"
    bare = int(subprocess.run([PYTHON, "-c", empty], check=True, capture_output=True, text=True).stdout) / 1e6
    row("memory of the cascade", f"{used:.0f} MB", f"`python -c pass` {bare:.0f} MB", used / bare, GOAL_MEMORY / bare)


def own_texts() -> tuple[list[str], list[str]]:
    """Return harmless lines of ours, and ones put together from several, about which the classifier is less sure."""
    from evals.bench.backtesting import synthetic

    fine = [each.text for each in packaged_examples() if each.label is Category.ALLOW]
    return fine, [each["text"] for each in synthetic(_LOOKED_AT, (GROUP,))]


def main() -> None:
    """Print the table rows."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    parser.add_argument("--workspace", type=Path, default=ROOT)
    given = parser.parse_args()
    workspace = Workspace(given.workspace)
    questions, others = (
        [texts_of(given.data / f"{name}.jsonl") for name in ("customer_questions", "abuse_base")]
        if given.data
        else own_texts()
    )
    moderator = Moderator(workspace, store=False)
    clear_row(moderator, questions)
    unsure_row(moderator, others, workspace)
    with NamedTemporaryFile("w", encoding="utf-8", suffix=".jsonl") as file:
        file.writelines(json.dumps({"text": text}) + "\n" for text in questions)
        file.flush()
        memory_row(Path(file.name), given.workspace)


if __name__ == "__main__":
    main()
