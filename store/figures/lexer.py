"""Folded text → numerals with scale, joined to ranges where two stand together; and the unit at a place.

What comes in has been folded (:func:`store.language.numerals.fold`). Whether a numeral and a unit make a quantity is
decided in :mod:`store.figures.quantities`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from store import patterns as re
from store.language.numerals import Span, value
from store.language.units import Unit, units, units_from


class Number(NamedTuple):
    """A numeral before its unit is known. ``spelled`` is true for 三百, ``bare`` for a scale alone (万, 千亿), ``vague`` for 几十."""

    start: int
    end: int
    span: Span
    spelled: bool
    scaled: bool
    bare: bool
    more: bool
    decimal: bool
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Fraction:
    """百分之五十六 or 三分之二: ``unit`` is %, ‰ or "" for a part of one."""

    end: int
    low: Decimal
    high: Decimal
    unit: str


# The 千 of 千瓦 belongs to the unit, as does the 百 of 百分点.
_HAN = r"(?:[零〇○一二三四五六七八九十万亿几]|兆(?=[零一二三四五六七八九千]|日?元)|两(?=[百千万亿])|百(?!分点)|千(?![瓦克伏卡赫帕焦]))"
_DIGITS_OF = r"[零〇○一二三四五六七八九]"
_SCALE = r"(?:[十万亿拾佰仟]|百(?!分点)|(?<=[万亿]\d)千(?=米)|千(?![瓦米克伏卡赫帕焦])|[kK](?=%|元|个百分))"
# 39 804项: a blank between thousands, in running text; the cells of a table have one in front as well.
_ARABIC = r"(?:(?<=[\u4e00-\u9fff])[1-9]\d{0,2}(?:\ \d{3}(?![\d.:/-]))++|\d{1,3}(?:[,]\d{3}(?!\d))++(?:\.\d+)?|\d(?:\ \d(?!\d))++(?:\ ?\.\ ?\d++)?|\d++(?:\ \.\ ?\d++|\.\d++)?)"
_HAN_NUMERAL = rf"(?!零(?!点))(?:两|{_HAN}){_HAN}*+(?:点{_DIGITS_OF}++{_SCALE}*+)?+"
_FORMAL = "[壹贰貳叁參肆伍陆陸柒捌玖拾佰仟]"
NUMBER = re.compile(
    rf"""
    (?P<half>一半|半数|(?<=过)半|半(?=年|天|小时|个月|个小时|个多月|成))
    | (?<=对)(?P<fold>折)
    | (?P<base>百|千|万|{_HAN}{{1,30}}+|佰)分之\ {{0,2}}(?P<part>{_HAN_NUMERAL}|百|{_ARABIC}{_SCALE}?)
    | (?<=[占减少加简缩近约的有过])(?P<over>[1-9])/(?P<under>[2-9]|10)(?=[的以左强多,;。、)])
    | (?P<ratio>\d{{1,4}}(?:\.\d++)?(?:\ ?:\ ?\d{{1,4}}(?:\.\d++)?){{1,5}})(?![\d:])
    | (?P<formal>{_FORMAL}(?:{_FORMAL}|[零万亿一二三四五六七八九十百千]){{0,16}}(?:点{_DIGITS_OF}++)?+)
    | (?P<han>{_HAN_NUMERAL}(?:[余多来]{_SCALE}++)?+)
    | (?P<arabic>{_ARABIC}(?:\ ?[余多来]?{_SCALE}++(?:零?\d++{_SCALE}++)*+(?:(?<!\ )\d(?![\d.:%年月日号点时-]|,\d))?+)?+)
    """,
    re.VERBOSE,
)
# Every find of NUMBER begins with one of these, most characters of a text are none.
NUMBER_BEGINS = re.compile(r"[\d零〇○一二三四五六七八九十百千万亿两几半折佰壹贰貳叁參肆伍陆陸柒捌玖拾仟]")
# A numeral longer than this is a row of digits or a telephone directory, not a number.
LONGEST = 30
_MORE = re.compile(r"\ ?[余多来](?=\ ?(?:[^\W\d_]|㎡))")
_GOES_ON = "零〇○一二三四五六七八九十百千万亿兆两几半点分余多来 -~至到、"
_RANGE_SIGN = re.compile(r"\ ?(-{1,2}|~|至|到|、)\ ?")
_SIGN_NEAR, _NEAR = re.compile("[-~至到、]"), 12  # characters; a unit has eight at most
_GAP = re.compile(r" {0,3}")
_MINUS = frozenset("-－−﹣‐‑")
_NO_MINUS_BEHIND = re.compile(r"[A-Za-z\d)\]”》%]\ ?$")
_SIDE = re.compile(r"-|零[下上]|负")
# 增长为负3%, 利润负2亿元; not 户均减负2万元, 税负3%
_BELOW = re.compile(r"零下$|(?<![减税欺抱背担肩自正胜辜债增轻重赋])负$")

# In front of a numeral these make an ordinal, a base of a rate or a vague amount of it: 第三, 每百斤, 数十, 好几.
_NONUMBER_AFTER = frozenset("第每·•_〔[#/\\几廿卅卌")
# 数十, 数百万: only where 数 is not the end of another word (人数, 总数). 人数十二 is read: no 数十 goes on with a digit.
_SEVERAL = re.compile(r"(?:^|[^\u4e00-\u9fff]|[了有达及的近来和与这在引供纳助开召办为涉请出过投集放得经去展行约共])数$")
_HAN_DIGITS = frozenset("一二三四五六七八九")
_NO_DIGIT = re.compile("[余多来 ]")
# 上百家 is a hundred and more; 网上百, 以上千 and 成百上千 are none.
_UPWARD = re.compile(r"(?<![以之网线路马会早晚史身加天地海百千])上$")
_PLUS = re.compile(r"(?<![\w.)])\+$|[\u4e00-\u9fff:,;(]\+$")
# 1O0万, l200: a letter read for a digit, or a digit of a name. GDP6.5% and RMB50万 are none.
_LETTER = re.compile(r"(?:(?<![A-Z])[A-Z]|[a-z])$")
_LEADING_ZERO = re.compile(r"0[\d,]")
_ORDINAL_LIST = re.compile(
    r"第[一二三四五六七八九十\d]{1,3}(?:[、和至到-]第?[一二三四五六七八九十\d]{1,3})*[、和至到-]$"
)
_ENUMERATOR = re.compile(r"[。;:\s]\s{0,3}$")


@cache
def number_begins() -> re.Pattern[str]:
    """What a find of NUMBER that can be a quantity begins with.

    Nearly a fourth of all finds are 一 in front of neither a unit nor more of a numeral or a range: 统一, 进一步, 一些.
    """
    behind_one = re.escape("".join(sorted({name[0] for name in units()} | set(_GOES_ON))))
    return re.compile(rf"{NUMBER_BEGINS.pattern}(?<!一(?![{behind_one}]))")


def may_begin(text: str, match: re.Match[str]) -> bool:
    """Whether a number may begin with the match, by what stands right before it."""
    start = match.start()
    before = text[start - 1] if start else ""
    if before in _NONUMBER_AFTER and before:
        return False
    if before == "上" and text[start] in "千万亿百":
        return bool(_UPWARD.search(text, max(0, start - 2), start))
    if before == "+" and not _PLUS.search(text, max(0, start - 2), start):
        return False
    if before.isascii() and before.isalpha() and _LETTER.search(text, max(0, start - 2), start):
        return False
    if text[start] == "0" and _LEADING_ZERO.match(text, start):
        return False  # 00万元: the rest of a number that something has cut
    if before == "." and start > 1 and text[start - 2].isdigit():
        return False
    # 1 023名: the rest of a number written with a space; nothing is better than 23.
    if before == " " and text[start - 2 : start - 1].isdigit() and re.match(r"\d{3}(?!\d)", text[start:]):
        return False
    if before == "数" and text[start] in "十百千万亿":
        return bool(_SEVERAL.search(text, max(0, start - 2), start)) or text[start + 1 : start + 2] in _HAN_DIGITS
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
    if match["base"] in "百佰千":
        return Fraction(end, low, high, "‰" if match["base"] == "千" else "%")
    return Fraction(end, low / whole.low, high / whole.low, "")


def number_of(text: str, match: re.Match[str]) -> Number | None:
    """The number that the match is, 余 and 多 behind it included; None for vague ones (十几)."""
    form = match.lastgroup
    written = match[form or 0]
    start, end = match.span()
    plain = _NO_DIGIT.sub("", written) if _NO_DIGIT.search(written) else written
    several = text[start - 1 : start] == "数" and written[0] in "十百千万亿" and written[1:2] not in _HAN_DIGITS
    vague = several or "几" in written
    if form == "formal" and (len(written) == 1 or not re.search("[拾佰仟万亿点]", written)):
        return None  # 队伍, 陆地, 贰 of a name
    span = _vaguely("几" + plain if several else plain) if vague else value(plain)
    if span is None:
        return None
    more = plain != written.replace(" ", "")
    behind = _MORE.match(text, end) if text[end : end + 1] in " 余多来" else None
    if behind and text[end - 1] in "0123456789十百千万亿" and unit_at(text, gap_end(text, behind.end())):
        # 10多名, 十余个, 40多万; but 5多 is nothing, and 二十来 before a noun stays as it is.
        more, end = True, behind.end()
    elif behind and text[end - 1] in "千万亿" and text[behind.end() - 1] in "余多":
        more, end = True, behind.end()
    spelled = form != "arabic"
    return Number(
        start=start - (several or (vague and text[start - 1 : start] == "好")),
        end=end,
        span=span,
        spelled=spelled,
        scaled="万" in plain or "亿" in plain,
        bare=spelled and not vague and plain[0] in "百千万亿",
        more=more,
        decimal="." in plain or "点" in plain,
        vague=vague,
    )


def _vaguely(plain: str) -> Span | None:
    """十几 is 11 to 19, 几十 and 数十 are 20 to 90; 几 by itself says nothing."""
    if len(plain) < 2:
        return None
    low = value(plain.replace("几", "1" if plain[0] != "几" else "2"))
    high = value(plain.replace("几", "9"))
    return Span(low.low, high.high) if low and high and low.low < high.high else None


def is_below_zero(text: str, sentence: str, start: int) -> tuple[bool, int]:
    """Whether a minus, 负 or 零下 stands in front of a number, and where it begins."""
    if sentence[start - 1 : start] in _MINUS and start:
        mark = start - 1
        return not _NO_MINUS_BEHIND.search(text, max(0, mark - 2), mark), mark
    below = _BELOW.search(text, max(0, start - 2), start) if text[start - 1 : start] in "下负" else None
    return below is not None, below.start() if below else start


def unit_at(text: str, position: int) -> Unit | None:
    """The unit that stands at the position; None where none does."""
    for unit in units_from(text[position : position + 1]):
        if text.startswith(unit.name, position) and unit.stands(text, position + len(unit.name)):
            return unit
    return None


def range_from(text: str, number: Number, *, below: bool = False) -> Number | None:
    """3-5所, 25%到40%, 四千万亩到五千万亩, 二、三百亿度; None where no range begins here.

    ``below`` says that the number itself is below zero.
    """
    if number.vague or not _SIGN_NEAR.search(text, number.end, number.end + _NEAR):
        return None
    first_unit = unit_at(text, number.end)
    sign = _RANGE_SIGN.match(text, number.end + (len(first_unit.name) if first_unit else 0))
    if sign is None:
        return None
    side = _SIDE.match(text, sign.end())
    match = NUMBER.match(text, side.end() if side else sign.end())
    if not match or not (match["han"] or match["arabic"]) or match.end() - match.start() > LONGEST:
        return None
    second = number_of(text, match)
    if second is None or second.bare or number.bare or second.vague:
        return None
    low, high = number.span.low, second.span.high
    if below or side:
        if sign[1] == "、" or (first_unit and first_unit != unit_at(text, gap_end(text, second.end))):
            return None
        # 零下12至5℃ are both below zero; -3至5℃ and 零下3℃至5℃ go from below to above.
        cold = side[0] != "零上" if side else first_unit is None and text[number.start - 1] == "下"
        ends = sorted((-low if below else low, -high if cold else high))
        return second._replace(start=number.start, span=Span(*ends)) if ends[0] < ends[1] else None
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
    return second._replace(start=number.start, span=Span(low, high), more=more)


def gap_end(text: str, position: int) -> int:
    """Where the unit of a numeral that ends at the position would begin: 30 %, 1270 元."""
    if not text.startswith(" ", position):
        return position
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
