"""What administrators do beside loading: remove, look at the numbers, take the feedback, read everything anew."""

from __future__ import annotations

from datetime import UTC, datetime

from telegram import InputFile, Message, Update
from telegram.constants import FileSizeLimit
from telegram.ext import ContextTypes

from bot import wiring
from bot.conversations.archive import AskedQuestion, Complaint
from bot.figure_export import csv_bytes
from bot.received_files import Kept
from bot.telegram.context import LOG, BotContext, group_of
from bot.telegram.loads import Loads
from bot.telegram.screens.lists import said_screen
from bot.telegram.screens.loading import failed_screen
from bot.telegram.screens.managing import confirm_removal_screen, removed_screen, statistics_screen
from bot.wording import chat, serving
from retrieval.ask import Asker
from store.archive.base import ArchiveReader
from store.errors import ReportQAError, UnknownReportError
from store.model import ReportInfo

_DAY = 86_400.0
_WEEK = 7 * _DAY


class Management:
    """The commands of administrators; whoever else sends one is told so."""

    def __init__(self, desk: BotContext, kept: Kept, loads: Loads) -> None:
        self._desk = desk
        self._kept = kept
        self._loads = loads

    async def remove(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/remove REPORT…``: names the reports and asks."""
        message = update.message
        if message is None:
            return
        names = tuple(context.args or ())
        if not names:
            await self._desk.say(message, chat.REMOVE_WHAT)
            return

        def work(archive: ArchiveReader, _: Asker) -> tuple[ReportInfo, ...]:
            return tuple({info.id: info for info in map(archive.report, names)}.values())

        try:
            infos = await self._desk.read(message.chat_id, work)
        except UnknownReportError as error:
            await self._desk.say(message, serving.unknown_report(error))
            return
        asked = self._desk.noted(update, message, "remove", "\n".join(info.id for info in infos))
        if asked.message is None:
            shown = confirm_removal_screen(infos, number=asked.number)
            sent = await self._desk.reply(message, shown, perhaps_sent=asked.resumed)
            self._desk.conversations.answered(asked.number, message=sent)

    async def remove_confirmed(self, message: Message, asked: AskedQuestion) -> None:
        """The button that says yes."""
        ids = asked.question.split("\n")
        if self._loads.busy:
            waits = said_screen(serving.BEHIND_A_LOAD)
            await self._desk.sender.edit(message.chat_id, message.message_id, waits)
        try:
            await self._loads.write(lambda archive: archive.remove(ids))
        except UnknownReportError as error:
            screen = said_screen(serving.unknown_report(error))
        else:
            screen = removed_screen(len(ids))
            LOG.info("removed", extra={"reports": len(ids)})
        await self._desk.sender.edit(message.chat_id, message.message_id, screen)

    async def stats(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/stats``: what is stored, and how much was asked in the last week."""
        if update.message is None:
            return
        infos = await self._desk.read(update.message.chat_id, lambda archive, _: archive.reports())
        statistics = self._desk.conversations.statistics(since=self._desk.clock() - _WEEK)
        await self._desk.reply(update.message, statistics_screen(infos, statistics))

    async def feedback(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/feedback``: what was judged bad or not answered, as a table for Excel."""
        message = update.message
        if message is None:
            return
        complaints = self._desk.conversations.complaints()
        if group_of(update) is not None:
            await self._desk.say(message, serving.FEEDBACK_IN_PRIVATE)
        elif not complaints:
            await self._desk.say(message, serving.NO_FEEDBACK)
        else:
            await self._send(message, csv_of(complaints), serving.FEEDBACK_FILE)

    async def reload(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/reload``: opens the archive anew and reads the word files, saying what is wrong with them."""
        if update.message is None:
            return
        try:
            wiring.still_there(self._desk.config.archive)
            self._desk.readers.reopen()
            words = wiring.word_files(self._desk.config)
            if words is not None:
                words()
            infos = await self._desk.read(update.message.chat_id, lambda archive, _: archive.reports())
        except ReportQAError as error:
            await self._desk.reply(update.message, failed_screen(error))
            return
        await self._desk.say(update.message, serving.reloaded(len(infos)))

    async def send_file(self, message: Message, info: ReportInfo) -> None:
        """The file that a report came in, as it was loaded."""
        path = await self._desk.read(message.chat_id, lambda archive, _: archive.path_of(info.id))
        file = self._kept.original(path)
        if file is None:
            await self._desk.say(message, serving.FILE_GONE)
        elif file.stat().st_size > FileSizeLimit.FILESIZE_UPLOAD:
            await self._desk.say(message, serving.FILE_TOO_LARGE)
        else:
            await self._send(message, file.read_bytes(), file.name)

    async def _send(self, message: Message, content: bytes, name: str) -> None:
        async def sent() -> Message:
            return await self._desk.bot.send_document(message.chat_id, InputFile(content, filename=name))

        document = await self._desk.sender.persist(sent)
        self._desk.sender.seen(message.chat_id, document.message_id)


def csv_of(complaints: tuple[Complaint, ...]) -> bytes:
    """One line a question, in UTF-8 with the mark by which Excel knows it."""
    rows = (
        (
            datetime.fromtimestamp(one.asked_at, UTC).isoformat(timespec="seconds"),
            *(one.question, " / ".join(one.context), serving.STATUSES[one.status]),
            serving.VERDICTS[one.verdict] if one.verdict else "",
        )
        for one in complaints
    )
    return csv_bytes(serving.FEEDBACK_COLUMNS, rows)
