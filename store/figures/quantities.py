"""A sentence → the quantities in it: numeral, scale and unit with their exact value; everything else with digits is left.

Comes in: one sentence. Goes out: :class:`Quantity`, in order. Dates, ordinals, names and slogans are no quantities.
What a quantity counts, bounds or belongs to is the matter of the modules behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from store import patterns as re
from store.figures.exclusions import counts
from store.figures.lexer import (
    LONGEST,
    NUMBER,
    Number,
    fraction,
    gap_end,
    is_below_zero,
    may_begin,
    number_begins,
    number_of,
    opens,
    range_from,
    unit_at,
)
from store.language.numerals import Span, fold, value
from store.language.prefiltered_search import find
from store.language.units import COUNTED_NOUNS, NAMES, Unit, units


class Quantity(NamedTuple):
    """A number with its unit at ``start``:``end`` of the sentence.

    ``low`` equals ``high`` unless it is a range. ``more`` is true where 余 or 多 stands inside (300多名).
    ``unit`` is None only while the unit still has to be found in the neighbourhood (37个和150). What is said of the figure
    in front of it begins at ``front``, where 港币 or ￥ names its currency before it; ``per`` is for each of what (生·年).
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: str | None
    kind: str
    more: bool = False
    currency: str | None = None
    per: str | None = None
    begin: int = -1

    @property
    def front(self) -> int:
        """Where the quantity begins, the name of its currency included."""
        return self.start if self.begin < 0 else self.begin


_MAYBE = re.compile(r"[0-9０-９零〇○一二三四五六七八九十百千万萬亿億两兩半壹贰貳叁參肆伍陆陸柒捌玖拾佰仟折]")
_HALF = Decimal("0.5")
_TENTH = Decimal("0.1")
_HALF_NAMED = frozenset("大多小上下双前后")
_NO_RATIO = re.compile(r"比分|上午|下午|早上|晚上|凌晨|时间|比例尺|[点时日]$|[-~]\s?$")
_SYMBOLS = frozenset(("RMB", "CNY", "USD", "HKD", "EUR", "US$", "HK$", "$", "￥", "¥", "€", "£"))
_HALF_YEAR = re.compile(r"年(?![,。;、]|时间|内|的时间|多|左右|以[上内])")  # 半年总结, 半年考核
_MONTHS_AND_MORE = re.compile(r"个(多|半)(月|小时|星期|学期|百分点)")
_SELF_EMPLOYED = re.compile(r"个体(?:工商|户|经营|劳动者)")
_TRAILING_HALF = re.compile(r"半(?![数天年月个边导])")
_QUOTED = re.compile(r"“[^“”]{1,40}”|「[^「」]{1,40}」|‘[^‘’]{1,40}’|\"[^\"]{1,40}\"|『[^『』]{1,40}』")
_NAMED = re.compile(r"[《“‘「『\"]")
_TITLED = re.compile(r"《[^《》]{1,80}》")
_SAID = re.compile(r"[。！？]|[^\d],.*[^\d],")
_LEVEL = re.compile(r"(?:达到?了?|为|共计?|合计|总计|[增减]至|[加长少降高升]到|总数|有)$")
# 容积率1.7, 男女之比1.1; of what is told in percent as well only the small ones are ratios: 绿化率为0.38, but no 到岗率96.4.
_REACHING = r"(?:达到?了?|[为是至]|[升降增减]至)?$"
_RATIO = re.compile(rf"(?:(?<![同环对评相占])比|比率|容积率|系数){_REACHING}")
_SHARE = re.compile(rf"(?:(?<![功频速效心汇利税])(?<!增长|出生|死亡|发病|失业|分辨)率|占比|比例){_REACHING}")
_LARGEST_SHARE = 2
_ANOTHER = re.compile(r"、\s?[-\d]")
# 满意指数91.6
_INDEX = re.compile(rf"指数{_REACHING}")
_DIGIT = r"一二三四五六七八九\d壹贰叁肆伍陆柒捌玖"
# Behind 元: 3角5分, 五毛. What costs 3块5 costs 3.50.
_JIAO = re.compile(
    rf"(?P<jiao>[零〇两{_DIGIT}])[角毛](?:(?P<cents>[{_DIGIT}])分?)?(?![钱\d])|(?P<bare>[一二三四五六七八九\d])(?=[,。;、)钱]|$)"
)
# 5公里300米, 3小时20分, 2年3个月: one length of a way or of time, in the first unit. 1米75 is 1.75米.
_REST = re.compile(
    r"[零又]?(?P<number>\d{1,4}|[一二两三四五六七八九十百零]{1,7})(?P<unit>个月|分钟?|米|公分|厘米|公斤|千克|克|小时|秒钟?)(?![\u4e00-\u9fff]{0,2}/)"
)
_SECONDS = re.compile(r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})秒")  # 三分五十秒, 三分两秒
_IN_A_WHOLE = {
    **{"公里": {"米": 1000}, "千米": {"米": 1000}, "米": {"厘米": 100, "公分": 100}, "年": {"个月": 12}},
    **{"吨": {"公斤": 1000, "千克": 1000}, "公斤": {"克": 1000}, "千克": {"克": 1000}, "天": {"小时": 24}},
    **{"小时": {"分": 60, "分钟": 60}, "分钟": {"秒": 60, "秒钟": 60}, "分": {"秒": 60}},
}
_CENTIMETRES = re.compile(r"(?P<digits>\d{1,2})(?![\d.%A-Za-z]|[\u4e00-\u9fff](?<![以左]))")
_FEN = re.compile(rf"[零〇]?(?P<fen>[{_DIGIT}])分(?![之类别])")
_CENT = re.compile(r"成半|成([一二三四五六七八九\d])(?![\d个名所人家万千百十])")
_PER = (
    r"(?:[每\d]?(?:百|千|万|十|10|100)?(?:人|生|户|年|月|日|天|周|次|亩|平方米|立方米|平方公里|公里|千米|吨|公斤|千克|斤|升|班|床|千瓦时?|度|股|件|辆|台|套|间夜?|所|校|村|店|家|只|头|株|袋|瓶|份|节|课时|学时|"
    r"小时|分钟|分|秒|时|米|季|季度|学期|学年|人次|例|桌|位|m³|m3|m²|㎡|km²|km|kWh|kW·h|kW|kg|t|L|g|h|d|a|s))"
)
_RATE = re.compile(
    rf"(?:/({_PER}(?:[·./]{_PER}){{0,2}})|每((?:平|立)方米|(?:升|小时|分钟|秒)(?![\u4e00-\u9fff\d])))(?![A-Za-z])"
)
_FOR_EACH = re.compile(r"[百千万十\d]*(?:人|生|户|年|月|日|天|周|次|小时|分|秒|学期|季|亩|平方|班|床|校|村)")
_CURRENCY = re.compile(
    r"(人民币|港币|港元|美金|美元|欧元|日元|英镑|新台币|RMB|CNY|USD|HKD|EUR|US\$|HK\$|\$|￥|¥|€|£)\ ?(?:约|近|共|共计)?$"
)
_NAMES_CURRENCY = frozenset("币元金镑BDRY$￥¥€£约近共计 ")
_CURRENCIES = {
    **{
        "人民币": "CNY",
        "港币": "HKD",
        "港元": "HKD",
        "美金": "USD",
        "美元": "USD",
        "欧元": "EUR",
        "日元": "JPY",
        "英镑": "GBP",
    },
    **{
        "新台币": "TWD",
        "RMB": "CNY",
        "US$": "USD",
        "HK$": "HKD",
        "$": "USD",
        "￥": "CNY",
        "¥": "CNY",
        "€": "EUR",
        "£": "GBP",
    },
}
_SIGNED = {"USD": "美元", "HKD": "港元", "EUR": "欧元", "GBP": "英镑"}
_PEOPLE = re.compile(
    r"(?:人[口数员]|户数|总数|民兵|[师学考新]生|[居村农]民|职工|党员|干部|群众|[用农]户|参训)(?:不?超过|不[足到]|不[少低]于|至少|突破|将?近|大?约|达到?|为|共|逾)?$"
)
_CLAUSE_END = re.compile(r"\s*(?:[,;。:、)]|以[上下内]|左右|$)")
_LIST_SIGN = re.compile(r"(?:、|和|与|及|以及|或|,)")
_NAME = re.compile("|".join(NAMES))
# So many figures with fewer characters each are rows of numbers run together, of which nobody can tell what they count.
_MANY, _SHORTEST = 100, 5
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
    if not scanned or (len(scanned) > _MANY and len(scanned) * _SHORTEST > len(sentence)):
        return ()
    if _NAMED.search(sentence):
        names = _names(sentence)
        scanned = [q for q in scanned if not names[q.start]]
    return tuple([q for q in _with_elided_units(scanned, folded) if q.unit is not None])


def _names(sentence: str) -> bytearray:
    """A mask of what stands in titles and in short quotations that are names or slogans, not speech."""
    mask = bytearray(len(sentence) + 1)
    for match in _TITLED.finditer(sentence):
        mask[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for match in _QUOTED.finditer(sentence):
        if not _SAID.search(fold(match.group())):
            mask[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return mask


def _scan(text: str, sentence: str) -> Iterator[Quantity]:
    position, begins = 0, number_begins()
    while match := find(NUMBER, begins, text, position):
        quantity, position = _quantity(text, sentence, match)
        if quantity is not None:
            yield quantity


def _quantity(text: str, sentence: str, match: re.Match[str]) -> tuple[Quantity | None, int]:
    """The quantity that begins with the match, and where to go on."""
    start, end = match.span()
    if end - start > LONGEST or not may_begin(text, match):
        return None, end
    form = match.lastgroup
    if form == "half":
        return _half(text, match)
    if form == "fold":
        return Quantity(start - 1, end, Decimal(50), Decimal(50), "%", "percent"), end
    if form == "part":
        part = fraction(text, match)
        if part is None:
            return None, end
        return Quantity(start, part.end, part.low, part.high, part.unit, "percent" if part.unit else "ratio"), part.end
    if form == "under":
        share = Decimal(match["over"]) / Decimal(match["under"])
        return (Quantity(start, end, share, share, "", "ratio") if share < 1 else None), end
    if form == "ratio":
        return _ratio(text, match), end
    number = number_of(text, match)
    if number is None:
        return None, end
    below, begin = is_below_zero(text, sentence, start)
    if joined := range_from(text, number, below=below):
        number = joined
    elif below:
        number = number._replace(span=Span(-number.span.high, -number.span.low))
    quantity, end = _single(text, sentence, number)
    if quantity is None or quantity.unit is None or begin == start:
        return quantity, end
    if not below or (quantity.kind == "count" and opens(text, begin)):
        return None, end  # A-3栋 is a name, and a dash before the first word of a line marks an item
    return quantity._replace(start=begin), end


def _ratio(text: str, match: re.Match[str]) -> Quantity | None:
    """8.4:1 and 1:18; times of day, scales of maps and the shares of three are passed over."""
    parts = [Decimal(part) for part in match["ratio"].replace(" ", "").split(":")]
    before = text[max(0, match.start() - 10) : match.start()]
    if len(parts) != 2 or 1 not in parts or 0 in parts or _NO_RATIO.search(before):
        return None
    if parts[1] == 1:
        return Quantity(*match.span(), parts[0], parts[0], ":1", "ratio")
    return Quantity(*match.span(), parts[1], parts[1], "1:", "ratio")


def _half(text: str, match: re.Match[str]) -> tuple[Quantity | None, int]:
    start, end = match.span()
    before = text[start - 1] if start else ""
    if before == "过":
        if text.endswith("时间过", max(0, start - 3), start):
            return None, end
        return Quantity(start - 1, end, _HALF, _HALF, "", "ratio"), end
    if match["half"] in ("一半", "半数"):
        named = before in _HALF_NAMED and before and match["half"] == "半数"
        return (None if named else Quantity(start, end, _HALF, _HALF, "", "ratio")), end
    if text.startswith("成", end):
        return Quantity(start, end + 1, Decimal(5), Decimal(5), "%", "percent"), end + 1
    unit = unit_at(text, end)
    if (before in "上下大头前后多每一" and before) or not unit or _HALF_YEAR.match(text, end):
        return None, end
    stop = end + len(unit.name)
    return Quantity(start, stop, Decimal("0.5"), Decimal("0.5"), unit.called, unit.kind), stop


def _single(text: str, sentence: str, number: Number) -> tuple[Quantity | None, int]:
    at = gap_end(text, number.end)
    unit = unit_at(text, at)
    if unit and unit.name == "个" and (longer := _MONTHS_AND_MORE.match(text, at)):
        return _months_and_more(number, longer), longer.end()
    if unit and unit.name == "个" and _SELF_EMPLOYED.match(text, at):
        unit = None  # 900多万个体工商户
    if unit and at != number.end and not unit.closed and number.spelled:
        unit = None
    end = at + len(unit.name) if unit else number.end
    if _NAME.match(text, number.start):
        return None, end
    money = None
    if text[number.start - 1 : number.start] in _NAMES_CURRENCY and (not unit or unit.kind == "money"):
        money = _CURRENCY.search(text, max(0, number.start - 12), number.start)
    if not unit:
        if money and money[1] in _SYMBOLS:
            return _with_currency_before(number, money), number.end
        return _unitless(text, number), number.end
    if not counts(text, number, unit, end) and not (unit.name == "分" and _SECONDS.match(text, end)):
        return None, end
    low, high = number.span.low, number.span.high
    called = unit.called if unit.called != unit.name or unit.name in ("%", "‰") else sentence[at:end].replace(" ", "")
    found = Quantity(number.start, end, low, high, called, unit.kind, number.more, unit.currency)
    if low == high:
        found = _with_rest(text, found, unit)
    if money and unit.currency == "CNY":
        found = found._replace(currency=_CURRENCIES.get(money[1], money[1]), begin=money.start())
    if rate := _RATE.match(text, found.end):
        found = _as_rate(sentence, found, rate)
    return found, found.end


def _with_rest(text: str, found: Quantity, unit: Unit) -> Quantity:
    """What goes on behind the unit: 三年半, 123元1角1分, 七成六."""
    low, end = found.low, found.end
    parts = _IN_A_WHOLE.get(unit.called)
    if parts and low == int(low) and not found.more and (rest := _REST.match(text, end)):
        number, whole = value(rest["number"]), parts.get(rest["unit"])
        if number and whole and number.low < whole:
            low += number.low / whole
            found = found._replace(low=low, high=low, end=rest.end())
            return found._replace(unit="分钟", kind="duration") if unit.called == "分" else found
    if unit.name == "米" and low == int(low) and (rest := _CENTIMETRES.match(text, end)):
        low += Decimal(rest["digits"]) / 10 ** len(rest["digits"])
        return found._replace(low=low, high=low, end=rest.end())
    if unit.kind in ("weight", "duration", "multiple", "area", "length") and low == int(low):
        half = _TRAILING_HALF.match(text, end)
        return found._replace(low=low + _HALF, high=low + _HALF, end=half.end()) if half else found
    if (unit.called == "元" or unit.name == "块") and (rest := _JIAO.match(text, end) or _FEN.match(text, end)):
        told = rest.groupdict()
        if (told.get("bare") and unit.name == "元") or (told.get("fen") and unit.name == "块"):
            return found  # 5元3: only 块 leaves its 角 unsaid
        tenths, hundredths = told.get("jiao") or told.get("bare"), told.get("cents") or told.get("fen")
        low += sum(
            (
                digit.low * scale
                for written, scale in ((tenths, _TENTH), (hundredths, _TENTH**2))
                if written and (digit := value(written))
            ),
            Decimal(0),
        )
        return found._replace(low=low, high=low, end=rest.end(), unit="元", kind="money", currency="CNY")
    if unit.name == "成":
        more = _CENT.match(text, end - 1)
        digit = value(more[1]) if more and more[1] else None
        low = low * 10 + (digit.low if digit else 5 if more else 0)
        return found._replace(low=low, high=low, end=more.end() if more else end)
    if unit.name == "折":
        digits = re.fullmatch("[一二三四五六七八九]{2}", text[found.start : end - 1].strip())
        low = low if digits or low >= 10 else low * 10
        return found._replace(low=low, high=low)
    return found


def _as_rate(sentence: str, found: Quantity, rate: re.Match[str]) -> Quantity:
    """1250元/生·年 is in 元, for each 生·年; 31微克/立方米 is in a unit of its own."""
    start, end = rate.span(rate.lastindex or 0)
    if found.kind == "count" and not _FOR_EACH.match(rate[1] or ""):
        return found  # 件/套: one or the other
    if found.kind in ("money", "count", "duration"):
        return found._replace(end=end, per=sentence[start:end])
    return found._replace(end=end, unit=f"{found.unit}/{sentence[start:end]}", kind="other")


def _with_currency_before(number: Number, sign: re.Match[str]) -> Quantity:
    """￥1200 and $30万, where no unit follows."""
    currency = _CURRENCIES.get(sign[1], sign[1])
    low, high = number.span.low, number.span.high
    unit = _SIGNED.get(currency, "元")
    return Quantity(number.start, number.end, low, high, unit, "money", number.more, currency, begin=sign.start())


def _months_and_more(number: Number, match: re.Match[str]) -> Quantity:
    """1个多月 is over one month, 三个半月 three and a half: 个 belongs to the unit there."""
    unit = units()["个" + match[2]]
    half = Decimal("0.5") if match[1] == "半" else Decimal(0)
    low, high = number.span.low + half, number.span.high + half
    return Quantity(number.start, match.end(), low, high, unit.called, unit.kind, match[1] == "多")


def _unitless(text: str, number: Number) -> Quantity | None:
    """人口12.98万, 一亿一千多万农户; other numbers only where a neighbour may lend its unit, or a level is stated."""
    low, high = number.span.low, number.span.high
    quantity = Quantity(number.start, number.end, low, high, None, "count", number.more)
    before = text[max(0, number.start - 12) : number.start]
    if before[-1:].isascii() and before[-1:].isalpha():
        return None
    if number.bare:
        return None
    if number.spelled and low > 20 and _PEOPLE.search(before) and _CLAUSE_END.match(text, number.end):
        return quantity._replace(unit="")
    if number.scaled:
        whole = (text[number.end - 1] in "万亿余多" or text[number.end - 2] in "万亿") and not text.startswith(
            ("里", "州", "众"), number.end
        )
        return quantity._replace(unit="") if whole else None
    if number.spelled:
        return quantity if low >= 2 else None
    if _COUNTED.match(text, number.end) and not (low == int(low) and 1900 <= low < 2100):
        return quantity._replace(unit="")
    if _PEOPLE.search(before) and _CLAUSE_END.match(text, number.end) and not (low == int(low) and 1900 <= low < 2100):
        return quantity._replace(unit="")
    ends = _CLAUSE_END.match(text, number.end) is not None
    broken = ends and low != int(low) and not _ANOTHER.match(text, number.end)
    if broken and (_RATIO.search(before) or (low < _LARGEST_SHARE and _SHARE.search(before))):
        return quantity._replace(unit="", kind="ratio")
    if (
        (_LEVEL.search(before) or (low != int(low) and _INDEX.search(before)))
        and ends
        and text[number.end : number.end + 1] != "、"
        and not before.endswith("第")
    ):
        return quantity._replace(unit="")
    return quantity


def _with_elided_units(found: list[Quantity], text: str) -> list[Quantity]:
    """The quantities with the units that the next or the one before lends: 37个和150, 高4个、17个、31个百分点."""
    result = list(found)
    for i in range(len(result) - 2, -1, -1):
        here, behind = result[i], result[i + 1]
        lent = here.unit is None and text[behind.start - 1] != ","
        if behind.unit is None or not (lent or (behind.unit == "个百分点" and here.unit == "个")):
            continue
        if _LIST_SIGN.fullmatch(text, here.end, behind.start):
            result[i] = here._replace(unit=behind.unit, kind=behind.kind)
    for i in range(1, len(result)):
        before, here = result[i - 1], result[i]
        if here.unit is not None or not before.unit:
            continue
        listed = _LIST_SIGN.fullmatch(text, before.end, here.start)
        if listed and listed.group() != "," and _CLAUSE_END.match(text, here.end):
            result[i] = here._replace(unit=before.unit, kind=before.kind)
    return result
