"""Terms as numbers, so that a report's thousands of terms are worked with, sent and looked up as arrays.

A term of one or two characters, as nearly all are, is known by a code that says which: every process makes the same.
A longer one has a code only among the terms of its report (:class:`Codes`); elsewhere it is a string.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import add
from typing import Final

import numpy as np

from retrieval.index.fields import is_term
from retrieval.index.sqlite.posting_pages import Array
from retrieval.text.segmentation import pieces
from store import patterns as re
from store.quick_records import record

# One more than the last character. A code takes 41 bits, so that codes times units (5 million characters is the
# longest text) fit into 64.
_CHARACTERS: Final = 0x110000
# Codes of longer terms begin here.
LONG: Final = _CHARACTERS**2
# These are no terms.
_NONE: Final = 0
_LINE_END: Final = ord("\n")
_REMEMBERED: Final = 1 << 16

# What :func:`retrieval.text.segmentation.grams` sees as the end of a run, and what it keeps whole.
_BETWEEN = re.compile(r"[\W_]")
_WHOLE = re.compile(r"[0-9]{2,}|[A-Za-z]{2,}")


@record
class Terms:
    """Distinct terms: the codes of short ones, rising, and behind them the others as strings."""

    short: Array
    long: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.short) + len(self.long)

    def __reduce__(self) -> tuple[Callable[..., Terms], tuple[object, ...]]:
        # One string instead of many: no term holds a line break.
        return _received, (self.short, "\n".join(self.long))

    @staticmethod
    def of_all(some: Sequence[Terms]) -> Terms:
        """The terms of all, each once."""
        short = np.sort(np.concatenate([one.short for one in some]))  # np.unique takes four times as long
        return Terms(
            short[np.append(True, short[1:] != short[:-1])[: len(short)]],
            tuple(dict.fromkeys(term for one in some for term in one.long)),
        )

    def places_of(self, some: Sequence[Terms]) -> Iterator[Array]:
        """For each of some terms, which are all among these, where its own are."""
        places = {term: place for place, term in enumerate(self.long, start=len(self.short))}
        for one in some:
            long = np.array([places[term] for term in one.long], np.intp)
            yield np.append(self.short.searchsorted(one.short), long)

    def texts(self) -> list[str]:
        """All of them as strings, in order."""
        return [*written(self.short), *self.long]


def _received(short: Array, long: str) -> Terms:
    return Terms(short, tuple(long.split("\n")) if long else ())


def code_of(term: str) -> int:
    """The code of a term of one or two characters; LONG for a longer one."""
    if len(term) > 2:
        return LONG
    return ord(term) if len(term) == 1 else ord(term[0]) * _CHARACTERS + ord(term[1])


class _CodesOfPieces(dict[str, int]):
    """The codes of the pieces of texts, which use the same ones over and over."""

    def __missing__(self, piece: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        ends = piece in ("\n", "\r\n")  # a line may end in \r, which the segmenter takes together with its end
        self[piece] = code = _LINE_END if ends else code_of(piece) if is_term(piece) else _NONE
        return code


_code_of_piece: Final = _CodesOfPieces().__getitem__


def written(short: Array) -> list[str]:
    """The terms that some rising codes stand for."""
    firsts, seconds = np.divmod(short, np.uint64(_CHARACTERS))
    alone = int(np.searchsorted(short, _CHARACTERS))
    return [*_text(seconds[:alone]), *map(add, _text(firsts[alone:]), _text(seconds[alone:]))]


def _text(characters: Array) -> str:
    return characters.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


class Codes:
    """The codes of the terms of one report; all that it has given make the report's :class:`Terms`."""

    def __init__(self) -> None:
        self._long: dict[str, int] = {}

    def of_words(self, lines: Sequence[str]) -> tuple[Array, Array]:
        """The codes of all words that are terms (:func:`is_term`), and the number of each one's line."""
        # All at once: no word reaches over the end of a line, which is a piece by itself.
        found = pieces("\n".join(lines))
        codes = np.fromiter(map(_code_of_piece, found), np.uint64, len(found))
        places, known = np.flatnonzero(codes == LONG), self._long
        codes[places] = [known.setdefault(found[place], LONG + len(known)) for place in places.tolist()]
        terms = codes > _LINE_END
        return codes[terms], np.cumsum(codes == _LINE_END)[terms]

    def of_grams(self, lines: Sequence[str]) -> tuple[Array, Array]:
        """The codes of all grams (:func:`retrieval.text.segmentation.grams`), and the number of each one's line; in no order."""
        runs = _BETWEEN.sub("\n", "\n".join((*lines, "")))
        letters = np.frombuffer(runs.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
        of_line = np.repeat(np.arange(len(lines)), [len(line) + 1 for line in lines])
        whole = list(_WHOLE.finditer(runs))
        alone = letters != _LINE_END
        for match in whole:
            alone[match.start() : match.end()] = False
        paired = np.flatnonzero(alone[1:] & alone[:-1])
        longer = list(_around(runs, whole))
        places = np.array([place for _, place in longer], np.int64)
        codes = (
            letters[alone],
            letters[paired] * np.uint64(_CHARACTERS) + letters[paired + 1],
            np.array([self._of(term) for term, _ in longer], np.uint64),
        )
        return np.concatenate(codes), np.concatenate((of_line[alone], of_line[paired], of_line[places]))

    def terms(self, codes: Array) -> Terms:
        """The terms of all codes that were given; ``codes`` are these, each once and rising."""
        return Terms(codes[codes < LONG], tuple(self._long))

    def _of(self, term: str) -> int:
        code = code_of(term)
        return self._of_long(term) if code == LONG else code

    def _of_long(self, term: str) -> int:
        return self._long.setdefault(term, LONG + len(self._long))


def _around(runs: str, whole: Sequence[re.Match[str]]) -> Iterator[tuple[str, int]]:
    """The grams with a number or Latin word of several characters, and where that stands."""
    for index, match in enumerate(whole):
        start, end = match.span()
        yield match.group(), start
        if index and whole[index - 1].end() == start:
            yield whole[index - 1].group() + match.group(), start
        elif start and runs[start - 1] != "\n":
            yield runs[start - 1 : end], start
        # Where another one follows, it names them both. Behind each text stands the end of a run.
        if runs[end] != "\n" and (index + 1 == len(whole) or whole[index + 1].start() > end):
            yield runs[start : end + 1], start
