"""What is wanted of the figures stored in a report file → the sentences that may have it; see :mod:`store.archive.figure_query`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from store.archive.figure_query import FigureQuery, Fold


def narrowed(
    db: sqlite3.Connection, wanted: FigureQuery, reports: Sequence[int], fold: Fold
) -> Sequence[tuple[int, str]]:
    """The sentences of the reports of these keys that have a figure of the unit, the kind and about the value, by id."""
    # Numbers are rounded to 53 bits here, always the same way, and compared exactly afterwards.
    where = ["figures.report IN (SELECT value FROM json_each(?))"]
    values: list[str | float] = [json.dumps(reports)]
    for unit in {wanted.unit, *(limit.unit for limit in wanted.limits)} - {None, ""}:
        # As written, so that 噸 is found by 吨.
        written = [one for (one,) in db.execute("SELECT DISTINCT unit FROM figures") if fold(one) == fold(unit or "")]
        where.append("unit IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(written))
    if wanted.kind is not None:
        where.append("kind = ?")
        values.append(wanted.kind)
    if wanted.nature is not None:
        where.append("nature = ?")
        values.append(wanted.nature)
    if wanted.indicator is not None:
        where.append("instr(indicator, ?)")
        values.append(wanted.indicator)
    for limit in wanted.limits:
        value = float(limit.value)
        where.append({"least": "least >= ?", "most": "most <= ?", "name": "? BETWEEN least AND most"}[limit.side])
        values.append(value)
    return db.execute(
        "SELECT sentences.id, sentences.text FROM sentences WHERE sentences.id IN"
        f" (SELECT sentence FROM figures WHERE {' AND '.join(where)})",
        values,
    ).fetchall()
