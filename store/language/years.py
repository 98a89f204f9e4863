"""A text and the year in which it was written in; out come the years that it speaks of, as ranges.

Explicit years (2017年, 二〇一七年, 07年, 2015-2016学年), relative ones (去年, 明年, 过去五年) and five-year plans
("十三五"期间) are read. What a figure is only compared with (比2016年增长) is not what the sentence speaks of, and a
year within the name of a document or behind it in brackets is none at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from store.language.characters import numeral_value
from store.language.prefiltered_search import find_all

_SINCE = r"(?P<since>以来|至今|起至今|到现在|以后至今)"
# A year in characters, and in either form.
WRITTEN_YEAR = r"[一二][九〇○零][一二三四五六七八九〇○零]{2}"
FULL_YEAR = rf"(?:(?:19|20)\d\d|{WRITTEN_YEAR})"
_RELATIVE = r"去年|上年|上一年|前一年|客岁|今年|本年|当年|年内|前年|明年|来年|次年|翌年|下年|下一年"
YEAR = re.compile(
    rf"""
      (?<![\d.])(?P<first>{FULL_YEAR})\s?年?度?\s?(?:[-—–~～－]+|至|到)\s?(?P<last>{FULL_YEAR}|\d\d)\s?(?:学?年|财年)  # 2011-2013年, 2015-16学年
    | (?<![\d.])(?P<one>{FULL_YEAR})\s?[、和与及,，]\s?(?P<two>{FULL_YEAR})\s?(?:两?年)                              # 2012、2013年
    | (?<![\d.])(?P<year>{FULL_YEAR})\s?(?:年(?!级)|上半年|下半年){_SINCE}?
    | (?<![\d.〇一二三四五六七八九十第近约])(?P<short>0\d)(?:[、和](?P<second>0\d))?(?:两?年)(?!级)               # 07年, 04、05两年
    | [“"「]?(?P<plan>七五|八五|九五|十五|十一五|十二五|十三五|十四五|十五五)[”"」]?(?P<of>期间|时期|以来|末|五年|的五年)  # “十三五”规划 only names a paper
    | (?P<span>过去的?|近|最近|今后|未来|(?<!学)前|此前)(?P<count>[一二两三四五六七八九十]|\d)个?年(?![级前后])
    | (?P<back>[一二两三四五六七八九十])年(?:多?来|间)
    | (?P<relative>{_RELATIVE})
    """,
    re.VERBOSE,
)
_PLANS = {"七五": 1986, "八五": 1991, "九五": 1996, "十五": 2001, "十一五": 2006, "十二五": 2011}
_PLANS |= {"十三五": 2016, "十四五": 2021, "十五五": 2026}
_OFFSETS = {"今年": 0, "本年": 0, "年内": 0, "前年": -2}
_OFFSETS |= dict.fromkeys(("去年", "上年", "上一年", "前一年", "客岁"), -1)
_OFFSETS |= dict.fromkeys(("明年", "来年", "次年", "翌年", "下年", "下一年"), 1)
# One of these stands in whatever YEAR finds; most sentences have none.
_MAYBE = re.compile("[年岁五]")
# Every find of YEAR begins with one of these.
BEGINS = re.compile(r"[\d一二两三四五六七八九十“\"「过近最今未前此去上客本当年明来次翌下]")
# 比上年增加, 较2016年同期: the year is the measure and not the matter; 2020年和2021年 are two matters
_COMPARED = re.compile(
    rf"(?:比|较|(?<![年度])[与同和跟]|超过|高于|低于)(?:上|去)?(?:{_RELATIVE}|{FULL_YEAR}\s?年)度?(?:同期|年?底|末|全年)?(?:相比|比)?"
    r"(?![、和与及至到—–-])"
)
# 《…规划（2010—2020年）》, 〔2012〕15号
_PAPERS = re.compile(r"《[^》]*》(?:[（(][^）)]*[）)])?|[〔\[【（(]\s?(?:19|20)\d\d\s?[〕\]】）)]\s?(?=第?\d+\s?号)")
# 目前, 现有: whatever else is said, this is so at the time of writing
_NOW = re.compile(r"目前|现有|现在|至今|迄今|截至(?!\d)")


@dataclass(frozen=True, slots=True)
class Years:
    """A run of years, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PlanYears(Years):
    """The years of a five-year plan, and where a text names it."""

    start: int
    end: int


def without_comparisons(text: str) -> str:
    """The text with what figures are only compared with blanked out, offsets unchanged.

    >>> without_comparisons("2017年比2016年增长3%")
    '2017年      增长3%'
    """
    return _COMPARED.sub(lambda match: " " * len(match.group()), text)


def years_of(text: str, *, now: int | None, reviewed: int | None) -> tuple[Years, ...]:
    """What the text speaks of: ``now`` is the year that it calls 今年, ``reviewed`` the last that it looks back on.

    >>> years_of("2013年达到670元，2014年提高为700元", now=2014, reviewed=2014)
    (Years(first=2013, last=2013), Years(first=2014, last=2014))
    >>> years_of("过去五年，比上年增长", now=2013, reviewed=2012), years_of("07年新建，提高三年级成绩", now=None, reviewed=None)
    ((Years(first=2008, last=2012),), (Years(first=2007, last=2007),))
    """
    if not _MAYBE.search(text):
        return ()
    bare = _blank(_PAPERS, without_comparisons(text))
    found = [years for match in find_all(YEAR, BEGINS, bare) for years in _read(match, now, reviewed)]
    if found and now is not None and _NOW.search(bare) and max(one.last for one in found) < now:
        found.append(Years(now, now))
    return tuple(one for one in found if 1900 <= one.first <= one.last < 2100)


def plans_in(text: str) -> tuple[PlanYears, ...]:
    """The five-year plans whose time a text names, with the places of the words.

    >>> plans_in("“十二五”期间改造校舍"), plans_in("“十二五”规划")
    ((PlanYears(first=2011, last=2015, start=0, end=7),), ())
    """
    matches = (match for match in find_all(YEAR, BEGINS, text) if match["plan"] and match["of"] != "末")
    return tuple(PlanYears(_PLANS[one["plan"]], _PLANS[one["plan"]] + 4, *one.span()) for one in matches)


def written(found: Iterable[Years]) -> str | None:
    """The years in the form in which they are stored and shown; None for none.

    >>> written([Years(2013, 2013), Years(2011, 2012)]), written([Years(2016, 2016), Years(2013, 2013)])
    ('2011-2013', '2013、2016')
    """
    runs: list[Years] = []
    for one in sorted(found, key=lambda years: (years.first, years.last)):
        if runs and one.first <= runs[-1].last + 1:
            runs[-1] = Years(runs[-1].first, max(runs[-1].last, one.last))
        else:
            runs.append(one)
    said = "、".join(str(run.first) if run.first == run.last else f"{run.first}-{run.last}" for run in runs)
    return said or None


def years_in_period(period: str | None) -> frozenset[int]:
    """Every year of a period as it is stored.

    >>> sorted(years_in_period("2011-2013、2016")), years_in_period(None)
    ([2011, 2012, 2013, 2016], frozenset())
    """
    years: set[int] = set()
    for run in (period or "").split("、"):
        first, _, last = run.partition("-")
        if first:
            years.update(range(int(first), int(last or first) + 1))
    return frozenset(years)


def _read(match: re.Match[str], now: int | None, reviewed: int | None) -> Iterator[Years]:
    if match["first"]:
        first = _value(match["first"])
        last = _value(match["last"]) if len(match["last"]) == 4 else first // 100 * 100 + int(match["last"])
        yield Years(first, last)
    elif match["one"]:
        yield from (Years(year, year) for year in map(_value, match.group("one", "two")))
    elif match["year"]:
        year = _value(match["year"])
        yield Years(year, max(year, reviewed or year) if match["since"] else year)
    elif match["short"]:
        yield from (Years(2000 + int(short), 2000 + int(short)) for short in match.group("short", "second") if short)
    elif match["plan"]:
        yield from _of_plan(match, reviewed)
    elif match["relative"]:
        if now is not None and match["relative"] in _OFFSETS:
            year = now + _OFFSETS[match["relative"]]
            yield Years(year, year)
    elif reviewed is not None:
        count = numeral_value((match["count"] or match["back"]).replace("两", "二")) or 1
        if match["span"] in ("今后", "未来"):
            yield Years(reviewed + 1, reviewed + count)
        else:
            yield Years(reviewed - count + 1, reviewed)


def _of_plan(match: re.Match[str], reviewed: int | None) -> Iterator[Years]:
    start = _PLANS[match["plan"]]
    if match["of"] == "末":
        yield Years(start + 4, start + 4)
    elif match["of"] == "以来" and reviewed is not None and start <= reviewed:
        yield Years(start, min(reviewed, start + 4))
    else:
        yield Years(start, start + 4)


def _value(digits: str) -> int:
    return numeral_value(digits) or 0


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match.group()), text)
