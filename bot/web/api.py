"""``/api/v1``: the answers in the shapes of the command line's JSON, and ``/retrieval`` for assistants that search by it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import json_shapes
from bot.answering import Filters
from bot.errors import UsageError
from bot.figure_filters import read_filters, year_of
from bot.viewer import Viewer
from bot.web.desk import Desk
from bot.web.openapi import described
from bot.web.security import from_here
from bot.wording import serving, web
from store.errors import ReportQAError, UnknownReportError

_MOST = 1_000_000  # bytes of a request in JSON
_MOST_TOP = 100
_MOST_CONTEXT = 20
_RETRIEVED = 5
_SPACE = "retrieval"  # the path of the form that assistants know


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as a program puts it."""

    question: str
    context: tuple[str, ...]
    filters: Filters
    top: int | None


class Api:
    """Everything for programs."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """What this answers to."""
        calls: tuple[tuple[str, list[str], Callable[[Request, Viewer], Awaitable[object]]], ...] = (
            ("/ask", ["GET", "POST"], self.ask),
            ("/compare", ["GET", "POST"], self.compare),
            ("/reports", ["GET"], self.reports),
            ("/reports/{report}", ["GET"], self.report),
            ("/reports/{report}/sentences", ["GET"], self.sentences),
            ("/figures", ["GET"], self.figures),
        )
        return [
            *(Route(f"/api/v1{path}", self._answering(call), methods=methods) for path, methods, call in calls),
            Route("/api/v1/openapi.json", self.openapi),
            Route(f"/{_SPACE}", self.retrieval, methods=["POST"]),
        ]

    async def ask(self, request: Request, viewer: Viewer) -> object:
        """One answer."""
        asked = _asked(await _fields(request))
        self._desk.keep_pace(viewer.person)
        return json_shapes.answer(await self._answer(viewer, asked, asked.question))

    async def compare(self, request: Request, viewer: Viewer) -> object:
        """One answer over all reports."""
        asked = _asked(await _fields(request))
        self._desk.keep_pace(viewer.person)
        return json_shapes.answer(await self._answer(viewer, asked, serving.OVER_ALL.format(asked.question)))

    async def reports(self, request: Request, viewer: Viewer) -> object:
        """The stored reports."""
        infos = await self._desk.read(viewer, lambda archive, _: archive.reports())
        return [json_shapes.report_info(info) for info in infos]

    async def report(self, request: Request, viewer: Viewer) -> object:
        """One whole report."""
        name = request.path_params["report"]

        def work(archive: Any, _: object) -> json_shapes.Json:
            info = archive.report(name)
            return json_shapes.report(info, archive.stored(info.id))

        return await self._desk.read(viewer, work)

    async def sentences(self, request: Request, viewer: Viewer) -> object:
        """The sentences of one report, in reading order."""
        whole: Any = await self.report(request, viewer)
        return whole["sentences"]

    async def figures(self, request: Request, viewer: Viewer) -> object:
        """The stored figures that have what is wanted."""
        filters = read_filters(dict(request.query_params))
        self._desk.keep_pace(viewer.person)
        found = await self._desk.read(viewer, lambda archive, _: filters.found(archive))
        return [json_shapes.found_figure(one) for one in found]

    async def openapi(self, request: Request) -> Response:
        """The description of all this; it tells nothing of any report."""
        return told(described())

    async def retrieval(self, request: Request) -> Response:
        """The quotations of an answer, in the form of Dify's external knowledge; none where the reports do not say it."""
        try:
            viewer = self._desk.program(request)
            fields = await _fields(request)
            setting = fields.get("retrieval_setting") or {}
            top, least = setting.get("top_k", _RETRIEVED), setting.get("score_threshold", 0) or 0
            if not isinstance(fields.get("query"), str) or not _is_count(top) or not isinstance(least, int | float):
                raise UsageError(web.STATUS[422])
            filters = _conditions(fields.get("metadata_condition"))
            self._desk.keep_pace(viewer.person)
            given = await self._desk.answer(viewer, fields["query"], filters=filters, top=top)
        except HTTPException as error:
            code = {401: 1002 if " " in request.headers.get("authorization", "") else 1001}.get(error.status_code, 500)
            return told({"error_code": code, "error_msg": web.STATUS.get(error.status_code, "")}, error.status_code)
        except UnknownReportError as error:
            return told({"error_code": 2001, "error_msg": str(error)}, 404)
        except (UsageError, AttributeError, TypeError):
            return told({"error_code": 400, "error_msg": web.STATUS[422]}, 422)
        records = [
            {
                "content": one["quote"],
                "score": one["confidence"],
                "title": one["report"]["title"],
                "metadata": {
                    **{name: one["report"][name] for name in ("year", "place", "kind", "source")},
                    "report": one["report"]["id"],
                    "path": "/".join(one["section"]),
                    **{
                        name: one[name] for name in ("section", "start", "end", "period", "planned", "asked", "figures")
                    },
                    "status": given.status,
                    "message": given.message,
                },
            }
            for one in map(json_shapes.evidence, given.answers)
            if one["confidence"] >= least
        ]
        return told({"records": records})

    async def _answer(self, viewer: Viewer, asked: _Asked, question: str) -> Any:
        return await self._desk.answer(viewer, question, context=asked.context, filters=asked.filters, top=asked.top)

    def _answering(
        self, call: Callable[[Request, Viewer], Awaitable[object]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """The call with its viewer found first, its outcome and its errors told in JSON."""

        async def answer(request: Request) -> Response:
            try:
                viewer = self._desk.program(request)
                if request.method == "POST" and not from_here(request):
                    raise HTTPException(403)
                return told(await call(request, viewer))
            except HTTPException as error:
                return failed(web.STATUS.get(error.status_code, ""), error.status_code, error.headers)
            except UsageError as error:
                return told({"error": json_shapes.error(error)}, 422)
            except UnknownReportError as error:
                return told({"error": json_shapes.error(error)}, 404)
            except ReportQAError:
                return failed(web.STATUS[503], 503)

        return answer


def failed(what: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """What went wrong, in the form of an error."""
    return told({"error": {"what": what, "where": "", "remedy": ""}}, status, headers)


def told(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A value as JSON, not escaped to ASCII."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
    return Response(text, status, headers, "application/json")


async def _fields(request: Request) -> dict[str, Any]:
    """What a program sends: JSON in the body, or the query of a GET. Raises UsageError."""
    if request.method == "GET":
        query = request.query_params
        return {**dict(query), "context": query.getlist("context")}
    body = await request.body()
    if len(body) > _MOST:
        raise HTTPException(413)
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UsageError(web.NOT_JSON) from error
    if not isinstance(given, dict):
        raise UsageError(web.NOT_JSON)
    return given


def _asked(given: Mapping[str, Any]) -> _Asked:
    """The question; what is not of its form is refused by name. Raises UsageError."""
    question, context = given.get("question"), given.get("context") or []
    if not isinstance(question, str):
        raise UsageError(web.wrong_field("question"))
    if (
        not isinstance(context, list)
        or len(context) > _MOST_CONTEXT
        or not all(isinstance(one, str) for one in context)
    ):
        raise UsageError(web.wrong_field("context"))
    named = {name: given.get(name) for name in ("place", "report")}
    for name, value in named.items():
        if value is not None and not isinstance(value, str):
            raise UsageError(web.wrong_field(name))
    year, top = given.get("year"), given.get("top")
    top = int(top) if isinstance(top, str) and top.isascii() and top.isdecimal() and len(top) < 4 else top
    if top is not None and not _is_count(top):
        raise UsageError(web.wrong_field("top"))
    filters = Filters(
        None if year in (None, "") else year_of(str(year)), named["place"] or None, named["report"] or None
    )
    return _Asked(question, tuple(context), filters, top)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST_TOP


def _conditions(given: Any) -> Filters:
    """Conditions on year, place or report, each of which must hold. Raises UsageError for any other: it would not be kept."""
    named: dict[str, str] = {}
    if given and given.get("logical_operator", "and") != "and":
        raise UsageError(web.wrong_field("logical_operator"))
    for one in (given or {}).get("conditions") or []:
        names = one["name"] if isinstance(one.get("name"), list) else [one.get("name")]
        if (
            len(names) != 1
            or names[0] not in ("year", "place", "report")
            or one.get("comparison_operator") not in ("is", "=")
        ):
            raise UsageError(web.wrong_field("metadata_condition"))
        if named.setdefault(names[0], str(one.get("value"))) != str(one.get("value")):
            raise UsageError(web.wrong_field("metadata_condition"))
    year = named.get("year")
    return Filters(None if year is None else year_of(year), named.get("place"), named.get("report"))
