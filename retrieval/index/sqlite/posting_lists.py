"""The list of one term over all slabs, as searching reads it: where it stands, how often, how much it can score."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush, heapreplace
from typing import Final

import numpy as np
import numpy.typing as npt

from retrieval.index.idf import idf
from retrieval.index.sqlite.posting_pages import Array
from store.quick_records import record

Floats = npt.NDArray[np.float64]

# From this share of all units on, one bit for each unit takes about as little room as the numbers, and is looked up sooner.
_DENSE: Final = 16
# Shorter lists are kept as they are.
_SHORT: Final = 2048
# Reading a list takes as long as unpacking so many postings more than it has.
_READ: Final = 50_000
# The steps in which it is told how much more a term counts that stands in a unit more than once.
_FINEST: Final = 250
_NOTHING: Final = np.zeros(0, np.uint8)


@record
class Scale:
    """BM25 without the idf for the units of one field: how much a term counts by how often it stands in how long a unit.

    ``once`` gives for each length what a term counts that stands there once, and ``highest`` is the most of any unit.
    """

    lengths: Array
    once: Floats
    norm: Floats
    k1: float
    highest: float

    @staticmethod
    def of(lengths: Array, k1: float, b: float) -> Scale:
        """The scale for units of these lengths."""
        count = len(lengths)
        mean = (int(lengths.sum(dtype=np.int64)) / count if count else 0.0) or 1.0
        norm = k1 * (1 - b + b * np.arange(int(lengths.max(initial=0)) + 1, dtype=np.float64) / mean)
        once = (k1 + 1) / (1 + norm)
        # Shorter units count more.
        return Scale(lengths, once, norm, k1, float(once[lengths.min()]) if count else 0.0)

    def more(self, units: Array, often: Array) -> Floats:
        """How much more a term counts in these units, where it stands so often, than if it stood there once."""
        lengths = self.lengths.take(units)
        values: Floats = often * (self.k1 + 1) / (often + self.norm.take(lengths))
        values -= self.once.take(lengths)
        return values

    def gains(self, units: Array, often: Array) -> Floats:
        """The same by what it counts once."""
        norm = self.norm.take(self.lengths.take(units))
        values: Floats = often * (1 + norm) / (often + norm) - 1
        return values


@record
class Numbers:
    """Numbers in order: whole ones where they are few, else the low two bytes of each and how many have each high part."""

    low: Array
    highs: Array | None

    @staticmethod
    def of(numbers: Array) -> Numbers:
        """The same numbers in less room."""
        if len(numbers) <= _SHORT:
            return Numbers(numbers, None)
        return Numbers(numbers.astype(np.uint16), np.bincount(numbers >> 16))

    def all(self) -> Array:
        """The numbers, as what indexes an array."""
        if self.highs is None:
            return self.low.astype(np.intp)
        numbers = np.repeat(np.arange(len(self.highs), dtype=np.intp) << 16, self.highs)
        numbers += self.low
        return numbers

    @property
    def addresses(self) -> tuple[int, int]:
        """Where the numbers begin, and the counts of high parts; 0 where there are none."""
        return self.low.ctypes.data, 0 if self.highs is None else self.highs.ctypes.data

    @property
    def size(self) -> int:
        """Bytes."""
        return self.low.nbytes + (0 if self.highs is None else self.highs.nbytes)


@record
class TermList:
    """Where a term stands: some two bytes for each unit of a long list, a bit for every unit there is of a dense one.

    In ``repeats`` of them the term stands more than once, ``times`` says how often, and ``gains`` how many times
    ``finest`` it counts there beyond what it counts once: no less than that, and less than one ``finest`` more.
    """

    count: int
    idf: float
    repeats: int
    times: Array
    gains: Array
    finest: float
    bits: Array | None
    _units: Numbers | None
    _repeated: Numbers
    _row: list[bytes]

    @staticmethod
    def of(units: Array, repeated: Array, times: Array, scale: Scale) -> TermList:
        """The list of a term by its units and its repeats."""
        count, every = len(units), len(scale.lengths)
        finest, steps = 0.0, _NOTHING
        if len(repeated):
            gains = scale.gains(repeated, times)
            finest = float(gains.max()) / _FINEST or 1.0
            steps = np.ceil(gains / finest).astype(np.uint8)
        numbers, bits = None, None
        if count <= _SHORT or count * _DENSE <= every:
            numbers = Numbers.of(units)
        else:
            flags = np.zeros(every, np.bool_)
            flags[units] = True
            bits = np.packbits(flags, bitorder="little")
        again = Numbers.of(repeated)
        return TermList(count, idf(every, count), len(times), times, steps, finest, bits, numbers, again, [])

    @property
    def most(self) -> float:
        """The most that the term counts in a unit, by what it counts there once."""
        return 1 + (_FINEST + 1) * self.finest

    @property
    def size(self) -> int:
        """Bytes, about."""
        parts = (self._units, self._repeated)
        arrays = (self.bits, self.times, self.gains)
        held = sum(part.size for part in parts if part) + sum(array.nbytes for array in arrays if array is not None)
        return 800 + held

    def units(self) -> Array:
        """Where it stands, in order."""
        if self._units is not None:
            return self._units.all()
        assert self.bits is not None
        return np.flatnonzero(np.unpackbits(self.bits, bitorder="little").view(np.bool_))

    def repeated(self) -> Array:
        """Where it stands more than once, in order."""
        return self._repeated.all()

    def holds(self, units: Array) -> Array:
        """For each of these units whether the term stands there."""
        if self.bits is None:
            return among(self.units(), units)
        found: Array = (self.bits.take(units >> 3) >> (units & 7).astype(np.uint8)) & 1
        return found.view(np.bool_)

    def row(self, every: int) -> bytes:
        """What machine code is told of it (:mod:`retrieval.index.sqlite.compiled`), once worked out: counts, and where
        its arrays are. Raises IndexError where it names another unit than ``every`` there is, as a damaged page may.
        """
        if not self._row:
            if self.count and int(self.units().max()) >= every:
                raise IndexError("a list of postings names a unit that is not there")
            low, highs = (
                (0 if self.bits is None else len(self.bits), 0) if self._units is None else self._units.addresses
            )
            counts = (self.count, low, highs, 0 if self.bits is None else self.bits.ctypes.data, self.repeats)
            repeats = (*self._repeated.addresses, self.gains.ctypes.data, self.times.ctypes.data, self.times.itemsize)
            self._row.append(np.array((*counts, *repeats), np.int64).tobytes())
        return self._row[0]


def among(ordered: Array, units: Array) -> Array:
    """For each unit whether it is among others (some at least), which are in order."""
    found: Array = ordered.take(ordered.searchsorted(units), mode="clip") == units
    return found


class Remembered:
    """Lists by their keys, up to so many bytes.

    Those go first whose room spares least reading: large for what they hold, seldom asked for, or not lately.
    """

    def __init__(self, most: int) -> None:
        self._left = most
        self._held: dict[int, _Held] = {}
        # The worth of each list, once each, as it was some time ago: it only grows.
        self._order: list[tuple[float, int]] = []
        self._gone = 0.0  # the worth of what went last

    def get(self, key: int) -> TermList | None:
        """The list of a key, None where it is not remembered."""
        held = self._held.get(key)
        if held is None:
            return None
        held.asked += 1
        held.worth = self._gone + held.asked * held.spared
        return held.found

    def put(self, key: int, found: TermList) -> None:
        """Remember a list that is not remembered."""
        spared = (_READ + found.count) / found.size
        held = self._held[key] = _Held(found, spared, self._gone + spared)
        heappush(self._order, (held.worth, key))
        self._left -= found.size
        while self._left < 0:
            worth, key = self._order[0]
            held = self._held[key]
            if held.worth > worth:  # it has been asked for since
                heapreplace(self._order, (held.worth, key))
                continue
            heappop(self._order)
            del self._held[key]
            self._left += held.found.size
            self._gone = worth


@dataclass(slots=True)
class _Held:
    """A list that is remembered: what reading it costs for each byte that it takes, how often it was asked for, and its worth."""

    found: TermList
    spared: float
    worth: float
    asked: int = 1
