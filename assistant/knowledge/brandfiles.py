"""Loads the brand's own files: ``brand.yaml``, ``groups.yaml``, ``campaigns.yaml`` and ``topics.yaml``.

Lenient in how a shop owner writes, strict in what it means: an unknown field, group or word is an error with its
line, never silently dropped. ``root`` is the ``knowledge/`` folder; a missing optional file is an empty one.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from assistant.errors import ConfigError
from assistant.knowledge.branddocs import brand_documents
from assistant.knowledge.brandfields import BRAND, GROUP
from assistant.knowledge.brandyaml import YamlMap, decode, read_yaml
from assistant.knowledge.campaignfields import CAMPAIGN, SEED
from assistant.knowledge.factorders import honest_campaign
from assistant.knowledge.fields import Place, Table, key_of, line_of
from assistant.schema.brand import Brand
from assistant.schema.brief import TopicSeed
from assistant.schema.facts import Campaign
from assistant.schema.group import Group

__all__ = ["brand_documents", "load_brand", "load_campaigns", "load_groups", "load_topics"]

BRAND_FILE = "brand.yaml"
GROUPS_FILE = "groups.yaml"
CAMPAIGNS_FILE = "campaigns.yaml"
TOPICS_FILE = "topics.yaml"

_ALIASES = {
    GROUPS_FILE: ("groups", "群", "群列表", "社群"),
    CAMPAIGNS_FILE: ("campaigns", "活动", "活动列表", "促销"),
    TOPICS_FILE: ("topics", "话题", "话题库"),
}


def load_brand(root: Path) -> Brand:
    """Return the brand. Raises ConfigError when ``brand.yaml`` is missing or wrong."""
    path = root / BRAND_FILE
    if not path.is_file():
        raise ConfigError(f"{BRAND_FILE}：没有找到，请在 {root.name}/ 里建一个，至少写一行 name: 店名")
    return _brand(path, decode(path))


# Kept as long as the file says the same: every look at a page of the desk asks for brand and groups.
@lru_cache(maxsize=8)
def _brand(path: Path, _said: str) -> Brand:
    data = read_yaml(path)
    if isinstance(data, YamlMap) and len(data) == 1 and key_of(next(iter(data))) in ("brand", "品牌"):
        inner = next(iter(data.values()))
        data = inner if isinstance(inner, YamlMap) else data
    brand: Brand = BRAND.build(data, Place(BRAND_FILE))
    _unique((branch.name for branch in brand.branches), BRAND_FILE, "branches")
    return brand


def load_groups(root: Path) -> dict[str, Group]:
    """Return the groups by id, in the order of the file. Raises ConfigError."""
    path = root / GROUPS_FILE
    return dict(_groups(path, decode(path) if path.is_file() else ""))


@lru_cache(maxsize=8)
def _groups(path: Path, _said: str) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    for place, data, given in _entries(path, GROUP, "群"):
        group: Group = GROUP.build(data, place, **given)
        if group.id in groups:
            raise place.error(f"id {group.id} 和前面的群重复了")
        for other in groups.values():
            if other.platform == group.platform and (both := sorted({*other.chat} & {*group.chat})):
                raise place.error(f"群号 {both[0]} 和前面的群 {other.id} 重复了")
        groups[group.id] = group
    return groups


def load_campaigns(root: Path) -> dict[str, Campaign]:
    """Return the campaigns by id, in the order of the file; ``row`` is the line each begins at. Raises ConfigError.

    Orders to a model in their texts are left out; :func:`campaign_orders` tells them.
    """
    return {campaign.id: campaign for campaign, _ in _honest(root)}


def campaign_orders(root: Path) -> list[str]:
    """Return the orders to a model that stand in the campaigns, for the report of a sync. Raises ConfigError."""
    return [order for _, orders in _honest(root) for order in orders]


def _honest(root: Path) -> tuple[tuple[Campaign, tuple[str, ...]], ...]:
    return _campaigns(root, _stamp(root / CAMPAIGNS_FILE), _stamp(root / GROUPS_FILE))


# Kept until a file changes: the sync, its report and the writers of one command all ask.
@lru_cache(maxsize=8)
def _campaigns(
    root: Path, _campaigns_as: tuple[int, int], _groups_as: tuple[int, int]
) -> tuple[tuple[Campaign, tuple[str, ...]], ...]:
    campaigns: dict[str, Campaign] = {}
    known = _group_names(root)
    for place, data, given in _entries(root / CAMPAIGNS_FILE, CAMPAIGN, "活动"):
        campaign: Campaign = CAMPAIGN.build(data, place, source=CAMPAIGNS_FILE, row=place.line, **given)
        if campaign.id in campaigns:
            raise place.error(f"id {campaign.id} 和前面的活动重复了")
        _check_period(campaign, place)
        groups = _known_groups(campaign.groups, known, place)
        campaigns[campaign.id] = campaign.model_copy(update={"groups": groups})
    honest = map(honest_campaign, campaigns.values())
    return tuple((campaign, tuple(orders)) for campaign, orders in honest)


def load_topics(root: Path) -> list[TopicSeed]:
    """Return the topic seeds in the order of the file. Raises ConfigError.

    Kept until a file changes: the sync and the writers of one command both ask.
    """
    return list(_topics(root, _stamp(root / TOPICS_FILE), _stamp(root / GROUPS_FILE)))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=8)
def _topics(root: Path, _topics_as: tuple[int, int], _groups_as: tuple[int, int]) -> list[TopicSeed]:
    known = _group_names(root)
    seeds: list[TopicSeed] = []
    for place, data, given in _entries(root / TOPICS_FILE, SEED, "话题"):
        seed: TopicSeed = SEED.build(data, place, **given)
        seeds.append(seed.model_copy(update={"groups": _known_groups(seed.groups, known, place)}))
    return seeds


def _entries(path: Path, table: Table, label: str) -> Iterator[tuple[Place, object, dict[str, str]]]:
    """Yield each entry with its place; a mapping of id to entry gives the id."""
    if not path.is_file():
        return
    listed = _listed(read_yaml(path), path.name, table)
    if isinstance(listed, YamlMap):
        for key, data in listed.items():
            place = Place(path.name, f"{label} {key}", listed.lines[key])
            own = {"id": key} if "id" in table.fields else {}
            yield place, data, own
        return
    for number, data in enumerate(listed, start=1):
        yield Place(path.name, f"{label} {_label(data, table) or f'第 {number} 个'}", line_of(data)), data, {}


def _listed(data: object, name: str, table: Table) -> list[object] | YamlMap:
    if data is None or data == "":
        return []
    if isinstance(data, list):
        return data
    wanted = _ALIASES[name]
    if isinstance(data, YamlMap):
        top = [key for key in data if key_of(key) in wanted]
        others = [key for key in data if key not in top]
        if top and others:
            raise Place(name, line=data.lines[others[0]]).error(f"没有 {others[0]} 这个字段，最外层只写 {wanted[0]}:")
        if top:
            inner = data[top[0]]
            if inner == "":
                return []
            if isinstance(inner, (list, YamlMap)) and (isinstance(inner, list) or "id" in table.fields):
                return inner
        elif "id" in table.fields and all(isinstance(entry, YamlMap) for entry in data.values()):
            return data
    raise ConfigError(f"{name}：最外层要写 {wanted[0]}:，下面每一项以“- ”开头")


def _label(data: object, table: Table) -> str:
    if not isinstance(data, YamlMap):
        return ""
    for wanted in ("id", "name", "title"):
        for key, value in data.items():
            if table.names.get(key_of(key)) == wanted and isinstance(value, str) and value:
                return value[:20]
    return ""


def _check_period(campaign: Campaign, place: Place) -> None:
    if campaign.start and campaign.end and campaign.end <= campaign.start:
        raise place.error(f"结束时间 {campaign.end:%Y-%m-%d %H:%M} 不晚于开始时间 {campaign.start:%Y-%m-%d %H:%M}")
    if campaign.use_from and campaign.use_until and campaign.use_until < campaign.use_from:
        raise place.error(f"use_until {campaign.use_until} 早于 use_from {campaign.use_from}")


def _group_names(root: Path) -> dict[str, str]:
    """Every id and name of a group, with the id it means."""
    groups = load_groups(root)
    return {**{group.name: id_ for id_, group in groups.items()}, **{id_: id_ for id_ in groups}}


def _known_groups(written: tuple[str, ...], known: dict[str, str], place: Place) -> tuple[str, ...]:
    for name in written:
        if name not in known:
            near = difflib.get_close_matches(name, list(known), n=1)
            advice = f"，是不是想写 {near[0]}？" if near else ""
            raise place.inside("groups").error(f"{GROUPS_FILE} 里没有 {name} 这个群{advice}")
    return tuple(dict.fromkeys(known[name] for name in written))


def _unique(names: Iterable[str], file: str, field: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ConfigError(f"{file} 的 {field}：{name} 写了两次")
        seen.add(name)
