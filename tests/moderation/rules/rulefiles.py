"""Small rules files for tests."""

from __future__ import annotations

from pathlib import Path

CLAUSE = """\
      - id: no-ads
        category: ad
        clause: 群里不发广告。
        detectors: {contact_bait: {}}
        violates: [加我微信 abc12345 拿货]
        allows: [多少钱一个]
        ladder:
          - {offence: 1, actions: [{kind: remind}]}
          - {offence: 3, actions: [{kind: delete}, {kind: mute, minutes: 60}]}
"""
GROUPS = "- {id: a, name: 面包群}\n- {id: b, name: 蛋糕群}"


def clause_with(id_: str, line: str) -> str:
    """The clause under another id with one more line."""
    return CLAUSE.replace("no-ads", id_) + f"        {line}\n"


def write_rules(root: Path, text: str, groups: str = GROUPS) -> None:
    """Write rules and groups to the ``knowledge/`` folder ``root``."""
    (root / "groups.yaml").write_text(f"groups:\n{groups}\n", encoding="utf-8")
    (root / "rules.yaml").write_text(text, encoding="utf-8")
