"""A report and what a person says of it → the report as it is filed from now on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from store.language.place_names import region_of
from store.model import Correction, Report

_FIELDS = ("title", "year", "place", "issuer")


def merged(before: Correction, given: Correction) -> Correction:
    """What was corrected before, but for the fields that are given anew."""
    return Correction(**{name: _first(getattr(given, name), getattr(before, name)) for name in _FIELDS})


def corrected(report: Report, given: Correction) -> Report:
    """The report with the fields that are given in place of what the text says; of those nothing is unsure any more.

    >>> from store.model import Report
    >>> bare = Report(1, "工作总结", None, None, None, None, "", (), (), ())
    >>> corrected(bare, Correction(place="滁州")).region
    ('安徽',)
    """
    if given == Correction():
        return report
    fields = {name: _first(getattr(given, name), getattr(report, name)) for name in _FIELDS}
    changed = replace(
        report,
        **fields,
        region=report.region if given.place is None else region_of(given.place, text=report.text),
        unsure=tuple(name for name in report.unsure if getattr(given, name) is None),
        given=merged(report.given, given),
    )
    if given.year is None:
        return changed
    from store.structure.parse import reread  # nothing that a question waits for

    return reread(changed)  # what it calls this year depends on the year that it is of


def _first(one: Any, other: Any) -> Any:
    return other if one is None else one
