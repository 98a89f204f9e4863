"""The title block ends where a line says something."""

from __future__ import annotations

import pytest

from store.cleaning.clean import clean
from store.model import Line, Part
from store.structure.parse import parse
from store.structure.title_block import body_start
from tests.store.reading import source


def above(text: str) -> list[str]:
    lines = clean(source(text)).lines
    return [line.text for line in lines[: body_start(Part(1, 1, lines))]]


@pytest.mark.parametrize(
    "line",
    [
        "维修校舍6处。",
        "- 举办讲座8场",
        "项目：维修校舍，数量：6处",
        "一、综合",
        "1.新增床位90张",
        "学校数  12  15",
        "│ 学校 │ 32 │",
    ],
)
def test_short_line_that_says_something_is_text(line: str) -> None:
    title = "云泽县2022年工作总结"
    assert above(f"{title}\n{line}\n全年各项工作平稳推进，群众满意度不断提高，取得了新的成绩。") == [title]


def test_title_block_ends_below_session_speaker_and_salutation() -> None:
    block = [
        "政府工作报告",
        "——2023年1月6日在云泽县第九届人民代表大会第二次会议上",
        "（2023年1月9日通过）",
        "云泽县县长 李平",
        "各位代表：",
    ]
    assert above("\n".join([*block, "现在，我代表县人民政府向大会报告工作，请予审议。"])) == block


def test_speaker_whom_the_page_marks_as_a_heading_heads_nothing() -> None:
    marks = [
        Line(1, "云泽县法院工作报告", marked=1),
        Line(2, "云泽县法院院长 李平", marked=3),
        Line(3, "主要工作", marked=2),
    ]
    assert body_start(Part(1, 1, (*marks, Line(4, "全年受理案件3120件，审结3005件。")))) == 2


def test_lines_above_the_title_are_no_text() -> None:
    block = ["要闻 共12条", "云泽县2022年工作总结", "2023年1月3日"]
    assert above("\n".join([*block, "新建学校8所。"])) == block


def test_file_without_a_title_loses_nothing() -> None:
    (report,) = parse(source("新建学校8所。\n招聘教师120名。\n"))
    assert [sentence.text for sentence in report.sentences] == ["新建学校8所。", "招聘教师120名。"]


def test_signature_and_lines_without_words_are_listed() -> None:
    text = "云泽县2022年工作总结\n全年新建学校8所，招聘教师120名。\n＊＊＊＊\n各项工作取得成绩。\n云泽县教育局\n2023年1月5日\n"
    (report,) = parse(source(text))
    assert [(line.text, line.rule) for line in report.dropped] == [
        ("＊＊＊＊", "no-words"),
        ("云泽县教育局", "signature"),
        ("2023年1月5日", "signature"),
    ]
