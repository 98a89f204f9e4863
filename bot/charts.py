"""A comparison, or figures of several years → the bars of a chart, as numbers that an SVG is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import comparisons
from bot.formatting import readable

if TYPE_CHECKING:
    from retrieval.model import Comparison
    from store.archive.figure_query import FoundFigure

BAR = 26  # height of a bar and of the gap to the next
LABEL, WIDE, AMOUNT = 110, 190, 100  # for the names, the longest bar, the amounts behind it
_MOST_BARS = 40
_LONGEST_NAME = 7


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, what is written behind it, where it begins and how long it is."""

    name: str
    amount: str
    top: int
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from the top down, in a drawing of this size."""

    bars: tuple[Bar, ...]
    width: int
    height: int


def chart_of(given: Comparison) -> Chart | None:
    """The chart of a comparison; None where there is nothing to compare by length."""
    rows = comparisons.ranked(given)  # what is only planned is no bar beside what was done
    if len({row.figure.unit for row in rows}) != 1:
        return None
    names = [comparisons.called(row, by_year=given.by_year) for row in rows]
    if not given.by_year and len(set(names)) < len(names):
        names = [f"{name} {row.year or row.report.year or ''}".strip() for name, row in zip(names, rows, strict=True)]
    return bars([(name, readable(row.figure), float(row.figure.least)) for name, row in zip(names, rows, strict=True)])


def course(found: Sequence[FoundFigure]) -> Chart | None:
    """The course of one indicator of one place over the years; nothing where the figures are of several."""
    if len({(one.figure.indicator, one.figure.unit, one.figure.nature, one.report.place) for one in found}) != 1:
        return None
    years: dict[str, FoundFigure] = {}
    for one in found:
        years.setdefault(year_of(one), one)
    if len(years) < len({(year_of(one), one.figure.least) for one in found}):  # two amounts for one year
        return None
    return bars([(year, readable(one.figure), float(one.figure.least)) for year, one in sorted(years.items())])


def year_of(one: FoundFigure) -> str:
    """The year, or the years, that a stored figure is of; "" where nothing says it."""
    return one.figure.period or one.sentence.period or str(one.report.year or "")


def bars(rows: Sequence[tuple[str, str, float]]) -> Chart | None:
    """The chart of rows of name, amount as written, and amount; negative ones go to the left of zero."""
    values = [value for _, _, value in rows]
    if not 2 <= len(rows) <= _MOST_BARS or not any(values):
        return None
    least, most = min(0.0, *values), max(0.0, *values)
    unit = WIDE / (most - least)
    made = tuple(
        Bar(
            name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…",
            amount,
            number * BAR,
            round(LABEL + (min(value, 0.0) - least) * unit, 1),
            max(1.0, round(abs(value) * unit, 1)),
        )
        for number, (name, amount, value) in enumerate(rows)
    )
    return Chart(made, LABEL + WIDE + AMOUNT, BAR * len(rows))
