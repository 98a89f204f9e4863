"""Updates on their way from Telegram to the handlers: none is lost, none comes twice, each chat keeps its order.

Telegram forgets an update as soon as we ask for the next ones, and python-telegram-bot asks at once. So an update is
written down the moment it arrives, and struck out when its handler is through; what was not struck out when the
program ended, however it ended, is handled at the next start.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor

from bot.conversations.archive import Conversations

_LOG = logging.getLogger(__name__)
_MOST_TRIES = 10  # an update that ends the program each time must not keep it from starting
_MOST_AT_HAND = 4096  # updates taken from the queue, most of them waiting for the one before in their chat


class Inbox(asyncio.Queue[object]):
    """The queue between Telegram and the handlers, which writes down what it is given."""

    def __init__(self, conversations: Conversations, clock: Callable[[], float]) -> None:
        super().__init__()
        self._conversations = conversations
        self._clock = clock
        self._resumed: set[int] = set()

    async def put(self, item: object) -> None:
        """Take an update in, unless it was taken in before."""
        if isinstance(item, Update) and not self._conversations.receive(
            item.update_id, item.to_json(), now=self._clock()
        ):
            return
        await super().put(item)

    def resume(self, bot: Bot) -> None:
        """Take in again what was not dealt with when the program ended."""
        for one in self._conversations.unfinished():
            update = Update.de_json(json.loads(one.content), bot)
            if one.tries >= _MOST_TRIES or update is None:
                _LOG.error("update given up", extra={"update": one.id, "tries": one.tries})
                self._conversations.done(one.id)
            else:
                self._resumed.add(one.id)
                self.put_nowait(update)

    def begin(self, update: Update) -> None:
        """The update's turn has come; one that was interrupted before is counted, lest it end the program each time."""
        if update.update_id in self._resumed:
            self._resumed.discard(update.update_id)
            self._conversations.begin_again(update.update_id)

    def done(self, update: Update) -> None:
        """The update is dealt with."""
        self._conversations.done(update.update_id)


class Orderly(BaseUpdateProcessor):
    """Handles so many updates at a time, those of one chat one after another."""

    def __init__(self, inbox: Inbox, most: int) -> None:
        super().__init__(_MOST_AT_HAND)
        self._inbox = inbox
        self._slots = asyncio.Semaphore(most)
        self._chats: dict[int, tuple[asyncio.Lock, int]] = {}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's turn and for a slot, then handle the update and strike it out."""
        if not isinstance(update, Update):
            await coroutine
            return
        async with self._turn(_whose(update)), self._slots:
            self._inbox.begin(update)
            await coroutine
        self._inbox.done(update)

    @asynccontextmanager
    async def _turn(self, chat: int) -> AsyncIterator[None]:
        lock, waiting = self._chats.get(chat, (asyncio.Lock(), 0))
        self._chats[chat] = lock, waiting + 1
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._chats[chat]
            if waiting == 1:
                del self._chats[chat]
            else:
                self._chats[chat] = lock, waiting - 1


def _whose(update: Update) -> int:
    """The chat that the update belongs to; an inline query's is the person's own."""
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else 0
