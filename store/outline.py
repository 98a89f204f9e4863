"""Paragraphs → their places in the outline: which are headings, on which level, and what stands below which.

Levels follow the order in which numeral styles first appear and not a fixed table, since real reports put 一、
below （一） as readily as above it. A paragraph may be a heading of its own line, begin with a run-in heading
("1、重点项目进展顺利。区委…"), be a numbered item that heads nothing, or be plain text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from store.characters import SENTENCE_ENDS, ends_sentence, han_count
from store.headings import (
    LONGEST_BARE_HEADING,
    LONGEST_HEADING,
    LONGEST_RUN_IN,
    Numeral,
    is_bare_heading,
    is_date_line,
    numeral_of,
)
from store.model import Section
from store.paragraphs import Paragraph

_BARE = "bare"
# A heading that ends in a full stop and stands alone is shorter than this; a longer one is an item that says it all.
_LONGEST_STOPPED_HEADING = 45


@dataclass(frozen=True, slots=True)
class Placed:
    """A paragraph with its section path. ``heading`` is the offset behind its heading, 0 where it has none.

    ``alone`` is true where the heading is the whole paragraph.
    """

    paragraph: Paragraph
    path: tuple[str, ...]
    heading: int = 0
    alone: bool = False


@dataclass(frozen=True, slots=True)
class _Open:
    """A level that is open: its numeral's style and family, the last number on it, and its heading if any."""

    style: str
    family: str
    number: int
    heading: str | None


def outline(body: tuple[Paragraph, ...]) -> tuple[tuple[Placed, ...], tuple[Section, ...]]:
    """Every paragraph of the body with its path, and the sections in order."""
    numerals = tuple(None if p.text.startswith(("“", "‘")) else numeral_of(p.text) for p in body)
    placed: list[Placed] = []
    sections: list[Section] = []
    open_levels: list[_Open] = []
    for index, paragraph in enumerate(body):
        numeral = numerals[index]
        end = 0
        if numeral is not None:
            end = _numbered_heading(numeral, index, body, numerals)
            level = _level(open_levels, numeral, numerals[index + 1 :])
            heading = paragraph.text[:end].strip() if end else None
            del open_levels[level:]
            open_levels.append(_Open(numeral.style, numeral.family, numeral.number, heading))
        elif _bare_heading(index, body, numerals):
            end = len(paragraph.text)
            _open_bare(open_levels, paragraph.text)
        path = tuple(entry.heading for entry in open_levels if entry.heading is not None)
        placed.append(Placed(paragraph, path, end, alone=end == len(paragraph.text)))
        if end:
            sections.append(_section(paragraph, end, path))
    return tuple(placed), tuple(sections)


def _section(paragraph: Paragraph, end: int, path: tuple[str, ...]) -> Section:
    width = len(paragraph.text[:end].rstrip())
    return Section(
        level=len(path),
        heading=path[-1],
        path=path,
        start=paragraph.place(0),
        end=paragraph.place(width - 1) + 1,
        run_in=end < len(paragraph.text),
    )


def _level(open_levels: list[_Open], numeral: Numeral, later: tuple[Numeral | None, ...]) -> int:
    """The index in the open levels that the numeral's heading takes."""
    same = [index for index, entry in enumerate(open_levels) if entry.style == numeral.style]
    if same:
        # The innermost level whose count goes on here. A list that counts 一、二、 within 二、 starts again at 1
        # and is one level down; 1、 starts again wherever a heading without numeral stood between.
        going_on = [index for index in same if open_levels[index].number + 1 == numeral.number]
        if not going_on and numeral.number == 1 and numeral.style == "一、" and open_levels[same[-1]].heading:
            return len(open_levels)
        return going_on[-1] if going_on else same[-1]
    # A level numbered inconsistently (1、 then 2.) goes on in another style of the same family, provided that the
    # number it would have had does not come later in its own style.
    for index in range(len(open_levels) - 1, -1, -1):
        entry = open_levels[index]
        if (
            entry.family == numeral.family
            and numeral.number == entry.number + 1
            and numeral.number > 1
            and not any(n is not None and n.style == entry.style and n.number == numeral.number for n in later)
        ):
            return index
    # 二、 behind a heading without numeral: that heading stood for 一、, and both are on one level.
    if open_levels and open_levels[-1].style == _BARE and numeral.number > 1:
        return len(open_levels) - 1
    return len(open_levels)


def _open_bare(open_levels: list[_Open], heading: str) -> None:
    for index, entry in enumerate(open_levels):
        if entry.style == _BARE:
            del open_levels[index:]
            break
    open_levels.append(_Open(_BARE, _BARE, 0, heading))


# ---------------------------------------------------------------------------------------------- is it a heading?


def _numbered_heading(
    numeral: Numeral, index: int, body: tuple[Paragraph, ...], numerals: tuple[Numeral | None, ...]
) -> int:
    """The offset behind the heading that the numbered paragraph opens with, 0 where it heads nothing."""
    text = body[index].text
    if not han_count(text[numeral.end :]) and len(text) > numeral.end:
        return 0
    stop = _first_stop(text, numeral.end)
    if stop == len(text):
        return stop if _heads_text(numeral, index, body, numerals) else 0
    heading, rest = text[:stop], text[stop:]
    if len(heading) <= LONGEST_RUN_IN and han_count(heading) >= 2 and han_count(rest) >= 2:
        return stop
    return 0


_STOP = re.compile(rf"[{SENTENCE_ENDS}][”’」』）)]?|[:：]|\s+")


def _first_stop(text: str, start: int) -> int:
    """The offset behind the first sentence end, or behind a short part that a colon or a space closes."""
    for match in _STOP.finditer(text, start + 1):
        mark = match.group()
        short = match.start() - start <= LONGEST_BARE_HEADING
        before = text[start : match.start()]
        if mark[0] in SENTENCE_ENDS:
            return match.end()
        if mark.isspace():
            # A space closes a heading only where no other mark has begun a clause and text follows.
            if (
                short
                and han_count(before) >= 3
                and len(text) - match.end() >= 15
                and not re.search(r"[，,。；;]", before)
            ):
                return match.start()
        elif match.end() == len(text) or (short and not re.search(r"[，,。；;\d]", before) and han_count(before) >= 2):
            return match.end()
    return len(text)


def _heads_text(
    numeral: Numeral, index: int, body: tuple[Paragraph, ...], numerals: tuple[Numeral | None, ...]
) -> bool:
    """Whether the numbered line is a heading: short, and something other than its next sibling follows."""
    text = body[index].text
    longest = _LONGEST_STOPPED_HEADING if ends_sentence(text) else LONGEST_HEADING
    if len(text) > longest or text.endswith(("；", ";", "，", ",")) or index + 1 == len(body):
        return False
    following = numerals[index + 1]
    if following is None:
        return True
    # Its own next number, or that of a level above it: the line had nothing below it, so it is an item of a list.
    if following.style == numeral.style:
        return False
    earlier = (n for n in numerals[:index] if n is not None)
    above = any(n.style == following.style for n in earlier) and following.number > 1
    return not above or numeral.style == "一、"


def _bare_heading(index: int, body: tuple[Paragraph, ...], numerals: tuple[Numeral | None, ...]) -> bool:
    text = body[index].text
    if index + 1 == len(body) or is_date_line(text):
        return False
    if body[index].marked:
        return len(text) <= LONGEST_HEADING and not ends_sentence(text)
    if not is_bare_heading(text) or len(body[index].starts) > 1 or re.search(r"\t|\s{2,}", text):
        return False
    before = body[index - 1].text if index else ""
    after = body[index + 1].text
    # What it heads is prose or a numbered paragraph; a list of short lines has no headings.
    heads = numerals[index + 1] is not None or (
        han_count(after) >= LONGEST_BARE_HEADING // 2 and any(c in after for c in SENTENCE_ENDS + "；;：:")
    )
    closed = not before or ends_sentence(before) or numerals[index - 1] is not None or is_bare_heading(before)
    return heads and closed
