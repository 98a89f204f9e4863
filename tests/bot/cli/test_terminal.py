"""Columns that stay aligned with Chinese, and lines that stay lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.cli import terminal
from bot.cli.output import complain
from bot.formatting import one_line
from retrieval.model import Answer, Comparison, ComparisonRow, Evidence, Question
from retrieval.model import Kind as QuestionKind
from store.figures.extract import figures_in
from store.model import ReportInfo


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


# -------------------------------------------------------------------------------------------- figures, comparisons

INFO = ReportInfo("a", "云堤县总结", 2021, "云堤县", None, None, "a.txt", 1, "2024-01-01T00:00:00+00:00", 3, 9, 0)
LONG = "招聘教师132名，其中特岗60名、公开招聘45名、人才引进20名、选调7名，投入10500万元，教职工比上年增加8名，研究生占比3.5%。"


def evidence(quote: str, asked: int | None = None, period: str | None = None) -> Evidence:
    return Evidence(
        **{"rank": 1, "score": 2.5, "confidence": 0.9, "quote": quote, "start": 7, "end": 16, "report": INFO},
        **{"section": (), "planned": False, "matched": (), "coverage": 1.0, "why": (), "sentence": 1},
        **{"figures": figures_in(quote), "asked": asked, "period": period},
    )


def show(kind: QuestionKind, quote: str, asked: int | None = None, period: str | None = None) -> None:
    given = Answer("问", "answered", "ok", Question("问", kind, ()), (evidence(quote, asked, period),))
    terminal.answer(given, explain=False)


@pytest.mark.parametrize(
    ("kind", "quote", "asked", "lines"),
    [
        ("money", LONG, 5, ["投入 · 10500万元（1.05亿元） · 2021年"]),
        ("money", LONG, None, []),  # it is of something else
        ("percent", LONG, 7, ["研究生占比 · 3.5% · 2021年"]),
        ("change", LONG, None, ["教职工 · 8名 · 增加 · 2021年"]),
        ("what", LONG, None, []),
        ("problem", "缺口约1.2亿元。", None, ["缺口 · 1.2亿元 · 约 · 2021年"]),
        ("plan", "力争新建幼儿园不少于4所。", None, ["新建幼儿园 · 4所 · 以上 · 计划 · 2021年"]),
        ("what", "没有数字。", None, []),
    ],
)
def test_figures_worth_showing_stand_under_the_quotation(
    kind: QuestionKind, quote: str, asked: int | None, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    show(kind, quote, asked)
    first, *between, last = capsys.readouterr().out.splitlines()
    assert (first, last[:6]) == (f"1. {quote}", "   —— ")
    assert between == [f"   {line}" for line in lines]


def test_figure_asked_for_stands_first_and_the_others_of_its_kind_are_few(capsys: pytest.CaptureFixture[str]) -> None:
    show("count", LONG, 3)
    lines = capsys.readouterr().out.splitlines()[1:-1]
    assert [line.split(" · ")[1] for line in lines[:-1]] == ["20名", "132名", "60名", "45名"]
    assert lines[-1] == "   （这一句另有同类数据 2 个）"


def test_figures_of_both_kinds_stand_there_where_both_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    quote = "投入80万元，资助学生300人。"
    asked = "资助了多少学生，花了多少钱"
    given = Answer(asked, "answered", "ok", Question(asked, "money", ()), (evidence(quote, 0),))
    terminal.answer(given, explain=False)
    lines = capsys.readouterr().out.splitlines()[1:-1]
    assert [line.split(" · ")[1] for line in lines] == ["80万元", "300人"]


def test_period_of_the_sentence_goes_before_the_year_of_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    show("count", "招聘教师132名。", 0, "2018-2020")
    assert "   招聘教师 · 132名 · 2018-2020年\n" in capsys.readouterr().out


def test_refusal_shows_no_figures(capsys: pytest.CaptureFixture[str]) -> None:
    question = Question("问", "count", ())
    terminal.answer(Answer("问", "no_answer", "ok", question, (), (evidence("招聘教师132名。", 0),)), explain=False)
    assert capsys.readouterr().out.splitlines()[1:-1] == ["1. 招聘教师132名。"]


def test_long_quotations_and_ids_leave_a_comparison_within_eighty_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    quote = "面对复杂局面，全县上下齐心，" * 9 + "收取教育费附加2.1亿元，" + "各项工作再上台阶，" * 9
    figure = next(one for one in figures_in(quote) if one.text == "2.1亿元")
    row = ComparisonRow(replace(INFO, id="青禾县教育工作总结与统计公报汇编-2"), figure, quote, 0, len(quote))
    terminal.comparison(Comparison("教育费附加", "元", (row, row)))
    *_, line = capsys.readouterr().out.splitlines()
    assert terminal.width(line) <= 80
    assert "收取教育费附加2.1亿元，" in line


def test_comparison_is_a_table_and_names_the_reports_that_do_not_say(capsys: pytest.CaptureFixture[str]) -> None:
    rows = []
    for place, quote in (("云堤县", "征缴教育费附加10500万元。"), ("石渡区", "力争征缴教育费附加约850万元。")):
        info = replace(INFO, id=place, place=place)
        rows.append(ComparisonRow(info, figures_in(quote)[0], quote, 0, len(quote)))
    compared = Comparison("教育费附加", "元", tuple(rows), ("临水县总结", "向阳镇总结"))
    given = Answer("问", "answered", "ok", Question("问", "comparison", ()), (), comparison=compared)
    terminal.answer(given, explain=False)
    head, columns_, first, second, missing = capsys.readouterr().out.splitlines()
    assert (head, missing) == ("教育费附加", "没有说到的：临水县总结、向阳镇总结")
    assert columns_.split() == ["地区", "年份", "数值", "报告", "原句"]
    assert first.split() == ["云堤县", "2021", "10500万元（1.05亿元）", "云堤县", "征缴教育费附加10500万元。"]
    assert second.split() == ["石渡区", "2021", "计划约850万元", "石渡区", "力争征缴教育费附加约850万元。"]
    assert (
        len({terminal.width(line[: line.index(quote)]) for line, quote in ((first, "征缴"), (second, "力争征缴"))}) == 1
    )


def test_a_bar_fits_the_terminal_and_leaves_nothing_behind(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    with terminal.counter("载入报告") as tell:
        for done in range(4):
            tell(done, 3)
    *lines, cleared, end = capsys.readouterr().err.split("\r")[1:]
    assert [line.split()[2] for line in lines] == ["0/3", "1/3", "2/3", "3/3"]
    assert [line.count("━") for line in lines] == sorted(line.count("━") for line in lines)
    assert all(terminal.width(line) < 50 for line in lines)
    assert cleared == " " * terminal.width(lines[-1].rstrip())
    assert end == ""
