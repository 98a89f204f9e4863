"""BM25 with an idf that stays right for small stores: the oracle that every engine is checked against.

rank-bm25's Okapi gives nothing to a term that half of the documents hold and a negative weight beyond that, which it
then mends with a floor; in a store of three reports that is most terms. The idf ln(1 + (N − df + 0.5)/(df + 0.5))
is positive throughout (Lucene uses the same).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from rank_bm25 import BM25Okapi

from retrieval.index.idf import idf


class BM25(BM25Okapi):  # type: ignore[misc]
    """rank-bm25's Okapi with the idf above; safe for a corpus without documents or without words."""

    avgdl: float

    def _initialize(self, corpus: Sequence[Sequence[str]]) -> dict[str, int]:
        if corpus:
            found: dict[str, int] = super()._initialize(corpus)
            self.avgdl = self.avgdl or 1.0  # documents without words: no term hits, and nothing is divided by zero
            return found
        self.avgdl = 1.0
        return {}

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        for term, holding in nd.items():
            self.idf[term] = idf(self.corpus_size, holding)

    def get_scores(self, query: Sequence[str]) -> np.ndarray:
        """One score per document, in the order of the corpus."""
        if not self.corpus_size:
            return np.zeros(0)
        with np.errstate(invalid="ignore"):  # a document without words where b is 1: nothing over nothing
            scores: np.ndarray = np.nan_to_num(super().get_scores(query))
        return scores


def tutorial_ranker(corpus: Sequence[Sequence[str]]) -> BM25Okapi:
    """rank-bm25 as it comes, for the plain baseline."""
    return BM25Okapi(corpus)
