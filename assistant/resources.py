"""Files that travel with the product: the sample brand, the prompts, the templates of ``assistant init``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent


def packaged(name: str) -> Path:
    """Return the folder ``name`` of packaged data: inside the wheel, else at the root of the checkout."""
    inside = PACKAGE / "_data" / name
    return inside if inside.exists() else PACKAGE.parent / name


def read_yaml(path: Path) -> Any:
    """Return what a file of our own says. What people write is read more strictly (``knowledge.brandyaml``)."""
    import yaml

    # The C loader is ten times faster; it is absent only from unusual builds of PyYAML.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_bytes(), Loader=loader)  # noqa: S506 - both are safe loaders
