"""What is wanted of the figures stored in ClickHouse → the sentences that may have it; see :mod:`store.figure_query`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from store.figure_query import FigureQuery, Fold
from store.model import ReportInfo
from store.naming import ORDINAL_BITS, report_key

if TYPE_CHECKING:
    from store.clickhouse.archive import ReadingArchive

_SPAN = 1 << ORDINAL_BITS
_SIDES = {
    "least": "least >= {limit%d:Float64}",
    "most": "most <= {limit%d:Float64}",
    "name": "{limit%d:Float64} BETWEEN least AND most",
}


def narrowed(
    archive: ReadingArchive, wanted: FigureQuery, reports: Sequence[ReportInfo], fold: Fold
) -> Sequence[tuple[int, str]]:
    """The sentences of the reports that have a figure of the unit, the kind and about the value, by id."""
    at = archive.connection.database
    # Numbers are rounded to 53 bits here, always the same way, and compared exactly afterwards.
    values: dict[str, Any] = {"keys": [report_key(info.id) for info in reports]}
    where = [f"intDiv(sentence, {_SPAN}) IN {{keys:Array(UInt64)}}"]
    units = {wanted.unit, *(limit.unit for limit in wanted.limits)} - {None, ""}
    for number, unit in enumerate(sorted(filter(None, units))):
        # As written, so that 噸 is found by 吨.
        written = archive.rows_of_view(
            f"SELECT DISTINCT unit FROM {at}.figures WHERE {{live}}", key=f"intDiv(sentence, {_SPAN})"
        )
        values[f"unit{number}"] = [one for (one,) in written if fold(one) == fold(unit)]
        where.append(f"unit IN {{unit{number}:Array(String)}}")
    if wanted.kind is not None:
        where.append("kind = {kind:String}")
        values["kind"] = wanted.kind
    for number, limit in enumerate(wanted.limits):
        where.append(_SIDES[limit.side] % number)
        values[f"limit{number}"] = float(limit.value)
    having = f"SELECT sentence FROM {at}.figures WHERE {' AND '.join(where)}"
    found = archive.rows_of_view(
        f"SELECT id, text FROM {at}.sentences WHERE id IN ({having}) AND {{live}}",
        key=f"intDiv(id, {_SPAN})",
        tail="ORDER BY id",
        **values,
    )
    return [(number, text) for number, text in found]
