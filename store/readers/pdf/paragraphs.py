"""The lines of a PDF → its paragraphs, as the page shows them to the eye.

A paragraph ends where a line ends clearly short of the right margin, where the next line is indented, further down
than lines are apart, or of another size; also over a page break. Where none of that tells, a line that ends a sentence
before a heading's numeral ends its paragraph, and any other line goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from store import patterns as re
from store.readers.pdf.page import TextLine, is_ideographic

# In ems. The norm for a Chinese paragraph is an indent of two; half of one is a crooked line.
_INDENT = 0.8
_SHORT = 1.2  # punctuation may be pushed to the next line or squeezed, so a full line can end an em early
_OTHER_SIZE = 0.08
_WIDER_GAP = 1.35  # of the usual distance between lines; 1.5 is the least that Word adds between paragraphs
_BLOCK_LINES = 3  # the fewest lines in a row that can show a margin of their own
_BLOCK_WIDTH = 20  # ems; lists of names are narrower
_FULL_SHARE = 0.3  # of the lines of a document of prose, at least so many reach the right margin (measured: 0.5–0.9)

_FINAL = re.compile(r"[。！？!?；;：:…][”’）》」』\"')]*$")
_NUMERAL = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百]{1,4}[章节条部]"
    r"|[0-9]{1,2}[、．]|[0-9]{1,2}\.(?![0-9])|[（(][0-9]{1,2}[）)]|[①-⑳⑴-⒇]"
)
_NEVER_FIRST = tuple("，。、；：！？”’）》")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as one line of text, with the lines it was made of."""

    text: str
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float


class _Layout:
    """What the lines of a document have in common: margins, distance of lines, and how it breaks and indents."""

    def __init__(self, lines: Sequence[TextLine], page_width: float) -> None:
        sizes = Counter[float]()
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
        self.size = sizes.most_common(1)[0][0]
        body = [line for line in lines if abs(line.size - self.size) <= _OTHER_SIZE * self.size and not line.tabular]
        body = body or list(lines)
        self._margins = {column: self._measure(body, column, page_width) for column in {line.column for line in lines}}
        self._page_lefts = {
            place: left
            for place, left in _page_lefts(body).items()
            if self._is_shifted(left - self._margins[place[1]].left)
        }
        self._pitches = _pitches(lines)
        self._rights = {id(line): edge for block in self._blocks(lines) if (edge := _edge(block)) for line in block}
        indented = sum(self.is_indented(line) for line in body)
        self.indents = indented >= 0.1 * len(body)
        # A program that sets no Chinese rules breaks lines anywhere, also inside a number or a Latin word.
        self.breaks_anywhere = sum(line.text.startswith(_NEVER_FIRST) for line in lines) > 0.01 * len(lines)

    def _measure(self, body: Sequence[TextLine], column: int, page_width: float) -> _Margins:
        lines = [line for line in body if line.column == column] or list(body)
        left = _left_margin(lines)
        rights = sorted((line.right for line in lines), reverse=True)
        right = rights[min(len(rights) - 1, len(rights) // 50)]  # past the odd line that sticks out
        full = sum(line.right > right - 1.5 * self.size for line in lines)
        if column == 0 and (full < _FULL_SHARE * len(lines) or len(lines) < 3):
            # Too few full lines to show the margin, so it is taken to be as wide as the left one.
            right = max(right, page_width - left - 3.5 * self.size)
        return _Margins(left, right)

    def _is_shifted(self, offset: float) -> bool:
        """Whether a page is set further left or right than usual, and does not merely begin each line with an indent."""
        return 2 < abs(offset) and not 1.5 * self.size < offset < 2.5 * self.size

    def margins(self, line: TextLine) -> _Margins:
        """The margins at a line; pages may be shifted against each other (bound on the left or the right)."""
        usual = self._margins[line.column]
        left = self._page_lefts.get((line.page, line.column), usual.left)
        right = usual.right + left - usual.left
        return _Margins(left, min(right, self._rights.get(id(line), right)))

    def _blocks(self, lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
        """Runs of lines of one size and left margin, the first lines of paragraphs further in by an indent."""
        block: list[TextLine] = []
        for line in lines:
            if block and not self._stand_together(block, line):
                yield block
                block = []
            block.append(line)
        yield block

    def _stand_together(self, block: Sequence[TextLine], line: TextLine) -> bool:
        last, left = block[-1], min(one.left for one in block)
        return (
            (last.page, last.column, last.tabular) == (line.page, line.column, line.tabular)
            and abs(last.size - line.size) <= _OTHER_SIZE * line.size
            and last.baseline - line.baseline < 2 * self._pitches.get(round(line.size), 1.8 * line.size)
            and (abs(line.left - left) < 2 or 1.5 * line.size < abs(line.left - left) < 2.5 * line.size)
        )

    def is_indented(self, line: TextLine) -> bool:
        return line.left - self.margins(line).left > _INDENT * line.size

    def is_apart(self, above: TextLine, below: TextLine) -> bool:
        """Whether two lines of a page are further apart than lines of a paragraph."""
        gap = above.baseline - below.baseline
        usual = self._pitches.get(round(below.size), 1.8 * below.size)
        return above.page == below.page and above.column == below.column and gap > _WIDER_GAP * usual


def paragraphs(lines: Sequence[TextLine], page_width: float) -> tuple[Paragraph, ...]:
    """The paragraphs of a document, from its lines in reading order (furniture taken out)."""
    if not lines:
        return ()
    layout = _Layout(lines, page_width)
    groups: list[list[TextLine]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, layout):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(Paragraph(_text(group, layout), tuple(group)) for group in groups)


def _goes_on(group: Sequence[TextLine], line: TextLine, layout: _Layout) -> bool:
    """Whether *line* belongs to the paragraph of the lines before it."""
    last = group[-1]
    if last.tabular or line.tabular or abs(last.size - line.size) > _OTHER_SIZE * max(last.size, line.size):
        return False
    margin = layout.margins(last).right
    if last.right + line.unit <= margin - _SHORT * last.size or layout.is_apart(last, line):
        return False
    if _steps_in(group, line, layout):
        return False
    complete = _FINAL.search(last.text) is not None
    if complete and _NUMERAL.match(line.text):
        return False
    # Without indents, nothing but the page break itself can tell that a paragraph was complete.
    return not (complete and last.page != line.page and not layout.indents)


def _steps_in(group: Sequence[TextLine], line: TextLine, layout: _Layout) -> bool:
    """Whether a line begins where a new paragraph would: indented, or out again after a hanging one."""
    last = group[-1]
    offset = line.left - layout.margins(line).left
    before = last.left - layout.margins(last).left
    least = _INDENT * line.size
    first = group[0]
    if len(group) == 1 and first.hang is not None and abs(first.hang - first.left + before - offset) < 0.5 * line.size:
        return False  # 1. text, and below it more text: a hanging list item goes on
    if offset > before + least:
        return True
    if abs(offset - before) <= least:
        return offset > least and len(group) == 1
    return len(group) > 1


def _text(group: Sequence[TextLine], layout: _Layout) -> str:
    text = group[0].text
    for last, line in pairwise(group):
        text = _join(text, line.text, spaced=last.spaced, anywhere=layout.breaks_anywhere)
    return text


def _join(text: str, following: str, *, spaced: bool, anywhere: bool) -> str:
    """Two lines as one: Chinese without a space, Latin words with one, a hyphenated word whole again."""
    end, start = text[-1], following[0]
    if is_ideographic(end) or is_ideographic(start):
        return text + following
    if end == "-" and text[-2:-1].isalpha() and not is_ideographic(text[-2]) and start.islower():
        return text[:-1] + following
    # 13 | 10万, 7. | 5%: two numbers never stand side by side in a sentence without a word or a mark between them.
    in_number = start.isdecimal() and (end.isdecimal() or end in ".,")
    words = (end.isalnum() or end in ".,;:)!?") and (start.isalnum() or start in "(") and not in_number
    return f"{text} {following}" if spaced or (words and not anywhere) else text + following


def _edge(block: Sequence[TextLine]) -> float | None:
    """Where the lines of a block of prose end, None where it shows no margin of its own.

    Prose breaks its lines in the midst of sentences and begins its paragraphs with an indent.
    """
    right, left = max(line.right for line in block), min(line.left for line in block)
    size = block[0].size
    full = [line for line in block if line.right > right - _SHORT * size]
    broken = sum(not _FINAL.search(line.text) for line in full)
    if block[0].tabular or len(block) < _BLOCK_LINES or right - left < _BLOCK_WIDTH * size:
        return None
    if len(full) < max(2, 0.4 * len(block)) or 2 * broken < len(full):
        return None
    return right if any(line.left > left + _INDENT * size for line in block) else None


def _left_margin(lines: Sequence[TextLine]) -> float:
    """The leftmost edge that more than an odd line has."""
    lefts = sorted(line.left for line in lines)
    least = max(2, len(lefts) // 10)
    return next((left for left in lefts if sum(abs(left - other) < 2 for other in lefts) >= least), lefts[0])


def _page_lefts(body: Sequence[TextLine]) -> dict[tuple[int, int], float]:
    """The left margin of each page and column that has enough lines to show one."""
    places: dict[tuple[int, int], list[TextLine]] = {}
    for line in body:
        places.setdefault((line.page, line.column), []).append(line)
    return {place: min(line.left for line in lines) for place, lines in places.items() if len(lines) >= 8}


def _pitches(lines: Sequence[TextLine]) -> dict[int, float]:
    """The usual distance between lines, by size of type."""
    gaps: dict[int, Counter[float]] = {}
    for above, below in pairwise(lines):
        gap = above.baseline - below.baseline
        alike = (above.page, above.column, round(above.size)) == (below.page, below.column, round(below.size))
        if alike and 0 < gap < 4 * below.size:
            gaps.setdefault(round(below.size), Counter())[round(gap * 2) / 2] += 1
    return {size: counts.most_common(1)[0][0] for size, counts in gaps.items() if counts.total() >= 3}
