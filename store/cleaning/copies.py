"""Kept lines → those lines without a second copy of the report: a page that shows it twice, for reading and for printing.

The copy is word for word and ends the page, a line or two of its own around it aside. It begins right behind the first one;
behind a long one the links of the page may stand between, as no two reports of a compilation have so much in common.
"""

from __future__ import annotations

from collections.abc import Sequence

from store.language.characters import han_count
from store.language.heading_numerals import TITLE_WORDS, is_body
from store.model import DroppedLine, Line

COPY = "second-copy"
_AROUND = 3  # lines above, between and below the copies: a title, a button
_LEAST = 3  # lines
_LONG = 1000  # Chinese characters
_SHORTEST = 60  # Chinese characters; what is shorter may be a refrain


def without_copy(kept: list[Line], dropped: list[DroppedLine]) -> list[Line]:
    """The lines of the first copy alone; those of the second one go to ``dropped``."""
    texts = [line.text for line in kept]
    copy = _copy(texts)
    if not copy:
        return kept
    # The title above the copy is one as well.
    above = [at for at in range(copy.start - _AROUND, copy.start) if at > _AROUND and texts[at] in texts[: _AROUND + 1]]
    gone = {*above, *copy}
    dropped.extend(DroppedLine(kept[at].number, texts[at], COPY) for at in sorted(gone))
    return [line for at, line in enumerate(kept) if at not in gone]


def _copy(texts: Sequence[str]) -> range:
    """The places of the lines that stand twice, of the second time; empty where the page holds its text once."""
    seen: dict[str, int] = {}
    for place, text in enumerate(texts):
        start = seen.setdefault(text, place)
        if start == place or not is_body(text):
            continue
        offset, first, end = place - start, start, start + 1
        while first and texts[first - 1] == texts[first - 1 + offset]:
            first -= 1
        while end + offset < len(texts) and end < first + offset and texts[end] == texts[end + offset]:
            end += 1
        between, size = texts[end : first + offset], sum(map(han_count, texts[first:end]))
        if first > _AROUND or len(texts) - end - offset > _AROUND:
            return range(0)
        if size >= _LONG and not any(map(is_body, between)):
            return range(end, end + offset)
        # Another title between them: two reports of a compilation.
        other = any(TITLE_WORDS.search(line) and line not in texts[:first] for line in between)
        if len(between) <= _AROUND and not other and end - first >= _LEAST and size >= _SHORTEST:
            return range(first + offset, end + offset)
        return range(0)
    return range(0)
