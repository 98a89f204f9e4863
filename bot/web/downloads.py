"""Bytes → an answer that a browser saves, or a PDF that it opens."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import quote

from starlette.responses import Response


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
