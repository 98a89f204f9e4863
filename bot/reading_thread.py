"""The thread in which reports are read: it has its own connection to the archive, and the event loop never waits."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot import wiring
from bot.accounts.rights import Rights
from bot.config import Config
from bot.viewer import AT_THIS_MACHINE
from retrieval.text.segmentation import read_all
from store.archive.base import ArchiveReader, ArchiveWriter

if TYPE_CHECKING:
    from retrieval import Asker

T = TypeVar("T")
# A word; an amount, which is read as one of a report is; a name; a comparison: each needs what the others do not.
_ANYTHING = ("报告", "工作增加3.5万元", "工作是谁的", "各地有多少工作")
_MOST_VIEWS = 8  # of the archive without these files or those; each knows the reports that it shows
_THREADS = 1  # answering is Python's own work; of a second thread the first only waits longer for its turn


class Readers:
    """Runs work on the archive in a thread."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._rights = Rights(config.web.accounts)
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="reading")
        self._open: tuple[ArchiveWriter, Asker] | None = None  # of the thread, as a connection is
        self._stale = False
        self._file: tuple[int, int] | None = None
        self._views: OrderedDict[frozenset[str], tuple[ArchiveReader, Asker]] = OrderedDict()

    async def run(self, work: Callable[[ArchiveReader, Asker], T], *, person: int) -> T:
        """What the work gives, done in a thread that has the archive open, over what the person may see by then."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._work, work, person)

    async def warm(self) -> None:
        """Open the archive and load the dictionaries, so that the first person does not wait for it.

        Who asks meanwhile waits for one of the steps; only long texts need the whole of the dictionary.
        """
        for question in _ANYTHING:
            await self.run(partial(_ask, question), person=AT_THIS_MACHINE.person)
        await self.run(lambda *_: read_all(), person=AT_THIS_MACHINE.person)

    def reopen(self) -> None:
        """Open the archive anew before the next work: it may be another file by the same name."""
        self._stale = True

    def close(self) -> None:
        """Wait for the work under way and let the thread go."""
        self._pool.submit(self._rights.close)
        self._pool.shutdown()

    def _work(self, work: Callable[[ArchiveReader, Asker], T], person: int) -> T:
        there = self._there()
        if self._open is not None and (self._stale or (there is not None and there != self._file)):
            self._open[0].close()
            self._open = None
            self._views.clear()
        if self._open is None:
            self._stale, self._file = False, there
            archive = wiring.open_archive(self._config.archive, readonly=True)
            self._open = archive, wiring.asker(archive, self._config)
        hidden = frozenset[str]() if person == AT_THIS_MACHINE.person else self._rights.hidden_from(person)
        if not hidden:
            return work(*self._open)
        if hidden not in self._views:
            self._views[hidden] = wiring.asker_for(self._open[0], hidden, self._config)
            if len(self._views) > _MOST_VIEWS:
                self._views.popitem(last=False)
        self._views.move_to_end(hidden)
        return work(*self._views[hidden])

    def _there(self) -> tuple[int, int] | None:
        """Which file has the name of the report file now; None where there is none, and the one that is open goes on."""
        where = self._config.archive
        if not isinstance(where, Path):
            return None
        try:
            status = where.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino


def _ask(question: str, _: ArchiveReader, asker: Asker) -> None:
    asker.ask(question)
