"""A question in; out comes the time that it asks about by the name of it: 改革开放以来, 文革期间."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from retrieval.lexicon.tables import records
from retrieval.text.segmentation import words
from store import patterns as re
from store.model import ReportInfo
from store.quick_records import record


@record
class Era:
    """The years from ``first`` to ``last``, None where there is no end; ``words`` are those that name it, none where none do."""

    first: int | None = None
    last: int | None = None
    words: tuple[str, ...] = ()

    @property
    def named(self) -> bool:
        """Whether the question names it."""
        return bool(self.words)

    def holds(self, year: int | None) -> bool:
        """Whether a year may be of it; one that nobody tells is of none that is named."""
        if year is None:
            return not self.named
        return (self.first is None or year >= self.first) and (self.last is None or year <= self.last)

    def may_be_told_by(self, report: ReportInfo, spoken: Mapping[str, frozenset[int]]) -> bool:
        """Whether a report is of one of its years, or of the year after, or speaks of one."""
        if report.year is None or self.holds(report.year) or self.holds(report.year - 1):
            return True
        looks_back = self.first is None or report.year >= self.first
        return self.named and looks_back and any(map(self.holds, spoken.get(report.id, ())))


def era_in(text: str) -> Era:
    """The time that a folded question names; that of all years where it names none.

    >>> era = era_in("文革期间青禾的粮食产量")
    >>> era.first, era.last, era_in("青禾的粮食产量").named
    (1966, 1976, False)
    """
    for pattern, first, last in _eras():
        if found := pattern.search(text):
            return Era(int(first), None if last == "-" else int(last), tuple(words(found.group())))
    return Era()


@cache
def _eras() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple((re.compile(pattern), first, last) for pattern, first, last, _ in records("eras"))
