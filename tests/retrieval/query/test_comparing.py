"""Each line of the table is needed by its example; what only sounds like a comparison is none."""

from __future__ import annotations

import re

import pytest

from retrieval.lexicon.tables import records
from retrieval.query import comparing as module
from retrieval.query.comparing import Comparing, comparing, of_two
from retrieval.text.segmentation import fold

LINES = records("asks_for_comparison")


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Patterns that are left out of the table."""
    left_out: list[str] = []

    def senses() -> dict[str, re.Pattern[str]]:
        kept: dict[str, list[str]] = {sense: [] for sense, _, _ in LINES}
        for sense, pattern, _ in LINES:
            kept[sense] += [pattern] if pattern not in left_out else []
        return {sense: re.compile("|".join(patterns) or "(?!)") for sense, patterns in kept.items()}

    monkeypatch.setattr(module, "_senses", senses)
    return left_out


@pytest.mark.parametrize(("sense", "pattern", "example"), LINES)
def test_every_line_is_needed_by_its_example(without: list[str], sense: str, pattern: str, example: str) -> None:
    before = comparing(example), of_two(example)
    without.append(pattern)
    asked = fold(example).strip(" ?。!")
    again = module._compared.__wrapped__(asked, ""), of_two(example)  # what was asked before is known
    assert again != before, sense


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("哪个县的粮食产量最高", "most"),
        ("青禾和云泽谁的粮食产量低", "least"),
        ("青禾哪年修路最少", "least"),
        ("青禾和云泽哪个增长得快", "most"),
        ("各县收入从低到高排一下", "least"),
        ("青禾历年粮食产量", None),
        ("青禾收入比云泽高吗", "most"),
        ("青禾投资比云泽少没有", "least"),
    ],
)
def test_order_is_told_by_its_words(question: str, order: str | None) -> None:
    asked = comparing(question)
    assert asked is not None
    assert asked.order == order


@pytest.mark.parametrize(
    "question",
    [
        "青禾有多少所学校",
        "全国最大的茶园在哪里",
        "第一批试点有哪些",
        "谁拿了最高奖",
        "考试最高分多少",
        "",
        "哪年开始招生",
        "青禾收入高吗",
    ],
)
def test_superlative_that_describes_a_thing_compares_nothing(question: str) -> None:
    assert comparing(question) is None


def test_problems_and_ways_are_told_by_no_number() -> None:
    asked = comparing("各地存在什么问题")
    assert isinstance(asked, Comparing)
    assert asked.wordy
