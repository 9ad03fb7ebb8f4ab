"""Whatever stands in a file: it loads, or one ConfigError says why."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ConfigError
from assistant.knowledge.brandfields import BRAND, GROUP
from assistant.knowledge.brandfiles import load_brand, load_campaigns, load_groups, load_topics
from assistant.knowledge.campaignfields import CAMPAIGN, SEED

LOADERS = {"brand.yaml": load_brand, "groups.yaml": load_groups, "campaigns.yaml": load_campaigns,
           "topics.yaml": load_topics}  # fmt: skip
SCALARS = st.one_of(
    st.text(max_size=8),
    st.integers(-5, 9999),
    st.booleans(),
    st.none(),
    st.dates(),
    st.sampled_from(["周五", "22:00-8:00", "89元", "8.5折", "秒杀", "2026-11-25 10:00", "三天", "~", "西藏、新疆"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def load(name, content):
    """Load, and hold a ConfigError to its form; any other exception is the test's failure."""
    message = ""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        try:
            LOADERS[name](Path(folder))
        except ConfigError as error:
            message = str(error)
    assert "\n" not in message
    assert message.startswith(name) or not message


@given(st.sampled_from(sorted(LOADERS)), st.binary(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_bytes(name, content):
    load(name, content)


@given(st.sampled_from(sorted(LOADERS)), st.text(alphabet="- :：[]{}\"'&*#|>\n\t店群id，", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_almost_yaml(name, text):
    load(name, text.encode())


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_any_values_in_known_fields(data):
    name, table, top = data.draw(
        st.sampled_from(
            [("brand.yaml", BRAND, ""), ("groups.yaml", GROUP, "groups"), ("campaigns.yaml", CAMPAIGN, "campaigns"),
             ("topics.yaml", SEED, "topics")]
        )
    )  # fmt: skip
    entry = data.draw(st.dictionaries(st.sampled_from(sorted(table.fields)), VALUES, max_size=6))
    content = {top: [entry]} if top else entry
    with contextlib.suppress(UnicodeEncodeError):
        load(name, yaml.safe_dump(content, allow_unicode=True).encode())
