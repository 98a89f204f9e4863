"""HTML of a bot, or plain words of a person, in; text and its entities out, as Telegram's servers work them out.

The reading of HTML follows TDLib's `parse_html` step by step, its error texts and byte offsets included: that is the
program which reads `parse_mode=HTML` in production. Offsets and lengths of entities count UTF-16 units. Markdown is
refused by whoever calls, because this project never sends it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from html import escape

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
SPACES = b" \t\r\n\0\v"  # the NUL that ends a text counts as a space, so that every loop ends there
MARK = re.compile(rb"[<&]")
ENTITY = re.compile(rb"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*))(;?)")
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


class MarkupError(ValueError):
    """What stands after "can't parse entities: " in the answer."""


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


@dataclass(frozen=True, slots=True)
class _Open:
    """A start tag that waits for its end."""

    tag: str
    argument: str
    offset: int
    text_from: int


def utf16(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cleaned(text: str) -> str:
    """The text without the characters that Telegram takes out of every text."""
    return text.translate(CONTROLS)


def from_html(html: str) -> Formatted:
    """The text and entities of a bot's HTML; MarkupError where Telegram refuses it."""
    return _Reader(html.encode("utf-8", "surrogatepass") + b"\0").read()


class _Reader:
    """One pass over the bytes of a text that ends in NUL."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.pieces: list[str] = []
        self.units = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> Formatted:
        size = len(self.data) - 1
        while self.at < size:
            found = MARK.search(self.data, self.at, size)
            self.say(self.data[self.at : found.start() if found else size].decode("utf-8", "surrogatepass"))
            if not found:
                break
            self.at = found.start()
            if self.data[self.at] == ord("&"):
                self.say(self.reference())
            elif self.data[self.at + 1] == ord("/"):
                self.end_tag()
            else:
                self.start_tag()
        if self.open:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        text = "".join(self.pieces)
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            problem = "Text contains invalid Unicode characters after decoding HTML entities"
            raise MarkupError(f"{problem}, check for unmatched surrogate code units") from None
        return Formatted(text, in_order(self.entities))

    def say(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            self.units += utf16(text)

    def reference(self) -> str:
        """The character that a reference stands for, or the & itself where it stands for none."""
        found = ENTITY.match(self.data, self.at)
        assert found  # the pattern matches a bare & as well
        hexadecimal, decimal, name, semicolon = found.groups()
        digits = hexadecimal if hexadecimal is not None else decimal
        if digits is None:
            character = NAMED.get(name, "")
        else:
            code = int(digits or b"0", 16 if hexadecimal is not None else 10)
            long = found.end() - len(semicolon) - self.at >= 10
            character = "" if code == 0 or code >= 0x10FFFF or long else chr(code)
        self.at = found.end() if character else self.at + 1
        return character or "&"

    def skip_spaces(self) -> None:
        while self.data[self.at] and self.data[self.at] in SPACES:
            self.at += 1

    def until(self, stops: bytes) -> str:
        start = self.at
        while self.data[self.at] not in SPACES and self.data[self.at] not in stops:
            self.at += 1
        return self.data[start : self.at].decode("utf-8", "replace")

    def start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self.until(b">").lower()
        if not self.data[self.at]:
            raise MarkupError(f"Unclosed start tag at byte offset {begin}")
        if tag not in TAGS:
            raise MarkupError(f'Unsupported start tag "{tag}" at byte offset {begin}')
        argument = ""
        while self.data[self.at] != ord(">"):
            self.skip_spaces()
            if self.data[self.at] == ord(">"):
                break
            argument = self.attribute(tag, begin) or argument
        if tag == "span" and argument != "spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.at += 1
        self.open.append(_Open(tag, argument, self.units, len(self.pieces)))

    def attribute(self, tag: str, begin: int) -> str:
        """What the next attribute says about the tag, if anything."""
        name = self.until(b"=>/\"'")
        if not name:
            raise MarkupError(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self.skip_spaces()
        if self.data[self.at] != ord("="):
            if not self.data[self.at]:
                raise MarkupError(f'Unclosed start tag "{tag}" at byte offset {begin}')
            return "1" if (tag, name) == ("blockquote", "expandable") else ""
        self.at += 1
        self.skip_spaces()
        if not self.data[self.at]:
            raise MarkupError(f'Unclosed start tag "{tag}" at byte offset {begin}')
        value = self.quoted() if self.data[self.at] in b"'\"" else self.name_token()
        if not self.data[self.at]:
            raise MarkupError(f"Unclosed start tag at byte offset {begin}")
        return _argument(tag, name, value)

    def name_token(self) -> str:
        start = self.at
        found = re.compile(rb"[A-Za-z0-9.-]*").match(self.data, start)
        assert found
        self.at = found.end()
        if self.data[self.at] not in SPACES and self.data[self.at] != ord(">"):
            raise MarkupError(f"Unexpected end of name token at byte offset {start}")
        return found[0].decode().lower()

    def quoted(self) -> str:
        quote = self.data[self.at]
        self.at += 1
        value = bytearray()
        while self.data[self.at] not in (quote, 0):
            if self.data[self.at] == ord("&"):
                value += self.reference().encode("utf-8", "surrogatepass")
            else:
                value.append(self.data[self.at])
                self.at += 1
        if self.data[self.at] == quote:
            self.at += 1
        return value.decode("utf-8", "replace")

    def end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise MarkupError(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        name = self.until(b">").lower()
        self.skip_spaces()
        if self.data[self.at] != ord(">"):
            raise MarkupError(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        start = self.open[-1]
        if name and name != start.tag:
            expected = f'expected "</{start.tag}>", found "</{name}>"'
            raise MarkupError(f"Unmatched end tag at byte offset {begin}, {expected}")
        if self.units > start.offset:
            self.add(start)
        self.open.pop()

    def add(self, start: _Open) -> None:
        """Keep what an end tag has just completed."""
        entity = Entity(TAGS[start.tag], start.offset, self.units - start.offset)
        last = self.entities[-1] if self.entities else None
        same_place = last is not None and (last.offset, last.length) == (entity.offset, entity.length)
        match entity.type:
            case "custom_emoji":
                if not start.argument.isdigit() or not int(start.argument):
                    raise MarkupError("Invalid custom emoji identifier specified")
                entity = replace(entity, custom_emoji_id=start.argument)
            case "text_link":
                url = link(start.argument or "".join(self.pieces[start.text_from :]))
                if url is None:
                    return
                entity = replace(entity, url=url)
            case "blockquote" if start.argument:
                entity = replace(entity, type="expandable_blockquote")
            case "pre" if last and same_place and last.type == "code" and last.language:
                entity = replace(entity, language=self.entities.pop().language)
            case "code" if last and same_place and last.type == "pre" and start.argument:
                entity = replace(self.entities.pop(), language=start.argument)
            case "code":
                entity = replace(entity, language=start.argument or None)
        self.entities.append(entity)


def _argument(tag: str, name: str, value: str) -> str:
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case "code", "class" if value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case "blockquote", "expandable":
            return "1"
    return ""


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
