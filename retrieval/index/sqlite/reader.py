"""One state of the index, ready to be searched: how the units of all slabs stand one after another, and their lists.

A view is good for one generation of the index. It holds what every question needs, some ten bytes a sentence, and
reads the lists of terms when they are asked for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import Final

import numpy as np

from retrieval.index.fields import FIELDS
from retrieval.index.sqlite.posting_lists import Remembered, Scale, TermList
from retrieval.index.sqlite.posting_pages import Array, count_of, key_of, one_list
from retrieval.index.sqlite.scan import room
from retrieval.index.sqlite.segment_store import live_reports, numbers_of, pages_with, read_slab
from retrieval.index.sqlite.segments import Slab
from retrieval.model import Field, FieldWeights
from store.archive.ids import ORDINAL_BITS, report_key
from store.quick_records import record

# Enough for the terms of some hundreds of questions at a million sentences; of 259 that come again and again, 64 MB
# leave three lists a question to be read anew, these less than one.
_REMEMBERED_BYTES: Final = 80 << 20


@record
class _Numbers:
    """Where the units of a slab stand: from ``base`` on, or where some are gone, as ``of`` says (-1 for those)."""

    base: tuple[int, ...]
    of: tuple[Array, ...] | None

    def placed(self, code: int, units: Array, places: Array, times: Array) -> tuple[Array, Array, Array]:
        """The units of a list, those where the term stands more than once, and how often there; gone ones left out."""
        if self.of is None:
            own = units + np.uint32(self.base[code])
            return own, own[places], times
        own = self.of[code][units]
        again = own[places]
        return own[own >= 0], again[again >= 0], times[again >= 0]

    def count(self, code: int, page: bytes, key: int) -> int:
        """How many units the list of a key on a page names that are not gone."""
        if self.of is None:
            return count_of(page, key)
        read = one_list(page, key)
        return 0 if read is None else int((self.of[code][read[0]] >= 0).sum())


class View:
    """The index at one generation.

    Sentences are numbered through, and so are section paths and reports. ``first`` holds for each report the number of
    its first sentence (and one more at the end); per sentence ``back`` is how far back its paragraph's first sentence
    is and ``paths`` the number of its section path; ``reports_of_paths`` leads from there to the report.
    """

    def __init__(self, db: sqlite3.Connection, weights: FieldWeights) -> None:
        self._db = db
        self._slabs: dict[int, _Numbers] = {}
        self._ends: tuple[int, ...] = (0,) * len(FIELDS)  # where the units of the next slab begin, field by field
        self._lists = Remembered(_REMEMBERED_BYTES)
        self._ids: dict[str, int | None] = {}
        held = [self._placed(slab) for (slab,) in db.execute("SELECT id FROM search_slabs ORDER BY id").fetchall()]
        self.keys = _joined([slab.keys for slab in held]).astype(np.int64)
        self.first = np.append(0, np.cumsum(_joined([slab.sentences for slab in held]), dtype=np.int64))
        headings = _joined([slab.headings for slab in held]).astype(np.int64)
        paths = np.cumsum(headings) - headings
        self.back = _joined([slab.back for slab in held])
        self.paths = _joined([slab.sections for slab in held]).astype(np.uint32)
        self.paths += np.repeat(paths, np.diff(self.first)).astype(np.uint32)
        self.reports_of_paths = np.repeat(np.arange(len(headings)), headings)
        self.scales: dict[Field, Scale] = {}
        for field in FIELDS:
            k1, b = (weights.k1, weights.b) if field == "words" else (weights.gram_k1, weights.gram_b)
            self.scales[field] = Scale.of(_joined([getattr(slab, field) for slab in held]), k1, b)
        none = np.zeros(0, np.uint32)
        self._none = TermList.of(none, none, none, self.scales["title"])
        # For a search to put down what it knows of each sentence.
        self.scratch = room(self.count)
        # And which ones it looks at; none between searches.
        self.flags = np.zeros(self.count, np.bool_)
        # How far the last sentence of a paragraph is from its first.
        self.reach = int(self.back.max(initial=0))

    @property
    def count(self) -> int:
        """How many sentences there are."""
        return len(self.back)

    def units(self, field: Field) -> int:
        """How many units a field has."""
        return len(self.scales[field].lengths)

    def reports_of(self, sentences: Array) -> Array:
        """The number of each sentence's report."""
        return np.searchsorted(self.first, sentences, side="right") - 1

    def ids_of(self, sentences: Array) -> Array:
        """The ids by which the archive knows the sentences."""
        reports = self.reports_of(sentences)
        ids: Array = (self.keys[reports].astype(np.int64) << ORDINAL_BITS) | (sentences - self.first[reports])
        return ids

    def reports_named(self, names: frozenset[str]) -> Array:
        """For each report whether its id is one of these."""
        named: Array = np.zeros(len(self.keys), np.bool_)
        named[[self._places[key] for key in map(report_key, names) if key in self._places]] = True
        return named

    @cached_property
    def _places(self) -> dict[int, int]:
        """The number of each report by its key."""
        return {key: place for place, key in enumerate(self.keys.tolist())}

    def lists_of(self, field: Field, terms: Sequence[str]) -> list[TermList]:
        """For each term where it stands in a field; an empty list where it does not."""
        code = FIELDS.index(field)
        keys = [None if number is None else key_of(code, number) for number in self._numbers(terms)]
        found = {key: self._lists.get(key) for key in keys if key is not None}
        missing = [key for key, known in found.items() if known is None]
        if missing:
            for key, read in self._read(code, missing):
                found[key] = read
                self._lists.put(key, read)
        return [self._none if key is None else found[key] or self._none for key in keys]

    def document_counts(self, field: Field, terms: Sequence[str]) -> list[int]:
        """For each term how many units of a field hold it."""
        code = FIELDS.index(field)
        keys = {term: key_of(code, n) for term, n in zip(terms, self._numbers(terms), strict=True) if n is not None}
        known = {key: self._lists.get(key) for key in keys.values()}
        counts = {key: found.count for key, found in known.items() if found is not None}
        for key, slab, page in pages_with(self._db, list(self._slabs), sorted(known.keys() - counts.keys())):
            counts[key] = counts.get(key, 0) + self._slabs[slab].count(code, page, key)
        return [counts.get(keys[term], 0) if term in keys else 0 for term in terms]

    def _placed(self, slab: int) -> Slab:
        held = read_slab(self._db, slab)
        live = live_reports(self._db, slab, len(held.keys))
        whole = bool(live.all())
        base = self._ends
        of = None if whole else tuple(_beyond(held.numbers(field, live), base[n]) for n, field in enumerate(FIELDS))
        held = held if whole else held.of(live)
        self._ends = tuple(at + len(getattr(held, field)) for at, field in zip(base, FIELDS, strict=True))
        self._slabs[slab] = _Numbers(base, of)
        return held

    def _numbers(self, terms: Sequence[str]) -> list[int | None]:
        asked = [term for term in dict.fromkeys(terms) if term not in self._ids]
        if asked and len(self._ids) > 1 << 16:
            self._ids.clear()
            asked = list(dict.fromkeys(terms))
        if asked:
            self._ids.update(dict.fromkeys(asked))
            self._ids.update(numbers_of(self._db, asked))
        return [self._ids[term] for term in terms]

    def _read(self, code: int, keys: Sequence[int]) -> Iterator[tuple[int, TermList]]:
        """The lists of those keys that have one."""
        scale = self.scales[FIELDS[code]]
        pages = pages_with(self._db, list(self._slabs), keys)
        for key, of_key in groupby(pages, lambda one: one[0]):
            units, repeated, times = [], [], []
            for _, slab, page in of_key:
                read = one_list(page, key)
                if read is not None:
                    own, again, often = self._slabs[slab].placed(code, *read)
                    units.append(own)
                    repeated.append(again)
                    times.append(often)
            yield key, TermList.of(_joined(units, np.uint32), _joined(repeated, np.uint32), _joined(times), scale)


def _joined(parts: Sequence[Array], of_type: type[np.uint32] | None = None) -> Array:
    if len(parts) == 1 and of_type is not None:
        return parts[0].astype(of_type, copy=False)
    joined = np.concatenate(parts) if parts else np.zeros(0, np.uint8)
    return joined if of_type is None else joined.astype(of_type, copy=False)


def _beyond(numbers: Array, base: int) -> Array:
    return np.where(numbers < 0, -1, numbers + base)
