"""The classifier with what an operator taught it: what is the same in all groups for all, what differs for each."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING

from assistant.moderation.classifier import Classifier, Example
from assistant.moderation.classifier.examples import LEARNABLE
from assistant.schema.moderation import Category
from assistant.text.readings import as_written

if TYPE_CHECKING:
    from assistant.moderation.stages import Scorer
    from assistant.storage.corrections import Correction, CorrectionBook

__all__ = ["LEARNABLE", "by_group", "learned", "learned_from"]

NOTHING: Mapping[str, Sequence[Example]] = MappingProxyType({})
# Learning takes seconds: what was learned from the same corrections is kept. Trying one beside what counts needs two.
_KEPT = 3
_known: OrderedDict[tuple[tuple[str, str, str], ...], Scorer] = OrderedDict()
_lock = Lock()


def learned(book: CorrectionBook, allowed: Mapping[str, Sequence[Example]] = NOTHING) -> Scorer:
    """Return the packaged classifier with the corrections that count, and what the rules of groups teach."""
    return learned_from(book.counted(), allowed)


def learned_from(corrections: Sequence[Correction], allowed: Mapping[str, Sequence[Example]] = NOTHING) -> Scorer:
    """Return the packaged classifier, taught these corrections in their order.

    ``allowed`` is what groups' rules teach (:mod:`assistant.moderation.allowed`); what was corrected counts instead.
    """
    taught = [each for each in corrections if each.teaches and each.text.strip() and each.label in LEARNABLE]
    if not taught and not allowed:
        return Classifier.packaged()
    rules = tuple((each.text, each.label.value, group) for group, lines in allowed.items() for each in lines)
    key = (*rules, *((each.text, each.label.value, each.group) for each in taught))
    with _lock:
        if key in _known:
            _known.move_to_end(key)
            return _known[key]
    classifier = Classifier.packaged()
    said, corrected = by_group(taught), {as_written(each.text).text for each in taught}
    for group in dict.fromkeys(("", *allowed, *said)):
        by_rules = [each for each in allowed.get(group, ()) if as_written(each.text).text not in corrected]
        if examples := [*by_rules, *said.get(group, ())]:
            classifier = classifier.with_corrections(examples, group)
    # What was decided before it learned is decided anew when it is asked about again.
    digest = blake2b(repr(key).encode("utf-8", "backslashreplace"), digest_size=6).hexdigest()
    classifier.version = f"{Classifier.packaged().version}+{digest}"
    with _lock:
        _known[key] = classifier
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return classifier


def by_group(taught: Sequence[Correction]) -> dict[str, list[Example]]:
    """Return what is taught to all groups (under the empty name, first) and what only to one.

    A text goes to all unless groups disagree about it: one lets second-hand prams be sold, the other does not. Of
    several words of one group on the same text the last holds.
    """
    said: dict[str, dict[str, Correction]] = defaultdict(dict)
    for each in taught:
        said[as_written(each.text).text].pop(each.group, None)
        said[as_written(each.text).text][each.group] = each
    found: dict[str, list[Example]] = {"": []}
    for given in said.values():
        labels: set[Category] = {each.label for each in given.values()}
        for group, each in given.items():
            whose = "" if len(labels) == 1 else group
            found.setdefault(whose, []).append(Example(each.text, each.label, f"correction {each.id}"))
            if len(labels) == 1:
                break
    return {group: examples for group, examples in found.items() if examples}
