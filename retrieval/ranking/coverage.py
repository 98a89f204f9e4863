"""How much of a question's content a sentence holds, and where: whole words, and not words inside other words.

A word counts by how telling it is. Within another word (小学生 in 中小学生) it counts half, and so does one that only
the headings hold; of a word that is not there its characters count a little (老师 and 教师). A variant of a word counts
by its own weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from retrieval.lazily import lazily
from retrieval.model import Variant
from retrieval.text.segmentation import boundaries, stretches
from store.quick_records import record

Spans = tuple[tuple[int, int], ...]
_WITHIN, _BETWEEN = 1, 2  # words
_NONE: Mapping[str, Spans] = {}
# 小学生 is also said as 小学，在校生数：… and 初中学生
_LEARNERS = ("学生", "在校生", "新生", "毕业生", "人数")


@dataclass(frozen=True, slots=True)
class WantedWord:
    """A word that is looked for, what it is worth, and what a report may say instead; ``forms`` are it and those.

    ``chars`` are its characters: taken from a string each is made anew, which costs as much as looking for it.
    """

    text: str
    worth: float
    variants: tuple[Variant, ...] = ()
    forms: tuple[Variant, ...] = field(init=False, repr=False, compare=False)
    chars: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put the word before what may stand for it."""
        object.__setattr__(self, "forms", (Variant(self.text, 1.0), *self.variants))
        object.__setattr__(self, "chars", tuple(self.text))


@record
class Coverage:
    """The spans of a sentence that hold the question's content, and the variants.

    ``instead`` are the words that it says in other words, each as (word, variant).
    """

    spans: Spans
    instead: tuple[tuple[str, str], ...] = ()


class Text:
    """A folded sentence whose word boundaries are known once they are asked for."""

    __slots__ = ("_known", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._known = bytearray()  # of each place _WITHIN or _BETWEEN, and 0 where that was not asked for yet

    def is_whole(self, span: tuple[int, int]) -> bool:
        """Whether a span begins and ends as words of the text do."""
        start, end = span
        return self._is_boundary(start) and self._is_boundary(end)

    def _is_boundary(self, place: int) -> bool:
        """Whether a word begins or ends at a place; only the stretch about it is cut, once."""
        if not self._known:
            self._known = bytearray(len(self.text) + 1)
        if not self._known[place]:
            self._cut_about(place)
        return self._known[place] == _BETWEEN

    def _cut_about(self, place: int) -> None:
        start, end = next((one for one in stretches(self.text) if one[0] < place < one[1]), (place, place))
        between = boundaries(self.text[start:end])
        self._known[start : end + 1] = bytes(_BETWEEN if one in between else _WITHIN for one in range(end - start + 1))


def coverage(words: Sequence[WantedWord], text: Text, above: str, same: Mapping[str, Spans] = _NONE) -> Coverage:
    """Where the sentence, below the headings ``above`` it, holds the words.

    ``same`` are words for an amount that the sentence writes otherwise, with the spans where it does.
    """
    spans: list[tuple[int, int]] = []
    instead: list[tuple[str, str]] = []
    for word in words:
        if word.text in same:
            spans.extend(same[word.text])
            continue
        variant = variant_in(word, text.text)
        own = word.forms[:1] if word.text in text.text else ()
        if variant is not None and share_of(word, text, above) > _share_of(word, own, text, above):
            instead.append((word.text, variant.text))
            spans.extend(places(variant.text, text.text))
        spans.extend(places(word.text, text.text))
    return Coverage(merged(spans), tuple(instead))


class Held:
    """What a sentence, and for the share the headings ``above`` it, hold of the words; asked of each candidate."""

    def __init__(self, words: Sequence[WantedWord], text: Text, above: str, same: Mapping[str, Spans] = _NONE) -> None:
        """``same`` as for :func:`coverage`, which tells the places."""
        self._text, self._above = text, above
        sentence = text.text
        # How much of each word stands in the sentence, whole or in other words.
        self.standing: list[float] = []
        # Each word with those of its forms that the sentence says, and how much of it is held; None where that depends
        # on where words of the sentence begin and end.
        self._words: list[tuple[WantedWord, Sequence[Variant], float | None]] = []
        self._said: list[tuple[float, Sequence[Variant]]] = []
        total = most = 0.0
        for word in words:
            literal, worth = word.text, word.worth
            forms: Sequence[Variant]
            if word.variants:
                forms = [form for form in word.forms if form.text in sentence]
            else:
                forms = word.forms if literal in sentence else ()
            share: float | None
            if forms:
                self._said.append((worth, forms))
                self.standing.append(forms[0].weight)
                share = None if forms[0].text == literal else _share_of(word, forms, text, above)
            else:
                self.standing.append(0.0)
                share = _part_of(word, sentence, above)
            if literal in same:
                share = 1.0
            self._words.append((word, forms, share))
            total += worth
            most += worth if share is None else worth * share
        self._total = total or 1.0
        # The most that the share can be: where the sentence's own words begin and end is costly to tell.
        self.most = most / self._total

    @lazily
    def share(self) -> float:
        """The share of the words' worth."""
        held = 0.0
        for word, forms, share in self._words:
            held += word.worth * (_share_of(word, forms, self._text, self._above) if share is None else share)
        return held / self._total

    def within(self, clauses: Iterable[str]) -> float:
        """The most of the words' worth that stands in one of these clauses of the sentence, whole or in other words."""
        said, most = self._said, 0.0
        for clause in clauses if said else ():
            worth = _worth_in(said, clause)
            if worth > most:
                most = worth
        return most / self._total


def share_of(word: WantedWord, text: Text, above: str = "") -> float:
    """How much of one word a sentence holds, from 0 to 1."""
    return _share_of(word, [form for form in word.forms if form.text in text.text], text, above)


def standing_in(word: WantedWord, text: str) -> float:
    """How much of a word stands in a text, whole or in other words."""
    for form in word.forms:
        if form.text in text:
            return form.weight
    return 0.0


def held_in(words: Sequence[WantedWord], clause: str) -> float:
    """The share of the words' worth that stands in a clause, whole or in other words."""
    total = sum(word.worth for word in words) or 1.0
    return worth_in(words, clause) / total


def worth_in(words: Sequence[WantedWord], clause: str) -> float:
    """The worth of those of the words that stand in a clause, whole or in other words."""
    return _worth_in([(word.worth, word.forms) for word in words], clause)


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


def _worth_in(words: Iterable[tuple[float, Sequence[Variant]]], clause: str) -> float:
    """The worth of the words, each given with its forms, best first, of which a clause holds one."""
    worth = 0.0
    for whole, forms in words:
        for form in forms:
            if form.text in clause:
                worth += whole * form.weight
                break
    return worth


def _share_of(word: WantedWord, forms: Sequence[Variant], text: Text, above: str) -> float:
    """How much of a word a sentence holds that says it in these of its forms."""
    if forms and forms[0].text == word.text:
        if any(map(text.is_whole, places(word.text, text.text))):
            return 1.0
        share, others = 0.5, forms[1:]
    else:
        share, others = _part_of(word, text.text, above), forms
    return max(share, others[0].weight) if others else share


def _part_of(word: WantedWord, text: str, above: str) -> float:
    """How much of a word, literally, a sentence holds that does not say it."""
    chars, literal = word.chars, word.text
    if chars and chars[-1] == "生" and literal[:-1] in text and any(other in text for other in _LEARNERS):
        return 0.75
    if literal in above:
        return 0.5
    return sum(map(text.__contains__, chars)) / len(chars) / 2
