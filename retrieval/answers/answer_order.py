"""Ranked evidence in, the same out with that sentence in front that says what is asked most plainly.

What the ranking cannot see by one sentence alone is told by those beside it: what was done beside what was planned, the
whole beside its part. Where the first sentence has one of ``_SHORTCOMINGS``, one that has not takes its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import islice

from retrieval.answers.comparability import BROUGHT, is_of_average, last_clause, unit_of
from retrieval.answers.doubts import (
    ASKS_MORE,
    HARM,
    IN_PART,
    NO_HARM,
    PART_OF_YEAR,
    SHARES,
    TELLS_MORE,
    UNTOLD,
    asks_decade,
    asks_in_prose,
    asks_rank,
    asks_total,
    counts_all,
    denies,
    doubt,
    is_of_all,
    is_of_another_time,
    is_of_group,
    is_other_way,
    names_asked,
    said_for,
    sides_asked,
)
from retrieval.answers.places_told import names_all
from retrieval.lexicon.tables import records
from retrieval.model import Evidence, Question
from retrieval.query.comparing import names_rate
from retrieval.query.wanted_figure import wanted_by
from retrieval.ranking.features import FIGURES
from retrieval.text.segmentation import folded as fold
from store import patterns as re
from store.language.characters import CLAUSE_END, PART_END, numeral_value
from store.language.years import years_in_period
from store.quick_records import record

# One with all of it is looked for before that is said.
_SHORT = UNTOLD | {"year_part"}
_COUNTED = 0.6  # of what the best one holds, by what counts the very thing: 零售药店总数 for 药店共有多少
_LEAST_SPOKEN = 0.3  # beside the best one's score
_LEAST_OUTRIGHT = 0.05  # beside the best one's score
_LEAST_BESIDE = 0.2
_LEAST_DONE = 0.1  # what the year asked about brought, behind its plan
_LEAST_IN_FORM = 0.1
_PARTLY = 0.4  # 建成高标准农田 for 修了高标准农田 beside 新建改造高标准农田
_MORE = 1.2  # than the best one holds
_NEARLY = 0.8  # of what the best one holds of the question: 教职工 for 老师 beside 教师
# 三年投了多少, 五年一共修了几条路: not 三年级, 三年行动
_YEARS = re.compile(
    r"(?<![第初高大十\d])([两二三四五六七八九十])年(?![级期制前])(?:来|间|里)?(?:[一总]共|合计|累计)?[\u4e00-\u9fff]{0,3}了"
)
# 一年办多少案子, 全年罚了多少: not 近一年, 一年级
_A_YEAR = re.compile(r"(?<![近这过前后去今明上第十\d])[一全]年(?![级以来内后前度生])")
# 93到97年修了多少 asks for what they brought together; 五年新增4000公里 tells it.
_SPAN_ASKED = re.compile(r"\d年?(?:到|至|—|-)(?:19|20)?\d\d年[^,。多总共累合]{0,12}[多总共累合][^,。]{0,12}了[多几]")
_SPAN = re.compile(r"(?<![第初高大十\d])([两二三四五六七八九十])年(?![级期制前])(?!平均|年均|每年)")
# What is under way did not come about; 全年各类案件 are all of them.
_UNDER_WAY = re.compile(r"正在|积极(?:创建|争取|申报)|申报(?!成功)|在建|筹建")
_ALL = re.compile("(?:^|,)全[年国省市县区].{0,12}?(?:各类|各种|共|办结|完成|实现|的)|各类")
_FROM_TO = re.compile("[从由][^,。]{0,6}[多几].{0,8}[到至成][^,。]{0,4}[多几]")
_PEAK = re.compile(r"最[高多大]|峰值|高峰")
# 曾提出把涨幅控制在10%以内: what was aimed at, told by the report that looks back on it
_AIMED = re.compile(
    r"(?:曾经?|原先?|去年|年初)[^。;]{0,16}?(?:提出|要求|打算|计划|预定|预计|规定|确定)[^。;]{0,24}?(?:控制|限制|保持|降低?|提高|增加|增长|达)[到在至为]"
)
_NAMED_THING = re.compile("[“《][^”》]{2,20}[”》]")
_DAYS = re.compile(
    "春运|黄金周|假期|(?:国庆|中秋|五一|春节|元旦|清明|端午)(?![\u4e00-\u9fff]{0,4}(?:前|后|以来))|[暑寒]假|旺季|汛期|节日"
)  # no whole year
# 8月集中行动, “春雷”行动期间, 12日当晚, 最大一案: some of what a year brought
_ACTION = re.compile(
    r"行动|战役|攻坚|会战|整治[周月]|专项|集中(?!式|供)[\u4e00-\u9fff]|期间|(?:\d|[一二三四五六七八九十])[月日](?!底|末|起|份以来)|当[日天晚夜]|单[日次]|[一每][案起次]"
)
_PER_HEAD = re.compile("人均|平均")  # what is told of each is no more for all of them
_AMOUNT = re.compile(r"(?:增加值|产量|销量|余额)[呢呀啊]?[?。!]*$")
_HOW = re.compile("怎[么样](?!样|[?。!]*$)|如何(?=[一-鿿])|咋(?!样|[?。!]*$)")
# 博物馆、纪念馆 are counted as 博物馆数 are; 博物馆藏品 are not.
_SAME_THING = re.compile(r"[、和及与等(]|[总个家所座]?数|总量|数量|合计|共")
_POPULATION = re.compile(r"(?<![住籍生亡业镇村农贫困童年力动])人口(?=\d|[有是]?多少|[有是]?几|呢|[?。!]*$)")
_ALL_PEOPLE = re.compile(r"(?:常住|总|^|[全年末区市县省国])人口(?:总[量数])?$")
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}:")
_SIDES = ("收入", "支出")
_PARTS = 3  # of a sum, listed behind 其中: two may be all there is, each with its name
# 每卖5台冰箱就有2台: of so many, and not how many there are
_OF_SO_MANY = re.compile(r"每[\u4e00-\u9fff]{0,6}\d[^,;。]{0,16}$")
_CAUSE = re.compile(r"主要[是因]|由于|因为|原因|得益于")


Spoken = Callable[[], Evidence | None]


def nothing() -> None:
    """Where a question follows none."""


def in_answer_order(question: Question, evidence: Sequence[Evidence], spoken: Spoken = nothing) -> Sequence[Evidence]:
    """The evidence with what says the asked most plainly in front; ``spoken`` tells what answered the question before."""
    if evidence and not says(evidence[0], "row"):
        evidence = _done_first(question, evidence)
        for shortcoming in _SHORTCOMINGS:
            evidence = _without(shortcoming, question, evidence)
        evidence = _labelled_first(question, evidence)
        evidence = _whole_first(question, evidence)
        evidence = _of_just_those_years_first(question, evidence)
    evidence = _outright_first(question, evidence)
    return _spoken_first(question, evidence, spoken)


def says(one: Evidence, code: str) -> bool:
    """Whether a reason of this code was seen of a piece of evidence."""
    return code in [reason.code for reason in one.why]  # any() over them takes twice as long


def _spoken_first(question: Question, evidence: Sequence[Evidence], spoken: Spoken) -> Sequence[Evidence]:
    """The evidence with the sentence in front that answered the question before, where it has the figure of a follow-up.

    罚了多少钱 behind 查处多少件 is asked of 查处案件531件,罚款5870万元 and not of another fine.
    """
    if not evidence or question.kind not in FIGURES or says(evidence[0], "row"):
        return evidence
    named = [word.text for word in question.content if word.weight >= 1 and word.text in fold(evidence[0].quote)]
    least = 0.0 if "terms" in question.carried else _LEAST_SPOKEN * evidence[0].score
    told = [
        one
        for one in evidence[1:]
        if one.asked is not None and one.score >= least
        if not _is_aside(one) and all(word in fold(one.quote) for word in named)
    ]
    before = spoken() if told else None  # what answers in front need not be looked for
    if before is None:
        return evidence
    return _first_of((one for one in told if one.sentence == before.sentence and one.asked != before.asked), evidence)


@record
class _Shortcoming:
    """What a sentence may be short of, and what takes its place: told of what the question counts (``counted``), or of any.

    ``covered`` is the share that it holds of what the first one holds of the question, and ``least`` its score beside that
    one's, at least. ``anywhere`` is true where another report of the place may tell it as well.
    """

    seen: Callable[[Question, Evidence], bool]
    covered: float = _NEARLY
    counted: bool = True
    least: float = 0.0
    anywhere: bool = False


def _without(short: _Shortcoming, question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with a sentence in front that has not a shortcoming that the first one has, where there is such a one."""
    best = evidence[0]
    if not short.seen(question, best):
        return evidence
    # A number that is aimed at is no better than one that came about.
    done = question.kind in FIGURES and not question.plans and not best.planned
    near = (
        one
        for one in evidence[1:]
        if not (done and one.planned)
        if (_is_near(question, one, best) or (short.anywhere and one.report.place == best.report.place))
        and one.coverage >= short.covered * best.coverage
    )
    told = (
        one
        for one in near
        if _is_alike(one, best, short.least or _LEAST_BESIDE)
        or (not short.counted and one.score >= short.least * best.score)
    )
    return _first_of((one for one in told if not (short.seen(question, one) or denies(question, one))), evidence)


def _is_near(question: Question, one: Evidence, best: Evidence) -> bool:
    """Whether a sentence tells of a year and a report that are meant."""
    of_year = says(one, "year") or not (says(best, "year") or says(one, "other_year"))
    return of_year and (one.report.id == best.report.id or not question.reports)


def _is_alike(one: Evidence, best: Evidence, least: float = _LEAST_BESIDE) -> bool:
    """Whether a sentence tells an amount in the unit of the best one's, and is not far behind it."""
    own, other = one.asked_figure, best.asked_figure
    near = one.score >= least * best.score
    return near and own is not None and other is not None and unit_of(own) == unit_of(other)


def _is_elsewhere(question: Question, one: Evidence) -> bool:
    """Whether no report is of the place asked about, and a sentence tells nothing, or no amount that is asked for, of it."""
    told = question.kind not in FIGURES or one.asked is not None or "\t" in one.quote
    return bool(question.elsewhere) and not question.reports and not (told and names_all(one, question))


def _is_aside(one: Evidence) -> bool:
    return says(one, "year_aside") or says(one, "other_year")


def _lacks_form(question: Question, one: Evidence) -> bool:
    """Whether a sentence has not the form of what is asked for: 日均5104人次 for 一天来多少人."""
    told = [form for asks, form in _forms() if asks.search(question.read)]
    return bool(told) and not any(form.search(fold(one.quote)) for form in told)


@cache
def _forms() -> Sequence[tuple[re.Pattern[str], re.Pattern[str]]]:
    """What is asked, each with the form of what tells it plainly."""
    told = [(re.compile(asks), re.compile(told)) for asks, told, _ in records("preferred_forms")]
    return [(ASKS_MORE, TELLS_MORE), *told]


def _counts_of_it(question: Question, one: Evidence) -> bool:
    """Whether how many there are is asked, and a sentence counts nothing, or what these have: 博物馆藏品 for 博物馆有多少个."""
    figure = one.asked_figure
    if not question.head or question.kind != "count" or not wanted_by(question).stock:
        return False
    if figure is None:
        return True
    thing, subject = question.head[-1], fold(figure.subject)
    behind = subject.rpartition(thing)[2] if thing in subject else ""
    return bool(behind) and not _SAME_THING.match(behind) and not any(char in question.read for char in behind)


def _is_of_some_people(question: Question, one: Evidence) -> bool:
    """Whether 人口 is asked for and no more, and a sentence counts but some of it, as 出生人口 or 户籍人口."""
    figure = one.asked_figure if _POPULATION.search(question.read) else None
    return figure is not None and _ALL_PEOPLE.search(fold(figure.subject)) is None


def _is_under_way(question: Question, one: Evidence) -> bool:
    """Whether the clause of the figure says that it is under way or applied for, where what came about is asked for."""
    figure = one.asked_figure if question.happened else None
    return figure is not None and _UNDER_WAY.search(last_clause(fold(one.quote), figure)) is not None


def tells_no_deed(question: Question, one: Evidence) -> bool:
    """Whether a sentence counts those who did something else: 4099名教师参加走访 for 招了多少教师."""
    deeds = [said_for(word) for word in question.content if any(map(BROUGHT.fullmatch, said_for(word)[:2]))]
    return bool(deeds) and not any(text in fold(one.quote) for words in deeds for text in words)


def _is_of_other_years(question: Question, one: Evidence) -> bool:
    """Whether what so many years brought together is asked for, and a sentence tells of more or fewer."""
    count = _years_together(question)
    return one.asked is not None and count is not None and not _tells_of(one, count)


def _tells_of(one: Evidence, years: int) -> bool:
    """Whether a sentence tells of so many years together; of one where it names none as well."""
    figure = one.asked_figure
    told = len(years_in_period((figure and figure.period) or one.period))
    if told == 1 and years > 1 and figure is not None:  # 五年新增4000公里, in the report after the last of them
        lead = fold(one.quote)[: figure.start]
        return any(match[1] is not None and _number(match[1]) == years for match in _SPAN.finditer(lead))
    return told == years or (years == 1 and (told == 0 or "每年" in one.quote))


def _years_together(question: Question) -> int | None:
    """How many years together a question asks about (三年投了多少; one for 全年罚了多少), None where it does not."""
    if _A_YEAR.search(question.read):
        return 1
    found = _YEARS.search(question.read)
    if found:
        return _number(found[1])
    span = len(question.years) if _SPAN_ASKED.search(question.read) and question.kind in FIGURES else 0
    return span if span > 1 and not asks_decade(question) and not _asks_ends(question) else None


def _number(text: str) -> int | None:
    return numeral_value(text.replace("两", "二"))


def _of_just_those_years_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with what tells the same of the years asked about in front, where the first tells it of more or of fewer.

    年均增长6.3% since 2020 is not how much GDP grew in 2025, nor 2021年至2025年共受理案件4.3万件 how many came in 2023.
    """
    best, asked = evidence[0], frozenset(question.years)
    just = _is_of_just(question, best)
    if (
        not asked
        or _asks_ends(question)
        or best.asked_figure is None
        or (just and years_in_period(best.period) == asked)
    ):
        return evidence
    same = (one for one in evidence[1:] if _measures_same(one, best) and _is_of_just(question, one))
    if just:  # 由2020年的812亿元增加到2025年的1136亿元 tells no more of 2025
        value = best.asked_figure.value
        same = (
            one
            for one in same
            if years_in_period(one.period) == asked and one.asked_figure and one.asked_figure.value == value
        )
    return _first_of(same, evidence)


def _is_of_just(question: Question, one: Evidence) -> bool:
    """Whether the figure of a sentence is of the very years asked about: of the one, or of all of several together."""
    figure, asked = one.asked_figure, frozenset(question.years)
    if figure is None:
        return False
    told = years_in_period(figure.period or one.period)
    return (
        (told == asked and figure.nature != "average") if len(asked) == 1 else (asked <= told or figure.nature == "sum")
    )


def _measures_same(one: Evidence, best: Evidence) -> bool:
    """Whether the figures of two sentences about one place are of one measure, which the first may call more shortly."""
    own, other = one.asked_figure, best.asked_figure
    if own is None or other is None or one.report.place != best.report.place or unit_of(own) != unit_of(other):
        return False
    named = own.indicator is not None and own.indicator in (other.indicator or "")
    return named and (own.change is None) == (other.change is None) and own.planned == other.planned


def _is_former_aim(question: Question, one: Evidence) -> bool:
    """Whether the figure of a sentence is what was once aimed at, which is not asked for: 去年曾提出把涨幅控制在10%以内."""
    figure = None if question.plans else one.asked_figure
    if figure is None:
        return False
    aim = _AIMED.search(fold(one.quote), 0, figure.start)
    return aim is not None and CLAUSE_END.search(fold(one.quote), aim.end(), figure.start) is None


def _is_of_yield(question: Question, one: Evidence) -> bool:
    """Whether what each of many brings is told (亩产, 每亩平均产量), which is not asked for."""
    place = one.asked if wanted_by(question).each is False else None
    return place is not None and is_of_average(question, fold(one.quote), one.figures, place)


def _is_of_named_thing(question: Question, one: Evidence) -> bool:
    """Whether a figure is told of one thing that is named in its sentence, and not in the question: “桁星”机器人…全年销售2740台."""
    figure = one.asked_figure
    if figure is None:
        return False
    named = _NAMED_THING.findall(PART_END.split(fold(one.quote)[: figure.start])[-1])
    return bool(named) and not any(name[1:-1] in question.read for name in named)


def _is_of_half_a_year(question: Question, one: Evidence) -> bool:
    """Whether a year is asked about, and the figure is of a part of it: 上半年有小学生319万人,大学生1.6万人."""
    figure = one.asked_figure
    if figure is None or not question.years or _DAYS.search(question.read) or PART_OF_YEAR.search(question.read):
        return False
    before = fold(one.quote)[: figure.start]
    found = [*PART_OF_YEAR.finditer(before), *_DAYS.finditer(before)]
    end = max((match.end() for match in found), default=None)
    return end is not None and "年" not in before[end:]


def _is_change(question: Question, one: Evidence) -> bool:
    """Whether a level is asked for (产值多少), and the figure is what came to it or went from it: 产值增加了139亿元."""
    figure = one.asked_figure if question.kind in ("count", "money") else None
    if (_years_together(question) or 1) > 1:  # five years together brought what was added in them
        return False
    return figure is not None and figure.change is not None and wanted_by(question).change is False


def _tells_no_rate(question: Question, one: Evidence) -> bool:
    """Whether how fast something grew is asked for, and the figure is of what there is: 三次产业占比11.9% for GDP增速."""
    figure = one.asked_figure
    return figure is not None and figure.change is None and names_rate(question.read)


def _is_of_other_side(question: Question, one: Evidence) -> bool:
    """Whether what came in is asked for, and the figure is what went out of it, or the other way: 出让收入相关支出 for 卖地收入."""
    subject = fold(one.asked_figure.subject) if one.asked_figure else ""
    return any(
        subject.endswith(side) and other in question.read and side not in question.read
        for side, other in (_SIDES, _SIDES[::-1])
    )


def _lacks_side(question: Question, one: Evidence) -> bool:
    """Whether what the country or the towns have is asked for by a standard name, and the figure is of another name."""
    sides, figure = sides_asked(question), one.asked_figure
    return bool(sides) and not (figure and any(side in fold(figure.indicator or figure.subject) for side in sides))


def _is_of_next_report(question: Question, one: Evidence) -> bool:
    """Whether what is said of a year is asked for, and a sentence stands in the report after it, which looks back on it."""
    year = one.report.year
    prose = asks_in_prose(question) and not question.happened
    return prose and bool(question.years) and year is not None and year == max(question.years) + 1


def _names_nobody(question: Question, one: Evidence) -> bool:
    """Whether a person is asked for, and a sentence names none."""
    return question.kind == "who" and says(one, "kind")


def _is_of_another_measure(question: Question, one: Evidence) -> bool:
    """Whether a measure is asked for by its standard name, and the figure of a sentence is of another, or of its change."""
    wanted, figure = wanted_by(question), one.asked_figure
    if figure is None or wanted.indicator is None or question.plans or wanted.change is not False:
        return False
    return figure.indicator != wanted.indicator or figure.change is not None


def _is_share_of_it(question: Question, one: Evidence) -> bool:
    """Whether an amount is asked for by its name alone, and the figure of a sentence is a share or a growth of it."""
    figure = one.asked_figure
    asked = question.kind == "what" and _AMOUNT.search(question.read) is not None
    return asked and figure is not None and (figure.change is not None or figure.kind in SHARES)


def _is_of_peak(question: Question, one: Evidence) -> bool:
    """Whether the clause of the figure tells of the busiest day or person alone (单日最高8216人次), and that is not asked for."""
    figure = one.asked_figure
    if figure is None or _PEAK.search(question.read) or asks_rank(question):
        return False
    return _PEAK.search(last_clause(fold(one.quote), figure)) is not None


def _tells_what_grew(question: Question, one: Evidence) -> bool:
    """Whether it is asked how something is done, and a sentence tells a share, or by how much something grew."""
    asked = question.kind not in FIGURES and _HOW.search(question.read) is not None
    return asked and any(figure.kind in SHARES for figure in one.figures)


def _asks_ends(question: Question) -> bool:
    """Whether the first and the last of some years are asked about: 80年到82年从几所加到几所."""
    return len(question.years) > 1 and _FROM_TO.search(question.read) is not None


def _has_ends(question: Question, one: Evidence) -> bool:
    """Whether a sentence has figures of both, where they are asked about."""
    ends = {str(min(question.years, default=0)), str(max(question.years, default=0))}
    return _asks_ends(question) and ends <= {figure.period for figure in one.figures}


def _lacks_ends(question: Question, one: Evidence) -> bool:
    return _asks_ends(question) and not _has_ends(question, one)


def _is_of_so_many(question: Question, one: Evidence) -> bool:
    """Whether how many there are is asked, and a sentence tells how many of so many: 每卖5台冰箱就有2台."""
    figure = one.asked_figure
    if question.kind != "count" or figure is None:
        return False
    return _OF_SO_MANY.search(fold(one.quote)[: figure.end]) is not None


def _tells_no_cause(question: Question, one: Evidence) -> bool:
    """Whether it is asked why, and a sentence has no word for a cause."""
    return question.kind == "why" and _CAUSE.search(fold(one.quote)) is None


def _tells_of_harm(question: Question, one: Evidence) -> bool:
    """Whether it is asked who died, and a sentence does not say that nobody did: 煤矿实现零死亡 tells more of 煤矿 than 死亡9人."""
    return HARM.search(question.read) is not None and NO_HARM.search(fold(one.quote)) is None


def _is_heading(question: Question, one: Evidence) -> bool:
    """Whether a yes or no is asked for, and a sentence is but the heading of what tells it."""
    return question.kind == "yesno" and one.section[-1:] == (one.quote,)


_SHORTCOMINGS = (
    _Shortcoming(_is_elsewhere, counted=False),
    _Shortcoming(denies, 0.5, counted=False),
    _Shortcoming(tells_no_deed, 1.4),
    _Shortcoming(_is_under_way),
    _Shortcoming(_is_of_so_many, _PARTLY),
    _Shortcoming(_counts_of_it, counted=False, least=_LEAST_BESIDE),
    _Shortcoming(_is_of_some_people, _PARTLY),
    _Shortcoming(_is_of_other_years, _PARTLY, least=_LEAST_DONE, anywhere=True),
    _Shortcoming(_is_former_aim, _PARTLY),
    _Shortcoming(is_of_all, _PARTLY, anywhere=True),
    _Shortcoming(_is_of_yield, counted=False, least=_LEAST_BESIDE),
    _Shortcoming(_is_of_named_thing, _PARTLY),
    _Shortcoming(is_of_group),
    _Shortcoming(is_other_way, _PARTLY, least=_LEAST_OUTRIGHT),
    _Shortcoming(is_of_another_time, least=_LEAST_DONE),
    _Shortcoming(_is_of_half_a_year),
    _Shortcoming(_is_change),
    _Shortcoming(_tells_no_rate),
    _Shortcoming(_is_of_other_side),
    _Shortcoming(_lacks_side, _PARTLY, counted=False),
    _Shortcoming(_is_of_next_report, 1.0, counted=False, least=_LEAST_BESIDE),
    _Shortcoming(_is_of_another_measure, counted=False, least=_LEAST_BESIDE),
    _Shortcoming(_is_share_of_it, counted=False, least=_LEAST_BESIDE),
    _Shortcoming(_is_of_peak, _PARTLY),
    _Shortcoming(_names_nobody, 0.6, counted=False),
    _Shortcoming(_lacks_form, _PARTLY, counted=False, least=_LEAST_IN_FORM),
    _Shortcoming(_tells_what_grew, 0.9, counted=False, least=_LEAST_SPOKEN),
    _Shortcoming(_tells_of_harm, _MORE, counted=False),
    _Shortcoming(_is_heading, counted=False),
    _Shortcoming(_tells_no_cause, counted=False, least=_LEAST_IN_FORM),
    _Shortcoming(_lacks_ends, counted=False, least=_LEAST_OUTRIGHT, anywhere=True),
)


def _done_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with what came about in front of what was planned or is aimed at, unless that is asked for.

    What a year brought may be told in another report of the place, and in fewer words of the question.
    """
    best, planned = evidence[0], evidence[0].asked_figure
    if question.plans or planned is None or not planned.planned:
        return evidence
    near = (
        one
        for one in evidence[1:]
        if _is_alike(one, best, _LEAST_DONE if says(one, "year") else _LEAST_BESIDE)
        or (question.kind == "what" and says(one, "year"))
    )
    done = (one for one in near if one.asked_figure and not one.asked_figure.planned)
    return _first_of(
        (one for one in done if _tells_of_year(question, one, best) or _is_reached(question, one, best)), evidence
    )


def _tells_of_year(question: Question, one: Evidence, best: Evidence) -> bool:
    year = bool(question.years) and says(one, "year") and one.report.place == best.report.place
    return year and one.coverage >= _PARTLY * best.coverage


def _is_reached(question: Question, one: Evidence, best: Evidence) -> bool:
    own, aim = one.asked_figure, best.asked_figure
    same = one.report.id == best.report.id and own is not None and aim is not None and own.change is aim.change
    plain = best.planned and not one.planned and not says(one, "other_year") and doubt(question, one) is None
    return (
        same
        and plain
        and (one.coverage >= best.coverage or _words_said(question, one) >= {word.text for word in question.content})
    )


def _words_said(question: Question, one: Evidence) -> set[str]:
    """The words of a question that a sentence says, or another one for: 电信网络诈骗 for 电诈."""
    text = fold(one.quote)
    return {word.text for word in question.content if any(said in text for said in said_for(word))}


def _whole_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with all that is asked about in front, where the first counts some of it that nobody asked for.

    城镇常住人口21.9万人 is some of 常住人口37.4万人, of which the report tells as well; so is 罚没款61.8万元 of the shops that were
    checked some of 罚没款742.5万元 of 全年各类案件.
    """
    best = evidence[0]
    near = (one for one in evidence[1:] if one.report.id == best.report.id and _is_near(question, one, best))
    alike = (
        one
        for one in near
        if _is_whole_before(question, one, best)
        or _is_beyond_action(question, one, best)
        or (_is_alike(one, best) and _is_whole(question, one, best))
    )
    return _first_of(alike, evidence)


def _is_whole_before(question: Question, one: Evidence, best: Evidence) -> bool:
    """Whether a sentence tells parts (其中…), and another one just before it the whole: the sum that is asked for, or of the same."""
    whole, part = one.asked_figure, best.asked_figure
    if whole is None or part is None or not fold(best.quote).startswith("其中") or one.sentence != best.sentence - 1:
        return False
    parts = sum(figure.unit == part.unit and figure.change is None for figure in best.figures)
    summed = wanted_by(question).whole and parts >= _PARTS
    same = one.coverage >= best.coverage and whole.subject == part.subject
    of_it = (summed or same) and _is_alike(one, best, 0.0)
    return of_it and whole.change is part.change and part.least <= whole.least


def _is_beyond_action(question: Question, one: Evidence, best: Evidence) -> bool:
    """Whether a sentence counts more of what is asked about than an action or a day brought, of which the best one tells."""
    whole, part = one.asked_figure, best.asked_figure
    if whole is None or part is None or whole.change or whole.planned:
        return False
    # 夜查酒驾行动143次 counts no 酒驾.
    if not (_is_alike(one, best, 0.0) or (question.unit is None and part.unit == "次" and whole.kind == "count")):
        return False
    of_action = _is_of_action(question, best) and not _is_of_action(question, one)
    as_much = part.least < whole.least and whole.per == part.per and names_asked(question, whole)
    return of_action and as_much and _words_said(question, best) <= _words_said(question, one)


def _is_of_action(question: Question, one: Evidence) -> bool:
    """Whether a figure is told of an action, of a day or of a single case, of which nobody asked."""
    figure = one.asked_figure
    if figure is None or _ACTION.search(question.read):
        return False
    return _ACTION.search(fold(one.quote)[: figure.start]) is not None


def _is_whole(question: Question, one: Evidence, best: Evidence) -> bool:
    """Whether the figure of a sentence is of all that the figure of another one is a part of."""
    whole, part = one.asked_figure, best.asked_figure
    if whole is None or part is None or whole.change or part.change or whole.planned or part.planned:
        return False
    if whole.per != part.per:  # what all took in is no whole of 每人收入85元
        return False
    name, kind = fold(whole.subject).removeprefix("总"), fold(part.subject)
    added = kind.removesuffix(name)
    if len(name) < 2 or not kind.endswith(name) or (part.least >= whole.least and not _PER_HEAD.search(kind)):
        return False
    if added:
        return not any(char in question.read for char in added)
    # What a chat speaks of may be but some of it.
    alone = not question.carried and one.coverage >= best.coverage and whole.of is None and whole.nature != "sum"
    return alone and bool(_ALL.search(fold(one.quote))) and not _ALL.search(fold(best.quote))


def _outright_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with what says outright in front where the first sentence leaves it unsaid.

    That is a sentence of the same report; where there may be a total in any of them (有多少老师), one of each report.
    """
    doubted = doubt(question, evidence[0]) if evidence else None
    if doubted not in _SHORT or _has_ends(question, evidence[0]):
        return evidence
    best, total = evidence[0], asks_total(question)
    anywhere = total and not question.reports
    plainer = {None, *(IN_PART if doubted == "no_figure" else ())}  # some of it is more than nothing
    outright: dict[str, Evidence] = {}
    for one in evidence[1:]:
        beside = one.report.id == best.report.id and one.score >= _LEAST_OUTRIGHT * best.score
        told = one.asked is not None and one.coverage >= (_COUNTED if total else _NEARLY) * best.coverage
        if not (beside or anywhere) or (total and not counts_all(question, one)):
            continue
        if says(one, "other_year"):
            continue
        if _is_elsewhere(question, one) and not _is_elsewhere(question, best):
            continue
        if told and doubt(question, one) in plainer:
            outright.setdefault(one.report.id, one)
    first = list(outright.values())[: None if anywhere else 1]
    return _led_by(first, evidence)


def _labelled_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with the line in front that is labelled with what is asked about, where the first has nothing of it.

    主诉:腹痛两天 is the 主诉 of a patient, and 病理报告:阑尾炎 what 病理 asks for.
    """
    best, things = evidence[0], [word for word in question.head if len(word) > 1]
    said = fold(best.quote + "".join(best.section))
    if says(best, "run") or _HOW.search(question.read) or any(thing in said for thing in things):
        return evidence
    labels = ((one, _LABEL.match(fold(one.quote))) for one in evidence[1:] if one.report.id == best.report.id)
    return _first_of((one for one, label in labels if label and any(thing in label[0] for thing in things)), evidence)


def _first_of(fitting: Iterable[Evidence], evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with the first of what fits in front, as it is where nothing does."""
    return _led_by([*islice(fitting, 1)], evidence)


def _led_by(first: Sequence[Evidence], evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with some of it in front, with the score of what stood there; as it is where none is to lead."""
    if not first:
        return evidence
    ahead = {one.sentence for one in first}
    led = (one.but(score=evidence[0].score) for one in first)
    ordered = [*led, *(one for one in evidence if one.sentence not in ahead)]
    return [one.but(rank=rank) for rank, one in enumerate(ordered, start=1)]
