"""Columns that stay aligned with Chinese, and lines that stay lines."""

from __future__ import annotations

import pytest

from bot import terminal
from bot.cli.output import complain, one_line


def columns(out: str, mark: str) -> set[int]:
    """Where on a terminal the mark stands in each line."""
    return {terminal.width(line[: line.index(mark)]) for line in out.splitlines()}


def test_columns_stand_under_each_other_whatever_the_script(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [["a", "云堤县", "|"], ["云堤县教育局", "x", "|"], ["ｆｕｌｌ", "“引号”—", "|"], ["e\u0301", "", "|"]]
    terminal.table(["编号", "地区", "|"], rows)
    out = capsys.readouterr().out
    assert out.count("\n") == 5
    assert len(columns(out, "|")) == 1


def test_numbers_end_under_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.table(["题型", "题数"], [["数量", "7"], ["合计", "181"]], right=["题数"])
    assert {terminal.width(line) for line in capsys.readouterr().out.splitlines()} == {10}


def test_lines_end_without_blanks_and_rows_stay_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.table(["标题", "来源"], [["换\n行", "a\x1b[2J.txt"], ["一个长得多的标题", "b"]])
    out = capsys.readouterr().out
    assert out.count("\n") == 3
    assert "\x1b" not in out
    assert all(line == line.rstrip() for line in out.splitlines())


def test_table_without_rows_is_its_head(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.table(["编号", "年份"], [])
    assert capsys.readouterr().out == "编号  年份\n"


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("2022年", 6), ("，。《》", 8), ("é", 1), ("e\u0301", 1), ("①", 1), ("Ａ", 2)]
)
def test_width_in_columns(text: str, width: int) -> None:
    assert terminal.width(text) == width


def test_complaint_is_one_line_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    complain("a\r\nb\x1b[31m\u2028c")
    assert capsys.readouterr() == ("", "a b [31m c\n")
    assert one_line("没有\t变化") == "没有 变化"
