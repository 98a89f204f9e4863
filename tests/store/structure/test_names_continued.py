"""Names of figures that the sentence before or the heading completes."""

from __future__ import annotations

from store.figures.extract import figures_in
from store.model import Sentence
from store.structure.names_continued import continued


def names(*texts: str, heading: str = "三、工业") -> list[list[str]]:
    told = (Sentence(text, 0, len(text), (heading,), 0, 1, 1, figures=figures_in(text)) for text in texts)
    return [[figure.name for figure in sentence.figures] for sentence in continued(told)]


def test_parts_that_grow_are_of_the_measure_of_the_sentence_before() -> None:
    before = "工业增加值增长6.3%。"
    assert names(before, "分门类看，采矿业下降4.1%，制造业增长8.2%。")[1] == ["采矿业增加值", "制造业增加值"]
    assert names(before, "其中，内资企业增长8.7%。", "分行业看，纺织业增长2%。")[1:] == [
        ["内资企业增加值"],
        ["纺织业增加值"],
    ]


def test_amounts_of_parts_are_of_what_was_told_in_their_unit() -> None:
    before = "粮食播种面积6万亩，产量3万吨。"
    assert names(before, "其中，水稻3万亩，玉米1.2万吨。")[1] == ["水稻播种面积", "玉米产量"]
    assert names("社保基金收入6亿元。", "其中当期赤字3亿元。")[1] == ["当期赤字"]
    before, parts = "居民人均可支配收入3万元，增长5%。", "按常住地分，城镇居民4万元，增长3%；农村居民2万元，增长6%。"
    towns, country = "城镇居民人均可支配收入", "农村居民人均可支配收入"
    assert names(before, parts)[1] == [towns, towns, country, country]
    plan = names("交通投资9亿元，为年度目标8亿元的112%。", "其中公路3亿元。")
    assert plan[1] == ["公路投资"]


def test_amounts_of_parts_stay_bare_where_two_measures_were_told_in_their_unit() -> None:
    assert names("财政收入12亿元，财政支出15亿元。", "其中教育3亿元，科技1亿元。")[1] == ["教育", "科技"]


def test_what_is_of_no_measure_before_or_has_its_own_stays() -> None:
    assert names("工业增加值增长6.3%。", "分产业看，工业投资增长8.2%。")[1] == ["工业投资"]
    assert names("工业增加值增长6.3%。", "采矿业下降4.1%。")[1] == ["采矿业"]
    assert names("全市有企业97家。", "分门类看，采矿业下降4.1%。")[1] == ["采矿业"]
    assert names("工业增加值增长6.3%。", "其中，高新技术企业97家。")[1] == ["高新技术企业"]


def test_bare_names_at_the_beginning_are_of_what_the_heading_names() -> None:
    told = names("新开工312套，完成投资26亿元。", heading="（四）棚户区改造。")
    assert told == [["棚户区改造新开工", "棚户区改造投资"]]


def test_the_sides_of_an_account_are_of_the_account_that_the_heading_names() -> None:
    told = names("收入6亿元，增长5%；支出安排3亿元，为预算的98%。", heading="（二）社会保险基金预算")
    assert told == [["社会保险基金收入", "社会保险基金收入", "社会保险基金支出", "社会保险基金支出相当于预算"]]
    assert names("医疗收入6亿元，支出3亿元。", heading="（二）基金") == [["医疗收入", "医疗支出"]]


def test_a_heading_may_name_an_undertaking_by_a_long_name() -> None:
    assert names("总投资6亿元，年产量3万吨。", heading="1.云溪智能工厂一期项目。")[0][0] == "云溪智能工厂一期项目总投资"


def test_other_headings_and_names_that_are_whole_give_nothing() -> None:
    assert names("完成投资26亿元。", heading="一、2024年工作回顾") == [["投资"]]
    assert names("新建学校7所，面积3万平方米。", heading="（四）棚户区改造。") == [["新建学校", "学校面积"]]
    assert names("全市企业12家，利润26亿元。", heading="（四）棚户区改造。") == [["企业", "企业利润"]]
