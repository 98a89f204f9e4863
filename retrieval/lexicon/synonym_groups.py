"""A table of words that stand for each other in, groups out: our own tables and an administrator's have one form.

A line is a group: the standard word first, then its variants, separated by commas. Lines that begin with ``#`` are
reasons and hold for the block of lines below them. Spreadsheets save such files with a byte order mark, in the
encoding of the machine, with Chinese commas typed by hand, and with empty cells at the end: all of that is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from retrieval.errors import WordFileError
from store import patterns as re
from store.quick_records import record

_OTHER_COMMAS = re.compile(r"[，、\t;；]")
_REMEDY = "每行一组，标准词在前，用逗号隔开，例如：教师,老师,教员"
# More than this is a sentence, and would never be met in a question.
_LONGEST = 40


@record
class Group:
    """Words that stand for each other. ``standard`` are the report's words, ``variants`` the others.

    ``line`` is where the group stands in an administrator's file.
    """

    standard: tuple[str, ...]
    variants: tuple[str, ...]
    line: int = 0


@cache
def lines(name: str) -> str:
    """The lines of one of our own tables.

    >>> next(holding(lines("spun_texts"), [",黉舍"])).standard
    ('学校',)
    """
    # Tests look after their form, so that a question need not wait for it to be checked.
    return f"\n{(Path(__file__).parent / f'{name}.csv').read_text(encoding='utf-8')}\n"


def lines_of(groups: Iterable[Group]) -> str:
    """Groups as the lines of a table of our own."""
    return "\n".join(("", *(",".join((" ".join(group.standard), *group.variants)) for group in groups), ""))


def holding(lines: str, pieces: Iterable[str]) -> Iterator[Group]:
    """The groups of a table of our own whose lines hold one of these pieces, in order."""
    found = set[int]()
    for piece in pieces:
        place = lines.find(piece)
        while place >= 0:
            found.add(lines.rfind("\n", 0, place + 1) + 1)  # the piece may begin with the end of the line before
            place = lines.find(piece, place + 1)
    for place in sorted(found):
        standard, *variants = lines[place : lines.index("\n", place)].split(",")
        if not standard.startswith("#"):
            yield Group(tuple(standard.split()), tuple(variants))


def read_groups(text: str, where: str) -> tuple[Group, ...]:
    """The groups of an administrator's table. Raises WordFileError, naming the line."""
    found = tuple(_groups(_OTHER_COMMAS.sub(",", text.replace("\ufeff", ""))))
    for group in found:
        _check(group, f"{where}:{group.line}")
    return found


def _groups(text: str) -> Iterator[Group]:
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip(' "\u3000') for cell in line.split(",")]
        if any(cells) and not line.startswith("#"):
            yield Group(tuple(cells[0].split()), tuple(cell for cell in cells[1:] if cell), number)


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
