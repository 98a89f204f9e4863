"""Running heads, feet and page numbers of a PDF: which lines are not the report's own.

A line is furniture by its place *and* by repetition: it stands at the outer edge of the page, set off from the text
by its size or a gap, and the same text (but for digits) stands at the same height of other pages. A page number is told
by its form, its place and, where it is a bare number, by counting with the pages. Whatever else a page begins or ends
with is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from store import patterns as re
from store.language.characters import squeeze
from store.readers.pdf.page import Page, TextLine

RUNNING_HEAD = "pdf-running-head"
PAGE_NUMBER = "pdf-page-number"

# Of the page's height, from either end. Official documents (GB/T 9704) leave 37 mm of 297 above the text and set the
# page number 7 mm below it; Word's own margins are 25 mm, with head and foot at 15 mm.
_ZONE = 0.125
_OUTERMOST = 3  # lines of a head or foot, at most
_SAME_HEIGHT = 6.0  # points
_SET_OFF = 1.3  # of the usual distance between lines

_NUMBER_FORM = re.compile(
    r"""
      [-—–－·•~～]+\s*(?:[0-9]{1,4}|[ivxlc]{1,6})\s*[-—–－·•~～]+   # - 3 -  — 3 —  ·3·
    | 第\s*[0-9一二三四五六七八九十百]{1,4}\s*页(?:[\s,，/]*共\s*[0-9一二三四五六七八九十百]{1,4}\s*页)?  # 第 3 页 共 20 页
    | 共\s*[0-9]{1,4}\s*页[\s,，/]*第\s*[0-9]{1,4}\s*页
    | (?:page\s*)?[0-9]{1,4}\s*(?:/|of)\s*[0-9]{1,4}                # 3/20  Page 3 of 20
    | page\s*[0-9]{1,4}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"[0-9]{1,4}|[ivxIVX]{1,6}")


@dataclass(frozen=True, slots=True)
class _Outer:
    """A line at the outer edge of a page and its height from that edge.

    ``outermost`` is whether no line stands further out, ``set_off`` whether it stands apart from the text.
    """

    line: TextLine
    top: bool
    height: float
    outermost: bool
    set_off: bool


def furniture(pages: Sequence[Page], lines: Sequence[TextLine]) -> dict[int, str]:
    """The rule that drops a line, by the line's ``id()``; lines that stay are not in it."""
    pitch = _pitch(lines)
    outer = [candidate for page in pages for candidate in _outer_lines(page, lines, pitch)]
    rules: dict[int, str] = {}
    offsets = _bare_offsets(outer)
    for candidate in outer:
        text = candidate.line.text
        if _NUMBER_FORM.fullmatch(text) or (_BARE_NUMBER.fullmatch(text) and _counts(candidate, offsets)):
            rules[id(candidate.line)] = PAGE_NUMBER
        elif _repeats(candidate, outer, len(pages)):
            rules[id(candidate.line)] = RUNNING_HEAD
    return rules


def _pitch(lines: Sequence[TextLine]) -> float:
    """The usual distance between lines of the text."""
    gaps = (above.baseline - below.baseline for above, below in pairwise(lines) if above.page == below.page)
    common = Counter(round(gap) for gap in gaps if gap > 2).most_common(1)
    return common[0][0] if common else 0.0


def _outer_lines(page: Page, lines: Sequence[TextLine], pitch: float) -> Iterator[_Outer]:
    own = sorted((line for line in lines if line.page == page.number), key=lambda line: -line.baseline)
    for top, ordered in ((True, own), (False, own[::-1])):
        apart = [
            abs(line.baseline - inner.baseline) > _SET_OFF * pitch or abs(line.size - inner.size) > 0.08 * inner.size
            for line, inner in pairwise(ordered[: _OUTERMOST + 1])
        ]
        for index, line in enumerate(ordered[:_OUTERMOST]):
            # The top of a line is about an em above its baseline.
            height = page.height - line.baseline - line.size if top else line.baseline
            if height < _ZONE * page.height:
                outermost = abs(line.baseline - ordered[0].baseline) < 2
                yield _Outer(line, top, height, outermost, set_off=any(apart[index:]))


def _key(text: str) -> str:
    return re.sub(r"[0-9]+", "#", squeeze(text))


def _repeats(candidate: _Outer, outer: Sequence[_Outer], pages: int) -> bool:
    key = _key(candidate.line.text)
    # Figures that repeat but for their digits are rows of a table that goes on over pages.
    if not candidate.set_off or not re.search(r"[^\W\d_]", key):
        return False
    places = {
        other.line.page
        for other in outer
        if other.top == candidate.top
        and abs(other.height - candidate.height) <= _SAME_HEIGHT
        and _key(other.line.text) == key
    }
    return len(places) >= 3 or (len(places) == 2 and pages <= 4)


def _bare_offsets(outer: Sequence[_Outer]) -> Counter[tuple[bool, int]]:
    """How many pages bear a bare number that lies this far from their own, at top and at bottom."""
    numbers = [c for c in outer if c.outermost and c.line.text.isdecimal() and _BARE_NUMBER.fullmatch(c.line.text)]
    return Counter((c.top, int(c.line.text) - c.line.page) for c in numbers)


def _counts(candidate: _Outer, offsets: Counter[tuple[bool, int]]) -> bool:
    """Whether a bare number is the page's: it is the number of this very page, or counts along with other pages."""
    if not candidate.outermost:
        return False
    if not candidate.line.text.isdecimal():
        return True
    offset = int(candidate.line.text) - candidate.line.page
    return offset == 0 or offsets[candidate.top, offset] >= 2
