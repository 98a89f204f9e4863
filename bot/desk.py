"""What every door but Telegram's works with: settings, the threads that read and write, the files of people and questions."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from bot import wiring
from bot.accounts.archive import Accounts
from bot.answering import Filters, answered, answered_whole
from bot.config import Config
from bot.conversations.archive import Conversations
from bot.rate_limit import Pace
from bot.reading_thread import Readers
from bot.received_files import Kept
from bot.viewer import Viewer
from store.archive.base import ArchiveReader, ArchiveWriter

if TYPE_CHECKING:
    from retrieval.ask import Asker
    from retrieval.model import Answer

T = TypeVar("T")


class Desk:
    """Shared by all handlers of one running program; nothing is open before :meth:`begin`.

    ``clock`` is the time of day, which may be set anew at any moment; ``ticks`` only ever goes forward.
    """

    def __init__(self, config: Config, *, clock: Callable[[], float] = time.time) -> None:
        self.config = config
        self.clock = clock
        self.ticks = time.monotonic
        self._closing = False
        self._accounts: Accounts | None = None
        self._conversations: Conversations | None = None
        self.readers = Readers(config)
        self.kept = Kept(config.telegram.files, config.telegram.load_from)
        self.pace = Pace(config.web.questions_per_minute)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writing")  # one at a time, as the archive is

    async def begin(self) -> None:
        """Open what is needed, in the thread that answers. Raises ReportQAError."""
        wiring.open_archive(self.config.archive).close()  # made where it is missing, and brought up to date
        self._conversations = Conversations.open(self.config.telegram.state)
        self.kept.guard()

    async def warm(self) -> None:
        """Load what the first person would wait for, while nobody waits."""
        await self.readers.warm()
        gc.collect()
        gc.freeze()

    def close(self) -> None:
        """Let threads and files go."""
        self._closing = True
        self._writer.shutdown()
        self.readers.close()
        for opened in (self._conversations, self._accounts):
            if opened is not None:
                opened.close()

    def go_on(self) -> None:
        """Raise Ended where the program is to end, while a file is read."""
        if self._closing:
            from store.ingest.load import Ended  # who only asks does not wait for it

            raise Ended

    @property
    def conversations(self) -> Conversations:
        """What was asked; the file is made where it is needed first."""
        if self._conversations is None:
            self._conversations = Conversations.open(self.config.telegram.state)
        return self._conversations

    @property
    def accounts(self) -> Accounts:
        """The accounts; their file is made where it is needed first."""
        if self._accounts is None:
            self._accounts = Accounts.open(self.config.web.accounts)
        return self._accounts

    def limits(self) -> Mapping[str, frozenset[str]]:
        """The files that only some groups see; no file of accounts is made to tell that there are none."""
        return self.accounts.limits() if self._accounts is not None or self.config.web.accounts.exists() else {}

    async def read(self, viewer: Viewer, work: Callable[[ArchiveReader, Asker], T]) -> T:
        """What the work gives, over the reports that the viewer may see."""
        return await self.readers.run(work, person=viewer.person)

    async def answer(
        self,
        viewer: Viewer,
        question: str,
        *,
        context: Sequence[str] = (),
        filters: Filters | None = None,
        top: int | None = None,
        whole: bool = False,
    ) -> Answer:
        """The answer to a question; with ``whole`` the items of a list that answer together, however many."""
        ask = answered_whole if whole else answered
        shown = top or self.config.top
        return await self.read(
            viewer, lambda _, asker: ask(asker, question, context=context, filters=filters or Filters(), top=shown)
        )

    async def write(self, work: Callable[[ArchiveWriter], T]) -> T:
        """What the work gives, done in the one thread that writes to the archive."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, wiring.write, self.config.archive, work)
