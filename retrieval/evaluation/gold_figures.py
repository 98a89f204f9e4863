"""The figures that a gold question expects, and whether an answer gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from store.model import Figure


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """An expected figure: its value in the base unit, and that unit; "" where a bare 万 or 亿 stands there."""

    value: Decimal
    unit: str

    def is_given_by(self, figures: Iterable[Figure]) -> bool:
        """Whether one of the figures has this unit and this value, as its own or as an end of its range."""
        return any(one.unit == self.unit and self.value in (one.value, one.low, one.high) for one in figures)


def read_figure(row: Mapping[str, Any]) -> GoldFigure:
    """The figure of one entry of a question's ``figures``: ``value``, ``unit`` and, for 万 and 亿, ``plain``.

    >>> read_figure({"value": 1.3, "unit": "亿元", "plain": 130000000})
    GoldFigure(value=Decimal('130000000'), unit='元')
    """
    scaled = "plain" in row
    unit: str = row["unit"]
    return GoldFigure(Decimal(str(row["plain" if scaled else "value"])), unit[1:] if scaled else unit)


def found_among(expected: Sequence[GoldFigure], figures: Sequence[Figure]) -> int:
    """How many of the expected figures are there."""
    return sum(one.is_given_by(figures) for one in expected)
