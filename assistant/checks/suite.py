"""All checks behind one function: a text and what it is held against in, findings out, in order of place.

A check is imported when it is first asked, so that asking one costs no more than that one. :func:`run_checks` holds one
text; :func:`check_draft` (:mod:`assistant.checks.drafts`) a whole draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module

from assistant.checks.context import Check, CheckContext
from assistant.errors import InputError
from assistant.schema.contracts import Finding, Severity

CHECKS: dict[str, str] = {
    "facts": "assistant.checks.factcheck",
    "required": "assistant.checks.required",
    "adlaw": "assistant.checks.adlaw",
    "privacy": "assistant.checks.privacy",
    "voice": "assistant.checks.voice",
    "repeat": "assistant.checks.repeat",
}
"""Every check by the name its findings carry, and the module whose ``check`` it is, in the order they are run."""

TITLES: dict[str, str] = {
    "facts": "事实", "required": "必写条款", "adlaw": "广告法", "privacy": "隐私", "voice": "语气", "repeat": "重复",
    "shape": "格式", "citation": "出处",
}  # fmt: skip
"""What operators call the checks."""

_WEIGHT: dict[Severity, int] = {"error": 0, "warn": 1, "info": 2}


@cache
def load(name: str) -> Check:
    """Return the check of this name. Raises :class:`InputError` naming those there are."""
    if name not in CHECKS:
        raise InputError(f"没有 {name!r} 这项检查，可选：{'、'.join(CHECKS)}")
    found: Check = import_module(CHECKS[name]).check
    return found


def run_checks(text: str, context: CheckContext, names: Iterable[str] | None = None) -> list[Finding]:
    """Return what the checks of these ``names`` (default: all) find in ``text``, in order of place.

    Raises :class:`InputError` for a name there is no check of and :class:`ConfigError` for a wrong file of own terms.
    """
    wanted = list(CHECKS if names is None else names)
    return in_order(finding for name in wanted for finding in load(name)(text, context))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings by field and place, the gravest first where they begin together, none of them twice."""
    unique = {(f.field, f.start, f.end, f.check, f.kind, f.message): f for f in findings}
    return sorted(unique.values(), key=lambda f: (f.field != "title", f.start, _WEIGHT[f.severity], f.end, f.check))


def errors(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings with which a text must not be sent."""
    return [finding for finding in findings if finding.severity == "error"]
