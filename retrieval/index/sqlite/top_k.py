"""The best sentences of a view for some weighted lists, exactly, without scoring most of the others.

All sentences are scored nearly (:mod:`retrieval.index.sqlite.scan`), which tells what the best reach at least; exactly are
scored those that can reach it. A sentence also gets a share of what its paragraph's first sentence scores, and what the
headings and the title above it score: what that can be at most is kept low by looking one by one at the sentences below
the likeliest first sentences, and under the few headings that score far higher than all others.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from retrieval.index.sqlite.machine_code import loops
from retrieval.index.sqlite.posting_lists import Floats
from retrieval.index.sqlite.posting_pages import Array
from retrieval.index.sqlite.reader import View
from retrieval.index.sqlite.scan import Around, Weighed, each_once, least_of

# So few sentences are each scored exactly: those of a few reports, or those that hold any of the terms.
_FEW: Final = 2048
# So many more than are wanted are put in order at once.
_SORTED: Final = 256
# Sections that are looked at sentence by sentence because their headings score so high, and how many sentences at most.
_SECTIONS: Final = 128
_UNDER: Final = 1 << 15
_NOTHING: Final = np.zeros(0, np.intp)


class Scored(NamedTuple):
    """Sentences by their numbers, each with its score and the addends, row by row: words, grams, lead, bonus."""

    units: Array
    total: Floats
    addends: Floats

    def rows(self, rows: Array) -> Scored:
        """Some of them."""
        return Scored(self.units.take(rows), self.total.take(rows), self.addends.take(rows, axis=1))


class Best(NamedTuple):
    """The best of them in order, with the ids by which the archive knows them."""

    units: Array
    ids: Array
    total: Floats
    addends: Floats


class Search:
    """Searches with one query: ``lists`` score sentences, ``bonus`` is what stands above them adds, for each section path."""

    def __init__(self, view: View, lists: Sequence[Weighed], bonus: Floats | None, lead: float) -> None:
        self._view = view
        self._lists = [one for one in lists if one.weight > 0]
        self._bonus = bonus
        self._lead = lead
        self._around = Around(view.back, view.reach, view.paths, bonus, lead)
        self._scan, self._looked_up = loops(view.count)

    def best(self, limit: int, allowed: Array | None) -> Best:
        """The best ``limit`` sentences with a score of their own, equal ones by id; ``allowed`` flags reports."""
        few = self._few
        if few is not None:
            inside = None if allowed is None else allowed.take(self._view.reports_of(few.units)).nonzero()[0]
            return self._first(few if inside is None else few.rows(inside), limit)
        units = None if allowed is None else self._inside(np.flatnonzero(allowed), _FEW)
        if units is None:
            units = self._promising(limit, allowed)
        return self._first(self._scored(units), limit)

    @cached_property
    def _few(self) -> Scored | None:
        """All sentences that score, once for all filters; None where they may be many."""
        if sum(one.found.count for one in self._lists) > _FEW:
            return None
        return self._scored(each_once(np.concatenate([_NOTHING, *(one.units for one in self._lists)])))

    # -------------------------------------------------------------------------------------------- exact scores

    def _scored(self, units: Array) -> Scored:
        """The scores of some sentences (each once, in order)."""
        looked_at, addends = units, np.zeros((4, len(units)))
        of_parts = addends[:2]
        if self._lead:
            leads = units - self._view.back.take(units)
            looked_at = each_once(np.concatenate([units, leads]))
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
        if self._lead:
            addends[:2] = of_parts.take(looked_at.searchsorted(units), axis=1)
            own = of_parts.sum(axis=0).take(looked_at.searchsorted(leads))
            addends[2] = np.where(leads == units, 0.0, self._lead * own)
        addends[3] = self._around.above(units)
        return Scored(units, addends.sum(axis=0).round(9), addends)

    def _first(self, scored: Scored, limit: int) -> Best:
        """The best of those with a score of their own."""
        rows = (scored.addends[0] + scored.addends[1]).nonzero()[0]
        total = scored.total.take(rows)
        if len(rows) > _SORTED + limit:
            high = (total >= least_of(total, limit)).nonzero()[0]
            rows, total = rows.take(high), total.take(high)
        units = scored.units.take(rows)
        ids = self._view.ids_of(units)
        order = np.lexsort((ids, -total))[:limit]
        return Best(
            units.take(order), ids.take(order), total.take(order), scored.addends.take(rows.take(order), axis=1)
        )

    # -------------------------------------------------------------------------------------------- what can be left out

    def _promising(self, limit: int, allowed: Array | None) -> Array:
        """The sentences that can be among the best, each once, in order, with few others."""
        alone = allowed is None and self._bonus is None and not self._lead
        scan = self._scan(self._view.scratch, self._lists, alone=alone)
        if allowed is not None:
            scan.keep(allowed.repeat(np.diff(self._view.first)))
        return scan.promising(limit, self._around, *self._far_above())

    def _far_above(self) -> tuple[Array, float]:
        """The sentences under the few headings that score far higher than others, and what all others' score at most."""
        most = 0.0 if self._bonus is None else float(self._bonus.max(initial=0.0))
        if self._bonus is None or not most:
            return _NOTHING, 0.0
        high = (self._bonus > most / 8).nonzero()[0]
        for bound in (most / 8, most / 4, most / 2):
            high = high[self._bonus.take(high) > bound]
            if len(high) <= _SECTIONS:
                aside = self._inside(each_once(self._view.reports_of_paths[high]), _UNDER)
                if aside is not None:
                    return aside[self._around.above(aside) > bound], bound
        return _NOTHING, most

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
