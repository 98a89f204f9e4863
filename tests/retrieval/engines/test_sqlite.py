"""The embedded engine: what every engine must do, and what is its own."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from retrieval.engines.sqlite import SqliteEngine, SqliteIndex
from retrieval.model import FieldWeights
from store.model import Report
from tests.retrieval.engines.conformance import Conformance


class _Bare:
    """The index by itself, in memory."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._index = SqliteIndex()
        self._index.create(db)

    def save(self, report_id: str, report: Report) -> None:
        self._index.remove(self._db, report_id)
        self._index.add(self._db, report_id, report)

    def remove(self, report_id: str) -> None:
        self._index.remove(self._db, report_id)

    def tidy(self) -> None:
        self._index.tidy(self._db)

    def engine(self, weights: FieldWeights) -> SqliteEngine:
        return SqliteEngine(self._db, weights)


@contextmanager
def opened() -> Iterator[_Bare]:
    with closing(sqlite3.connect(":memory:")) as db:
        yield _Bare(db)


class TestSqlite(Conformance):
    opened = staticmethod(opened)
