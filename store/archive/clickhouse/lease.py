"""One writer at a time: who writes to an archive on a server holds a lease on it, and the others wait.

ClickHouse has no locks. A writer adds a row and looks, a moment later, whose first row is the oldest among the
writers that have been heard of lately: that one writes. A writer that dies is not heard of again, and its turn ends; one
that was silent for too long and comes back stands in line anew. Within the process, where a directory has no other
writers than its threads, a lock does.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from store.archive.clickhouse.connection import Connection
from store.archive.clickhouse.tables import LEASES, columns
from store.errors import ArchiveBusyError

_LASTS = 30  # seconds after its last word in which a writer may come back
_RENEWED = 10  # seconds
_LOST = 25  # seconds of silence after which another may have come in; earlier than it may, as clocks differ
_SETTLING = 0.05  # seconds: an insert that began before ours may end after it
_BUSY = "另一个程序正在写入这个报告库"
_TURNS: dict[str, threading.RLock] = {}  # by directory


class Lease:
    """The right to write to one archive. ``wait`` is for other writers, in seconds; it outlasts one that has died."""

    def __init__(self, connection: Connection, *, wait: float = _LASTS + 5) -> None:
        self._db = connection
        self._wait = wait
        self._writer = secrets.randbits(63)
        self._said = -float(_LASTS)
        self._held = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Within, no other writes. Raises ArchiveBusyError where another keeps it too long.

        On a server the lease is kept until it is released; blocks may be nested.
        """
        if self._db.address.path is None:
            self.hold()
            yield
            return
        lock = _TURNS.setdefault(self._db.address.path, threading.RLock())
        if not lock.acquire(timeout=self._wait):
            raise self._busy()
        try:
            yield
        finally:
            lock.release()

    def hold(self, *, now: Callable[[], float] = time.monotonic) -> None:
        """Come to hold the lease of a server, or go on holding it. Raises ArchiveBusyError."""
        silent = now() - self._said
        if self._db.address.path is not None or (self._held and silent < _RENEWED):
            return
        if self._held and silent >= _LOST:
            self._writer, self._said, self._held = secrets.randbits(63), -float(_LASTS), False
        deadline = now() + self._wait
        while not self._first(now):
            if now() > deadline:
                raise self._busy()
            time.sleep(0.2)
        self._held = True

    def release(self) -> None:
        """Let the next one write."""
        if self._held:
            self._say(done=True)
            self._held = False

    def _busy(self) -> ArchiveBusyError:
        return ArchiveBusyError(_BUSY, where=self._db.address.shown, remedy="请等它结束后再试")

    def _first(self, now: Callable[[], float]) -> bool:
        if now() - self._said >= _RENEWED:
            self._say(done=False)
            self._said = now()
            time.sleep(_SETTLING)
        words = f"SELECT writer, at, done FROM {self._db.database}.leases"
        found = self._db.rows(
            f"SELECT writer FROM {self._db.over(words)} GROUP BY writer"
            " HAVING max(done) = 0 AND max(at) > now64(3) - {lasts:UInt32} ORDER BY min(at), writer LIMIT 1",
            lasts=_LASTS,
        )
        return bool(found) and found[0][0] == self._writer

    def _say(self, *, done: bool) -> None:
        self._db.insert("leases", LEASES.types, columns(LEASES, [(self._writer, int(done))]))
