"""Every line of every table of the language is needed by its own example, and every exclusion by a counterexample."""

from __future__ import annotations

import pytest

from store.language.tables import FOLDER, Row, compiled, table

BY_TABLE = pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.txt")))


def found(rows: tuple[Row, ...], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in compiled(rows).finditer(text)]


@BY_TABLE
def test_each_line_is_needed_by_its_example(name: str) -> None:
    def needed(row: Row) -> bool:
        rows = tuple(one for one in table(name) if one.group == row.group)
        return found(rows, row.example) != found(tuple(one for one in rows if one != row), row.example)

    assert not [row for row in table(name) if not needed(row)]


@BY_TABLE
def test_counterexamples_hold_the_word_in_another_sense(name: str) -> None:
    assert not [text for row in table(name) for text in row.counterexamples if found((row,), text)]


@BY_TABLE
def test_each_exclusion_is_needed_by_a_counterexample(name: str) -> None:
    assert not [
        (row, one)
        for row in table(name)
        for one in (*row.not_before, *row.not_behind)
        if not any(found((row.without(one),), text) for text in row.counterexamples)
    ]


@BY_TABLE
def test_no_word_has_an_open_repetition(name: str) -> None:
    assert not [row for row in table(name) if set("*+") & set(row.word.replace("\\*", "").replace("\\+", ""))]
