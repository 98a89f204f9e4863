"""Which paragraphs are headings, and on which level."""

from __future__ import annotations

from typing import Any

import pytest

from store.model import Line
from store.structure.outline import outline
from store.structure.paragraphs import paragraphs
from tests.store.reading import cases


def body(text: str, *, marked: tuple[int, ...] = ()) -> tuple[Any, ...]:
    lines = tuple(Line(number, line, marked=number in marked) for number, line in enumerate(text.split("\n"), 1))
    return paragraphs(lines)


@pytest.mark.parametrize("case", cases("outlines.toml"))
def test_outline_is_what_a_reader_would_draw(case: dict[str, Any]) -> None:
    _, sections = outline(body(case["body"]))
    assert [f"{s.level}{'+' if s.run_in else ''} {s.heading}" for s in sections] == case["outline"]


def test_what_stands_below_a_heading_has_its_path() -> None:
    placed, _ = outline(
        body("开头的话说明来意。\n一、主要工作\n（一）加强投入\n全年投入1.2亿元。\n二、存在问题\n资金不足。")
    )
    assert [item.path for item in placed] == [
        (),
        ("一、主要工作",),
        ("一、主要工作", "（一）加强投入"),
        ("一、主要工作", "（一）加强投入"),
        ("二、存在问题",),
        ("二、存在问题",),
    ]


def test_unnumbered_closing_part_is_not_filed_under_the_last_numbered_one() -> None:
    placed, _ = outline(body("一、强化责任\n1.健全机制\n召开会议12次。\n存在的问题：\n资金不足，教师老化。"))
    assert placed[-1].path == ("存在的问题：",)


def test_a_line_that_the_format_calls_a_heading_is_one() -> None:
    _, sections = outline(body("工作进展\n完成\n总结", marked=(1,)))
    assert [s.heading for s in sections] == ["工作进展"]


def test_line_that_counts_something_is_no_heading() -> None:
    _, sections = outline(body("更新校车12辆\n全年各项工作平稳推进，群众满意度不断提高，取得了新的成绩。"))
    assert sections == ()


def test_items_side_by_side_in_a_paragraph_head_nothing() -> None:
    placed, _ = outline(body("二、明年打算\n（一）加装电梯6部。（二）食堂搬到一楼。（三）新建车位300个。"))
    assert placed[-1].path == ("二、明年打算",)


def test_lists_that_begin_again_and_again_stand_in_no_endless_path() -> None:
    placed, _ = outline(body("一、新建校舍\n各校开工。\n" * 200))
    assert max(len(item.path) for item in placed) == 4
