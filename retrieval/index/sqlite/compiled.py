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

from retrieval.index.sqlite.posting_lists import Floats, Scale
from retrieval.index.sqlite.posting_pages import Array
from retrieval.index.sqlite.scan import _FIRST, _MARGIN, Around, Scan, Weighed, each_once

# Units whose scores stay in the processor's cache while all lists are added up for them; lists are kept in such parts.
_BLOCK = 1 << 16
# Units of which the most is kept, four times four in rows that are so far apart, which is what is quick to tell and to
# look at: the room for scores is a multiple of four rows. Of so many groups again the most is kept.
_GROUP, _ROW = 16, 1024
# The columns of a row; of a dense list ``_LOW`` tells how many bytes of bits there are.
_COUNT, _LOW, _HIGHS, _BITS, _REPEATS, _AGAIN, _AGAIN_HIGHS, _GAINS, _TIMES, _WIDTH = range(10)


_NO_STEPS, _NO_BONUS = np.zeros(0, np.uint16), np.zeros(0)


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
def _of_pairs(steps: Array, most: Array) -> None:
    for place in range(len(most)):
        most[place] = max(steps[2 * place], steps[2 * place + 1])


@njit(inline="always")
def _most(steps: Array, most: Array, tops: Array) -> None:
    """The most of each group of a block, and of groups."""
    of_rows, of_pairs = np.empty(_ROW, np.uint16), np.empty(_ROW // 2, np.uint16)
    for first in range(0, len(steps), 4 * _ROW):
        one, two = steps[first : first + _ROW], steps[first + _ROW : first + 2 * _ROW]
        three, four = steps[first + 2 * _ROW : first + 3 * _ROW], steps[first + 3 * _ROW : first + 4 * _ROW]
        for place in range(_ROW):
            of_rows[place] = max(max(one[place], two[place]), max(three[place], four[place]))
        _of_pairs(of_rows, of_pairs)
        _of_pairs(of_pairs, most[first // _GROUP : first // _GROUP + _ROW // 4])
    half = np.empty(len(most) // 2, np.uint16)
    _of_pairs(most, half)
    quarter = np.empty(len(half) // 2, np.uint16)
    _of_pairs(half, quarter)
    _of_pairs(quarter, half[: len(half) // 4])
    _of_pairs(half[: len(half) // 4], tops)


@njit
def _tables(rows: Array, worth: Array, finest: Array) -> Any:
    """Of dense lists what a byte of bits is worth to its eight units, and what each step of a gain is worth."""
    lists = len(rows)
    bytes_ = np.zeros((lists, 256, 2), np.uint64)
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
    return bytes_, gains


@njit
def _add_block(
    part: Array, words: Array, block: int, rows: Array, split: int, worth: Array, tables: Any, done: Array, again: Array
) -> None:
    """What all lists are worth in each unit of a block; ``done`` and ``again`` tell how far each list and its repeats are."""
    bytes_, gains = tables
    base, beyond = block * _BLOCK, block * _BLOCK + len(part)
    fours = part.view(np.uint64)
    part[:] = 0
    for one in range(len(rows)):
        if one == split and len(words):
            words[:] = part
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
    if split == len(rows) and len(words):
        words[:] = part


@njit(
    "void(uint16[::1], uint16[::1], uint16[::1], uint16[::1], int64[:, ::1], int64, uint16[::1], float64[::1])",
    cache=True,
    nogil=True,
)
def _scan(
    steps: Array, words: Array, most: Array, tops: Array, rows: Array, split: int, worth: Array, finest: Array
) -> None:
    """What all lists are worth in each unit, and the most of each group of units.

    ``words`` is what the lists before ``split`` are worth, where it has room for it. ``worth`` is what a term is worth where
    it stands, ``finest`` what each step of its gain is worth where it stands again.
    """
    tables = _tables(rows, worth, finest)
    done, again = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    for block in range((len(steps) + _BLOCK - 1) // _BLOCK):
        base = block * _BLOCK
        beyond = min(len(steps), base + _BLOCK)
        part = steps[base:beyond]
        _add_block(part, words[base:beyond], block, rows, split, worth, tables, done, again)
        _most(part, most[base // _GROUP : beyond // _GROUP], tops[base // _GROUP**2 : beyond // _GROUP**2])


@njit("void(uint16[::1], uint16[::1], uint16[::1])", cache=True, nogil=True)
def _most_of_all(steps: Array, most: Array, tops: Array) -> None:
    _most(steps, most, tops)


@njit(inline="always")
def _least_of(tops: Array, count: int) -> int:
    """So many steps, a few less than they could be, that as many units have at least, or all that have any."""
    high = 0
    for top in tops:
        high = max(high, top)
    shift = 0
    while high >> shift > 255:
        shift += 1
    having = np.zeros(256, np.int64)
    for top in tops:
        having[top >> shift] += 1
    at, found = 256, 0
    while at > 0 and found < count:
        at -= 1
        found += having[at]
    return max(1, at << shift)


@njit
def _reaching(steps: Array, most: Array, tops: Array, least: int) -> Array:
    """The units that score so many steps, in no order."""
    count, found = 0, 0
    for top in tops:
        count += top >= least
    units = np.empty(count * _GROUP**2, np.int64)
    for top in range(len(tops)):
        if tops[top] >= least:
            for group in range(top * _GROUP, (top + 1) * _GROUP):
                if most[group] >= least:
                    first = group * 4 // _ROW * 4 * _ROW + group * 4 % _ROW
                    for row in range(first, first + 4 * _ROW, _ROW):
                        for unit in range(row, row + 4):
                            if steps[unit] >= least:
                                units[found] = unit
                                found += 1
    return units[:found]


@njit(inline="always")
def _at(address: int, width: int, place: int) -> Any:
    """The number at a place among numbers of one, two or four bytes."""
    if width == 1:
        return np.int64(_u1(address)[place])
    return np.int64(_u2(address)[place]) if width == 2 else np.int64(_u4(address)[place])


@njit(inline="always")
def _about(scan: Any, unit: int) -> Any:
    steps, words, once_of_words, of_words, width_of_words, once, lengths, width, step = scan
    of_unit = np.int64(steps[unit])
    if not len(words):
        return step * once[_at(lengths, width, unit)] * of_unit
    apart = np.int64(words[unit])
    last = once[_at(lengths, width, unit)] * (of_unit - apart)
    return step * (last + once_of_words[_at(of_words, width_of_words, unit)] * apart)


@njit
def _in_all(scan: Any, around: Any, units: Array) -> Floats:
    """What units score with all that is added, about; below all where they score nothing themselves."""
    back, width, lead, paths, bonus = around
    totals = np.empty(len(units))
    # Without a branch that depends on the unit: the processor fetches what the next ones need meanwhile.
    for row in range(len(units)):
        unit = units[row]
        own = _about(scan, unit)
        total = own
        if len(bonus):
            total += bonus[paths[unit]]
        if lead:
            to_lead = _at(back, width, unit)
            total += lead * (to_lead > 0) * _about(scan, unit - to_lead)
        totals[row] = total if own > 0 else -np.inf
    return totals


@njit(inline="always")
def _rise(best: Array, score: float) -> None:
    """Put a score among the best, a heap, in place of the least of them if it is higher."""
    place, child = 0, 1
    if score <= best[0]:
        return
    while child < len(best):
        child += child + 1 < len(best) and best[child + 1] < best[child]
        if best[child] >= score:
            break
        best[place] = best[child]
        place, child = child, 2 * child + 1
    best[place] = score


_TOLD = "float64[::1], int64, int64"


@njit(
    f"int64[::1](uint16[::1], uint16[::1], uint16[::1], uint16[::1], {_TOLD}, {_TOLD}, float64, float64, float64, int64, "
    "int64, float64, uint32[::1], float64[::1], int64[::1], float64, int64)",
    cache=True,
    nogil=True,
)
def _promising(
    most: Array,
    tops: Array,
    steps: Array,
    words: Array,
    once_of_words: Array,
    lengths_of_words: int,
    width_of_words: int,
    once: Array,
    lengths: int,
    width_of_lengths: int,
    step: float,
    highest: float,
    slack: float,
    back: int,
    width: int,
    lead: float,
    paths: Array,
    bonus: Array,
    aside: Array,
    bound: float,
    limit: int,
) -> Array:
    """As :meth:`retrieval.index.sqlite.scan.Scan.promising` finds them, in no order, some twice."""
    scan = (steps, words, once_of_words, lengths_of_words, width_of_words, once, lengths, width_of_lengths, step)
    around = (back, width, lead, paths, bonus)
    best, led = np.full(max(1, limit), -1.0), 0
    first = _least_of(tops, _FIRST * limit)
    units = _reaching(steps, most, tops, first)
    of_aside, totals = _in_all(scan, around, aside), _in_all(scan, around, units)
    for total in of_aside:
        _rise(best, total)
    for row in range(len(units)):
        if not len(bonus) or bonus[paths[units[row]]] <= bound:
            _rise(best, totals[row])
    least = best[0] - (1 + lead) * slack
    least -= _MARGIN * (1 + abs(least))
    high = (first - 1) * highest
    enough = least - lead * high - bound
    leads = units
    if enough <= high:
        units = _reaching(steps, most, tops, max(1, int(enough / highest)))
    if lead:
        for unit in leads:
            if not _at(back, width, unit):
                below = unit + 1
                while below < len(paths) and _at(back, width, below) == below - unit:
                    below += 1
                led += below - unit - 1
    found, row = np.empty(len(units) + led + len(aside), np.int64), 0
    for unit in units:
        found[row] = unit
        row += _about(scan, unit) >= enough
    if led:
        for unit in leads:
            if not _at(back, width, unit):
                below = unit + 1
                while below < len(paths) and _at(back, width, below) == below - unit:
                    found[row] = below
                    row += 1
                    below += 1
    totals, kept = _in_all(scan, around, found[:row]), 0
    for place in range(row):
        found[kept] = found[place]
        kept += totals[place] >= least and totals[place] > 0
    for place in range(len(aside)):
        found[kept] = aside[place]
        kept += of_aside[place] >= least and of_aside[place] > 0
    return found[:kept]


@njit(
    "int64[::1](uint16[::1], int64, int64[:, ::1], uint16[::1], float64[::1], float64[::1], int64, int64, float64, float64, "
    "float64, int64)",
    cache=True,
    nogil=True,
)
def _alone(
    room: Array,
    every: int,
    rows: Array,
    worth: Array,
    finest: Array,
    once: Array,
    lengths: int,
    width: int,
    step: float,
    highest: float,
    slack: float,
    limit: int,
) -> Array:
    """The units that can be among the best where nothing is added, in no order, with few others: with room for the scores
    of a block, which leaves to others what the processor has at hand.
    """
    tables = _tables(rows, worth, finest)
    done, again = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    most, tops = np.empty(len(room) // _GROUP, np.uint16), np.empty(len(room) // _GROUP**2, np.uint16)
    best, least = np.full(max(1, limit), -1.0), -1.0
    found, totals, held = np.empty(1024, np.int64), np.empty(1024), 0
    for block in range((every + _BLOCK - 1) // _BLOCK):
        base = block * _BLOCK
        part = room[: min(every - base, _BLOCK)]
        groups, of_groups = most[: len(part) // _GROUP], tops[: len(part) // _GROUP**2]
        _add_block(part, part[:0], block, rows, -1, worth, tables, done, again)
        _most(part, groups, of_groups)
        fresh = best[0] < 0
        if fresh:  # the likeliest of this block first: what they score leaves out most others
            for unit in _reaching(part, groups, of_groups, _least_of(of_groups, _FIRST * limit)):
                _rise(best, step * once[_at(lengths, width, base + unit)] * part[unit])
            least = best[0] - slack - _MARGIN * (1 + abs(best[0] - slack))
        for unit in _reaching(part, groups, of_groups, max(1, int(least / highest))):
            total = step * once[_at(lengths, width, base + unit)] * part[unit]
            if total < least:
                continue
            if held == len(found):
                kept = 0
                for row in range(held):
                    found[kept], totals[kept] = found[row], totals[row]
                    kept += totals[row] >= least
                held = kept
                if 2 * held > len(found):
                    found, totals = np.concatenate((found, found)), np.concatenate((totals, totals))
            found[held], totals[held] = base + unit, total
            held += 1
            if not fresh:
                _rise(best, total)
                least = best[0] - slack - _MARGIN * (1 + abs(best[0] - slack))
    return found[:held][totals[:held] >= least]


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
                    row, often = (
                        _place(units, 0, asked, numbers[place]),
                        _at(rows[one, _TIMES], rows[one, _WIDTH], place),
                    )
                    more = often * (k1 + 1) / (often + norm[row]) - once[row]
                    total[row] += more * weights[one]
    for one in range(lists):
        if rows[one, _AGAIN_HIGHS]:
            _places(_u2(rows[one, _AGAIN]), _i8(rows[one, _AGAIN_HIGHS]), rows[one, _REPEATS], units, places)
            for row in range(asked):
                if places[row] >= 0:
                    often = _at(rows[one, _TIMES], rows[one, _WIDTH], places[row])
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
        worth = np.ceil(weights).astype(np.uint16)
        if self._alone:
            self._lists = _rows(lists), worth, finest
            return
        self._most = np.empty(len(self._steps) // _GROUP, np.uint16)
        self._tops = np.empty(len(self._most) // _GROUP, np.uint16)
        split, words = (-1, _NO_STEPS) if self._words is None else (len(parts[0]), self._words)
        _scan(self._steps, words, self._most, self._tops, _rows(lists), split, worth, finest)

    def keep(self, flags: Array) -> None:
        """Only these units score (one flag for each)."""
        super().keep(flags)
        if self._steps.dtype == np.uint16:
            _most_of_all(self._steps, self._most, self._tops)

    def promising(self, limit: int, around: Around, aside: Array, bonus: float) -> Array:
        """As numpy finds them, in one call."""
        if self._steps.dtype != np.uint16:
            return super().promising(limit, around, aside, bonus)
        if self._alone:
            room, told = self._steps[:_BLOCK], _told(self._scales[0])
            found: Array = _alone(
                room, len(self._steps), *self._lists, *told, self._step, self._highest, self.slack, limit
            )
            found.sort()
            return found
        units = _promising(
            self._most,
            self._tops,
            self._steps,
            _NO_STEPS if self._words is None else self._words,
            *_told(self._scales[0]),
            *_told(self._scales[-1]),
            self._step,
            self._highest,
            self.slack,
            around.back.ctypes.data,
            around.back.itemsize,
            around.lead,
            around.paths,
            _NO_BONUS if around.bonus is None else around.bonus,
            aside,
            bonus,
            limit,
        )
        return each_once(units)


def _told(scale: Scale) -> tuple[Floats, int, int]:
    return scale.once, scale.lengths.ctypes.data, scale.lengths.itemsize


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
