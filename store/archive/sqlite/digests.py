"""A digest of all rows of each report, stored with it, so that a byte that has changed on the disk is found.

SQLite keeps no checksums: a flipped bit in a text or a figure is read back as if it had been stored so. The rows are
read back and put into JSON, in one order; what is derived from them (the search index) is checked against them.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import Final

_ROWS: Final = (
    "SELECT files.* FROM files JOIN reports ON reports.file = files.id WHERE reports.key = ?",
    "SELECT * FROM reports WHERE key = ?",
    "SELECT * FROM tallies WHERE report = ?",
    "SELECT * FROM paths WHERE report = ? ORDER BY number",
    "SELECT * FROM sections WHERE report = ? ORDER BY number",
    "SELECT * FROM sentences WHERE report = ? ORDER BY id",
    "SELECT * FROM figures WHERE report = ? ORDER BY sentence, ordinal",
    "SELECT * FROM dropped WHERE report = ? ORDER BY number",
)


def digest(db: sqlite3.Connection, key: int) -> str:
    """Of all rows of a report, and of its file's row. Raises sqlite3.Error for what cannot even be read."""
    found = hashlib.sha256()
    for rows in _ROWS:
        found.update(json.dumps(db.execute(rows, (key,)).fetchall(), ensure_ascii=False).encode())
    return found.hexdigest()


def seal(db: sqlite3.Connection, key: int) -> None:
    """Store the digest of a report whose rows are as they should be."""
    db.execute("REPLACE INTO digests (report, digest) VALUES (?, ?)", (key, digest(db, key)))


def seal_all(db: sqlite3.Connection) -> None:
    """Store the digest of every report: what a new version of the tables has changed is as it should be."""
    for (key,) in db.execute("SELECT key FROM reports").fetchall():
        seal(db, key)


def unsealed(db: sqlite3.Connection) -> list[int]:
    """The keys of the reports whose rows are not what was stored, or can no longer be read."""
    return [key for (key,) in db.execute("SELECT key FROM reports").fetchall() if not _is_whole(db, key)]


def _is_whole(db: sqlite3.Connection, key: int) -> bool:
    try:
        kept = db.execute("SELECT digest FROM digests WHERE report = ?", (key,)).fetchone()
        return bool(kept == (digest(db, key),))
    except (sqlite3.Error, UnicodeError, TypeError):  # a blob or half a character where a text was
        return False
