"""What a question compares in; out come rows of stored facts and of passages, and the comparison that they make.

A report gives a row only where one of its figures is of the common kind and unit and the question's words stand
around it; of the others those are named as missing that have no sentence with a figure and all of the words, and what the
rest say stands beside the rows. Nothing is carried over between reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal

from retrieval.answers.comparability import (
    asks_share,
    changes,
    done_of_plan,
    is_deed,
    is_named_plan,
    is_of_average,
    is_of_body,
    is_of_each,
    is_of_other_deed,
    is_other_measure,
    is_other_thing,
    is_share,
    last_clause,
    nature_of,
    passes,
    window,
)
from retrieval.answers.comparison_facts import (
    Noun,
    natures_asked,
    of_year_before,
    reviewed,
    rows_of_facts,
    tables_of_facts,
)
from retrieval.answers.comparison_rows import Key, RowChoice, best_rows, table_of
from retrieval.answers.comparison_scope import ComparisonScope, runs
from retrieval.answers.decision import MOST_YEARS
from retrieval.answers.doubts import SHARES, is_one_of_kinds
from retrieval.model import Candidate, Comparison, ComparisonRow, Kind, Question, ToldOtherwise, Word
from retrieval.query.amounts import limit_in
from retrieval.query.wanted_figure import ATTENDANCE, COUNTING, PEOPLE, WantedFigure, differs, wanted_by
from retrieval.ranking.coverage import WantedWord
from retrieval.ranking.figure_choice import FigureChooser
from retrieval.ranking.passage import Passage
from retrieval.ranking.rank import Ahead, Found
from retrieval.text.segmentation import fold
from store import patterns as re
from store.archive.ids import ORDINAL_BITS
from store.language.indicators import names
from store.language.units import in_base
from store.language.years import years_in_period
from store.model import Fact, Figure, ReportInfo, StoredSentence
from store.quick_records import record

# What is done with it is no part of the name: 教师培训 of 教师培训花了多少钱.
_DOING = frozenset("花 用 投 发 给 招 收 建 办 开 买 修 拿 拨 有".split())
_GROWTH = "增速"
_DATED = re.compile(r"\d{4}年")
_HOW_MANY = re.compile(r"多少|几(?!个?年(?!级)|十年代)|百分之?")
_CHANGING = frozenset("涨 跌 增长 增加 提高 减少 下降 上升 降低 增幅 降幅 增速 涨幅".split())
_COUNT = re.compile("(?<=..)(?:天数?|[人户件次]数)$")  # 优良天数 is told by 空气优良312天
# 参保人数 are told in none but such a unit, and in no 参保率.
_COUNTED = re.compile(r"(?P<unit>人次|[人户件起次天])数(?![比占率学字据量\d十百千万])")
_SET = frozenset(["定"])  # 目标定得最高: how it came about is no part of the name
_UNNAMED = frozenset("总量 总额 总数 总值 总产 总产量 产量 规模 总规模".split())
_OUTPUT, _OUTPUT_SAID = re.compile("总?产量?$"), re.compile("产量|总产")
# 提前退休或者提前离岗的老师, 教职工(在职教师): what stands on either side will do.
_EITHER = re.compile(
    r"(?<![^,;、的])(?P<one>[^,;、的]*)(?:或者?|还是)(?P<other>[^,;、的]*)"
    r"|(?<![^,;、()的])(?P<name>[^,;、()的]*+)\((?P<gloss>[^()\d]*+)\)"
)
# The figures of dev (12) and of our own questions (15) are all found with these. One or two of them are lost by any of
# _LEAST_COVERED 0.6, _BESIDE_NEIGHBOUR 0.9 and _PLANNED 0.9; lower values find them too and let more through that says
# something else.
_DEPTH = (5, 30)  # sentences weighed for each report, fewer for many reports; 5–60 the same
_WEIGHED = 600  # sentences weighed in all, if that does: each costs 0.06 ms
_MOST_WEIGHED = 1200
_QUOTED = 40  # rows that stand among the quotations as well
SEARCHED = 5000  # sentences found to choose them from, where reports are so many that each cannot be searched deeply
_PLANNED = 0.7  # a target beside what was reached
_YEAR_UNSURE = 0.5  # the headings speak of several years; it is most often of the last
_SHARE_UNASKED = 0.4  # a share where an amount is asked for, as 收入 is said with its growth everywhere
_LEAST_COVERED = 0.5  # of the question's words, by worth, must stand in the sentence at all
_IN_PIECES = 0.6  # the hold of a figure whose name stands in the clauses before it
_NEAR = 0.4  # of the words, by worth, must stand in the clauses at the figure
_ALONE = 0.55  # the only row where an order is asked for: there is nothing that it is first of
_NEAR_CHANGE = 0.75  # in the clauses at the amount of a change, as every sentence has many of them
_BESIDE_NEIGHBOUR = 0.8  # of the hold of the best figure of its sentence
_OUTRIGHT = 0.8  # of the words: what a sentence with figures says is no silence
_ALMOST = 0.6  # share of a word's characters that does for the word, 三残儿童 for 残疾儿童
_LOOSE = 3  # characters between them
_PART = 2  # characters that say of what: 空气优良率 is no 优良率 of others
_GROWTH_OF = ("change",)


@record
class Compared:
    """A comparison, and what its rows quote, in the order of the rows."""

    comparison: Comparison
    quoted: tuple[Ahead, ...]

    @property
    def tells_growth(self) -> bool:
        """Whether each of several rows says itself by how much something grew."""
        rows = self.comparison.rows
        return len(rows) > 1 and all(changes(row.figure) or row.figure.planned for row in rows)


def nearest_of_each(found: Sequence[int]) -> list[int]:
    """The places of the best sentences of each report, in the order given; of thousands of reports, of the nearest ones."""
    least, most = _DEPTH
    depth = min(most, max(least, _WEIGHED // len({sentence >> ORDINAL_BITS for sentence in found} or {0})))
    return _some_of_each(found, depth)


def _some_of_each(found: Sequence[int], depth: int) -> list[int]:
    """The places of the first sentences of each report, so many of it, in the order given."""
    taken: Counter[int] = Counter()
    kept = []
    for place, sentence in enumerate(found):
        report = sentence >> ORDINAL_BITS
        taken[report] += 1
        if taken[report] <= depth:
            kept.append(place)
    return kept[:_MOST_WEIGHED]


FactsOf = Callable[[Sequence[str], Sequence[str], Sequence[str]], Sequence[Fact]]


def rows_told(asked: ComparisonScope, facts_of: FactsOf) -> list[RowChoice]:
    """The rows that facts of the indicator asked about give; none where it is kept under no name that the question says.

    ``facts_of`` gives those of some indicators, reports and natures. Targets and growth are looked at where nothing else is
    said, and older reports of a place where the newest does not say it.
    """
    by_place = asked.by_place
    series = {report.id: (report, asked.series(report)) for report in asked.reports}
    newest = {whose: report.id for report, whose in sorted(series.values(), key=lambda one: one[0].year or 0)}
    later = frozenset(newest.values())
    first = list(newest.values()) if by_place else list(series)
    amount = asked.asked.order is not None or asked.asked.apart or _HOW_MANY.search(asked.question.read) is not None
    wanted = _wanted_of_facts(asked)

    def told(facts: Sequence[Fact], named: Mapping[str, float], noun: Noun) -> list[RowChoice]:
        table = rows_of_facts(facts, named, wanted, asked.question, series, asked.asks_of, noun, amount=amount)
        return table_of(table, by_place=by_place, all_series=asked.all_series)

    kept = ((asked.names, Noun()), (asked.noun.names, asked.noun))
    for natures in natures_asked(wanted, asked.question, amount=amount):
        for named, noun in kept:
            facts = facts_of(list(named), first, natures)
            rows = told(facts, named, noun)
            having = {row.series for row in rows}
            older = [one for one, (_, whose) in series.items() if whose not in having and one not in later]
            if by_place and older:
                rows = told([*facts, *facts_of(list(named), older, natures)], named, noun)
            if rows:
                return rows
    return []


def rows_beside(asked: ComparisonScope, told: Sequence[RowChoice], choices: Sequence[RowChoice]) -> list[RowChoice]:
    """One row for each place or year: those of facts, and beside them what passages say in the same nature."""
    held = {row.key for row in told}
    beside = [one for one in choices if not (one.aside or one.key in held) and _may_be(asked, told, one)]
    if not asked.question.plans:
        beside = [choice for choice in beside if not choice.nature.planned]
    return best_rows(
        [*told, *beside],
        by_place=asked.by_place,
        all_series=asked.all_series,
        like=told[0].nature if told else None,
    )


def plans_beside(
    asked: ComparisonScope, rows: Sequence[RowChoice], choices: Sequence[RowChoice], facts_of: FactsOf
) -> list[RowChoice]:
    """The rows, and one of what was planned for each year or place of which nothing else is told, in the same unit.

    What was done is no row where targets are asked for.
    """
    if asked.asked.aimed:
        return [row for row in rows if row.nature.planned or row.figure.planned]
    if asked.question.plans or (rows and rows[0].nature.planned):
        return [*rows]
    having, held = {row.series for row in rows}, {row.key for row in rows}
    series = {
        report.id: (report, whose)
        for report, whose in ((one, asked.series(one)) for one in asked.reports)
        if not _is_told(asked, whose, having, held)
    }
    if not series:
        return [*rows]
    wanted = replace(_wanted_of_facts(asked), change=False)
    facts = facts_of([*asked.names], [*series], ("plan",))
    tables = tables_of_facts(facts, wanted, asked.question, series, asked.asks_of, Noun())
    told = [row for table in tables.values() for row in table.values()]
    beside = [
        *told,
        *(one for one in choices if one.figure.planned and not one.aside and _may_be(asked, rows, one)),
    ]
    newest = max((report.year or 0 for report in asked.reports), default=0)
    planned = [one for one in beside if one.nature.planned and (one.year or 0) <= newest]
    if rows:
        like = rows[0].nature
        planned = [
            one
            for one in planned
            if (one.nature.unit, one.nature.time) == (like.unit, like.time)
            and (one.figure.kind != "percent" or (one.figure.change is not None) is like.change)
            and not (one.series in having if asked.by_place else one.key in held)
            and (asked.all_series or one.series in having)
        ]
    return [*rows, *best_rows(planned, by_place=asked.by_place, all_series=asked.all_series)]


def _is_told(asked: ComparisonScope, series: str, having: Set[str], held: Set[Key]) -> bool:
    """Whether a place, or each of its years that are asked about, has a row, beside which no plan may stand."""
    if asked.by_place:
        return series in having
    return bool(asked.years) and all((series, year) in held for year in asked.years)


def _may_be(asked: ComparisonScope, told: Sequence[RowChoice], row: RowChoice) -> bool:
    """Whether a figure may be of the indicator asked about, beside those of facts: 总量达412亿元, 国家级养殖基地 for 养殖基地."""
    figure, place = row.figure, row.report.place
    known = {name for name in asked.names if name in names().values()}
    if figure.indicator is None or not (known or told):
        return True
    if place and figure.indicator.startswith(place):  # 云泽县粮食产量, in the report of 云泽县
        named = figure.indicator.removeprefix(place)
        if names().get(named.upper(), named) in asked.names:
            return True
    counted = names().get(f"{figure.indicator}{figure.unit}数".upper())  # 空气优良312天
    if not asked.names.keys().isdisjoint((figure.indicator, counted)) or not _UNNAMED.isdisjoint(
        (figure.indicator, figure.subject)
    ):
        return True
    if _DATED.search(figure.indicator):  # 青禾公司2021年度: no name at all
        return True
    return not known and any(name in figure.indicator for name in (*asked.names, *asked.noun.names))


def choices_in(asked: ComparisonScope, telling: Mapping[str, float], found: Sequence[Found]) -> list[RowChoice]:
    """The figures of these sentences that may be rows."""
    wanted = _wanted(asked)
    versions = [_words(content, telling) for content in _versions(asked.question)]
    choosers = [(words, FigureChooser(wanted, words)) for words in versions]
    return [choice for one in found for words, chooser in choosers for choice in _choices(asked, chooser, words, one)]


def named_in_facts(asked: ComparisonScope, among: Sequence[str], facts_of: FactsOf) -> list[Candidate]:
    """The sentences of reports in which a fact is kept under another word for the one thing that is counted: 教职工 for 老师.

    Such a sentence of basics says much else, and stands behind many that have more of the words.
    """
    from store.figures.facts import indicator_of

    content = asked.question.content
    if len(content) != 1:
        return []
    called = [indicator_of(text, None) for text in (content[0].text, *(one.text for one in content[0].variants))]
    facts = facts_of([*filter(None, called)], among, ("level",))
    told = [*dict.fromkeys(one.sentence for one in facts)]
    return [Candidate(told[place], 1.0) for place in _some_of_each(told, _DEPTH[0])]


def compare(
    asked: ComparisonScope,
    rows: Sequence[RowChoice],
    choices: Sequence[RowChoice],
    otherwise: Sequence[ToldOtherwise],
    found: Callable[[Sequence[Candidate]], Sequence[Found]],
    facts_of: FactsOf,
) -> Compared | None:
    """The comparison that these rows are, each quoted as it is ``found``; None where nothing stands beside another.

    ``choices`` are all figures that were weighed: whose report has one, says something of what is compared, as the reports
    that tell of it ``otherwise`` do.
    """
    if not rows or len(asked.reports) + len(rows) < 3:
        return None
    order = asked.asked.order
    held = [one for one in choices if one.hold >= _NEAR and one.nature.planned is one.nature.change is False]
    if len(rows) == 1 and order is not None:
        as_surely = {one.series for one in held if one.hold >= rows[0].hold}
        if rows[0].hold < _ALONE or as_surely - {rows[0].series}:
            return None
    rows = sorted(rows, key=_in_time)
    if order is not None:  # what is only hoped for is nobody's rank
        rows.sort(key=_amount, reverse=order == "most")
        rows.sort(key=lambda row: row.nature.planned)
    saying = {one.series for one in held}
    grown = _growing(asked, facts_of) if silent_of(asked, rows) and not changes(rows[0].figure) else ()
    otherwise = [one for one in otherwise if _told_apart(one.report) not in grown]
    missing = _missing(asked, rows, saying, {_apart(asked, one.report) for one in otherwise})
    limit = limit_in(asked.question) if order is not None else None
    passing = [row for row in rows if limit is not None and not row.nature.planned and passes(row.figure, limit)]
    if limit is not None and not passing:
        return None  # the least of those that all have more is not what was asked for
    rows = passing or rows
    quoted = found([Candidate(row.sentence, 1.0) for row in rows])
    comparison = Comparison(
        indicator=_indicator(asked, rows),
        unit=rows[0].figure.unit,
        rows=tuple(_row(row, one.passage.sentence) for row, one in zip(rows, quoted, strict=True)),
        missing=missing,
        order=order,
        by_year=asked.by_year,
        apart=asked.asked.apart,
        grown=tuple(one for one in missing if one in grown),
        limit=limit,
        otherwise=tuple(otherwise),
    )
    first = [*zip(rows, quoted, strict=True)][:_QUOTED]
    ahead = {row.sentence: Ahead(one, "row", row.hold, _index(row, one)) for row, one in reversed(first)}
    return Compared(comparison, tuple(reversed(ahead.values())))


def _index(row: RowChoice, quoted: Found) -> int | None:
    """The place of a row's figure among those of its sentence."""
    starts = [figure.start for figure in quoted.passage.sentence.figures]
    return starts.index(row.figure.start) if row.figure.start in starts else None


def _growing(asked: ComparisonScope, facts_of: FactsOf) -> Set[str]:
    """What is called missing where a report tells only by how much it grew: the report's title, or the year."""
    reports = {report.id: report for report in asked.reports}
    names: set[str] = set()
    for fact in facts_of([*asked.names], [*reports], _GROWTH_OF):
        if fact.figure.kind == "percent" and not fact.figure.planned and fact.figure.nature == "change":
            names |= {_told_apart(reports[fact.report]), *(f"{year}年" for year in years_in_period(fact.figure.period))}
    return names


def _row(row: RowChoice, sentence: StoredSentence) -> ComparisonRow:
    return ComparisonRow(row.report, row.figure, sentence.text, sentence.start, sentence.end, sentence.period, row.year)


def _in_time(row: RowChoice) -> tuple[int, str]:
    return (row.year or row.report.year or 9999, row.report.id)


def _amount(row: RowChoice) -> Decimal:
    """By what a row is put in order, whatever it is measured in; a decrease is less than any increase."""
    least = row.figure.least * in_base(row.figure.unit)[1]
    return -least if row.figure.change == "decrease" and row.nature.change else least


def silent_of(asked: ComparisonScope, rows: Sequence[RowChoice]) -> list[ReportInfo]:
    """The reports that give no row, where their place, or their year, has none of another report either."""
    having, years = {row.series for row in rows}, {row.year for row in rows}
    if not asked.by_year or not rows:
        return [report for report in asked.reports if asked.series(report) not in having]
    told = {row.report.id for row in rows}
    return [
        report
        for report in asked.reports
        if asked.series(report) in having
        and report.id not in told
        and not {report.year, reviewed(report)} & years
        and (not asked.years or report.year in asked.years)
    ]


def told_otherwise(
    asked: ComparisonScope,
    telling: Mapping[str, float],
    near: Sequence[Found],
    rows: Sequence[RowChoice],
    choices: Sequence[RowChoice],
) -> list[ToldOtherwise]:
    """What reports without a row say of what is compared: of each place, or each year, the nearest sentence with figures.

    It has all of the words, or a figure that was no row; ``near`` are the sentences that were weighed.
    """
    versions = [_words(content, telling) for content in _versions(asked.question)]
    weighed = {one.sentence for one in choices if one.hold >= _NEAR}
    silent = {report.id for report in silent_of(asked, rows)}
    told: dict[Key, tuple[int, ToldOtherwise]] = {}
    for one in near:
        sentence, key = one.passage.sentence, _apart(asked, one.report)
        if one.report.id not in silent or not sentence.figures:
            continue
        text, subjects = one.passage.text.text, [fold(figure.subject) for figure in sentence.figures]
        named = [words for words in versions if _names_all(text, words)]
        if not named and sentence.id not in weighed:
            continue
        # 在册员工6812人 before 员工人均工资8.42万元, and both before what names no 职工
        counted = tuple(form.text for words in named for form in words[0].forms)
        nearness = bool(named) + any(subject.endswith(counted) for subject in subjects)
        if key not in told or nearness > told[key][0]:
            told[key] = nearness, ToldOtherwise(one.report, sentence.text, sentence.start, sentence.end)
    return [said for _, said in told.values()]


def _apart(asked: ComparisonScope, report: ReportInfo) -> Key:
    """What a report would give a row for: its place, or its year of it."""
    return asked.series(report), report.year if asked.by_year else None


def _missing(
    asked: ComparisonScope, rows: Sequence[RowChoice], saying: Set[str], otherwise: Set[Key]
) -> tuple[str, ...]:
    """The reports that say nothing, the places without a report and, of years asked about, those that no row is for."""
    silent = [
        one
        for one in silent_of(asked, rows)
        if _apart(asked, one) not in otherwise and (asked.by_year or asked.series(one) not in saying)
    ]
    if all(row.report.place for row in rows) and not asked.named and asked.asked.places:
        silent = [one for one in silent if one.place]  # a report of no place is none of those of 各地
    if asked.by_year and len(asked.years) > 1:  # the years themselves are told instead
        silent = [one for one in silent if one.year is None]
    titles = {(asked.series(one), one.year): _told_apart(one) for one in reversed(silent)}
    told = {*(row.year for row in rows), *(one.year for one in silent)}
    # 1955年以后 reaches over many years of which no report is stored
    reported = {year for one in asked.reports for year in (one.year, reviewed(one))}
    told_of = asked.years if len(asked.years) <= MOST_YEARS else asked.years & reported
    return (
        *reversed(titles.values()),
        *asked.absent,
        *(f"{year}年" for year in sorted(told_of) if year not in told),
    )


def _told_apart(report: ReportInfo) -> str:
    """The title of a report, with its year and place where it does not say them: 2023年青禾县政府工作报告."""
    year = f"{report.year}年" if report.year and str(report.year) not in report.title else ""
    place = report.place if report.place and report.place not in report.title else ""
    return f"{year}{place}{report.title}"


def _wanted(asked: ComparisonScope) -> WantedFigure:
    """What is asked of each row's figure; a bare 多少 asks for whatever the thing is measured in."""
    question, kind = asked.question, _kind(asked.question)
    wanted = wanted_by(replace(question, kind=kind))
    wanted = replace(wanted, plans=question.plans, open=False, unnumbered=False)
    if asks_share(question):
        return replace(wanted, change=False, kinds=frozenset(["percent"]), units=frozenset())
    if counted := _COUNTED.search(question.read):
        unit = counted["unit"]
        units = PEOPLE | ATTENDANCE if unit in PEOPLE | ATTENDANCE else frozenset([unit])
        wanted = replace(wanted, kinds=frozenset(), units=units)
    if asked.by_year and wanted.kinds == {"duration"}:  # 哪几年 asks for no length of time
        wanted = replace(wanted, kinds=frozenset(), units=frozenset())
    if asked.asked.rate:
        return replace(wanted, change=True, kinds=frozenset(["percent"]), units=frozenset())
    if question.unit is None and wanted.kinds == {"count"}:
        wanted = replace(wanted, kinds=frozenset(), units=frozenset())
    return replace(wanted, change=False) if wanted.change else wanted


def _wanted_of_facts(asked: ComparisonScope) -> WantedFigure:
    """The same of a fact: its name tells what it is measured in better than the words of it do (研发投入强度)."""
    wanted = _wanted(asked)
    said = asked.asked.rate or _kind(asked.question) != "comparison" or asks_share(asked.question)
    said = said or bool(wanted.units)
    return wanted if said else replace(wanted, kinds=frozenset(), units=frozenset())


def _kind(question: Question) -> Kind:
    """What is asked of each single report: an amount, a share or a number, whoever or whichever year it is asked of."""
    single = question.single if question.kind in ("comparison", "date", "who", "where", "change") else question.kind
    return single if single in ("count", "money", "percent") and _HOW_MANY.search(question.read) else "comparison"


def _words(content: Sequence[Word], telling: Mapping[str, float]) -> tuple[WantedWord, ...]:
    """What each word counts, the last one first; those that the figure's unit or its being a change say already are left out if they can be."""
    said = [word for word in content if word.text not in COUNTING | _CHANGING | _SET] or list(content)
    worth = {
        word.text: WantedWord(_COUNT.sub("", word.text), word.weight * telling[word.text], word.variants)
        for word in reversed(said)
    }
    return tuple(worth.values())


def _choices(
    asked: ComparisonScope, chooser: FigureChooser, wants: Sequence[WantedWord], one: Found
) -> list[RowChoice]:
    question, passage, report, wanted = asked.question, one.passage, one.report, chooser.wanted
    sentence, text = passage.sentence, passage.text.text
    core = max(wants, key=lambda word: (len(word.text) > 1, word.worth))
    if not sentence.figures or _share(text, wants) < _LEAST_COVERED or not _said(core, text):
        return []
    fitting = chooser.all_of(passage.around)
    # Where the sentence says it in another unit, what stands there in the common one is something else.
    people = wanted.change is not True and question.content[-1].text.endswith(("人数", "人次"))
    least = _BESIDE_NEIGHBOUR * max((one.hold for one in fitting), default=0.0)
    choices = []
    for choice in fitting:
        figure = done_of_plan(text, sentence.figures, choice.index)
        other = _is_other(asked, wanted, wants, text, figure) or is_of_body(question, report, text, figure)
        other = other or is_of_each(text[: figure.start], figure)
        if choice.hold < least or other:
            continue
        # 教师进修学校1所 beside other kinds
        aside = len(wants) == 1 and figure.kind == "count" and is_one_of_kinds(question, figure, sentence.figures)
        # 粮食连续四年增产,产量达到5亿吨: its name stands in two pieces, and is that of 粮食 alone
        apart = figure.subject in _UNNAMED and _share(window(text, figure), wants) >= 1
        if _OUTPUT.fullmatch(figure.subject) and not apart:
            continue
        if asks_share(question) and not is_share(figure):
            continue
        if is_of_average(question, text, sentence.figures, choice.index):
            continue
        if changes(figure) and figure.base and not of_year_before(figure):
            continue  # since when it grew so much is another question
        if changes(figure) if wanted.change is False else wanted.change is True and not changes(figure):
            continue
        if people and figure.unit not in PEOPLE | ATTENDANCE:  # 旅游人数 is no 旅游收入
            continue
        year = _year(asked, report, passage, choice.index)
        if not asked.asks_of(year):
            continue
        nature = nature_of(question, report, passage, choice.index)
        if is_named_plan(question, text[: figure.start]):
            figure, nature = replace(figure, planned=True), replace(nature, planned=True)
        if nature.flow and len(wants) == 1:
            continue
        score = choice.score
        score *= _PLANNED if nature.planned and not question.plans else 1.0
        if passage.around.year(choice.index) is None and len(passage.years) > 1:
            score *= _YEAR_UNSURE
        if _is_unasked_share(wanted, figure):
            score *= _SHARE_UNASKED
        series = asked.series(report)
        hold = max(choice.hold, _IN_PIECES) if apart else choice.hold
        choices.append(RowChoice(report, sentence.id, figure, hold, score, series, year, nature, aside))
    return choices


def _is_other(
    asked: ComparisonScope, wanted: WantedFigure, wants: Sequence[WantedWord], text: str, figure: Figure
) -> bool:
    """Whether a figure is of something else than what is asked about, by its subject and what stands around it."""
    if differs(wanted.text, fold(figure.subject)) or is_of_other_deed(asked.question, text, figure):
        return True
    if is_other_measure(wants, asked.question, text, figure):
        return True
    if len(wants) > 1 and any(is_deed(word) and not _said(word, window(text, figure)) for word in wants):
        return True
    if is_other_thing(wants, asked.question, text, figure):
        return True
    if _share(window(text, figure), wants) < (_NEAR_CHANGE if wanted.change is True else _NEAR):
        return True
    clause = last_clause(text, figure)
    return _is_unasked_share(wanted, figure) and not any(_said(word, clause) for word in wants)


def _is_unasked_share(wanted: WantedFigure, figure: Figure) -> bool:
    """Whether a figure is a share where an amount may be asked for."""
    return not wanted.kinds and wanted.change is False and figure.kind in SHARES


def _year(asked: ComparisonScope, report: ReportInfo, passage: Passage, index: int) -> int | None:
    """The one year that a figure is of; None where it is of several, or nobody says."""
    own = passage.around.year(index)
    planned = passage.sentence.planned or passage.sentence.figures[index].planned
    said: frozenset[int | None] = (
        frozenset((own,)) if own is not None else years_in_period(passage.sentence.figures[index].period)
    )
    spoken = said or passage.years or frozenset((report.year if planned else reviewed(report),))
    if len(spoken) == 1:
        return next(iter(spoken))
    return max((year for year in spoken if year is not None), default=None)


def _share(text: str, wants: Sequence[WantedWord]) -> float:
    """The share of the words, by worth, that a text holds."""
    return sum(word.worth * _said(word, text) for word in wants) / (sum(word.worth for word in wants) or 1.0)


def _names_all(text: str, wants: Sequence[WantedWord]) -> bool:
    """Whether a text has nearly all of the words, by worth, or what may be said for each."""
    named = [word for word in wants if _names(word, text)]
    return sum(word.worth for word in named) >= _OUTRIGHT * sum(word.worth for word in wants)


def _names(word: WantedWord, text: str) -> bool:
    return any(form.text in text for form in word.forms) or (word.text[:_PART] in text and _said(word, text) == 1)


def _said(word: WantedWord, text: str) -> float:
    """Whether a text holds a word: 1 where it does, or most of it; the weight of what it says instead."""
    thing = _OUTPUT.sub("", word.text)
    if thing != word.text and thing not in text:  # of 钢产量 the 产量 of anything is no part
        almost = False
    elif thing != word.text and _OUTPUT_SAID.search(text):  # 全国粮食连续四年增产,产量达到5亿吨
        almost = True
    else:
        almost = len(word.text) > 2 and _almost_said(word.text, text)
    if almost or word.text in text:
        return 1.0
    return max((variant.weight for variant in word.variants if variant.text in text), default=0.0)


def _almost_said(word: str, text: str) -> bool:
    """Whether most of a word's characters stand close together: 三残儿童 for 残疾儿童, not 铁路通车总里程 for 高铁里程."""
    least, reach = _ALMOST * len(word), len(word) + _LOOSE
    if sum(char in text for char in word) < least:
        return False
    starts = (place for place, char in enumerate(text) if char in word)
    return any(sum(char in text[place : place + reach] for char in word) >= least for place in starts)


def _versions(question: Question) -> list[tuple[Word, ...]]:
    """The question's words, once for each of two things of which either will do."""
    match = _EITHER.search(fold(question.text))
    if match is None:
        return [question.content]
    sides = [match.span(name) for name in ("one", "other", "name", "gloss") if match[name]]
    versions = [
        tuple(word for word in question.content if not (start <= word.start and word.end <= end))
        for start, end in sides
    ]
    return [version for version in versions if version] or [question.content]


def _indicator(asked: ComparisonScope, rows: Sequence[RowChoice]) -> str:
    """What is compared: the indicator that the facts are kept under, else the question's own words."""
    kept = {row.figure.indicator for row in rows} & asked.names.keys()
    grows = _GROWTH if all(row.figure.change and row.figure.kind == "percent" for row in rows) else ""
    if len(kept) == 1:
        return f"{kept.pop()}{grows}"
    content, text = asked.question.content, asked.question.text
    spoken = runs([word for word in content if word.text not in _DOING] or content)
    said = [("".join(word.text for word in run), text[run[0].start : run[-1].end]) for run in spoken]
    own = [written if fold(written) == folded else folded for folded, written in said]
    return " ".join([one for one in own if len(one) > 1] or own) + grows
