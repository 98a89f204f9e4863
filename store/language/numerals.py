"""Numerals → exact values: 10,500 · １０，５００ · 一万二千 · 3千5百 · 十二三 · 二〇一一.

Comes in: text in any width and script. Goes out: Decimals. It knows nothing of units; see :mod:`store.figures.quantities`.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from store import patterns as re
from store.quick_records import record

# Character for character, so that offsets stay: width, traditional forms, and the words that cues are made of.
_FOLD = dict(
    zip(
        "·較／０１２３４５６７８９．，％﹪：∶；（）－−﹣‐‑～〜—–―＋＜＞　　萬億餘點兩幾個達約佔從與減長數總增產縮計時間過這對內為於還將國種項畝噸戶漲並後歲實際現爭標準擬額單條來開學幹無發給負進處書說聽見業當辦讓總東頭關係級結經組繼續線農灾貸費資員買質贈軍輛載轉遠運達選邊鄉鎮鐵門間隊陽階險雙離難電預題類風飛館驗體區縣節沒産動勞導變備報專訓練師範園醫療藥護獎勵環場廠機構監檢測評議協會礦糧連務團據庫樓橋廣設築價層銀錢調認證屬圍衞衛財稅歷權觀轄優勢積極穩擴災貧鑛畫劃復壓\xa0",
        ".较/0123456789.,%%::;()-----~~---+<>  万亿余点两几个达约占从与减长数总增产缩计时间过这对内为于还将国种项亩吨户涨并后岁实际现争标准拟额单条来开学干无发给负进处书说听见业当办让总东头关系级结经组继续线农灾贷费资员买质赠军辆载转远运达选边乡镇铁门间队阳阶险双离难电预题类风飞馆验体区县节没产动劳导变备报专训练师范园医疗药护奖励环场厂机构监检测评议协会矿粮连务团据库楼桥广设筑价层银钱调认证属围卫卫财税历权观辖优势积极稳扩灾贫矿画划复压 ",
        strict=True,
    )
)
# Few characters change, and str.translate looks up every one.
_FOLDABLE = re.compile(f"[{re.escape(''.join(char for char in _FOLD if char != _FOLD[char]))}]")

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000, "k": 1000, "K": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_SHORTENED = {"百": "十", "千": "百", "万": "千", "亿": "千万"}
# Formal numerals, as contracts and receipts write them: 壹佰贰拾万.
_FORMAL = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟", "一二二三三四五六六七八九十百千")
_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_PIECE = re.compile(r"[\d., ]+|.", re.DOTALL)


@record
class Span:
    """What a numeral says: ``low`` and ``high`` are equal unless it names two neighbours (十二三, 七八百)."""

    low: Decimal
    high: Decimal


@lru_cache(maxsize=1024)  # asked of a sentence when its figures are read, and again when its report is dated
def fold(text: str) -> str:
    """The text in half width and simplified numerals and cue words, character for character.

    >>> fold("約５，３１０萬人")
    '约5,310万人'
    """
    return _FOLDABLE.sub(lambda match: _FOLD[match.group()], text.replace("，", ","))  # the commonest by far


@lru_cache(maxsize=4096)  # 一, 三, 2017 over and over
def value(numeral: str) -> Span | None:
    """What the folded numeral says; None where it is none (十二五, 几十).

    >>> value("一亿五千零二十万"), value("3千5百"), value("1.3万亿"), value("十二三"), value("3万2"), value("伍仟")
    ... # doctest: +NORMALIZE_WHITESPACE
    (Span(low=Decimal('150200000'), high=Decimal('150200000')), Span(low=Decimal('3500'), high=Decimal('3500')),
    Span(low=Decimal('1300000000000.0'), high=Decimal('1300000000000.0')), Span(low=Decimal('12'), high=Decimal('13')),
    Span(low=Decimal('32000'), high=Decimal('32000')), Span(low=Decimal('5000'), high=Decimal('5000')))
    """
    if _PLAIN.fullmatch(numeral):
        exact = Decimal(0) + (Decimal(numeral) or 0)
        return Span(exact, exact)
    whole, _, part = numeral.translate(_FORMAL).replace("万万", "亿").partition("点")
    spelled = [c for c in part if c in _DIGITS]
    scale = part[len(spelled) :]
    if any(c not in _SMALL and c not in _LARGE for c in scale):
        return None
    found = _read(whole) if whole else None
    if found is None or not part:
        return found
    fraction = Decimal("0." + "".join(str(_DIGITS[c]) for c in spelled))
    factor = Decimal(1)
    for c in scale:
        factor *= _SMALL.get(c) or _LARGE[c]
    exact = (found.low + fraction) * factor
    return Span(exact, exact)


def _read(text: str) -> Span | None:
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return _digits(text)
    low = _Sum()
    high = _Sum()
    before: Decimal | None = None
    scale = ""
    pieces = _PIECE.findall(text)
    for piece in pieces:
        if piece in _SMALL or piece in _LARGE:
            low.scale(piece)
            high.scale(piece)
            before, scale = None, piece
            continue
        if piece in "零〇○":
            scale = ""
        digit = Decimal(_DIGITS[piece]) if piece in _DIGITS else _arabic(piece)
        if digit is None:
            return None
        if before:
            # 十二三, 七八百: the next digit, or 三五; anything else is no numeral (十二五).
            if digit - before != 1 and not (before == 3 and digit == 5):
                return None
            high.digit = digit
            before = None
            continue
        low.digit = high.digit = digit
        before = digit
    if scale in _SHORTENED and pieces[-1] != scale and len(pieces[-1]) == 1:
        # 三万二 is 32,000 and 一百二 is 120: the next smaller scale is left unsaid.
        for one in _SHORTENED[scale]:
            low.scale(one)
            high.scale(one)
    return Span(low.total(), high.total())


def _digits(text: str) -> Span | None:
    """Digits without a scale: 三四 are neighbours, 二〇一一 is read digit by digit."""
    values = [_DIGITS[c] for c in text]
    if (len(text) == 2 and 0 < values[0] and values[1] - values[0] == 1) or values == [3, 5]:
        return Span(Decimal(values[0]), Decimal(values[1]))
    exact = Decimal("".join(map(str, values)))
    return Span(exact, exact)


def _arabic(text: str) -> Decimal | None:
    plain = text.replace(",", "").replace(" ", "")
    return Decimal(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else None


class _Sum:
    """Digits and scales added up from left to right: 万亿 multiplies all that stands before it."""

    def __init__(self) -> None:
        self._total = Decimal(0)
        self._section = Decimal(0)
        self._trillions = Decimal(0)
        self.digit: Decimal | None = None

    def scale(self, char: str) -> None:
        """Take the digit, or all before it, times ten, a hundred …"""
        digit = self.digit
        self.digit = None
        if char in _SMALL:
            self._section += (digit or Decimal(1)) * _SMALL[char]
            return
        section = self._section + (digit or 0)
        self._section = Decimal(0)
        if char == "兆":
            self._trillions = (self._total + section) * _LARGE[char]
            self._total = Decimal(0)
        elif char == "亿":
            self._total = (self._total + section or Decimal(1)) * _LARGE[char]
        else:
            self._total += (section or Decimal(1)) * _LARGE[char]

    def total(self) -> Decimal:
        """What has been added up."""
        return self._trillions + self._total + self._section + (self.digit or 0)
