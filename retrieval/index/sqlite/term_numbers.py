"""The numbers of terms in one report file, some of them remembered: a load asks for the same ones over and over."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import count
from typing import Final

import numpy as np

from retrieval.index.sqlite.posting_pages import Array
from retrieval.index.sqlite.segment_store import numbers_of
from retrieval.index.sqlite.term_codes import Terms

_MOST: Final = 200_000


class KnownTerms:
    """What one connection knows of them."""

    def __init__(self) -> None:
        self._forget(empty=False)
        self._as_of: tuple[int, int] | None = None

    def numbers(self, db: sqlite3.Connection, terms: Terms) -> Array:
        """The number of each term; new terms get new ones."""
        (seen,) = db.execute("PRAGMA data_version").fetchone()
        (free,) = db.execute("SELECT next_term FROM search_state").fetchone()
        # Another connection has written, or what was written here was undone: a number may stand for another term.
        if self._as_of != (seen, free) or len(self._codes) + len(self._long) > _MOST:
            self._forget(empty=free == 1)
        unknown = Terms(terms.short[~self._has(terms.short)], tuple(t for t in terms.long if t not in self._long))
        asked = unknown.texts()
        stored = {} if self._has_all else numbers_of(db, asked)
        new = dict(zip(sorted(set(asked) - stored.keys()), count(free)))
        known = stored | new
        db.executemany("INSERT INTO search_terms (term, id) VALUES (?, ?)", new.items())
        db.execute("UPDATE search_state SET next_term = ?", (free + len(new),))
        self._learn(unknown, [known[term] for term in asked])
        self._as_of = (seen, free + len(new))
        long = np.array([self._long[term] for term in terms.long], np.uint32)
        return np.append(self._numbers[self._codes.searchsorted(terms.short)], long)

    def _forget(self, *, empty: bool) -> None:
        self._has_all = empty  # of a file without terms all are known that come into it
        # The codes of short terms, rising, and beside them their numbers; and the others with theirs.
        self._codes = np.zeros(0, np.uint64)
        self._numbers = np.zeros(0, np.uint32)
        self._long: dict[str, int] = {}

    def _has(self, codes: Array) -> Array:
        places = self._codes.searchsorted(codes)
        places[places == len(self._codes)] = 0
        return self._codes[places] == codes if len(self._codes) else np.zeros(len(codes), np.bool_)

    def _learn(self, terms: Terms, numbers: Sequence[int]) -> None:
        short = len(terms.short)
        places = self._codes.searchsorted(terms.short)
        self._codes = np.insert(self._codes, places, terms.short)
        self._numbers = np.insert(self._numbers, places, numbers[:short])
        self._long.update(zip(terms.long, numbers[short:], strict=True))
