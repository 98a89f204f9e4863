"""Candidates in, Evidence out: the text score times what is known of question and sentence, with the reasons.

Every reason is a factor on the score, so it weighs the same in a small store and in a large one, and 1 means that
it says nothing. Figures, periods and runs of neighbouring sentences are left to later stages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from retrieval.model import Candidate, Evidence, Kind, Question, RankSettings, Reason, Variant
from retrieval.segment import fold
from store.model import ReportInfo, StoredSentence

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
class _Weighed:
    found: Found
    score: float
    covered: float
    matched: tuple[tuple[int, int], ...]
    factors: tuple[Reason, ...]
    variants: tuple[Reason, ...]


def rank(
    question: Question, found: Sequence[Found], telling: Mapping[str, float], settings: RankSettings, *, top: int
) -> tuple[Evidence, ...]:
    """The best ``top`` candidates as evidence, best first; ``telling`` gives the idf of the question's words."""
    words = {word.text: word.weight * telling[word.text] for word in reversed(question.content)}
    weighed = [_weigh(question, words, one, settings) for one in found]
    weighed.sort(key=lambda one: (-one.score, one.found.sentence.id))
    return tuple(_evidence(one, number) for number, one in enumerate(weighed[:top], start=1))


def _evidence(weighed: _Weighed, number: int) -> Evidence:
    sentence, candidate = weighed.found.sentence, weighed.found.candidate
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
            *weighed.variants,
        ),
        sentence=sentence.id,
    )


def _weigh(question: Question, words: Mapping[str, float], found: Found, settings: RankSettings) -> _Weighed:
    sentence, text = found.sentence, fold(found.sentence.text)
    covered, matched, variants = _coverage(words, _variants(question), text, fold("".join(sentence.section)))
    factors = (
        Reason("coverage", settings.coverage_floor + (1 - settings.coverage_floor) * covered, f"{covered:.0%}"),
        _kind_reason(question, text, sentence, settings),
        _nearness_reason(question, words, text, settings),
        _report_reason(question, found.report, settings),
        _year_reason(question, found, text, settings),
        _planned_reason(question, sentence, text, settings),
        _form_reason(sentence, text, settings),
    )
    score = found.candidate.score
    for reason in factors:
        score *= reason.factor
    said = tuple(Reason("variant", 1.0, f"{word}→{variant}") for word, variant in variants.items())
    return _Weighed(found, round(score, 9), covered, matched, factors, said)


def _coverage(
    words: Mapping[str, float], variants: Mapping[str, tuple[Variant, ...]], text: str, above: str
) -> tuple[float, tuple[tuple[int, int], ...], dict[str, str]]:
    """The share of the question's content that the sentence holds, where it holds it, and what it says instead.

    A word counts by its idf; one that only the headings hold counts half, and so does the share of a word's
    characters that are there without the word itself (老师 and 教师). A variant counts by its weight.
    """
    held = 0.0
    spans: list[tuple[int, int]] = []
    instead: dict[str, str] = {}
    for word, worth in words.items():
        if word in text:
            held += worth
            spans.extend(_places(word, text))
            continue
        share = 0.5 if word in above else 0.5 * _shared(word, text)
        variant = next((variant for variant in variants.get(word, ()) if variant.text in text), None)
        if variant is not None:
            instead[word] = variant.text
            spans.extend(_places(variant.text, text))
            share = max(share, variant.weight)
        else:
            higher = next((variant for variant in variants.get(word, ()) if variant.text in above), None)
            share = max(share, higher.weight / 2 if higher is not None else 0.0)
        held += worth * share
    total = sum(words.values())
    return (held / total if total else 0.0), _merged(spans), instead


def _places(word: str, text: str) -> Iterator[tuple[int, int]]:
    """The spans of a text that a word holds."""
    start = text.find(word)
    while start >= 0:
        yield start, start + len(word)
        start = text.find(word, start + len(word))


def _variants(question: Question) -> dict[str, tuple[Variant, ...]]:
    return {word.text: word.variants for word in reversed(question.content)}


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
    variants = _variants(question)
    nearest = max(
        (
            sum(worth * _held(word, variants.get(word, ()), clause) for word, worth in words.items()) / total
            for clause in _clauses(text, wanted)
        ),
        default=0.0,
    )
    bonus = settings.near_bonus + (settings.total_bonus if _TOTAL.search(text) and question.kind == "count" else 0.0)
    return Reason("near", 1 + (bonus - 1) * nearest, question.unit or "")


def _held(word: str, variants: Sequence[Variant], text: str) -> float:
    """1 where a text holds a word, the weight of its best variant there otherwise."""
    if word in text:
        return 1.0
    return next((variant.weight for variant in variants if variant.text in text), 0.0)


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
