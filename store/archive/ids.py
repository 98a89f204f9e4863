"""How reports and sentences are named: ids that a person can type, taken from the names of files, and numbers for SQL."""

from __future__ import annotations

import difflib
import hashlib
import itertools
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Final

from store import patterns as re

ORDINAL_BITS: Final = 20
_SUFFIXES = "省市区县"


def report_key(report_id: str) -> int:
    """The number by which a report's rows are kept: the first 40 bits of the SHA-256 of its id."""
    return int.from_bytes(hashlib.sha256(report_id.encode()).digest()[:5], "big")


def sentence_id(report_id: str, ordinal: int) -> int:
    """The id of a report's sentence, counted from 0; ids order the sentences of a report.

    >>> sentence_id("003-2", 7) - sentence_id("003-2", 0), sentence_id("003-2", 7) >> ORDINAL_BITS == report_key("003-2")
    (7, True)
    """
    return report_key(report_id) << ORDINAL_BITS | ordinal


def bases(file_name: str) -> Iterator[str]:
    """Ids for the file, the best first, without end: the next is for when another file has the one before.

    >>> list(itertools.islice(bases("003_151c.txt"), 4))
    ['003', '003_151c', '003_151c~2', '003_151c~3']
    >>> next(bases("2018年 工作总结.docx"))
    '2018年'
    """
    stem = PurePath(file_name).stem.strip() or file_name
    head = next(iter(stem.partition("_")[0].split()), "")
    if head and head != stem:
        yield head
    yield stem
    for number in itertools.count(2):
        yield f"{stem}~{number}"


def report_ids(base: str, count: int) -> tuple[str, ...]:
    """The ids of the reports of one file: the base itself, or numbered where there are several.

    >>> report_ids("003", 2)
    ('003-1', '003-2')
    """
    return (base,) if count == 1 else tuple(f"{base}-{number}" for number in range(1, count + 1))


def natural(report_id: str) -> tuple[tuple[str, int], ...]:
    """A sort key by which numbers in ids count as numbers.

    >>> sorted(["003-10", "003-9", "青岛", "12"], key=natural)
    ['003-9', '003-10', '12', '青岛']
    """
    pieces = re.findall(r"([^0-9]*)([0-9]*)", report_id)
    return tuple((words, int(digits or -1)) for words, digits in pieces)


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name most like this one, None where none is."""
    close = difflib.get_close_matches(name, sorted(set(names)), n=1, cutoff=0.3)
    return close[0] if close else None


def same_place(stored: str | None, wanted: str) -> bool:
    """Whether a report of the place ``stored`` belongs to ``wanted``: the same with or without 市, or within a longer name.

    >>> same_place("山东省青岛市", "青岛"), same_place("青岛", "青岛市"), same_place("吉林省", "吉林市")
    (True, True, False)
    """
    if stored is None:
        return False
    bare = wanted[:-1] if len(wanted) > 2 and wanted[-1] in _SUFFIXES else wanted
    return wanted in stored or re.search(f"{re.escape(bare)}(?![{_SUFFIXES}])", stored) is not None
