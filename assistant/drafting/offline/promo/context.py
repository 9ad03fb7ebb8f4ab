"""What the promo formats share: the campaign as it can be bought, its words for the frames, fresh choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.checks.mechanics import available
from assistant.checks.termlines import Line, bare, item_name, spaced, terms
from assistant.drafting.offline.choose import Chooser
from assistant.drafting.offline.manner import address_of, emoji_for, in_manner, register_of
from assistant.drafting.offline.promo.framefiles import frames, usable
from assistant.drafting.offline.promo.places import places, places_in_short
from assistant.schema.brief import Brief
from assistant.schema.facts import MECHANIC_NAMES, Campaign, Mechanic
from assistant.text.format import date_text, money_text, weekday_text
from assistant.text.moments import after_clock, start_text, until_text
from assistant.text.patterns import Pattern

_BEGINS_WITH_VERB = Pattern("[买满充带领送换找约]")
_RUNS_ON = Pattern(r"\{name\}(?=[^，：}]|的)")
_REGISTERS = {"warm": "warm", "plain": "plain", "professional": "plain", "playful": "playful"}
# What stands for the mechanic where the brand names no emoji of its own.
_EMOJI = {
    Mechanic.SECKILL: "⏰", Mechanic.GROUP_BUY: "🤝", Mechanic.BARGAIN: "✂️", Mechanic.COUPON: "🎫", Mechanic.GIFT: "🎁",
    Mechanic.ASSIST: "🙌", Mechanic.RANKING: "🏅", Mechanic.SWAP: "♻️", Mechanic.MEMBER_DAY: "🎈",
    Mechanic.REFERRAL: "👋",
}  # fmt: skip

# What a closing line may tell members to do: 要的在群里报名字和数量.
_WAY = Pattern(
    "报名|报(?=[名数要])|下单|接龙|登记|预约|预订|回复|留言|私[聊信]|扫码|点(?:链接|开)|小程序|[到来]店|打电话|扣 ?\\d"
)


def _other_ways(closing: str, how: str) -> bool:
    """Whether a closing line tells no way to take part but the campaign's own."""
    return all(way.group() in how for way in _WAY.finditer(closing))


@dataclass(frozen=True)
class Context:
    """One promotion to write. ``campaign`` holds only articles that can still be bought."""

    brief: Brief
    campaign: Campaign

    @classmethod
    def of(cls, brief: Brief) -> Context:
        """The context of a brief that has a campaign."""
        if brief.campaign is None:
            raise ValueError("a promo needs a campaign in its brief")
        return cls(brief, available(brief.campaign, brief.products))

    @cached_property
    def choose(self) -> Chooser:
        """Choices that differ by group, day, campaign and format."""
        brief = self.brief
        return Chooser(brief.seed, "promo", brief.group.id, brief.at.date(), self.campaign.id, brief.format)

    @cached_property
    def register(self) -> str:
        """``warm``, ``plain`` or ``playful``."""
        return _REGISTERS[register_of(self.brief)]

    @cached_property
    def past(self) -> list[str]:
        """What the group got, newest first."""
        return [past.body for past in sorted(self.brief.history, key=lambda past: past.date, reverse=True)]

    @cached_property
    def avoid(self) -> tuple[str, ...]:
        """Words that may not stand in our own sentences."""
        brief = self.brief
        return (*brief.constraints.avoid, *brief.group.avoid, *brief.brand.voice.avoid)

    @cached_property
    def terms(self) -> list[Line]:
        """All terms, with the places."""
        return [*terms(self.campaign, self.brief), *places(self.campaign, self.brief)]

    @cached_property
    def lean_terms(self) -> list[Line]:
        """All terms with the branches in one line."""
        return [*terms(self.campaign, self.brief), *places_in_short(self.campaign, self.brief)]

    @cached_property
    def items(self) -> str:
        """The articles in a few words: one, or two joined; empty where the campaign names none or too many."""
        names = [item_name(item, self.brief) for item in self.campaign.items]
        joined = "和".join(names)
        return joined if names and len(names) <= 2 and len(joined) <= 20 else ""

    @property
    def used(self) -> bool:
        """Whether the campaign gives out nothing more, and what it gave out may still be used."""
        return self.campaign.only_used(self.brief.at)

    def slots(self) -> Mapping[str, str]:
        """Values for the frames; empty where the campaign has none. "今天" is the day the draft is for."""
        campaign, today = self.campaign, self.brief.at.date()
        until = campaign.lasts if self.used else campaign.end
        prices = [item.price for item in campaign.items if item.price is not None]
        return {
            "name": campaign.name,
            "item": self.items,
            "price": money_text(prices[0]) if len(prices) == 1 == len(campaign.items) else "",
            "until": until_text(until, today=today) if until else "",
            "start": start_text(campaign.start, today=today) if campaign.start else "",
            "address": address_of(self.brief),
            "contact": bare(self.brief.brand.contact),
            "how": bare(campaign.how),
            "size": str(campaign.size or ""),
            "helpers": str(campaign.helpers or ""),
            "reward": spaced(bare(campaign.reward)) if len(campaign.reward) <= 15 else "",
            "metric": spaced(bare(campaign.metric)) if len(campaign.metric) <= 10 else "",
            "mechanic": MECHANIC_NAMES[campaign.mechanic],
            # A title with a date names a day on which one can take part.
            "date": date_text(max(today, campaign.start.date()) if campaign.start else today, weekday=False),
            "weekday": weekday_text(today),
        }

    def pick(self, candidates: Sequence[str], salt: str) -> str:
        """A frame the group has not seen lately, filled; empty when none fits."""
        slots = self.slots()
        fitting = usable(candidates, slots, self.avoid)
        if not fitting:
            return ""
        return self._said(self.choose.pick_fresh(fitting, self.past, salt).format_map(slots))

    def ranked(self, candidates: Sequence[str], salt: str, past: Sequence[str] | None = None) -> list[str]:
        """All fitting frames, filled, those that ``past`` (bodies, unless given) has not seen first."""
        slots = self.slots()
        fitting = usable(candidates, slots, self.avoid)
        order = self.choose.freshest(fitting, self.past if past is None else past, salt)
        return [self._said(frame.format_map(slots)) for frame in order]

    def _said(self, text: str) -> str:
        """A filled frame in the group's manner."""
        return in_manner(after_clock(text.strip()), self.brief)

    def emoji(self) -> str:
        """An emoji for the first line, where the policy allows one."""
        chosen = emoji_for(self.brief, self.choose)
        return _EMOJI[self.campaign.mechanic] if chosen and not self.brief.constraints.emoji_allowed else chosen

    def openings(self) -> list[str]:
        """First lines, the fresh ones first."""
        known = frames("used")["openings"] if self.used else frames("openings")[self.campaign.mechanic.value]
        return self.ranked(known[self.register], "opening")

    def closings(self) -> list[str]:
        """Last lines, the fresh ones first; the brand's own among them."""
        if self.used:
            return self.ranked(frames("used")["closings"][self.register], "closing")
        known = frames("closings")
        ours = [*known[self.campaign.mechanic.value][self.register], *known["any"][self.register]]
        brand = [text if text[-1:] in "。！？~～" else f"{text}。" for text in self.brief.brand.voice.closings if text]
        if self.campaign.how:
            brand = [text for text in brand if _other_ways(text, self.campaign.how)]
        # Braces in the brand's own words are words, not slots.
        return self.ranked([*ours, *(text.replace("{", "{{").replace("}", "}}") for text in brand)], "closing")

    def title(self, section: str) -> str:
        """A title the group has not seen, within the bound."""
        seen = {past.title for past in self.brief.history}
        limit = self.brief.constraints.title_max
        known = frames("used")["titles"] if self.used else frames("titles")[section]
        # A title with the date in it is always new; it is kept for when the better ones are used up.
        first = [frame for frame in known if "{date}" not in frame]
        titles = [past.title for past in sorted(self.brief.history, key=lambda past: past.date, reverse=True)]
        if _BEGINS_WITH_VERB.match(self.campaign.name):
            # 买面霜送纸巾进行中 reads as if the name went on; after a comma it does not.
            first, known = ([f for f in part if not _RUNS_ON.search(f)] for part in (first, known))
        ordered = [text for part in (first, known) for text in self.ranked(part, "title", titles)]
        fitting = [text for text in ordered if len(text) <= limit]
        fresh = [text for text in fitting if text not in seen]
        if fresh:
            return fresh[0]
        day = date_text(self.brief.at.date(), weekday=False)
        spare = (f"{self.campaign.name[: limit - len(day) - len(end)]}{day}{end}" for end in ("", "再说", "补充", "续"))
        return next((text for text in spare if text not in seen), (fitting or [self.campaign.name[:limit]])[0])
