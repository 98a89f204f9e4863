"""Answers and errors → plain values that ``json`` takes, in the shapes of the contract."""

from __future__ import annotations

import json
from dataclasses import replace

from bot import json_shapes
from retrieval.model import Answer, Comparison, ComparisonRow, Evidence, Question, Reason, ToldOtherwise, Word
from store.errors import UnreadableReportError
from store.figures.extract import figures_in
from store.ingest.load import FileOutcome, LoadSummary
from store.model import ReportInfo

INFO = ReportInfo("a", "云堤县总结", 2021, None, None, None, "a.txt", 1, "2024-01-01T00:00:00+00:00", 3, 9, 0)
EVIDENCE = Evidence(
    **{"rank": 1, "score": 2.5, "confidence": 0.9, "quote": "招聘教师132名。", "start": 7, "end": 16, "report": INFO},
    **{"section": ("一、队伍",), "planned": True, "matched": ((0, 2), (2, 4)), "coverage": 1.0, "sentence": 1},
    why=(Reason("words", 1.25), Reason("kind", 1.0), Reason("year", 1.4, "2021"), Reason("title", 0.0)),
)
QUESTION = Question(
    "那2021年呢", "count", (Word("招聘", 0, 2, 0.5), Word("招聘", 0, 2)), (2021,), ("云堤",), carried=("terms",)
)


def test_evidence() -> None:
    assert json_shapes.evidence(EVIDENCE) == {
        **{"rank": 1, "score": 2.5, "confidence": 0.9, "quote": "招聘教师132名。", "start": 7, "end": 16},
        "report": {
            **{"id": "a", "title": "云堤县总结", "year": 2021, "place": None, "kind": None, "source": "a.txt"},
            "part": 1,
        },
        **{"section": ["一、队伍"], "period": None, "planned": True, "figures": [], "matched": [[0, 2], [2, 4]]},
        "asked": None,
        "why": ["说的是所问的年份：2021（×1.40）", "词语相符（×1.25）"],
    }


def test_answer_and_its_understanding() -> None:
    given = Answer("那2021年呢", "answered", "ok", QUESTION, (EVIDENCE,), message="好。", elapsed_ms=12.345)
    shaped = json_shapes.answer(given)
    assert shaped["understood"] == {
        **{"kind": "count", "years": [2021], "places": ["云堤"], "terms": ["招聘"], "carried": {"terms": True}},
        "corrected": {},
    }
    assert (shaped["status"], shaped["message"], shaped["elapsed_ms"]) == ("answered", "好。", 12.3)
    assert (len(shaped["answers"]), shaped["nearest"], shaped["comparison"]) == (1, [], None)
    assert json.loads(json.dumps(shaped)) == shaped, "plain lists and dicts all the way down"


def test_refusal_shows_the_nearest_apart() -> None:
    given = Answer("问", "no_answer", "nothing_found", QUESTION, (), (replace(EVIDENCE, rank=1),))
    assert (json_shapes.answer(given)["answers"], len(json_shapes.answer(given)["nearest"])) == ([], 1)


def test_comparison_has_a_row_for_each_report_and_names_those_that_do_not_say() -> None:
    (figure,) = figures_in("招聘教师132名。")
    row = ComparisonRow(INFO, figure, "招聘教师132名。", 7, 16)
    told = ToldOtherwise(INFO, "教师人均培训46学时。", 17, 28)
    compared = Comparison("教师", "名", (row,), ("乙",), otherwise=(told,))
    given = Answer("各地招聘多少名教师", "answered", "ok", QUESTION, (), comparison=compared)
    assert json_shapes.answer(given)["comparison"] == {
        **{"indicator": "教师", "unit": "名", "missing": ["乙"]},
        "rows": [
            {
                "report": json_shapes.evidence(EVIDENCE)["report"],
                "figure": json_shapes.figure(figure),
                **{"quote": "招聘教师132名。", "start": 7, "end": 16},
            }
        ],
        "otherwise": [
            {
                "report": json_shapes.evidence(EVIDENCE)["report"],
                **{"quote": "教师人均培训46学时。", "start": 17, "end": 28},
            }
        ],
    }


def test_figures_of_evidence_stand_in_the_order_of_the_sentence() -> None:
    figures = figures_in("招聘教师132名，其中研究生17名。")
    shaped = json_shapes.evidence(replace(EVIDENCE, figures=figures, asked=1))["figures"]
    assert [(one["value"], one["of"]) for one in shaped] == [(132, None), (17, 0)]


def test_error_of_a_load() -> None:
    error = UnreadableReportError("文件是空的", where="a.txt", remedy="请检查")
    shaped = json_shapes.load_summary(LoadSummary((FileOutcome("a.txt", "failed", error=error),)))
    assert shaped == {
        "files": [
            {
                **{"path": "a.txt", "status": "failed", "reports": []},
                "error": {"what": "文件是空的", "where": "a.txt", "remedy": "请检查"},
            }
        ],
        "totals": {
            **{"loaded": 0, "unchanged": 0, "duplicate": 0, "replaced": 0, "failed": 1, "reports": 0, "sentences": 0}
        },
    }
