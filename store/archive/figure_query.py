"""What is wanted of the stored figures → the figures that have it, each with its sentence and report, best first.

The archive's connection comes in, inside a transaction that the archive holds. SQL narrows by report, unit, kind and
value; words are matched here, in the form that the caller matches texts in (``fold``), since SQL knows none.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from store.archive.sqlite import rows
from store.figures.query_terms import Limit
from store.model import Figure, ReportInfo, StoredSentence

Fold = Callable[[str], str]
_CLAUSE_END = re.compile(r"[，；。：！？!?;:]|,(?!\d{3})")


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """What a figure must have: all of the words in its sentence, its unit and kind where given, and every limit.

    Where there is a limit the words must stand in the figure's own clause: 教师 大于100 is no question about the money in
    a sentence that speaks of teachers elsewhere.
    """

    words: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    unit: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure with the sentence that it is read from and the report that holds it."""

    figure: Figure
    sentence: StoredSentence
    report: ReportInfo


def find(
    db: sqlite3.Connection, wanted: FigureQuery, reports: Mapping[int, ReportInfo], *, fold: Fold
) -> tuple[FoundFigure, ...]:
    """The figures in these reports (by their keys) that have what is wanted.

    Those whose subject is what the words say come first, then those whose subject holds the most of them; otherwise they
    stand in the order of the reports and in reading order.
    """
    sentences = partial(rows.fetch_sentences, db)
    return matching(wanted, _narrowed(db, wanted, reports, fold), sentences, tuple(reports.values()), fold=fold)


def matching(
    wanted: FigureQuery,
    narrowed: Iterable[tuple[int, str]],
    stored: Callable[[Sequence[int]], Iterable[StoredSentence]],
    reports: Sequence[ReportInfo],
    *,
    fold: Fold,
) -> tuple[FoundFigure, ...]:
    """The same from the sentences (id and text) that an archive has narrowed down to, and what gives a sentence by id."""
    words = tuple(fold(word) for word in wanted.words)
    sentences = [
        number for number, text in narrowed if all(word in folded for folded in (fold(text),) for word in words)
    ]
    order = {info.id: place for place, info in enumerate(reports)}
    infos = {info.id: info for info in reports}
    found = [
        (_distance(fold(figure.subject), words), order[sentence.report], sentence.id, figure.start, sentence, figure)
        for sentence in stored(sentences)
        for figure in sentence.figures
        if _has(figure, wanted, fold) and (not wanted.limits or _near(sentence.text, figure, words, fold))
    ]
    found.sort(key=lambda one: one[:4])
    return tuple(FoundFigure(figure, sentence, infos[sentence.report]) for *_, sentence, figure in found)


def _narrowed(
    db: sqlite3.Connection, wanted: FigureQuery, reports: Mapping[int, ReportInfo], fold: Fold
) -> Sequence[tuple[int, str]]:
    """The sentences of the reports that have a figure of the unit, the kind and about the value, by id."""
    # Numbers are rounded to 53 bits here, always the same way, and compared exactly in _has.
    where = ["figures.report IN (SELECT value FROM json_each(?))"]
    values: list[str | float] = [json.dumps(list(reports))]
    for unit in {wanted.unit, *(limit.unit for limit in wanted.limits)} - {None, ""}:
        # As written, so that 噸 is found by 吨.
        written = [one for (one,) in db.execute("SELECT DISTINCT unit FROM figures") if fold(one) == fold(unit or "")]
        where.append("unit IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(written))
    if wanted.kind is not None:
        where.append("kind = ?")
        values.append(wanted.kind)
    for limit in wanted.limits:
        value = float(limit.value)
        where.append({"least": "least >= ?", "most": "most <= ?", "name": "? BETWEEN least AND most"}[limit.side])
        values.append(value)
    return db.execute(
        "SELECT sentences.id, sentences.text FROM sentences WHERE sentences.id IN"
        f" (SELECT sentence FROM figures WHERE {' AND '.join(where)})",
        values,
    ).fetchall()


def _has(figure: Figure, wanted: FigureQuery, fold: Fold) -> bool:
    unit = fold(figure.unit)
    return (
        (wanted.unit is None or unit == fold(wanted.unit))
        and (wanted.kind is None or figure.kind == wanted.kind)
        and all(limit.holds(figure) and (not limit.unit or unit == fold(limit.unit)) for limit in wanted.limits)
    )


def _near(text: str, figure: Figure, words: tuple[str, ...], fold: Fold) -> bool:
    start = max((match.end() for match in _CLAUSE_END.finditer(text, 0, figure.start)), default=0)
    end = _CLAUSE_END.search(text, figure.end)
    clause = fold(text[start : end.start() if end else len(text)])
    subject = fold(figure.subject)
    return all(word in clause or word in subject for word in words)


def _distance(subject: str, words: tuple[str, ...]) -> int:
    """How far the subject is from the words: 0 where it is what they say, else 1 and the words that it lacks."""
    if subject == "".join(words):
        return 0
    return 1 + sum(word not in subject for word in words)
