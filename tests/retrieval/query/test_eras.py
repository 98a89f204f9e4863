"""Times by their names: each line of the table is needed by its example, and what only sounds like one is none."""

from __future__ import annotations

import pytest

from retrieval.lexicon.tables import records
from retrieval.query.eras import Era, era_in


@pytest.mark.parametrize(("pattern", "first", "last", "example"), records("eras"))
def test_every_line_reads_its_example(pattern: str, first: str, last: str, example: str) -> None:
    era = era_in(example)
    assert (era.first, era.last, era.named) == (int(first), None if last == "-" else int(last), True)


@pytest.mark.parametrize("question", ["改革开放力度多大", "思想解放以来", "进一步扩大开放", "新世纪小学有多少学生", ""])
def test_what_only_sounds_like_a_time_is_none(question: str) -> None:
    assert era_in(question) == Era()
