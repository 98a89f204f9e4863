"""The default engine: postings in the report file itself, written in the transaction that stores the report.

A row of ``search_postings`` holds, for one term of one field in one report, the units that hold it (see
:mod:`retrieval.engines.units`): an array of ``ordinal << 12 | frequency``. ``search_reports`` holds what the formula
needs to know of each report. Searching reads the rows of the query's terms and nothing else; nothing is built at
start. A heading or title is scored among its own kind and its score handed down to the sentences below it.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from retrieval.bm25 import idf
from retrieval.engines.units import FIELDS, units_of
from retrieval.model import Candidate, Field, FieldScore, FieldWeights, Query, Term
from store.archive import report_key
from store.model import Report

_FREQUENCY_BITS = 12
# A sentence that holds one term more than 4,095 times is no sentence; BM25 has levelled off long before.
_MOST = (1 << _FREQUENCY_BITS) - 1
# What every build of SQLite takes in one statement, less one for the field.
_MOST_PARAMETERS = 998

_TABLES = (
    """
    CREATE TABLE IF NOT EXISTS search_reports (
        number INTEGER PRIMARY KEY,
        key INTEGER NOT NULL UNIQUE,
        report TEXT NOT NULL UNIQUE,
        words BLOB NOT NULL,      -- length of each sentence in words
        grams BLOB NOT NULL,      -- length of each sentence in grams
        heading BLOB NOT NULL,    -- length of each section path in grams
        title BLOB NOT NULL,      -- length of the title in grams
        leads BLOB NOT NULL,      -- for each sentence the ordinal of its paragraph's first sentence
        sections BLOB NOT NULL,   -- for each sentence the ordinal of its section path
        terms BLOB NOT NULL       -- which rows of search_postings are this report's, so that it can be taken out
    ) STRICT
    """,
    """
    CREATE TABLE IF NOT EXISTS search_postings (
        term TEXT NOT NULL,
        field INTEGER NOT NULL,
        report INTEGER NOT NULL,
        units BLOB NOT NULL,
        PRIMARY KEY (term, field, report)
    ) STRICT, WITHOUT ROWID
    """,
)

_Ints = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]


class SqliteIndex:
    """Keeps the postings of each stored report, inside the archive's own transaction."""

    version = "2"

    def create(self, db: sqlite3.Connection) -> None:
        """Make the tables where they are missing."""
        for statement in _TABLES:
            db.execute(statement)

    def add(self, db: sqlite3.Connection, report_id: str, report: Report) -> None:
        """Index a report that is not in the index."""
        units = units_of(report)
        postings: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        for code, field in enumerate(FIELDS):
            for ordinal, unit in enumerate(units.of(field)):
                for term, frequency in unit.items():
                    postings[term, code].append(ordinal << _FREQUENCY_BITS | min(frequency, _MOST))
        # In the order of the primary key, so that the pages of the table are filled one after another.
        keys = sorted(postings)
        cursor = db.execute(
            "INSERT INTO search_reports (key, report, words, grams, heading, title, leads, sections, terms)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                report_key(report_id),
                report_id,
                *(_pack(unit.total() for unit in units.of(field)) for field in FIELDS),
                _pack(units.leads),
                _pack(units.sections),
                zlib.compress("\n".join(f"{term}\t{code}" for term, code in keys).encode(), 1),
            ),
        )
        number = cursor.lastrowid
        db.executemany(
            "INSERT INTO search_postings (term, field, report, units) VALUES (?, ?, ?, ?)",
            ((term, code, number, _pack(postings[term, code])) for term, code in keys),
        )

    def remove(self, db: sqlite3.Connection, report_id: str) -> None:
        """Take a report out; nothing happens where it is not in the index."""
        row = db.execute("SELECT number, terms FROM search_reports WHERE report = ?", (report_id,)).fetchone()
        if row is None:
            return
        number, packed = row
        keys = (line.split("\t") for line in zlib.decompress(packed).decode().split("\n") if line)
        db.executemany(
            "DELETE FROM search_postings WHERE term = ? AND field = ? AND report = ?",
            ((term, int(code), number) for term, code in keys),
        )
        db.execute("DELETE FROM search_reports WHERE number = ?", (number,))


class SqliteEngine:
    """Searches the postings of an open archive."""

    def __init__(self, db: sqlite3.Connection, weights: FieldWeights) -> None:
        self._db = db
        self._weights = weights

    def search(self, query: Query, *, filters: frozenset[str] | None, limit: int) -> tuple[Candidate, ...]:
        """The best candidates, best first; see :class:`retrieval.engines.base.Engine`."""
        layout = None if query.empty else _read_layout(self._db)
        if layout is None:
            return ()
        weights = self._weights
        scores = {part.field: self._score(part.field, part.terms, layout) for part in query.fields if part.terms}
        parts: list[tuple[str, _Floats]] = []
        own = np.zeros(layout.count)
        for field, weight in (("words", weights.words), ("grams", 1.0)):
            if field in scores:
                parts.append((field, weight * scores[field]))
                own = own + parts[-1][1]
        # What the paragraph's first sentence hands down; it hands nothing to itself.
        to_itself = layout.leads == np.arange(layout.count)
        parts.append(("lead", np.where(to_itself, 0.0, weights.lead * own[layout.leads])))
        if "heading" in scores:
            parts.append(("heading", weights.heading * scores["heading"][layout.sections]))
        if "title" in scores:
            parts.append(("title", weights.title * scores["title"][layout.reports]))
        total = np.round(np.sum([score for _, score in parts], axis=0), 9)
        allowed = own > 0
        if filters is not None:
            allowed &= np.fromiter((name in filters for name in layout.names), bool, len(layout.names))[layout.reports]
        places = _best(np.flatnonzero(allowed), total, layout.ids, limit)
        addends = [(name, score[places].round(9).tolist()) for name, score in parts]
        return tuple(
            Candidate(sentence, score, tuple(FieldScore(name, of[row]) for name, of in addends if of[row]))
            for row, (sentence, score) in enumerate(
                zip(layout.ids[places].tolist(), total[places].tolist(), strict=True)
            )
        )

    def telling(self, words: Sequence[str]) -> tuple[float, ...]:
        """For each word its idf among all sentences."""
        (size,) = self._db.execute("SELECT COALESCE(SUM(LENGTH(words)), 0) FROM search_reports").fetchone()
        return tuple(idf(size // _WIDTH, count) for count in self.holding("words", words))

    def holding(self, field: Field, terms: Sequence[str]) -> tuple[int, ...]:
        """For each term how many units of a field hold it."""
        code = FIELDS.index(field)
        found: dict[str, int] = {}
        for first in range(0, len(terms), _MOST_PARAMETERS):
            some = tuple(terms[first : first + _MOST_PARAMETERS])
            found.update(
                self._db.execute(
                    "SELECT term, SUM(LENGTH(units)) FROM search_postings"
                    f" WHERE term IN ({', '.join('?' * len(some))}) AND field = ? GROUP BY term",
                    (*some, code),
                ).fetchall()
            )
        return tuple(found.get(term, 0) // _WIDTH for term in terms)

    def together(self, field: Field, terms: Sequence[str]) -> bool:
        """Whether one unit of a field holds all of the terms."""
        common: set[tuple[int, int]] | None = None
        for term in terms:
            rows = self._db.execute(
                "SELECT report, units FROM search_postings WHERE term = ? AND field = ?", (term, FIELDS.index(field))
            )
            here = {(number, place) for number, units in rows for place in (_unpack(units) >> _FREQUENCY_BITS).tolist()}
            common = here if common is None else common & here
            if not common:
                return False
        return True

    def _score(self, field: Field, terms: Sequence[Term], layout: _Layout) -> _Floats:
        """BM25 of every unit of a field, all reports one after another."""
        weights = self._weights
        k1, b = (weights.k1, weights.b) if field == "words" else (weights.gram_k1, weights.gram_b)
        lengths, starts = layout.lengths[field], layout.starts[field]
        norm = k1 * (1 - b + b * lengths / (lengths.mean() or 1.0))
        scores = np.zeros(len(lengths))
        postings = self._postings(field, [term.text for term in terms])
        for term in terms:
            rows = postings.get(term.text)
            if rows is None:
                continue
            found = _unpack(b"".join(units for _, units in rows))
            base = np.repeat([starts[number] for number, _ in rows], [len(units) // _WIDTH for _, units in rows])
            places, frequency = base + (found >> _FREQUENCY_BITS), found & _MOST
            telling = term.weight * idf(len(lengths), len(found))
            scores[places] += telling * (frequency * (k1 + 1) / (frequency + norm[places]))
        return scores

    def _postings(self, field: Field, terms: Sequence[str]) -> dict[str, list[tuple[int, bytes]]]:
        """For each term that a field holds the numbers of the reports, in order, with the units there."""
        found: defaultdict[str, list[tuple[int, bytes]]] = defaultdict(list)
        for first in range(0, len(terms), _MOST_PARAMETERS):
            some = terms[first : first + _MOST_PARAMETERS]
            for term, number, units in self._db.execute(
                "SELECT term, report, units FROM search_postings"
                f" WHERE term IN ({', '.join('?' * len(some))}) AND field = ? ORDER BY term, report",
                (*some, FIELDS.index(field)),
            ):
                found[term].append((number, units))
        return found


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the units of each report stand once all reports are put one after another.

    ``leads``, ``sections`` and ``reports`` give for each sentence the place of its paragraph's first sentence, of
    its section path and of its report; ``starts`` maps a report's number to the place of its first unit.
    """

    names: tuple[str, ...]
    ids: _Ints
    leads: _Ints
    sections: _Ints
    reports: _Ints
    lengths: dict[Field, _Ints]
    starts: dict[Field, dict[int, int]]

    @property
    def count(self) -> int:
        return len(self.ids)


def _read_layout(db: sqlite3.Connection) -> _Layout | None:
    """None where no report has a sentence."""
    rows = db.execute(
        "SELECT number, key, report, leads, sections, words, grams, heading, title FROM search_reports ORDER BY number"
    ).fetchall()
    numbers = [row[0] for row in rows]
    lengths, starts = {}, {}
    for column, field in enumerate(FIELDS, start=5):
        sizes = [len(row[column]) // _WIDTH for row in rows]
        lengths[field] = _unpack(b"".join(row[column] for row in rows))
        starts[field] = dict(zip(numbers, accumulate(sizes, initial=0), strict=False))
    counts = [len(row[3]) // _WIDTH for row in rows]
    if not sum(counts):
        return None
    of_report = np.repeat(np.arange(len(rows)), counts)
    first_sentence = np.repeat([starts["words"][number] for number in numbers], counts)
    first_section = np.repeat([starts["heading"][number] for number in numbers], counts)
    keys = np.repeat(np.array([row[1] for row in rows], np.int64), counts)
    return _Layout(
        names=tuple(row[2] for row in rows),
        ids=(keys << 20) | (np.arange(sum(counts)) - first_sentence),
        leads=first_sentence + _unpack(b"".join(row[3] for row in rows)),
        sections=first_section + _unpack(b"".join(row[4] for row in rows)),
        reports=of_report,
        lengths=lengths,
        starts=starts,
    )


def _best(places: _Ints, scores: _Floats, ids: _Ints, limit: int) -> _Ints:
    """The places of the highest scores, equal ones by sentence id."""
    if len(places) > limit:
        least = np.partition(scores[places], -limit)[-limit]
        places = places[scores[places] >= least]
    return places[np.lexsort((ids[places], -scores[places]))][:limit]


_WIDTH = 4


def _pack(numbers: Iterable[int]) -> bytes:
    return np.fromiter(numbers, np.dtype("<u4")).tobytes()


def _unpack(data: bytes) -> _Ints:
    return np.frombuffer(data, np.dtype("<u4")).astype(np.int64)
