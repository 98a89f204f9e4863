"""What an administrator mends: undo a load, or say the title, year, place or issuer of a report, of any that is stored."""

from __future__ import annotations

from telegram import ForceReply, Message, Update
from telegram.constants import ParseMode
from telegram.ext import ContextTypes

from bot.changes import correction_of
from bot.conversations.archive import Load
from bot.received_files import Kept
from bot.telegram.context import BotContext
from bot.telegram.loads import Loads
from bot.telegram.screens.callbacks import Action
from bot.telegram.screens.lists import said_screen
from bot.telegram.screens.loading import corrected_screen, failed_screen, prompt_for, undone_screen
from bot.telegram.screens.model import Screen
from bot.wording import serving
from store.archive.base import ArchiveReader, ArchiveWriter
from store.errors import ArchiveError, ReportQAError, UnknownReportError
from store.model import Correction, ReportInfo


class Corrections:
    """Undoes and corrects what loads have stored."""

    def __init__(self, desk: BotContext, kept: Kept, loads: Loads) -> None:
        self._desk = desk
        self._kept = kept
        self._loads = loads

    async def pressed(self, update: Update, one: Load, action: Action, message: int) -> None:
        """A button under what a load came to."""
        if action is Action.UNDO:
            self._desk.later(update, self._undo(one, message))
        else:
            await self._ask(one, str(action))

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/edit REPORT 年份 2022``: corrects one field of any stored report."""
        message = update.message
        if message is None:
            return
        name, field, *words = [*(context.args or []), "", ""]
        given = correction_of(serving.EDIT_FIELDS.get(field, ""), " ".join(words))
        if given is None:
            await self._desk.say(message, serving.EDIT_HOW)
            return
        self._desk.later(update, self._revise(message, name, given, number=None))

    async def replied(self, update: Update, message: Message, to: int) -> bool:
        """Whether the message replies to a question of ours for a field; if so, the correction is made."""
        prompt = self._desk.conversations.prompt(message.chat_id, to)
        if prompt is None:
            return False
        one = self._desk.conversations.load(prompt.load)
        info = None if one is None else await self._desk.read(one.chat, lambda archive, _: _only(archive, one))
        correction = correction_of(prompt.field, message.text or "")
        if one is None or info is None:
            await self._desk.say(message, serving.REPORT_GONE)
        elif correction is None:
            await self._prompt(one, prompt.field, said_screen(serving.NOT_UNDERSTOOD[prompt.field]))
        else:
            self._desk.later(update, self._revise(message, info.id, correction, number=one.number))
        return True

    async def _revise(self, message: Message, name: str, given: Correction, *, number: int | None) -> None:
        """Make the correction, behind the load that is under way, and say what came of it."""
        if self._loads.busy:
            await self._desk.say(message, serving.BEHIND_A_LOAD)
        try:
            await self._loads.write(lambda _: None)  # what is being loaded may be what is meant
            seen = await self._desk.read(message.chat_id, lambda archive, _: archive.report(name))
            info = await self._loads.write(lambda archive: archive.revise(seen.id, given))
        except UnknownReportError as error:
            await self._desk.say(message, serving.unknown_report(error))
        except ArchiveError:
            raise  # another time
        except ReportQAError as error:
            await self._desk.reply(message, failed_screen(error))
        else:
            await self._desk.reply(message, corrected_screen(info, number=number))

    async def _ask(self, one: Load, field: str) -> None:
        info = await self._desk.read(one.chat, lambda archive, _: _only(archive, one))
        if info is None:
            await self._desk.sender.send(one.chat, [said_screen(serving.REPORT_GONE)])
        else:
            await self._prompt(one, field, prompt_for(field, info))

    async def _prompt(self, one: Load, field: str, question: Screen) -> None:
        """Ask, and remember that the reply to it is meant for us; in a group it would be forced on everybody."""
        forced = ForceReply() if one.chat == one.person else None

        async def sent() -> Message:
            return await self._desk.bot.send_message(
                one.chat, question.html, parse_mode=ParseMode.HTML, reply_markup=forced
            )

        asked = await self._desk.sender.persist(sent)
        self._desk.sender.seen(one.chat, asked.message_id)
        self._desk.conversations.expect(one.chat, asked.message_id, one.number, field)

    async def _undo(self, one: Load, message: int) -> None:
        def work(archive: ArchiveWriter) -> tuple[str, ...]:
            with archive.writing():
                titles = tuple(info.title for info in _stored(archive, one))
                for path in one.stored:
                    archive.forget(path)
            return titles

        if self._loads.busy:
            await self._desk.sender.edit(one.chat, message, said_screen(serving.BEHIND_A_LOAD))
        titles = await self._loads.write(work)
        self._desk.conversations.finish(one.number, "undone")
        self._kept.drop(one.path)
        await self._desk.sender.edit(one.chat, message, undone_screen(titles))


def _stored(archive: ArchiveReader, one: Load) -> tuple[ReportInfo, ...]:
    """The reports that the load brought and that are still there."""
    files = (archive.file(path) for path in one.stored)
    return tuple(archive.report(report) for file in files if file is not None for report in file.reports)


def _only(archive: ArchiveReader, one: Load) -> ReportInfo | None:
    """The one report that the load brought; None where it brought several, or it is gone."""
    infos = _stored(archive, one)
    return infos[0] if len(infos) == 1 else None
