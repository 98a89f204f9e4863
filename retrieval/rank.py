"""Candidates in, Evidence out: the text score times what is known of question and sentence, with the reasons.

Every reason is a factor on the score, so it weighs the same in a small store and in a large one, and 1 means that
it says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from retrieval import reasons
from retrieval.coverage import Coverage, Text, Wanted, coverage, share_of
from retrieval.model import Candidate, Evidence, Question, RankSettings, Reason, Word
from retrieval.segment import fold
from store.model import ReportInfo, StoredSentence
from store.periods import is_mixed, section_kind


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
    covered: Coverage
    focus: float
    factors: tuple[Reason, ...]


def rank(
    question: Question,
    found: Sequence[Found],
    telling: Mapping[str, float],
    settings: RankSettings,
    *,
    first: Sequence[Found] = (),
    top: int,
) -> tuple[Evidence, ...]:
    """The best ``top`` candidates as evidence, best first; ``telling`` gives the idf of the question's words.

    ``first`` are the items of a run that answers as a whole: they come before all others, in reading order.
    """
    words = _wanted(question, telling)
    ahead = {one.sentence.id for one in first}
    weighed = [_weigh(question, words, one, settings) for one in found if one.sentence.id not in ahead]
    weighed.sort(key=lambda one: (-one.score, one.found.sentence.id))
    run = [_weigh(question, words, one, settings) for one in first]
    best = max((one.score for one in (*run, *weighed)), default=0.0)
    run = [_in_run(one, best * (1 + (len(run) - place) / 100)) for place, one in enumerate(run)]
    return tuple(_evidence(one, number) for number, one in enumerate([*run, *weighed][:top], start=1))


def _wanted(question: Question, telling: Mapping[str, float]) -> tuple[Wanted, ...]:
    """The question's words, each once, with what it is worth.

    Single characters side by side are one word that the segmenter does not know (双减): apart they say nothing.
    """
    wanted: dict[str, Wanted] = {}
    run: list[Word] = []
    for word, after in zip_longest(question.content, question.content[1:]):
        run.append(word)
        if after is not None and _joins(word) and _joins(after) and _touch(word, after):
            continue
        text = "".join(part.text for part in run)
        worth = sum(part.weight * telling[part.text] for part in run)
        if text not in wanted or worth > wanted[text].worth:
            wanted[text] = Wanted(text, worth, run[0].variants if len(run) == 1 else ())
        run = []
    return tuple(wanted.values())


def _joins(word: Word) -> bool:
    return (len(word.text) == 1 or word.text.isdigit()) and not word.variants


def _touch(word: Word, after: Word) -> bool:
    return after.start == word.end and after.weight == word.weight


def _in_run(weighed: _Weighed, score: float) -> _Weighed:
    """An item of a run: its score is its place in the run and nothing else."""
    section = weighed.found.sentence.section
    reason = Reason("run", score, section[-1] if section else "")
    return _Weighed(weighed.found, round(score, 9), weighed.covered, weighed.focus, (reason,))


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
        planned=sentence.planned,
        period=sentence.period,
        matched=weighed.covered.spans,
        coverage=weighed.covered.share,
        focus=weighed.focus,
        why=(
            *(Reason(part.field, part.score) for part in candidate.parts),
            *(reason for reason in weighed.factors if reason.factor != 1),
            *(Reason("variant", 1.0, f"{word}→{said}") for word, said in weighed.covered.instead),
        ),
        sentence=sentence.id,
    )


def _weigh(question: Question, words: Sequence[Wanted], found: Found, settings: RankSettings) -> _Weighed:
    sentence, folded = found.sentence, fold(found.sentence.text)
    text = Text(folded)
    covered = coverage(words, text, fold("".join(sentence.section)))
    factors = (
        Reason(
            "coverage", settings.coverage_floor + (1 - settings.coverage_floor) * covered.share, f"{covered.share:.0%}"
        ),
        reasons.kind_reason(question, folded, sentence, settings),
        reasons.nearness_reason(question, words, text, settings),
        reasons.stock_reason(question, words, folded, settings),
        reasons.report_reason(question, found.report, settings),
        reasons.year_reason(question, sentence, found.report, settings),
        reasons.planned_reason(question, sentence, settings),
        reasons.section_reason(question, sentence, _below(sentence), settings),
        reasons.definition_reason(question, words, folded, settings),
        reasons.form_reason(sentence, folded, settings),
    )
    score = found.candidate.score
    for reason in factors:
        score *= reason.factor
    focus = 1.0 if question.focus is None else _share_of_focus(question.focus, words, text)
    return _Weighed(found, round(score, 9), covered, focus, factors)


def _share_of_focus(focus: str, words: Sequence[Wanted], text: Text) -> float:
    """How much of what is counted the sentence holds."""
    return max((share_of(word, text) for word in words if focus in word.text), default=1.0)


def _below(sentence: StoredSentence) -> str | None:
    """The kind of section that the sentence stands in."""
    for heading in reversed(sentence.section):
        if is_mixed(heading):
            return "plan" if sentence.planned else "problem"
        kind = section_kind(heading)
        if kind is not None:
            return kind
    return None
