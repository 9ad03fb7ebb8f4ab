"""What is told of somebody whose full name stands before it: an illness, a divorce, a debt, where she is at night.

A fact of these kinds is nothing by itself (流感季多洗手) and a name is nothing by itself (陈国栋今天深蹲破百): only the
two together, with no more between them than grammar, are somebody's own business (Personal Information Protection
Law art. 4, 28; Civil Code art. 1032). The facts are looked for first: they are rare, and every one has its own words.
"""

# ruff: noqa: E501 - an expression stays on one line, where it can be searched for
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.checks.keyed import Gate, Keyed
from assistant.checks.persons import Named, is_renowned, name_after, name_before
from assistant.text.patterns import Pattern

_MONEY = r"(?:\d[\d,.]*|[一二两三四五六七八九十]+[百千万][一二三四五六七八九两]?)\s?[万千百]?"
_PLACES = "酒店|宾馆|洗脚|足浴|麻将馆|会所|酒吧|妇产科|人民医院|医院(?!上班|工作|当)|民政局|法院门|派出所|戒毒所|看守所"
_STREET = "(?:[路街巷弄里园苑村坊湾]|胡同|小区)"
# Family and what is told. Most begin with letters, so that a text without them is left at once.
FACTS: tuple[tuple[str, Keyed], ...] = (
    (
        "health",
        Keyed(
            r"确诊|查出|癌|肿瘤|白血病|水痘|手足口|支原体|甲流|流感|肺结核|甲亢|痛风|乙肝|肝炎|透析|化疗|抑郁|躁郁|焦虑症"
            r"|心理科|精神科|精神病|斜视|弱视|自闭|多动|流产|小产|没保住|人流|打胎|胎停|宫外孕|唐筛高|唐氏高|无创高|不孕|试管|早产"
            r"|糖尿病|高血压|癫痫|哮喘|艾滋|梅毒|性病|尿毒症|帕金森|降压药|降糖药|安眠药|抗抑郁|胰岛素|吃药|手术|子宫|痔疮"
            r"|过敏体质|急诊|住院|发烧|高烧|肺炎|骨折|残疾|来例假|来月经|尿裤子|尿床|性侵|堕胎|整过?容|结扎"
            r"|狼疮|类风湿|强直|脑[梗瘫]|脑出血|心梗|心脏病|冠心病|搭桥|支架|肾炎|结石|胃溃疡|胃出血|甲减|结节|息肉|囊肿|肌瘤"
            r"|疱疹|白癜风|银屑病|牛皮癣|皮肤病|湿疹|狐臭|中风|瘫|植物人|痴呆|智力有|智障|发育迟缓|口吃|结巴|抽动症|耳聋|聋哑"
            r"|助听器|假肢|截肢|半月板|韧带|椎间盘|腰突|骨裂|疝气|阳痿|前列腺|失禁|漏尿|绝经|更年期|初潮|宫颈|HPV|HIV|卵巢|羊水"
            r"|跳楼|割腕|自杀|自残|戒毒|酗酒|抢救|病危|病重|绝症|癌晚期|复查|转氨酶|脂肪肝|肝硬化|厌食|暴食|强迫症|恐惧症|双相|精神分裂"
            r"|怀孕|怀上|怀了|奶水不|月子没|心理医生|心理咨询|肺部|检查结果|指标(?:高|异常)|血压|血糖|体检(?:报告|结果|出)|中度|重度|植皮|网瘾|开刀|尿了|减肥药|整了[鼻眼脸胸]|隆胸|发育得|堕过|卧床|尿毒|胎记|红疹"
        ),
    ),
    (
        "family",
        Keyed(
            r"分居|离婚|离过婚|离了(?:[，。！？]|$)|二婚|再婚|改嫁|打官司|外面有人|外头有人|出轨|劈腿|婚外|小三|跟人跑"
            r"|抱养|领养来|不是亲生|私生|未婚先孕|单亲|守寡|丧偶|家暴|打老婆|蒙在鼓里|不是[^，。！？\n]{0,3}亲生|抚养权"
            r"|婆媳(?:大战|不和|打)|嫁了个|做小的|没对象|没人要|剩女|后妈|后爸|继父|继母|死了老|老伴刚?走|前夫|前妻|亲子鉴定|包养|被甩|被绿|绿帽"
            r"|净身出户|离的婚|闹分家|动手了|外面(?:还)?有(?:个|了)(?:儿子|女儿|孩子|家|女人|男人)|老[婆公]不知道|不让老[婆公]知道|彩礼|入赘|倒插门|同居|分手|失恋|闹翻|断绝|(?:两口子|夫妻)[^，。！？\n]{0,5}(?:打架|吵|不和|动手)|(?:妈|爸)(?:妈|爸)?跑了|没爹|没妈"
            r"|送的不是[他她](?:老婆|老公|媳妇)"
            r"|跟[^，。！？\n]{1,5}(?:好上了|有一腿|不清不楚|开房)"
        ),
    ),
    (
        "money",
        Keyed(
            rf"征信|信用卡(?:全)?逾期|网贷|高利贷|赌债|欠(?:了|着|下)?(?:我|店里|咱们?|大家|人家|钱|债|一屁股|社保|{_MONEY})"
            rf"|赊(?:了|着|账)|卡里(?:还)?(?:剩|有|余)|充了\s?{_MONEY}|低保|交不起|付不起|(?:月薪|年薪|工资|底薪|到手|月入|年入)"
            rf"[^，。！？\n]{{0,6}}?{_MONEY}|被[^，。！？\n]{{0,4}}(?:起诉|强制执行|列为失信)|老赖|破产|工资[卡条]"
            rf"|[花借]呗[^，。！？\n]{{0,4}}(?:刷爆|逾期|没还|还不)|贷款(?:没|还不)|断供|房贷|账上(?:只|就|没|还)|刷爆|消费(?:了)?\s?{_MONEY}|拆迁|赌输|赌博|家里穷|家境|贫困|补助|卖房|存款|中彩票|信用卡[^，。！？\n]{{0,3}}(?:停|冻)|刷不过|遗产|炒股|亏了"
            r"|没交(?:学费|钱|房租|物业)|(?:学费|房租|物业费?|书本费)[^，。！？\n]{0,3}(?:没|不|拖)[^，。！？\n]{0,2}交"
        ),
    ),
    (
        "work",
        Keyed(
            r"被(?:公司|单位|店里|老板|厂里)?(?:裁|开除|辞退|炒了|开掉|劝退)|蹲过|坐过牢|坐牢|案底|前科|试用期没过"
            r"|偷(?:拿|钱|东西|店|客人|了(?:店|客|钱|东))|劳动仲裁|政审没|学历是假|简历是(?:编|假)|没念完|不清不楚|手脚不干净|失业|下岗"
            r"|吸毒|拘留|嫖娼|回扣|陪酒|杀过人|没有?(?:教练|教师|健康|资格|上岗)?证[，。！]|证是假|假证|骚扰|被(?:上家|总部)[^，。！？\n]{0,2}(?:撤|开)|被抓"
            r"|酒驾|醉驾|贪污|挪用|受贿|诈骗|骗(?:钱|过)|判(?:了|过|刑)|缓刑|传销|逃税|打官司|没签(?:劳动)?合同|合同没签|社保也?没|绩效(?:垫底|最差)|没毕业|挂科|通报|出狱|刑满|毒贩|贩毒|本地户口|啃老|派出所都来|打学生|体罚|没户口"
            r"|(?:高考|中考)[^，。！？\n]{0,2}(?:才|只)|被(?:辞|解聘)|离职是|辞职是|被投诉|旷工|在[^，。！？\n]{1,8}(?:局|医院|银行|法院|公司|厂)(?:里)?(?:上班|工作|当)"
        ),
    ),
    (
        "pupil",
        Keyed(
            "罚站|没有朋友|没朋友|成绩[^，。！？\\n]{0,2}(?:掉|倒|差|垫|最)|作弊|抄作业|逃课|逃学|离家出走|挨打|说[^，。！？\\n]{0,3}打[她他]|偷|撒谎|说谎|骂人"
            "|欺负|不合群|孤僻|网瘾|住校|坐第|没人接|差生|笨|不及格|没考上|落榜|打人|咬人|受处分|被处分|留级|早恋|被欺负|被霸凌|坐不住|作业没[交写]|倒数第|垫底"
        ),
    ),
    (
        "whereabouts",
        Keyed(
            r"(?:每[天晚周]|天天)[^，。！？\n]{0,10}(?:一个人|独自)|(?:都)?不在家|家里?(?:白天|晚上|这几天)?(?:都)?(?:没人|只有老)"
            rf"|下[夜晚]班[^，。！？\n]{{0,3}}[走回]|在[^，。！？\n]{{0,10}}(?:{_PLACES})|住[^，。！？\n]{{0,6}}(?:酒店|宾馆)"
            r"|全家(?:都)?(?:去|飞|出国|回老家)|独居|家里?空着|一个人[租住]|独自[租住]|昨晚[^，。！？\n]{0,3}住|(?:孩子|娃)在[^，。！？\n]{0,8}门口等|住院在"
        ),
    ),
    (
        "belief",
        Keyed(
            r"信(?:教|佛|基督|天主|伊斯兰|法轮)|回民|基督徒|法轮功|同性恋|双性恋|出柜|变性|跨性别|去教堂|上访|是党员|嫁过来"
            r"|黑户|偷渡|带菌者"
        ),
    ),
    ("image", Keyed("指纹|人脸(?!识别)|洗澡的?(?:那张)?照|裸照|光着身子|光屁股的?照|换衣服的?(?:照|视频)|身份证照|私房照|没穿衣服|内衣照|孕照|丑照")),
    ("home", Keyed(rf"{_STREET}\s?\d{{1,4}}\s?号\s?(?:\d{{3,4}}(?!\d)|\d{{1,2}}\s?楼)|{_STREET}\s?\d{{1,3}}\s?弄\s?\d{{1,3}}\s?号")),
    ("street", Keyed(rf"{_STREET}(?:[一二三四]期)?\s?\d{{1,4}}\s?(?:号|栋|幢|排)")),
)  # fmt: skip
GATE = Gate(*(told for _, told in FACTS))
_KIN = (
    "(?:爸妈|父母|家人|家长|(?:妈妈|爸爸|妈|爸|老公|老婆|丈夫|妻子|媳妇|男人|女人|儿子|女儿|孩子|娃|婆婆|公公|奶奶|爷爷|外婆|外公|哥|姐|弟|妹)"
    "(?:他们)?)"
)
_WHEN = (
    r"(?:今[天早晚]|每[天晚]|每?周[一二三四五六日末](?:[早晚]上|下午)?|昨[天晚]|前[天阵]子?|明[天晚]|后天|上个?月底?|上周[一二三四五六日末]?|下周[一二三四五六日末]?|这[两几]天|这次|这周|去年|今年|"
    r"周[一二三四五六日末](?:[上下]午|晚上)?|最近|刚刚?|一直|一向|总是?|又|还|就是|就|其实|已经|早就|原来|现在|正|以前|之前|从前|每天|天天|经常|老|"
    r"(?:\d{1,2}|[一二两三四五六七八九十好几半]+)\s?(?:年前|个月前|年|个月|天)(?:了|前)?|当年|小时候|上学期|期[中末])"
)
_GRAMMAR = (
    r"(?:[，,：:、 （(]|以前|膝盖|腰|脚|腿|手|胳膊|眼睛|耳朵|肝|肾|胃|肺|脸|脾|血|戴|上次|体检|拿着?|靠|分了|刚|欠|被老师|被同学|今天哭着|哭着|为|还在|用|把|家长|天天|高考|中考|学期|住|会员|我们|每晚|半夜|私下|当时|竟然|居然|全名|这|那|去做|一个月|账号|上面?|名单|班里|的人|借了|考公|大学|高中|初中|大专|做过?|闹|打|甲状腺|乳腺|胆|阑尾|腰椎|心脏|是[一-鿿]{2}|她|他|人家|这人|这个人|这孩子|那孩子|自己|本人|的|是|有|在|被|得了?|患了?|出|犯|做完?|做了|动了?|怀了?(?:[二三头]胎)?|查|去(?:[一-鿿]{2,4}(?=[，,]))?|看|"
    r"吃|要|切了?|因为|由于|为了|没来|不来|请假|缺课|因|都|也|才|没|不|家里?|小朋友|同学|女士|先生|老师|教练|说(?:她|他|自己)|好像|听说|据说|确实|可能|"
    r"真|闹|爸|信用卡|数学|语文|英语|不小心|产后|老娘|要|助学|在\s?(?:班上|KTV|学校|幼儿园)|[一-鿿]橡皮|分了手|两周|三十[一二三四五六七八九]了|突然|医生说|有点|轻度|重度|是个|是我们的?|交|念|读|单元考|考试|上网|"
    r"跟(?:她|他)?(?:老公|老婆|婆婆|男人|丈夫|妻子|爸妈)|跟[一-鿿]{1,3}(?=离婚|分居|打官司))"
)
# A house with a room stands beside its owner's name; one without needs a word that somebody lives there.
_AT_HOME = Pattern("(?:家|现?住在?|家?就?在|的?住址|[，,：: ]){1,3}[一-鿿]{1,8}")
_LIVES = Pattern("(?:现?住在?|(?:他|她)?家?就?住在?|家就?在|的?家?住址[是：:]|家[：:，,])\\s?[一-鿿]{1,8}")
_AND_WHO = Pattern("[^，。！？\n]{0,6}的(?:那个|那位|那家|孩子|同学|家长|人)?(?:就|还|又)?(?:是|有|叫|[：:])\\s?")
_LINK = Pattern(f"(?:{_KIN}|{_WHEN}|{_GRAMMAR}){{0,9}}")
# A name of three characters may stand further off, where nobody speaks, gives or asks between.
_LOOSE = Pattern(
    "(?:[^。！？\\n，,的我你咱说讲教问谈聊听给送帮带荐享绍醒画演写研讨答请谢捐奖赛书课买订祝拿跑作]|[，,](?=她|他|听说|现在|还|刚|又|一直|去)|听说){0,10}"
)
_OF_OTHERS = Pattern("[^，。！？\\n]{0,2}的")
_LINKS = {"home": _AT_HOME, "street": _LIVES}
# 李建国医生讲糖尿病; 感谢林小雨，流感季少出门: who speaks of it, and who is only thanked.
_SPEAKS = Pattern(
    "(?:医生|主任|教授|博士|专家|营养师|律师|的?(?:书|讲座|文章|课|方子))|[^，]{0,3}(?:讲(?!她|他)|主讲|推荐|科普)"
)
_THANKED = Pattern("(?:感谢|谢谢|多谢|恭喜|祝贺|欢迎|有请|请教|辛苦|祝|@)[^，。！？\n]{0,6}$")
_OWN = Pattern(
    "(?:我|咱|俺|自)(?:们?家|自己)?(?:的)?(?:孩子|宝宝|女儿|儿子|闺女|娃|老公|老婆|爱人|婆婆|妈妈?|爸爸?|弟弟?|妹妹?|姐姐?|哥哥?)?[：:，,]?$"
)
_NOT_SO = Pattern("[^，。！？\n]{0,4}(?:绘本|小说|故事|电影|剧|讲座|科普|保险|课程|筛查服务)")
_SHOP = Pattern("^[^，。！？\n]{0,2}(?:本店|门店|新店|新馆|分店|教室|花市|活动|取货|地点)")
_STORY = Pattern("书里|剧里|故事|小说|绘本|主角|主人公|角色|电影|诗人|词人|历史|古时|传说|《")
_PETS = Pattern("[猫狗犬喵汪兔]|柯基|金毛|泰迪|布偶|英短|美短|柴犬|萨摩|哈士奇|边牧|铲屎|绝育|驱虫")
_ABOUT_CLASS = Pattern("班|年级|小学|中学|幼儿园|同学|老师|家长|作业|数学|语文|英语|考")


@dataclass(frozen=True, slots=True)
class Told:
    """A name and what is told of its bearer: the span from the name's first letter to the last of the fact."""

    start: int
    end: int
    name: str
    family: str


def find_told(view: str, letters: frozenset[str]) -> Iterator[Told]:
    """Yield what is told of people by name in a half-width text, the same name once a family.

    ``letters`` are the letters of the folded text and its pairs of letters.
    """
    seen: set[tuple[int, str]] = set()
    story: bool | None = None
    admitted = GATE.admitted(letters)
    for family, told in FACTS if admitted else ():
        for match in told.finditer(view, admitted):
            named = _named_of(view, match, family)
            if named is None or (named.start, family) in seen:
                continue
            if story is None:
                story = _STORY.search(view) is not None
            if not story and _counts(view, named, family, match.end()):
                seen.add((named.start, family))
                start, end = min(named.start, match.start()), max(named.end, match.end())
                yield Told(start, end, view[named.start : named.end], family)


def _named_of(view: str, match: re.Match[str], family: str) -> Named | None:
    """Whom ``match`` is told of: who is named before it, closely or by three characters, or after it."""
    named = name_before(view, match.start(), _LINKS.get(family, _LINK))
    if named is None and family not in _LINKS and not _PETS.search(view):
        further = name_before(view, match.start(), _LOOSE)
        named = further if further and further.sure and not _OF_OTHERS.match(view, match.end()) else None
    return named or _named_after(view, match.end())


def _named_after(view: str, place: int) -> Named | None:
    """没考上的有常欣怡: who is named after what is told."""
    lead = _AND_WHO.match(view, place)
    return name_after(view, lead.end()) if lead else None


def _counts(view: str, named: Named, family: str, end: int) -> bool:
    """Whether this is somebody's business and not a doctor's talk, thanks, a dog's or a famous person's."""
    if named.nick and family not in ("family", "home") and named.end - named.start == len(named.nick):
        return False  # Many are 王姐; 三楼王姐 is one.
    if is_renowned(view, named) or _THANKED.search(view[max(0, named.start - 14) : named.start]):
        return False
    if _OWN.search(view[max(0, named.start - 8) : named.start]):
        return False  # Her own child, her own choice.
    if _SPEAKS.match(view, named.end) or _NOT_SO.match(view, end) or (family == "pupil" and not _of_class(view, named)):
        return False
    if _PETS.search(view[: named.start] + view[named.end :]) and family in ("health", "family") and not named.sure:
        return False
    return not (family in ("home", "street") and _SHOP.search(view))


def _of_class(view: str, named: Named) -> bool:
    return named.end - named.start == 3 or _ABOUT_CLASS.search(view) is not None
