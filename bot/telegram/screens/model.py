"""What a person sees in the chat: a message and the buttons under it, before anything is known of Telegram."""

from __future__ import annotations

from dataclasses import dataclass

from store.quick_records import Record, record


@record
class Button(Record):
    """A button: it calls the bot back, opens an address, or copies a text. Exactly one of the three is given."""

    label: str
    callback: str | None = None
    url: str | None = None
    copy: str | None = None


@record
class Screen(Record):
    """One message in Telegram's HTML with its rows of buttons; never empty, never longer than a message may be."""

    html: str
    rows: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One choice under an inline query: what the list shows, and the message that it sends."""

    id: str
    title: str
    description: str
    html: str
