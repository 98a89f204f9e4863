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
from bot.changes import Changes, shown_name
from bot.errors import UsageError
from bot.figure_filters import read_filters
from bot.viewer import Viewer
from bot.web.files import sent
from bot.web.openapi import described
from bot.web.security import from_here
from bot.web.visitors import WebDesk
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

    def __init__(self, desk: WebDesk, changes: Changes) -> None:
        self._desk = desk
        self._changes = changes

    def routes(self) -> list[Route]:
        """What this answers to."""
        calls: tuple[tuple[str, list[str], Callable[[Request, Viewer], Awaitable[object]]], ...] = (
            ("/ask", ["GET", "POST"], self.ask),
            ("/compare", ["GET", "POST"], self.compare),
            ("/reports", ["GET"], self.reports),
            ("/reports/{report}", ["GET"], self.report),
            ("/reports/{report}/sentences", ["GET"], self.sentences),
            ("/figures", ["GET"], self.figures),
            ("/load", ["POST"], self.load),
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

    async def load(self, request: Request, viewer: Viewer) -> object:
        """What became of files, in the shape of ``load --json``."""
        if not viewer.edits:
            raise HTTPException(403)
        files, _ = await sent(request, self._desk, None)
        loaded = [await self._changes.load(name, data) for name, data in files]
        shapes = [json_shapes.load_summary(one.summary) for one in loaded]
        files_told = [_by_its_name(file) for shape in shapes for file in shape["files"]]
        totals = {name: sum(shape["totals"][name] for shape in shapes) for name in shapes[0]["totals"]}
        return {"files": files_told, "totals": totals}

    async def openapi(self, request: Request) -> Response:
        """The description of all this; it tells nothing of any report."""
        return told(described())

    async def retrieval(self, request: Request) -> Response:
        """The quotations of an answer, in the form of Dify's external knowledge; none where the reports do not say it."""
        try:
            viewer = self._desk.program(request)
            fields = await _fields(request)
            setting = {} if fields.get("retrieval_setting") is None else fields["retrieval_setting"]
            top, least = _whole(setting, "top_k", 1, _MOST_TOP), setting.get("score_threshold")
            least = 0 if least is None else least
            if not isinstance(fields.get("query"), str) or type(least) not in (int, float):
                raise UsageError(web.STATUS[422])
            filters = _conditions(fields.get("metadata_condition"))
            if filters is None:
                return told({"records": []})
            self._desk.keep_pace(viewer.person)
            given = await self._desk.answer(viewer, fields["query"], filters=filters, top=top or _RETRIEVED)
        except HTTPException as error:
            code = {401: 1002 if " " in request.headers.get("authorization", "") else 1001}.get(error.status_code, 500)
            return told({"error_code": code, "error_msg": web.STATUS.get(error.status_code, "")}, error.status_code)
        except UnknownReportError as error:
            return told({"error_code": 2001, "error_msg": str(error)}, 404)
        except (UsageError, AttributeError, TypeError):
            return told({"error_code": 400, "error_msg": web.STATUS[422]}, 422)
        except ReportQAError:
            return told({"error_code": 500, "error_msg": web.STATUS[503]}, 503)
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


def _by_its_name(file: json_shapes.Json) -> json_shapes.Json:
    """What became of a file, without where it lies."""
    error = file["error"] and {**file["error"], "where": shown_name(file["error"]["where"])}
    return {**file, "path": shown_name(file["path"]), "error": error}


async def _fields(request: Request) -> dict[str, Any]:
    """What a program sends: JSON in the body, or the query of a GET. Raises UsageError."""
    if request.method == "GET":
        query = request.query_params
        # What a form leaves empty is left out; a question may be empty.
        given = {name: value for name, value in query.items() if value or name == "question"}
        return {**given, "context": query.getlist("context")}
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
    question, context = given.get("question"), given.get("context")
    if not isinstance(question, str):
        raise UsageError(web.wrong_field("question"))
    context = [] if context is None else context
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
    year = _whole(given, "year", 1900, 2100)
    return _Asked(
        question,
        tuple(context),
        Filters(year, named["place"] or None, named["report"] or None),
        _whole(given, "top", 1, _MOST_TOP),
    )


def _whole(given: Mapping[str, Any], name: str, least: int, most: int) -> int | None:
    """The number of this name, None where it is left out; a query knows texts alone, and JSON calls 5.0 whole. Raises UsageError."""
    value: Any = given.get(name)
    typed = isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 5
    if typed or (isinstance(value, float) and value.is_integer()):
        value = int(value)
    if value is None or (type(value) is int and least <= value <= most):
        return value if value is None else int(value)
    raise UsageError(web.wrong_field(name))


def _conditions(given: Any) -> Filters | None:
    """Conditions on year, place or report, each of which must hold; None where no report can meet them all.

    Raises UsageError for any other: it would not be kept.
    """
    named: dict[str, set[Any]] = {"year": set(), "place": set(), "report": set()}
    given = {} if given is None else given
    if given.get("logical_operator", "and") != "and":
        raise UsageError(web.wrong_field("logical_operator"))
    conditions = given.get("conditions")
    if conditions is not None and not isinstance(conditions, list):
        raise UsageError(web.wrong_field("metadata_condition"))
    for one in conditions or ():
        names = one["name"] if isinstance(one.get("name"), list) else [one.get("name")]
        if len(names) != 1 or names[0] not in named or one.get("comparison_operator") not in ("is", "="):
            raise UsageError(web.wrong_field("metadata_condition"))
        value = _whole(one, "value", 1900, 2100) if names[0] == "year" else one.get("value")
        if not isinstance(value, int if names[0] == "year" else str):
            raise UsageError(web.wrong_field("metadata_condition"))
        named[names[0]].add(value)
    if any(len(values) > 1 for values in named.values()):
        return None
    return Filters(*(next(iter(values), None) for values in named.values()))
