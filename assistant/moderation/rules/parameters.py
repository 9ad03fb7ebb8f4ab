"""The detectors of a clause and their parameters, as plain values that a detector validates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.errors import ConfigError
from assistant.knowledge.brandyaml import YamlMap
from assistant.knowledge.fields import Place
from assistant.moderation.detectors import validate


def detectors(raw: object, place: Place) -> dict[str, dict[str, Any]]:
    """Read ``{name: {parameter: value}}``; a list is of names alone. Raises ConfigError naming what is wrong."""
    if isinstance(raw, str):
        raw = [raw]
    if isinstance(raw, list):
        named = [(name, place) for name in raw]
        pairs: list[tuple[object, object, Place]] = [(name, "", here) for name, here in named]
    elif isinstance(raw, Mapping):
        lines = raw.lines if isinstance(raw, YamlMap) else {}
        pairs = [(name, given, place.inside(str(name), lines.get(str(name), 0))) for name, given in raw.items()]
    else:
        raise place.error("要写成“检测器: {参数: 值}”，不用参数就写 {}")
    found: dict[str, dict[str, Any]] = {}
    for name, given, here in pairs:
        if not isinstance(name, str):
            raise here.error("要写成“检测器: {参数: 值}”，不用参数就写 {}")
        if given not in ("", None) and not isinstance(given, Mapping):
            raise here.error("参数要写成 {参数: 值}，不用参数就写 {}")
        found[name] = _plain(given) if isinstance(given, Mapping) else {}
        _known(name, found[name], here)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _known(name: str, params: Mapping[str, object], place: Place) -> None:
    """Let the detector look at its parameters; what it says gets its place."""
    try:
        validate(name, params)
    except ConfigError as error:
        raise place.error(str(error)) from None
