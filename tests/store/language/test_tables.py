"""Every line of every table of the language is needed by its own example, and every exclusion by a counterexample."""

from __future__ import annotations

import pytest

from store.language.tables import FOLDER, Row, compiled, table

TABLES = sorted(path.stem for path in FOLDER.glob("*.txt"))
ROWS = [pytest.param(name, row, id=f"{name}-{row.group}-{row.word}") for name in TABLES for row in table(name)]


def found(rows: tuple[Row, ...], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in compiled(rows).finditer(text)]


def group_of(name: str, row: Row) -> tuple[Row, ...]:
    return tuple(one for one in table(name) if one.group == row.group)


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_line_is_needed_by_its_example(name: str, row: Row) -> None:
    rows = group_of(name, row)
    rest = tuple(one for one in rows if one != row)
    assert found(rows, row.example) != found(rest, row.example)


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_counterexample_holds_the_word_in_another_sense(name: str, row: Row) -> None:
    assert not [text for text in row.counterexamples if found((row,), text)]


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_an_exclusion_is_needed_by_a_counterexample(name: str, row: Row) -> None:
    needless = [
        one
        for one in (*row.not_before, *row.not_behind)
        if not any(found((row.without(one),), text) for text in row.counterexamples)
    ]
    assert not needless


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_word_has_no_open_repetition(name: str, row: Row) -> None:
    assert not set("*+") & set(row.word.replace("\\*", "").replace("\\+", ""))
