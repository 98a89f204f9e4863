"""Templates → pages: everything that a text holds is escaped, and what a template names must be there."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import jinja2
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot import citations, comparisons
from bot.changes import failure, shown_name
from bot.charts import chart_of, year_of
from bot.citations import path_line
from bot.formatting import one_line, stated
from bot.presenting import about, headline, spoken_of
from bot.viewer import Viewer
from bot.web.views import context_link, evidence_link, marked, report_link, sentence_link
from bot.web.visitors import WebDesk
from bot.wording import chat, web
from store.archive.base import ArchiveReader
from store.model import ReportInfo

if TYPE_CHECKING:
    from retrieval.ask import Asker

HERE = Path(__file__).parent
NOBODY = Viewer("", "reader", 0, session="nobody")  # who has not said yet who they are
EDITORS, ADMINISTRATORS = attrgetter("edits"), attrgetter("administers")
_MOST_FIELDS = 20
_LONGEST_FIELD = 64 * 1024
_LONGEST_ASKED = 200

T = TypeVar("T")
Fields = Callable[[str], str]


class Pages:
    """Renders the templates of this package, and leads to those who make the pages."""

    def __init__(self, desk: WebDesk) -> None:
        self._desk = desk
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._templates.filters["one_line"] = one_line
        digests = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in (HERE / "static").iterdir()
        }
        self._templates.globals.update(
            # The address of a file of ours is another one when its content is another.
            static=lambda name: f"/static/{name}?v={digests[name]}",
            **{one.__name__: one for one in (about, chart_of, failure, headline, path_line, shown_name, spoken_of)},
            **{one.__name__: one for one in (context_link, evidence_link, marked, report_link, sentence_link)},
            **{"cited": citations.source, "stated": stated, "year_of": year_of},
            **{"chat": chat, "comparisons": comparisons, "web": web},
            loaded=chat.loaded,
        )

    def route(
        self,
        path: str,
        make: Callable[[Visit], Awaitable[Response]],
        *methods: str,
        to: Callable[[Viewer], bool] = lambda viewer: True,
    ) -> Route:
        """The way to a page, for those ``to`` whom it is open."""

        async def answer(request: Request) -> Response:
            visit = Visit(request, self._desk.viewer(request), self._desk, self)
            if not to(visit.viewer):
                raise HTTPException(403)
            return await make(visit)

        return Route(path, answer, methods=methods or None)

    def page(
        self, request: Request, viewer: Viewer, template: str, *, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A page, or a piece of one."""
        made = self._templates.get_template(template).render(
            viewer=viewer, csrf=self._desk.tokens.make(viewer.session), path=request.url.path, **values
        )
        return HTMLResponse(made.encode("utf-8", "replace"), status)


@dataclass(frozen=True, slots=True)
class Visit:
    """A request for a page, and whose it is."""

    request: Request
    viewer: Viewer
    desk: WebDesk
    pages: Pages

    @property
    def is_for_a_piece(self) -> bool:
        """Whether a script of ours asks for a piece of a page, else a browser for a page."""
        return "hx-request" in self.request.headers

    def named(self, name: str) -> Any:
        """What stands in the address by this name."""
        return self.request.path_params[name]

    def asked(self, *names: str) -> dict[str, str]:
        """What follows the address, by these names; "" for what does not."""
        return {name: self.request.query_params.get(name, "").strip()[:_LONGEST_ASKED] for name in names}

    async def form(self) -> Fields:
        """What gives a field by its name, "" for one that is not there. Raises HTTPException for a form of anyone else's."""
        return await form_of(self.request, self.viewer, self.desk)

    async def read(self, work: Callable[[ArchiveReader, Asker], T]) -> T:
        """What the work gives, over the reports that the viewer may see."""
        return await self.desk.read(self.viewer, work)

    async def report(self) -> tuple[ReportInfo, str]:
        """The report that the address names, and the path that it was loaded from. Raises UnknownReportError."""
        name = self.request.path_params["report"]
        return await self.read(lambda archive, _: (info := archive.report(name), archive.path_of(info.id)))

    def keep_pace(self) -> None:
        """Raises HTTPException for a person who asks too fast."""
        self.desk.keep_pace(self.viewer.person)

    def page(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page for the viewer, or a piece of one."""
        return self.pages.page(self.request, self.viewer, template, status=status, **values)


async def form_of(request: Request, viewer: Viewer, desk: WebDesk) -> Fields:
    """The same, of a viewer who may not have said who they are."""
    form = await request.form(max_files=0, max_fields=_MOST_FIELDS, max_part_size=_LONGEST_FIELD)
    desk.tokens.check(request, viewer, request.headers.get("x-csrf-token") or form.get("csrf"))

    def field(name: str) -> str:
        value = form.get(name)
        return value if isinstance(value, str) else ""

    return field
