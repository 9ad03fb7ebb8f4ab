"""Hosts in a text: links, bare domains, domains whose dots are written otherwise, addresses of machines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

_DATA = Path(__file__).parent / "data" / "hosts.yaml"
Form = Literal["link", "bare", "disguised", "address"]

_TOP = (
    "com|cn|net|org|top|xyz|vip|cc|shop|store|online|site|club|wang|ltd|group|work|live|link|click|icu|buzz|fun|app|"
    "info|biz|asia|mobi|tech|ink|pro|pub|win|bid|loan|bet|casino|poker|example|hk|tw|tv|me|co|io|so|gg|ly|li|im|in|la|"
    "pw|ws|us|uk|jp|kr|ru|to|at|ee|sh|st|fm|ai|cm|ph|my|sg|vn|th|de|fr|eu|ca|au|nz|tk|ml|ga|cf|gq|"
    "中国|公司|网络|网址|商城|在线|集团|网店|我爱你|手机|娱乐|购物|餐厅|中文网"
)
# Short endings that are words, or may follow the full stop of a sentence without a blank.
_DOUBTFUL = frozenset(
    [
        "me",
        "co",
        "so",
        "in",
        "la",
        "to",
        "at",
        "us",
        "im",
        "it",
        "is",
        "my",
        "de",
        "tv",
        "st",
        "sh",
        "ai",
        "io",
        "app",
        "pro",
        "fun",
        "live",
        "link",
        "work",
        "shop",
        "group",
    ]
)
_LABEL = r"[a-z0-9\u3400-\u9fff](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ASCII = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_END = r"(?![a-z0-9_-]|\.[a-z0-9])"
_PATH = r"(?:[/?？#](?:[^\s，。！？；：、（）“”‘’《》「」【】<>\"'\u3400-\u9fff]|[？，；！](?=[a-z0-9_%=&/-]))*)?"
# What a telephone names its own files by leads nowhere.
_LOCAL = "content|file|android|about|chrome|data|res"
_SCHEME = re.compile(
    rf"(?<![a-z0-9])(?!(?:{_LOCAL}):)"
    r"(?P<scheme>[a-z][a-z0-9+.-]{1,11}):(?://|\\\\)"
    # What is written on in Chinese without a blank is no part of the host: https://a.gov.cn可以查.
    r"(?:[^\s/@，。]{1,60}@)?(?P<host>"
    r"(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,12}(?=[\u3400-\u9fff]+(?![\u3400-\u9fff.]|[a-z0-9-]+\.))"
    r"|[^\s/\\?#:，。！？；、（）“”《》【】\[\]{}<>\"']{1,120})(?::\d{1,5})?" + _PATH
)
_BARE = re.compile(rf"(?<![a-z0-9@._-])(?P<host>(?:{_ASCII}\.){{1,6}}(?P<top>{_TOP})){_END}(?::\d{{2,5}})?{_PATH}")
_NATIVE = re.compile(
    rf"(?P<host>(?:www\.)?(?:{_LABEL}[\u3400-\u9fff]{{0,15}}\.){{1,3}}(?:中国|公司|网络|网址|商城|集团))(?![\u3400-\u9fff])"
    rf"|(?P<mixed>www\.[\u3400-\u9fffa-z0-9-]{{1,30}}\.(?:com|cn|net)){_END}"
)
_DOT_SIGN = r"点|。|丶|·|•|・|,|，|、|dot|\[\.\]|[(（【{]\.[)）】}]|[\[（【(](?:点|dot)[\]）】)]"
_DOT = rf"(?:[ \t]*(?:{_DOT_SIGN})[ \t]*|[ \t]+\.[ \t]*|\.[ \t]+)"
_TOP_DISGUISED = "com|cn|net|org|top|xyz|vip|cc|shop|club|site|icu|app|info"
_DISGUISED = re.compile(
    rf"(?<![a-z0-9@._-])(?P<host>(?:{_ASCII}(?:\.|{_DOT})){{0,3}}{_ASCII}{_DOT}(?:{_TOP_DISGUISED}))"
    rf"{_END}(?:[ \t]?[/?？][^\s，。！？；、（）\u3400-\u9fff]*)?"
)
_ADDRESS = re.compile(
    r"(?<![\d.])(?P<host>(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]\d|[1-9])(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3})(?![\d.])"
    r"(?P<rest>:\d{2,5}(?:/\S*)?|/\S*)?"
)
_DOTS = re.compile(r"[^a-z0-9-]+")
#: Without one of these no host stands in a text.
SIGNS = frozenset(
    [
        ":/",
        ".c",
        ".n",
        ".t",
        ".o",
        ".x",
        ".v",
        ".s",
        ".w",
        ".l",
        ".i",
        ".f",
        ".a",
        ".b",
        ".m",
        ".p",
        ".h",
        ".g",
        ".中",
        ".公",
        ".网",
        ".商",
        ".集",
        ".1",
        ".2",
        ".3",
        ".4",
        ".5",
        ".6",
        ".7",
        ".8",
        ".9",
        ".e",
        ".u",
        ".j",
        ".k",
        ".r",
        ".d",
        ".q",
    ]
) | frozenset({"om", "cn", "et", "rg", "cc", "vi"})


@dataclass(frozen=True, slots=True)
class Host:
    """A host and the span of the text that names it with what belongs to it; ``rest`` is what follows the host."""

    host: str
    start: int
    end: int
    form: Form
    rest: str = ""

    @property
    def is_doubtful(self) -> bool:
        """Whether a bare name ends like a word may: it.me, ok.so."""
        return self.form == "bare" and self.host.rpartition(".")[2] in _DOUBTFUL and not self.rest


def find_hosts(view: str) -> Iterator[Host]:
    """Yield the hosts of a folded text in order, none inside another."""
    found: list[Host] = []
    if "://" in view or ":\\\\" in view:
        found += [_of(match, "link") for match in _SCHEME.finditer(view)]
    if "." in view:
        found += [_of(match, "bare") for match in _BARE.finditer(view)]
        found += [_of(match, "bare") for match in _NATIVE.finditer(view)]
        found += [
            _of(match, "address")
            for match in _ADDRESS.finditer(view)
            if match["rest"] or not match["host"].startswith(("10.", "127.", "192.168."))
        ]
    found += [_of(match, "disguised") for match in _DISGUISED.finditer(view) if not _is_sentence(match)]
    last = 0
    for each in sorted(found, key=lambda host: (host.start, -host.end)):
        if each.start >= last:
            yield each
            last = each.end


def _of(match: re.Match[str], form: Form) -> Host:
    host = match["host"] or match["mixed"]
    end = match.start() + len(match[0].rstrip(".,;:!?'\")]}*~"))
    rest = match.string[match.start() + match[0].find(host) + len(host) : end]
    if form == "disguised":
        host = _DOTS.sub(".", host.replace("dot", "."))
    return Host(host.strip(".").removeprefix("www."), match.start(), end, form, rest)


def _is_sentence(match: re.Match[str]) -> bool:
    """Whether a sign between two words is punctuation: a figure before (3,net), words with blanks (ok. app)."""
    host = match["host"]
    return bool(re.fullmatch(r"\d+[^a-z0-9]+(?:cn|cc|app|top|org|net|info|shop|club)", host)) or bool(
        re.search(r"[a-z][.,，、。][ \t]*(?:app|info|club|shop|site|top|net|vip)$", host)
    )


@cache
def hosts() -> dict[str, dict[str, tuple[str, ...]]]:
    """The packaged groups of hosts: neutral, short, invitations."""
    data = yaml.load(_DATA.read_text(encoding="utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
    return {
        "neutral": {name: tuple(each) for name, each in data["neutral"].items()},
        "short": {"short": tuple(data["short"])},
        "invitations": {name: tuple(each) for name, each in data["invitations"].items()},
    }


def is_code(address: str) -> bool:
    """Whether a folded address is one code of many behind a host that serves everybody: to pay, to add, to join.

    ``qr.alipay.com/fkx123`` is, ``qr.alipay.com`` is all of them. Where one is somebody's own, the others are not.
    """
    bare = address.removeprefix("https://").removeprefix("http://")
    codes = (each for domains in hosts()["invitations"].values() for each in domains)
    return any(bare.startswith(each) and len(bare.removeprefix(each).strip("/")) > 0 for each in codes)


def lies_under(host: str, domains: tuple[str, ...] | frozenset[str]) -> bool:
    """Whether ``host`` is one of ``domains`` or lies under one."""
    if host in domains:
        return True
    at = host.find(".")
    while at >= 0:
        if host[at + 1 :] in domains:
            return True
        at = host.find(".", at + 1)
    return False
