"""The indexes that live in a report file beside the reports: which are there, which have to be made anew.

What is searched with is the business of ``retrieval``; here it is only kept in step. Every method runs inside a
transaction of the archive, but for those that take many of them, one after another.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from store.model import Report
from store.quick_records import record

Writing = Callable[[], AbstractContextManager[None]]
# Is told how many reports are done, and of how many.
Tell = Callable[[int, int], None]
# Reports that are indexed anew in one transaction: others get their turn, and little is lost to who is stopped.
_AT_ONCE = 20
# What an index is called while it is being made beside the one in use.
_UNFINISHED = "+"


class Index(Protocol):
    """What searches the reports: tables of its own in the report file, kept in step by the archive.

    Each method but ``prepare`` and ``at_hand`` runs inside the archive's transaction and must not end it (no ``commit``, no
    ``executescript``). An index that can be sent to another process lets many reports be prepared there.
    ``tables`` are the names of its tables, and ``version`` is their version: where the stored one differs, the archive
    makes the index anew, beside the old one where that has tables of other names.
    """

    version: str
    tables: tuple[str, ...]

    def create(self, db: sqlite3.Connection) -> None:
        """Make the tables, where they are missing."""

    def at_hand(self) -> None:
        """Have at hand what many reports are prepared with."""

    def prepare(self, report: Report) -> object:
        """What ``add`` can be spared, worked out without the report file; it can be pickled."""

    def add(self, db: sqlite3.Connection, reports: Sequence[Incoming]) -> None:
        """Take in reports that the index does not hold."""

    def remove(self, db: sqlite3.Connection, report_id: str) -> None:
        """Forget a report; its rows are still stored at this moment."""

    def tidy(self, db: sqlite3.Connection, *, settled: bool = False) -> None:
        """Put in order what many changes have left behind; called between transactions that change something.

        ``settled`` says that many are done and no more will follow soon.
        """

    def reissue(self, db: sqlite3.Connection) -> None:
        """Have readers forget what they remember, whatever state of the index they saw."""

    def held(self, db: sqlite3.Connection) -> Collection[int]:
        """The keys of the reports that the index holds."""

    def outdated(self, db: sqlite3.Connection) -> Collection[int]:
        """The keys of those among them that would be indexed in another way today (other words, another segmenter)."""

    def holders(self, db: sqlite3.Connection, texts: Sequence[str]) -> Iterator[int] | None:
        """The ids of all sentences that hold one of these strings, and perhaps of others; None where it cannot tell."""

    def problems(self, db: sqlite3.Connection, sample: Mapping[str, Report]) -> Iterator[str]:
        """One sentence for each thing that is wrong with it, as far as it can be told from itself and some reports."""


@record
class Incoming:
    """A report on its way into an index; ``prepared`` is what :meth:`Index.prepare` gave for it, or None."""

    id: str
    report: Report
    prepared: Any = None


@record
class Prepared:
    """What is worked out of a report for the indexes, by name, before it is stored."""

    indexes: Mapping[str, object]


def prepare(report: Report, indexes: Sequence[Index]) -> Prepared:
    """All that is needed to store a report beside itself; pure, so that it can be done in another process."""
    return Prepared({type(index).__name__: index.prepare(report) for index in indexes})


class Indexes:
    """The indexes that an archive was opened with, by the names of their classes."""

    def __init__(self, db: sqlite3.Connection, indexes: Sequence[Index]) -> None:
        self._db = db
        self._indexes = {type(index).__name__: index for index in indexes}

    @property
    def all(self) -> tuple[Index, ...]:
        """Those that the archive was opened with."""
        return tuple(self._indexes.values())

    def add(self, reports: Sequence[tuple[str, Report]], prepared: Sequence[Prepared]) -> None:
        """Index reports that have just been stored, by their ids."""
        for name, index in self._indexes.items():
            ready = [one.indexes.get(name) for one in prepared]
            index.add(self._db, [Incoming(*one, of) for one, of in zip(reports, ready, strict=True)])

    def remove(self, report_id: str) -> None:
        """Forget a report that is about to be removed."""
        for index in self._indexes.values():
            index.remove(self._db, report_id)

    def tidy(self, *, settled: bool) -> None:
        """Let each put itself in order."""
        for index in self._indexes.values():
            index.tidy(self._db, settled=settled)

    def reissue(self) -> None:
        """Have the readers of each forget what they remember."""
        for index in self._indexes.values():
            index.reissue(self._db)

    def stale(self) -> list[str]:
        """The names of those that are missing or of another version."""
        stored = dict(self._db.execute("SELECT name, version FROM index_state").fetchall())
        return [name for name, index in self._indexes.items() if stored.get(name) != index.version]

    def outdated(self) -> set[int]:
        """The keys of the reports that one of them holds as it would no longer index them."""
        return set().union(*(index.outdated(self._db) for index in self._indexes.values()))

    def outdate_others(self) -> None:
        """Say that the others in the file no longer hold what is stored: they are rebuilt when they are next used."""
        present = json.dumps(list(self._indexes))
        self._db.execute(
            "UPDATE index_state SET version = '' WHERE name NOT IN (SELECT value FROM json_each(?))", (present,)
        )

    def rebuild(self, name: str, stored: Callable[[str], Report], writing: Writing, tell: Tell) -> None:
        """Make the index of this name anew, in place of the one that there is.

        The old one stays in use until the new one is whole. It can be stopped anywhere: the next time goes on from
        there, as long as nobody who does not know of it has changed the reports.
        """
        index, db = self._indexes[name], self._db
        while True:
            with writing():
                if name not in self.stale():
                    return  # it is whole; perhaps another process was there first
                self._begin(name, index)
                missing = self._missing(index)
                index.add(db, [Incoming(report_id, stored(report_id)) for report_id in missing[:_AT_ONCE]])
                if len(missing) <= _AT_ONCE:
                    self._finish(name, index)
                (total,) = db.execute("SELECT COUNT(*) FROM reports").fetchone()
            with writing():
                index.tidy(db, settled=len(missing) <= _AT_ONCE)
            tell(total - max(0, len(missing) - _AT_ONCE), total)

    def refresh(self, stored: Callable[[str], Report], writing: Writing, tell: Tell) -> None:
        """Index anew what is outdated, some reports at a time; each is found as it was until it is found as it is."""
        for index in self._indexes.values():
            total = 0
            while True:
                with writing():
                    outdated = self._named(index.outdated(self._db))
                    total = max(total, len(outdated))
                    again = [Incoming(report_id, stored(report_id)) for report_id in outdated[:_AT_ONCE]]
                    for one in again:
                        index.remove(self._db, one.id)
                    index.add(self._db, again)
                if not outdated:
                    break
                with writing():
                    index.tidy(self._db, settled=len(outdated) <= _AT_ONCE)
                tell(total - max(0, len(outdated) - _AT_ONCE), total)

    def holders(self, texts: Sequence[str]) -> Iterator[int] | None:
        """What the first that can tell says; see :meth:`Index.holders`."""
        told = (index.holders(self._db, texts) for index in self._indexes.values())
        return next((found for found in told if found is not None), None)

    def problems(self, sample: Mapping[str, Report]) -> Iterator[str]:
        """What is wrong with those that are in use."""
        stale = self.stale()
        yield from (f"检索索引 {name} 需要重建" for name in stale)
        stored = {key for (key,) in self._db.execute("SELECT key FROM reports")}
        for name, index in self._indexes.items():
            if name in stale:
                continue
            held = list(index.held(self._db))
            if len(held) != len(stored) or set(held) != stored:
                yield f"检索索引 {name} 收录的报告与报告库里的不一致"
            yield from (f"检索索引 {name}：{problem}" for problem in index.problems(self._db, sample))

    def _begin(self, name: str, index: Index) -> None:
        """Make empty tables for the index, unless they are there and being filled."""
        if self._begun(name, index):
            return
        db = self._db
        for stored, version, tables in db.execute("SELECT name, version, tables FROM index_state").fetchall():
            # Tables of another version stay in use as long as they can. In these is what nobody vouches for.
            if stored == name + _UNFINISHED or (stored == name and version == ""):
                self._drop(json.loads(tables))
        self._drop(index.tables)
        index.create(db)
        self._write(name + _UNFINISHED, index)

    def _begun(self, name: str, index: Index) -> bool:
        row = self._db.execute("SELECT version FROM index_state WHERE name = ?", (name + _UNFINISHED,)).fetchone()
        return row is not None and row[0] == index.version

    def _missing(self, index: Index) -> list[str]:
        """The ids of the stored reports that the index does not hold."""
        stored = dict(self._db.execute("SELECT key, id FROM reports").fetchall())
        return [stored[key] for key in sorted(stored.keys() - set(index.held(self._db)))]

    def _named(self, keys: Collection[int]) -> list[str]:
        if not keys:
            return []
        listed = json.dumps(sorted(keys))
        rows = self._db.execute("SELECT id FROM reports WHERE key IN (SELECT value FROM json_each(?))", (listed,))
        return [report_id for (report_id,) in rows]

    def _finish(self, name: str, index: Index) -> None:
        """From now on this is the index of its name."""
        row = self._db.execute("SELECT tables FROM index_state WHERE name = ?", (name,)).fetchone()
        self._drop(set(json.loads(row[0]) if row else ()) - set(index.tables))
        self._db.execute("DELETE FROM index_state WHERE name = ?", (name + _UNFINISHED,))
        self._write(name, index)

    def _write(self, name: str, index: Index) -> None:
        self._db.execute(
            "REPLACE INTO index_state (name, version, tables) VALUES (?, ?, ?)",
            (name, index.version, json.dumps(index.tables)),
        )

    def _drop(self, tables: Iterable[str]) -> None:
        for table in tables:
            self._db.execute(f'DROP TABLE IF EXISTS "{table}"')
