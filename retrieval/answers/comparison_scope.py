"""A question in; out comes what it compares: which reports or years, under which words, and whose rows there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from retrieval.answers.comparison_facts import Noun, names_of, noun_of
from retrieval.answers.comparison_rows import of_level, series_of
from retrieval.model import Question, Variant, Word
from retrieval.query.amounts import limit_in
from retrieval.query.comparing import KINDS_OF_BODIES, Comparing, asks_rate, comparing, of_two, of_years
from retrieval.query.eras import Era, era_in
from retrieval.query.report_names import asks_of_nation, of_the_nation
from retrieval.ranking.features import FIGURES
from retrieval.text.segmentation import fold, words
from store import patterns as re
from store.language.indicators import names
from store.language.place_names import short
from store.model import ReportInfo

# Years one beside the other (2016、2017年), where 2011到2013年 may be one sum in one report.
_YEARS = re.compile(r"\d年?度?\s?(?:[和与跟、]|以及)\s?(?:19|20)\d\d")

# 哪个地方最多 and 谁最多 ask of places, where 哪份报告 asks of reports: the country is none of them
_PLACES = re.compile(r"哪[一些几]?个?(?:地方|里|儿|地|省|市|州|县|区)|各(?:地|省|市|州|县|区)|谁")

# 小麦和玉米哪个产量高, 中学与医院比哪个多: what is named is set beside each other, and no places are
_THINGS = re.compile(
    r"\A(?!.*[省市州县区年])[\u4e00-\u9fff]{1,8}[、和与跟同][\u4e00-\u9fff]{1,8},?比?(?:哪[个种样项类一]+|谁)(?![省市州县区镇乡地年月季])"
)

_CALLED = 0.95  # of another name of the same indicator

# A word that at most this share of the titles hold can name a report by its title (教育均衡县).
_RARE = 1 / 3

# Words of a title weigh less in a question than those of its content; they choose the report and are not compared.
_LEAST_WEIGHT = 0.5

# 2005到2010年粮食产量 asks for each year, where 共招了多少 asks for what they brought together.
_TOGETHER = re.compile(r"累计|[一总合]共|[总合]计|共(?=[有招新建投发完])|平均|年均|多少倍|几倍|翻")
_MEASURE = re.compile(
    r"(?:[产存用货]?量|[产总]值|额|率|数|人口|收入|支出|投资|储备|面积|里程|比重|赤字|增速|涨幅|余额|价格|水平|目标)[呢呀啊]?[?。!]*$"
)
_AIM = re.compile("目标[呢呀啊]?[?。!]*$")
_SEVERAL = 3  # years that are named are each asked for
_SEVERAL_YEARS = 10  # 这几年 reach no further back


@dataclass(frozen=True, slots=True)
class ComparisonScope:
    """What a question compares: the reports, and the question without the words that name them or only compare.

    ``absent`` are places that the question names and no report has. ``years`` are those that it asks about, none where
    it names the reports by them, or names none. ``by_year`` is true where there is a row for each year, ``named`` where
    the question says of which place or reports, ``place`` the only one that it names. ``era`` is the time that it asks about
    without naming its years; ``spread`` is true where nothing but several years asks for a row each.
    ``names`` are those under which facts of what is compared may be kept, and how surely; ``noun`` is the last of several words,
    under which they may be kept as well.
    """

    question: Question
    asked: Comparing
    reports: tuple[ReportInfo, ...]
    absent: tuple[str, ...]
    years: frozenset[int]
    by_year: bool
    named: bool
    place: str | None = None
    era: Era = field(default_factory=Era)
    spread: bool = False
    names: Mapping[str, float] = field(default_factory=dict)
    noun: Noun = field(default_factory=Noun)

    @property
    def all_series(self) -> bool:
        """Whether all places and series have rows: years of none that is named are those of one series."""
        return not self.by_year or bool(self.question.places or self.question.titled)

    @property
    def by_place(self) -> bool:
        """Whether there is one row for each place, of its newest year."""
        return not self.by_year and not self.years

    def asks_of(self, year: int | None) -> bool:
        """Whether a figure of a year may be a row."""
        return (year in self.years if self.years else True) and self.era.holds(year)

    def series(self, report: ReportInfo) -> str:
        """Whose row a report gives: of the one place asked about, whatever its reports call themselves."""
        return self.place or series_of(report)


def concerned(
    question: Question, reports: Sequence[ReportInfo], spoken: Mapping[str, frozenset[int]]
) -> ComparisonScope | None:
    """What the question compares, None where it does not ask about several of these reports, or not for a number.

    ``spoken`` are the years that each report speaks of.
    """
    text = fold(question.text)
    fitting = frozenset(fit.report for fit in question.reports)
    asked = comparing(text, question.before)
    named = [report for report in reports if report.id in fitting]
    if asked is not None and asked.every and not question.places:  # 各报告 names none of those that are called so
        named = []
    # 青禾一中 and 云泽医院 are of two places, of which the words name but one.
    elsewhere = any(_is_elsewhere(report, question.places) for report in named)
    one_place = len(question.places) == 1 and not question.absent and not elsewhere
    # 全国有多少家图书馆 asks for one number, whichever report of the country tells it.
    one = question.places[:1] if one_place else ("全国",) if not question.places and asks_of_nation(question) else ()
    series = {one[0]} if one and named else {series_of(report) for report in named}
    told = (*question.years, *(year for year in question.against if isinstance(year, int)))
    vague = "几年" in text and not re.search(r"\d年|\d{4}", text)  # 这几年 are all that there are
    years = frozenset() if question.titled or vague else frozenset(told)
    beside_places = len(series) > 1 or len(question.places) > 1
    beside = beside_places or _YEARS.search(text) is not None
    era = era_in(text)
    if vague and (newest := max((one.year for one in named or reports if one.year), default=0)):
        era = Era(newest - _SEVERAL_YEARS, newest)
    several = len(years) >= _SEVERAL and len(years) > max(years) - min(years) if years else False
    alone = asked is None and not beside_places
    spread = alone and (several or era.named) and _may_be_spread(question)
    asked = asked or (of_two(text) if beside else of_years(text) if spread else None)
    spread = spread or (alone and not _asks_number(question))
    things = not (named or question.places or years or era.named) and _THINGS.search(text) is not None
    if (
        asked is None
        or asked.wordy
        or things
        or question.kind == "definition"
        or (not named and (question.elsewhere or question.unheard))
    ):
        return None
    naming: frozenset[str] = frozenset()
    by_year = False
    over_years = not question.places and (
        not asked.places if asked.years else len(years) > 1 and len(series) < 2 and not asked.every and not asked.level
    )
    if len(series) > 1 and not over_years:
        pool = named
    elif not named and not over_years and (asked.every or asked.places):
        pool = of_level(reports, asked.level)
        if _PLACES.search(text):
            pool = [one for one in pool if not of_the_nation(one)] or pool
    elif over_years or asked.years or era.named or (len(years) > 1 and asked.likened) or len(question.titled) > 1:
        pool, by_year = named or list(reports), True
    elif len(named) == 1 and (asked.likened or asked.places):
        naming, titled = _titled(question, named[0], reports)
        pool = [*named, *titled]
    else:
        return None
    if asked.body and (not named or question.places):
        pool = [one for one in pool if KINDS_OF_BODIES[asked.body].search(one.title)]
    pool = [*pool, *_titled_as(question.places, pool, reports)]
    pool = [one for one in _of_years(pool, question, years, spoken) if era.may_be_told_by(one, spoken)]
    if len({report.id for report in pool}) < (1 if by_year and len(years) > 1 else 2):
        return None
    places = {report.place for report in pool}
    titles = "".join(report.title for report in pool)
    absent = (*(one for one in question.places if one not in places and one not in titles), *question.absent)
    limit = limit_in(question) if asked.order else None
    said_by = words(text[limit.start : limit.end]) if limit else ()
    beside_names = {*naming, *era.words, *said_by, *map(str, told), "比", "年"}  # 比2022年 names a year as 2022年 does
    asks_itself = "terms" not in question.carried
    own = [one for one in question.content if asks_itself or question.read[one.start : one.end] == one.text]
    borrowed = [word for word in question.content if word not in own]
    telling = asked.tells(own) if borrowed else asked.says(own)
    said = list(
        {
            one.text: one for one in reversed(telling) if one.text not in beside_names and one.weight >= _LEAST_WEIGHT
        }.values()
    )[::-1]
    content = tuple(word for word in (*said, *borrowed) if word.weight >= _LEAST_WEIGHT)
    of_whom = [word.text for word in content] == ["人"] and not question.places  # 云泽法院和青石图书馆谁的人多
    if not content or of_whom:
        return None
    if question.before and said:  # 那粮食产量呢 after one for growth, or for people, asks for an amount of its own
        asked, question = replace(asked, rate=asks_rate(text)), replace(question, unit=None)
    names = names_of(said, question.read) if said else {}
    if not names:
        names = names_of(content, question.read)
    elif borrowed:
        content = tuple(said)
    content = tuple(map(_in_any_report, _called(content, names)))
    place = question.places[0] if one_place and named and by_year else None
    return ComparisonScope(
        *(replace(question, content=content), asked, tuple(pool), absent, years, by_year, bool(named), place),
        *(era, spread, names, noun_of(said)),
    )


def _may_be_spread(question: Question) -> bool:
    """Whether a question asks for a number that each of several years may have: no sum of them, and nothing in prose."""
    if _TOGETHER.search(question.read) or (question.plans and not _AIM.search(question.read)):
        return False
    return _asks_number(question)


def _asks_number(question: Question) -> bool:
    """Whether a question asks for a number, by the form of it or by the name of a measure."""
    return question.kind in FIGURES or (
        question.kind in ("what", "plan") and _MEASURE.search(question.read) is not None
    )


def _called(content: tuple[Word, ...], kept: Mapping[str, float]) -> tuple[Word, ...]:
    """The words, as one with all that it is called where they name an indicator of the list."""
    called = tuple(Variant(fold(alias), _CALLED) for alias, name in names().items() if name in kept)
    if not called:
        return content
    return (replace(content[0], text="".join(word.text for word in content), end=content[-1].end, variants=called),)


def _is_elsewhere(report: ReportInfo, places: Sequence[str]) -> bool:
    """Whether a report is of none of some places, neither by its own place nor by what it is called."""
    called = f"{report.title}{report.source}"
    return report.place not in places and (report.place is not None or not any(short(one) in called for one in places))


def _in_any_report(word: Word) -> Word:
    """The word with what it is called in a report that does not hold it, as each of several may call it otherwise."""
    return replace(word, variants=tuple(replace(one, weight=max(one.weight, one.alone)) for one in word.variants))


def hears_each(question: Question, reports: Sequence[ReportInfo]) -> bool:
    """Whether a question names reports of several places or series, or means those of all, each of which is to be heard."""
    named = frozenset(fit.report for fit in question.reports)
    if not question.places and (asked := comparing(question.text, question.before)) is not None and asked.every:
        return True
    if not question.places and asks_of_nation(question):
        return False
    return len({series_of(report) for report in reports if report.id in named}) > 1 if named else False


def _of_years(
    pool: Sequence[ReportInfo], question: Question, years: frozenset[int], spoken: Mapping[str, frozenset[int]]
) -> list[ReportInfo]:
    """Those that may speak of the years asked about. A year may be a fact's own or, in a title (2020年半年总结里), the report's."""
    if question.titled:
        return [report for report in pool if report.year in {*question.titled, *question.years}]
    if not years:
        return list(pool)
    return [
        report
        for report in pool
        if report.year is None or {report.year, report.year - 1} & years or spoken.get(report.id, frozenset()) & years
    ]


def _titled(
    question: Question, named: ReportInfo, reports: Sequence[ReportInfo]
) -> tuple[frozenset[str], list[ReportInfo]]:
    """Other reports that the question names by rare words of their titles, and the run of words that does it."""
    titles = {report.id: frozenset(words(fold(report.title))) for report in reports if report.id != named.id}
    for run in runs(question.content):
        texts = [word.text for word in run]
        rare = [text for text in texts if 0 < sum(text in title for title in titles.values()) <= _RARE * len(titles)]
        titled = [
            report for report in reports if report.id in titles and all(text in titles[report.id] for text in texts)
        ]
        if rare and titled:
            return frozenset(texts), titled
    return frozenset(), []


def _titled_as(names: Sequence[str], pool: Sequence[ReportInfo], reports: Sequence[ReportInfo]) -> Sequence[ReportInfo]:
    """The reports whose titles have a name that none of the pool is from (教育均衡县)."""
    known = {report.place for report in pool}
    left = [name for name in names if name not in known]
    held = {report.id for report in pool}
    return [one for one in reports if one.id not in held and any(name in one.title for name in left)] if left else []


def runs(content: Sequence[Word]) -> list[list[Word]]:
    """Neighbouring words that nothing stands between."""
    found: list[list[Word]] = []
    for word in content:
        if found and found[-1][-1].end == word.start:
            found[-1].append(word)
        else:
            found.append([word])
    return found
