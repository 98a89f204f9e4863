"""How much of a question's content a sentence holds, and where: whole words, and not words inside other words.

A word counts by how telling it is. Within another word (小学生 in 中小学生) it counts half, and so does one that only
the headings hold; of a word that is not there its characters count a little (老师 and 教师). A variant of a word counts
by its own weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.model import Variant
from retrieval.text.segmentation import boundaries, stretches

Spans = tuple[tuple[int, int], ...]
_NONE: Mapping[str, Spans] = {}
# 小学生 is also said as 小学，在校生数：… and 初中学生
_LEARNERS = ("学生", "在校生", "新生", "毕业生", "人数")


@dataclass(frozen=True, slots=True)
class WantedWord:
    """A word that is looked for, what it is worth, and what a report may say instead."""

    text: str
    worth: float
    variants: tuple[Variant, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share of the question's content that a sentence holds (0 to 1), the spans that hold it, and the variants.

    ``instead`` are the words that it says in other words, each as (word, variant).
    """

    share: float
    spans: Spans
    instead: tuple[tuple[str, str], ...] = ()


class Text:
    """A folded sentence whose word boundaries are known once they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._stretches: tuple[tuple[int, int], ...] | None = None
        self._boundaries: dict[tuple[int, int], frozenset[int]] = {}

    def is_whole(self, span: tuple[int, int]) -> bool:
        """Whether a span begins and ends as words of the text do."""
        return all(map(self._is_boundary, span))

    def _is_boundary(self, place: int) -> bool:
        """Whether a word begins or ends at a place; only the stretch about it is cut, once."""
        if self._stretches is None:
            self._stretches = tuple(stretches(self.text))
        inside = next((one for one in self._stretches if one[0] < place < one[1]), None)
        if inside is None:
            return True
        if inside not in self._boundaries:
            self._boundaries[inside] = boundaries(self.text[slice(*inside)])
        return place - inside[0] in self._boundaries[inside]


def coverage(words: Sequence[WantedWord], text: Text, above: str, same: Mapping[str, Spans] = _NONE) -> Coverage:
    """What the sentence and the headings ``above`` it hold of the words.

    ``same`` are words for an amount that the sentence writes otherwise, with the spans where it does.
    """
    held = total = 0.0
    spans: list[tuple[int, int]] = []
    instead: list[tuple[str, str]] = []
    for word in words:
        total += word.worth
        if word.text in same:
            held += word.worth
            spans.extend(same[word.text])
            continue
        share = _own_share(word.text, text, above)
        variant = None if share == 1 else variant_in(word, text.text)
        if variant is not None and variant.weight > share:
            share = variant.weight
            instead.append((word.text, variant.text))
            spans.extend(places(variant.text, text.text))
        spans.extend(places(word.text, text.text))
        held += word.worth * share
    return Coverage(held / total if total else 0.0, merged(spans), tuple(instead))


def share_held(words: Sequence[WantedWord], text: Text, above: str, same: Mapping[str, Spans] = _NONE) -> float:
    """The share that :func:`coverage` has, without the places."""
    held = total = 0.0
    for word in words:
        total += word.worth
        held += word.worth if word.text in same else word.worth * share_of(word, text, above)
    return held / total if total else 0.0


def share_of(word: WantedWord, text: Text, above: str = "") -> float:
    """How much of one word a sentence holds, from 0 to 1."""
    share = _own_share(word.text, text, above)
    variant = None if share == 1 else variant_in(word, text.text)
    return share if variant is None or variant.weight <= share else variant.weight


def held_in(words: Sequence[WantedWord], clause: str) -> float:
    """The share of the words' worth that stands in a clause, whole or in other words."""
    total = sum(word.worth for word in words) or 1.0
    return worth_in(words, clause) / total


def worth_in(words: Sequence[WantedWord], clause: str) -> float:
    """The worth of those of the words that stand in a clause, whole or in other words."""
    return sum([word.worth * _plainly(word, clause) for word in words])


def variant_in(word: WantedWord, text: str) -> Variant | None:
    """The best variant of a word that a text holds, None where it holds none."""
    for variant in word.variants:
        if variant.text in text:
            return variant
    return None


def places(word: str, text: str) -> list[tuple[int, int]]:
    """The spans of a text that a word holds."""
    found = []
    start = text.find(word)
    while start >= 0:
        found.append((start, start + len(word)))
        start = text.find(word, start + len(word))
    return found


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Spans in order, touching ones joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _plainly(word: WantedWord, clause: str) -> float:
    if word.text in clause:
        return 1.0
    variant = variant_in(word, clause)
    return 0.0 if variant is None else variant.weight


def _own_share(word: str, text: Text, above: str) -> float:
    """How much of a word, literally, a sentence holds."""
    if word in text.text:
        return 1.0 if any(map(text.is_whole, places(word, text.text))) else 0.5
    if word[-1:] == "生" and word[:-1] in text.text and any(other in text.text for other in _LEARNERS):
        return 0.75
    if word in above:
        return 0.5
    return sum([char in text.text for char in word]) / len(word) / 2
