"""The page of figures: the stored facts with filters, to sort, to draw and to take along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.charts import Chart, bars
from bot.errors import UsageError
from bot.export import csv_bytes, figure_sheet, workbook_bytes
from bot.figure_filters import NAMES, read_filters
from bot.formatting import readable, stated
from bot.web.desk import WebDesk
from bot.web.downloads import download
from bot.web.rendering import Pages
from bot.web.views import Part, marked, place_of, report_link
from bot.wording import commands

if TYPE_CHECKING:
    from store.archive.figure_query import FoundFigure

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Fact:
    """A row: what is measured, the amount, of when and where, and its sentence."""

    name: str
    amount: str
    order: str
    year: str
    place: str
    title: str
    link: str
    parts: tuple[Part, ...]


class FactPages:
    """Everything about figures."""

    def __init__(self, desk: WebDesk, pages: Pages) -> None:
        self._desk = desk
        self._pages = pages

    def routes(self) -> list[Route]:
        """What this answers to."""
        return [Route("/figures", self.figures), Route("/figures.{kind}", self.export)]

    async def figures(self, request: Request) -> Response:
        """The figures that fit; none before something is asked for."""
        viewer = self._desk.viewer(request)
        asked = {name: request.query_params.get(name, "").strip()[:200] for name in NAMES}
        infos = await self._desk.read(viewer, lambda archive, _: archive.reports())
        found: Sequence[FoundFigure] = ()
        said = ""
        if any(asked.values()):
            self._desk.keep_pace(viewer.person)
            try:
                filters = read_filters(asked)
                found = await self._desk.read(viewer, lambda archive, _: filters.found(archive))
            except UsageError as error:
                said = error.what
        return self._pages.page(
            request,
            viewer,
            "figures.html",
            asked=asked,
            rows=[_fact(one) for one in found[:_SHOWN]],
            count=len(found),
            said=said,
            chart=_chart(found),
            query=request.url.query,
            places=sorted({info.place for info in infos if info.place}),
            kinds=commands.KINDS,
            natures=commands.NATURES,
        )

    async def export(self, request: Request) -> Response:
        """The figures that fit, all of them, as CSV or a workbook."""
        viewer = self._desk.viewer(request)
        kind = request.path_params["kind"]
        filters = read_filters(dict(request.query_params))
        self._desk.keep_pace(viewer.person)
        found = await self._desk.read(viewer, lambda archive, _: filters.found(archive))
        sheet = figure_sheet(found)
        data = csv_bytes(sheet.columns, sheet.rows) if kind == "csv" else workbook_bytes([sheet])
        return download(f"{commands.EXPORT_SHEET}.{'csv' if kind == 'csv' else 'xlsx'}", data)


def _fact(one: FoundFigure) -> Fact:
    figure, sentence = one.figure, one.sentence
    place = place_of(one.report.id, sentence.id)
    return Fact(
        name=figure.indicator or figure.subject,
        amount=stated(figure),
        order=str(figure.least),
        year=_year(one),
        place=one.report.place or "",
        title=one.report.title,
        link=f"{report_link(one.report.id)}#s{place}",
        parts=marked(sentence.text, (), (figure.start, figure.end)),
    )


def _year(one: FoundFigure) -> str:
    return one.figure.period or one.sentence.period or str(one.report.year or "")


def _chart(found: Sequence[FoundFigure]) -> Chart | None:
    """The course of one indicator of one place over the years; nothing where the figures are of several."""
    if len({(one.figure.indicator, one.figure.unit, one.figure.nature, one.report.place) for one in found}) != 1:
        return None
    years: dict[str, FoundFigure] = {}
    for one in found:
        years.setdefault(_year(one), one)
    if len(years) < len({(_year(one), one.figure.least) for one in found}):  # two amounts for one year
        return None
    return bars([(year, readable(one.figure), float(one.figure.least)) for year, one in sorted(years.items())])
