"""The best units by their own scores alone, without reading most of the longest lists: MaxScore, by machine code.

Once as many units as are wanted are known to score so much, none of the best stands only in lists that count less together
than that. So the lists that count most are added up, and the others are looked up only for units that can still be among
the best. The lists come in the order of what they count at most; ``rest`` is what each and all behind it do together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numba import njit

from retrieval.index.sqlite.compiled import (
    _AGAIN,
    _AGAIN_HIGHS,
    _BITS,
    _BLOCK,
    _COUNT,
    _HIGHS,
    _LOW,
    _REPEATS,
    _i8,
    _rows,
    _times,
    _u1,
    _u2,
    _u4,
)
from retrieval.index.sqlite.posting_pages import Array
from retrieval.index.sqlite.scan import Weighed

# Of more postings to add up it takes longer than to score all units nearly.
_MOST: Final = 1 << 16
# Postings of the lists by which it is told what the best score at least, and units that are looked up for that, for each
# that is wanted.
_FIRST: Final = 4096
_LIKELY: Final = 3
# Units that can be among the best; where there are more, their scores tell too little.
_ROOM: Final = 2048
# A list of so many postings for each unit that is looked for is read through: that is as quick as a search in it.
_THROUGH: Final = 32
# More than rounding to four bytes and adding in another order change, of so many lists at most.
_MARGIN: Final = 1e-5
_MOST_LISTS: Final = 100


@njit(inline="always")
def _number(rows: Array, one: int, low: int, highs: int, place: int) -> Any:
    """The number at a place, without what its block has in common."""
    return np.int64(_u2(rows[one, low])[place]) if rows[one, highs] else np.int64(_u4(rows[one, low])[place] & 0xFFFF)


@njit(inline="always")
def _end(rows: Array, one: int, low: int, highs: int, count: int, block: int, first: int) -> Any:
    """Where the numbers of a block end that begin at a place."""
    if first < count and rows[one, highs]:
        return first + _i8(rows[one, highs])[block]
    while first < count and _u4(rows[one, low])[first] >> 16 == block:
        first += 1
    return first


@njit(inline="always")
def _place(rows: Array, one: int, low: int, highs: int, first: int, beyond: int, wanted: int) -> Any:
    """Where a number is, -1 where it is not; by steps that the processor need not guess."""
    many = beyond - first
    while many > 1:
        half = many >> 1
        first += half if _number(rows, one, low, highs, first + half - 1) < wanted else 0
        many -= half
    return first if many == 1 and _number(rows, one, low, highs, first) == wanted else -1


@njit(inline="always")
def _length(scale: Any, unit: int) -> Any:
    _, lengths, width, _, _, _ = scale
    if width == 1:
        return np.int64(_u1(lengths)[unit])
    return np.int64(_u2(lengths)[unit]) if width == 2 else np.int64(_u4(lengths)[unit])


@njit(inline="always")
def _least(best: Array) -> float:
    """What one of the best scores at least, ``best`` being the best scores, rising, or less."""
    least: float = best[0] - _MARGIN * (1 + abs(best[0]))
    return least


@njit
def _led(room: Any, scale: Any, rows: Array, weights: Array, rest: Array, leading: int, best: Array) -> Any:
    """The units of the ``leading`` lists that can be among the best, none where they are too many; ``best`` rises with them."""
    scores, held_units = room
    every, _, _, once, norm, k1 = scale
    lists = len(rows)
    at, beyond = np.zeros(lists, np.int64), np.zeros(lists, np.int64)
    again, again_beyond = np.zeros(lists, np.int64), np.zeros(lists, np.int64)
    units, reached = np.empty(_ROOM, np.int64), np.empty(_ROOM, np.float64)
    found = 0
    for block in range((every + _BLOCK - 1) // _BLOCK):
        base = block * _BLOCK
        for one in range(lists):
            at[one], again[one] = beyond[one], again_beyond[one]
            if not rows[one, _BITS]:
                beyond[one] = _end(rows, one, _LOW, _HIGHS, rows[one, _COUNT], block, at[one])
            again_beyond[one] = _end(rows, one, _AGAIN, _AGAIN_HIGHS, rows[one, _REPEATS], block, again[one])
        least = _least(best)
        while leading > 1 and rest[leading - 1] < least:
            leading -= 1
        for one in range(leading):
            for place in range(at[one], beyond[one]):
                unit = _number(rows, one, _LOW, _HIGHS, place)
                scores[unit] += np.float32(weights[one] * once[_length(scale, base + unit)])
            for place in range(again[one], again_beyond[one]):
                unit, often = _number(rows, one, _AGAIN, _AGAIN_HIGHS, place), _times(rows, one, place)
                length = _length(scale, base + unit)
                scores[unit] += np.float32(weights[one] * (often * (k1 + 1) / (often + norm[length]) - once[length]))
        held = 0
        for one in range(leading):
            for place in range(at[one], beyond[one]):
                unit = _number(rows, one, _LOW, _HIGHS, place)
                if scores[unit] > 0:
                    can = scores[unit] + rest[leading] >= least
                    if can:
                        held_units[held] = unit
                        held += 1
                    scores[unit] *= -np.float32(can)  # below 0: held once
        for row in range(held):
            scores[held_units[row]] = -scores[held_units[row]]
        for one in range(leading, lists):
            kept = 0
            for row in range(held):
                unit = np.int64(held_units[row])
                can = scores[unit] + rest[one] >= least
                held_units[kept] = unit
                kept += can
                scores[unit] *= np.float32(can)
            held = kept
            through = not rows[one, _BITS] and beyond[one] - at[one] < _THROUGH * held
            for row in range(beyond[one] - at[one] if through else held):
                unit = _number(rows, one, _LOW, _HIGHS, at[one] + row) if through else np.int64(held_units[row])
                if through:
                    stands = scores[unit] > 0
                elif rows[one, _BITS]:
                    stands = _u1(rows[one, _BITS])[(base + unit) >> 3] >> (unit & 7) & 1 != 0
                else:
                    stands = _place(rows, one, _LOW, _HIGHS, at[one], beyond[one], unit) >= 0
                if stands:
                    length = _length(scale, base + unit)
                    value = once[length]
                    place = _place(rows, one, _AGAIN, _AGAIN_HIGHS, again[one], again_beyond[one], unit)
                    if place >= 0:
                        often = _times(rows, one, place)
                        value = often * (k1 + 1) / (often + norm[length])
                    scores[unit] += np.float32(weights[one] * value)
        for row in range(held):
            unit = np.int64(held_units[row])
            score = float(scores[unit])
            scores[unit] = 0
            if score < _least(best):
                continue
            if found < _ROOM:
                units[found], reached[found] = base + unit, score
            found += 1
            rank = 0
            while rank < len(best) and best[rank] < score:
                if rank:
                    best[rank - 1] = best[rank]
                rank += 1
            if rank:
                best[rank - 1] = score
        if found > _ROOM:
            return units[:0]
    return units[:found][reached[:found] >= _least(best)]


@njit(
    "int64[::1](Tuple((float32[::1], uint32[::1])), Tuple((int64, int64, int64, float64[::1], float64[::1], float64)), "
    "int64[:, ::1], float64[::1], float64[::1], uint32[::1], int64)",
    cache=True,
    nogil=True,
)
def _best(room: Any, scale: Any, rows: Array, weights: Array, rest: Array, likely: Array, limit: int) -> Any:
    """The units that can be among the best, none where it takes too long to find them; ``likely`` is room for some."""
    lists, best, first, postings = len(rows), np.full(limit, -1.0), 0, 0
    while first < lists and not rows[first, _BITS] and postings + rows[first, _COUNT] <= _FIRST:
        postings += rows[first, _COUNT]
        first += 1
    if postings >= limit:
        # Those that score most by the first lists alone are looked up in all: as a list that counts next to nothing.
        by_first, alone = np.full(_LIKELY * limit, -1.0), rest[: first + 1] - rest[first]
        found = _led(room, scale, rows[:first], weights, alone, first, by_first)
        if len(found) >= limit:
            likely[: len(found)] = found
            with_them = np.zeros((lists + 1, rows.shape[1]), np.int64)
            with_them[0, _COUNT], with_them[0, _LOW], with_them[1:] = len(found), likely.ctypes.data, rows
            nearly, above = np.append(np.array([1e-9]), weights), np.append(np.array([np.inf]), rest)
            _led(room, scale, with_them, nearly, above, 1, best)
            best[:] = best[0] - _MARGIN
    leading, postings = 0, 0
    while leading < lists and rest[leading] >= _least(best):
        postings += rows[leading, _COUNT]
        if rows[leading, _BITS] or postings > _MOST:
            return np.empty(0, np.int64)
        leading += 1
    return _led(room, scale, rows, weights, rest, leading, best)


def best_alone(scores: Array, held_units: Array, lists: Sequence[Weighed], limit: int) -> Array | None:
    """The units that can be among the best by some lists, in order, with few others; None where they cannot be told so soon.

    ``scores`` is 0 for each unit of a block, before and after; ``held_units`` has room for those of a block and one more.
    """
    scale = lists[0].scale
    if lists[-1].scale is not scale or len(lists) > _MOST_LISTS:
        return None
    led = sorted(lists, key=lambda one: one.weight * one.found.peak(scale), reverse=True)
    weights = np.array([one.weight for one in led])
    rest = np.zeros(len(led) + 1)
    rest[-2::-1] = np.cumsum([one.weight * one.found.peak(scale) for one in reversed(led)])
    told = (len(scale.lengths), scale.lengths.ctypes.data, scale.lengths.itemsize, scale.once, scale.norm, scale.k1)
    units = _best((scores, held_units), told, _rows(led), weights, rest, np.empty(_ROOM, np.uint32), limit)
    return np.sort(units) if len(units) else None
