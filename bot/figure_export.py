"""Found figures → a CSV file or a workbook that Excel opens: one row a figure, numbers as numbers.

A file is written beside its target and then put in its place, so that a target is either old or complete. Whatever
a text begins with, no cell becomes a formula.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from bot.formatting import one_line, plain, qualities, rank_text
from bot.wording import figures as figure_words
from store import patterns as re
from store.errors import ReportQAError

if TYPE_CHECKING:
    from store.archive.figure_query import FoundFigure

Cell = str | int | Decimal | None
# What Excel and LibreOffice take for the beginning of a formula, also in full width and behind blanks.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_WIDTHS = (24, 16, 14, 14, 10, 8, 8, 8, 8, 14, 36, 40, 90, 16, 14, 20, 10, 12, 8, 10, 12, 10)
_MOST_ROWS = 1_048_575  # of a worksheet, its header aside


def write_csv(path: Path, found: Sequence[FoundFigure]) -> None:
    """Write a CSV file. Raises ReportQAError."""
    _replace(path, lambda draft: draft.write_bytes(csv_bytes(figure_words.EXPORT_COLUMNS, figure_rows(found))))


def write_xlsx(path: Path, found: Sequence[FoundFigure]) -> None:
    """Write a workbook with one sheet. Raises ReportQAError."""
    if len(found) > _MOST_ROWS:
        raise ReportQAError(figure_words.EXPORT_TOO_MANY, where=str(path), remedy=figure_words.EXPORT_NARROWER)
    _replace(path, lambda draft: draft.write_bytes(workbook_bytes([figure_sheet(found)])))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: its name, the heads of its columns, how wide they are, its rows."""

    name: str
    columns: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[tuple[Cell, ...]]


def figure_sheet(found: Sequence[FoundFigure]) -> Sheet:
    """Found figures, one row each."""
    return Sheet(figure_words.EXPORT_SHEET, figure_words.EXPORT_COLUMNS, _WIDTHS, tuple(figure_rows(found)))


def csv_bytes(columns: Sequence[str], rows: Iterable[tuple[Cell, ...]]) -> bytes:
    """A CSV file with a byte order mark, by which Excel knows it for UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(map(csv_cell, row) for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """A workbook that Excel opens."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook(write_only=True)
    for told in sheets:
        sheet = book.create_sheet(told.name)
        sheet.freeze_panes = "A2"
        for number, width in enumerate(told.widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(told.widths))}{len(told.rows) + 1}"

        def cell(value: Cell, sheet: object = sheet) -> object:
            if not isinstance(value, str):
                return value
            made = WriteOnlyCell(sheet, value.encode("utf-8", "replace").decode("utf-8"))
            if _FORMULA.match(value):
                made.data_type = "s"
                made.quotePrefix = True  # or it becomes a formula as soon as somebody edits the cell
            return made

        heads = [WriteOnlyCell(sheet, name) for name in told.columns]
        for head in heads:
            head.font = Font(bold=True)
        sheet.append(heads)
        for row in told.rows:
            sheet.append([cell(value) for value in row])
    # Whole in memory first: a workbook that could not be written out would leave its parts open behind it.
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def figure_rows(found: Iterable[FoundFigure]) -> Iterator[tuple[Cell, ...]]:
    """The cells of each figure, as :data:`bot.wording.figures.EXPORT_COLUMNS` names them."""
    for one in found:
        figure, report = one.figure, one.report
        cells: tuple[Cell, ...] = (
            *(figure.subject, figure.value, figure.low, figure.high, figure.unit, *qualities(figure)),
            *(
                _year(figure.period) or report.year,
                report.place,
                report.title,
                " › ".join(one.sentence.section),
                one.sentence.text,
            ),
            *(figure.text, report.id, figure.indicator, figure_words.NATURES.get(figure.nature or ""), report.year),
            *(figure.currency, figure.per, figure.base, rank_text(figure)),
        )
        yield tuple(one_line(cell) if isinstance(cell, str) else cell for cell in cells)


def _year(period: str | None) -> Cell:
    return int(period) if period is not None and period.isdecimal() else period


def csv_cell(value: Cell) -> str:
    """What stands in a cell of a CSV file; no text becomes a formula."""
    if isinstance(value, Decimal):
        return plain(value)
    text = "" if value is None else str(value)
    return "'" + text if _FORMULA.match(text) else text


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    """Put what is written in the place of the file, whole or not at all; a link goes on pointing where it did."""
    target = path.resolve()
    try:
        if target.is_dir():
            raise ReportQAError(figure_words.EXPORT_FOLDER, where=str(path), remedy=figure_words.EXPORT_OTHER)
        if target.exists() and not target.is_file():
            raise ReportQAError(figure_words.EXPORT_SPECIAL, where=str(path), remedy=figure_words.EXPORT_OTHER)
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
        raise ReportQAError(
            figure_words.EXPORT_DENIED, where=str(path), remedy=figure_words.EXPORT_PERMISSION
        ) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ReportQAError(
            figure_words.EXPORT_NO_FOLDER, where=str(path), remedy=figure_words.EXPORT_MAKE_FOLDER
        ) from error
    except OSError as error:
        raise ReportQAError(figure_words.EXPORT_FAILED, where=str(path), remedy=figure_words.EXPORT_SPACE) from error
