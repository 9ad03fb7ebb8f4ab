from __future__ import annotations

import json
import re
from datetime import date

import pytest

from assistant.errors import InputError
from evals.cases import CheckCase, DraftCase
from evals.loading import dataset_files, load_cases

TOPIC = {"id": "a", "brand": "bakery", "group": "yulin", "date": "2026-11-24", "expect": {"absent": ["减肥面包"]}}


def test_jsonl_and_yaml_give_the_same_cases(tmp_path):
    (tmp_path / "one.jsonl").write_text(json.dumps(TOPIC, ensure_ascii=False) + "\n\n", encoding="utf-8-sig")
    (tmp_path / "two.yaml").write_text(
        "- {id: b, brand: bakery, group: yulin, date: 2026-11-24, expect: {absent: [减肥面包]}}\n", encoding="utf-8"
    )
    (tmp_path / "README.md").write_text("# not a dataset\n", encoding="utf-8")
    one, two = load_cases(DraftCase, *dataset_files(tmp_path))
    assert one.model_copy(update={"id": "b"}) == two
    assert one.date == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "one.jsonl 第 1 行不是 JSON"),
        ("[1]", "one.jsonl 第 1 行应是一个对象"),
        (json.dumps({**TOPIC, "brand": "bank"}), "(a|（a）)：brand 有误"),
        (json.dumps({**TOPIC, "wants": 1}), "wants 有误"),
        (json.dumps({key: value for key, value in TOPIC.items() if key != "group"}), "group 有误"),
        (f"{json.dumps(TOPIC)}\n{json.dumps(TOPIC)}", "第 2 行：id 'a' 已经在 one.jsonl 第 1 行 用过"),
    ],
)
def test_a_wrong_case_is_named(tmp_path, text, said):
    (tmp_path / "one.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        load_cases(DraftCase, tmp_path / "one.jsonl")


@pytest.mark.parametrize(
    ("text", "said"), [("a: [", "不是合法的 YAML"), ("a: 1", "应是一个列表"), ("- 3", "第 1 条应是一个对象")]
)
def test_a_wrong_yaml_file_is_named(tmp_path, text, said):
    (tmp_path / "one.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(said)):
        load_cases(DraftCase, tmp_path / "one.yaml")


def test_a_check_that_names_a_group_names_its_brand(tmp_path):
    (tmp_path / "one.jsonl").write_text('{"id": "a", "text": "好", "group": "yulin"}', encoding="utf-8")
    with pytest.raises(InputError, match="要和 brand 一起写"):
        load_cases(CheckCase, tmp_path / "one.jsonl")
