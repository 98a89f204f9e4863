"""The indexes that live in a report file beside the reports: which are there, which have to be made anew.

What is searched with is the business of ``retrieval``; here it is only kept in step. Every method runs inside a
transaction of the archive.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from store.model import Report
from store.periods import Period, periods


class Index(Protocol):
    """What searches the reports: tables of its own in the report file, kept in step by the archive.

    Each method but ``prepare`` runs inside the archive's transaction and must not end it (no ``commit``, no
    ``executescript``). An index that can be sent to another process lets many reports be prepared there.
    Where ``version`` differs from the stored one, the archive drops the tables that ``create`` once made, and calls
    ``create`` and then ``add`` for every report.
    """

    version: str

    def create(self, db: sqlite3.Connection) -> None:
        """Make the tables, where they are missing."""

    def prepare(self, report: Report) -> object:
        """What ``add`` can be spared, worked out without the report file; it can be pickled."""

    def add(self, db: sqlite3.Connection, report_id: str, report: Report, prepared: Any = None) -> None:
        """Take in a report that the index does not hold; ``prepared`` is what ``prepare`` gave for it, or None."""

    def remove(self, db: sqlite3.Connection, report_id: str) -> None:
        """Forget a report; its rows are still stored at this moment."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is worked out of a report before it is stored: the period of each sentence, and for the indexes by name."""

    periods: tuple[Period, ...]
    indexes: Mapping[str, object]


def prepare(report: Report, indexes: Sequence[Index]) -> Prepared:
    """All that is needed to store a report beside itself; pure, so that it can be done in another process."""
    return Prepared(
        periods(report.sentences, year=report.year, kind=report.kind),
        {type(index).__name__: index.prepare(report) for index in indexes},
    )


class Indexes:
    """The indexes that an archive was opened with, by the names of their classes."""

    def __init__(self, db: sqlite3.Connection, indexes: Sequence[Index]) -> None:
        self._db = db
        self._indexes = {type(index).__name__: index for index in indexes}

    @property
    def all(self) -> tuple[Index, ...]:
        """Those that the archive was opened with."""
        return tuple(self._indexes.values())

    def add(self, report_id: str, report: Report, prepared: Mapping[str, object]) -> None:
        """Index a report that has just been stored."""
        for name, index in self._indexes.items():
            index.add(self._db, report_id, report, prepared.get(name))

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
