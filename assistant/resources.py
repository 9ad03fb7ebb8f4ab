"""Files that travel with the product: the sample brand, the prompts, the templates of ``assistant init``."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def packaged(name: str) -> Path:
    """Return the folder ``name`` of packaged data: inside the wheel, else at the root of the checkout."""
    inside = PACKAGE / "_data" / name
    return inside if inside.exists() else PACKAGE.parent / name
