"""Numerals, and the lines that only look like one."""

from __future__ import annotations

import pytest

from store.language.heading_numerals import numeral_of
from store.language.line_forms import is_bare_heading, is_body, is_date_line


@pytest.mark.parametrize(
    ("line", "style", "number"),
    [
        ("一、主要工作", "一、", 1), ("十二、附则", "一、", 12), ("一．基本情况", "一、", 1), ("（二）工作要点", "(一)", 2),
        ("(三)加大投入", "(一)", 3), ("1、加强领导", "1、", 1), ("１２、制定方案", "1、", 12), ("2.机制保障", "1.", 2),
        ("3．强化督查", "1.", 3), ("（4）安全", "(1)", 4), ("5)卫生", "1)", 5), ("⑹加强教育", "⑴", 6), ("⑦后勤", "①", 7),
        ("第一章 总则", "第一章", 1), ("第二部分  主要做法", "第一章", 2), ("第一板块：总结", "第一章", 1), ("1.2 投入情况", "1.1", 2),
        ("㈢督导", "㈠", 3), ("⒈项目", "⒈", 1), ("四", "一", 4),
    ],
)  # fmt: skip
def test_numeral_opens_the_line(line: str, style: str, number: int) -> None:
    numeral = numeral_of(line)
    assert numeral is not None
    assert (numeral.style, numeral.number) == (style, number)


@pytest.mark.parametrize(
    "line",
    [
        "1.2亿元用于改造",
        "2014年11月",
        "十二五规划",
        "16所学校",
        "3-5所",
        "3.5万人",
        "8.4:1",
        "一是加强领导",
        "第一中学",
        "第三小学扩建",
        "一个都不能少",
        "0、",
        "²、上标",
        "",
    ],
)
def test_number_of_the_text_is_no_numeral(line: str) -> None:
    assert numeral_of(line) is None


@pytest.mark.parametrize(
    "line",
    ["2014年11月", "二〇一四年十一月三日", "（2019年1月10日）", "20XX年5月", "2019年", "2020.1.10", "2019-12-03"],
)
def test_date_alone_is_a_date_line(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize("line", ["2014年工作", "2019年1月10日下午召开会议", "11月3日", "2019.5", "2019-2020"])
def test_date_with_more_is_no_date_line(line: str) -> None:
    assert not is_date_line(line)


def test_bare_heading_has_no_punctuation_and_says_no_sentence() -> None:
    assert is_bare_heading("基本情况")
    assert not any(map(is_bare_heading, ["全县共有学校32所。", "主要是", "甲乙", "一，二", "2014年11月", "情况" * 20]))


def test_body_is_prose_or_numbered() -> None:
    assert all(
        map(
            is_body,
            ["一、主要工作", "全县共有义务教育阶段中小学三十二所。", "全县教育系统坚持立德树人，抓好落实，取得成绩"],
        )
    )
    assert not any(map(is_body, ["临岚市教育局", "各位代表：", "教育局工作总结", "谢谢！"]))
