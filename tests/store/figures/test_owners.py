"""Whole names of figures whose own words say only which measure, state or kind is told."""

from __future__ import annotations

import pytest

from store.figures import figures_in
from tests.growth import assert_in_proportion


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("打造口袋公园5个，面积1.4万平方米。", ["口袋公园", "口袋公园面积"]),
        ("青禾新馆将于三季度开放，建筑面积5.8万平方米。", ["青禾新馆建筑面积"]),
        ("硬化了产业路3.6公里，路面宽4.5米。", ["产业路", "产业路路面宽"]),
        (
            "发生道路交通事故68起，死亡9人，下降4%，受伤7人。",
            ["道路交通事故", *["道路交通事故死亡"] * 2, "道路交通事故受伤"],
        ),
        ("共排查矛盾纠纷143起，化解127起，化解率97%。", ["矛盾纠纷", "矛盾纠纷化解", "矛盾纠纷化解率"]),
        ("龙头企业达到213家，其中国家级5家、省级47家。", ["龙头企业", "国家级龙头企业", "省级龙头企业"]),
        ("乡村民宿接待游客8万人次，综合收入3亿元。", ["游客", "乡村民宿综合收入"]),
        ("全年公路客运量286万人次，下降3%；货运量1954万吨。", ["公路客运量", "公路客运量", "公路货运量"]),
        ("民生支出17.2亿元，占一般公共预算支出的74.8%。", ["民生支出", "民生支出占一般公共预算支出"]),
        ("现有职工168人，其中35岁以下职工37人。", ["职工", "职工", "35岁以下职工"]),
        ("火灾起数下降8%，死亡2人。", ["火灾起数", "火灾死亡"]),
        ("新开工保障房240套，完成投资6亿元；竣工180套。", ["保障房", "投资", "保障房"]),
        # Nothing plainly owns it: harm is of no undertaking, an income of no visitors, a rate of all by itself.
        ("新建公园5个，死亡9人。", ["公园", "死亡"]),
        ("接待游客8万人次，综合收入3亿元。", ["游客", "综合收入"]),
        ("招聘教师120名，失业率5%。", ["教师", "失业率"]),
        ("发现问题18个，罚款金额3万元。", ["问题", "罚款金额"]),
        ("拆除危房144平方米，实现投资15万元。", ["危房", "投资"]),
        ("新建公园5个；总投资3亿元。", ["公园", "总投资"]),
        ("引水工程开挖14公里，完成总长的78%。", ["引水工程开挖", "总长"]),
    ],
)
def test_a_figure_is_called_by_its_whole_name(sentence: str, names: list[str]) -> None:
    assert [figure.name for figure in figures_in(sentence)] == names


def test_a_long_sentence_takes_time_in_proportion() -> None:
    assert_in_proportion(lambda times: figures_in("打造公园5个，面积14平方米，" * times), 40, 400)
