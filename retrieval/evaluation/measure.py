"""A file of gold questions in, scores out: hit@1/3/5, MRR, refusals, and the tutorial baseline beside them.

A question is hit at rank k when one of the first k answers quotes one of its evidence strings (white space apart)
from the right report. Questions about several reports (``compare``) and those without an answer (``unanswerable``)
are scored apart. The figures that a question expects are looked for in the first quotation where that is the right one,
and those of a comparison in its rows. Rendering is left to the face.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.ask import Asker
from retrieval.errors import QuestionFileError
from retrieval.evaluation.reference_bm25 import tutorial_ranker
from retrieval.model import Answer
from retrieval.text.segmentation import cut
from store.archive.base import ArchiveReader
from store.language.characters import squeeze
from store.model import Figure, ReportInfo

_DEPTH = 5


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """An expected figure: its value in the base unit, and that unit; "" where a bare 万 or 亿 stands there."""

    value: Decimal
    unit: str

    def is_given_by(self, figures: Iterable[Figure]) -> bool:
        """Whether one of the figures has this unit and this value, as its own or as an end of its range."""
        return any(one.unit == self.unit and self.value in (one.value, one.low, one.high) for one in figures)


def read_figure(row: Mapping[str, Any]) -> GoldFigure:
    """The figure of one entry of a question's ``figures``: ``value``, ``unit`` and, for 万 and 亿, ``plain``.

    >>> read_figure({"value": 1.3, "unit": "亿元", "plain": 130000000})
    GoldFigure(value=Decimal('130000000'), unit='元')
    """
    scaled = "plain" in row
    unit: str = row["unit"]
    return GoldFigure(Decimal(str(row["plain" if scaled else "value"])), unit[1:] if scaled else unit)


def found_among(expected: Sequence[GoldFigure], figures: Sequence[Figure]) -> int:
    """How many of the expected figures are there."""
    return sum(one.is_given_by(figures) for one in expected)


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One line of a question file. ``reports`` is empty where nothing stored answers; several are compared.

    ``scope`` says whether the question names its report, None where the file does not say. ``every`` is true where all
    of the evidence belongs to a full answer, false where any piece of it will do.
    """

    id: str
    text: str
    type: str
    reports: tuple[str, ...]
    scope: bool | None
    evidence: tuple[str, ...]
    every: bool = True
    context: tuple[str, ...] = ()
    figures: tuple[GoldFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """What scoring needs of an answer: the report that it is from, and the quoted text."""

    report: ReportInfo
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question asked: the rank of the first hit (None: not among the first five), and the answer's status.

    ``complete`` is true where the first five hold all of the evidence that a full answer needs. ``figures`` counts the
    expected figures that the first quotation holds, or the rows of a comparison; ``asked`` is true where the figure
    picked as the one asked for is one of them.
    """

    question: GoldQuestion
    rank: int | None
    complete: bool
    status: str
    figures: int = 0
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1 over ``count`` questions; ``complete`` is the share with all evidence in the first five."""

    name: str
    count: int
    hit1: float
    hit3: float
    hit5: float
    mrr: float
    complete: float


@dataclass(frozen=True, slots=True)
class Measurement:
    """The scores of one question file. ``overall`` is over the questions that one report answers.

    ``refused`` of ``unanswerable`` questions without an answer were refused, ``doubted`` of them were at least shown
    as uncertain; ``wrongly_refused`` counts refusals of answerable ones.

    ``figures_of`` questions expect figures and have the right sentence first; in ``figures_right`` of them its figures
    hold all that are expected, in ``figures_asked`` the one picked as asked for is among those. ``compared_of`` figures
    are expected of comparisons, and ``compared_found`` of them stand in a row.
    """

    overall: Score
    by_type: tuple[Score, ...]
    by_scope: tuple[Score, ...]
    unanswerable: int
    refused: int
    doubted: int
    wrongly_refused: int
    figures_right: int
    figures_asked: int
    figures_of: int
    compared_found: int
    compared_of: int
    baseline: Score
    outcomes: tuple[Outcome, ...]


def read_questions(path: Path) -> tuple[GoldQuestion, ...]:
    """The questions of a file, one JSON object a line. Raises QuestionFileError, naming the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError("读不出问题文件", where=str(path), remedy="请检查路径，文件应为 UTF-8 文本") from error
    return tuple(_gold(line, f"{path}:{number}") for number, line in enumerate(lines, start=1) if line.strip())


def measure(archive: ArchiveReader, asker: Asker, questions: Sequence[GoldQuestion]) -> Measurement:
    """Ask every question, and the tutorial pipeline beside it."""
    plain = _tutorial(archive)
    outcomes = tuple(_outcome(gold, asker.ask(gold.text, context=gold.context, top=_DEPTH)) for gold in questions)
    single = [one for one in outcomes if len(one.question.reports) == 1]
    without = [one for one in outcomes if not one.question.reports]
    types = dict.fromkeys(one.question.type for one in outcomes if one.question.reports)
    figured = [one for one in single if one.rank == 1 and one.question.figures]
    compared = [one for one in outcomes if len(one.question.reports) > 1]
    baseline = [_judge(one.question, plain(one.question.text), "answered") for one in single]
    return Measurement(
        overall=_score("all", single),
        by_type=tuple(_score(kind, [one for one in outcomes if one.question.type == kind]) for kind in types),
        by_scope=tuple(
            _score(name, told)
            for name, scope in (("scope", True), ("no scope", False))
            if (told := [one for one in single if one.question.scope is scope])
        ),
        unanswerable=len(without),
        refused=sum(one.status == "no_answer" for one in without),
        doubted=sum(one.status != "answered" for one in without),
        wrongly_refused=sum(one.status == "no_answer" for one in outcomes if one.question.reports),
        figures_right=sum(one.figures == len(one.question.figures) for one in figured),
        figures_asked=sum(one.asked for one in figured),
        figures_of=len(figured),
        compared_found=sum(one.figures for one in compared),
        compared_of=sum(len(one.question.figures) for one in compared),
        baseline=_score("baseline", baseline),
        outcomes=outcomes,
    )


def names_report(key: str, report: ReportInfo) -> bool:
    """Whether a key of the question file (``000``, ``003-2``) means this report.

    The key is the report's id, or the beginning of its file's name and, after ``-``, its number in the file.
    """
    if key == report.id:
        return True
    stem, _, part = key.partition("-")
    rest = report.source.removeprefix(stem)
    begins = rest != report.source and not rest[:1].isalnum()
    return begins and (not part or part == str(report.part))


def _gold(line: str, where: str) -> GoldQuestion:
    try:
        row = json.loads(line)
        reports = row["report"]
        return GoldQuestion(
            id=row["id"],
            text=row["question"],
            type=row["type"],
            reports=() if reports is None else (reports,) if isinstance(reports, str) else tuple(reports),
            scope=row.get("scope"),
            evidence=tuple(map(squeeze, row["evidence"])),
            every=row.get("evidence_mode", "all") == "all",
            context=tuple(row.get("context", ())),
            figures=tuple(map(read_figure, row.get("figures", ()))),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionFileError(
            f"不是问题记录（{error}）",
            where=where,
            remedy="每行一个 JSON 对象，含 id、question、type、report、evidence",
        ) from error


def _outcome(gold: GoldQuestion, answer: Answer) -> Outcome:
    outcome = _judge(gold, [Quote(one.report, one.quote) for one in answer.answers], answer.status)
    if len(gold.reports) > 1:
        rows = () if answer.comparison is None else answer.comparison.rows
        given = [row.figure for row in rows if any(names_report(key, row.report) for key in gold.reports)]
        return replace(outcome, figures=found_among(gold.figures, given))
    if not answer.answers:
        return outcome
    first = answer.answers[0]
    picked = () if first.asked is None else (first.figures[first.asked],)
    asked = found_among(gold.figures, picked) > 0
    return replace(outcome, figures=found_among(gold.figures, first.figures), asked=asked)


def _judge(gold: GoldQuestion, quotes: Iterable[Quote], status: str) -> Outcome:
    rank = None
    found: set[str] = set()
    for place, quote in enumerate(quotes, start=1):
        if not any(names_report(key, quote.report) for key in gold.reports):
            continue
        here = {evidence for evidence in gold.evidence if evidence in squeeze(quote.text)}
        if here and rank is None:
            rank = place
        found |= here
    needed = len(set(gold.evidence)) if gold.every else 1
    return Outcome(gold, rank, complete=len(found) >= needed, status=status)


def _score(name: str, outcomes: Sequence[Outcome]) -> Score:
    ranks = [one.rank for one in outcomes]
    count = len(ranks) or 1
    hit1, hit3, hit5 = (sum(rank is not None and rank <= depth for rank in ranks) / count for depth in (1, 3, _DEPTH))
    mrr = sum(1 / rank for rank in ranks if rank is not None) / count
    complete = sum(one.complete for one in outcomes) / count
    return Score(name, len(ranks), hit1, hit3, hit5, mrr, complete)


def _tutorial(archive: ArchiveReader) -> Callable[[str], list[Quote]]:
    """The plain pipeline of the tutorials: jieba's pieces, rank-bm25 as it comes, all sentences, no rules."""
    quotes = [
        Quote(info, sentence.text) for info in archive.reports() for sentence in archive.stored(info.id).sentences
    ]
    if not quotes:
        return lambda _: []
    ranker = tutorial_ranker([[piece.text for piece in cut(quote.text)] for quote in quotes])

    def search(text: str) -> list[Quote]:
        scores = ranker.get_scores([piece.text for piece in cut(text)])
        return [quotes[place] for place in np.argsort(-scores, kind="stable")[:_DEPTH]]

    return search
