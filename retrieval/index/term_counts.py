"""What an engine knows of single words, remembered: the same few words are asked about in most questions.

For one version of the archive, and for one thread, like the engine itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.index.engine import Engine
from retrieval.lru import Recent
from retrieval.model import Field

_MOST = 8192  # a number for each


class Vocabulary:
    """The counts of an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._counts: dict[Field, Recent[str, int]] = {}
        self._telling: Recent[str, float] = Recent(_MOST)

    def idf(self, words: Sequence[str]) -> tuple[float, ...]:
        """See :class:`retrieval.index.engine.Engine`."""
        return tuple(self._telling.all_of(words, self._engine.idf))

    def document_counts(self, field: Field, terms: Sequence[str]) -> tuple[int, ...]:
        """See :class:`retrieval.index.engine.Engine`."""
        counts = self._counts.setdefault(field, Recent(_MOST))
        return tuple(counts.all_of(terms, lambda missing: self._engine.document_counts(field, missing)))

    def co_occur(self, field: Field, terms: Sequence[str]) -> bool:
        """See :class:`retrieval.index.engine.Engine`."""
        return self._engine.co_occur(field, terms)
