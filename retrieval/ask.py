"""The whole way out, one stage a line: text → Question → Query → Candidates → Evidence → Answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from retrieval.answers.comparison import SEARCHED, Compared, compare, concerned, nearest_of_each
from retrieval.answers.decision import Scope, beside_places, decide, without_absent
from retrieval.answers.enumerations import items_after, items_around, items_of_section, opens_list
from retrieval.index.engine import Engine
from retrieval.index.term_counts import Vocabulary
from retrieval.model import Answer, Candidate, Evidence, Question, RankSettings, ReportFit
from retrieval.query.amounts import amounts_in, with_amounts
from retrieval.query.understanding import query_of, read_question, single_kind
from retrieval.query.wordbook import OwnWords
from retrieval.ranking.rank import Found, rank
from retrieval.snapshot import AnswerKey, Stored
from store.archive.base import ArchiveReader
from store.language.years import years_in_period
from store.model import ReportInfo, StoredSentence

_LISTING = frozenset({"list", "problem", "plan", "what", "why"})
# 哪几方面, 哪些措施: asks for what a list has as items, and not for names
_ASPECTS = re.compile(
    r"(?:哪|几|什么|啥)(?:[几些个一二三四五六七八九十\d]|主要|具体|大){0,4}"
    r"(?:方面|措施|举措|办法|做法|工作|[条项点]|内容|任务|建议|经验)"
)
_FOLLOWING = 40  # a list of points seldom reaches further, each with a few sentences
_MOST_REPORTS = 4  # a question that names none cannot be asked of more reports one after another
_COMPARED = 5  # how far down the answer looks for a report that says the same


class Asker:
    """Answers questions from one open archive."""

    def __init__(
        self,
        archive: ArchiveReader,
        engine: Engine,
        settings: RankSettings,
        own_words: Callable[[], OwnWords] | None = None,
    ) -> None:
        """``own_words`` gives an administrator's words as they are at the moment of a question."""
        self._archive = archive
        self._engine = engine
        self._settings = settings
        self._own_words = own_words
        self._known: Stored | None = None

    def ask(
        self,
        question: str,
        *,
        context: Sequence[str] = (),
        year: int | None = None,
        place: str | None = None,
        report: str | None = None,
        top: int = 5,
    ) -> Answer:
        """The answer to a question, whatever the string; ``context`` are earlier questions, oldest first.

        ``year``, ``place`` and ``report`` allow only reports that fit them. Raises UnknownReportError for a report
        that is not stored.
        """
        with self._archive.reading():  # one view: what is searched is what is quoted
            stored = self._stored()
            asked = AnswerKey(question, tuple(context), year, place, report, top)
            answer = stored.answers.get(asked)
            if answer is None:
                answer = self._answer(asked, stored)
                stored.answers.put(asked, answer)
            return answer

    def _answer(self, asked: AnswerKey, stored: Stored) -> Answer:
        filtered = any(value is not None for value in (asked.year, asked.place, asked.report))
        allowed = (
            self._archive.reports(year=asked.year, place=asked.place, report=asked.report)
            if filtered
            else stored.reports
        )
        understood = read_question(asked.question, stored.words, context=asked.context, wordbook=stored.wordbook)
        unknown = self._unknown_places(understood)
        understood = self._placed(understood, unknown)
        query = query_of(understood)
        inside = self._inside(understood, allowed if filtered else None)
        candidates = self._engine.search(query, filters=inside, limit=self._settings.candidates)
        candidates = with_amounts(candidates, amounts_in(understood), self._archive.holding_value)
        telling = _telling(understood, stored.vocabulary)
        compared, quoted = self._compare(understood, allowed, stored.vocabulary)
        if compared is None and understood.kind == "comparison":
            understood = replace(understood, kind=single_kind(understood.read))
        # An amount is looked up everywhere; what a comparison quotes may stand in reports that only it concerns.
        within = [one for one in stored.found(candidates) if inside is None or one.report.id in inside]
        found = tuple({one.candidate.sentence: one for one in (*stored.found(quoted), *within)}.values())
        rows = compared.sentences if compared else frozenset[int]()
        scope = Scope(
            stored.reports,
            tuple(allowed),
            stored.years,
            tuple(name for name in unknown if name in understood.elsewhere),
        )
        most = max(asked.top, _COMPARED)
        evidence = rank(understood, found, telling, self._settings, rows=rows, top=most)
        run = () if compared else self._run(understood, evidence, stored, inside)
        if run:
            evidence = rank(understood, found, telling, self._settings, first=run, top=most)
        comparison = compared.comparison if compared else None
        return decide(understood, evidence, scope=scope, settings=self._settings, top=asked.top, comparison=comparison)

    def _compare(
        self, question: Question, allowed: Sequence[ReportInfo], vocabulary: Vocabulary
    ) -> tuple[Compared | None, tuple[Candidate, ...]]:
        """The comparison that the question asks for, if it does, and the candidates that its rows quote."""
        asked = concerned(question, allowed)
        if asked is None:
            return None, ()
        among = frozenset(report.id for report in asked.reports)
        limit = min(self._settings.candidates * len(among), SEARCHED)
        near = nearest_of_each(self._engine.search(query_of(asked.question), filters=among, limit=limit))
        telling = _telling(asked.question, vocabulary)
        compared = compare(asked, telling, self._archive.sentences([one.sentence for one in near]))
        if compared is None:
            return None, ()
        return compared, tuple(one for one in near if one.sentence in compared.sentences)

    def _stored(self) -> Stored:
        """What is known of the stored reports, made anew only where they or the administrator's words have changed."""
        version, own = self._archive.version(), self._own_words() if self._own_words else None
        if self._known is None or self._known.version != version or self._known.own is not own:
            self._known = Stored(self._archive, self._engine, version, own)
        return self._known

    def _inside(self, question: Question, allowed: Sequence[ReportInfo] | None) -> frozenset[str] | None:
        """The reports to search: those that the question names, as far as the filters let them in; None for all."""
        named = frozenset(fit.report for fit in question.reports)
        if allowed is None:
            return named or None
        let_in = frozenset(info.id for info in allowed)
        return (named & let_in) or let_in

    def _unknown_places(self, question: Question) -> tuple[str, ...]:
        """The places of the question that no stored sentence names."""
        return tuple(name for name in question.elsewhere if not self._archive.mentions(name))

    def _placed(self, question: Question, unknown: Sequence[str]) -> Question:
        """The question with the report that its place means where only an abbreviation names it (滁教〔2012〕32号), and
        without the places beside it that have none."""
        for name in unknown:
            reports = self._archive.abbreviating(name)
            if len(reports) == 1 and (not question.reports or name in beside_places(question)):
                question = replace(
                    question,
                    places=(*question.places, name),
                    reports=(*question.reports, ReportFit(reports[0], 1.0)),
                    elsewhere=tuple(other for other in question.elsewhere if other != name),
                    content=tuple(word for word in question.content if word.text not in name),
                )
        return without_absent(question)

    def _run(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        stored: Stored,
        inside: frozenset[str] | None,
    ) -> tuple[Found, ...]:
        """The items that answer the question together, in reading order; none where it asks for something single."""
        if question.section is not None:
            wanted = reports_for(question, stored.reports, stored.years, inside)
            whole = [items_of_section(self._archive.run_of(report), question.section) for report in wanted]
            fitting = [one for items in whole for one in _of_years(items, question)]
            return tuple(stored.item(one) for one in fitting)
        if question.kind not in _LISTING or not evidence:
            return ()
        best = evidence[0]
        after = self._archive.neighbours(best.sentence, before=0, after=_FOLLOWING)
        if opens_list(best.quote):
            return tuple(stored.item(one) for one in items_after(after))
        if not _ASPECTS.search(question.read) or best.coverage < self._settings.doubt_below:
            return ()
        around = self._archive.neighbours(best.sentence, before=_FOLLOWING, after=_FOLLOWING)
        return tuple(stored.item(one) for one in items_around(around, best.sentence))


def _telling(question: Question, vocabulary: Vocabulary) -> dict[str, float]:
    """The idf of each content word; a word that no sentence holds tells as much as the best variant that one does."""
    words = question.terms
    telling = dict(zip(words, vocabulary.idf(words), strict=True))
    held = dict(zip(words, vocabulary.document_counts("words", words), strict=True))
    for word in question.content:
        if word.variants and not held[word.text]:
            said = [variant.text for variant in word.variants]
            there = [text for text, count in zip(said, vocabulary.document_counts("words", said), strict=True) if count]
            telling[word.text] = max(vocabulary.idf(there), default=telling[word.text])
    return telling


def reports_for(
    question: Question,
    reports: Sequence[ReportInfo],
    years: Mapping[str, frozenset[int]],
    inside: frozenset[str] | None,
) -> tuple[str, ...]:
    """The reports whose section on problems or plans the question asks for; none where it could be any of many."""
    wanted = [info.id for info in reports if inside is None or info.id in inside]
    if question.years:
        asked = frozenset(question.years)
        wanted = [report for report in wanted if asked & years.get(report, frozenset())]
    return tuple(wanted) if len(wanted) <= _MOST_REPORTS else ()


def _of_years(items: Sequence[StoredSentence], question: Question) -> Iterator[StoredSentence]:
    asked = frozenset(question.years)
    return (one for one in items if not asked or not one.period or asked & years_in_period(one.period))
