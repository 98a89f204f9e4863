"""What the stored sentences speak of, over all reports: years, and places by their names or abbreviations.

The archive's connection comes in; a name or a character goes out as the reports that hold it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from store.archive.ids import ORDINAL_BITS
from store.language.years import years_in_period

# For some strings the ids of sentences among which all are that hold one of them; None where nothing is known.
Holders = Callable[[Sequence[str]], Iterator[int] | None]
_AT_ONCE = 500
# 滁教〔2012〕32号: of the offices for education, government and so on
PAPERS = "教政府财卫发人"
# 包33中, 包三中, 包十一中: how towns number their schools; as GLOB and as regular expressions have it
_NUMBERS = (
    *(str(number) for number in range(100)),
    *(f"0{digit}" for digit in range(10)),
    *"一二三四五六七八九十",
    *(f"十{digit}" for digit in "一二三四五六七八九"),
)
SCHOOLS = ("[0-9]", "[0-9][0-9]", "[一二三四五六七八九十]", "十[一二三四五六七八九]")


def years(db: sqlite3.Connection) -> dict[str, frozenset[int]]:
    """For each report the years that any of its sentences speaks of."""
    rows = db.execute("SELECT reports.id, years FROM tallies JOIN reports ON reports.key = tallies.report")
    return {report: frozenset(map(int, said.split())) for report, said in rows}


def years_of(periods: Iterable[str | None]) -> str:
    """The years of some periods as they are stored, once for each report.

    >>> years_of(["2011-2013", None, "2012"])
    '2011 2012 2013'
    """
    said = frozenset[int]().union(*map(years_in_period, {period for period in periods if period}))
    return " ".join(map(str, sorted(said)))


def mentions(db: sqlite3.Connection, name: str, holders: Holders) -> bool:
    """Whether any sentence holds this string; ``holders`` narrows down where that can be."""
    return next(_holding(db, "INSTR(text, ?) > 0", [name], holders([name])), None) is not None


def abbreviating(db: sqlite3.Connection, name: str, holders: Holders) -> tuple[str, ...]:
    """The reports that number papers or schools by the first character of this place's name."""
    first = name[0]
    patterns = [f"*{first}[{PAPERS}]*〔*", *(f"*{first}{number}中*" for number in SCHOOLS)]
    signs = [*(first + office for office in PAPERS), *(f"{first}{number}中" for number in _NUMBERS)]
    condition = " OR ".join(["text GLOB ?"] * len(patterns))
    found = {number >> ORDINAL_BITS for number in _holding(db, f"({condition})", patterns, holders(signs))}
    rows = (db.execute("SELECT id FROM reports WHERE key = ?", (key,)).fetchone() for key in found)
    return tuple(sorted(report for (report,) in rows))


def _holding(
    db: sqlite3.Connection, condition: str, values: Sequence[str], among: Iterator[int] | None
) -> Iterator[int]:
    """The ids of the sentences, among these or among all, whose text meets a condition."""
    if among is None:
        yield from (number for (number,) in db.execute(f"SELECT id FROM sentences WHERE {condition}", values))
        return
    while some := list(islice(among, _AT_ONCE)):
        rows = db.execute(
            f"SELECT id FROM sentences WHERE id IN (SELECT value FROM json_each(?)) AND {condition}",
            (json.dumps(some), *values),
        )
        yield from (number for (number,) in rows)
