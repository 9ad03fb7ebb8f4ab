"""The sample brand agrees with itself: what one file says about prices, campaigns and groups, the others say too."""

import csv
import json
import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from pathlib import Path

import pytest
import yaml

from assistant.checks.mechanics import missing_terms
from assistant.knowledge.brandfiles import load_brand, load_campaigns, load_groups
from assistant.knowledge.sources import load_sources
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Mechanic

ROOT = Path(__file__).parents[2] / "knowledge"
QUESTIONS = Path(__file__).parents[2] / "evals" / "datasets" / "retrieval"
CATEGORIES = {"ad", "link", "fraud", "gambling", "porn", "abuse", "medical", "privacy", "flood", "other"}


@pytest.fixture(scope="module")
def products():
    with (ROOT / "products.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["sku"] for row in rows}) == len(rows)
    return {row["sku"]: row for row in rows}


@pytest.fixture(scope="module")
def faq():
    text = (ROOT / "faq.md").read_text(encoding="utf-8")
    entries = re.findall(r"^### (.+？)\n(.+)$", text, flags=re.M)
    assert len(entries) == text.count("\n### "), "an entry is not of the form '### question？' and one paragraph"
    return dict(entries)


def test_the_shop_is_large_enough_to_be_real(products, faq):
    groups = load_groups(ROOT)
    assert len(products) >= 70
    assert len(faq) >= 70
    assert len(groups) >= 7
    assert len(load_brand(ROOT).branches) == 3
    assert len(load_brand(ROOT).synonyms) >= 25
    assert {group.platform for group in groups.values()} == {"wechat", "wecom", "qq", "telegram"}
    assert [group.id for group in groups.values() if group.script == "traditional"]
    assert [group.id for group in groups.values() if DraftKind.PROMO not in group.kinds]
    statuses = {row["status"] for row in products.values()}
    assert statuses == {"在售", "预售", "售罄", "下架"}


def test_a_product_costs_members_less_and_has_stock_only_where_it_is_sold(products):
    for sku, row in products.items():
        if row["member_price"]:
            assert Decimal(row["member_price"]) < Decimal(row["price"]), sku
        assert (int(row["stock"]) > 0) == (row["status"] == "在售"), sku


def test_faq_answers_are_of_a_length_to_read_in_a_chat(faq):
    assert {question: len(answer) for question, answer in faq.items() if not 40 <= len(answer) <= 200} == {}


def test_prices_in_the_faq_are_those_of_the_price_list(products, faq):
    known = set(chain.from_iterable((row["price"], row["member_price"]) for row in products.values()))
    told = {price for answer in faq.values() for price in re.findall(r"(?:标价|会员价) (\d+(?:\.\d+)?) 元", answer)}
    assert len(told) > 20
    assert told - known == set()


def test_shipping_terms_of_the_faq_are_those_of_the_policy(faq):
    policy = (ROOT / "policies" / "配送说明.md").read_text(encoding="utf-8")
    told = [(faq[q], n) for q in faq if "包邮" in q or "同城送货" in q for n in re.findall(r"\d+ 元", faq[q])]
    assert len(told) >= 8
    assert [amount for _, amount in told if amount not in policy] == []


def test_hours_in_the_faq_are_those_of_the_branches(faq):
    answer = faq["三家店几点开门几点关门？"]
    for branch in load_brand(ROOT).branches:
        opens, closes = branch.hours.split("-")
        assert f"{branch.name} {opens.removeprefix('0')} 到 {closes}" in answer


def test_each_mechanic_has_a_complete_campaign():
    campaigns = load_campaigns(ROOT).values()
    assert {campaign.mechanic for campaign in campaigns} == set(Mechanic)
    assert {campaign.id: missing_terms(campaign) for campaign in campaigns if missing_terms(campaign)} == {}


def test_campaigns_keep_to_price_and_stock_of_the_product(products):
    for campaign in load_campaigns(ROOT).values():
        for item in campaign.items:
            row = products[item.sku]
            assert row["status"] == "在售", campaign.id
            prices = [item.price, *(step.price for step in campaign.ladder)]
            assert all(price < Decimal(row["price"]) for price in prices if price is not None), campaign.id
            assert item.stock is None or item.stock <= int(row["stock"]), campaign.id


def test_infant_formula_takes_part_in_no_campaign(products):
    formula = {sku for sku, row in products.items() if "婴儿配方" in row["name"]}
    assert formula
    assert all(products[sku]["member_price"] == "" for sku in formula)
    skus = {item.sku for campaign in load_campaigns(ROOT).values() for item in campaign.items}
    assert skus & formula == set()


def test_a_campaign_can_be_announced_in_each_group_it_names():
    groups = load_groups(ROOT)
    for campaign in load_campaigns(ROOT).values():
        first, last = campaign.start.date(), campaign.end.date()
        days = {(first + timedelta(days=n)).isoweekday() for n in range(min((last - first).days, 6) + 1)}
        for name in campaign.groups:
            group = groups[name]
            assert DraftKind.PROMO in group.kinds, (campaign.id, name)
            assert days & set(group.promo.days or days), (campaign.id, name)


def test_each_rule_brings_examples_on_both_sides():
    rules = yaml.safe_load((ROOT / "rules.yaml").read_text(encoding="utf-8"))
    clauses = rules["sets"]["default"]["clauses"]
    names = [clause["id"] for clause in clauses]
    assert len(set(names)) == len(names)
    assert {clause["category"] for clause in clauses} == CATEGORIES
    for clause in clauses:
        assert len(clause["violates"]) >= 4, clause["id"]
        assert len(clause["allows"]) >= 4, clause["id"]
        assert [step["offence"] for step in clause["ladder"]] == list(range(1, len(clause["ladder"]) + 1))
    assert all(set(changes) <= set(names) for changes in rules["overrides"].values())
    assert set(rules["overrides"]) <= set(load_groups(ROOT))
    assert {group.rules for group in load_groups(ROOT).values()} <= set(rules["sets"])


def test_registered_sources_exist_and_the_old_policy_has_run_out():
    sources = load_sources(ROOT)
    files = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()]
    assert sources.unmatched(files) == []
    assert sources.meta("policies/配送说明-2025.md").valid_until < date(2026, 9, 1)
    assert "policies/配送说明-2025.md" in sources.meta("policies/配送说明.md").supersedes


def test_the_price_sheet_has_a_text_layer():
    import pdfplumber

    path = ROOT / "policies" / "门店服务价目与预约须知.pdf"
    assert path.stat().st_size < 200_000
    with pdfplumber.open(path) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
    assert "婴儿游泳" in text


@pytest.mark.parametrize(("name", "least"), [("sample_answerable", 70), ("sample_unanswerable", 40)])
def test_retrieval_questions_name_files_that_exist(name, least):
    lines = (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert len(rows) >= least
    assert len({row["id"] for row in rows}) == len({row["query"] for row in rows}) == len(rows)
    for row in rows:
        assert all((ROOT / source).is_file() for source in row.get("sources", [])), row
        for accept in row.get("accept", []):
            if accept["heading"] and accept["source"].endswith((".md", ".csv", ".yaml")):
                assert accept["heading"] in (ROOT / accept["source"]).read_text(encoding="utf-8"), row
