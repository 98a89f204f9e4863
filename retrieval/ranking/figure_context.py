"""A sentence cut up around each of its figures: how near a word stands to one, and in what form the figure is said.

Comes in: the folded text and the figures of a sentence. What a question wants of a figure is for others to say.
"""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Sequence
from functools import lru_cache

from retrieval.lazily import lazily
from retrieval.text.segmentation import fold
from store import patterns as re
from store.language.characters import CLAUSE_END
from store.language.years import years_in_period
from store.model import Figure

# A part of the year
SEASON = re.compile(r"[上下]半年|季度|(?:\d|[一二三四五六七八九十])月")
# 不起诉45人, 未开工12个, 无食堂20所: of what was not done, or is not there
DENIED = re.compile(r"(?:未|没有?|[无不免](?![断足到含限同仅只良动低高少超得管法偿费锈线人]))(?=[\u4e00-\u9fff])")
# An amount for each one, which only a question with such a word asks about.
_EACH = re.compile(r"每[^,;。]{0,16}$|[人生户校师]均[^,;。]{0,8}$|平均[^,;。]{0,8}$")
# The level that something had before: 由45所减少到32所, 从2019年的3万元提高到5万元.
_BEGUN = re.compile(r"[由从](?:[12]\d{3}年|原来|原先|上年|去年|年初|年底|年末)?(?:每[每人户生亩次天月年]{1,4})?的?$")
_REACH = 20  # characters that the patterns above look back
_REACH_BEHIND = 40
# 10人以下的教学点, 56人以上大班额23个: a figure that describes what another one counts; not 500万元以上新建校舍3所.
_DESCRIBES = re.compile(r"(?:以[上下内]|左右)?的(?!标准|目标)")
_LIMITS = re.compile(r"及?以[上下内](?![新改扩翻购添修增用投支])[\u4e00-\u9fff]{0,8}")
_EXACTLY = re.compile(r"(?:以[上下内]|左右)?[,、(](?:已|共|实际|总数)?(?:达到?|为|是|即)")
_RUNNING = re.compile(r"(?:连续|过去|未来)$")  # 连续4年超过90万人 says of how long the people are
_IN_ALL = re.compile(r"(?:累计|合计|总[\u4e00-\u9fff]{1,3}?)(?:已?达到?|为|有)?$")
_LISTED = "、"

# What a word of the question counts, by where it stands around the figure. The right figure is picked in 100 of 105
# dev questions and 41 of 42 of our own; ±0.2 for any of these moves that by two at most, except that below 0.3 for
# _EARLIER three of 27 figures compared are lost.
_SUBJECT, _BEFORE, _LEAD, _AFTER, _CLAUSE, _EARLIER, _ELSEWHERE = 1.0, 0.7, 0.7, 0.6, 0.5, 0.5, 0.2
_WEIGHTS = (_SUBJECT, _BEFORE, _LEAD, _AFTER, _CLAUSE, _EARLIER, _ELSEWHERE)  # the most first
_WHOLE = 0.9  # share of it that a part inherits: 其中高中81.6% is still 近视率
_PART = 0.93  # a part of another figure, beside the whole
PARTLY = 0.6  # share of a word's characters without the word: 老师 and 教师, 残疾儿童 and 三残儿童


FigureForm = tuple[str, str, str | None, bool, bool]


class FigureContext:
    """A sentence's text, cut up around each of its figures."""

    def __init__(self, text: str, figures: Sequence[Figure]) -> None:
        self.text = text
        self.figures = figures
        self.subjects = fold("\n".join([figure.subject for figure in figures])).split("\n")
        self._zones: dict[int, Sequence[tuple[float, str]]] = {}
        # What depends on little of a question, and is asked by many: whether each is meant, or stages, or the whole.
        self._each_fits: dict[tuple[int, bool], float] = {}
        self._shape_fits: dict[tuple[int, bool, bool], float] = {}
        self._wholes: list[int | None] = []
        for index, figure in enumerate(figures):
            self._wholes.append(self._inherited(index) if figure.of is None else figure.of)

    @lazily
    def said(self) -> str:
        """The text and the subjects."""
        return "\n".join((self.text, *self.subjects))

    @lazily
    def forms(self) -> Sequence[FigureForm]:
        """Of each figure what many have in common: kind, unit, change, whether it is planned, and for each of something."""
        return [_form(one.kind, one.unit, one.change, one.planned, one.per is not None) for one in self.figures]

    def nearness(self, index: int, word: str, here: Sequence[str]) -> float:
        """How close to the figure a word stands, 0 to 1; some of it where only some of its characters do.

        ``here`` are those of its characters that the sentence has, or a subject.
        """
        if not here:
            return 0.0
        best = self._near(index, word, here)
        of = self._wholes[index]
        if of is not None and best < _WHOLE:
            best = max(best, _WHOLE * self._near(of, word, here))
        return max(best, self._near(index - 1, word, here)) if self._is_stage(index) else best

    def whole_of(self, index: int) -> int | None:
        """The index of the figure that a figure is a part of."""
        return self._wholes[index]

    def clause_of(self, index: int) -> str:
        """The subject of a figure and the clause that it stands in."""
        place = bisect(self._bounds, self.figures[index].start) - 1
        return self.subjects[index] + self.text[self._bounds[place] : self._bounds[place + 1] - 1]

    def lead_of(self, index: int) -> str:
        """The subject of a figure and what stands before it in its clause, behind the figure before."""
        start = max(self._bounds[bisect(self._bounds, self.figures[index].start) - 1], self._end_before(index))
        return self.subjects[index] + self.text[start : self.figures[index].start]

    def qualifier_of(self, index: int) -> str:
        """What stands between a figure and its subject behind it, where it ends in 的; "" where nothing does."""
        end, subject = self.figures[index].end, self.subjects[index]
        place = self.text.find(subject, end, end + _REACH_BEHIND) if subject else -1
        between = self.text[end:place] if place > 0 else ""
        return between if between.endswith("的") and CLAUSE_END.search(between) is None else ""

    def _end_before(self, index: int) -> int:
        return self.figures[index - 1].end if index else 0

    def _inherited(self, index: int) -> int | None:
        """The whole of the figure before where a list goes on: 其中小学37.4%、初中66.0%."""
        before, figure = self.figures[index - 1], self.figures[index]
        goes_on = index > 0 and figure.unit == before.unit and self.text.startswith(_LISTED, before.end)
        return self._wholes[index - 1] if goes_on else None

    def _near(self, index: int, word: str, here: Sequence[str]) -> float:
        zones = self._zones.get(index)
        if zones is None:  # most figures of a sentence are of another kind than the one asked for
            zones = self._zones[index] = self._zones_of(index)
        best, chars = 0.0, len(here)
        if chars == len(word):
            for weight, zone in zones:
                if word in zone:
                    best = weight
                    break
            if best >= _CLAUSE:
                return best
        share = PARTLY / len(word)
        for weight, zone in zones:
            if weight * share * chars <= best:  # no zone behind it can give more than that
                break
            held = 0
            for char in here:
                held += char in zone
            best = max(best, weight * share * held)
            if held == chars:
                break
        return best

    def plainness(self, index: int, question: str) -> float:
        """1 where the subject stands in the question, less for words that the question lacks, and for a part."""
        subject = self.subjects[index]
        if subject and subject in question:
            return 1.0
        shared = sum([char in question for char in subject]) / len(subject) if subject else 0.5
        return (0.8 + 0.15 * shared) * (_PART if self._wholes[index] is not None else 1.0)

    def year(self, index: int) -> int | None:
        """The one year that a figure is of, None where it is of several or nothing tells."""
        own = years_in_period(self.figures[index].period)
        return next(iter(own)) if len(own) == 1 else None

    def year_fit(self, index: int, years: frozenset[int]) -> float:
        """Below 1 where the figure is of other years than those asked for, or of more than them."""
        own = years_in_period(self.figures[index].period) if years else years
        if own <= years:
            return 1.0
        return 0.85 if own & years else 0.7

    def season_fit(self, index: int, asked: str) -> float:
        """Below 1 for the figure of a part of the year where none, or another one, is ``asked`` for, and the other way round."""
        if not self._names_season:
            return 1.0
        own = SEASON.search(self.lead_of(index))
        return 1.0 if (own.group() if own else "") == asked else 0.8

    def denial_fit(self, index: int, denied: bool) -> float:
        """Below 1 for a figure of what was not done where what was is asked about, and the other way round."""
        if not self._denies:
            return 1.0
        own = DENIED.search(self.lead_of(index) + self.figures[index].name) is not None
        return 1.0 if own is denied else 0.6

    @lazily
    def _denies(self) -> bool:
        return len(self.figures) > 1 and DENIED.search(self.text) is not None

    @lazily
    def _names_season(self) -> bool:
        return SEASON.search(self.text) is not None

    def each_fit(self, index: int, each: bool | None) -> float:
        """Below 1 for 每生每年1270元 where the whole is asked for, and the other way round."""
        if each is None:
            return 1.0
        known = self._each_fits.get((index, each))
        if known is None:
            known = self._each_fits[index, each] = self._each_fit(index, each)
        return known

    def shape_fit(self, index: int, *, stages: bool, whole: bool) -> float:
        """Below 1 for a figure of another stage than is asked for, for a part where the ``whole`` is, or what only describes."""
        known = self._shape_fits.get((index, stages, whole))
        if known is None:
            known = self._stage_fit(index, stages) * self._form_fit(index, whole)
            self._shape_fits[index, stages, whole] = known
        return known

    def _each_fit(self, index: int, each: bool) -> float:
        # 人均预期寿命从74.9岁增长到78.3岁 says it before the first one only.
        first = index - 1 if self._is_stage(index) else index
        own = self._stands_before(_EACH, "每均", first) or (each is True and self.figures[index].per is not None)
        return 1.0 if own is each else 0.7

    def _stage_fit(self, index: int, stages: bool) -> float:
        """Below 1 for the level from which something changed, or for all but such levels where ``stages`` are asked."""
        begun = self._have_begun[index]
        if stages:
            return 1.0 if begun or self._is_stage(index) else 0.7
        return 0.9 if begun else 1.0

    def _is_stage(self, index: int) -> bool:
        """Whether a figure is what the one before it became."""
        return index > 0 and self._have_begun[index - 1]

    @lazily
    def _have_begun(self) -> Sequence[bool]:
        """Whether each figure is the level from which something changed."""
        return [self._stands_before(_BEGUN, "由从", index) for index in range(len(self.figures))]

    def _form_fit(self, index: int, whole: bool) -> float:
        """Below 1 for a part where the whole is asked for, and for a figure that only describes what is counted."""
        figure = self.figures[index]
        fitting = 0.8 if whole and (self._wholes[index] is not None or self.sum_behind(index) is not None) else 1.0
        fitting *= 0.9 if self._told_better(index) else 1.0
        fitting *= 0.5 if figure.kind == "duration" and self._stands_before(_RUNNING, "续去来", index) else 1.0
        after = self.text[figure.end : figure.end + 1]
        describes = after and after in "以及左的" and (_DESCRIBES.match(self.text, figure.end) or self._limits(index))
        return fitting * (0.8 if describes else 1.0)

    def sum_behind(self, index: int) -> int | None:
        """The figure behind that says what it came to with those before: 新增29部、改造12部,累计达到74部."""
        own = self.subjects[index]
        for after in range(index + 1, len(self.figures)):
            if self.figures[after].unit != self.figures[index].unit:
                break
            if self._stands_before(_IN_ALL, "计总", after):
                summed = self.subjects[after].removesuffix("总数").removeprefix("总")
                if summed:  # 教师86人、医生32人,卫生技术人员总数达3600人 sums up no teachers
                    return after if summed in own or own in summed else None
                return (
                    after if all(one in own or own in one for one in self.subjects[max(0, index - 1) : after]) else None
                )
        return None

    def _told_better(self, index: int) -> bool:
        """Whether the next figure says the same more exactly: 突破五成,达50.3%."""
        if index + 1 == len(self.figures) or self.figures[index].bound == "exact":
            return False
        own, after = self.figures[index], self.figures[index + 1]
        alike = own.kind == after.kind or {own.kind, after.kind} == {"percent", "ratio"}
        return alike and _EXACTLY.fullmatch(self.text, own.end, after.start) is not None

    def _limits(self, index: int) -> bool:
        """Whether a figure is the limit by which the things are chosen that the next one counts."""
        next_start = self.figures[index + 1].start if index + 1 < len(self.figures) else 0
        return _LIMITS.fullmatch(self.text, self.figures[index].end, next_start) is not None

    def _stands_before(self, pattern: re.Pattern[str], marks: str, index: int) -> bool:
        """Whether a pattern, each match of which has one of the ``marks``, stands right before a figure."""
        end = self.figures[index].start
        before = self.text[max(0, end - _REACH) : end]
        for mark in marks:
            if mark in before:
                return pattern.search(before) is not None
        return False

    def _zones_of(self, index: int) -> Sequence[tuple[float, str]]:
        """The parts of the sentence, each with its weight of those told above."""
        figure, text = self.figures[index], self.text
        place = bisect(self._bounds, figure.start) - 1
        start, end = self._bounds[place], self._bounds[bisect(self._bounds, figure.end) if figure.end else 1] - 1
        after_last = self._end_before(index)
        before_next = self.figures[index + 1].start if index + 1 < len(self.figures) else len(text)
        zones = (
            self.subjects[index],
            text[max(start, after_last) : figure.start],
            text[start : figure.start],
            text[figure.end : min(end, before_next)],
            text[start:end],
            text[text.rfind(";", 0, start) + 1 : start],
            text,
        )
        return tuple(zip(_WEIGHTS, zones, strict=True))

    @lazily
    def _bounds(self) -> list[int]:
        """Where clauses begin. 1,200 is one number: the comma inside a figure ends nothing."""
        ends = [match.start() for match in CLAUSE_END.finditer(self.text)]
        inside = {
            end for one in self.figures for end in ends[bisect_left(ends, one.start) : bisect_left(ends, one.end)]
        }
        return [0, *(end + 1 for end in ends if end not in inside), len(self.text) + 1]


@lru_cache(maxsize=1024)
def _form(kind: str, unit: str, change: str | None, planned: bool, each: bool) -> FigureForm:
    """One object for all that are alike."""
    return kind, unit, change, planned, each
