"""Folded text → numerals with scale, joined to ranges where two stand together; and the unit at a place.

What comes in has been folded (:func:`store.language.numerals.fold`). Whether a numeral and a unit make a quantity is
decided in :mod:`store.figures.quantities`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from store.language.numerals import Span, value
from store.language.units import BLOCKED, BY_FIRST


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral before its unit is known. ``spelled`` is true for 三百, ``bare`` for a scale alone (万, 千亿)."""

    start: int
    end: int
    span: Span
    spelled: bool
    scaled: bool
    bare: bool
    more: bool
    decimal: bool


@dataclass(frozen=True, slots=True)
class Fraction:
    """百分之五十六 or 三分之二: ``unit`` is %, ‰ or "" for a part of one."""

    end: int
    low: Decimal
    high: Decimal
    unit: str


# The 千 of 千瓦 belongs to the unit, as does the 百 of 百分点.
_HAN = r"(?:[零〇○一二三四五六七八九十万亿几]|(?<![零〇○一二三四五六七八九])两|百(?!分点)|千(?![瓦克伏卡赫]))"
_DIGITS_OF = r"[零〇○一二三四五六七八九]"
_SCALE = r"(?:[十万亿]|百(?!分点)|千(?![瓦米克伏卡赫]))"
_ARABIC = r"(?:\d{1,3}(?:[,]\d{3}(?!\d))++(?:\.\d+)?|\d(?:\ \d(?!\d))++(?:\ ?\.\ ?\d++)?|\d++(?:\ \.\ ?\d++|\.\d++)?)"
_HAN_NUMERAL = rf"(?!零(?!点))(?:两|{_HAN}){_HAN}*+(?:点{_DIGITS_OF}++{_SCALE}*+)?+"
NUMBER = re.compile(
    rf"""
    (?P<half>一半|半(?=年|天|小时|个月|个小时|个多月))
    | (?P<base>百|千|万|{_HAN}++)分之(?P<part>{_HAN_NUMERAL}|百|{_ARABIC})
    | (?<=[占减少加简缩近约的有过])(?P<over>[1-9])/(?P<under>[2-9]|10)(?=[的以左强多,;。、)])
    | (?P<ratio>\d{{1,4}}(?:\.\d+)?)\ ?:\ ?1(?![\d.:])
    | (?P<han>{_HAN_NUMERAL}(?:[余多来]{_SCALE}++)?+)
    | (?P<arabic>{_ARABIC}(?:\ ?[余多来]?{_SCALE}++(?:零?\d++{_SCALE}++)*+)?+)
    """,
    re.VERBOSE,
)
# Every find of NUMBER begins with one of these, most characters of a text are none.
NUMBER_BEGINS = re.compile(r"[\d零〇○一二三四五六七八九十百千万亿两几半]")
# A numeral longer than this is a row of digits or a telephone directory, not a number.
LONGEST = 30
_MORE = re.compile(r"\ ?[余多来](?=\ ?[^\W\d_])")
_RANGE_SIGN = re.compile(r"\ ?(-{1,2}|~|至|到|、)\ ?")
_GAP = re.compile(r" {0,2}")

# In front of a numeral these make an ordinal, a base of a rate or a vague amount of it: 第三, 每百斤, 数十, 好几.
_NONUMBER_AFTER = frozenset("第每+＋·•_〔[#/\\几上")
_VAGUE_AFTER = frozenset("数几好")
_ORDINAL_LIST = re.compile(
    r"第[一二三四五六七八九十\d]{1,3}(?:[、和至到-]第?[一二三四五六七八九十\d]{1,3})*[、和至到-]$"
)
_ENUMERATOR = re.compile(r"[。;:\s]\s*$")


def may_begin(text: str, match: re.Match[str]) -> bool:
    """Whether a number may begin with the match, by what stands right before it."""
    start = match.start()
    before = text[start - 1] if start else ""
    if before in _NONUMBER_AFTER and before:
        return before == "上" and text[start] not in "千万亿百" and not match["half"]
    if before == "." and start > 1 and text[start - 2].isdigit():
        return False
    # 1 023名: the rest of a number written with a space; nothing is better than 23.
    if before == " " and text[start - 2 : start - 1].isdigit() and re.match(r"\d{3}(?!\d)", text[start:]):
        return False
    if before in _VAGUE_AFTER and text[start] in "十百千万亿":
        return False
    if before in "、和至到-" and before and _ORDINAL_LIST.search(text, max(0, start - 16), start):
        return False
    return not text.startswith(("+", "·", "•"), match.end())


def fraction(text: str, match: re.Match[str]) -> Fraction | None:
    """百分之五十六, 千分之六点一, 三分之二; 百分之五至六, 百分之六、七十."""
    end = match.end()
    part = value(match["part"])
    whole = value(match["base"])
    if part is None or whole is None or not whole.low or whole.low != whole.high:
        return None
    low, high = part.low, part.high
    sign = _RANGE_SIGN.match(text, end)
    other = NUMBER.match(text, sign.end()) if sign else None
    second = value(other["han"]) if other and other["han"] else None
    if sign and other and second and not unit_at(text, other.end()) and second.low > low:
        if sign[1] != "、":
            high, end = second.high, other.end()
        elif (shared := _neighbours(match["part"], other["han"])) is not None:
            low, high, end = shared, second.high, other.end()
    if match["base"] in "百千":
        return Fraction(end, low, high, "%" if match["base"] == "百" else "‰")
    return Fraction(end, low / whole.low, high / whole.low, "")


def number_of(text: str, match: re.Match[str]) -> Number | None:
    """The number that the match is, 余 and 多 behind it included; None for vague ones (十几)."""
    written = match["han"] or match["arabic"]
    start, end = match.span()
    plain = re.sub("[余多来 ]", "", written)
    span = value(plain)
    if span is None or "几" in written:
        return None
    more = plain != written.replace(" ", "")
    behind = _MORE.match(text, end)
    if behind and text[end - 1] in "0123456789十百千万亿" and unit_at(text, gap_end(text, behind.end())):
        # 10多名, 十余个, 40多万; but 5多 is nothing, and 二十来 before a noun stays as it is.
        more, end = True, behind.end()
    elif behind and text[end - 1] in "千万亿" and text[behind.end() - 1] in "余多":
        more, end = True, behind.end()
    spelled = bool(match["han"])
    return Number(
        start=start,
        end=end,
        span=span,
        spelled=spelled,
        scaled=any(c in plain for c in "万亿"),
        bare=spelled and plain[0] in "百千万亿",
        more=more,
        decimal="." in plain or "点" in plain,
    )


def unit_at(text: str, position: int) -> str:
    """The unit that stands at the position, as written; "" where none does."""
    for unit in BY_FIRST.get(text[position : position + 1], ()):
        if text.startswith(unit, position):
            behind = text[position + len(unit) : position + len(unit) + 1]
            if not (behind and behind in BLOCKED[unit]):
                return unit
    return ""


def range_from(text: str, number: Number) -> Number | None:
    """3-5所, 25%到40%, 四千万亩到五千万亩, 二、三百亿度; None where no range begins here."""
    first_unit = unit_at(text, number.end)
    sign = _RANGE_SIGN.match(text, number.end + len(first_unit))
    match = NUMBER.match(text, sign.end()) if sign else None
    if not sign or not match or not (match["han"] or match["arabic"]) or match.end() - match.start() > LONGEST:
        return None
    second = number_of(text, match)
    if second is None or second.bare or number.bare:
        return None
    low, high = number.span.low, second.span.high
    if sign[1] == "、":
        if first_unit or not (number.spelled and second.spelled) or opens(text, number.start):
            return None
        shared = _neighbours(text[number.start : number.end], text[second.start : second.end])
        if shared is None:
            return None
        low = shared
    elif first_unit:
        two_levels = sign[1] in "到至" and _from(text, number.start)
        if first_unit != unit_at(text, gap_end(text, second.end)) or two_levels:
            return None
    elif second.scaled and not number.scaled and number.spelled == second.spelled:
        low = _share_scale(low, text[second.start : second.end], high)
    if not low < high:
        return None
    more = number.more or second.more
    return replace(second, start=number.start, span=Span(low, high), more=more)


def gap_end(text: str, position: int) -> int:
    """Where the unit of a numeral that ends at the position would begin: 30 %, 1270 元."""
    match = _GAP.match(text, position)
    return match.end() if match else position


def opens(text: str, start: int) -> bool:
    """Whether the numeral begins a sentence or a line, where it may number a paragraph."""
    return not text[max(0, start - 4) : start].strip() or bool(_ENUMERATOR.search(text[max(0, start - 4) : start]))


def _from(text: str, start: int) -> bool:
    """Whether 由 or 从 stands before: then two levels follow, not a range."""
    before = re.split(r"[,;。、]", text[max(0, start - 14) : start])[-1]
    return "由" in before or "从" in before


def _neighbours(first: str, second: str) -> Decimal | None:
    """The first of two neighbours in the scale of the second: 二、三百亿 gives two hundred 亿."""
    a, b = first[-1], second[0]
    order = "一二三四五六七八九"
    a = "二" if a == "两" else a
    if a not in order or b not in order or order.index(b) - order.index(a) != 1:
        return None
    if len(first) > 1 and any(c not in "十百" for c in second[1:] if c not in "万亿千"):
        return None
    span = value(first + second[1:])
    return span.low if span else None


def _share_scale(low: Decimal, second: str, high: Decimal) -> Decimal:
    """3-5万: the scale holds for both, where that leaves the first the smaller one."""
    factor = Decimal(1)
    for c in reversed(second):
        if c not in "万亿":
            break
        factor *= 10**4 if c == "万" else 10**8
    return low * factor if low * factor < high else low
