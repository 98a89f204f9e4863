"""Files that a browser or a program sends, read within bounds, and those that it gets: to save, or a PDF to open."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.received_files import safe_name
from bot.viewer import Viewer
from bot.web.visitors import WebDesk

_MOST_FILES = 200
_FIELD = 64 * 1024


async def sent(request: Request, desk: WebDesk, viewer: Viewer | None) -> tuple[list[tuple[str, bytes]], list[str]]:
    """The files of a form by name, and the groups that may see them; of a page of ours where there is a ``viewer``.

    Raises HTTPException.
    """
    ahead = request.headers.get("x-csrf-token")
    if viewer is not None and ahead is not None:
        desk.tokens.check(request, viewer, ahead)  # a stranger's upload is not even read
    async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FILES, max_part_size=_FIELD) as form:
        if viewer is not None:
            desk.tokens.check(request, viewer, ahead or form.get("csrf"))
        given = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
        files = [(safe_name(one.filename), await one.read()) for one in given]
        groups = form.get("groups")
    if not files:
        raise HTTPException(422)
    return files, groups.split() if isinstance(groups, str) else []


def shown(data: bytes) -> Response | None:
    """The bytes of a PDF to be read in the browser, which opens it at a page; None where they are of anything else."""
    if not data.startswith(b"%PDF-"):
        return None
    # The viewer of a browser styles itself; nothing within the file may load or run.
    policy = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
    return Response(data, media_type="application/pdf", headers={"Content-Security-Policy": policy})


def download(name: str, data: bytes) -> Response:
    """The bytes to be saved, never to be shown within the page."""
    suffix = "".join(char for char in PurePath(name).suffix if char.isascii() and (char.isalnum() or char == "."))
    said = f"attachment; filename=\"report{suffix}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type="application/octet-stream", headers={"Content-Disposition": said})
