"""The best sentences of a view for some weighted lists, exactly, without scoring most of the others.

MaxScore: a list can add no more to a score than its highest value. The lists that add much for few postings are scored
whole (:mod:`retrieval.index.sqlite.scan`); the best sentences so far tell what a sentence must reach, and as soon as the
lists that are left cannot lift any other sentence so high, they are only looked into for sentences that are still in
question. A sentence also gets a share of what its paragraph's first sentence scores, and what the headings and the title
above it score: what that can be at most is kept low by looking one by one at the sentences below the likeliest first
sentences, and under the few headings that score far higher than all others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from retrieval.index.sqlite.posting_lists import Floats
from retrieval.index.sqlite.posting_pages import Array
from retrieval.index.sqlite.reader import View
from retrieval.index.sqlite.scan import Scan, Weighed, looked_up

# Postings that are scored before the first look at what must be reached.
_FIRST: Final = 8192
# When this few sentences are in question, each is scored whole.
_FEW: Final = 256
# Sections that are looked at sentence by sentence because their headings score so high.
_SECTIONS: Final = 64
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


@dataclass(frozen=True, slots=True)
class _Reached:
    """What a sentence must reach (``least``), after the likeliest (``tops``) of those ``seen`` (once for each list), with
    what each has so far (``known``); no other than the likeliest has more than ``high``."""

    least: float
    high: float
    tops: Array
    known: Floats
    seen: Array


class Search:
    """One search: ``lists`` score sentences, ``bonus`` is what stands above them adds, for each section path."""

    def __init__(self, view: View, lists: Sequence[Weighed], bonus: Floats | None, lead: float) -> None:
        self._view = view
        self._lists = [one for one in lists if one.most > 0]
        self._bonus = bonus
        self._lead = lead

    def best(self, limit: int, allowed: Array | None) -> Scored:
        """The best ``limit`` sentences with a score of their own, equal ones by id; ``allowed`` flags reports."""
        scan = Scan(self._view.scratch, self._lists)
        inside = None if allowed is None else self._inside(np.flatnonzero(allowed), 8 * _FEW)
        try:
            units = self._promising(scan, limit, allowed) if inside is None else inside
            return self._parted(self._first(self._scored(scan, units), limit))
        finally:
            scan.clear()

    # -------------------------------------------------------------------------------------------- exact scores

    def _scored(self, scan: Scan, units: Array) -> Scored:
        """The scores of some sentences (each once, in order), those without one of their own left out."""
        addends = np.zeros((4, len(units)))
        if self._lead:
            leads = units - self._view.back.take(units)
            both = _each_once(np.concatenate([units, leads]))
            own = scan.exactly(both)
            addends[0] = own.take(both.searchsorted(units))
            addends[2] = np.where(leads == units, 0.0, self._lead * own.take(both.searchsorted(leads)))
        else:
            addends[0] = scan.exactly(units)
        addends[3] = self._above(units)
        kept = addends[0].nonzero()[0]
        return Scored(units, addends.sum(axis=0).round(9), addends).rows(kept)

    def _first(self, scored: Scored, limit: int) -> Scored:
        if len(scored.units) > limit:
            scored = scored.rows((scored.total >= _least(scored.total, limit)).nonzero()[0])
        return scored.rows(np.lexsort((self._view.ids_of(scored.units), -scored.total))[:limit])

    def _parted(self, scored: Scored) -> Scored:
        """The same with what their words and their grams score told apart."""
        words = [one for one in self._lists if one.part == 0]
        if len(words) < len(self._lists):
            of_words = looked_up(words, scored.units) if words else 0.0
            scored.addends[1] = scored.addends[0] - of_words
            scored.addends[0] = of_words
        return scored

    # -------------------------------------------------------------------------------------------- what can be left out

    def _promising(self, scan: Scan, limit: int, allowed: Array | None) -> Array:
        """The sentences that can be among the best, each once, in order, with few others."""
        aside, bonus = self._far_above()
        reached = _Reached(-1.0, 0.0, np.zeros(0, np.intp), np.zeros(0), np.zeros(0, np.intp))
        wanted = _FIRST
        while scan.left:
            # Of the lists that are left a sentence can have all, and so can the one that leads its paragraph.
            enough = (reached.least - self._lead * reached.high - bonus) / (1 + self._lead)
            if scan.rest < enough:
                break
            scan.go_on(wanted, enough)
            reached = self._reached(scan, limit, allowed)
            wanted *= 4
        units, upper = self._in_question(scan, reached, aside, bonus, allowed)
        for one in sorted(scan.left, key=lambda one: -one.most):
            if len(units) <= max(_FEW, 2 * limit):
                break
            upper += looked_up([one], units) - one.most
            kept = (upper >= reached.least).nonzero()[0]
            units, upper = units.take(kept), upper.take(kept)
        return units

    def _reached(self, scan: Scan, limit: int, allowed: Array | None) -> _Reached:
        """What must be reached after the likeliest of the sentences seen."""
        seen = self._kept(scan.units(), allowed)
        known = scan.known.take(seen)
        # A sentence is there once for each list that holds it.
        wanted, high, tops = 2 * limit * scan.lists, 0.0, seen
        if len(seen) > wanted:
            high = _least(known, wanted)
            tops = seen[known >= high]
        units = tops = _each_once(tops)
        own = scan.known.take(tops)
        if len(tops) > 2 * limit:
            units = tops[own >= _least(own, 2 * limit)][: 4 * limit]
        if len(tops) * self._view.reach > _LED:
            high, tops = float(own.max()), tops[:0]
        total = scan.at_least(units)
        total += self._above(units)
        if self._lead:
            total += self._lead * self._of_leads(scan, units, 0.0)
        least = _least(total, limit)
        return _Reached(least - _MARGIN * (1 + abs(least)), high, tops, known, seen)

    def _in_question(
        self, scan: Scan, reached: _Reached, aside: Array, bonus: float, allowed: Array | None
    ) -> tuple[Array, Floats]:
        """The sentences that can reach ``least``, each once, in order, and the most that each can."""
        led = self._lead * (reached.high + scan.rest)
        places = (reached.known >= reached.least - scan.rest - led - bonus).nonzero()[0]
        units, upper = reached.seen.take(places), reached.known.take(places) + scan.rest
        if self._bonus is not None:
            upper += self._bonus.take(self._view.paths.take(units))
            places = (upper >= reached.least - led).nonzero()[0]
            units, upper = units.take(places), upper.take(places)
        others = self._kept(np.concatenate([self._led(reached), aside]), allowed)
        upper = np.concatenate([upper, scan.known.take(others) + scan.rest + self._above(others)])
        units = np.concatenate([units, others])
        if self._lead:
            upper += self._lead * self._of_leads(scan, units, scan.rest)
        places = (upper >= reached.least).nonzero()[0]
        units, first = np.unique(units.take(places), return_index=True)
        return units, upper.take(places.take(first))

    def _above(self, units: Array) -> Floats | float:
        """What stands above some sentences adds to their scores."""
        return 0.0 if self._bonus is None else self._bonus.take(self._view.paths.take(units))

    def _of_leads(self, scan: Scan, units: Array, more: float) -> Floats:
        """What those that lead the paragraphs of some sentences have so far and ``more``, 0 for leads themselves."""
        back = self._view.back.take(units)
        places = back.nonzero()[0]
        of_leads = np.zeros(len(units))
        of_leads[places] = scan.known.take(units.take(places) - back.take(places)) + more
        return of_leads

    def _led(self, reached: _Reached) -> Array:
        """The sentences of the paragraphs whose first sentence is one of the likeliest."""
        if not self._lead:
            return reached.tops[:0]
        back, steps = self._view.back, np.arange(1, self._view.reach + 1)
        leads = reached.tops[back.take(reached.tops) == 0]
        units = leads[:, None] + steps
        led: Array = units[(back.take(units, mode="clip") == steps) & (units < len(back))]
        return led

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


def _least(scores: Array, limit: int) -> float:
    """The score of the last of the best; below all scores where there are fewer."""
    return float(np.partition(scores, -limit)[-limit]) if len(scores) >= limit else -1.0


def _each_once(units: Array) -> Array:
    """In order, each once; numpy's own way is ten times as slow for many."""
    ordered = np.sort(units)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered
