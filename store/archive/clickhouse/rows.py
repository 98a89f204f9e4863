"""Reports ↔ the columns of their rows; what comes back is equal to what went in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from store.archive.clickhouse.tables import DROPPED, FIGURES, SECTIONS, SENTENCES, Columns, Table, columns
from store.archive.ids import ORDINAL_BITS, report_key
from store.model import DroppedLine, Figure, Rank, Report, ReportInfo, Section, Sentence, StoredSentence

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A report in one of its revisions, on its way in."""

    id: str
    key: int
    rev: int
    report: Report


def edition_of(report_id: str, rev: int, report: Report) -> Edition:
    """A report under its id and the number of its revision."""
    return Edition(report_id, report_key(report_id), rev, report)


def parts_of(editions: Sequence[Edition]) -> Iterator[tuple[Table, Columns]]:
    """What is stored of the editions beside their records, by table."""
    yield SENTENCES, columns(SENTENCES, (row for one in editions for row in _sentences(one)))
    yield FIGURES, columns(FIGURES, (row for one in editions for row in _figures(one)))
    yield SECTIONS, columns(SECTIONS, (row for one in editions for row in _sections(one)))
    yield DROPPED, columns(DROPPED, (row for one in editions for row in _dropped(one)))


def periods_of(edition: Edition) -> list[str]:
    """The periods that the sentences of a report speak of, each once."""
    return sorted({one.period for one in edition.report.sentences if one.period is not None})


def _sentences(edition: Edition) -> Iterator[Row]:
    for ordinal, one in enumerate(edition.report.sentences):
        number = edition.key << ORDINAL_BITS | ordinal
        yield (
            *(number, edition.rev, edition.id, one.text, one.start, one.end, one.section, one.paragraph),
            *(one.first_line, one.last_line, one.heading, one.period, one.planned),
        )


def _figures(edition: Edition) -> Iterator[Row]:
    for ordinal, sentence in enumerate(edition.report.sentences):
        for place, one in enumerate(sentence.figures):
            yield (
                *(edition.key << ORDINAL_BITS | ordinal, edition.rev, place, one.text, one.start, one.end),
                *(None if number is None else str(number) for number in (one.value, one.low, one.high)),
                *(float(one.least), float(one.most), one.unit, one.kind, one.bound, one.change, one.subject),
                *(one.of, one.planned, one.currency, one.per, one.base),
                *((None, None) if one.rank is None else (one.rank.origin, one.rank.to)),
                *(one.period, one.indicator, one.nature),
            )


def _sections(edition: Edition) -> Iterator[Row]:
    for number, one in enumerate(edition.report.sections):
        yield (*(edition.key, edition.rev, number, one.level, one.heading, one.path, one.start, one.end, one.run_in),)


def _dropped(edition: Edition) -> Iterator[Row]:
    for number, one in enumerate(edition.report.dropped):
        yield edition.key, edition.rev, number, one.number, one.text, one.rule


INFO = "id, title, year, place, kind, published, name, part, loaded_at, sections, sentences, figures, issuer, region, unsure"
FIGURE = (
    'text, start, "end", value, low, high, unit, kind, bound, change, subject, "of", planned,'
    " currency, per, base, rank_from, rank_to, period, indicator, nature"
)
STORED = 'id, report, text, start, "end", path, paragraph, heading, period, planned'


def info_of(row: Row) -> ReportInfo:
    """A report without its text, from the columns that INFO names."""
    *said, region, unsure = row
    return replace(ReportInfo(*said), region=tuple(region.split()), unsure=tuple(unsure.split()))


def figure_of(row: Sequence[Any]) -> Figure:
    """A figure from the columns that FIGURE names."""
    text, start, end, value, low, high, unit, kind, bound, change, subject, of, planned, *fact = row
    currency, per, base, origin, to, *rest = fact
    exact, least, most = (None if number is None else Decimal(number) for number in (value, low, high))
    return Figure(
        *(text, start, end, exact, least, most, unit, kind, bound, change, subject, of, bool(planned)),
        *(currency, per, base, None if to is None else Rank(origin, to), *rest),
    )


def stored_of(row: Row, figures: tuple[Figure, ...]) -> StoredSentence:
    """A sentence from the columns that STORED names, and its figures."""
    number, report, text, start, end, path, paragraph, heading, period, planned = row
    return StoredSentence(
        *(number, report, text, start, end, tuple(path), paragraph, bool(heading)),
        period=period,
        planned=bool(planned),
        figures=figures,
    )


def section_of(row: Row) -> Section:
    """A section from its level, heading, path, start, end and run_in."""
    level, heading, path, start, end, run_in = row
    return Section(level, heading, tuple(path), start, end, bool(run_in))


def sentence_of(row: Row, figures: tuple[Figure, ...]) -> Sentence:
    """A sentence of a whole report, from its text, start, end, path, paragraph, lines, heading, period and plan."""
    text, start, end, path, paragraph, first, last, heading, period, planned = row
    return Sentence(
        *(text, start, end, tuple(path), paragraph, first, last, bool(heading), figures, period, bool(planned))
    )


def dropped_of(row: Row) -> DroppedLine:
    """A dropped line from its line, text and rule."""
    return DroppedLine(*row)
