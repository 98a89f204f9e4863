"""The index's rows in the report file: a slab for the reports that are stored at once, merged as they grow in number.

``search_slabs`` and ``search_pages`` hold the slabs (:mod:`retrieval.index.sqlite.segments`) and their pages of postings
(:mod:`retrieval.index.sqlite.posting_pages`). ``search_gone`` names the reports of a slab that are no longer stored; they are left
out when the slab is next rewritten. ``search_terms`` numbers the terms. ``search_state`` holds the next free numbers
and a generation that changes with every change of the rest, so that a reader knows when what it remembers is old.

A slab takes part in a merge whenever four slabs of about the same size have come together, so that each posting is
written anew a few times in its life, each time in one sequential run, and a store of a million sentences has some ten
slabs. What four of the largest size would make is left apart: no merge takes longer than a few seconds.
"""

from __future__ import annotations

import os
import sqlite3
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

import numpy as np

from retrieval.index.fields import FIELDS, edition, units_of
from retrieval.index.sqlite.integrity import problems
from retrieval.index.sqlite.posting_pages import Array, Postings, first_key_beyond, merged, written
from retrieval.index.sqlite.segment_store import PAGE_BITS, holders, live_keys, live_reports, pages_of, read_slab
from retrieval.index.sqlite.segments import COLUMNS, PreparedReport, Slab, joined, packed, prepared, together, unpacked
from retrieval.index.sqlite.term_codes import Terms
from retrieval.index.sqlite.term_numbers import KnownTerms
from retrieval.text.segmentation import read_all
from store.archive.ids import report_key
from store.archive.indexes import Incoming
from store.model import Report
from store.quick_records import record

_TABLES: Final = (
    f"""
    CREATE TABLE IF NOT EXISTS search_slabs (
        id INTEGER PRIMARY KEY,
        count INTEGER NOT NULL,   -- of sentences
        edition TEXT NOT NULL,    -- of the words that its reports were indexed by
        {", ".join(f"{name} BLOB NOT NULL" for name in COLUMNS)}
    ) STRICT
    """,
    """
    CREATE TABLE IF NOT EXISTS search_pages (
        id INTEGER PRIMARY KEY,   -- the slab's id and the first key
        data BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE IF NOT EXISTS search_gone (
        slab INTEGER NOT NULL,
        report INTEGER NOT NULL,  -- its place in the slab
        count INTEGER NOT NULL,   -- of sentences
        PRIMARY KEY (slab, report)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE IF NOT EXISTS search_terms (term TEXT PRIMARY KEY, id INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    """
    CREATE TABLE IF NOT EXISTS search_state (
        generation INTEGER NOT NULL,
        next_term INTEGER NOT NULL,
        next_slab INTEGER NOT NULL
    ) STRICT
    """,
)
# Slabs of a size at which they are merged, and how much larger the next size is. 2, 4 and 8 tried: with 2 loading takes
# longer, with 8 a question after a load does.
_TOGETHER: Final = 4
_SMALLEST: Final = 64
_LARGEST: Final = 1 << 18
# Sentences that are made one slab when a load of many files is done: a question reads each of its terms from every slab.
_SETTLED: Final = 1 << 17
_GONE_SHARE: Final = 0.25


class SqliteIndex:
    """Keeps the slabs in step with the stored reports, inside the archive's own transactions."""

    version = "3"
    tables: tuple[str, ...] = ("search_slabs", "search_pages", "search_gone", "search_terms", "search_state")

    def __init__(self) -> None:
        self._known = KnownTerms()

    def __reduce__(self) -> tuple[type[SqliteIndex], tuple[()]]:
        return SqliteIndex, ()  # what it knows of one file's terms stays with it

    def create(self, db: sqlite3.Connection) -> None:
        """Make the tables where they are missing."""
        for statement in _TABLES:
            db.execute(statement)
        if db.execute("SELECT 1 FROM search_state").fetchone() is None:
            # Tables made anew are never taken for what a reader remembers of those before.
            db.execute("INSERT INTO search_state VALUES (?, 1, 1)", (_of_nobody(),))

    def at_hand(self) -> None:
        """Read the whole dictionary of the segmenter."""
        read_all()

    def prepare(self, report: Report) -> PreparedReport:
        """Segment a report: most of the work of :meth:`add`, done without the file."""
        return prepared(units_of(report))

    def add(self, db: sqlite3.Connection, reports: Sequence[Incoming]) -> None:
        """Index reports that are not in the index, as one slab."""
        if not reports:
            return
        ready: list[PreparedReport] = [one.prepared or self.prepare(one.report) for one in reports]
        terms = Terms.of_all([one.terms for one in ready])
        numbers = self._known.numbers(db, terms)
        postings = together(ready, [numbers[places] for places in terms.places_of([one.terms for one in ready])])
        slab = replace(joined([one.slab for one in ready]), keys=np.array([report_key(one.id) for one in reports]))
        _write(db, slab, [postings], edition())
        _changed(db)

    def remove(self, db: sqlite3.Connection, report_id: str) -> None:
        """Take a report out; nothing happens where it is not in the index."""
        found = _find(db, report_key(report_id))
        if found is None:
            return
        slab, place, count, last = found
        if last:
            _drop(db, [slab])
        else:
            db.execute("INSERT INTO search_gone (slab, report, count) VALUES (?, ?, ?)", (slab, place, count))
        _changed(db)

    def tidy(self, db: sqlite3.Connection, *, settled: bool = False) -> None:
        """Merge what slabs have come together, all small ones where it is ``settled``; rewrite those that are much gone."""
        sizes = _sizes(db)
        for of_edition in dict.fromkeys(size.edition for size in sizes):
            own = [size for size in sizes if size.edition == of_edition]
            due = _due(own, _small(own) if settled else [])
            if due:
                _merge(db, due, of_edition)
                _changed(db)

    def held(self, db: sqlite3.Connection) -> Collection[int]:
        """The keys of the reports that are in the index."""
        return [key for slab in _slabs(db) for key in live_keys(db, slab).tolist()]

    def outdated(self, db: sqlite3.Connection) -> Collection[int]:
        """The keys of those that were indexed by other stop words, or by another segmenter."""
        return [key for slab in _slabs(db, but=edition()) for key in live_keys(db, slab).tolist()]

    def holders(self, db: sqlite3.Connection, texts: Sequence[str]) -> Iterator[int] | None:
        """The ids of all sentences that hold one of these strings, and of some others."""
        return holders(db, texts)

    def reissue(self, db: sqlite3.Connection) -> None:
        """Give the index a generation that it never had."""
        db.execute("UPDATE search_state SET generation = ?", (_of_nobody(),))

    def problems(self, db: sqlite3.Connection, sample: Mapping[str, Report]) -> Iterator[str]:
        """What does not fit together in the index, and what does not fit the reports of the sample."""
        names = {report_key(name): name for name in sample}

        def again(key: int) -> tuple[str, PreparedReport] | None:
            name = names.get(key)
            return None if name is None else (name, self.prepare(sample[name]))

        return problems(db, again)


# ------------------------------------------------------------------------------------------------ rows


def _of_nobody() -> int:
    """A generation that no index has."""
    return int.from_bytes(os.urandom(6), "big")


def _slabs(db: sqlite3.Connection, *, but: str = "") -> list[int]:
    rows = db.execute("SELECT id FROM search_slabs WHERE edition <> ? ORDER BY id", (but,))
    return [slab for (slab,) in rows.fetchall()]


def _write(
    db: sqlite3.Connection, slab: Slab, postings: Sequence[Postings] | Iterator[Postings], of_edition: str
) -> None:
    (number,) = db.execute("SELECT next_slab FROM search_state").fetchone()
    db.execute("UPDATE search_state SET next_slab = next_slab + 1")
    db.execute(
        f"INSERT INTO search_slabs (id, count, edition, {', '.join(COLUMNS)}) VALUES (?, ?, ?{', ?' * len(COLUMNS)})",
        (number, len(slab.words), of_edition, *(packed(getattr(slab, name)) for name in COLUMNS)),
    )
    for part in postings:
        db.executemany(
            "INSERT INTO search_pages (id, data) VALUES (?, ?)",
            ((number << PAGE_BITS | first, page) for first, page in written(part)),
        )


def _drop(db: sqlite3.Connection, slabs: Sequence[int]) -> None:
    for slab in slabs:
        db.execute(
            "DELETE FROM search_pages WHERE id BETWEEN ? AND ?", (slab << PAGE_BITS, (slab + 1 << PAGE_BITS) - 1)
        )
        db.execute("DELETE FROM search_gone WHERE slab = ?", (slab,))
        db.execute("DELETE FROM search_slabs WHERE id = ?", (slab,))


def _changed(db: sqlite3.Connection) -> None:
    db.execute("UPDATE search_state SET generation = generation + 1")


def _find(db: sqlite3.Connection, key: int) -> tuple[int, int, int, bool] | None:
    """The slab that holds a stored report, its place there, its number of sentences, and whether no other is left."""
    for slab, keys, sentences in db.execute("SELECT id, keys, sentences FROM search_slabs"):
        for place in np.flatnonzero(unpacked(keys) == key).tolist():
            live = live_reports(db, slab, len(unpacked(keys)))
            if live[place]:
                return slab, place, int(unpacked(sentences)[place]), int(live.sum()) == 1
    return None


# ------------------------------------------------------------------------------------------------ merging


@record
class _Size:
    """How many sentences a slab has, and how many of them are still stored."""

    slab: int
    all: int
    live: int
    edition: str

    @property
    def level(self) -> int:
        level, limit = 0, _SMALLEST * _TOGETHER
        while self.live >= limit:
            level, limit = level + 1, limit * _TOGETHER
        return level


def _sizes(db: sqlite3.Connection) -> list[_Size]:
    gone = dict(db.execute("SELECT slab, SUM(count) FROM search_gone GROUP BY slab").fetchall())
    rows = db.execute("SELECT id, count, edition FROM search_slabs ORDER BY id").fetchall()
    return [_Size(slab, count, count - gone.get(slab, 0), words) for slab, count, words in rows]


def _small(sizes: Sequence[_Size]) -> list[_Size]:
    """The smallest slabs that can be made one in a second or two, none where that is one already."""
    ordered = sorted(sizes, key=lambda size: size.live)
    together = [*accumulate(size.live for size in ordered)]
    found = ordered[: bisect_right(together, _SETTLED)]
    return found if len(found) > 1 else []


def _due(sizes: Sequence[_Size], small: Sequence[_Size]) -> list[int]:
    """The slabs to be rewritten as one, those given among them; none where all is well."""
    gone = [size for size in sizes if size.all - size.live > _GONE_SHARE * size.all]
    chosen = list(dict.fromkeys([*small, *gone]))
    growing = [size for size in sizes if size.live < _LARGEST]
    for level in range(max((size.level for size in growing), default=-1) + 1):
        below = [size for size in growing if size.level <= level]
        whole = _Size(0, 0, sum(size.live for size in chosen), "")
        here = sum(size.level == level and size not in chosen for size in growing) + (
            len(chosen) > 1 and whole.level == level
        )
        if here >= _TOGETHER:
            chosen = list(dict.fromkeys([*chosen, *below]))
    return [size.slab for size in sizes if size in chosen]


def _merge(db: sqlite3.Connection, slabs: Sequence[int], of_edition: str) -> None:
    """Write the live reports of some slabs as one slab, and drop those."""
    kept, sources, bases = [], [], dict.fromkeys(FIELDS, 0)
    for slab in slabs:
        held = read_slab(db, slab)
        live = live_reports(db, slab, len(held.keys))
        numbers = []
        for field in FIELDS:
            own = held.numbers(field, live)
            numbers.append(np.where(own < 0, -1, own + bases[field]))
            bases[field] += int((own >= 0).sum())
        sources.append(_renumbered(pages_of(db, slab, taken_out=True), numbers))
        kept.append(held.of(live))
    _write(db, joined(kept), merged(sources), of_edition)
    _drop(db, slabs)


def _renumbered(pages: Iterator[Postings], numbers: Sequence[Array]) -> Iterator[Postings]:
    for page in pages:
        rest = page
        for code, of_field in enumerate(numbers):
            now, rest = rest.split(first_key_beyond(code) - 1)
            if len(now.keys):
                now = now.renumbered(of_field)
            if len(now.keys):
                yield now
