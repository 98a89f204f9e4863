"""Reports → the columns of their rows in ClickHouse, and the names of those that are read back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from store.archive.clickhouse.tables import DROPPED, FIGURES, SECTIONS, SENTENCES, Columns, Table, columns
from store.archive.ids import ORDINAL_BITS, report_key
from store.archive.records import figure_values
from store.model import Report

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
            yield edition.key << ORDINAL_BITS | ordinal, edition.rev, place, *figure_values(one)


def _sections(edition: Edition) -> Iterator[Row]:
    for number, one in enumerate(edition.report.sections):
        yield (*(edition.key, edition.rev, number, one.level, one.heading, one.path, one.start, one.end, one.run_in),)


def _dropped(edition: Edition) -> Iterator[Row]:
    for number, one in enumerate(edition.report.dropped):
        yield edition.key, edition.rev, number, one.number, one.text, one.rule


INFO = "id, title, year, place, kind, published, name, part, loaded_at, sections, sentences, figures, issuer, region, unsure"
STORED = 'id, report, text, start, "end", path, paragraph, heading, period, planned'
