"""Files in order, each with its way to what was parsed of it; where many wait, the next ones are parsed meanwhile, and
some come at once.

No file is parsed in this process: one that costs too much time or memory is ended with its process, and the others go
on. A few files are parsed one after another, each at its turn; from a number of files on all cores parse while this
process stores what they made. So many files are under way at most, and so many bytes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Generic, Self, TypeVar

from store.errors import UnreadableReportError
from store.ingest.jobs import Failed, Job, Parsed, at_hand, parsed, parsed_elsewhere
from store.limits import MB, Limits, over

if TYPE_CHECKING:  # only where a file is parsed it is waited for
    from store.ingest.worker_processes import OverBudget, Workers

_Entry = TypeVar("_Entry")
_Done = TypeVar("_Done")

# A process takes 0.7 s of a core to start, a report of 8,000 characters 0.04 s to parse and prepare.
LEAST_FILES: Final = 24
LEAST_BYTES: Final = 2_000_000
# Enough for the workers while a long file is stored; in memory reports take some ten times their bytes.
MOST_FILES: Final = 48
MOST_BYTES: Final = 16_000_000
# Files that were parsed ahead and come at once, and their bytes: storing several in one transaction writes each page of the
# archive once for all of them. 667 files of 150 sentences: 1, 4, 8, 16, 24 tried, storing took 14.2, 10.0, 8.3, 7.8, 6.7 s.
TOGETHER: Final = 24
BYTES_TOGETHER: Final = 2_000_000
_LOOK_EVERY: Final = 0.2  # seconds


@dataclass(frozen=True, slots=True)
class Begun:
    """A file whose bytes are read; ``parsed`` gives what they hold, at once or when a worker process has done it.

    It raises UnreadableReportError, or what else kept the file from being parsed.
    """

    job: Job
    parsed: Callable[[], Parsed]


@dataclass(slots=True)
class _Turn(Generic[_Done]):
    """A file whose turn comes: done already, or a job that is parsed somewhere else, or here when the turn comes."""

    begun: Job | _Done
    future: Future[Parsed | Failed] | None = None

    @property
    def size(self) -> int:
        return len(self.begun.data) if isinstance(self.begun, Job) else 0

    @property
    def waits(self) -> bool:
        return isinstance(self.begun, Job) and self.future is None


class Prefetcher:
    """Parses files in order; a context manager that leaves no process behind.

    With ``gives_way`` its processes take what others leave of the processor. ``while_waiting`` is called again and again while
    one of them parses; what it raises ends all of it.
    """

    def __init__(
        self, limits: Limits, *, gives_way: bool = False, while_waiting: Callable[[], None] = lambda: None
    ) -> None:
        self._limits = limits
        self._while_waiting = while_waiting
        self._gives_way = gives_way
        self._one: Workers[Job, Parsed | Failed] | None = None
        self._workers: Workers[Job, Parsed | Failed] | None = None
        self._alone = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for workers in (self._one, self._workers):
            if workers is not None:
                workers.close()

    def over(self, entries: Iterable[_Entry], begin: Callable[[_Entry], Job | _Done]) -> Iterator[list[Begun | _Done]]:
        """What ``begin`` gives for each entry, a job with the way to what is parsed of it; some at once where they are
        parsed ahead.

        ``begin`` is called for some entries before the turn of those ahead of them.
        """
        window: deque[_Turn[_Done]] = deque()
        for entry in entries:
            turn = _Turn(begin(entry))
            while window and sum(one.size for one in window) + turn.size > MOST_BYTES:
                yield self._next(window)
            window.append(turn)
            # As many as may be under way are handed to the workers before the first is given.
            self._hand_out(window)
            while window and (len(window) >= MOST_FILES or not isinstance(window[0].begun, Job)):
                yield self._next(window)
        while window:
            yield self._next(window)

    def _next(self, window: deque[_Turn[_Done]]) -> list[Begun | _Done]:
        given, size = [window.popleft()], 0
        while window and window[0].future is not None and len(given) < TOGETHER:
            size += window[0].size
            if size > BYTES_TOGETHER:
                break
            given.append(window.popleft())
        return [
            Begun(turn.begun, partial(self._parsed, turn.begun, turn.future))
            if isinstance(turn.begun, Job)
            else turn.begun
            for turn in given
        ]

    def _hand_out(self, window: Iterable[_Turn[_Done]]) -> None:
        waiting = [turn for turn in window if turn.waits]
        if self._workers is None and not self._alone and _pays(waiting):
            from store.ingest.worker_processes import NoWorkers, cores

            self._alone = cores() < 2
            # Who gives way leaves a processor to the others.
            self._workers = None if self._alone else self._begun(cores() - self._gives_way)
            if self._workers is not None:
                indexes = next(turn.begun.indexes for turn in waiting if isinstance(turn.begun, Job))
                with suppress(NoWorkers):
                    self._workers.begin_copies(partial(at_hand, indexes))
        if self._workers is None or self._alone:
            return
        for turn in waiting:
            if isinstance(turn.begun, Job):
                turn.future = self._workers.submit(turn.begun)

    def _parsed(self, job: Job, future: Future[Parsed | Failed] | None) -> Parsed:
        from store.ingest.worker_processes import NoWorkers, OverBudget, WorkerDied

        if future is None:
            if self._one is None:
                self._one = self._begun(1)
            future = self._one.submit(job)
        try:
            while True:
                try:
                    found = future.result(_LOOK_EVERY)
                    break
                except TimeoutError:
                    if future.done():
                        raise
                    self._while_waiting()
        except NoWorkers:
            self._alone = True
            return parsed(job)  # nothing can stop it here but what the readers count themselves
        except OverBudget as excess:
            raise self._excess(job, excess) from excess
        except WorkerDied as death:
            what = "读这个文件的进程中途被系统结束了（多半是内存不足），没有载入"
            raise UnreadableReportError(what, where=job.path, remedy="请拆成小一些的文件，再单独载入") from death
        if isinstance(found, Failed):
            raise found.error from RuntimeError(found.trace)
        return found

    def _begun(self, count: int) -> Workers[Job, Parsed | Failed]:
        from store.ingest.worker_processes import Budget, Workers

        budget = Budget(self._limits.seconds, self._limits.memory_mb * MB)
        return Workers(parsed_elsewhere, count, budget, gives_way=self._gives_way)

    def _excess(self, job: Job, excess: OverBudget) -> UnreadableReportError:
        if excess.kind == "seconds":
            error = over("读这个文件太费时间，已停止", f"{self._limits.seconds} 秒", "seconds")
        else:
            error = over("读这个文件太占内存，已停止", f"{self._limits.memory_mb} MB", "memory_mb")
        return UnreadableReportError(error.what, where=job.path, remedy=error.remedy)


def _pays(waiting: list[_Turn[_Done]]) -> bool:
    """Whether starting processes costs less than they save."""
    return len(waiting) >= LEAST_FILES or (len(waiting) > 3 and sum(turn.size for turn in waiting) >= LEAST_BYTES)
