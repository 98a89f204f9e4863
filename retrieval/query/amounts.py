"""Amounts that a question itself names, and the sentences that hold them in whatever form they are written there.

10500万元, 1.05亿元 and 一亿零五百万元 are one amount. It is looked up by its value among the stored figures, where words
and characters would not meet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from retrieval.model import Candidate, FieldScore, Question
from retrieval.query.wanted_figure import PEOPLE
from retrieval.text.segmentation import fold
from store import patterns as re
from store.model import Figure
from store.quick_records import record

# Smaller whole numbers stand everywhere and tell nothing; they are matched as text like other words.
_LEAST = Decimal(100)
# An amount that more sentences hold than these does not lead to one of them.
_MOST_SENTENCES = 50
# Without any of these nothing is an amount, and a year is none.
_NUMBER = re.compile(r"\d|[零〇一二两三四五六七八九十百千万亿半成倍双]|[½¼¾‰%]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d年")
_KINDS = ("money", "count", "percent", "points", "ratio", "area", "length", "weight", "score", "other")


@record
class Amount:
    """An amount in a question: its exact value in the base unit, and where it stands. ``unit`` is "" where none does."""

    value: Decimal
    unit: str
    kinds: tuple[str, ...]
    start: int
    end: int

    def is_held_by(self, figure: Figure) -> bool:
        """Whether a figure is this amount; 名 and 人 are alike, and a missing unit may be any."""
        alike = {self.unit, figure.unit} <= PEOPLE or self.unit == figure.unit or not self.unit or not figure.unit
        return figure.value == self.value and figure.kind in self.kinds and alike


def amounts_in(question: Question) -> tuple[Amount, ...]:
    """The amounts that a question names and that can lead to a sentence."""
    return tuple(
        Amount(one.value, fold(one.unit), (one.kind,) if one.unit else _KINDS, one.start, one.end)
        for one in _figures_in(question.text)
        # 超过5000万元 is no amount but a limit.
        if one.value is not None and one.bound in ("exact", "about") and one.kind in _KINDS and _tells(one.value)
    )


def limit_in(question: Question) -> Figure | None:
    """The amount that what is asked about is to pass, or to stay below: 5亿吨 of 哪几年粮食产量超过5亿吨."""
    bounds = [one for one in _figures_in(question.text) if one.bound in ("over", "under") and one.value is not None]
    return bounds[0] if len(bounds) == 1 else None


def words_of(question: Question, amounts: Sequence[Amount], words: Sequence[str]) -> Mapping[str, Amount]:
    """Those of the question's words that only write an amount (1.05, 亿元, 320人), each with it."""
    text = fold(question.text)
    return {word: amount for amount in amounts for word in words if word in text[amount.start : amount.end]}


def with_amounts(
    candidates: Sequence[Candidate],
    amounts: Sequence[Amount],
    holding: Callable[[Sequence[str], Decimal, int], Sequence[int]],
) -> tuple[Candidate, ...]:
    """The candidates and the sentences that hold an amount, these as good by it as the best text is by its words.

    ``holding`` gives the sentences with a figure of one of these kinds and this value, no more than so many.
    """
    worth = max((candidate.score for candidate in candidates), default=1.0)
    merged = {candidate.sentence: candidate for candidate in candidates}
    for amount in amounts:
        found = holding(amount.kinds, amount.value, _MOST_SENTENCES + 1)
        for sentence in found if len(found) <= _MOST_SENTENCES else ():
            before = merged.get(sentence, Candidate(sentence, 0.0))
            parts = (*before.parts, FieldScore("amount", worth))
            merged[sentence] = Candidate(sentence, round(before.score + worth, 9), parts)
    return tuple(merged.values())


@lru_cache(maxsize=64)  # looked up before the search and again when what it finds is ranked
def _figures_in(text: str) -> tuple[Figure, ...]:
    if not _NUMBER.search(_YEAR.sub("", fold(text))):
        return ()
    # The grammar of figures takes 0.1 s to import, and few questions name an amount.
    from store.figures.extract import figures_in

    return tuple(figures_in(text))


def _tells(value: Decimal) -> bool:
    return value >= _LEAST or value != value.to_integral_value()
