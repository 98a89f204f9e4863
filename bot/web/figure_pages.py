"""The page of figures: the stored facts with filters, to sort, to draw and to take along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from bot.charts import course
from bot.errors import UsageError
from bot.figure_export import csv_bytes, figure_sheet, workbook_bytes
from bot.figure_filters import NAMES, read_filters
from bot.web.files import download
from bot.web.rendering import Pages, Visit
from bot.wording import figures as figure_words

if TYPE_CHECKING:
    from store.archive.figure_query import FoundFigure

_SHOWN = 200


def routes(pages: Pages) -> list[Route]:
    """What this answers to."""
    return [pages.route("/figures", figures), pages.route("/figures.{kind}", export)]


async def figures(visit: Visit) -> Response:
    """The figures that fit; none before something is asked for."""
    asked = visit.asked(*NAMES)
    infos = await visit.read(lambda archive, _: archive.reports())
    found: Sequence[FoundFigure] = ()
    said = ""
    if any(asked.values()):
        visit.keep_pace()
        try:
            filters = read_filters(asked)
            found = await visit.read(lambda archive, _: filters.found(archive))
        except UsageError as error:
            said = error.what
    return visit.page(
        "figures.html",
        asked=asked,
        rows=found[:_SHOWN],
        count=len(found),
        said=said,
        chart=course(found),
        query=visit.request.url.query,
        places=sorted({info.place for info in infos if info.place}),
        kinds=figure_words.KINDS,
        natures=figure_words.NATURES,
    )


async def export(visit: Visit) -> Response:
    """The figures that fit, all of them, as CSV or a workbook."""
    filters = read_filters(dict(visit.request.query_params))
    visit.keep_pace()
    found = await visit.read(lambda archive, _: filters.found(archive))
    sheet = figure_sheet(found)
    as_text = visit.request.path_params["kind"] == "csv"
    data = csv_bytes(sheet.columns, sheet.rows) if as_text else workbook_bytes([sheet])
    return download(f"{figure_words.EXPORT_SHEET}.{'csv' if as_text else 'xlsx'}", data)
