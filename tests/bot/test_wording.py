"""Whatever the stages can report has its sentence."""

from __future__ import annotations

import ast
import re
import string
from dataclasses import replace
from pathlib import Path
from types import BuiltinMethodType
from typing import get_args

import pytest

import bot
from bot.wording import answers as answer_words
from bot.wording import chat, commands, engine, serving
from bot.wording import figures as figure_words
from retrieval.model import Answer, Evidence, Question, Reason, ReasonCode, Status
from retrieval.ranking.weights import learned
from store.errors import UnreadableReportError
from store.ingest.load import FileOutcome, Totals
from store.ingest.load import Status as LoadStatus
from store.model import ReportInfo

CODES = sorted(set(learned().ranking) - {"figure_misfit"} | {"variant"})


def answer(status: Status, reason: ReasonCode) -> Answer:
    return Answer("问", status, reason, Question("问", "what", ()), ())


def gaps(said: object) -> int | None:
    """How many values a sentence with gaps takes; None for anything else."""
    if not isinstance(said, BuiltinMethodType) or not isinstance(said.__self__, str):
        return None
    named = {name for _, name, _, _ in string.Formatter().parse(said.__self__) if name is not None}
    return len(named) if named != {""} else said.__self__.count("{}")


def test_every_sentence_with_gaps_is_given_as_many_values() -> None:
    modules = {"chat": chat, "commands": commands, "engine": engine, "serving": serving, "wording": commands}
    modules |= {"answer_words": answer_words, "figure_words": figure_words}
    filled, wrong = 0, []
    for path in sorted(Path(bot.__file__).parent.rglob("*.py")):
        home = modules.get(path.stem) if path.parent.name == "wording" else None
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            where, _, name = ast.unparse(node.func).rpartition(".")
            wanted = gaps(getattr(modules.get(where) if where else home, name, None))
            if wanted is not None:
                filled += 1
                if len(node.args) != wanted or node.keywords:
                    wrong.append(f"{path}:{node.lineno}: {ast.unparse(node)}")
    assert filled > 30
    assert not wrong


@pytest.mark.parametrize("reason", get_args(ReasonCode))
def test_every_outcome_of_a_question_has_its_sentence(reason: ReasonCode) -> None:
    said = answer_words.message(answer("no_answer", reason))
    assert said == "" if reason == "ok" else re.fullmatch(r"[^。]*[\u4e00-\u9fff][^\n]*。|报告库里.*文件夹", said)


def test_what_of_several_things_was_not_found_is_said_first() -> None:
    given = replace(answer("answered", "ok"), missing=("长春", "2015年"))
    assert answer_words.message(given) == "没有找到长春、2015年的内容，下面只是其余的。"
    assert answer_words.message(answer("answered", "ok")) == ""


@pytest.mark.parametrize("reason", ["ok", "nothing_found", "no_place", "several"])
def test_what_was_cut_is_said_with_every_answer(reason: ReasonCode) -> None:
    given = answer("answered", reason)
    for cut in ({"cut": True}, {"cut_before": True}):
        long = replace(given, understood=replace(given.understood, **cut))
        long = replace(long, message=answer_words.message(long))
        for said in (long.message, chat.said(long)):
            assert re.match("(?:前面的)?问题太长，只读了", said)
            assert said.count("太长") == 1


def test_what_was_carried_and_given_up_is_said() -> None:
    given = answer("answered", "ok")
    given = replace(given, understood=replace(given.understood, given_up=("years", "places")))
    said = "在前面说的年份、地区里没有找到，下面是不限年份、地区的回答。"
    assert chat.said(replace(given, status="clarify", reason="several")).startswith(said)
    given = replace(given, understood=replace(given.understood, given_up=("years",)))
    assert answer_words.message(given) == "在前面说的年份里没有找到，下面是不限年份的回答。"


def test_report_that_is_quoted_in_place_of_the_one_spoken_of_is_named() -> None:
    other = Evidence(1, 1.0, 0.6, "句。", 0, 2, report(2021), (), False, (), 1.0, (), 1)
    given = replace(answer("uncertain", "other_report"), answers=(other,))
    given = replace(given, understood=replace(given.understood, given_up=("reports",)))
    said = f"在前面说的报告里没有找到，下面是《{other.report.title}》里说的。"
    assert answer_words.message(given) == said + "这不是所问的那篇报告，请核对。"
    assert chat.said(given) == said + "这不是您问的报告，请核对。"


def test_years_that_follow_one_another_are_missed_together() -> None:
    given = replace(answer("answered", "ok"), missing=("长春", "1980年", "1981年", "1982年", "1985年"))
    assert answer_words.message(given) == "没有找到长春、1980—1982年、1985年的内容，下面只是其余的。"


@pytest.mark.parametrize("code", CODES)
def test_every_reason_of_a_rank_is_worded_in_chinese(code: str) -> None:
    assert re.search("[\u4e00-\u9fff]", answer_words.reason(Reason(code, 1.5, "2021")))


def test_every_field_of_a_report_has_its_name() -> None:
    inner = {"region", "unsure"}
    assert set(commands.FIELDS) == set(ReportInfo.__dataclass_fields__) - inner


@pytest.mark.parametrize("status", sorted(set(get_args(LoadStatus)) - {"failed"}))
def test_every_status_of_a_file_is_worded(status: LoadStatus) -> None:
    said = commands.outcome(FileOutcome("a.txt", status, ("a-1", "a-2"), sentences=7))
    assert "a.txt" in said
    assert "a-1、a-2" in said


def test_totals_name_what_happened_and_nothing_else() -> None:
    counted = Totals(loaded=2, unchanged=0, duplicate=1, replaced=0, failed=3, reports=4, sentences=50)
    assert commands.totals(counted, dry_run=False) == (
        "载入 2 个文件，内容重复 1 个文件，失败 3 个文件；共 4 篇报告、50 句。"
    )
    assert commands.totals(counted, dry_run=True).startswith("试读，没有存入：")


def test_error_is_one_sentence_of_what_where_and_remedy() -> None:
    error = UnreadableReportError("文件是空的", where="a.txt", remedy="请检查")
    assert str(error) == "a.txt: 文件是空的；请检查"


def report(number: int) -> ReportInfo:
    return ReportInfo(
        f"r{number}", f"云堤{number}年工作总结", number, "云堤", "年度总结", None, "a.txt", 1, "", 0, 0, 0
    )


def test_refusal_for_a_year_says_which_years_there_are() -> None:
    told = replace(answer("no_answer", "no_year"), choices=tuple(report(year) for year in (2022, 2021)))
    assert answer_words.message(told).endswith("现有报告的年份有 2021、2022，地区有 云堤。")


def test_choices_are_named() -> None:
    told = replace(answer("clarify", "several"), choices=(report(2021), report(2022)))
    assert answer_words.message(told).endswith("有 《云堤2021年工作总结》〔r2021〕、《云堤2022年工作总结》〔r2022〕。")
    many = replace(told, choices=tuple(report(year) for year in range(1950, 2022)))
    assert answer_words.message(many).count("《") < 20


def test_stored_reports_are_listed_with_their_years() -> None:
    told = replace(answer("clarify", "reports"), choices=(report(2021), report(2022)))
    listed = "2021《云堤2021年工作总结》〔r2021〕、2022《云堤2022年工作总结》〔r2022〕"
    assert answer_words.message(told) == f"现有 2 篇报告：{listed}。"


@pytest.mark.parametrize(
    ("period", "planned", "said"),
    [
        ("2021", False, ""),  # the report's own year goes without saying
        ("2022", True, "说的是 2022 年 计划"),
        (None, True, "计划"),
        ("2019-2021", False, "说的是 2019-2021 年"),
    ],
)
def test_period_is_said_where_it_is_not_the_report_s_own(period: str | None, planned: bool, said: str) -> None:
    evidence = Evidence(1, 1.0, 0.9, "句。", 0, 2, report(2021), (), planned, (), 1.0, (), 1, period=period)
    assert answer_words.period(evidence) == said
