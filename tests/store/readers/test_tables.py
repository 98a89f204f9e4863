"""Tables of any format: heads, merged cells, forms, units."""

from __future__ import annotations

import pytest

from store.readers.tables import Cell, table_lines, text_rows
from tests.growth import assert_in_proportion


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        pytest.param(
            [["指标", "2019年", "", "2020年", ""], ["", "计划", "完成", "计划", "完成"], ["收入", "1", "2", "3", "4"]],
            ("指标：收入，2019年/计划：1，2019年/完成：2，2020年/计划：3，2020年/完成：4",),
            id="two-level header",
        ),
        pytest.param(
            [["单位", "负责人", "任务"], ["教育局", "张三", ""], ["卫生局", "", "防疫"]],
            ("单位：教育局，负责人：张三", "单位：卫生局，任务：防疫"),
            id="words with gaps are no second header",
        ),
        pytest.param(
            [["指标", "2018", "2019"], ["收入", "1", "2"]], ("指标：收入，2018年：1，2019年：2",), id="years as names"
        ),
        pytest.param(
            [["收入", "43.2", "8%"], ["支出", "50", "3%"]], ("收入，43.2，8%", "支出，50，3%"), id="no header"
        ),
        pytest.param([["姓名", "张三"], ["单位", "教育局"]], ("姓名：张三", "单位：教育局"), id="read across"),
        pytest.param([["指标", "数值"], ["收入", "43.2"]], ("指标：收入，数值：43.2",), id="two columns with values"),
        pytest.param(
            [["甲", "乙", "丙"], ["一", "二", "3"], ["甲", "乙", "丙"], ["四", "五", "6"]],
            ("甲：一，乙：二，丙：3", "甲：四，乙：五，丙：6"),
            id="header repeated on the next page",
        ),
        pytest.param(
            [["甲", "乙"], ["一", "2"], ["", ""], ["丙", "丁"], ["三", "4"]],
            ("甲：一，乙：2", "丙：三，丁：4"),
            id="second table below",
        ),
        pytest.param([["甲", "乙"]], ("甲：乙",), id="one row is read across"),
        pytest.param([], (), id="nothing"),
        pytest.param([["指 标\n名", "数"], ["收入\n合计", "1"]], ("指标名：收入 合计，数：1",), id="broken cells"),
    ],
)
def test_tables_become_lines(rows: list[list[str]], lines: tuple[str, ...]) -> None:
    assert table_lines(text_rows(rows)).lines == lines


def test_every_cell_of_a_table_is_kept() -> None:
    rows = [["一", "二", "三"], ["四", "5", "六"], ["七", "", "八"], ["", "", "九"], ["十", "", ""]]
    text = "".join(table_lines(text_rows(rows)).lines)
    assert all(cell in text for row in rows for cell in row)


def test_merged_cell_counts_for_each_of_its_rows() -> None:
    rows = [
        [Cell("乡镇"), Cell("项目"), Cell("数量")],
        [Cell("北坡", down=2), Cell("路灯"), Cell("30盏")],
        [Cell("水井"), Cell("4眼")],
    ]
    assert table_lines(rows).lines == ("乡镇：北坡，项目：路灯，数量：30盏", "乡镇：北坡，项目：水井，数量：4眼")
    assert table_lines(rows[1:]).lines == ("北坡，路灯，30盏", "北坡，水井，4眼")


def test_head_of_two_rows_joins_its_names() -> None:
    rows = [
        [Cell("学段", down=2), Cell("公办", across=2), Cell("民办", across=2)],
        [Cell("校数"), Cell("学生数"), Cell("校数"), Cell("学生数")],
        *text_rows([["小学", "5", "310", "1", "45"]]),
    ]
    assert table_lines(rows).lines == ("学段：小学，公办/校数：5，公办/学生数：310，民办/校数：1，民办/学生数：45",)


def test_form_is_read_as_labels_and_values() -> None:
    rows = [
        *text_rows([["姓名", "李平", "职务", "校长"], ["教师人数", "41人", "占地面积", "3.2亩"]]),
        [Cell("备注"), Cell("校舍已经加固", across=3)],
    ]
    assert table_lines(rows).lines == (
        "姓名：李平，职务：校长",
        "教师人数：41人，占地面积：3.2亩",
        "备注：校舍已经加固",
    )


def test_unit_of_caption_or_corner_stands_behind_numbers_without_one() -> None:
    rows = text_rows([["项目", "预算数", "增长率", "人数（人）"], ["道路", "1,200.5", "8.1", "12"]])
    said = "项目：道路，预算数：1,200.5万元，增长率：8.1，人数（人）：12"
    assert table_lines(rows, caption="表2 支出情况（单位：万元）").lines == (said,)
    corner = [[Cell("单位：万元", across=4)], *rows]
    assert table_lines(corner).lines == ("单位：万元", said)


def test_names_that_stand_twice_side_by_side_are_two_rows() -> None:
    rows = text_rows([["指标", "数量", "指标", "数量"], ["乡", "3", "镇", "5"]])
    assert table_lines(rows).lines == ("指标：乡，数量：3", "指标：镇，数量：5")


def test_second_head_below_numbers_is_a_head() -> None:
    rows = text_rows([["乡镇", "学校", "学生"], ["北坡", "3", "400"], ["年份", "投入", "完成"], ["2021", "30", "28"]])
    assert table_lines(rows).lines == ("乡镇：北坡，学校：3，学生：400", "年份：2021，投入：30，完成：28")


def test_row_that_numbers_the_columns_says_nothing() -> None:
    rows = text_rows([["指标", "本年", "上年", "增减"], ["甲", "1", "2", "3"], ["收入", "40", "38", "2"]])
    assert table_lines(rows).lines == ("指标：收入，本年：40，上年：38，增减：2",)


def test_unit_of_a_table_goes_with_no_number_of_a_row_and_with_no_dash() -> None:
    rows = text_rows([["序号", "乡镇", "投入", "完成"], ["1", "北坡", "12", "—"], ["2", "南沟", "15", "无"]])
    lines = table_lines(rows, caption="表1 投入（单位：万元）").lines
    assert lines == ("序号：1，乡镇：北坡，投入：12万元，完成：—", "序号：2，乡镇：南沟，投入：15万元，完成：无")


@pytest.mark.parametrize("row", [["北坡", "12"], ["北坡", "乡镇"]])
def test_a_table_costs_time_in_proportion_to_its_rows(row: list[str]) -> None:
    def read(count: int) -> None:
        rows = text_rows([["名称", "数量", "金额"], *([*row, str(number)] for number in range(count))])
        assert len(table_lines(rows).lines) >= count

    assert_in_proportion(read, 200, 1600)
