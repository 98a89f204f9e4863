"""Screens → messages in a chat: each arrives, and arrives once, as far as Telegram lets us know.

python-telegram-bot tries again where Telegram asks for patience (429), and nowhere else: after a 502 or a time-out the
reply would be lost. Sending again blindly would double a message of which only the receipt was lost. Telegram has no
key for that, but it tells messages apart: editing one to what it already says is refused as "not modified". So where
it is unknown whether a message went out, the places where it would stand are asked, and only if it stands in none of
them is it sent again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import httpx
from telegram import Bot, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter, TelegramError

from bot.telegram.screens.model import Button, Screen

_LOG = logging.getLogger(__name__)
_PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # seconds between tries; a minute in all
_PLACES = 6  # how far behind the last known message a lost one is looked for
_CHATS = 10_000
_NO_PREVIEW = {"link_preview_options": {"is_disabled": True}}
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_SUPERGROUPS = -1_000_000_000_000  # supergroups and channels have lower numbers, and count messages by themselves

T = TypeVar("T")


class Sender:
    """Sends, edits and deletes messages of the bot."""

    def __init__(self, bot: Bot, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._bot = bot
        self._sleep = sleep
        self._latest: OrderedDict[int, int] = OrderedDict()
        self._latest_anywhere = 0

    def seen(self, chat: int, message: int) -> None:
        """Take notice of a message in a chat, whoever wrote it: ours will stand behind it."""
        self._latest[chat] = max(message, self._latest.get(chat, 0))
        self._latest.move_to_end(chat)
        if len(self._latest) > _CHATS:
            self._latest.popitem(last=False)
        if chat > _SUPERGROUPS:
            self._latest_anywhere = max(message, self._latest_anywhere)

    async def send(
        self,
        chat: int,
        screens: Sequence[Screen],
        *,
        reply_to: int | None = None,
        thread: int | None = None,
        perhaps_at: Sequence[int] = (),
    ) -> int:
        """Send the screens one after another; the number of the last message. Raises TelegramError.

        ``perhaps_at`` are the places where the first of them may stand already.
        """
        message = 0
        for screen in screens:
            message = await self._send(chat, screen, reply_to, thread, perhaps_at)
            reply_to, perhaps_at = None, ()
        return message

    async def edit(self, chat: int, message: int, screen: Screen) -> None:
        """Make a message show this screen; nothing happens where it does or is gone. Raises TelegramError."""

        async def edited() -> None:
            await self._edit(chat, message, screen)

        try:
            await self._persist(edited)
        except BadRequest as error:
            if not _is_same(error):
                _LOG.info("edit refused", extra={"chat": chat, "error": error.message})

    async def persist(self, call: Callable[[], Awaitable[T]]) -> T:
        """The result of a call that may be made twice without harm, tried until it succeeds or is refused."""
        return await self._persist(call)

    async def _send(
        self, chat: int, screen: Screen, reply_to: int | None, thread: int | None, perhaps_at: Sequence[int]
    ) -> int:
        doubtful = set(perhaps_at)  # where it may stand, though nobody told us that it was sent

        async def sent() -> int:
            for place in sorted(doubtful):
                if await self._stands_at(chat, place, screen):
                    return place
            message: Message = await self._bot.send_message(
                chat,
                screen.html,
                parse_mode=ParseMode.HTML,
                message_thread_id=thread,
                reply_parameters=None
                if reply_to is None
                else ReplyParameters(reply_to, allow_sending_without_reply=True),
                api_kwargs=_with_buttons(screen),
            )
            return message.message_id

        def lost() -> None:
            doubtful.update(self._places(chat))

        try:
            message = await self._persist(sent, lost)
        except ChatMigrated as error:
            return await self._send(error.new_chat_id, screen, None, thread, ())
        self.seen(chat, message)
        return message

    async def _edit(self, chat: int, message: int, screen: Screen) -> None:
        await self._bot.edit_message_text(
            screen.html,
            chat,
            message,
            parse_mode=ParseMode.HTML,
            api_kwargs=_with_buttons(screen),
        )

    async def _stands_at(self, chat: int, place: int, screen: Screen) -> bool:
        """Whether a message of ours that says just this stands there; any other is refused untouched."""

        async def edited() -> None:
            await self._edit(chat, place, screen)

        try:
            await self._persist(edited)
        except BadRequest as error:
            return _is_same(error)
        return True  # it was ours and said something else: it says this now, and the person has their answer

    def _places(self, chat: int) -> list[int]:
        """Where a message that is sent now will stand: private chats share one count, supergroups have their own."""
        latest = {self._latest.get(chat, 0)} | ({self._latest_anywhere} if chat > _SUPERGROUPS else set())
        return [place for one in latest if one for place in range(one + 1, one + 1 + _PLACES)]

    async def _persist(self, call: Callable[[], Awaitable[T]], lost: Callable[[], None] = lambda: None) -> T:
        """Try until it succeeds, is refused, or a minute has passed; ``lost`` hears of calls of unknown outcome."""
        for pause in _PAUSES:
            try:
                return await call()
            except RetryAfter as error:
                await self._sleep(_seconds(error))
            except BadRequest:  # a kind of NetworkError, but a refusal
                raise
            except NetworkError as error:
                if not isinstance(error.__cause__, _UNSENT):
                    lost()
                _LOG.info("trying again", extra={"error": type(error).__name__, "pause": pause})
                await self._sleep(pause)
        return await call()


def _with_buttons(screen: Screen) -> dict[str, Any]:
    """What a message has beside its text, as the API wants it: the library's own buttons take as long as sending the text."""
    rows = [[_button(one) for one in row] for row in screen.rows]
    return _NO_PREVIEW | {"reply_markup": {"inline_keyboard": rows}} if rows else {**_NO_PREVIEW}


def _button(one: Button) -> dict[str, Any]:
    if one.copy is not None:
        return {"text": one.label, "copy_text": {"text": one.copy}}
    return (
        {"text": one.label, "url": one.url}
        if one.url is not None
        else {"text": one.label, "callback_data": one.callback}
    )


def _is_same(error: TelegramError) -> bool:
    return "not modified" in error.message.lower()


def _seconds(error: RetryAfter) -> float:
    patience = error.retry_after
    return patience if isinstance(patience, int | float) else patience.total_seconds()
