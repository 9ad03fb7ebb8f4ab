"""Which words of a text are spoken of, not said: rules that forbid a claim, examples of what not to write.

“史上最低价”这种话咱们不说, 不得发布“月入过万”之类内容 and 违规示例：…… claim nothing. Who says what he may not say
with a wink (不让说第一，你懂的) does claim it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.schema.contracts import Finding
from assistant.text.folding import fold_each
from assistant.text.patterns import Pattern

_SENTENCE = Pattern(r"[^。！？；\n]+")
# Both marks are often the same sign, so that a quotation begins where the last one has ended.
_QUOTED = Pattern(r"[“\"「『‘'][^“”\"「」『』‘’'\n]{1,30}[”\"」』’']")
# What stands for each character of a quotation while the words around it are read.
_MASK = "◆"
_NOT = (
    r"(?:不得(?!不)|不许|不准|不要|不能(?!不)|不可以?|不该|不应|不用(?!说)|不让|禁止|严禁|请勿|切勿|勿|杜绝|拒绝|从不|绝不"
    r"|从来不|一律不|(?<![特分区级性个类])别(?![人家的处样]|说[，,]))"
)
_SAY = r"(?:写|说|发布?|用|使用|出现|讲|宣传|标|喊|打出|提|承诺|转发?|挂|念|贴|搞|夸|吹|信)"
_LEFT_OUT = r"(?:删|撤|改掉|划掉|去掉|拿掉|退回|拉黑|举报|踢|下架|屏蔽|重写|撕)"
_THESE = r"(?:这种|这类|这样|那种|那类|之类|一类|这些|那些|那一套)"
_WRONG = r"(?:虚假|违规|违法|违禁|骗|夸大|假话|老套路|不实|不可信)"
_QUOTES = rf"{_MASK}+(?:[、，和或及与]?{_MASK}+)*"
# A word spoken of as a word, unless it is then claimed all the same.
_WORDS = (
    r"(?:这|那)?(?:[两二三四五六几俩]个?字|个?词|句话|几个字|字样)"
    r"(?![^。]{0,10}(?:当之无愧|名副其实|配得上|当得起|说的就是|形容|送给|实至名归))"
)
_NEVER_SAY = r"不(?:写|说|讲|发|提|用|敢说|敢写|敢当)(?![出完])"
_FORBIDDEN = (
    Pattern(rf"{_NOT}[^，。{_MASK}]{{0,6}}?{_SAY}[^，。{_MASK}]{{0,6}}{_QUOTES}"),
    Pattern(rf"{_QUOTES}[^。{_MASK}]{{0,6}}{_THESE}[^。{_MASK}]{{0,14}}(?:不|别|勿|一律|禁|{_LEFT_OUT}|{_WRONG})"),
    Pattern(rf"{_QUOTES}[^，。{_MASK}]{{0,6}}(?:是|属于|算)[^，。{_MASK}]{{0,4}}{_WRONG}"),
    Pattern(
        rf"{_QUOTES}[^。{_MASK}]{{0,20}}(?:忘了?(?:删|改)|见谅|申诉|写错|印错|自带的|自动(?:打|加|生成)|抱歉|对不起)"
    ),
    Pattern(rf"{_QUOTES}{_WORDS}[^。{_MASK}]{{0,4}}"),
    Pattern(rf"{_QUOTES}[^，。{_MASK}]{{0,4}}(?:我们|咱们?|我|店里)?(?:都|也|从来)?(?:{_NEVER_SAY})"),
    Pattern(
        rf"{_QUOTES}(?:是|叫|就是)[^，。{_MASK}]{{0,14}}(?:名字?|网名|昵称|店名|歌名|外号|绰号|暗号|群名|书名|片名|队名|菜名)"
    ),
    Pattern(rf"{_QUOTES}[^。{_MASK}]{{0,8}}(?:一律|统统|全部?|直接|都|要|得|先)[^，。{_MASK}]{{0,4}}{_LEFT_OUT}"),
)
_PLAINLY = Pattern(
    rf"(?:不得(?!不)|不许|不准|禁止|严禁|请勿|切勿)(?:任何人|随意|在群里|在群内|在本群)?(?:再)?{_SAY}"
    r"(?:任何|诸如|类似|带有|含有?)?[^，。！？；\n]{0,30}"
)
# Words named without a quotation: 顶级两个字删掉了.
_NAMED = Pattern(
    rf"[^，。！？；\n]{{2,8}}(?:[两二三四五六几俩]个字|这个词|字样)[^，。]{{0,6}}(?:{_LEFT_OUT}|不(?:能|许|要|让|写|用)|别)"
)
# Asked about, in quotation marks: 和广告里那个“销量第一”差在哪？
_ASKED = Pattern(
    rf"(?:请问|想问|问一?下|怎么|哪|什么|为啥|为什么|是不是|真的|信吗|算不算)[^。]{{0,20}}{_QUOTES}|{_QUOTES}[^。]{{0,16}}(?:哪|什么|怎么|啥|吗|呢|真的|多少)"
)
_EXAMPLE = Pattern(
    r"(?:违规|违禁|反面|错误|禁用|不合规)的?(?:示例|例子|案例|范例|写法|用词|词|说法|文案)(?:有|是|如)?[:：]"
)
_WINK = Pattern(
    r"你懂|懂的|都懂|心里(?:有数|清楚)|但(?!凡)|可(?:是|我|事实)|不过(?!关)|反正|其实|偏|只能说|只好|那就说|换个说法|自己品|您品"
)


def said(text: str, found: Sequence[Finding]) -> list[Finding]:
    """Return the findings without those whose words are only spoken of."""
    spans = list(_spoken_of(fold_each(text), found)) if found else []
    return [each for each in found if not any(low < each.end and each.start < high for low, high in spans)]


def _spoken_of(view: str, found: Sequence[Finding]) -> Iterator[tuple[int, int]]:
    """Yield what is only spoken of in the sentences with findings."""
    masked = _QUOTED.sub(lambda match: _MASK * len(match[0]), view)
    for sentence in _SENTENCE.finditer(masked):
        start, end = sentence.span()
        if not any(each.start < end and start < each.end for each in found):
            continue
        if _EXAMPLE.search(masked, start, end):
            yield start, end
        elif not _WINK.search(masked, start, end):
            asked = (_ASKED,) if masked[end : end + 1] == "？" else ()
            for pattern in (*_FORBIDDEN, _PLAINLY, _NAMED, *asked):
                yield from (match.span() for match in pattern.finditer(masked, start, end))
