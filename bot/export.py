"""Found figures → a CSV file or a workbook that Excel opens: one row a figure, numbers as numbers.

A file is written beside its target and then put in its place, so that a target is either old or complete. Whatever
a text begins with, no cell becomes a formula.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from bot.formatting import one_line, plain, qualities, rank_text
from bot.wording import commands
from store.errors import ReportQAError

if TYPE_CHECKING:
    from store.archive.figure_query import FoundFigure

_Cell = str | int | Decimal | None
# What Excel and LibreOffice take for the beginning of a formula, also in full width and behind blanks.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_WIDTHS = (24, 16, 14, 14, 10, 8, 8, 8, 8, 14, 36, 40, 90, 16, 14, 20, 10, 12, 8, 10, 12, 10)
_MOST_ROWS = 1_048_575  # of a worksheet, its header aside


def write_csv(path: Path, found: Sequence[FoundFigure]) -> None:
    """Write a CSV file with a byte order mark, by which Excel knows it for UTF-8. Raises ReportQAError."""

    def write(draft: Path) -> None:
        with draft.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
            writer = csv.writer(file)
            writer.writerow(commands.EXPORT_COLUMNS)
            writer.writerows(map(csv_cell, row) for row in _rows(found))

    _replace(path, write)


def write_xlsx(path: Path, found: Sequence[FoundFigure]) -> None:
    """Write a workbook with one sheet. Raises ReportQAError."""
    if len(found) > _MOST_ROWS:
        raise ReportQAError(commands.EXPORT_TOO_MANY, where=str(path), remedy=commands.EXPORT_NARROWER)
    _replace(path, lambda draft: _write_workbook(draft, found))


def _write_workbook(path: Path, found: Sequence[FoundFigure]) -> None:
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(commands.EXPORT_SHEET)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_WIDTHS))}{len(found) + 1}"

    def cell(value: _Cell) -> object:
        if not isinstance(value, str):
            return value
        made = WriteOnlyCell(sheet, value.encode("utf-8", "replace").decode("utf-8"))
        if _FORMULA.match(value):
            made.data_type = "s"
            made.quotePrefix = True  # or it becomes a formula as soon as somebody edits the cell
        return made

    heads = [WriteOnlyCell(sheet, name) for name in commands.EXPORT_COLUMNS]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in _rows(found):
        sheet.append([cell(value) for value in row])
    # Whole in memory first: a workbook that could not be written out would leave its parts open behind it.
    held = io.BytesIO()
    book.save(held)
    path.write_bytes(held.getbuffer())


def _rows(found: Sequence[FoundFigure]) -> Iterator[tuple[_Cell, ...]]:
    for one in found:
        figure, report = one.figure, one.report
        cells: tuple[_Cell, ...] = (
            *(figure.subject, figure.value, figure.low, figure.high, figure.unit, *qualities(figure)),
            *(
                _year(figure.period) or report.year,
                report.place,
                report.title,
                " › ".join(one.sentence.section),
                one.sentence.text,
            ),
            *(figure.text, report.id, figure.indicator, commands.NATURES.get(figure.nature or ""), report.year),
            *(figure.currency, figure.per, figure.base, rank_text(figure)),
        )
        yield tuple(one_line(cell) if isinstance(cell, str) else cell for cell in cells)


def _year(period: str | None) -> _Cell:
    return int(period) if period is not None and period.isdecimal() else period


def csv_cell(value: _Cell) -> str:
    """What stands in a cell of a CSV file; no text becomes a formula."""
    if isinstance(value, Decimal):
        return plain(value)
    text = "" if value is None else str(value)
    return "'" + text if _FORMULA.match(text) else text


def _replace(path: Path, write: Callable[[Path], None]) -> None:
    """Put what is written in the place of the file, whole or not at all; a link goes on pointing where it did."""
    target = path.resolve()
    try:
        if target.is_dir():
            raise ReportQAError(commands.EXPORT_FOLDER, where=str(path), remedy=commands.EXPORT_OTHER)
        if target.exists() and not target.is_file():
            raise ReportQAError(commands.EXPORT_SPECIAL, where=str(path), remedy=commands.EXPORT_OTHER)
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError
        draft = target.with_name(f".{os.getpid()}-{target.name[-60:]}")
        try:
            write(draft)
            if target.exists():
                shutil.copymode(target, draft)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    except PermissionError as error:
        raise ReportQAError(commands.EXPORT_DENIED, where=str(path), remedy=commands.EXPORT_PERMISSION) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ReportQAError(commands.EXPORT_NO_FOLDER, where=str(path), remedy=commands.EXPORT_MAKE_FOLDER) from error
    except OSError as error:
        raise ReportQAError(commands.EXPORT_FAILED, where=str(path), remedy=commands.EXPORT_SPACE) from error
