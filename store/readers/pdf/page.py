"""The characters of a PDF page → its lines of text in reading order.

A PDF places characters, not text: their order in the file is the order of drawing, and pdfium's own text puts some
quotation marks (“ ”) out of place. So lines are built from positions alone: characters on one baseline are a line, a
wide gap divides it into segments, and segments that fill two halves of a page throughout are two columns.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from store import patterns as re

# Widths in ems (of the character's own size).
_SAME_LINE = 0.4  # superscripts are raised by a third; the closest lines set are a whole em apart
_OVERPRINT = 0.15  # bold faked by drawing twice, a hair apart; the narrowest letters are 0.22 wide
_WORD_GAP = 0.15  # the narrowest spaces of justified English text; 0.25 ran words of two manuals together
_IDEOGRAPH_GAP = 0.8  # Word sets ideographs and Latin letters a quarter apart without a space, and justifies lines
_SEGMENT_GAP = 1.5
_COLUMN_WIDTH = 10  # characters; a column of prose is not narrower, the columns of a table are
_CLOSING = set("，。、；：！？”’）》〉」』】］〕…—·,.;:!?)]}%％℃")
_OPENING = set("“‘（《〈「『【［〔([{")
_MARKER = re.compile(
    r"[（(]?(?:[一二三四五六七八九十百]{1,4}|[0-9]{1,3}(?:\.[0-9]{1,2})*|[A-Za-z])[）)、.．]|[•●■◆▪·①-⑳⑴-⒇-]"
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: its horizontal extent, baseline and size, in points from the lower left corner of the page."""

    char: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line on the page, or the side of a box: ``at`` across its direction, from ``start`` to ``end`` along it."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """The upright characters of one page and the rules drawn on it.

    ``number`` counts from 1, ``images`` is whether pictures stand on the page.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    images: bool
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a page or of one of its columns.

    ``unit`` is the width of what may not be parted from its first character (a word, a number, a full stop), ``hang``
    where the text after a leading list marker begins (None without one), ``tabular`` whether wide gaps divide it,
    ``spaced`` whether it ends with a space.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    page: int
    column: int = 0
    unit: float = 0.0
    hang: float | None = None
    tabular: bool = False
    spaced: bool = False


def lines_of(page: Page) -> tuple[TextLine, ...]:
    """The lines of a page, top to bottom, the left column before the right one."""
    rows = [_segments(row) for row in _rows(page.glyphs)]
    rows = [row for row in rows if row]
    gutter = _gutter([_line(segment, page.number, 0) for row in rows for segment in row])
    if gutter is None:
        return tuple(_joined(row, page.number, 0) for row in rows)
    sided = [_joined(group, page.number, column) for row in rows for column, group in _by_side(row, gutter)]
    return tuple(_in_column_order(sided))


def text_of(glyphs: Sequence[Glyph]) -> str:
    """The text of some characters that stand together, as those of a cell do: their lines as one."""
    text = ""
    for row in _rows(glyphs):
        line = _text(row).strip()
        apart = text and line and not is_ideographic(text[-1]) and not is_ideographic(line[0])
        text += f" {line}" if apart else line
    return text


def is_ideographic(char: str) -> bool:
    """Whether a character is set on the full square: an ideograph, kana, or full-width punctuation."""
    return (
        "\u2e80" <= char <= "\u9fff"
        or "\uf900" <= char <= "\ufaff"
        or "\uff00" <= char <= "\uff60"
        or char >= "\U00020000"
    )


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The characters of each baseline, left to right, rows from the top."""
    rows: list[list[Glyph]] = []
    base = size = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: (-glyph.baseline, glyph.left)):
        if rows and base - glyph.baseline <= _SAME_LINE * max(size, glyph.size):
            rows[-1].append(glyph)
            if glyph.size > size:
                base, size = glyph.baseline, glyph.size
        else:
            rows.append([glyph])
            base, size = glyph.baseline, glyph.size
    return [_without_overprints(sorted(row, key=lambda glyph: glyph.left)) for row in rows]


def _without_overprints(row: Sequence[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in row:
        twins = (
            other.char == glyph.char and glyph.left - other.left < _OVERPRINT * glyph.size and other.size == glyph.size
            for other in kept[-2:]
        )
        if not any(twins):
            kept.append(glyph)
    return kept


def _segments(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """The row parted at wide gaps; segments of white space alone are left out."""
    segments: list[list[Glyph]] = []
    edge = 0.0
    for glyph in row:
        if not segments or (glyph.left - edge > _SEGMENT_GAP * glyph.size and not glyph.char.isspace()):
            segments.append([])
        segments[-1].append(glyph)
        edge = max(edge, glyph.right)
    return [segment for segment in segments if any(not glyph.char.isspace() for glyph in segment)]


def _joined(segments: Sequence[Sequence[Glyph]], page: int, column: int) -> TextLine:
    """One line of the segments of a row: cells of a table parted by a space, a list marker set before its text."""
    glyphs = [glyph for segment in segments for glyph in segment]
    marker = len(segments) == 2 and _MARKER.fullmatch(_text(segments[0]).strip()) is not None
    return _line(glyphs, page, column, tabular=len(segments) > 1 and not marker, marker=marker)


def _line(glyphs: Sequence[Glyph], page: int, column: int, *, tabular: bool = False, marker: bool = False) -> TextLine:
    visible = [glyph for glyph in glyphs if not glyph.char.isspace()]
    text = _text(glyphs)
    if marker:
        # Word prints a tab between the numeral and the text; in the text it is nothing, as in a .docx.
        text = re.sub(r"^(\s*\S+)\s+(?=[\u2e80-\uffff])", r"\1", text)
    return TextLine(
        text=text.strip(),
        left=visible[0].left,
        right=max(glyph.right for glyph in visible),
        baseline=statistics.median_low(glyph.baseline for glyph in visible),
        size=statistics.median_low(glyph.size for glyph in visible),
        page=page,
        column=column,
        unit=_unit(glyphs[glyphs.index(visible[0]) :]),
        hang=_hang(glyphs, text.strip()),
        tabular=tabular,
        spaced=text[-1:].isspace(),
    )


def _text(glyphs: Sequence[Glyph]) -> str:
    text = "".join(_space_before(previous, glyph) + glyph.char for previous, glyph in pairwise([glyphs[0], *glyphs]))[
        len(_space_before(glyphs[0], glyphs[0])) :
    ]
    return re.sub(" {2,}", " ", text)


def _space_before(previous: Glyph, glyph: Glyph) -> str:
    if previous.char.isspace() or glyph.char.isspace():
        return ""
    least = _WORD_GAP if previous.char.isascii() and glyph.char.isascii() else _IDEOGRAPH_GAP
    return " " if glyph.left - previous.right > least * max(previous.size, glyph.size) else ""


def _unit(glyphs: Sequence[Glyph]) -> float:
    """The width of the first characters that a line break may not part; *glyphs* begin with a visible one."""
    end = 1
    if glyphs[0].char in _OPENING and len(glyphs) > 1:
        end = 2
    elif not is_ideographic(glyphs[0].char) and glyphs[0].char not in _CLOSING:
        while end < len(glyphs) and not _may_part(glyphs[end - 1], glyphs[end]):
            end += 1
    while end < len(glyphs) and glyphs[end].char in _CLOSING:
        end += 1
    return glyphs[end - 1].right - glyphs[0].left


def _may_part(last: Glyph, glyph: Glyph) -> bool:
    return glyph.char.isspace() or is_ideographic(glyph.char) or _space_before(last, glyph) != ""


def _hang(glyphs: Sequence[Glyph], text: str) -> float | None:
    match = _MARKER.match(text)
    if match is None:
        return None
    visible = [glyph for glyph in glyphs if not glyph.char.isspace()]
    return visible[match.end()].left if match.end() < len(visible) else None


def _gutter(segments: Sequence[TextLine]) -> float | None:
    """Where the right one of two columns of prose begins; None for a page of one column, or with a table."""
    lefts = sorted(segment.left for segment in segments)
    if not lefts:
        return None
    middle = (lefts[0] + max(segment.right for segment in segments)) / 2
    candidates = [left for left in lefts if left > middle]
    if not candidates:
        return None
    edge = min(candidates, key=lambda left: (-sum(abs(left - other) < 2 for other in candidates), left)) - 2
    left = [segment for segment in segments if segment.right <= edge]
    right = [segment for segment in segments if segment.left >= edge]
    crossing = len(segments) - len(left) - len(right)
    if min(len(left), len(right)) < 5 or crossing > 0.2 * len(segments):
        return None
    return edge if _is_prose(left) and _is_prose(right) else None


def _is_prose(lines: Sequence[TextLine]) -> bool:
    """Whether the lines fill their column as prose does: most reach its right edge, and it is not narrow."""
    edge = max(line.right for line in lines)
    full = sum(line.right > edge - 2 * line.size for line in lines)
    return full >= 0.6 * len(lines) and statistics.median(len(line.text) for line in lines) >= _COLUMN_WIDTH


def _by_side(row: Sequence[Sequence[Glyph]], gutter: float) -> list[tuple[int, list[Sequence[Glyph]]]]:
    """The segments of a row by column: 1 left, 2 right, and 0 (all of it) where one crosses the gutter."""
    if any(segment[0].left < gutter < segment[-1].right for segment in row):
        return [(0, list(row))]
    sides = groupby(row, key=lambda segment: 1 if segment[0].left < gutter else 2)
    return [(column, list(group)) for column, group in sides]


def _in_column_order(lines: Sequence[TextLine]) -> list[TextLine]:
    """Between lines over the whole width, first all of the left column, then all of the right one."""
    ordered: list[TextLine] = []
    for _, group in groupby(lines, key=lambda line: line.column == 0):
        ordered += sorted(group, key=lambda line: line.column)
    return ordered
