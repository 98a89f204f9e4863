"""The engine of an archive in ClickHouse: the same candidates, order and scores as every other engine.

ClickHouse adds up what the terms of a question are worth in each sentence, on every shard for its own reports, and
gives back the best. What a paragraph's first sentence, the headings and the title hand down is then looked up for those
alone. Whether that was enough is not left to luck: no sentence further down can get more than the largest hand-down of
all, and where that could carry one into the result, all such sentences are fetched and weighed in a second round.
Whatever is asked of one question belongs to one view of the archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any

import numpy as np

from retrieval.engines.clickhouse_tables import REPORT_OF_UNIT, REPORT_SPAN
from retrieval.engines.units import FIELDS
from retrieval.idf import idf
from retrieval.model import Candidate, Field, FieldScore, FieldWeights, Query, Term
from store.archive import report_key
from store.clickhouse.archive import ReadingArchive

# Few enough to look at one by one. On a million sentences 2 of 7 questions with all fields needed the second round, and
# none of 21 that asked for words alone.
_FIRST_ROUND = 2000
# Sums are added up in any order, and a bound must not fail by the last digit.
_SLACK = 1e-6
_REMEMBERED = 100_000  # terms
_BELOW: tuple[Field, ...] = ("words", "grams")


@dataclass(frozen=True, slots=True)
class _Statistics:
    """What the formula needs of the whole archive, as of one view: per field how many units, and their whole length.

    ``frequencies`` holds the terms that have been asked for: one question asks for most of its terms several times.
    """

    seq: int
    units: Mapping[Field, int]
    lengths: Mapping[Field, int]
    frequencies: dict[tuple[Field, str], int] = made(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Part:
    """What finds the postings of one field's terms (``where``), what one of them is worth, and the parameters of both."""

    where: str
    worth: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Own:
    """What a sentence scores by its own words and its own grams."""

    words: float
    grams: float

    @property
    def whole(self) -> float:
        return self.words + self.grams


_NOTHING = _Own(0.0, 0.0)


class ClickHouseEngine:
    """Searches the postings of an open archive; terms and weights reach it as bound parameters alone.

    ``first_round`` is how many sentences are weighed before it is asked whether more have to be.
    """

    def __init__(self, archive: ReadingArchive, weights: FieldWeights, *, first_round: int = _FIRST_ROUND) -> None:
        self._archive = archive
        self._weights = weights
        self._first_round = first_round
        self._postings = f"{archive.connection.database}.postings"
        self._known: _Statistics | None = None

    def search(self, query: Query, *, filters: frozenset[str] | None, limit: int) -> tuple[Candidate, ...]:
        """The best candidates, best first; see :class:`retrieval.engines.base.Engine`."""
        if query.empty or filters == frozenset():
            return ()
        with self._archive.reading():
            parts = self._parts(query)
            most = max(self._first_round, limit)
            own = self._own(parts, filters, most=most)
            if len(own) <= limit:
                found = self._weighed(own, own, parts)
            else:
                # Nobody is handed down more than this, so who has that much less than another stays behind it.
                reach = self._handed_down(own, parts) + _SLACK
                least = sorted(one.whole for one in own.values())[-limit] - reach
                found = self._weighed({unit: one for unit, one in own.items() if one.whole >= least}, own, parts)
                # Whoever is not among the first has no more of its own than the last of them.
                least = sorted(one.score for one in found)[-limit] - reach
                if len(own) == most and least <= min(one.whole for one in own.values()):
                    own = self._own(parts, filters, least=least)
                    found = self._weighed(own, own, parts)
        return tuple(sorted(found, key=lambda one: (-one.score, one.sentence))[:limit])

    def telling(self, words: Sequence[str]) -> tuple[float, ...]:
        """For each word its idf among all sentences."""
        with self._archive.reading():
            size = self._statistics().units["words"]
            return tuple(idf(size, count) for count in self.holding("words", words))

    def holding(self, field: Field, terms: Sequence[str]) -> tuple[int, ...]:
        """For each term how many units of a field hold it."""
        known = self._frequencies({field: terms})
        return tuple(known[field, term] for term in terms)

    def together(self, field: Field, terms: Sequence[str]) -> bool:
        """Whether one unit of a field holds all of the terms."""
        asked = list(dict.fromkeys(terms))
        statement = (
            f"SELECT unit FROM {self._postings} WHERE field = {{field:UInt8}} AND term IN {{terms:Array(String)}}"
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

    def _parts(self, query: Query) -> dict[Field, _Part]:
        """For each field that holds any of its terms, what adds up its scores."""
        asked = {part.field: part.terms for part in query.fields if part.terms}
        frequencies = self._frequencies({field: [term.text for term in terms] for field, terms in asked.items()})
        parts = {}
        for field, terms in asked.items():
            held = [term for term in terms if frequencies[field, term.text]]
            if held:
                parts[field] = self._part(field, held, [frequencies[field, term.text] for term in held])
        return parts

    def _part(self, field: Field, terms: Sequence[Term], counts: Sequence[int]) -> _Part:
        weights, statistics = self._weights, self._statistics()
        k1, b = (weights.k1, weights.b) if field == "words" else (weights.gram_k1, weights.gram_b)
        share = {"words": weights.words, "grams": 1.0, "heading": weights.heading, "title": weights.title}[field]
        units = statistics.units[field]
        mean = statistics.lengths[field] / units or 1.0
        return _Part(
            f"field = {FIELDS.index(field)} AND term IN {{{field}_terms:Array(String)}} AND {{live}}",
            f"transform(term, {{{field}_terms:Array(String)}}, {{{field}_weights:Array(Float64)}}, 0.) * count"
            f" / (count + {{{field}_least:Float64}} + {{{field}_slope:Float64}} * length)",
            {
                f"{field}_terms": [term.text for term in terms],
                f"{field}_weights": [
                    share * term.weight * idf(units, count) * (k1 + 1)
                    for term, count in zip(terms, counts, strict=True)
                ],
                f"{field}_least": k1 * (1 - b),
                f"{field}_slope": k1 * b / mean,
            },
        )

    def _own(
        self,
        parts: Mapping[Field, _Part],
        filters: frozenset[str] | None = None,
        *,
        units: Sequence[int] | None = None,
        least: float = 0.0,
        most: int | None = None,
    ) -> dict[int, _Own]:
        """What sentences score by themselves, best first: the best ``most``, those from ``least`` up, or of ``units``."""
        asked = [field for field in _BELOW if field in parts]
        if not asked:
            return {}
        values: dict[str, Any] = {"floor": least}
        among = ""
        if filters is not None:
            among = f" AND {REPORT_OF_UNIT} IN {{keys:Array(UInt64)}}"
            values["keys"] = [report_key(name) for name in filters]
        if units is not None:
            among = " AND unit IN {units:Array(UInt64)}"
            values["units"] = units
        postings = " UNION ALL ".join(
            f"SELECT unit, {parts[field].worth if field == 'words' else '0.'} AS w,"
            f" {parts[field].worth if field == 'grams' else '0.'} AS g"
            f" FROM {self._postings} WHERE {parts[field].where}{among}"
            for field in asked
        )
        order = "ORDER BY own DESC, unit" + ("" if most is None else f" LIMIT {most}")
        statement = (
            f"SELECT unit, sum(w) AS words, sum(g) AS grams, words + grams AS own"
            f" FROM ({postings})"
            f" GROUP BY unit HAVING own > 0 AND own >= {{floor:Float64}} {order}"
        )
        for field in asked:
            values |= parts[field].values
        found = self._archive.rows_of_view(
            statement, key=REPORT_OF_UNIT, what="unit, words, grams", tail=order, **values
        )
        return {unit: _Own(words, grams) for unit, words, grams in found}

    def _above(self, field: Field, part: _Part | None, units: Iterable[int]) -> dict[int, float]:
        """What these headings or titles score; those that score nothing are missing."""
        if part is None:
            return {}
        statement = (
            f"SELECT unit, sum({part.worth}) AS score FROM {self._postings}"
            f" WHERE {part.where} AND unit IN {{units:Array(UInt64)}} GROUP BY unit"
        )
        return dict(self._archive.rows_of_view(statement, key=REPORT_OF_UNIT, units=sorted(set(units)), **part.values))

    def _handed_down(self, own: Mapping[int, _Own], parts: Mapping[Field, _Part]) -> float:
        """The most that any sentence can be given by what stands above it."""
        most = self._weights.lead * max(one.whole for one in own.values())
        for field in ("heading", "title"):
            if field in parts:
                statement = (
                    f"SELECT sum({parts[field].worth}) AS score FROM {self._postings} WHERE {parts[field].where}"
                    " GROUP BY unit ORDER BY score DESC LIMIT 1"
                )
                found = self._archive.rows_of_view(
                    statement, key=REPORT_OF_UNIT, what="max(score)", **parts[field].values
                )
                most += found[0][0]
        return most

    def _weighed(
        self, own: Mapping[int, _Own], known: Mapping[int, _Own], parts: Mapping[Field, _Part]
    ) -> list[Candidate]:
        """The sentences with all that they are given, in no order; ``known`` are these and others."""
        if not own:
            return []
        statement = (
            f"SELECT unit, lead, section FROM {self._archive.connection.database}.places"
            " WHERE unit IN {units:Array(UInt64)} AND {live}"
        )
        places = self._archive.rows_of_view(statement, key=REPORT_OF_UNIT, units=list(own))
        firsts = {unit: unit - unit % REPORT_SPAN for unit in own}
        leads = {unit: firsts[unit] + lead for unit, lead, _ in places}
        sections = {unit: firsts[unit] + section for unit, _, section in places}
        unknown = sorted({lead for lead in leads.values() if lead not in known})
        above = {**known, **(self._own(parts, units=unknown) if unknown and self._weights.lead else {})}
        headings = self._above("heading", parts.get("heading"), sections.values())
        titles = self._above("title", parts.get("title"), firsts.values())
        addends = {
            "words": [one.words for one in own.values()],
            "grams": [one.grams for one in own.values()],
            "lead": [
                0.0 if leads[unit] == unit else self._weights.lead * above.get(leads[unit], _NOTHING).whole
                for unit in own
            ],
            "heading": [headings.get(sections[unit], 0.0) for unit in own],
            "title": [titles.get(firsts[unit], 0.0) for unit in own],
        }
        totals = np.round(np.sum(list(addends.values()), axis=0), 9).tolist()
        shown = [np.round(scores, 9).tolist() for scores in addends.values()]
        return [
            Candidate(unit, total, tuple(FieldScore(*one) for one in zip(addends, scores, strict=True) if one[1]))
            for unit, total, *scores in zip(own, totals, *shown, strict=True)
        ]
