"""What every handler needs: settings, the archive's thread, the file of the conversations, a pace for each person."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot import wiring
from bot.answering import Filters, answered, answered_whole
from bot.config import Config
from bot.conversations.archive import Conversations
from bot.rate_limit import Pace
from bot.reading_thread import Readers
from bot.received_files import Kept
from bot.web.security import FormTokens
from bot.web.viewer import AT_THIS_MACHINE, Viewer
from retrieval import Answer, Asker
from store.archive.base import ArchiveReader, ArchiveWriter

T = TypeVar("T")
_DAY = 86_400.0


class Desk:
    """Shared by all handlers of one running program; nothing is open before :meth:`begin`."""

    conversations: Conversations

    def __init__(self, config: Config, *, clock: Callable[[], float] = time.time) -> None:
        self.config = config
        self.clock = clock
        self.readers = Readers(config)
        self.kept = Kept(config.telegram.files, config.telegram.load_from)
        self.pace = Pace(config.web.questions_per_minute)
        self.tokens = FormTokens()
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writing")  # one at a time, as the archive is

    async def begin(self) -> None:
        """Open what is needed, in the thread that answers. Raises ReportQAError."""
        wiring.open_archive(self.config.archive).close()  # made where it is missing, and brought up to date
        self.conversations = Conversations.open(self.config.telegram.state)
        await self.readers.warm()
        gc.collect()
        gc.freeze()

    def close(self) -> None:
        """Let threads and files go."""
        self._writer.shutdown()
        self.readers.close()
        self.conversations.close()

    def forget(self) -> None:
        """Drop what was asked too long ago."""
        before = self.clock() - self.config.telegram.keep_days * _DAY
        self.conversations.forget(received_before=0, asked_before=before)

    async def viewer(self, request: Request) -> Viewer:
        """Who is looking. Raises HTTPException where nobody may who has not said who they are."""
        return AT_THIS_MACHINE

    def keep_pace(self, person: object) -> None:
        """Raises HTTPException for a person who asks too fast."""
        wait = self.pace.wait(person, self.clock())
        if wait:
            raise HTTPException(429, headers={"Retry-After": str(int(wait) + 1)})

    async def read(self, viewer: Viewer, work: Callable[[ArchiveReader, Asker], T]) -> T:
        """What the work gives, over the reports that the viewer may see."""
        return await self.readers.run(work)

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

        def opened() -> T:
            with wiring.open_archive(self.config.archive) as archive:
                return work(archive)

        return await asyncio.get_running_loop().run_in_executor(self._writer, opened)
