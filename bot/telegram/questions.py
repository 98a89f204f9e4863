"""Questions in a chat: text in, one answer out, with what it took noted down."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot import presenting
from bot.answering import Filters, answered_whole
from bot.conversations.archive import AskedQuestion
from bot.telegram.context import LOG, BotContext, person_of
from bot.telegram.screens.answers import answer_screens, evidence_at
from bot.telegram.screens.model import Screen
from bot.telegram.update_filter import replies_to
from bot.wording import chat, serving
from retrieval.ask import Asker
from store.archive.base import ArchiveReader
from store.model import ReportInfo


@dataclass(frozen=True, slots=True)
class Earlier:
    """The questions that a new one may follow up, oldest first, and the only report that may answer, if there is one."""

    questions: tuple[str, ...] = ()
    report: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a chat needs of an answer: ``evidence`` are the sentences that it shows, which tell whether a later one is
    still the same, ``opened`` the one of its page with its report, None where the page shows none."""

    messages: tuple[Screen, ...]
    status: str
    elapsed_ms: float
    evidence: tuple[int, ...]
    choices: tuple[ReportInfo, ...]
    opened: tuple[int, ReportInfo] | None


class Questions:
    """Answers questions."""

    def __init__(self, desk: BotContext) -> None:
        self._desk = desk

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/ask …``, or ``/ask`` as a reply to the message that holds the question."""
        message = update.message
        if message is None:
            return
        question = " ".join(context.args or ())
        replied = message.reply_to_message
        if not question and replied is not None and not replies_to(message, context.bot.id):
            question = replied.text or replied.caption or ""
        if question.strip():
            await self.ask(update, message, question)
        else:
            await self._desk.say(message, chat.ASK_WHAT)

    async def compare(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/compare …``: the same over all reports."""
        message = update.message
        if message is None:
            return
        question = " ".join(context.args or ())
        if question.strip():
            await self.ask(update, message, serving.OVER_ALL.format(question))
        else:
            await self._desk.say(message, chat.COMPARE_WHAT)

    async def ask(self, update: Update, message: Message, question: str, *, earlier: Earlier | None = None) -> None:
        """Answer a question in the chat of the message; what it may follow up is looked up where ``earlier`` is None."""
        person = person_of(update)
        earlier = earlier or self._earlier(message, person)
        asked = self._desk.noted(update, message, "ask", question, context=earlier.questions, report=earlier.report)
        if asked.message is not None:  # the program ended between sending the answer and striking out the question
            return
        if not asked.resumed and await self._desk.slowed(message, person):
            return
        answer = await self.answer(asked, bot=message.get_bot().username)
        sent = await self._desk.reply(message, *answer.messages, perhaps_sent=asked.resumed)
        self._desk.conversations.answered(
            asked.number, message=sent, status=answer.status, evidence=answer.evidence, elapsed_ms=answer.elapsed_ms
        )
        self._log(asked, answer)

    async def answer(self, asked: AskedQuestion, *, bot: str, page: int = 0) -> Shown:
        """What to show of the answer to a question that was noted down."""
        return await self._desk.answer(asked.chat, partial(_shown, asked, self._desk.config.top, page, bot))

    def _answered_in(self, message: Message) -> AskedQuestion | None:
        """The question whose answer the message replies to; None where it replies to none."""
        replied = message.reply_to_message
        if replied is None:
            return None
        return self._desk.conversations.answered_by(message.chat_id, replied.message_id)

    def _earlier(self, message: Message, person: int) -> Earlier:
        """What the question may follow up: the answer that it replies to, else the person's last question here."""
        since = self._desk.clock() - self._desk.settings.follow_up_minutes * 60
        before = self._answered_in(message) or self._desk.conversations.last(message.chat_id, person, since=since)
        return Earlier() if before is None else Earlier(before.followed)

    def _log(self, asked: AskedQuestion, answer: Shown) -> None:
        extra: dict[str, object] = {"number": asked.number, "status": answer.status, "ms": round(answer.elapsed_ms, 1)}
        if self._desk.settings.log_questions:
            extra["question"] = asked.question
        LOG.info("answered", extra=extra)


def _shown(asked: AskedQuestion, top: int, page: int, bot: str, _: ArchiveReader, asker: Asker) -> Shown:
    filters = Filters(report=asked.report)
    given = answered_whole(asker, asked.question, context=asked.context, filters=filters, top=top)
    opened = evidence_at(given, page)
    return Shown(
        answer_screens(given, number=asked.number, page=page, bot=bot),
        given.status,
        given.elapsed_ms,
        tuple(one.sentence for one in given.answers or given.nearest),
        presenting.choices(given),
        None if opened is None else (opened.sentence, opened.report),
    )


def naming(question: str, chosen: ReportInfo) -> str:
    """The question with the place and the year of the report that was chosen for it, for what follows it up."""
    known = (chosen.place or "", f"{chosen.year}年" if chosen.year else "")
    return "".join(part for part in known if part not in question) + question
