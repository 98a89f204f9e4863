"""Slabs and their pages read from the report file; what is written there is the business of :mod:`retrieval.index.sqlite.maintenance`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from retrieval.index.fields import FIELDS
from retrieval.index.sqlite.posting_pages import Array, Postings, key_of, one_list, read_pages
from retrieval.index.sqlite.segments import COLUMNS, Slab, unpacked
from retrieval.text.segmentation import fold, folds_alone, grams
from store import patterns as re
from store.archive.ids import ORDINAL_BITS

# What every build of SQLite takes in one statement.
MOST_PARAMETERS: Final = 999
PAGE_BITS: Final = 32
_EDGES: Final = re.compile(r"^[0-9A-Za-z]+|[0-9A-Za-z]+$")
_PAGE: Final = "SELECT id, data FROM search_pages WHERE id <= ? ORDER BY id DESC LIMIT 1"

# Not in order, which would have SQLite copy all the pages once more: half of the time.
_PAGES: Final = """
    SELECT asked.value, search_pages.id, data FROM json_each(?) AS asked
    JOIN search_pages ON search_pages.id = (SELECT id FROM search_pages WHERE id <= asked.value ORDER BY id DESC LIMIT 1)
"""
# Keys whose pages are held at a time: some megabytes.
_AT_ONCE: Final = 32


def read_slab(db: sqlite3.Connection, slab: int) -> Slab:
    """What a slab knows of its reports and units, those that are gone included."""
    row = db.execute(f"SELECT {', '.join(COLUMNS)} FROM search_slabs WHERE id = ?", (slab,)).fetchone()
    return Slab(*map(unpacked, row))


def live_reports(db: sqlite3.Connection, slab: int, reports: int) -> Array:
    """For each report of a slab whether it is still stored."""
    live = np.ones(reports, np.bool_)
    gone = db.execute("SELECT report FROM search_gone WHERE slab = ?", (slab,)).fetchall()
    live[[place for (place,) in gone]] = False
    return live


def live_keys(db: sqlite3.Connection, slab: int) -> Array:
    """The keys of a slab's reports that are still stored."""
    (keys,) = db.execute("SELECT keys FROM search_slabs WHERE id = ?", (slab,)).fetchone()
    own = unpacked(keys).astype(np.int64)
    return own[live_reports(db, slab, len(own))]


def pages_of(db: sqlite3.Connection, slab: int, *, taken_out: bool = False) -> Iterator[Postings]:
    """The lists of a slab in the order of their keys, those of some pages at a time; these are then ``taken_out``, which
    leaves their room to what is written meanwhile."""
    last, end = (slab << PAGE_BITS) - 1, (slab + 1) << PAGE_BITS
    while True:
        # A few at a time and to the end, as others are written and dropped meanwhile.
        rows = db.execute(
            "SELECT id, data FROM search_pages WHERE id > ? AND id < ? ORDER BY id LIMIT 64", (last, end)
        ).fetchall()
        if not rows:
            return
        if taken_out:
            db.execute("DELETE FROM search_pages WHERE id BETWEEN ? AND ?", (rows[0][0], rows[-1][0]))
        last = rows[-1][0]
        yield read_pages([data for _, data in rows])


def page_with(db: sqlite3.Connection, slab: int, key: int) -> bytes | None:
    """The page of a slab that holds the list of a key, if there is one."""
    row = db.execute(_PAGE, (slab << PAGE_BITS | key,)).fetchone()
    return row[1] if row is not None and row[0] >> PAGE_BITS == slab else None


def pages_with(db: sqlite3.Connection, slabs: Sequence[int], keys: Sequence[int]) -> Iterator[tuple[int, int, bytes]]:
    """For each key, slab by slab, the page that holds its list if there is one: key, slab, page."""
    beyond = 1 << PAGE_BITS
    for first in range(0, len(keys), _AT_ONCE):
        asked = json.dumps([slab << PAGE_BITS | key for key in keys[first : first + _AT_ONCE] for slab in slabs])
        rows = db.execute(_PAGES, (asked,)).fetchall()
        yield from sorted(
            (row[0] % beyond, row[0] // beyond, row[2]) for row in rows if row[1] // beyond == row[0] // beyond
        )


def numbers_of(db: sqlite3.Connection, terms: Sequence[str]) -> dict[str, int]:
    """The numbers of those terms that have one."""
    found: dict[str, int] = {}
    for first in range(0, len(terms), MOST_PARAMETERS):
        some = terms[first : first + MOST_PARAMETERS]
        marks = ", ".join("?" * len(some))
        found.update(db.execute(f"SELECT term, id FROM search_terms WHERE term IN ({marks})", some).fetchall())
    return found


def holders(db: sqlite3.Connection, texts: Sequence[str]) -> Iterator[int] | None:
    """The ids of all sentences that hold one of these strings, and of some others; None where the index cannot tell."""
    wanted = [_certain(text) for text in texts]
    if not all(wanted):
        return None
    numbers = numbers_of(db, list({gram for some in wanted for gram in some}))
    return _holding(db, [[numbers[gram] for gram in some] for some in wanted if numbers.keys() >= set(some)])


def _certain(text: str) -> tuple[str, ...]:
    """The grams that stand in every sentence that holds a text; none where that cannot be told.

    A number at either end may be a piece of a longer one.
    """
    inner = _EDGES.sub("", fold(text))
    found = tuple(grams(inner)) if folds_alone(text) else ()
    return tuple(gram for gram in found if len(gram) > 1) or found


def _holding(db: sqlite3.Connection, wanted: Sequence[Sequence[int]]) -> Iterator[int]:
    code = FIELDS.index("grams")
    for (slab,) in db.execute("SELECT id FROM search_slabs ORDER BY id").fetchall():
        found = [_common(db, slab, [key_of(code, number) for number in some]) for some in wanted]
        units = np.unique(np.concatenate([np.zeros(0, np.uint32), *found]))
        if len(units):
            yield from _ids(db, slab, units)


def _common(db: sqlite3.Connection, slab: int, keys: Sequence[int]) -> Array:
    """The units of a slab in which all of some terms stand."""
    common: Array | None = None
    for key in keys:
        page = page_with(db, slab, key)
        read = one_list(page, key) if page is not None else None
        if read is None:
            return np.zeros(0, np.uint32)
        common = read[0] if common is None else np.intersect1d(common, read[0], assume_unique=True)
    return np.zeros(0, np.uint32) if common is None else common


def _ids(db: sqlite3.Connection, slab: int, units: Array) -> list[int]:
    """The ids of those sentences of a slab that are still stored."""
    row = db.execute("SELECT keys, sentences FROM search_slabs WHERE id = ?", (slab,)).fetchone()
    keys, sentences = (unpacked(data).astype(np.int64) for data in row)
    ends = np.cumsum(sentences)
    reports = np.searchsorted(ends, units, side="right")
    ids = (keys[reports] << ORDINAL_BITS) | (units - (ends - sentences)[reports])
    found: list[int] = ids[live_reports(db, slab, len(keys))[reports]].tolist()
    return found
