"""What every handler has at hand."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from telegram import Bot, Message, Update

from bot.config import Config
from bot.screens import Screen
from bot.telegram.access import Access, Pace
from bot.telegram.reading import Readers
from bot.telegram.sending import Sender
from bot.telegram.settings import ChatSettings
from store.conversations import Conversations

_NEAR = 24  # messages; in a busy chat others may have written before the reply went out
_DAY = 86_400.0
_COMES_AGAIN = 2 * _DAY  # Telegram keeps an update for a day

LOG = logging.getLogger("bot.telegram")


@dataclass(frozen=True, slots=True)
class Desk:
    """The settings, the stores and the way to the chats; one for the whole program."""

    config: Config
    bot: Bot
    conversations: Conversations
    readers: Readers
    sender: Sender
    access: Access
    pace: Pace
    clock: Callable[[], float] = time.time

    @property
    def settings(self) -> ChatSettings:
        """What the configuration says of the bot."""
        return self.config.telegram

    async def reply(self, message: Message, *screens: Screen, perhaps_sent: bool = False) -> int:
        """Send screens to the chat of a message, in a group as replies to it; the number of the last one.

        ``perhaps_sent`` says that the program ended while it did so once before.
        """
        quoted = message.chat.type != message.chat.PRIVATE
        return await self.sender.send(
            message.chat_id,
            screens,
            reply_to=message.message_id if quoted else None,
            thread=message.message_thread_id if message.is_topic_message else None,
            perhaps_at=self._places_behind(message) if perhaps_sent else (),
        )

    def _places_behind(self, message: Message) -> list[int]:
        """Where a reply to the message may stand, as far as no other answer is known to stand there."""
        first, last = message.message_id + 1, message.message_id + _NEAR
        others = self.conversations.ours(message.chat_id, first, last)
        return [place for place in range(first, last + 1) if place not in others]

    def forget(self) -> None:
        """Drop what was kept for long enough."""
        now = self.clock()
        self.conversations.forget(received_before=now - _COMES_AGAIN, asked_before=now - self.settings.keep_days * _DAY)


def person_of(update: Update) -> int:
    """The number of the person that the update comes from; 0 where it comes from nobody."""
    return update.effective_user.id if update.effective_user is not None else 0


def group_of(update: Update) -> int | None:
    """The group that the update comes from; None for a private chat."""
    chat = update.effective_chat
    return None if chat is None or chat.type == chat.PRIVATE else chat.id
