"""Which products a text speaks of: by their full names in a campaign's terms, by their usual names in a wish."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.schema.facts import Campaign, Product
from assistant.text.normalize import fold
from assistant.text.patterns import Pattern

_MOST = 6
_SPACE = Pattern(r"\s+")
_HAN = Pattern(r"[\u4e00-\u9fff]")
# Words after which the name of the thing is over: 秋冬款, 便携装, 体验卡 say which one, not what it is.
_WHICH = Pattern(
    r"(?:春|夏|秋|冬|四季|便携|家庭|常规|大|小|单|双|儿童|成人|礼盒)*(?:款|装|套装|码|号|版|盒|袋|罐|瓶|卡)?$"
)


def products_of(campaign: Campaign, products: Sequence[Product]) -> list[Product]:
    """The articles of the campaign, then the products its gifts, rewards and prizes name."""
    wanted = {item.sku for item in campaign.items if item.sku}
    articles = [product for product in products if product.sku in wanted]
    text = "\n".join(
        [campaign.buy, campaign.gift, campaign.reward, campaign.new_reward, campaign.benefit, *campaign.benefits]
        + [prize.prize for prize in campaign.prizes]
    )
    # 图画书（硬壳） in the campaign is 图画书(硬壳) in the price list.
    text = _SPACE.sub("", fold(text))
    others = []
    for product in sorted(products, key=lambda product: -len(product.name)):
        name = _SPACE.sub("", fold(product.name))
        if name and name in text:
            others.append(product)
            # 棉柔巾 inside 棉柔巾便携装 is not a second product.
            text = text.replace(name, "|")
    places = {id(product): place for place, product in enumerate(products)}
    others.sort(key=lambda product: places[id(product)])
    return list({id(product): product for product in (*articles, *others)}.values())


def products_named(
    wish: str, products: Sequence[Product], synonyms: Mapping[str, Sequence[str]] | None = None
) -> list[Product]:
    """The products ``wish`` names by their full or usual name (分腿睡袋, 面霜), the nearest first, at most six."""
    said = wish + "".join(
        f"\n{word}" for word, others in (synonyms or {}).items() if any(other in wish for other in others)
    )
    scored = [(_named_by(said, product.name), place) for place, product in enumerate(products) if product.name]
    best = sorted((entry for entry in scored if entry[0]), key=lambda entry: (-entry[0], entry[1]))
    return [products[place] for _, place in best[:_MOST]]


def _named_by(said: str, name: str) -> int:
    """How many characters of ``name`` stand in ``said`` in one run, 0 where they do not name the thing."""
    for length in range(len(name), 1, -1):
        for start in range(len(name) - length + 1):
            run = name[start : start + length]
            if run in said and len(_HAN.findall(run)) >= 2 and _ends_a_name(name, start + length, length):
                return length
    return 0


def _ends_a_name(name: str, end: int, length: int) -> bool:
    """A Chinese name ends with what the thing is: 婴儿 in 婴儿面霜 names nothing, 面霜 does."""
    rest = re.split(r"[\s（(\d a-zA-Z]", name[end:], maxsplit=1)[0]
    return not _HAN.search(rest) or (length >= 3 and _WHICH.fullmatch(rest) is not None)
