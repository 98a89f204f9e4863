"""What is known of an archive at one version of it, and of what was asked of it then; gone with the version.

One object belongs to one Asker and so to one thread. All that grows with the questions is bounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain

from retrieval.answers.decision import Scope
from retrieval.index.engine import Engine
from retrieval.index.term_counts import Vocabulary
from retrieval.lru import Recent
from retrieval.model import Answer, Candidate, Comparison, Question
from retrieval.query.scope import ScopeWords
from retrieval.query.wordbook import OwnWords, Wordbook
from retrieval.ranking.passage import Passage
from retrieval.ranking.rank import Ahead, Found, Ranking
from store.archive.base import ArchiveReader
from store.model import ReportInfo, StoredSentence
from store.quick_records import record

_ANSWERS = 128  # each with all that it quotes
# Some 2 kB each. Where fewer stay than the questions of a day come upon, each is read, folded and cut anew when it comes again.
_PASSAGES = 16384
_RANKED = 4
_NAMES = 128


@record
class AnswerKey:
    """All that an answer depends on beside the archive and the administrator's words."""

    question: str
    context: tuple[str, ...]
    year: int | None
    place: str | None
    report: str | None
    top: int


@record
class Ranked:
    """What was found for a question, before it is decided how much of it is told.

    ``question`` is as it is asked of what was found; ``first`` come before all others. ``in_turns`` is true where each
    series of reports is to be heard, ``whole`` where all is asked for that a report says of something.
    """

    question: Question
    ranking: Ranking
    first: tuple[Ahead, ...]
    comparison: Comparison | None
    scope: Scope
    in_turns: bool
    whole: bool


class Stored:
    """The reports of one version of the archive, as answering needs them; ``years`` are those that each speaks of."""

    def __init__(self, archive: ArchiveReader, engine: Engine, version: int, own: OwnWords | None) -> None:
        self.version = version
        self.own = own
        self.reports: tuple[ReportInfo, ...] = archive.reports()
        self.vocabulary = Vocabulary(engine)
        self.wordbook = Wordbook(self.vocabulary, own)
        self.years: Mapping[str, frozenset[int]] = archive.years_spoken_of()
        self.words = ScopeWords(self.reports, chain.from_iterable(self.years.values()))
        self.answers: Recent[AnswerKey, Answer] = Recent(_ANSWERS)
        # Each that leans on no answer before it, by what was understood and how much is told.
        self.unled: Recent[tuple[Question, int], Answer] = Recent(_ANSWERS)
        self.readings: Recent[str, Question] = Recent(_ANSWERS)
        self.ranked: Recent[Question, Ranked] = Recent(_RANKED)
        # Who asks of a place that no report is about does so again, and each question leans on those before it.
        self.mentions = lru_cache(_NAMES)(archive.mentions)
        self.abbreviating = lru_cache(_NAMES)(archive.abbreviating)
        self._archive = archive
        self._infos = {info.id: info for info in self.reports}
        self._passages: Recent[int, Passage] = Recent(_PASSAGES)

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of these ids, in this order."""
        return self._passages.all_of(ids, lambda missing: [Passage(one) for one in self._archive.sentences(missing)])

    def found(self, candidates: Sequence[Candidate]) -> tuple[Found, ...]:
        """Each candidate with its passage and its report."""
        passages = self.passages([candidate.sentence for candidate in candidates])
        return tuple(
            Found(candidate, passage, self._infos[passage.sentence.report])
            for candidate, passage in zip(candidates, passages, strict=True)
        )

    def item(self, sentence: StoredSentence) -> Found:
        """A sentence that is an item of a run and was not searched for."""
        return Found(Candidate(sentence.id, 1.0), Passage(sentence), self._infos[sentence.report])
