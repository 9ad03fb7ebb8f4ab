"""Links and domains: the operator's own and neutral ones pass, others are found, also with their dots hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, field_validator

from assistant.moderation.detectors.base import Found, TextDetector
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import View
from assistant.moderation.hosts import SIGNS, Host, find_hosts, hosts, lies_under
from assistant.schema.moderation import Category
from assistant.text.folding import fold_each
from assistant.text.readings import Reading

_HOSPITAL = re.compile(r"(?:^|\.)[a-z0-9-]*hospital[a-z0-9]{0,3}\.(?:com|cn|org|com\.cn|org\.cn|net\.cn)$")
_GAMBLING = re.compile(
    r"(?<![a-z])(?:bet|casino|poker|slots?|lotto|baccarat|yabo|kaiyun|bbin|jackpot)|bet\d|\d{2,}bet|bet$|casino|aomen|caipiao|qipai|"
    r"dubo|bocai|yulecheng|^(?:.*\.)?\d{4,}\.(?:com|vip|cc|bet|net)$"
)
# Places and services that everybody knows: nobody is lured there, also where the clause lets others pass alone.
_KNOWN = ("maps", "services")
# A name that is only spoken of: 京东的官网是 jd.com 吗.
_SPOKEN = re.compile(r"官网|网站|网址|域名|后缀|邮箱")
_SENT_TO = re.compile(r"领|免费|收藏|打开|登录|登陆|戳|点击|进去|速|看看|注册|下载|输入|访问|搜")


class Params(BaseModel):
    """``neutral``: packaged groups (gov, gov.cn, edu, hospital, maps, news, services) or domains.

    Where it is not given, all groups.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    neutral: tuple[str, ...] = ("gov", "edu", "hospital", "maps", "news", "services")

    @field_validator("neutral")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in hosts()["neutral"] and "." not in name:
                raise ValueError(f"{name} 既不是域名，也不是内置的一组（{'、'.join(hosts()['neutral'])}）")
        return names


class Links(TextDetector):
    """Finds hosts that are neither the operator's nor neutral."""

    name = "links"
    triggers = SIGNS

    def __init__(self, params: Params, surroundings: Surroundings) -> None:
        known = hosts()["neutral"]
        self._neutral = frozenset(
            fold_each(domain).removeprefix("*.").strip(".")
            for name in params.neutral
            for domain in known.get(name, (name,))
        )
        self._hospitals = "hospital" in params.neutral
        self._known = frozenset(domain for name in _KNOWN for domain in known[name])
        self._own = surroundings
        self._short = frozenset(hosts()["short"]["short"])
        self._invitations = [(why, each) for why, domains in hosts()["invitations"].items() for each in domains]

    def look(self, reading: Reading, view: View) -> Iterator[Found]:
        """Yield the foreign hosts of one reading."""
        written = reading is view.readings[0]
        for host in find_hosts(reading.text):
            if self._passes(host) or (host.is_doubtful and not written):
                continue
            yield self._found(host, reading.text, view.part)

    def _passes(self, host: Host) -> bool:
        return (
            self._own.is_own_domain(host.host)
            or lies_under(host.host, self._neutral)
            or (self._hospitals and bool(_HOSPITAL.search(host.host)))
        )

    def _found(self, host: Host, text: str, part: str) -> Found:
        address = text[host.start : host.end]
        whole = host.host + host.rest
        category = Category.GAMBLING if _GAMBLING.search(host.host) else Category.LINK
        for why, each in self._invitations:
            if whole.startswith(each) or address.startswith(each) or host.host.endswith(f".{each}"):
                return Found(
                    host.start, host.end, f"{why}的链接", category=category, confidence=0.97, note=host.host, sure=True
                )
        if lies_under(host.host, self._known):
            return Found(host.start, host.end, "地图、银行、快递这类网站", False, 0.5, category, host.host)
        if lies_under(host.host, self._short):
            return Found(
                host.start, host.end, "短链接，看不出通到哪里", category=category, confidence=0.97, note=host.host
            )
        if host.form == "disguised":
            return Found(
                host.start, host.end, "网址的点换了写法", category=category, confidence=0.95, note=host.host, sure=True
            )
        if host.form == "address":
            hard = bool(host.rest)
            return Found(host.start, host.end, "直接写 IP 的地址", hard, 0.9 if hard else 0.5, category, host.host)
        if host.form == "bare" and not host.rest and part in ("text", "quote", "joined"):
            hard = not host.is_doubtful and host.host.find(".") > 1 and not _is_spoken_of(text)
            return Found(host.start, host.end, "外面的网站", hard, 0.8 if hard else 0.5, category, host.host)
        return Found(host.start, host.end, "外面的链接", category=category, note=host.host)


def _is_spoken_of(text: str) -> bool:
    return bool(_SPOKEN.search(text)) and not _SENT_TO.search(text)


def make(params: Params, surroundings: Surroundings) -> Links:
    """Build the detector."""
    return Links(params, surroundings)
