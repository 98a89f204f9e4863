"""A digest of all rows of each report, stored with it, so that a byte that has changed on the disk is found.

SQLite keeps no checksums: a flipped bit in a text or a figure is read back as if it had been stored so. The rows are
read back and put into JSON, in one order; what is derived from them (the search index) is checked against them.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
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

_UNREADABLE: Final = (sqlite3.Error, UnicodeError, TypeError)  # a blob or half a character where a text was


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
    """Store the digest of every report: what a new version of the tables has changed is as it should be.

    A report that cannot be read keeps none, and so a deep look names it.
    """
    for (key,) in db.execute("SELECT key FROM reports").fetchall():
        try:
            seal(db, key)
        except _UNREADABLE:
            db.execute("DELETE FROM digests WHERE report = ?", (key,))


def unsealed(db: sqlite3.Connection) -> list[int]:
    """The keys of the reports whose rows are not what was stored, or can no longer be read."""
    return [key for (key,) in db.execute("SELECT key FROM reports").fetchall() if not is_whole(db, key)]


def is_whole(db: sqlite3.Connection, key: int) -> bool:
    """Whether the rows of a report are what was stored."""
    try:
        kept = db.execute("SELECT digest FROM digests WHERE report = ?", (key,)).fetchone()
        return bool(kept == (digest(db, key),))
    except _UNREADABLE:
        return False


@contextmanager
def forgiving(db: sqlite3.Connection) -> Iterator[None]:
    """Inside, an unreadable text is read as far as it can be: it keeps no other report from being brought up to date.

    What is sealed is read outside.
    """
    db.text_factory = lambda text: text.decode("utf-8", "replace")
    try:
        yield
    finally:
        db.text_factory = str
