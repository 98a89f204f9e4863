"""A report in; it comes out with the period of each sentence and figure, and with what of it is planned.

A figure's own words say it best, then those of its sentence (:mod:`store.figures.dating`), then what the paragraph or
the section has last been said to speak of (五年来，…; 2025年是不平凡的一年), then the headings above it (2018年工作打算 in a report
on 2017), then the report's year. A report that opens a year looks back on the year before it: one of the government to
a congress, and any whose first headings say so (一、2013年工作回顾 in a report of 2014).

Plans and achievements are told apart by tense and section. A heading for both (存在的主要问题和2018年工作打算) is read
as the reports write it: what is wrong first, and the plan from the sentence on that names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from store import patterns as re
from store.figures.dating import YEAR_BEFORE, Date, clause_ends, clauses, dating, stage, tells_a_beginning
from store.language.numerals import fold
from store.language.tenses import Cue, first_aim, tenses
from store.language.years import Clock, Mention, Years, mentions, written, years_of
from store.model import Figure, Report, Sentence
from store.structure.report_year import CONGRESS_KINDS
from store.structure.section_kinds import SectionKind, is_mixed, kinds_of, says_plainly, section_kind

# 2022年主要工作: a review in the report of 2022, a plan in one that looks back on 2021
_OF_A_YEAR = re.compile(r"(?:年|今年|政府)的?(?:主要|重点)?(?:工作|任务)(?!回顾|情况|总结)")
_DONE = re.compile(r"已(?!知)|[\u4e00-\u9fff]了(?!解)|累计|\d(?!\d*年)")
# 过去一年，各项工作取得很大成绩。… below 三、2011年的工作: what was done opens what is to be done, up to such words.
_LOOKS_ON = re.compile(r"今年|明年|今后|下一?步|要(?![求点素闻])|将|必须|继续|进一步|\d{4}年")
_OPENS_PLAN = re.compile(r"下一?步|今后|明年|新的一年|来年|未来")
# What may stand before the time that a sentence begins with.
_LEAD = re.compile(r"(?:[(]?[一二三四五六七八九十\d]{1,3}[)、.]\s?|[一二三四五六七八九十]是)?(?:回顾|在|到|面对)?\s?")
_DATE = re.compile(r"\s?(?:\d|[一二三四五六七八九十]{1,2}月|[底末初])")
_ONE_YEAR = re.compile(r"(?:刚刚)?(?:过去的?|这)?一年")
_IS_A_YEAR = re.compile(r"[,，]?是[^。;；]{1,60}(?:一年|之年|[三四五]年|时期|阶段|年份)(?:[。,，]|$)|[,，]?是本届")
_GOES_ON = (":", "：")
_GOAL = re.compile(r"[^,，。;；:：]{0,10}(?:预期|主要|发展|奋斗)目标")  # 2026年主要预期目标是…
# A report on a school year or on one of its two terms: 2023—2024学年第一学期工作总结.
_SCHOOL_YEAR = re.compile(
    r"(?:19|20)\d\d\s?[-—–~～－至]{1,2}\s?(?:19|20)?\d\d\s?学年度?(?:第(?P<term>[一二12])|(?P<half>[上下]))?学?期?"
)
_LAST_YEAR = re.compile(r"(?<![比较和与同由从自于过超出到为是])去年(?!同期|[底末初的])")
_OFTEN = 3
_GIVEN = re.compile(r"[（(—–-]{0,3}\s?((?:19|20)\d\d)年\d{1,2}月\d{1,2}日[,，]?在[^。]{2,30}会")
_DATE_LINE = re.compile(r"[（(]?((?:19|20)\d\d)\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日[）)]?")  # below the title
_HEAD = 8  # lines
# Before the change from one year to the next, and between an amount and that.
_ON_LAST_YEAR = re.compile(r"[，,、（(]?(?:同比|比上年|较上年|比去年|较去年)[^，,；;。、]{0,6}$")
_NEAR = 10  # characters
_SUMMED = re.compile("累计|共(?!同)|合计|总计")
_REACHED = re.compile(r"(?<![均年])(?:达到?|现有|拥有|发展到)[约近了超]?$")
_SAYS_MORE = re.compile("[,，。;；:：!]")
# What is said in quotation marks is somebody's words (他强调“要…”), or a slogan.
_QUOTED = re.compile(r"“[^”]{0,400}”|‘[^’]{0,400}’")


def dated(report: Report) -> Report:
    """The report with the periods and plans of its sentences and figures, these as they were read from the sentences alone."""
    given = (_GIVEN.match(sentence.text) for sentence in report.sentences[:2])
    head = (_DATE_LINE.fullmatch(line.strip()) for line in report.text.split("\n", _HEAD)[:_HEAD])
    said = (report.published, *(match and match[1] for match in (*given, *head)))
    told_in = next((int(day[:4]) for day in said if day), None)
    told = dated_sentences(report.sentences, year=report.year, kind=report.kind, title=report.title, told_in=told_in)
    return replace(report, sentences=told)


def dated_sentences(
    sentences: Sequence[Sentence], *, year: int | None, kind: str | None, title: str = "", told_in: int | None = None
) -> tuple[Sentence, ...]:
    """The sentences of a report of this year and kind, in reading order, with their periods and plans.

    ``told_in`` is the year in which it was given or published, where that is known.
    """
    reviewed, now = _reviewed(sentences, year, kind), year
    if year is not None and reviewed == year and _looks_back_a_year(sentences, year):
        reviewed, now = (year, year + 1) if told_in == year + 1 else (year - 1, year)
    run = _Run(_Times(now, reviewed, kind in CONGRESS_KINDS, *_covered(title, kind, reviewed, now)))
    return tuple(map(run.read, sentences))


@dataclass(frozen=True, slots=True)
class _Times:
    """What a report says of its own time: the year that it calls this one, the last that it looks back on, what it covers.

    ``following`` is what a plan without a year of its own is for.
    """

    now: int | None
    reviewed: int | None
    to_congress: bool
    covered: Years | None
    following: Years | None


def _covered(title: str, kind: str | None, reviewed: int | None, now: int | None) -> tuple[Years | None, Years | None]:
    """What a report covers, and what its plans are for."""
    if reviewed is None or now is None:
        return None, None
    school = _SCHOOL_YEAR.search(title)
    if school is not None and reviewed == now:
        whole, after = Years(now - 1, now), Years(now, now + 1)
        if school["term"] is None:
            return whole, after
        return (whole, whole) if school["term"] in "一1上" else (Years(now, now), after)
    year = now if "半年" in (kind or "") or reviewed != now else now + 1
    return Years(reviewed, reviewed), Years(year, year)


@dataclass(frozen=True, slots=True)
class _Place:
    """What the headings above a sentence say: what kind of section, of which years, and how far down they say it."""

    kind: SectionKind | None
    years: tuple[Years, ...]
    depth: int
    headed: bool


class _Spoken(NamedTuple):
    """What is being spoken of, until something else is: the years, and whether it is planned.

    ``back`` is true of a look back in the midst of plans.
    """

    years: tuple[Years, ...]
    planned: bool
    back: bool = False


class _Run:
    """The sentences of a report read one after another: what one says it speaks of holds for those behind it."""

    def __init__(self, times: _Times) -> None:
        self._times = times
        self._turned: set[str] = set()  # mixed headings whose plan has begun
        # Many sentences stand below the same headings.
        self._places: dict[tuple[str, ...], tuple[_Place, Clock, str | None]] = {}
        self._sections: dict[tuple[str, ...], _Spoken] = {}
        self._paragraph: tuple[int, _Spoken] | None = None
        self._last = -1

    def read(self, sentence: Sentence) -> Sentence:
        """The sentence with what is told of it; to be called in reading order."""
        text = fold(sentence.text)
        place, clock = self._place(sentence)
        found = mentions(text, clock)
        self._listen(sentence, text, found, place, clock)
        return _told(sentence, text, found, _Setting(self._spoken(sentence, place), place.kind, clock, self._times))

    def _place(self, sentence: Sentence) -> tuple[_Place, Clock]:
        section = sentence.section
        if (known := self._places.get(section)) is None:
            mixed = next((heading for heading in section if is_mixed(heading)), None)
            place = _placed(section, self._times)
            known = self._places[section] = place, _clock(place, self._times), mixed
        place, clock, mixed = known
        if mixed is not None and _turns(sentence, mixed, self._times):
            self._turned.add(mixed)
        if mixed is None or place.kind is not None:
            return place, clock
        place = replace(place, kind="plan" if mixed in self._turned else "review")
        return place, _clock(place, self._times)

    def _listen(self, sentence: Sentence, text: str, found: Sequence[Mention], place: _Place, clock: Clock) -> None:
        """Take in what a sentence says that it and those behind it speak of."""
        begins = sentence.paragraph != self._last
        self._last = sentence.paragraph
        if self._paragraph is not None and self._paragraph[0] != sentence.paragraph:
            self._paragraph = None
        lead = _lead(text, found)
        if lead is not None and not _lists_years(lead, found):
            spoken = _spoken_by(lead, text, place, clock)
            if (spoken.back and not _is_wide(lead, text)) or not _SAYS_MORE.search(text, lead.end):
                return  # 去年 in the midst of plans is one sentence, 近三年主要指标 the head of a table
            opens = begins or (place.kind == "plan" and _GOAL.match(text, lead.end) is not None)
            # 五年来，…。2021年，…: below a heading that names both, what follows is of the year.
            turns = (opens or not _is_wide(lead, text)) and self._turns_to(lead, sentence.section)
            if not spoken.back and (turns or _announces(lead, text, begins=begins)):
                self._sections[sentence.section] = spoken
            elif not begins and _within(spoken.years, self._spoken(sentence, place).years):
                return  # 2016年 in the midst of what five years brought is one sentence
            self._paragraph = sentence.paragraph, spoken
        elif _opens_plan(text, place):
            spoken = _Spoken(_only(self._times.following), planned=True)
            if text.endswith(_GOES_ON):
                self._sections[sentence.section] = spoken
            self._paragraph = sentence.paragraph, spoken
        elif self._paragraph is not None and self._paragraph[1].back and (_LOOKS_ON.search(text) or _aims(text)):
            self._paragraph = None

    def _turns_to(self, lead: Mention, section: tuple[str, ...]) -> bool:
        """Whether a heading for several times names the one that a paragraph begins with: 过去五年和2023年工作回顾."""
        times = (years_of(heading, now=self._times.now, reviewed=self._times.reviewed) for heading in section)
        return any(len(found) > 1 and set(lead.years) <= set(found) for found in times)

    def _spoken(self, sentence: Sentence, place: _Place) -> _Spoken:
        if self._paragraph is not None:
            return self._paragraph[1]
        section = sentence.section
        for depth in range(len(section), place.depth - 1, -1):
            if section[:depth] in self._sections:
                return self._sections[section[:depth]]
        return _by_place(place, self._times)


class _Setting(NamedTuple):
    """What a sentence is read by: what is spoken of, in what kind of section, by which clock."""

    spoken: _Spoken
    kind: SectionKind | None
    clock: Clock
    times: _Times


def _clock(place: _Place, times: _Times) -> Clock:
    single = place.years[0] if len(place.years) == 1 and place.years[0].first == place.years[0].last else None
    if place.kind != "plan":
        return Clock(times.now, times.reviewed, single or times.covered)
    whole = single or times.following
    if whole is None:
        return Clock(None, None)
    return Clock(whole.last, whole.last - 1, whole, coming=None if times.now is None else times.now + 1)


def _takes_back(clock: Clock, cue: Cue) -> bool:
    """Whether words for a plan are none in a review: care (确保), and what a year that is over is thought to have brought."""
    return cue.form == "hope" or (cue.form == "guess" and clock.now != clock.reviewed)


def _within(years: tuple[Years, ...], others: tuple[Years, ...]) -> bool:
    """Whether some years lie within longer ones."""
    return (
        bool(others)
        and years != others
        and all(any(other.first <= one.first and one.last <= other.last for other in others) for one in years)
    )


def _by_place(place: _Place, times: _Times) -> _Spoken:
    """What the headings, or else the report, say that is spoken of."""
    planned = place.kind == "plan"
    if place.years:
        return _Spoken(place.years, planned)
    if planned:
        return _Spoken(_only(times.following), planned)
    # A report to a congress that has no headings speaks of many years at once.
    return _Spoken(() if times.to_congress and not place.headed else _only(times.covered), planned)


def _only(years: Years | None) -> tuple[Years, ...]:
    return () if years is None else (years,)


def _lead(text: str, found: Sequence[Mention]) -> Mention | None:
    """The words for a time that a sentence begins with, and that hold for more than it; not a date (2024年4月7日)."""
    start = _LEAD.match(text) if found else None
    if start is None or found[0].start > start.end() or found[0].form in ("part", "present"):
        return None
    lead = found[0]
    if YEAR_BEFORE.match(text, lead.start) and text[lead.end : lead.end + 1] not in ",，":
        return None  # 上年结余3亿元
    listed = len(found) > 1 and found[1].start - lead.end <= 1
    if listed or not lead.years or _DATE.match(text, lead.end) or tells_a_beginning(text, lead):
        return None
    return lead


def _lists_years(lead: Mention, found: Sequence[Mention]) -> bool:
    """Whether a sentence tells of each of several years by itself (近五年产值分别为：2019年2亿元、2020年3亿元)."""
    return lead.form == "span" and sum(one.form == "year" for one in found) > 1


def _announces(lead: Mention, text: str, *, begins: bool) -> bool:
    """Whether what a sentence begins with holds for the paragraphs behind it too."""
    return (begins and _is_wide(lead, text)) or text.endswith(_GOES_ON) or _IS_A_YEAR.match(text, lead.end) is not None


def _is_wide(lead: Mention, text: str) -> bool:
    """五年来, “十四五”期间, 过去一年."""
    return lead.form == "span" or _ONE_YEAR.match(text, lead.start) is not None


def _spoken_by(lead: Mention, text: str, place: _Place, clock: Clock) -> _Spoken:
    first, last = min(one.first for one in lead.years), max(one.last for one in lead.years)
    if place.kind == "plan":
        past = clock.now is not None and last < clock.now
        return _Spoken(lead.years, planned=not past, back=past)
    later = clock.reviewed is not None and first > clock.reviewed
    return _Spoken(lead.years, planned=later and (place.kind is None or first != clock.now or _aims(text)))


def _opens_plan(text: str, place: _Place) -> bool:
    if place.kind == "review":
        return _OPENS_PLAN.match(text) is not None and _aims(text)
    return _OPENS_PLAN.match(text) is not None or (text.endswith(_GOES_ON) and _aims(text))


def _told(sentence: Sentence, text: str, found: Sequence[Mention], setting: _Setting) -> Sentence:
    """The sentence and its figures with their periods and plans."""
    figures = sentence.figures
    named = any(one.form in ("year", "span", "since") for one in found)
    own = [year for one in found if one.form != "part" and named for year in one.years]
    if not figures:
        planned, years = _in_words(text, own, setting)
        return sentence.but(period=written(years), planned=planned)
    ends = clause_ends(text, figures)
    dates = dating(text, figures, found, ends=ends)
    begins = clauses(figures, ends)
    cues = tenses(text, [one.start for one in figures], begins)
    told, years, plain = [], own, 0
    for index, (figure, date, cue, begin) in enumerate(zip(figures, dates, cues, begins, strict=True)):
        if cue is not None and cue.form == "done" and cue.end <= begin and setting.spoken.planned:
            cue = None  # what was done, told in the midst of plans, is told in one clause
        aimed = cue is None and figure.nature == "plan"  # the head of its column says so
        at = stage(text, figures, index)
        planned = aimed or (at != "first" and _is_planned(date, cue, setting))
        spoken, now = _years(date, setting, planned=planned and not aimed), setting.clock.now
        beside = "" if planned else _beside_last_year(text, figures, index)
        if "去年" in beside and date is None and now is not None:
            spoken = (Years(now, now),)
        years.extend(spoken)
        spoken = _staged(spoken, at, date, text)
        if not planned and not (date is not None and text[date.start].isdigit()):
            if beside and not _is_sum(figure, text[begin : figure.start]):
                spoken = _last_of(spoken)
            elif figure.nature == "level":
                spoken = _reached(spoken, figure, text[begin : figure.start])
        nature = "plan" if planned else None if figure.nature == "plan" else figure.nature
        period = written(spoken)
        alike = (figure.period, figure.planned, figure.nature) == (period, planned, nature)
        told.append(figure if alike else figure.but(period=period, planned=planned, nature=nature))
        # 确保 alone makes no plan of a sentence.
        plain += planned and (setting.spoken.planned or cue is None or cue.form != "hope")
    planned = 2 * plain > len(told) or (2 * plain == len(told) and _aims(text))
    return sentence.but(figures=tuple(told), period=written(years), planned=planned)


def _is_planned(date: Date | None, cue: Cue | None, setting: _Setting) -> bool:
    form = None if cue is None or (setting.kind == "review" and _takes_back(setting.clock, cue)) else cue.form
    past, later = _when(date, setting)
    if form == "done" and later and date is not None and cue is not None and date.start >= cue.end:
        return True  # 编制了规划，提出2030年达到60%
    if form == "done" or (past and (form is None or (cue is not None and date is not None and date.start > cue.end))):
        return False
    return form is not None or later or (setting.spoken.planned and not past)


def _when(date: Date | None, setting: _Setting) -> tuple[bool, bool]:
    """Whether what a date tells of is past, and whether it is still to come; neither where it may be either."""
    clock = setting.clock
    if date is None or not date.years or clock.now is None or clock.reviewed is None:
        return False, False
    first, last = min(one.first for one in date.years), max(one.last for one in date.years)
    return last <= clock.reviewed, first > clock.reviewed and (setting.kind != "review" or first > clock.now)


def _years(date: Date | None, setting: _Setting, *, planned: bool) -> Sequence[Years]:
    if date is not None and (date.years or setting.clock.now is None):
        return date.years
    # 将 somewhere in a review: sooner or later, nobody says when.
    return () if planned and not setting.spoken.planned else setting.spoken.years


def _staged(
    spoken: Sequence[Years], at: Literal["first", "last"] | None, date: Date | None, text: str
) -> Sequence[Years]:
    """The year of a figure from which, or to which, something changed.

    Where it began is told by words for just that, or by a span of years in digits: over 五年来, or in 2016年, it began in
    the year before as likely as in the first.
    """
    if at is None or len(spoken) != 1 or (date is not None and date.began):
        return spoken
    single = spoken[0].first == spoken[0].last
    if at == "first" and (single or date is None or not text[date.start].isdigit()):
        return ()
    if single:
        return spoken
    year = spoken[0].last if at == "last" else spoken[0].first
    return (Years(year, year),)


def _reached(spoken: Sequence[Years], figure: Figure, before: str) -> Sequence[Years]:
    """The last of the years that are spoken of for what has been reached: 五年来，…铁路达到900公里; 均达到 is of each of them."""
    return spoken if figure.kind == "duration" or not _REACHED.search(before) else _last_of(spoken)


def _last_of(spoken: Sequence[Years]) -> Sequence[Years]:
    """The last of the years that are spoken of together."""
    return (Years(spoken[0].last, spoken[0].last),) if len(spoken) == 1 else spoken


def _is_sum(figure: Figure, before: str) -> bool:
    """Whether a figure sums up several years, though its change from the year before stands beside it."""
    return figure.change is None and (figure.nature == "sum" or _SUMMED.search(before) is not None)


def _beside_last_year(text: str, figures: Sequence[Figure], index: int) -> str:
    """How a figure is told beside that of the year before, "" where it is not.

    生产总值1794亿元，同比增长8.5% is no sum of five years; what is held against 去年 is of this one.
    """
    own, *after = figures[index : index + 2]
    if own.change is not None:
        found = _ON_LAST_YEAR.search(text[max(0, own.start - _NEAR) : own.start])
    else:
        found = _ON_LAST_YEAR.fullmatch(text[own.end : after[0].start]) if after else None
    return found.group() if found else ""


def _in_words(text: str, own: list[Years], setting: _Setting) -> tuple[bool, list[Years]]:
    """Whether a sentence without figures states a plan, and the years that it speaks of."""
    aimed, spoken, now = _aims(text), setting.spoken, setting.times.now
    if own and not aimed and not spoken.planned and now is not None and min(one.first for one in own) > now:
        # It tells what happened before it names a later year, or is bound for that year altogether.
        told_first = _done_first(text)
        return not told_first, own if not told_first else [*own, *_only(setting.times.covered)]
    if own:
        past = setting.clock.now is not None and max(one.last for one in own) < setting.clock.now
        return aimed or (spoken.planned and not past), own
    return aimed or spoken.planned, [] if aimed and not spoken.planned else list(spoken.years)


def _placed(section: tuple[str, ...], times: _Times) -> _Place:
    """What the headings say: the innermost that gives a kind, and the innermost that gives years, of the same section.

    What is below a plan is planned, whatever its headings say was reached (产业建设取得新进展), but for a review that says so.
    """
    kind: SectionKind | None = None
    years: tuple[Years, ...] = ()
    depth = 0
    for number, heading in enumerate(section, start=1):
        own, named = _heading_kind(heading, times), _named(heading, times)
        told = named and own == "review"  # by its year
        if kind == "plan" and own is not None and not told and not says_plainly(heading, own):
            own = None
        if own is not None and own != kind and number > 1:
            years, depth = (), number
        if own is not None:
            kind, depth = own, depth or number
        if named:
            years, depth = named, number
    return _Place(kind, years, depth, bool(section))


def _heading_kind(heading: str, times: _Times) -> SectionKind | None:
    kind, named = section_kind(heading), _named(heading, times)
    if kind is not None or not named or times.reviewed is None:
        return kind
    later = min(one.first for one in named) > times.reviewed
    if _OF_A_YEAR.search(heading):
        return "plan" if later else "review"
    return "plan" if later and min(one.first for one in named) > (times.now or 0) else None


def _named(heading: str, times: _Times) -> tuple[Years, ...]:
    """The years of a heading (过去五年的工作); none for one that stands above a review and a plan alike.

    Of 过去五年及2021年工作回顾 and 2025年和“十四五”时期工作回顾 the year is spoken of, until the text turns to all of them.
    """
    if is_mixed(heading):
        return ()
    found = years_of(heading, now=times.now, reviewed=times.reviewed)
    within = any(
        one != other and one.first <= other.first and other.last <= one.last for one in found for other in found
    )
    return (min(found, key=lambda years: years.last - years.first),) if within else found


def _reviewed(sentences: Sequence[Sentence], year: int | None, kind: str | None) -> int | None:
    """The last year that the report looks back on: its own, or the one before it."""
    if year is None:
        return None
    headings = dict.fromkeys(heading for sentence in sentences for heading in sentence.section)
    named = {heading: years_of(heading, now=None, reviewed=None) for heading in headings}
    own = Years(year, year)
    # “十三五”以来发展回顾 above 2021年主要工作 opens a report that looks back on 2021.
    works = any(own in years and section_kind(heading) != "plan" for heading, years in named.items())
    for heading, years in named.items():
        back = section_kind(heading) == "review" and any(one.last == year - 1 for one in years)
        if back and (not works or Years(year - 1, year - 1) in years):
            return year - 1
    if kind not in CONGRESS_KINDS:
        return year - 1 if _ends_with(sentences, year - 1) else year
    # A congress that meets in December hears of the year that ends.
    return year if _plans_for(sentences, year + 1) else year - 1


def _ends_with(sentences: Sequence[Sentence], year: int) -> bool:
    """Whether what a report tells of ends with a year (截至2022年底), and nothing but plans is told of the next one."""
    ends, own = re.transient(rf"截[至止]到?{year}年(?:年?[底末]|12月)"), f"{year + 1}年"
    told = [one.text for one in sentences if not any(section_kind(heading) == "plan" for heading in one.section)]
    return any(ends.search(text) for text in told) and not any(own in text for text in told)


def _looks_back_a_year(sentences: Sequence[Sentence], year: int) -> bool:
    """Whether a report says 去年 of what it tells, and names its own year almost nowhere but in plans."""
    if sum("去年" in sentence.text for sentence in sentences) < _OFTEN:
        return False
    told = [one.text for one in sentences if not any(section_kind(heading) == "plan" for heading in one.section)]
    own = re.transient(rf"今年|本年|{year}年")
    last = sum(_LAST_YEAR.search(text) is not None for text in told)
    return last >= _OFTEN and last >= _OFTEN * sum(own.search(text) is not None and not _aims(text) for text in told)


def _plans_for(sentences: Sequence[Sentence], year: int) -> bool:
    """Whether a heading of plans names this year alone, and none names the one before it."""
    planned = {
        years
        for path in dict.fromkeys(sentence.section for sentence in sentences)
        for heading in path
        if section_kind(heading) == "plan"
        for years in years_of(heading, now=None, reviewed=None)
    }
    return Years(year, year) in planned and Years(year - 1, year - 1) not in planned


def _turns(sentence: Sentence, mixed: str, times: _Times) -> bool:
    """Whether the plan begins here, below a heading for both: a sub-heading for it, or a sentence that opens it."""
    if any(section_kind(heading) == "plan" for heading in sentence.section):
        return True
    if _OPENS_PLAN.match(sentence.text):
        return True
    year = re.match(r"((?:19|20)\d\d)年", sentence.text)
    later = year is not None and times.reviewed is not None and int(year[1]) > times.reviewed
    return later or ("problem" in kinds_of(mixed) and _aims(sentence.text))


def _aims(text: str) -> bool:
    """Whether the words state a plan or a target, and do not first tell what was done."""
    bare = _QUOTED.sub("", text)
    aim = first_aim(bare)
    return aim is not None and not _DONE.search(bare[:aim])


def _done_first(text: str) -> bool | None:
    """Whether a clause without a year comes before the first one with a year; None where there is no year."""
    year = re.search(r"(?:19|20)\d\d\s?年", text)
    return None if year is None else re.search(r"[,，;；]", text[: year.start()]) is not None
