"""Does the text send people to the wrong door? A road of the brand's own address with another number or floor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding
from assistant.text.numerals import parse_numeral
from assistant.text.plain import plain

_ROAD = re.compile(r"(?:[市区县镇乡])?(?P<road>[一-鿿]{1,6}(?:大街|大道|[路街巷弄道]))\s?(?P<number>\d+)\s?号")
_FLOOR = re.compile(r"(?:负|地下|[Bb])?(?P<floor>\d{1,2}|[一二三四五六七八九十两]{1,3})\s?[楼层](?!下|上|道|梯)")
_OURS = re.compile(r"我们|本店|店里|门店|店(?:在|就)|教室|馆(?:在|就)|前台|来(?:坐|店|玩)")
_LEAVES = re.compile(r"搬|新店|新址|原来|以前|旧址|分店")


def place_findings(scene: Scene, context: CheckContext) -> Iterator[Finding]:
    """One finding for each number or floor that an address of the brand denies."""
    branches = [branch for branch in (context.brand.branches if context.brand else ()) if branch.address]
    if not branches or not any(sign in scene.view for sign in "号楼层"):
        return
    for match in _ROAD.finditer(scene.view):
        known = [branch for branch in branches if _road(match["road"], plain(branch.address))]
        numbers = {number for branch in known for number in re.findall(r"(\d+)\s?号", plain(branch.address))}
        if numbers and match["number"] not in numbers and not _LEAVES.search(_sentence(scene, match.start())):
            start = match.start("number")
            yield _finding(scene, start, match.end(), "门牌", [branch.address for branch in known])
    for match in _FLOOR.finditer(scene.view):
        sentence = _sentence(scene, match.start())
        roads = [each["road"] for each in _ROAD.finditer(sentence)]
        known = [each for each in branches if any(_road(road, plain(each.address)) for road in roads)]
        if not known and (_OURS.search(sentence) or any(plain(each.name) in sentence for each in branches)):
            known = [each for each in branches if plain(each.name) in sentence] or branches
            if not re.search(r"[在到去来上]\s?$", scene.view[max(0, match.start() - 2) : match.start()]):
                continue
        floors = {each["floor"] for branch in known for each in _FLOOR.finditer(plain(branch.address))}
        values = {parse_numeral(each) for each in floors}
        if values and parse_numeral(match["floor"]) not in values and not _LEAVES.search(sentence):
            yield _finding(scene, match.start(), match.end(), "楼层", [branch.address for branch in known])


def _road(road: str, address: str) -> bool:
    """Whether the address is on the road, whatever words the text ran into its name (在玉林东路)."""
    return any(re.search(rf"(?<![一-鿿]){re.escape(road[cut:])}|[市区县]{re.escape(road[cut:])}", address)
               for cut in range(len(road) - 2))  # fmt: skip


def _sentence(scene: Scene, place: int) -> str:
    return scene.view[slice(*scene.sentence_of(place))]


def _finding(scene: Scene, start: int, end: int, what: str, addresses: list[str]) -> Finding:
    text = scene.text[start:end]
    return Finding(
        check="facts", kind="wrong_address", severity="error", start=start, end=end, text=text,
        message=f"{what}“{text}”和资料对不上，资料里是{'、'.join(addresses)}",
        basis="brand.yaml · branches", suggestion="照资料写地址；搬了家，先改 brand.yaml",
    )  # fmt: skip
