"""How much of a question's content a sentence holds, and where: whole words, and not words inside other words.

A word counts by how telling it is. Within another word (小学生 in 中小学生) it counts half, and so does one that only
the headings hold; of a word that is not there its characters count a little (老师 and 教师). What is said instead of
it counts in the same way, as far as its weight as a variant goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.model import Variant
from retrieval.segment import boundaries

Spans = tuple[tuple[int, int], ...]
# 小学生 is also said as 小学，在校生数：… and 初中学生
_LEARNERS = ("学生", "在校生", "新生", "毕业生", "人数")


@dataclass(frozen=True, slots=True)
class Sought:
    """A word of the question, what it is worth, and what a report may say instead, best first."""

    text: str
    worth: float
    variants: tuple[Variant, ...] = ()

    def followed_by(self, other: Sought) -> Sought:
        """One word of two that stand side by side; a variant of either stands for both."""
        variants = tuple(dict.fromkeys((*self.variants, *other.variants)))
        return Sought(self.text + other.text, self.worth + other.worth, variants)


@dataclass(frozen=True, slots=True)
class Instead:
    """A word of the question, and what the sentence says instead of it."""

    word: str
    said: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share of the question's content that a sentence holds (0 to 1), the spans that hold it, and the variants."""

    share: float
    spans: Spans
    instead: tuple[Instead, ...]


class Text:
    """A folded sentence whose word boundaries are known once they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._boundaries: frozenset[int] | None = None

    def holds(self, word: str) -> Iterable[tuple[int, bool]]:
        """Where the word stands, and whether it is whole there: it begins and ends as words of the text do."""
        start = self.text.find(word)
        while start >= 0:
            if self._boundaries is None:
                self._boundaries = boundaries(self.text)
            yield start, start in self._boundaries and start + len(word) in self._boundaries
            start = self.text.find(word, start + len(word))


def coverage(words: Sequence[Sought], text: Text, above: str) -> Coverage:
    """What the sentence and the headings ``above`` it hold of the words."""
    held = 0.0
    spans: list[tuple[int, int]] = []
    instead: list[Instead] = []
    for word in words:
        literal = _share(word.text, text, above)
        variant = _best_variant(word, text, above, literal)
        held += word.worth * (literal if variant is None else _weighted(variant, text, above))
        spans.extend(_places(word.text, text))
        if variant is not None and variant.text in text.text:
            spans.extend(_places(variant.text, text))
            instead.append(Instead(word.text, variant.text))
    total = sum(word.worth for word in words)
    return Coverage(held / total if total else 0.0, merged(spans), tuple(instead))


def share_of(word: Sought, text: Text, above: str) -> float:
    """How much of one word a sentence holds, from 0 to 1."""
    literal = _share(word.text, text, above)
    variant = _best_variant(word, text, above, literal)
    return literal if variant is None else _weighted(variant, text, above)


def held(word: Sought, text: str) -> float:
    """1 where a piece of text has the word, whole or not; else what the best variant that it has is worth."""
    if word.text in text:
        return 1.0
    return next((variant.weight for variant in word.variants if variant.text in text), 0.0)


def _best_variant(word: Sought, text: Text, above: str, literal: float) -> Variant | None:
    """The variant that says more of the word than the word itself does, None where none does."""
    there = (variant for variant in word.variants if variant.text in text.text or variant.text in above)
    best = max(there, key=lambda variant: _weighted(variant, text, above), default=None)
    return best if best is not None and _weighted(best, text, above) > literal else None


def _weighted(variant: Variant, text: Text, above: str) -> float:
    return variant.weight * _share(variant.text, text, above)


def _share(word: str, text: Text, above: str) -> float:
    found = list(text.holds(word))
    if any(whole for _, whole in found):
        return 1.0
    if found:
        return 0.5
    if word[-1:] == "生" and word[:-1] in text.text and any(other in text.text for other in _LEARNERS):
        return 0.75
    if word in above:
        return 0.5
    return sum(char in text.text for char in word) / len(word) / 2


def _places(word: str, text: Text) -> Iterator[tuple[int, int]]:
    return ((start, start + len(word)) for start, _ in text.holds(word))


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Spans in order, touching ones joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
