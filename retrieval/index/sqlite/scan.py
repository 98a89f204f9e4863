"""Lists of terms scored: nearly and all at once for every unit, or exactly for some units alone.

Nearly, a term counts a whole number of steps wherever it stands, added up in two bytes for each unit, and what its field
makes of the unit's length is multiplied in afterwards, for the few units that are looked at. Short lists are scored
together, as a call of numpy costs as much as some hundred postings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

import numpy as np

from retrieval.index.sqlite.posting_lists import Floats, Scale, TermList, among
from retrieval.index.sqlite.posting_pages import Array

# Longer lists are scored one by one: putting them together takes longer than the calls that it spares.
_LONG: Final = 2048
# The likeliest units are looked for among the best of groups, one pass over all units and a sort of few: so many in each
# group at most, and so many groups at least.
_GROUP: Final = 64
_GROUPS: Final = 4096
# Units that there is room for: a multiple of it.
_ROOM: Final = 256 * _GROUP
# Of more groups than this share it takes longer to look into each than into all units.
_SPARSE: Final = 8
# Of more lists than this the steps of two bytes would tell too little.
_MOST_LISTS: Final = 2048
# Bytes of bits for which all dense lists are added up before the next ones: what they score stays in the processor's
# cache. 1,024 to 32,768 tried at a million sentences: from 8,192 on half the time of one list after another.
_BLOCK: Final = 16_384
# The likeliest units that are looked at first, for each that is wanted.
_FIRST: Final = 8
# Sentences that are looked at one by one because the first of their paragraph may score so high.
_LED: Final = 1 << 16
# More than rounding to nine digits and adding in another order change.
_MARGIN: Final = 1e-8
_GAINS: Final = np.arange(256, dtype=np.float64)
# What the bits of a byte stand for.
_BITS: Final = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")


class Weighed:
    """A list of the words (``part`` 0) or the grams (1), and what its scale's values are multiplied by, for one search."""

    __slots__ = ("_repeated", "_units", "found", "part", "scale", "weight")

    def __init__(self, part: int, found: TermList, scale: Scale, weight: float) -> None:
        self.part = part
        self.found = found
        self.scale = scale
        self.weight = weight
        self._units: Array | None = None
        self._repeated: Array | None = None

    @property
    def units(self) -> Array:
        """Where the term stands, unpacked once."""
        if self._units is None:
            self._units = self.found.units()
        return self._units

    @property
    def repeated(self) -> Array:
        """Where it stands more than once, unpacked once."""
        if self._repeated is None:
            self._repeated = self.found.repeated()
        return self._repeated


class Around:
    """What is added to what a sentence scores: a share (``lead``) of what its paragraph's first sentence scores, which is
    so far ``back`` (``reach`` at most), and the ``bonus`` of its section path.
    """

    __slots__ = ("back", "bonus", "lead", "paths", "reach")

    def __init__(self, back: Array, reach: int, paths: Array, bonus: Floats | None, lead: float) -> None:
        self.back = back
        self.reach = reach
        self.paths = paths
        self.bonus = bonus
        self.lead = lead

    def above(self, units: Array) -> Floats | float:
        """What stands above some sentences adds to their scores."""
        return 0.0 if self.bonus is None else self.bonus.take(self.paths.take(units))

    def of(self, units: Array, about: Callable[[Array], Floats]) -> Floats | float:
        """All that is added to some sentences, about."""
        added = self.above(units)
        if self.lead:
            back = self.back.take(units)
            places = back.nonzero()[0]
            of_leads = np.zeros(len(units))
            of_leads[places] = self.lead * about(units.take(places) - back.take(places))
            added = added + of_leads
        return added

    def led(self, likeliest: Array) -> Array | None:
        """The sentences of the paragraphs whose first sentence is one of the likeliest, None where they may be many."""
        if not self.lead:
            return likeliest[:0]
        back = self.back
        leads = likeliest[back.take(likeliest) == 0]
        if len(leads) * self.reach > _LED:
            return None
        steps = np.arange(1, self.reach + 1)
        units = leads[:, None] + steps
        led: Array = units[(back.take(units, mode="clip") == steps) & (units < len(back))]
        return led


def room(units: int) -> Array:
    """Room for what so many units score nearly, in whole groups: by all, and by words alone."""
    return np.zeros((2, -(-units // _ROOM) * _ROOM), np.uint16)


class Scan:
    """What some lists score together in every unit, nearly: no less than that, and at most ``slack`` more.

    ``alone`` says that nothing is added to it and that only :meth:`promising` will be asked.
    """

    def __init__(self, scratch: Array, lists: Sequence[Weighed], *, alone: bool = False) -> None:
        room = scratch if len(lists) <= _MOST_LISTS else scratch.astype(np.uint32)
        self._steps: Array = room[0]
        # A list gives at most two numbers that are rounded up.
        most = np.iinfo(room.dtype).max - 2 * len(lists)
        step = sum(one.weight * one.found.most for one in lists) / most
        parts = [part for part in ([one for one in lists if one.part == part] for part in (0, 1)) if part]
        self._step = step
        self._scales = [part[0].scale for part in parts]
        # What the first part scores is kept apart where there are two.
        self._words: Array | None = room[1] if len(parts) > 1 else None
        self._alone = alone and self._words is None
        self._add_up(parts, step)
        self._highest = step * max(scale.highest for scale in self._scales)
        self.slack = self._highest * (
            2 * len(lists) + sum(one.weight * one.found.finest for one in lists if one.found.repeats) / step
        )

    def _add_up(self, parts: Sequence[Sequence[Weighed]], step: float) -> None:
        """What all lists of the parts score, and of the first part beside it where there are two."""
        self._steps.fill(0)
        for part in parts:
            if self._words is not None and part is not parts[0]:
                self._words[:] = self._steps
            self._add([one for one in part if one.found.count <= _LONG], step)
            self._add_long([one for one in part if one.found.count > _LONG], step)

    @cached_property
    def _groups(self) -> Array:
        """The groups, one under another: the units that are as far apart as there are groups."""
        size = min(_GROUP, 1 << max(0, (len(self._steps) // _GROUPS).bit_length() - 1))
        return self._steps.reshape(size, -1)

    @cached_property
    def _best(self) -> Array:
        """The most of each group."""
        best: Array = self._groups.max(axis=0)
        return best

    def keep(self, flags: Array) -> None:
        """Only these units score (one flag for each)."""
        for steps in (self._steps, self._words):
            if steps is not None:
                steps[: len(flags)] *= flags

    def promising(self, limit: int, around: Around, aside: Array, bonus: float) -> Array:
        """The sentences that can be among the best, each once, in order, with few others; ``bonus`` is the most of those
        that are not ``aside``.
        """
        units, high = self.likeliest(_FIRST * limit)
        likely = each_once(np.concatenate([units, aside]))
        own = self.about(likely)
        most = (own + around.of(likely, self.about))[own > 0]
        least = least_of(most, limit) - (1 + around.lead) * self.slack
        least -= _MARGIN * (1 + abs(least))
        led = around.led(units)
        if led is None:
            led, high = units[:0], max(high, float(own.max(initial=0.0)))
        enough = least - around.lead * high - bonus
        if enough <= high:
            units = self.reaching(enough)
            units = units[self.about(units) >= enough]
        units = each_once(np.concatenate([units, led, aside]))
        own = self.about(units)
        return units[(own + around.of(units, self.about) >= least) & (own > 0)]

    def likeliest(self, count: int) -> tuple[Array, float]:
        """Some units (so many at least, if as many score at all), and what no other scores more than."""
        least = self._least(count)
        return self._from(least), (least - 1) * self._highest

    def reaching(self, score: float) -> Array:
        """All units that can score so much, and perhaps some others."""
        return self._from(max(1, int(score / self._highest)))

    def _least(self, count: int) -> int:
        """So many steps that so many units have as many at least, or all that score."""
        best = self._best
        return max(1, int(np.partition(best, -count)[-count])) if len(best) > count else 1

    def _from(self, least: int) -> Array:
        """The units that score so many steps."""
        groups = (self._best >= least).nonzero()[0]
        if len(groups) * _SPARSE > len(self._best):
            return (self._steps >= least).nonzero()[0]
        # Flat: numpy takes three times as long to find them row by row.
        found = (self._groups.take(groups, axis=1) >= least).ravel().nonzero()[0]
        rows, places = np.divmod(found, max(1, len(groups)))
        units: Array = rows * len(self._best) + groups.take(places)
        return units

    def about(self, units: Array) -> Floats:
        """What some units score, no less than it is and no more than ``slack`` above."""
        steps = self._steps.take(units)
        last = self._scales[-1]
        counts: Floats = self._step * last.once.take(last.lengths.take(units))
        if self._words is None:
            return counts * steps
        words = self._scales[0]
        of_words = self._words.take(units)
        steps -= of_words
        counts *= steps
        counts += self._step * words.once.take(words.lengths.take(units)) * of_words
        return counts

    def _add(self, lists: Sequence[Weighed], step: float) -> None:
        """Some short lists."""
        if not lists:
            return
        into = self._steps
        weights = np.array([one.weight / step for one in lists])
        counts = [one.found.count for one in lists]
        steps = np.ceil(weights).astype(into.dtype).repeat(counts)
        np.add.at(into, np.concatenate([one.units for one in lists]), steps)
        again = [(one, weight) for one, weight in zip(lists, weights.tolist(), strict=True) if one.found.repeats]
        if again:
            gains = np.concatenate([one.found.gains for one, _ in again])
            finest = np.array([weight * one.found.finest for one, weight in again])
            more = np.ceil(gains * finest.repeat([one.found.repeats for one, _ in again]))
            np.add.at(into, np.concatenate([one.repeated for one, _ in again]), more.astype(into.dtype))

    def _add_long(self, lists: Sequence[Weighed], step: float) -> None:
        """Some long lists."""
        into = self._steps
        dense = []
        for one in lists:
            weight = one.weight / step
            worth = into.dtype.type(np.ceil(weight))
            if one.found.bits is None:
                np.add.at(into, one.units, worth)
            else:
                dense.append((one.found.bits, np.multiply(_BITS, worth, dtype=into.dtype)))
            if one.found.repeats:
                more = np.ceil(_GAINS * (weight * one.found.finest)).astype(into.dtype)
                np.add.at(into, one.repeated, more.take(one.found.gains))
        # Of dense ones all for some units after another.
        found = np.empty((_BLOCK, 8), into.dtype)
        of_bits = into[: 8 * max((len(bits) for bits, _ in dense), default=0)].reshape(-1, 8)
        for first in range(0, len(of_bits), _BLOCK):
            block = of_bits[first : first + _BLOCK]
            for bits, table in dense:
                block += table.take(bits[first : first + _BLOCK], axis=0, out=found[: len(block)], mode="clip")


def least_of(scores: Array, limit: int) -> float:
    """The score of the last of the best; below all scores where there are fewer."""
    return float(np.partition(scores, -limit)[-limit]) if len(scores) >= limit else -1.0


def each_once(units: Array) -> Array:
    """In order, each once; numpy's own way is ten times as slow for many."""
    ordered = np.sort(units)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def add_up(into: Floats, lists: Sequence[Weighed]) -> None:
    """Add to each unit what some lists of one field score there."""
    scale = lists[0].scale
    units = np.concatenate([one.units for one in lists])
    values = scale.once.take(scale.lengths.take(units))
    values *= np.array([one.weight for one in lists]).repeat([one.found.count for one in lists])
    np.add.at(into, units, values)
    again = [one for one in lists if one.found.repeats]
    if again:
        repeated = np.concatenate([one.repeated for one in again])
        more = scale.more(repeated, np.concatenate([one.found.times for one in again]))
        more *= np.array([one.weight for one in again]).repeat([one.found.repeats for one in again])
        np.add.at(into, repeated, more)


def looked_up(lists: Sequence[Weighed], units: Array, flags: Array) -> Floats:
    """What some lists of one field score together in each of some units, in order; ``flags`` are set for these alone."""
    scale = lists[0].scale
    total = np.zeros(len(units))
    short = [one for one in lists if one.found.count <= _LONG]
    if short:
        of_short = np.concatenate([one.units for one in short])
        found = flags.take(of_short).nonzero()[0]
        weights = np.array([one.weight for one in short]).repeat([one.found.count for one in short])
        np.add.at(total, units.searchsorted(of_short.take(found)), weights.take(found))
    for one in lists:
        if one.found.count > _LONG:
            total += one.weight * (among(one.units, units) if one.found.bits is None else one.found.holds(units))
    total *= scale.once.take(scale.lengths.take(units))
    _repeats_up(total, [one for one in lists if one.found.repeats], units, flags)
    return total


def _repeats_up(total: Floats, lists: Sequence[Weighed], units: Array, flags: Array) -> None:
    """Add what the terms that stand in some of the units more than once score there beyond that."""
    where, times, weights = [], [], []
    short = [one for one in lists if one.found.repeats <= _LONG]
    if short:
        repeated = np.concatenate([one.repeated for one in short])
        found = flags.take(repeated).nonzero()[0]
        where.append(units.searchsorted(repeated.take(found)))
        times.append(np.concatenate([one.found.times for one in short]).take(found))
        weights.append(np.array([one.weight for one in short]).repeat([one.found.repeats for one in short]).take(found))
    for one in lists:
        if one.found.repeats > _LONG:
            places = one.repeated.searchsorted(units)
            found = (one.repeated.take(places, mode="clip") == units).nonzero()[0]
            where.append(found)
            times.append(one.found.times.take(places.take(found)))
            weights.append(np.full(len(found), one.weight))
    if where:
        rows = np.concatenate(where)
        more = lists[0].scale.more(units.take(rows), np.concatenate(times))
        np.add.at(total, rows, more * np.concatenate(weights))
