"""What a person or a program asks of the stored figures, by the names of the options → what the archive looks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.answering import Filters
from bot.errors import UsageError
from bot.wording import commands as wording
from bot.wording import figures as figure_words
from retrieval.text.segmentation import fold
from store.archive.base import ArchiveReader

if TYPE_CHECKING:
    from store.archive.figure_query import FigureQuery, FoundFigure

NAMES = (
    *("term", "unit", "kind", "indicator", "nature", "years", "places", "min", "max"),
    *("year", "place", "report"),
)


@dataclass(frozen=True, slots=True)
class FigureFilters:
    """Figures wanted, in the reports that ``among`` allows."""

    wanted: FigureQuery
    among: Filters

    def found(self, archive: ArchiveReader) -> tuple[FoundFigure, ...]:
        """The figures, best first. Raises UnknownReportError."""
        among = self.among
        return archive.figures(self.wanted, fold=fold, year=among.year, place=among.place, report=among.report)


def wanted(
    term: str,
    *,
    unit: str | None = None,
    kind: str | None = None,
    indicator: str | None = None,
    nature: str | None = None,
    years: tuple[int, int] | None = None,
    places: Sequence[str] = (),
    least: tuple[Decimal, str] | None = None,
    most: tuple[Decimal, str] | None = None,
) -> FigureQuery:
    """What the archive is to look for: words with limits among them, and what else is given."""
    # The grammar of figures takes 0.1 s to import.
    from store.archive.figure_query import FigureQuery
    from store.figures.facts import indicator_of
    from store.figures.query_terms import Limit, read_term, read_unit

    read = read_term(term)
    limits = [
        *read.limits,
        *([Limit("least", *least)] if least is not None else ()),
        *([Limit("most", *most)] if most is not None else ()),
    ]
    return FigureQuery(
        read.words,
        tuple(limits),
        None if unit is None else read_unit(unit),
        kind,
        None if indicator is None else indicator_of(indicator, None),
        nature,
        years,
        tuple(places),
    )


def read_filters(fields: Mapping[str, str]) -> FigureFilters:
    """The filters that texts by the names of the options mean; an empty text means none. Raises UsageError."""
    given = {name: fields[name].strip() for name in NAMES if fields.get(name, "").strip()}
    query = wanted(
        given.get("term", ""),
        unit=given.get("unit"),
        kind=_one_of(figure_words.KINDS, given["kind"], figure_words.not_a_kind) if "kind" in given else None,
        indicator=given.get("indicator"),
        nature=_one_of(figure_words.NATURES, given["nature"], figure_words.not_a_nature) if "nature" in given else None,
        years=years_of(given["years"]) if "years" in given else None,
        places=given.get("places", "").split(),
        least=_value(given["min"]) if "min" in given else None,
        most=_value(given["max"]) if "max" in given else None,
    )
    year = year_of(given["year"]) if "year" in given else None
    return FigureFilters(query, Filters(year, given.get("place"), given.get("report")))


def year_of(text: str) -> int:
    """A year in four digits. Raises UsageError."""
    if not (text.isascii() and text.isdecimal() and len(text) == 4 and 1900 <= int(text) <= 2100):
        raise UsageError(wording.not_a_year(text))
    return int(text)


def years_of(text: str) -> tuple[int, int]:
    """One year, or the first and the last: 2020-2025. Raises UsageError."""
    first, _, last = text.replace("—", "-").partition("-")
    ends = year_of(first), year_of(last or first)
    return min(ends), max(ends)


def _one_of(names: Mapping[str, str], text: str, wrong: object) -> str:
    """A code by itself or by its Chinese name."""
    codes = {name: code for code, said in names.items() for name in (code, said)}
    if text not in codes:
        raise UsageError(wrong(text) if callable(wrong) else str(wrong))
    return codes[text]


def _value(text: str) -> tuple[Decimal, str]:
    from store.figures.query_terms import read_value

    try:
        return read_value(text)
    except ValueError as error:
        raise UsageError(wording.not_a_value(text)) from error
