"""A strict stand-in for the Telegram Bot API, for tests that need neither network nor token.

It stands for Telegram's servers and for the people who use the app. The bot under test, in this process or another,
talks real HTTP to it on 127.0.0.1 and knows no difference; the test drives people and reads what they see:

    with FakeTelegram() as telegram:
        wang = telegram.person("王敏")
        answer = wang.asks("招聘教师多少名")      # waits for the bot's message
        wang.presses(answer, "更多")              # waits for answerCallbackQuery
        assert "<b>132 名</b>" in wang.private.now(answer).html

Checked as Telegram does, with its error texts and codes: HTML (TDLib's parser, step by step), lengths in UTF-16 units
after parsing, keyboards, callback data, commands, inline results, who may edit and delete what, replies to messages
that are gone, a second poller, the webhook, sizes of files. What Telegram drops without a word is in `violations`. All
calls are in `calls`; `faults` lets any of them go wrong. `broken` must stay empty: it holds tracebacks of the fake.

Stricter than Telegram: an inline button of two kinds is refused. Guessed, since no document says it: what becomes of
a ninth button in a row (dropped, and a violation). Left out: Markdown and entities as parameters, topics, payments,
games, business, rate limits of their own accord, encryption; methods that this project does not call answer 404.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Self

from tests.bot.fake_telegram.faults import (
    BAD_GATEWAY,
    BAD_GATEWAY_AFTER,
    DROPPED,
    DROPPED_AFTER,
    SERVER_ERROR,
    SERVER_ERROR_AFTER,
    TOO_MANY,
    Fault,
    slow,
)
from tests.bot.fake_telegram.page import conversation_page
from tests.bot.fake_telegram.people import Person, Press
from tests.bot.fake_telegram.rooms import PATIENCE, Room
from tests.bot.fake_telegram.seen import Button, InlineAnswer, InlineResult, Message, Shown
from tests.bot.fake_telegram.server import Call, Server, Violation
from tests.bot.fake_telegram.world import TOKEN, Chat, World

__all__ = [
    "BAD_GATEWAY",
    "BAD_GATEWAY_AFTER",
    "DROPPED",
    "DROPPED_AFTER",
    "SERVER_ERROR",
    "SERVER_ERROR_AFTER",
    "TOO_MANY",
    "Button",
    "Call",
    "FakeTelegram",
    "Fault",
    "InlineAnswer",
    "InlineResult",
    "Message",
    "Person",
    "Press",
    "Room",
    "Shown",
    "Violation",
    "conversation_page",
    "slow",
]


class FakeTelegram:
    """Telegram with its people, from start() to stop(); what it remembers outlives any bot."""

    def __init__(self, *, username: str = "wenbao_test_bot", token: str = TOKEN) -> None:
        self.token = token
        self.world = World(username=username)
        self.server = Server(self.world, token)
        self.faults = self.server.faults

    def __enter__(self) -> Self:
        return self if self.server.port else self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, port: int = 0) -> Self:
        self.server.start(port)
        return self

    def stop(self) -> None:
        self.server.stop()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}/file/bot"

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every call so far, in the order of completion."""
        with self.world.changed:
            return tuple(self.server.calls)

    def calls_of(self, method: str) -> tuple[Call, ...]:
        """The calls of one method."""
        return tuple(call for call in self.calls if call.method.lower() == method.lower())

    @property
    def violations(self) -> tuple[Violation, ...]:
        """What the bot sent that Telegram would have dropped without a word."""
        return tuple(self.server.violations)

    @property
    def broken(self) -> tuple[str, ...]:
        """Tracebacks of the fake itself."""
        return tuple(self.server.broken)

    @property
    def unacknowledged(self) -> int:
        """How many updates the bot has not yet taken."""
        return len(self.world.updates)

    def person(self, name: str, *, username: str | None = None, language: str = "zh-hans") -> Person:
        """Somebody new, who has not started the bot yet."""
        with self.world.changed:
            user_id = 100_000 + self.world.serial()
            raw = {"id": user_id, "is_bot": False, "first_name": name, "language_code": language}
            raw |= {"username": username} if username else {}
            self.world.users[user_id] = raw
            self.world.chats[user_id] = Chat(user_id, "private", name, {user_id: "member"}, bot="unstarted")
            return Person(self.world, raw)

    def group(self, title: str, *people: Person, bot: str = "member") -> Room:
        """A group of these people and the bot, whose status may be member, administrator, left or kicked."""
        return self._room("supergroup", title, people, bot)

    def channel(self, title: str, *people: Person, bot: str = "administrator") -> Room:
        """A channel where the bot may post."""
        return self._room("channel", title, people, bot)

    def _room(self, kind: str, title: str, people: tuple[Person, ...], bot: str) -> Room:
        with self.world.changed:
            chat_id = -1_001_000_000_000 - self.world.serial()
            chat = Chat(chat_id, kind, title, {one.id: "member" for one in people}, bot="left")
            self.world.chats[chat_id] = chat
            room = Room(self.world, chat)
            room.bot_joins(bot)
            return room

    def wait_until(self, happened: Callable[[], Any], what: str, *, timeout: float = PATIENCE) -> Any:
        """What `happened` gives once it is true; asked anew at each change."""
        return self.world.wait_until(happened, timeout=timeout, what=what)

    def wait_until_taken(self, *, timeout: float = PATIENCE) -> None:
        """Wait until the bot has acknowledged every update."""
        self.wait_until(lambda: not self.world.updates, "the bot to take every update", timeout=timeout)

    def settle(self, quiet: float = 0.3, *, timeout: float = PATIENCE) -> None:
        """Wait until every update is taken and no call but getUpdates came for so many seconds: for tests of silence."""
        self.wait_until_taken(timeout=timeout)
        while True:
            count = self.server.busy
            with self.world.changed:
                if not self.world.changed.wait_for(partial(self._busier_than, count), quiet):
                    return

    def _busier_than(self, count: int) -> bool:
        return self.server.busy > count
