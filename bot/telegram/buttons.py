"""The buttons: what was asked is found again by its number, and only for the person who asked."""

from __future__ import annotations

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bot.conversations.archive import AskedQuestion
from bot.telegram.context import BotContext, person_of
from bot.telegram.corrections import Corrections
from bot.telegram.lists import Lists
from bot.telegram.management import Management
from bot.telegram.questions import Earlier, Questions, Shown, naming
from bot.telegram.screens.callbacks import Action, Callback, piece_of, read_callback
from bot.telegram.screens.model import Screen
from bot.telegram.screens.reading import context_screens, section_screens
from bot.wording import chat, serving
from retrieval.ask import Asker
from store.archive.base import ArchiveReader

_AROUND = 3  # sentences on either side
# The kind of row that a button stands for, where it is not a question that was answered.
_OF_KIND = {Action.TRY: "example", Action.REPORTS: "reports", Action.FIGURES: "figures", Action.REMOVE: "remove"}
_MENDING = frozenset({Action.UNDO, Action.YEAR, Action.PLACE, Action.TITLE, Action.ISSUER})
_MANAGING = _MENDING | {Action.FILE, Action.REMOVE}


class Buttons:
    """Does what a button asks for."""

    def __init__(
        self, desk: BotContext, questions: Questions, lists: Lists, corrections: Corrections, management: Management
    ) -> None:
        self._desk = desk
        self._questions = questions
        self._lists = lists
        self._corrections = corrections
        self._management = management

    async def pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Find out what the button is for, say so at once, and then do it."""
        query = update.callback_query
        if query is None:
            return
        callback = read_callback(query.data or "")
        message = query.message
        person = person_of(update)
        if callback is None or message is None:
            await self._toast(query, chat.STALE)
        elif callback.action in _MANAGING and not self._desk.access.may_manage(person):
            await self._toast(query, serving.NOT_ALLOWED)
        elif callback.action in _MENDING:
            load = self._desk.conversations.load(callback.number)
            if load is None or load.chat != message.chat.id or load.state not in ("done", "undone"):
                await self._toast(query, chat.STALE)
            elif load.state == "undone":
                await self._toast(query, chat.UNDONE_ALREADY)
            else:
                await self._toast(query)
                await self._corrections.pressed(update, load, callback.action, message.message_id)
        else:
            await self._of_a_question(update, query, callback, person)

    async def _of_a_question(self, update: Update, query: CallbackQuery, callback: Callback, person: int) -> None:
        """A button under an answer, a list of figures, an example: all of them stand for a question."""
        message = query.message
        asked = self._desk.conversations.asked(callback.number)
        if (
            message is None
            or asked is None
            or asked.chat != message.chat.id
            or asked.message not in (message.message_id, None)  # None: it ended before that could be noted
            or asked.kind != _OF_KIND.get(callback.action, "ask")
        ):
            await self._toast(query, chat.STALE)
        elif asked.person != person:
            await self._toast(query, chat.NOT_YOURS)
        elif callback.action in (Action.UP, Action.DOWN):
            up = callback.action is Action.UP
            self._desk.conversations.judge(asked.number, person, "up" if up else "down", now=self._desk.clock())
            await self._toast(query, chat.THANKS if up else chat.NOTED)
        elif not isinstance(message, Message):  # too old for Telegram to tell us more than its number
            await self._toast(query, chat.STALE)
        else:
            await self._toast(query)
            await self._do(update, message, callback, asked)

    async def _do(self, update: Update, message: Message, callback: Callback, asked: AskedQuestion) -> None:
        """What follows once the person has been told that the button was felt."""
        match callback.action:
            case Action.TRY:
                await self._questions.ask(update, message, asked.question, earlier=Earlier())
            case Action.REPORTS:
                await self._lists.reports_page(message, asked, callback.page)
            case Action.FIGURES:
                await self._lists.figures_page(message, asked, callback.page)
            case Action.REMOVE:
                self._desk.later(update, self._management.remove_confirmed(message, asked))
            case _:
                await self._turn(update, message, callback, asked)

    async def _turn(self, update: Update, message: Message, callback: Callback, asked: AskedQuestion) -> None:
        """Answer the question again, and show the other side of the answer that the button names."""
        bot = message.get_bot().username
        piece = piece_of(callback.page) if callback.action is not Action.ASK else 0
        answer = await self._questions.answer(asked, bot=bot, page=piece)
        if answer.evidence != asked.evidence:
            await self._desk.say(message, chat.STALE)
        elif callback.action is Action.ASK:
            if callback.page < len(answer.choices):
                chosen = answer.choices[callback.page]
                earlier = Earlier(asked.context, chosen.id)
                await self._questions.ask(update, message, naming(asked.question, chosen), earlier=earlier)
        elif callback.action in (Action.MORE, Action.BACK):
            await self._desk.sender.edit(message.chat_id, message.message_id, answer.messages[0])
            await self._desk.reply(message, *answer.messages[1:])  # a quotation that fills more than a message
        else:
            await self._open(message, callback, answer, downloadable=self._desk.access.may_manage(asked.person))

    async def _open(self, message: Message, callback: Callback, answer: Shown, *, downloadable: bool) -> None:
        """The sentences around a piece of evidence, its whole section, or the file that it comes from."""
        if answer.opened is None:
            await self._desk.say(message, chat.STALE)
            return
        sentence, report = answer.opened
        if callback.action is Action.FILE:
            await self._management.send_file(message, report)
            return
        bot = message.get_bot().username

        def work(archive: ArchiveReader, _: Asker) -> Screen:
            if callback.action is Action.CONTEXT:
                around = archive.neighbours(sentence, before=_AROUND, after=_AROUND)
                return context_screens(around, sentence, report, number=callback.number, page=callback.page, bot=bot)[
                    -1
                ]
            return section_screens(
                archive.run_of(report.id),
                sentence,
                report,
                number=callback.number,
                page=callback.page,
                bot=bot,
                downloadable=downloadable,
            )[-1]

        shown = await self._desk.read(message.chat_id, work)
        await self._desk.sender.edit(message.chat_id, message.message_id, shown)

    async def _toast(self, query: CallbackQuery, text: str | None = None) -> None:
        """Tell Telegram that the button was felt; a person who waited too long for that has seen it stop turning."""
        await self._desk.in_time(lambda: query.answer(text))
