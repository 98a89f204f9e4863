"""Templates → pages: everything that a text holds is escaped, and what a template names must be there."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.changes import failure, shown_name
from bot.formatting import one_line, stated
from bot.viewer import Viewer
from bot.web.security import FormTokens
from bot.web.views import report_link
from bot.wording import chat, web

HERE = Path(__file__).parent


class Pages:
    """Renders the templates of this package."""

    def __init__(self, tokens: FormTokens) -> None:
        self._tokens = tokens
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
            report_link=report_link,
            stated=stated,
            chat=chat,
            web=web,
            loaded=chat.loaded,
            failure=failure,
            shown_name=shown_name,
        )

    def page(
        self, request: Request, viewer: Viewer, template: str, *, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A page, or a piece of one."""
        made = self._templates.get_template(template).render(
            viewer=viewer, csrf=self._tokens.make(viewer.session), path=request.url.path, **values
        )
        return HTMLResponse(made.encode("utf-8", "replace"), status)
