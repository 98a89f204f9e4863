"""The list of one term over all slabs, as searching reads it: where it stands, how often, how much it can score."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from retrieval.engines.pages import Array

Floats = npt.NDArray[np.float64]

# From this share of all units on, one bit for each unit takes about as little room as the numbers, and is looked up sooner.
_DENSE: Final = 16
# Shorter lists are kept as they are.
_SHORT: Final = 2048


@dataclass(frozen=True, slots=True)
class Scale:
    """BM25 without the idf for the units of one field: how much a term counts by how often it stands in how long a unit.

    ``once`` gives for each length what a term counts that stands there once.
    """

    lengths: Array
    once: Floats
    norm: Floats
    k1: float

    @staticmethod
    def of(lengths: Array, k1: float, b: float) -> Scale:
        """The scale for units of these lengths."""
        count = len(lengths)
        mean = (int(lengths.sum(dtype=np.int64)) / count if count else 0.0) or 1.0
        norm = k1 * (1 - b + b * np.arange(int(lengths.max(initial=0)) + 1, dtype=np.float64) / mean)
        return Scale(lengths, (k1 + 1) / (1 + norm), norm, k1)

    def at(self, units: Array, often: Array) -> Floats:
        """What a term counts in these units, where it stands so often."""
        values: Floats = often * (self.k1 + 1) / (often + self.norm.take(self.lengths.take(units)))
        return values

    def more(self, units: Array, often: Array) -> Floats:
        """How much more that is than if it stood there once."""
        lengths = self.lengths.take(units)
        values: Floats = often * (self.k1 + 1) / (often + self.norm.take(lengths))
        values -= self.once.take(lengths)
        return values


@dataclass(frozen=True, slots=True)
class TermList:
    """Where a term stands: some two bytes for each unit of a long list, a bit for every unit there is of a dense one.

    ``repeated`` are the units where it stands more than once, ``times`` how often. ``most`` is the highest value of the
    scale in any of them.
    """

    count: int
    most: float
    repeated: Array
    times: Array
    # Whole numbers of a short list; of a long one the low two bytes, with the number that begin with each high part.
    _units: Array
    _highs: Array | None
    _bits: Array | None

    @staticmethod
    def of(units: Array, repeated: Array, times: Array, scale: Scale) -> TermList:
        """The list of a term by its units and its repeats."""
        count = len(units)
        # Shorter units count more.
        most = float(scale.once[scale.lengths.take(units).min()]) if count else 0.0
        if len(repeated):
            most = max(most, float(scale.at(repeated, times).max()))
        own, highs, bits = units, None, None
        if count > _SHORT and count * _DENSE > len(scale.lengths):
            flags = np.zeros(len(scale.lengths), np.bool_)
            flags[units] = True
            # Not a slice of the units, which would keep all of them.
            own, bits = np.zeros(0, np.uint32), np.packbits(flags, bitorder="little")
        elif count > _SHORT:
            own, highs = units.astype(np.uint16), np.bincount(units >> 16)
        return TermList(count, most, repeated, times, own, highs, bits)

    @property
    def dense(self) -> bool:
        """Whether it is looked up in no time."""
        return self._bits is not None

    @property
    def size(self) -> int:
        """Bytes, about."""
        arrays = (self._units, self._highs, self._bits, self.repeated, self.times)
        return 500 + sum(array.nbytes for array in arrays if array is not None)

    def units(self) -> Array:
        """Where it stands, in order."""
        if self._bits is not None:
            return np.flatnonzero(np.unpackbits(self._bits, bitorder="little").view(np.bool_))
        if self._highs is None:
            return self._units.astype(np.intp)
        units = np.repeat(np.arange(len(self._highs), dtype=np.intp) << 16, self._highs)
        units += self._units
        return units

    def holds(self, units: Array) -> Array:
        """For each of these units whether the term stands there."""
        if self._bits is not None:
            found: Array = (self._bits[units >> 3] >> (units & 7).astype(np.uint8)) & 1
            return found.view(np.bool_)
        return among(self.units(), units)[0]


def among(ordered: Array, units: Array) -> tuple[Array, Array]:
    """For each unit whether it is among others in order, and if so at which place."""
    if not len(ordered):
        return np.zeros(len(units), np.bool_), np.zeros(len(units), np.intp)
    # Of one type: otherwise the whole of a long list would be converted to look a few units up.
    places = ordered.searchsorted(units.astype(ordered.dtype, copy=False))
    places[places == len(ordered)] = 0
    return ordered[places] == units, places


class Remembered:
    """Lists by their keys, up to so many bytes; those asked for least recently go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._lists: OrderedDict[int, TermList] = OrderedDict()

    def get(self, key: int) -> TermList | None:
        """The list of a key, None where it is not remembered."""
        found = self._lists.get(key)
        if found is not None:
            self._lists.move_to_end(key)
        return found

    def put(self, key: int, found: TermList) -> None:
        """Remember a list."""
        self._lists[key] = found
        self._size += found.size
        while self._size > self._most and len(self._lists) > 1:
            _, gone = self._lists.popitem(last=False)
            self._size -= gone.size
