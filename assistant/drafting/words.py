"""Words a group does not want in a campaign's own terms: what must be said may not be said there."""

from __future__ import annotations

from assistant.errors import Refused
from assistant.schema.brief import Constraints
from assistant.schema.facts import Campaign
from assistant.schema.group import Group

_OPERATORS_OWN = {"id", "source", "row", "groups", "note"}


def refuse_by_words(campaign: Campaign, group: Group, constraints: Constraints) -> None:
    """Refuse a campaign whose terms hold a word the group or the brand avoids: a promo has to state every term.

    Raises :class:`~assistant.errors.Refused` (``group_terms``) with the word and where it is forbidden.
    """
    terms = campaign.model_dump_json(exclude=_OPERATORS_OWN)
    for word in constraints.avoid:
        if word and word in terms:
            where = f"groups.yaml：{group.id} 的 avoid" if word in group.avoid else "这个群的约定或品牌的禁用词"
            raise Refused(
                f"「{campaign.name}」的条款里有「{word}」，「{group.name}」不能出现这个词；换一个活动，或改写这个活动的条款",
                code="group_terms",
                basis=where,
            )
