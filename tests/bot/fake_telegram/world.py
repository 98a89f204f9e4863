"""Everything that stays when the bot's process goes: people, chats, messages, files, updates that nobody has taken yet.

One lock guards it all, because tests drive it from their thread while the server answers from its own; every change
notifies whoever waits for one. Nothing here knows of HTTP.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.bot.fake_telegram.markup import Formatted
from tests.bot.fake_telegram.rules import bad_request

# Sent only to bots that ask for them by name.
ON_REQUEST_ONLY = {"chat_member", "message_reaction", "message_reaction_count"}
BOT_ID = 4200042
TOKEN = f"{BOT_ID}:AAF-this-token-opens-nothing-anywhere-00"


@dataclass(slots=True)
class Kept:
    """A message as it now stands."""

    raw: dict[str, Any]
    formatted: Formatted
    by_bot: bool
    deleted: bool = False
    edits: int = 0
    inline_id: str | None = None
    when: float = field(default_factory=time.monotonic)


@dataclass(slots=True)
class Chat:
    """A chat with all that was ever said in it; `bot` is the bot's status, as ChatMember names it."""

    id: int
    type: str
    title: str
    members: dict[int, str]
    bot: str = "member"
    messages: dict[int, Kept] = field(default_factory=dict)
    last_id: int = 0
    actions: list[str] = field(default_factory=list)

    @property
    def raw(self) -> dict[str, Any]:
        return {"id": self.id, "type": self.type, "title": self.title}


@dataclass(slots=True)
class StoredFile:
    """A file as uploaded by a person or the bot; `size` may be claimed larger than the data, to spare memory."""

    file_id: str
    kind: str
    name: str
    data: bytes
    mime_type: str
    size: int

    @property
    def path(self) -> str:
        return f"{self.kind}s/{self.file_id}{'.' + self.name.rsplit('.', 1)[-1] if '.' in self.name else ''}"

    @property
    def raw(self) -> dict[str, Any]:
        identity = {"file_id": self.file_id, "file_unique_id": f"u{self.file_id}", "file_size": self.size}
        return {**identity, "file_name": self.name, "mime_type": self.mime_type}


@dataclass(slots=True)
class Query:
    """A press of a button or an inline query, which the bot has to answer once and soon."""

    id: str
    asked: float
    answer: dict[str, Any] | None = None


class World:
    """All that the fake Telegram remembers."""

    def __init__(self, *, username: str, inline_feedback: bool = True) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.bot: dict[str, Any] = {"id": BOT_ID, "is_bot": True, "first_name": "问报", "username": username}
        self.inline_feedback = inline_feedback
        self.users: dict[int, dict[str, Any]] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}
        self.inline_messages: dict[str, Kept] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.updates: deque[dict[str, Any]] = deque()
        self.allowed: set[str] | None = None
        self.query_lifetime = 60.0
        self.on_update: Callable[[], None] = lambda: None
        self.said_by_bot = 0  # messages so far
        self._update_id = 870_000_000
        self._serial = 0

    def serial(self) -> int:
        """A number that was never given before."""
        self._serial += 1
        return self._serial

    def tell(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Queue an update for the bot, unless it did not ask for that kind; gives the update's id."""
        with self.changed:
            if kind in ON_REQUEST_ONLY if self.allowed is None else kind not in self.allowed:
                return None
            self._update_id += 1
            self.updates.append({"update_id": self._update_id, kind: payload})
            self.changed.notify_all()
            self.on_update()
            return self._update_id

    def acknowledge(self, offset: int) -> None:
        """Forget the updates before the offset; a negative one keeps that many from the end."""
        if offset < 0:
            while len(self.updates) > -offset:
                self.updates.popleft()
        while self.updates and self.updates[0]["update_id"] < offset:
            self.updates.popleft()
        self.changed.notify_all()

    def chat(self, chat_id: Any) -> Chat:
        """The chat of that id or @name."""
        if chat_id in (None, ""):
            raise bad_request("chat_id is empty")
        try:
            return self.chats[int(chat_id)]
        except (ValueError, KeyError):
            raise bad_request("chat not found") from None

    def message(self, chat: Chat, message_id: int) -> Kept | None:
        """The message of that id, unless it is gone."""
        kept = chat.messages.get(message_id)
        return None if kept is None or kept.deleted else kept

    def post(self, chat: Chat, sender: dict[str, Any] | None, content: dict[str, Any], text: Formatted) -> Kept:
        """A new message in the chat; without a sender it is a channel's post."""
        with self.changed:
            chat.last_id += 1
            raw: dict[str, Any] = {"message_id": chat.last_id, "date": int(time.time()), "chat": self.chat_json(chat)}
            raw |= {"from": sender} if sender else {"sender_chat": self.chat_json(chat)}
            kept = Kept({**raw, **content}, text, by_bot=sender is self.bot)
            write_text(kept, text)
            chat.messages[chat.last_id] = kept
            self.said_by_bot += kept.by_bot
            self.changed.notify_all()
            return kept

    def chat_json(self, chat: Chat) -> dict[str, Any]:
        """The chat as a message names it."""
        if chat.type != "private":
            return chat.raw
        person = self.users[chat.id]
        return {"id": chat.id, "type": "private"} | {
            name: person[name] for name in ("first_name", "username") if name in person
        }

    def keep_file(self, kind: str, data: bytes, name: str, mime_type: str, size: int | None = None) -> StoredFile:
        """The file under a new id."""
        with self.changed:
            file_id = f"{kind}-{self.serial():06d}"
            stored = StoredFile(file_id, kind, name, data, mime_type, len(data) if size is None else size)
            self.files[file_id] = stored
            return stored

    def ask(self, query_id: str) -> Query:
        """A new query that waits for the bot's answer."""
        query = self.queries[query_id] = Query(query_id, time.monotonic())
        return query

    def answer(self, query_id: str, answer: dict[str, Any]) -> None:
        """The bot's answer to a query; once, and not too late."""
        query = self.queries.get(query_id)
        if query is None or query.answer is not None or time.monotonic() - query.asked > self.query_lifetime:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        query.answer = answer
        self.changed.notify_all()

    def wait_until(self, happened: Callable[[], Any], *, timeout: float, what: str) -> Any:
        """What `happened` gives once it is true; TimeoutError, saying what was waited for, if it never is."""
        with self.changed:
            found = self.changed.wait_for(happened, timeout)
        if not found:
            raise TimeoutError(f"waited {timeout:g} s for {what}")
        return found


def write_text(kept: Kept, text: Formatted) -> None:
    """Put the text and its entities into the message, as text or as the caption of what it carries."""
    kept.formatted = text
    key = "caption" if CARRIES & kept.raw.keys() else "text"
    entities = "entities" if key == "text" else "caption_entities"
    for name in (key, entities):
        kept.raw.pop(name, None)
    if text.text:
        kept.raw[key] = text.text
    if text.entities:
        kept.raw[entities] = [one.as_json() for one in text.entities]


CARRIES = {"document", "photo", "voice", "audio", "video", "sticker", "poll", "location"}
