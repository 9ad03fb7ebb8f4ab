"""Changes single values of a YAML text and leaves all else as its author wrote it: comments, order, quotes, blanks.

The text is read to find where a value stands, and only that place is written anew. What comes out is read again: where
it does not say exactly what it should, nothing is changed (:class:`~assistant.errors.InputError`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

import yaml

from assistant.errors import InputError

#: A step into a text: the key of a mapping or the place in a list.
Step = str | int
_LOADER = type("_PlainLoader", (yaml.SafeLoader,), {"yaml_implicit_resolvers": {}})
#: What is no longer than this stays on one line.
_LINE = 100
_ELSEWHERE = "文件里这一处的写法不好自动改，请直接改文件"


class YamlText:
    """A YAML text and where its values stand. Raises :class:`InputError` for what is no YAML."""

    def __init__(self, text: str) -> None:
        self.text = text
        # Tabs inside a line are blanks to whoever reads these files; one for one, so that places stay.
        self._read = text.replace("\t", " ")
        try:
            self.root = yaml.compose(self._read, Loader=_LOADER)
        except yaml.YAMLError:
            raise InputError(_ELSEWHERE) from None

    def node(self, path: Sequence[Step]) -> yaml.Node | None:
        """Return the node at a path, None where there is none."""
        node = self.root
        for step in path:
            if isinstance(node, yaml.MappingNode):
                node = next((value for key, value in node.value if key.value.strip() == step), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                return None
        return node

    def data(self, path: Sequence[Step] = ()) -> Any:
        """Return the plain value at a path: mappings, lists and strings."""
        return _plain(self.node(path))

    def put(self, path: Sequence[Step], value: Any) -> str:
        """Return the text with ``value`` at a path whose last step is a key; the mapping above must be there."""
        above, key = self.node(path[:-1]), path[-1]
        if not isinstance(above, yaml.MappingNode):
            raise InputError(_ELSEWHERE)
        pair = next(((name, held) for name, held in above.value if name.value.strip() == key), None)
        changed = self._added(above, str(key), value) if pair is None else self._replaced(*pair, value, above)
        return self._proved(changed, path, value)

    def append(self, path: Sequence[Step], value: Any) -> str:
        """Return the text with one more entry at the end of the list at a path."""
        node = self.node(path)
        held = self.data(path)
        if not isinstance(node, yaml.SequenceNode) or node.flow_style or not node.value:
            return self.put(path, [*(held or []), value])
        indent = node.start_mark.column
        end = self._line_end(_end(self._read, node.value[-1]))
        body = _block(value, indent + 2)
        blank = "\n" if "\n" in body.strip("\n") or isinstance(value, Mapping) else ""
        entry = f"{blank}{' ' * indent}- {body.lstrip()}"
        return self._proved(self._cut(end, end, f"\n{entry}"), path, [*held, value])

    def remove(self, path: Sequence[Step]) -> str:
        """Return the text without the entry at a path, a place in a list, and without the remark right above it."""
        above, place = self.node(path[:-1]), path[-1]
        held = self.data(path[:-1])
        if not isinstance(above, yaml.SequenceNode) or not isinstance(place, int) or place >= len(above.value):
            raise InputError(_ELSEWHERE)
        left = [each for number, each in enumerate(held) if number != place]
        if above.flow_style or not left:
            return self.put(path[:-1], left)
        start = self._line_start(self._dash(above.value[place]))
        end = self._line_end(_end(self._read, above.value[place]))
        while start and self.text[: start - 1].rpartition("\n")[2].lstrip().startswith("#"):
            start = self._line_start(start - 1)
        if start and not self.text[: start - 1].rpartition("\n")[2].strip():
            start = self._line_start(start - 1)  # the blank line that set it apart
        return self._proved(self._cut(start, min(end + 1, len(self.text)), ""), path[:-1], left)

    def _replaced(self, name: yaml.Node, held: yaml.Node, value: Any, above: yaml.MappingNode) -> str:
        if held.start_mark.index < name.end_mark.index:
            raise InputError(_ELSEWHERE)  # an alias: its value stands elsewhere
        start, end = held.start_mark.index, _end(self._read, held)
        if not above.flow_style:
            if isinstance(held, yaml.SequenceNode) and not held.flow_style and _texts(value) and _texts(_plain(held)):
                return self._relisted(held, value)
            stays = (
                isinstance(held, yaml.CollectionNode) and held.flow_style and held.value and len(_flow(value)) <= _LINE
            )
            if isinstance(value, list | Mapping) and value and not _is_short(value) and not stays:
                # What stood behind the colon goes, be it on the same line or below.
                start = name.end_mark.index + 1
                return self._cut(start, max(end, start), "\n" + _block(value, name.start_mark.column + 2).rstrip("\n"))
        written = _flow(value)
        if start and self.text[start - 1 : start] == ":":
            written = f" {written}"
        elif isinstance(held, yaml.CollectionNode) and not held.flow_style:
            start, written = name.end_mark.index + 1, f" {written}"
        return self._cut(start, max(end, start), written)

    def _relisted(self, node: yaml.SequenceNode, value: list[str]) -> str:
        """A list of texts, one a line: lines that stay keep their place, quotes and remarks."""
        before = [_plain(each) for each in node.value]
        indent = " " * node.start_mark.column
        text = self.text
        for kind, low, high, first, last in reversed(SequenceMatcher(None, before, value, False).get_opcodes()):
            if kind == "equal":
                continue
            new = "".join(f"\n{indent}- {_flow(each, flow=False)}" for each in value[first:last])
            for item in reversed(node.value[low:high]):
                start = self._line_start(self._dash(item)) - 1
                end = self._line_end(_end(self._read, item))
                text, new = text[: max(start, 0)] + new + text[end:], ""
            if new:
                if low < len(node.value):
                    place = self._line_start(self._dash(node.value[low])) - 1
                else:
                    place = self._line_end(_end(self._read, node.value[-1]))
                text = text[:place] + new + text[place:]
        return text

    def _added(self, above: yaml.MappingNode, key: str, value: Any) -> str:
        if above.flow_style or not above.value:
            last = _end(self._read, above)
            sign = ", " if above.value else ""
            return self._cut(last - 1, last - 1, f"{sign}{_flow(key)}: {_flow(value)}")
        indent = above.value[0][0].start_mark.column
        end = self._line_end(_end(self._read, above))
        return self._cut(end, end, "\n" + _block({key: value}, indent).rstrip("\n"))

    def _dash(self, item: yaml.Node) -> int:
        return self._read.rfind("-", 0, item.start_mark.index)

    def _line_start(self, place: int) -> int:
        return self.text.rfind("\n", 0, place) + 1

    def _line_end(self, place: int) -> int:
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end

    def _cut(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]

    def _proved(self, changed: str, path: Sequence[Step], value: Any) -> str:
        """The changed text, where it says what it said before with ``value`` at ``path``."""
        wanted = _with(self.data(), path, _stripped(value))
        if YamlText(changed).data() != wanted:
            raise InputError(_ELSEWHERE)
        return changed


def _with(data: Any, path: Sequence[Step], value: Any) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return [_with(each, rest, value) if number == step else each for number, each in enumerate(data)]
    return {**(data or {}), step: _with((data or {}).get(step), rest, value)}


def _plain(node: yaml.Node | None) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value).strip(): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each) for each in node.value]
    return None if node is None else str(node.value).strip()


def _stripped(value: Any) -> Any:
    """A value as it is read back."""
    if isinstance(value, Mapping):
        return {str(key).strip(): _stripped(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_stripped(each) for each in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip()


def _texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)


def _is_short(value: Any) -> bool:
    """Whether it is written on one line: parameters of something, as ``{list: ad, extra: [word]}``."""
    held = value.values() if isinstance(value, Mapping) else value
    inner = any(isinstance(each, Mapping) for each in held)
    return isinstance(value, Mapping) and not inner and len(_flow(value)) <= _LINE


def _end(text: str, node: yaml.Node) -> int:
    """Where a value ends. The parser has a block end where the next thing begins, behind remarks and blank lines."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    start: int = node.start_mark.index
    return start + len(text[start : node.end_mark.index].rstrip())


def _scalar(value: Any, *, flow: bool) -> str:
    written = _stripped(value)
    probe = f"[{written}]" if flow else f"a: {written}"
    try:
        node = yaml.compose(probe, Loader=_LOADER)
        held = node.value if node is not None else []
        read = held[0] if flow and len(held) == 1 else held[0][1] if not flow else None
    except (yaml.YAMLError, AttributeError, IndexError, TypeError):
        read = None
    plain = isinstance(read, yaml.ScalarNode) and read.value == written and not read.style and "\n" not in written
    if plain and written.lower() not in ("", "~", "null") and not written.startswith(("#", "=")):
        return str(written)
    dumped: str = yaml.dump(written, default_style='"', allow_unicode=True, width=float("inf"))
    return dumped.strip()


def _flow(value: Any, *, flow: bool = True) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(key, flow=True)}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(each) for each in value) + "]"
    return _scalar(value, flow=flow)


def _block(value: Any, indent: int) -> str:
    """A value below its key, with its own indentation and line end."""
    space = " " * indent
    if isinstance(value, Mapping):
        lines = []
        for key, each in value.items():
            name = f"{space}{_scalar(key, flow=True)}:"
            inner = isinstance(each, list | tuple | Mapping) and each and not _is_short(each)
            lines.append(f"{name}\n{_block(each, indent + 2)}" if inner else f"{name} {_flow(each, flow=False)}\n")
        return "".join(lines)
    return "".join(f"{space}- {_flow(each, flow=False)}\n" for each in value)
