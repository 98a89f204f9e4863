"""What an engine knows of single words, remembered: the same few words are asked about in most questions.

For one version of the archive, and for one thread, like the engine itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.engines.base import Engine
from retrieval.model import Field
from retrieval.recent import Recent

_MOST = 8192  # a number for each


class Vocabulary:
    """The counts of an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._counts: dict[Field, Recent[str, int]] = {}
        self._telling: Recent[str, float] = Recent(_MOST)

    def telling(self, words: Sequence[str]) -> tuple[float, ...]:
        """See :class:`retrieval.engines.base.Engine`."""
        return tuple(self._telling.all_of(words, self._engine.telling))

    def holding(self, field: Field, terms: Sequence[str]) -> tuple[int, ...]:
        """See :class:`retrieval.engines.base.Engine`."""
        counts = self._counts.setdefault(field, Recent(_MOST))
        return tuple(counts.all_of(terms, lambda missing: self._engine.holding(field, missing)))

    def together(self, field: Field, terms: Sequence[str]) -> bool:
        """See :class:`retrieval.engines.base.Engine`."""
        return self._engine.together(field, terms)
