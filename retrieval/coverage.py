"""How much of a question's content a sentence holds, and where: whole words, and not words inside other words.

A word counts by how telling it is. Within another word (小学生 in 中小学生) it counts half, and so does one that only
the headings hold; of a word that is not there its characters count a little (老师 and 教师).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.segment import boundaries

Spans = tuple[tuple[int, int], ...]
# 小学生 is also said as 小学，在校生数：… and 初中学生
_LEARNERS = ("学生", "在校生", "新生", "毕业生", "人数")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share of the question's content that a sentence holds (0 to 1), and the spans that hold it."""

    share: float
    spans: Spans


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


def coverage(words: Mapping[str, float], text: Text, above: str) -> Coverage:
    """What the sentence and the headings ``above`` it hold of the words, each given with what it is worth."""
    held = 0.0
    spans: list[tuple[int, int]] = []
    for word, worth in words.items():
        found = list(text.holds(word))
        spans.extend((start, start + len(word)) for start, _ in found)
        held += worth * share_of(word, text, above, found)
    total = sum(words.values())
    return Coverage(held / total if total else 0.0, merged(spans))


def share_of(word: str, text: Text, above: str, found: Sequence[tuple[int, bool]] | None = None) -> float:
    """How much of one word a sentence holds, from 0 to 1."""
    found = list(text.holds(word)) if found is None else found
    if any(whole for _, whole in found):
        return 1.0
    if found:
        return 0.5
    if word[-1:] == "生" and word[:-1] in text.text and any(other in text.text for other in _LEARNERS):
        return 0.75
    if word in above:
        return 0.5
    return sum(char in text.text for char in word) / len(word) / 2


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Spans in order, touching ones joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
