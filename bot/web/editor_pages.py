"""The pages of editors: load by dropping files, correct, replace, remove, take back."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from bot.changes import Changes, correction_by
from bot.web.files import sent
from bot.web.rendering import ADMINISTRATORS, EDITORS, Pages, Visit
from bot.wording import web
from store.archive.visible import outer
from store.model import Correction

_FIELDS = ("title", "year", "place", "issuer")


class ManagePages:
    """Everything that changes reports."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes

    def routes(self, pages: Pages) -> list[Route]:
        """What these pages answer to."""
        return [
            pages.route("/load", self.load, "GET", "POST", to=EDITORS),
            pages.route("/reports/{report}/edit", self.edit, "GET", "POST", to=EDITORS),
            pages.route("/reports/{report}/replace", self.replace, "POST", to=EDITORS),
            pages.route("/reports/{report}/remove", self.remove, "POST", to=EDITORS),
            pages.route("/reports/{report}/limit", self.limit, "POST", to=ADMINISTRATORS),
            pages.route("/undo", self.undo, "POST", to=EDITORS),
        ]

    async def load(self, visit: Visit) -> Response:
        """The place to drop files, and what became of those that were sent."""
        if visit.request.method == "GET":
            return visit.page("load.html", results=())
        files, groups = await sent(visit.request, visit.desk, visit.viewer)
        results = [await self._changes.load(name, data, groups=groups) for name, data in files]
        return visit.page("loaded.html" if visit.is_for_a_piece else "load.html", results=results)

    async def edit(self, visit: Visit) -> Response:
        """Correct title, year, place and issuer."""
        info, path = await visit.report()
        said, undo = "", ""
        if visit.request.method == "POST":
            field = await visit.form()
            given = correction_by({name: field(name) for name in _FIELDS}, info)
            if given is None:
                said = web.NOT_CORRECTED
            elif given != Correction():
                info, undo = await self._changes.edit(info.id, given)
                said = web.CORRECTED
        limits = visit.desk.limits().get(outer(path), frozenset()) if visit.viewer.administers else frozenset()
        status = 422 if said == web.NOT_CORRECTED else 200
        groups = " ".join(sorted(limits))
        return visit.page("edit.html", status=status, info=info, said=said, undo=undo, groups=groups)

    async def replace(self, visit: Visit) -> Response:
        """Put another file in a report's place."""
        info, _ = await visit.report()
        files, _ = await sent(visit.request, visit.desk, visit.viewer)
        results = [await self._changes.load(name, data, instead=info.id) for name, data in files[:1]]
        return visit.page("load.html", results=results)

    async def remove(self, visit: Visit) -> Response:
        """Take a report out."""
        await visit.form()
        info, _ = await visit.report()
        infos, undo = await self._changes.remove([info.id])
        return visit.page("done.html", said=web.removed(infos[0].title), undo=undo)

    async def limit(self, visit: Visit) -> Response:
        """Say which groups alone see the file of a report."""
        field = await visit.form()
        _, path = await visit.report()
        groups = field("groups").split()
        visit.desk.accounts.limit(outer(path), groups)
        return visit.page("done.html", said=web.limited(groups), undo="")

    async def undo(self, visit: Visit) -> Response:
        """Take back a change."""
        field = await visit.form()
        return visit.page("done.html", said=await self._changes.undo(field("undo")), undo="")
