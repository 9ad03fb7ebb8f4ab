"""Whom a line speaks to says nothing about what it wants: harmless ones are clear, adverts and frauds are not."""

from __future__ import annotations

import pytest

from assistant.moderation.classifier import Classifier
from assistant.moderation.classifier.examples import packaged_examples
from assistant.schema.moderation import Category

ORDINARY = [
    "姐妹们，楼下水果店今天草莓多少钱一盒",
    "姐妹们，周六瑜伽课换到几点了",
    "小姐妹们，明天下午茶改到三点啦",
    "楼里的姐妹，谁家有大号螺丝刀借一下",
    "今天的团课把我累瘫了，姐妹们还有谁腿抖",
    "这家的牛肉面可以，姐妹们放心冲",
    "我妹下周结婚，求一个靠谱的化妆师推荐",
    "宝妈们，幼儿园要交几张一寸照",
    "同城的宝妈，哪家医院打疫苗不用排队",
    "宝子们我到店了，你们坐哪桌",
    "家人们谁懂啊，电梯又坏了",
    "兄弟们，这个鱼竿三米六的够用吗",
    "弟兄们，新手第一次跑半马，配速多少合适",
    "各位大神，相机拍出来发黄是怎么回事",
    "大家好，新人报到，养了两只布偶",
    "@所有人 周五停水，记得提前接水",
    "老板你这个面多放点辣椒",
]
HARMFUL = [
    "姐妹们，我新开的美甲店，前五十位单色只要二十九，想做的加我微信",
    "楼里的姐妹，我自己烤的曲奇，一盒三十五，要的私我",
    "有姐妹用过吗，我代理的这款面膜补水特别好，三盒九十九，想试的找我",
    "大家好，新人报到，我做儿童摄影的，群友拍套系半价，加我看样片",
    "兄弟们，同城妹子上门，照片私发，满意再付",
    "姐妹们，男模可约，八块腹肌，过夜八百，私我看照片",
    "家人们，下播之后有大尺度，门票八十八，小群里看",
    "姐妹们，在家刷单，一单返三十，先垫后返，想做的加导师",
    "同城的宝妈，打字员日结两百，先交九十九押金，做完退",
    "各位邻居，银行卡闲着的可以租给我，一天两百，只走流水",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_line_is_allowed_whomever_it_speaks_to(text):
    assert Classifier.packaged().scores(text).best is Category.ALLOW


@pytest.mark.parametrize("text", HARMFUL)
def test_an_advert_or_a_fraud_is_not_whomever_it_speaks_to(text):
    assert Classifier.packaged().scores(text).best is not Category.ALLOW


def test_none_of_these_lines_was_learned():
    assert not {*ORDINARY, *HARMFUL} & {each.text for each in packaged_examples()}
