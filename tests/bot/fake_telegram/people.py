"""People and chats as a test drives them: what a person does in the app, and what the person then sees.

Everything goes the way of the app: words are cleaned and trimmed, commands and mentions are marked, a group keeps from
the bot what privacy mode keeps from it, a deep link sends `/start`. What waits has a time limit and says what it waited
for.
"""

from __future__ import annotations

import mimetypes
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.bot.fake_telegram.markup import Formatted
from tests.bot.fake_telegram.methods import shown_to_bot
from tests.bot.fake_telegram.rooms import PATIENCE, Room, reaches_bot, said
from tests.bot.fake_telegram.rules import valid_payload
from tests.bot.fake_telegram.seen import InlineAnswer, InlineResult, Message, Shown, inline_answer, seen
from tests.bot.fake_telegram.world import Query, World, write_text

PIXEL = b"\x89PNG\r\n\x1a\n-one-pixel-"


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed, whose answer may be waited for."""

    world: World
    query: Query

    def shown(self, timeout: float = PATIENCE) -> Shown:
        """What the bot showed; TimeoutError if the button went on turning."""
        what = "answerCallbackQuery"
        answer = self.world.wait_until(lambda: self.query.answer, timeout=timeout, what=what)
        return Shown(answer["text"], answer["alert"], opened=answer["url"] or None)


class Person:
    """Somebody with a Telegram app, and a private chat with the bot."""

    def __init__(self, world: World, raw: dict[str, Any]) -> None:
        self.world, self.raw = world, raw
        self.private = Room(world, world.chats[raw["id"]])

    @property
    def id(self) -> int:
        return int(self.raw["id"])

    def sends(self, text: str, chat: Room | None = None, *, reply_to: Message | None = None) -> Message:
        """A message of words."""
        return self.posts({}, said(text), chat, reply_to=reply_to)

    def asks(
        self, text: str, chat: Room | None = None, *, reply_to: Message | None = None, timeout: float = PATIENCE
    ) -> Message:
        """Send words and wait for the bot's next message."""
        return (chat or self.private).wait_for_answer(self.sends(text, chat, reply_to=reply_to), timeout=timeout)

    def posts(
        self, content: dict[str, Any], text: Formatted, chat: Room | None = None, *, reply_to: Message | None = None
    ) -> Message:
        """A message of any kind, as the Bot API's fields; the bot learns of it if it may."""
        room = chat or self.private
        reply = {}
        if reply_to and (target := self.world.message(room.chat, reply_to.id)):
            reply = {
                "reply_to_message": {
                    key: value for key, value in shown_to_bot(target).items() if key != "reply_to_message"
                }
            }
        if room.chat.type == "private" and room.chat.bot == "unstarted":
            room.chat.bot = "member"
        with self.world.changed:
            kept = self.world.post(room.chat, self.raw, {**reply, **content}, text)
            if reaches_bot(self.world, room.chat, kept):
                self.world.tell("message", dict(kept.raw))
        return seen(room.chat, kept)

    def starts(self, payload: str = "") -> Message:
        """Press START, from a deep link if there is a payload."""
        if payload and not valid_payload(payload):
            raise ValueError(f"Telegram opens no deep link with {payload!r}")
        return self.sends(f"/start {payload}".rstrip())

    def opens(self, url: str) -> Message:
        """Follow a link to the bot."""
        parts = urlsplit(url)
        if parts.netloc != "t.me" or parts.path != f"/{self.world.bot['username']}":
            raise ValueError(f"{url} does not lead to the bot")
        return self.starts(parse_qs(parts.query).get("start", [""])[0])

    def sends_document(
        self,
        data: bytes,
        name: str,
        caption: str = "",
        chat: Room | None = None,
        *,
        reply_to: Message | None = None,
        album: str | None = None,
        size: int | None = None,
    ) -> Message:
        """A file; `size` claims more bytes than there are."""
        mime_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        document = self.world.keep_file("document", data, name, mime_type, size).raw
        group = {"media_group_id": album} if album else {}
        return self.posts({"document": document, **group}, said(caption, empty=True), chat, reply_to=reply_to)

    def sends_album(
        self, files: Sequence[tuple[bytes, str]], caption: str = "", chat: Room | None = None
    ) -> tuple[Message, ...]:
        """Several files at once; the caption belongs to the first."""
        album = str(13_000_000_000_000_000 + self.world.serial())
        return tuple(
            self.sends_document(data, name, caption if number == 0 else "", chat, album=album)
            for number, (data, name) in enumerate(files)
        )

    def sends_photo(self, caption: str = "", chat: Room | None = None) -> Message:
        """A picture."""
        file = self.world.keep_file("photo", PIXEL, "", "image/png")
        sizes = [{**identity(file.raw), "width": side, "height": side, "file_size": file.size} for side in (90, 800)]
        return self.posts({"photo": sizes}, said(caption, empty=True), chat)

    def sends_voice(self, chat: Room | None = None) -> Message:
        """Three seconds of speech."""
        file = self.world.keep_file("voice", b"OggS", "", "audio/ogg")
        return self.posts({"voice": {**identity(file.raw), "duration": 3}}, Formatted(""), chat)

    def sends_sticker(self, chat: Room | None = None) -> Message:
        """A sticker."""
        file = self.world.keep_file("sticker", b"RIFF", "", "image/webp")
        look = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍"}
        return self.posts({"sticker": {**identity(file.raw), **look}}, Formatted(""), chat)

    def sends_poll(self, question: str, options: Sequence[str], chat: Room | None = None) -> Message:
        """A poll."""
        rules = {
            "allows_revoting": True,
            "members_only": False,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
        }
        count = {"total_voter_count": 0, "options": [poll_option(one) for one in options]}
        poll = {"id": str(self.world.serial()), "question": question, **count, **rules}
        return self.posts({"poll": poll}, Formatted(""), chat)

    def edits(self, message: Message, text: str) -> Message:
        """Change one's own message."""
        chat = self.world.chats[message.chat_id]
        kept = chat.messages[message.id]
        if kept.raw.get("from") is not self.raw:
            raise ValueError("one edits only one's own messages")
        with self.world.changed:
            write_text(kept, said(text))
            kept.edits += 1
            kept.raw["edit_date"] = int(time.time())
            if reaches_bot(self.world, chat, kept):
                self.world.tell("edited_message", dict(kept.raw))
        return seen(chat, kept)

    def forwards(self, message: Message, chat: Room | None = None) -> Message:
        """Send somebody's message on."""
        kept = self.world.chats[message.chat_id].messages[message.id]
        carried = {key: value for key, value in kept.raw.items() if key in CARRIED}
        origin = {"type": "user", "date": kept.raw["date"], "sender_user": kept.raw.get("from", self.world.bot)}
        return self.posts({**carried, "forward_origin": origin}, kept.formatted, chat)

    def deletes(self, message: Message) -> None:
        """Take a message away; bots are not told."""
        with self.world.changed:
            self.world.chats[message.chat_id].messages[message.id].deleted = True
            self.world.changed.notify_all()

    def presses(self, message: Message, label: str, *, timeout: float = PATIENCE) -> Shown:
        """Press a button and wait for what it shows; LookupError if the message has no such button now."""
        button = Room(self.world, self.world.chats[message.chat_id]).now(message).button(label)
        if button.data is None:
            return Shown(opened=button.url, copied=button.copies)
        return self.forges(message, button.data).shown(timeout)

    def forges(self, message: Message, data: str, *, inaccessible: bool = False) -> Press:
        """Send callback data, whether a button holds it or not; the message may be too old for the bot to get."""
        with self.world.changed:
            chat = self.world.chats[message.chat_id]
            kept = chat.messages[message.id]
            query = self.world.ask(str(90_000_000_000 + self.world.serial()))
            gone = {"chat": self.world.chat_json(chat), "message_id": message.id, "date": 0}
            shown: dict[str, Any] = {"message": gone if inaccessible or kept.deleted else dict(kept.raw)}
            if kept.inline_id:
                shown = {"inline_message_id": kept.inline_id}
            callback = {"id": query.id, "from": self.raw, "chat_instance": str(chat.id), "data": data}
            self.world.tell("callback_query", {**callback, **shown})
            return Press(self.world, query)

    def asks_inline(self, text: str, *, offset: str = "", timeout: float = PATIENCE) -> InlineAnswer:
        """Type @bot and words in any chat, and wait for the list."""
        query = self.world.ask(str(80_000_000_000 + self.world.serial()))
        asked = {"id": query.id, "from": self.raw, "query": text, "offset": offset, "chat_type": "sender"}
        self.world.tell("inline_query", asked)
        answer = self.world.wait_until(lambda: query.answer, timeout=timeout, what=f"inline results for {text!r}")
        return inline_answer(text, answer)

    def chooses(self, answer: InlineAnswer, result: InlineResult, chat: Room) -> Message:
        """Send one of the results into a chat; the bot hears that it was chosen."""
        markup = {"reply_markup": result.markup} if result.markup else {}
        message = self.posts({"via_bot": self.world.bot, **markup}, result.message, chat)
        chosen = {"result_id": result.id, "from": self.raw, "query": answer.query}
        if result.markup:
            kept = chat.chat.messages[message.id]
            kept.inline_id = chosen["inline_message_id"] = f"inline-{self.world.serial()}"
            self.world.inline_messages[kept.inline_id] = kept
        if self.world.inline_feedback:
            self.world.tell("chosen_inline_result", chosen)
        return chat.now(message)

    def blocks_bot(self, *, blocked: bool = True) -> None:
        """Block the bot, or let it in again."""
        self.private.bot_joins("kicked" if blocked else "member")
        self.private.chat.bot = "blocked" if blocked else "member"


CARRIED = {"document", "photo", "voice", "sticker", "poll"}


def poll_option(text: str) -> dict[str, Any]:
    return {"persistent_id": text, "text": text, "voter_count": 0}


def identity(raw: dict[str, Any]) -> dict[str, Any]:
    return {key: raw[key] for key in ("file_id", "file_unique_id")}
