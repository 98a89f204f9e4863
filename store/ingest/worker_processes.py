"""Jobs → results, worked out in processes beside this one: for what is pure and takes the processor's time.

Each process is looked after by a thread of ours that hands it one job at a time, so that it is known which job ended
it when one ends (killed by the system, out of memory); the next job gets a new process. The same thread looks how much
of the processor and of memory the process takes, and ends it where that is more than it may. The processes are spawned
and not forked, so that this works from any thread, and beside any library; but for a program that has nothing else
running, where a copy of it is at work at once. They leave Ctrl-C to us.

Not concurrent.futures' own pool of processes: there one death fails every job, and a running one cannot be stopped.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Generic, Literal, TypeVar

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")
_Work = Callable[[_Job], _Result]

# Time for what must be put away when a process is ended in the middle of its job, in seconds.
_PATIENCE = 5.0
_LOOK_EVERY = 0.05  # seconds
_WAITING = 4  # seconds in all for each of the processor: for disks, and for machines that do not tell why it waits
_SPAWNING = threading.Lock()
_PR_SET_PDEATHSIG = 1  # of Linux
_LOOK_FOR_GARBAGE = 20_000  # objects more than before
_GIVE_WAY = 10  # a tenth of what a process of the usual priority gets, where both want all they can get


class WorkerDied(Exception):
    """The process that had the job is gone, and the job with it."""


class OverBudget(Exception):
    """The process that had the job has taken more than it may of what ``kind`` names, and was ended."""

    def __init__(self, kind: Literal["seconds", "memory"]) -> None:
        super().__init__(kind)
        self.kind: Literal["seconds", "memory"] = kind


@dataclass(frozen=True, slots=True)
class Budget:
    """What a job may take: seconds of the processor (and four times as many in all, not counting those in which a busy
    machine lets it wait), and bytes of memory."""

    seconds: float
    memory: int


class NoWorkers(Exception):
    """No process can be started here."""


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers(Generic[_Job, _Result]):
    """``count`` processes that do ``work(job)``, a function of a module; a context manager that ends them.

    Jobs and results must be picklable, and ``work`` must return and not raise. With ``gives_way`` they take what others
    leave of the processor.
    """

    def __init__(
        self, work: _Work[_Job, _Result], count: int, budget: Budget | None = None, *, gives_way: bool = False
    ) -> None:
        self._work = work
        self._budget = budget
        self._nice = _GIVE_WAY if gives_way else 0
        self._count = count
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="worker")
        self._idle: list[_Process] = []
        self._begun = False
        self._started: list[_Process] = []
        self._closing = False

    def begin(self) -> None:
        """Start all of them now, while nothing else runs here that a copy could be without: later ones are no copies.

        Raises NoWorkers.
        """
        self._idle = [self._start() for _ in range(self._count)]
        self._begun = True

    def begin_copies(self, at_hand: Callable[[], object]) -> None:
        """Start all of them now where they can be copies of this program, which costs a tenth of starting it anew.

        ``at_hand`` is called before: what it leaves in memory is in every copy. Raises NoWorkers.
        """
        if _is_alone():
            at_hand()
            self.begin()

    def submit(self, job: _Job) -> Future[_Result]:
        """The result to be, or :class:`WorkerDied`, :class:`OverBudget` or :class:`NoWorkers`."""
        return self._threads.submit(self._run, job)

    def close(self) -> None:
        """End all processes at once, also in the middle of a job."""
        with _SPAWNING:
            self._closing = True
        self._threads.shutdown(wait=False, cancel_futures=True)  # before any thread is free for what still waits
        for process in self._started:
            process.process.terminate()
        until = time.monotonic() + _PATIENCE
        for process in self._started:
            if not wait([process.process.sentinel], max(0.0, until - time.monotonic())):
                process.process.kill()  # it hears nothing, as within a long search
        self._threads.shutdown(wait=True)
        for process in self._started:
            process.end()

    def _run(self, job: _Job) -> _Result:
        try:
            process = self._idle.pop()  # the one that worked last has most at hand
        except IndexError:
            process = self._start()
        try:
            process.connection.send(job)
            if self._budget is not None:
                _watch(process, self._budget)
            result: _Result = process.connection.recv()
        except OverBudget:
            process.process.kill()
            process.end()
            raise
        except (EOFError, OSError) as error:
            process.end()
            raise WorkerDied from error
        self._idle.append(process)
        return result

    def _start(self) -> _Process:
        try:
            with _SPAWNING:
                if self._closing:
                    raise NoWorkers
                process = _spawn(self._work, self._nice, copied=not self._begun and _is_alone())
                self._started.append(process)
            process.connection.recv()
        except (EOFError, OSError, ImportError, AssertionError, RuntimeError) as error:
            # No more processes, a main module that cannot be imported again, a daemon or a process just starting.
            raise NoWorkers from error
        return process


@dataclass(frozen=True, slots=True)
class _Process:
    process: multiprocessing.process.BaseProcess
    connection: Connection

    def end(self) -> None:
        self.connection.close()
        self.process.join(_PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def _spawn(work: Callable[..., object], nice: int, *, copied: bool) -> _Process:
    context = multiprocessing.get_context("fork" if copied else "spawn")
    ours, theirs = context.Pipe()
    # A copy has our end as well, and would never be told that we are gone.
    given = theirs, work, nice, os.getpid(), ours if copied else None
    process = context.Process(target=_serve, args=given, daemon=True)  # type: ignore[attr-defined]
    if not copied:
        resource_tracker.ensure_running()  # when it starts it lets Ctrl-C through
    with _without_interrupts(), warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # from 3.12 on, of a fork beside the thread that asks for it
        process.start()
    # Only the process holds its end now: when it goes, ours is told.
    theirs.close()
    return _Process(process, ours)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ctrl-C is ours to deal with: a process that begins here takes over from this thread that it does not hear it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _is_alone() -> bool:
    """Whether nothing else runs in this program that a copy of it could be without: threads that hold locks, an asyncio
    loop, a database within the process. Only on Linux is it known."""
    mine = 2  # the program's first thread, which waits, and the one that looks after the process
    try:
        running = len(os.listdir("/proc/self/task"))  # noqa: PTH208
    except OSError:
        return False
    # Beside Python's threads there may be those of numpy, which look after themselves in a copy.
    return threading.active_count() <= mine and running <= mine + cores()


def _watch(process: _Process, budget: Budget) -> None:
    """Return when the process has something to say. Raises OverBudget."""
    if process.connection.poll(_LOOK_EVERY):
        return  # as nearly all do, which need not be looked at
    pid = process.process.pid
    before, begun = _taken(pid), time.monotonic()
    while not process.connection.poll(_LOOK_EVERY):
        taken = _taken(pid)
        waited = time.monotonic() - begun - (taken.kept_waiting - before.kept_waiting)
        if waited > budget.seconds * _WAITING or taken.seconds - before.seconds > budget.seconds:
            raise OverBudget("seconds")
        if taken.memory > budget.memory:
            raise OverBudget("memory")


@dataclass(frozen=True, slots=True)
class _Taken:
    """Seconds of the processor, bytes of memory, and seconds for which others had the processor that it could have used; 0
    where the system does not tell."""

    seconds: float = 0.0
    memory: int = 0
    kept_waiting: float = 0.0


def _taken(pid: int | None) -> _Taken:
    try:
        # What stands behind the name of the program, which may hold anything.
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        waited = Path(f"/proc/{pid}/schedstat")
        return _Taken(
            (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK"),
            int(told[21]) * os.sysconf("SC_PAGE_SIZE"),
            int(waited.read_text().split()[1]) / 1e9 if waited.exists() else 0.0,
        )
    except (OSError, IndexError, ValueError, AttributeError):
        return _Taken()


def _serve(
    connection: Connection, work: Callable[..., object], nice: int, parent: int, copied: Connection | None
) -> None:
    if nice and hasattr(os, "nice"):
        os.nice(nice)
    # Whoever is at work ends their turn before a new job begins: with two of us, the bot and its chats on two processors 4 %
    # less of them for an answer, and 5 % more answers (32 runs of each, in turn).
    with suppress(AttributeError, OSError):  # other systems have no such turn, and some sandboxes let nobody choose
        if os.sched_getscheduler(0) == os.SCHED_OTHER:
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ending = False

    def end(*_: object) -> None:
        # A handler that stays to the end, and speaks once: another one put in its place while a second signal comes is
        # told in the log as a fault, as is an exception while the interpreter winds up.
        nonlocal ending
        if not ending:
            ending = True
            sys.unraisablehook = lambda _: None  # an object that is just freed keeps it to itself
            sys.exit(1)  # what was begun is put away

    signal.signal(signal.SIGTERM, end)
    if copied is not None:
        copied.close()
        gc.freeze()  # what is in every copy stays
    gc.set_threshold(_LOOK_FOR_GARBAGE)  # of what a job makes nearly all is freed without
    _end_with(parent)
    try:
        connection.send(None)
        while not ending:
            connection.send(work(connection.recv()))
    except (EOFError, ConnectionError):  # nobody waits for us any more
        return
    finally:
        ending = True


def _end_with(parent: int) -> None:
    """Be ended when the parent is, also in the middle of a job: whoever watched how long it takes is gone with it."""
    if sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it was gone before
        sys.exit(1)
