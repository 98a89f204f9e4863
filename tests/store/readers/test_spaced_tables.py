"""Tables that plain lines draw with blanks: what is one, and what only looks like one."""

from __future__ import annotations

import pytest

from store.model import DroppedLine
from store.readers.content import Content
from store.readers.file_types import decode
from store.readers.spaced_tables import with_tables
from store.structure.parse import parse
from tests.growth import assert_in_proportion


def _read(text: str) -> str:
    return with_tables(Content(text)).text


@pytest.mark.parametrize(
    ("drawn", "rows"),
    [
        pytest.param(
            "指标　2023年　2022年　增减\n学校（所）　32　35　-8.6%\n近视率（%）　48.1　49.3　—",
            "指标：学校（所），2023年：32，2022年：35，增减：-8.6%\n指标：近视率（%），2023年：48.1，2022年：49.3，增减：—",
            id="ideographic spaces",
        ),
        pytest.param(
            "镇\t学校\t学生\n青石镇\t4\t1520\n柳河镇\t3\t980",
            "镇：青石镇，学校：4，学生：1520\n镇：柳河镇，学校：3，学生：980",
            id="tabs",
        ),
        pytest.param(
            "  年份    参考人数    录取率\n  2021年   641        61.4%\n  2022年   659        63.0%",
            "年份：2021年，参考人数：641，录取率：61.4%\n年份：2022年，参考人数：659，录取率：63.0%",
            id="blanks that set the columns",
        ),
        pytest.param(
            "年份　课程　师生比\n2021　64　1:13\n2022　65　1:12",
            "年份：2021，课程：64，师生比：1:13\n年份：2022，课程：65，师生比：1:12",
            id="years and ratios",
        ),
        pytest.param(
            "税种完成情况（单位：万元）\n税　种　　完成数　增长（%）\n增值税　3120　2.5\n契税　760　-1.0",
            "税种完成情况（单位：万元）\n税种：增值税，完成数：3120万元，增长（%）：2.5\n税种：契税，完成数：760万元，增长（%）：-1.0",
            id="the unit of a caption, and a name set wide",
        ),
        pytest.param(
            "产品　单位　产量\n油料　万吨　19.4\n\n禽蛋　万吨　12.8",
            "产品：油料，单位：万吨，产量：19.4\n产品：禽蛋，单位：万吨，产量：12.8",
            id="a unit in its column, a blank line between",
        ),
        pytest.param(
            "类别　收案　结案\n刑事　15　12\n其中：　盗窃　6　5\n民事　70　64",
            "类别：刑事，收案：15，结案：12\n类别：其中： 盗窃，收案：6，结案：5\n类别：民事，收案：70，结案：64",
            id="a part",
        ),
        pytest.param(
            "项目　2023年　2022年\n营业收入　438　561\n利润　74\n补贴　915　820",
            "项目：营业收入，2023年：438，2022年：561\n利润，74\n项目：补贴，2023年：915，2022年：820",
            id="which cell is missing nobody can tell",
        ),
        pytest.param(
            "指标　2023年　2022年\n　　学校　学生　学校　学生\n青石镇　4　1520　5　1490",
            "指标：青石镇，2023年/学校：4，2023年/学生：1520，2022年/学校：5，2022年/学生：1490",
            id="a head of two lines",
        ),
        pytest.param(
            "　　收入　支出\n镇　2023年　2022年　2023年　2022年\n青石镇　12　11　3　2\n柳河镇　10　9　4　5",
            "镇：青石镇，收入/2023年：12，收入/2022年：11，支出/2023年：3，支出/2022年：2\n镇：柳河镇，收入/2023年：10，收入/2022年：9，支出/2023年：4，支出/2022年：5",
            id="a head of two lines, the upper without a name for the rows",
        ),
        pytest.param(
            "镇　学校　学生\n青石镇　4　1520\n镇　学校　学生\n柳河镇　3　980",
            "镇：青石镇，学校：4，学生：1520\n镇：柳河镇，学校：3，学生：980",
            id="a head that comes again",
        ),
        pytest.param(
            "序号　学校　学生\n1　青石小学　1520\n2　柳河小学　980",
            "序号：1，学校：青石小学，学生：1520\n序号：2，学校：柳河小学，学生：980",
            id="numbered rows",
        ),
        pytest.param(
            "科目　金额（元）\n办公费　1520\n水电费　980",
            "科目：办公费，金额（元）：1520\n科目：水电费，金额（元）：980",
            id="two columns",
        ),
        pytest.param(
            "下表是各税种：\n增值税　3120　2.5\n契税　760　-1.0\n资源税　640　—",
            "下表是各税种：\n增值税，3120，2.5\n契税，760，-1.0\n资源税，640，—",
            id="no head",
        ),
    ],
)
def test_rows_are_those_of_any_other_table(drawn: str, rows: str) -> None:
    assert _read(drawn) == rows


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("全年　投入资金12亿元，　新建学校8所。\n全年　投入资金13亿元，　新建学校9所。", id="prose"),
        pytest.param("姓名：沈兰　性别：女　年龄：58岁\n科室：内科　床号：17　住院：15天", id="labels with values"),
        pytest.param("姓名　单位　职务\n沈兰　青石小学　校长\n程远　柳河小学　教师", id="names in columns"),
        pytest.param("沈兰　　程远　　陆野\n何川　　邹涵　　齐越", id="names alone"),
        pytest.param("青禾县教育局　　沈兰\n2024年1月5日　　印120份", id="signature"),
        pytest.param("山前　流水绕人家\n一夜　春风入万花", id="poem"),
        pytest.param("青教〔2024〕3号　　内部资料\n青禾县教育局　　2024年1月5日", id="letterhead"),
        pytest.param("目　录\n一、工作回顾　1\n二、存在问题　12\n三、下步打算　18", id="contents"),
        pytest.param("第一部分　工作回顾\n第二部分　下步打算\n第三部分　2024年安排", id="aligned headings"),
        pytest.param("表1　2023年主要指标\n油料　19.4\n禽蛋　12.8", id="a caption is no head"),
        pytest.param("来源：县政府办公室　日期：2024-01-05\n【打印】　【关闭】　浏览 317", id="page furniture"),
        pytest.param("客运量（亿人次）　2.87　3.94　-27.2%", id="a row alone"),
        pytest.param("指标　2023年　2022年\n学校　32　35　-8.6\n教师　120　118　1.7", id="a column without a name"),
        pytest.param(
            "收入　支出情况\n镇　2023年　2022年　2023年　2022年\n青石镇　12　11　3　2", id="of which of two years"
        ),
        pytest.param("1　32　45\n2　33　46\n3　34　47", id="numbers without a name"),
        pytest.param("1.学校8所　　2.医院3家\n3.公园2个　　4.桥梁5座", id="items side by side"),
    ],
)
def test_what_is_no_table_stays(text: str) -> None:
    assert _read(text) == text


def test_what_the_format_says_of_lines_moves_with_them() -> None:
    lines = ["一、概况", "镇　学校　学生", "青石镇　4　1520", "柳河镇　3　980", "二、问题", "学段：小学，学校：7"]
    made = with_tables(
        Content("\n".join(lines), headings=(1, 5), rows=(6,), dropped=(DroppedLine(5, "打印", "buttons"),))
    )
    said = made.text.split("\n")
    assert [said[number - 1] for number in made.headings] == ["一、概况", "二、问题"]
    assert [said[number - 1] for number in made.rows] == [
        "镇：青石镇，学校：4，学生：1520",
        "镇：柳河镇，学校：3，学生：980",
        lines[5],
    ]
    assert said[made.dropped[0].number - 1] == "二、问题"


def test_heading_between_the_rows_is_no_group_of_them() -> None:
    text = "概况\n镇　学校　学生\n青石镇　4　1520\n柳河镇　3　980\n财政收支\n收入　5200　4800\n支出　6200　5800"
    made = with_tables(Content(text, headings=(1, 5)))
    assert [made.text.split("\n")[number - 1] for number in made.headings] == ["概况", "财政收支"]


def test_cells_have_their_figures_and_stand_in_the_stored_text() -> None:
    text = "青禾县2023年统计公报\n一、交通\n全年公路水路运输总体平稳，主要指标见下表。\n指标　2023年　2022年　增减\n客运量（亿人次）　2.87　3.94　-27.2%\n营运线路（条）　268　259　9\n二、教育\n全县共有学校32所。\n"
    source = decode("x.txt", "x.txt", text.encode())
    row = next(s for s in parse(source)[0].sentences if "客运量" in s.text)
    assert row.text in source.text.split("\n")
    assert [(f.text, f.subject, f.period) for f in row.figures[:2]] == [
        ("2.87", "客运量", "2023"),
        ("3.94", "客运量", "2022"),
    ]


def test_a_row_alone_is_no_range_and_no_heading() -> None:
    text = "青禾县2023年工作总结\n一、交通\n全年公路水路运输总体平稳。\n二、客运量　31264　26.8%\n全年新开公交线路3条，优化线路8条，群众出行更加便利。\n"
    report = parse(decode("x.txt", "x.txt", text.encode()))[0]
    assert [section.path[-1] for section in report.sections] == ["一、交通"]
    row = next(s for s in report.sentences if "31264" in s.text)
    assert [(f.text, f.low) for f in row.figures] == [("26.8%", None)]


@pytest.mark.parametrize(
    "unit", ["　1", "\t", "a  ", "a　1\n", "名　1　2\n", "名　数\n", "（　", "1　\n\n", "其中　a　1\n"]
)
def test_time_grows_no_faster_than_a_text(unit: str) -> None:
    assert_in_proportion(lambda length: _read("名　1\n" + unit * (length // len(unit))), 8_000, 64_000)
