"""Does the text send people to the wrong door? A road of the brand's own address with another number or floor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checks.context import CheckContext
from assistant.checks.scene import Scene
from assistant.schema.brand import Branch
from assistant.schema.contracts import Finding
from assistant.text.numerals import parse_numeral
from assistant.text.plain import plain

_ROAD = re.compile(r"(?:[市区县镇乡])?(?P<road>[一-鿿]{1,6}(?:大街|大道|[路街巷弄道]))\s?(?P<number>\d+)\s?号")
_FLOOR = re.compile(r"(?:负|地下|[Bb])?(?P<floor>\d{1,2}|[一二三四五六七八九十两]{1,3})\s?[楼层](?!下|上|道|梯)")
_OURS = re.compile(r"我们|本店|店里|门店|店(?:在|就)|教室|馆(?:在|就)|前台|来(?:坐|店|玩)")
_LEAVES = re.compile(r"搬|新店|新址|原来|以前|旧址|分店")


# 诸暨店这周也收: a shop by the name of a place, that does or has something.
_SHOP = re.compile(
    r"(?:^|(?<=[，。；！？,;!?\n\s])|(?<=我们)|(?<=咱们)|(?<=去)|(?<=到))"
    r"(?P<name>[一-鿿]{2,3}?)(?P<sort>店|馆|校区|教室)"
    r"(?=(?:这|下|本)?(?:周末?|个?月)?(?:今天|明天|现在|已经|周末)?"
    r"(?:也|都|开始|新开|就|刚|正式)(?:[^，。；！]{0,6}?)(?:收|做|卖|开|有|能|可以|洗|营业|接|送|办|上|教))"
    r"|(?<=新开的)(?P<new>[一-鿿]{2,3})(?P<sort2>店|馆|校区|教室)"
)
# What a shop is called by what it sells, by its size or by where it lies, and words that run into it.
_SORTS = (
    "面包 蛋糕 宠物 水果 便利 文具 服装 母婴 药 饭 小吃 咖啡 奶茶 五金 理发 美容 眼镜 "
    "手机 火锅 烧烤 甜品 实体 线下 线上 专卖 连锁 加盟 旗舰 直营 总 分 老 新 本 小 大 "
    "全 家 门 网 书 花 体育 健身 游泳 图书 博物 科技 展览 场 茶 酒 旅 宾 饭 会 多媒体 "
    "舞蹈 美术 阶梯 一楼 二楼 三楼 楼下 楼上 隔壁 对面 附近 旁边 每 各 这 那 哪 几 两 "
    "三 四 进 开 关 看 逛 来 到 回 离 裁缝 书法 鲜花 生鲜 洗衣 修车 轮胎 快递 驿站 "
    "超市 专业 同事 朋友 自己 我们 大家 所有 其他 别的 很多 不少"
)
_NO_PLACE = re.compile(rf"(?:{_SORTS.replace(' ', '|')})$")


def _strangers(scene: Scene, branches: Sequence[Branch]) -> Iterator[Finding]:
    """One finding for each shop that is spoken of as the brand's own and that no file knows."""
    for match in _SHOP.finditer(scene.view):
        name, sort = match["name"] or match["new"], match["sort"] or match["sort2"]
        known = [plain(each.name) for each in branches]
        if not any(each.endswith(sort) for each in known) or any(name in each for each in known):
            continue
        sentence = _sentence(scene, match.start())
        if (
            _NO_PLACE.search(name)
            or _LEAVES.search(sentence.replace("新开", ""))
            or re.search(r"[？?]|吗|隔壁|别家|没有|不是", sentence)
        ):
            continue
        start, end = match.start("name" if match["name"] else "new"), match.end("sort" if match["sort"] else "sort2")
        yield Finding(
            check="facts", kind="unknown_shop", severity="warn", start=start, end=end, text=scene.text[start:end],
            message=f"资料里没有“{scene.text[start:end]}”，只有{'、'.join(each.name for each in branches)}",
            basis="brand.yaml · branches", suggestion="写资料里有的店名；开了新店，先补进 brand.yaml",
        )  # fmt: skip


def place_findings(scene: Scene, context: CheckContext) -> Iterator[Finding]:
    """One finding for each number or floor that an address of the brand denies."""
    if context.brand:
        yield from _strangers(scene, context.brand.branches)
    branches = [branch for branch in (context.brand.branches if context.brand else ()) if branch.address]
    if not branches or not any(sign in scene.view for sign in "号楼层"):
        return
    for match in _ROAD.finditer(scene.view):
        known = [branch for branch in branches if _road(match["road"], plain(branch.address))]
        numbers = {number for branch in known for number in re.findall(r"(\d+)\s?号", plain(branch.address))}
        if numbers and match["number"] not in numbers and not _LEAVES.search(_sentence(scene, match.start())):
            start = match.start("number")
            yield _finding(scene, start, match.end(), "门牌", [branch.address for branch in known])
    for match in _FLOOR.finditer(scene.view):
        sentence = _sentence(scene, match.start())
        roads = [each["road"] for each in _ROAD.finditer(sentence)]
        known = [each for each in branches if any(_road(road, plain(each.address)) for road in roads)]
        if not known and (_OURS.search(sentence) or any(plain(each.name) in sentence for each in branches)):
            known = [each for each in branches if plain(each.name) in sentence] or branches
            if not re.search(r"[在到去来上]\s?$", scene.view[max(0, match.start() - 2) : match.start()]):
                continue
        floors = {each["floor"] for branch in known for each in _FLOOR.finditer(plain(branch.address))}
        values = {parse_numeral(each) for each in floors}
        if values and parse_numeral(match["floor"]) not in values and not _LEAVES.search(sentence):
            yield _finding(scene, match.start(), match.end(), "楼层", [branch.address for branch in known])


def _road(road: str, address: str) -> bool:
    """Whether the address is on the road, whatever words the text ran into its name (在玉林东路)."""
    return any(re.search(rf"(?<![一-鿿]){re.escape(road[cut:])}|[市区县]{re.escape(road[cut:])}", address)
               for cut in range(len(road) - 2))  # fmt: skip


def _sentence(scene: Scene, place: int) -> str:
    return scene.view[slice(*scene.sentence_of(place))]


def _finding(scene: Scene, start: int, end: int, what: str, addresses: list[str]) -> Finding:
    text = scene.text[start:end]
    return Finding(
        check="facts", kind="wrong_address", severity="error", start=start, end=end, text=text,
        message=f"{what}“{text}”和资料对不上，资料里是{'、'.join(addresses)}",
        basis="brand.yaml · branches", suggestion="照资料写地址；搬了家，先改 brand.yaml",
    )  # fmt: skip
