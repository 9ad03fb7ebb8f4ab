"""The datasets as they are committed: enough of them, and every name in them exists."""

from __future__ import annotations

import pytest

from assistant.knowledge.brandfiles import load_campaigns, load_groups
from evals.cases import CheckCase, DraftCase, InjectionCase, RefusalCase
from evals.paths import BRANDS, FOLDERS, FURTHER
from evals.suites import SUITES

GROUPS = {brand: set(load_groups(folder)) for brand, folder in FOLDERS.items()}
CAMPAIGNS = {brand: set(load_campaigns(folder)) for brand, folder in FOLDERS.items()}


@pytest.mark.parametrize("name", SUITES)
def test_each_suite_has_its_sixty_cases(name):
    cases = SUITES[name].cases()
    assert len(cases) >= 60
    assert len({case.id for case in cases}) == len(cases)


def test_the_checks_have_three_hundred_lines_and_half_of_them_are_clean():
    cases = SUITES["checks"].cases()
    assert len(cases) >= 300
    for half in ("dev", "held"):
        of_half = [case for case in cases if case.half == half]
        clean = [case for case in of_half if not case.expect]
        assert 0.4 <= len(clean) / len(of_half) <= 0.6
        assert sum(case.tricky for case in clean) >= 0.9 * len(clean)


@pytest.mark.parametrize("name", ["topic", "share", "promo", "injection", "refusals", "checks"])
def test_groups_and_campaigns_of_the_cases_exist(name):
    for case in SUITES[name].cases():
        asked = case.ask if isinstance(case, (InjectionCase, RefusalCase)) else case
        assert isinstance(case, (DraftCase, InjectionCase, RefusalCase, CheckCase))
        if case.brand is None:
            continue
        # A request for a group or a campaign that is not there is bad input and no refusal.
        assert not asked.group or asked.group in GROUPS[case.brand], case.id
        assert not asked.campaign or asked.campaign in CAMPAIGNS[case.brand], case.id


@pytest.mark.parametrize("name", ["topic", "share", "promo", "injection", "refusals"])
def test_the_drafting_cases_cover_every_brand(name):
    assert {case.brand for case in SUITES[name].cases()} - set(FURTHER) == set(BRANDS)


def test_a_further_brand_is_asked_in_the_refusals_alone():
    asked = {
        name for name, suite in SUITES.items() if {getattr(case, "brand", "") for case in suite.cases()} & set(FURTHER)
    }
    assert asked == {"refusals"}
