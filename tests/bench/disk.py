"""The bytes of the postings of one field in a report file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from retrieval.index.sqlite.posting_pages import first_key_beyond
from retrieval.index.sqlite.segment_store import PAGE_BITS


def of_words(database: Path) -> dict[str, Any]:
    """MB of the pages of the words' postings, of the words' and all other terms, and of the file."""
    with closing(sqlite3.connect(database)) as db:
        (pages,) = db.execute(
            "SELECT SUM(LENGTH(data) + 8) FROM search_pages WHERE id & ? < ?",
            ((1 << PAGE_BITS) - 1, first_key_beyond(0)),
        ).fetchone()
        (lengths,) = db.execute("SELECT SUM(LENGTH(words)) FROM search_slabs").fetchone()
        (terms,) = db.execute("SELECT SUM(LENGTH(CAST(term AS BLOB)) + 8) FROM search_terms").fetchone()
    return {"MB": (pages + lengths) / 1e6, "terms": terms / 1e6, "file": database.stat().st_size / 1e6}
