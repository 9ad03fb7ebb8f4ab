"""A small shop in a folder, and the command line run on it."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from assistant.cli import main

FILES = {
    "brand.yaml": """\
name: 青禾面包房
trade: 烘焙店
voice: {tone: 亲切, self_name: 我们, address: 大家}
branches:
  - {name: 湖滨店, hours: "08:00-20:00", phone: 0571-1234 5678}
""",
    "groups.yaml": """\
groups:
  - {id: regulars, name: 老客群, theme: 面包, audience: 附近的老顾客}
  - {id: quiet, name: 烘焙交流群, theme: 烘焙, audience: 在家烤面包的人, kinds: [话题, 分享]}
""",
    "products.csv": "sku,名称,规格,价格,库存,状态\nA001,原味吐司,450 克,18,40,在售\nA002,海盐贝果,4 个,22,25,在售\n",
    "campaigns.yaml": """\
campaigns:
  - id: toast
    mechanic: 秒杀
    name: 周五吐司秒杀
    start: 2026-11-27 10:00
    end: 2026-11-27 20:00
    where: 到店
    how: 到店报手机号购买
    items:
      - {sku: A001, name: 原味吐司, price: 9.9元, stock: 30, limit: 2}
  - id: incomplete
    mechanic: 拼团
    name: 贝果三人团
    start: 2026-11-20 09:00
    end: 2026-11-30
    how: 在小程序点开团
    items:
      - {sku: A002, name: 海盐贝果, price: 17}
    size: 3
""",
    "faq.md": """\
# 常见问题

## 吐司能放几天？
常温密封放两天，冷冻可以放两周，吃之前回烤三分钟。

## 可以送货上门吗？
三公里以内满六十元免费送，上午下单下午送到。
""",
    "articles/回烤.md": """\
# 面包回烤的几个办法

隔夜的吐司先喷一点水，烤箱一百六十度烤四分钟，外皮就会重新变脆。
没有烤箱的话，平底锅小火盖盖子焖两分钟，再开盖烘一分钟，底部会有一点焦香。
微波炉只会让面包变韧，热完马上吃才行，放凉就硬了。
冷冻的面包不用解冻，直接进烤箱，时间多给两分钟，中心热了就好。
贝果切开再烤，切面朝上，抹一点黄油更香，烤到边缘上色就可以拿出来。
""",
}


def make_shop(root: Path, **changes: str) -> Path:
    """Write the shop to ``root``; ``changes`` replace whole files by name without its suffix."""
    for name, text in FILES.items():
        file = root / "knowledge" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(changes.get(file.stem, text), encoding="utf-8")
    return root


@dataclass(frozen=True)
class Result:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    def refusal(self, status: int) -> str:
        """The one line on stderr of a command that ended with ``status``; nothing else may have been printed."""
        assert self.status == status, self.out + self.err
        assert self.out == ""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


def run(*arguments: str) -> Result:
    """Run ``assistant`` in this process, through the function the console script calls."""
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.object(sys, "argv", ["assistant", *arguments]),
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    status = ended.value.code
    assert isinstance(status, int)
    return Result(status, out.getvalue(), err.getvalue())
