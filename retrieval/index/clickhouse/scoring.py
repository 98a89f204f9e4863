"""What ClickHouse adds up for one question: the scores of sentences, headings and titles by their own terms.

Each sum is one statement, carried out on every shard for its own reports; the rows come back as columns of numbers.
Numbers that stand for sentences, headings and titles are those of :mod:`retrieval.index.clickhouse.tables`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from retrieval.index.clickhouse.tables import REPORT_OF_UNIT, REPORT_SPAN
from retrieval.index.fields import FIELDS
from retrieval.index.idf import idf
from retrieval.model import Field, FieldWeights, Term
from store.archive.clickhouse.archive import ReadingArchive
from store.archive.ids import report_key

Ids = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]

BELOW: Final[tuple[Field, ...]] = ("words", "grams")
ABOVE: Final[tuple[Field, ...]] = ("heading", "title")


@dataclass(frozen=True, slots=True)
class Part:
    """What finds the postings of one field's terms (``where``), what one of them is worth, and the parameters of both."""

    where: str
    worth: str
    values: Mapping[str, Any]


def part_of(field: Field, counts: Mapping[Term, int], weights: FieldWeights, *, units: int, mean: float) -> Part:
    """The part of a field for these terms, each with how many of the field's ``units`` hold it; ``mean`` is their length."""
    k1, b = (weights.k1, weights.b) if field == "words" else (weights.gram_k1, weights.gram_b)
    share = {"words": weights.words, "grams": 1.0, "heading": weights.heading, "title": weights.title}[field]
    return Part(
        f"field = {FIELDS.index(field)} AND term IN {{{field}_terms:Array(String)}} AND {{live}}",
        f"transform(term, {{{field}_terms:Array(String)}}, {{{field}_weights:Array(Float64)}}, 0.) * count"
        f" / (count + {{{field}_least:Float64}} + {{{field}_slope:Float64}} * length)",
        {
            f"{field}_terms": [term.text for term in counts],
            f"{field}_weights": [share * term.weight * idf(units, count) * (k1 + 1) for term, count in counts.items()],
            f"{field}_least": k1 * (1 - b),
            f"{field}_slope": k1 * b / mean,
        },
    )


@dataclass(frozen=True, slots=True)
class Own:
    """What sentences score by their own words and grams, best first; those that are not here have ``floor`` at most."""

    units: Ids
    words: Floats
    grams: Floats
    floor: float

    @property
    def whole(self) -> Floats:
        """Both together."""
        return self.words + self.grams

    def rows(self, rows: npt.NDArray[np.intp]) -> Own:
        """Some of them."""
        return Own(self.units[rows], self.words[rows], self.grams[rows], self.floor)

    def most_in_report(self) -> Floats:
        """For each the most that any sentence of its report can have."""
        _, places = np.unique(self.units // np.uint64(REPORT_SPAN), return_inverse=True)
        most = np.full(len(self.units), self.floor)
        np.maximum.at(most, places, self.whole)
        found: Floats = most[places]
        return found

    def scores_of(self, units: Ids) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """What these units score, 0 for those that are not here, and which these are."""
        if not len(self.units):
            return np.zeros(len(units)), np.ones(len(units), np.bool_)
        order = np.argsort(self.units)
        places = order[np.minimum(np.searchsorted(self.units, units, sorter=order), len(order) - 1)]
        missing = self.units[places] != units
        return np.where(missing, 0.0, self.whole[places]), missing


class Sums:
    """The sums of one question, over the reports that ``filters`` allow; None allows all."""

    def __init__(self, archive: ReadingArchive, parts: Mapping[Field, Part], filters: frozenset[str] | None) -> None:
        self._archive = archive
        self._parts = parts
        self._keys = None if filters is None else [report_key(name) for name in filters]
        self._at = archive.connection.database

    def own(self, *, most: int | None = None, least: float = 0.0, units: Ids | None = None) -> Own:
        """What sentences score by themselves: the best ``most``, those from ``least`` up, or those of ``units``."""
        values: dict[str, Any] = {"floor": least}
        among = ""
        if self._keys is not None:
            among = f" AND {REPORT_OF_UNIT} IN {{keys:Array(UInt64)}}"
            values["keys"] = self._keys
        if units is not None:
            among = " AND unit IN {units:Array(UInt64)}"
            values["units"] = units.tolist()
        columns = {
            field: f"unit, {part.worth if field == 'words' else '0.'} AS w, {part.worth if field == 'grams' else '0.'} AS g"
            for field, part in self._parts.items()
        }
        postings = self._postings(dict.fromkeys(BELOW, among), columns)
        if not postings:
            return Own(np.zeros(0, np.uint64), np.zeros(0), np.zeros(0), 0.0)
        order = "ORDER BY own DESC" + ("" if most is None else f" LIMIT {most}")
        statement = (
            "SELECT unit, sum(w) AS words, sum(g) AS grams, words + grams AS own"
            f" FROM ({postings}) GROUP BY unit HAVING own > 0 AND own >= {{floor:Float64}} {order}"
        )
        found = self._columns(statement, ("unit", "words", "grams"), order, BELOW, values)
        numbers, words, grams = (
            np.array(column, kind) for column, kind in zip(found, (np.uint64, float, float), strict=True)
        )
        cut = most is not None and len(numbers) == most
        return Own(numbers, words, grams, float(words[-1] + grams[-1]) if cut else least)

    def most_above(self) -> dict[Field, float]:
        """The most that any heading and any title scores; a field of which none scores is missing."""
        columns = {field: f"'{field}' AS kind, unit, {part.worth} AS w" for field, part in self._parts.items()}
        postings = self._postings(dict.fromkeys(ABOVE, ""), columns)
        if not postings:
            return {}
        statement = (
            "SELECT kind, max(score) AS most FROM"
            f" (SELECT kind, unit, sum(w) AS score FROM ({postings}) GROUP BY kind, unit) GROUP BY kind"
        )
        fields, most = self._columns(statement, ("kind", "max(most)"), "GROUP BY kind", ABOVE, {})
        return dict(zip(fields, most, strict=True))

    def above(self, units: Mapping[Field, Ids]) -> dict[Field, Floats]:
        """What these headings and titles score."""
        asked = {field: np.unique(units[field]) for field in units if field in self._parts}
        columns = {field: f"'{field}' AS kind, unit, {part.worth} AS w" for field, part in self._parts.items()}
        among = {field: f" AND unit IN {{{field}_units:Array(UInt64)}}" for field in asked}
        found: dict[tuple[str, int], float] = {}
        if asked:
            statement = (
                f"SELECT kind, unit, sum(w) AS score FROM ({self._postings(among, columns)}) GROUP BY kind, unit"
            )
            values = {f"{field}_units": numbers.tolist() for field, numbers in asked.items()}
            names, numbers, scores = self._columns(statement, ("kind", "unit", "score"), "", tuple(asked), values)
            found = dict(zip(zip(names, numbers, strict=True), scores, strict=True))
        return {
            field: np.array([found.get((field, unit), 0.0) for unit in numbers.tolist()])
            for field, numbers in units.items()
        }

    def places(self, units: Ids) -> tuple[Ids, Ids]:
        """For each sentence its paragraph's first and the number of its heading."""
        statement = (
            f"SELECT unit, lead, section FROM {self._at}.places WHERE unit IN {{units:Array(UInt64)}} AND {{live}}"
        )
        columns = self._archive.columns_of_view(
            statement, key=REPORT_OF_UNIT, what=("unit", "lead", "section"), tail="ORDER BY unit", units=units.tolist()
        )
        _, leads, sections = (np.array(column, np.uint64) for column in columns)
        firsts = units - units % np.uint64(REPORT_SPAN)
        places = np.argsort(np.argsort(units))
        return firsts + leads[places], firsts + sections[places]

    def _postings(self, among: Mapping[Field, str], columns: Mapping[Field, str]) -> str:
        """The postings of the terms of these fields, each among what it names; nothing where there are no terms."""
        return " UNION ALL ".join(
            f"SELECT {columns[field]} FROM {self._at}.postings WHERE {self._parts[field].where}{narrowed}"
            for field, narrowed in among.items()
            if field in self._parts
        )

    def _columns(
        self, statement: str, what: tuple[str, ...], tail: str, fields: tuple[Field, ...], values: Mapping[str, Any]
    ) -> tuple[Any, ...]:
        for field in fields:
            if field in self._parts:
                values = {**values, **self._parts[field].values}
        return tuple(self._archive.columns_of_view(statement, key=REPORT_OF_UNIT, what=what, tail=tail, **values))
