"""A question over several reports in; out come the reports it concerns, and one figure of the same thing from each.

A report gives a row only where one of its figures is of the common kind and unit and the question's words stand
around it; every other report concerned is named as missing. Nothing is computed or carried over between reports.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from retrieval.answers.comparability import Nature, is_of_other_deed, is_other_thing, nature_of, window
from retrieval.model import Candidate, Comparison, ComparisonRow, Question, Word
from retrieval.query.wanted_figure import COUNTING, differs, wanted_by
from retrieval.ranking.coverage import WantedWord
from retrieval.ranking.figure_choice import candidates
from retrieval.ranking.passage import Passage
from retrieval.text.segmentation import fold, words
from store.archive.ids import ORDINAL_BITS
from store.model import Figure, ReportInfo, StoredSentence

# All the stored reports are meant, or all of the places named.
_ALL = re.compile(
    r"各(?:个|份|篇)?(?:地区?|县[市区]?|市[县区]?|区县?|省|报告|地方)(?![级直])|每一?[份篇]报告|(?:所有|几份|这些|全部)(?:的)?报告"
    r"|历年|历次|逐年|各年"
)
_WHICH = re.compile(r"哪一?个?(?:县|市|区|省|地方|地区|地|年|[份篇]报告)")
# Years one beside the other (2016、2017年), where 2011到2013年 may be one sum in one report.
_YEARS = re.compile(r"\d年?度?\s?(?:[和与跟、]|以及)\s?(?:19|20)\d\d")
# Several years of one place are meant.
_OVER_YEARS = re.compile(r"[这近][几两三四五\d]年|(?:几|两|三)年(?:间|来|里)|变化|趋势|走势")
_RANKED = re.compile(
    r"最[高低多少大小快慢]|排[序名行]|从[高多大][到往]|谁.{0,4}[多少高低大小快慢]|[哪谁].{0,12}更?[高低多少大小快慢]$"
)
_ASCENDING = re.compile(r"最[低少小慢]|[哪谁].{0,12}(?:(?<!多)少|[低小慢])$|从[低少小][到往]")
# Words that compare and say nothing of what is compared.
_COMPARING = frozenset(
    "各地 各县 各市 各区 各省 各县市 各区县 各地区 各报告 历年 历次 逐年 各年 对比 比较 比 相比 变化 趋势 走势 差异 差距 排名 排序"
    " 最高 最低 最多 最少 最大 最小 最快 最慢 快 慢 高 低 多 少 大 小 更 哪里 地方 两年 几年 三年 近年 报告 分别 各自".split()
)
# What is done with it is no part of the name: 教师培训 of 教师培训花了多少钱.
_DOING = frozenset("花 用 投 发 给 招 收 建 办 开 买 修 拿 拨 有".split())
# 增长最快: the rows are rates of change, and no levels.
_FASTEST = re.compile(r"[增减升降长快慢]幅|增速|(?:增长|增加|提高|上升|下降|减少|降低)得?最")
_CHANGING = frozenset("增长 增加 提高 减少 下降 上升 降低 增幅 降幅".split())
# A word that at most this share of the titles hold can name a report by its title (教育均衡县).
_RARE = 1 / 3
# Words of a title weigh less in a question than those of its content; they choose the report and are not compared.
_LEAST_WEIGHT = 0.5
# 提前退休或者提前离岗的老师, 教职工(在职教师): what stands on either side will do.
_EITHER = re.compile(
    r"(?P<one>[^,;、的]*)(?:或者?|还是)(?P<other>[^,;、的]*)|(?P<name>[^,;、()的]*)\((?P<gloss>[^()]*)\)"
)
# The figures of dev (12) and of our own questions (15) are all found with these. One or two of them are lost by any of
# _LEAST_HOLD 0.5, _BESIDE_BEST 0.6, _LEAST_COVERED 0.6, _BESIDE_NEIGHBOUR 0.9 and _PLANNED 0.9; lower values find
# them too and let more through that says something else.
_DEPTH = (5, 30)  # sentences weighed for each report, fewer for many reports; 5–60 the same
_WEIGHED = 600  # sentences weighed in all, if that does: each costs 0.06 ms
_MOST_WEIGHED = 1200
SEARCHED = 5000  # sentences found to choose them from, where reports are so many that each cannot be searched deeply
_PLANNED = 0.7  # a target beside what was reached
_LEAST_HOLD = 0.4  # how much of the question must stand around a figure
_BESIDE_BEST = 0.5  # and how much beside the best row's
_LEAST_COVERED = 0.5  # of the question's words, by worth, must stand in the sentence at all
_NEAR = 0.4  # of the words, by worth, must stand in the clauses at the figure
_NEAR_CHANGE = 0.75  # in the clauses at the amount of a change, as every sentence has many of them
_BESIDE_NEIGHBOUR = 0.8  # of the hold of the best figure of its sentence
_ALMOST = 0.6  # share of a word's characters that does for the word, 三残儿童 for 残疾儿童


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison, and the ids of the sentences that its rows quote."""

    comparison: Comparison
    sentences: frozenset[int]


@dataclass(frozen=True, slots=True)
class ComparisonScope:
    """What a question compares: the reports, and the question without the words that name them or only compare.

    ``absent`` are places that the question names and no report has. ``years`` are those that it asks about, each of
    which may be told by the report of the next; none where it names the reports by them, or names none.
    """

    question: Question
    reports: tuple[ReportInfo, ...]
    absent: tuple[str, ...]
    years: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Choice:
    """A figure that may be a report's row; ``key`` is what the row is for: a report, or a place and a year."""

    report: ReportInfo
    sentence: StoredSentence
    figure: Figure
    hold: float
    score: float
    key: tuple[str, int | None]
    nature: Nature


def concerned(question: Question, reports: Sequence[ReportInfo]) -> ComparisonScope | None:
    """What the question compares, None where it does not ask about several of these reports."""
    text = fold(question.text).strip(" ?。!")
    naming: frozenset[str] = frozenset()
    fitting = frozenset(fit.report for fit in question.reports)
    named = [report for report in reports if report.id in fitting]
    placed = [report for report in reports if report.place in question.places]
    comparing = question.kind == "comparison" or _RANKED.search(text) is not None
    whose = "谁" in text and question.kind == "comparison"
    if _ALL.search(text) or (_RANKED.search(text) and (whose or _WHICH.search(text))):
        pool = placed or list(reports)
    elif len(question.places) > 1 or (named and (len(question.years) > 1 or comparing or _OVER_YEARS.search(text))):
        pool = named
        if comparing and len(named) == 1:
            naming, titled = _titled(question, named[0], reports)
            pool = [*named, *titled]
    elif not named and (
        _YEARS.search(text) or (len(question.years) > 1 and (comparing or question.against or _OVER_YEARS.search(text)))
    ):
        pool = list(reports)
    else:
        return None
    # A year may name a fact's own year or, in a title (2020年半年总结里), the report.
    if question.titled:
        pool = [report for report in pool if report.year in {*question.titled, *question.years}]
    elif question.years:
        pool = [
            report for report in pool if report.year is not None and {report.year, report.year - 1} & {*question.years}
        ]
    if len({report.id for report in pool}) < 2:
        return None
    places = {report.place for report in pool}
    absent = (*(place for place in question.places if place not in places), *question.absent)
    years = frozenset() if question.titled else frozenset(question.years)
    content = tuple(
        word
        for word in question.content
        if word.text not in _COMPARING and word.text not in naming and word.weight >= _LEAST_WEIGHT
    )
    return ComparisonScope(replace(question, content=content), tuple(pool), absent, years) if content else None


def nearest_of_each(found: Sequence[Candidate]) -> list[Candidate]:
    """The best candidates of each report, in the order given; of thousands of reports, those of the nearest ones."""
    least, most = _DEPTH
    depth = min(most, max(least, _WEIGHED // len({one.sentence >> ORDINAL_BITS for one in found} or {0})))
    taken: defaultdict[int, int] = defaultdict(int)
    kept = []
    for candidate in found:
        key = candidate.sentence >> ORDINAL_BITS
        if taken[key] < depth:
            taken[key] += 1
            kept.append(candidate)
    return kept[:_MOST_WEIGHED]


def compare(asked: ComparisonScope, telling: Mapping[str, float], passages: Sequence[Passage]) -> Compared | None:
    """One row for each report whose sentences hold the indicator; None where no report's do."""
    question = asked.question
    versions = [_worth(content, telling) for content in _versions(question)]
    infos = {report.id: report for report in asked.reports}
    choices = [
        choice
        for passage in passages
        for worth in versions
        for choice in _choices(asked, worth, infos[passage.sentence.report], passage)
    ]
    rows = _rows(choices)
    if not rows:
        return None
    text = fold(question.text).strip(" ?。!")
    if _RANKED.search(text):
        sign = 1 if _ASCENDING.search(text) else -1
        rows.sort(key=lambda row: (sign * row.figure.least, _in_time(row)))
    else:
        rows.sort(key=_in_time)
    comparison = Comparison(
        indicator=_indicator(question.content),
        unit=rows[0].figure.unit,
        rows=tuple(
            ComparisonRow(
                row.report, row.figure, row.sentence.text, row.sentence.start, row.sentence.end, row.sentence.period
            )
            for row in rows
        ),
        missing=_missing(asked, rows),
    )
    return Compared(comparison, frozenset(row.sentence.id for row in rows))


def _in_time(row: _Choice) -> tuple[int, str]:
    return (row.key[1] or row.report.year or 9999, row.report.id)


def _missing(asked: ComparisonScope, rows: Sequence[_Choice]) -> tuple[str, ...]:
    """The reports without a row, or, where years are asked about, the years that no row is for and their reports."""
    having, keys = {row.report.id for row in rows}, {row.key for row in rows}
    years = {row.key[1] for row in rows}
    silent = [
        report
        for report in asked.reports
        if report.id not in having
        and (not asked.years or (report.year in asked.years and (_series(report), report.year) not in keys))
    ]
    told = {*years, *(report.year for report in silent)}
    return (
        *(report.title for report in silent),
        *asked.absent,
        *(f"{year}年" for year in sorted(asked.years) if year not in told),
    )


def _series(report: ReportInfo) -> str:
    """What the reports of one place, or of one series, have in common from year to year."""
    return report.place or re.sub(r"[\d年]", "", report.title)


def _worth(content: Sequence[Word], telling: Mapping[str, float]) -> dict[str, float]:
    """What each word counts; those that the figure's unit or its being a change say already are left out if they can be."""
    said = [word for word in content if word.text not in COUNTING and word.text not in _CHANGING]
    return {word.text: word.weight * telling[word.text] for word in reversed(said or content)}


def _choices(asked: ComparisonScope, worth: Mapping[str, float], report: ReportInfo, passage: Passage) -> list[_Choice]:
    question = asked.question
    wanted = replace(wanted_by(question), plans=question.plans)
    if _FASTEST.search(wanted.text):
        wanted = replace(wanted, change=True, kinds=frozenset(["percent"]))
    sentence, text = passage.sentence, passage.text.text
    held = _share(text, worth)
    core = max(worth, key=lambda word: (len(word) > 1, worth[word]))
    if held < _LEAST_COVERED or not _holds(text, core):
        return []
    found = candidates(wanted, [WantedWord(word, value) for word, value in worth.items()], passage.around)
    # Where the sentence says it in another unit, what stands there in the common one is something else.
    least = _BESIDE_NEIGHBOUR * max((one.hold for one in found), default=0.0)
    choices = []
    for one in found:
        figure = sentence.figures[one.index]
        changed = wanted.change is False and figure.change is not None
        level = wanted.change is True and figure.change is None
        if one.hold < least or changed or level or differs(wanted.text, fold(figure.subject)):
            continue
        if is_of_other_deed(question, text, figure) or is_other_thing(worth, question, text, figure):
            continue
        if _share(window(text, figure), worth) < (_NEAR_CHANGE if wanted.change is True else _NEAR):
            continue
        key = _key(asked, report, passage, one.index)
        if key is None:
            continue
        nature = nature_of(question, report, passage, one.index)
        if nature.flow and len(worth) == 1:
            continue
        score = one.score * (_PLANNED if nature.planned and not question.plans else 1.0)
        choices.append(_Choice(report, sentence, figure, one.hold, score, key, nature))
    return choices


def _key(asked: ComparisonScope, report: ReportInfo, passage: Passage, index: int) -> tuple[str, int | None] | None:
    """What a figure's row is for; None where it is of another year than those asked about."""
    if not asked.years:
        return (report.id, None)
    own = passage.around.year(index)
    spoken = {own} if own is not None else passage.years or {report.year}
    years = [year for year in spoken if year in asked.years]
    return (_series(report), max(years)) if years and len(spoken) == 1 else None


def _share(text: str, worth: Mapping[str, float]) -> float:
    """The share of the words, by worth, that a text holds."""
    return sum(value for word, value in worth.items() if _holds(text, word)) / (sum(worth.values()) or 1.0)


def _holds(text: str, word: str) -> bool:
    return word in text or (len(word) > 2 and sum(char in text for char in word) >= _ALMOST * len(word))


def _rows(choices: Sequence[_Choice]) -> list[_Choice]:
    """The best choice for each key, of the nature that the keys' best choices share."""
    best: defaultdict[Nature, dict[tuple[str, int | None], _Choice]] = defaultdict(dict)
    for choice in choices:
        alike = best[choice.nature]
        before = alike.get(choice.key)
        if before is None or choice.score > before.score:
            alike[choice.key] = choice
    if not best:
        return []
    rows = max(best.values(), key=lambda alike: sum(choice.score for choice in alike.values()))
    least = max(_LEAST_HOLD, _BESIDE_BEST * max(choice.hold for choice in rows.values()))
    return [choice for choice in rows.values() if choice.hold >= least]


def _titled(
    question: Question, named: ReportInfo, reports: Sequence[ReportInfo]
) -> tuple[frozenset[str], list[ReportInfo]]:
    """Other reports that the question names by rare words of their titles, and the run of words that does it."""
    titles = {report.id: frozenset(words(fold(report.title))) for report in reports if report.id != named.id}
    for run in _runs(question.content):
        texts = [word.text for word in run]
        rare = [text for text in texts if 0 < sum(text in title for title in titles.values()) <= _RARE * len(titles)]
        titled = [
            report for report in reports if report.id in titles and all(text in titles[report.id] for text in texts)
        ]
        if rare and titled:
            return frozenset(texts), titled
    return frozenset(), []


def _runs(content: Sequence[Word]) -> list[list[Word]]:
    """Neighbouring words that nothing stands between."""
    runs: list[list[Word]] = []
    for word in content:
        if runs and runs[-1][-1].end == word.start:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


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


def _indicator(content: Sequence[Word]) -> str:
    """What is compared, in the question's words."""
    runs = ["".join(word.text for word in run) for run in _runs([word for word in content if word.text not in _DOING])]
    return " ".join([run for run in runs if len(run) > 1] or runs)
