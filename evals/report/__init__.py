"""A run as people and programs read it: a table, JSON, JUnit XML, a page."""

from __future__ import annotations

from pathlib import Path

from evals.results import RunResult


def write_reports(run: RunResult, folder: Path) -> list[Path]:
    """Write ``report.json``, ``junit.xml`` and ``report.html`` into ``folder`` and return their paths."""
    from evals.report.html import page
    from evals.report.junit import junit

    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "report.json": run.model_dump_json(indent=1),
        "junit.xml": junit(run),
        "report.html": page(run),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files]
