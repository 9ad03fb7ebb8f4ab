from __future__ import annotations

import re
import shutil

import pytest

from assistant.checks.mechanics import missing_terms
from assistant.drafting.clauses import clauses_of
from assistant.knowledge.brandfiles import load_brand, load_campaigns, load_groups, load_topics
from assistant.knowledge.sources import load_sources
from assistant.moderation.rules.loading import load_rules, packaged_rules
from assistant.resources import PACKAGE
from assistant.schema.facts import Mechanic

TEMPLATES = PACKAGE / "templates" / "knowledge"


def uncommented(name, start):
    """The commented example from the line ``start`` on, as the operator gets it by taking the ``# `` away."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    block = text[text.index(start) :]
    return "\n".join(re.sub(r"^# ?", "", line) for line in block.split("\n"))


def test_templates_load_as_they_are():
    assert load_brand(TEMPLATES).name == "我的小店"
    assert list(load_groups(TEMPLATES)) == ["main"]
    assert load_campaigns(TEMPLATES) == {}
    assert load_topics(TEMPLATES) == []
    assert load_sources(TEMPLATES).entries == ()
    assert load_rules(TEMPLATES).of("main").clauses == packaged_rules().clauses


def test_every_mechanic_has_an_example_that_lacks_nothing(tmp_path):
    (tmp_path / "campaigns.yaml").write_text(uncommented("campaigns.yaml", "# campaigns:"), encoding="utf-8")
    campaigns = load_campaigns(tmp_path)
    assert [campaign.mechanic for campaign in campaigns.values()] == list(Mechanic)
    assert {id_: missing_terms(campaign) for id_, campaign in campaigns.items()} == {id_: [] for id_ in campaigns}


def test_the_group_example_loads_and_is_understood(tmp_path):
    text = "groups:\n" + uncommented("groups.yaml", "#   - id: vip")
    (tmp_path / "groups.yaml").write_text(text, encoding="utf-8")
    group = load_groups(tmp_path)["vip"]
    assert group.rhythm.topic == tuple(range(1, 8))
    assert all(clause.terms for clause in clauses_of(group))


def test_the_clauses_the_group_template_promises_are_read():
    from assistant.drafting.clausereader import read_clause

    text = (TEMPLATES / "groups.yaml").read_text(encoding="utf-8")
    promised = text[text.index("这些写法都认得") : text.index("# 带“尽量")].split("\n")[1:]
    clauses = [clause for line in promised for clause in re.split(r"\s{3,}", line.strip("# ").strip()) if clause]
    assert len(clauses) >= 12
    assert [clause for clause in clauses if not read_clause(clause, place="").terms] == []


def test_the_rules_example_of_a_groups_own_changes_loads(tmp_path):
    shutil.copytree(TEMPLATES, tmp_path, dirs_exist_ok=True)
    text = (TEMPLATES / "rules.yaml").read_text(encoding="utf-8") + uncommented("rules.yaml", "# overrides:")
    (tmp_path / "rules.yaml").write_text(text, encoding="utf-8")
    modes = {clause.id: clause.mode for clause in load_rules(tmp_path).of("main").clauses}
    assert (modes["no-links"], modes["no-ads"]) == ("shadow", "live")


@pytest.mark.parametrize(
    ("name", "start"),
    [("topics.yaml", "# topics:"), ("sources.yaml", "# files:")],
)
def test_other_examples_load(tmp_path, name, start):
    (tmp_path / name).write_text(uncommented(name, start), encoding="utf-8")
    assert len(load_topics(tmp_path) if name == "topics.yaml" else load_sources(tmp_path).entries) == 1


def test_the_brand_example_loads(tmp_path):
    text = (TEMPLATES / "brand.yaml").read_text(encoding="utf-8")
    text = re.sub(r"^(branches: \[\]|disclaimers: \{\}|synonyms: \{\})\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^# (?=branches:|disclaimers:|synonyms:|  )", "", text, flags=re.MULTILINE)
    (tmp_path / "brand.yaml").write_text(text, encoding="utf-8")
    brand = load_brand(tmp_path)
    assert brand.branches[0].hours == "09:30-20:30"
    assert brand.synonyms == {"吐司": ("方包", "切片面包")}


def test_the_template_folder_holds_every_file(tmp_path):
    shutil.copytree(TEMPLATES, tmp_path / "knowledge")
    names = {path.name for path in (tmp_path / "knowledge").iterdir()}
    assert names == {"brand.yaml", "groups.yaml", "campaigns.yaml", "rules.yaml", "sources.yaml", "topics.yaml",
                     "products.csv", "faq.md"}  # fmt: skip
