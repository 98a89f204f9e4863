"""Reports in: files → clean text → sentences → one SQLite file. The way in itself is :func:`store.ingest.load.load`."""

from __future__ import annotations

from store.archive.sqlite.archive import Archive, Index
from store.errors import ReportQAError
from store.model import Correction, Report, ReportInfo, StoredSentence

# store.ingest.load is left out: a question does not need it, and should not wait until it is imported.
__all__ = ["Archive", "Correction", "Index", "Report", "ReportInfo", "ReportQAError", "StoredSentence"]
