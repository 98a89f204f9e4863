"""Name of a word table in, its words out; the tables themselves are the ``.txt`` files beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from store import patterns as re


@cache
def table(name: str) -> frozenset[str]:
    """The words of a table, comments left out.

    >>> "多少" in table("question_words")
    True
    """
    text = Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


@cache
def any_of(name: str) -> str:
    """A pattern for any word of a table, the longest first; those of one character as a set, which is looked through at once.

    >>> [re.fullmatch(any_of("surnames"), one) is not None for one in ("王", "司马", "的")]
    [True, True, False]
    """
    words = sorted(table(name), key=lambda word: (-len(word), word))
    longer = "".join(f"{re.escape(word)}|" for word in words if len(word) > 1)
    return f"(?:{longer}[{''.join(re.escape(word) for word in words if len(word) == 1)}])"


@cache
def groups(name: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """The groups of a table with bars, each with its members in order: words that mean the same.

    >>> frozenset({"公办", "公立"}) in groups("exclusive_qualifiers")[1]
    True
    """
    text = Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(frozenset(member.split()) for member in line.split("|")) for line in lines)


@cache
def records(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of a table with tabs, each with its fields.

    >>> records("asks_for_comparison")[-1][0]
    'words'
    """
    text = Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))
