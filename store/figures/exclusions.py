"""What has a numeral and a unit and still is no quantity: dates, ranks, names, idioms.

Comes in: folded text, a :class:`store.figures.lexer.Number` and the unit behind it. Goes out: whether they count anything.
"""

from __future__ import annotations

import re

from store.figures.lexer import Number, opens
from store.language.units import BARE_NOUNS, CLOSED, KIND_OF, NAMED_YEARS

_TIMED = frozenset("小时 个小时 分钟 个月 年".split())
# 前10名, 头三所; not 目前12所, 摄像头64个
_RANK = re.compile(r"(?<![目以之此])前$|首$|(?:^|[^\u4e00-\u9fff]|[的在列居])头$")
_CUE_OF_BARE = re.compile(r"(?:超过|超|过|突破|近|将近|接近|逾|达到|达|约|破|满|新增|增加|不足|不到)了?$")
_YEAR_NAME = re.compile("|".join(sorted(NAMED_YEARS, key=len, reverse=True)))
_SCHOOLING = re.compile(r"(?:学前|义务教育|高中|初中|本科|第[一二三四五六七八九十]+个)$")
_ZEAL = re.compile(r"的(?:疯狂|仇恨|努力|信心|热情|干劲|警惕|勇气|精力)")  # 以百倍的努力
_CONGRESS = re.compile(r"党代会|党代表|代表大会|人代会|团代会|妇代会|全会")  # 市十二次党代会
_NETWORK = re.compile(r"网|移动|牌照|时代|手机|技术|通信|基站|信号")


def counts(text: str, number: Number, unit: str, end: int) -> bool:
    """Whether number and unit are a quantity, not a date, a rank, a name or part of an idiom."""
    before = text[max(0, number.start - 16) : number.start]
    low = number.span.low
    exact = low == number.span.high
    single = number.spelled and number.end - number.start == 1
    if before[-1:].isascii() and before[-1:].isalpha() and unit not in CLOSED:
        return False
    if number.bare and not _CUE_OF_BARE.search(before) and not (number.end - number.start > 1 and unit in CLOSED):
        return False
    written = text[number.start : number.end]
    if number.spelled and len(written) > 1 and exact and not set(written) & set("十百千万亿点〇") and unit != "%":
        return False  # 二七区, 三八妇女节: a name, unless a zero says that the digits are read one by one
    if number.bare and text[end : end + 1] == "级":
        return False  # 百万千瓦级核电机组
    if unit == "年":
        return _is_span_of_years(text, number, before, end)
    if unit not in CLOSED and single and text[number.start] in "一二":
        return False
    if single and text[number.start] == "一" and KIND_OF[unit] == "duration" and unit not in _TIMED:
        return False  # 一个季度比一个季度好, 这一学年
    if text[number.start] in "零〇○" and number.spelled and not number.decimal:
        return False
    if unit not in CLOSED and number.decimal and not number.scaled and opens(text, number.start):
        return False  # 1.100名: the number of a paragraph
    if unit in ("名", "位", "个", "所", "强") and _RANK.search(before) and low <= 100:
        return False
    if unit in BARE_NOUNS and ((single and text[number.start] == "两") or before[-1:] in "一二三四五六七八九十"):
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
    if re.match(r"\d|[一二三四五六七八九十]{1,2}月", text[end : end + 3]) and not number.spelled:
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
        return bool(re.match(r"以上|以内|半|多|的时间", text[end : end + 3]) or re.search(r"不到|为期|超过$", before))
    return True


def _fits(text: str, number: Number, unit: str, end: int, before: str) -> bool:
    """The measure words that are other words as well."""
    low = number.span.low
    behind = text[end : end + 8]
    if unit == "倍":
        return not _ZEAL.match(behind)
    if unit == "次":
        return not (
            (_CONGRESS.match(behind) and before[-1:] in "市县省区州旗党校局")
            or (behind.startswith(("会议", "全会")) and before.endswith(("人大", "政协", "中央", "大会", "常委会")))
        )
    if unit == "条":
        return not (before.endswith("新") and re.match(r"[,;。、”》]", behind or "。"))
    if unit == "分":
        return not (number.spelled and low <= 10)
    if unit in ("期", "批", "本"):
        ordinal = number.spelled and low <= 3
        return not (ordinal and re.match(r"工程|项目|建设|课改|规划|改革|以上|上线|以下|院校|录取|达线|\(|线", behind))
    if unit in ("G", "M"):
        return not _NETWORK.match(behind) and not behind[:1].isalpha()
    if unit == "班":
        return not re.search(r"年级\s?$|\)$|高[一二三]$|初[一二三]$", before)
    if unit == "点":
        return bool(re.match(r"意见|要求|建议|希望|体会|经验|做法|看法|启示|措施", behind))
    if unit == "面":
        return bool(re.match(r"旗|红旗|锦旗|墙|镜", behind))
    if unit == "把":
        return bool(re.match(r"伞|椅|锁|钥匙", behind))
    if unit == "列":
        return bool(re.match(r"动车|火车|班列|列车|高铁", behind))
    if unit in ("头", "只", "道", "路", "站", "起", "版", "款", "样", "路", "国") and number.spelled and low <= 3:
        return unit in ("道", "起", "款") and low > 1
    if unit == "度":
        return number.scaled or not number.spelled
    if unit == "里":
        return low >= 10 or not number.spelled
    if unit == "人" and number.spelled and low < 10:
        return not re.match(r"帮|行|同|小组|制", behind)
    if unit == "页":
        return not re.search(r"(?:/|页)\s*共\s?$|•\s*$", before)
    if unit == "篇":
        return not re.search(r"范文|精选|大全", before)
    if unit == "对":
        return bool(re.match(r"[,、。;]|结对|夫妻|学校|师徒|新人|选手|双胞|帮扶|互助|共建|学生|家庭", behind))
    if unit in ("学年", "年度") and re.search(r"\d{4}", text[number.start : number.end]):
        return False
    if unit == "天":
        return low > 1
    if unit == "成":
        return low <= 10
    return True
