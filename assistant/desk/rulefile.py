"""``knowledge/rules.yaml`` as the desk edits it: read with what tells it from any other, checked, written in one go.

Nothing half written or wrong ever stands in the file: a text is checked as the groups would have it, then takes the
place of the file at once, and only where the file is still the one that was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from filelock import FileLock

from assistant.desk import Desk
from assistant.desk.textfile import put_bytes
from assistant.desk.yamledit import Step, YamlText
from assistant.errors import ConfigError, InputError
from assistant.knowledge.brandyaml import decode
from assistant.knowledge.fields import key_of
from assistant.moderation.rules.fields import CLAUSE, EXEMPT, SET
from assistant.moderation.rules.loading import RULES_FILE, TOP, load_rules
from assistant.resources import PACKAGE
from assistant.schema.rules import DEFAULT_SET, Clause, RuleBook
from assistant.storage.audit import note

#: What the file begins as where there is none: the packaged rules with remarks.
TEMPLATE = PACKAGE / "templates" / "knowledge" / RULES_FILE
STALE = "群规刚刚被别人改过，这次没有存；您写的还在：看一眼现在的样子，再保存一次"
_LONGEST = 500_000


@dataclass(frozen=True)
class RuleFile:
    """The text of the file and its ``digest``, empty where there is no file and the packaged rules hold."""

    text: str
    digest: str


def read(desk: Desk) -> RuleFile:
    """Return the rules as they are written. Raises :class:`ConfigError` for a file that is no text."""
    path = _path(desk)
    if not path.is_file():
        return RuleFile(TEMPLATE.read_text(encoding="utf-8"), "")
    return RuleFile(decode(path), _digest(path))


def digest(desk: Desk) -> str:
    """What tells the file from any other; empty where there is none."""
    return _digest(_path(desk))


def checked(desk: Desk, text: str) -> RuleBook:
    """Return the rules of a text as the groups would have them. Raises :class:`ConfigError` naming what is wrong."""
    if len(text) > _LONGEST:
        raise ConfigError(f"{RULES_FILE}：太长了（{len(text)} 字），最多 {_LONGEST} 字")
    with TemporaryDirectory() as folder:
        file = Path(folder) / RULES_FILE
        file.write_bytes(text.encode("utf-8", "replace"))
        return load_rules(desk.workspace.knowledge, file=file)


def save(desk: Desk, text: str, before: str, *, what: str, target: str, about: str = "") -> RuleFile:
    """Put ``text`` in the place of the file whose digest was ``before``, and note who did ``what`` to ``target``.

    Raises :class:`ConfigError` where the text is wrong, :class:`InputError` where somebody else has changed the file.
    """
    desk.require("rules.write")
    book = checked(desk, text)
    _built(desk, book)
    path = _path(desk)
    raw = _as_before(path, text)
    with FileLock(desk.workspace.make_state() / "rules.lock"):
        if _digest(path) != before:
            raise InputError(STALE)
        with desk.database.write() as connection:
            note(connection, who=desk.person.name, what=what, target=target[:256], about=about)
            _replace(path, raw)
    return RuleFile(text, _digest(path))


def clause_path(yaml: YamlText, rules: str, clause: str) -> list[Step]:
    """Return where a clause stands. Raises :class:`InputError` where it is not in the file."""
    above = clauses_path(yaml, rules)
    held = yaml.data(above)
    if isinstance(held, Mapping) and clause in held:
        return [*above, clause]
    for number, entry in enumerate(held if isinstance(held, list) else []):
        key = named(yaml, [*above, number], CLAUSE.names, "id") if isinstance(entry, Mapping) else ""
        if isinstance(entry, Mapping) and entry.get(key) == clause:
            return [*above, number]
    raise InputError(f"{RULES_FILE} 的 {rules} 里没有 {clause!r} 这一条，也许刚被别人删了：请刷新")


def clauses_path(yaml: YamlText, rules: str) -> list[Step]:
    """Return where the clauses of a set stand, or would."""
    above = set_path(yaml, rules)
    return [*above, named(yaml, above, SET.names, "clauses")]


def set_path(yaml: YamlText, rules: str) -> list[Step]:
    """Return where a set stands, or would."""
    return [named(yaml, [], {key_of(each): name for name, spelt in TOP.items() for each in spelt}, "sets"), rules]


def exempt_path(yaml: YamlText, rules: str, field: str) -> list[Step]:
    """Return where a field of what a set leaves alone stands, or would."""
    above = set_path(yaml, rules)
    above = [*above, named(yaml, above, SET.names, "exempt")]
    return [*above, named(yaml, above, EXEMPT.names, field)]


def named(yaml: YamlText, path: list[Step], names: Mapping[str, str], field: str) -> str:
    """Return how a field is called in the mapping at a path: it may carry another name there."""
    held = yaml.data(path)
    known = (key for key in held if names.get(key_of(key)) == field) if isinstance(held, Mapping) else iter(())
    return next(known, field)


def with_set(text: str, rules: str) -> str:
    """Return the text with the set in it: where only the packaged one holds, that is copied in."""
    yaml = YamlText(text)
    path = set_path(yaml, rules)
    if yaml.node(path) is not None:
        return text
    if rules != DEFAULT_SET:
        raise InputError(f"{RULES_FILE} 里没有 {rules} 这套群规")
    packaged = YamlText(TEMPLATE.read_text(encoding="utf-8")).data(["sets", DEFAULT_SET])
    if yaml.node(path[:1]) is None:
        block = YamlText("sets:\n  default: {}\n").put(["sets", DEFAULT_SET], packaged)
        return f"{text.rstrip()}\n\n{block}" if text.strip() else block
    return yaml.put(path, packaged)


def as_data(clause: Clause) -> dict[str, Any]:
    """Return a clause as it is written in the file; what it has by default is left out."""
    data = clause.model_dump(mode="json", exclude_defaults=True)
    first = {"id": clause.id, "category": clause.category.value, "clause": clause.clause, "mode": clause.mode}
    return first | {name: data[name] for name in data if name not in first}


def _built(desk: Desk, book: RuleBook) -> None:
    """Have the detectors built as a running program would. Raises :class:`ConfigError`."""
    from assistant.moderation.own import own_of
    from assistant.moderation.prepared import Preparations

    preparations = Preparations(book, own_of(desk.workspace))
    for group in ("", *book.takes):
        preparations.of(group)


def _path(desk: Desk) -> Path:
    return desk.workspace.knowledge / RULES_FILE


def _digest(path: Path) -> str:
    try:
        return blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ConfigError(f"{path.name}：打不开（{error.strerror or error}）") from None


def _as_before(path: Path, text: str) -> bytes:
    """The text with the line ends that the file has."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        windows = b"\r\n" in path.read_bytes()
    except OSError:
        windows = False
    return (text.replace("\n", "\r\n") if windows else text).encode("utf-8", "replace")


def _replace(path: Path, raw: bytes) -> None:
    """Write a file in one go: whoever reads meanwhile reads the one or the other. Raises :class:`InputError`."""
    try:
        put_bytes(path, raw)
    except OSError as error:
        raise InputError(f"{path.name} 写不进去：{error.strerror or error}") from error
