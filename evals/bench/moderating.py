"""How well the cascade decides on public sets as it comes, and how fast it learns.

The sets are JSONL, ``{"text", "label"}``, the evasions with ``plain`` as well; they are not in the project. A message
counts as flagged where it is blocked or shown to a person.

python -m evals.bench.moderating --data DIR [--learning]
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from assistant.moderation.cascade import Moderator
from assistant.moderation.learned import learned_from
from assistant.schema.moderation import Category, Verdict
from assistant.storage.corrections import Correction
from assistant.workspace import Workspace
from evals.bench.moderation import messages_of
from evals.paths import ROOT

Row = dict[str, Any]
HARM = {"sms": Category.AD, "cold_dev": Category.ABUSE, "abuse_base": Category.ABUSE}
EVASIONS = {
    **dict.fromkeys(("emoji", "swap", "traditional", "radical", "chaizi"), 0.85),
    **dict.fromkeys(("homo", "pinyin", "pinyin_full"), 0.70),
}
LEARN = {50: 0.95, 20: 0.92}
SECONDS = 5.0


def rows_of(file: Path) -> list[Row]:
    """Return the objects of a JSONL file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def flagged(moderator: Moderator, texts: Iterable[str]) -> list[bool]:
    """Tell of each text whether it is blocked or shown to a person."""
    return [moderator.decide(message).verdict is not Verdict.ALLOW for message in messages_of(list(texts), "")]


def share(answers: Sequence[bool]) -> float:
    """Return the share of yes; 0 of nothing."""
    return sum(answers) / len(answers) if answers else 0.0


def split(moderator: Moderator, rows: Sequence[Row], key: str = "text") -> tuple[float, float]:
    """Return the share flagged of what breaks a rule and of what does not."""
    found = flagged(moderator, (each[key] for each in rows))
    harm, fine = (
        [hit for hit, each in zip(found, rows, strict=True) if (each["label"] == "allow") is want]
        for want in (False, True)
    )
    return share(harm), share(fine)


def packaged(moderator: Moderator, data: Path) -> None:
    """Print what comes out without learning."""
    questions = rows_of(data / "customer_questions.jsonl")
    stopped = share(flagged(moderator, (each["text"] for each in questions)))
    print(f"| customer questions, {len(questions):,} | | {stopped:.2%} | false alarms 0.5% |", flush=True)
    for name in HARM:
        rows = rows_of(data / f"{name}.jsonl")
        recall, false = split(moderator, rows)
        goal = "recall 85%, false alarms 5%" if name == "sms" else "none set"
        print(f"| {name}, {len(rows):,} | {recall:.1%} | {false:.1%} | {goal} |", flush=True)


def evasions(moderator: Moderator, data: Path) -> None:
    """Print how much of what is flagged as written is still flagged in disguise."""
    for name, goal in EVASIONS.items():
        rows = rows_of(data / f"abuse_{name}.jsonl")
        plain = flagged(moderator, (each["plain"] for each in rows))
        hidden = flagged(moderator, (each["text"] for each in rows))
        kept = [now for now, before, each in zip(hidden, plain, rows, strict=True) if before and _harm(each)]
        fine = [hits for hits in zip(plain, hidden, rows, strict=True) if not _harm(hits[2])]
        alarms = f"{share([one for one, _, _ in fine]):.1%} → {share([two for _, two, _ in fine]):.1%}" if fine else "–"
        print(f"| {name} | {len(kept)} of {len(rows)} | {share(kept):.1%} | {goal:.0%} | {alarms} |", flush=True)


def _harm(row: Row) -> bool:
    return bool(row["label"] != "allow")


def learning(workspace: Workspace, data: Path, *, draws: int = 3) -> None:
    """Print the accuracy on the rest of the SMS after some of each class were taught, and how long that took."""
    rows = rows_of(data / "sms.jsonl")
    for each, goal in LEARN.items():
        accuracies, seconds = [], []
        for draw in range(draws):
            chosen = random.Random(draw)
            taught: list[Row] = []
            for harm in (True, False):
                taught += chosen.sample([row for row in rows if _harm(row) is harm], each)
            corrections = [
                Correction(text=row["text"], label=HARM["sms"] if _harm(row) else Category.ALLOW) for row in taught
            ]
            begin = time.perf_counter()
            classifier = learned_from(corrections)
            seconds.append(time.perf_counter() - begin)
            ids = {row["id"] for row in taught}
            rest = [row for row in rows if row["id"] not in ids]
            found = flagged(Moderator(workspace, store=False, classifier=classifier), (row["text"] for row in rest))
            accuracies.append(share([hit is _harm(row) for hit, row in zip(found, rest, strict=True)]))
        print(
            f"| {each} a class | {min(accuracies):.1%} to {max(accuracies):.1%} | {goal:.0%} "
            f"| {max(seconds):.1f} s | {SECONDS:.0f} s |",
            flush=True,
        )


def main() -> None:
    """Print the tables' rows."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--workspace", type=Path, default=ROOT)
    parser.add_argument("--learning", action="store_true", help="The learning curves alone.")
    given = parser.parse_args()
    workspace = Workspace(given.workspace)
    if not given.learning:
        moderator = Moderator(workspace, store=False)
        packaged(moderator, given.data)
        evasions(moderator, given.data)
    learning(workspace, given.data)


if __name__ == "__main__":
    main()
