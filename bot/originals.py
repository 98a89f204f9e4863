"""The file that a report was loaded from: given back only while it is still the very bytes that were loaded."""

from __future__ import annotations

import hashlib
from pathlib import Path

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
