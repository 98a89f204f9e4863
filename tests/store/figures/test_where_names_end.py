"""Where the name of a figure begins and ends: verbs that are part of it, kinds left out, limits, and what has no name."""

from __future__ import annotations

import pytest

from store.figures.extract import figures_in


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        # A verb with its object in front is part of who acts on it.
        ("现有危险废物利用单位37家。", ["危险废物利用单位"]),
        ("新增学位授予单位3个。", ["学位授予单位"]),
        ("县医院招聘人员37人。", ["招聘人员"]),
        ("招收规范化培训学员37人。", ["招收规范化培训学员"]),
        # What is done with all kinds of them.
        ("减免各类税费3亿元，招聘各类人员37人，其中博士3人。", ["减免税费", "招聘人员", "招聘博士人员"]),
        ("查处违纪民警9人，其中立案3人。", ["查处违纪民警", "立案"]),
        ("查处各类违章97起，其中现场查处37起。", ["查处违章", "现场查处违章"]),
        # Whose income, and which bonds.
        ("村集体经营性收入20万元以上的村有37个。", ["村集体经营性收入", "村集体经营性收入20万元以上的村"]),
        ("新增专项债券支出9亿元，新增债务限额3亿元。", ["新增专项债券支出", "新增债务限额"]),
        ("岗前考核首次通过率97%。", ["岗前考核首次通过率"]),
        # Those who act are counted by one figure, what they do by the next.
        ("在37个村设置卡点62处，在9个县建设示范片37个。", ["村", "设置卡点", "县", "建设示范片"]),
        ("交办的9件信访件办结7件，剩余2件。", ["信访件", "信访件办结", "剩余信访件"]),
        ("全县6所小学在校学生2300人。", ["小学", "小学在校学生"]),
        ("3个国控断面水质达到Ⅱ类，7个县级水源地水质达标。", ["国控断面", "县级水源地"]),
        ("8家企业技术改造项目3个。", ["企业技术改造项目"] * 2),
        # What they have become.
        ("实现公交车100%新能源化，自然村90%通硬化路。", ["公交车新能源化", "自然村通硬化路"]),
        # The sum that was taken off, the mean of a day, the sum of what was counted.
        ("评审项目37个，送审金额9亿元，审减3亿元。", ["评审项目", "评审项目送审金额", "评审项目审减"]),
        ("垃圾清运量37万吨，日均900吨。", ["垃圾清运量", "日均垃圾清运量"]),
        ("退还礼金37人次计9万元。", ["退还礼金"] * 2),
        ("城乡特困标准提高到每月900元和每年7000元。", ["城乡特困标准"] * 2),
        ("城乡特困标准分别提高到每月900元和每年7000元。", ["城市特困标准", "农村特困标准"]),
        # Of a budget that was fulfilled the income is told.
        ("一般公共预算收入预算为9亿元，实际完成12亿元。", ["一般公共预算收入预算", "一般公共预算收入"]),
        ("市级一般公共预算收入9亿元，为预算的97%。", ["市级一般公共预算收入", "市级一般公共预算收入相当于预算"]),
        # No names: the base of a rate, an age that some are above, a score that some reached.
        ("百万公里事故率1.37起。", ["", "百万公里事故率"]),
        ("60岁以上人口占23%，教师中50岁以上占37%。", ["", "60岁以上人口占比", "", "50岁以上教师占比"]),
        ("平均年龄降到35岁以下，65岁以上老人免费乘车。", ["平均年龄", "老人"]),
        ("本科上线率70%；600分以上17人。", ["本科上线率", "", "600分以上人数"]),
        # What 全国 is part of.
        (
            "创建全国足球特色学校3所，全国劳动模范9名，全国粮食产量7亿吨。",
            ["全国足球特色学校", "全国劳动模范", "粮食产量"],
        ),
        # A deed in a list has none of the deeds in front, nor has what was not done.
        (
            "新征集藏品90件，其中接受捐赠70件；起诉嫌疑人90人，其中不批准逮捕7人。",
            ["新征集藏品", "接受捐赠", "起诉嫌疑人", "不批准逮捕"],
        ),
        (
            "居民恩格尔系数为32%；其中城镇居民为30%，农村居民为35%。",
            [f"{one}居民恩格尔系数" for one in ("", "城镇", "农村")],
        ),
        ("设备购置投资增长7%，表彰奖章获得者9名。", ["设备购置投资", "表彰奖章获得者"]),
        ("自有车辆由自有的9辆增加到12辆，新增年产能900吨。", ["自有车辆"] * 2 + ["年产能"]),
        ("营业收入9亿元，未达到年初制定的12亿元目标。", ["营业收入", "目标"]),
        # Words in front of a name, and behind it.
        (
            "接到投诉9件，主要集中在收费问题（占41%）；除口袋公园建成3个外，另有公厕9座。",
            ["接到投诉", "收费问题占比", "口袋公园", "公厕"],
        ),
        ("满意度调查为91%，预约时段精确到20分钟，设摊位37个。", ["满意度", "预约时段", "摊位"]),
    ],
)
def test_names_begin_and_end_with_what_is_counted(sentence: str, names: list[str]) -> None:
    assert [figure.name for figure in figures_in(sentence)] == names


def test_new_bonds_are_a_kind_and_no_increase() -> None:
    assert [figure.change for figure in figures_in("新增专项债券9亿元，新增贷款3亿元。")] == [None, "increase"]
