"""The names of indicators, ``indicators.csv``: on each line the name that facts are kept under, then what else it is called."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from store import patterns as re

_TABLE = Path(__file__).with_name("indicators.csv")


@cache
def names() -> Mapping[str, str]:
    """For each name of an indicator, in capitals, the one that it is kept under."""
    lines = csv.reader(_TABLE.read_text("utf-8").splitlines())
    return {alias.upper(): name for name, *aliases in lines for alias in (name, *aliases)}


@cache
def indicators() -> frozenset[str]:
    """The names that facts of known indicators are kept under."""
    return frozenset(names().values())


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(names(), key=len, reverse=True))))


def indicator_in(text: str) -> str | None:
    """The indicator that a text names first, under the name that facts are kept under; None where it names none.

    >>> indicator_in("青禾的gdp是多少"), indicator_in("校服查了没")
    ('地区生产总值', None)
    """
    found = _pattern().search(text.upper())
    return names()[found.group()] if found else None
