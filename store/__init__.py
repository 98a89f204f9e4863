"""Reports in: files → clean text → sentences → one SQLite file. The way in itself is :func:`store.ingest.load.load`.

A name's module is imported when the name is first asked for: whoever only needs an error does not wait for a database.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.archive.sqlite.archive import Archive, Index
    from store.errors import ReportQAError
    from store.model import Correction, Report, ReportInfo, StoredSentence

_HOMES = {
    "Archive": "store.archive.sqlite.archive",
    "Correction": "store.model",
    "Index": "store.archive.sqlite.archive",
    "Report": "store.model",
    "ReportInfo": "store.model",
    "ReportQAError": "store.errors",
    "StoredSentence": "store.model",
}

# store.ingest.load is left out: a question does not need it, and should not wait until it is imported.
__all__ = ["Archive", "Correction", "Index", "Report", "ReportInfo", "ReportQAError", "StoredSentence"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
