"""The whole way out, one stage a line: text → Question → Query → Candidates → Evidence → Answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.amounts import amounts_in, with_amounts
from retrieval.answer import decide
from retrieval.compare import Compared, compare, concerned, nearest_of_each
from retrieval.engines.base import Engine
from retrieval.model import Answer, Candidate, Query, Question, RankSettings
from retrieval.question import query_of, read_question
from retrieval.rank import Found, rank
from retrieval.scope import ScopeWords
from store.archive import Archive
from store.model import ReportInfo


class Asker:
    """Answers questions from one open archive."""

    def __init__(self, archive: Archive, engine: Engine, settings: RankSettings) -> None:
        self._archive = archive
        self._engine = engine
        self._settings = settings

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
            stored = self._archive.reports()
            filtered = any(value is not None for value in (year, place, report))
            allowed = self._archive.reports(year=year, place=place, report=report) if filtered else stored
            understood = read_question(question, ScopeWords(stored), context=context)
            query = query_of(understood)
            candidates = self._search(understood, query, frozenset(info.id for info in allowed) if filtered else None)
            candidates = with_amounts(candidates, amounts_in(understood), self._archive.holding_value)
            telling = dict(zip(understood.terms, self._engine.telling(understood.terms), strict=True))
            compared, rows = self._compare(understood, allowed)
            candidates = tuple({one.sentence: one for one in (*rows, *candidates)}.values())
            found = self._found(candidates, allowed)
        rowed = frozenset[int]() if compared is None else compared.sentences
        evidence = rank(understood, found, telling, self._settings, rows=rowed, top=top)
        answer = decide(understood, evidence, stored=stored, allowed=allowed, settings=self._settings)
        # What is refused is not compared either.
        return replace(answer, comparison=compared.comparison) if compared and answer.answers else answer

    def _compare(
        self, question: Question, allowed: Sequence[ReportInfo]
    ) -> tuple[Compared | None, tuple[Candidate, ...]]:
        """The comparison that the question asks for, if it does, and the candidates that its rows quote."""
        asked = concerned(question, allowed)
        if asked is None:
            return None, ()
        among = frozenset(report.id for report in asked.reports)
        limit = self._settings.candidates * len(among)
        near = nearest_of_each(self._engine.search(query_of(asked.question), filters=among, limit=limit))
        terms = asked.question.terms
        telling = dict(zip(terms, self._engine.telling(terms), strict=True))
        compared = compare(asked, telling, self._archive.sentences([one.sentence for one in near]))
        if compared is None:
            return None, ()
        return compared, tuple(one for one in near if one.sentence in compared.sentences)

    def _search(self, question: Question, query: Query, filters: frozenset[str] | None) -> tuple[Candidate, ...]:
        """The best candidates of all reports, and those of the reports that the question names."""
        limit = self._settings.candidates
        best = self._engine.search(query, filters=filters, limit=limit)
        named = frozenset(fit.report for fit in question.reports)
        inside = named if filters is None else named & filters
        if not inside or len(best) < limit:
            return best
        more = self._engine.search(query, filters=inside, limit=limit)
        return tuple({candidate.sentence: candidate for candidate in (*best, *more)}.values())

    def _found(self, candidates: Sequence[Candidate], reports: Sequence[ReportInfo]) -> tuple[Found, ...]:
        infos = {info.id: info for info in reports}
        sentences = self._archive.sentences([candidate.sentence for candidate in candidates])
        return tuple(
            Found(candidate, sentence, infos[sentence.report])
            for candidate, sentence in zip(candidates, sentences, strict=True)
            if sentence.report in infos
        )
