"""Where a quotation stands → one line that a person can follow back: title, year, place, headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.model import ReportInfo


def path_line(section: Sequence[str]) -> str:
    """The headings above a sentence, from the top down."""
    return " › ".join(section)


def source(info: ReportInfo, section: Sequence[str]) -> str:
    """Title, year, place and headings, as far as the report says them."""
    parts = [f"《{info.title}》", str(info.year) if info.year else "", info.place or "", path_line(section)]
    return " · ".join(part for part in parts if part)
