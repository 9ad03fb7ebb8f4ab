"""What a backtest found, as one JSON object."""

from __future__ import annotations

from typing import Any

from assistant.moderation.backtest import Backtest, Ruled, Tally


def as_object(found: Backtest, *, words: bool = True) -> dict[str, Any]:
    """Return the result as one JSON object; without ``words`` samples say which message, not what it says."""
    return {
        "messages": found.messages,
        "stopped": {"before": found.stopped_before, "after": found.stopped_after},
        "changed": found.changed,
        "clauses": {id_: _tally(tally, words) for id_, tally in sorted(found.clauses.items())},
    }


def _tally(tally: Tally, words: bool) -> dict[str, Any]:
    return {
        "before": tally.before,
        "after": tally.after,
        "shadow": tally.shadowed,
        "changed": tally.changed,
        "members_hit": len(tally.members),
        "samples": [
            {
                "id": each.id,
                "group": each.group,
                **({"sender": each.sender, "text": each.text} if words else {}),
                "change": each.change,
                "before": _plain(each.before, words),
                "after": _plain(each.after, words),
            }
            for samples in tally.samples.values()
            for each in samples
        ],
    }


def _plain(ruled: Ruled, words: bool) -> dict[str, Any]:
    return {
        "verdict": ruled.verdict.value,
        "clause": ruled.clause,
        "category": ruled.category,
        **({"words": ruled.words} if words else {}),
        "actions": list(ruled.actions),
    }
