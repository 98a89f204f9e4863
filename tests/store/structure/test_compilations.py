"""Files that hold several reports, and reports that only look like several."""

from __future__ import annotations

import pytest

from store.cleaning.clean import clean
from store.structure.compilations import divide
from tests.store.reading import source

BODY = "一、主要工作\n" + "全县共有中小学三十二所，教师二千六百人，教育事业取得了新的成绩。\n" * 12


def titles(text: str) -> list[str | None]:
    parts, _ = divide(clean(source(text)))
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))
    assert {part.count for part in parts} == {len(parts)}
    return [part.title for part in parts]


@pytest.mark.parametrize(
    "pair",
    [("工作总结范文(一)", "工作总结范文(二)"), ("学校工作总结 篇1", "学校工作总结 篇2"), ("【篇一】", "【篇二】"), ("篇一：学校总结", "篇二：班级总结"),
     ("第一篇 学校总结", "第二篇 班级总结"), ("澜川县财政局2016年工作总结", "澜川县民政局2016年工作总结")],
)  # fmt: skip
def test_titles_that_count_or_name_another_office_divide(pair: tuple[str, str]) -> None:
    assert titles(f"{pair[0]}\n{BODY}{pair[1]}\n{BODY}") == list(pair)


@pytest.mark.parametrize(
    "text",
    [
        f"教育局工作总结\n{BODY}2017年工作计划\n{BODY}",
        f"教育局2016年工作总结和2017年计划\n{BODY}县教育局2017年工作计划\n{BODY}",
        f"教育局工作总结\n{BODY}工作总结会议\n开会。",
        "工作总结范文(一)\n工作总结范文(二)\n" + BODY,
        f"教育局工作总结\n第一部分 工作总结\n{BODY}第二部分 工作计划\n资金不足。",
        f"教育局工作报告\n第一部分 2023年工作回顾\n{BODY}第二部分 2024年工作安排\n{BODY}",
    ],
)
def test_one_report_stays_one(text: str) -> None:
    assert titles(text) == [None]


def test_contents_of_a_compilation_do_not_count_as_reports() -> None:
    text = f"工作总结汇编\n工作总结(一)\n工作总结(二)\n工作总结(一)\n{BODY}工作总结(二)\n{BODY}"
    parts, above = divide(clean(source(text)))
    assert [part.title for part in parts] == ["工作总结(一)", "工作总结(二)"]
    assert {line.rule for line in above} == {"compilation-head"}
