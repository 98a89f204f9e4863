"""A stored report → its text in blocks, with the outline beside it, figures marked and mentions of the same thing told."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bot.formatting import readable
from retrieval.text.segmentation import fold
from store.readers.pdf.page_breaks import pages_of

if TYPE_CHECKING:
    from store.model import Figure, Report, Sentence

_LEAST_SHARED = 2 / 3  # of the words, for a sentence to mention the same thing


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a sentence; ``told`` says in short what the figure is, "" where it is none."""

    text: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a report by its place from 1; ``before`` and ``after`` are the places of the next mentions, 0 for none.

    ``page`` is the page of a PDF on which it begins, None for other files.
    """

    place: int
    parts: tuple[Stretch, ...]
    page: int | None = None
    mention: int = 0
    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (``level`` from 1, ``anchor`` its address), a paragraph, or text that belongs to neither."""

    level: int
    anchor: str
    text: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A report to read; ``mentions`` is how many sentences mention what was asked about."""

    blocks: tuple[Block, ...]
    outline: tuple[Block, ...]
    mentions: int


def reading(report: Report, words: Sequence[str] = ()) -> Reading:
    """The report from its first to its last character; white space between lines aside."""
    mentions = _mentions(report.sentences, words)
    return Reading(tuple(_blocks(report, mentions)), tuple(_outline(report)), len(mentions))


def place_at(report: Report, offset: int) -> int:
    """The place of the sentence that holds this offset of the text, else of the next; 1 where there is none."""
    return next((place for place, one in enumerate(report.sentences, 1) if one.end > offset), 1)


def around(report: Report, place: int, *, reach: int = 3) -> tuple[Block, ...]:
    """The sentence of this place among its neighbours, paragraph by paragraph."""
    numbered = list(enumerate(report.sentences, 1))[max(0, place - 1 - reach) : place + reach]
    pages = pages_of(report, [one for _, one in numbered])
    lines = [(one.paragraph, Line(n, _stretches(one), page)) for (n, one), page in zip(numbered, pages, strict=True)]
    return tuple(
        Block(0, "", "", tuple(line for _, line in paragraph))
        for _, paragraph in groupby(lines, key=lambda pair: pair[0])
    )


def _outline(report: Report) -> Iterator[Block]:
    """The headings in order; those that are sentences of a paragraph have the sentence's address."""
    starts = {one.start: place for place, one in enumerate(report.sentences, 1)}
    for number, one in enumerate(report.sections, 1):
        if one.heading:
            anchor = f"s{starts[one.start]}" if one.start in starts else f"h{number}"
            yield Block(max(1, one.level), anchor, one.heading)


def _blocks(report: Report, mentions: Sequence[int]) -> Iterator[Block]:
    starts = {one.start for one in report.sentences}
    headings = [
        (one.start, one.end, Block(max(1, one.level), f"h{number}", report.text[one.start : one.end].strip()))
        for number, one in enumerate(report.sections, 1)
        if one.heading and one.start not in starts
    ]
    numbered = enumerate(report.sentences, 1)
    pages = pages_of(report, report.sentences)
    paragraphs = [list(group) for _, group in groupby(numbered, key=lambda pair: pair[1].paragraph)]
    told = [
        (
            group[0][1].start,
            group[-1][1].end,
            Block(0, "", "", tuple(_line(place, one, pages[place - 1], mentions) for place, one in group)),
        )
        for group in paragraphs
    ]
    at = 0
    for start, end, block in sorted([*headings, *told], key=lambda one: one[:2]):
        if between := report.text[at:start].strip():
            yield Block(0, "", between)
        at = max(at, end)
        yield block
    if rest := report.text[at:].strip():
        yield Block(0, "", rest)


def _line(place: int, sentence: Sentence, page: int | None, mentions: Sequence[int]) -> Line:
    index = bisect_left(mentions, place)
    if index == len(mentions) or mentions[index] != place:
        return Line(place, _stretches(sentence), page)
    before = mentions[index - 1] if index else 0
    after = mentions[index + 1] if index + 1 < len(mentions) else 0
    return Line(place, _stretches(sentence), page, index + 1, before, after)


def _mentions(sentences: Sequence[Sentence], words: Sequence[str]) -> list[int]:
    """The places of the sentences that hold most of the words."""
    wanted = [fold(word) for word in words if word]
    if not wanted:
        return []
    texts = (fold(one.text) for one in sentences)
    found = [
        place
        for place, text in enumerate(texts, 1)
        if sum(word in text for word in wanted) >= _LEAST_SHARED * len(wanted)
    ]
    return found if len(found) > 1 else []  # to one alone there is no way from another


def _stretches(sentence: Sentence) -> tuple[Stretch, ...]:
    parts, at = [], 0
    for figure in sentence.figures:
        if figure.start < at:
            continue
        if at < figure.start:
            parts.append(Stretch(sentence.text[at : figure.start]))
        parts.append(Stretch(figure.text, _told(figure)))
        at = figure.end
    if at < len(sentence.text):
        parts.append(Stretch(sentence.text[at:]))
    return tuple(parts)


def _told(figure: Figure) -> str:
    return " · ".join(
        part for part in (figure.indicator or figure.subject, readable(figure), figure.period or "") if part
    )
