"""The thread in which reports are read, and the processes that answer beside it: the event loop never waits.

Each has its own connection to the archive. What is given to a process, and what comes back, can be pickled.
"""

from __future__ import annotations

import asyncio
import gc
import traceback
from collections import Counter, OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bot import wiring
from bot.accounts.rights import Rights
from bot.config import Config
from bot.viewer import AT_THIS_MACHINE
from retrieval.query.synonyms import built_in
from retrieval.text.segmentation import read_all
from store.archive.base import ArchiveReader, ArchiveWriter
from store.archive.clickhouse.address import Address
from store.errors import ArchiveError
from store.ingest.worker_processes import NoWorkers, WorkerDied, Workers, cores

if TYPE_CHECKING:
    from retrieval.ask import Asker

T = TypeVar("T")
_MOST_VIEWS = 8  # of the archive without these files or those; each knows the reports that it shows
_THREADS = 1  # answering is Python's own work; of a second thread the first only waits longer for its turn
# Jobs more that a question waits for its own process. With 40 people asking at once 0 answers a tenth fewer than no limit, 4 as
# many, and with 4 the slowest wait a fifth less (p95; six runs of each, in turn).
_WORTH_WAITING = 4
_TRIES = 2  # more, where the process that has the work ends
_PROCESSES = 2  # more than twice as many questions as one answers nobody asks, and each takes memory

Work = Callable[[ArchiveReader, "Asker"], T]


def _ask(question: str, _: ArchiveReader, asker: Asker) -> None:
    asker.ask(question)


# A word; an amount, which is read as one of a report is; a name; a comparison: each needs what the others do not.
_ANYTHING = tuple(partial(_ask, one) for one in ("报告", "工作增加3.5万元", "工作是谁的", "各地有多少工作"))


@dataclass(frozen=True, slots=True)
class _Job:
    """Work over what a person may see, of the archive as it was opened this often."""

    work: Work[Any]
    person: int
    opening: int


@dataclass(frozen=True, slots=True)
class _Failed:
    """What was raised in another process, and where."""

    error: Exception
    trace: str


class Readers:
    """Runs work on the archive in a thread, or in processes where there are any."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="reading")
        self._opened = _Opened(config)
        self._opening = 0
        self._workers: list[Workers[_Job, Any]] = []
        self._jobs: Counter[int] = Counter()

    def begin_apart(self) -> None:
        """Start processes where there are processors for them. What all of them need is loaded before: copies of this one share it."""
        archive = self._config.archive
        within = isinstance(archive, Address) and archive.path is not None  # a database that one process has open
        if cores() == 1 or within:
            return
        opened = _Opened(self._config)
        for one in _ANYTHING:
            opened.run(_Job(one, AT_THIS_MACHINE.person, 0))
        opened.close()
        _read_all()
        gc.collect()
        gc.freeze()
        self._workers = [Workers(_Opened(self._config).run_apart, 1) for _ in range(_PROCESSES)]
        try:
            for process in self._workers:
                process.begin()
        except NoWorkers:
            self._end_apart()

    async def run_apart(self, work: Work[T], *, person: int) -> T:
        """The same as :meth:`run` in a process, if there is one: the one that has what the person asked before at hand, unless
        only another one is idle, or has far fewer jobs."""
        if not self._workers:
            return await self.run(work, person=person)
        own = person % len(self._workers)

        def wait(process: int) -> tuple[bool, int]:
            jobs = self._jobs[process]
            return jobs > 0, jobs - _WORTH_WAITING * (process == own)

        return await self._run_in(min(range(len(self._workers)), key=wait), work, person)

    def busy(self) -> bool:
        """Whether what comes now would wait in any process, behind so much that it may as well come a little later."""
        return bool(self._workers) and all(self._jobs[one] >= _WORTH_WAITING for one in range(len(self._workers)))

    async def _run_in(self, process: int, work: Work[T], person: int) -> T:
        """What the work gives in this process; in another one in its place where it has ended."""
        job = _Job(work, person, self._opening)
        try:
            done = await self._given(process, job, _TRIES)
        except NoWorkers:
            return await self.run(work, person=person)
        if isinstance(done, _Failed):
            raise done.error from RuntimeError(done.trace)
        found: T = done
        return found

    async def _given(self, process: int, job: _Job, more: int) -> Any:
        self._jobs[process] += 1
        try:
            return await asyncio.wrap_future(self._workers[process].submit(job))
        except WorkerDied:
            if not more or not self._workers:
                raise
        finally:
            self._jobs[process] -= 1
        return await self._given(process, job, more - 1)

    async def run(self, work: Work[T], *, person: int) -> T:
        """What the work gives, done in a thread that has the archive open, over what the person may see by then."""
        return await asyncio.get_running_loop().run_in_executor(
            self._pool, self._opened.run, _Job(work, person, self._opening)
        )

    async def warm(self) -> None:
        """Open the archive and load the dictionaries, so that the first person does not wait for it.

        Who asks meanwhile waits for one of the steps; only long texts need the whole of the dictionary.
        """
        if self._workers:  # what each of them lacks is the archive
            everywhere = product(range(len(self._workers)), _ANYTHING)
            await asyncio.gather(*(self._run_in(*one, AT_THIS_MACHINE.person) for one in everywhere))
            return
        for one in _ANYTHING:
            await self.run(one, person=AT_THIS_MACHINE.person)
        await self.run(lambda *_: _read_all(), person=AT_THIS_MACHINE.person)

    def reopen(self) -> None:
        """Open the archive anew before the next work: it may be another file by the same name."""
        self._opening += 1

    def close(self) -> None:
        """Wait for the thread's work under way, end the processes, and let all go."""
        self._end_apart()
        self._pool.submit(self._opened.close)
        self._pool.shutdown()

    def _end_apart(self) -> None:
        for process in self._workers:
            process.close()
        self._workers = []


class _Opened:
    """The archive as one thread, or one process, has it open."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._rights = Rights(config.web.accounts)
        self._open: tuple[ArchiveWriter, Asker] | None = None
        self._opening = 0
        self._file: tuple[int, int] | None = None
        self._views: OrderedDict[frozenset[str], tuple[ArchiveReader, Asker]] = OrderedDict()

    def run_apart(self, job: _Job) -> object:
        """What the work gives, or why it could not, as another process is told."""
        try:
            return self.run(job)
        except Exception as error:
            return _Failed(error, traceback.format_exc())

    def run(self, job: _Job) -> Any:
        """What the work gives."""
        there = self._there()
        if self._open is not None and (job.opening > self._opening or (there is not None and there != self._file)):
            self._close()
        if self._open is None:
            self._opening, self._file = job.opening, there
            archive = wiring.open_archive(self._config.archive, readonly=True)
            self._open = archive, wiring.asker(archive, self._config)
        try:
            return self._done(job, *self._open)
        except ArchiveError:
            self._close()  # whatever is mended may be the same file
            raise

    def _done(self, job: _Job, archive: ArchiveWriter, asker: Asker) -> Any:
        whole = job.person == AT_THIS_MACHINE.person
        hidden = frozenset[str]() if whole else self._rights.hidden_from(job.person)
        if not hidden:
            return job.work(archive, asker)
        if hidden not in self._views:
            self._views[hidden] = wiring.asker_for(archive, hidden, self._config)
            if len(self._views) > _MOST_VIEWS:
                self._views.popitem(last=False)
        self._views.move_to_end(hidden)
        return job.work(*self._views[hidden])

    def close(self) -> None:
        """Give the files back."""
        self._rights.close()
        self._close()

    def _close(self) -> None:
        if self._open is not None:
            self._open[0].close()
        self._open = None
        self._views.clear()

    def _there(self) -> tuple[int, int] | None:
        """Which file has the name of the report file now; None where there is none, and the one that is open goes on. Raises
        ArchiveError where it was emptied."""
        where = self._config.archive
        if not isinstance(where, Path):
            return None
        try:
            status = where.stat()
        except OSError:
            return None
        if not status.st_size and self._file is not None:
            self._close()
            wiring.still_there(where)
        return status.st_dev, status.st_ino


def _read_all() -> None:
    """Read the whole of the dictionary and of the tables of words, of which a first question needs little."""
    read_all()
    built_in().read_all()
