"""A pattern that looks first for the characters that its words begin with names all of them, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from store.figures import cues
from store.patterns import Later

_LOOKING_FIRST = [
    name
    for name, found in vars(cues).items()
    if isinstance(found, re.Pattern | Later) and found.pattern.startswith("(?=[")
]


@pytest.mark.parametrize("name", _LOOKING_FIRST)
def test_characters_looked_for_are_those_that_the_words_begin_with(name: str) -> None:
    look, *rest = _parser.parse(getattr(cues, name).made.pattern or getattr(cues, name).pattern)
    assert look[0] is op.ASSERT
    assert _begins(look[1][1]) == _begins(rest)


def test_some_patterns_look_first() -> None:
    assert len(_LOOKING_FIRST) > 2


def _begins(parsed: Iterable[Any]) -> frozenset[object]:
    """What a parsed pattern can begin with: characters, ranges and classes. It must not be empty."""
    found, empty = _first(parsed)
    assert not empty
    return found


def _first(parsed: Iterable[Any]) -> tuple[frozenset[object], bool]:
    """What can come first, and whether nothing at all can."""
    found: frozenset[object] = frozenset()
    for code, given in parsed:
        if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
            continue
        own, empty = _of(code, given)
        found |= own
        if not empty:
            return found, False
    return found, True


def _of(code: object, given: Any) -> tuple[frozenset[object], bool]:
    if code is op.LITERAL:
        return frozenset({given}), False
    if code is op.IN:
        return frozenset(one for kind, one in given if kind is not op.RANGE) | {
            number for kind, one in given if kind is op.RANGE for number in range(one[0], one[1] + 1)
        }, False
    if code is op.BRANCH:
        branches = [_first(one) for one in given[1]]
        return frozenset().union(*(own for own, _ in branches)), any(empty for _, empty in branches)
    if code is op.SUBPATTERN:
        return _first(given[3])
    assert code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT), code
    own, empty = _first(given[2])
    return own, empty or given[0] == 0
