"""The threads in which reports are read: each has its own connection to the archive, and the event loop never waits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot import opening
from bot.config import Config
from retrieval import Asker
from store.library import Keeper, Library

T = TypeVar("T")
_ANYTHING = "报告"
_THREADS = 1  # answering is Python's own work, of which one thread runs at a time; the other is for reading the disk


class Readers:
    """Runs work on the archive in threads."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="reading")
        self._own = threading.local()
        self._generation = 0

    async def run(self, work: Callable[[Library, Asker], T]) -> T:
        """What the work gives, done in a thread that has the archive open."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._work, work)

    async def warm(self) -> None:
        """Open the archive and load the dictionaries in every thread, so that the first person does not wait for it."""
        together = threading.Barrier(_THREADS)

        def work(_: Library, asker: Asker) -> None:
            together.wait()  # or one quick thread would do the work of all
            asker.ask(_ANYTHING)

        await asyncio.gather(*(self.run(work) for _ in range(_THREADS)))

    def reopen(self) -> None:
        """Open the archive anew before the next work: it may be another file by the same name."""
        self._generation += 1

    def close(self) -> None:
        """Wait for the work under way and let the threads go."""
        self._pool.shutdown()

    def _work(self, work: Callable[[Library, Asker], T]) -> T:
        if getattr(self._own, "generation", None) != self._generation:
            before: Keeper | None = getattr(self._own, "archive", None)
            if before is not None:
                before.close()
            self._own.archive = opening.open_archive(self._config.archive, readonly=True)
            self._own.asker = opening.asker(self._own.archive, self._config)
            self._own.generation = self._generation
        return work(self._own.archive, self._own.asker)
