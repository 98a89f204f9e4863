"""What a test reads: messages, buttons and answers as a person sees them, frozen at the moment of looking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.bot.fake_telegram.markup import Entity, Formatted, to_html
from tests.bot.fake_telegram.world import CARRIES, Chat, Kept


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; one of data, url, copies and inline says what it does."""

    text: str
    data: str | None = None
    url: str | None = None
    copies: str | None = None
    inline: str | None = None


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file in a message."""

    kind: str
    file_id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Message:
    """A message as now visible; `keyboard` is inline, `answers` are the texts of a reply keyboard.

    A message chosen from inline results with buttons has an `inline_id`, by which alone the bot knows it.
    """

    chat_id: int
    id: int
    date: int
    sender: str
    sender_id: int
    by_bot: bool
    kind: str
    text: str
    html: str
    entities: tuple[Entity, ...]
    keyboard: tuple[tuple[Button, ...], ...]
    answers: tuple[tuple[str, ...], ...]
    markup: str
    reply_to: int | None
    file: SeenFile | None
    edits: int
    inline_id: str | None

    @property
    def labels(self) -> tuple[str, ...]:
        """The texts of the inline buttons in reading order."""
        return tuple(button.text for row in self.keyboard for button in row)

    def button(self, label: str) -> Button:
        """The button of that text, or the only one whose text holds it; LookupError if there is none."""
        buttons = [button for row in self.keyboard for button in row]
        found = [one for one in buttons if one.text == label] or [one for one in buttons if label in one.text]
        if len(found) != 1:
            raise LookupError(f"{len(found)} buttons for {label!r} among {self.labels}: {self.text[:60]!r}")
        return found[0]

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses behind words of the text, in reading order."""
        return tuple(one.url for one in self.entities if one.url)


@dataclass(frozen=True, slots=True)
class Shown:
    """What pressing a button led to: a notice (or alert) of the bot, an address opened, a text copied."""

    text: str = ""
    alert: bool = False
    opened: str | None = None
    copied: str | None = None


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One line of the list above the keyboard, and the message that choosing it sends."""

    id: str
    title: str
    description: str
    message: Formatted
    markup: dict[str, Any] | None

    @property
    def html(self) -> str:
        return to_html(self.message)


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What an inline query brought up."""

    query: str
    results: tuple[InlineResult, ...]
    button: str | None
    start_parameter: str | None
    personal: bool


def seen(chat: Chat, kept: Kept) -> Message:
    """The message as a person sees it."""
    raw = kept.raw
    sender = raw.get("from") or {"id": chat.id, "first_name": chat.title}
    markup = raw.get("reply_markup") or {}
    kind = next(iter(CARRIES & raw.keys()), "text" if "text" in raw else "service")
    return Message(
        chat_id=chat.id,
        id=raw["message_id"],
        date=raw["date"],
        sender=sender["first_name"],
        sender_id=sender["id"],
        by_bot=kept.by_bot,
        kind=kind,
        text=kept.formatted.text,
        html=to_html(kept.formatted),
        entities=kept.formatted.entities,
        keyboard=tuple(tuple(button_of(one) for one in row) for row in markup.get("inline_keyboard", ())),
        answers=tuple(tuple(one["text"] for one in row) for row in markup.get("keyboard", ())),
        markup=next((one for one in markup if one.endswith("keyboard") or one == "force_reply"), ""),
        reply_to=raw["reply_to_message"]["message_id"] if "reply_to_message" in raw else None,
        file=file_of(raw),
        edits=kept.edits,
        inline_id=kept.inline_id,
    )


def button_of(raw: dict[str, Any]) -> Button:
    return Button(
        raw["text"],
        data=raw.get("callback_data"),
        url=raw.get("url"),
        copies=raw.get("copy_text", {}).get("text"),
        inline=raw.get("switch_inline_query_current_chat", raw.get("switch_inline_query")),
    )


def file_of(raw: dict[str, Any]) -> SeenFile | None:
    for kind in ("document", "photo", "voice", "sticker"):
        if kind in raw:
            file = raw[kind][-1] if kind == "photo" else raw[kind]
            return SeenFile(kind, file["file_id"], file.get("file_name", ""), file.get("file_size", 0))
    return None


def inline_answer(query: str, answer: dict[str, Any]) -> InlineAnswer:
    """The bot's answer to an inline query, as the list that a person sees."""
    results = tuple(
        InlineResult(
            id=one["id"],
            title=one["title"],
            description=one.get("description", ""),
            message=one["input_message_content"]["formatted"],
            markup=one["reply_markup"],
        )
        for one in answer["results"]
    )
    button = answer["button"] or {}
    return InlineAnswer(query, results, button.get("text"), button.get("start_parameter"), answer["personal"])
