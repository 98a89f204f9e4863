"""The engine of an archive in ClickHouse: the same candidates, order and scores as every other engine.

ClickHouse adds up what the terms of a question are worth in each sentence, on every shard for its own reports, and
gives back the best (:mod:`retrieval.index.clickhouse.scoring`). What a paragraph's first sentence, the headings and the
title hand down is then looked up for those alone that it can lift into the result. Whether that was enough is not left
to luck: where a sentence further down could be lifted into it, all such sentences are fetched in a second round.
Whatever is asked of one question belongs to one view of the archive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any

import numpy as np

from retrieval.index.clickhouse.scoring import ABOVE, Floats, Ids, Own, Part, Sums, part_of
from retrieval.index.clickhouse.tables import REPORT_OF_UNIT, REPORT_SPAN
from retrieval.index.engine import Keep
from retrieval.index.fields import FIELDS
from retrieval.index.idf import idf
from retrieval.model import Candidate, Field, FieldScore, FieldWeights, Query
from store.archive.clickhouse.archive import ReadingArchive

# On a million sentences 2 of 25 questions with all fields needed the second round, with 2,000 in the first 10 did.
_FIRST_ROUND = 20_000
# Enough where nothing is handed down: more are only needed where so many score alike.
_BY_THEMSELVES = 200
# Sums are added up in any order, and a bound must not fail by the last digit.
_SLACK = 1e-6
_REMEMBERED = 100_000  # terms


@dataclass(frozen=True, slots=True)
class _Statistics:
    """What the formula needs of the whole archive, as of one view: per field how many units, and their whole length.

    ``frequencies`` holds the terms that have been asked for: one question asks for most of its terms several times.
    """

    seq: int
    units: Mapping[Field, int]
    lengths: Mapping[Field, int]
    frequencies: dict[tuple[Field, str], int] = made(default_factory=dict)


class ClickHouseEngine:
    """Searches the postings of an open archive; terms and weights reach it as bound parameters alone.

    ``first_round`` is how many sentences are fetched before it is asked whether more have to be.
    """

    def __init__(self, archive: ReadingArchive, weights: FieldWeights, *, first_round: int = _FIRST_ROUND) -> None:
        self._archive = archive
        self._weights = weights
        self._first_round = first_round
        self._known: _Statistics | None = None

    def search(
        self, query: Query, *, filters: frozenset[str] | None, limit: int, keep: Keep | None = None
    ) -> tuple[Candidate, ...]:
        """The best candidates, best first; see :class:`retrieval.index.engine.Engine`."""
        if query.empty or filters == frozenset():
            return ()
        with self._archive.reading():
            parts = self._parts(query)
            sums = Sums(self._archive, parts, filters)
            handed = self._weights.lead or any(field in parts for field in ABOVE)
            first = self._first_round if handed else min(self._first_round, _BY_THEMSELVES)
            own = sums.own(most=max(first, limit))
            if not len(own.units):
                return ()
            above = sums.most_above()
            found = self._weighed(own, sums, above, limit)
            # Nobody who was not fetched has more of its own than the last of those who were.
            least = _least(np.array([one.score for one in found]), limit) - self._reach(own, above) - _SLACK
            if own.floor and own.floor >= least:
                found = self._weighed(sums.own(least=max(least, 0.0)), sums, above, limit)
        best = sorted(found, key=lambda one: (-one.score, one.sentence))[:limit]
        rows = range(len(best)) if keep is None else keep([one.sentence for one in best])
        return tuple(best[row] for row in rows)

    def idf(self, words: Sequence[str]) -> tuple[float, ...]:
        """For each word its idf among all sentences."""
        with self._archive.reading():
            size = self._statistics().units["words"]
            return tuple(idf(size, count) for count in self.document_counts("words", words))

    def document_counts(self, field: Field, terms: Sequence[str]) -> tuple[int, ...]:
        """For each term how many units of a field hold it."""
        known = self._frequencies({field: terms})
        return tuple(known[field, term] for term in terms)

    def co_occur(self, field: Field, terms: Sequence[str]) -> bool:
        """Whether one unit of a field holds all of the terms."""
        asked = list(dict.fromkeys(terms))
        statement = (
            f"SELECT unit FROM {self._archive.connection.database}.postings WHERE field = {{field:UInt8}} AND term IN {{terms:Array(String)}}"
            " AND {live} GROUP BY unit HAVING count() = {asked:UInt32} LIMIT 1"
        )
        values: dict[str, Any] = {"field": FIELDS.index(field), "terms": asked, "asked": len(asked)}
        return not asked or bool(self._archive.rows_of_view(statement, key=REPORT_OF_UNIT, **values))

    def _statistics(self) -> _Statistics:
        """Read anew only where the archive has changed."""
        seq = self._archive.version()
        if self._known is None or self._known.seq != seq or len(self._known.frequencies) > _REMEMBERED:
            sizes = self._archive.sizes() or [0] * 2 * len(FIELDS)
            units, lengths = (dict(zip(FIELDS, sizes[start::2], strict=True)) for start in (0, 1))
            self._known = _Statistics(seq, units, lengths)
        return self._known

    def _frequencies(self, asked: Mapping[Field, Sequence[str]]) -> Mapping[tuple[Field, str], int]:
        """For each term of each field how many units hold it, 0 where none does; among others that were asked for."""
        with self._archive.reading():
            known = self._statistics().frequencies
            wanted = [(field, term) for field, terms in asked.items() for term in dict.fromkeys(terms)]
            new = [(FIELDS.index(field), term) for field, term in wanted if (field, term) not in known]
            if new:
                statement = (
                    f"SELECT field, term, sum(units) AS units FROM {self._archive.connection.database}.terms"
                    " WHERE (field, term) IN {terms:Array(Tuple(UInt8, String))} AND {live} GROUP BY field, term"
                )
                known.update(((FIELDS[code], term), 0) for code, term in new)
                known.update(
                    ((FIELDS[code], term), count)
                    for code, term, count in self._archive.rows_of_view(
                        statement, key="key", what="field, term, sum(units)", tail="GROUP BY field, term", terms=new
                    )
                )
            return known

    def _parts(self, query: Query) -> dict[Field, Part]:
        """For each field that holds any of its terms, what adds up its scores."""
        asked = {part.field: part.terms for part in query.fields if part.terms}
        frequencies = self._frequencies({field: [term.text for term in terms] for field, terms in asked.items()})
        statistics, parts = self._statistics(), {}
        for field, terms in asked.items():
            held = {term: frequencies[field, term.text] for term in terms if frequencies[field, term.text]}
            if held:
                units = statistics.units[field]
                mean = statistics.lengths[field] / units or 1.0
                parts[field] = part_of(field, held, self._weights, units=units, mean=mean)
        return parts

    def _reach(self, own: Own, above: Mapping[Field, float]) -> float:
        """The most that any sentence can be given by what stands above it."""
        return self._weights.lead * float(own.whole[0]) + sum(above.values())

    def _weighed(self, every: Own, sums: Sums, above: Mapping[Field, float], limit: int) -> list[Candidate]:
        """Of these sentences those that can be among the best, with all that they are given, in no order."""
        lead, bonus = self._weights.lead, sum(above.values())
        least = _least(every.whole, limit) - _SLACK
        own = every.rows(np.flatnonzero(every.whole + lead * every.most_in_report() + bonus >= least))
        if not lead and not above:
            return _candidates(own.units, {"words": own.words, "grams": own.grams})
        leads, sections = sums.places(own.units)
        handed, unknown = every.scores_of(leads)
        handed[leads == own.units] = 0.0
        known = own.whole + lead * handed
        least = _least(known, limit) - _SLACK
        kept = np.flatnonzero(known + np.where(unknown, lead * every.floor, 0.0) + bonus >= least)
        own, leads, sections, handed, unknown = own.rows(kept), leads[kept], sections[kept], handed[kept], unknown[kept]
        if lead and every.floor and unknown.any():
            handed[unknown] = sums.own(units=np.unique(leads[unknown])).scores_of(leads[unknown])[0]
        firsts = own.units - own.units % np.uint64(REPORT_SPAN)
        scores = sums.above({"heading": sections, "title": firsts})
        return _candidates(
            own.units,
            {"words": own.words, "grams": own.grams, "lead": lead * handed} | {one: scores[one] for one in ABOVE},
        )


def _least(scores: Floats, limit: int) -> float:
    """The score of the last of the best; below all scores where there are fewer."""
    return float(np.partition(scores, -limit)[-limit]) if len(scores) >= limit else -np.inf


def _candidates(units: Ids, addends: Mapping[str, Floats]) -> list[Candidate]:
    totals = np.round(np.sum(list(addends.values()), axis=0), 9).tolist()
    shown = [np.round(scores, 9).tolist() for scores in addends.values()]
    return [
        Candidate(unit, total, tuple(FieldScore(*one) for one in zip(addends, scores, strict=True) if one[1]))
        for unit, total, *scores in zip(units.tolist(), totals, *shown, strict=True)
    ]
