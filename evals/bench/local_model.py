"""Drafts by a real small model behind an OpenAI-compatible address: how many pass, are repaired, fall back.

    python evals/bench/local_model.py --api-base http://127.0.0.1:8081/v1 --model openai/local

A weak model is the point: it repeats itself and invents numbers, and nothing of that may reach the operator. Exit
status 1 when a draft that would be shown holds an unverified number.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest
from pathlib import Path

from assistant.checks.factlock import fact_lock
from assistant.drafting.calendar import calendar_day
from assistant.drafting.constraints import constraints_for
from assistant.drafting.model import ModelWriter
from assistant.drafting.offline.writer import OfflineWriter
from assistant.errors import AssistantError, ModelError
from assistant.knowledge.brandfiles import load_brand, load_campaigns, load_groups, load_topics
from assistant.knowledge.documents import Document, read_document
from assistant.knowledge.passages import passages_of
from assistant.knowledge.scan import scan
from assistant.knowledge.sources import load_sources
from assistant.llm.config import ModelAlias, ModelSettings
from assistant.resources import packaged
from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import DraftKind, Finding, PassageKind


@dataclass(frozen=True)
class Outcome:
    """One draft: who wrote what would be shown, why not the model, and whether a number of it is unverified."""

    kind: str
    result: str
    reason: str
    seconds: float
    title: str
    body: str
    unverified: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench; returns the exit status."""
    options = _options(arguments)
    alias = ModelAlias(
        model=options.model,
        api_base=options.api_base,
        api_key_env=options.api_key_env,
        structured=options.structured,
        timeout=options.timeout,
        deadline=2 * options.timeout,
        retries=0,
        max_tokens=options.max_tokens,
    )
    writer = ModelWriter(ModelSettings(draft=alias))
    outcomes: list[Outcome] = []
    kinds = [
        [_fewer(brief, options.passages) for brief in _briefs(options.knowledge, DraftKind(kind), options.each)]
        for kind in options.kinds.split(",")
    ]
    # One of each kind in turn: a run that is cut short has seen them all.
    for brief in (brief for row in zip_longest(*kinds) for brief in row if brief is not None):
        outcomes.append(_draft(writer, brief))
        print(json.dumps(vars(outcomes[-1]), ensure_ascii=False), flush=True)
    _summary(outcomes)
    return 1 if any(outcome.unverified for outcome in outcomes) else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--api-base", default="", help="address of the server, ending in /v1")
    parser.add_argument("--model", default="openai/local", help="litellm model name")
    parser.add_argument("--api-key-env", default="", help="environment variable with the key")
    parser.add_argument("--structured", default="json_schema", help="json_schema, json_object, tools or text")
    parser.add_argument("--kinds", default="topic,share,promo")
    parser.add_argument("--each", type=int, default=10, help="drafts of each kind")
    parser.add_argument("--passages", type=int, default=4, help="passages a topic or a share is given")
    parser.add_argument("--timeout", type=float, default=180, help="seconds for one call")
    parser.add_argument("--max-tokens", type=int, default=800)
    parser.add_argument("--knowledge", type=Path, default=packaged("knowledge"), help="a knowledge folder")
    return parser.parse_args(arguments)


def _draft(writer: ModelWriter, brief: Brief) -> Outcome:
    started = time.perf_counter()
    reason = ""
    try:
        result = writer.write(brief, lambda written: _lock(written, brief))
        written, how = result.written, "repaired" if result.repaired else "at once"
        reason = "；".join(result.notes)
    except ModelError as error:
        reason, how = f"{type(error).__name__}: {error}", "fell back"
        try:
            written = OfflineWriter().write(brief)
        except AssistantError as refusal:
            written, how = Written(title="", body=""), f"refused ({type(refusal).__name__})"
            reason = f"{reason}；{refusal}"
    unverified = sum(finding.severity == "error" for finding in _lock(written, brief))
    seconds = round(time.perf_counter() - started, 1)
    return Outcome(brief.kind.value, how, reason, seconds, written.title, written.body, unverified)


def _lock(written: Written, brief: Brief) -> list[Finding]:
    return fact_lock(written.title, written.body, brief=brief, citations=written.citations, parts=written.parts)


def _summary(outcomes: Sequence[Outcome]) -> None:
    print("\n| kind | drafts | at once | repaired | fell back | shown with an unverified number | seconds, median |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for kind in dict.fromkeys(outcome.kind for outcome in outcomes):
        own = [outcome for outcome in outcomes if outcome.kind == kind]
        count = Counter(outcome.result for outcome in own)
        median = sorted(outcome.seconds for outcome in own)[len(own) // 2]
        fell = len(own) - count["at once"] - count["repaired"]
        bad = sum(outcome.unverified > 0 for outcome in own)
        print(f"| {kind} | {len(own)} | {count['at once']} | {count['repaired']} | {fell} | {bad} | {median} |")


# ------------------------------------------------------------------ briefs


def _briefs(knowledge: Path, kind: DraftKind, most: int) -> Iterator[Brief]:
    """Yield briefs as an operator would ask for them: an article to share, a seed to ask, a campaign to announce."""
    today = date(2026, 11, 24)
    if kind is DraftKind.PROMO:
        yield from _promos(knowledge, most)
        return
    groups = [group for group in load_groups(knowledge).values() if kind in group.kinds]
    articles = _documents(knowledge, today, PassageKind.ARTICLE)
    seeds = load_topics(knowledge)
    for number, document in zip(range(most), articles, strict=False):
        seed = seeds[number * 7 % len(seeds)] if seeds else None
        brief = _brief(
            knowledge,
            kind,
            groups[number % len(groups)].id,
            "post",
            datetime.combine(today + timedelta(days=number), datetime.min.time()).replace(hour=10),
        )
        yield brief.model_copy(
            update={
                "about": document.title if kind is DraftKind.SHARE else "",
                "passages": tuple(passages_of(document)),
                "seeds": (seed,) if seed and kind is DraftKind.TOPIC else (),
            }
        )


def _fewer(brief: Brief, passages: int) -> Brief:
    return brief.model_copy(update={"passages": brief.passages[:passages]})


def _promos(knowledge: Path, most: int) -> Iterator[Brief]:
    groups = [group for group in load_groups(knowledge).values() if DraftKind.PROMO in group.kinds]
    campaigns = [campaign for campaign in load_campaigns(knowledge).values() if campaign.start]
    documents = _documents(knowledge, date(2026, 11, 24), None)
    products = {product.sku: product for document in documents for product in document.products}
    for number, campaign in enumerate(campaigns[:most]):
        own = next((group for group in groups if group.id in campaign.groups), groups[number % len(groups)])
        assert campaign.start is not None
        at = campaign.start + timedelta(minutes=20)
        brief = _brief(knowledge, DraftKind.PROMO, own.id, "post", at)
        sold = tuple(products[item.sku] for item in campaign.items if item.sku in products)
        yield brief.model_copy(update={"campaign": campaign, "products": sold})


def _brief(knowledge: Path, kind: DraftKind, group_id: str, format_: str, at: datetime) -> Brief:
    brand, group = load_brand(knowledge), load_groups(knowledge)[group_id]
    return Brief(
        kind=kind,
        format=format_,
        brand=brand,
        group=group,
        at=at,
        calendar=calendar_day(at.date()),
        constraints=constraints_for(brand, group, kind, format_),
    )


def _documents(knowledge: Path, today: date, kind: PassageKind | None) -> list[Document]:
    sources = load_sources(knowledge)
    found: list[Document] = []
    for path in scan(knowledge).files:
        source = path.relative_to(knowledge).as_posix()
        try:
            document = read_document(path, root=knowledge, meta=sources.meta(source), today=today)
        except AssistantError:
            continue
        if kind is None or document.kind is kind:
            found.append(document)
    return found


if __name__ == "__main__":
    sys.exit(main())
