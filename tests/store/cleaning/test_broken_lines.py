"""Lines that the file breaks inside a sentence, and lines that stand alone."""

from __future__ import annotations

from typing import Any

import pytest

from store.cleaning.broken_lines import joined
from store.cleaning.clean import clean
from store.structure.paragraphs import paragraphs
from tests.store.reading import cases, source


@pytest.mark.parametrize("case", cases("broken_lines.toml"))
def test_lines_read_as_a_reader_would_read_them(case: dict[str, Any]) -> None:
    text = case["lines"].replace("⏎", "\n")
    assert [p.text for p in paragraphs(clean(source(text)).lines)] == case["paragraphs"]


def test_a_line_that_the_format_calls_a_heading_is_never_joined() -> None:
    text = "在县委的领导下，\n取得成绩的原因\n全县上下一心，\n共同努力。"
    lines = clean(source(text, headings=(2,))).lines
    assert [(line.joins, line.marked) for line in lines] == [
        (False, False),
        (False, True),
        (False, False),
        (True, False),
    ]


def test_a_table_of_unfinished_lines_does_not_become_one_paragraph() -> None:
    lines = clean(source("学校名称与学生人数，\n" * 2_000)).lines
    assert max(len(p.text) for p in paragraphs(lines)) < 6_000


def test_halves_of_latin_text_keep_a_space_between_them() -> None:
    assert joined("the plan", "of work") == "the plan of work"
    assert joined("就学“三项” ", "\u3000保障机制") == "就学“三项”保障机制"
    assert joined("达到", "A级") == "达到A级"


def test_number_broken_between_its_digits_goes_on() -> None:
    lines = clean(source("云泽县2022年工作总结\n全年投入资金35\n00万元，修建道路12公里。\n")).lines
    assert [line.joins for line in lines] == [False, False, True]


@pytest.mark.parametrize(
    ("pieces", "read"),
    [
        ("水质稳定达标。PM\n2.5\n平均值下降4%。", "水质稳定达标。PM2.5平均值下降4%。"),
        ("明年道路建设的\n总体安排\n是：新建道路12公里。", "明年道路建设的总体安排是：新建道路12公里。"),
        ("殡葬改革深入推进，节地安葬率\n41.6%。", "殡葬改革深入推进，节地安葬率41.6%。"),
    ],
)
def test_bold_lowered_and_counted_words_on_lines_of_their_own_go_on(pieces: str, read: str) -> None:
    text = f"青禾县2022年工作总结\n2022年，全县各项工作稳步推进，成效明显。\n{pieces}\n"
    assert paragraphs(clean(source(text)).lines)[-1].text == read


@pytest.mark.parametrize("pieces", ["小学\n8所\n教师\n120名", "甲类\n2\n乙类", "工作目标\n是否完成"])
def test_short_lines_without_a_sentence_stay_apart(pieces: str) -> None:
    text = f"青禾县2022年工作总结\n2022年，全县各项工作稳步推进，成效明显。\n{pieces}\n"
    assert [p.text for p in paragraphs(clean(source(text)).lines)][2:] == pieces.split("\n")
