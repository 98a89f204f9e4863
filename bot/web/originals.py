"""The file that a report was loaded from: given back only while it is still the very bytes that were loaded."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePath
from urllib.parse import quote

from starlette.responses import Response

from store.archive.base import ArchiveReader
from store.errors import UnreadableReportError
from store.readers.files import find

_MEMBER = "!/"


def is_there(archive: ArchiveReader, report: str) -> bool:
    """Whether the file lies where it was loaded from; its content is looked at when it is asked for."""
    return Path(archive.path_of(report).partition(_MEMBER)[0]).is_file()


def read(archive: ArchiveReader, report: str) -> tuple[str, bytes] | None:
    """The name and the bytes of the file that the report came in; None where it is gone, or another by now."""
    path = archive.path_of(report)
    stored = archive.file(path)
    for entry in find([Path(path.partition(_MEMBER)[0])]):
        if entry.path == path and stored is not None:
            try:
                data = entry.read()
            except UnreadableReportError:
                return None
            return (entry.name, data) if hashlib.sha256(data).hexdigest() == stored.digest else None
    return None


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
