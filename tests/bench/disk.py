"""The bytes of the postings of one field in a report file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def of_words(database: Path) -> dict[str, Any]:
    """MB of the words' postings with their keys, and of the file."""
    with closing(sqlite3.connect(database)) as db:
        (postings,) = db.execute(
            "SELECT SUM(LENGTH(CAST(term AS BLOB)) + LENGTH(units) + 8) FROM search_postings WHERE field = 0"
        ).fetchone()
    return {"MB": postings / 1e6, "file": database.stat().st_size / 1e6}
