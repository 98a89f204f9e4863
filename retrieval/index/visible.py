"""An engine for somebody who may not see all reports: it finds nothing in the others, and knows no word that only they hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from retrieval.index.engine import Engine, Keep
from retrieval.model import Candidate, Field, FieldQuery, Query, Term


class VisibleEngine:
    """Searches as the engine does, in the reports that ``visible`` gives at the moment.

    How rare a word is, is told by all reports, so that an answer's order and sureness are the same for everybody.
    """

    def __init__(self, engine: Engine, visible: Callable[[], frozenset[str]]) -> None:
        self._engine = engine
        self._visible = visible

    def search(
        self, query: Query, *, filters: frozenset[str] | None, limit: int, keep: Keep | None = None
    ) -> tuple[Candidate, ...]:
        """See :class:`retrieval.index.engine.Engine`."""
        seen = self._visible()
        return self._engine.search(query, filters=seen if filters is None else filters & seen, limit=limit, keep=keep)

    def idf(self, words: Sequence[str]) -> tuple[float, ...]:
        """See :class:`retrieval.index.engine.Engine`."""
        return self._engine.idf(words)

    def document_counts(self, field: Field, terms: Sequence[str]) -> tuple[int, ...]:
        """See :class:`retrieval.index.engine.Engine`; 0 for a term that no visible report holds."""
        counts = zip(terms, self._engine.document_counts(field, terms), strict=True)
        return tuple(count if count and self._holds(field, term) else 0 for term, count in counts)

    def co_occur(self, field: Field, terms: Sequence[str]) -> bool:
        """See :class:`retrieval.index.engine.Engine`."""
        return self._engine.co_occur(field, terms) and all(self._holds(field, term) for term in terms)

    def _holds(self, field: Field, term: str) -> bool:
        return bool(self.search(Query((FieldQuery(field, (Term(term, 1.0),)),)), filters=None, limit=1))
