"""bm25s without numba: scores worked out beforehand, in sparse matrices."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import bm25s

from tests.bench.peers import Search

NAME = f"bm25s {version('bm25s')}"


def build(tokens: Path, folder: Path) -> None:
    """The matrix, saved; words are numbered as they come, which takes less memory than lists of them."""
    from retrieval.model import FieldWeights
    from tests.bench.cache import sentences

    weights = FieldWeights()
    codes: dict[str, int] = {}
    numbered = [[codes.setdefault(term, len(codes)) for term in terms] for terms in sentences(tokens)]
    index = bm25s.BM25(method="lucene", k1=weights.k1, b=weights.b)
    index.index((numbered, codes), show_progress=False)
    index.save(folder)


def open_index(tokens: Path, folder: Path) -> Search:
    """The matrix in memory, searched by its numpy backend."""
    index = bm25s.BM25.load(folder, mmap=False)

    def search(terms: list[str]) -> list[int]:
        known = [term for term in terms if term in index.vocab_dict]
        if not known:
            return []
        found, _ = index.retrieve([known], k=10, show_progress=False, backend_selection="numpy")
        return [int(place) for place in found[0]]

    return search
