"""What is not an answer: the first screen, help, lists of reports and figures, inline results."""

from __future__ import annotations

import math
from functools import partial

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Message,
    Update,
)
from telegram.constants import ParseMode
from telegram.ext import ContextTypes

from bot.answering import Filters, answered
from bot.conversations.archive import AskedQuestion
from bot.example_questions import Examples
from bot.figure_filters import read_filters
from bot.telegram.commands import set_menu
from bot.telegram.context import BotContext, group_of, person_of
from bot.telegram.screens.inline import inline_results
from bot.telegram.screens.lists import figures_screens, help_screen, reports_screen, start_screen
from bot.telegram.screens.model import InlineResult, Screen
from bot.telegram.screens.reading import source_screens, stale_screen
from bot.wording import chat
from retrieval.ask import Asker
from store.archive.base import ArchiveReader
from store.model import ReportInfo

_SOURCE = "s"  # what a deep link to a sentence begins with
_INLINE_RESULTS = 10
_LONGEST_INLINE = 256  # Telegram's limit for an inline query, in characters
_LONGEST_BUTTON = 60  # characters; Telegram cuts what is longer
_CACHE = 10  # seconds for which Telegram may keep inline results for the same person


class Lists:
    """Shows lists and first screens."""

    def __init__(self, desk: BotContext) -> None:
        self._desk = desk
        self._stored = Examples()

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/start``, or the sentence that a deep link names."""
        message = update.message
        if message is None:
            return
        payload = (context.args or [""])[0]
        if payload.startswith(_SOURCE) and payload[1:].isascii() and payload[1:].isdigit():
            await self._source(message, int(payload[1:]))
            return
        infos, found = await self._desk.read(message.chat_id, self._stored)
        numbers = [
            self._desk.conversations.ask(
                received=None,
                kind="example",
                chat=message.chat_id,
                person=person_of(update),
                question=question,
                now=self._desk.clock(),
            ).number
            for question in found
        ]
        admin = self._desk.access.may_manage(person_of(update))
        sent = await self._desk.reply(message, start_screen(infos, found, numbers=numbers, admin=admin))
        for number in numbers:
            self._desk.conversations.answered(number, message=sent)
        if admin and group_of(update) is None:  # there was no chat to set it for when the program started
            await set_menu(self._desk.bot, message.chat_id)

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/help``."""
        if update.message is not None:
            admin = self._desk.access.may_manage(person_of(update)) and group_of(update) is None
            await self._desk.reply(update.message, help_screen(admin=admin))

    async def reports(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/reports``: the first page."""
        message = update.message
        if message is None:
            return
        asked = self._desk.noted(update, message, "reports", "")
        if asked.message is None:
            infos = await self._desk.read(message.chat_id, _infos)
            shown = reports_screen(infos, 0, number=asked.number)
            sent = await self._desk.reply(message, shown, perhaps_sent=asked.resumed)
            self._desk.conversations.answered(asked.number, message=sent)

    async def reports_page(self, message: Message, asked: AskedQuestion, page: int) -> None:
        """Turn a list of reports to another page."""
        infos = await self._desk.read(message.chat_id, _infos)
        shown = reports_screen(infos, page, number=asked.number)
        await self._desk.sender.edit(message.chat_id, message.message_id, shown)

    async def figures(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/figures 词``: the figures that the term finds."""
        message = update.message
        if message is None:
            return
        term = " ".join(context.args or ())
        if not term.strip():
            await self._desk.say(message, chat.FIGURES_OF_WHAT)
            return
        if await self._desk.slowed(message, person_of(update)):
            return
        asked = self._desk.noted(update, message, "figures", term)
        if asked.message is None:
            sent = await self._desk.reply(message, *await self._figures(asked, 0), perhaps_sent=asked.resumed)
            self._desk.conversations.answered(asked.number, message=sent)

    async def figures_page(self, message: Message, asked: AskedQuestion, page: int) -> None:
        """Turn a list of figures to another page."""
        shown = await self._figures(asked, page)
        await self._desk.sender.edit(message.chat_id, message.message_id, shown[-1])

    async def inline(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``@bot 问题`` typed in any chat."""
        query = update.inline_query
        if query is None:
            return
        question = query.query.strip()[:_LONGEST_INLINE]
        pace, now = self._desk.pace, self._desk.ticks()
        wait = pace.wait_typing(person_of(update), question, now) if question and self._desk.settings.open_to_all else 0
        if wait:
            button = InlineQueryResultsButton(chat.slow_down(math.ceil(wait))[:_LONGEST_BUTTON], start_parameter="slow")
            await self._desk.in_time(lambda: query.answer([], cache_time=0, is_personal=True, button=button))
            return
        found = (
            await self._desk.answer(person_of(update), partial(_inline, question, context.bot.username))
            if question
            else ()
        )
        results = [
            InlineQueryResultArticle(
                one.id,
                one.title,
                InputTextMessageContent(
                    one.html, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
                ),
                description=one.description,
            )
            for one in found
        ]
        await self._desk.in_time(lambda: query.answer(results, cache_time=_CACHE, is_personal=True))

    async def _source(self, message: Message, sentence: int) -> None:
        bot = message.get_bot().username

        def work(archive: ArchiveReader, _: Asker) -> tuple[Screen, ...]:
            found = archive.sentences([sentence]) if sentence < 2**63 else ()
            if not found:
                return (stale_screen(),)
            return source_screens(found[0], archive.report(found[0].report), bot=bot)

        await self._desk.reply(message, *await self._desk.read(message.chat_id, work))

    async def _figures(self, asked: AskedQuestion, page: int) -> tuple[Screen, ...]:
        filters = read_filters({"term": asked.question})
        found = await self._desk.read(asked.chat, lambda archive, _: filters.found(archive))
        return figures_screens(found, asked.question, number=asked.number, page=page, bot=self._desk.bot.username)


def _inline(question: str, bot: str, _: ArchiveReader, asker: Asker) -> tuple[InlineResult, ...]:
    given = answered(asker, question, context=(), filters=Filters(), top=_INLINE_RESULTS)
    return inline_results(given, bot=bot, limit=_INLINE_RESULTS)


def _infos(archive: ArchiveReader, _: Asker) -> tuple[ReportInfo, ...]:
    return archive.reports()
