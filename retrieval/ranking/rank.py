"""Candidates in, Evidence out: each candidate's features times what they have been learned to be worth.

Every feature is a factor on the score, so it weighs the same in a small store and in a large one, and 1 means that
it says nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import heapify, heappop, heappush, heapreplace
from itertools import count, islice, zip_longest
from operator import mul
from typing import Literal

from retrieval.model import Candidate, Evidence, Question, Reason, Variant, Word
from retrieval.query.amounts import Amount, amounts_in, words_of
from retrieval.query.wanted_figure import WantedFigure, wanted_by
from retrieval.ranking.absence import absent, lacking, lacks_month, names_something, unsaid, whole_of
from retrieval.ranking.coverage import Held, Spans, WantedWord, coverage, share_of
from retrieval.ranking.features import FIGURES, TOLD_OF, Features, title_of
from retrieval.ranking.passage import Passage
from retrieval.ranking.weights import learned
from store.model import ReportInfo, StoredSentence
from store.quick_records import record

Lead = Literal["run", "row"]
_LEAST = 1e-9


@record
class Found:
    """A candidate with its text and its report."""

    candidate: Candidate
    passage: Passage
    report: ReportInfo


@record
class Ahead:
    """What comes before all that was ranked: the items of a run in reading order, the rows of a comparison in theirs.

    ``share`` is how much of the question a row's figure holds, ``asked`` its index; None where the passage itself tells.
    """

    found: Found
    code: Lead = "run"
    share: float | None = None
    asked: int | None = None


@record
class _Asking:
    """A question ready to be held against passages: its words, the figure it asks for, the amounts it names.

    ``words`` have all their variants, ``said`` only those that some of the passages says. ``worth`` is what each feature
    is worth for it.
    """

    question: Question
    words: tuple[WantedWord, ...]
    said: tuple[WantedWord, ...]
    figure: WantedFigure
    amounts: Mapping[str, Amount]
    features: Features
    worth: Mapping[str, float]

    @property
    def head(self) -> tuple[WantedWord, ...]:
        """The words for the very thing that is asked about."""
        return tuple(word for word in self.words if any(part in word.text for part in self.question.head))

    def asked(self, passage: Passage) -> int | None:
        """The index of the figure asked for, else of the one that the question itself gives (1.05亿元是什么钱)."""
        picked = self.features.picked(passage)
        if picked is not None:
            return picked.index
        given = (
            n for n, one in enumerate(passage.sentence.figures) if any(a.is_held_by(one) for a in self.amounts.values())
        )
        return next(given, None)

    def same(self, sentence: StoredSentence) -> dict[str, Spans]:
        """Where a sentence holds the question's amounts, however they are written there."""
        if not self.amounts:
            return {}
        held = {
            word: tuple((figure.start, figure.end) for figure in sentence.figures if amount.is_held_by(figure))
            for word, amount in self.amounts.items()
        }
        return {word: spans for word, spans in held.items() if spans}

    def at_sight(self, found: Found) -> _Sight:
        """A candidate as it is seen in passing."""
        passage = found.passage
        held = Held(self.said, passage.text, passage.above, self.same(passage.sentence))
        seen = self.features.at_sight(found.candidate, passage, found.report, held)
        height = self.height(seen)
        room = self.features.headroom(passage, held, seen)
        of_figure = self.features.room_of_any_figure if passage.sentence.figures else 0.0
        return _Sight(found, held, seen, height, room, of_figure, _most(height + room + of_figure))

    def closer(self, sight: _Sight) -> _Sight | _Weighed:
        """The same candidate a step closer: after a glance at its figures, then with its words held, at last weighed."""
        found, held, seen, close = sight.found, sight.held, sight.seen, sight.close
        height, has_figures = sight.height, bool(found.passage.sentence.figures)
        if has_figures and not sight.glanced:
            of_figure = self.features.room_of_figure(found.passage)
            most = _most(height + sight.room + of_figure)
            return _Sight(found, held, seen, height, sight.room, of_figure, most, glanced=True)
        if close is None:
            close = self.features.of_words(found.passage, held)
            height = self.height(close, height)
            if has_figures:
                return _Sight(
                    found, held, seen, height, 0.0, sight.of_figure, _most(height + sight.of_figure), True, close
                )
        else:
            of_figures = self.features.of_figures(found.passage)
            close, height = close | of_figures, self.height(of_figures, height)
        return _Weighed(found, _score(height), held.share, seen, close)

    def closely(self, sight: _Sight) -> _Weighed:
        """The same candidate weighed."""
        while not isinstance(closer := self.closer(sight), _Weighed):
            sight = closer
        return closer

    def height(self, seen: Mapping[str, float], others: float = 0.0) -> float:
        """What some features are worth together with ``others``: the logarithm of a score."""
        height: float = sum(map(mul, map(self.worth.__getitem__, seen), seen.values()), others)
        return height

    def share_of_focus(self, passage: Passage) -> float:
        """How much of what is counted the passage holds."""
        focus = self.question.focus
        if focus is None:
            return 1.0
        return max((share_of(word, passage.text) for word in self.words if focus in word.text), default=1.0)


@record
class _Sight:
    """A candidate looked at in passing: what is seen already, and the most that it may score.

    ``height`` is the logarithm of what is seen, ``room`` what a closer look can add but for its figures, and ``of_figure``
    what these can: less once there was a glance at them. ``close`` is what is seen of its words, None before that.
    """

    found: Found
    held: Held
    seen: Mapping[str, float]
    height: float
    room: float
    of_figure: float
    most: float
    glanced: bool = False
    close: dict[str, float] | None = None


@record
class _Weighed:
    """A candidate and what it weighs."""

    found: Found
    score: float
    share: float
    seen: Mapping[str, float]
    close: Mapping[str, float]
    asked: int | None = None

    @property
    def features(self) -> Mapping[str, float]:
        """What was seen in passing and closely, but what says nothing."""
        return {code: value for seen in (self.seen, self.close) for code, value in seen.items() if value}


class Ranking:
    """Candidates in their order, each looked at closely once, and only if it may come far enough to the front.

    What answers together with the best can be put before them.
    """

    def __init__(self, asking: _Asking, found: Sequence[Found], of_any: Callable[[], _Asking]) -> None:
        """``of_any`` gives the question as it is held against passages that are not among the found ones."""
        self._asking = asking
        self._found = found
        self._of_any = of_any
        self._ordered: list[_Weighed] = []
        # Of both heaps the first comes first; what is not weighed yet stands at the most that it may score.
        self._sights = [(-one.most, one.found.passage.sentence.id, one) for one in map(asking.at_sight, found)]
        self._weighed: list[tuple[float, int, _Weighed]] = []
        heapify(self._sights)
        self._given: dict[int, Found] = {}

    @property
    def features(self) -> Iterator[tuple[Found, Mapping[str, float]]]:
        """Each candidate with its features, best first: what the weights are learned from."""
        return ((one.found, one.features) for one in self._first(len(self._found)))

    @property
    def asks_figure(self) -> bool:
        """Whether a figure is asked for, and the candidates are weighed accordingly."""
        return self._asking.question.kind in FIGURES

    @property
    def best(self) -> Found | None:
        """The candidate in first place, None where nothing was found."""
        return next((one.found for one in self._first(1)), None)

    @property
    def reports(self) -> Sequence[str]:
        """The reports of the candidates, as they were found."""
        return [*dict.fromkeys(one.report.id for one in self._found)]

    def earliest(self) -> tuple[Found, ...]:
        """The passage of the oldest report that holds as much of the question as any does; none where none has a year."""
        weighed = self._first(len(self._found))
        most = max((one.share for one in weighed), default=0.0)
        held = [one.found for one in weighed if one.share >= most and one.found.report.year is not None]
        return tuple(sorted(held, key=lambda one: one.report.year or 0)[:1])

    def as_full(self, most: int) -> Sequence[Found]:
        """Those of the first candidates that hold as much of the question's content as the best, this one first."""
        first = self._first(most)
        return [one.found for one in first if one.share >= first[0].share]

    @property
    def covered(self) -> float:
        """The share of the question's content that the first candidate holds."""
        return next((one.share for one in self._first(1)), 0.0)

    def _first(self, most: int) -> Sequence[_Weighed]:
        """So many candidates as come first."""
        return [*islice(self._in_order(), most)]

    def _in_order(self) -> Iterator[_Weighed]:
        """The candidates in their order, the lower id first of those that score alike; each is weighed once."""
        for place in count():
            while len(self._ordered) <= place:
                if self._sights and (not self._weighed or self._sights[0][0] <= self._weighed[0][0]):
                    self._look_closer()
                elif self._weighed:
                    self._ordered.append(heappop(self._weighed)[2])
                else:
                    return
            yield self._ordered[place]

    def _look_closer(self) -> None:
        """Look closer at the candidate that may score most."""
        _, number, sight = self._sights[0]
        closer = self._asking.closer(sight)
        if isinstance(closer, _Weighed):
            heappop(self._sights)
            heappush(self._weighed, (-closer.score, number, closer))
        else:
            heapreplace(self._sights, (-closer.most, number, closer))

    def evidence(
        self, top: int, *, first: Sequence[Ahead] = (), turns: Callable[[ReportInfo], str] | None = None
    ) -> tuple[Evidence, ...]:
        """The best ``top`` candidates as evidence, best first.

        ``first`` come before all others, in their own order. Where there are ``turns``, what they tell apart takes turns.
        """
        ahead = {one.found.passage.sentence.id for one in first}
        behind = (one for one in self._in_order() if one.found.passage.sentence.id not in ahead)
        most = max(1, top - len(first))
        if turns is None:
            others = [*islice(behind, most)]
        else:
            left = Counter(turns(one.report) for one in self._found if one.passage.sentence.id not in ahead)
            others = _in_turns(behind, turns, most, left)
        of_any = self._of_any() if first else self._asking
        sights = [of_any.at_sight(one.found) for one in first]
        best = others[0].score if others else 0.0
        for sight in sorted(sights, key=lambda one: -one.most):
            if sight.most <= best:
                break
            best = max(best, of_any.closely(sight).score)
        run = [
            _led(sight, one, best * (1 + (len(first) - place) / 100))
            for place, (sight, one) in enumerate(zip(sights, first, strict=True))
        ]
        given = [*run, *others][:top]
        self._given |= {one.found.passage.sentence.id: one.found for one in given}
        return tuple(
            _evidence(self._asking if number > len(run) else of_any, one, number)
            for number, one in enumerate(given, start=1)
        )

    def with_unsaid(self, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
        """The evidence, the first piece with how much of the question all that was found says, its report, and it itself.

        The first piece is one that :meth:`evidence` gave, whenever that was.
        """
        if not evidence:
            return evidence
        best, *others = evidence
        told = tuple(Reason(code, 1.0, "", value) for code, value in self._unsaid(self._given[best.sentence]).items())
        return [best.but(why=best.why + told), *others]

    def _unsaid(self, one: Found) -> dict[str, float]:
        words, head, title = self._asking.words, self._asking.head, title_of(one.report)
        things = [word for word in head if names_something(word, self._asking.question.read)]
        of_report = whole_of(title, [other.passage for other in self._found if other.report.id == one.report.id])
        here = whole_of(title, [one.passage])
        anywhere = whole_of("", (other.passage for other in self._found)) if things else ""
        return {
            "rarest_anywhere": self._asking.features.rarest_in(other.passage for other in self._found),
            "asked_words": float(len(words)),
            "absent": absent(words, of_report),
            # Whatever report holds it, a rare word has brought its sentences here.
            "head_absent": float(any(unsaid(word, anywhere) for word in things)),
            "head_nowhere": float(bool(things) and all(unsaid(word, anywhere) for word in head)),
            "lacking": lacking(words, title, one.passage),
            "head_lacking": float(any(unsaid(word, here) for word in things)),
            "other_month": float(lacks_month(words, one.passage)),
        }


def rank(question: Question, found: Sequence[Found], telling: Mapping[str, float]) -> Ranking:
    """The candidates in their order; ``telling`` gives the idf of the question's words."""
    words, figure = _as_reports_say(_wanted(question, telling), question, found), wanted_by(question)
    best = {"": max([one.candidate.score for one in found], default=_LEAST)}
    for one in found:
        for part in one.candidate.parts:
            if part.score > best.setdefault(part.field, _LEAST):
                best[part.field] = part.score
    newest = max((one.report.year for one in found if one.report.year is not None), default=None)
    amounts = words_of(question, amounts_in(question), [word.text for word in words])
    worth = worth_for(question)

    def asking(said: tuple[WantedWord, ...], whole: str | None) -> _Asking:
        features = Features(question, words, figure, best, newest, worth, said, whole)
        return _Asking(question, words, said, figure, amounts, features, worth)

    whole = _whole_of(found)
    return Ranking(asking(_with_said_variants(words, whole), whole), found, lambda: asking(words, None))


def worth_for(question: Question) -> Mapping[str, float]:
    """What each feature is worth for a question."""
    return learned().figures if question.kind in FIGURES else learned().ranking


def _whole_of(found: Sequence[Found]) -> str:
    """All that the passages and what is above them say."""
    passages = [one.passage for one in found]
    return "\n".join(
        [
            *{title_of(report) for report in {one.report.id: one.report for one in found}.values()},
            *{one.above for one in passages},
            *[one.around.said if one.sentence.figures else one.text.text for one in passages],
        ]
    )


def _with_said_variants(words: Sequence[WantedWord], whole: str) -> tuple[WantedWord, ...]:
    """The words, each with those of its variants that are said somewhere: few of many, looked for once."""
    return tuple(
        WantedWord(word.text, word.worth, tuple([one for one in word.variants if one.text in whole]))
        if word.variants
        else word
        for word in words
    )


def _wanted(question: Question, telling: Mapping[str, float]) -> tuple[WantedWord, ...]:
    """The question's words, each once, with what it is worth.

    Single characters side by side are one word that the segmenter does not know (双减): apart they say nothing.
    """
    wanted: dict[str, WantedWord] = {}
    run: list[Word] = []
    for word, after in zip_longest(question.content, question.content[1:]):
        run.append(word)
        done = (
            question.read[after.end : after.end + 1] == "了" if after else False
        )  # 星评 of 励志之星评了几个 is no word
        if after is not None and not done and _are_one(run, after):
            continue
        text = "".join(part.text for part in run)
        worth = sum(part.weight * telling[part.text] for part in run)
        if text not in wanted or worth > wanted[text].worth:
            wanted[text] = WantedWord(text, worth, _shared_variants(run))
        run = []
    return tuple(wanted.values())


def _as_reports_say(words: Sequence[WantedWord], question: Question, found: Sequence[Found]) -> tuple[WantedWord, ...]:
    """The words, with variants that count in full where some report holds the word itself, but none of those asked of."""
    if not question.reports:
        return tuple(words)
    text = "\n".join(one.passage.text.text for one in found)
    return tuple(word if word.text in text else replace(word, variants=_alone(word.variants)) for word in words)


def _alone(variants: Sequence[Variant]) -> tuple[Variant, ...]:
    """Variants as they count where the word itself is not held, best first."""
    counted = (replace(one, weight=max(one.weight, one.alone)) for one in variants)
    return tuple(sorted(counted, key=lambda one: -one.weight))


def _are_one(run: Sequence[Word], after: Word) -> bool:
    """Whether single characters are one word; not where they are known as words, each by variants of its own.

    A number is one with 月 alone: 5月.
    """
    word = run[-1]
    beside = after.start == word.end and after.weight == word.weight
    if run[0].text.isdigit():
        return beside and len(run) == 1 and after.text == "月"
    single = all(len(one.text) == 1 and not one.text.isdigit() for one in (word, after))
    return single and beside and bool(_shared_variants((word, after))) == bool(word.variants or after.variants)


def _shared_variants(run: Sequence[Word]) -> tuple[Variant, ...]:
    """The variants of a phrase are those of each of its words."""
    if len(run) == 1:
        return run[0].variants
    return tuple(one for one in run[0].variants if all(one in word.variants for word in run))


def _score(height: float) -> float:
    """A score from its logarithm; to so few places that it is the same however its addends are added up."""
    return round(math.exp(height), 9)


def _most(height: float) -> float:
    """What no score of at most this logarithm exceeds, however it is rounded."""
    return math.exp(height) + _LEAST


def _led(sight: _Sight, ahead: Ahead, score: float) -> _Weighed:
    """What comes before all others: its score is its place there and nothing else."""
    share = sight.held.share if ahead.share is None else ahead.share
    return _Weighed(sight.found, round(score, 9), share, {ahead.code: 1.0}, {}, ahead.asked)


def _in_turns(
    weighed: Iterable[_Weighed], turns: Callable[[ReportInfo], str], most: int, left: Counter[str]
) -> list[_Weighed]:
    """The first of each, then the second of each, and so on, up to so many; of each there are ``left`` to be weighed."""
    taken: Counter[str] = Counter()
    placed = []
    for one in weighed:
        turn = turns(one.found.report)
        taken[turn] += 1
        placed.append((taken[turn], one))
        left[turn] -= 1
        coming = min((taken[other] for other, some in left.items() if some), default=0) + 1
        if sum(number <= coming for number, _ in placed) >= most:  # whatever comes stands behind them
            break
    return [one for _, one in sorted(placed, key=lambda pair: pair[0])][:most]


def _evidence(asking: _Asking, weighed: _Weighed, number: int) -> Evidence:
    passage, worth = weighed.found.passage, asking.worth
    sentence, report, detail = passage.sentence, weighed.found.report, asking.features.detail
    covered = coverage(asking.words, passage.text, passage.above, asking.same(sentence))
    return Evidence(
        rank=number,
        score=weighed.score,
        confidence=0.0,
        quote=sentence.text,
        start=sentence.start,
        end=sentence.end,
        report=report,
        section=sentence.section,
        planned=sentence.planned,
        period=sentence.period,
        matched=covered.spans,
        coverage=weighed.share,
        focus=asking.share_of_focus(passage),
        why=(
            *[
                Reason(
                    code,
                    math.exp(worth.get(code, 0.0) * value),
                    detail(code, value, passage, report) if code in TOLD_OF else "",
                    value,
                )
                for code, value in weighed.features.items()
            ],
            *[Reason("variant", 1.0, f"{word}→{said}") for word, said in covered.instead],
        ),
        sentence=sentence.id,
        figures=sentence.figures,
        asked=asking.asked(passage) if weighed.asked is None else weighed.asked,
    )
