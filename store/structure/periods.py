"""A report's sentences in; out comes for each the period that it speaks of, and whether it states a plan.

A sentence's own words say it best, then the headings above it (2018年工作打算 in a report on 2017), then the report's
year. A report that opens a year looks back on the year before it: one of the government to a congress, and any whose
first headings say so (一、2013年工作回顾 in a report of 2014).

Plans and achievements are told apart by section and tense. A heading for both (存在的主要问题和2018年工作打算) is read
as the reports write it: what is wrong first, and the plan from the sentence on that names it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from store.language.plans import HINT, IN_SENTENCE, MOVES, WILL
from store.language.years import Years, written, years_of
from store.model import Sendable, Sentence

_TO_CONGRESS = "政府工作报告"
SectionKind = Literal["problem", "plan", "review"]

_PROBLEM = re.compile(r"问题|困难|不足|短板|差距|薄弱环节|瓶颈|制约因素|困惑")
_SOLVED = re.compile(r"整改|解决|针对|破解|补齐|资助|困难(?:学生|群众|家庭|儿童|职工)|群众|特殊|帮扶|问题导向")
_PLAN = re.compile(
    r"打算|设想|展望|下一?步|今后|努力方向|(?:工作|重点|年度?)的?(?:安排|计划|思路|要点|目标|部署)|总体(?:要求|部署|思路|目标)"
    r"|(?:预期|奋斗|主要|发展)目标|整改(?:措施|打算)|(?:工作|几点)建议|对今年|明年的?(?:主要|重点)?(?:工作|任务)"
)
# 2022年主要工作: a review in the report of 2022, a plan in one that looks back on 2021
_OF_A_YEAR = re.compile(r"(?:年|今年|政府)的?(?:主要|重点)?(?:工作|任务)(?!回顾|情况|总结)")
_REVIEW = re.compile(r"回顾|总结|情况|成效|成绩|完成|做法|进展|经验|亮点|落实|概况|基本|取得")

_DONE = re.compile(r"已(?!知)|[\u4e00-\u9fff]了(?!解)|累计|\d(?!\d*年)")
# 过去一年，各项工作取得很大成绩。… below 三、2011年的工作: what was done opens what is to be done.
_LOOKS_BACK = re.compile(r"(?:在?过去的?|回顾过去的?|刚刚过去的)一年|一年来")
_LOOKS_ON = re.compile(r"今年|明年|今后|下一?步|要(?![求点素闻])|将|必须|继续|进一步|\d{4}年")
_OPENS_PLAN = re.compile(r"下一?步|今后|明年|新的一年|来年|未来")
# What is said in quotation marks is somebody's words (他强调“要…”), or a slogan.
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’")


@dataclass(frozen=True, slots=True)
class Period(Sendable):
    """The years that a sentence speaks of (``2017``, ``2011-2013``), None where it cannot be told.

    ``planned`` is true where it states a plan or a target.
    """

    years: str | None
    planned: bool


def section_kind(heading: str) -> SectionKind | None:
    """What stands below a heading; None where it does not say, or says that both problems and plans do.

    >>> section_kind("二、存在的困难和问题"), section_kind("三、2019年工作打算"), section_kind("（二）教师队伍建设")
    ('problem', 'plan', None)
    """
    kinds = _kinds(heading)
    return kinds[0] if len(kinds) == 1 else None


def is_mixed(heading: str) -> bool:
    """Whether a heading stands above plans and something else (存在问题与下一步打算, 工作总结及2019年工作思路)."""
    return "plan" in (kinds := _kinds(heading)) and len(kinds) > 1


def is_planned(path: Sequence[str]) -> bool:
    """Whether what stands below these headings is planned and not done: the lowest one that says either decides.

    >>> is_planned(["三、2018年工作打算", "（一）教师队伍"]), is_planned(["一、2017年工作要点完成情况"])
    (True, False)
    """
    return next((kind for kind in map(section_kind, reversed(path)) if kind is not None), None) == "plan"


def periods(sentences: Sequence[Sentence], *, year: int | None, kind: str | None) -> tuple[Period, ...]:
    """One period for each sentence of a report, in reading order."""
    dated = _Dated(year, _reviewed(sentences, year, kind), "半年" in (kind or ""), kind == _TO_CONGRESS)
    turned: set[str] = set()  # mixed headings whose plan has begun
    back: int | None = None
    found = []
    for sentence in sentences:
        mixed = next((heading for heading in sentence.section if is_mixed(heading)), None)
        if mixed is not None and _turns(sentence, mixed, dated):
            turned.add(mixed)
        back = _looks_back(sentence, back)
        found.append(_period(sentence, dated, plan=mixed in turned if mixed else None, back=back is not None))
    return tuple(found)


def _looks_back(sentence: Sentence, before: int | None) -> int | None:
    """The paragraph that looks back, if this sentence is of it: from 过去一年 on until it speaks of what is to come."""
    if _LOOKS_BACK.match(sentence.text):
        return sentence.paragraph
    goes_on = before == sentence.paragraph and not _LOOKS_ON.search(sentence.text) and not _aims(sentence.text)
    return before if goes_on else None


@dataclass(frozen=True, slots=True)
class _Dated:
    """What a report says of its own time: its year, the last year that it looks back on, and what it covers."""

    year: int | None
    reviewed: int | None
    half: bool
    to_congress: bool


def _period(sentence: Sentence, dated: _Dated, *, plan: bool | None, back: bool) -> Period:
    below, headed = _below(sentence.section, dated)
    if plan is not None and below is None:
        below = "plan" if plan else "review"
    year, aimed = dated.year, _aims(sentence.text)
    planned = below == "plan" or aimed
    following = _following(dated) if below == "plan" else None
    now = max(headed) if below == "plan" and headed else year if following is None else following
    own = years_of(sentence.text, now=now, reviewed=now if below == "plan" else dated.reviewed)
    if below == "plan" and back and now is not None:
        return Period(written(years_of(sentence.text, now=now, reviewed=now - 1)) or str(now - 1), False)
    if not aimed and below != "plan" and own and year is not None and min(one.first for one in own) > year:
        # It tells what happened before it names a later year, or is bound for that year altogether.
        planned = _done_first(sentence.text) is False
        own = own if planned or dated.reviewed is None else (*own, Years(dated.reviewed, dated.reviewed))
    if own:
        return Period(written(own), planned)
    if headed:
        return Period(written(Years(one, one) for one in headed), planned)
    if below == "plan":
        return Period(None if following is None else str(following), planned)
    # 将 somewhere in a review: sooner or later, nobody says when. And a report to a congress that has no headings
    # speaks of many years at once.
    if aimed or dated.reviewed is None or (dated.to_congress and below is None):
        return Period(None, planned)
    return Period(str(dated.reviewed), planned)


def _following(dated: _Dated) -> int | None:
    """The year that a plan without a year of its own is for."""
    if dated.year is None:
        return None
    return dated.year if dated.half or dated.reviewed != dated.year else dated.year + 1


@lru_cache(maxsize=256)  # many sentences stand below the same headings
def _below(section: tuple[str, ...], dated: _Dated) -> tuple[SectionKind | None, frozenset[int]]:
    """The kind and the years that the headings give, the innermost that gives either one deciding."""
    for heading in reversed(section):
        kind, named = section_kind(heading), _named(heading, dated)
        if kind is None and named and dated.reviewed is not None and _OF_A_YEAR.search(heading):
            kind = "plan" if min(named) > dated.reviewed else "review"
        if kind is not None or named:
            return kind, named
    return None, frozenset()


def _named(heading: str, dated: _Dated) -> frozenset[int]:
    """The years of a heading (过去五年的工作); none for one that stands above a review and a plan alike."""
    if is_mixed(heading):
        return frozenset()
    found = years_of(heading, now=dated.year, reviewed=dated.reviewed)
    return frozenset(one for years in found for one in range(years.first, years.last + 1))


@lru_cache(maxsize=1024)
def _kinds(heading: str) -> tuple[SectionKind, ...]:
    kinds: list[SectionKind] = []
    if _PROBLEM.search(heading) and not _SOLVED.search(heading):
        kinds.append("problem")
    if _PLAN.search(heading):
        kinds.append("plan")
    if _REVIEW.search(heading) and "problem" not in kinds:
        kinds.append("review")
    return tuple(kinds)


def _reviewed(sentences: Sequence[Sentence], year: int | None, kind: str | None) -> int | None:
    """The last year that the report looks back on: its own, or the one before it."""
    if year is None:
        return None
    for path in dict.fromkeys(sentence.section for sentence in sentences):
        for heading in path:
            if section_kind(heading) == "review" and any(
                one.last == year - 1 for one in years_of(heading, now=None, reviewed=None)
            ):
                return year - 1
    return year - 1 if kind == _TO_CONGRESS else year


def _turns(sentence: Sentence, mixed: str, dated: _Dated) -> bool:
    """Whether the plan begins here, below a heading for both: a sub-heading for it, or a sentence that opens it."""
    if any(section_kind(heading) == "plan" for heading in sentence.section):
        return True
    if _OPENS_PLAN.match(sentence.text):
        return True
    year = re.match(r"((?:19|20)\d\d)年", sentence.text)
    later = year is not None and dated.reviewed is not None and int(year[1]) > dated.reviewed
    return later or ("problem" in _kinds(mixed) and _aims(sentence.text))


def _aims(text: str) -> bool:
    """Whether the words state a plan or a target, and do not first tell what was done."""
    bare = _QUOTED.sub("", text)
    if not HINT.search(bare):
        return False
    plain = IN_SENTENCE.search(bare)
    aimed = [match for match in (plain, WILL.search(bare)) if match]
    if not aimed or (plain is None and MOVES.search(bare)):
        return False
    return not _DONE.search(bare[: min(match.start() for match in aimed)])


def _done_first(text: str) -> bool | None:
    """Whether a clause without a year comes before the first one with a year; None where there is no year."""
    year = re.search(r"(?:19|20)\d\d\s?年", text)
    return None if year is None else re.search(r"[,，;；]", text[: year.start()]) is not None
