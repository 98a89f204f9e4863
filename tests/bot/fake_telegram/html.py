"""The HTML of a bot in, its text and entities out.

The reading follows TDLib's `parse_html` step by step, its error texts and byte offsets included: that is the program
which reads `parse_mode=HTML` in production.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tests.bot.fake_telegram.markup import Entity, Formatted, in_order, link, utf16

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


class MarkupError(ValueError):
    """What stands after "can't parse entities: " in the answer."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A start tag that waits for its end."""

    tag: str
    argument: str
    offset: int
    text_from: int


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
