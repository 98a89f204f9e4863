"""A table of words that stand for each other in, groups out: our own tables and an administrator's have one form.

A line is a group: the standard word first, then its variants, separated by commas. Lines that begin with ``#`` are
reasons and hold for the block of lines below them. Spreadsheets save such files with a byte order mark, in the
encoding of the machine, with Chinese commas typed by hand, and with empty cells at the end: all of that is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from retrieval.errors import WordFileError
from store import patterns as re

_OTHER_COMMAS = re.compile(r"[，、\t;；]")
_REMEDY = "每行一组，标准词在前，用逗号隔开，例如：教师,老师,教员"
# More than this is a sentence, and would never be met in a question.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Group:
    """Words that stand for each other. ``standard`` are the report's words, ``variants`` the others.

    ``line`` is where the group stands in its file, ``reason`` the comment above its block (empty where none is).
    """

    standard: tuple[str, ...]
    variants: tuple[str, ...]
    line: int
    reason: str = ""


@cache
def groups(name: str) -> tuple[Group, ...]:
    """The groups of one of our own tables.

    >>> groups("spun_texts")[0].standard
    ('学校',)
    """
    # Tests look after their form, so that a question need not wait for it to be checked.
    return tuple(_groups((Path(__file__).parent / f"{name}.csv").read_text(encoding="utf-8")))


def read_groups(text: str, where: str) -> tuple[Group, ...]:
    """The groups of an administrator's table. Raises WordFileError, naming the line."""
    found = tuple(_groups(_OTHER_COMMAS.sub(",", text.replace("\ufeff", ""))))
    for group in found:
        _check(group, f"{where}:{group.line}")
    return found


def _groups(text: str) -> Iterator[Group]:
    reason, in_block = "", False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#"):
            reason = line[1:].strip() if in_block or not reason else f"{reason} {line[1:].strip()}"
            in_block = False
            continue
        in_block = True
        cells = [cell.strip(' "\u3000') for cell in line.split(",")]
        if any(cells):
            yield Group(tuple(cells[0].split()), tuple(cell for cell in cells[1:] if cell), number, reason)


def _check(group: Group, where: str) -> None:
    if not group.standard:
        raise WordFileError("这一行没有标准词", where=where, remedy=_REMEDY)
    if not group.variants:
        raise WordFileError(f"“{group.standard[0]}”后面没有同义词", where=where, remedy=_REMEDY)
    words = (*group.standard, *group.variants)
    long = next((word for word in words if len(word) > _LONGEST), None)
    if long is not None:
        raise WordFileError(f"“{long[:10]}…”太长，不是一个词", where=where, remedy=_REMEDY)
    twice = next((word for place, word in enumerate(words) if word in words[:place]), None)
    if twice is not None:
        raise WordFileError(f"“{twice}”在同一行里出现了两次", where=where, remedy="请删去重复的词")
