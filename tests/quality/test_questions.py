"""Our own questions are sound: what they expect stands in the report that they name, and they cover what is asked."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

from store.archive.sqlite.archive import Archive
from tests.quality.floors import OTHER, OWN

TYPES = set(
    "count money percent change date who list what problem plan synonym traditional typo keyword"
    " followup compare unanswerable".split()
)
REQUIRED = {"id", "question", "type", "report", "scope", "evidence", "answers", "figures"}
OPTIONAL = {"context", "answers_mode", "evidence_mode", "note"}
ROWS: list[dict[str, Any]] = [json.loads(line) for line in OWN.questions.read_text("utf-8").splitlines()]
SCALES = {"万": 10**4, "亿": 10**8}

every_question = pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
every_answerable = pytest.mark.parametrize(
    "row", [row for row in ROWS if row["report"] is not None], ids=lambda row: row["id"]
)


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def named(row: dict[str, Any]) -> list[tuple[str, str]]:
    """Each piece of evidence with the report that it is from."""
    if row["type"] == "compare":
        return list(zip(row["report"], row["evidence"], strict=True))
    return [(row["report"], evidence) for evidence in row["evidence"]]


def around(text: str, evidence: str) -> str:
    """The sentence that holds the evidence."""
    start = text.index(evidence)
    before = max(text.rfind(end, 0, start) for end in "。！？") + 1
    after = re.search(r"[。！？]|$", text[start + len(evidence) :])
    assert after is not None
    return text[before : start + len(evidence) + after.start()]


@every_question
def test_fields_are_those_of_the_format(row: dict[str, Any]) -> None:
    assert set(row) >= REQUIRED
    assert set(row) <= REQUIRED | OPTIONAL
    assert re.fullmatch(r"s\d{3}", row["id"])
    assert row["question"].strip()
    assert row["type"] in TYPES
    assert isinstance(row["scope"], bool)
    assert {row.get("answers_mode", "all"), row.get("evidence_mode", "all")} <= {"any", "all"}
    assert (row["type"] == "followup") == bool(row.get("context"))


@every_question
def test_only_a_question_without_an_answer_names_no_report_and_only_a_comparison_several(row: dict[str, Any]) -> None:
    if row["type"] == "unanswerable":
        assert (row["report"], row["evidence"], row["answers"], row["figures"]) == (None, [], [], [])
    elif row["type"] == "compare":
        assert len(set(row["report"])) == len(row["evidence"]) >= 2
    else:
        assert isinstance(row["report"], str)
        assert row["evidence"]


@every_answerable
def test_evidence_stands_once_in_the_named_report(row: dict[str, Any], samples: Archive) -> None:
    for report, evidence in named(row):
        assert len(squeeze(evidence)) >= 8
        assert not re.search(r"[。！？!?\n]", evidence)
        times = squeeze(samples.stored(report).text).count(squeeze(evidence))
        assert times == 1 or (times > 1 and row.get("evidence_mode") == "any"), (report, evidence, times)


@every_answerable
def test_answers_and_figures_stand_in_the_sentences_of_the_evidence(row: dict[str, Any], samples: Archive) -> None:
    texts = {report: squeeze(samples.stored(report).text) for report, _ in named(row)}
    sentences = "\n".join(around(texts[report], squeeze(evidence)) for report, evidence in named(row))
    assert row["answers"]
    there = [squeeze(answer) in sentences for answer in row["answers"]]
    assert all(there) if row.get("answers_mode") == "all" else any(there)
    for figure in row["figures"]:
        assert re.search(rf"(?<![\d.]){re.escape(repr(figure['value']))}(?!\.?\d)", sentences), figure
        scale = SCALES.get(figure["unit"][0])
        assert ("plain" in figure) == (scale is not None)
        if scale is not None:
            assert figure["plain"] == pytest.approx(figure["value"] * scale)


def test_each_question_is_asked_once_under_one_id() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert len({(row["question"], *row.get("context", ())) for row in ROWS}) == len(ROWS)


def test_every_type_and_every_report_is_asked_about(samples: Archive) -> None:
    assert 60 <= len(ROWS) <= 80
    types = Counter(row["type"] for row in ROWS)
    assert set(types) == TYPES
    assert min(types.values()) >= 3
    assert {report for row in ROWS if row["report"] for report, _ in named(row)} == {
        info.id for info in samples.reports()
    }


def test_half_of_the_questions_name_a_place_or_a_year() -> None:
    assert 0.4 <= sum(row["scope"] for row in ROWS) / len(ROWS) <= 0.6


def test_no_question_is_one_that_the_program_was_tuned_on() -> None:
    if not OTHER.questions.exists():
        pytest.skip(f"no {OTHER.name} beside the project")
    tuned = {json.loads(line)["question"] for line in OTHER.questions.read_text("utf-8").splitlines()}
    assert not tuned & {row["question"] for row in ROWS}
