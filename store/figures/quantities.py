"""A sentence → the quantities in it: numeral, scale and unit with their exact value; everything else with digits is left.

Comes in: one sentence. Goes out: :class:`Quantity`, in order. Dates, ordinals, names and slogans are no quantities.
What a quantity counts, bounds or belongs to is the matter of the modules behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from store.figures.exclusions import counts
from store.figures.lexer import (
    LONGEST,
    NUMBER,
    NUMBER_BEGINS,
    Number,
    fraction,
    gap_end,
    may_begin,
    number_of,
    range_from,
    unit_at,
)
from store.language.numerals import fold
from store.language.prefiltered_search import find
from store.language.units import CANONICAL, CLOSED, COUNTED_NOUNS, KIND_OF, NAMES


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at ``start``:``end`` of the sentence.

    ``low`` equals ``high`` unless it is a range. ``more`` is true where 余 or 多 stands inside (300多名).
    ``unit`` is None only while the unit still has to be found in the neighbourhood (37个和150).
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: str | None
    kind: str
    more: bool = False


_MAYBE = re.compile(r"[0-9０-９零〇○一二三四五六七八九十百千万萬亿億两兩半]")
_HALF_YEAR = re.compile(r"年(?![,。;、]|时间|内|的时间|多|左右|以[上内])")  # 半年总结, 半年考核
_MONTHS_AND_MORE = re.compile(r"个(多|半)(月|小时|星期|学期|百分点)")
_SELF_EMPLOYED = re.compile(r"个体(?:工商|户|经营|劳动者)")
_TRAILING_HALF = re.compile(r"半(?![数天年月个边导])")
_QUOTED = re.compile(r"“[^“”]{1,40}”|「[^「」]{1,40}」|‘[^‘’]{1,40}’|\"[^\"]{1,40}\"|『[^『』]{1,40}』")
_TITLED = re.compile(r"《[^《》]{1,80}》")
_SAID = re.compile(r"[。！？]|[^\d],.*[^\d],")
_LEVEL = re.compile(r"(?:达到?|为|共计?|合计|总计|[增减]至|[加长少降高升]到|总数|有)$")
_CLAUSE_END = re.compile(r"\s*(?:[,;。:、)]|以上|左右|$)")
_LIST_SIGN = re.compile(r"(?:、|和|与|及|以及|或|,)")
_NAME = re.compile("|".join(NAMES))
_COUNTED = re.compile("|".join(COUNTED_NOUNS))


def quantities_in(sentence: str) -> tuple[Quantity, ...]:
    """The quantities of the sentence, in order, none overlapping.

    >>> [(q.low, q.unit) for q in quantities_in("招聘223名教师，征缴教育费附加10500万元，占比53.7%。")]
    [(Decimal('223'), '名'), (Decimal('105000000'), '元'), (Decimal('53.7'), '%')]
    """
    if not _MAYBE.search(sentence):
        return ()
    folded = fold(sentence)
    scanned = list(_scan(folded, sentence))
    if not scanned:
        return ()
    names = _names(sentence)
    found = [q for q in scanned if not names[q.start]]
    return tuple(q for q in _with_elided_units(found, folded) if q.unit is not None)


def _names(sentence: str) -> bytearray:
    """A mask of what stands in titles and in short quotations that are names or slogans, not speech."""
    mask = bytearray(len(sentence) + 1)
    if "《" in sentence:
        for match in _TITLED.finditer(sentence):
            mask[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    if any(c in sentence for c in '“‘「『"'):
        for match in _QUOTED.finditer(sentence):
            if not _SAID.search(fold(match.group())):
                mask[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return mask


def _scan(text: str, sentence: str) -> Iterator[Quantity]:
    position = 0
    while match := find(NUMBER, NUMBER_BEGINS, text, position):
        quantity, position = _quantity(text, sentence, match)
        if quantity is not None:
            yield quantity


def _quantity(text: str, sentence: str, match: re.Match[str]) -> tuple[Quantity | None, int]:
    """The quantity that begins with the match, and where to go on."""
    start, end = match.span()
    if end - start > LONGEST or not may_begin(text, match):
        return None, end
    if match["half"]:
        return _half(text, match)
    if match["base"]:
        part = fraction(text, match)
        if part is None:
            return None, end
        return Quantity(start, part.end, part.low, part.high, part.unit, "percent" if part.unit else "ratio"), part.end
    if match["over"]:
        share = Decimal(match["over"]) / Decimal(match["under"])
        return (Quantity(start, end, share, share, "", "ratio") if share < 1 else None), end
    if match["ratio"]:
        exact = Decimal(match["ratio"])
        return Quantity(start, end, exact, exact, ":1", "ratio"), end
    number = number_of(text, match)
    if number is None:
        return None, end
    if joined := range_from(text, number):
        number = joined
    return _single(text, sentence, number)


def _half(text: str, match: re.Match[str]) -> tuple[Quantity | None, int]:
    start, end = match.span()
    before = text[start - 1] if start else ""
    if match["half"] == "一半":
        return Quantity(start, end, Decimal("0.5"), Decimal("0.5"), "", "ratio"), end
    unit = unit_at(text, end)
    if (before in "上下大头前后多每一" and before) or not unit or _HALF_YEAR.match(text, end):
        return None, end
    stop = end + len(unit)
    return Quantity(start, stop, Decimal("0.5"), Decimal("0.5"), CANONICAL.get(unit, unit), KIND_OF[unit]), stop


def _single(text: str, sentence: str, number: Number) -> tuple[Quantity | None, int]:
    at = gap_end(text, number.end)
    unit = unit_at(text, at)
    if unit == "个" and (longer := _MONTHS_AND_MORE.match(text, at)):
        return _months_and_more(number, longer), longer.end()
    if unit == "个" and _SELF_EMPLOYED.match(text, at):
        unit = ""  # 900多万个体工商户
    if unit and at != number.end and unit not in CLOSED and number.spelled:
        unit = ""
    end = at + len(unit) if unit else number.end
    if _NAME.match(text, number.start):
        return None, end
    if not unit:
        return _unitless(text, number), number.end
    if not counts(text, number, unit, end):
        return None, end
    low, high = number.span.low, number.span.high
    half = _TRAILING_HALF.match(text, end)
    if half and KIND_OF[unit] in ("weight", "duration", "multiple", "area", "length") and low == high == int(low):
        low, high, end = low + Decimal("0.5"), high + Decimal("0.5"), half.end()
        unit_end = end - 1
    else:
        unit_end = end
    written = sentence[at:unit_end]
    canonical = CANONICAL.get(unit, written.replace(" ", "") if unit not in ("%", "‰") else unit)
    return Quantity(number.start, end, low, high, canonical, KIND_OF[unit], number.more), end


def _months_and_more(number: Number, match: re.Match[str]) -> Quantity:
    """1个多月 is over one month, 三个半月 three and a half: 个 belongs to the unit there."""
    unit = CANONICAL.get("个" + match[2], "个" + match[2])
    half = Decimal("0.5") if match[1] == "半" else Decimal(0)
    low, high = number.span.low + half, number.span.high + half
    return Quantity(number.start, match.end(), low, high, unit, KIND_OF[unit], match[1] == "多")


def _unitless(text: str, number: Number) -> Quantity | None:
    """人口12.98万, 一亿一千多万农户; other numbers only where a neighbour may lend its unit, or a level is stated."""
    low, high = number.span.low, number.span.high
    quantity = Quantity(number.start, number.end, low, high, None, "count", number.more)
    before = text[max(0, number.start - 12) : number.start]
    if before[-1:].isascii() and before[-1:].isalpha():
        return None
    if number.bare:
        return None
    if number.scaled:
        whole = text[number.end - 1] in "万亿余多" and not text.startswith(("里", "州", "众"), number.end)
        return replace(quantity, unit="") if whole else None
    if number.spelled:
        return quantity if low >= 2 else None
    if _COUNTED.match(text, number.end) and not (low == int(low) and 1900 <= low < 2100):
        return replace(quantity, unit="")
    if (
        _LEVEL.search(before)
        and _CLAUSE_END.match(text, number.end)
        and text[number.end : number.end + 1] != "、"
        and not before.endswith("第")
    ):
        return replace(quantity, unit="")
    return quantity


def _with_elided_units(found: list[Quantity], text: str) -> list[Quantity]:
    """The quantities with the units that the next or the one before lends: 37个和150, 高4个、17个、31个百分点."""
    result = list(found)
    for i in range(len(result) - 2, -1, -1):
        here, behind = result[i], result[i + 1]
        if behind.unit is None or not _LIST_SIGN.fullmatch(text, here.end, behind.start):
            continue
        if (behind.unit == "个百分点" and here.unit == "个") or (here.unit is None and text[behind.start - 1] != ","):
            result[i] = replace(here, unit=behind.unit, kind=behind.kind)
    for i in range(1, len(result)):
        before, here = result[i - 1], result[i]
        listed = _LIST_SIGN.fullmatch(text, before.end, here.start)
        if here.unit is None and before.unit and listed and _CLAUSE_END.match(text, here.end):
            result[i] = replace(here, unit=before.unit, kind=before.kind)
    return result
