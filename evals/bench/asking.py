"""What a bench asks a brand to write: topics day by day, shares on its articles, every campaign when it begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, cycle, zip_longest

from sqlalchemy import select

from assistant.drafting.briefing import Request
from assistant.drafting.service import Drafter
from assistant.schema.contracts import HEADING_SEPARATOR, DraftKind, PassageKind
from assistant.storage.database import open_database
from assistant.storage.tables import passages
from assistant.workspace import Workspace
from evals.paths import ASKED

_DAYS = 45


def requests_of(drafter: Drafter, workspace: Workspace, kind: DraftKind, format_: str) -> Iterator[Request]:
    """Yield more requests of a kind than a bench asks for; some the brand's own terms refuse.

    Every second topic and share leaves the subject to the assistant, as operators do.
    """
    if kind is DraftKind.PROMO:
        yield from _promos(drafter, format_)
        return
    groups = [group.id for group in drafter.briefing.groups.values() if kind in group.kinds]
    wishes = cycle(chain.from_iterable(zip_longest(titles(workspace), (), fillvalue="")))
    for number, about in zip(range(_DAYS * len(groups)), wishes, strict=False):
        day = ASKED + timedelta(days=number // len(groups))
        yield Request(kind, groups[number % len(groups)], day, about=about, format=format_, seed=number)


def titles(workspace: Workspace) -> list[str]:
    """Return the titles of the brand's articles."""
    articles = select(passages.c.heading).where(passages.c.kind == PassageKind.ARTICLE.value).order_by(passages.c.id)
    with open_database(workspace).read() as connection:
        found = [str(heading).split(HEADING_SEPARATOR)[0].strip() for heading in connection.execute(articles).scalars()]
    return [title for title in dict.fromkeys(found) if title]


def _promos(drafter: Drafter, format_: str) -> Iterator[Request]:
    """Each campaign in each of its groups, soon after it began; then again, some days on."""
    briefing = drafter.briefing
    takers = [group.id for group in briefing.groups.values() if DraftKind.PROMO in group.kinds]
    for later in (0, 2, 5, 9):
        for place in range(len(takers)):
            for campaign in briefing.campaigns.values():
                groups = [group for group in takers if not campaign.groups or group in campaign.groups]
                if campaign.start is None or place >= len(groups):
                    continue
                at = campaign.start + timedelta(days=later, minutes=20)
                yield Request(
                    DraftKind.PROMO, groups[place], at.date(), time=at.time(), campaign=campaign.id, format=format_,
                    seed=later,
                )  # fmt: skip
