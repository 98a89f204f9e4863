"""No pattern of the tree takes more than its share of a longer text, however nearly the text matches it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from tests.growth import assert_in_proportion
from tests.near_misses import Known, known, near_misses

# In small steps first, as some patterns double their time with every other character; a square shows at length.
STEPS = (
    *((length // 2, length) for length in (24, 32, 40, 50, 62, 78, 100, 150, 250, 500)),
    (500, 4_000),
    (2_000, 16_000),
)
# What asks only lines up to this length, by this method of the pattern.
WITHIN = {"store.cleaning.page_furniture.RULES": ("fullmatch", 400)}


def too_slow(one: Known) -> str | None:
    """The first text that takes more than its share, as it begins, and where the pattern stands."""
    method, longest = WITHIN.get(one.where.partition("[")[0], ("", STEPS[-1][1]))
    used = Known(one.where, one.made, frozenset({method})) if method else one

    def grows(make: Callable[[int], str]) -> bool:
        for short, long in (step for step in STEPS if step[1] <= longest):
            begin = time.process_time()
            used.use(make(long))
            if time.process_time() - begin > 0.01:  # the rest cannot be told from noise, and is far from any square
                try:
                    assert_in_proportion(lambda length: used.use(make(length)), short, long)
                except AssertionError:
                    return True
        return False

    return next((f"{one.where}: {make(24)!r}" for make in near_misses(one.made) if grows(make)), None)


def test_time_grows_no_faster_than_the_text_for_any_pattern() -> None:
    each = {(one.made, one.methods): one for one in known()}
    assert len(each) > 500
    assert not [slow for one in each.values() if (slow := too_slow(one))]


@pytest.mark.parametrize("pattern", [r"\s*$", r"(?:社区|社|区)+局", r"\s*;\s*\s*x"])
def test_patterns_that_take_the_square_are_found(pattern: str) -> None:
    assert too_slow(Known("here", re.compile(pattern), frozenset({"search"})))
