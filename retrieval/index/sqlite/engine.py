"""The default engine: postings in the report file itself, written in the transaction that stores the report.

What is stored is in :mod:`retrieval.index.sqlite.maintenance`, what a question reads of it in :mod:`retrieval.index.sqlite.reader`, how
the best sentences are found in :mod:`retrieval.index.sqlite.top_k`. A heading or title is scored among its own kind and its
score handed down to the sentences below it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from retrieval.index.engine import Keep
from retrieval.index.idf import idf
from retrieval.index.sqlite.posting_lists import Floats
from retrieval.index.sqlite.reader import View
from retrieval.index.sqlite.scan import Weighed, add_up
from retrieval.index.sqlite.top_k import Search
from retrieval.model import Candidate, Field, FieldScore, FieldWeights, Query, Term
from store.quick_records import record


@record
class _Asked:
    """A query of one view, and what headings and titles hand down for it."""

    view: View
    query: Query
    search: Search
    heading: Floats | None
    title: Floats | None


class SqliteEngine:
    """Searches the index of an open archive."""

    def __init__(self, db: sqlite3.Connection, weights: FieldWeights) -> None:
        self._db = db
        self._weights = weights
        self._seen: View | None = None
        self._generation = -1
        self._last: _Asked | None = None

    def search(
        self, query: Query, *, filters: frozenset[str] | None, limit: int, keep: Keep | None = None
    ) -> tuple[Candidate, ...]:
        """The best candidates, best first; see :class:`retrieval.index.engine.Engine`."""
        if query.empty:
            return ()
        with self._view() as view:
            asked = self._asked(view, query)
            found = asked.search.best(limit, None if filters is None else view.reports_named(filters))
            addends = list(zip(("words", "grams", "lead"), found.addends[:3].round(9).tolist(), strict=True))
            if asked.heading is not None or asked.title is not None:
                paths = view.paths.take(found.units)
                if asked.heading is not None:
                    addends.append(("heading", asked.heading.take(paths).round(9).tolist()))
                if asked.title is not None:
                    of_title = asked.title.take(view.reports_of_paths.take(paths))
                    addends.append(("title", of_title.round(9).tolist()))
            sentences, scores = found.ids.tolist(), found.total.tolist()
            return tuple(
                Candidate(
                    sentences[row], scores[row], tuple([FieldScore(name, of[row]) for name, of in addends if of[row]])
                )
                for row in (range(len(scores)) if keep is None else keep(sentences))
            )

    def idf(self, words: Sequence[str]) -> tuple[float, ...]:
        """For each word its idf among all sentences."""
        with self._view() as view:
            return tuple(idf(view.count, count) for count in view.document_counts("words", words))

    def document_counts(self, field: Field, terms: Sequence[str]) -> tuple[int, ...]:
        """For each term how many units of a field hold it."""
        with self._view() as view:
            return tuple(view.document_counts(field, terms))

    def co_occur(self, field: Field, terms: Sequence[str]) -> bool:
        """Whether one unit of a field holds all of the terms."""
        with self._view() as view:
            lists = sorted(view.lists_of(field, terms), key=lambda one: one.count)
            if not lists:
                return False
            units = lists[0].units()
            for one in lists[1:]:
                units = units[one.holds(units)]
            return len(units) > 0

    def _asked(self, view: View, query: Query) -> _Asked:
        """What a query says of the whole index, kept for the same one with other filters."""
        last = self._last
        if last is not None and last.view is view and last.query == query:
            return last
        terms = {part.field: part.terms for part in query.fields}
        heading = self._above(view, "heading", terms.get("heading", ()), self._weights.heading)
        title = self._above(view, "title", terms.get("title", ()), self._weights.title)
        bonus = heading
        if title is not None:
            of_paths = title.take(view.reports_of_paths)
            bonus = of_paths if heading is None else heading + of_paths
        search = Search(view, self._lists(view, terms), bonus, self._weights.lead)
        self._last = _Asked(view, query, search, heading, title)
        return self._last

    def _lists(self, view: View, terms: dict[Field, tuple[Term, ...]]) -> list[Weighed]:
        found = []
        fields: tuple[tuple[Field, float], ...] = (("words", self._weights.words), ("grams", 1.0))
        for part, (field, weight) in enumerate(fields):
            asked = terms.get(field, ())
            for term, one in zip(asked, view.lists_of(field, [term.text for term in asked]), strict=True):
                if one.count:
                    worth = weight * term.weight * one.idf
                    found.append(Weighed(part, one, view.scales[field], worth))
        return found

    def _above(self, view: View, field: Field, terms: Sequence[Term], weight: float) -> Floats | None:
        """What the headings or titles hand down to the sentences below them; None where none hands down anything."""
        lists: list[Weighed] = []
        if not weight:
            return None
        for term, one in zip(terms, view.lists_of(field, [term.text for term in terms]), strict=True):
            if one.count:
                worth = weight * term.weight * one.idf
                lists.append(Weighed(0, one, view.scales[field], worth))
        if not lists:
            return None
        scores = np.zeros(view.units(field))
        add_up(scores, lists)
        return scores

    @contextmanager
    def _view(self) -> Iterator[View]:
        """The index as it is now, and as it stays inside the block."""
        begun = not self._db.in_transaction
        if begun:
            self._db.execute("BEGIN")
        try:
            (generation,) = self._db.execute("SELECT generation FROM search_state").fetchone()
            if self._seen is None or generation != self._generation:
                self._last = None
                self._seen, self._generation = View(self._db, self._weights), generation
            yield self._seen
        finally:
            if begun:
                self._db.execute("COMMIT")
