"""How telling a term is, by how many hold it. Beside :mod:`retrieval.evaluation.reference_bm25`, whose library no question waits for."""

from __future__ import annotations

import math


def idf(total: int, holding: int) -> float:
    """How telling a term is that ``holding`` of ``total`` documents hold."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))
