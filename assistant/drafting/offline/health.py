"""Whether a text is about health, of people or of pets, and what has to stand under it then."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.schema.brief import Brief
from assistant.schema.contracts import Passage

PEOPLE = "以上为日常护理参考，不能替代医生诊断；情况严重或拿不准，请及时就医。"
PETS = "以上为日常护理参考，不能替代兽医诊断；情况严重或拿不准，请尽快带它去看医生。"
# One of these is enough: nobody writes them in passing.
_CERTAIN = re.compile(
    r"发烧|拉肚子|肚子疼|便秘|吐奶|头疼|头痛|发热|高热|退烧|退热|腹泻|拉稀|呕吐|便血|湿疹|皮疹|荨麻疹|疹子|黄疸|抽搐|惊厥|窒息|海姆立克|噎住|烫伤|骨折|中毒|急救|感染|"
    r"炎症|[肺胃肠鼻肾肝皮关咽支中膜]+\w?炎|过敏|哮喘|脱水|中暑|出血|药膏|激素|抗生素|剂量|处方|用药|服药|疫苗|驱虫|就医|就诊|看医生|兽医|"
    r"近视|远视|散光|弱视|斜视|隐形眼镜|角膜|眼轴|散瞳|干眼|白内障|"
    r"医生|医院|急诊|症状|疾病|糖尿病|高血压|贫血|怀孕|孕期|产后|哺乳|母乳|诊断"
)
# Of these it takes two different ones.
_POSSIBLE = re.compile(
    r"疼|痛|肿|红斑|起皮屑|痒|受伤|拉伤|扭伤|酸胀|恢复|护理|伤口|咳|鼻塞|失眠|月龄|新生儿|体温|血糖|血压|缺钙|补钙|湿气"
)
_TAGS = re.compile(r"医|健康|护理|急救|皮肤|疾病|用药|症状|康复|伤")
_PRIVATE = re.compile("乳|产后|身材|体型|体重|减[肥脂重]|塑形|私密|妇科|皮肤|病|伤|屁股|尿|便便|急救|康复|痘|疹|丧|葬")
_OTHER_MATTERS = {"allerg|过敏|致敏": "过敏", "exam|考": "考级|考试|过级|报考"}
_PETS = re.compile(r"宠物|兽医|[猫狗犬]")


def is_medical(texts: Iterable[str], passages: Iterable[Passage] = ()) -> bool:
    """Whether ``texts``, or the tags of the passages they come from, are about health."""
    text = "\n".join(texts)
    if _CERTAIN.search(text) or len(set(_POSSIBLE.findall(text))) >= 2:
        return True
    tagged = any(_TAGS.search(tag) for passage in passages for tag in passage.tags)
    return tagged and _POSSIBLE.search(text) is not None


def is_private(text: str) -> bool:
    """Whether ``text`` is about something nobody should be asked to photograph for a group."""
    return _PRIVATE.search(text) is not None or is_medical([text])


def other_disclaimers(brief: Brief, text: str) -> list[str]:
    """The brand's disclaimers on other matters that ``text`` speaks of: allergies, exams."""
    return [
        words.strip()
        for key, words in brief.brand.disclaimers.items()
        for named, spoken in _OTHER_MATTERS.items()
        if words.strip() and re.search(named, key, re.IGNORECASE) and re.search(spoken, text)
    ]


def disclaimer(brief: Brief, text: str) -> str:
    """The brand's own disclaimer for health, else ours: for pets where trade, theme or text are about them."""
    for key, words in brief.brand.disclaimers.items():
        if re.search("medical|health|医|健康|护理|就医", key, re.IGNORECASE) and words.strip():
            return words.strip()
    about_pets = _PETS.search(f"{brief.brand.trade}{'/'.join(brief.group.theme)}") or len(_PETS.findall(text)) >= 3
    return PETS if about_pets else PEOPLE
