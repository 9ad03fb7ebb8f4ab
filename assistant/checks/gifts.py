"""Does the text promise a gift that no file knows? 办年卡送蛋白粉, where the campaign gives an elastic band."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.briefsheet import campaign_texts
from assistant.checks.context import CheckContext
from assistant.checks.pastedsheet import Pasted, is_near
from assistant.checks.scene import Scene
from assistant.checks.units import COUNT_WORDS
from assistant.schema.contracts import Finding
from assistant.text.pairs import pairs
from assistant.text.plain import plain

_MEASURES = "|".join(re.escape(word) for word in (*COUNT_WORDS, "束", "桶", "打", "提"))
_COUNT = rf"(?:[\d一二两三四五六七八九十半]+\s?(?:{_MEASURES})|(?:{_MEASURES}))"
_GIFT = re.compile(
    r"(?:买|订|办|充|报|下单|消费|满|拼|结账|入会|续|拍|带.{0,3}(?:朋友|同学|伙伴|邻居|人)|介绍|推荐|助力|新(?:朋友|同学|学员|会员|伙伴|人|客))[^。！？!?\n送赠]{0,24}?"
    rf"(?P<give>(?:送|赠送?|附赠|加赠)(?:您|你|大家)?[ ]?(?:{_COUNT}[ ]?)?(?P<what>[一-鿿]{{2,8}}))"
)
# What is sent, not given.
_SENT = re.compile(
    r"^(?:一|货|到|上|给|达|人|礼|孩子|医|来|去|完|走|洗|修|餐|外|的|了|不|什么|东西|一送|您|家|过)|^(?:老人|长辈|朋友|同事|妈妈|老师)"
)
_ASKS = re.compile(r"[？?]|吗|什么|不送|没有?送|别送|送过|以前|上次|去年|别家|隔壁")
_GIVEN = re.compile(r"送|赠|附|配|领|得|免费|含")
_END = re.compile(rf"(?:{_COUNT}|[就都也还到去来给让再各可先另领取等和或]|一起|每人).*$")


def gift_findings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """One warning for each gift of which no campaign, row, policy or answer speaks."""
    if not re.search("[送赠]", scene.view):
        return
    yield from _for_others(scene, context)
    if context.lookup is None:
        return
    for match in _GIFT.finditer(scene.view):
        start, end = scene.sentence_of(match.start())
        what = _END.sub("", match["what"])
        if len(what) < 2 or _SENT.match(match["what"]) or _ASKS.search(scene.view, start, end):
            continue
        if any(pairs(what) & pairs(clause) for clause in _given(scene, read, context, start, end)):
            continue
        text = scene.text[match.start("give") : match.end("give")]
        yield Finding(
            check="facts", kind="invented_gift", severity="warn", start=match.start("give"), end=match.end("give"),
            text=text, message=f"“{text}”查不到出处：资料里没有送“{what}”的活动或说法",
            basis="店里的资料", suggestion="去掉这份赠品，或先在 campaigns.yaml 里写明送什么、送多少、送完怎么办",
        )  # fmt: skip


_ALSO = re.compile(r"(?:也|都|同样|一样|照样)(?:能|可以|会)?(?:送|赠)")


def _for_others(scene: Scene, context: CheckContext) -> Iterator[Finding]:
    """One finding for each gift promised with goods for which its campaign does not give it: 办季卡也送弹力带."""
    for match in _ALSO.finditer(scene.view):
        start, end = scene.clause_of(match.start())
        before = [each for each in scene.mentions if start <= each.start and each.end <= match.start()]
        if not before or _ASKS.search(scene.view, *scene.sentence_of(start)):
            continue
        given = pairs(scene.view[match.end() : end])
        campaigns = [each for each in (*context.others, context.campaign) if each is not None and each.gift]
        giving = [each for each in campaigns if is_near(each, context) and pairs(plain(each.gift)) & given]
        goods = {key for each in giving for key in (item.sku for item in each.items)}
        if not giving or not goods or before[-1].owners & goods:
            continue
        name = scene.view[before[-1].start : before[-1].end]
        if any(name in plain(each.buy) for each in giving):
            continue
        text = scene.text[before[-1].start : match.end()]
        campaign = giving[0]
        yield Finding(
            check="facts", kind="wrong_gift", severity="error", start=before[-1].start, end=match.end(), text=text,
            message=f"“{campaign.name}”只有买{campaign.buy.removeprefix('买')}才送，“{scene.text[before[-1].start:before[-1].end]}”不送",
            basis=campaign.basis, suggestion="照活动单写买什么送什么",
        )  # fmt: skip


def _given(scene: Scene, read: Pasted, context: CheckContext, start: int, end: int) -> Iterator[str]:
    """Every clause of the files that speaks of giving."""
    texts = [text for each in context.others if is_near(each, context) for text in campaign_texts(each)]
    if context.campaign is not None:
        texts += campaign_texts(context.campaign)
    for mention in scene.mentions:
        if start <= mention.start < end:
            goods = [read.goods[key] for key in mention.owners if key in read.goods]
            texts += [text for product in goods for text in (product.spec, product.description)]
    if context.lookup is not None:
        for passage in context.lookup(scene.view[start:end]):
            texts += [passage.question, passage.text]
    for text in texts:
        yield from (part for part in re.split(r"[。；;！!\n]", plain(text)) if _GIVEN.search(part))
