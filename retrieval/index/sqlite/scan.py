"""Lists of terms scored: added up over all their units, or looked up for some units alone.

Short lists are scored together, as a call of numpy costs as much as some hundred postings.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import numpy as np

from retrieval.index.sqlite.posting_lists import Floats, Scale, TermList, among
from retrieval.index.sqlite.posting_pages import Array

# Longer lists are looked up one by one: putting them together takes longer than the calls that it spares.
_LONG: Final = 2048


# A list that is left is looked up for a guess if it adds more than this share of what they do on average.
_STRONG: Final = 0.5


class Weighed:
    """A list of the words (``part`` 0) or the grams (1), and what its scale's values are multiplied by, for one search."""

    def __init__(self, part: int, found: TermList, scale: Scale, weight: float) -> None:
        self.part = part
        self.found = found
        self.scale = scale
        self.weight = weight
        self.most = weight * found.most
        self._units: Array | None = None
        self._repeated: Array | None = None

    # Not functools.cached_property: up to Python 3.11 its lock costs more than a short list.
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


class Scan:
    """Lists scored one after another, those first that add much for few postings.

    ``known`` is what each sentence has so far. ``left`` are the lists that were not scored, and ``rest`` is the most
    that these can add.
    """

    def __init__(self, scratch: Floats, lists: Sequence[Weighed]) -> None:
        self.known = scratch
        self.left = sorted(lists, key=lambda one: one.found.count / one.most)
        self._rests = [*accumulate((one.most for one in reversed(self.left)), initial=0.0)]
        self.lists = 0
        self._seen: list[Array] = []

    @property
    def rest(self) -> float:
        """The most that the lists that are left can add."""
        return self._rests[len(self.left)]

    def go_on(self, postings: int, enough: float) -> None:
        """Score the next lists, one at least: until they have so many postings, or what is left adds less than enough."""
        taken = 0
        while taken < len(self.left) and postings > 0 and self._rests[len(self.left) - taken] >= enough:
            postings -= self.left[taken].found.count
            taken += 1
        chosen, self.left = self.left[: max(taken, 1)], self.left[max(taken, 1) :]
        self.lists += len(chosen)
        for of_part in self._parts(chosen):
            self._seen.append(add_up(self.known, of_part))  # at once, so that it can be cleared whatever follows

    def units(self) -> Array:
        """The sentences seen, once for each list that holds them."""
        if len(self._seen) > 1:
            self._seen = [np.concatenate(self._seen)]
        return self._seen[0] if self._seen else np.zeros(0, np.intp)

    def exactly(self, units: Array) -> Floats:
        """What the words and the grams of some sentences score."""
        own: Floats = self.known.take(units)
        for of_part in self._parts(self.left):
            own += looked_up(of_part, units)
        return own

    def at_least(self, units: Array) -> Floats:
        """Not much less than that, for less work."""
        own: Floats = self.known.take(units)
        strong = [one for one in self.left if one.most * len(self.left) > _STRONG * self.rest]
        for of_part in self._parts(strong):
            own += _once(of_part, units)
        return own

    @staticmethod
    def _parts(lists: Sequence[Weighed]) -> list[list[Weighed]]:
        parts = [[one for one in lists if one.part == part] for part in (0, 1)]
        return [part for part in parts if part]

    def clear(self) -> None:
        """Leave the scratch as it was."""
        for units in self._seen:
            self.known[units] = 0.0


def add_up(into: Floats, lists: Sequence[Weighed]) -> Array:
    """Add to each unit what some lists of one field score there; gives the units, once for each list that holds them."""
    scale = lists[0].scale
    units: Array = lists[0].units if len(lists) == 1 else np.concatenate([one.units for one in lists])
    values = scale.once.take(scale.lengths.take(units))
    values *= np.repeat([one.weight for one in lists], [one.found.count for one in lists])
    np.add.at(into, units, values)
    again = [one for one in lists if one.found.repeats]
    if again:
        repeated = np.concatenate([one.repeated for one in again])
        more = scale.more(repeated, np.concatenate([one.found.times for one in again]))
        more *= np.repeat([one.weight for one in again], [one.found.repeats for one in again])
        np.add.at(into, repeated, more)
    return units


def looked_up(lists: Sequence[Weighed], units: Array) -> Floats:
    """What some lists of one field score together in each of some units."""
    total = _once(lists, units)
    _repeats_up(total, lists, units)
    return total


def _once(lists: Sequence[Weighed], units: Array) -> Floats:
    """The same as if each term stood in no unit twice."""
    scale = lists[0].scale
    total = np.zeros(len(units))
    short = [one for one in lists if one.found.count <= _LONG]
    if short:
        held, _ = _among([one.units for one in short], units, len(scale.lengths))
        total += np.array([one.weight for one in short]) @ held
    for one in lists:
        if one.found.count > _LONG:
            total += one.weight * (one.found.holds(units) if one.found.dense else among(one.units, units))
    total *= scale.once.take(scale.lengths.take(units))
    return total


def _repeats_up(total: Floats, lists: Sequence[Weighed], units: Array) -> None:
    """Add what the terms that stand in some of the units more than once score there beyond that."""
    again = [one for one in lists if one.found.repeats]
    short = [one for one in again if one.found.repeats <= _LONG]
    where, times, weights = [], [], []
    for some in (*([short] if short else []), *([one] for one in again if one.found.repeats > _LONG)):
        held, places = _among([one.repeated for one in some], units, len(lists[0].scale.lengths))
        rows, columns = held.nonzero()
        if len(rows):
            often = some[0].found.times if len(some) == 1 else np.concatenate([one.found.times for one in some])
            where.append(columns)
            times.append(often.take(places[rows, columns]))
            weights.append(np.array([one.weight for one in some]).take(rows))
    if where:
        columns = np.concatenate(where)
        more = lists[0].scale.more(units.take(columns), np.concatenate(times))
        np.add.at(total, columns, more * np.concatenate(weights))


def _among(ordered: Sequence[Array], units: Array, count: int) -> tuple[Array, Array]:
    """For each list, row by row, whether each unit is in it, and at which place of all lists one after another."""
    if len(ordered) == 1:
        places = ordered[0].searchsorted(units)[None]
        return ordered[0].take(places, mode="clip") == units, places
    # Each list gets numbers of its own: so they are in order one after another.
    bases = np.arange(len(ordered)) * count
    numbers = np.concatenate(ordered)
    numbers += np.repeat(bases, [len(one) for one in ordered])
    asked = bases[:, None] + units
    places = numbers.searchsorted(asked)
    return numbers.take(places, mode="clip") == asked, places
