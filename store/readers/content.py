"""What every reader module gives back: the text of one file and what its format says beside the text.

Tables of any format become lines by the same rule, :func:`table_lines`.

Text uses ``\\n`` only. In word-processor, PDF, web and spreadsheet formats each line is one whole paragraph or table
row; in plain text the lines are as they stand in the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from store.model import DroppedLine


@dataclass(frozen=True, slots=True)
class Content:
    """The text of one file, before it becomes a :class:`store.model.Source`.

    ``encoding`` is None for formats that carry none of their own. ``headings`` are the numbers, from 1 and in order,
    of the lines that the format marks as headings. ``title`` and ``published`` (ISO date) are what the format says
    beside the text, ``site`` the name of the web site and ``origin`` whom the page names as its source, None where it
    says nothing. ``dropped`` are lines that only the reader could know to be furniture; they are not part of ``text``.
    ``levels`` are those of the headings, from 1, empty where there are none.
    """

    text: str
    encoding: str | None = None
    headings: tuple[int, ...] = ()
    title: str | None = None
    published: str | None = None
    dropped: tuple[DroppedLine, ...] = ()
    levels: tuple[int, ...] = ()
    site: str | None = None
    origin: str | None = None


# A cell that is a value and no name of a column: 1,234 / -3.5 / 53.7% / 2020-01-05
_NUMBER = re.compile(r"[-+−]?[\d,]+(?:\.\d+)?[%‰]?|\d{4}-\d{2}(?:-\d{2}.*)?")
_YEAR = re.compile(r"(?:19|20)\d\d")


def table_lines(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The rows of a table as lines "表头：值，表头：值", top to bottom; empty cells say nothing.

    A row with one filled cell at its left is a line of its own (a title, a note, a group). The header is the first
    row of two or more cells without a number; two such rows make one header where the second fills the gaps of the
    first (merged cells). Without a header the cells are joined by "，". Two columns of words are read across.

    >>> table_lines([["指标", "完成", "增长"], ["财政收入", "12.5亿元", "8%"], ["", "", ""], ["注：快报数", "", ""]])
    ('指标：财政收入，完成：12.5亿元，增长：8%', '注：快报数')
    >>> table_lines([["项目", "内容"], ["主办单位", "区教育局"]])
    ('项目：内容', '主办单位：区教育局')
    """
    lines: list[str] = []
    header: tuple[str, ...] = ()
    for block in _blocks(rows):
        for index in range(len(block)):
            if len(_filled(block[index])) > 1:
                found, height = _header(block, index, first=not header)
                body = block[index + height :]
                header = found or header
                lines += _body_lines(body, header)
                break
            lines += [cell for cell in block[index] if cell]
    return tuple(lines)


def _blocks(rows: Sequence[Sequence[str]]) -> list[list[tuple[str, ...]]]:
    """The runs of rows between empty rows, every cell on one line and every row of equal width."""
    width = max(map(len, rows), default=0)
    blocks: list[list[tuple[str, ...]]] = [[]]
    for row in rows:
        cells = tuple(" ".join(cell.split()) for cell in row) + ("",) * (width - len(row))
        if any(cells):
            blocks[-1].append(cells)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _header(block: Sequence[tuple[str, ...]], index: int, *, first: bool) -> tuple[tuple[str, ...], int]:
    """The names of the columns and how many rows they take; no names and 0 where the rows have no header.

    Below a first table an empty row is mostly a gap in the same table, so a second header has to show itself by
    numbers under it.
    """
    top, below = block[index], block[index + 1 :]
    if not _names_columns(top) or not below:
        return (), 0
    if not first and not any(_NUMBER.fullmatch(cell) for row in below for cell in row):
        return (), 0
    filled = _filled(top)
    if len(filled) == 2 and all(set(_filled(row)) <= set(filled) for row in below):
        # Read across ("主办单位：区教育局") unless the second column is values under a name.
        seconds = [row[filled[1]] for row in below if row[filled[1]]]
        if not all(_NUMBER.fullmatch(cell) for cell in seconds):
            return (), 0
    if len(below) > 1 and _fills_gaps(top, below[0]):
        return _joined(top, below[0]), 2
    return top, 1


def _names_columns(row: tuple[str, ...]) -> bool:
    cells = [cell for cell in row if cell]
    years = [cell for cell in cells if _YEAR.fullmatch(cell)]
    words = [cell for cell in cells if not _NUMBER.fullmatch(cell)]
    # "指标 | 2019 | 2020" is a header; "在校生 | 2019" is a value that looks like a year.
    return (len(words) >= 2 and len(words) == len(cells)) or (len(years) >= 2 and len(words) + len(years) == len(cells))


def _fills_gaps(top: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether ``second`` names the columns under the merged cells of ``top``, and only those."""
    if any(_NUMBER.fullmatch(cell) for cell in second) or all(second):
        return False
    for column, (upper, lower) in enumerate(zip(top, second, strict=True)):
        spans_on = column + 1 < len(top) and not top[column + 1] and bool(second[column + 1])
        if (not upper and not lower and any(second[column:])) or (upper and lower and not spans_on):
            return False
    return any(lower and not upper for upper, lower in zip(top, second, strict=True))


def _joined(top: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    names: list[str] = []
    group = ""
    for upper, lower in zip(top, second, strict=True):
        group = upper or group
        names.append(group + lower if lower else upper)
    return tuple(names)


def _filled(row: tuple[str, ...]) -> list[int]:
    return [column for column, cell in enumerate(row) if cell]


def _body_lines(body: Sequence[tuple[str, ...]], header: tuple[str, ...]) -> list[str]:
    lines: list[str] = []
    for row in body:
        filled = _filled(row)
        if filled == [0]:
            lines.append(row[0])
        elif not header:
            # Two cells are read across, more are only set side by side.
            lines.append(("：" if len(filled) == 2 else "，").join(row[column] for column in filled))
        elif row != header:  # a header repeated at the top of each printed page
            lines.append("，".join(_named(header[column], row[column]) for column in filled))
    return lines


def _named(name: str, value: str) -> str:
    return f"{name.replace(' ', '')}：{value}" if name else value
