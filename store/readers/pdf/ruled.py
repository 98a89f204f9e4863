"""The rules drawn on a PDF page → its tables, as rows of cells; the characters that stand in no table are left.

A table is a net of rules that touch: at least two columns and two rows between them. A rule that is missing between two
places merges them; the rules at the outer sides may be missing where those that cross them tell where the table ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from store.readers.pdf.page import Glyph, Page, Rule, TextLine, text_of
from store.readers.tables import Cell

_NEAR = 3.0  # points; double rules, and rules that end a hair before the one that they meet, are one
MOST_RULES = 3000  # a page with more holds a drawing
_LEAST_FILLED = 2  # cells with text; a frame around prose is no table


@dataclass(frozen=True, slots=True)
class Table:
    """A table between its rules: its edges on the page, where its columns are parted, and its rows."""

    left: float
    right: float
    bottom: float
    top: float
    columns: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables_of(page: Page) -> tuple[tuple[Table, ...], tuple[Glyph, ...]]:
    """The ruled tables of a page from its top down, and the characters outside of them."""
    if not 4 <= len(page.rules) <= MOST_RULES:
        return (), page.glyphs
    found: list[Table] = []
    left = page.glyphs
    for net in _nets(page.rules):
        if (grid := _grid(net)) is None:
            continue
        inside = [glyph for glyph in left if grid.place(glyph) is not None]
        table = grid.table(inside)
        if sum(bool(cell.text) for row in table.rows for cell in row) >= _LEAST_FILLED:
            found.append(table)
            taken = set(map(id, inside))
            left = tuple(glyph for glyph in left if id(glyph) not in taken)
    return tuple(sorted(found, key=lambda table: -table.top)), left


def continues(above: Table, below: Table) -> bool:
    """Whether a table at the top of a page goes on with the columns of the one that ends the page before."""
    return len(above.columns) == len(below.columns) and all(
        abs(a - b) < 2 * _NEAR for a, b in zip(above.columns, below.columns, strict=True)
    )


def placed(lines: Sequence[TextLine], tables: Sequence[Table], page: int) -> list[tuple[TextLine, Table | None]]:
    """The lines of a page in reading order, with a line without text for each table, where it stands."""
    made: list[tuple[TextLine, Table | None]] = [(line, None) for line in lines]
    for table in tables:
        at = next((n for n, (line, _) in enumerate(made) if line.baseline < table.top), len(made))
        stand_in = TextLine("", table.left, table.right, table.top, 0.0, page, tabular=True)
        made.insert(at, (stand_in, table))
    return made


def _nets(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The rules in groups that touch."""
    group = list(range(len(rules)))

    def root(number: int) -> int:
        while group[number] != number:
            group[number] = group[group[number]]
            number = group[number]
        return number

    uprights = sorted((rule.at, number) for number, rule in enumerate(rules) if not rule.level)
    places = [at for at, _ in uprights]
    for number, rule in enumerate(rules):
        if not rule.level:
            continue
        first = bisect_right(places, rule.start - _NEAR)
        for _, other in uprights[first : bisect_right(places, rule.end + _NEAR)]:
            if rules[other].start - _NEAR <= rule.at <= rules[other].end + _NEAR:
                group[root(other)] = root(number)
    nets: dict[int, list[Rule]] = {}
    for number, rule in enumerate(rules):
        nets.setdefault(root(number), []).append(rule)
    return list(nets.values())


@dataclass(frozen=True, slots=True)
class _Grid:
    """The places between the rules of a net: ``xs`` from left to right, ``ys`` from the bottom up.

    ``sides`` are the rules that stand at each of them, by whether they are level and the number of the place.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    sides: Mapping[tuple[bool, int], Sequence[Rule]]

    def place(self, glyph: Glyph) -> tuple[int, int] | None:
        """Row from the top and column of a character, None where it stands outside."""
        x, y = (glyph.left + glyph.right) / 2, glyph.baseline + 0.3 * glyph.size
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if not (0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1):
            return None
        return len(self.ys) - 2 - row, column

    def table(self, glyphs: Iterable[Glyph]) -> Table:
        """The table with these characters in its cells."""
        height, width = len(self.ys) - 1, len(self.xs) - 1
        corner: dict[tuple[int, int], tuple[int, int]] = {}
        spans: dict[tuple[int, int], tuple[int, int]] = {}
        for row in range(height):
            for column in range(width):
                if (row, column) in corner:
                    continue
                down, across = self._span(row, column, corner)
                spans[row, column] = (down, across)
                corner |= {(row + y, column + x): (row, column) for y in range(down) for x in range(across)}
        held: dict[tuple[int, int], list[Glyph]] = {}
        for glyph in glyphs:
            if (place := self.place(glyph)) is not None:
                held.setdefault(corner[place], []).append(glyph)
        rows = tuple(
            tuple(
                Cell(text_of(held.get((row, column), ())), across=spans[row, column][1], down=spans[row, column][0])
                for column in range(width)
                if (row, column) in spans
            )
            for row in range(height)
        )
        return Table(self.xs[0], self.xs[-1], self.ys[0], self.ys[-1], self.xs, rows)

    def _span(self, row: int, column: int, taken: dict[tuple[int, int], tuple[int, int]]) -> tuple[int, int]:
        """How far the cell reaches down and across whose upper left place this is."""
        across = 1
        while (
            column + across < len(self.xs) - 1
            and (row, column + across) not in taken
            and not self._parted(False, column + across, row)
        ):
            across += 1
        down = 1
        while row + down < len(self.ys) - 1 and not any(
            self._parted(True, row + down, column + beside) or (row + down, column + beside) in taken
            for beside in range(across)
        ):
            down += 1
        return down, across

    def _parted(self, level: bool, number: int, along: int) -> bool:
        """Whether a rule stands above row ``number`` in column ``along`` (level), or left of a column in a row."""
        top = len(self.ys) - 1
        low, high = (self.xs[along], self.xs[along + 1]) if level else (self.ys[top - along - 1], self.ys[top - along])
        middle = (low + high) / 2
        place = top - number if level else number
        return any(rule.start <= middle <= rule.end for rule in self.sides.get((level, place), ()))


def _grid(net: Sequence[Rule]) -> _Grid | None:
    """The grid of a net of rules, None where it parts nothing into rows and columns."""
    level = [rule for rule in net if rule.level]
    upright = [rule for rule in net if not rule.level]
    if len(level) < 2 or not upright:
        return None
    xs = _places([rule.at for rule in upright] + [min(r.start for r in level), max(r.end for r in level)])
    ys = _places([rule.at for rule in level] + [min(r.start for r in upright), max(r.end for r in upright)])
    if len(xs) < 3 or len(ys) < 3:
        return None
    sides: dict[tuple[bool, int], list[Rule]] = {}
    for rule in net:
        places = ys if rule.level else xs
        sides.setdefault((rule.level, bisect_right(places, rule.at) - 1), []).append(rule)
    return _Grid(xs, ys, sides)


def _places(values: Iterable[float]) -> tuple[float, ...]:
    """The values in order, those that lie close together as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return tuple(found)


def rules_between(points: Sequence[tuple[float, float]]) -> list[Rule]:
    """The upright and level lines that a pen draws from point to point."""
    made = []
    for (x, y), (to_x, to_y) in pairwise(points):
        if abs(y - to_y) < 1 < abs(x - to_x):
            made.append(Rule(True, (y + to_y) / 2, min(x, to_x), max(x, to_x)))
        elif abs(x - to_x) < 1 < abs(y - to_y):
            made.append(Rule(False, (x + to_x) / 2, min(y, to_y), max(y, to_y)))
    return made
