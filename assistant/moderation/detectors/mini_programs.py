"""Mini-programs that are not the operator's: shared as a card, or named in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.moderation.asked import is_asking
from assistant.moderation.detectors.base import Found, NoParams, TextDetector, evidence
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import Context, Hit, View
from assistant.schema.moderation import Category
from assistant.text.readings import Reading

_CODE = re.compile(r"#小程序://(?P<app>[^/\s]{1,40})/[A-Za-z0-9]+|mp://[A-Za-z0-9]+|weixin://dl/business/\S*")
_NAMED = re.compile(
    r"(?:搜(?:索|一下)?|打开|进|点(?:击|进|开)?|扫)(?:微信)?小程序"
    r"[“”\"「【《:： ]{0,2}(?P<after>[\u3400-\u9fffa-z0-9]{2,12})"
    r"|(?:搜(?:索|一下)?|打开)[“\"「【《]?(?P<before>[\u3400-\u9fffa-z0-9]{2,12})[”\"」】》]?小程序(?=.{0,12}(?:领|下单|免费|优惠|抢|红包|便宜|送))"
)


class MiniPrograms(TextDetector):
    """Finds mini-programs of others."""

    name = "mini_programs"
    # A card of a mini-program holds none of the letters below: every message is asked.
    triggers = None

    def __init__(self, surroundings: Surroundings) -> None:
        self._own = surroundings.mini_programs

    def find(self, views: Sequence[View], context: Context) -> list[Hit]:
        """Return what was found; the card itself where the message is one."""
        hits = super().find(views, context)
        if context.kind != "mini_program" and not any(view.part == "app" for view in views):
            return hits
        parts = {view.part: view for view in views}
        shown = parts.get("app") or parts.get("title")
        if shown is None:
            return hits or [Hit(self.name, (), hard=False, confidence=0.5, notes=("没有说是哪个小程序",))]
        written = shown.readings[0]
        if self._is_own(written.text) or not written.text:
            return hits
        span = evidence(shown, written, 0, len(written.text), "外面的小程序")
        return [
            *hits,
            Hit(self.name, (span,), confidence=0.95, category=Category.LINK, notes=(written.text.strip()[:40],)),
        ]

    def look(self, reading: Reading, view: View) -> Iterator[Found]:
        """Yield the mini-programs that a text names."""
        text = reading.text
        if ("小程序" not in text and "://" not in text) or view.part == "app":
            return
        for match in _CODE.finditer(text):
            if not (match["app"] and self._is_own(match["app"])):
                yield Found(*match.span(), "外面的小程序", confidence=0.96, category=Category.LINK, sure=True)
        for match in _NAMED.finditer(text):
            if not self._is_own(match["after"] or match["before"]) and not is_asking(text, *match.span()):
                yield Found(*match.span(), "叫人去别的小程序", False, 0.6, Category.LINK)

    def _is_own(self, name: str) -> bool:
        return any(own in name for own in self._own)


def make(params: NoParams, surroundings: Surroundings) -> MiniPrograms:  # noqa: ARG001 - one signature for all
    """Build the detector."""
    return MiniPrograms(surroundings)


Params = NoParams
