"""rank-bm25: every score of every sentence, in numpy and Python; its formula is the oracle's."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import numpy as np

from retrieval.evaluation.reference_bm25 import BM25
from retrieval.model import FieldWeights
from tests.bench.cache import sentences
from tests.bench.peers import Search

NAME = f"rank-bm25 {version('rank-bm25')}"


def build(tokens: Path, folder: Path) -> None:
    """It keeps nothing on disk."""


def open_index(tokens: Path, folder: Path) -> Search:
    """Its own search for the best ten, with its scores sorted only as far as that takes."""
    weights = FieldWeights()
    index = BM25(list(sentences(tokens)), k1=weights.k1, b=weights.b)

    def search(terms: list[str]) -> list[int]:
        scores = index.get_scores(terms)
        best = np.argpartition(scores, -10)[-10:]
        return [int(place) for place in best[np.argsort(-scores[best], kind="stable")]]

    return search
