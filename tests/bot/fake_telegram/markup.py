"""Texts with their entities, as Telegram's servers keep them: cleaned, trimmed, with commands and links found.

Offsets and lengths of entities count UTF-16 units.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from html import escape

# Found in any text: what a person may tap. A letter of any script right before or after ends the match, so that
# neither 请/help nor /help吧 is a command.
TAPPABLE = re.compile(
    r"""(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@]))
      | (?P<mention>(?<!\w)@[A-Za-z0-9_]{3,32}(?!\w))
      | (?P<url>(?<![\w/])(?:https?://|t\.me/)[\w.\-~%/?#=&+:@!$*]+)
      | (?P<hashtag>(?<!\w)\#[^\W\d]\w*)""",
    re.VERBOSE,
)
# What clean_input_string does: controls become spaces, carriage returns and bidirectional controls go.
CONTROLS = {**dict.fromkeys([*range(9), 11, 12, *range(14, 32)], " "), 13: None}
CONTROLS |= dict.fromkeys(range(0x2028, 0x202F), None)


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text that is more than text; offset and length in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length

    def as_json(self) -> dict[str, object]:
        """The entity as the Bot API writes it."""
        fields = {"url": self.url, "language": self.language, "custom_emoji_id": self.custom_emoji_id}
        given = {name: value for name, value in fields.items() if value is not None}
        return {"type": self.type, "offset": self.offset, "length": self.length, **given}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text with its entities, sorted by place, outer before inner."""

    text: str
    entities: tuple[Entity, ...] = ()


def utf16(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cleaned(text: str) -> str:
    """The text without the characters that Telegram takes out of every text."""
    return text.translate(CONTROLS)


def link(url: str) -> str | None:
    """The address as Telegram keeps it; None where it is none that can be opened."""
    if re.match(r"(?i)(tg|ton|tonsite)://\S+$", url):
        return url
    whole = url if re.match(r"(?i)https?://", url) else f"http://{url}"
    host = re.match(r"(?i)https?://(?:[^/?#@\s]*@)?([^/?#:\s]+)(?::\d{1,5})?(?:[/?#]\S*)?$", whole)
    if ":" in url.split("/")[0] and "://" not in url and not re.match(r"[^:]+:\d", url):
        return None  # javascript:, mailto: and the like
    return whole if host and re.fullmatch(r"[^.]+(\.[^.]+)+\.?", host[1]) else None


def in_order(entities: list[Entity]) -> tuple[Entity, ...]:
    """Sorted as Telegram sends them, without what cannot stand inside another: nothing in code, no quote in a quote."""
    rank = {"expandable_blockquote": 0, "blockquote": 0, "pre": 1, "code": 2, "text_link": 3}
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda one: (one.offset, -one.length, rank.get(one.type, 9))):
        around = [one.type for one in kept if one.offset <= entity.offset and entity.end <= one.end]
        quote = "blockquote" in entity.type and any("blockquote" in one for one in around)
        if not quote and not {"pre", "code"} & set(around):
            kept.append(replace(entity, language=None) if entity.type == "code" and entity.language else entity)
    return tuple(kept)


def with_tappables(formatted: Formatted) -> Formatted:
    """The same with commands, mentions, addresses and hashtags, as Telegram finds them in every text."""
    if not any(mark in formatted.text for mark in ("/", "@", "#")):
        return formatted
    taken = [one for one in formatted.entities if one.type in {"pre", "code", "text_link"}]
    found = []
    for match in TAPPABLE.finditer(formatted.text):
        offset, length = utf16(formatted.text[: match.start()]), utf16(match[0])
        if not any(one.offset < offset + length and offset < one.end for one in taken):
            found.append(Entity(str(match.lastgroup), offset, length))
    return Formatted(formatted.text, in_order([*formatted.entities, *found])) if found else formatted


def trimmed(formatted: Formatted) -> Formatted:
    """The same without the white space around it, which Telegram takes off."""
    text = formatted.text.rstrip()
    lead = len(text) - len(text.lstrip())
    if lead == 0 and len(text) == len(formatted.text):
        return formatted
    shift, end = utf16(text[:lead]), utf16(text)
    moved = []
    for entity in formatted.entities:
        start, stop = max(entity.offset, shift), min(entity.end, end)
        if start < stop:
            moved.append(replace(entity, offset=start - shift, length=stop - start))
    return Formatted(text[lead:], tuple(moved))


OPENING = {
    "bold": "<b>",
    "italic": "<i>",
    "underline": "<u>",
    "strikethrough": "<s>",
    "spoiler": "<tg-spoiler>",
    "code": "<code>",
    "pre": "<pre>",
    "blockquote": "<blockquote>",
    "expandable_blockquote": "<blockquote expandable>",
}


def to_html(formatted: Formatted) -> str:
    """HTML that reads back as the same text and entities; what Telegram finds by itself is left plain."""
    entities = [one for one in formatted.entities if one.type in OPENING or one.type == "text_link"]
    return nested_html(formatted.text, entities, tags)


def tags(entity: Entity) -> tuple[str, str]:
    """The start and end tag of an entity, as a bot writes them."""
    if entity.type == "text_link":
        return f'<a href="{escape(entity.url or "")}">', "</a>"
    if entity.type == "pre" and entity.language:
        return f'<pre><code class="language-{escape(entity.language)}">', "</code></pre>"
    opening = OPENING[entity.type]
    return opening, f"</{opening[1:-1].split()[0]}>"


def nested_html(text: str, entities: Iterable[Entity], write: Callable[[Entity], tuple[str, str]]) -> str:
    """The text, escaped, with the tags that `write` gives for each entity; one that crosses another is cut in two."""
    units = text.encode("utf-16-le", "surrogatepass")
    entities = sorted(entities, key=lambda one: (one.offset, -one.length))
    edges = sorted({0, len(units) // 2, *(edge for one in entities for edge in (one.offset, one.end))})
    open_now: list[Entity] = []
    html: list[str] = []
    for edge, following in zip(edges, [*edges[1:], edges[-1]], strict=True):
        reopened: list[Entity] = []
        while any(one.end <= edge for one in open_now):
            closing = open_now.pop()
            html.append(write(closing)[1])
            reopened += [closing] if closing.end > edge else []
        for one in [*reversed(reopened), *(one for one in entities if one.offset == edge and one.length)]:
            html.append(write(one)[0])
            open_now.append(one)
        html.append(escape(units[edge * 2 : following * 2].decode("utf-16-le", "surrogatepass"), quote=False))
    return "".join(html)
