"""Stored facts in; out come the rows of a comparison that they give: of one indicator, one nature and one unit.

A fact is kept under the name of what it measures, so the asked indicator itself is found before a part of it, an amount a
head or another thing whose name ends alike, wherever it stands and whatever the report calls it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from retrieval.answers.comparability import (
    AVERAGED,
    BROUGHT,
    Nature,
    asks_share,
    changes,
    is_of_each,
    is_share,
    unit_of,
)
from retrieval.answers.comparison_rows import Key, RowChoice
from retrieval.model import Question, Word
from retrieval.query.wanted_figure import COUNTING, WantedFigure
from retrieval.ranking.figure_choice import fits
from store import patterns as re
from store.language.characters import CLAUSE_END
from store.language.indicators import names
from store.language.place_names import places_called
from store.language.units import units
from store.language.years import years_in_period, years_of
from store.model import Fact, Figure, ReportInfo

# What is told of a thing and is no part of its name: GDP目标, 粮食产量涨了吗.
_TOLD = (
    frozenset(
        "目标 计划 预期 增长 增加 提高 减少 下降 上升 降低 增幅 降幅 增速 涨幅 涨 跌 升 降 翻 增 减 定 定得".split()
    )
    | COUNTING
)
# 哪年增长目标最高: where nothing is said that grows, the economy does.
_GROWING, _AIMED, _ECONOMY = (
    frozenset("增长 增速".split()),
    frozenset("目标 计划 预期 定 最高 最低".split()),
    "地区生产总值",
)
_OUTPUT, _OUTPUTS = re.compile("(?<=.)(?:总产量|产量|总产)$"), ("产量", "总产量", "总产")
_NAMED = 0.8  # of an indicator by another name than the question's
_SHORTEST = 3  # characters of a name that may stand for a longer one: 失业率
_TELLING = 4  # characters of a name that no list knows: 证券交易印花税, where 学校 is often said of a few of them
# 生产总值达到97亿元 at the end of five years is of the last of them; 新建学校97所 in five years is of all.
_REACHED = re.compile(
    r"(?:达到?|突破|超过?|[增升提降减][长加高]?[到至为]|跨[越上过]?|迈上|是|为|稳定在|保持在|同比|上年)[^，,；;。]{0,6}$"
)
_YEAR_BEFORE = ("上年", "上一年", "去年", "同期", "年初")  # not 比2015年增长65%
# 从6333公里增加到7807公里, 比1957年的535万吨增加: what something was once, of a year that it may not say
_BEGUN = re.compile(r"[从由]$|比[^,，、。]{0,14}的$")
_INSIDE = re.compile(r"(?:[东西南中北]部|东北|城区|县域|园区|新区|开发区)(?:地区)?$")
_EARLIER = 0.9  # a report of another year tells a year less surely
_INEXACT = 0.95  # 突破2000亿元 beside 2016.3亿元
_PART = 0.8
_OTHER_PLACE = 0.3
_UNPLANNED = 0.02  # a table of targets where none are asked for: only where nothing else is said
_NEW = 0.5  # what was newly brought beside what there is
_UNCHANGED = 0.2  # a table of growth rates where it is not said what is asked for, and where an amount is
_AMOUNT = 0.02
_LENGTHS = ("天数", "时间", "时长", "寿命", "年限")  # 后三年经济 tells no amount of 经济
_LEVELS, _GROWTH = ("level", "flow", "share", "average"), ("change",)


def _names(word: Word) -> bool:
    """Whether a word may be of a name: neither what is told of it, nor what it is measured in (多少万亩)."""
    return word.text not in _TOLD and word.text.lstrip("万亿") not in units()


def names_of(content: Sequence[Word], text: str) -> Mapping[str, float]:
    """The names under which facts of what the words of a text say may be kept, and how surely."""
    # The grammar of figures takes 0.1 s to import, and few questions compare.
    from store.figures.facts import indicator_of

    said = [word for word in content if _names(word)] or list(content)
    if all(word.text in _GROWING | _AIMED for word in said) and any(word.text in _GROWING for word in said):
        return {_ECONOMY: 1.0}
    whole = said[0].text
    for before, word in pairwise(said):
        whole += ("." if text[before.end : word.start] == "." else "") + word.text  # PM2.5
    found = {indicator_of(whole, None): 1.0, indicator_of(whole, None, ""): 1.0}  # an index of prices, and its growth
    if len(said) == 1:
        surest = max((one.weight for one in said[0].variants), default=0.0)
        called = (one.text for one in said[0].variants if one.weight >= surest)
        found = {**{indicator_of(text, None): _NAMED for text in called}, **found}
    if (thing := _OUTPUT.sub("", whole)) != whole:  # 茶叶总产 is what 茶叶产量 asks for
        found = {**{f"{thing}{one}": _NAMED for one in _OUTPUTS}, **found}
    known = frozenset(names().values())
    own = indicator_of(whole, None)
    longer = () if own in known else tuple(_longer(whole.upper()))
    found |= dict.fromkeys(longer, _NAMED)
    telling = {name for name in found if name in known or len(name or "") >= _TELLING or _OUTPUT.search(name or "")} | (
        {own} if longer else set()
    )
    return {name: weight for name, weight in found.items() if name and name in telling}


@dataclass(frozen=True, slots=True)
class Noun:
    """The last of several words as the name of facts, ``names``, and what of the others must stand in front of each: 招聘…教师."""

    names: Mapping[str, float] = field(default_factory=dict)
    beside: tuple[tuple[str, ...], ...] = ()

    def fits(self, lead: str) -> bool:
        """Whether a clause has all of the other words, or what a report says for them."""
        return all(any(word in lead for word in said) for said in self.beside)


def noun_of(content: Sequence[Word]) -> Noun:
    """The noun of some words, where there are several."""
    from store.figures.facts import indicator_of

    said = [word for word in content if _names(word)]
    if len(said) < 2 or len(said[-1].text) < _SHORTEST - 1:
        return Noun()
    *others, last = said
    called = {indicator_of(text, None) for text in (last.text, *(one.text for one in last.variants))}
    beside = tuple((word.text, *(one.text for one in word.variants)) for word in others)
    return Noun(dict.fromkeys(filter(None, called), _NAMED), beside)


def _longer(name: str) -> Iterable[str]:
    """The indicators that a name is short for: 失业率 ends their names, 粮食 begins those of a single one."""
    ending = [alias for alias in names() if alias.endswith(name)] if len(name) >= _SHORTEST else []
    least = min(map(len, ending), default=0) + 1
    begun = {
        names()[alias] for alias in names() if alias.startswith(name) and not alias.endswith("率")
    }  # no 人口自然增长率
    return (*(names()[alias] for alias in ending if len(alias) <= least), *(begun if len(begun) == 1 else ()))


def natures_asked(wanted: WantedFigure, question: Question, *, amount: bool) -> Iterator[Sequence[str]]:
    """The natures of the facts that a question asks for, then all others; ``amount`` is true where it asks for an amount.

    Who has most is told by no growth and no target.
    """
    yield ("plan",) if question.plans else _GROWTH if wanted.change else _LEVELS if amount else (*_LEVELS, *_GROWTH)
    if not amount or wanted.change or question.plans:
        yield (*_LEVELS, *_GROWTH, "plan")


def rows_of_facts(
    facts: Iterable[Fact],
    named: Mapping[str, float],
    wanted: WantedFigure,
    question: Question,
    series: Mapping[str, tuple[ReportInfo, str]],
    asks_of: Callable[[int | None], bool],
    noun: Noun,
    *,
    amount: bool,
) -> Mapping[Key, RowChoice]:
    """The best fact for each place and year, of the indicator and nature that most of them, and the best, are said in.

    ``amount`` is true where the question asks for one. What is told of under another name of the same stands beside them.
    """
    tables = tables_of_facts(facts, wanted, question, series, asks_of, noun)
    worth = {
        (name, nature): _worth(named[name], nature, wanted, question, amount=amount)
        * sum(row.score for row in held.values())
        for (name, nature), held in tables.items()
    }
    best = sorted(tables, key=lambda one: -worth[one])
    alike = [tables[one] for one in best if one[1] == best[0][1]]
    return {key: row for held in reversed(alike) for key, row in held.items()}


def tables_of_facts(
    facts: Iterable[Fact],
    wanted: WantedFigure,
    question: Question,
    series: Mapping[str, tuple[ReportInfo, str]],
    asks_of: Callable[[int | None], bool],
    noun: Noun,
) -> Mapping[tuple[str, Nature], Mapping[Key, RowChoice]]:
    """For each indicator and nature the best fact for each place and year.

    ``series`` gives the report of an id, and whose rows it gives; ``asks_of`` tells whether a row of a year is asked for,
    ``noun`` what must stand in front of a figure.
    """
    best: defaultdict[tuple[str, Nature], dict[Key, RowChoice]] = defaultdict(dict)
    for fact in facts:
        if not noun.fits(CLAUSE_END.split(fact.before)[-1]):
            continue
        report, whose = series[fact.report]
        choice = _choice(fact, report, whose, wanted, question)
        if choice is None or not asks_of(choice.year):
            continue
        held = best[fact.figure.indicator or "", choice.nature]
        if choice.key not in held or choice.score > held[choice.key].score:
            held[choice.key] = choice
    return best


def _worth(named: float, nature: Nature, wanted: WantedFigure, question: Question, *, amount: bool) -> float:
    planned = _UNPLANNED if nature.planned is not question.plans else 1.0
    changed = 1.0 if nature.change is (wanted.change is True) else _AMOUNT if amount else _UNCHANGED
    return named * planned * changed * (_NEW if nature.flow else 1.0)


def _choice(fact: Fact, report: ReportInfo, whose: str, wanted: WantedFigure, question: Question) -> RowChoice | None:
    """A fact as a row, None where it is of no one year or of another kind than the question asks for."""
    figure = fact.figure
    change = changes(figure)
    name = figure.indicator or ""
    if figure.nature == "sum" or (change and figure.nature == "average") or figure.kind == "points":
        return None
    if (figure.per and "均" not in name) or (figure.kind == "duration" and not name.endswith(_LENGTHS)):
        return None
    if figure.nature == "share" and "percent" not in wanted.kinds:
        return None
    if (wanted.kinds or wanted.units) and not change and not fits(wanted, figure):
        return None
    if change and not (figure.kind == "percent" and of_year_before(figure)):
        return None
    if asks_share(question) and not is_share(figure):
        return None
    lead = CLAUSE_END.split(fact.before)[-1]
    if _BEGUN.search(lead) or is_of_each(fact.before, figure) or (figure.change and AVERAGED.search(lead)):
        return None
    year = _year(figure.period, report, lead, planned=figure.planned, amount=figure.nature == "level")
    if year is None and figure.period:
        return None
    score = (1.0 if year is not None and report.year in (year, year + 1) else _EARLIER) * (
        1.0 if figure.bound == "exact" else _INEXACT
    )
    score *= _PART if figure.of is not None else 1.0
    score *= _OTHER_PLACE if _is_elsewhere(lead.removesuffix(figure.subject), figure.subject, lead, report) else 1.0
    brought = (
        BROUGHT.search(lead) is not None and BROUGHT.search(name) is None and BROUGHT.search(question.read) is None
    )
    nature = Nature(unit_of(figure), change, brought and figure.kind == "count", "one", figure.planned)
    return RowChoice(report, fact.sentence, figure, 1.0, score, whose, year, nature)


def of_year_before(figure: Figure) -> bool:
    """Whether a change is one on the year before, as it is where nothing else is said."""
    if figure.base is None or figure.base.startswith(_YEAR_BEFORE):
        return True
    based = years_of(figure.base, now=None, reviewed=None)
    return [(one.first + 1, one.last + 1) for one in based] == [(year, year) for year in years_in_period(figure.period)]


def _year(period: str | None, report: ReportInfo, lead: str, *, planned: bool, amount: bool) -> int | None:
    """The one year that a fact is of, None where it is of several together, or nobody says."""
    spoken = years_in_period(period)
    if len(spoken) > 1 and not (amount or _REACHED.search(lead)):
        return None
    return max(spoken, default=report.year if planned else reviewed(report))


def reviewed(report: ReportInfo) -> int | None:
    """The year that a report most often speaks of where a sentence says none: a government reports on the year before."""
    return report.year if report.year is None or report.kind != "政府工作报告" else report.year - 1


def _is_elsewhere(before: str, subject: str, lead: str, report: ReportInfo) -> bool:
    """Whether a clause speaks of a place within the report's or beside it: 襄阳、宜昌经济总量, 东部地区生产总值."""
    front = lead[: lead.find(subject)] if subject and subject in lead else before
    if _INSIDE.search(front):
        return True
    own = {report.place, *report.region}
    tails = (front[-length:] for length in range(2, 5) if len(front) >= length)
    return any(tail not in own and places_called(tail) for tail in tails)
