"""Spreadsheets: .xlsx → lines "表头：值，表头：值", one for each row, sheet after sheet.

Values are written as Excel shows them: by their number format, dates in ISO form. Left out: what Excel does not show
(hidden sheets, rows and columns, which are listed as dropped), error values, and formulas whose result was never stored (a guess would be a figure of our own).
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries

from store import patterns as re
from store.limits import limits, over
from store.model import DroppedLine
from store.readers.content import Content
from store.readers.tables import Cell, table_lines

_HIDDEN_SHEET, _HIDDEN_ROWS, _HIDDEN_COLUMNS = "hidden-sheet", "hidden-row", "hidden-column"
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s+ref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]{0,400}?\br=\"(\d{1,7})\"[^>]{0,400}>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]{0,400}>")
_REACH = re.compile(rb"\b(min|max)=\"(\d{1,5})\"")
_HIDES = re.compile(rb"\bhidden=\"(?:1|true)\"")
_WIDEST_HIDDEN = 1000  # columns
_LARGEST_AREA = 100_000  # places; a larger merged area is a slip of some exporter

# Colours, conditions and locales: [Red] [>100] [$-804]; [$¥-804] holds a sign that is shown.
_BRACKETS = re.compile(r"\[\$(?P<sign>[^\]-]{0,80}+)[^\]]{0,80}+\]|\[[^\]]{0,160}+\]")
# "亿元" and \元 are shown as they are; _x leaves the width of x and *x fills with x, which is no text.
_LITERAL = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].')
_DIGITS = re.compile(r"General|(?P<whole>[#?0,]{0,60}[#?0])(?:\.(?P<decimals>[#?0]*))?(?P<thousands>,*)", re.IGNORECASE)
# Scientific notation, fractions, text, and digits with a sign set among them: shown plainly instead.
_BEYOND = re.compile(r"E[+-]|[/@!]|[#?0]", re.IGNORECASE)


def read(data: bytes, name: str) -> Content:
    """The rows of every visible sheet as lines; where there are several sheets, each is headed by its name."""
    made = _Lines()
    with warnings.catch_warnings():
        # openpyxl warns of what it does not keep (validation, headers); only values are wanted here.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                sheets = [_Sheet.of(sheet, package) for sheet in book.worksheets]
        finally:
            book.close()
    shown = [sheet for sheet in sheets if sheet.visible and any(any(row) for row in sheet.rows)]
    for sheet in sheets:
        if not sheet.visible:
            made.hide(sheet.rows, _HIDDEN_SHEET)
        elif sheet in shown:
            if len(shown) > 1:
                made.head(sheet.title)
            made.add(sheet)
    return made.content()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet's cells as Excel shows them; ``spans`` are its merged areas by their upper left corner (row, column),
    ``hidden`` the rows and ``unseen`` the columns that are not shown, all counted from 0."""

    title: str
    visible: bool
    rows: list[list[str]]
    spans: dict[tuple[int, int], tuple[int, int]]
    hidden: frozenset[int]
    unseen: frozenset[int]

    @classmethod
    def of(cls, sheet: Any, package: zipfile.ZipFile) -> _Sheet:
        # The size that the file states is wrong in files of some exporters ("A1"), and rows would be lost by it.
        sheet.reset_dimensions()
        rows = []
        left = limits().cells
        for row in sheet.iter_rows():
            left -= len(row)
            if left < 0:
                raise over("工作表的单元格太多", f"{limits().cells} 个", "cells")
            rows.append([_shown(cell) for cell in row])
        # Read row by row, openpyxl passes over merged areas and hidden rows; the part itself has them in plain sight.
        part = package.read(sheet._worksheet_path.lstrip("/"))
        spans = {}
        for match in _MERGED.finditer(part):
            left, top, right, bottom = range_boundaries(match[1].decode())
            spans[top - 1, left - 1] = (bottom - top + 1, right - left + 1)
        hidden = frozenset(int(match[1]) - 1 for match in _HIDDEN_ROW.finditer(part) if _HIDES.search(match[0]))
        unseen = _hidden_columns(part, max(map(len, rows), default=0))
        return cls(" ".join(sheet.title.split()), sheet.sheet_state == "visible", rows, spans, hidden, unseen)

    def cells(self) -> list[list[Cell]]:
        """The shown rows and columns, the places that a merged area covers left out."""
        covered: set[tuple[int, int]] = set()
        for (top, left), (down, across) in self.spans.items():
            if down * across <= _LARGEST_AREA:
                covered |= {(top + y, left + x) for y in range(down) for x in range(across)} - {(top, left)}
        found = []
        for index, row in enumerate(self.rows):
            if index in self.hidden:
                continue
            cells = []
            for column, text in enumerate(row):
                down, across = self.spans.get((index, column), (1, 1))
                if across < _WIDEST_HIDDEN:
                    across -= sum(one in self.unseen for one in range(column, column + across))
                if (index, column) not in covered and across:
                    down -= sum(one in self.hidden for one in range(index, index + down)) if down < 1000 else 0
                    cells.append(Cell(text, across, max(down, 1)))
            found.append(cells)
        return found


def _hidden_columns(part: bytes, width: int) -> frozenset[int]:
    """The columns of a sheet that are not shown."""
    found: set[int] = set()
    for match in _COLUMN.finditer(part):
        if _HIDES.search(match[0]):
            ends = {name: int(number) for name, number in _REACH.findall(match[0])}
            found.update(range(ends.get(b"min", 1) - 1, min(ends.get(b"max", 0), width)))
    return frozenset(found)


class _Lines:
    """The lines of a workbook under way."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._headings: list[int] = []
        self._rows: list[int] = []
        self._dropped: list[DroppedLine] = []

    def head(self, title: str) -> None:
        """A sheet's name above its rows."""
        self._lines.append(title)
        self._headings.append(len(self._lines))

    def add(self, sheet: _Sheet) -> None:
        """The rows that the sheet shows; those that it hides are dropped."""
        table = table_lines(sheet.cells(), caption=sheet.title)
        self._rows += [len(self._lines) + 1 + index for index in table.rows]
        self._lines += table.lines
        self.hide([row for index, row in enumerate(sheet.rows) if index in sheet.hidden], _HIDDEN_ROWS)
        seen = [row for index, row in enumerate(sheet.rows) if index not in sheet.hidden]
        self.hide([[row[at] for row in seen if at < len(row)] for at in sorted(sheet.unseen)], _HIDDEN_COLUMNS)

    def hide(self, rows: list[list[str]], rule: str) -> None:
        """Rows or columns that nobody sees."""
        texts = ("，".join(filter(None, row)) for row in rows)
        self._dropped += [DroppedLine(len(self._lines), text, rule) for text in texts if text]

    def content(self) -> Content:
        """What was read."""
        levels = (1,) * len(self._headings)
        return Content(
            "\n".join(self._lines),
            headings=tuple(self._headings),
            dropped=tuple(self._dropped),
            levels=levels,
            rows=tuple(self._rows),
        )


def _shown(cell: Any) -> str:
    """The cell's value as Excel shows it, "" for an empty one."""
    value, shape = cell.value, cell.number_format or "General"
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return number(value, shape)
        case dt.datetime() | dt.date():
            return date(value, shape)
        case dt.time():
            return value.isoformat("minutes" if not value.second else "seconds")
        case dt.timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
        case _:
            return "" if cell.data_type == "e" else str(value).strip()


def number(value: float, shape: str) -> str:
    """A number as its format shows it.

    >>> number(12.0, "General"), number(0.537, "0.0%"), number(10500, "#,##0.00"), number(6.5, '0.0"亿元"')
    ('12', '53.7%', '10,500.00', '6.5亿元')
    """
    sections = _BRACKETS.sub(lambda match: match["sign"] or "", shape).split(";")
    negative = value < 0
    own = negative and len(sections) > 1  # a section of its own for values below zero
    section = sections[1] if own else sections[0]
    masked = _LITERAL.sub(lambda match: "\0" * len(match[0]), section)
    digits = _DIGITS.search(masked)
    if digits is None or _BEYOND.search(masked, digits.end()):
        return _plain(value)
    before, after = _unquoted(section[: digits.start()]), _unquoted(section[digits.end() :])
    # A format may say "below zero" by colour alone; a text has to say it with a sign.
    sign = "-" if negative and not (own and re.search(r"[-−(（]", before)) else ""
    size = abs(Decimal(repr(value)))
    if digits["whole"] is None:
        return sign + before + _plain(abs(value)) + after
    if "%" in masked:
        size *= 100
    return (
        sign
        + before
        + _placed(size / 1000 ** len(digits["thousands"]), digits["whole"], digits["decimals"] or "")
        + after
    )


def _placed(size: Decimal, whole: str, decimals: str) -> str:
    """The digits of a value: rounded, grouped and padded as their placeholders say."""
    rounded = size.quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    left, _, right = f"{rounded:f}".partition(".")
    left = left.zfill(whole.count("0"))
    if "," in whole:
        left = f"{int(left):,}"
    needed = len(decimals.rstrip("#?"))
    right = right[:needed] + right[needed:].rstrip("0")
    return f"{left}.{right}" if right else left


def _plain(value: float) -> str:
    """A number in the format General: 12.0 is 12, and what binary fractions add at the end is not there."""
    exact = Decimal(format(value, ".15g"))
    if exact.as_tuple().exponent < -9:  # type: ignore[operator] # finite: Excel has no infinities
        exact = Decimal(format(value, ".11g"))  # a computed value; Excel shows eleven digits
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _unquoted(section: str) -> str:
    return _LITERAL.sub(lambda match: match["quoted"] or match["escaped"] or "", section).strip()


def date(value: dt.datetime | dt.date, shape: str) -> str:
    """A date in ISO form, no more exact than its format shows it.

    >>> date(dt.datetime(2019, 3, 1), "yyyy-mm-dd"), date(dt.datetime(2019, 3, 1), 'yyyy"年"m"月"')
    ('2019-03-01', '2019-03')
    """
    shown = _LITERAL.sub("", _BRACKETS.sub("", shape)).lower()
    # Programs write plain dates as midnights, in a format with hours.
    if "h" in shown and isinstance(value, dt.datetime) and value.time() != dt.time():
        return value.isoformat(" ", "minutes")
    day = value.strftime("%Y-%m-%d")
    if "d" in shown or "y" not in shown:
        return day
    return day[:7] if "m" in shown else day[:4]
