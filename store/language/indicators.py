"""The names of indicators, ``indicators.csv``: on each line the name that facts are kept under, then what else it is called."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("indicators.csv")


@cache
def names() -> Mapping[str, str]:
    """For each name of an indicator, in capitals, the one that it is kept under."""
    lines = csv.reader(_TABLE.read_text("utf-8").splitlines())
    return {alias.upper(): name for name, *aliases in lines for alias in (name, *aliases)}
