"""A bakery with rules of its own, and classifiers and judges that say what a test wants."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import sleep
from typing import Any, NamedTuple

from shop import make_shop

from assistant.moderation.doubts import Doubt, Judgement
from assistant.schema.moderation import Category, Message
from assistant.workspace import Workspace

NOON = datetime(2026, 11, 27, 12, 0)
ADVERT = "姐妹们加我微信 abc88123，厂家直发面包机"
RULES = """\
sets:
  default:
    name: 面包群群规
    appeal: 觉得弄错了请找店长
    exempt:
      roles: [owner, admin, staff]
      members: [u-trusted]
      domains: [qinghe.example]
      phrases: [加我们企业微信领券]
    clauses:
      - id: no-ads
        category: ad
        clause: 群里不发广告
        detectors: {contact_bait: {}, recruitment: {}, price_invitation: {}}
        violates: [加我微信 abc88123 拿货]
        allows: [吐司多少钱]
        window_days: 30
        ladder:
          - {offence: 1, actions: [{kind: remind}]}
          - {offence: 2, actions: [{kind: delete}, {kind: mute, minutes: 60}]}
          - {offence: 3, actions: [{kind: remove}]}
      - id: no-links
        category: link
        clause: 不发外面的链接
        detectors: {links: {}}
        violates: ["看 http://elsewhere.example/a"]
        allows: [链接打不开]
        window_days: 30
        ladder: [{offence: 1, actions: [{kind: remind}]}]
      - id: be-kind
        category: abuse
        clause: 有话好好说
        detectors: {}
        violates: [你脑子有病]
        allows: [气死我了]
        window_days: 30
        ladder: [{offence: 1, actions: [{kind: remind}]}]
      - id: try-out
        category: other
        clause: 先记着看看
        mode: shadow
        detectors: {recruitment: {}}
        violates: [招兼职]
        allows: [店里还招人吗]
        window_days: 30
        ladder: [{offence: 1, actions: [{kind: delete}]}]
overrides:
  quiet:
    no-links: {mode: "off"}
"""


def make_bakery(root: Path, rules: str = RULES, **changes: str) -> Workspace:
    """Write the bakery to ``root``."""
    make_shop(root, **changes)
    (root / "knowledge" / "rules.yaml").write_text(rules, encoding="utf-8")
    return Workspace(root)


def rewrite(workspace: Workspace, rules: str) -> None:
    """Change the rules; who holds them looks for changes every few milliseconds."""
    (workspace.knowledge / "rules.yaml").write_text(rules, encoding="utf-8")
    sleep(0.01)


def message(text: str = "", *, number: int = 1, **said: Any) -> Message:
    """A message in the group of regulars; ``number`` makes its id and, five minutes each, its time."""
    values = {"id": f"m{number}", "group": "regulars", "sender": {"id": "u1"}, "text": text}
    values["sent_at"] = NOON + timedelta(minutes=5 * number)
    return Message.model_validate(values | said)


class Said(NamedTuple):
    """What a classifier says of a text."""

    best: Category = Category.ALLOW
    chance: float = 0.99
    allow: float = 0.99
    sure: bool = True


class Classed:
    """A classifier that knows texts by the words it is given and lets every other pass."""

    version = "test"

    def __init__(self, known: Mapping[str, Said] | None = None) -> None:
        self.known = dict(known or {})
        self.asked: list[str] = []

    def scores(self, text: str, group: str = "", readings: Sequence[str] = (), *, only_sure: bool = False) -> Said:
        """What the test said."""
        self.asked.append(text)
        said = "\n".join((text, *readings))
        return next((known for words, known in self.known.items() if words in said), Said())

    def nearest(self, text: str, k: int = 3) -> Sequence[Any]:
        """Nothing is near."""
        return []


SURE_ABUSE = Said(Category.ABUSE, 0.97, 0.02, sure=True)
MAYBE_ABUSE = Said(Category.ABUSE, 0.75, 0.2, sure=False)
SURE_AD = Said(Category.AD, 0.97, 0.02, sure=True)


@dataclass
class Bench:
    """A judge that answers by a function and remembers what it was asked."""

    answer: Callable[[Doubt], Judgement | None]
    name: str = "bench"

    def __post_init__(self) -> None:
        self.asked: list[Doubt] = []

    def judge(self, doubts: Sequence[Doubt]) -> list[Judgement | None]:
        """Answer each."""
        self.asked += doubts
        return [self.answer(doubt) for doubt in doubts]
