"""Kept lines → those lines without a second copy of the report: a page that shows it twice, for reading and for printing.

The copy is word for word and ends the page, a line or two of its own around it aside. It begins right behind the first one;
behind a long one other lines may stand between, as no two reports of a compilation have so much in common. They go with
the copy where they are the links of the page, and stay where they may be a table or an appendix.
"""

from __future__ import annotations

from collections.abc import Sequence

from store import patterns as re
from store.language.characters import han_count
from store.language.line_forms import TITLE_WORDS, is_body
from store.model import DroppedLine, Line

COPY = "second-copy"
_AROUND = 3  # lines above, between and below the copies: a title, a button
_LEAST = 3  # lines
_LONG = 1000  # Chinese characters
_SHORTEST = 60  # Chinese characters; what is shorter may be a refrain
_SITE = ("buttons", "copyright", "navigation")  # rules
_SITE_LINES = 2  # dropped by them between the copies: what stands there is of the page
_DATE = re.compile(r"(?:19|20)\d\d(?:年(?:\d{1,2}月(?:\d{1,2}日)?)?|([-./])\d{1,2}\1\d{1,2})")
_NUMERAL = "[一二两三四五六七八九十百千万亿]"
# an appendix, a figure, one in characters (十二所, 百分之六)
_MATTER = re.compile(
    rf"\A附|\d|{_NUMERAL}{{1,12}}[余多]?[人所户亩元吨家名件项座台辆间处米里]|分之{_NUMERAL}|(?<!第){_NUMERAL}{{2,12}}个"
)


def without_copy(kept: list[Line], dropped: list[DroppedLine]) -> list[Line]:
    """The lines of the first copy alone; those of the second one go to ``dropped``."""
    texts = [line.text for line in kept]
    first, copy = _copy(texts)
    if not copy:
        return kept
    if copy.start - first.stop > _AROUND and _links(kept[first.stop - 1 : copy.start + 1], dropped):
        copy = range(first.stop, copy.stop)
    # The title above the copy is one as well.
    above = [at for at in range(copy.start - _AROUND, copy.start) if at > _AROUND and texts[at] in texts[: _AROUND + 1]]
    gone = {*above, *copy}
    dropped.extend(DroppedLine(kept[at].number, texts[at], COPY) for at in sorted(gone))
    return [line for at, line in enumerate(kept) if at not in gone]


def _links(lines: Sequence[Line], dropped: Sequence[DroppedLine]) -> bool:
    """Whether what is between the first and the last line is of the page: furniture, and no figure, row or appendix."""
    if any(line.row or _MATTER.search(_DATE.sub("", line.text)) for line in lines[1:-1]):
        return False
    numbers = range(lines[0].number, lines[-1].number)
    return sum(line.rule in _SITE and line.number in numbers for line in dropped) >= _SITE_LINES


def _copy(texts: Sequence[str]) -> tuple[range, range]:
    """The places of the lines that stand twice, the first time and the second; empty where the page holds its text once."""
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
            break
        # Another title between them: two reports of a compilation.
        other = any(TITLE_WORDS.search(line) and line not in texts[:first] for line in between)
        near = len(between) <= _AROUND and not other and end - first >= _LEAST and size >= _SHORTEST
        if near or (size >= _LONG and not any(map(is_body, between))):
            return range(first, end), range(first + offset, end + offset)
        break
    return range(0), range(0)
