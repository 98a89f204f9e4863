"""Candidates in, Evidence out: the text score times what is known of question and sentence, with the reasons.

Every reason is a factor on the score, so it weighs the same in a small store and in a large one, and 1 means that
it says nothing. Figures, periods and runs of neighbouring sentences are left to later stages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from retrieval.amounts import Amount, amounts_in, words_of
from retrieval.asked import Wanted, pick, wanted_by
from retrieval.model import Candidate, Evidence, Kind, Question, RankSettings, Reason
from retrieval.segment import fold
from store.model import Figure, ReportInfo, StoredSentence

_NUMBER = r"[\d〇零一二两三四五六七八九十百千万亿半]"
# What a sentence that answers a question of this kind has in it.
_WANTED: Mapping[Kind, re.Pattern[str]] = {
    "count": re.compile(rf"\d|{_NUMBER}+[余多]?[万亿]?[名个所人项次家处]"),
    "money": re.compile(rf"{_NUMBER}[余多]?[万亿]?(?:元|块)"),
    "percent": re.compile(r"\d%|百分之|百分点|\d[::]\d|成以上"),
    "change": re.compile(
        r"(?:增|减|提高|下降|上升|升|降|缩小|扩大|多|少|超过|比).*\d|\d.*(?:增|减|提高|下降|上升|缩小)|有所[增减]"
    ),
    "date": re.compile(r"\d+[年月日号]|[一二三四五六七八九十]+月"),
    "problem": re.compile(r"问题|困难|不足|不够|差距|薄弱|滞后|短板|有待|仍|尚|不高|不严|欠缺|缺乏|难以|较重|相对"),
    "plan": re.compile(r"将|要|拟|力争|计划|打算|争取|继续|进一步"),
    "list": re.compile(r"、|一是|二是"),
}
_FIGURES = frozenset({"count", "money", "percent", "change", "date"})
_PLANNED_HEADING = re.compile(r"打算|计划|安排|要点|目标|设想|思路")
_PLANNED = re.compile(r"力争|将(?!近)|拟(?![定订])|计划(?:新建|投入|投资)|争取到?20\d\d")
# 2017年, 2015-2016学年; 2037.8万元 is an amount
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?=\s?年|\s?[-—–~～至]\s?(?:19|20)?\d\d\s?[学年])")
# 全市共有小学…, 现有教师…: a stock, which a plain 有多少 asks about more often than a part of it
_TOTAL = re.compile(r"共有|现有|总数|总计|合计")
_CLAUSE = re.compile(r"[^,;。!?:]+")
# A sentence ends; a date line, a table cell or a heading left by itself does not.
_ENDS = tuple("。!?;…”』」》)")


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate with its text and its report."""

    candidate: Candidate
    sentence: StoredSentence
    report: ReportInfo


@dataclass(frozen=True, slots=True)
class _Asking:
    """A question ready to be held against sentences: what each word is worth, and which only write an amount."""

    question: Question
    words: Mapping[str, float]
    wanted: Wanted
    amounts: Mapping[str, Amount]
    rows: frozenset[int]

    def given(self, figures: Sequence[Figure]) -> int | None:
        """The index of the first figure that the question itself gives (1.05亿元是什么钱), None where it gives none."""
        amounts = set(self.amounts.values())
        return next((n for n, one in enumerate(figures) if any(amount.is_held_by(one) for amount in amounts)), None)


@dataclass(frozen=True, slots=True)
class _Weighed:
    found: Found
    score: float
    covered: float
    matched: tuple[tuple[int, int], ...]
    factors: tuple[Reason, ...]


def rank(
    question: Question,
    found: Sequence[Found],
    telling: Mapping[str, float],
    settings: RankSettings,
    *,
    rows: frozenset[int] = frozenset(),
    top: int,
) -> tuple[Evidence, ...]:
    """The best ``top`` candidates as evidence, best first; ``telling`` gives the idf of the question's words.

    ``rows`` are the sentences that a comparison quotes, which come before all others.
    """
    words = {word.text: word.weight * telling[word.text] for word in reversed(question.content)}
    asking = _Asking(question, words, wanted_by(question), words_of(question, amounts_in(question)), rows)
    weighed = [_weigh(asking, one, settings) for one in found]
    weighed.sort(key=lambda one: (-one.score, one.found.sentence.id))
    return tuple(_evidence(asking, one, number) for number, one in enumerate(weighed[:top], start=1))


def _evidence(asking: _Asking, weighed: _Weighed, number: int) -> Evidence:
    sentence, candidate = weighed.found.sentence, weighed.found.candidate
    asked = pick(asking.wanted, asking.words, fold(sentence.text), sentence.figures)
    return Evidence(
        rank=number,
        score=weighed.score,
        confidence=0.0,
        quote=sentence.text,
        start=sentence.start,
        end=sentence.end,
        report=weighed.found.report,
        section=sentence.section,
        planned=_is_planned(sentence, fold(sentence.text)),
        matched=weighed.matched,
        coverage=weighed.covered,
        why=(
            *(Reason(part.field, part.score) for part in candidate.parts),
            *(reason for reason in weighed.factors if reason.factor != 1),
        ),
        sentence=sentence.id,
        figures=sentence.figures,
        asked=asking.given(sentence.figures) if asked is None else asked.index,
    )


def _weigh(asking: _Asking, found: Found, settings: RankSettings) -> _Weighed:
    question, words, sentence = asking.question, asking.words, found.sentence
    text = fold(sentence.text)
    same = {word: spans for word, amount in asking.amounts.items() if (spans := _held(amount, sentence))}
    covered, matched = _coverage(words, text, fold("".join(sentence.section)), same)
    factors = (
        Reason("coverage", settings.coverage_floor + (1 - settings.coverage_floor) * covered, f"{covered:.0%}"),
        _kind_reason(question, text, sentence, settings),
        _nearness_reason(question, words, text, settings),
        _report_reason(question, found.report, settings),
        _year_reason(question, found, text, settings),
        _planned_reason(question, sentence, text, settings),
        _form_reason(sentence, text, settings),
        Reason("row", settings.row_bonus if sentence.id in asking.rows and question.kind != "change" else 1.0),
    )
    score = found.candidate.score
    for reason in factors:
        score *= reason.factor
    return _Weighed(found, round(score, 9), covered, matched, factors)


def _held(amount: Amount, sentence: StoredSentence) -> tuple[tuple[int, int], ...]:
    """Where a sentence holds an amount, however it is written there."""
    return tuple((figure.start, figure.end) for figure in sentence.figures if amount.is_held_by(figure))


def _coverage(
    words: Mapping[str, float], text: str, above: str, same: Mapping[str, tuple[tuple[int, int], ...]]
) -> tuple[float, tuple[tuple[int, int], ...]]:
    """The share of the question's content that the sentence holds, and where it holds it.

    A word counts by its idf; one that only the headings hold counts half, and so does the share of a word's
    characters that are there without the word itself (老师 and 教师). ``same`` are words whose amount is there.
    """
    held = 0.0
    spans: list[tuple[int, int]] = []
    for word, worth in words.items():
        start = text.find(word)
        if word in same:
            held += worth
            spans.extend(same[word])
        elif start >= 0:
            held += worth
            while start >= 0:
                spans.append((start, start + len(word)))
                start = text.find(word, start + len(word))
        elif word in above:
            held += worth / 2
        else:
            held += worth / 2 * _shared(word, text)
    total = sum(words.values())
    return (held / total if total else 0.0), _merged(spans)


def _shared(word: str, text: str) -> float:
    """The share of a word's characters that a text holds."""
    return sum(char in text for char in word) / len(word)


def _merged(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans in order, touching ones joined."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _kind_reason(question: Question, text: str, sentence: StoredSentence, settings: RankSettings) -> Reason:
    """Whether the sentence has what a question of its kind asks for."""
    wanted = _WANTED.get(question.kind)
    if wanted is None:
        return Reason("kind", 1.0)
    if question.kind in ("problem", "plan"):
        # A heading says it for all below it (三、存在的问题).
        text = fold("".join(sentence.section)) + text
    return Reason("kind", 1.0 if wanted.search(text) else settings.kind_missing, question.kind)


def _nearness_reason(question: Question, words: Mapping[str, float], text: str, settings: RankSettings) -> Reason:
    """Whether one clause holds the figure asked for and the words it is asked about: long sentences hold many."""
    if question.kind not in _FIGURES:
        return Reason("near", 1.0)
    wanted = _counted(question.unit) if question.kind == "count" and question.unit else _WANTED[question.kind]
    total = sum(words.values()) or 1.0
    nearest = max(
        (sum(worth for word, worth in words.items() if word in clause) / total for clause in _clauses(text, wanted)),
        default=0.0,
    )
    bonus = settings.near_bonus + (settings.total_bonus if _TOTAL.search(text) and question.kind == "count" else 0.0)
    return Reason("near", 1 + (bonus - 1) * nearest, question.unit or "")


def _clauses(text: str, wanted: re.Pattern[str]) -> Iterator[str]:
    """The clauses that hold what is wanted."""
    return (match.group() for match in _CLAUSE.finditer(text) if wanted.search(match.group()))


def _counted(unit: str) -> re.Pattern[str]:
    return re.compile(rf"{_NUMBER}[余多]?[万亿]?余?{re.escape(unit)}")


def _report_reason(question: Question, report: ReportInfo, settings: RankSettings) -> Reason:
    """Whether the question names this report by its place, kind or title."""
    fit = next((fit.fit for fit in question.reports if fit.report == report.id), 0.0)
    return Reason("report", 1 + (settings.report_bonus - 1) * fit, report.title)


def _year_reason(question: Question, found: Found, text: str, settings: RankSettings) -> Reason:
    """Whether the sentence speaks of a year that the question names.

    Its own words say so best, then its headings (2018年工作打算 in a report on 2017), then the report's year.
    """
    asked = set(question.years)
    if not asked:
        return Reason("year", 1.0)
    own = _years_in(text)
    above = next(filter(None, map(_years_in, reversed(found.sentence.section))), set[int]())
    reported = set() if found.report.year is None else {found.report.year}
    if asked & own or (not own and asked & (above or reported)):
        return Reason("year", settings.year_bonus, "、".join(map(str, question.years)))
    if asked & (above or reported) or not (own or above or reported):
        # The right report, but a sentence on another year, perhaps compared with (比2016年增加…); or nobody says.
        return Reason("year", 1.0)
    return Reason("other_year", settings.other_year, "、".join(str(year) for year in sorted(own or above or reported)))


def _years_in(text: str) -> set[int]:
    return {int(year) for year in _YEAR.findall(text)}


def _planned_reason(question: Question, sentence: StoredSentence, text: str, settings: RankSettings) -> Reason:
    """A plan is not what happened: it counts less unless the question asks for plans or names their year."""
    if question.plans or question.years or not _is_planned(sentence, text):
        return Reason("planned", 1.0)
    return Reason("planned", settings.planned)


def _form_reason(sentence: StoredSentence, text: str, settings: RankSettings) -> Reason:
    """A heading or a fragment says what is spoken of, and seldom anything about it."""
    if sentence.heading:
        return Reason("heading_only", settings.heading_only)
    return Reason("fragment", 1.0 if text.endswith(_ENDS) else settings.fragment)


def _is_planned(sentence: StoredSentence, text: str) -> bool:
    return any(_PLANNED_HEADING.search(heading) for heading in sentence.section) or _PLANNED.search(text) is not None
