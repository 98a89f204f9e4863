"""The whole way out, one stage a line: text → Question → Query → Candidates → Evidence → Answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from retrieval.answer import decide
from retrieval.engines.base import Engine
from retrieval.model import Answer, Candidate, Query, Question, RankSettings
from retrieval.question import query_of, read_question
from retrieval.rank import Found, rank
from retrieval.scope import ScopeWords
from retrieval.wordbook import OwnWords, Wordbook
from store.archive import Archive
from store.model import ReportInfo


class Asker:
    """Answers questions from one open archive."""

    def __init__(
        self, archive: Archive, engine: Engine, settings: RankSettings, own_words: Callable[[], OwnWords] | None = None
    ) -> None:
        """``own_words`` gives an administrator's words as they are at the moment of a question."""
        self._archive = archive
        self._engine = engine
        self._settings = settings
        self._own_words = own_words

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
            wordbook = Wordbook(self._engine, self._own_words() if self._own_words else None)
            understood = read_question(question, ScopeWords(stored), context=context, wordbook=wordbook)
            query = query_of(understood)
            candidates = self._search(understood, query, frozenset(info.id for info in allowed) if filtered else None)
            telling = self._telling(understood)
            found = self._found(candidates, allowed)
        evidence = rank(understood, found, telling, self._settings, top=top)
        return decide(understood, evidence, stored=stored, allowed=allowed, settings=self._settings)

    def _telling(self, question: Question) -> dict[str, float]:
        """The idf of each content word; a word that no sentence holds tells as much as the best variant that one does."""
        words = question.terms
        telling = dict(zip(words, self._engine.telling(words), strict=True))
        held = dict(zip(words, self._engine.holding("words", words), strict=True))
        for word in question.content:
            if word.variants and not held[word.text]:
                said = [variant.text for variant in word.variants]
                there = [text for text, count in zip(said, self._engine.holding("words", said), strict=True) if count]
                telling[word.text] = max(self._engine.telling(there), default=telling[word.text])
        return telling

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
        )
