"""What a backtest costs: synthetic messages replayed under the sample's rules and others, on the command line.

The messages are put together from the lines that the classifier comes with, one in twelve of them harmful, each with a
member, a group and a time; the same number gives the same messages. The new rules switch one clause off, let one only
record and look for more in another. Time is of the processor, of all processes together; memory is the largest of one.

python -m evals.bench.backtesting                                   # 20,000 messages, one process against two
python -m evals.bench.backtesting --messages 1000000 --jobs 2       # how long many take
python -m evals.bench.backtesting --messages 1000000 --write FILE   # only the messages
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from assistant.moderation.classifier.examples import packaged_examples
from assistant.schema.moderation import Category
from evals.bench.timing import PYTHON
from evals.paths import ROOT

_HARMFUL = 12
_MEMBERS = 20_000
_START = datetime(2026, 11, 1, 8, 0)
#: What tells two messages of the same words apart: whom they speak to, how many, how they end.
BEGINS = ("", "", "", "姐妹们，", "请问", "那个", "话说", "@群主 ")
ENDS = ("", "", "", "呀", "哈", "～", "，谢谢", "，急", "[抱拳]")


def synthetic(count: int, groups: tuple[str, ...], *, seed: int = 4) -> Iterator[dict[str, Any]]:
    """Yield messages as a bot would write them to a file, always the same for a seed."""
    chosen = random.Random(seed)
    fine = [each.text for each in packaged_examples() if each.label is Category.ALLOW]
    harmful = [each.text for each in packaged_examples() if each.label is not Category.ALLOW]
    at = _START
    for number in range(count):
        at += timedelta(seconds=chosen.randrange(1, 6))
        lines = harmful if chosen.randrange(_HARMFUL) == 0 else fine
        # Two lines as often as one: a shop hears few sentences twice.
        text = "，".join(chosen.choices(lines, k=chosen.randint(1, 2)))
        member = chosen.randrange(_MEMBERS)
        yield {
            "id": f"m{number}",
            "group": chosen.choice(groups),
            "sender": {"id": f"u{member}", "name": f"群友{member}", "role": "member"},
            "text": f"{chosen.choice(BEGINS)}{text}{chosen.choice(ENDS)}",
            "sent_at": at.isoformat(),
        }


def groups_of(workspace: Path) -> tuple[str, ...]:
    """Return the groups of a workspace."""
    from assistant.knowledge.brandfiles import load_groups

    return tuple(load_groups(workspace / "knowledge"))


def changed_rules(rules: str) -> str:
    """Return rules in which the second clause is off, the third only records and the first knows one word more."""
    held = yaml.safe_load(rules)
    first, second, third, *_ = held["sets"]["default"]["clauses"]
    first["detectors"]["terms"] = {"list": "ad", "extra": ["拼团"]}
    second["mode"] = "off"
    third["mode"] = "shadow"
    return yaml.safe_dump(held, allow_unicode=True, sort_keys=False)


@dataclass(frozen=True)
class Run:
    """One run of the command: seconds on the wall and of the processor, megabytes of its largest process."""

    wall: float
    processor: float
    megabytes: float
    said: str


def run(workspace: Path, rules: Path, messages: Path, jobs: int) -> Run:
    """Replay a file of messages. Raises :class:`SystemExit` where the command fails."""
    command = [PYTHON, "-m", "assistant", "moderate", "backtest", "--rules", str(rules), "--file", str(messages)]
    command += ["--jobs", str(jobs), "--json", "--workspace", str(workspace)]
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, cwd=workspace, stdout=told)
        # The processes it started and waited for are counted with it.
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        said = told.read().decode("utf-8")
    if process.returncode:
        raise SystemExit(f"moderate backtest --jobs {jobs}: status {process.returncode}")
    return Run(time.perf_counter() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said)


def main() -> int:
    """Print a table row for each number of processes; 1 where their results differ."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--workspace", type=Path, default=ROOT)
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        messages = given.write or Path(folder) / "messages.jsonl"
        with messages.open("w", encoding="utf-8") as file:
            for each in synthetic(given.messages, groups_of(given.workspace)):
                file.write(json.dumps(each, ensure_ascii=False) + "\n")
        rules = messages.with_name("new-rules.yaml")
        rules.write_text(changed_rules((given.workspace / "knowledge" / "rules.yaml").read_text("utf-8")), "utf-8")
        if given.write:
            print(f"assistant moderate backtest --rules {rules} --file {messages} --jobs 2", file=sys.stderr)
            return 0
        found = {jobs: run(given.workspace, rules, messages, jobs) for jobs in given.jobs}
    for jobs, one in found.items():
        print(
            f"| backtest, {given.messages:,} messages, {jobs} process{'es' if jobs > 1 else ''} | {one.wall:.0f} s "
            f"| of the processor {one.processor:.0f} s, {one.processor / given.messages * 1e6:.0f} µs a message "
            f"| {one.megabytes:.0f} MB | |",
            flush=True,
        )
    same = len({one.said for one in found.values()}) == 1
    if len(found) > 1:
        print(f"| the same result, whatever the number of processes | {'yes' if same else 'NO'} | | | yes |")
    return int(not same)


if __name__ == "__main__":
    sys.exit(main())
