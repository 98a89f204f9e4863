"""Tables of the language: one fact a line, each with the examples that need it, and the patterns made from them.

A table ``words/NAME.txt`` has lines of four columns::

    word | not before | not behind | example / counterexample / …

The word counts unless one of ``not before`` follows it, or it follows one of ``not behind``; these are divided by
blanks. Words may be short patterns without ``*`` and ``+``, so that none takes longer than its text. The example
holds the word in the sense of the table. Each counterexample holds it in another sense, and needs one of the
exclusions. ``[name]`` opens a group; lines that begin with ``#`` give reasons and sources.

``tests/store/language/test_tables.py`` takes out every line and every exclusion, one at a time, and fails where no
example changes: a line that nothing needs goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import Final, cast

from store import patterns as re
from store.patterns import Later
from store.quick_records import record

FOLDER: Final = Path(__file__).parent / "words"
_PLAIN: Final = re.compile(r"[\u4e00-\u9fff](?![?*+{|])")  # a word that begins with a character, and with nothing else


@record
class Row:
    """A word of a table, what must not stand around it, the example that holds it and those that only seem to."""

    group: str
    word: str
    not_before: tuple[str, ...]
    not_behind: tuple[str, ...]
    example: str
    counterexamples: tuple[str, ...] = ()

    def without(self, exclusion: str) -> Row:
        """The same row with one exclusion less."""
        return replace(
            self,
            not_before=tuple(one for one in self.not_before if one != exclusion),
            not_behind=tuple(one for one in self.not_behind if one != exclusion),
        )

    @property
    def source(self) -> str:
        """The row as a pattern. Each exclusion in front is a look of its own, as those must be of one width.

        It looks back from behind the word's first character: ``re`` looks for the characters that a choice of words
        begins with many times as fast as for the words, but only where each plainly begins with its character.
        """
        first, rest = self.word[:1], self.word[1:]
        if not _PLAIN.match(self.word):
            first, rest = "", self.word
        before = "".join(f"(?<!{one}{first})" for one in self.not_behind)
        behind = f"(?!{'|'.join(self.not_before)})" if self.not_before else ""
        return f"{first}{before}(?:{rest}){behind}"


@cache
def table(name: str) -> tuple[Row, ...]:
    """The rows of a table, in the order of its lines."""
    group, rows = "", []
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            group = line[1:-1]
        elif line and not line.startswith("#"):
            rows.append(_row(group, line))
    return tuple(rows)


def _row(group: str, line: str) -> Row:
    word, before, behind, examples = (cell.strip() for cell in line.split("|"))
    example, *counter = (one.strip() for one in examples.split(" / "))
    return Row(group, word, tuple(before.split()), tuple(behind.split()), example, tuple(counter))


@cache
def pattern(name: str, *groups: str) -> re.Pattern[str]:
    """What finds any word of a table, or of some of its groups; the longest word where several begin."""
    return compiled(row for row in table(name) if not groups or row.group in groups)


@cache
def ending(name: str, *groups: str) -> re.Pattern[str]:
    """What finds any of them where a text ends in it."""
    return re.compile(f"(?:{pattern(name, *groups).pattern})$")


def compiled(rows: Iterator[Row] | tuple[Row, ...]) -> re.Pattern[str]:
    """What finds any of these rows; nothing where there are none."""
    ordered = sorted(rows, key=lambda row: -len(row.word))
    return re.compile("|".join(row.source for row in ordered) or r"(?!)")


@cache
def words(name: str, *groups: str) -> tuple[str, ...]:
    """The words of a table alone, for one that has no exclusions."""
    return tuple(row.word for row in table(name) if not groups or row.group in groups)


def worded(source: str) -> re.Pattern[str]:
    """A pattern in which ``<name>`` stands for any word of a table, ``<name.group>`` for any of one of its groups.

    >>> worded("年度?(?:工作)?<genres.report>").search("2021年工作总结").group()
    '年工作总结'
    """
    return cast("re.Pattern[str]", _Worded(source))


class _Worded(Later):
    @cached_property
    def made(self) -> re.Pattern[str]:  # importing a module reads no table
        return re.compile(_NAMED.sub(lambda name: f"(?:{pattern(*name[1].split('.')).pattern})", self.pattern))


_NAMED: Final = re.compile(r"(?<!\?P)<(?![=!])([a-z_.]+)>")
