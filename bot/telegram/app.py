"""The bot put together and run: from the configuration to a program that answers until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import secrets
import time
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from telegram import Update
from telegram.constants import FloodLimit
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot import wiring
from bot.config import Config, require_webhook, usable_token
from bot.conversations.archive import Conversations
from bot.conversations.keeping import Keeping
from bot.errors import ConfigError
from bot.rate_limit import Pace
from bot.reading_thread import Readers
from bot.received_files import Kept
from bot.telegram import logs
from bot.telegram.buttons import Buttons
from bot.telegram.commands import set_menus
from bot.telegram.connection import Direct
from bot.telegram.context import LOG, BotContext, group_of, person_of
from bot.telegram.corrections import Corrections
from bot.telegram.health import Health, Polling
from bot.telegram.lists import Lists
from bot.telegram.loads import Loads
from bot.telegram.management import Management
from bot.telegram.permissions import Access
from bot.telegram.questions import Questions
from bot.telegram.screens.lists import said_screen
from bot.telegram.screens.loading import incident
from bot.telegram.sending import Sender
from bot.telegram.troubles import INCIDENT, Troubles
from bot.telegram.update_filter import Gate
from bot.telegram.update_queue import Inbox, Orderly, Unwritten, pass_over_unreadable
from bot.wording import chat, serving
from store.errors import ArchiveError

_RETRIES = 5  # where Telegram asks for patience
_TELL_AT = 2  # a store is often locked for a moment only: not before the second try fails is it told
_SPARE_CONNECTIONS = 8  # beside one for each update at a time
_UPDATES = [Update.MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY]

_Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


def serve(config: Config, *, verbose: bool) -> None:
    """Answer until a signal says stop. Raises ConfigError where there is no token, or a wrong one, or no webhook, and ArchiveError."""
    settings = config.telegram
    token = usable_token(settings)
    if token is None:
        raise ConfigError(serving.NO_TOKEN, remedy=serving.NO_TOKEN_REMEDY)
    require_webhook(settings)
    hidden = (token, *([settings.webhook.secret] if settings.webhook else []))
    logs.set_up(logging.DEBUG if verbose else logging.INFO, secrets=hidden)
    if not (settings.open_to_all or settings.admins or settings.allowed_users or settings.allowed_chats):
        LOG.warning(serving.NOBODY)
    LOG.info(serving.CONNECTING)  # without a network nothing else would be said for as long as it is tried
    wiring.open_archive(config.archive).close()  # made where it is missing, and brought up to date
    readers = Readers(config)
    readers.begin_apart()  # before any connection is open that a copy must not have
    conversations = Conversations.open(settings.state)
    bot = _Bot(config, token, conversations, readers)
    try:
        bot.run()
    except InvalidToken as error:
        raise ConfigError(serving.BAD_TOKEN, remedy=serving.BAD_TOKEN_REMEDY) from error
    finally:
        bot.close()
        conversations.close()


class _Bot:
    """The application and everything that its handlers need."""

    def __init__(self, config: Config, token: str, conversations: Conversations, readers: Readers) -> None:
        self._config = config
        settings = config.telegram
        self._troubles = Troubles(conversations, time.time)
        self._inbox = Inbox(conversations, time.time, time.monotonic, self._troubles.ail)
        pass_over_unreadable(self._troubles.unreadable)
        self._application = (
            Application.builder()
            .token(token)
            .base_url(f"{settings.api}/bot")
            .base_file_url(f"{settings.api}/file/bot")
            .local_mode(False)
            .request(Direct(settings.concurrent_updates + _SPARE_CONNECTIONS))
            .update_queue(self._inbox)
            .concurrent_updates(Orderly(self._inbox, settings.concurrent_updates))
            .get_updates_request(Polling(self._heard, readers.busy))
            .rate_limiter(_limiter(settings.messages_per_second))
            .post_init(self._begin)
            .post_stop(self._end)
            .build()
        )
        bot = self._application.bot
        self._desk = BotContext(
            config,
            bot,
            conversations,
            readers,
            Sender(bot),
            Access(settings),
            Pace(settings.questions_per_minute),
            self._later,
        )
        self._troubles.alarm = self._tell_administrators
        conversations.when_begun_anew(self._troubles.begun_anew)
        self._health = Health(self._desk, self._troubles)
        kept = Kept(settings.files, settings.load_from)
        kept.guard()
        self._questions = Questions(self._desk)
        self._lists = Lists(self._desk)
        self._loads = Loads(self._desk, kept, self._troubles.ail)
        self._corrections = Corrections(self._desk, kept, self._loads)
        self._management = Management(self._desk, kept, self._loads)
        self._tasks: list[asyncio.Task[None]] = []
        self._revoked = self._away = False
        self._add_handlers()

    def run(self) -> None:
        """Ask Telegram for messages, or hear it, until a signal says stop; what is under way is finished."""
        webhook = self._config.telegram.webhook
        if webhook is None:
            self._application.run_polling(allowed_updates=_UPDATES, bootstrap_retries=-1)
            if self._revoked:
                raise InvalidToken
            return
        self._application.run_webhook(
            listen=webhook.listen,
            port=webhook.port,
            url_path=urlsplit(webhook.url).path.lstrip("/"),
            webhook_url=webhook.url,
            secret_token=webhook.secret,
            allowed_updates=_UPDATES,
            bootstrap_retries=-1,
        )

    def close(self) -> None:
        """Let the threads go."""
        self._loads.close()
        self._desk.readers.close()

    def _heard(self, status: int) -> None:
        """An answer to a request for updates; python-telegram-bot stops asking after a refusal, and would say nothing."""
        self._health.heard(status)
        if self._away and status == HTTPStatus.OK:
            self._away = False
            LOG.info(serving.BACK)
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND) and not self._revoked and self._tasks:
            self._revoked = True
            LOG.error(serving.REVOKED)
            self._application.stop_running()

    def _add_handlers(self) -> None:
        add = self._application.add_handler
        add(TypeHandler(Update, Gate(self._desk)), group=-1)
        everyone: dict[str, _Handler] = {
            "start": self._lists.start,
            "help": self._lists.help,
            "ask": self._questions.command,
            "reports": self._lists.reports,
            "figures": self._lists.figures,
            "compare": self._questions.compare,
        }
        managing: dict[str, _Handler] = {
            "load": self._loads.command,
            "edit": self._corrections.command,
            "remove": self._management.remove,
            "stats": self._management.stats,
            "feedback": self._management.feedback,
            "reload": self._management.reload,
        }
        self._by_name = everyone
        for name, handler in everyone.items():
            add(CommandHandler(name, handler))
        for name, handler in managing.items():
            add(CommandHandler(name, self._for_administrators(handler)))
        buttons = Buttons(self._desk, self._questions, self._lists, self._corrections, self._management)
        add(CallbackQueryHandler(buttons.pressed))
        add(InlineQueryHandler(self._lists.inline))
        add(MessageHandler(filters.Document.ALL, self._loads.document))
        add(MessageHandler(filters.TEXT & ~filters.COMMAND, self._text))
        add(MessageHandler(filters.ALL, self._anything_else))
        self._application.add_error_handler(self._failed)

    def _for_administrators(self, handler: _Handler) -> _Handler:
        async def checked(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
            if self._desk.access.may_manage(person_of(update)):
                await handler(update, context)
            else:
                await self._anything_else(update, context)

        return checked

    async def _text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A question, the Chinese name of a command, or the reply to a question of ours."""
        message = update.message
        if message is None or message.text is None:
            return
        replied = message.reply_to_message
        managing = self._desk.access.may_manage(person_of(update))
        if replied is not None and managing and await self._corrections.replied(update, message, replied.message_id):
            return
        name = serving.command_meant(message.text)
        if name is not None:
            context.args = []
            await self._by_name[name](update, context)
            return
        await self._questions.ask(update, message, without_mention(message.text, context.bot.username))

    async def _anything_else(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A command that is not there, a sticker, a voice message: a hint in private, silence in groups."""
        message = update.message
        if message is not None and group_of(update) is None:
            command = (message.text or "").startswith("/")
            await self._desk.say(message, chat.UNKNOWN_COMMAND if command else chat.NOT_TEXT)

    async def _failed(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say that something went wrong; what may go right after a while is tried again, the rest gets a number that the
        log knows as well."""
        error = context.error
        known = update if isinstance(update, Update) else None
        if isinstance(error, Conflict):
            self._troubles.say(serving.SECOND)
        elif known is None and isinstance(error, NetworkError):
            if not isinstance(error, Unwritten):  # that the store cannot be used is said already
                self._away = True
                self._troubles.say(serving.away(error.message))
        elif isinstance(error, TelegramError) and _nobody_there(error):
            LOG.info("nobody there", extra={"error": error.message})
        elif known is None or not await self._again(known, error):
            await self._give_up(known, error)

    async def _again(self, update: Update, error: Exception | None) -> bool:
        """Whether the update is handled once more later: a store is locked or full, or Telegram is away."""
        away = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
        if isinstance(error, ArchiveError):
            self._troubles.ail(error)
        if not (away or isinstance(error, ArchiveError)) or update.inline_query is not None:
            return False
        tries = self._inbox.postpone(update)
        message = update.effective_message
        if tries == _TELL_AT and not away and message is not None:
            with contextlib.suppress(TelegramError):
                await self._desk.reply(message, said_screen(chat.NOTED_DOWN))
        return tries > 0

    async def _give_up(self, update: Update | None, error: Exception | None) -> None:
        number = secrets.token_hex(3)
        LOG.error("incident", extra={"incident": number}, exc_info=error)
        self._troubles.note(INCIDENT, f"{number} {type(error).__name__}")
        message = update.effective_message if update is not None else None
        if message is not None:
            with contextlib.suppress(TelegramError):
                await self._desk.reply(message, incident(number))

    def _later(self, update: Update, work: Coroutine[Any, Any, None]) -> None:
        """Do the work beside what the chat goes on to say; the update is dealt with when it is done."""
        self._inbox.later(update)

        async def through() -> None:
            try:
                await work
            except Exception as error:
                await self._application.process_error(update, error)
            finally:
                self._inbox.done(update)

        self._application.create_task(through(), update)

    def _tell_administrators(self, said: str) -> None:
        """Where that can be done."""

        async def told(person: int) -> None:
            with contextlib.suppress(TelegramError):
                await self._desk.sender.send(person, [said_screen(said)])

        for person in sorted(self._config.telegram.admins):
            self._application.create_task(told(person))

    async def _begin(self, application: object) -> None:
        """Before the first message: menus, what was left over, the queue of loads."""
        bot = self._desk.bot
        await self._desk.readers.warm()
        gc.collect()
        gc.freeze()
        LOG.info(serving.SERVING.format(name=bot.username))
        try:
            await set_menus(bot, self._config.telegram.admins)
        except TelegramError as error:  # menus are a convenience
            LOG.warning("menus not set", extra={"error": error.message})
        port = self._config.telegram.health_port
        if port:
            try:
                await self._health.listen(port)
            except OSError as error:  # watched or not, it answers
                LOG.warning(serving.NO_HEALTH.format(port=port), extra={"error": str(error)})
        self._inbox.resume(bot)
        keeping = Keeping(self._desk.settings.keep_days, self._desk.clock, self._desk.ticks)
        tidying = keeping.tidy_daily(lambda: self._desk.conversations, LOG, self._troubles.ail)
        lasting = self._loads.work(), tidying, self._health.watch()
        self._tasks = [asyncio.create_task(one) for one in lasting]

    async def _end(self, application: object) -> None:
        """After the last message: a file that is being stored is finished, the others wait for the next start."""
        self._health.close()
        self._loads.stop()
        for task in self._tasks[1:]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        LOG.info(serving.STOPPED)


def _limiter(most: int) -> AIORateLimiter:
    """So many messages a second, and in a group as many a minute as Telegram allows; 0 leaves both to Telegram."""
    group = FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP if most else 0
    return AIORateLimiter(overall_max_rate=most, group_max_rate=group, max_retries=_RETRIES)


def without_mention(text: str, name: str) -> str:
    """What is asked, without the name of the bot that a group has to call.

    >>> without_mention("@wenbao_bot 招聘了多少教师", "wenbao_bot")
    '招聘了多少教师'
    """
    words = text.split()
    kept = [word for word in words if word.lower() != f"@{name.lower()}"]
    return " ".join(kept) if len(kept) < len(words) else text


def _nobody_there(error: TelegramError) -> bool:
    """The chat is gone: blocked, left, deleted."""
    said = error.message.lower()
    gone = ("blocked", "kicked", "chat not found", "deactivated", "not a member", "not enough rights", "have no rights")
    return any(part in said for part in gone)
