"""What an administrator mends after a load: undo it, or name the year or the place that the text does not say."""

from __future__ import annotations

import re
from pathlib import Path

from telegram import ForceReply, Message
from telegram.constants import ParseMode

from bot import screens
from bot.screens import Action
from bot.telegram.desk import Desk
from bot.telegram.kept import Kept
from bot.telegram.loads import Loads
from bot.wording import chat
from bot.wording import serving as wording
from store import Archive
from store.conversations import Load
from store.errors import ReportQAError
from store.model import Correction, ReportInfo

_YEAR = re.compile(r"((?:19|20)\d\d)\s*年?度?")
_LONGEST_PLACE = 40


class Corrections:
    """Undoes and corrects what loads have stored."""

    def __init__(self, desk: Desk, kept: Kept, loads: Loads) -> None:
        self._desk = desk
        self._kept = kept
        self._loads = loads

    async def pressed(self, one: Load, action: Action, message: int) -> None:
        """A button under what a load came to."""
        if action is Action.UNDO:
            await self._undo(one, message)
        else:
            await self._ask(one, "year" if action is Action.YEAR else "place")

    async def replied(self, message: Message, to: int) -> bool:
        """Whether the message replies to a question of ours for a year or a place; if so, the correction is made."""
        prompt = self._desk.conversations.prompt(message.chat_id, to)
        one = None if prompt is None else self._desk.conversations.load(prompt.load)
        if prompt is None or one is None or one.path is None or one.state != "done":
            return False
        correction = correction_of(prompt.field, message.text or "")
        if correction is None:
            await self._desk.reply(
                message, screens.said_screen(wording.NOT_A_YEAR if prompt.field == "year" else wording.NOT_A_PLACE)
            )
            return True
        try:
            stored = await self._loads.store(Path(one.path), correction=correction)
        except ReportQAError as error:
            await self._desk.reply(message, screens.failed_screen(error))
        else:
            info = next(iter(stored.infos), None)
            shown = screens.loaded_screen(stored.summary, (), number=one.number)
            await self._desk.reply(message, screens.corrected_screen(info, number=one.number) if info else shown)
        return True

    async def _ask(self, one: Load, field: str) -> None:
        info = await self._desk.readers.run(lambda archive, _: _only(archive, one))
        if info is None:
            await self._desk.sender.send(one.chat, [screens.said_screen(chat.STALE)])
            return
        prompt = screens.year_prompt(info) if field == "year" else screens.place_prompt(info)

        async def sent() -> Message:
            return await self._desk.bot.send_message(
                one.chat, prompt.html, parse_mode=ParseMode.HTML, reply_markup=ForceReply(selective=True)
            )

        asked = await self._desk.sender.persist(sent)
        self._desk.sender.seen(one.chat, asked.message_id)
        self._desk.conversations.expect(one.chat, asked.message_id, one.number, field)

    async def _undo(self, one: Load, message: int) -> None:
        def work(archive: Archive) -> tuple[str, ...]:
            with archive.writing():
                titles = tuple(info.title for info in _stored(archive, one))
                for path in one.stored:
                    archive.forget(path)
            return titles

        titles = await self._loads.write(work)
        self._desk.conversations.finish(one.number, "undone")
        self._kept.drop(one.path)
        await self._desk.sender.edit(one.chat, message, screens.undone_screen(titles))


def _stored(archive: Archive, one: Load) -> tuple[ReportInfo, ...]:
    """The reports that the load brought and that are still there."""
    files = (archive.file(path) for path in one.stored)
    return tuple(archive.report(report) for file in files if file is not None for report in file.reports)


def _only(archive: Archive, one: Load) -> ReportInfo | None:
    """The one report that the load brought; None where it brought several, or it is gone."""
    infos = _stored(archive, one)
    return infos[0] if len(infos) == 1 else None


def correction_of(field: str, text: str) -> Correction | None:
    """The correction that a reply means; None where it means none.

    >>> correction_of("year", "2022年 ").year, correction_of("year", "去年"), correction_of("place", "云堤县").place
    (2022, None, '云堤县')
    """
    given = " ".join(text.split())
    if field == "place":
        return Correction(place=given) if 0 < len(given) <= _LONGEST_PLACE else None
    year = _YEAR.fullmatch(given)
    return Correction(year=int(year[1])) if year else None
