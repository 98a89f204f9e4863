"""Numerals and quantities by themselves: values, units, elided units."""

from decimal import Decimal

import pytest

from store.figures.quantities import quantities_in
from store.language.numerals import fold, value


@pytest.mark.parametrize(
    ("numeral", "expected"),
    [
        ("十", 10),
        ("一百零五", 105),
        ("二千零一十七万", 20_170_000),
        ("一亿五千万", 150_000_000),
        ("六万万", 600_000_000),
        ("1.3万亿", 1_300_000_000_000),
        ("3千5百", 3500),
        ("四千5百万", 45_000_000),
        ("二〇一一", 2011),
        ("三点一四", Decimal("3.14")),
        ("二点五万", 25_000),
    ],
)
def test_numeral_has_its_value(numeral: str, expected: Decimal | int) -> None:
    span = value(numeral)
    assert span is not None
    assert (span.low, span.high) == (expected, expected)


@pytest.mark.parametrize(
    ("numeral", "low", "high"), [("三四", 3, 4), ("十二三", 12, 13), ("七八百", 700, 800), ("三五", 3, 5)]
)
def test_neighbours_are_a_range(numeral: str, low: int, high: int) -> None:
    span = value(numeral)
    assert span is not None
    assert (span.low, span.high) == (low, high)


@pytest.mark.parametrize("numeral", ["十二五", "几十", "", "十九四", "约十"])
def test_what_is_no_numeral_has_no_value(numeral: str) -> None:
    assert value(numeral) is None


def test_folding_keeps_every_offset() -> None:
    text = "約５，３１０萬餘畝（其中）佔％"
    assert len(fold(text)) == len(text)
    assert fold(text) == "约5,310万余亩(其中)占%"


def test_traditional_unit_is_kept_as_written() -> None:
    (quantity,) = quantities_in("一億六千餘萬畝")
    assert (quantity.low, quantity.unit, quantity.more) == (160_000_000, "畝", True)


def test_rate_of_growth_without_its_sign_is_no_ratio() -> None:
    assert [one.kind for one in quantities_in("同比0.8,") if one.unit is not None] == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("合格率为98.5、99.2和97.3%。", [("98.5", "%"), ("99.2", "%"), ("97.3", "%")]),
        ("增长率8.5、9.2和10.1个百分点。", [("8.5", "个百分点"), ("9.2", "个百分点"), ("10.1", "个百分点")]),
        ("利率为3.5、4.2%。", [("3.5", "%"), ("4.2", "%")]),
        ("负债率0.25、流动比率1.3，容积率2.5。", [("0.25", ""), ("1.3", ""), ("2.5", "")]),
        # a percent that lacks its sign, a physical rate and a contest are no ratios
        ("出勤率98.5，死亡率6.4，占比53.7，失业率0.8。", []),
        ("功率1.5，频率0.5，评比9.5。", []),
        ("城镇化率为68.5。", [("68.5", "")]),
    ],
)
def test_number_behind_a_rate_has_the_unit_that_is_lent_and_is_a_ratio_where_small(
    text: str, figures: list[tuple[str, str]]
) -> None:
    found = quantities_in(text)
    assert [(str(one.low), one.unit) for one in found] == figures
    assert all((one.kind == "ratio") is (one.low < 3) for one in found if not one.unit)


@pytest.mark.parametrize(
    ("text", "unit", "kind"),
    [
        ("3个小时", "小时", "duration"),
        ("3平米", "平方米", "area"),
        ("3个百分点", "个百分点", "points"),
        ("3百分点", "个百分点", "points"),
        ("3人次", "人次", "count"),
        ("3美元", "美元", "money"),
        ("3台套", "台套", "count"),
        ("3吉瓦时", "吉瓦时", "other"),
        ("绿化率升至0.38,", "", "ratio"),
        ("满意指数91.6,", "", "count"),
    ],
)
def test_unit_and_kind(text: str, unit: str, kind: str) -> None:
    (quantity,) = quantities_in(text)
    assert (quantity.unit, quantity.kind) == (unit, kind)


def test_figures_in_speech_count_but_slogans_do_not() -> None:
    assert [q.unit for q in quantities_in("他说：“今年收了30吨粮，去年收了20吨，前年收了10吨。”")] == ["吨", "吨", "吨"]
    assert quantities_in("推行“五个一百”和“三项工程”。") == ()


def test_numbers_run_together_are_no_figures() -> None:
    assert quantities_in("5%" * 101) == quantities_in("3所校园" * 101) == ()
    assert len(quantities_in("小学3所，" * 101)) == 101
    assert len(quantities_in("5%、" * 100)) == 100


@pytest.mark.parametrize(("text", "seconds"), [("三分两秒", 182), ("三分五十秒", 230), ("5分2秒", 302)])
def test_minutes_and_seconds_are_one_length_of_time(text: str, seconds: int) -> None:
    (found,) = quantities_in(f"平均用时{text}。")
    assert (found.unit, round(found.low * 60)) == ("分钟", seconds)
