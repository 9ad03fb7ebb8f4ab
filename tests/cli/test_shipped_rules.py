"""The group rules that travel with the project hold on their own examples, with the classifier as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from shop import run

ROOT = Path(__file__).parents[2]
BRANDS = {
    "sample": ROOT / "knowledge",
    **{path.parents[1].name: path.parent for path in sorted(ROOT.glob("evals/brands/*/knowledge/rules.yaml"))},
}


@pytest.mark.parametrize("brand", sorted(BRANDS))
def test_every_example_is_decided_as_it_says(brand, shop):
    shutil.rmtree(shop / "knowledge")
    shutil.copytree(BRANDS[brand], shop / "knowledge")
    result = run("rules", "check")

    assert result.status == 0, result.out
    assert "个例子都对得上" in result.out
