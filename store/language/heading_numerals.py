"""The numeral that opens a line: its style, its number and where it ends.

Whether the line *is* a heading, and on which level, :mod:`store.structure.outline` decides from its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from store import patterns as re
from store.language.characters import numeral_value
from store.quick_records import record

_CN = "一二三四五六七八九十百零〇"

# One alternative a style. A decimal (1.2亿元), a year (2014年), a range (3-5所) or a measure (16所) is no numeral:
# each style asks for its own mark behind the number, and the mark must not be followed by a digit.
_STYLES = (
    ("第一章", "cn", rf"第(?P<n>[{_CN}]+|[0-9]{{1,2}})(?:章|编|部分|板块|篇)(?=[\s:：、，,\u3000]|[\u4e00-\u9fff])"),
    (
        "第一节",
        "cn",
        rf"第(?P<n>[{_CN}]+|[0-9]{{1,2}})节(?![课能约目假日点奏省拍车操])(?=[\s:：、\u3000]|[\u4e00-\u9fff])",
    ),
    ("一", "cn", rf"(?P<n>[{_CN}]{{1,3}})$"),
    ("一、", "cn", rf"(?P<n>[{_CN}]{{1,4}})\s?(?:、|[.．](?!\d))"),
    ("一、", "cn", rf"【\s?(?P<n>[{_CN}]{{1,4}})\s?(?:、|[.．])(?=[^】]{{1,30}}】\s?$)"),  # 【七、下学年打算】
    ("(一)", "cn", rf"[（(〔【]\s?(?P<n>[{_CN}]{{1,4}})\s?[)）〕】](?:、|[.．])?"),
    ("1.1", "ar", r"(?P<n>[0-9]{1,2}(?:[.．][0-9]{1,2}){1,3})(?:[.．、](?!\d)|[\s\u3000](?=[\u4e00-\u9fff“《]))"),
    ("1、", "ar", r"(?P<n>[0-9０-９]{1,2})\s?、(?!\d)"),
    ("1.", "ar", r"(?P<n>[0-9０-９]{1,2})\s?[.．](?![\d０-９])"),
    ("(1)", "ar", r"[（(]\s?(?P<n>[0-9０-９]{1,2})\s?[)）](?:、|[.．](?!\d))?"),
    ("1)", "ar", r"(?P<n>[0-9０-９]{1,2})\s?[)）](?:、)?"),
    ("⑴", "ar", r"(?P<n>[⑴-⒇])(?:、)?"),
    ("①", "ar", r"(?P<n>[①-⑳])(?:、)?"),
    ("㈠", "cn", r"(?P<n>[㈠-㈩])(?:、)?"),
    ("⒈", "ar", r"(?P<n>[⒈-⒛])(?:、)?"),
)
_ENCLOSED = (("⑴", "⒇"), ("①", "⑳"), ("㈠", "㈩"), ("⒈", "⒛"))
_ONE_SIGN = frozenset(chr(code) for first, last in _ENCLOSED for code in range(ord(first), ord(last) + 1))


@cache
def _by_first() -> Mapping[str, tuple[tuple[str, str, re.Pattern[str]], ...]]:
    """The styles to try by a line's first character, which leaves few: every line is asked for its numeral."""
    made = [(style, family, re.compile(pattern)) for style, family, pattern in _STYLES]
    return {
        first: tuple(entry for entry in made if entry[0][0] in kinds)
        for firsts, kinds in (
            ("第", "第"),
            (_CN, "一"),
            ("0123456789０１２３４５６７８９", "1"),
            ("（(〔", "("),
            ("【", "(一"),
            (_ONE_SIGN, "⑴①㈠⒈"),
        )
        for first in firsts
    }


# The styles that number the parts of a report: 一、综合 is the first heading of a communique, and 1、综合 an item.
PARTS = ("一、", "第一章", "第一节")


@record
class Numeral:
    """The numeral that opens a line: ``style`` names its form by its first member, ``end`` is the offset behind it.

    ``family`` is "cn" (一 二 三) or "ar" (1 2 3): documents that number a level inconsistently change the mark
    (1、 then 2.) far more often than the family.
    """

    style: str
    family: str
    number: int
    end: int


def numeral_of(line: str) -> Numeral | None:
    """The numeral that opens the line, None where it opens with anything else.

    >>> numeral_of("（二）年工作要点")
    Numeral(style='(一)', family='cn', number=2, end=3)
    >>> numeral_of("【七、下学年打算】").number, numeral_of("【七、八月】开工")
    (7, None)
    >>> numeral_of("1.2亿元用于改造"), numeral_of("2014年11月"), numeral_of("十二五规划")
    (None, None, None)
    """
    for style, family, pattern in _by_first().get(line[:1], ()):
        match = pattern.match(line)
        if match is None:
            continue
        number = _value(match.group("n"))
        if number is None or not number:
            continue
        return Numeral(style, family, number, match.end())
    return None


@lru_cache(1024)
def _value(text: str) -> int | None:
    if len(text) == 1:
        for first, last in _ENCLOSED:
            if first <= text <= last:
                return ord(text) - ord(first) + 1
    return numeral_value(text.replace("．", ".").split(".")[-1])
