"""An answer → a file to keep: question, quotations, figures and sources as CSV, workbook or Word document."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot import comparisons
from bot.citations import path_line, source
from bot.figure_export import Cell, Sheet, csv_bytes, figure_sheet, workbook_bytes
from bot.formatting import one_line, plain, stated
from bot.presenting import above, tells_figure
from bot.wording import answers as answer_words
from bot.wording import web
from store.model import StoredSentence

if TYPE_CHECKING:
    from retrieval.model import Answer, ComparisonRow, Evidence
    from store.archive.figure_query import FoundFigure

_WIDTHS = (30, 80, 36, 8, 14, 40, 16)


def csv_of(answer: Answer) -> bytes:
    """The figures, one row each; the quotations where there are none."""
    sheet = figure_sheet(figures_of(answer))
    return csv_bytes(sheet.columns, sheet.rows) if sheet.rows else csv_bytes(web.QUOTE_COLUMNS, _quotations(answer))


def xlsx_of(answer: Answer) -> bytes:
    """A sheet of quotations and one of figures."""
    quotations = Sheet(web.QUOTES, web.QUOTE_COLUMNS, _WIDTHS, tuple(_quotations(answer)))
    return workbook_bytes([quotations, figure_sheet(figures_of(answer))])


def docx_of(answer: Answer) -> bytes:
    """The question as a heading, what is said of it, each quotation with its source, and a table of the figures."""
    import docx  # few questions are asked for as documents

    document = docx.Document()
    document.add_heading(_clean(answer.question), 1)
    for said in above(answer):
        document.add_paragraph(_clean(said))
    if answer.nearest:
        document.add_paragraph(web.NEAREST)
    if answer.comparison is not None:
        _table(document, web.COMPARED_COLUMNS, [_compared(row) for row in answer.comparison.rows])
        for line in comparisons.otherwise(answer.comparison):
            document.add_paragraph(_clean(line))
        if answer.comparison.grown:
            document.add_paragraph(_clean(answer_words.only_growth_by(answer.comparison.grown)))
        if answer.comparison.silent:
            document.add_paragraph(web.missing("、".join(map(_clean, answer.comparison.silent))))
    for one in answer.answers or answer.nearest:
        if one.asked_figure and one.rank == 1 and tells_figure(answer):
            document.add_paragraph().add_run(_clean(stated(one.asked_figure))).bold = True
        document.add_paragraph(_clean(one.quote), style="Quote")
        document.add_paragraph(_clean(f"—— {source(one.report, one.section)}〔{one.report.source}〕"))
    figures = figures_of(answer)
    if answer.comparison is None and figures:
        _table(document, web.FIGURE_COLUMNS, [_figure(one) for one in figures])
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


WRITERS = {"csv": csv_of, "xlsx": xlsx_of, "docx": docx_of}


def figures_of(answer: Answer) -> tuple[FoundFigure, ...]:
    """The figures of an answer: of a comparison those of its rows, else all that its quotations state."""
    from store.archive.figure_query import FoundFigure  # and with it the grammar of figures

    if answer.comparison is not None:
        return tuple(FoundFigure(row.figure, _sentence(row, ()), row.report) for row in answer.comparison.rows)
    return tuple(
        FoundFigure(figure, _sentence(one, one.section), one.report) for one in answer.answers for figure in one.figures
    )


def _sentence(given: Evidence | ComparisonRow, section: tuple[str, ...]) -> StoredSentence:
    return StoredSentence(0, given.report.id, given.quote, given.start, given.end, section, 0, False, given.period)


def _quotations(answer: Answer) -> Iterator[tuple[Cell, ...]]:
    """Of a refusal none: what came closest is no answer."""
    for one in answer.answers:
        told = stated(one.asked_figure) if one.asked_figure and tells_figure(answer) else None
        info = one.report
        cells = (answer.question, one.quote, info.title, info.year, info.place, path_line(one.section), told)
        yield tuple(one_line(cell) if isinstance(cell, str) else cell for cell in cells)


def _compared(row: ComparisonRow) -> tuple[str, ...]:
    year = row.year or row.report.year
    return row.report.place or "", str(year or ""), stated(row.figure), row.report.title, row.quote


def _figure(found: FoundFigure) -> tuple[str, ...]:
    figure = found.figure
    value = "–".join(plain(one) for one in dict.fromkeys((figure.least, figure.most)))
    return (
        figure.indicator or figure.subject,
        stated(figure),
        value,
        figure.unit,
        figure.period or "",
        found.report.title,
    )


def _table(document: object, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")  # type: ignore[attr-defined]
    for cell, name in zip(table.rows[0].cells, columns, strict=True):
        cell.text = name
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = _clean(text)


def _clean(text: str) -> str:
    """What a document may hold: no control characters, and no halves of characters."""
    return one_line(text).encode("utf-8", "replace").decode("utf-8").replace("\ufffe", "").replace("\uffff", "")
