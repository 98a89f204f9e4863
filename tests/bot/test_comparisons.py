"""What a comparison comes to, in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot import comparisons
from bot.charts import chart_of
from retrieval.model import Comparison, ComparisonRow, ToldOtherwise
from store.figures.extract import figures_in
from store.model import ReportInfo


def row(place: str, year: int, amount: str) -> ComparisonRow:
    quote = f"粮食产量{amount}。"
    (figure,) = figures_in(quote)
    report = ReportInfo(f"{place}{year}", f"{place}{year}年工作报告", year, place, None, None, "a.txt", 1, "", 0, 1, 1)
    return ComparisonRow(report, figure, quote, 0, len(quote), str(year), year)


@pytest.fixture
def two() -> Callable[..., Comparison]:
    def make(first: str = "12万吨", second: str = "9万吨", **more: object) -> Comparison:
        rows = (row("青禾", 2020, first), row("云泽", 2020, second))
        return replace(Comparison("粮食产量", "吨", rows, order="most"), **more)  # type: ignore[arg-type]

    return make


def test_first_of_the_order_is_said(two: Callable[..., Comparison]) -> None:
    assert comparisons.said(two()) == "最高的是青禾：12万吨。"
    assert comparisons.said(two("9万吨", "12万吨", order="least")) == "最低的是青禾：9万吨。"
    assert comparisons.said(two(by_year=True)) == "最高的是2020年：12万吨。"


def test_those_that_do_not_say_it_are_counted(two: Callable[..., Comparison]) -> None:
    assert (
        comparisons.said(two(missing=("临岚2020年工作报告",)))
        == "最高的是青禾：12万吨。另有 1 处没有说到，没有比较在内。"
    )


def test_nothing_is_said_where_no_order_is_asked_for_or_all_are_alike(two: Callable[..., Comparison]) -> None:
    assert comparisons.said(two(order=None)) == ""
    assert comparisons.said(two("9万吨", "9万吨")) == ""


def test_difference_is_told_where_it_is_asked_for(two: Callable[..., Comparison]) -> None:
    assert comparisons.said(two(order=None, apart=True)) == "青禾比云泽多3万吨（按原文的两个数相减）。"


def test_years_that_differ_and_a_row_that_stands_alone_are_said(two: Callable[..., Comparison]) -> None:
    first, second = two().rows
    apart = two(rows=(first, replace(second, year=2018)), missing=("临岚2020年工作报告",))
    assert comparisons.said(apart) == (
        "最高的是青禾（2020年）：12万吨。另有 1 处没有说到，没有比较在内。各处的年份不同（2018–2020年），请留意。"
    )
    assert comparisons.said(replace(apart, rows=(first,))) == (
        "只有青禾说到了：12万吨。另有 1 处没有说到，没有比较在内。"
    )


def test_what_is_told_otherwise_is_quoted_and_no_silence(two: Callable[..., Comparison]) -> None:
    first, second = two().rows
    told = ToldOtherwise(second.report, "水稻产量9万吨。", 0, 9)
    given = two(rows=(first,), otherwise=(told,), missing=("松溪2020年工作报告",), order=None)
    assert comparisons.said(given) == "能比较的只有青禾：12万吨。另有 1 处说法不同、1 处没有说到，没有比较在内。"
    heading, quoted = comparisons.otherwise(given)
    assert (heading, quoted) == ("说法不同、没有一起比较的：", f"{second.report.title}：水稻产量9万吨。")
    *_, last = comparisons.otherwise(replace(given, otherwise=(replace(told, quote="水稻" * 200),) * 10))
    assert last == "……另有 2 处"


def test_course_of_years_is_told_from_the_first_to_the_last(two: Callable[..., Comparison]) -> None:
    first, second = two().rows
    course = two(rows=(replace(second, year=2018), first), order=None, by_year=True)
    assert comparisons.said(course) == "从2018年的9万吨到2020年的12万吨。"


def test_plans_growth_and_amounts_that_are_passed_are_said_apart(two: Callable[..., Comparison]) -> None:
    first, second = two().rows
    planned = replace(second, figure=replace(second.figure, planned=True))
    left = ("临岚2020年工作报告", "松溪2020年工作报告")
    given = two(rows=(first, planned), missing=left, grown=left[:1])
    assert comparisons.said(given) == (
        "最高的是青禾：12万吨。另有 1 处只有计划、1 处只说了增长多少、1 处没有说到，没有比较在内。"
    )
    assert given.silent == left[1:]
    (limit,) = figures_in("超过8万吨")
    assert comparisons.said(two(limit=limit)) == "超过8万吨的有 2 个：青禾、云泽。"


def test_course_and_chart_are_of_what_was_done_and_not_of_what_is_only_planned() -> None:
    rows = (row("青禾", 2022, "12万吨"), row("青禾", 2023, "13万吨"), row("青禾", 2024, "9万吨"))
    planned = replace(rows[-1], figure=replace(rows[-1].figure, planned=True))
    given = Comparison("粮食产量", "吨", (*rows[:2], planned), by_year=True)
    assert comparisons.said(given) == "从2022年的12万吨到2023年的13万吨。另有 1 处只有计划，没有比较在内。"
    chart = chart_of(given)
    assert chart is not None
    assert [bar.name for bar in chart.bars] == ["2022年", "2023年"]
