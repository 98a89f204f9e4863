"""The one interface of every engine: weighted terms per field in, candidates out.

All engines give the same candidates, order and scores (to nine digits). The statistics behind the scores (number of
documents, their mean length, how many hold a term) are those of the whole store, filtered or not: a filter takes
sentences away and never changes the score of one that stays, so a threshold on a score means the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from retrieval.model import Candidate, Field, Query

Keep = Callable[[Sequence[int]], Sequence[int]]


class Engine(Protocol):
    """Searches the sentences of a store."""

    def search(
        self, query: Query, *, filters: frozenset[str] | None, limit: int, keep: Keep | None = None
    ) -> tuple[Candidate, ...]:
        """The best candidates, best first, equal scores by sentence id.

        ``filters`` are the ids of the reports that may answer; None allows all. Of thousands ``keep`` chooses by their
        ids which few of them, by their places, become candidates.
        """
        ...

    def idf(self, words: Sequence[str]) -> tuple[float, ...]:
        """For each word its idf in the store; the highest for a word that no sentence holds."""
        ...

    def document_counts(self, field: Field, terms: Sequence[str]) -> tuple[int, ...]:
        """For each term how many units of a field hold it; 0 for one that the store does not know."""
        ...

    def co_occur(self, field: Field, terms: Sequence[str]) -> bool:
        """Whether one unit of a field holds all of the terms."""
        ...
