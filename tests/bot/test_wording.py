"""Whatever the stages can report has its sentence."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from bot import wording
from retrieval.model import Answer, Question, Reason, ReasonCode, Status
from store.errors import UnreadableReportError
from store.load import FileOutcome, Totals
from store.load import Status as LoadStatus
from store.model import ReportInfo

CODES = [
    *("words", "grams", "lead", "heading", "title", "coverage", "kind", "near", "report", "year", "other_year"),
    *("planned", "heading_only", "fragment"),
]


def answer(status: Status, reason: ReasonCode) -> Answer:
    return Answer("问", status, reason, Question("问", "what", ()), ())


@pytest.mark.parametrize("reason", get_args(ReasonCode))
def test_every_outcome_of_a_question_has_its_sentence(reason: ReasonCode) -> None:
    said = wording.message(answer("no_answer", reason))
    assert said == "" if reason == "ok" else re.fullmatch(r"[^。]*[\u4e00-\u9fff][^\n]*。|报告库里.*文件夹", said)


@pytest.mark.parametrize("code", CODES)
def test_every_reason_of_a_rank_is_worded_in_chinese(code: str) -> None:
    assert re.search("[\u4e00-\u9fff]", wording.reason(Reason(code, 1.5, "2021")))


def test_every_field_of_a_report_has_its_name() -> None:
    assert list(wording.FIELDS) == list(ReportInfo.__dataclass_fields__)


@pytest.mark.parametrize("status", sorted(set(get_args(LoadStatus)) - {"failed"}))
def test_every_status_of_a_file_is_worded(status: LoadStatus) -> None:
    said = wording.outcome(FileOutcome("a.txt", status, ("a-1", "a-2"), sentences=7))
    assert "a.txt" in said
    assert "a-1、a-2" in said


def test_totals_name_what_happened_and_nothing_else() -> None:
    counted = Totals(loaded=2, unchanged=0, duplicate=1, replaced=0, failed=3, reports=4, sentences=50)
    assert wording.totals(counted, dry_run=False) == (
        "载入 2 个文件，内容重复 1 个文件，失败 3 个文件；共 4 篇报告、50 句。"
    )
    assert wording.totals(counted, dry_run=True).startswith("试读，没有存入：")


def test_error_is_one_sentence_of_what_where_and_remedy() -> None:
    error = UnreadableReportError("文件是空的", where="a.txt", remedy="请检查")
    assert str(error) == "a.txt: 文件是空的；请检查"
