"""What the stored sentences speak of, over all reports: years, and places by their names or abbreviations.

The archive's connection comes in; a name or a character goes out as the reports that hold it.
"""

from __future__ import annotations

import sqlite3

from store.years import years_in_period

# 包33中, 包三中, 包十一中: how towns number their schools
_SCHOOLS = ("[0-9]", "[0-9][0-9]", "[一二三四五六七八九十]", "十[一二三四五六七八九]")


def years(db: sqlite3.Connection) -> dict[str, frozenset[int]]:
    """For each report the years that any of its sentences speaks of."""
    found: dict[str, frozenset[int]] = {}
    for report, period in db.execute(
        "SELECT DISTINCT reports.id, period FROM sentences JOIN reports ON reports.key = sentences.report"
    ):
        found[report] = found.get(report, frozenset()) | years_in_period(period)
    return found


def mentions(db: sqlite3.Connection, name: str) -> bool:
    """Whether any sentence holds this string."""
    return db.execute("SELECT 1 FROM sentences WHERE INSTR(text, ?) LIMIT 1", (name,)).fetchone() is not None


def abbreviating(db: sqlite3.Connection, name: str) -> tuple[str, ...]:
    """The reports that number papers or schools by the first character of this place's name."""
    patterns = [f"*{name[0]}[教政府财卫发人]*〔*", *(f"*{name[0]}{number}中*" for number in _SCHOOLS)]
    condition = " OR ".join(["text GLOB ?"] * len(patterns))
    found = db.execute(
        f"SELECT id FROM reports WHERE key IN (SELECT report FROM sentences WHERE {condition}) ORDER BY id", patterns
    )
    return tuple(report for (report,) in found)
