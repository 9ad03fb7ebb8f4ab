"""What the member reads: in the brand's voice, with the clause and the way to object, without the offending words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.schema.brand import Brand
from assistant.schema.group import Group
from assistant.schema.moderation import Action, Category, EvidenceSpan, Sender
from assistant.schema.rules import Clause

#: How a category is called where the clause itself cannot be quoted.
TITLES = {
    Category.AD: "发广告", Category.LINK: "发链接", Category.FRAUD: "防诈骗", Category.GAMBLING: "赌博",
    Category.PORN: "低俗内容", Category.ABUSE: "好好说话", Category.MEDICAL: "看病用药", Category.PRIVACY: "个人信息",
    Category.FLOOD: "刷屏", Category.OTHER: "聊天内容",
}  # fmt: skip
_APPEAL = "觉得弄错了，请私信管理员，我们会再看一遍"

# What the tone of brand.yaml or groups.yaml says, and the manner it asks for.
_TONES = (
    ("formal", re.compile("专业|克制|正式|严谨|客气|客氣|礼貌|禮貌|稳重|商务")),
    ("brief", re.compile("利落|直接|干脆|简洁|简短|乾脆|直爽")),
    ("lively", re.compile("活泼|活潑|幽默|俏皮|轻松|輕鬆|搞笑|有趣")),
)
# By manner, what is said of the gravest thing done; the first that holds no word the brand avoids is taken.
_SAID: dict[str, dict[str, tuple[str, ...]]] = {
    "warm": {
        "remind": ("有件事跟您说一声，群规里有一条：{clause}", "刚才那条和群规有点不合，群规里写着：{clause}"),
        "delete": ("刚才那条我先撤下来了，群规里有一条：{clause}", "刚才那条先收起来了，群里说好的：{clause}"),
        "recall": ("刚才那条麻烦您撤回一下，群规里有一条：{clause}", "刚才那条请您收回去，群里说好的：{clause}"),
        "mute": ("群里先请您歇{span}再说话，群规里有一条：{clause}", "先停{span}发言，群里说好的：{clause}"),
        "remove": ("这位朋友已请出群，群规里有一条：{clause}", "按群里说好的，已请这位离开：{clause}"),
        "handled": (
            "刚才那条不合群里的约定，管理员来处理：{clause}",
            "刚才那条大家别理会，管理员会处理，群里说好的：{clause}",
        ),
    },
    "formal": {
        "remind": ("您好，刚才的消息与群规不符：{clause}", "您好，请留意群规中的这一条：{clause}"),
        "delete": ("您好，刚才的消息与群规不符，已经撤下：{clause}", "您好，按群规已撤下刚才的消息：{clause}"),
        "recall": ("您好，刚才的消息与群规不符，请您撤回：{clause}", "您好，按群规请您撤回刚才的消息：{clause}"),
        "mute": ("您好，按群规暂停发言{span}：{clause}", "您好，依照群规，{span}内不能发言：{clause}"),
        "remove": ("按群规，已将该成员移出：{clause}", "依照群规，该成员已移出：{clause}"),
        "handled": ("刚才的消息与群规不符，管理员会处理：{clause}", "刚才的消息请勿理会，管理员将按群规处理：{clause}"),
    },
    "brief": {
        "remind": ("提醒一句，群规有这条：{clause}", "说一下，群规写着：{clause}"),
        "delete": ("刚才那条撤了，群规有这条：{clause}", "刚才那条已撤下，群规写着：{clause}"),
        "recall": ("刚才那条请撤回，群规有这条：{clause}", "刚才那条请收回，群规写着：{clause}"),
        "mute": ("先停{span}发言，群规有这条：{clause}", "{span}内不能发言，群规写着：{clause}"),
        "remove": ("人已移出，群规有这条：{clause}", "按群规移出：{clause}"),
        "handled": ("刚才那条别理，管理员会处理，群规有这条：{clause}", "刚才那条由管理员处理，群规写着：{clause}"),
    },
    "lively": {
        "remind": ("悄悄提醒一下，群规里有这么一条：{clause}", "插一句，咱们群说好的：{clause}"),
        "delete": ("刚才那条我先收走啦，群规里有这么一条：{clause}", "刚才那条先拿下了，咱们群说好的：{clause}"),
        "recall": ("刚才那条麻烦撤回一下呀，群规里有这么一条：{clause}", "刚才那条请收回去，咱们群说好的：{clause}"),
        "mute": ("先歇{span}，回头再聊，群规里有这么一条：{clause}", "{span}后再聊，咱们群说好的：{clause}"),
        "remove": ("这位已经请出群了，群规里有这么一条：{clause}", "按咱们群说好的，已请这位离开：{clause}"),
        "handled": (
            "刚才那条大家别理它，管理员来收拾，群规里有这么一条：{clause}",
            "刚才那条交给管理员，咱们群说好的：{clause}",
        ),
    },
}
_LIGHT = frozenset({Category.AD, Category.LINK, Category.FLOOD, Category.OTHER})
# Whole groups are no form of address for one member.
_MANY = re.compile("大家|各位|们|們|朋友圈|家人$|全体|全體")
# A name can be an advert itself: only a plain one is repeated.
_PLAIN_NAME = re.compile(r"[A-Za-z一-鿿·]{1,10}")
_DOUBTFUL_NAME = re.compile(
    "[加➕]|微|薇|威信|群|代|招|兼职|批发|优惠|返|赚|约|赌|片|qq|vx|wx|[vV](?![a-z])|www|com", re.I
)
# What may be the offence itself where the clause names it: an insult is not said again.
_UNSAID = frozenset({Category.ABUSE, Category.PORN})


@dataclass(frozen=True)
class _Voice:
    """What of the brand's and the group's voice matters for a line to one member."""

    manner: str
    avoid: tuple[str, ...]
    emoji: str
    emoji_max: int | None
    address: str
    traditional: bool


def reply_to(
    clause: Clause, actions: Sequence[Action], *, evidence: Sequence[EvidenceSpan] = (), sender: Sender | None = None,
    appeal: str = "", brand: Brand | None = None, group: Group | None = None, own_words: str = "",
) -> str:  # fmt: skip
    """Return the line for the member whose message broke ``clause``, after ``actions`` as they can be taken.

    ``own_words`` are the operator's own for this step, else the line comes from the voice's frames. The clause and the
    way to object are always in it; words of the message are not, and a member's name only where it is a plain one.
    """
    voice = _voice(brand, group)
    offending = [span.text.strip() for span in evidence if len(span.text.strip()) > 1]
    quoted = _quoted(clause, offending)
    done, span = _done(actions)
    if own_words:
        said = own_words if quoted in own_words else f"{_closed(own_words)}群规里写着：{quoted}"
    else:
        frames = [frame.format(clause=quoted, span=span) for frame in _SAID[voice.manner][done]]
        said = next((frame for frame in frames if not _holds(frame.replace(quoted, ""), voice.avoid)), frames[0])
    objection = appeal or (f"觉得弄错了，请联系{brand.contact}" if brand and brand.contact else _APPEAL)
    light = clause.category in _LIGHT and done in ("remind", "delete", "recall") and not own_words
    mark = voice.emoji if light and all(action.kind != "mute" for action in actions) else ""
    line = f"{_call(done, sender, offending, voice)}{_closed(said)}{_closed(objection)}{mark}"
    return _finished(line, voice)


def _voice(brand: Brand | None, group: Group | None) -> _Voice:
    policy = brand.voice.emoji if brand else None
    limits = [limit for limit in (policy.max if policy else 0, group.emoji_max if group else None) if limit is not None]
    return _Voice(
        manner=_manner(group.tone if group else "") or _manner(brand.voice.tone if brand else "") or "warm",
        avoid=(*(brand.voice.avoid if brand else ()), *(group.avoid if group else ())),
        emoji=policy.allowed[0] if policy and policy.allowed and min(limits) > 0 else "",
        emoji_max=min(limits),
        address=brand.voice.address if brand else "",
        traditional=bool(group and group.script == "traditional"),
    )


def _manner(tone: str) -> str:
    """The manner named first: 客气、利落 is polite before it is brief."""
    found = [(match.start(), name) for name, pattern in _TONES if (match := pattern.search(tone))]
    return min(found)[1] if found else ""


def _quoted(clause: Clause, offending: Iterable[str]) -> str:
    """The clause in quotes; where it would say an insult again, what it is about."""
    if clause.category in _UNSAID and any(words in clause.clause for words in offending):
        return f"关于“{TITLES[clause.category]}”的那一条"
    return f"“{clause.clause.strip().rstrip('。')}”"


def _done(actions: Sequence[Action]) -> tuple[str, str]:
    """The gravest thing the member is told of, and for how long; what only the operator can do is not claimed."""
    by_kind = {action.kind: action for action in actions}
    remove, mute, delete = by_kind.get("remove"), by_kind.get("mute"), by_kind.get("delete")
    if remove is not None:
        return ("remove" if remove.by == "bot" else "handled"), ""
    if mute is not None and mute.by == "bot":
        return "mute", _span(mute.minutes or 0)
    if delete is not None:
        return ("delete" if delete.by == "bot" else "recall"), ""
    return "remind", ""


def _span(minutes: int) -> str:
    for length, unit in ((1440, "天"), (60, "小时")):
        if minutes >= length and minutes % length == 0:
            return f" {minutes // length} {unit}"
    return f" {minutes} 分钟"


def _call(done: str, sender: Sender | None, offending: Iterable[str], voice: _Voice) -> str:
    """How the member is called: by a plain name, else as the brand addresses one customer, else not at all."""
    if done in ("remove", "handled"):  # said to the group
        return ""
    name = sender.name.strip() if sender else ""
    if _PLAIN_NAME.fullmatch(name) and not _DOUBTFUL_NAME.search(name) and not _holds(name, offending):
        return f"@{name} "
    if voice.address and not _MANY.search(voice.address) and len(voice.address) <= 6:
        return f"{voice.address}，"
    return ""


def _holds(text: str, words: Iterable[str]) -> bool:
    return any(word and word in text for word in words)


def _closed(sentence: str) -> str:
    """The sentence with its full stop."""
    bare = sentence.strip()
    return bare if bare.endswith(("。", "！", "？", "!", "?", "～", "~")) or not bare else f"{bare}。"


def _finished(line: str, voice: _Voice) -> str:
    if voice.emoji_max is not None:
        from assistant.text.emoji import without_emoji

        line = without_emoji(line, keep=voice.emoji_max)
    if voice.traditional:
        from assistant.text.normalize import to_traditional

        line = to_traditional(line)
    return line.strip()
