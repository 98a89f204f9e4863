"""The best sentences of a view for some weighted lists, exactly, without scoring most of the others.

MaxScore: a list can add no more to a score than its highest value. The lists of rare terms are scored whole; the best
sentences so far tell what a sentence must reach, and as soon as the lists that are left cannot lift any other sentence
so high, they are only looked into for sentences that are still in question. A sentence also gets a share of what its
paragraph's first sentence scores, and what the headings and the title above it score: the first is bounded by the
highest score seen, the second by the highest there is, and the sentences under the few headings that score far higher
than all others are looked at one by one.

Bounds are kept in single precision and with a margin; every score given out is worked out whole in double precision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from retrieval.engines.lists import Floats, Scale, TermList, among
from retrieval.engines.pages import Array
from retrieval.engines.view import View

# Postings that are scored before the first look at what must be reached.
_FIRST: Final = 8192
# When this few sentences are in question, each is scored whole.
_FEW: Final = 256
# Sections that are looked at sentence by sentence because their headings score so high.
_SECTIONS: Final = 64
# Far more than single precision loses over the terms of a question, far less than sentences differ by.
_MARGIN: Final = 1e-4


class Weighed:
    """A list of the words (``part`` 0) or the grams (1), and what its scale's values are multiplied by, for one search."""

    def __init__(self, part: int, found: TermList, scale: Scale, weight: float) -> None:
        self.part = part
        self.found = found
        self.scale = scale
        self.weight = weight
        self.most = weight * found.most

    @cached_property
    def units(self) -> Array:
        """Where the term stands, unpacked once."""
        return self.found.units()

    @property
    def rough(self) -> npt.NDArray[np.float32]:
        """What it adds in each of its units, in single precision: enough to tell what can be left out."""
        scale, found = self.scale, self.found
        once = (self.weight * scale.once).astype(np.float32)
        values: npt.NDArray[np.float32] = once.take(scale.lengths.take(self.units))
        if len(found.repeated):
            places = self.units.searchsorted(found.repeated.astype(np.intp))
            values[places] = self.weight * scale.at(found.repeated, found.times)
        return values

    def scores(self, units: Array, once: Floats) -> Floats:
        """What it adds in each of these units; ``once`` is the scale's value for a term that stands there once."""
        held = self.found.holds(units) if self.found.dense else among(self.units, units)[0]
        return self.weight * self.found.scores(units, held, self.scale, once)

    def once(self, units: Array) -> Floats:
        """The scale's value in each of these units for a term that stands there once."""
        values: Floats = self.scale.once[self.scale.lengths[units]]
        return values


@dataclass(frozen=True, slots=True)
class Scored:
    """Sentences by their numbers, each with its score and the addends, row by row: words, grams, lead, bonus."""

    units: Array
    total: Floats
    addends: Floats

    def rows(self, rows: Array) -> Scored:
        """Some of them."""
        return Scored(self.units[rows], self.total[rows], self.addends[:, rows])


class Search:
    """One search: ``lists`` score sentences, ``bonus`` is what stands above them adds, for each section path."""

    def __init__(self, view: View, lists: Sequence[Weighed], bonus: Floats | None, lead: float) -> None:
        self._view = view
        # Rare terms first: they add most and are read soonest.
        self._lists = sorted(lists, key=lambda one: one.found.count)
        self._bonus = bonus
        self._lead = lead

    def best(self, limit: int, allowed: Array | None) -> Scored:
        """The best ``limit`` sentences with a score of their own, equal ones by id; ``allowed`` flags reports."""
        if allowed is not None:
            inside = self._inside(np.flatnonzero(allowed), 8 * _FEW)
            if inside is not None:
                return self._first(self._scored(inside), limit)
        scan = _Scan(self._view.scratch, self._lists)
        try:
            units = self._promising(scan, limit, allowed)
        finally:
            scan.clear()
        return self._first(self._scored(units), limit)

    # -------------------------------------------------------------------------------------------- exact scores

    def _scored(self, units: Array) -> Scored:
        """The scores of some sentences (each once, in order), those without one of their own left out."""
        leads = units - self._view.back[units]
        both = _each_once(np.concatenate([units, leads])) if self._lead else units
        own = self._own(both)
        addends = np.zeros((4, len(units)))
        addends[:2] = own[:, np.searchsorted(both, units)] if self._lead else own
        if self._lead:
            above = own[:, np.searchsorted(both, leads)].sum(axis=0)
            addends[2] = np.where(leads == units, 0.0, self._lead * above)
        if self._bonus is not None:
            addends[3] = self._bonus[self._view.paths[units]]
        kept = np.flatnonzero(addends[0] + addends[1] > 0)
        return Scored(units, np.round(addends.sum(axis=0), 9), addends).rows(kept)

    def _own(self, units: Array) -> Floats:
        """What the words and the grams of some sentences score."""
        own = np.zeros((2, len(units)))
        once: dict[int, Floats] = {}
        for one in self._lists:
            if one.part not in once:
                once[one.part] = one.once(units)
            own[one.part] += one.scores(units, once[one.part])
        return own

    def _first(self, scored: Scored, limit: int) -> Scored:
        if len(scored.units) > limit:
            scored = scored.rows(np.flatnonzero(scored.total >= _least(scored.total, limit)))
        return scored.rows(np.lexsort((self._view.ids_of(scored.units), -scored.total))[:limit])

    # -------------------------------------------------------------------------------------------- what can be left out

    def _promising(self, scan: _Scan, limit: int, allowed: Array | None) -> Array:
        """The sentences that can be among the best, each once, in order, with few others."""
        aside, bonus = self._far_above()
        least = -1.0
        wanted = _FIRST
        while least < 0 and scan.left:
            scan.go_on(wanted)
            least = self._reached(scan, limit, allowed)
            wanted *= 4
        while scan.left and scan.rest * (1 + self._lead) + self._lead * scan.most + bonus >= least - _margin(least):
            scan.go_on(1)
        units, upper = self._in_question(scan, least, bonus, allowed)
        for one in sorted(scan.left, key=lambda one: not one.found.dense):
            if len(units) <= max(_FEW, 2 * limit):
                break
            upper += one.scores(units, one.once(units)) - one.most
            kept = upper >= least - _margin(least)
            units, upper = units[kept], upper[kept]
        if not len(aside):
            return units
        return _each_once(np.concatenate([units, self._kept(aside, allowed)]))

    def _reached(self, scan: _Scan, limit: int, allowed: Array | None) -> float:
        """What the ``limit``-th best of the likeliest sentences scores; below all scores where there are too few."""
        units = self._kept(scan.units(), allowed)
        # A sentence is there once for each list that holds it.
        wanted = 2 * limit * scan.lists
        if len(units) > wanted:
            known = scan.known.take(units)
            units = units[known >= _least(known, wanted)]
        units = _each_once(units)
        if len(units) > 2 * limit:
            known = scan.known[units]
            units = units[known >= _least(known, 2 * limit)][: 4 * limit]
        return _least(self._scored(units).total, limit)

    def _in_question(self, scan: _Scan, least: float, bonus: float, allowed: Array | None) -> tuple[Array, Floats]:
        """The sentences seen that can reach ``least``, and the most that each can."""
        above = scan.rest + self._lead * (scan.most + scan.rest) + bonus
        units = scan.units()
        units = _each_once(units[scan.known.take(units) >= least - above - _margin(least)])
        units = self._kept(units, allowed)
        upper = scan.known.take(units).astype(np.float64) + scan.rest
        if self._lead:
            back = self._view.back.take(units)
            upper += np.where(back > 0, self._lead * (scan.known.take(units - back) + scan.rest), 0.0)
        if self._bonus is not None:
            upper += self._bonus.take(self._view.paths.take(units))
        kept = upper >= least - _margin(least)
        return units[kept], upper[kept]

    def _far_above(self) -> tuple[Array, float]:
        """The sentences under the few headings that score far higher than others, and what all others' score at most."""
        none = np.zeros(0, np.int64)
        if self._bonus is None:
            return none, 0.0
        most = float(self._bonus.max(initial=0.0))
        high = np.flatnonzero(self._bonus > most / 2)
        if len(high) > _SECTIONS:
            return none, most
        aside = self._inside(_each_once(self._view.reports_of_paths[high]), 1 << 15)
        if aside is None:
            return none, most
        return aside[self._bonus[self._view.paths[aside]] > most / 2], most / 2

    # -------------------------------------------------------------------------------------------- filters

    def _inside(self, reports: Array, most: int) -> Array | None:
        """The sentences of some reports (in order), None where they are more than so many."""
        first = self._view.first
        counts = first[reports + 1] - first[reports]
        if counts.sum() > most:
            return None
        units: Array = np.repeat(first[reports] - (np.cumsum(counts) - counts), counts)
        units += np.arange(len(units))
        return units

    def _kept(self, units: Array, allowed: Array | None) -> Array:
        return units if allowed is None else units[allowed[self._view.reports_of(units)]]


class _Scan:
    """Lists scored one after another: ``known`` is what each sentence has so far and ``most`` the most that one has,
    ``lists`` how many were scored, ``left`` those that were not, and ``rest`` what these can add."""

    def __init__(self, scratch: Array, lists: Sequence[Weighed]) -> None:
        self.known = scratch
        self.left = list(lists)
        self.rest = sum(one.most for one in lists)
        self.lists = 0
        self.most = 0.0
        self._seen: list[Array] = []

    def go_on(self, postings: int) -> None:
        """Score the next lists, one at least, together so many postings if there are."""
        while self.left and postings > 0:
            one = self.left.pop(0)
            units, known = one.units, one.rough
            if self._seen:
                known += self.known.take(units)
            self.known[units] = known
            self._seen.append(units)
            self.lists += 1
            self.most = max(self.most, float(known.max()))
            self.rest = sum(other.most for other in self.left)
            postings -= len(units)

    def units(self) -> Array:
        """The sentences seen, once for each list that holds them."""
        if len(self._seen) > 1:
            self._seen = [np.concatenate(self._seen)]
        return self._seen[0] if self._seen else np.zeros(0, np.intp)

    def clear(self) -> None:
        """Leave the scratch as it was."""
        for units in self._seen:
            self.known[units] = 0.0


def _least(scores: Array, limit: int) -> float:
    """The score of the last of the best; below all scores where there are fewer."""
    return float(np.partition(scores, -limit)[-limit]) if len(scores) >= limit else -1.0


def _margin(least: float) -> float:
    return _MARGIN * (1 + abs(least))


def _each_once(units: Array) -> Array:
    """In order, each once; numpy's own way is ten times as slow for many."""
    ordered = np.sort(units)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered
