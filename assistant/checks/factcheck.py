"""Do the facts bear what the text states? Prices, dates, limits, stock, expired terms, sold-out goods, false hurry.

A draft is held against its brief to the last figure (:mod:`assistant.checks.factlock`). A text that an operator pastes
may be ordinary talk: here a figure counts where it claims something about what the shop sells, and a figure that no
fact could bear or deny is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.checks.always import always_findings
from assistant.checks.arithmetic import saving_findings, sum_findings
from assistant.checks.aside import excuses
from assistant.checks.availability import availability_findings, is_sure, no_limit_findings
from assistant.checks.context import CheckContext
from assistant.checks.contradicted import DOORS, contradictions, is_said
from assistant.checks.cutoffs import cutoff_findings
from assistant.checks.denied import denied_findings
from assistant.checks.expired import (
    early_findings,
    early_prices,
    ended_findings,
    given_out_findings,
    past_findings,
    weekday_findings,
)
from assistant.checks.factlock import Objection, lock_text, objections
from assistant.checks.fees import fee_findings, free_findings
from assistant.checks.furtherprices import choice_of, counts_pack, further_findings, pack_findings, unlabelled
from assistant.checks.gifts import gift_findings
from assistant.checks.graded import graded_findings
from assistant.checks.lastday import last_day_findings
from assistant.checks.memberday import member_day_findings
from assistant.checks.openings import opening_findings
from assistant.checks.origins import origin_of
from assistant.checks.outcomes import outcome_findings
from assistant.checks.pastedsheet import Pasted, bare_sheet, calls, pasted, with_passages
from assistant.checks.places import place_findings
from assistant.checks.reach import reach_findings
from assistant.checks.regions import region_findings
from assistant.checks.scarcity import hurries, scarcity_findings
from assistant.checks.scene import Scene
from assistant.checks.sizes import each_row
from assistant.checks.specs import spec_findings
from assistant.checks.tags import tag_findings
from assistant.checks.timetable import timetable_findings
from assistant.checks.truths import said_so, with_truth
from assistant.checks.unbounded import unbounded_findings
from assistant.checks.weighing import Weight, is_named, is_rate, opens_clause, sells, weigh
from assistant.schema.contracts import Finding
from assistant.text.folding import simplify_each

# Sentences with figures in doubt that are looked up in the policies and answers.
_LOOKED_UP, _BESIDE = 6, 4


def check(text: str, context: CheckContext) -> list[Finding]:
    """What the facts do not bear, in order of place; nothing without a brand to hold the text against."""
    if context.sheet is not None:
        return lock_text(text, context.sheet)
    if context.brand is None and not context.products:
        return []
    found = _found(simplify_each(text), each_row(context))
    return [each.model_copy(update={"text": text[each.start : each.end]}) for each in found]


def _found(text: str, context: CheckContext) -> list[Finding]:
    scene = Scene(text, bare_sheet(context))
    if not scene.quantities and not scene.mentions and not hurries(scene.view) and not calls(scene.view, context):
        read = pasted(scene.view, (), context)
        return _once(list(_promises(scene, read, context)))
    read = pasted(scene.view, scene.mentions, context)
    scene.sheet = read.sheet
    weighed = _weighed(scene, read, context)
    packs = {each.start for each in scene.quantities if counts_pack(each, scene)}
    against = [each for each in contradictions(scene, read, context, ()) if each.start not in packs]
    found = [finding for each in weighed if (finding := _told(each, scene, read, context)) is not None]
    found = [_instead(each, against) for each in found]
    found += further_findings(scene)
    found += pack_findings(scene)
    found += _scarcity(scene, read)
    found += availability_findings(scene, read)
    found += no_limit_findings(scene, read)
    found += outcome_findings(scene, read)
    found += ended_findings(scene, read, context)
    found += past_findings(scene, read)
    found += given_out_findings(scene, read, context)
    found += early_findings(scene, read, context)
    found += _openings(scene, read, context)
    found += early_prices(scene, read, context)
    found += weekday_findings(scene)
    found += gift_findings(scene, read, context)
    found += tag_findings(scene, read, context)
    found += saving_findings(scene, read, context)
    found += sum_findings(scene, read, context)
    found += spec_findings(scene, read, context)
    found += timetable_findings(scene, read, context)
    found += graded_findings(scene, read, context)
    found += cutoff_findings(scene, read, context)
    found += fee_findings(scene, read, context)
    found += last_day_findings(scene, read, context)
    found += reach_findings(scene, read, context)
    found += member_day_findings(scene, context)
    found += _promises(scene, read, context)
    found = [_labelled(each, scene) for each in found]
    told = {each.start for each in found}
    found += [each for each in against if each.start not in told]
    return _once([each for each in found if not excuses(each, scene, read, context)])


def _instead(finding: Finding, against: Sequence[Finding]) -> Finding:
    """The finding with what the files say of the very matter, where it knows of no goods that say otherwise."""
    other = next((each for each in against if each.start == finding.start), None)
    if other is None or finding.kind not in ("wrong_price", "unverified_price"):
        return finding
    return other if finding.severity == "info" else other.model_copy(update={"severity": finding.severity})


def _labelled(finding: Finding, scene: Scene) -> Finding:
    """The finding, saying so where the amount is a price of another column that the text does not name."""
    if finding.kind not in ("wrong_price", "unverified_price") or not any(
        each.prices for each in scene.sheet.goods.values()
    ):
        return finding
    quantity = next((each for each in scene.quantities if each.start == finding.start), None)
    chosen = quantity is None or choice_of(quantity, scene) is not None
    return finding if chosen or quantity is None else unlabelled(finding, quantity, scene)


def _promises(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """What the files deny or bound, whether a figure stands in it or none."""
    yield from denied_findings(scene, read, context)
    yield from always_findings(scene, context)
    yield from place_findings(scene, context)
    yield from region_findings(scene, context)
    yield from unbounded_findings(scene, read, context)
    yield from free_findings(scene, read, context)


def _openings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """What is wrong of the shop's hours, without those of something else that the files name: 监控八点开到晚上十点."""
    for each in opening_findings(scene, context):
        quantity = next((one for one in scene.quantities if one.start == each.start), None)
        doors = DOORS.search(scene.around(each.start))
        if doors or quantity is None or each.kind != "wrong_hours" or not is_said(quantity, scene, read, context):
            yield each


def _weighed(scene: Scene, read: Pasted, context: CheckContext) -> list[tuple[Objection, Weight]]:
    """What is objected to and matters, after a look at what the policies and answers say."""
    heavy = _heavy(scene, read)
    doubtful = [each for each, _ in heavy if not _denied(each, scene, read, context)]
    if not doubtful or context.lookup is None:
        return heavy
    found = [passage for words in _asked(doubtful, scene) for passage in context.lookup(words)]
    if not found:
        return heavy
    passages = list({id(passage): passage for passage in found}.values())
    scene.sheet = with_passages(read.sheet, passages)
    # What a field denies stays denied: a price of the price list is not borne by other goods' price in an answer.
    again = {each.quantity.start: (each, weight) for each, weight in _heavy(scene, read)}
    sure = [(each, weight) for each, weight in heavy if each not in doubtful]
    left = [again[each.quantity.start] for each in doubtful if each.quantity.start in again]
    return sure + [(each, weight) for each, weight in left if not said_so(each, scene, passages)]


def _asked(doubtful: Sequence[Objection], scene: Scene) -> Sequence[str]:
    """What is looked up: the sentences, and each figure with the goods beside it, for a sentence may drown it."""
    sentences = [scene.view[slice(*scene.sentence_of(each.quantity.start))] for each in doubtful]
    beside = []
    for each in doubtful:
        start, end = scene.clause_of(each.quantity.start)
        names = [scene.view[one.start : one.end] for one in scene.mentions if start <= one.start < end]
        after = scene.view[each.quantity.end : min(each.quantity.end + _BESIDE, end)]
        beside.append("".join((*names[-1:], scene.view[each.quantity.start : each.quantity.end], after)))
    return [*list(dict.fromkeys(sentences))[:_LOOKED_UP], *list(dict.fromkeys(beside))[:_LOOKED_UP]]


def _denied(objection: Objection, scene: Scene, read: Pasted, context: CheckContext) -> bool:
    """Whether a field of the campaign or of the goods named says otherwise; then no passage can bear the figure."""
    goods = [read.goods[key] for key in objection.setting.owners if key in read.goods]
    # A word for goods of several prices (蛋糕) may as well belong to a service: 送蛋糕三公里内 10 元.
    one = len({product.price for product in goods}) <= 1 and _wholly_named(objection, scene, read)
    one = one and not is_rate(objection, scene)
    known = one and (is_named(objection, scene) or opens_clause(objection, scene))
    return (known or context.campaign is not None) and not objection.finding.kind.startswith("unverified")


def _wholly_named(objection: Objection, scene: Scene, read: Pasted) -> bool:
    """Whether the goods are named by more than a word that may be a part of another: 季卡每天 8 元 is its refund."""
    start, end = scene.sentence_of(objection.quantity.start)
    owners = objection.setting.owners
    return any(
        start <= each.start < end and each.owners & owners and is_sure(each, scene, read.goods)
        for each in scene.mentions
    )


def _heavy(scene: Scene, read: Pasted) -> list[tuple[Objection, Weight]]:
    judged = [(each, weigh(each, scene, read)) for each in objections(scene) if not each.further]
    return [(each, weight) for each, weight in judged if weight is not None]


def _told(judged: tuple[Objection, Weight], scene: Scene, read: Pasted, context: CheckContext) -> Finding | None:
    """The finding with its severity, saying what the facts say and, where a price is another's, whose it is."""
    objection, weight = judged
    finding = objection.finding.model_copy(update={"severity": weight.severity})
    return origin_of(finding, objection, read, context) or with_truth(finding, objection, scene, read)


def _scarcity(scene: Scene, read: Pasted) -> list[Finding]:
    """Hurry and shortage that no stock or end bears, where the text sells something."""
    announced = read.announced is not None
    found = scarcity_findings(scene.text, scene.view, scene.sheet, scene.sheet.at, talk=True, announced=announced)
    return [each for each in found if announced or sells(scene, each.start)]


def _once(found: list[Finding]) -> list[Finding]:
    """Of two findings on one place the graver one, in order of place."""
    kept: list[Finding] = []
    rank = {"error": 0, "warn": 1, "info": 2}
    for each in sorted(found, key=lambda each: (rank[each.severity], each.start, -each.end)):
        if not any(each.start < other.end and other.start < each.end for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)
