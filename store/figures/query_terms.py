"""What a person types to find figures → what the figures must hold: words, and the least and the most of a value.

Comes in: 投入超过5000万元的, 教师 大于100, or a value by itself (5000万, 1.05亿元). Goes out: :class:`Limit` and words as
they were typed. How words are matched, and against what, is left to :mod:`store.archive.figure_query`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from store import patterns as re
from store.figures.extract import figures_in
from store.figures.lexer import LONGEST, NUMBER, number_of
from store.language.numerals import fold
from store.model import Figure


@dataclass(frozen=True, slots=True)
class Limit:
    """The ``least`` or the ``most`` that a figure may say, itself included unless not ``inclusive``; or what it must ``name``.

    ``unit`` is the base unit that the figure must have, "" where any will do.
    """

    side: Literal["least", "most", "name"]
    value: Decimal
    unit: str = ""
    inclusive: bool = True

    def holds(self, figure: Figure) -> bool:
        """Whether all that the figure can stand for keeps the limit; its unit is not looked at.

        A figure that says 超过100 is more than 100, and one that says 100 is not; both name 100, as does 80至120.
        """
        if self.side == "name":
            return figure.least <= self.value <= figure.most
        said = figure.least if self.side == "least" else figure.most
        if said == self.value:
            beyond, short = ("over", "under") if self.side == "least" else ("under", "over")
            return figure.bound == beyond or (self.inclusive and figure.bound != short)
        return said > self.value if self.side == "least" else said < self.value


@dataclass(frozen=True, slots=True)
class Term:
    """A term as understood: all of the words are wanted, and every limit must hold."""

    words: tuple[str, ...]
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: str
    bound: str


_SIGNS = {
    ">=": "不低于",
    "≥": "不低于",
    "≧": "不低于",
    ">": "超过",
    "<=": "不超过",
    "≤": "不超过",
    "≦": "不超过",
    "<": "低于",
}
_SIGN = re.compile("|".join(_SIGNS))
_WIDE = str.maketrans("＞＜＝", "><=")
_BEFORE = re.compile(
    r"(?:(?P<from>不低于|不少于|不小于|不下于?|至少|最少|起码)|(?P<above>超过|超出|突破|多于|大于|高于|逾|超)"
    r"|(?P<upto>不超过|不高于|不多于|不大于|至多|最多)|(?P<below>不足|不到|未到|不满|未满|低于|少于|小于)"
    r"|(?P<at>等于|大约|将近|接近|约|近|=))了?\s*$"
)
_BEHIND = re.compile(r"\s*(?:(?P<from>及?以上)|(?P<upto>及?以下|[以之]内)|(?P<at>左右|上下))")
_BETWEEN_WORDS = re.compile(r"[\s,;、。!?]+")
_NO_WORDS = frozenset(("", "的", "之间", "在", "且", "并", "和"))


def read_term(text: str) -> Term:
    """The words and limits of a term; a number stays among the words unless it is a figure or is compared with.

    >>> read_term("投入超过5000万元的")
    Term(words=('投入',), limits=(Limit(side='least', value=Decimal('50000000'), unit='元', inclusive=False),))
    >>> [limit.side for limit in read_term("教师 100人以上、200人以下").limits]
    ['least', 'most']
    """
    text = _SIGN.sub(lambda sign: _SIGNS[sign.group()], text.translate(_WIDE))
    folded = fold(text)
    limits: list[Limit] = []
    left = text
    for number in _numbers(text, folded):
        before = _BEFORE.search(folded, 0, number.start)
        behind = _BEHIND.match(folded, number.end)
        start, end = before.start() if before else number.start, behind.end() if behind else number.end
        limits += _limits(number, before or behind)
        left = left[:start] + " " * (end - start) + left[end:]
    words = [word for word in _BETWEEN_WORDS.split(_half_width(left)) if word not in _NO_WORDS]
    return Term(tuple(dict.fromkeys(words)), tuple(limits))


def read_value(text: str) -> tuple[Decimal, str]:
    """A single value in base units, and its base unit, "" where none stands there. Raises ValueError.

    >>> read_value("5000万"), read_value("1.05亿元")
    ((Decimal('50000000'), ''), (Decimal('105000000.00'), '元'))
    """
    text = text.strip()
    found = [(one.value, one.unit) for one in figures_in(text) if one.text == text]
    if not found:
        folded = fold(text)
        match = NUMBER.fullmatch(folded) if len(text) <= LONGEST else None
        plain = number_of(folded, match) if match and (match["han"] or match["arabic"]) else None
        found = [(plain.span.low if plain.span.low == plain.span.high else None, "")] if plain else []
    for value, unit in found:
        if value is not None:
            return value, unit
    raise ValueError(text)


def read_unit(text: str) -> str:
    """The base unit of what was typed: 元 for 万元, 平方米 for ㎡.

    >>> read_unit("万元"), read_unit("㎡"), read_unit("台套")
    ('元', '平方米', '台套')
    """
    text = text.strip()
    return next((one.unit for one in figures_in(f"2{text}") if one.end == len(text) + 1 and one.unit), text)


def _numbers(text: str, folded: str) -> Iterator[_Number]:
    """The figures of a term, and the bare numbers that something is compared with, in order."""
    found = [_Number(one.start, one.end, one.least, one.most, one.unit, one.bound) for one in figures_in(text)]
    for match in NUMBER.finditer(folded):
        start, end = match.span()
        if any(start < one.end and one.start < end for one in found) or end - start > LONGEST:
            continue
        compared = _BEFORE.search(folded, 0, start) or _BEHIND.match(folded, end)
        if compared and (match["han"] or match["arabic"]) and (plain := number_of(folded, match)):
            found.append(_Number(start, plain.end, plain.span.low, plain.span.high, "", "exact"))
    yield from sorted(found, key=lambda one: one.start)


def _limits(number: _Number, cue: re.Match[str] | None) -> tuple[Limit, ...]:
    said = cue.lastgroup if cue else {"over": "above", "under": "below"}.get(number.bound, "at")
    if said == "at" and number.low == number.high:
        return (Limit("name", number.low, number.unit),)
    least = Limit("least", number.low, number.unit, inclusive=said != "above")
    most = Limit("most", number.high, number.unit, inclusive=said != "below")
    if said in ("from", "above"):
        return (least,)
    return (most,) if said in ("upto", "below") else (least, most)


def _half_width(text: str) -> str:
    return text.translate(str.maketrans("，；！？\u3000", ",;!? "))
