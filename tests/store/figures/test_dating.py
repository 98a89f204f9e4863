"""Which words of a sentence tell the time of each of its figures."""

from __future__ import annotations

import pytest

from store.figures.dating import dating, stage
from store.figures.extract import figures_in
from store.language.years import Clock, mentions, written


def told(text: str) -> list[str | None]:
    """The years of each figure of a sentence in a report of 2023 on 2022."""
    figures = figures_in(text)
    dates = dating(text, figures, mentions(text, Clock(2023, 2022)))
    return [None if date is None else written(date.years) for date in dates]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("2010年录取520名，2011年录取154名。", ["2010", "2011"]),
        ("2010年、2011年分别录取520名、154名。", ["2010", "2011"]),
        ("2010年、2011年共录取674名。", ["2010-2011"]),
        ("入学率2015年为91%，2020年为97%。", ["2015", "2020"]),
        ("由2018年的12所增加到15所，在校生3万人。", ["2018", None, None]),
        ("从2017年每月12元提高到2022年每月15元。", ["2017", "2022"]),
        ("由2018年的12所增加到2021年的15所，现有教师90人。", ["2018", "2021", "2022"]),
        ("从2017年的3万吨增长到2022年的4万吨，年均增长6%。", ["2017", "2022", "2017-2022"]),
        ("2022年产量4万吨，比2017年增长33%，平均每年增长6%。", ["2022", "2022", "2017-2022"]),
        ("产值从2015年的2亿元增长到2020年的3亿元，税收从9万元增长到12万元。", ["2015", "2020", "2015", "2020"]),
        ("1986年同1978年相比，产值由3亿元增加到9亿元，按可比价格计算增长2倍。", ["1978", "1986", "1986"]),
        ("1 9 9 7 年粮食产量4 9 2 5 0 万吨。", ["1997"]),
        ("“七五”期间经费9亿元，比“六五”期间增长12%，比第五个五年计划期间增长20%。", ["1986-1990"] * 3),
        # Of the year that another is held against is only what stands right behind it.
        ("学校15所，比2016年的12所增加3所，年末有教师90人。", [None, "2016", None, "2022"]),
        ("2022年产量82万吨，较2021年的约79万吨增加3万吨。", ["2022", "2021", "2022"]),
        ("2022年，比2021年的8所、90人和3个班增加1所、3人。", [*["2021"] * 3, *["2022"] * 2]),
        ("2022年，比2021年的8所增加1所、3人。", ["2021", "2022", "2022"]),
        ("收入恢复到2019年的91%；年末有景区7处。", [None, "2022"]),
        ("产值比上年的2倍还多。", [None]),
        ("利率降至十年来最低，贷款余额增长8.8%。", [None, None]),
        ("2021年新建水库3座，新修渠道40公里。", ["2021", "2021"]),
        ("05年开工的引水工程完成投资3亿元。", [None]),
        ("05年开工，完成投资3亿元。", [None]),
        (
            "2019年至2021年，税收分别为12亿元、13亿元、15亿元，三年增长9%。",
            ["2019", "2020", "2021", *["2019-2021"] * 2],
        ),
        ("2019年至2021年，建成3所、改造5所。", ["2019-2021"] * 2),
        ("一是2021年缺口2亿元，欠款1亿元；二是亏损3亿元。", ["2021", "2021", None]),
        ("改造项目5项，包括05年开工兴建的水厂，总投资3亿元。", [None, None]),
        ("2005年建成的3座水库蓄水。", ["2005"]),
        ("始建于1998年，占地30亩。", [None]),
        ("2019年开工，当年投资3亿元。", ["2019"]),
        ("小学36所（2020年），中学12所（2021年底），幼儿园50所。", ["2020", "2021", None]),
        ("比2020年增加3所，是2010年的1.4倍。", [None, None]),
        ("比“十三五”末提高3个百分点。", [None]),
        ("学前一年入园率达98%。", [None]),
        ("去年修路30公里，今年修路50公里。", ["2022", "2023"]),
        ("上年结转3亿元。", ["2021"]),
        ("2021至2022年投入4亿元，2023年投入1亿元。", ["2021-2022", "2023"]),
        ("党的十八大以来投入4亿元。", ["2012-2022"]),
        ("2012年起步，目前达到20所。", ["2022"]),
        ("2018年第六次代表大会以来，扶助9人。", ["2018-2022"]),
        ("投入创10年来新高，近五年来首次增长7%。", [None, None, None]),
        ("1990年以前的老旧管网有9公里。", [None]),
        ("新增9所，上年结余3亿元，调入2亿元。", [None, "2021", None]),
        ("主要是上年支出较多；农林水支出5亿元。", [None]),
        ("入园由上年的9人降到8人，全年关停6所。", ["2021", None, "2022"]),
        ("债务上升，2025至2027年为高峰，到期债务3亿元；国产化率72%。", ["2025-2027", None]),
        ("投入3亿元，泊位预计2025年6月建成；效率提高22%。", [None, None]),
        ("项目：公务接待费，决算数：8.17，上年决算数：10.33", [None, "2021"]),
        ("新增9所；2020年，毕业20人；就业10人。", [None, "2020", "2020"]),
        ("2020年毕业20人；就业10人。", ["2020", "2020"]),
        ("西馆建成于1987年，渗漏6处。", [None]),
        ("全年植树3万亩。", ["2022"]),
    ],
)
def test_nearest_words_for_a_time_date_a_figure(text: str, periods: list[str | None]) -> None:
    assert told(text) == periods


def test_a_sentence_alone_tells_no_more_than_its_own_years() -> None:
    sentence = "2021年修路30公里，今年修路50公里，全年投入3亿元。"
    assert [figure.period for figure in figures_in(sentence)] == ["2021", None, "2021"]


def test_a_year_that_was_recovered_dates_nothing() -> None:
    figures = figures_in("2022年客流8万人次，恢复到2019年的71%；亏损3亿元，其中2019年的欠款2亿元。")
    assert [figure.period for figure in figures] == ["2022", "2022", "2022", "2019"]


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("津贴由每人每月6元提高到10元。", ["first", "last"]),
        ("挂牌由平均9块减至6块，费用由原来的5元降到4元。", ["first", "last"] * 2),
        ("从每月9日起，培训5期。", [None]),
    ],
)
def test_a_figure_begins_or_ends_a_change(text: str, stages: list[str | None]) -> None:
    figures = figures_in(text)
    assert [stage(text, figures, index) for index in range(len(figures))] == stages
