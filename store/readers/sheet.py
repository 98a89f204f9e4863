"""Spreadsheets: .xlsx → lines "表头：值，表头：值", one for each row, sheet after sheet.

Values are written as Excel shows them: by their number format, dates in ISO form. Left out: what Excel does not show
(hidden sheets), error values, and formulas whose result was never stored (a guess would be a figure of our own).
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import openpyxl

from store.readers.content import Content, table_lines

# Colours, conditions and locales: [Red] [>100] [$-804]; [$¥-804] holds a sign that is shown.
_BRACKETS = re.compile(r"\[\$(?P<sign>[^\]-]*)[^\]]*\]|\[[^\]]*\]")
# "亿元" and \元 are shown as they are; _x leaves the width of x and *x fills with x, which is no text.
_LITERAL = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].')
_DIGITS = re.compile(r"General|(?P<whole>[#?0,]*[#?0])(?:\.(?P<decimals>[#?0]*))?(?P<thousands>,*)", re.IGNORECASE)
# Scientific notation, fractions, text, and digits with a sign set among them: shown plainly instead.
_BEYOND = re.compile(r"E[+-]|[/@!]|[#?0]", re.IGNORECASE)


def read(data: bytes, name: str) -> Content:
    """The rows of every visible sheet as lines; where there are several sheets, each is headed by its name."""
    with warnings.catch_warnings():
        # openpyxl warns of what it does not keep (validation, headers); only values are wanted here.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            tables = [(sheet.title, table_lines(_rows(sheet))) for sheet in sheets]
        finally:
            book.close()
    tables = [(title, lines) for title, lines in tables if lines]
    out: list[str] = []
    headings: list[int] = []
    for title, lines in tables:
        if len(tables) > 1:
            out.append(" ".join(title.split()))
            headings.append(len(out))
        out += lines
    return Content("\n".join(out), headings=tuple(headings))


def _rows(sheet: Any) -> list[list[str]]:
    # The size that the file states is wrong in files of some exporters ("A1"), and rows would be lost by it.
    sheet.reset_dimensions()
    return [[_shown(cell) for cell in row] for row in sheet.iter_rows()]


def _shown(cell: Any) -> str:
    """The cell's value as Excel shows it, "" for an empty one."""
    value, shape = cell.value, cell.number_format or "General"
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return number(value, shape)
        case dt.datetime() | dt.date():
            return date(value, shape)
        case dt.time():
            return value.isoformat("minutes" if not value.second else "seconds")
        case dt.timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
        case _:
            return "" if cell.data_type == "e" else str(value).strip()


def number(value: float, shape: str) -> str:
    """A number as its format shows it.

    >>> number(12.0, "General"), number(0.537, "0.0%"), number(10500, "#,##0.00"), number(6.5, '0.0"亿元"')
    ('12', '53.7%', '10,500.00', '6.5亿元')
    """
    sections = _BRACKETS.sub(lambda match: match["sign"] or "", shape).split(";")
    negative = value < 0
    own = negative and len(sections) > 1  # a section of its own for values below zero
    section = sections[1] if own else sections[0]
    masked = _LITERAL.sub(lambda match: "\0" * len(match[0]), section)
    digits = _DIGITS.search(masked)
    if digits is None or _BEYOND.search(masked, digits.end()):
        return _plain(value)
    before, after = _unquoted(section[: digits.start()]), _unquoted(section[digits.end() :])
    # A format may say "below zero" by colour alone; a text has to say it with a sign.
    sign = "-" if negative and not (own and re.search(r"[-−(（]", before)) else ""
    size = abs(Decimal(repr(value)))
    if digits["whole"] is None:
        return sign + before + _plain(abs(value)) + after
    if "%" in masked:
        size *= 100
    return (
        sign
        + before
        + _placed(size / 1000 ** len(digits["thousands"]), digits["whole"], digits["decimals"] or "")
        + after
    )


def _placed(size: Decimal, whole: str, decimals: str) -> str:
    """The digits of a value: rounded, grouped and padded as their placeholders say."""
    rounded = size.quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    left, _, right = f"{rounded:f}".partition(".")
    left = left.zfill(whole.count("0"))
    if "," in whole:
        left = f"{int(left):,}"
    needed = len(decimals.rstrip("#?"))
    right = right[:needed] + right[needed:].rstrip("0")
    return f"{left}.{right}" if right else left


def _plain(value: float) -> str:
    """A number in the format General: 12.0 is 12, and what binary fractions add at the end is not there."""
    exact = Decimal(format(value, ".15g"))
    if exact.as_tuple().exponent < -9:  # type: ignore[operator] # finite: Excel has no infinities
        exact = Decimal(format(value, ".11g"))  # a computed value; Excel shows eleven digits
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _unquoted(section: str) -> str:
    return _LITERAL.sub(lambda match: match["quoted"] or match["escaped"] or "", section).strip()


def date(value: dt.datetime | dt.date, shape: str) -> str:
    """A date in ISO form, no more exact than its format shows it.

    >>> date(dt.datetime(2019, 3, 1), "yyyy-mm-dd"), date(dt.datetime(2019, 3, 1), 'yyyy"年"m"月"')
    ('2019-03-01', '2019-03')
    """
    shown = _LITERAL.sub("", _BRACKETS.sub("", shape)).lower()
    # Programs write plain dates as midnights, in a format with hours.
    if "h" in shown and isinstance(value, dt.datetime) and value.time() != dt.time():
        return value.isoformat(" ", "minutes")
    day = value.strftime("%Y-%m-%d")
    if "d" in shown or "y" not in shown:
        return day
    return day[:7] if "m" in shown else day[:4]
