"""A wrong command line is told in Chinese, whatever is wrong with it."""

from __future__ import annotations

import re
import sys

import pytest

from assistant.cli import main
from assistant.cli.usage import in_chinese

WRONG = {
    "no group": (["draft", "topic"], "少了选项 --group"),
    "no folder": (["init"], "少了 DIR"),
    "unknown option": (["check", "早", "--colour"], "没有选项 --colour"),
    "mistyped option": (["draft", "topic", "--grup", "a"], "没有选项 --grup，可能想写 --group"),
    "mistyped command": (["draft", "topci"], "没有命令 topci，可能想写 topic"),
    "unknown command": (["draft", "xyz"], "没有命令 xyz；"),
    "unknown first command": (["paint"], "没有命令 paint"),
    "no value": (["draft", "topic", "--group"], "选项 --group 后面要写值"),
    "value too much": (["check", "早", "--json=1"], "选项 --json 后面不写值"),
    "too many words": (["knowledge", "search", "几点", "开门"], "多出了 开门"),
    "too small": (["knowledge", "search", "几点", "--limit", "0"], "--limit 的值不对：要不小于 1"),
    "too large": (["draft", "topic", "--group", "a", "--count", "51"], "--count 的值不对：要不大于 50"),
    "no number": (["knowledge", "search", "几点", "--limit", "五"], "--limit 的值不对：要写一个整数"),
}


@pytest.mark.parametrize(("arguments", "said"), WRONG.values(), ids=WRONG)
def test_one_line_in_chinese(arguments, said, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["assistant", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    line = capsys.readouterr().err.strip()
    assert ended.value.code == 2
    assert line.startswith(f"命令写得不对：{said}"), line
    assert re.search(r"；用法见 assistant[a-z ]* -h$", line), line
    assert not re.search(r"[A-Z][a-z]+ [a-z]+", line), line


def test_what_it_does_not_know_it_passes_on():
    assert in_chinese("Something quite new.") == "Something quite new"
