"""Four small brands of different trades, and briefs for them. Nothing here comes from the sample brand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from assistant.drafting.calendar import calendar_day
from assistant.schema.brand import Brand, EmojiPolicy, Voice
from assistant.schema.brief import Brief, Constraints, PastDraft, TopicSeed, Written
from assistant.schema.contracts import DraftKind, Passage, PassageKind
from assistant.schema.group import Group

BAKERY = Brand(
    name="麦垛",
    trade="面包店",
    about="街角的手工面包店，每天清早开炉。",
    audience="附近上班的人和小区里的家庭",
    voice=Voice(
        tone="亲切、实在，像隔壁师傅",
        address="街坊们",
        emoji=EmojiPolicy(max=1, allowed=("🍞", "☕")),
        avoid=("神仙面包",),
    ),
)
GYM = Brand(
    name="燃点健身",
    trade="健身房",
    audience="二十多到四十岁的上班族",
    voice=Voice(tone="直接、干脆，不煽情", self_name="燃点", address="伙伴们", emoji=EmojiPolicy(max=0)),
)
SCHOOL = Brand(
    name="拾墨书院",
    trade="书法培训",
    audience="学龄孩子的家长和零基础的成人",
    voice=Voice(tone="专业、克制，有分寸，用您称呼", self_name="书院", address="各位同学", emoji=EmojiPolicy(max=0)),
)
PETS = Brand(
    name="喵汪小铺",
    trade="宠物用品店",
    audience="养猫养狗的年轻人",
    voice=Voice(tone="活泼、好玩", address="铲屎官们", emoji=EmojiPolicy(max=2, allowed=("🐱", "🐶", "🐾"))),
)
BRANDS = {"bakery": BAKERY, "gym": GYM, "school": SCHOOL, "pets": PETS}
GROUPS = {
    "bakery": Group(id="toast", name="麦垛街坊群", theme=("面包", "早餐", "在家烘焙")),
    "gym": Group(id="burn", name="燃点减脂营", theme=("减脂", "力量训练", "拉伸"), tone="干脆利落"),
    "school": Group(
        id="ink", name="拾墨家长群", theme=("练字", "书法入门"), dont=("不讨论升学政策", "不比较孩子的成绩")
    ),
    "pets": Group(id="paw", name="喵汪铲屎官", theme=("养猫", "养狗", "毛发护理"), tone="活泼热闹"),
}

ARTICLES: dict[str, list[str]] = {
    "bakery": [
        """# 面包买回家怎么存
面包放得好不好，差别隔天就吃得出来。买回家先看品种，再决定放哪儿。
## 室温怎么放
当天吃得完的面包，装进纸袋放在室温下就行，塑料袋捂着皮会变软。法棍和欧包这类硬皮面包，切口朝下扣在案板上，能少干一些。夏天室温超过二十八度，带馅的面包不要在外面过夜。
## 冷藏不如冷冻
面包放进冷藏室老化得更快，口感会发干发硬。吃不完的吐司切片后装袋排掉空气，冷冻可以放两到三周。此外，冷冻前每片之间垫一张油纸，拿的时候不会粘在一起。
## 怎么回热
冷冻的吐司不用化冻，直接进烤箱一百八十度烤四到五分钟。硬皮面包回热前在表面喷一点水，烤出来皮还是脆的。微波炉加热的面包要马上吃，放凉以后会变得很韧。""",
        """# 在家揉面总是失败的几个原因
面团不听话，多半不是手笨，是几个小地方没顾到。
## 水和温度
面粉吸水量不一样，方子里的水先留出一成，看面团状态再加。夏天和面用冰水，面团出缸温度控制在二十六度左右，发酵才稳。它会影响后面的每一步。
## 酵母
干酵母开封后要密封冷藏，放久了活性会下降，发不起来先查酵母。盐不要直接压在酵母上，分开放再搅拌，酵母不容易受影响。
## 发酵看状态
发酵看面团的样子，不看钟表，手指沾粉戳个洞，洞口慢慢回缩一点就是好了。洞口马上弹回来，说明还没发够；整个塌下去，说明发过了。天冷的时候，可以把面团放进烤箱里，旁边搁一碗热水保温。""",
        """# 早餐面包怎么搭才顶饿
光吃面包容易饿，搭配一下就不同。
## 加一份蛋白质
面包配一个鸡蛋或者一杯无糖酸奶，比单吃甜面包更顶饿。全麦面包要看配料表，全麦粉排在第一位的才算全麦含量高。
## 少糖少油
起酥类面包油脂多，一周吃一两次就可以，别当成每天的早饭。涂抹酱先抹薄薄一层，甜味不够再加，比一开始抹厚更容易控制。
## 赶时间怎么办
前一晚把吐司和馅料分开装好，早上夹起来就能走，不会把面包泡软。""",
    ],
    "gym": [
        """# 练完酸痛怎么恢复
酸痛来得晚，走得也慢，心里要有数。
## 先分清酸和疼
训练后一到两天出现的酸胀，叫延迟性肌肉酸痛，一般三到五天会自己缓解。关节里尖锐的疼、一动就疼、肿起来，不属于正常酸痛，要停下训练去看医生。
## 酸的时候能不能练
轻度酸痛可以做低强度活动，比如散步、骑车二十分钟，让血流起来。酸的部位当天不要再上大重量，换练别的部位，给肌肉留出恢复的时间。
## 睡和吃
睡眠不够的人恢复得慢，训练日尽量睡满七个小时。另外，练完两小时内吃一顿有主食有蛋白质的正餐，比只喝蛋白粉更实在。""",
        """# 新手第一次用杠铃要注意什么
杠铃不可怕，怕的是没看清楚就上手。
## 上手之前
空杆也有二十公斤，第一次先用空杆练动作，不急着加片。卧推和深蹲都要上好卡扣，旁边有保护架就把保护杠调到合适的高度。
## 动作里的呼吸
下放的时候吸气，发力的时候吐气，大重量之前先吸一口气把腰腹绷紧。腰腹松着去拉硬拉，受力会跑到腰上，练完腰酸就是这个信号。
## 加重量的节奏
同一个重量连续两次训练都能轻松做完计划的次数，下次再加最小的片。""",
        """# 减脂期怎么吃饭
少吃不等于不吃，饿过头更容易反弹。
## 主食不要断
减脂期每顿保留一拳头主食，换成杂粮饭或者薯类，饱得更久。完全不吃主食，训练时容易没力气，晚上也更容易暴食。
## 蛋白质分到每一餐
每餐都有一份手掌大的肉、鱼、蛋或者豆制品，比一顿猛吃更好安排。外卖可以先把菜过一遍热水，去掉一部分油再吃。
## 记录
把一天吃的东西拍下来，晚上翻一遍，多吃在哪儿自己看得出来。""",
    ],
    "school": [
        """# 孩子握笔姿势怎么纠正
姿势是写出来的，也是一天天改回来的。
## 先看三个位置
笔杆靠在食指根部，不要倒在虎口里，倒下去手腕就转不动了。拇指和食指之间留出一个圆洞，捏得太紧的孩子，写十分钟手就酸。
## 坐姿比握笔要紧
胸口离桌子一拳，眼睛离纸一尺，手指离笔尖一寸，坐好了再动笔。椅子太高脚够不着地，孩子会往前趴，先垫一个脚凳再说别的。
## 怎么提醒
提醒的时候只说一件事，今天看坐姿就只说坐姿，说多了孩子一样也记不住。每次练字十五到二十分钟就停，累了硬写，姿势会全跑掉。""",
        """# 毛笔买回来怎么开笔和收拾
一支笔用得久不久，看的是洗和晾。
## 开笔
新毛笔用温水泡开笔头的三分之二，不要用开水，胶化得太快笔毛会散。泡开以后在水里轻轻按压，把胶洗干净再蘸墨。
## 用完当天洗
写完当天把墨洗到水清，墨干在笔根里，笔头会越来越胖。洗好以后用手理顺笔锋，挂起来笔尖朝下晾，不要插在笔筒里朝上放。
## 墨和纸
初学用半生熟的毛边纸就可以，纸太光滑，笔在上面打滑，练不出控笔。墨汁倒多少用多少，剩下的不要倒回瓶子里，容易发臭。""",
        """# 临帖怎么临才有用
临帖不是抄字，是看着学。
## 先读再写
动笔前先把字看一分钟，找出最长的一笔和最宽的地方，再落笔。一个字看一眼写一笔，写出来是散的，要看清楚整个字再写。
## 少而反复
一次只临四到六个字，每个字写五遍，比一晚上写满一张纸进步快。写完把自己的字和帖放在一起比，用红笔圈出差得远的一处，下一遍只改这一处。
## 换帖
一本帖至少临三个月再考虑换，换得太勤，哪家的样子都留不下。""",
    ],
    "pets": [
        """# 换季掉毛怎么打理
掉毛躲不掉，打理得勤，沙发上就少一点。
## 梳毛
换季的时候长毛猫狗每天梳一次，短毛的隔天梳一次，先顺毛再逆毛。打结的地方不要硬扯，用手捏住毛根再一点点梳开，扯疼了下次它就躲。
## 洗澡
健康的成年狗两到四周洗一次就够，洗得太勤皮肤会发干掉屑。猫会自己舔毛，没有弄脏一般不用洗，洗之前先把毛梳开。
## 什么时候要看医生
掉毛露出皮肤、发红、起皮屑，或者一直挠同一个地方，要带去看宠物医生。自己买人用的药膏给猫狗抹，舔进去可能中毒。""",
        """# 新猫到家头一周怎么安排
刚到家的猫躲起来很正常，别急着抱。
## 先给一个小房间
头几天只开放一个房间，把猫砂盆、水碗和猫窝放齐，食盆离猫砂盆远一点。床底和柜子后面提前堵好，钻进去掏不出来的地方最容易出事。
## 饭先别换
前七天吃原来的粮，之后每天换掉四分之一，一周左右换完，肠胃不容易闹。超过二十四小时一口不吃，或者一直拉稀，要联系医生。
## 等它来找你
坐在地上看书就好，不盯着它看，它闻过你的手再慢慢摸下巴。洗澡和剪指甲都放到一周以后，先让它认熟人和气味。""",
        """# 狗狗出门遛弯的规矩
遛狗不只是走路，闻也是它的事。
## 出门之前
胸背带扣好以后能塞进两根手指，太松会挣脱，太紧会磨腋下。夏天出门先用手背贴地面五秒，烫手就换个时间，脚垫会烫伤。
## 路上
电梯里把绳子收短，让狗贴着自己站，有人怕狗就等下一趟。草丛里别让它乱捡东西吃，教会“放下”这个口令能省很多事。
## 回家以后
回到家擦干脚缝里的水，潮着容易发炎，顺手翻翻耳朵里有没有蜱虫。""",
    ],
}
FAQ: dict[str, list[tuple[str, str]]] = {
    "bakery": [
        ("吐司切片冷冻能放多久", "切片装袋、排掉空气，冷冻可以放两到三周。拿出来不用化冻，直接烤就行。"),
        ("硬欧包怎么切不掉渣", "用带齿的面包刀，刀刃放平了来回拉，不要往下压。刚出炉的先放凉一个小时再切。"),
        ("面包发酸还能吃吗", "酸面团做的面包本来就带一点酸味。没用酸种的面包发酸，多半是坏了，不要再吃。"),
        ("你们几点开门", "早上七点开门，晚上八点关门，周一休息。"),
    ],
    "gym": [
        ("练之前要不要吃东西", "空腹容易头晕的人，训练前一小时吃一根香蕉或者一片面包就够。吃得太饱要隔两个小时再练。"),
        ("女生练力量会变得很壮吗", "肌肉长得慢，普通人一周练三次，一年也只会看起来更紧实。"),
        ("月卡可以请假吗", "月卡每月可以请假一次，最多七天。"),
    ],
    "school": [
        (
            "零基础成年人学书法先学哪种字体",
            "多数老师建议从楷书开始，笔画清楚，结构也好记。喜欢篆书、隶书的直接学也可以。",
        ),
        ("孩子几岁可以拿毛笔", "手指小肌肉在六岁左右才比较有力，之前可以先玩控笔和涂色，不用急着写字。"),
        ("课程可以试听吗", "每位新同学可以预约一次试听课。"),
    ],
    "pets": [
        (
            "猫为什么半夜跑酷",
            "猫在清晨和傍晚精神好，白天睡得多，夜里就有力气。睡前陪玩十五分钟再喂饭，夜里会安静一些。",
        ),
        ("狗可以吃人吃的零食吗", "巧克力、葡萄、洋葱、木糖醇对狗有毒，不要给。其他零食盐和油也偏多，尽量不喂。"),
        ("多久发货", "当天下午四点前的订单当天发。"),
    ],
}
STORIES = {
    "bakery": """# 一条吐司的早上
李先生每天送孩子上学，车里总放着头天买的吐司。有回下雨堵车，父子俩就着保温杯把一条吐司分着吃完了。后来孩子说，那是他吃得香的一顿早饭。""",
    "pets": """# 橘子学会了坐电梯
橘子是一只怕电梯的柴犬，门一开就趴在地上不肯动。主人花了半个月，每天只做到门口闻一闻，给颗零食就走。""",
}
SEEDS: dict[str, list[TopicSeed]] = {
    "bakery": [
        TopicSeed(
            title="边角料派来报到", text="吐司的边，有人撕掉，有人专挑它吃。", question="你是吃边的，还是不吃边的？",
            form="this_or_that", theme=("面包",), followups=("不吃边的，问问边都给了谁。",),
        ),
        TopicSeed(
            title="中秋你吃哪种馅", text="月饼上桌，先拿哪块全凭心意。", question="今年你先伸手拿哪种？", form="poll",
            theme=("面包",), festival=("中秋节",), options=("莲蓉蛋黄", "五仁", "鲜肉"),
        ),
        TopicSeed(
            title="夏天的面包怎么保命", text="天一热，带馅的面包放不住。", question="你家夏天都怎么放？",
            form="ask_experience", theme=("面包",), season=("夏",),
        ),
    ],
    "gym": [], "school": [], "pets": [],
}  # fmt: skip


def article_passages(text: str, source: str, kind: PassageKind = PassageKind.ARTICLE) -> list[Passage]:
    """One passage for each heading of a Markdown text, as the store would cut it."""
    passages, path, lines = [], ["", ""], []

    def flush() -> None:
        if lines:
            heading = " > ".join(part for part in path if part)
            passages.append(Passage(source=source, heading=heading, text="\n".join(lines), kind=kind, score=0.8))
            lines.clear()

    for line in text.splitlines():
        if line.startswith("## "):
            flush()
            path[1] = line[3:]
        elif line.startswith("# "):
            flush()
            path[:] = [line[2:], ""]
        elif line.strip():
            lines.append(line)
    flush()
    return passages


def passages_of(name: str) -> tuple[Passage, ...]:
    """All passages of a brand: articles, FAQ entries, a story where it has one."""
    found: list[Passage] = []
    for number, text in enumerate(ARTICLES[name]):
        found += article_passages(text, f"articles/{name}-{number}.md")
    for question, answer in FAQ[name]:
        found.append(
            Passage(
                source="faq.md", heading="常见问题", text=answer, question=question, kind=PassageKind.FAQ, score=0.6
            )
        )
    if name in STORIES:
        found += article_passages(STORIES[name], f"stories/{name}.md", PassageKind.STORY)
    return tuple(found)


def brief_for(
    name: str,
    kind: DraftKind | str = DraftKind.TOPIC,
    *,
    day: date = date(2026, 11, 24),
    knowledge: bool = True,
    history: Sequence[PastDraft] = (),
    constraints: dict[str, Any] | None = None,
    **fields: Any,
) -> Brief:
    """A brief for one of the four brands; ``knowledge=False`` leaves out passages and seeds."""
    kind = DraftKind(kind)
    brand, group = BRANDS[name], GROUPS[name]
    bounds = {"max_length": 150 if kind is DraftKind.TOPIC else 900} | {
        "emoji_max": brand.voice.emoji.max, "emoji_allowed": brand.voice.emoji.allowed,
        "avoid": brand.voice.avoid, "dont": group.dont,
    }  # fmt: skip
    values: dict[str, Any] = {
        "kind": kind, "format": "post", "brand": brand, "group": group, "at": datetime.combine(day, time(10, 0)),
        "calendar": calendar_day(day), "history": tuple(history),
        "passages": passages_of(name) if knowledge else (), "seeds": tuple(SEEDS[name]) if knowledge else (),
        "constraints": Constraints(**(bounds | (constraints or {}))),
    }  # fmt: skip
    return Brief(**(values | fields))


def days_of(writer: Any, name: str, days: int, kind: str = "topic", **fields: Any) -> Iterator[tuple[Brief, Written]]:
    """What ``writer`` writes on consecutive days for one group that remembers what it got."""
    first, history = fields.pop("day", date(2026, 11, 1)), []
    for number in range(days):
        day = first + timedelta(days=number)
        recent = [draft for draft in history if (day - draft.date).days <= 60]
        brief = brief_for(name, kind, day=day, history=recent, **fields)
        written = writer(brief)
        history.append(past_draft(brief, written))
        yield brief, written


def past_draft(brief: Brief, written: Written) -> PastDraft:
    """A written draft as the group's history holds it."""
    day = brief.at.date()
    sources = tuple(dict.fromkeys(citation.source for citation in written.citations))
    return PastDraft(
        id=f"{brief.kind}-{day}", kind=brief.kind, date=day, title=written.title, body=written.body,
        form=written.form, format=brief.format, sources=sources,
    )  # fmt: skip
