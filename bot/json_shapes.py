"""Reports, answers and load summaries → the JSON of the command line: plain dicts and lists, ready for ``json``."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Any

from bot.formatting import json_number
from bot.wording import answers as answer_words

if TYPE_CHECKING:  # a question waits for none of what loading and measuring need
    from retrieval.evaluation.measure import Measurement
    from retrieval.model import Answer, Comparison, Evidence
    from store.archive.figure_query import FoundFigure
    from store.errors import ReportQAError
    from store.ingest.load import LoadSummary
    from store.model import Figure, Report, ReportInfo

Json = dict[str, Any]
_MOVES = 0.05  # of a score's logarithm


def answer(given: Answer) -> Json:
    """An answer with its evidence."""
    understood = given.understood
    return {
        "question": given.question,
        "status": given.status,
        "message": given.message,
        "understood": {
            "kind": understood.kind,
            "years": list(understood.years),
            "places": list(understood.places),
            "terms": list(understood.terms),
            "carried": dict.fromkeys(understood.carried, True),
            "corrected": {one.typed: one.meant for one in understood.corrected},
        },
        "answers": [evidence(one) for one in given.answers],
        "nearest": [evidence(one) for one in given.nearest],
        "comparison": None if given.comparison is None else comparison(given.comparison),
        "elapsed_ms": round(given.elapsed_ms, 1),
    }


def evidence(given: Evidence) -> Json:
    """One quotation with its source and its figures, in the order of the sentence."""
    return {
        "rank": given.rank,
        "score": given.score,
        "confidence": given.confidence,
        "quote": given.quote,
        "start": given.start,
        "end": given.end,
        "report": _named(given.report),
        "section": list(given.section),
        "period": given.period,
        "planned": given.planned,
        "figures": [figure(one) for one in given.figures],
        "asked": given.asked,
        "matched": [list(span) for span in given.matched],
        "why": reasons(given),
    }


def figure(given: Figure) -> Json:
    """One figure; its numbers are JSON numbers."""
    numbers = {name: json_number(getattr(given, name)) for name in ("value", "low", "high")}
    rank = None if given.rank is None else {"from": given.rank.origin, "to": given.rank.to}
    return dataclasses.asdict(given) | numbers | {"rank": rank}


def comparison(given: Comparison) -> Json:
    """One indicator over several reports."""
    return {
        "indicator": given.indicator,
        "unit": given.unit,
        "rows": [
            {
                "report": _named(row.report),
                "figure": figure(row.figure),
                "quote": row.quote,
                "start": row.start,
                "end": row.end,
            }
            for row in given.rows
        ],
        "missing": list(given.missing),
        "otherwise": [
            {"report": _named(one.report), "quote": one.quote, "start": one.start, "end": one.end}
            for one in given.otherwise
        ],
    }


def found_figure(given: FoundFigure) -> Json:
    """One row of ``figures``: the figure, its sentence and where that stands."""
    return {
        "figure": figure(given.figure),
        "sentence": given.sentence.text,
        "report": _named(given.report),
        "section": list(given.sentence.section),
        "start": given.sentence.start,
        "end": given.sentence.end,
    }


def _named(info: ReportInfo) -> Json:
    """A report as evidence names it."""
    return {name: getattr(info, name) for name in ("id", "title", "year", "place", "kind", "source", "part")}


def reasons(given: Evidence) -> list[str]:
    """What moved the evidence up or down, worded, the strongest first; what left it where it was is passed over."""
    moving = [one for one in given.why if one.factor > 0 and abs(math.log(one.factor)) >= _MOVES]
    moving.sort(key=lambda one: -abs(math.log(one.factor)))
    return [f"{answer_words.reason(one)}（×{one.factor:.2f}）" for one in moving]


_REPORT = (
    *("id", "title", "year", "place", "issuer", "kind", "published", "source", "part", "loaded_at"),
    *("sections", "sentences", "figures"),
)


def report_info(given: ReportInfo) -> Json:
    """One row of ``reports``."""
    return {name: getattr(given, name) for name in _REPORT}


def report(info: ReportInfo, given: Report) -> Json:
    """One whole report."""
    return {
        **report_info(info),
        "outline": [{"level": section.level, "heading": section.heading} for section in given.sections],
        "text": given.text,
        "sentences": [
            {"text": one.text, "start": one.start, "end": one.end, "section": list(one.section)}
            for one in given.sentences
        ],
        "dropped": [{"line": line.number, "text": line.text, "rule": line.rule} for line in given.removed],
    }


def load_summary(given: LoadSummary) -> Json:
    """What became of every file."""
    return {
        "files": [
            {
                "path": file.path,
                "status": file.status,
                "reports": list(file.reports),
                "error": None if file.error is None else error(file.error),
            }
            for file in given.files
        ],
        "totals": dataclasses.asdict(given.totals),
    }


def error(given: ReportQAError) -> Json:
    """What went wrong, where, and how to mend it."""
    return {"what": given.what, "where": given.where, "remedy": given.remedy}


def measurement(given: Measurement) -> Json:
    """The scores of a question file, without the single outcomes."""
    scores = {name: dataclasses.asdict(score) for name, score in (("all", given.overall), ("baseline", given.baseline))}
    return {
        **scores,
        "by_type": [dataclasses.asdict(score) for score in given.by_type],
        "by_scope": [dataclasses.asdict(score) for score in given.by_scope],
        "unanswerable": given.unanswerable,
        "refused": given.refused,
        "doubted": given.doubted,
        "wrongly_refused": given.wrongly_refused,
        "figures": {"right": given.figures_right, "asked": given.figures_asked, "of": given.figures_of},
        "compared": {"found": given.compared_found, "of": given.compared_of},
        "missed": [
            {"id": one.question.id, "type": one.question.type, "rank": one.rank, "status": one.status}
            for one in given.outcomes
            if len(one.question.reports) == 1 and one.rank != 1
        ],
    }
