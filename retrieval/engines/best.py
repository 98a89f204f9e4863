"""The best sentences of a view for some weighted lists, exactly, without scoring most of the others.

MaxScore: a list can add no more to a score than its highest value. The lists of rare terms are scored whole; from the
``limit``-th best score seen so far it is known how few lists are enough so that no sentence outside of them can still
get in. The lists of the common terms are then only looked into for sentences that they could lift so far. What a
paragraph's first sentence hands down, and what headings and titles add, has its highest value like any list.
Bounds are kept in single precision and with a margin; every score given out is worked out whole in double precision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from retrieval.engines.lists import Floats, Scale, TermList
from retrieval.engines.pages import Array
from retrieval.engines.view import View

# So many sentences at a time are scored whole rather than looked at list by list.
_FEW: Final = 512
# Far more than single precision loses over the terms of a question, far less than sentences differ by.
_MARGIN: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Weighed:
    """A list of the words (``part`` 0) or the grams (1) and what its scale's values are multiplied by."""

    part: int
    found: TermList
    scale: Scale
    weight: float

    @property
    def most(self) -> float:
        """What it adds to a sentence's score at most."""
        return self.weight * self.found.most


@dataclass(frozen=True, slots=True)
class Scored:
    """Sentences by their numbers, each with its score and the addends, row by row: words, grams, lead, bonus."""

    units: Array
    total: Floats
    addends: Floats


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
            inside = self._inside(allowed)
            if len(inside) <= 4 * _FEW:
                return self._first(self._scored(inside), limit)
        seeds = self._scored(self._kept(self._seeds(4 * limit), allowed))
        least = _least(seeds.total, limit)
        touched, known, rest = self._scan(least)
        units = self._promising(self._kept(touched, allowed), known, rest, limit, least)
        known[touched] = 0.0
        return self._first(self._scored(units), limit)

    # -------------------------------------------------------------------------------------------- exact scores

    def _scored(self, units: Array) -> Scored:
        """The scores of some sentences (each once, in order), those without one of their own left out."""
        leads = units - self._view.back[units]
        both = np.unique(np.concatenate([units, leads])) if self._lead else units
        own = self._own(both)
        here = np.searchsorted(both, units)
        addends = np.zeros((4, len(units)))
        addends[:2] = own[:, here]
        kept = np.flatnonzero(addends[0] + addends[1] > 0)
        if self._lead:
            above = own[:, np.searchsorted(both, leads)].sum(axis=0)
            addends[2] = np.where(leads == units, 0.0, self._lead * above)
        if self._bonus is not None:
            addends[3] = self._bonus[self._view.paths[units]]
        addends = addends[:, kept]
        return Scored(units[kept], np.round(addends.sum(axis=0), 9), addends)

    def _own(self, units: Array) -> Floats:
        """What the words and the grams of some sentences score."""
        own = np.zeros((2, len(units)))
        once = {one.part: one.scale.once[one.scale.lengths[units]] for one in self._lists}
        for one in self._lists:
            own[one.part] += one.weight * one.found.scores(units, one.scale, once[one.part])
        return own

    def _first(self, scored: Scored, limit: int) -> Scored:
        rows = np.arange(len(scored.units))
        if len(rows) > limit:
            rows = np.flatnonzero(scored.total >= _least(scored.total, limit))
        rows = rows[np.lexsort((self._view.ids_of(scored.units[rows]), -scored.total[rows]))][:limit]
        return Scored(scored.units[rows], scored.total[rows], scored.addends[:, rows])

    # -------------------------------------------------------------------------------------------- what can be left out

    def _seeds(self, wanted: int) -> Array:
        """Some sentences that are likely to score high: those that hold the rarest terms."""
        units: list[Array] = []
        for one in self._lists:
            units.append(one.found.where()[:wanted])
            if sum(map(len, units)) >= wanted:
                break
        return np.unique(np.concatenate(units).astype(np.int64)) if units else np.zeros(0, np.int64)

    def _scan(self, least: float) -> tuple[Array, Array, float]:
        """Score the first lists, until no sentence outside of them can reach ``least``.

        Gives the sentences seen (once for each list), what is known of every sentence, and how much the other lists can
        still add.
        """
        known, touched = self._view.scratch, []
        rest = sum(one.most for one in self._lists)
        above = self._lead * rest + self._bonus_most
        self._done = 0
        for one in self._lists:
            if rest + above < least - _MARGIN * (1 + least):
                break
            units = one.found.where()
            units = units.astype(np.int64, copy=False)
            known[units] += np.float32(one.weight) * one.found.all_values(one.scale, units)
            touched.append(units)
            rest -= one.most
            self._done += 1
        return np.concatenate(touched) if touched else np.zeros(0, np.int64), known, max(rest, 0.0)

    @property
    def _bonus_most(self) -> float:
        return 0.0 if self._bonus is None else float(self._bonus.max(initial=0.0))

    def _promising(self, units: Array, known: Array, rest: float, limit: int, least: float) -> Array:
        """Those of the sentences that can be among the best, each once, in order."""
        lead = self._lead
        above = rest + lead * (float(known[units].max(initial=0.0)) + rest) + self._bonus_most
        units = np.unique(units[known[units] >= least - above - _MARGIN * (1 + abs(least))])
        upper = known[units].astype(np.float64) + rest
        if lead:
            back = self._view.back[units]
            upper += np.where(back > 0, lead * (known[units - back] + rest), 0.0)
        if self._bonus is not None:
            upper += self._bonus[self._view.paths[units]]
        if len(units) > 4 * limit:
            likeliest = np.sort(np.argpartition(upper, -2 * limit)[-2 * limit :])
            least = max(least, _least(self._scored(units[likeliest]).total, limit))
        least -= _MARGIN * (1 + abs(least))
        kept = upper >= least
        units, upper = units[kept], upper[kept]
        for one in self._lists[self._done :]:
            if len(units) <= _FEW:
                break
            values = one.found.scores(units, one.scale, one.scale.once[one.scale.lengths[units]])
            upper += one.weight * values - one.most
            kept = upper >= least
            units, upper = units[kept], upper[kept]
        return units

    # -------------------------------------------------------------------------------------------- filters

    def _inside(self, allowed: Array) -> Array:
        first = self._view.first
        reports = np.flatnonzero(allowed)
        spans = [np.arange(first[report], first[report + 1]) for report in reports[: 4 * _FEW]]
        return np.concatenate(spans) if spans else np.zeros(0, np.int64)

    def _kept(self, units: Array, allowed: Array | None) -> Array:
        return units if allowed is None else units[allowed[self._view.reports_of(units)]]


def _least(scores: Floats, limit: int) -> float:
    """The score of the last of the best; below all scores where there are fewer."""
    return float(np.partition(scores, -limit)[-limit]) if len(scores) >= limit else -1.0
