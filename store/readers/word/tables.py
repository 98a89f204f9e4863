"""The rows of a Word table → lines of text.

A table with a heading row gives ``表头：值，表头：值`` for each row; a table that only lays out a page (one column, or one
row) gives its paragraphs. What is not clearly a heading row is not taken for one: its rows keep their cells, joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LONGEST_HEADER = 30
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_FIGURE = re.compile(r"[-+−]?[0-9０-９][0-9０-９,，.．%％]*")
_SENTENCE_MARK = re.compile(r"[。！？；!?;]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its lines, the grid columns it covers, and whether it goes on with the cell above it.

    ``inner`` are lines of tables inside the cell.
    """

    lines: tuple[str, ...]
    column: int
    span: int = 1
    continues: bool = False
    inner: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The cell's lines as one."""
        return " ".join(self.lines)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells; ``header`` where Word repeats it on each page as a heading row."""

    cells: tuple[Cell, ...]
    header: bool = False


def table_lines(rows: Sequence[Row]) -> Iterator[str]:
    """The lines of a table, top to bottom."""
    rows = [row for row in rows if any(cell.lines or cell.inner for cell in row.cells)]
    if len(rows) <= 1 or max(len(row.cells) for row in rows) == 1:
        for cell in (cell for row in rows for cell in row.cells):
            yield from cell.lines
            yield from cell.inner
        return
    while rows and _is_caption(rows[0], rows):
        yield from rows.pop(0).cells[0].lines
    heads = _heading_rows(rows)
    names = _names(rows[:heads])
    for row in rows[heads:]:
        yield from _row_lines(row, names, rows)


def _row_lines(row: Row, names: dict[int, str], rows: Sequence[Row]) -> Iterator[str]:
    filled = [cell for cell in row.cells if cell.lines]
    if _is_caption(row, rows):
        yield from filled[0].lines
    elif names:
        yield "，".join(f"{name}：{cell.text}" if (name := names.get(cell.column)) else cell.text for cell in filled)
    elif len(filled) == 2 and max(len(row.cells) for row in rows) == 2 and _may_name(filled[0].text):
        yield f"{filled[0].text.rstrip('：:')}：{filled[1].text}"
    elif filled:
        yield "，".join(cell.text for cell in filled)
    for cell in row.cells:
        yield from cell.inner


def _is_caption(row: Row, rows: Sequence[Row]) -> bool:
    """Whether a row is one cell over the whole width: the table's title, or a heading between its rows."""
    width = max(cell.column + cell.span for other in rows for cell in other.cells)
    return len(row.cells) == 1 and bool(row.cells[0].lines) and row.cells[0].span == width > 1


def _heading_rows(rows: Sequence[Row]) -> int:
    """How many rows at the top are headings: those Word says, else one (or as many as its merged cells reach)."""
    marked = 0
    while marked < len(rows) - 1 and rows[marked].header:
        marked += 1
    if marked:
        return marked
    if len(rows) < 2 or not all(_may_name(cell.text) for cell in rows[0].cells if cell.lines):
        return 0
    named = sum(bool(cell.lines) for cell in rows[0].cells)
    if named < len(rows[0].cells) - 1 or named < 2:
        return 0
    heads = 1
    while heads < len(rows) - 1 and any(cell.continues for cell in rows[heads].cells):
        if not any(cell.span > 1 for cell in rows[0].cells):
            break
        heads += 1
    return heads if _holds_values(rows, heads) else 0


def _holds_values(rows: Sequence[Row], heads: int) -> bool:
    """Whether the rows below read as values: a column of figures, or a grid that is more than pairs of 项目 and 内容."""
    body = rows[heads:]
    for column in {cell.column for cell in rows[0].cells}:
        texts = [cell.text for row in body for cell in row.cells if cell.column == column and cell.lines]
        if texts and 2 * sum(bool(_FIGURE.match(text)) for text in texts) > len(texts):
            return True
    return len(body) >= 2 and len(rows[0].cells) >= 3


def _names(heads: Sequence[Row]) -> dict[int, str]:
    """The name of each column; where a heading is divided, both names: 收入/本年."""
    names: dict[int, list[str]] = {}
    for row in heads:
        for cell in row.cells:
            for column in range(cell.column, cell.column + cell.span):
                parts = names.setdefault(column, [])
                if cell.text and cell.text not in parts:
                    parts.append(cell.text)
    return {column: "/".join(parts) for column, parts in names.items()}


def _may_name(text: str) -> bool:
    """Whether a text can name a column: short, no sentence, and no figure other than a year."""
    if len(text) > _LONGEST_HEADER or _SENTENCE_MARK.search(text):
        return False
    return not _FIGURE.fullmatch(text) or _YEAR.fullmatch(text) is not None
