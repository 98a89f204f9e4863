"""The loops over lists as machine code (numba): the same numbers as numpy's, in a third of the time.

A list is told by the addresses of its arrays, one row of numbers for each (:meth:`~retrieval.index.sqlite.posting_lists.TermList.row`), so that one
call does all lists of a search: a call costs as much as a thousand postings. No number in a list is beyond the units
that there are; that was looked at before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import carray, njit, types
from numba.extending import intrinsic

from retrieval.index.sqlite.posting_lists import Floats
from retrieval.index.sqlite.posting_pages import Array
from retrieval.index.sqlite.scan import Scan, Weighed

# Units whose scores stay in the processor's cache while all lists are added up for them; lists are kept in such parts.
_BLOCK = 1 << 16
# Units of which the most is kept, and groups that stand beside one another: the room for scores is a multiple of both.
_GROUP, _LANES = 64, 256
# The columns of a row; of a dense list ``_LOW`` tells how many bytes of bits there are.
_COUNT, _LOW, _HIGHS, _BITS, _REPEATS, _AGAIN, _AGAIN_HIGHS, _GAINS, _TIMES, _WIDTH = range(10)


@intrinsic
def _pointer(typing: Any, address: Any, to: Any) -> Any:
    """The address as what points to numbers of a type."""

    def made(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(signature.return_type))

    return types.CPointer(to.dtype)(address, to), made


@njit(inline="always")
def _u1(address: int) -> Any:
    return carray(_pointer(address, types.uint8), 1 << 40)


@njit(inline="always")
def _u2(address: int) -> Any:
    return carray(_pointer(address, types.uint16), 1 << 40)


@njit(inline="always")
def _u4(address: int) -> Any:
    return carray(_pointer(address, types.uint32), 1 << 40)


@njit(inline="always")
def _i8(address: int) -> Any:
    return carray(_pointer(address, types.int64), 1 << 40)


@njit(inline="always")
def _most(steps: Array, best: Array) -> None:
    """The most of each group: of so many units after another one group has every 256th, which is what is quick."""
    for tile in range(len(best) // _LANES):
        of_tile = best[tile * _LANES : (tile + 1) * _LANES]
        of_tile[:] = 0
        for first in range(tile * _LANES * _GROUP, (tile + 1) * _LANES * _GROUP, _LANES):
            row = steps[first : first + _LANES]
            for lane in range(_LANES):
                of_tile[lane] = max(of_tile[lane], row[lane])


@njit(
    "void(uint16[::1], uint16[::1], uint16[::1], int64[:, ::1], int64, uint16[::1], float64[::1])",
    cache=True,
    nogil=True,
)
def _scan(steps: Array, words: Array, best: Array, rows: Array, split: int, worth: Array, finest: Array) -> None:
    """What all lists are worth in each unit, and the most of each group of units.

    ``words`` is what the lists before ``split`` are worth, where it has room for it. ``worth`` is what a term is worth where
    it stands, ``finest`` what each step of its gain is worth where it stands again.
    """
    lists, every = len(rows), len(steps)
    bytes_ = np.zeros((lists, 256, 2), np.uint64)  # of dense lists: what a byte of bits is worth to its eight units
    gains = np.zeros((lists, 256), np.uint16)
    for one in range(lists):
        if rows[one, _BITS]:
            for byte in range(256):
                for bit in range(8):
                    if byte >> bit & 1:
                        bytes_[one, byte, bit >> 2] |= np.uint64(worth[one]) << np.uint64(16 * (bit & 3))
        if rows[one, _REPEATS]:
            for gain in range(256):
                gains[one, gain] = np.uint16(np.ceil(gain * finest[one]))
    done, again = np.zeros(lists, np.int64), np.zeros(lists, np.int64)
    for block in range((every + _BLOCK - 1) // _BLOCK):
        base = block * _BLOCK
        beyond = min(every, base + _BLOCK)
        part = steps[base:beyond]
        fours = part.view(np.uint64)
        part[:] = 0
        for one in range(lists):
            if one == split and len(words):
                words[base:beyond] = part
            count = rows[one, _COUNT]
            if rows[one, _BITS]:
                bits = _u1(rows[one, _BITS] + base // 8)
                for place in range(min(rows[one, _LOW] - base // 8, len(part) // 8)):
                    fours[2 * place] += bytes_[one, bits[place], 0]
                    fours[2 * place + 1] += bytes_[one, bits[place], 1]
            elif rows[one, _HIGHS]:
                low = _u2(rows[one, _LOW])
                end = min(count, done[one] + _i8(rows[one, _HIGHS])[block]) if done[one] < count else count
                for place in range(done[one], end):
                    part[low[place]] += worth[one]
                done[one] = end
            else:
                numbers, place = _u4(rows[one, _LOW]), done[one]
                while place < count and numbers[place] < beyond:
                    part[numbers[place] - base] += worth[one]
                    place += 1
                done[one] = place
            repeats = rows[one, _REPEATS]
            if again[one] < repeats:
                of_gains, place = _u1(rows[one, _GAINS]), again[one]
                if rows[one, _AGAIN_HIGHS]:
                    low = _u2(rows[one, _AGAIN])
                    end = min(repeats, place + _i8(rows[one, _AGAIN_HIGHS])[block])
                    for row in range(place, end):
                        part[low[row]] += gains[one, of_gains[row]]
                    again[one] = end
                else:
                    numbers = _u4(rows[one, _AGAIN])
                    while place < repeats and numbers[place] < beyond:
                        part[numbers[place] - base] += gains[one, of_gains[place]]
                        place += 1
                    again[one] = place
        if split == lists and len(words):
            words[base:beyond] = part
        _most(part, best[base // _GROUP : beyond // _GROUP])


@njit("void(uint16[::1], uint16[::1])", cache=True, nogil=True)
def _most_of_groups(steps: Array, best: Array) -> None:
    _most(steps, best)


@njit("int64(uint16[::1], int64)", cache=True, nogil=True)
def _least_of(best: Array, count: int) -> int:
    """So many steps, a few less than they could be, that as many groups have at least."""
    high = 0
    for group in range(len(best)):
        high = max(high, best[group])
    shift = 0
    while high >> shift > 255:
        shift += 1
    having = np.zeros(256, np.int64)
    for group in range(len(best)):
        having[best[group] >> shift] += 1
    at, found = 256, 0
    while at > 0 and found < count:
        at -= 1
        found += having[at]
    return at << shift


@njit("int64[::1](uint16[::1], uint16[::1], int64)", cache=True, nogil=True)
def _reaching(steps: Array, best: Array, least: int) -> Array:
    """The units that score so many steps."""
    found = 0
    for group in range(len(best)):
        if best[group] >= least:
            first = group // _LANES * _LANES * _GROUP + group % _LANES
            for unit in range(first, first + _LANES * _GROUP, _LANES):
                found += steps[unit] >= least
    units, row = np.empty(found, np.int64), 0
    for group in range(len(best)):
        if best[group] >= least:
            first = group // _LANES * _LANES * _GROUP + group % _LANES
            for unit in range(first, first + _LANES * _GROUP, _LANES):
                if steps[unit] >= least:
                    units[row] = unit
                    row += 1
    return units


@njit(inline="always")
def _place(ordered: Array, first: int, beyond: int, wanted: int) -> int:
    """Where the first number is that is not below the wanted one."""
    while first < beyond:
        middle = (first + beyond) >> 1
        if ordered[middle] < wanted:
            first = middle + 1
        else:
            beyond = middle
    return first


@njit(inline="always")
def _places(low: Array, highs: Array, count: int, units: Array, places: Array) -> None:
    """For each unit (in order) its place in a long list, -1 where it is not there."""
    high, first = 0, 0
    beyond = highs[0]
    for row in range(len(units)):
        unit = units[row]
        while high < unit >> 16 and beyond < count:
            high += 1
            first = beyond
            beyond += highs[high]
        if high < unit >> 16:
            places[row] = -1
            continue
        wanted = unit & 0xFFFF
        first = _place(low, first, beyond, wanted)
        places[row] = first if first < beyond and low[first] == wanted else -1


@njit(inline="always")
def _times(rows: Array, one: int, place: int) -> float:
    if rows[one, _WIDTH] == 1:
        return float(_u1(rows[one, _TIMES])[place])
    return float(_u4(rows[one, _TIMES])[place])


@njit(
    "void(float64[::1], int64[::1], boolean[::1], int64[:, ::1], float64[::1], float64[::1], float64[::1], float64)",
    cache=True,
    nogil=True,
)
def _looked_up(
    total: Array, units: Array, flags: Array, rows: Array, weights: Array, once: Array, norm: Array, k1: float
) -> None:
    """What some lists score in some units; ``once`` and ``norm`` are those of each unit's length.

    All is added in the order in which numpy does it, so that each score is the same to its last bit.
    """
    lists, asked = len(rows), len(units)
    places = np.empty(asked, np.int64)
    for one in range(lists):
        if not rows[one, _HIGHS] and not rows[one, _BITS]:
            numbers = _u4(rows[one, _LOW])
            for place in range(rows[one, _COUNT]):
                if flags[numbers[place]]:
                    total[_place(units, 0, asked, numbers[place])] += weights[one]
    for one in range(lists):
        if rows[one, _BITS]:
            bits = _u1(rows[one, _BITS])
            for row in range(asked):
                if bits[units[row] >> 3] >> (units[row] & 7) & 1:
                    total[row] += weights[one]
        elif rows[one, _HIGHS]:
            _places(_u2(rows[one, _LOW]), _i8(rows[one, _HIGHS]), rows[one, _COUNT], units, places)
            for row in range(asked):
                if places[row] >= 0:
                    total[row] += weights[one]
    for row in range(asked):
        total[row] *= once[row]
    for one in range(lists):
        if rows[one, _REPEATS] and not rows[one, _AGAIN_HIGHS]:
            numbers = _u4(rows[one, _AGAIN])
            for place in range(rows[one, _REPEATS]):
                if flags[numbers[place]]:
                    row, often = _place(units, 0, asked, numbers[place]), _times(rows, one, place)
                    more = often * (k1 + 1) / (often + norm[row]) - once[row]
                    total[row] += more * weights[one]
    for one in range(lists):
        if rows[one, _AGAIN_HIGHS]:
            _places(_u2(rows[one, _AGAIN]), _i8(rows[one, _AGAIN_HIGHS]), rows[one, _REPEATS], units, places)
            for row in range(asked):
                if places[row] >= 0:
                    often = _times(rows, one, places[row])
                    more = often * (k1 + 1) / (often + norm[row]) - once[row]
                    total[row] += more * weights[one]


class CompiledScan(Scan):
    """As numpy scans, by machine code; where the steps have two bytes, which they nearly always have."""

    def _add_up(self, parts: Sequence[Sequence[Weighed]], step: float) -> None:
        if self._steps.dtype != np.uint16:
            super()._add_up(parts, step)
            return
        lists = [one for part in parts for one in part]
        weights = np.array([one.weight for one in lists]) / step
        finest = weights * np.array([one.found.finest for one in lists])
        self._most = np.empty(len(self._steps) // _GROUP, np.uint16)
        apart = (-1, self._most[:0]) if self._words is None else (len(parts[0]), self._words)
        _scan(self._steps, apart[1], self._most, _rows(lists), apart[0], np.ceil(weights).astype(np.uint16), finest)

    def keep(self, flags: Array) -> None:
        """Only these units score (one flag for each)."""
        super().keep(flags)
        if self._steps.dtype == np.uint16:
            _most_of_groups(self._steps, self._most)

    def _least(self, count: int) -> int:
        return max(1, _least_of(self._most, count)) if self._steps.dtype == np.uint16 else super()._least(count)

    def _from(self, least: int) -> Array:
        return _reaching(self._steps, self._most, least) if self._steps.dtype == np.uint16 else super()._from(least)


def looked_up(lists: Sequence[Weighed], units: Array, flags: Array) -> Floats:
    """As :func:`retrieval.index.sqlite.scan.looked_up`, to the last bit."""
    scale, total = lists[0].scale, np.zeros(len(units))
    lengths = scale.lengths.take(units)
    weights = np.array([one.weight for one in lists])
    once, norm = scale.once.take(lengths), scale.norm.take(lengths)
    _looked_up(total, units.astype(np.int64, copy=False), flags, _rows(lists), weights, once, norm, scale.k1)
    return total


def _rows(lists: Sequence[Weighed]) -> Array:
    every = len(lists[0].scale.lengths)
    rows = bytearray().join([one.found.row(every) for one in lists])
    return np.frombuffer(rows, np.int64).reshape(len(lists), -1)
