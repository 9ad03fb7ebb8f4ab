"""Where the evals keep their things."""

from __future__ import annotations

from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DATASETS = HERE / "datasets"
BASELINE = HERE / "baseline.json"
GATES = HERE / "gates.yaml"
#: Synced fixture brands, kept between runs; ignored by git and safe to delete.
CACHE = HERE / ".cache"
REPORTS = HERE / "reports"
#: The folder of each fixture brand that holds its files.
BRANDS = {
    "sample": ROOT / "knowledge",
    **{name: HERE / "brands" / name / "knowledge" for name in ("calligraphy", "bakery", "pet", "gym")},
}
#: Brands of a suite or two, of which the others ask nothing: the florist's campaigns are sold out or not written out.
FURTHER = {name: HERE / "brands" / name / "knowledge" for name in ("florist",)}
#: Every fixture brand.
FOLDERS = BRANDS | FURTHER
#: The day every dataset is asked on where a case names none; the fixture brands were written for it.
ASKED = date(2026, 11, 27)
