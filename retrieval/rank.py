"""Candidates in, Evidence out: the text score times what is known of question and sentence, with the reasons.

Every reason is a factor on the score, so it weighs the same in a small store and in a large one, and 1 means that
it says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from retrieval import reasons
from retrieval.amounts import Amount, amounts_in, words_of
from retrieval.asked import Wanted as WantedFigure
from retrieval.asked import pick, wanted_by
from retrieval.coverage import Coverage, Spans, Text, Wanted, coverage, share_of
from retrieval.model import Candidate, Evidence, Question, RankSettings, Reason, Variant, Word
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
class _Asking:
    """A question ready to be held against sentences: its words, the figure it asks for, the amounts it names.

    ``rows`` are the sentences that a comparison quotes.
    """

    question: Question
    words: tuple[Wanted, ...]
    figure: WantedFigure
    amounts: Mapping[str, Amount]
    rows: frozenset[int]

    def asked(self, sentence: StoredSentence) -> int | None:
        """The index of the figure asked for, else of the one that the question itself gives (1.05亿元是什么钱)."""
        worth = {word.text: word.worth for word in self.words}
        picked = pick(self.figure, worth, fold(sentence.text), sentence.figures)
        if picked is not None:
            return picked.index
        given = (n for n, one in enumerate(sentence.figures) if any(a.is_held_by(one) for a in self.amounts.values()))
        return next(given, None)


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
    rows: frozenset[int] = frozenset(),
    top: int,
) -> tuple[Evidence, ...]:
    """The best ``top`` candidates as evidence, best first; ``telling`` gives the idf of the question's words.

    ``first`` are the items of a run that answers as a whole: they come before all others, in reading order. ``rows``
    are the sentences that a comparison quotes, which come before all that are none.
    """
    words = _wanted(question, telling)
    amounts = words_of(question, amounts_in(question), [word.text for word in words])
    asking = _Asking(question, words, wanted_by(question), amounts, rows)
    ahead = {one.sentence.id for one in first}
    weighed = [_weigh(asking, one, settings) for one in found if one.sentence.id not in ahead]
    weighed.sort(key=lambda one: (-one.score, one.found.sentence.id))
    run = [_weigh(asking, one, settings) for one in first]
    best = max((one.score for one in (*run, *weighed)), default=0.0)
    run = [_in_run(one, best * (1 + (len(run) - place) / 100)) for place, one in enumerate(run)]
    return tuple(_evidence(asking, one, number) for number, one in enumerate([*run, *weighed][:top], start=1))


def _wanted(question: Question, telling: Mapping[str, float]) -> tuple[Wanted, ...]:
    """The question's words, each once, with what it is worth.

    Single characters side by side are one word that the segmenter does not know (双减): apart they say nothing.
    """
    wanted: dict[str, Wanted] = {}
    run: list[Word] = []
    for word, after in zip_longest(question.content, question.content[1:]):
        run.append(word)
        if after is not None and _are_one(word, after):
            continue
        text = "".join(part.text for part in run)
        worth = sum(part.weight * telling[part.text] for part in run)
        if text not in wanted or worth > wanted[text].worth:
            wanted[text] = Wanted(text, worth, _shared_variants(run))
        run = []
    return tuple(wanted.values())


def _are_one(word: Word, after: Word) -> bool:
    """Whether two single characters are one word; not where they are known as words, each by variants of its own."""
    single = all(len(one.text) == 1 or one.text.isdigit() for one in (word, after))
    beside = after.start == word.end and after.weight == word.weight
    return single and beside and bool(_shared_variants((word, after))) == bool(word.variants or after.variants)


def _shared_variants(run: Sequence[Word]) -> tuple[Variant, ...]:
    """The variants of a phrase are those of each of its words."""
    return tuple(one for one in run[0].variants if all(one in word.variants for word in run))


def _in_run(weighed: _Weighed, score: float) -> _Weighed:
    """An item of a run: its score is its place in the run and nothing else."""
    section = weighed.found.sentence.section
    reason = Reason("run", score, section[-1] if section else "")
    return _Weighed(weighed.found, round(score, 9), weighed.covered, weighed.focus, (reason,))


def _evidence(asking: _Asking, weighed: _Weighed, number: int) -> Evidence:
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
        figures=sentence.figures,
        asked=asking.asked(sentence),
    )


def _weigh(asking: _Asking, found: Found, settings: RankSettings) -> _Weighed:
    question, words, sentence = asking.question, asking.words, found.sentence
    folded = fold(sentence.text)
    text = Text(folded)
    same = {word: spans for word, amount in asking.amounts.items() if (spans := _held(amount, sentence))}
    covered = coverage(words, text, fold("".join(sentence.section)), same)
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
        Reason("row", settings.row_bonus if sentence.id in asking.rows and question.kind != "change" else 1.0),
    )
    score = found.candidate.score
    for reason in factors:
        score *= reason.factor
    focus = 1.0 if question.focus is None else _share_of_focus(question.focus, words, text)
    return _Weighed(found, round(score, 9), covered, focus, factors)


def _held(amount: Amount, sentence: StoredSentence) -> Spans:
    """Where a sentence holds an amount, however it is written there."""
    return tuple((figure.start, figure.end) for figure in sentence.figures if amount.is_held_by(figure))


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
