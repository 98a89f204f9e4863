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


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["unit"])
def test_a_unit_is_read_in_its_example_and_not_without_its_line(row: dict[str, str], known: dict[str, Unit]) -> None:
    whole = read(row["example"])
    assert [(unit, kind) for *_, unit, kind in whole] == [(row["same_as"] or row["unit"], row["kind"])]
    del known[row["unit"]]
    assert read(row["example"]) != whole


@pytest.mark.parametrize("row", [row for row in ROWS if row["not_before"]], ids=lambda row: row["unit"])
def test_each_word_that_blocks_a_unit_is_needed(row: dict[str, str], known: dict[str, Unit]) -> None:
    words = row["not_before"].split()
    whole, needless = known[row["unit"]], []
    for word in words:
        said = STANDS_FOR.get(word, "x" if word.startswith("[A-Za-z") else word)
        texts = [f"{start}{row['unit']}{said}{end}" for start in ("共有12", "全年三") for end in ("", "，", "的")]
        known[row["unit"]] = whole
        blocked = list(map(read, texts))
        known[row["unit"]] = table.unit_of({**row, "not_before": " ".join(one for one in words if one != word)})
        if list(map(read, texts)) == blocked:
            needless.append(word)
    assert not needless
