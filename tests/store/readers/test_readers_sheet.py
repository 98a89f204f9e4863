"""Rows of spreadsheets as lines of named values."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from store.readers.sheet import date, number, read


def book(*sheets: tuple[str, list[list[Any]]], formats: dict[str, str] | None = None, hidden: str = "") -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for cell, shape in (formats or {}).items():
            sheet[cell].number_format = shape
        if title == hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


ROWS: list[list[Any]] = [["指标", "完成数", "增长"], ["财政收入", 43.0, 0.081], ["就业人数", 12000, None]]


def test_sheet_used_as_paper_is_text() -> None:
    content = read(book(("表", [["青禾县2021年总结"], ["一、成效"], ["新建道路3公里，植树5万株。"]])), "a.xlsx")
    assert content.text == "青禾县2021年总结\n一、成效\n新建道路3公里，植树5万株。"
    assert content.rows == ()


def test_each_row_is_a_line_of_named_values() -> None:
    content = read(book(("表", ROWS), formats={"C2": "0.0%", "B3": "#,##0"}), "a.xlsx")
    assert content.text == "指标：财政收入，完成数：43，增长：8.1%\n指标：就业人数，完成数：12,000"
    assert content.headings == ()
    assert content.encoding is None


def test_several_sheets_are_headed_by_their_names_and_empty_ones_are_not() -> None:
    content = read(book(("收入", ROWS), ("空", []), ("支出", ROWS)), "a.xlsx")
    lines = content.text.split("\n")
    assert (lines[0], lines[3]) == ("收入", "支出")
    assert content.headings == (1, 4)
    assert "空" not in lines


def test_hidden_sheet_is_not_read_but_listed() -> None:
    content = read(book(("收入", ROWS), ("支出", [["秘密", "数据"]]), hidden="支出"), "a.xlsx")
    assert "秘密" not in content.text
    assert [(line.text, line.rule) for line in content.dropped] == [("秘密，数据", "hidden-sheet")]


def test_title_row_and_note_are_lines_of_their_own() -> None:
    rows = [["云溪区2019年主要指标", None, None], *ROWS, [None] * 3, ["注：快报数", None, None]]
    lines = read(book(("表", rows)), "a.xlsx").text.split("\n")
    assert lines[0] == "云溪区2019年主要指标"
    assert lines[-1] == "注：快报数"
    assert lines[1].startswith("指标：财政收入")


def test_dates_are_iso_and_formulas_without_a_result_say_nothing() -> None:
    rows = [["项目", "日期", "合计"], ["开工", dt.datetime(2019, 3, 1), "=1+1"]]
    assert read(book(("表", rows)), "a.xlsx").text == "项目：开工，日期：2019-03-01"


@pytest.mark.parametrize(
    ("value", "shape", "shown"),
    [
        (12.0, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (1 / 3, "General", "0.33333333333"),
        (12345678901.25, "General", "12345678901.25"),
        (0.537, "0.0%", "53.7%"),
        (0.537, "0%", "54%"),
        (2.5, "0", "3"),
        (1.005, "0.00", "1.01"),
        (10500, "#,##0.00", "10,500.00"),
        (10500.5, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "10,500.50"),
        (-10500.5, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-10,500.50"),
        (-3.5, "0.0_);[Red]0.0", "-3.5"),
        (-3.5, "0.0_);(0.0)", "(3.5)"),
        (-3.5, "0.0", "-3.5"),
        (6.5, '0.0"亿元"', "6.5亿元"),
        (6.5, 'General"亿元"', "6.5亿元"),
        (3, r"0\人", "3人"),
        (1.50, "0.##", "1.5"),
        (7, "000", "007"),
        (1234567, "#,##0,", "1,235"),
        (1234, "[$¥-804]#,##0", "¥1,234"),
        (12345, "0.00E+00", "12345"),
        (0.5, "# ?/?", "0.5"),
        (8, "@", "8"),
    ],
)
def test_numbers_look_as_in_excel(value: float, shape: str, shown: str) -> None:
    assert number(value, shape) == shown


@pytest.mark.parametrize(
    ("shape", "shown"),
    [
        ("yyyy-mm-dd", "2019-03-01"),
        ('yyyy"年"m"月"', "2019-03"),
        ("yyyy", "2019"),
        ("yyyy-mm-dd hh:mm", "2019-03-01 08:30"),
    ],
)
def test_dates_are_no_more_exact_than_shown(shape: str, shown: str) -> None:
    assert date(dt.datetime(2019, 3, 1, 8, 30), shape) == shown


def test_merged_cells_count_for_each_row_and_hidden_rows_are_listed() -> None:
    made = openpyxl.load_workbook(
        io.BytesIO(
            book(
                (
                    "表",
                    [
                        ["云泽县学校情况", None, None],
                        ["填报单位：县教育局", None, "单位：所"],
                        ["乡镇", "学段", "数量"],
                        ["北坡", "小学", 3],
                        [None, "初中", 2],
                        ["南坡", "小学", 4],
                    ],
                )
            )
        )
    )
    for area in ("A1:C1", "A4:A5"):
        made.active.merge_cells(area)
    made.active.row_dimensions[6].hidden = True
    out = io.BytesIO()
    made.save(out)
    content = read(out.getvalue(), "a.xlsx")
    assert content.text.split("\n") == [
        "云泽县学校情况",
        "填报单位：县教育局",
        "单位：所",
        "乡镇：北坡，学段：小学，数量：3所",
        "乡镇：北坡，学段：初中，数量：2所",
    ]
    assert content.rows == (4, 5)
    assert [(line.text, line.rule) for line in content.dropped] == [("南坡，小学，4", "hidden-row")]


def test_hidden_columns_are_listed() -> None:
    rows = [
        ["云泽县学校情况", None, None, None],
        ["学段", "旧数", "数量（所）", "教师（人）"],
        ["小学", 3, 4, 50],
        ["初中", 1, 2, 30],
    ]
    made = openpyxl.load_workbook(io.BytesIO(book(("表", rows))))
    made.active.merge_cells("A1:D1")
    made.active.column_dimensions["B"].hidden = True
    out = io.BytesIO()
    made.save(out)
    content = read(out.getvalue(), "a.xlsx")
    assert content.text.split("\n") == [
        "云泽县学校情况",
        "学段：小学，数量（所）：4，教师（人）：50",
        "学段：初中，数量（所）：2，教师（人）：30",
    ]
    assert [(line.text, line.rule) for line in content.dropped] == [("旧数，3，1", "hidden-column")]
