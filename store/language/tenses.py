"""A sentence → the words that tell whether its figures are planned or were reached (the table ``plans.txt``).

The nearest words before a figure decide: 下一步计划投入500万元，已投入200万元. A plan goes on over the clauses behind it
(力争新建3所，改建2所); what was done, told in the midst of a plan, does not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from store import patterns as re
from store.language.characters import PART_END
from store.language.tables import pattern

Form = Literal["aim", "guess", "hope", "done"]
# One of these stands in whatever states a plan, and is looked for much faster; most sentences have none.
HINT = re.compile("力争|打算|安排|拟|计划|争取|预计|有望|年|步|今后|要|必须|将")
_REACH = 160  # characters; a list of targets behind one 力争 is seldom longer
# What is said in quotation marks is somebody's words (他强调“要…”), or a slogan.
_QUOTED = re.compile(r"“[^”\d]{0,60}”|‘[^’\d]{0,60}’")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that tell of a plan or of what was done, and where they end."""

    form: Form
    end: int


def first_aim(text: str) -> int | None:
    """Where a text first states a plan without doubt, None where it does not."""
    if not HINT.search(text):
        return None
    found = (pattern("plans", form).search(text) for form in ("aim", "guess"))
    return min((match.start() for match in found if match is not None), default=None)


def tenses(text: str, figures: Sequence[int], clauses: Sequence[int]) -> tuple[Cue | None, ...]:
    """For each figure of a sentence, by where it and its clause begin, the words that tell its tense; None for none.

    >>> [one and one.form for one in tenses("计划投入5元，已投入2元。", [4, 10], [0, 7])]
    ['aim', 'done']
    """
    if not figures:
        return ()
    found = _cues(text)
    if not found:
        return (None,) * len(figures)
    ends = [one.end for one in found]
    parts = [match.end() for match in PART_END.finditer(text)]
    told = []
    for start, clause in zip(figures, clauses, strict=True):
        part = parts[at - 1] if (at := bisect_left(parts, start + 1)) else 0
        near = found[bisect_left(ends, max(part + 1, start - _REACH)) : bisect_left(ends, start + 1)]
        told.append(_nearest(near, clause))
    return tuple(told)


@lru_cache(maxsize=1024)  # asked of a sentence when its figures are read, and again when its report is dated
def _cues(text: str) -> tuple[Cue, ...]:
    """All words of a text that tell of a plan or of what was done, in the order of their ends."""
    bare = _QUOTED.sub(lambda match: "　" * len(match.group()), text)
    found = (Cue(form, match.end()) for form, words in _patterns() for match in words.finditer(bare))
    return tuple(sorted(found, key=lambda one: one.end))


def _nearest(before: Sequence[Cue], clause: int) -> Cue | None:
    planned = next((one for one in reversed(before) if one.form != "done"), None)
    if not before or planned is None or before[-1] is planned:
        return before[-1] if before else None
    return before[-1] if before[-1].end > clause else planned


@cache
def _patterns() -> tuple[tuple[Form, re.Pattern[str]], ...]:
    forms: tuple[Form, ...] = ("aim", "guess", "hope", "done")
    return tuple((form, pattern("plans", form)) for form in forms)
