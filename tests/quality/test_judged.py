"""Figures that strict readers, who had not seen the grammar, judged one by one: what they found right stays right.

``figures/judged.jsonl`` holds 750 figures of the invented reports of four rounds, drawn at random, with what was read then.
``wrong`` names the fields that the reader refused and ``wanted`` what should stand there, in the reader's words. ``names``
holds what the figure may be called: where it is called better today, the better name is put beside the judged one.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from store.model import Figure
from store.readers.file_types import decode
from store.structure.parse import parse

HERE = Path(__file__).parent
JUDGED = [json.loads(line) for line in (HERE / "figures" / "judged.jsonl").read_text("utf-8").splitlines()]
FIELDS = ("value", "unit", "bound", "change", "period", "plan")


@cache
def figures_of(folder: str, report: str) -> list[tuple[str, Figure, str | None]]:
    """Each figure of a report with its sentence and the period of that."""
    path = HERE / "rounds" / folder / "reports" / f"{report}.txt"
    return [
        (sentence.text, figure, sentence.period)
        for read in parse(decode(str(path), path.name, path.read_bytes()))
        for sentence in read.sentences
        for figure in sentence.figures
    ]


def read_today(row: dict[str, Any]) -> tuple[Figure, str | None]:
    around = row["before"] + row["figure"] + row["after"]
    lead = len(row["before"])
    for text, figure, period in figures_of(row["round"], row["report"]):
        if figure.text == row["figure"] and text.startswith(around, figure.start - lead) and figure.start >= lead:
            return figure, period
    pytest.fail(f"{row['figure']} is no longer read in {around}")


@pytest.mark.slow
@pytest.mark.parametrize("report", sorted({(row["round"], row["report"]) for row in JUDGED}), ids="-".join)
def test_what_strict_readers_found_right_is_read_today(report: tuple[str, str]) -> None:
    lost = []
    for row in (one for one in JUDGED if (one["round"], one["report"]) == report):
        figure, period = read_today(row)
        value = f"{figure.low}..{figure.high}" if figure.value is None else str(figure.value)
        today = (value, figure.unit, str(figure.bound), figure.change, figure.period or period, figure.planned)
        then = (
            *(row[name] for name in FIELDS[:2]),
            row.get("bound", "exact"),
            row.get("change"),
            row["period"],
            row.get("plan", False),
        )
        lost += [
            (row["figure"], name, old, new)
            for name, old, new in zip(FIELDS, then, today, strict=True)
            if old != new and name not in row.get("wrong", ())
        ]
        if row.get("names") and figure.indicator not in row["names"]:
            lost.append((row["figure"], "name", row["names"], figure.indicator))
    assert not lost
