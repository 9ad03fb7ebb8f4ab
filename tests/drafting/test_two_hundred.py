"""Two hundred offline drafts over every group, kind, format and mechanic, judged as an operator would judge them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest

from assistant.checks.suite import errors
from assistant.drafting.briefing import FORMATS, Request
from assistant.drafting.offline.health import PEOPLE, PETS
from assistant.drafting.offline.writer import OfflineWriter
from assistant.drafting.service import Drafter, verify, write_offline
from assistant.errors import Refused
from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import Draft, DraftKind, DraftStatus
from assistant.schema.facts import Mechanic
from assistant.text.normalize import to_traditional
from assistant.workspace import Workspace

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

BRANDS = ("sample", "bakery", "calligraphy", "gym", "pet")
FIRST = date(2026, 11, 23)
WISHES = {
    "sample": ("红屁股", "安全座椅怎么装", "分腿睡袋", "宝宝不肯喝水", "会员积分怎么用"),
    "bakery": ("吐司怎么保存", "早餐吃什么"),
    "calligraphy": ("握笔姿势", "写春联"),
    "gym": ("深蹲", "练完吃什么"),
    "pet": ("换毛季怎么梳毛", "新猫到家"),
}
SIMPLIFIED_ONLY = set("们这说为时会过还发边个对开关门问间听见车东长图书来当动产买卖头实给让请谁该认识讲")
MEDICAL = re.compile("发烧|就医|急诊|湿疹|呕吐|腹泻|抽筋|驱虫")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Case:
    """One draft with the brief it was written from."""

    brand: str
    brief: Brief
    draft: Draft

    @property
    def name(self) -> str:
        return f"{self.brand} {self.draft.group} {self.draft.kind} {self.draft.format} {self.draft.date}"


def _write(drafter: Drafter, brand: str, request: Request) -> Case | None:
    try:
        brief = drafter.briefing.brief(request)
        return Case(brand, brief, drafter.draft(request))
    except Refused:
        return None


def _talk(drafter: Drafter, brand: str) -> Iterator[Case | None]:
    """Topics and shares for every group, in the order of the days."""
    for day in range(0, 63, 7):
        for place, group in enumerate(drafter.briefing.groups):
            on = FIRST + timedelta(days=day + place)
            yield _write(drafter, brand, Request(DraftKind.TOPIC, group, on))
            if day % 3 == 0:
                yield _write(
                    drafter, brand, Request(DraftKind.SHARE, group, on, format=("post", "voice")[day // 3 % 2])
                )
    for place, wish in enumerate(WISHES[brand]):
        groups = list(drafter.briefing.groups)
        group, on = groups[place % len(groups)], FIRST + timedelta(days=45 + place)
        for kind in (DraftKind.TOPIC, DraftKind.SHARE):
            yield _write(drafter, brand, Request(kind, group, on, about=wish))


def _promos(drafter: Drafter, brand: str) -> Iterator[Case | None]:
    """Each campaign in each format, for the first group and on the first day that take it."""
    for campaign in drafter.briefing.campaigns.values():
        if campaign.start is None or campaign.end is None or campaign.end.date() < FIRST:
            continue
        for place, format_ in enumerate(FORMATS[DraftKind.PROMO]):
            groups = list(campaign.groups or drafter.briefing.groups)
            groups = groups[place % len(groups) :] + groups[: place % len(groups)]
            first = max(FIRST, campaign.start.date())
            tries = (
                _write(
                    drafter,
                    brand,
                    Request(
                        DraftKind.PROMO, group, first + timedelta(days=ahead), campaign=campaign.id, format=format_
                    ),
                )
                for group in groups
                for ahead in range(10)
            )
            yield next((case for case in tries if case), None)


@pytest.fixture(scope="module")
def cases(copy_of: Callable[[str], Workspace]) -> list[Case]:
    found: list[Case] = []
    for brand in BRANDS:
        drafter = Drafter(copy_of(brand))
        found += [case for cases in (_talk, _promos) for case in cases(drafter, brand) if case]
    return found


def _written(draft: Draft) -> Written:
    return Written.model_validate(draft.model_dump(include=set(Written.model_fields)))


def test_there_are_two_hundred_and_they_cover_everything(cases):
    assert len(cases) >= 200
    by_brand = defaultdict(set)
    for case in cases:
        by_brand[case.brand].add(case.draft.group)
    assert {brand: len(groups) for brand, groups in by_brand.items()} == {
        "sample": 8, "bakery": 3, "calligraphy": 3, "gym": 3, "pet": 3,
    }  # fmt: skip
    shapes = {(case.draft.kind, case.draft.format) for case in cases}
    assert shapes == {(kind, format_) for kind, formats in FORMATS.items() for format_ in formats}
    assert {case.brief.campaign.mechanic for case in cases if case.brief.campaign} == set(Mechanic)
    assert len({case.draft.form for case in cases if case.draft.kind is DraftKind.TOPIC}) == 7


def test_none_needs_to_be_edited_before_it_may_go_out(cases):
    assert {case.name: case.draft.findings for case in cases if case.draft.status is not DraftStatus.DRAFT} == {}


def test_none_sounds_like_a_machine_or_leaves_the_tone_of_its_group(cases):
    """What the writers are told not to write, the offline writer's own phrases do not say either."""
    heard = {
        case.name: [f for f in case.draft.findings if f.check == "voice" and f.severity != "info"] for case in cases
    }
    assert {name: found for name, found in heard.items() if found} == {}


def test_no_check_finds_an_error(cases):
    """Of facts, terms, law, voice, privacy and repeats; Traditional drafts were checked before they were converted."""
    for case in cases:
        if not case.brief.constraints.traditional:
            assert errors(verify(_written(case.draft), case.brief)) == [], case.name


def test_few_could_be_better(cases):
    """What the checks would have changed is rare, and each time says how."""
    said = [finding for case in cases for finding in case.draft.findings]
    assert len(said) <= len(cases) * 0.1, [(finding.check, finding.kind, finding.text) for finding in said]
    assert all(finding.suggestion for finding in said)


def test_every_figure_stands_in_what_the_writer_was_given(cases):
    """A naive second opinion that knows nothing of prices or dates: each figure occurs somewhere in the brief."""
    for case in cases:
        brief = case.brief
        given = brief.model_dump_json(include={"brand", "group", "campaign", "products", "passages", "seeds", "at"})
        known = {Decimal(figure) for figure in NUMBER.findall(given)} | {Decimal(24)}
        told = NUMBER.findall(f"{case.draft.title}\n{case.draft.body}")
        assert [figure for figure in told if Decimal(figure) not in known] == [], case.name


def test_no_title_comes_twice_in_a_group(cases):
    seen = defaultdict(list)
    for case in cases:
        seen[case.brand, case.draft.group].append(case.draft.title)
    assert {key: sorted(titles) for key, titles in seen.items() if len(titles) != len(set(titles))} == {}


def test_titles_and_bodies_keep_their_bounds(cases):
    for case in cases:
        draft, most = case.draft, case.brief.constraints.max_length
        assert 0 < len(draft.title) <= 20, case.name
        if draft.kind is DraftKind.TOPIC:
            assert 40 <= len(draft.body) <= min(150, most), case.name
        elif draft.format == "poster":
            assert len(draft.body) <= 40, case.name
        elif draft.format == "voice":
            for part in draft.parts:
                assert len(part.text) <= 240, case.name
                assert part.seconds is not None, case.name
                assert part.seconds <= 60, case.name
        elif draft.format == "post":
            assert len(draft.body) <= most, case.name
        else:
            assert draft.parts, case.name
            assert all(len(part.text) <= max(most, 320) for part in draft.parts), case.name


def test_a_topic_asks_one_question_and_gives_the_operator_more(cases):
    for case in cases:
        if case.draft.kind is DraftKind.TOPIC:
            assert case.draft.body.count("？") + case.draft.body.count("?") == 1, case.name
            assert 2 <= len(case.draft.followups) <= 3, case.name


def test_every_point_of_a_share_is_cited_word_for_word(cases):
    for case in cases:
        if case.draft.kind is not DraftKind.SHARE:
            continue
        texts = {(passage.source, passage.heading): [] for passage in case.brief.passages}
        for passage in case.brief.passages:
            texts[passage.source, passage.heading].append(passage.text)
        quotes = [citation.quote for citation in case.draft.citations]
        for citation in case.draft.citations:
            assert any(citation.quote in text for text in texts[citation.source, citation.heading]), case.name
        if case.draft.format == "post":
            points = [line.removeprefix("· ") for line in case.draft.body.splitlines() if line.startswith("· ")]
            assert 3 <= len(points) <= 5, case.name
            if case.brief.constraints.traditional:
                quotes = [to_traditional(quote) for quote in quotes]
            for point in points:
                bare = re.sub("^【[^】]*】", "", point).rstrip("。")
                assert any(bare in quote for quote in quotes), (case.name, bare)


def test_a_traditional_group_reads_traditional_characters(cases):
    drafts = [case.draft for case in cases if case.brief.constraints.traditional]
    assert {draft.kind for draft in drafts} == set(DraftKind)
    for draft in drafts:
        assert not SIMPLIFIED_ONLY & set(draft.title + draft.body + "".join(draft.followups)), draft.body


def test_a_share_about_health_carries_a_disclaimer(cases):
    shares = [case for case in cases if case.draft.kind is DraftKind.SHARE and MEDICAL.search(case.draft.body)]
    assert len(shares) >= 5
    for case in shares:
        known = [*case.brief.brand.disclaimers.values(), PEOPLE, PETS]
        if case.brief.constraints.traditional:
            known = [to_traditional(words) for words in known]
        assert any(words in case.draft.body for words in known), case.name


def test_what_was_asked_for_is_what_is_written_about(cases):
    asked = [case for case in cases if case.draft.about]
    assert len(asked) >= 20
    for case in asked:
        pairs = [case.draft.about[start : start + 2] for start in range(len(case.draft.about) - 1)]
        said = case.draft.title + case.draft.body
        assert sum(pair in said for pair in pairs) >= 0.3 * len(pairs), (case.name, case.draft.about)


def test_the_same_brief_gives_the_same_text_and_another_seed_another(cases):
    for case in cases[::9]:
        first, second = write_offline(case.brief).written, write_offline(case.brief).written
        assert first == second, case.name
        if not case.brief.constraints.traditional:
            assert first.body == case.draft.body, case.name
    topics = [case.brief for case in cases if case.draft.kind is DraftKind.TOPIC and not case.draft.about][::10]
    other = [brief.model_copy(update={"seed": brief.seed + 1}) for brief in topics]
    changed = [
        OfflineWriter().write(one).body != OfflineWriter().write(two).body
        for one, two in zip(topics, other, strict=True)
    ]
    assert sum(changed) > len(changed) / 2
