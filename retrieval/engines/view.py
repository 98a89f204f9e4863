"""One state of the index, ready to be searched: how the units of all slabs stand one after another, and their lists.

A view is good for one generation of the index. It holds what every question needs, some ten bytes a sentence, and
reads the lists of terms when they are asked for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from retrieval.engines.lists import Remembered, Scale, TermList
from retrieval.engines.pages import Array, count_of, key_of, one_list
from retrieval.engines.shelf import live_reports, numbers_of, page_with, read_slab
from retrieval.engines.slabs import Slab
from retrieval.engines.units import FIELDS
from retrieval.model import Field, FieldWeights
from store.naming import ORDINAL_BITS, report_key

# Enough for the terms of some hundreds of questions at a million sentences.
_REMEMBERED_BYTES: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Where the units of a slab stand: from ``base`` on, or where some are gone, as ``of`` says (-1 for those)."""

    slab: int
    base: tuple[int, ...]
    of: tuple[Array, ...] | None


class View:
    """The index at one generation.

    Sentences are numbered through, and so are section paths and reports. ``first`` holds for each report the number of
    its first sentence (and one more at the end); per sentence ``back`` is how far back its paragraph's first sentence
    is and ``paths`` the number of its section path; ``reports_of_paths`` leads from there to the report.
    """

    def __init__(self, db: sqlite3.Connection, weights: FieldWeights) -> None:
        self._db = db
        self._slabs: list[_Numbers] = []
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
        self.reports_of_paths = np.repeat(np.arange(len(headings), dtype=np.uint32), headings)
        self.scales: dict[Field, Scale] = {}
        for field in FIELDS:
            k1, b = (weights.k1, weights.b) if field == "words" else (weights.gram_k1, weights.gram_b)
            self.scales[field] = Scale.of(_joined([getattr(slab, field) for slab in held]), k1, b)
        # For a search to put down what it knows of each sentence; all 0 between searches.
        self.scratch = np.zeros(self.count, np.float32)

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
        return np.isin(self.keys, np.array([report_key(name) for name in names], np.int64))

    def list_of(self, field: Field, term: str) -> TermList:
        """Where a term stands in a field; empty where it does not."""
        code, number = FIELDS.index(field), self._numbers([term])[0]
        key = -1 if number is None else key_of(code, number)
        found = self._lists.get(key)
        if found is None:
            found = self._read(code, key)
            self._lists.put(key, found)
        return found

    def holding(self, field: Field, terms: Sequence[str]) -> list[int]:
        """For each term how many units of a field hold it."""
        code = FIELDS.index(field)
        return [self._count(code, number) for number in self._numbers(terms)]

    def _placed(self, slab: int) -> Slab:
        held = read_slab(self._db, slab)
        live = live_reports(self._db, slab, len(held.keys))
        whole = bool(live.all())
        base = tuple(getattr(self, "_ends", (0,) * len(FIELDS)))
        of = None if whole else tuple(_beyond(held.numbers(field, live), base[n]) for n, field in enumerate(FIELDS))
        held = held if whole else held.of(live)
        self._ends = tuple(at + len(getattr(held, field)) for at, field in zip(base, FIELDS, strict=True))
        self._slabs.append(_Numbers(slab, base, of))
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

    def _count(self, code: int, number: int | None) -> int:
        if number is None:
            return 0
        key = key_of(code, number)
        found = self._lists.get(key)
        if found is not None:
            return found.count
        count = 0
        for slab in self._slabs:
            page = page_with(self._db, slab.slab, key)
            if page is None:
                continue
            if slab.of is None:
                count += count_of(page, key)
            elif (read := one_list(page, key)) is not None:
                count += int((slab.of[code][read[0]] >= 0).sum())
        return count

    def _read(self, code: int, key: int) -> TermList:
        units, repeated, times = [], [], []
        for slab in self._slabs if key >= 0 else ():
            page = page_with(self._db, slab.slab, key)
            read = one_list(page, key) if page is not None else None
            if read is None:
                continue
            own, places, often = read
            if slab.of is None:
                own = own + np.uint32(slab.base[code])
                units.append(own)
                repeated.append(own[places])
                times.append(often)
            else:
                own = slab.of[code][own]
                again = own[places]
                units.append(own[own >= 0].astype(np.uint32))
                repeated.append(again[again >= 0].astype(np.uint32))
                times.append(often[again >= 0])
        scale = self.scales[FIELDS[code]]
        return TermList.of(_joined(units, np.uint32), _joined(repeated, np.uint32), _joined(times), scale)


def _joined(parts: Sequence[Array], of_type: type[np.uint32] | None = None) -> Array:
    joined = np.concatenate(parts) if parts else np.zeros(0, np.uint8)
    return joined if of_type is None else joined.astype(of_type, copy=False)


def _beyond(numbers: Array, base: int) -> Array:
    return np.where(numbers < 0, -1, numbers + base)
