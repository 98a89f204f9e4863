"""Tables that plain lines draw with blanks (指标　2023年　2022年) → rows as those of any other table.

Cells are parted by ideographic spaces, tabs, or two blanks and more. A table is a run of lines that begin with a name and
hold values, equally many cells in each, below a line that names the columns; without one it takes three cells in three lines,
all values but the name. Left alone: prose, labels with colons (姓名：张三　性别：男), names in columns, contents with their pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from store import patterns as re
from store.language.heading_numerals import numeral_of
from store.readers.content import Content
from store.readers.tables import BARE, DASH, LABEL, TIME, YEAR, is_value, may_name, table_lines, text_rows

# No line of a text without this is looked at.
_DRAWN = re.compile(r"(?<=\S)(?:[\t\u3000]|[ \xa0]{2})[ \xa0\t\u3000]*+[-+−±]?\d")
_GAP = re.compile(r"[ \xa0]?[\t\u3000][ \xa0\t\u3000]*+|[ \xa0]{2}[ \xa0\t\u3000]*+")
_BRACKETS = re.compile(r"[（(][^）)]{0,40}[)）]")
# A cell of prose, or a label with its value (性别：男); 其中：小学 is a name.
_NO_CELL = re.compile(r"[，。；;！？!?]|,(?!\d{3})|^(?!其中)[^：:]{0,40}[^：:\d][：:]")
_NUMBERED = re.compile(r"附?[表图]\s?[\d一二三四五六七八九十.\-－—]{0,6}[:：]?")
_COUNTS = re.compile(r"序\s?号|编\s?号|名次|位次|排名|排序|No\.?", re.IGNORECASE)
_WIDEST, _LONGEST_CELL, _LONGEST_LINE, _LONGEST_GROUP, _LONGEST_UNIT = 30, 40, 400, 12, 6
_LEAST = 3  # lines, and cells in each, of a table without a head

_Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """The lines from ``start`` up to ``end``, and the rows of the table that they draw, none where they draw none."""

    start: int
    end: int
    rows: tuple[_Cells, ...]


def with_tables(content: Content) -> Content:
    """The content, with the rows of such tables in place of the lines that draw them.

    >>> with_tables(Content("指标　2023年　2022年\\n学校（所）　32　35\\n教师（人）　1200　1180")).text
    '指标：学校（所），2023年：32，2022年：35\\n指标：教师（人），2023年：1200，2022年：1180'
    """
    if not _DRAWN.search(content.text):
        return content
    lines = content.text.split("\n")
    made: list[str] = []
    rows: list[int] = []
    places = [0]  # where each line stands now, by its number
    at = 0
    for table in _tables(lines, {*content.rows, *content.headings}):
        places += range(len(made) + 1, len(made) + 1 + table.start - at)
        made += lines[at : table.start]
        above = next((line for line in reversed(made[-2:]) if line.strip()), "")
        drawn = table_lines(text_rows(table.rows), caption=above)
        rows += [len(made) + 1 + row for row in drawn.rows]
        made += drawn.lines
        places += [len(made)] * (table.end - table.start)
        at = table.end
    places += range(len(made) + 1, len(made) + 1 + len(lines) - at)
    return replace(
        content,
        text="\n".join([*made, *lines[at:]]),
        headings=tuple(places[number] for number in content.headings),
        rows=tuple(sorted((*rows, *(places[number] for number in content.rows)))),
        dropped=tuple(replace(one, number=places[min(one.number, len(lines))]) for one in content.dropped),
    )


def _tables(lines: Sequence[str], taken: set[int]) -> Iterator[_Table]:
    cells = [() if number in taken else _cells(line) for number, line in enumerate(lines, 1)]
    index = last = 0
    while index < len(lines):
        if not _is_row(cells[index]):
            index += 1
            continue
        table = _table(lines, cells, index, last, taken)
        index = table.end
        if table.rows:
            yield table
            last = table.end


def _cells(line: str) -> _Cells:
    """The cells of a line, () where it has only one or is prose."""
    text = line.strip()
    if len(text) > _LONGEST_LINE:
        return ()
    cells = tuple(_GAP.split(text))
    return cells if 2 <= len(cells) <= _WIDEST and all(map(_is_cell, cells)) else ()


def _is_cell(text: str) -> bool:
    return len(text) <= _LONGEST_CELL and not _NO_CELL.search(_BRACKETS.sub("", text))


def _is_row(cells: _Cells) -> bool:
    """Whether the cells are a name, or the number of a row with its name, and at least one value behind."""
    if not any(is_value(cell) or DASH.fullmatch(cell) for cell in cells[1:]) or DASH.fullmatch(cells[0]):
        return False
    return not _is_number(cells[0]) or (len(cells) > 2 and cells[0].isdecimal() and not is_value(cells[1]))


def _table(lines: Sequence[str], cells: Sequence[_Cells], first: int, last: int, taken: AbstractSet[int]) -> _Table:
    """What the rows of values from line ``first`` on draw; the table before ends at ``last``.

    Lines whose numbers, from 1 on, are ``taken`` are headings or rows of other tables.
    """
    width = len(cells[first])
    above = _before(lines, first, last)
    head = _fitted(cells[above], width) if above >= last else ()
    short = bool(head) and len(cells[above]) < width
    if head and (not _is_head(head) or (short and not _is_indented(lines[above]))):
        head = ()  # of which column a name is missing nobody can tell
    start = above if head else first
    upper = _before(lines, above, last) if head else -1
    if upper >= last and cells[upper]:
        names = cells[upper] if not head[0] else (head[0], *cells[upper]) if _is_indented(lines[upper]) else ()
        if both := _joined(names, head):
            start, head = upper, both
        elif all(head.count(name) > 1 for name in head[1:]):
            start, head = first, ()  # each year twice, below names that tell of what
    found: list[_Cells] = []
    full: list[_Cells] = []  # those of which each cell's column is known
    end = at = first
    while at < len(lines):
        row = _fitted(cells[at], width)
        if row and row == head:
            found += [row]  # begun anew on the next page
        elif row and _is_row(row):
            full += [row]
            found += [row]
        elif head and len(cells[at]) == width - 1 > 1 and _is_row(cells[at]):
            found += [("，".join(cells[at]),)]  # which cell is missing nobody can tell
        elif (
            head
            and at + 1 not in taken
            and _is_group(lines[at])
            and at + 1 < len(lines)
            and _is_row(_fitted(cells[at + 1], width))
        ):
            found += [(lines[at].strip(),)]
        else:
            break
        end = at + 1
        at = end + (end + 1 < len(lines) and not lines[end].strip())
    if head:
        found = [head, *found] if _holds_under(head, full) else []
    return _Table(start, end, tuple(found if head or _holds_alone(full) else ()))


def _before(lines: Sequence[str], index: int, last: int) -> int:
    """The line above, over a blank one; -1 where there is none from ``last`` on."""
    return next((at for at in (index - 1, index - 2) if at >= last and lines[at].strip()), -1)


def _fitted(cells: _Cells, width: int) -> _Cells:
    """The cells as so many: a blank corner, and a name that was set wide (项　目) or begins with 其中, are mended."""
    if len(cells) == width + 1:
        if len(cells[0]) == len(cells[1]) == 1 and not is_value(cells[1]):
            return (cells[0] + cells[1], *cells[2:])
        if cells[0].startswith("其中") and not is_value(cells[1]):
            return (f"{cells[0]} {cells[1]}", *cells[2:])
    if len(cells) == width - 1 > 1 and not any(is_value(cell) or DASH.fullmatch(cell) for cell in cells):
        return ("", *cells)
    return cells if len(cells) == width else ()


def _is_indented(line: str) -> bool:
    """Whether a line begins with a blank cell."""
    return line[:1] in (" ", "\xa0", "\t", "\u3000")


def _is_head(cells: _Cells) -> bool:
    return all(map(may_name, filter(None, cells))) and not _NUMBERED.fullmatch(cells[0]) and len(cells[-1]) > 1


def _joined(upper: _Cells, lower: _Cells) -> _Cells:
    """The names of a head of two lines, the upper of which spans equally many columns with each name; else ()."""
    groups = len(upper) - 1
    if groups < 1 or (len(lower) - 1) % groups or not _is_head(upper):
        return ()
    each = (len(lower) - 1) // groups
    if each < 2 or lower[1:] != lower[1 : 1 + each] * groups:
        return ()
    return (upper[0], *(f"{upper[1 + at // each]}/{name}" for at, name in enumerate(lower[1:])))


def _is_group(line: str) -> bool:
    """Whether a line by itself may name the rows below it."""
    text = line.strip()
    return 0 < len(text) <= _LONGEST_GROUP and _is_cell(text) and numeral_of(text) is None and not is_value(text)


def _holds_under(head: _Cells, rows: Sequence[_Cells]) -> bool:
    """Whether rows below a head are those of a table: a column of values, and of two columns one that is said to be one."""
    if any(_is_number(row[0]) for row in rows) and not _COUNTS.fullmatch(head[0]):
        return False
    if len(rows) < 2 or len(head) == 2:
        valued = bool(rows) and all(_valued(cell) for row in rows for cell in row[1:])
        said = len(head) > 2 or any(pattern.fullmatch(head[1]) for pattern in (LABEL, TIME, YEAR))
        return valued and said and (len(head) > 2 or len(rows) > 1)
    return any(
        all(_valued(row[column]) for row in rows) and 2 * sum(is_value(row[column]) for row in rows) > len(rows)
        for column in range(1, len(head))
    )


def _holds_alone(rows: Sequence[_Cells]) -> bool:
    """Whether rows without a head are those of a table: names, a unit perhaps, and values all else."""
    if len(rows) < _LEAST or len(rows[0]) < _LEAST or any(_is_number(row[0]) for row in rows):
        return False
    units = len(rows[0]) > _LEAST and all(len(row[1]) <= _LONGEST_UNIT and not is_value(row[1]) for row in rows)
    return all(_valued(cell) for row in rows for cell in row[2 if units else 1 :])


def _is_number(cell: str) -> bool:
    """Whether a cell is a number that names no row."""
    return BARE.fullmatch(cell) is not None and not YEAR.fullmatch(cell)


def _valued(cell: str) -> bool:
    return is_value(cell) or DASH.fullmatch(cell) is not None
