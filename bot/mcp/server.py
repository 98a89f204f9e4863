"""Tools that only read: ask, compare, figures, reports, show; over stdio, or over HTTP by token."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import json_shapes, wiring
from bot.answering import Filters
from bot.config import Config
from bot.figure_filters import read_filters
from bot.settings import Listen
from bot.viewer import AT_THIS_MACHINE, Viewer
from bot.web import app
from bot.web.security import Guarded, OwnNames
from bot.web.visitors import WebDesk
from bot.wording import mcp as wording
from bot.wording import serving, web
from retrieval.ask import Asker
from store.archive.base import ArchiveReader
from store.errors import ReportQAError

T = TypeVar("T")
_MOST_FIGURES = 200
_MOST_SENTENCES = 300
_LARGEST = 1_000_000  # bytes of a request
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

_Year = Annotated[int | None, Field(ge=1900, le=2100, description=wording.YEAR)]
_Text = Annotated[str | None, Field(max_length=200)]
_Context = Annotated[list[str], Field(max_length=20, description=wording.CONTEXT)]


def run_stdio(config: Config) -> None:
    """Answer the one assistant that started us until it hangs up. Raises ReportQAError."""
    wiring.open_archive(config.archive, readonly=True).close()  # says at once what is missing
    desk = WebDesk(config)
    try:
        asyncio.run(server(desk).run_stdio_async())
    finally:
        desk.close()


def run_http(config: Config, listen: Listen, *, verbose: bool) -> None:
    """Answer assistants over HTTP until a signal says stop. Raises ReportQAError."""
    wiring.open_archive(config.archive, readonly=True).close()
    app.run(config, listen, lambda login, ready: http_application(config, login=login, ready=ready), verbose=verbose)


def http_application(config: Config, *, login: bool, ready: Callable[[], None] = lambda: None) -> ASGIApp:
    """The tools over streamable HTTP at ``/mcp``; with ``login`` by token only."""
    desk = WebDesk(config, login=login)
    inner: ASGIApp = server(desk).streamable_http_app(
        json_response=True, stateless_http=True, host="0.0.0.0" if login else "127.0.0.1"
    )
    inner = RequestBodyLimitMiddleware(_LetIn(inner, desk, ready), max_body_size=_LARGEST)
    names = config.web.names or (() if login else app.OWN_NAMES)
    return Guarded(OwnNames(inner, names=names) if names else inner)


class _LetIn:
    """Lets in who has a token, or anybody where nobody need say who they are."""

    def __init__(self, inner: ASGIApp, desk: WebDesk, ready: Callable[[], None]) -> None:
        self._app = inner
        self._desk = desk
        self._ready = ready

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the life of the whole."""
        if scope["type"] == "lifespan":
            self._ready()
            try:
                await self._app(scope, receive, send)
            finally:
                self._desk.close()
            return
        try:
            self._desk.program(Request(scope))
        except HTTPException as error:
            refusal = JSONResponse({"error": web.STATUS[error.status_code]}, error.status_code, error.headers)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def server(desk: WebDesk) -> MCPServer:
    """The server with its tools."""
    made: MCPServer = MCPServer("wenbao", title=wording.TITLE, instructions=wording.INSTRUCTIONS, log_level="ERROR")

    def viewer(context: Context) -> Viewer:
        headers = context.headers
        if headers is None:  # over stdio: whoever started us could read the report file as well
            return AT_THIS_MACHINE
        return desk.program(
            Request({"type": "http", "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()]})
        )

    async def read(context: Context, work: Callable[[ArchiveReader, Asker], T]) -> T:
        try:
            return await desk.read(viewer(context), work)
        except ReportQAError as error:
            raise ToolError(str(error)) from error

    async def answer(context: Context, question: str, earlier: list[str], filters: Filters, top: int) -> dict[str, Any]:
        seen = viewer(context)
        if seen is not AT_THIS_MACHINE:
            desk.keep_pace(seen.person)
        try:
            given = await desk.answer(seen, question, context=earlier, filters=filters, top=top)
        except ReportQAError as error:
            raise ToolError(str(error)) from error
        return json_shapes.answer(given)

    @made.tool(description=wording.ASK, annotations=_READS)
    async def ask(
        context: Context,
        question: Annotated[str, Field(description=wording.QUESTION)],
        earlier_questions: _Context = [],  # noqa: B006 (the library reads the default, and copies it)
        year: _Year = None,
        place: _Text = None,
        report: _Text = None,
        top: Annotated[int, Field(ge=1, le=100)] = 5,
    ) -> dict[str, Any]:
        return await answer(context, question, earlier_questions, Filters(year, place, report), top)

    @made.tool(description=wording.COMPARE, annotations=_READS)
    async def compare(
        context: Context,
        indicator: Annotated[str, Field(description=wording.INDICATOR)],
        top: Annotated[int, Field(ge=1, le=100)] = 5,
    ) -> dict[str, Any]:
        return await answer(context, serving.OVER_ALL.format(indicator), [], Filters(), top)

    @made.tool(description=wording.FIGURES, annotations=_READS)
    async def figures(
        context: Context,
        term: Annotated[str, Field(max_length=200, description=wording.TERM)] = "",
        indicator: _Text = None,
        unit: _Text = None,
        kind: _Text = None,
        nature: _Text = None,
        years: _Text = None,
        places: _Text = None,
        least: _Text = None,
        most: _Text = None,
        report: _Text = None,
        limit: Annotated[int, Field(ge=1, le=_MOST_FIGURES)] = 50,
    ) -> dict[str, Any]:
        given = {"term": term, "indicator": indicator, "unit": unit, "kind": kind, "nature": nature, "years": years}
        given |= {"places": places, "min": least, "max": most, "report": report}
        try:
            filters = read_filters({name: value for name, value in given.items() if value})
        except ReportQAError as error:
            raise ToolError(str(error)) from error
        found = await read(context, lambda archive, _: filters.found(archive))
        return {"count": len(found), "figures": [json_shapes.found_figure(one) for one in found[:limit]]}

    @made.tool(description=wording.REPORTS, annotations=_READS)
    async def reports(context: Context, year: _Year = None, place: _Text = None) -> dict[str, Any]:
        infos = await read(context, lambda archive, _: archive.reports(year=year, place=place))
        return {"reports": [json_shapes.report_info(info) for info in infos]}

    @made.tool(description=wording.SHOW, annotations=_READS)
    async def show(
        context: Context,
        report: Annotated[str, Field(max_length=200, description=wording.REPORT)],
        first: Annotated[int, Field(ge=1, description=wording.FIRST)] = 1,
        count: Annotated[int, Field(ge=1, le=_MOST_SENTENCES)] = 100,
    ) -> dict[str, Any]:
        def work(archive: ArchiveReader, _: Asker) -> dict[str, Any]:
            info = archive.report(report)
            return json_shapes.report(info, archive.stored(info.id))

        whole = await read(context, work)
        numbered = [{"number": number, **one} for number, one in enumerate(whole["sentences"], 1)]
        info = {name: value for name, value in whole.items() if name not in ("text", "sentences", "outline", "dropped")}
        return {"report": info, "outline": whole["outline"], "sentences": numbered[first - 1 : first - 1 + count]}

    return made
