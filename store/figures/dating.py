"""A sentence with its figures and the words for a time in it → for each figure the words that date it, if any do.

The nearest words before a figure date it: 2010年520名…2011年154名, 入学率2015年为97%. They go on dating what follows in the
sentence, but for those that date something else: where a change began (由2018年的12所增加到15所), when what is counted
was begun (05年开工的项目, 始建于1998年), and what the words for the present tell (目前).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Literal, Protocol

from store import patterns as re
from store.language.characters import PART_END, numeral_value
from store.language.years import FULL_YEAR, Mention, Years
from store.quick_records import record

_CLAUSE_END = re.compile(r"[,，;；。:：!！?？()（）]")
_OPENS = re.compile(r"\s?[（(]\s?")
_CLOSES = re.compile(r"[底末度]?\s?[）)]")
_OPEN = re.compile(r"[（(]")
_CLOSE = re.compile(r"[）)]")
_STOP = re.compile("[,，;；。]")
_LISTED = re.compile(r"\s?年?度?\s?[、和与及,，]\s?")
_JOINED = re.compile("\\s?[、和与及]\\s?")
_RESPECTIVELY = re.compile(r"分别|依次|各为?")
# 由每月600元提高到1000元, 由平均9块减至6块
_BEFORE_FIRST = r"(?:每[一-龥]{1,3}|平均|人均|均价|原[来有]的?|约|近){0,2}"
_FROM = re.compile(rf"[由从自]\s?{_BEFORE_FIRST}$")
# 从2018年的12所增加到15所: what stands behind is no longer of the year in which it began.
_FROM_REACH = 8  # characters
_ONWARD = re.compile(r"[到至]|(?:[增提上升下降减扩压缩回攀跃变]|整合|合并|调整|归并|优化|精简)[到至为成]")
# 1986年同1978年相比，产值由30亿元增加到90亿元: the first amount is of the year that the other is held against.
_HELD_AGAINST = re.compile(rf"[与同和跟比]({FULL_YEAR})\s?年度?(?:相比|比较)[,，]")
# Of the year before the one spoken of is only its own clause: 上年结余3亿元，调入资金2亿元; 由上年的5所增加到6所，全年…
YEAR_BEFORE = re.compile(r"上一?年|前一年")
_STARTED_WITH = re.compile(rf"[由从自](?:(?:{FULL_YEAR}|[去上])\s?年[底末初]?的)?\s?{_BEFORE_FIRST}$")
_BASE = re.compile(rf"[比较]({FULL_YEAR})\s?年")
_REACH = 400  # characters; a clause is longer only where it is a long list
_FARTHEST = 12  # words for a time that are looked at before a figure
_BEGUN_IN = re.compile(r"(?:建成?|成立|创办|始|开工|动工|启动|竣工|落成|开业|颁布|出台|诞生|毕业)于\s?$")
_BEGINS = r"(?:开工|动工|启动|始建|建校|创办|成立|组建|立项|获批|批准|引进|出台|印发|下达|签约)"
# 2010年被评为重点学校，…: what only tells what became of something, and dates nothing behind it
_TURNS = r"(?:被评为|被认定为|被授予|升格|更名|改名|改制|合并|迁[入至址]|搬迁|命名|挂牌|转设|上市)"
# 05年开工的二中项目: the year of the project, and not of what it has cost
# 1990年以前的管网: nor that before which it was laid
_BEGUN = re.compile(
    rf"[^,，;；。的\d]{{0,12}}{_BEGINS}(?:建设|实施|[兴修]建)?的[^,，;；。\d]{{2}}|[以之][前后][^,，;；。的\d]{{0,6}}的[^,，;；。\d]{{2}}"
)
# 比2016年的12所增加3所: 12 are of 2016, and nothing else is
_COMPARED = re.compile("(?:[比较]|超过|[高低]于)$")
# 恢复到2019年的71%: the year that another is held against
_RECOVERED = re.compile("(?:恢复[到至]|相当于)$")
# 1998年建校，…: a clause that only tells when something began
_ONLY_BEGUN = re.compile(
    rf"(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?[^,，;；。\d]{{0,16}}(?:{_BEGINS}(?:建设|实施|投资)?[^,，;；。\d]{{0,4}}|{_TURNS}[^,，;；。\d]{{0,24}})[,，;；]"
)
# 一是…；二是…
_ITEM = re.compile(r"(?:^|[,，:：;；。])\s?[一二三四五六七八九]是")
_YEARLY = re.compile(r"(?:年均|年平均|平均每年)(?![一-鿿]{0,3}(?:收入|工资|浓度|气温))")


class Spanned(Protocol):
    """What stands at ``start``:``end`` of a sentence: a figure, or a quantity on its way to be one."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


@record
class Date:
    """The years that a figure is of by the words of its sentence, and where those words begin.

    ``years`` is empty where the words cannot be told without the report (去年). ``present`` is true where they are words
    for the time of writing, and ``began`` where they tell where a change began.
    """

    years: tuple[Years, ...]
    start: int
    present: bool = False
    began: bool = False


def dating(
    text: str, figures: Sequence[Spanned], found: Sequence[Mention], *, ends: Sequence[int] | None = None
) -> tuple[Date | None, ...]:
    """What dates each figure of a sentence; None where no words of the sentence do. ``ends`` are its :func:`clause_ends`."""
    if not found or not figures:
        return (None,) * len(figures)
    ends = clause_ends(text, figures) if ends is None else ends
    return tuple(map(_Dated(text, figures, found, ends).of, range(len(figures))))


def clauses(figures: Sequence[Spanned], ends: Sequence[int]) -> tuple[int, ...]:
    """Where the clause of each figure begins."""
    return tuple(ends[at - 1] + 1 if (at := bisect_right(ends, one.start)) else 0 for one in figures)


def stage(text: str, figures: Sequence[Spanned], index: int) -> Literal["first", "last"] | None:
    """Whether a figure is where a change began or where it ended: 由12所增加到15所; None where it is neither."""
    figure = figures[index]
    if _FROM.search(text, max(0, figure.start - _FROM_REACH), figure.start):
        following = figures[index + 1].start if index + 1 < len(figures) else len(text)
        end = _CLAUSE_END.search(text, figure.end, following)
        return "first" if _ONWARD.search(text, figure.end, end.start() if end else following) else None
    if index and _STARTED_WITH.search(text, max(0, figures[index - 1].start - 12), figures[index - 1].start):
        between = text[figures[index - 1].end : figure.start]
        return "last" if _ONWARD.search(between) and not _CLAUSE_END.search(between) else None
    return None


def tells_a_beginning(text: str, one: Mention) -> bool:
    """Whether words for a time only tell when something was begun (05年开工的项目; 1998年建校，…)."""
    return (_BEGUN.match(text, one.end) or _ONLY_BEGUN.match(text, one.end)) is not None


def clause_ends(text: str, figures: Sequence[Spanned]) -> Sequence[int]:
    """The marks of a sentence with figures that end a clause."""
    if not figures:
        return ()
    inside = {place for one in figures for place in range(one.start, one.end)}  # 1,200 is one number
    return [match.start() for match in _CLAUSE_END.finditer(text) if match.start() not in inside]


class _Dated:
    """A sentence, its figures and its words for a time."""

    def __init__(self, text: str, figures: Sequence[Spanned], found: Sequence[Mention], ends: Sequence[int]) -> None:
        self._text = text
        self._figures = figures
        self._found = found
        self._starts = [one.start for one in found]
        self._figure_starts = [one.start for one in figures]
        self._ends = ends

    def of(self, index: int) -> Date | None:
        """What dates a figure."""
        figure = self._figures[index]
        behind = self._in_brackets(figure)
        if behind is not None:
            return Date(behind.years, behind.start)
        last = bisect_right(self._starts, figure.start) - 1
        before = range(last, max(last - _FARTHEST, -1), -1)
        if _FROM.search(self._text, max(0, figure.start - _FROM_REACH), figure.start):
            # 产值从2015年的2亿元增长到2020年的3亿元，税收从9千万元增长到1亿元: where the one began the other did
            for place in before:
                if _FROM.search(self._text[max(0, self._starts[place] - 2) : self._starts[place]]):
                    told = self._told(place, index)
                    return told and replace(told, began=True)
            if (origin := self._origin) is not None and origin.start < figure.start:
                return origin
        for place in before:
            if self._dates(place, index):
                return self._told(place, index)
            if self._found[place].form == "present":
                return None  # 2004年升格为学院，现有两个校区，占地200亩
        return None

    @cached_property
    def _origin(self) -> Date | None:
        """The year against which the sentence holds another."""
        held = _HELD_AGAINST.search(self._text)
        year = numeral_value(held[1].replace(" ", "")) if held else None
        return Date((Years(year, year),), held.start(1), began=True) if held and year else None

    def _in_brackets(self, figure: Spanned) -> Mention | None:
        """36所（2020年）."""
        opened = _OPENS.match(self._text, figure.end)
        place = bisect_right(self._starts, figure.end)
        if opened is None or place == len(self._found):
            return None
        one = self._found[place]
        return one if one.start <= opened.end() + 1 and _CLOSES.match(self._text, one.end) else None

    def _dates(self, place: int, index: int) -> bool:
        """Whether words for a time before a figure tell the figure's time, and not that of something else."""
        one, figure, text = self._found[place], self._figures[index], self._text
        before = text[max(0, one.start - 6) : one.start]
        if _RECOVERED.search(before) and text[one.end : one.end + 1] == "的":
            return False
        if _BEGUN_IN.search(before) or _BEGUN.match(text, one.end, figure.start):
            return False
        own = bisect_right(self._ends, one.start) == bisect_right(self._ends, figure.start)
        if not own and (
            one.form == "present"
            or _ONLY_BEGUN.match(text, one.end)
            or (YEAR_BEFORE.match(text, one.start) and _STOP.search(text, one.end, figure.start))
            or self._is_told_aside(one, figure)
            or self._in_other_item(one, figure.start)
        ):
            return False
        compared = _COMPARED.search(before)
        if one.form == "year" and (compared or _FROM.search(before)):
            first = self._figures[bisect_right(self._figure_starts, one.end - 1)]
            if compared:
                return first is figure or (own and self._listed(first, index))
            return first is figure or not _ONWARD.search(text, first.end, figure.start)
        # （其中2020年36所） dates nothing behind its brackets.
        closed = _CLOSE.search(text, one.end, figure.start)
        return closed is None or _OPEN.search(text, one.end, closed.start()) is not None

    def _listed(self, first: Spanned, index: int) -> bool:
        """Whether nothing but 、 and 和 stands between the figures from one to another: 比2021年的8所、90人."""
        for at in range(index, max(0, index - _FARTHEST), -1):
            if not _JOINED.fullmatch(self._text, self._figures[at - 1].end, self._figures[at].start):
                return False
            if self._figures[at - 1] is first:
                return True
        return False

    def _is_told_aside(self, one: Mention, figure: Spanned) -> bool:
        """Whether words for a time in a clause without a figure end with their part of the sentence: 2026年投用；改造80间."""
        clause = bisect_right(self._ends, one.start)
        if not clause or self._ends[clause] <= one.end or PART_END.search(self._text, one.end, figure.start) is None:
            return False  # 2026年, and what a sentence begins with
        following = bisect_right(self._figure_starts, one.end - 1)
        return self._figures[following].start > self._ends[clause]

    def _told(self, last: int, index: int) -> Date | None:
        """What the words at this place tell of a figure, with those listed before them (2012年、2013年)."""
        one = self._found[last]
        if one.form == "part":
            return self._part(last)
        first = last
        while first > 0 and _LISTED.fullmatch(self._text, self._found[first - 1].end, self._found[first].start):
            first -= 1
        years = tuple(year for mention in self._found[first : last + 1] for year in mention.years)
        if len(years) == 1 and one.form == "year" and self._yearly(index):
            return self._rise(last) or self._rise_over(one, index)
        each = years
        if years and years[0].first < years[0].last:
            each = tuple(
                Years(at, at) for at in range(years[0].first, min(years[0].last, years[0].first + _FARTHEST) + 1)
            )
        for told in (years,) if each is years else (years, each):  # 2019年至2021年分别为12亿元、13亿元、15亿元
            row = self._row_of_figures(index, len(told))
            if len(told) == len(row) and _RESPECTIVELY.search(self._text, one.end, self._figures[row[0]].start):
                return Date((told[row.index(index)],), self._found[first].start, one.form == "present")
        return Date(years, self._found[first].start, one.form == "present")

    def _in_other_item(self, one: Mention, start: int) -> bool:
        """Whether words for a time stand in another of the things that a sentence counts up: 一是2024年…；二是全年…"""
        before, upto = bisect_right(self._items, one.start), bisect_right(self._items, start)
        return 0 < before < upto

    @cached_property
    def _items(self) -> list[int]:
        return [item.start() for item in _ITEM.finditer(self._text)] if "一是" in self._text else []

    def _part(self, place: int) -> Date:
        """Of 全年, 当年: the year named before them, or else the year in hand."""
        own = self._found[place]
        named = [
            one
            for one in self._found[:place]
            if not self._in_other_item(one, own.start)
            and one.form == "year"
            and one.years
            and (one.end == own.start or not self._only_starts(one))
        ]
        return Date(named[-1].years if named else own.years, own.start)

    def _only_starts(self, one: Mention) -> bool:
        """Whether words for a time are those of where a change began, or of the year before."""
        before = self._text[max(0, one.start - 4) : one.start]
        since = _FROM.search(before) or _COMPARED.search(before) or _RECOVERED.search(before)
        return (since or YEAR_BEFORE.match(self._text, one.start)) is not None

    def _yearly(self, index: int) -> bool:
        """Whether the clause tells what each of several years brought (年均增长)."""
        start = self._figures[index].start
        clause = bisect_right(self._ends, start)
        begin = max(self._ends[clause - 1] if clause else 0, start - _REACH)
        return _YEARLY.search(self._text, begin, start) is not None

    def _rise(self, last: int) -> Date | None:
        """From the year where it began to the one that it reached; None where the sentence does not tell both."""
        one = self._found[last]
        for before in reversed(self._found[:last]):
            if before.form == "span":
                return Date(before.years, before.start)
            if before.form == "year" and before.years and one.years and before.years[0].first < one.years[0].last:
                return Date((Years(before.years[0].first, one.years[0].last),), before.start)
        return None

    def _rise_over(self, one: Mention, index: int) -> Date | None:
        """From the year with which the sentence compares to the one that it speaks of: 1995年…比1985年增长2倍，平均每年增长7%."""
        bases = [match[1] for match in _BASE.finditer(self._text, one.end, self._figures[index].start)]
        first = numeral_value(bases[-1].replace(" ", "")) if bases else None
        if first is None or not one.years or first >= one.years[0].last:
            return None
        return Date((Years(first, one.years[0].last),), one.start)

    def _row_of_figures(self, index: int, most: int) -> list[int]:
        """The figures listed one after another, this one among them: 50人、100人; one more than ``most`` of a longer row."""
        row = [index]
        while len(row) <= most and row[0] > 0 and self._goes_on(row[0]):
            row.insert(0, row[0] - 1)
        while len(row) <= most and row[-1] + 1 < len(self._figures) and self._goes_on(row[-1] + 1):
            row.append(row[-1] + 1)
        return row

    def _goes_on(self, index: int) -> bool:
        before, one = self._figures[index - 1], self._figures[index]
        alike = self._text[before.end - 1] == self._text[one.end - 1]  # 3亿元、4亿元，五年增长…
        return alike and _LISTED.fullmatch(self._text, before.end, one.start) is not None
