"""Indicators, natures, rates, bases and ranks, sentence by sentence."""

from __future__ import annotations

import pytest

from store.figures.extract import figures_in
from store.figures.facts import indicator_of
from store.language.indicators import names
from store.model import Rank


@pytest.mark.parametrize("alias", names())
def test_every_name_of_an_indicator_leads_to_one_that_stays(alias: str) -> None:
    name = indicator_of(alias, None)
    assert name is not None
    assert indicator_of(name, None) == name == names()[alias]


@pytest.mark.parametrize(
    ("sentence", "indicator", "nature"),
    [
        ("全市GDP完成120.5亿元。", "地区生产总值", "flow"),
        ("生产总值增长5.1%。", "地区生产总值", "change"),
        ("GDP增速为5.1%。", "地区生产总值", "change"),
        ("社零总额18亿元。", "社会消费品零售总额", "flow"),
        ("年末常住人口41.2万人。", "常住人口", "level"),
        ("现有幼儿园32所。", "幼儿园", "level"),
        ("新建公园3个。", "新建公园", "flow"),
        ("利润总额同比－12.5%。", "利润总额", "change"),
        ("年度投资12亿元。", "年度投资", "flow"),
        ("新增学位1200个。", "学位", "flow"),
        ("五年来累计建成公厕320座。", "公厕", "sum"),
        ("五年来地区生产总值年均增长6.2%。", "地区生产总值", "average"),
        ("制造业投资占固定资产投资的比重为32%。", "制造业投资占固定资产投资比重", "share"),
        ("力争引进企业20家。", "引进企业", "plan"),
        ("常住人口比上年末减少0.5万人。", "常住人口", "change"),
        ("城镇居民人均可支配收入38600元。", "城镇居民人均可支配收入", "flow"),
        ("各项存款余额412亿元。", "各项存款余额", "level"),
    ],
)
def test_what_a_figure_says_as_a_fact(sentence: str, indicator: str, nature: str) -> None:
    (figure,) = [one for one in figures_in(sentence) if one.kind != "duration"]
    assert (figure.indicator, figure.nature) == (indicator, nature)


def test_parts_are_of_the_nature_of_their_whole() -> None:
    found = figures_in("全县现有卫生机构47个，其中医院6个、村卫生室41个；实施管网提升工程12公里。")
    assert [one.nature for one in found] == ["level", "level", "level", "flow"]
    assert found[-1].change is None


@pytest.mark.parametrize(
    ("sentence", "pers"),
    [
        ("低保标准提高到每人每月735元。", ["人·月"]),
        ("标准分别提高到每人每月735元和560元。", ["人·月", "人·月"]),
        ("公用经费1250元/生·年。", ["生·年"]),
        ("每千人口拥有执业医师3.1名。", ["千人"]),
        ("每千名常住人口拥有执业医师3.1名。", ["千名常住人口"]),
        ("生均图书42册。", ["生"]),
        ("人均可支配收入增长6.1%。", [None]),
        ("人均可支配收入3.1万元。", ["人"]),
        ("藏品820件/套。", [None]),
    ],
)
def test_for_each_of_what(sentence: str, pers: list[str | None]) -> None:
    assert [one.per for one in figures_in(sentence)] == pers


@pytest.mark.parametrize(
    ("sentence", "base"),
    [
        ("常住人口比上年末减少0.5万人。", "上年末"),
        ("签约率比全市平均高4.3个百分点。", "全市平均"),
        ("增速低于全省0.6个百分点。", "全省"),
        ("客流量是2019年的1.5倍。", "2019年"),
        ("绿化率32%。", None),
        ("税收同口径增长5%。", None),
    ],
)
def test_against_what(sentence: str, base: str | None) -> None:
    assert [one.base for one in figures_in(sentence)] == [base]


@pytest.mark.parametrize(
    ("sentence", "bases"),
    [
        ("工资比全市平均多370元，员工年龄比全市低3岁，工期较计划推迟两个月。", ["全市平均", "全市", "计划"]),
        ("两科均分高于全市均分7分和5分。", [None, "全市均分", "全市均分"]),
        ("收入、支出比上年分别增长7%、9%。", ["上年", "上年"]),
        ("甲乙两个产业比重分别提高到37%和21%。", [None, None, None]),
    ],
)
def test_against_what_each_of_several_is(sentence: str, bases: list[str | None]) -> None:
    assert [one.base for one in figures_in(sentence)] == bases


@pytest.mark.parametrize(
    ("sentence", "rank"),
    [
        ("生产总值520亿元，居全省第六位。", Rank(None, 6)),
        ("满意率98.7%，由全省第12位升至第5位。", Rank(12, 5)),
        ("收入增长6%，增速居全省第4位。", Rank(None, 4)),
        ("粮食产量31万吨，第三产业发展加快。", None),
        ("浓度上升3微克/立方米，空气质量综合指数列全省第7位。", None),
    ],
)
def test_place_in_an_order(sentence: str, rank: Rank | None) -> None:
    assert [one.rank for one in figures_in(sentence)] == [rank]


@pytest.mark.parametrize(
    ("sentence", "currency"),
    [
        ("投资5亿元。", "CNY"),
        ("捐款港币50万元。", "HKD"),
        ("出口3.2亿美元。", "USD"),
        ("单价￥1,200。", "CNY"),
        ("栽树5棵。", None),
    ],
)
def test_currency(sentence: str, currency: str | None) -> None:
    assert [one.currency for one in figures_in(sentence)] == [currency]
