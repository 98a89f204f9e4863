"""Loading what an administrator sends: one file after another, told of in one message, taken up again after a restart."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from telegram import Document, Message, Update
from telegram.constants import FileSizeLimit
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot import wiring
from bot.clock import now, stamp
from bot.conversations.archive import Load
from bot.received_files import Kept, safe_name
from bot.telegram.context import LOG, BotContext, person_of
from bot.telegram.screens.loading import failed_screen, loaded_screen, progress_screen, too_large
from bot.telegram.screens.model import Screen
from bot.wording import chat, serving
from store.archive.base import ArchiveWriter
from store.errors import ArchiveError, ReportQAError
from store.ingest.load import Ended, LoadSummary, Progress, load
from store.model import ReportInfo

_EVERY = 1.0  # seconds between two edits of the progress message
_PAUSE = 5.0  # seconds before another try where what is waiting cannot be read or struck out

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stored:
    """What came of a load, the paths that are new with it, and the reports that it stored."""

    summary: LoadSummary
    new: tuple[str, ...]
    infos: tuple[ReportInfo, ...]


class Loads:
    """Takes files and paths in, and loads them one after another while questions go on being answered.

    ``ail`` is told where the file of conversations, which holds what is waiting, cannot be used.
    """

    def __init__(self, desk: BotContext, kept: Kept, ail: Callable[[ArchiveError], None]) -> None:
        self._desk = desk
        self._kept = kept
        self._ail = ail
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writing")  # one at a time, as the archive is
        self._more = asyncio.Event()
        self._stopping = False
        self._writing = 0

    @property
    def busy(self) -> bool:
        """Whether what is written now has to wait for something that is being written."""
        return self._writing > 0

    async def document(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A file that was sent; its caption may be ``/load``."""
        message = update.message
        if message is None or message.document is None:
            return
        if self._desk.access.may_manage(person_of(update)):
            await self._take(update, message, message.document)
        elif message.chat.type == message.chat.PRIVATE:
            await self._desk.say(message, chat.FILE_NOT_ALLOWED)

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/load`` as a reply to a file, or ``/load PATH``."""
        message = update.message
        if message is None:
            return
        replied = message.reply_to_message
        path = " ".join((message.text or "").split(maxsplit=1)[1:])
        if replied is not None and replied.document is not None:
            await self._take(update, message, replied.document)
        elif not path:
            await self._desk.say(message, serving.LOAD_WHAT)
        elif (allowed := self._kept.allowed(path)) is None:
            await self._desk.say(message, serving.PATH_REFUSED)
        else:
            self._queue(update, message, name=allowed.name, file=None, path=str(allowed))

    async def work(self) -> None:
        """Load what is waiting, until it is told to stop; one that cannot be struck out is loaded again, which changes nothing."""
        while not self._stopping:
            self._more.clear()
            try:
                waiting = self._desk.conversations.waiting()
                if waiting:
                    await self._guarded(waiting[0])
            except Ended:  # it goes on at the next start
                return
            except ArchiveError as error:
                self._ail(error)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._more.wait(), _PAUSE)
            else:
                if not waiting:
                    await self._more.wait()

    def stop(self) -> None:
        """Begin no other file; what waits has its turn at the next start."""
        self._stopping = True
        self._more.set()

    async def write(self, work: Callable[[ArchiveWriter], T]) -> T:
        """What the work gives, done in the one thread that writes to the archive."""

        self._writing += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._writer, wiring.write, self._desk.config.archive, work
            )
        finally:
            self._writing -= 1

    async def store(
        self, path: Path, *, heard: Callable[[Progress], None] | None = None, since: float | None = None
    ) -> Stored:
        """Load a path into the archive; ``since`` is when it was asked for where that was begun before: what is there and has been
        stored from then on is its own."""

        def on_file(progress: Progress) -> None:
            if self._stopping and progress.done < progress.total:
                raise Ended
            if heard is not None:
                heard(progress)

        def while_waiting() -> None:
            if self._stopping:
                raise Ended

        def work(archive: ArchiveWriter) -> Stored:
            limits = self._desk.config.limits
            summary = load(
                [path],
                archive,
                loaded_at=now,
                on_file=on_file,
                limits=limits,
                gives_way=True,
                while_waiting=while_waiting,
            )
            stored = ("loaded", "replaced") if since is None else ("loaded", "replaced", "unchanged")
            begun = "" if since is None else stamp(since)
            new, infos = list[str](), dict[str, ReportInfo]()
            for file in summary.files:
                if file.status not in stored:
                    continue
                reports = {report: archive.report(report) for report in file.reports}
                if file.status == "unchanged" and any(report.loaded_at < begun for report in reports.values()):
                    continue
                if file.status != "replaced":
                    new.append(file.path)
                infos |= reports
            return Stored(summary, tuple(new), tuple(infos.values()))

        return await self.write(work)

    def close(self) -> None:
        """Wait for the load under way."""
        self._writer.shutdown()

    async def _take(self, update: Update, message: Message, document: Document) -> None:
        name = safe_name(document.file_name)
        if document.file_size is not None and document.file_size > FileSizeLimit.FILESIZE_DOWNLOAD:
            await self._desk.reply(message, too_large(name, FileSizeLimit.FILESIZE_DOWNLOAD // 1_000_000))
        else:
            self._queue(update, message, name=name, file=document.file_id, path=None)

    def _queue(self, update: Update, message: Message, *, name: str, file: str | None, path: str | None) -> None:
        self._desk.conversations.queue(
            received=update.update_id,
            chat=message.chat_id,
            person=person_of(update),
            name=name,
            file=file,
            path=path,
            now=self._desk.clock(),
        )
        self._more.set()

    async def _guarded(self, one: Load) -> None:
        """Load one; whatever happens, the next ones have their turn. Raises Ended or ArchiveError where it stays the first of them."""
        telling = _Telling(self._desk, one)
        try:
            await self._load(one, telling)
        except Ended:
            raise
        except Exception as error:
            if isinstance(error, ArchiveError) and error.where == str(self._desk.conversations.path):
                raise
            LOG.exception("load failed", extra={"load": one.number})
            self._desk.conversations.finish(one.number, "failed")
            known = error if isinstance(error, ReportQAError) else ReportQAError(serving.LOAD_FAILED, where=one.name)
            await telling.put(failed_screen(known))

    async def _load(self, one: Load, telling: _Telling) -> None:
        since = one.asked_at if one.message is not None else None  # it was under way when the program ended
        await telling.put(progress_screen(one.name, "parse" if one.path else "download", 0, 1))
        path = Path(one.path) if one.path else await self._download(one)
        stored = await telling.during(self.store(path, heard=telling.heard, since=since))
        failed = stored.summary.totals.failed == len(stored.summary.files)
        self._desk.conversations.finish(one.number, "failed" if failed else "done", stored=stored.new)
        if failed and not any(isinstance(file.error, ArchiveError) for file in stored.summary.files):
            self._kept.drop(str(path))  # it will never be a report
        await telling.put(loaded_screen(stored.summary, stored.infos, number=one.number))
        LOG.info("loaded", extra={"load": one.number, "reports": len(stored.infos)})

    async def _download(self, one: Load) -> Path:
        async def fetched() -> bytes:
            file = await self._desk.bot.get_file(one.file or "")
            return bytes(await file.download_as_bytearray())

        path = self._kept.keep(one.name, await self._desk.sender.persist(fetched))
        self._desk.conversations.kept(one.number, str(path))
        return path


class _Telling:
    """The one message that tells how far a load is, changed at most once a second."""

    def __init__(self, desk: BotContext, one: Load) -> None:
        self._desk = desk
        self._load = one
        self._message = one.message
        self._latest: Progress | None = None

    def heard(self, progress: Progress) -> None:
        """Take note of how far it is; called from the thread that loads."""
        self._latest = progress

    async def during(self, work: Coroutine[Any, Any, Stored]) -> Stored:
        """Say how far it is while the work goes on; what the work gives."""
        running = asyncio.ensure_future(work)
        while not (await asyncio.wait([running], timeout=_EVERY))[0]:
            said = self._latest
            done, total = (said.done, said.total) if said is not None else (0, 1)
            await self.put(progress_screen(self._load.name, "store" if done else "parse", done, total))
        return await running

    async def put(self, screen: Screen) -> None:
        """Show this in place of what was shown; a load goes on though nobody can be told."""
        try:
            if self._message is None:
                self._message = await self._desk.sender.send(self._load.chat, [screen])
                self._desk.conversations.shown(self._load.number, self._message)
            else:
                await self._desk.sender.edit(self._load.chat, self._message, screen)
        except TelegramError as error:
            LOG.warning("load not told", extra={"load": self._load.number, "error": error.message})
