"""What is said of those counted, behind their noun: in the whole name where it sets them apart."""

from __future__ import annotations

import pytest

from store.figures.extract import figures_in


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("为820名女生免费接种疫苗。", ["女生免费接种疫苗"]),
        ("还有3个小组水压不够。", ["小组水压不够"]),
        ("1个集体、6名个人获县级表彰。", ["集体获县级表彰", "个人获县级表彰"]),
        (
            "有5家医院负债率超过70%，40家企业收入达5亿元以上。",
            ["医院负债率超过70%", "医院负债率", "企业收入达5亿元以上", "企业收入"],
        ),
        ("集体土地有38亩被占着没收回来。", ["集体土地被占着没收回来"]),
        ("19个水源地中18个达标，达标率94.7%。", ["水源地", "水源地达标", "水源地达标率"]),
        ("其中专任教师86人，专任教师中具有博士学位的14人。", ["专任教师", "具有博士学位的专任教师"]),
        ("现有教师86人，其中具有博士学位的14人。", ["教师", "具有博士学位的教师"]),
        ("为156户受台风影响的养殖户办理续贷。", ["受台风影响的养殖户办理续贷"]),
        # Praise, a link or a figure of its own sets nobody apart; nor what stands behind the end of the clause.
        ("20个项目顺利推进，5家企业分别来自青禾和云泽。", ["项目", "企业"]),
        ("全年离职46人，离职率达23%。", ["离职", "离职率"]),
        ("在100所学校开展试点，重点培育20个未来产业。", ["学校", "培育未来产业"]),
        # The name of a mean says so.
        ("平均办理时长由9天缩短到7天。", ["平均办理时长", "平均办理时长"]),
        ("图书馆藏书5万册，人均30册。", ["图书馆藏书", "人均图书馆藏书"]),
    ],
)
def test_those_counted_are_named_with_what_is_said_of_them(sentence: str, names: list[str]) -> None:
    assert [figure.name for figure in figures_in(sentence)] == names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("公司全年纳税3亿元，支队共接警93起。", ["公司纳税", "支队接警"]),
        ("学校党支部有党员41名，现有民警17人、辅警34人。", ["学校党支部党员", "民警", "辅警"]),
        ("报告期内研发投入4亿元，本学年辍学率0.8%。", ["研发投入", "辍学率"]),
        ("补助资金全年拨付486万元，预计全年生产总值612亿元。", ["补助资金拨付", "地区生产总值"]),
        ("床位扩充到428张，编制床位800张。", ["床位", "编制床位"]),
        ("开展“行走的课堂”286场。", ["“行走的课堂”"]),
        ("PM2.5年平均浓度20微克/立方米。", ["PM2.5年平均浓度"]),
    ],
)
def test_adverbs_are_no_part_of_a_name(sentence: str, names: list[str]) -> None:
    assert [figure.name for figure in figures_in(sentence)] == names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("投入960万元建成实训中心。", ["实训中心投入"]),
        ("投资280万元的污水处理厂建成运行。", ["污水处理厂投资"]),
        ("投入70万元更新桌椅60套、护眼灯11盏。", ["投入", "更新桌椅", "护眼灯"]),
        ("普通高中49所，在校学生9万人；初中在校学生17万人。", ["普通高中", "普通高中在校学生", "初中在校学生"]),
        ("审计委员会召开会议7次，校园监控新增128个点位。", ["审计委员会会议", "校园监控点位"]),
        ("设立奖学金，奖励学生512人，金额30万元。", ["奖励学生", "奖励学生金额"]),
        ("购置消防车5辆，其中60米云梯车1辆，价格98万元。", ["购置消防车", "云梯车", "60米云梯车", "云梯车价格"]),
        ("超过12个月的未结案件还有19件。", ["", "超过12个月的未结案件"]),
        ("居民报销比例达到70%；职工为84%。", ["居民报销比例", "职工报销比例"]),
        ("语文、数学两科合格率分别为98%、97%。", ["合格率", "语文合格率", "数学合格率"]),
        ("火灾12起，其中电气故障引发7起。", ["火灾", "电气故障引发火灾"]),
        ("建立三级管理网络，违纪率由3%降至2%。", ["违纪率", "违纪率"]),
    ],
)
def test_what_is_bare_has_its_owner(sentence: str, names: list[str]) -> None:
    assert [figure.name for figure in figures_in(sentence)] == names
