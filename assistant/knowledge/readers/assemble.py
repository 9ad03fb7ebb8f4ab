"""A reading and what is said about the file from outside, made into one document."""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from assistant.errors import ReadError
from assistant.knowledge.documents import Document, Section
from assistant.knowledge.factorders import honest_products
from assistant.knowledge.kinds import guess_kind
from assistant.knowledge.orders import orders_in
from assistant.knowledge.readers import SUFFIXES
from assistant.knowledge.readers.headings import question_headings
from assistant.knowledge.readers.hidden import tag_characters
from assistant.knowledge.readers.reading import Reading
from assistant.knowledge.sources import SourceMeta
from assistant.knowledge.validity import apply_periods
from assistant.schema.contracts import PassageKind
from assistant.text.normalize import strip_invisible, without_private

_MEANINGLESS = re.compile(r"^(?:新建|未命名|无标题|文档|副本|untitled|document|new)", re.IGNORECASE)
_CHINESE = re.compile("[\u4e00-\u9fff]")
_PRIVATE = re.compile(r"\s*[(（]\d+[)）]$|[-_ ]*副本$|^副本[-_ ]*")


def assemble(path: Path, *, root: Path, meta: SourceMeta, today: date) -> Document:
    """Read ``path`` and settle title, kind, metadata, validity and orders.

    Raises:
        ReadError: the file cannot be taken in.
    """
    source = path.relative_to(root).as_posix()
    reading = _read(path)
    warnings = [f"{source}：{warning}" for warning in reading.warnings]
    front = _front_meta(reading, source, warnings)
    meta = meta.over(front)
    sections = [clean for section in reading.sections if (clean := _visible(section)) is not None]
    if not sections:
        raise ReadError("文件里没有文字")
    title, in_heading = _title(meta.title or reading.title, sections, path)
    kind = guess_kind(source, title, sections, said=meta.kind)
    sections = question_headings(sections, faq=kind is PassageKind.FAQ)
    if meta.kind is not None:
        # The operator's word goes before the shape of a table.
        sections = [section.model_copy(update={"kind": None}) for section in sections]
    if in_heading:
        sections = [section.model_copy(update={"heading": (title, *section.heading)}) for section in sections]
    products, sections, taken = honest_products(reading.products, sections)
    document = Document(
        source=source,
        title=title,
        kind=kind,
        sections=sections,
        tags=meta.tags,
        groups=meta.groups,
        valid_from=meta.valid_from,
        valid_until=meta.valid_until,
        supersedes=meta.supersedes,
        products=[product.model_copy(update={"source": source}) for product in products],
        orders=_each_once([*_orders(reading), *taken]),
        warnings=warnings,
    )
    return apply_periods(document, path=path, today=today)


def _read(path: Path) -> Reading:
    """Run the format's reader; whatever its library raises becomes a reason."""
    name = SUFFIXES.get(path.suffix.lower())
    if name is None:
        raise ReadError(f"不支持的文件类型 {path.suffix}")
    module = importlib.import_module(f"assistant.knowledge.readers.{name}")
    try:
        result: Reading = module.read(path)
    except ReadError:
        raise
    except PermissionError as error:
        raise ReadError("没有权限读取这个文件") from error
    except OSError as error:
        raise ReadError("文件打不开") from error
    except MemoryError as error:
        raise ReadError("文件展开后太大，内存装不下") from error
    except Exception as error:
        raise ReadError("文件已损坏，打不开") from error
    return result


def _front_meta(reading: Reading, source: str, warnings: list[str]) -> SourceMeta:
    known = {
        name: value for name, value in reading.front.items() if name in SourceMeta.model_fields and name != "ignore"
    }
    said = SourceMeta()
    for name, value in known.items():
        try:
            said = SourceMeta.model_validate({name: value}).over(said)
        except ValidationError:
            warnings.append(f"{source}：开头写的 {name}: {value!r} 读不懂，没有采用")
    return said


def _visible(section: Section) -> Section | None:
    """Take unseen characters off; ``None`` if no text remains."""
    text = without_private(strip_invisible(section.text)).strip()
    question = without_private(strip_invisible(section.question)).removeprefix("• ").strip()
    if not text and not question:
        return None
    heading = tuple(name for part in section.heading if (name := _visible_name(part)))
    return section.model_copy(update={"text": text, "question": question, "heading": heading})


def _visible_name(text: str) -> str:
    return " ".join(without_private(strip_invisible(text)).split()).removeprefix("• ")


def _title(said: str, sections: Sequence[Section], path: Path) -> tuple[str, bool]:
    """Return the title, and whether it must be put before the heading paths."""
    firsts = {section.heading[:1] for section in sections}
    shared = next(iter(firsts))[0] if len(firsts) == 1 and () not in firsts else ""
    if said:
        return said, not shared
    if shared:
        return shared, False
    stem = _PRIVATE.sub("", path.stem).strip()
    telling = len(_CHINESE.findall(stem)) >= 2 and not _MEANINGLESS.match(stem)
    return (stem or path.stem), telling


def _each_once(orders: Sequence[str]) -> list[str]:
    """The orders without those that are part of another: a name is a part of its row."""
    unique = list(dict.fromkeys(orders))
    return [order for order in unique if not any(order != other and order in other for other in unique)]


def _orders(reading: Reading) -> list[str]:
    visible = [text for section in reading.sections for text in (*section.heading, section.question, section.text)]
    tags = [text for item in visible for text in tag_characters(item)]
    return orders_in(dict.fromkeys(visible), [*reading.hidden, *tags])
