"""Text and looks of Word paragraphs: what is a heading, what nobody sees."""

from __future__ import annotations

import re
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HEADING = re.compile(r"^(?:heading|标题|標題)\s*([1-9])$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|标题|標題|文档标题)$", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:toc|目录|目錄)(?:\s*(?:\d|heading|标题).*)?$", re.IGNORECASE)
_LINE_END = "。！？!?；;，,：:、"
_LONGEST_PAINTED = 30
_OFF = ("0", "false", "off", "none")


def tag(name: str) -> str:
    """Return the qualified name of a WordprocessingML element or attribute."""
    return _W + name


def is_tag(element: Any, name: str) -> bool:
    """Whether ``element`` is a ``w:name``."""
    return bool(element.tag == _W + name)


class Styles:
    """What the named styles of a document say, with what they inherit."""

    def __init__(self, document: Any) -> None:
        self._elements = {style.get(tag("styleId")): style for style in document.styles.element.iter(tag("style"))}
        self._targets = {
            key: relation.target_ref for key, relation in document.part.rels.items() if relation.is_external
        }
        default = document.styles.element.find(f".//{tag('rPrDefault')}//{tag('sz')}")
        self.body_size = self._body_size(document) or (_number(default) if default is not None else 21)

    def level(self, paragraph: Any) -> int | None:
        """Return the heading level of ``paragraph`` by its style or outline level; 0 is the title."""
        own = _property(paragraph, "pPr", "outlineLvl")
        if own is not None and (level := int(own.get(tag("val"), "9"))) < 9:
            return level + 1
        for style in self._chain(paragraph):
            name = _name(style)
            if match := _HEADING.match(name):
                return int(match[1])
            if _TITLE.match(name):
                return 0
            outline = _property(style, "pPr", "outlineLvl")
            if outline is not None and (level := int(outline.get(tag("val"), "9"))) < 9:
                return level + 1
        return None

    def is_contents(self, paragraph: Any) -> bool:
        """Whether ``paragraph`` is a line of the table of contents."""
        return any(_CONTENTS.match(_name(style)) for style in self._chain(paragraph))

    def is_listed(self, paragraph: Any) -> bool:
        """Whether ``paragraph`` is an item of a list."""
        if _property(paragraph, "pPr", "numPr") is not None:
            return True
        return any(_property(style, "pPr", "numPr") is not None for style in self._chain(paragraph))

    def is_bold(self, paragraph: Any) -> bool:
        """Whether all visible text of ``paragraph`` is bold."""
        runs = [run for run in paragraph.iter(tag("r")) if _run_text(run).strip()]
        by_style = any(_is_on(_property(style, "rPr", "b")) for style in self._chain(paragraph))
        return bool(runs) and all(_is_on(_property(run, "rPr", "b"), otherwise=by_style) for run in runs)

    def size(self, paragraph: Any) -> float:
        """Return the smallest font size of the text in half-points."""
        by_style = next(
            (s for style in self._chain(paragraph) if (s := _property(style, "rPr", "sz")) is not None), None
        )
        base = _number(by_style) if by_style is not None else self.body_size
        sizes = [
            _number(own) if (own := _property(run, "rPr", "sz")) is not None else base
            for run in paragraph.iter(tag("r"))
            if _run_text(run).strip()
        ]
        return min(sizes, default=base)

    def hides(self, run: Any) -> bool:
        """Whether nobody sees ``run``: marked hidden, white on white, or one point high and less."""
        if _is_on(_property(run, "rPr", "vanish")) or _is_on(_property(run, "rPr", "webHidden")):
            return True
        reference = _property(run, "rPr", "rStyle")
        names = [reference.get(tag("val"))] if reference is not None else []
        styles = [self._elements[name] for name in names if name in self._elements]
        paragraph = next(run.iterancestors(tag("p")), None)
        if paragraph is not None:
            styles.extend(self._chain(paragraph))
        if any(_is_on(_property(style, "rPr", "vanish")) for style in styles):
            return True
        size = _property(run, "rPr", "sz")
        if size is not None and _number(size) <= 2:
            return True
        color = _property(run, "rPr", "color")
        return color is not None and color.get(tag("val"), "").upper() == "FFFFFF" and not _has_ground(run)

    def link(self, element: Any) -> str:
        """Return the web address a ``w:hyperlink`` leads to, or nothing."""
        target = str(self._targets.get(element.get(_R + "id"), ""))
        return target if target.startswith(("http://", "https://")) else ""

    def _chain(self, paragraph: Any) -> list[Any]:
        reference = _property(paragraph, "pPr", "pStyle")
        name = reference.get(tag("val")) if reference is not None else None
        chain: list[Any] = []
        while name in self._elements and len(chain) < 10:
            style = self._elements[name]
            chain.append(style)
            based = style.find(tag("basedOn"))
            name = based.get(tag("val")) if based is not None else None
        return chain

    def _body_size(self, document: Any) -> float:
        """Return the font size most of the text has, where the runs say one."""
        weights: dict[float, int] = {}
        for run in document.element.body.iter(tag("r")):
            if (size := _property(run, "rPr", "sz")) is not None:
                weights[_number(size)] = weights.get(_number(size), 0) + len(_run_text(run))
        total = sum(len(_run_text(run)) for run in document.element.body.iter(tag("r")))
        best = max(weights, key=lambda size: weights[size], default=0.0)
        return best if best and weights[best] * 2 > total else 0.0


def text_of(paragraph: Any, styles: Styles, hidden: list[str]) -> str:
    """Return what a reader sees of ``paragraph``; hidden runs go to ``hidden``, text boxes are left out."""
    parts: list[str] = []
    unseen: list[str] = []
    for run in paragraph.iter(tag("r")):
        above = {str(element.tag).rsplit("}", 1)[-1] for element in run.iterancestors() if element is not paragraph}
        if "del" in above or "moveFrom" in above or _in_box(run, paragraph):
            continue
        text = _run_text(run)
        if not text:
            continue
        (unseen if styles.hides(run) else parts).append(text)
        link = next(run.iterancestors(tag("hyperlink")), None)
        if link is not None and run is link.findall(f".//{tag('r')}")[-1] and (url := styles.link(link)) not in text:
            parts.append(f"（{url}）")
    if unseen:
        hidden.append("".join(unseen))
    return "".join(parts)


def painted_heading(paragraph: Any, text: str, styles: Styles) -> int | None:
    """Return the level of a line that is no heading by style but looks like one: short, bold or large, no full stop."""
    if len(text) > _LONGEST_PAINTED or text[-1] in _LINE_END or "\n" in text or styles.is_listed(paragraph):
        return None
    size = styles.size(paragraph)
    if size >= styles.body_size + 8:
        return 1
    if size >= styles.body_size + 3:
        return 2
    return 4 if styles.is_bold(paragraph) else None


def _in_box(run: Any, paragraph: Any) -> bool:
    for element in run.iterancestors():
        if element is paragraph:
            return False
        if is_tag(element, "txbxContent"):
            return True
    return False


def _run_text(run: Any) -> str:
    parts: list[str] = []
    for child in run:
        if is_tag(child, "t"):
            parts.append(child.text or "")
        elif is_tag(child, "tab"):
            parts.append(" ")
        elif is_tag(child, "br") or is_tag(child, "cr"):
            parts.append("\n")
        elif is_tag(child, "noBreakHyphen"):
            parts.append("-")
    return "".join(parts)


def _property(element: Any, group: str, name: str) -> Any:
    properties = element.find(tag(group))
    return properties.find(tag(name)) if properties is not None else None


def _is_on(toggle: Any, *, otherwise: bool = False) -> bool:
    return otherwise if toggle is None else str(toggle.get(tag("val"), "1")).lower() not in _OFF


def _number(element: Any) -> float:
    try:
        return float(element.get(tag("val"), "21"))
    except ValueError:
        return 21.0


def _name(style: Any) -> str:
    name = style.find(tag("name"))
    return str(name.get(tag("val"), "")) if name is not None else ""


def _has_ground(run: Any) -> bool:
    """Whether something dark may lie behind ``run``: a shading of text, paragraph or cell, a styled table, a shape."""
    for element in (run, *run.iterancestors()):
        if is_tag(element, "txbxContent"):
            return True
        for group in ("rPr", "pPr", "tcPr", "tblPr"):
            shading = _property(element, group, "shd")
            if shading is not None and shading.get(tag("fill"), "auto").upper() not in ("AUTO", "FFFFFF"):
                return True
            if group == "rPr" and _property(element, group, "highlight") is not None:
                return True
        if is_tag(element, "tbl") and _property(element, "tblPr", "tblStyle") is not None:
            return True
    return False
