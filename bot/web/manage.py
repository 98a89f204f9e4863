"""The pages of editors: load by dropping files, correct, replace, remove, take back."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import json_shapes
from bot.changes import Changes, Loaded, shown_name
from bot.received_files import safe_name
from bot.viewer import Viewer
from bot.web.api import failed, told
from bot.web.desk import WebDesk
from bot.web.forms import form_of
from bot.web.rendering import Pages
from bot.web.security import from_here
from bot.wording import web
from store.archive.visible import outer
from store.model import Correction, ReportInfo

_MOST_FILES = 200
_LONGEST = {"title": 200, "place": 40, "issuer": 60}
_FIELD = 64 * 1024


class ManagePages:
    """Everything that changes reports."""

    def __init__(self, desk: WebDesk, pages: Pages) -> None:
        self._desk = desk
        self._pages = pages
        self._changes = Changes(desk)

    def routes(self) -> list[Route]:
        """What these pages answer to."""
        return [
            Route("/load", self.load, methods=["GET", "POST"]),
            Route("/reports/{report}/edit", self.edit, methods=["GET", "POST"]),
            Route("/reports/{report}/replace", self.replace, methods=["POST"]),
            Route("/reports/{report}/remove", self.remove, methods=["POST"]),
            Route("/reports/{report}/limit", self.limit, methods=["POST"]),
            Route("/undo", self.undo, methods=["POST"]),
            Route("/api/v1/load", self.load_for_programs, methods=["POST"]),
        ]

    async def load(self, request: Request) -> Response:
        """The place to drop files, and what became of those that were sent."""
        viewer = self._editor(request)
        if request.method == "GET":
            return self._pages.page(request, viewer, "load.html", results=())
        self._check_header(request, viewer)
        files, fields = await self._sent(request, viewer)
        groups = fields.get("groups", "").split()
        results = [await self._loaded(name, data, groups) for name, data in files]
        piece = "hx-request" in request.headers
        return self._pages.page(request, viewer, "loaded.html" if piece else "load.html", results=results)

    async def load_for_programs(self, request: Request) -> Response:
        """Load files, and tell in the shape of ``load --json`` what became of them."""
        try:
            viewer = self._desk.program(request)
            if not viewer.edits or not from_here(request):
                raise HTTPException(403)
            files, _ = await self._sent(request, None)
        except HTTPException as error:
            return failed(web.STATUS.get(error.status_code, ""), error.status_code, error.headers)
        loaded = [await self._loaded(name, data, ()) for name, data in files]
        shapes = [json_shapes.load_summary(one.summary) for one in loaded]
        outcomes = [
            {**file, "path": shown_name(file["path"]), "error": _told(file["error"])}
            for shape in shapes
            for file in shape["files"]
        ]
        names = shapes[0]["totals"] if shapes else ()
        return told({"files": outcomes, "totals": {name: sum(one["totals"][name] for one in shapes) for name in names}})

    async def edit(self, request: Request) -> Response:
        """Correct title, year, place and issuer."""
        viewer = self._editor(request)
        name = request.path_params["report"]
        info, path = await self._desk.read(
            viewer, lambda archive, _: ((found := archive.report(name)), archive.path_of(found.id))
        )
        said, undo = "", ""
        if request.method == "POST":
            field = await form_of(request, self._desk.tokens, viewer)
            given = _correction({one: field(one) for one in ("title", "year", "place", "issuer")})
            if given is None:
                said = web.NOT_CORRECTED
            elif (changed := _changed(info, given)) != Correction():
                info, undo = await self._changes.edit(info.id, changed)
                said = web.CORRECTED
        limits = self._desk.limits().get(outer(path), frozenset()) if viewer.administers else frozenset()
        return self._pages.page(
            request,
            viewer,
            "edit.html",
            status=422 if said == web.NOT_CORRECTED else 200,
            info=info,
            said=said,
            undo=undo,
            groups=" ".join(sorted(limits)),
        )

    async def replace(self, request: Request) -> Response:
        """Put another file in a report's place."""
        viewer = self._editor(request)
        name = request.path_params["report"]
        info = await self._desk.read(viewer, lambda archive, _: archive.report(name))
        files, _ = await self._sent(request, viewer)
        results = [await self._loaded(sent, data, (), instead=info.id) for sent, data in files[:1]]
        return self._pages.page(request, viewer, "load.html", results=results)

    async def remove(self, request: Request) -> Response:
        """Take a report out."""
        viewer = self._editor(request)
        await form_of(request, self._desk.tokens, viewer)
        name = request.path_params["report"]
        info = await self._desk.read(viewer, lambda archive, _: archive.report(name))
        infos, undo = await self._changes.remove([info.id])
        return self._pages.page(request, viewer, "done.html", said=web.removed(infos[0].title), undo=undo)

    async def limit(self, request: Request) -> Response:
        """Say which groups alone see the file of a report; for administrators."""
        viewer = self._editor(request)
        if not viewer.administers:
            raise HTTPException(403)
        field = await form_of(request, self._desk.tokens, viewer)
        name = request.path_params["report"]
        path = await self._desk.read(viewer, lambda archive, _: archive.path_of(archive.report(name).id))
        groups = field("groups").split()
        self._desk.accounts.limit(outer(path), groups)
        return self._pages.page(request, viewer, "done.html", said=web.limited(groups), undo="")

    async def undo(self, request: Request) -> Response:
        """Take back a change."""
        viewer = self._editor(request)
        field = await form_of(request, self._desk.tokens, viewer)
        said = await self._changes.undo(field("undo"))
        return self._pages.page(request, viewer, "done.html", said=said, undo="")

    def _editor(self, request: Request) -> Viewer:
        viewer = self._desk.viewer(request)
        if not viewer.edits:
            raise HTTPException(403)
        return viewer

    def _check_header(self, request: Request, viewer: Viewer) -> None:
        """Where a script of ours sends the token ahead, a stranger's upload is not even read."""
        if "x-csrf-token" in request.headers:
            self._desk.tokens.check(request, viewer, request.headers["x-csrf-token"])

    async def _sent(self, request: Request, viewer: Viewer | None) -> tuple[list[tuple[str, bytes]], dict[str, str]]:
        """The files and the fields of a form; of a page of ours where there is a ``viewer``."""
        files: list[tuple[str, bytes]] = []
        async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FILES, max_part_size=_FIELD) as form:
            if viewer is not None:
                self._desk.tokens.check(request, viewer, request.headers.get("x-csrf-token") or form.get("csrf"))
            for value in form.getlist("files"):
                if isinstance(value, UploadFile) and value.filename:
                    files.append((safe_name(value.filename), await value.read()))
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
        if not files:
            raise HTTPException(422)
        return files, fields

    async def _loaded(self, name: str, data: bytes, groups: Sequence[str], instead: str | None = None) -> Loaded:
        return await self._changes.load(name, data, groups=groups, instead=instead)


def _told(error: dict[str, str] | None) -> dict[str, str] | None:
    return None if error is None else {**error, "where": shown_name(error["where"])}


def _changed(info: ReportInfo, given: Correction) -> Correction:
    """What is given otherwise than the report says: only that is a person's word."""
    return Correction(
        None if given.title == info.title else given.title,
        None if given.year == info.year else given.year,
        None if given.place == info.place else given.place,
        None if given.issuer == info.issuer else given.issuer,
    )


def _correction(given: dict[str, str]) -> Correction | None:
    """What the fields say a report is; None where one cannot be. A field left empty stays as the report has it."""
    fields = {name: " ".join(value.split()) for name, value in given.items()}
    if any(len(fields[name]) > most for name, most in _LONGEST.items()):
        return None
    year = fields["year"].removesuffix("年")
    if year and not (year.isascii() and year.isdecimal() and len(year) == 4 and 1900 <= int(year) <= 2100):
        return None
    return Correction(
        fields["title"] or None, int(year) if year else None, fields["place"] or None, fields["issuer"] or None
    )
