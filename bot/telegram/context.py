"""What every handler has at hand."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from telegram import Bot, Message, Update
from telegram.error import BadRequest

from bot.config import Config
from bot.conversations.archive import AskedQuestion, Conversations
from bot.rate_limit import Pace
from bot.reading_thread import Readers, Work
from bot.settings import ChatSettings
from bot.telegram.permissions import Access
from bot.telegram.screens.lists import said_screen
from bot.telegram.screens.loading import slow_down
from bot.telegram.screens.model import Screen
from bot.telegram.sending import Sender

T = TypeVar("T")
_NEAR = 24  # messages; in a busy chat others may have written before the reply went out
_TOO_LATE = ("query is too old", "query_id_invalid")

LOG = logging.getLogger("bot.telegram")


@dataclass(frozen=True, slots=True)
class BotContext:
    """The settings, the stores and the way to the chats; one for the whole program.

    ``later`` does what a handler need not wait for: the chat goes on, and the update is dealt with when it is done.
    ``clock`` is the time of day, which may be set anew at any moment; ``ticks`` only ever goes forward.
    """

    config: Config
    bot: Bot
    conversations: Conversations
    readers: Readers
    sender: Sender
    access: Access
    pace: Pace
    later: Callable[[Update, Coroutine[Any, Any, None]], None]
    clock: Callable[[], float] = time.time
    ticks: Callable[[], float] = time.monotonic

    @property
    def settings(self) -> ChatSettings:
        """What the configuration says of the bot."""
        return self.config.telegram

    async def read(self, chat: int, work: Work[T]) -> T:
        """What the work gives over the reports that may be shown in a chat; in a private one it has the person's number."""
        return await self.readers.run(work, person=chat)

    async def answer(self, chat: int, work: Work[T]) -> T:
        """The same for work that asks; it and what it gives can be pickled."""
        return await self.readers.run_apart(work, person=chat)

    def noted(
        self,
        update: Update,
        message: Message,
        kind: str,
        question: str,
        *,
        context: Sequence[str] = (),
        report: str | None = None,
    ) -> AskedQuestion:
        """The row of what a message asks for, by which its buttons are known; the one that it has, if it was noted before."""
        return self.conversations.ask(
            received=update.update_id,
            kind=kind,
            chat=message.chat_id,
            person=person_of(update),
            question=question,
            context=context,
            report=report,
            now=self.clock(),
        )

    async def reply(self, message: Message, *shown: Screen, perhaps_sent: bool = False) -> int:
        """Send screens to the chat of a message, in a group as replies to it; the number of the last one.

        ``perhaps_sent`` says that the program ended while it did so once before.
        """
        return await self.sender.send(
            message.chat_id,
            shown,
            reply_to=message.message_id if message.chat.type != message.chat.PRIVATE else None,
            thread=message.message_thread_id if message.is_topic_message else None,
            perhaps_at=self._places_behind(message) if perhaps_sent else (),
        )

    async def say(self, message: Message, text: str) -> int:
        """Answer a message with a sentence; the number of the answer."""
        return await self.reply(message, said_screen(text))

    async def slowed(self, message: Message, person: int) -> bool:
        """Whether the person asks too fast, which they are told once."""
        wait = self.pace.wait(person, self.ticks())
        if wait and self.pace.tell(person):
            await self.reply(message, slow_down(math.ceil(wait)))
        return wait > 0

    async def in_time(self, call: Callable[[], Awaitable[bool]]) -> None:
        """Answer a press or an inline query; one that waited too long is gone, which is nobody's fault."""
        try:
            await self.sender.persist(call)
        except BadRequest as error:
            if not any(part in error.message.lower() for part in _TOO_LATE):
                raise

    def _places_behind(self, message: Message) -> list[int]:
        """Where a reply to the message may stand, as far as no other answer is known to stand there."""
        first, last = message.message_id + 1, message.message_id + _NEAR
        others = self.conversations.ours(message.chat_id, first, last)
        return [place for place in range(first, last + 1) if place not in others]


def person_of(update: Update) -> int:
    """The number of the person that the update comes from; 0 where it comes from nobody."""
    return update.effective_user.id if update.effective_user is not None else 0


def group_of(update: Update) -> int | None:
    """The group that the update comes from; None for a private chat."""
    chat = update.effective_chat
    return None if chat is None or chat.type == chat.PRIVATE else chat.id
