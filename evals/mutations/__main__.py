"""``python -m evals.mutations [NAME ...]``: exit status 1 when the suites miss a breakage."""

from __future__ import annotations

import sys

from evals.mutations.check import check, chosen, outcome_line
from evals.runner import cores


def main() -> int:
    """Check the mutations named, all by default."""
    outcomes = check(chosen(sys.argv[1:]), jobs=cores(), say=lambda outcome: print(outcome_line(outcome), flush=True))
    missed = [outcome for outcome in outcomes if not outcome.caught]
    print(f"{len(outcomes)} 种破坏，发现 {len(outcomes) - len(missed)} 种" + ("" if not missed else "：评测有漏洞"))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
