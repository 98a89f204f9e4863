"""What ClickHouse searches: the postings of every unit of every report, and how often each report says each term.

The units of :mod:`retrieval.index.fields` go in one row each, with their terms; ClickHouse itself lays them out as one
row for each term, sorted by term, and counts for each report how many of its units hold a term. A unit's number is
made as a sentence's id is; headings and titles are numbered among their own kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from retrieval.index.fields import FIELDS, Units, edition, units_of
from store.archive.clickhouse.rows import Edition
from store.archive.clickhouse.tables import RISING, Schema, Table, View, columns
from store.archive.ids import ORDINAL_BITS

REPORT_SPAN = 1 << ORDINAL_BITS  # so many numbers belong to a report
REPORT_OF_UNIT = f"intDiv(unit, {REPORT_SPAN})"

UNITS = Table(
    "units",
    {
        **{"key": "UInt64", "rev": "UInt32", "field": "UInt8", "ordinal": "UInt32", "length": "UInt32"},
        **{"terms": "Array(String)", "counts": "Array(UInt32)"},
    },
    order=None,
)
POSTINGS = Table(
    "postings",
    {
        **{"field": "UInt8", "term": "String", "unit": "UInt64 CODEC(Delta(8), LZ4)", "rev": "UInt32"},
        **{"count": "UInt32", "length": "UInt32"},
    },
    "(field, term, unit)",
    shard=REPORT_OF_UNIT,
    granularity=2048,
)
TERMS = Table(
    "terms",
    {"field": "UInt8", "term": "String", "key": "UInt64", "rev": "UInt32", "units": "UInt32"},
    "(field, term, key)",
    granularity=512,
)
PLACES = Table(
    "places",
    {"unit": RISING, "rev": "UInt32", "lead": "UInt32", "section": "UInt32"},
    "unit",
    shard=REPORT_OF_UNIT,
    granularity=256,
)
SEARCH = Schema(
    (UNITS, POSTINGS, TERMS, PLACES),
    (
        View(
            "postings",
            "units",
            f"SELECT field, term, key * {REPORT_SPAN} + ordinal AS unit, rev, count, length",
            "ARRAY JOIN terms AS term, counts AS count",
        ),
        View(
            "terms",
            "units",
            "SELECT field, term, key, rev, count() AS units",
            "ARRAY JOIN terms AS term GROUP BY field, term, key, rev",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """The columns to insert, by table, and for each edition the units and their whole length, field by field."""

    parts: tuple[tuple[Table, dict[str, Sequence[object]]], ...]
    sizes: tuple[tuple[int, ...], ...]


class ClickHouseIndex:
    """Turns reports into the rows that are searched."""

    version = "1"
    schema = SEARCH

    @property
    def edition(self) -> str:
        """What the words of a report are cut and chosen by."""
        return edition()

    def taken(self, editions: Sequence[Edition]) -> Taken:
        """What the tables take in of these editions, and what each of them adds to the statistics."""
        every = [(one, units_of(one.report)) for one in editions]
        return Taken(
            (
                (PLACES, columns(PLACES, (row for one, units in every for row in _places(one, units)))),
                (UNITS, columns(UNITS, (row for one, units in every for row in _units(one, units)))),
            ),
            tuple(_sizes(units) for _, units in every),
        )


def _units(of: Edition, units: Units) -> Iterator[Sequence[Any]]:
    for code, field in enumerate(FIELDS):
        for ordinal, unit in enumerate(units.of(field)):
            yield of.key, of.rev, code, ordinal, unit.total(), list(unit), list(unit.values())


def _places(of: Edition, units: Units) -> Iterator[Sequence[Any]]:
    for ordinal, (lead, section) in enumerate(zip(units.leads, units.sections, strict=True)):
        yield of.key << ORDINAL_BITS | ordinal, of.rev, lead, section


def _sizes(units: Units) -> tuple[int, ...]:
    return tuple(
        number for field in FIELDS for number in (len(units.of(field)), sum(unit.total() for unit in units.of(field)))
    )
