"""The learned numbers, as ``tests/quality/train.py`` wrote them into ``weights.json``, which says when and from what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from store.quick_records import record


@record
class Weights:
    """What each feature is worth: for a sentence's place, for the first one's being right, for there being an answer.

    For its place it is worth something else where a figure is asked for (``figures``) than where none is (``ranking``).
    A question is refused where the chance of there being one is below ``refused`` and that of the first one's being
    right below ``likely``; below ``doubted`` it is given with doubt.
    """

    ranking: Mapping[str, float]
    figures: Mapping[str, float]
    right: Mapping[str, float]
    there: Mapping[str, float]
    refused: float
    likely: float
    doubted: float


class _Worth(dict[str, float]):
    """Numbers by their codes; a feature that was never learned is worth nothing."""

    def __missing__(self, code: str) -> float:
        return 0.0


@cache
def learned() -> Weights:
    """The weights that the program ships with."""
    read = json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))
    ranking, figures, right, there = (_Worth(read[part]) for part in ("ranking", "figures", "right", "there"))
    return Weights(ranking, figures, right, there, read["refused"], read["likely"], read["doubted"])
