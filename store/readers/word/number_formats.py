"""A counter value → the numeral that Word prints for it, for each numbering format of a Chinese report.

The rules are those of ECMA-376 Part 1, 17.18.59 (ST_NumberFormat); where Word is known to differ, of Microsoft's
implementation notes [MS-OI29500] to that clause. A format that is not listed here is printed as decimal, as 17.18.59
asks of a consumer that does not know it.

=============================  ==================  ============================================================
format                         1, 10, 21, 105      rule
=============================  ==================  ============================================================
decimal                        1 10 21 105
decimalZero                    01 10 21 105        one leading zero below 10
decimalFullWidth               １ １０ ２１ １０５
decimalEnclosedCircle          ① ⑩ 21 105          decimal beyond ⑳
decimalEnclosedCircleChinese   ① ⑩ 21 105          the same
decimalEnclosedParen           ⑴ ⑽ 21 105          decimal beyond ⒇
decimalEnclosedFullstop        ⒈ ⒑ 21 105          decimal beyond ⒛
ideographEnclosedCircle        ㈠ ㈩ 21 105         decimal beyond ㈩; Word prints brackets, not circles
upperRoman, lowerRoman         I X XXI CV
upperLetter, lowerLetter       A J U AAAAA         the letter repeated after each full round: Z, AA, BB
chineseCounting                一 十 二十一 一〇五      counted below 100, digit by digit from there on
chineseCountingThousand        一 十 二十一 一百零五     counted throughout
ideographDigital               一 一〇 二一 一〇五       digit by digit
japaneseCounting               一 十 二十一 百五        counted, without 零 and without 一 before 百 and 千
ideographTraditional           甲 癸 21 105         decimal beyond 癸
ideographZodiac                子 酉 21 105         decimal beyond 亥
chineseLegalSimplified         壹 壹拾 贰拾壹 壹佰零伍
=============================  ==================  ============================================================
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_DIGITS = "〇一二三四五六七八九"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_IDEOGRAPHS = str.maketrans("0123456789", _DIGITS)
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
# No list is that long: a larger start value is a damaged file, and letters repeated would fill the memory.
_LARGEST = 32767


@dataclass(frozen=True, slots=True)
class _Counting:
    """How a system counts: its digits, 十 百 千, its zero, and whether 一 is said before 十 and before 百 and 千."""

    digits: str
    units: str
    zero: str
    one_before_ten: bool
    one_before_hundred: bool


_CHINESE = _Counting(_DIGITS, "十百千", "零", one_before_ten=False, one_before_hundred=True)
_JAPANESE = _Counting(_DIGITS, "十百千", "", one_before_ten=False, one_before_hundred=False)
_LEGAL = _Counting("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "零", one_before_ten=True, one_before_hundred=True)


def numeral(value: int, number_format: str) -> str:
    """The text of *value* in *number_format* (an ST_NumberFormat); empty for ``bullet`` and ``none``.

    >>> [numeral(value, "chineseCountingThousand") for value in (1, 10, 21, 105, 1010)]
    ['一', '十', '二十一', '一百零五', '一千零一十']
    >>> numeral(3, "decimalEnclosedCircle"), numeral(21, "decimalEnclosedCircle")
    ('③', '21')
    """
    if number_format in {"bullet", "none"}:
        return ""
    write = _WRITERS.get(number_format)
    if write is None or not 1 <= value <= _LARGEST:
        return str(value)
    return write(value)


def _from(characters: str) -> Callable[[int], str]:
    """The n-th of *characters*, and decimal where they end."""
    return lambda value: characters[value - 1] if value <= len(characters) else str(value)


def _run(first: str, count: int) -> str:
    return "".join(chr(ord(first) + step) for step in range(count))


def _roman(value: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (value // worth)
        value %= worth
    return text


def _letter(value: int) -> str:
    rounds, index = divmod(value - 1, 26)
    return chr(ord("A") + index) * (rounds + 1)


def _digit_by_digit(value: int) -> str:
    return str(value).translate(_IDEOGRAPHS)


def _counted(value: int, system: _Counting) -> str:
    """*value* counted in thousands, hundreds and tens; above 9999 a 万 group is counted the same way."""
    if value >= 10000:
        high, low = divmod(value, 10000)
        gap = system.zero if 0 < low < 1000 else ""
        return _counted(high, system) + "万" + gap + (_within_group(low, system) if low else "")
    text = _within_group(value, system)
    spoken_ten = system.digits[1] + system.units[0]
    if 10 <= value < 20 and not system.one_before_ten:
        return text.removeprefix(spoken_ten[0])
    return text


def _within_group(value: int, system: _Counting) -> str:
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit == 0:
            gap = bool(text)
            continue
        if gap:
            text, gap = text + system.zero, False
        silent = digit == 1 and power > 0 and not system.one_before_hundred
        text += ("" if silent else system.digits[digit]) + (system.units[power - 1] if power else "")
    return text


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _from(_run("①", 20)),
    "decimalEnclosedCircleChinese": _from(_run("①", 20)),
    "decimalEnclosedParen": _from(_run("⑴", 20)),
    "decimalEnclosedFullstop": _from(_run("⒈", 20)),
    "ideographEnclosedCircle": _from(_run("㈠", 10)),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda value: _letter(value).lower(),
    "chineseCounting": lambda value: _counted(value, _CHINESE) if value < 100 else _digit_by_digit(value),
    "taiwaneseCounting": lambda value: _counted(value, _CHINESE) if value < 100 else _digit_by_digit(value),
    "chineseCountingThousand": lambda value: _counted(value, _CHINESE),
    "taiwaneseCountingThousand": lambda value: _counted(value, _CHINESE),
    "ideographDigital": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "japaneseCounting": lambda value: _counted(value, _JAPANESE),
    "ideographTraditional": _from("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _from("子丑寅卯辰巳午未申酉戌亥"),
    "chineseLegalSimplified": lambda value: _counted(value, _LEGAL),
}
