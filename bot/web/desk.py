"""What every handler needs: settings, the archive's thread, the file of the conversations, a pace for each person."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot import wiring
from bot.accounts.archive import Accounts
from bot.answering import Filters, answered, answered_whole
from bot.config import Config
from bot.conversations.archive import Conversations
from bot.rate_limit import Pace
from bot.reading_thread import Readers
from bot.received_files import Kept
from bot.viewer import AT_THIS_MACHINE, Viewer
from bot.web.security import FormTokens
from store.archive.base import ArchiveReader, ArchiveWriter

if TYPE_CHECKING:
    from retrieval import Answer, Asker

T = TypeVar("T")
_DAY = 86_400.0
SESSION = "wenbao_session"


class Desk:
    """Shared by all handlers of one running program; nothing is open before :meth:`begin`."""

    def __init__(self, config: Config, *, login: bool = False, clock: Callable[[], float] = time.time) -> None:
        """``login`` where nobody gets in who has not said who they are."""
        self.config = config
        self.login = login
        self.clock = clock
        self._accounts: Accounts | None = None
        self._conversations: Conversations | None = None
        self.readers = Readers(config)
        self.kept = Kept(config.telegram.files, config.telegram.load_from)
        self.pace = Pace(config.web.questions_per_minute)
        self.tokens = FormTokens()
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
        self._writer.shutdown()
        self.readers.close()
        for opened in (self._conversations, self._accounts):
            if opened is not None:
                opened.close()

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

    def forget(self) -> None:
        """Drop what was asked too long ago."""
        before = self.clock() - self.config.telegram.keep_days * _DAY
        self.conversations.forget(received_before=0, asked_before=before)

    def viewer(self, request: Request) -> Viewer:
        """Who is looking at a page. Raises HTTPException (401) where nobody may who has not said who they are."""
        if not self.login:
            return AT_THIS_MACHINE
        if self.config.web.user_header:
            viewer = self._named_by_proxy(request)
        else:
            viewer = self.accounts.by_session(request.cookies.get(SESSION, ""), now=self.clock())
        if viewer is None:
            raise HTTPException(401)
        return viewer

    def _named_by_proxy(self, request: Request) -> Viewer | None:
        """Whom the proxy names; nobody where the connection comes from anywhere else, which could name whom it likes."""
        names = request.headers.getlist(self.config.web.user_header)
        if len(names) != 1 or not self._is_proxy(request.client.host if request.client else ""):
            return None
        # Names travel in UTF-8, which a header is read from as Latin-1.
        return self.accounts.by_name(names[0].encode("latin-1").decode("utf-8", "replace"))

    def _is_proxy(self, host: str) -> bool:
        try:
            address = ip_address(host)
        except ValueError:
            return False
        if isinstance(address, IPv6Address):
            address = address.ipv4_mapped or address  # on a socket that hears both kinds
        return any(address in network for network in self.config.web.proxies)

    def program(self, request: Request) -> Viewer:
        """As whom a program comes, by its token. Raises HTTPException (401)."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if not kind and not self.login:
            return AT_THIS_MACHINE
        viewer = self.accounts.by_token(token.strip()) if kind.lower() == "bearer" else None
        if viewer is None:
            raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
        return viewer

    def keep_pace(self, person: object) -> None:
        """Raises HTTPException for a person who asks too fast."""
        wait = self.pace.wait(person, self.clock())
        if wait:
            raise HTTPException(429, headers={"Retry-After": str(int(wait) + 1)})

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

        def opened() -> T:
            with wiring.open_archive(self.config.archive) as archive:
                return work(archive)

        return await asyncio.get_running_loop().run_in_executor(self._writer, opened)
