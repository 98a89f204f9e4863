"""Figures in words and in JSON numbers."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from bot import formatting, json_shapes
from store.figures.extract import figures_in

AMOUNTS = {
    "征缴教育费附加10500万元。": "10500万元（1.05亿元）",
    "投入5975万元。": "5975万元",
    "增加0.8亿元。": "0.8亿元",
    "投入10500—20000万元。": "10500—20000万元（1.05亿–2亿元）",
    "投入1.3万亿元。": "1.3万亿元",
    "支出5千万元。": "5千万元",
    "支出123456789元。": "123456789元（12345.6789万元）",
    "支出223456元。": "223456元",
    "招聘教师一万二千名。": "一万二千名（1.2万名）",
    "招聘教师300多名。": "300多名",
    "培训8460余人次。": "8460余人次",
    "建成六栋宿舍楼。": "六栋",
    "新建幼儿园3-5所。": "3-5所",
    "面积5,310平方米。": "5,310平方米",
    "占比53.7%。": "53.7%",
    "占总数的三分之一。": "三分之一",
}


@pytest.mark.parametrize("sentence", AMOUNTS)
def test_amount_is_as_written_and_in_other_words_where_it_is_large(sentence: str) -> None:
    (figure,) = figures_in(sentence)
    assert formatting.amount(figure) == AMOUNTS[sentence]


def test_unit_that_the_text_leaves_to_a_neighbour_is_shown() -> None:
    found = figures_in("分别建成足球场37个和150个，篮球场37和150个。")
    assert [formatting.amount(figure) for figure in found] == ["37个", "150个", "37个", "150个"]
    (figure,) = figures_in("指标：粮食产量，单位：万吨，本年：168.5")
    assert formatting.amount(figure) == "168.5万吨"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        *(("105000000", "105000000"), ("10407700.00", "10407700"), ("98.09", "98.09"), ("0.1", "0.1")),
        *(("1E+3", "1000"), ("0", "0"), ("12345678901234567890", "12345678901234567890")),
    ],
)
def test_numbers_in_json_are_exact_and_short(value: str, written: str) -> None:
    assert json.dumps(formatting.json_number(Decimal(value))) == written
    assert formatting.plain(Decimal(value)) == written


def test_shape_of_a_figure() -> None:
    found = figures_in("全年招聘教师132名，其中研究生近17名；计划新建幼儿园3至5所。")
    shapes = [json_shapes.figure(one) for one in found]
    said = ("currency", "per", "base", "rank", "period", "indicator", "nature")
    assert all(list(shape)[-7:] == list(said) for shape in shapes)
    assert [{name: shape[name] for name in shape if name not in said} for shape in shapes] == [
        {
            **{"text": "132名", "start": 6, "end": 10, "value": 132, "low": None, "high": None, "unit": "名"},
            **{"kind": "count", "bound": "exact", "change": None, "subject": "教师", "of": None, "planned": False},
        },
        {
            **{"text": "17名", "start": 17, "end": 20, "value": 17, "low": None, "high": None, "unit": "名"},
            **{"kind": "count", "bound": "about", "change": None, "subject": "研究生", "of": 0, "planned": False},
        },
        {
            **{"text": "3至5所", "start": 28, "end": 32, "value": None, "low": 3, "high": 5, "unit": "所"},
            **{"kind": "count", "bound": "exact", "change": None, "subject": "幼儿园", "of": None, "planned": True},
        },
    ]


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [("师生比1:15.3。", "1:15.3"), ("生师比8.4:1。", "8.4:1"), ("净利润为-120000000元。", "-1.2亿元")],
)
def test_ratios_and_losses_are_readable(sentence: str, shown: str) -> None:
    (figure,) = figures_in(sentence)
    assert formatting.readable(figure) == shown
