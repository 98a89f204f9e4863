"""The best sentences of a view for some weighted lists, exactly, without scoring most of the others.

All sentences are scored nearly (:mod:`retrieval.index.sqlite.scan`), which tells what the best reach at least; exactly are
scored those that can reach it. A sentence also gets a share of what its paragraph's first sentence scores, and what the
headings and the title above it score: what that can be at most is kept low by looking one by one at the sentences below
the likeliest first sentences, and under the few headings that score far higher than all others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from retrieval.index.sqlite.machine_code import loops
from retrieval.index.sqlite.posting_lists import Floats
from retrieval.index.sqlite.posting_pages import Array
from retrieval.index.sqlite.reader import View
from retrieval.index.sqlite.scan import Scan, Weighed

# The likeliest sentences by what they score themselves that are looked at first, for each that is wanted.
_FIRST: Final = 8
# So few sentences are each scored exactly: those of a few reports, or those that hold any of the terms.
_FEW: Final = 2048
# Sections that are looked at sentence by sentence because their headings score so high, and how many sentences at most.
_SECTIONS: Final = 128
_UNDER: Final = 1 << 15
# Sentences that are looked at one by one because the first of their paragraph may score so high.
_LED: Final = 1 << 16
# More than rounding to nine digits and adding in another order change.
_MARGIN: Final = 1e-8


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
        self._lists = [one for one in lists if one.weight > 0]
        self._bonus = bonus
        self._lead = lead
        self._scan, self._looked_up = loops(view.count)

    def best(self, limit: int, allowed: Array | None) -> Scored:
        """The best ``limit`` sentences with a score of their own, equal ones by id; ``allowed`` flags reports."""
        units: Array | None = None
        if sum(one.found.count for one in self._lists) <= _FEW:
            units = _each_once(np.concatenate([np.zeros(0, np.intp), *(one.units for one in self._lists)]))
            units = units if allowed is None else units[allowed[self._view.reports_of(units)]]
        elif allowed is not None:
            units = self._inside(np.flatnonzero(allowed), _FEW)
        if units is None:
            units = self._promising(limit, allowed)
        return self._first(self._scored(units), limit)

    # -------------------------------------------------------------------------------------------- exact scores

    def _scored(self, units: Array) -> Scored:
        """The scores of some sentences (each once, in order), those without one of their own left out."""
        leads = units - self._view.back.take(units)
        looked_at = _each_once(np.concatenate([units, leads])) if self._lead else units
        of_parts = np.zeros((2, len(looked_at)))
        flags = self._view.flags
        flags[looked_at] = True
        try:
            for part in (0, 1):
                lists = [one for one in self._lists if one.part == part]
                if lists:
                    of_parts[part] = self._looked_up(lists, looked_at, flags)
        finally:
            flags[looked_at] = False
        addends = np.zeros((4, len(units)))
        addends[:2] = of_parts.take(looked_at.searchsorted(units), axis=1)
        if self._lead:
            own = of_parts.sum(axis=0).take(looked_at.searchsorted(leads))
            addends[2] = np.where(leads == units, 0.0, self._lead * own)
        addends[3] = self._above(units)
        kept = (addends[0] + addends[1]).nonzero()[0]
        return Scored(units, addends.sum(axis=0).round(9), addends).rows(kept)

    def _first(self, scored: Scored, limit: int) -> Scored:
        if len(scored.units) > limit:
            scored = scored.rows((scored.total >= _least(scored.total, limit)).nonzero()[0])
        return scored.rows(np.lexsort((self._view.ids_of(scored.units), -scored.total))[:limit])

    # -------------------------------------------------------------------------------------------- what can be left out

    def _promising(self, limit: int, allowed: Array | None) -> Array:
        """The sentences that can be among the best, each once, in order, with few others."""
        scan = self._scan(self._view.scratch, self._lists)
        if allowed is not None:
            scan.keep(allowed.repeat(np.diff(self._view.first)))
        aside, bonus = self._far_above()
        units, high = scan.likeliest(_FIRST * limit)
        least, highest = self._reached(scan, _each_once(np.concatenate([units, aside])), limit)
        led = self._led(units)
        if led is None:
            led, high = units[:0], max(high, highest)
        enough = least - self._lead * high - bonus
        if enough <= high:
            units = scan.reaching(enough)
            units = units[scan.about(units) >= enough]
        units = _each_once(np.concatenate([units, led, aside]))
        own = scan.about(units)
        return units[(own + self._around(scan, units) >= least) & (own > 0)]

    def _reached(self, scan: Scan, units: Array, limit: int) -> tuple[float, float]:
        """What the best score at least, from some that are likely among them (each once); and the most by its words alone."""
        own = scan.about(units)
        most = (own + self._around(scan, units))[own > 0]
        least = _least(most, limit) - (1 + self._lead) * scan.slack
        return least - _MARGIN * (1 + abs(least)), float(own.max(initial=0.0))

    def _around(self, scan: Scan, units: Array) -> Floats | float:
        """What leads some sentences and what stands above them adds to their scores, about."""
        added = self._above(units)
        if self._lead:
            back = self._view.back.take(units)
            places = back.nonzero()[0]
            of_leads = np.zeros(len(units))
            of_leads[places] = self._lead * scan.about(units.take(places) - back.take(places))
            added = added + of_leads
        return added

    def _above(self, units: Array) -> Floats | float:
        """What stands above some sentences adds to their scores."""
        return 0.0 if self._bonus is None else self._bonus.take(self._view.paths.take(units))

    def _led(self, likeliest: Array) -> Array | None:
        """The sentences of the paragraphs whose first sentence is one of the likeliest, None where they may be many."""
        if not self._lead:
            return likeliest[:0]
        back, reach = self._view.back, self._view.reach
        leads = likeliest[back.take(likeliest) == 0]
        if len(leads) * reach > _LED:
            return None
        steps = np.arange(1, reach + 1)
        units = leads[:, None] + steps
        led: Array = units[(back.take(units, mode="clip") == steps) & (units < len(back))]
        return led

    def _far_above(self) -> tuple[Array, float]:
        """The sentences under the few headings that score far higher than others, and what all others' score at most."""
        most = 0.0 if self._bonus is None else float(self._bonus.max(initial=0.0))
        if self._bonus is None or not most:
            return np.zeros(0, np.intp), 0.0
        high = (self._bonus > most / 8).nonzero()[0]
        for bound in (most / 8, most / 4, most / 2):
            high = high[self._bonus.take(high) > bound]
            if len(high) <= _SECTIONS:
                aside = self._inside(_each_once(self._view.reports_of_paths[high]), _UNDER)
                if aside is not None:
                    return aside[self._bonus.take(self._view.paths.take(aside)) > bound], bound
        return np.zeros(0, np.intp), most

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


def _least(scores: Array, limit: int) -> float:
    """The score of the last of the best; below all scores where there are fewer."""
    return float(np.partition(scores, -limit)[-limit]) if len(scores) >= limit else -1.0


def _each_once(units: Array) -> Array:
    """In order, each once; numpy's own way is ten times as slow for many."""
    ordered = np.sort(units)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered
