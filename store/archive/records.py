"""Figures, sentences and reports ↔ the columns that every archive keeps of them; what comes back is equal to what went in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from sys import intern
from typing import Any

from store.archive import correction_text
from store.model import DroppedLine, Figure, Rank, Report, ReportInfo, Section, Sentence, StoredSentence

Row = Sequence[Any]
FIGURE = (
    'text, start, "end", value, low, high, unit, kind, bound, change, subject, "of", planned,'
    " currency, per, base, rank_from, rank_to, period, indicator, nature"
)


def figure_values(one: Figure) -> tuple[Any, ...]:
    """The columns that FIGURE names, with its least and its most as floats behind ``high``."""
    return (
        *(one.text, one.start, one.end),
        *(None if number is None else str(number) for number in (one.value, one.low, one.high)),
        *(float(one.least), float(one.most), one.unit, one.kind, one.bound, one.change, one.subject, one.of),
        *(one.planned, one.currency, one.per, one.base),
        *((None, None) if one.rank is None else (one.rank.origin, one.rank.to)),
        *(one.period, one.indicator, one.nature),
    )


def figures_of(rows: Iterable[Row]) -> dict[int, tuple[Figure, ...]]:
    """The figures of each sentence, from its id and the columns that FIGURE names, in order."""
    found: dict[int, list[Figure]] = {}
    for sentence, *row in rows:
        found.setdefault(sentence, []).append(figure_of(row))
    return {sentence: tuple(figures) for sentence, figures in found.items()}


def figure_of(row: Row) -> Figure:
    """A figure from the columns that FIGURE names."""
    text, start, end, value, low, high, unit, kind, bound, change, subject, of, planned, *fact = row
    currency, per, base, origin, to, period, indicator, nature = fact
    # What thousands of figures have in common is kept once.
    return Figure(
        *(text, start, end, _decimal(value), _decimal(low), _decimal(high), intern(unit), intern(kind), intern(bound)),
        *(_once(change), subject, of, bool(planned), _once(currency), per, base),
        *(None if to is None else Rank(origin, to), _once(period), _once(indicator), _once(nature)),
    )


def _once(text: str | None) -> str | None:
    return None if text is None else intern(text)


def _decimal(stored: str | None) -> Decimal | None:
    return None if stored is None else Decimal(stored)


def info_of(row: Row) -> ReportInfo:
    """A report without its text; its region and what is unsure of it come last, as they are stored."""
    *said, region, unsure = row
    return ReportInfo(*said, *(tuple(names.split()) for names in (region, unsure)))


def front_values(report: Report) -> tuple[Any, ...]:
    """Issuer, region, unsure fields and correction as they are stored."""
    return report.issuer, " ".join(report.region), " ".join(report.unsure), correction_text.written(report.given)


def stored_of(row: Row, figures: tuple[Figure, ...]) -> StoredSentence:
    """A sentence from its id, report, text, start, end, path, paragraph, heading, period and plan, and its figures."""
    number, report, text, start, end, path, paragraph, heading, period, planned = row
    place = (number, intern(report), text, start, end, tuple(path), paragraph, bool(heading))
    return StoredSentence(*place, period=period, planned=bool(planned), figures=figures)


def report_of(
    said: Row,
    front: Row,
    sections: Iterable[Row],
    sentences: Iterable[tuple[Row, tuple[Figure, ...]]],
    dropped: Iterable[Row],
) -> Report:
    """A whole report.

    ``said`` are its part, title, year, place, kind, date and text; ``front`` is as :func:`front_values` gives it; a section has its
    level, heading, path, start, end and run_in, a sentence its text, start, end, path, paragraph, lines, heading, period and plan,
    a dropped line its line, text and rule.
    """
    part, title, year, place, kind, published, text = said
    issuer, region, unsure, corrected = front
    return Report(
        *(part, title, year, place, kind, published, text),
        tuple(
            Section(level, heading, tuple(path), start, end, bool(run_in))
            for level, heading, path, start, end, run_in in sections
        ),
        tuple(
            Sentence(
                *(text, start, end, tuple(path), paragraph, first, last, bool(heading), figures, period, bool(planned))
            )
            for (text, start, end, path, paragraph, first, last, heading, period, planned), figures in sentences
        ),
        tuple(DroppedLine(*row) for row in dropped),
        *(issuer, tuple(region.split()), tuple(unsure.split()), correction_text.read(corrected)),
    )
