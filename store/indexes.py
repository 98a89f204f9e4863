"""The indexes that live in a report file beside the reports: which are there, which have to be made anew.

What is searched with is the business of ``retrieval``; here it is only kept in step. Every method runs inside a
transaction of the archive.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from typing import Protocol

from store.model import Report


class Index(Protocol):
    """What searches the reports: tables of its own in the report file, kept in step by the archive.

    Each method runs inside the archive's transaction and must not end it (no ``commit``, no ``executescript``).
    Where ``version`` differs from the stored one, the archive drops the tables that ``create`` once made, and calls
    ``create`` and then ``add`` for every report.
    """

    version: str

    def create(self, db: sqlite3.Connection) -> None:
        """Make the tables, where they are missing."""

    def add(self, db: sqlite3.Connection, report_id: str, report: Report) -> None:
        """Take in a report that the index does not hold."""

    def remove(self, db: sqlite3.Connection, report_id: str) -> None:
        """Forget a report; its rows are still stored at this moment."""


class Indexes:
    """The indexes that an archive was opened with, by the names of their classes."""

    def __init__(self, db: sqlite3.Connection, indexes: Sequence[Index]) -> None:
        self._db = db
        self._indexes = {type(index).__name__: index for index in indexes}

    def add(self, report_id: str, report: Report) -> None:
        """Index a report that has just been stored."""
        for index in self._indexes.values():
            index.add(self._db, report_id, report)

    def remove(self, report_id: str) -> None:
        """Forget a report that is about to be removed."""
        for index in self._indexes.values():
            index.remove(self._db, report_id)

    def stale(self) -> list[str]:
        """The names of those that are missing or of another version."""
        stored = dict(self._db.execute("SELECT name, version FROM index_state").fetchall())
        return [name for name, index in self._indexes.items() if stored.get(name) != index.version]

    def outdate_others(self) -> None:
        """Say that the others in the file no longer hold what is stored: they are rebuilt when they are next used."""
        present = json.dumps(list(self._indexes))
        self._db.execute(
            "UPDATE index_state SET version = '' WHERE name NOT IN (SELECT value FROM json_each(?))", (present,)
        )

    def rebuild(self, name: str, stored: Callable[[str], Report]) -> None:
        """Make the index of this name from all stored reports, in place of the tables that it had."""
        index, db = self._indexes[name], self._db
        row = db.execute("SELECT tables FROM index_state WHERE name = ?", (name,)).fetchone()
        for table in json.loads(row[0]) if row else ():
            db.execute(f'DROP TABLE IF EXISTS "{table}"')
        before = self._tables()
        index.create(db)
        for (report_id,) in db.execute("SELECT id FROM reports ORDER BY key").fetchall():
            index.add(db, report_id, stored(report_id))
        made = json.dumps(sorted(self._tables() - before))
        db.execute("REPLACE INTO index_state (name, version, tables) VALUES (?, ?, ?)", (name, index.version, made))

    def _tables(self) -> set[str]:
        # Shadow tables go with the virtual table that owns them, and SQLite's own cannot be dropped.
        listed = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
        return {name for (name,) in self._db.execute(f"{listed} AND name NOT GLOB 'sqlite_*'")}
