"""The rows of a Word table → the cells of :mod:`store.readers.tables`, or the paragraphs of a table that lays out a page.

A table of one column, or of one row without a value beside its label, only sets paragraphs side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from store.language.characters import ends_sentence
from store.readers import tables
from store.readers.tables import TableLines

_LONGEST_LABEL = 30


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


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells; ``header`` where Word repeats it on each page as a heading row."""

    cells: tuple[Cell, ...]
    header: bool = False


def table_lines(rows: Sequence[Row], *, caption: str) -> TableLines:
    """The lines of a table, top to bottom; ``caption`` is the line above it."""
    said = [row for row in rows if any(cell.lines or cell.inner for cell in row.cells)]
    if max((len(row.cells) for row in said), default=0) <= 1 or (len(said) == 1 and _is_layout(said[0])):
        cells = (cell for row in said for cell in row.cells)
        return TableLines(tuple(line for cell in cells for line in (*cell.lines, *cell.inner)), ())
    return tables.table_lines([_cells(rows, index) for index in range(len(rows))], caption=caption)


def _is_layout(row: Row) -> bool:
    if len(row.cells) % 2 or any(len(cell.lines) != 1 for cell in row.cells):
        return True
    return any(len(cell.lines[0]) > _LONGEST_LABEL or ends_sentence(cell.lines[0]) for cell in row.cells)


def _cells(rows: Sequence[Row], index: int) -> list[tables.Cell]:
    """The row's own cells, with empty ones where the grid has a gap; those that go on from above are theirs."""
    found: list[tables.Cell] = []
    row = rows[index]
    column = 0
    for cell in row.cells:
        if cell.column > column:
            found.append(tables.Cell("", across=cell.column - column))
        column = cell.column + cell.span
        if not cell.continues or not _above(rows, index, cell):
            down = _height(rows, index, cell)
            found.append(tables.Cell(" ".join(cell.lines), cell.span, down, row.header, cell.inner))
    return found


def _above(rows: Sequence[Row], index: int, cell: Cell) -> bool:
    """Whether a cell that goes on has one above it in its column to go on from."""
    return index > 0 and any(other.column == cell.column for other in rows[index - 1].cells)


def _height(rows: Sequence[Row], index: int, cell: Cell) -> int:
    down = 1
    while index + down < len(rows) and any(
        other.column == cell.column and other.continues for other in rows[index + down].cells
    ):
        down += 1
    return down
