"""A text and the time in which it was written in; out come the words for a time in it, and the years that they mean.

Explicit years (2017年, 二〇一七年, 07年, 2015-2016学年), relative ones (去年, 明年, 过去五年), five-year plans ("十三五"期间) and
parts of the year in hand (全年, 年底) are read. What a figure is only compared with (比2016年增长) is not what the
sentence speaks of, and a year within the name of a document or behind it in brackets is none at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from store import patterns as re
from store.language.characters import numeral_value
from store.language.prefiltered_search import find_all
from store.quick_records import record

_SINCE = r"(?P<since>(?:[^,，。；;:：、\d]{2,20}(?:会|会议|换届|成立|挂牌|实施))?以来|至今|起至今|到现在|以后至今|起(?![步草点动算航]))"
# A year in characters, and in either form.
WRITTEN_YEAR = r"[一二][九〇○零][一二三四五六七八九〇○零]{2}"
FULL_YEAR = rf"(?:(?:19|20)\d\d|{WRITTEN_YEAR}|(?:1\ 9|2\ 0)\ \d\ \d)"  # 1 9 9 7 年, as scanned pages have it
_RELATIVE = r"去年|上年|上一年|(?<!学)前一年|客岁|今年|本年|当年|前年|明年|来年|次年|翌年|下年|下一年|[上本下]一?学年"
YEAR = re.compile(
    rf"""
      (?<![\d.])(?P<first>{FULL_YEAR})\s?年?度?\s?(?:[-—–~～－]{{1,2}}|至|到)\s?(?P<last>{FULL_YEAR}|\d\d)\s?(?:[学财两三四五六]?年)  # 2011-2013年, 2015-16学年
    | (?<![\d.])(?P<one>{FULL_YEAR})\s?[、和与及,，]\s?(?P<two>{FULL_YEAR})\s?(?:两?年)                              # 2012、2013年
    | (?<![\d.])(?P<year>{FULL_YEAR})\s?(?:年(?!级)|上半年|下半年){_SINCE}?
    | (?<![\d.〇一二三四五六七八九十第近约])(?P<short>0\d)(?:[、和](?P<second>0\d))?(?:两?年)(?!级)               # 07年, 04、05两年
    | [“"「]?(?P<plan>(?<=[“"「])[一二三四五六]五|(?<![十第])[一二三四五六]五(?=期间|时期)|七五|八五|九五|十五|十一五|十二五|十三五|十四五|十五五)[”"」]?(?P<of>期间|时期|以来|[期时]?末|五年|的五年|这五年|计划(?=的?(?:执行|完成|实施))|(?=发展成就|成就|(?:经济社会发展)?主要目标|(?:发展)?目标[和及与]))  # “十三五”规划 only names a paper
    | 第(?P<nth>[一二三四五六七八九十]{{1,2}})个五年计划(?:期间|时期|(?=的?(?:执行|完成|实施|基本任务|主要任务)))
    | (?P<span>过去的?|刚刚过去的|近|最近|今后|未来的?|(?<!学)前|此前|这)(?P<count>[一二两三四五六七八九十]|\d{{1,2}})个?年(?![级前后]|来?(?:新[高低]|最|首次|第一次))
    | (?<![\d.几数第续了满.个余一二三四五六七八九十])(?P<back>[一二两三四五六七八九十]|\d{{1,2}})年(?:多?来(?!最|新[高低]|首次|第一次)|间|(?=累计|共计|总计|合计))
    | (?P<congress>十[六七八九]大|二十大|十一届三中全会|新中国成立|改革开放)以来
    | (?<=年[份度][:：])(?P<cell>(?:19|20)\d\d)(?!\s?[\d年/.-])  # 年份：2018，学校数：30, the row of a table
    | (?P<relative>{_RELATIVE})
    """,
    re.VERBOSE,
)
_PLANS = {
    "一五": 1953,
    "二五": 1958,
    "三五": 1966,
    "四五": 1971,
    "五五": 1976,
    "六五": 1981,
    "七五": 1986,
    "八五": 1991,
    "九五": 1996,
    "十五": 2001,
    "十一五": 2006,
    "十二五": 2011,
}
_PLANS |= {"十三五": 2016, "十四五": 2021, "十五五": 2026}
_OFFSETS = {"今年": 0, "本年": 0, "前年": -2, "去年": -1, "客岁": -1, "次年": 1, "翌年": 1}
# The year before the one that is spoken of.
_BEFORE = ("上年", "上一年", "前一年")
# The year behind the one in which the report is written, which plans may speak of as 今年 too.
_COMING = ("明年", "来年", "下年", "下一年")
_SCHOOL_YEARS = {"上": -1, "本": 0, "下": 1}
_CONGRESSES = {"十六大": 2002, "十七大": 2007, "十八大": 2012, "十九大": 2017, "二十大": 2022}
_CONGRESSES |= {"十一届三中全会": 1978, "改革开放": 1978, "新中国成立": 1949}
# One of these stands in whatever YEAR finds; most sentences have none.
_MAYBE = re.compile("[年岁五]|以来|目前|现[有在共]")
# Every find of YEAR begins with one of these.
BEGINS = re.compile(r"[\d第一二两三四五六七八九十“\"「过近最今未前此这刚去上客本当年明来次翌下新改]")
# A part of the year in hand, or of the one named before; and the time of writing.
_PART = re.compile(
    r"(?P<part>全年|(?<![一二两三四五六七八九十几\d])年内|[上下]半年|年[底末初](?=[^\u4e00-\u9fff]|[前全各共有累总实完达新建])|(?:前|头)[一二三两]个?季度|[一二三四]季度)"
    r"|(?P<present>目前|现有|现共|现在|至今|迄今|截至(?!\d|[去上]年))"
)
# 比上年增加, 较2016年同期: the year is the measure and not the matter; 2020年和2021年 are two matters
_COMPARED = re.compile(
    rf"(?:比|较|(?<![年度])[与同和跟](?!{FULL_YEAR}\s?年度?的?(?:主要|重点)?(?:工作|任务))|超过|高于|低于)(?:(?:上|去)?(?:{_RELATIVE}|{FULL_YEAR}\s?年)|“?(?:十[一二三四]?|[一二三四五六七八九])五”?(?:时期|期间)?|第[一二三四五六七八九十]{{1,2}}个五年计划(?:期间|时期)?)度?"
    r"(?:同期|年?[底初]|末|全年)?(?:相比|比)?(?![、和与及至到—–-]|的约?[\d.]{1,12}[万亿]?(?![\d.万亿倍]))"  # 比2016年的12所增加3所
    rf"|在{FULL_YEAR}\s?年[^,，。；;\d]{{0,12}}(?:的?基础|的?基数)上"  # 在1992年快速增长的基础上
    rf"|[与同和跟]{FULL_YEAR}\s?年度?(?:同期|[底末])?(?:相比|比较)"  # 1986年同1978年相比
    rf"|(?:是|为|等于|相当于|达到?)(?:{FULL_YEAR}\s?年|上年|去年)[底末]?的"
    r"(?=[\d.一二三四五六七八九十百两点]{1,9}(?:倍|和|、|多倍|余倍|[%％])|百分之)"
)
# 《…规划（2010—2020年）》, 〔2012〕15号
_PAPERS = re.compile(
    r"《[^》]{0,200}》(?:[（(][^）)]{0,60}[）)])?|[〔\[【（(]\s?(?:19|20)\d\d\s?[〕\]】）)]\s?(?=第?\d+\s?号)"
)


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


@record
class Clock:
    """The years that a text calls this one (今年), the last that it looks back on, the whole one (全年), and 明年.

    ``whole`` is ``reviewed`` where it is None, and a school year where it is two years; ``coming`` the one after ``now``.
    """

    now: int | None
    reviewed: int | None
    whole: Years | None = None
    coming: int | None = None

    @property
    def covered(self) -> tuple[Years, ...]:
        """The whole year; none where it cannot be told."""
        if self.whole is not None:
            return (self.whole,)
        return () if self.reviewed is None else (Years(self.reviewed, self.reviewed),)


@record
class Mention:
    """Words for a time, at ``start``:``end`` of a text, and the years that they mean; none where these cannot be told.

    ``form`` is ``year`` (2017年, 去年), ``span`` (过去五年, “十三五”期间), ``since`` (2015年以来), ``part`` (全年: of the year that
    is spoken of) or ``present`` (目前).
    """

    start: int
    end: int
    years: tuple[Years, ...]
    form: Literal["year", "span", "since", "part", "present"]


def without_comparisons(text: str) -> str:
    """The text with what figures are only compared with blanked out, offsets unchanged.

    >>> without_comparisons("2017年比2016年增长3%"), without_comparisons("在1992年增长的基础上")
    ('2017年      增长3%', '            ')
    """
    return _COMPARED.sub(lambda match: " " * len(match.group()), text)


def years_of(text: str, *, now: int | None, reviewed: int | None) -> tuple[Years, ...]:
    """What the text speaks of: ``now`` is the year that it calls 今年, ``reviewed`` the last that it looks back on.

    >>> years_of("2013年达到670元，2014年提高为700元", now=2014, reviewed=2014)
    (Years(first=2013, last=2013), Years(first=2014, last=2014))
    >>> years_of("过去五年，比上年增长", now=2013, reviewed=2012), years_of("07年新建，提高三年级成绩", now=None, reviewed=None)
    ((Years(first=2008, last=2012),), (Years(first=2007, last=2007),))
    """
    found = mentions(text, Clock(now, reviewed))
    years = [one for mention in found if mention.form not in ("part", "present") for one in mention.years]
    if years and now is not None and max(one.last for one in years) < now:
        # 目前, 现有: whatever else is said, this is so at the time of writing
        years.extend(Years(now, now) for mention in found if mention.form == "present")
    return tuple(dict.fromkeys(years))


def mentions(text: str, clock: Clock) -> tuple[Mention, ...]:
    """The words for a time in a text, in order.

    >>> [(one.form, one.years) for one in mentions("2010年520名，全年154名", Clock(2011, 2011))]
    [('year', (Years(first=2010, last=2010),)), ('part', (Years(first=2011, last=2011),))]
    """
    if not _MAYBE.search(text):
        return ()
    named, parts = _matches(text)
    found = []
    for match in named:
        years = tuple(one for one in _read(match, clock) if 1900 <= one.first <= one.last < 2100)
        # 当年: of the year named before it
        found.append(Mention(*match.span(), years, "part" if match["relative"] == "当年" else _form(match)))
    if not parts:
        return tuple(found)
    taken = {place for one in found for place in range(one.start, one.end)}
    present = Clock(None, clock.reviewed).covered
    for match in parts:
        if match.start() not in taken and match.start() - 1 not in taken:
            years = present if match["present"] else clock.covered
            found.append(Mention(*match.span(), years, "present" if match["present"] else "part"))
    return tuple(sorted(found, key=lambda one: one.start))


@lru_cache(maxsize=1024)  # asked of a sentence when its figures are read, and again when its report is dated
def _matches(text: str) -> tuple[tuple[re.Match[str], ...], tuple[re.Match[str], ...]]:
    """What names a year or several in a text, and what names a part of one or the time of writing."""
    bare = _blank(_PAPERS, without_comparisons(text))
    return tuple(find_all(YEAR, BEGINS, bare)), tuple(_PART.finditer(bare))


def _form(match: re.Match[str]) -> Literal["year", "span", "since"]:
    if match["since"] or match["congress"]:
        return "since"
    several = (
        match["nth"]
        or match["first"]
        or match["one"]
        or (match["second"])
        or (match["plan"] and match["of"][-1:] != "末")
    )
    if several:
        return "span"
    count = (match["count"] or match["back"]) if match["span"] or match["back"] else "一"
    return "year" if count in ("一", "1") else "span"


def plans_in(text: str) -> tuple[PlanYears, ...]:
    """The five-year plans whose time a text names, with the places of the words.

    >>> plans_in("“十二五”期间改造校舍"), plans_in("“十二五”规划")
    ((PlanYears(first=2011, last=2015, start=0, end=7),), ())
    """
    matches = (match for match in find_all(YEAR, BEGINS, text) if match["plan"] and match["of"][-1:] != "末")
    return tuple(PlanYears(_PLANS[one["plan"]], _PLANS[one["plan"]] + 4, *one.span()) for one in matches)


def plan_of(name: str) -> Years:
    """The years of a five-year plan by its name.

    >>> plan_of("十四五")
    Years(first=2021, last=2025)
    """
    return Years(_PLANS[name], _PLANS[name] + 4)


def written(found: Iterable[Years]) -> str | None:
    """The years in the form in which they are stored and shown; None for none.

    >>> written([Years(2013, 2013), Years(2011, 2012)]), written([Years(2016, 2016), Years(2013, 2013)])
    ('2011-2013', '2013、2016')
    """
    spans = {(one.first, one.last) for one in found}  # most of them are one and the same
    if not spans:
        return None
    if len(spans) == 1:
        ((first, last),) = spans
        return str(first) if first == last else f"{first}-{last}"
    runs: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = runs[-1][0], max(runs[-1][1], last)
        else:
            runs.append((first, last))
    return "、".join([str(first) if first == last else f"{first}-{last}" for first, last in runs])


@lru_cache(maxsize=1024)  # the same few periods over and over
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


def _read(match: re.Match[str], clock: Clock) -> Iterator[Years]:
    reviewed = clock.reviewed
    if match["first"]:
        first = _value(match["first"])
        last = _value(match["last"]) if len(match["last"]) > 2 else first // 100 * 100 + int(match["last"])
        yield Years(first, last)
    elif match["one"]:
        yield from (Years(year, year) for year in map(_value, match.group("one", "two")))
    elif match["cell"]:
        yield Years(int(match["cell"]), int(match["cell"]))
    elif match["year"]:
        year = _value(match["year"])
        yield Years(year, max(year, reviewed or year) if match["since"] else year)
    elif match["short"]:
        yield from (Years(2000 + int(short), 2000 + int(short)) for short in match.group("short", "second") if short)
    elif match["plan"]:
        yield from _of_plan(match["plan"], match["of"], reviewed)
    elif match["nth"]:
        yield from _of_plan(match["nth"] + "五", "", reviewed)
    elif match["relative"]:
        yield from _relative(match["relative"], clock)
    elif match["congress"]:
        if reviewed is not None:
            start = _CONGRESSES[match["congress"]]
            yield Years(start, max(start, reviewed))
    elif reviewed is not None:
        said = match["count"] or match["back"]
        count = int(said) if said.isdecimal() else numeral_value(said.replace("两", "二")) or 1
        if (match["span"] or "").startswith(("今后", "未来")):
            yield Years(reviewed + 1, reviewed + count)
        else:
            yield Years(reviewed - count + 1, reviewed)


def _relative(word: str, clock: Clock) -> Iterator[Years]:
    if word.endswith("学年"):
        for one in clock.covered:
            shift = 0 if word[0] == "下" and one.last == clock.coming else _SCHOOL_YEARS[word[0]]
            if one.first < one.last:
                yield Years(one.first + shift, one.last + shift)
        return
    year = clock.now
    offset = _OFFSETS.get(word)
    if word in _BEFORE:
        year, offset = clock.reviewed, -1
    elif word in _COMING:
        year, offset = (clock.now, 1) if clock.coming is None else (clock.coming, 0)
    if year is not None and offset is not None:
        yield Years(year + offset, year + offset)


def _of_plan(name: str, of: str, reviewed: int | None) -> Iterator[Years]:
    start = _PLANS.get(name)
    if start is None:
        return
    if of.endswith("末"):
        yield Years(start + 4, start + 4)
    elif of == "以来" and reviewed is not None and start <= reviewed:
        yield Years(start, min(reviewed, start + 4))
    else:
        yield Years(start, start + 4)


def _value(digits: str) -> int:
    return numeral_value(digits.replace(" ", "")) or 0


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match.group()), text)
