"""What has a numeral and a unit and still is no quantity: dates, ranks, names, idioms.

Comes in: folded text, a :class:`store.figures.lexer.Number` and the unit behind it. Goes out: whether they count anything.
"""

from __future__ import annotations

from store import patterns as re
from store.figures.lexer import Number, opens
from store.language.units import NAMED_YEARS, Unit

_TIMED = frozenset("小时 个小时 分钟 个月 年".split())
# 前10名, 头三所; not 目前12所, 摄像头64个
_RANK = re.compile(r"(?<![目以之此])前$|首$|(?:^|[^\u4e00-\u9fff]|[的在列居])头$")
_CUE_OF_BARE = re.compile(r"(?:超过|超|过|突破|近|将近|接近|逾|达到|达|约|破|满|上|新增|增加|不足|不到)了?$")
_YEAR_NAME = re.compile("|".join(sorted(NAMED_YEARS, key=len, reverse=True)))
_SCHOOLING = re.compile(r"(?:学前|义务教育|高中|初中|本科|第[一二三四五六七八九十]+个)$")
# The meetings of a body are numbered: 市十二次党代会, 十一届十一次全会, 十三届七次、八次全会.
_SESSION = re.compile(r"(?:届|届.{1,4}次[、和]|[市县省区州旗党校局]|人大|政协|中央|大会|常委会)$")
_MEETING = re.compile(r"[、和]|党代会|党代表|代表大会|人代会|团代会|妇代会|会议|全会|全体")
_PHASE = re.compile(r"工程|项目|建设|课改|规划|改革|以上|上线|以下|院校|录取|达线|\(|线")  # 二期工程, 一批次
_HAN = re.compile(r"[\u4e00-\u9fff]$")
_ISSUES = re.compile(r"[办训发印版刊出共了计过近约达第有]$|班$|[简通快]报$|[杂期专]刊$|[训修讲]班$|举行$|开设$")
_GROUP = re.compile(r"帮|行|同|小组|制")  # 三人小组


def counts(text: str, number: Number, unit: Unit, end: int) -> bool:
    """Whether number and unit are a quantity, not a date, a rank, a name or part of an idiom."""
    before = text[max(0, number.start - 16) : number.start]
    low = number.span.low
    if number.vague and unit.kind == "duration":
        return False  # 几十年来
    exact = low == number.span.high
    single = number.spelled and number.end - number.start == 1
    if before[-1:].isascii() and before[-1:].isalpha() and not unit.closed:
        return False
    if number.bare and not _CUE_OF_BARE.search(before) and not (number.end - number.start > 1 and unit.closed):
        return False
    written = text[number.start : number.end]
    if (
        number.spelled
        and len(written) > 1
        and exact
        and not set(written) & set("十百千万亿点〇拾佰仟")
        and unit.kind != "percent"
    ):
        return False  # 二七区, 三八妇女节: a name, unless a zero says that the digits are read one by one
    if number.bare and text[end : end + 1] == "级":
        return False  # 百万千瓦级核电机组
    if unit.name == "年":
        if before[-1:].isascii() and before[-1:].isalpha():
            return False  # PM2.5年均浓度
        return _is_span_of_years(text, number, before, end)
    if not unit.closed and single and text[number.start] in "一二":
        return False
    if single and text[number.start] == "一" and unit.kind == "duration" and unit.name not in _TIMED:
        return False  # 一个季度比一个季度好, 这一学年
    if text[number.start] in "零〇○" and number.spelled and not number.decimal:
        return False
    if not unit.closed and number.decimal and not number.scaled and opens(text, number.start):
        return False  # 1.100名: the number of a paragraph
    if unit.name in ("名", "位", "个", "所", "强") and _RANK.search(before) and low <= 100:
        return False
    if unit.noun and ((single and text[number.start] == "两") or before[-1:] in "一二三四五六七八九十"):
        return False
    return _fits(text, number, unit, end, before)


def _is_span_of_years(text: str, number: Number, before: str, end: int) -> bool:
    written = text[number.start : number.end]
    if number.more:
        return True
    digits = written.replace(" ", "")
    if re.match(r"(?:\d{4}|[一二][零〇○一二三四五六七八九]{3})(?:$|年)", digits) or re.fullmatch(
        r"0\d|[五六七八九][零〇○一二三四五六七八九]", digits
    ):
        return False
    if re.search(r"(?:\d{4}|[一二][零〇○一二三四五六七八九]{3})[-~至到、]\d{0,4}$", before + digits) or re.fullmatch(
        r"(?:\d{4}|\d\d).\d{2,4}|[一二九][零〇○一二三四五六七八九]{3}.*", digits
    ):
        return False
    if number.decimal and not number.spelled and re.fullmatch(r"\d\.\d{4}", digits):
        return False
    if re.match(r"\d(?!\d?个月)|[一二三四五六七八九十]{1,2}月", text[end : end + 4]) and not number.spelled:
        return False
    if _YEAR_NAME.match(text, end) or _SCHOOLING.search(before):
        return False
    if (
        not number.spelled
        and len(digits) == 2
        and digits[0] in "789"
        and digits.isdigit()
        and not before.endswith(("近", "约"))
    ):
        return False
    if number.span.high == 1:
        behind = text.startswith(("以上", "以内", "半", "多", "的时间"), end)
        return behind or "不到" in before or "为期" in before or before.endswith("超过")
    return True


def _fits(text: str, number: Number, unit: Unit, end: int, before: str) -> bool:
    """Whether what stands around the unit leaves it one; most measure words are other words as well."""
    low, behind = number.span.low, text[end : end + 8]
    if number.spelled and abs(low) < unit.spelled_from:
        return False
    if unit.not_behind is not None and unit.not_behind.search(before):
        return False
    if unit.name == "次":
        return not (_SESSION.search(before) and _MEETING.match(behind))
    if unit.name == "期" and number.spelled and low <= 5 and _HAN.search(before) and not _ISSUES.search(before):
        return False  # 机场三期、电站二期: the names of phases
    if unit.name in ("期", "批", "本"):
        return not (number.spelled and low <= 3 and _PHASE.match(behind))
    if unit.name in ("组", "班") and number.spelled and low < 20 and text[number.start] != "两":
        return False  # 三组, 高二三班: called by their numbers
    if unit.name in ("学年", "年度"):
        return not re.search(r"\d{4}", text[number.start : number.end])
    if unit.name in ("成", "折"):
        return low <= (10 if unit.name == "成" else 99)
    return not (unit.name == "人" and number.spelled and low < 10 and _GROUP.match(behind))
