"""Chats as those in them see them, and what of them reaches the bot.

What waits has a time limit and says what it waited for. It blocks its thread, so a test that runs the bot on an event
loop of its own thread waits through asyncio.to_thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.bot.fake_telegram.markup import Formatted, cleaned, trimmed, utf16, with_tappables
from tests.bot.fake_telegram.rules import MAX_TEXT
from tests.bot.fake_telegram.seen import Message, seen
from tests.bot.fake_telegram.world import Chat, Kept, World

PATIENCE = 60.0  # seconds that a waiting test gives a bot: for what hangs, not for what is slow on a busy machine


class Room:
    """A chat as those in it see it."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world, self.chat = world, chat

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def title(self) -> str:
        return self.chat.title

    @property
    def messages(self) -> tuple[Message, ...]:
        """All that is visible now, oldest first."""
        with self.world.changed:
            return tuple(seen(self.chat, kept) for kept in self.chat.messages.values() if not kept.deleted)

    @property
    def actions(self) -> tuple[str, ...]:
        """What the bot was said to be doing: typing and the like."""
        return tuple(self.chat.actions)

    def now(self, message: Message) -> Message:
        """The same message as it stands now; LookupError if it is gone."""
        kept = self.world.message(self.chat, message.id)
        if kept is None:
            raise LookupError(f"message {message.id} of {self.title} is deleted")
        return seen(self.chat, kept)

    def answers_after(self, message: Message) -> tuple[Message, ...]:
        """What the bot has said since."""
        with self.world.changed:
            later = [self.world.message(self.chat, number) for number in range(message.id + 1, self.chat.last_id + 1)]
            return tuple(seen(self.chat, kept) for kept in later if kept and kept.by_bot)

    def wait_for_answer(self, message: Message, *, timeout: float = PATIENCE) -> Message:
        """The bot's first message after this one."""
        what = f"an answer to {message.text[:40]!r} in {self.title}"
        answers = self.world.wait_until(lambda: self.answers_after(message), timeout=timeout, what=what)
        assert isinstance(answers[0], Message)
        return answers[0]

    def wait_for(
        self, found: Callable[[tuple[Message, ...]], Any], what: str = "a message", *, timeout: float = PATIENCE
    ) -> Any:
        """What the function finds among the messages, as soon as it finds something."""
        return self.world.wait_until(lambda: found(self.messages), timeout=timeout, what=what)

    def wait_for_edit(self, message: Message, *, timeout: float = PATIENCE) -> Message:
        """The message, once it was edited again."""
        what = f"an edit of {message.text[:40]!r} in {self.title}"
        self.world.wait_until(lambda: self.now(message).edits > message.edits, timeout=timeout, what=what)
        return self.now(message)

    def bot_joins(self, status: str = "member") -> None:
        """Change the bot's standing here: member, administrator, left, kicked."""
        before, self.chat.bot = self.chat.bot, status
        member = {"user": self.world.bot}
        rights = dict.fromkeys(ADMINISTRATOR, True) if status == "administrator" else {}
        someone = next(iter(self.chat.members), None)
        self.world.tell(
            "my_chat_member",
            {
                "chat": self.world.chat_json(self.chat),
                "from": self.world.users[someone] if someone else self.world.bot,
                "date": int(time.time()),
                "old_chat_member": {**member, "status": "left" if before == "administrator" else before}
                | ({"until_date": 0} if before == "kicked" else {}),
                "new_chat_member": {**member, "status": status, **rights}
                | ({"until_date": 0} if status == "kicked" else {}),
            },
        )

    def posts(self, text: str) -> Message:
        """A post of this channel."""
        kept = self.world.post(self.chat, None, {}, said(text))
        self.world.tell("channel_post", dict(kept.raw))
        return seen(self.chat, kept)


ADMINISTRATOR = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories"),
    *("can_edit_stories", "can_delete_stories"),
)


def said(text: str, *, empty: bool = False) -> Formatted:
    """A person's words as the app sends them; ValueError where the app would send nothing, or several messages."""
    formatted = trimmed(with_tappables(Formatted(cleaned(text))))
    if not formatted.text and not empty:
        raise ValueError("the app sends no empty message")
    if utf16(formatted.text) > MAX_TEXT:
        raise ValueError(f"the app splits a message of more than {MAX_TEXT} units")
    return formatted


def reaches_bot(world: World, chat: Chat, kept: Kept) -> bool:
    """Whether the bot gets to see the message: in groups only what is meant for it, unless it is an administrator."""
    if chat.type == "private" or chat.bot == "administrator":
        return True
    if chat.bot != "member" or chat.type == "channel":
        return False
    if kept.raw.get("via_bot") is world.bot:
        return True
    if kept.raw.get("reply_to_message", {}).get("from", {}).get("id") == world.bot["id"]:
        return True
    first = kept.formatted.entities[0] if kept.formatted.entities else None
    if first is None or (first.type, first.offset) != ("bot_command", 0):
        return False
    _, at, addressee = kept.formatted.text.split()[0].partition("@")
    return not at or addressee.lower() == world.bot["username"].lower()
