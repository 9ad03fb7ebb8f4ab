"""Is something offered that cannot be bought: sold out, off the shelf, or not there yet?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.checks.mentions import Mention
from assistant.checks.pastedsheet import Pasted
from assistant.checks.quantity import Kind
from assistant.checks.scene import Scene
from assistant.checks.sizes import bare_name
from assistant.schema.contracts import Finding
from assistant.schema.facts import Product, ProductStatus
from assistant.text.patterns import Pattern
from assistant.text.plain import plain

# Within so many characters of a name 现货 is said of it.
_NEAR = 16
# A name this long, or the whole of it, is no chance.
_SURE = 3
_OFFERS = re.compile(
    r"下单|[拍买抢囤]|卖|有货|现货|到货|上新|还有|还能|能拿|带走|拿走|来拿|自提|可以(?:报|买|拍|约|领)|报名|预约|接龙|链接|推荐|优惠|活动|秒杀|"
    r"拼团|想要|要的|需要的|私聊|找我|特价|到店|价|元|块"
)
_SAYS_GONE = re.compile(
    r"什么时候|停(?:着|了|一阵|卖|做|产|售|上)|还停|先停|暂停|(?<!怕)不(?:卖|做|上)了|没(?:做|在卖|上架|开卖|得卖)|做不了|断(?:着|了)|等[^，。；]{0,8}(?:货|到(?!店)|回来|上市|上架)|怎么买不到|买不到|买[^，。；]{1,10}(?:先|要)(?:看|找|认)|还没(?:到|来|有|上)|没到货|在路上|先登记|没货|缺货|断货|售罄|卖完|卖光|抢完|下架|停售|停产|不卖|没有了|没了|补货|补上|满员|报满|(?:已|都|排|订|全|课|训|班|位)满了?(?=[，。；！,;]|$)|满了[，。；！]|名额(?:没|用完|满)|约满|候补|排队|等(?:到货|通知)|到货(?:后|了)?(?:再|通知|告诉|说)|预计|恢复|退"
)
_IN_STOCK = re.compile(r"现货|有货|有空[柜位的]|还?有现成的|当天(?:发|拿|取)|马上发|今天就?能?(?:发|拿|取)|立即发")


def availability_findings(scene: Scene, read: Pasted) -> Iterator[Finding]:
    """One finding for each article that the text offers and that nobody can buy."""
    told: set[str] = set()
    for mention in scene.mentions:
        start, end = scene.sentence_of(mention.start)
        sentence = scene.view[start:end]
        if _SAYS_GONE.search(sentence) or not _offered(scene, mention, sentence, read.goods):
            continue
        goods = [read.goods[key] for key in sorted(mention.owners) if key in read.goods]
        if not goods or not is_sure(mention, scene, read.goods) or goods[0].name in told:
            continue
        found = _finding(mention, scene, goods, sentence)
        if found is not None:
            told.add(goods[0].name)
            yield found


_NO_LIMIT = Pattern(
    r"不限(?:量|购|数量|件数|份数)|(?:随便|尽管|敞开了?)(?:买|拿|拍|囤|订)|想买(?:几|多少)[^，。；！\n]{0,3}都|要多少(?:有|拿)多少"
)
_DENIED = Pattern(r"[？?]|吗|不是|别以为|并非|去年|以前|上次|改成")


def no_limit_findings(scene: Scene, read: Pasted) -> Iterator[Finding]:
    """One finding where the text puts no limit on an article that the price list or the campaign limits."""
    for match in _NO_LIMIT.finditer(scene.view):
        start, end = scene.sentence_of(match.start())
        near = [each for each in scene.mentions if start <= each.start < end and is_sure(each, scene, read.goods)]
        before = [each for each in near if each.start < match.start()] or near
        if not before or _DENIED.search(scene.view, start, end):
            continue
        goods = [read.goods[key] for key in sorted(before[-1].owners) if key in read.goods]
        if not goods or not all(each.limit for each in goods):
            continue
        product = goods[0]
        yield Finding(
            check="facts", kind="wrong_limit", severity="error", start=match.start(), end=match.end(),
            text=scene.text[match.start() : match.end()],
            message=f"“{match[0]}”和资料对不上，资料里“{product.name}”每人限购 {product.limit} {product.unit}".rstrip(),
            basis=product.basis, suggestion=f"写明每人限购 {product.limit} {product.unit}".rstrip(),
        )  # fmt: skip


def _offered(scene: Scene, mention: Mention, sentence: str, goods: Mapping[str, Product]) -> bool:
    start, end = scene.sentence_of(mention.start)
    prices = {
        value
        for key in mention.owners
        if key in goods
        for value in (goods[key].price, goods[key].member_price)
        if value
    }
    priced = any(
        start <= each.start < end and (each.kind is Kind.MONEY or (each.kind is Kind.NUMBER and each.low in prices))
        for each in scene.quantities
    )
    return priced or bool(_OFFERS.search(sentence))


def is_sure(mention: Mention, scene: Scene, goods: Mapping[str, Product]) -> bool:
    """Whether the words name an article and are no chance: three characters of a name, or the whole of a short one."""
    if mention.loose:
        return False
    said = scene.view[mention.start : mention.end]
    named = [goods[key] for key in mention.owners if key in goods]
    return len(said) >= _SURE or any(said in (plain(each.name), bare_name(each)) for each in named)


def _finding(mention: Mention, scene: Scene, goods: list[Product], sentence: str) -> Finding | None:
    states = {_state(product) for product in goods}
    if len(states) != 1:
        return None
    state = states.pop()
    product = goods[0]
    basis = product.basis
    if state == "presale" and _IN_STOCK.search(sentence):
        message, suggestion = f"“{product.name}”资料里还是预售，不能说现在就有货", "写明是预售和什么时候到货"
    elif state == "sold_out":
        message, suggestion = f"“{product.name}”资料里已经卖完了，不能再推", "换一件有货的，或写明到货后再通知"
    elif state == "off_shelf":
        message, suggestion = (
            f"“{product.name}”资料里已经下架，不能再推",
            "换一件在售的；真要卖，先在商品表里改回在售",
        )
    else:
        return None
    claimed = _IN_STOCK.search(scene.view, mention.end, mention.end + _NEAR)
    end = claimed.end() if claimed else mention.end
    surface = scene.text[mention.start : end]
    return Finding(
        check="facts", kind=state, severity="error", start=mention.start, end=end, text=surface,
        message=message, basis=basis, suggestion=suggestion,
    )  # fmt: skip


def _state(product: Product) -> str:
    if product.status is ProductStatus.OFF_SHELF:
        return "off_shelf"
    if product.status is ProductStatus.PRESALE:
        # Of what is yet to come there is none in stock: it may be ordered all the same.
        return "presale"
    return "sold_out" if product.status is ProductStatus.SOLD_OUT or product.stock == 0 else "on_sale"
