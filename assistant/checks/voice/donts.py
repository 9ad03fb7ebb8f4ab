"""The rules of the voice check as lines for the writers: what is found afterwards is better not written at all."""

from __future__ import annotations

from pathlib import Path

from assistant.checks.lexicon import lexicon
from assistant.checks.voice.tone import asked
from assistant.schema.brand import Brand
from assistant.schema.group import Group

#: What code finds (rows.py, layout.py) and no entry of data/voice says.
_LAYOUT = (
    "感叹号一条里至多一个，不连用",
    "不用 Markdown：不写星号加粗、井号标题；行首不用表情排队，少用破折号",
)
#: The kinds of data/voice/tone.yaml, each in force only where the tone asks for it.
_TONE = {
    "tone-hurry": "不催人：不写“赶紧下单”“手慢无”“别犹豫”",
    "tone-slang": "不用网络流行语：“绝绝子”“yyds”“种草”“家人们”，不打波浪线",
    "tone-sob": "不煽情：不写“泪目”“温柔以待”“用爱陪伴”",
    "tone-scare": "不吓人：不写“再不……就晚了”“后果不堪设想”“你还在……吗”",
    "tone-compare": "不比：不写“别人家的孩子”“同龄的早就会了”",
    "tone-exaggerate": "不夸大：不写“逆天”“炸裂”“爆款”“脱胎换骨”",
    "tone-literary": "不拽文：写嘴上会说的词",
}


def donts(brand: Brand | None = None, group: Group | None = None, extensions: Path | None = None) -> tuple[str, ...]:
    """Return what the writers must not write, one imperative line each, without those of tones nobody asked for.

    ``extensions`` is the workspace's folder of own terms. Raises ConfigError for a wrong ``voice.yaml`` in it.
    """
    lines = [entry.dont for entry in lexicon("voice", extensions).entries if entry.dont]
    address = (group.address if group else "") or (brand.voice.address if brand else "")
    if address:  # A brand that calls its members 家人们 is not told not to.
        lines = [line for line in lines if f"{address}”" not in line]
    lines += [line for kind, line in _TONE.items() if asked(kind, brand, group)]
    return tuple(dict.fromkeys([*lines, *_LAYOUT]))
