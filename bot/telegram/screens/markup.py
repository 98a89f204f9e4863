"""Words and their dress → Telegram's HTML, escaped once, at the end; long texts are cut here, never inside a tag.

A text is a tuple of runs, each with the tags around it from the outside in. Limits are Telegram's: 4096 UTF-16 units
and 100 entities a message, both counted after parsing.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator, Sequence

from bot.telegram.screens.model import Button, Screen
from store import patterns as re
from store.quick_records import Record, record

MOST_UNITS = 4096
MOST_ENTITIES = 100
# A quotation of more than this is folded by Telegram, three lines of it showing.
_LONG_QUOTE = 300

# Line breaks of all kinds and control characters become blanks, one each, so that parts of a text join as the whole.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Characters that turn the direction of all that follows, our own words included.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = frozenset(["Zs", "Zl", "Zp", "Cc", "Cf"])
_TAG = re.compile(r"<[^<>]*>")
_SENTENCE_END = re.compile(r"[。！？!?；;…][”’」』）)]*")
_PAUSE = re.compile(r"[\s，,、：:]")


@record
class Run(Record):
    """A stretch of text and the tags around it, outermost first (``b``, ``blockquote expandable``, ``a href="…"``)."""

    text: str
    tags: tuple[str, ...] = ()


Rich = tuple[Run, ...]


def harmless(text: str) -> str:
    """The text on one line, without control characters, changes of direction and halves of characters.

    >>> harmless("第一行\\n第\\u202e二行")
    '第一行 第二行'
    """
    return _SURROGATE.sub("\ufffd", _TURNING.sub("", _CONTROL.sub(" ", text)))


def plain(text: str) -> Rich:
    """The text as it is."""
    return (Run(harmless(text)),)


def bold(text: str) -> Rich:
    """The text in bold."""
    return (Run(harmless(text), ("b",)),)


def mono(text: str) -> Rich:
    """The text in letters of one width, its line breaks kept."""
    return (Run("\n".join(map(harmless, text.split("\n"))), ("pre",)),)


def code(text: str) -> Rich:
    """The text as one types or copies it."""
    return (Run(harmless(text), ("code",)),)


def link(text: str, url: str, *tags: str) -> Rich:
    """The text as a link, with more tags inside of it."""
    return (Run(harmless(text), (f'a href="{html.escape(url)}"', *tags)),)


def joined(parts: Sequence[Rich], separator: str) -> Rich:
    """The parts that hold anything, with the separator between them."""
    there = [part for part in parts if any(run.text for run in part)]
    between = (Run(separator),)
    return tuple(run for place, part in enumerate(there) for run in (*(between if place else ()), *part))


def emphasised(text: str, spans: Sequence[tuple[int, int]]) -> Rich:
    """The text with the spans in bold; spans may overlap and come in any order."""
    runs: list[Run] = []
    place = 0
    for start, end in _merged(spans, len(text)):
        runs += [Run(harmless(text[place:start])), Run(harmless(text[start:end]), ("b",))]
        place = end
    return tuple(run for run in (*runs, Run(harmless(text[place:]))) if run.text)


def _merged(spans: Sequence[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, stop in sorted((max(0, one), min(end, other)) for one, other in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        elif start < stop:
            merged.append((start, stop))
    return merged


def quoted(text: Rich) -> Rich:
    """The text as a quotation, folded where it is long."""
    return _in_quotation(text, expandable=units(text) > _LONG_QUOTE)


def expandable(text: Rich) -> Rich:
    """The text as a quotation that Telegram folds after three lines."""
    return _in_quotation(text, expandable=True)


def _in_quotation(text: Rich, *, expandable: bool) -> Rich:
    tag = "blockquote expandable" if expandable else "blockquote"
    return tuple(run.but(tags=(tag, *run.tags)) for run in text)


def units(text: Rich | str) -> int:
    """How long Telegram finds a text: its UTF-16 units.

    >>> units("汉字😀")
    4
    """
    whole = text if isinstance(text, str) else "".join(run.text for run in text)
    return len(whole.encode("utf-16-le", "surrogatepass")) // 2


def length(given: str) -> int:
    """The UTF-16 units of a message in HTML, after its tags and character references are read.

    >>> length("<b>一&amp;二</b>")
    3
    """
    return units(html.unescape(_TAG.sub("", given)))


def shortened(text: str, most: int) -> str:
    """At most so many characters of a text that is no quotation, with … where it is cut.

    >>> shortened("着力提高师资整体水平", 6)
    '着力提高师…'
    """
    return text if len(text) <= most else text[: most - 1].rstrip("，,、；; ") + "…"


def rendered(text: Rich) -> str:
    """The HTML of a text. Bold words beyond the number of entities that a message may have are set plainly."""
    pieces: list[str] = []
    open_tags: tuple[str, ...] = ()
    for run in (*_within_entities(text), Run("")):
        kept = _shared(open_tags, run.tags)
        pieces += [f"</{tag.split()[0]}>" for tag in reversed(open_tags[kept:])]
        pieces += [f"<{tag}>" for tag in run.tags[kept:]]
        pieces.append(html.escape(run.text, quote=False))
        open_tags = run.tags
    return "".join(pieces)


def _within_entities(text: Rich) -> Iterator[Run]:
    left = MOST_ENTITIES - sum(tag != "b" for tag in _opened(text))
    before: tuple[str, ...] = ()
    for run in text:
        if "b" in run.tags[_shared(before, run.tags) :]:
            left -= 1
        before = run.tags
        yield run if left >= 0 else run.but(tags=tuple(tag for tag in run.tags if tag != "b"))


def _opened(text: Rich) -> Iterator[str]:
    """Every tag that is opened, in order."""
    before: tuple[str, ...] = ()
    for run in text:
        yield from run.tags[_shared(before, run.tags) :]
        before = run.tags


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many of the outermost tags are the same."""
    for place, (tag, its) in enumerate(zip(one, other, strict=False)):
        if tag != its:
            return place
    return min(len(one), len(other))


def screens(pieces: Sequence[Rich], rows: Sequence[Sequence[Button]] = ()) -> tuple[Screen, ...]:
    """The pieces one under the other in as few messages as hold them; the buttons stand under the last.

    A message ends between two pieces, or inside of one that is longer than a message. What cannot be seen is left
    out; there is at least one piece that can.
    """
    messages: list[Rich] = []
    for piece in pieces:
        if messages and units(messages[-1]) + 1 + units(piece) <= MOST_UNITS:
            messages[-1] = (*messages[-1], Run("\n"), *piece)
        else:
            messages += [part for part in cut(piece) if _visible(part)]
    *front, last = messages
    buttons = tuple(tuple(row) for row in rows if row)
    return (*(Screen(rendered(one)) for one in front), Screen(rendered(last), buttons))


def _visible(text: Rich) -> bool:
    return any(unicodedata.category(char) not in _INVISIBLE for run in text for char in run.text)


def cut(text: Rich, most: int = MOST_UNITS) -> Iterator[Rich]:
    """The text in parts of at most so many units, cut behind a sentence where one ends, else at a pause."""
    while units(text) > most:
        head, text = _halves(text, _cutting_place("".join(run.text for run in text), most))
        yield head
    yield text


def _cutting_place(text: str, most: int) -> int:
    """Where to cut: as far on as a part reaches, but behind a sentence, or a pause, of its second half."""
    reached = taken = 0
    for char in text:
        taken += 2 if char > "\uffff" else 1
        if taken > most:
            break
        reached += 1
    for ending in (_SENTENCE_END, _PAUSE):
        places = [match.end() for match in ending.finditer(text, reached // 2, reached)]
        if places:
            return places[-1]
    return reached


def _halves(text: Rich, place: int) -> tuple[Rich, Rich]:
    head: list[Run] = []
    tail: list[Run] = []
    for run in text:
        if place > 0:
            head.append(run.but(text=run.text[:place]))
        if len(run.text) > place:
            tail.append(run.but(text=run.text[max(0, place) :]))
        place -= len(run.text)
    return tuple(head), tuple(tail)
