"""Single values of a YAML text are changed; all else stays as its author wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.desk.yamledit import YamlText
from assistant.errors import InputError

TEXT = """\
# 开头的说明
sets:
  default:   # 平时这套
    name: '群规'
    clauses:
      - id: a
        clause: 不发广告。  # 原话
        violates:
          - 加我微信   # 上周有人发过

          # 下面是新的
          - "扫码: 进群"
        ladder:
          - {offence: 1, actions: [{kind: remind}]}

      # 先记着
      - id: b
        clause: >
          不刷屏，
          也不重复
        mode: off
    exempt: {phrases: [开团]}

# 结尾的说明
"""
A = ("sets", "default", "clauses", 0)


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_one_line_changes_where_one_value_does() -> None:
    after = YamlText(TEXT).put((*A, "clause"), "不发广告: 也不拉人 # 真的")
    gone, come = changed_lines(TEXT, after)
    assert gone == ["        clause: 不发广告。  # 原话"]
    assert come == ['        clause: "不发广告: 也不拉人 # 真的"  # 原话']


def test_a_list_keeps_the_lines_and_remarks_of_what_stays() -> None:
    after = YamlText(TEXT).put((*A, "violates"), ["加我微信", "新来的一条", "扫码: 进群"])
    gone, come = changed_lines(TEXT, after)
    assert (gone, come) == ([], ["          - 新来的一条"])


def test_a_folded_text_and_a_list_on_one_line_are_replaced_whole() -> None:
    yaml = YamlText(TEXT)
    assert "clause: 不刷屏\n        mode: off" in yaml.put(("sets", "default", "clauses", 1, "clause"), "不刷屏")
    assert "exempt: {phrases: [开团, 领券]}" in yaml.put(("sets", "default", "exempt", "phrases"), ["开团", "领券"])


def test_a_field_is_added_a_clause_removed_with_its_remark_and_one_put_behind() -> None:
    yaml = YamlText(TEXT)
    assert "mode: off\n        groups:\n          - main\n" in yaml.put(
        ("sets", "default", "clauses", 1, "groups"), ["main"]
    )
    without = yaml.remove(("sets", "default", "clauses", 1))
    assert "先记着" not in without
    assert "# 结尾的说明" in without
    behind = yaml.append(("sets", "default", "clauses"), {"id": "c", "violates": ["甲", "乙"]})
    assert YamlText(behind).data(("sets", "default", "clauses", 2)) == {"id": "c", "violates": ["甲", "乙"]}
    assert TEXT.splitlines()[-1] in behind


def test_what_cannot_be_changed_safely_is_not_changed() -> None:
    with pytest.raises(InputError):
        YamlText("a: &x [1, 2]\nb: *x\n").put(("b",), ["3"])
    with pytest.raises(InputError):
        YamlText("a: [")
    with pytest.raises(InputError):
        YamlText("a: 1\n").put(("b", "c"), "2")


said = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)


@given(said, st.lists(said, max_size=6))
def test_whatever_is_written_is_read_back_and_nothing_else_changes(text: str, listed: list[str]) -> None:
    after = YamlText(YamlText(TEXT).put((*A, "clause"), text)).put((*A, "violates"), listed)
    read = YamlText(after)
    assert read.data((*A, "clause")) == text.strip()
    assert read.data((*A, "violates")) == [each.strip() for each in listed]
    assert read.data(("sets", "default", "clauses", 1)) == YamlText(TEXT).data(("sets", "default", "clauses", 1))
    assert "# 先记着" in after
    assert "# 结尾的说明" in after
