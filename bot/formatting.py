"""Figures → what a person reads and what a program reads: short Chinese, exact numbers."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.wording import answers as answer_words
from bot.wording import figures as figure_words
from store import patterns as re

if TYPE_CHECKING:
    from retrieval.model import Evidence
    from store.model import Figure

# Line breaks and whatever moves a terminal's cursor: they come in with the names of files and what libraries say.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SCALES = (("亿", 8), ("万", 4))
# Nobody writes 万 or 亿 before these: 34567% stays.
_UNSCALED = frozenset(("%", "‰", "个百分点", ":1", "1:", "倍", "番", "分", "度"))
_LONGEST_FRACTION = 4
_SCALE_WORDS = frozenset("百千万亿萬億")
_DIGITS = "0123456789０１２３４５６７８９"
_BARE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LONG = 10**8
_SAYS_MORE = frozenset("余餘多来來")
_NOT_DIGITS = str.maketrans("", "", "余餘多来來 \t,，")


def json_number(value: Decimal | None) -> int | float | None:
    """The value as JSON writes it: whole numbers whole, others by their shortest digits.

    >>> json_number(Decimal("10407700.00")), json_number(Decimal("98.09"))
    (10407700, 98.09)
    """
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def plain(value: Decimal) -> str:
    """All digits of the value, without an exponent and without zeros that say nothing.

    >>> plain(Decimal("10407700.00")), plain(Decimal("1E+3")), plain(Decimal("0.50"))
    ('10407700', '1000', '0.5')
    """
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def readable(figure: Figure) -> str:
    """The amount in digits, with the scale that keeps it short, and its unit: 1.05亿元, 3–5所, 8.4:1."""
    amounts = (figure.value,) if figure.value is not None else (figure.least, figure.most)
    said = "–".join(_scaled(amount, figure.unit) for amount in amounts)
    return figure.unit + said if figure.unit == "1:" else said + figure.unit


def amount(figure: Figure) -> str:
    """The amount as the text has it, and beside it in other words where it is large: 10500万元（1.05亿元）.

    A unit that the text leaves to a neighbour (37个和150) or to the head of a table (单位：亿元) is put behind it.
    """
    written = figure.text.translate(_NOT_DIGITS)
    if figure.unit and written == plain(figure.most):
        return figure.text + figure.unit
    shown = readable(figure)
    if figure.unit and _BARE.fullmatch(written):
        return shown if shown.startswith(written) else f"{figure.text}（{shown}）"
    if shown.translate(_NOT_DIGITS) == written or not _hard_to_read(written, figure.most):
        return figure.text
    return f"{figure.text}（{shown}）"


def _hard_to_read(written: str, most: Decimal) -> bool:
    """10500万元, 123456789元 and 一万二千名, but neither 0.8亿元 nor 223456元."""
    digits = len(written) - len(written.lstrip(_DIGITS))
    if not digits:
        return most >= 10**4
    return digits > 4 and (most >= _LONG or not _SCALE_WORDS.isdisjoint(written))


def qualities(figure: Figure) -> tuple[str, str, str]:
    """Bound, change and plan in words, "" where there is none."""
    change = figure_words.CHANGES[figure.change] if figure.change else ""
    return figure_words.BOUNDS[figure.bound], change, answer_words.PLANNED if figure.planned else ""


def stated(figure: Figure) -> str:
    """The amount with all that qualifies it, as one would say it: 约132名, 增加8名, 计划4所以上."""
    bound, change, planned = qualities(figure)
    text = amount(figure)
    if figure.bound == "about":
        text = bound + text
    elif _SAYS_MORE.isdisjoint(figure.text):  # 300多名 says it itself
        text += bound
    return planned + change + text


def rank_text(figure: Figure) -> str:
    """第12位→第5位, "" where no place is told."""
    if figure.rank is None:
        return ""
    return "→".join(f"第{place}位" for place in (figure.rank.origin, figure.rank.to) if place is not None)


def _scaled(value: Decimal, unit: str) -> str:
    for scale, power in _SCALES if unit not in _UNSCALED else ():
        shown = plain(value.scaleb(-power))
        if abs(value) >= 10**power and len(shown.partition(".")[2]) <= _LONGEST_FRACTION:
            return shown + scale
    return plain(value)


def width(text: str) -> int:
    """How many columns of a terminal the text takes.

    >>> width("2022年，共12所")
    14
    """
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1 for char in text
    )


def around(text: str, start: int, end: int, room: int) -> tuple[int, int]:
    """From where to where a text can be shown around a part of it in so many columns, more of what stands before it."""
    left = room - width(text[start:end])
    while start or end < len(text):
        wider = max(start - 2, 0), min(end + 1, len(text))
        left -= width(text[wider[0] : start]) + width(text[end : wider[1]])
        if left < 0:
            break
        start, end = wider
    return start, end


def one_line(text: str) -> str:
    """The text without line breaks and control characters.

    >>> one_line("第一行\\n第二行")
    '第一行 第二行'
    """
    return _CONTROL.sub(" ", text)


def told_year(figure: Figure, given: Evidence) -> str | int | None:
    """The year, or the years, that a quoted figure is of: its own, else its sentence's, else its report's."""
    return figure.period or given.period or given.report.year
