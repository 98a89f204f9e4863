"""What a question asks about and a report or a sentence says nowhere: 双减 of a report of 2015, PM10 of one on PM2.5."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from retrieval.ranking.coverage import WantedWord, held_in
from retrieval.ranking.passage import Passage


def absent(words: Sequence[WantedWord], title: str, passages: Iterable[Passage]) -> float:
    """The share of the words' worth that stands in no passage of a report, no heading above one and not in its title."""
    whole = "\n".join((title, *(passage.above + passage.text.text for passage in passages)))
    total = sum(word.worth for word in words) or 1.0
    return sum(word.worth for word in words if not held_in([word], whole)) / total


def lacking(words: Sequence[WantedWord], title: str, passage: Passage) -> float:
    """The share of the words' characters, each by its part of the worth, that a passage and what is above it lack."""
    whole = title + passage.above + passage.text.text
    total = sum(word.worth for word in words) or 1.0
    return sum(word.worth * sum(char not in whole for char in word.text) / len(word.text) for word in words) / total
