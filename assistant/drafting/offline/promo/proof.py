"""What can be said for the goods beyond the offer: the shop's own sentences, each with where it stands."""

from __future__ import annotations

from assistant.checks.citations import is_valid
from assistant.checks.termlines import bare, product_of
from assistant.drafting.offline.promo.context import Context
from assistant.schema.contracts import Citation, Passage, PassageKind
from assistant.schema.facts import Product
from assistant.text.patterns import Pattern
from assistant.text.sentences import split_sentences

_PROOF_KINDS = {PassageKind.PRODUCT, PassageKind.FAQ, PassageKind.ARTICLE, PassageKind.POLICY}
# Sentences that speak of prices, dates or other offers are no proof, and may be out of date.
_OFFER_TALK = Pattern(r"[元折￥¥]|活动|优惠|截止|库存|限购|\d+\s*[月日]|[？?]|http")

_CLAUSE = Pattern("[，。；、！]")


def descriptions(context: Context) -> list[str]:
    """What the price list says about each product of the campaign."""
    found = [f"{product.name}：{bare(product.description)}。" for product in related(context) if product.description]
    return [text for text in found if not any(word and word in text for word in context.avoid)]


def related(context: Context) -> list[Product]:
    """The products of the campaign: its articles, then those its gifts, rewards and prizes name."""
    campaign = context.campaign
    articles = [product for item in campaign.items if (product := product_of(item, context.brief))]
    named = "|".join([campaign.buy, campaign.gift, campaign.reward, campaign.new_reward, campaign.benefit,
                      *(prize.prize for prize in campaign.prizes), *campaign.benefits])  # fmt: skip
    named = "".join(named.split())
    others = [p for p in context.brief.products if p.name and "".join(p.name.split()) in named]
    return list({product.sku: product for product in (*articles, *others)}.values())


def proof(context: Context, limit: int) -> tuple[list[str], list[Citation]]:
    """Sentences for the middle of a landing page, together at most ``limit`` characters, with their citations.

    The price list first, then passages that name the article, then what the brand says about itself.
    """
    sentences: list[str] = []
    cited: list[Citation] = []

    def take(text: str, citation: Citation | None) -> None:
        if any(_says(text, told) for told in sentences) or sum(map(len, sentences)) + len(text) > limit:
            return
        sentences.append(text)
        if citation and citation not in cited:
            cited.append(citation)

    for text in descriptions(context):
        take(text, None)
    # Of gifts and prizes the price list says enough: advice on them is not about this campaign.
    articles = {item.sku for item in context.campaign.items}
    names = [product.name for product in related(context) if product.sku in articles]
    for passage in context.brief.passages:
        if passage.kind in _PROOF_KINDS and is_valid(passage, context.brief.at.date()):
            for sentence in _about(passage, names):
                take(sentence, Citation(source=passage.source, heading=passage.heading, quote=sentence))
    if not sentences:
        for sentence in split_sentences(context.brief.brand.about.strip()):
            take(sentence.strip(), None)
    if not sentences:
        for branch in context.brief.brand.branches:
            if branch.address:
                take(f"{branch.name}在{branch.address}。", None)
    if not sentences:
        brand = context.brief.brand
        take(f"{brand.name}，{brand.trade}。" if brand.trade else f"{brand.name}。", None)
    return [text for text in sentences if not any(word and word in text for word in context.avoid)], cited


def _says(text: str, told: str) -> bool:
    """Whether a sentence says once more what was told: 壳硬肉弹 of the price list, in a sentence of a question."""
    clauses = [clause for clause in _CLAUSE.split(told.partition("：")[2] or told) if clause]
    return text == told or (bool(clauses) and sum(clause in text for clause in clauses) > len(clauses) / 2)


def _about(passage: Passage, names: list[str]) -> list[str]:
    sentences = [sentence.strip() for sentence in split_sentences(passage.text)]
    return [
        sentence
        for sentence in sentences
        if 8 <= len(sentence) <= 70
        and sentence.endswith(("。", "！"))
        and any(name in sentence for name in names)
        and not _OFFER_TALK.search(sentence)
    ]


def citations(context: Context) -> list[Citation]:
    """The passages of the brief that state the campaign and its products, as long as they hold on the day."""
    day, campaign = context.brief.at.date(), context.campaign
    found: list[Citation] = []
    names = [(product.name, product.sku) for product in related(context)]
    for passage in context.brief.passages:
        if not is_valid(passage, day):
            continue
        if passage.kind is PassageKind.CAMPAIGN and campaign.name in f"{passage.heading}\n{passage.text}":
            found.insert(0, Citation(source=passage.source, heading=passage.heading, quote=passage.text))
        elif passage.kind is PassageKind.PRODUCT:
            for name, sku in names:
                row = next((line for line in passage.text.splitlines() if name in line or (sku and sku in line)), "")
                if row:
                    found.append(Citation(source=passage.source, heading=passage.heading, quote=row.strip()))
    return list(dict.fromkeys(found))
