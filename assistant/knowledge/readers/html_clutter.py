"""What on a web page is not its content: scripts, navigation, footers, advertisements, text made invisible."""

from __future__ import annotations

import re
from typing import Any

_DROP_NAMES = (
    "script style noscript template iframe object embed svg canvas nav footer button select input textarea "
    "head link meta audio video"
)
_DROP = frozenset(_DROP_NAMES.split())
_ROLE = frozenset({"navigation", "contentinfo", "search", "menu", "menubar", "complementary"})
_CLUTTER = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|footer|foot|bottom-?bar|side-?bar|breadcrumbs?|crumbs?|ads?|advert\w*|adsense|"
    r"banner|share|sharing|social|related|recommend\w*|hot-?list|comments?|copyright|pagination|pager|cookie\w*|pop-?up|"
    r"modal|toolbar|topbar|top-?bar|login|register|search|subscribe|qrcode|friend-?links?|guanggao|gg)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$|!)|"
    r"font-size\s*:\s*(?:0(?:\.\d+)?|1)(?:px|pt|em|rem|%)?\s*(?:;|$|!)|(?:text-indent|left|top|margin-left)\s*:\s*-\d{3,}|"
    r"clip\s*:\s*rect\(\s*0|(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|$|!)|color\s*:\s*transparent",
    re.IGNORECASE,
)
_WHITE = r"(?:#fff(?:fff)?\b|white\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)"
_WHITE_TEXT = re.compile(rf"(?:^|;|\s)color\s*:\s*{_WHITE}", re.IGNORECASE)
_GROUND = re.compile(r"background(?:-color|-image)?\s*:\s*(?P<value>[^;]+)", re.IGNORECASE)
_CSS_RULE = re.compile(r"(?P<names>[^{}]+)\{(?P<body>[^{}]*)\}")
_SIMPLE_NAME = re.compile(r"^[.#][\w-]+$")
_FINE_PRINT = re.compile(
    r"ICP备|(?:浏览|阅读)(?:量|次数|数)?\s*[:：]\s*\d+|"
    r"公网安备|版权所有|copyright|©|all rights reserved|^(?:上一篇|下一篇|"
    r"返回(?:顶部|首页|列表)|分享到|扫码关注|登录|注册|点击关注|阅读原文|在看|点赞|收藏本站|设为首页|广告)[:：]?.{0,30}$",
    re.IGNORECASE,
)

_DAY = r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
_BYLINE_WORD = (
    r"原创|作者|来源|责任?编辑|编辑|责编|发表于|发布于|发布时间|发表时间|更新时间|转载自?|转自|"
    r"(?:阅读|浏览)[量数]?\s*[:：]?\s*\d"
)
_BYLINE = re.compile(
    rf"^(?=.*(?:{_BYLINE_WORD}))(?=.*{_DAY})(?:[^，。！？；\n]{{0,16}}(?:{_BYLINE_WORD}|{_DAY})[\s:：|丨·/]*)+[^，。！？；\n]{{0,12}}$"
)
_AUTHOR = re.compile(
    r"^(?:(?:原创|作者|来源|文字?|图文?|编辑|责任?编辑|责编|排版|校对|审核|撰文|摄影)\s*[:：丨|/]\s*[^\s，。！？；]{1,14}[\s|丨·]*)+$"
)
_FOLLOW = re.compile(
    r"^(?=.{4,40}$)[^，。\d]{0,6}?(?:点击|长按|扫一?扫|扫码|识别|戳)[^。]{0,8}(?:蓝字|蓝色字|二维码|名片|公众号|头像|卡片|小程序码)"
    r"[^。\d]{0,16}(?:关注|星标|置顶|订阅)[^。\d]{0,8}[！!~～↑↓👆👇]*$"
)
_FIGURES = re.compile(
    r"^(?:(?:阅读|浏览|点击|点赞|赞|在看|评论|分享|收藏|转发|喜欢|留言)(?:量|数|次数)?\s*[:：]?\s*[\d.,]+\s*(?:万\+?|[wk]\+?|次|\+)?[\s|·,，]*)+$",
    re.IGNORECASE,
)


def is_byline(line: str) -> bool:
    """Whether ``line`` tells of the page and not of its subject: who wrote it when, how often it was read."""
    text = " ".join(line.split())
    if len(text) > 60:
        return False
    return any(pattern.match(text) for pattern in (_BYLINE, _AUTHOR, _FOLLOW, _FIGURES))


def take_hidden(tree: Any) -> list[str]:
    """Remove comments and everything invisible from ``tree``; return what it said."""
    import lxml.etree  # type: ignore[import-untyped]

    hidden: list[str] = []
    unseen, painted = _names_in_styles(tree)
    for comment in list(tree.iter(lxml.etree.Comment)):
        if text := str(comment.text or "").strip():
            hidden.append(text)
        _remove(comment)
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in ("html", "body") or element.tag in _DROP:
            continue
        if _is_hidden(element, unseen, painted) and any(above.tag == "html" for above in element.iterancestors()):
            if text := " ".join("".join(element.itertext()).split()):
                hidden.append(text)
            _remove(element)
    for name in ("alt", "title", "aria-label"):
        hidden.extend(str(value) for value in tree.xpath(f"//@{name}") if len(value) > 12)
    hidden.extend(str(value) for value in tree.xpath("//meta/@content") if len(value) > 12)
    return hidden


def take_clutter(body: Any) -> None:
    """Remove what surrounds the content from ``body``."""
    for element in list(body.iter()):
        if isinstance(element.tag, str) and element is not body and _is_clutter(element):
            _remove(element)
    for element in list(body.iter("ul", "ol", "div", "p", "td", "section", "aside")):
        if (
            element is not body
            and element.getparent() is not None
            and (_is_link_list(element) or _is_fine_print(element))
        ):
            _remove(element)


def main_content(body: Any) -> Any:
    """Return the element that holds the content: ``main`` or ``article`` where it has most of the text."""
    whole = _length(body)
    for name in ("main", "article"):
        found = list(body.iter(name))
        if len(found) == 1 and _length(found[0]) >= 0.5 * whole:
            return found[0]
    return body


def _is_hidden(element: Any, unseen: frozenset[str], painted: frozenset[str]) -> bool:
    style = element.get("style") or ""
    if element.get("hidden") is not None or (style and _HIDDEN_STYLE.search(style)):
        return True
    names = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id') or ''}"}
    if names & unseen:
        return True
    white = _WHITE_TEXT.search(style) is not None or str(element.get("color") or "").lower() in (
        "white",
        "#ffffff",
        "#fff",
    )
    return white and not _has_ground(element, painted)


def _has_ground(element: Any, painted: frozenset[str]) -> bool:
    """Whether a background other than white is set on ``element`` or around it."""
    for around in (element, *element.iterancestors()):
        ground = _GROUND.search(around.get("style") or "")
        if ground and not re.match(rf"\s*(?:{_WHITE}|transparent|none|inherit)", ground["value"], re.IGNORECASE):
            return True
        colour = str(around.get("bgcolor") or "").lower()
        if colour and colour not in ("white", "#ffffff", "#fff"):
            return True
        names = {around.tag} | {f".{name}" for name in (around.get("class") or "").split()} | {f"#{around.get('id')}"}
        if names & painted:
            return True
    return False


def _names_in_styles(tree: Any) -> tuple[frozenset[str], frozenset[str]]:
    """Return the classes and ids the page's own style sheets hide, and the selectors they give a background."""
    unseen: set[str] = set()
    painted: set[str] = set()
    for sheet in tree.iter("style"):
        css = re.sub(r"/\*.*?\*/", "", str(sheet.text or ""), flags=re.DOTALL)
        for rule in _CSS_RULE.finditer(css[:200_000]):
            names = [name.strip() for name in rule["names"].split(",")]
            if _HIDDEN_STYLE.search(rule["body"]) or (
                _WHITE_TEXT.search(rule["body"]) and not _GROUND.search(rule["body"])
            ):
                unseen.update(name for name in names if _SIMPLE_NAME.match(name))
            if _GROUND.search(rule["body"]):
                painted.update(name.split()[-1] for name in names if name)
    return frozenset(unseen), frozenset(painted)


def _is_clutter(element: Any) -> bool:
    if element.tag in _DROP or (element.get("role") or "") in _ROLE:
        return True
    if element.tag == "header" and element.find(".//h1") is None:
        return True
    if element.tag == "aside" or not _CLUTTER.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return bool(element.tag == "aside")
    # A page whose content sits in a box of that name is not emptied.
    whole = _length(element.getroottree().getroot())
    return _length(element) < 0.5 * whole and not any(element.iter("h1", "table"))


def _is_link_list(element: Any) -> bool:
    """Whether three and more links make up most of the text."""
    links = list(element.iter("a"))
    size = _length(element)
    return len(links) >= 3 and 0 < size < 600 and sum(_length(link) for link in links) > 0.7 * size


def _is_fine_print(element: Any) -> bool:
    text = " ".join("".join(element.itertext()).split())
    return 0 < len(text) <= 120 and _FINE_PRINT.search(text) is not None


def _length(element: Any) -> int:
    return len("".join("".join(element.itertext()).split()))


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
