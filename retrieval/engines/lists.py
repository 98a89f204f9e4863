"""The list of one term over all slabs, as searching reads it: where it stands, how often, how much it can score."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from retrieval.engines.pages import Array

Floats = npt.NDArray[np.float64]

# From this share of all units on, one bit for each unit takes less room than a number for each that holds the term.
_DENSE: Final = 32


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
        values: Floats = often * (self.k1 + 1) / (often + self.norm[self.lengths[units]])
        return values


@dataclass(frozen=True, slots=True)
class TermList:
    """Where a term stands: ``units`` in order, or for a common one ``bits``, one for each unit.

    ``repeated`` are the units where it stands more than once, ``times`` how often. ``most`` is the highest value of the
    scale in any of them. ``values`` are those of the scale, unit by unit, in single precision: enough to tell what can
    be left out, never a score.
    """

    count: int
    units: Array | None
    bits: Array | None
    repeated: Array
    times: Array
    most: float
    values: npt.NDArray[np.float32] | None

    @staticmethod
    def of(units: Array, repeated: Array, times: Array, scale: Scale) -> TermList:
        """The list of a term by its units and its repeats."""
        values = scale.once[scale.lengths[units]]
        if len(repeated):
            values[np.searchsorted(units, repeated)] = scale.at(repeated, times)
        most = float(values.max(initial=0.0))
        if len(units) * _DENSE < len(scale.lengths) or len(units) < 1024:
            return TermList(len(units), units, None, repeated, times, most, values.astype(np.float32))
        flags = np.zeros(len(scale.lengths), np.bool_)
        flags[units] = True
        return TermList(len(units), None, np.packbits(flags, bitorder="little"), repeated, times, most, None)

    @property
    def size(self) -> int:
        """Bytes, about."""
        arrays = (self.units, self.bits, self.repeated, self.times, self.values)
        return 500 + sum(array.nbytes for array in arrays if array is not None)

    def where(self) -> Array:
        """The units."""
        if self.bits is None:
            assert self.units is not None
            return self.units
        return np.flatnonzero(np.unpackbits(self.bits, bitorder="little"))

    def all_values(self, scale: Scale, units: Array) -> npt.NDArray[np.float32]:
        """The scale's values in all its units, in single precision."""
        return self.exact_values(scale, units).astype(np.float32) if self.values is None else self.values

    def exact_values(self, scale: Scale, units: Array) -> Floats:
        """The scale's values in all its units."""
        values = scale.once[scale.lengths[units]]
        if len(self.repeated):
            values[np.searchsorted(units, self.repeated)] = scale.at(self.repeated, self.times)
        return values

    def holds(self, units: Array) -> Array:
        """For each of these units whether the term stands there."""
        if self.bits is not None:
            found: Array = (self.bits[units >> 3] >> (units & 7).astype(np.uint8)) & 1
            return found.view(np.bool_)
        return _among(self.units, units)

    def scores(self, units: Array, scale: Scale, once: Floats) -> Floats:
        """The scale's value in each of these units, 0 where the term does not stand; ``once`` if it stood there once."""
        values: Floats = np.where(self.holds(units), once, 0.0)
        if len(self.repeated):
            places = np.searchsorted(self.repeated, units)
            places[places == len(self.repeated)] = 0
            more = np.flatnonzero(self.repeated[places] == units)
            if len(more):
                values[more] = scale.at(units[more], self.times[places[more]])
        return values


def _among(ordered: Array | None, units: Array) -> Array:
    assert ordered is not None
    if not len(ordered):
        return np.zeros(len(units), np.bool_)
    places = ordered.searchsorted(units)
    places[places == len(ordered)] = 0
    found: Array = ordered[places] == units
    return found


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
