"""Updates on their way from Telegram to the handlers: none is lost, none comes twice, each chat keeps its order.

Telegram forgets an update as soon as we ask for the next ones, and python-telegram-bot asks at once. So an update is
written down the moment it arrives, and struck out when its handler is through; what was not struck out when the
program ended, however it ended, is handled at the next start. What the library cannot read is written down as it came
and passed over (:func:`pass_over_unreadable`): it would be sent again for ever, and nothing behind it would be heard.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from telegram import Bot, Update
from telegram.error import NetworkError
from telegram.ext import BaseUpdateProcessor

from bot.conversations.archive import Conversations
from store.errors import ArchiveError

_LOG = logging.getLogger(__name__)
_MOST_TRIES = 10  # an update that ends the program each time must not keep it from starting
_MOST_AT_HAND = 4096  # updates taken from the queue, most of them waiting for the one before in their chat
_PAUSES = (2.0, 5.0, 15.0, 60.0, 300.0)  # seconds before another try; the last again and again
_LONG_ENOUGH = 86_400.0  # after a day nobody waits for an answer
_LARGEST = 2**63 - 1  # what SQLite can hold

PassOver = Callable[[int, object, Exception], None]


class Unwritten(NetworkError):
    """An update could not be written down; Telegram is not told that it arrived, and sends it again."""


class _Heard(Update):
    """An update together with what Telegram sent, which is written down as it is: making it anew costs as much as reading it."""

    _written = ""  # the library lets nothing else be set

    @property
    def written(self) -> str:
        """What Telegram sent."""
        return self._written


class Inbox(asyncio.Queue[object]):
    """The queue between Telegram and the handlers, which writes down what it is given.

    ``clock`` is the time of day, ``ticks`` only ever goes forward; ``ail`` is told where writing is not possible.
    """

    def __init__(
        self,
        conversations: Conversations,
        clock: Callable[[], float],
        ticks: Callable[[], float],
        ail: Callable[[ArchiveError], None],
    ) -> None:
        super().__init__()
        self._conversations = conversations
        self._clock = clock
        self._ticks = ticks
        self._ail = ail
        self._resumed: set[int] = set()
        self._more_to_come: Counter[int] = Counter()
        self._postponed: dict[int, tuple[float, int]] = {}
        self._dealt_with: set[int] = set()

    async def put(self, item: object) -> None:
        """Take an update in, unless it was taken in before. Raises Unwritten."""
        if isinstance(item, Update):
            try:
                written = item.written if isinstance(item, _Heard) else item.to_json()
                new = self._conversations.receive(item.update_id, written, now=self._clock())
            except ArchiveError as error:
                self._ail(error)
                raise Unwritten(str(error)) from error
            if not new:
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
            try:
                self._conversations.begin_again(update.update_id)
            except ArchiveError as error:
                self._ail(error)

    def later(self, update: Update) -> None:
        """Its handler will be through before it is dealt with: :meth:`done` is called once more."""
        self._more_to_come[update.update_id] += 1

    def postpone(self, update: Update) -> int:
        """Have it handled once more after a while; how often that was done. 0: it was tried for long enough."""
        number = update.update_id
        since, tries = self._postponed.pop(number, (self._ticks(), 0))
        if self._ticks() - since > _LONG_ENOUGH:
            return 0
        self._postponed[number] = since, tries + 1
        self.later(update)
        pause = _PAUSES[min(tries, len(_PAUSES) - 1)]
        asyncio.get_running_loop().call_later(pause, self.put_nowait, update)
        return tries + 1

    def done(self, update: Update) -> None:
        """The update is dealt with, unless more is to come; what cannot be struck out now is struck out with the next."""
        number = update.update_id
        if self._more_to_come[number]:
            self._more_to_come[number] -= 1
            return
        del self._more_to_come[number]
        self._postponed.pop(number, None)
        self._dealt_with.add(number)
        try:
            for one in sorted(self._dealt_with):
                self._conversations.done(one)
                self._dealt_with.discard(one)
        except ArchiveError as error:
            self._ail(error)


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


def pass_over_unreadable(note: PassOver) -> None:
    """From now on an update that cannot be read becomes one that holds nothing, and ``note`` is given what it held.

    ``Update.de_json`` is the one place that polling, a webhook and what is taken in again come through; the library has
    no other. An update without a number cannot be acknowledged, and remains an error.
    """
    read = Update.de_json.__func__  # type: ignore[attr-defined]

    def tolerant(cls: type[Update], data: Any, bot: Bot | None = None) -> Update | None:
        number = data.get("update_id") if isinstance(data, dict) else None
        try:
            update: _Heard | None = read(_Heard, data, bot)
            if update is not None:
                _prove(update)
                update._written = json.dumps(data)
        except Exception as error:
            if not isinstance(number, int) or not 0 <= number <= _LARGEST:
                raise NetworkError("update without a number") from error
            note(number, data, error)
            return cls(number)
        return update

    Update.de_json = classmethod(tolerant)  # type: ignore[method-assign, assignment]


def _prove(update: Update) -> None:
    """Raise where what we and the library do with every update would: it checks no types itself."""
    if not isinstance(update.update_id, int) or not 0 <= update.update_id <= _LARGEST:
        raise TypeError("update_id")
    if update.update_id and not isinstance(_whose(update), int):
        raise TypeError("chat")
