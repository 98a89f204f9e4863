"""Whether two engines over the same reports give the same, asked by sentences of the reports themselves."""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.index.engine import Engine
from retrieval.index.fields import FIELDS, units_of
from retrieval.model import FieldQuery, Query, Term
from store.archive.base import ArchiveReader

_TERMS = 12  # as many as a longer question has
_DEPTH = 20
_ALIKE = 2e-9  # sums are rounded to nine digits, and the last may fall either way


def sampled(library: ArchiveReader, most: int) -> tuple[Query, ...]:
    """Up to so many queries, each of the terms of one sentence; the reports are taken evenly."""
    infos = [info for info in library.reports() if info.sentences]
    chosen = infos[:: max(1, len(infos) // most)][:most]
    queries = []
    for place, info in enumerate(chosen):
        units = units_of(library.stored(info.id))
        ordinal = place * 7 % info.sentences
        terms = {field: sorted(units.of(field)[ordinal])[:_TERMS] for field in FIELDS[:2]}
        terms |= dict.fromkeys(FIELDS[2:], terms["grams"])
        queries.append(Query(tuple(FieldQuery(field, tuple(Term(x, 1.0) for x in terms[field])) for field in FIELDS)))
    return tuple(queries)


def disagreements(one: Engine, other: Engine, queries: Iterable[Query]) -> int:
    """How many of the queries find other sentences, another order or other scores."""
    return sum(not _alike(one, other, query) for query in queries)


def _alike(one: Engine, other: Engine, query: Query) -> bool:
    here, there = (engine.search(query, filters=None, limit=_DEPTH) for engine in (one, other))
    return [found.sentence for found in here] == [found.sentence for found in there] and all(
        abs(first.score - second.score) < _ALIKE for first, second in zip(here, there, strict=True)
    )
