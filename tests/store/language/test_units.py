"""Every line of the table of units is needed by its own example, and every word that makes another word of a unit by itself."""

from __future__ import annotations

import csv
from collections.abc import Mapping

import pytest

from store.figures import lexer, quantities
from store.language import units as table
from store.language.units import Unit

ROWS = list(csv.DictReader(table.TABLE.read_text("utf-8").splitlines()))
# What stands for a pattern that blocks a unit.
STANDS_FOR = {
    "的(?:疯狂|仇恨|努力|信心|热情|干劲|警惕|勇气|精力)": "的信心",
    "以(?![上下内])": "以供",
    "[一-龥](?<![的以左带内流])": "工厂",
}


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> dict[str, Unit]:
    """The units that are known, to be changed by a test."""
    known = dict(table.units())

    def units() -> Mapping[str, Unit]:
        return known

    def units_from(character: str) -> tuple[Unit, ...]:
        found = (unit for unit in known.values() if unit.name[0] == character)
        return tuple(sorted(found, key=lambda unit: -len(unit.name)))

    monkeypatch.setattr(quantities, "units", units)
    monkeypatch.setattr(lexer, "units_from", units_from)
    return known


def read(text: str) -> list[tuple[int, int, str | None, str]]:
    return [(one.start, one.end, one.unit, one.kind) for one in quantities.quantities_in(text)]


def test_each_unit_is_read_in_its_example() -> None:
    assert not [
        row
        for row in ROWS
        if [(unit, kind) for *_, unit, kind in read(row["example"])] != [(row["same_as"] or row["unit"], row["kind"])]
    ]


def test_no_unit_is_read_without_its_line(known: dict[str, Unit]) -> None:
    def needed(row: dict[str, str]) -> bool:
        whole, unit = read(row["example"]), known.pop(row["unit"])
        without = read(row["example"])
        known[row["unit"]] = unit
        return without != whole

    assert not [row for row in ROWS if not needed(row)]


def test_each_word_that_blocks_a_unit_is_needed(known: dict[str, Unit]) -> None:
    def needed(row: dict[str, str], words: list[str], word: str) -> bool:
        said = STANDS_FOR.get(word, "x" if word.startswith("[A-Za-z") else word)
        texts = [f"{start}{row['unit']}{said}{end}" for start in ("共有12", "全年三") for end in ("", "，", "的")]
        blocked, unit = list(map(read, texts)), known[row["unit"]]
        known[row["unit"]] = table.unit_of({**row, "not_before": " ".join(one for one in words if one != word)})
        free = list(map(read, texts))
        known[row["unit"]] = unit
        return free != blocked

    each = [(row, words, word) for row in ROWS for words in [row["not_before"].split()] for word in words]
    assert not [(row["unit"], word) for row, words, word in each if not needed(row, words, word)]
