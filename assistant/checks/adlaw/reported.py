"""Which claims a text only reports: what others say and the speaker does not believe, refuses, or warns of.

有人说这奶粉堪比母乳，纯胡扯, 说投一万月返一千，已经踢了也报警了 and 客人夸我们全城第一，当不起 claim nothing. It takes
both: somebody else who says it, and that the speaker turns it down. Who then offers his own goods (来我们家) is
selling, and what is said against a rival is never free.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.schema.contracts import Finding
from assistant.text.folding import fold_each
from assistant.text.patterns import Pattern

_SENTENCE = Pattern(r"[^。！？；\n]+[。！？；\n]*")
_PART = r"[^。！？；\n]"
# Who says it, where it stands: somebody else.
_SOMEBODY = Pattern(
    r"有人|有个[人号]|有家|有位|谁(?:说|家说)|那个(?:说|自称|号称)|(?:号|自)称|冒充|混进|骗子|推销|传单|短信|(?:打|来)电话|电话里|私信|加我"
    r"|朋友圈|刷到|看到|听(?:人|说)|新闻|微博|热搜|网上(?:说|传|那)|广告(?:里|上|公司|语)|稿子|海报|牌子|上家|平台|包装上|跟老人"
    rf"|(?:客人|顾客|大哥|大姐|街坊|邻居|网友|老客|粉丝|阿姨|[一-鿿]婶|[一-鿿][姐哥叔]){_PART}{{0,6}}(?:夸|说|讲|留言|喊|叫|评)"
)
# The speaker turns it down, or has done something against it.
_REFUSED = Pattern(
    r"胡扯|瞎扯|扯淡|胡说|瞎说|瞎吹|吹牛|别信|不信|信吗|谁信|别听|别上当|上过?当|吃过亏|差点(?:交|被|转|信)|骗|忽悠|假的|举报|报警|报了警"
    r"|(?<!\d)(?:110|12315|96110|12345)(?!\d)|拉黑|踢(?:了|出)|没理|不理|挂(?:了|断)|辞了|拒了|没答应|没接|小心|当心|警惕|提防|绕(?:道|着)走|绕开"
    r"|别(?:带|去|碰|交|转钱|转账|动歪)|一条都别|违法|违规|不许|不让|不能写|罚|封(?:店|号)|关门了|让(?:他们|她|他)改|改(?:了|掉)|删(?:了|掉)|刮掉|撤(?:了|下)|退回"
)
# He is too modest for it.
_MODEST = Pattern(
    r"(?:当|受|担)不起|不敢(?:当|认|应|这么(?:说|讲))|可别这么(?:说|讲|夸)|别这么(?:说|讲|夸)|过奖|脸(?:都)?红|抬举|捧(?:杀|太高)|听听就(?:好|算|行)"
)
# What is denied right behind the words.
_DENIED_AFTER = Pattern(
    r"[”\"」』’']?(?:这|那)?(?:种|个|类|样)?(?:话|事|活|词|说法|承诺)?(?:的)?(?:事|话|招|套路|把戏|生意|活|做法)?[，]?"
    r"(?:我们?|咱们?|本店|小店|我家)?(?:可|真|也|就|都|是|一概|从来|从)*"
    r"(?:[^，。！？；\n]{0,6}活动[^。！？；\n]{0,12}(?:取消|停了|不做|不搞|不让|不许)|不敢(?:说|讲|当|认|提|保证|夸|吹)|谈不上|说不上|称不上|没(?:这|那)回事|做不到|不(?:干|搞|碰|玩|做|学|提|说|写|用)(?:$|[，。！；了的]))"
)
# A ban, right before the words or at their beginning.
_BANNED_BEFORE = Pattern(
    r"(?:不许|不准|不得(?!不)|禁止|严禁|请勿|切勿|杜绝|从不|从来不|绝不|一律不)[^，。！？；\n]{0,6}$"
)
# 不醉不许走 and 没喝完不准走 forbid nothing: they press.
_BANNED_WITHIN = Pattern(
    r"(?![^，。！？；\n]{0,2}[不没][^，。！？；\n]{1,4}[不别][许准得让])[^，。！？；\n]{0,4}(?:不许|不准|不得(?!不)|禁止|严禁|请勿|切勿)"
)
# The speaker asks it himself and says no: 稳赚不赔？没这种事.
_ASKED_AND_DENIED = Pattern(
    r"[^，。！？；\n]{0,4}[”\"」』’']?[？]+\s*(?:我们?|咱们?|本店)?(?:可|真|也|还真)?(?:(?:没|哪)(?:有|来)?(?:这|那)(?:种|样|回|么|个)?(?:好|美)?的?(?:事|活|道理|买卖|生意|本事|把握)"
    r"|没有的事|想多了|想得美|别想|不存在|别信|不可能|不敢|不?保证不了|没法保证|谁信|鬼才信|哪有|没(?:这|那)?本事|做梦|天上(?:不会?|哪会)?掉|扯|假的|骗|没谱|做不到|说不准|不好说|千万别)"
    r"(?![^。！？\n]{0,8}(?:更|比我|比咱|第二家))"
)
# Who does it is to be kept away from: 拉人头返钱的群别进.
_WARNED_OF = Pattern(
    r"[^，。！？；\n]{0,6}?的(?!话)[^，。！？；\n]{0,6}(?:别|不要|勿|莫|不能|少)(?:再|去|乱|急着)?(?:进|碰|信|加|理|投|参加|沾|搭理|买|点|扫|转|跟|报|凑|聊|上当|掺和|交)(?!过|量)"
)
# What becomes of those who do it.
_PUNISHED = Pattern(
    r"(?:要|会|得|被|就|直接|一律)[^，。！？；\n]{0,3}(?:封(?:店|号)|罚|处罚|扣(?:分|工资|钱)|下架|拘|判刑|查(?:封|处))|查得(?:很)?严|别动歪|一条都别"
)
# He sells, or shows how to get round it.
_SELLS = Pattern(
    r"(?<!别)(?:来|找|选|到|去|上|换|买|认准)(?:我们|咱|我(?:家|这|店)|本店)|我们(?:家)?(?:才|就是|可是|真)|(?:我家|咱家?)(?:才|就是)|我们不一样|不像我们"
    r"|小号|换个?号|分批|错开|悄悄|偷偷|反正(?!不)|照样|管用|接着|你懂|懂的"
)
# What the speaker says of himself after that.
_OWN = Pattern(r"，(?:但|可)?(?:我们|咱|我家|本店|小店|俺)")
_NEVER = frozenset({"belittle"})


def not_reported(text: str, found: Sequence[Finding]) -> list[Finding]:
    """Return the findings without those that somebody else claims and the speaker turns down."""
    if not found:
        return []
    view = fold_each(text)
    sentences = [match.span() for match in _SENTENCE.finditer(view)]
    return [each for each in found if each.kind in _NEVER or not _is_turned_down(view, sentences, each)]


def _is_turned_down(view: str, sentences: Sequence[tuple[int, int]], each: Finding) -> bool:
    if (
        _DENIED_AFTER.match(view, each.end)
        or _BANNED_BEFORE.search(view, max(0, each.start - 12), each.start)
        or _BANNED_WITHIN.match(view, each.start, each.end)
        or _ASKED_AND_DENIED.match(view, each.end)
        or _WARNED_OF.match(view, each.end)
    ):
        return not _SELLS.search(view)
    low, high = _around(sentences, each)
    if _MODEST.search(view, each.start, high) and not _SELLS.search(view, each.end, high):
        return True
    if _SELLS.search(view):
        return False
    if _PUNISHED.search(view, each.end - 2, high):
        return True
    said = _SOMEBODY.search(view, low, each.end)
    if said is None or _OWN.search(view, said.end(), each.end):
        return False
    # The warning may follow one sentence later, or stand in the one before: 大家小心。有人说……
    return any(_REFUSED.search(view, start, end) for start, end in _near(sentences, low))


def _around(sentences: Sequence[tuple[int, int]], each: Finding) -> tuple[int, int]:
    """The span of the sentence in which the finding begins."""
    return next(((low, high) for low, high in sentences if low <= each.start < high), (0, each.end))


def _near(sentences: Sequence[tuple[int, int]], low: int) -> Iterator[tuple[int, int]]:
    """Yield the sentence that begins at ``low``, the one before it and the one after it."""
    starts = [start for start, _ in sentences]
    at = starts.index(low) if low in starts else 0
    yield from sentences[max(0, at - 1) : at + 2]
