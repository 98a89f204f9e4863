"""What is wanted of the figures stored in ClickHouse → the sentences that may have it; see :mod:`store.archive.figure_query`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from store.archive.figure_query import FigureQuery, Fold
from store.archive.ids import ORDINAL_BITS, report_key
from store.model import ReportInfo

_SPAN = 1 << ORDINAL_BITS
_SIDES = {
    "least": "least >= {limit%d:Float64}",
    "most": "most <= {limit%d:Float64}",
    "name": "{limit%d:Float64} BETWEEN least AND most",
}


class RowsOfView(Protocol):
    """Runs a statement over the rows that one view of the archive sees."""

    def __call__(self, statement: str, *, key: str, tail: str = "", **values: Any) -> Sequence[Sequence[Any]]:
        """The rows; ``{live}`` in the statement becomes the condition that ``key`` belongs to a live report."""


def narrowed(
    database: str, rows_of_view: RowsOfView, wanted: FigureQuery, reports: Sequence[ReportInfo], fold: Fold
) -> Sequence[tuple[int, str]]:
    """The sentences of the reports that have a figure of the unit, the kind and about the value, by id."""
    # Numbers are rounded to 53 bits here, always the same way, and compared exactly afterwards.
    values: dict[str, Any] = {"keys": [report_key(info.id) for info in reports]}
    where = [f"intDiv(sentence, {_SPAN}) IN {{keys:Array(UInt64)}}"]
    units = {wanted.unit, *(limit.unit for limit in wanted.limits)} - {None, ""}
    for number, unit in enumerate(sorted(filter(None, units))):
        # As written, so that 噸 is found by 吨.
        written = rows_of_view(
            f"SELECT DISTINCT unit FROM {database}.figures WHERE {{live}}", key=f"intDiv(sentence, {_SPAN})"
        )
        values[f"unit{number}"] = [one for (one,) in written if fold(one) == fold(unit)]
        where.append(f"unit IN {{unit{number}:Array(String)}}")
    if wanted.kind is not None:
        where.append("kind = {kind:String}")
        values["kind"] = wanted.kind
    if wanted.nature is not None:
        where.append("nature = {nature:String}")
        values["nature"] = wanted.nature
    if wanted.indicator is not None:
        where.append("position(ifNull(indicator, ''), {indicator:String}) > 0")
        values["indicator"] = wanted.indicator
    for number, limit in enumerate(wanted.limits):
        where.append(_SIDES[limit.side] % number)
        values[f"limit{number}"] = float(limit.value)
    having = f"SELECT sentence FROM {database}.figures WHERE {' AND '.join(where)}"
    found = rows_of_view(
        f"SELECT id, text FROM {database}.sentences WHERE id IN ({having}) AND {{live}}",
        key=f"intDiv(id, {_SPAN})",
        tail="ORDER BY id",
        **values,
    )
    return [(number, text) for number, text in found]
