"""Our own lines: enough of each kind, none with two labels, and a wrong line is named."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.errors import ConfigError
from assistant.moderation.classifier.examples import EXAMPLES, LEARNABLE, packaged_examples, read_examples
from assistant.moderation.classifier.shapes import shaped
from assistant.schema.moderation import Category


def test_there_are_enough_of_every_kind():
    counts = Counter(each.label for each in packaged_examples())
    assert counts[Category.ALLOW] >= 600
    assert {label for label in LEARNABLE if counts[label] < 60} == set()


def test_no_text_has_two_labels():
    said: dict[str, set[str]] = {}
    for path in sorted(EXAMPLES.glob("*.tsv")):
        for each in read_examples(path):
            said.setdefault(shaped(each.text), set()).add(each.label)
    assert {text: labels for text, labels in said.items() if len(labels) > 1} == {}


@pytest.mark.parametrize("line", ["advert\t加我", "加我微信", "ad\t  ", "flood\t顶顶顶"])
def test_a_wrong_line_is_named(tmp_path, line):
    path = tmp_path / "own.tsv"
    path.write_text(f"# heading\n\nallow\t早上好\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"own\.tsv 第 4 行"):
        list(read_examples(path))
