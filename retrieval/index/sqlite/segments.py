"""A slab: the postings of some reports, written once and then only read, replaced by larger ones, or dropped.

Like the segments of Lucene: the reports that are stored at once make a small slab, small slabs are merged into larger ones
(:mod:`retrieval.index.sqlite.maintenance`). Here is what a slab knows of its reports and their units beside the postings: how
long each unit is, and which sentence hangs under which unit. Units are numbered within the slab, the reports one after
another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from retrieval.index.fields import FIELDS, Units
from retrieval.index.sqlite.posting_pages import FIELD_SHIFT, Array, Postings, chain, key_of
from retrieval.index.sqlite.term_codes import Codes, Terms
from store.quick_records import record

# The columns of a slab's row; all but the first four hold one number for each unit.
COLUMNS: Final = ("keys", "sentences", "headings", "titles", *FIELDS, "back", "sections")


@record
class Slab:
    """Per report its key and how many units it has; per unit its length in terms (``words``, ``grams``, ``heading``,
    ``title``); per sentence how far back its paragraph's first sentence is, and which of its report's section paths it
    stands under."""

    keys: Array
    sentences: Array
    headings: Array
    titles: Array
    words: Array
    grams: Array
    heading: Array
    title: Array
    back: Array
    sections: Array

    def counts(self, field: str) -> Array:
        """How many units of a field each report has."""
        counts: Array = getattr(self, {"heading": "headings", "title": "titles"}.get(field, "sentences"))
        return counts

    def of(self, live: Array) -> Slab:
        """What is left of it when only some reports stay (one flag for each)."""
        stays = {field: np.repeat(live, self.counts(field)) for field in FIELDS}
        per_unit = {field: getattr(self, field)[stays[field]] for field in FIELDS}
        return Slab(
            *(self.keys[live], self.sentences[live], self.headings[live], self.titles[live]),
            **per_unit,
            back=self.back[stays["words"]],
            sections=self.sections[stays["words"]],
        )

    def numbers(self, field: str, live: Array) -> Array:
        """For each unit of a field its number when only some reports stay; -1 where it does not."""
        stays = np.repeat(live, self.counts(field))
        return np.where(stays, np.cumsum(stays) - 1, -1)


def joined(slabs: Sequence[Slab]) -> Slab:
    """The reports of some slabs, one after another."""
    return Slab(*(np.concatenate([getattr(slab, name) for slab in slabs]) for name in COLUMNS))


@record
class PreparedReport:
    """A report ready to become a slab: its terms, each once, and the lists by the places of their terms among them.

    The lists of a field stand in the order of these places.
    """

    terms: Terms
    postings: Postings
    slab: Slab


def prepared(units: Units) -> PreparedReport:
    """The slab of one report, still without its key."""
    codes = Codes()
    found = [_counted(*codes.of_words(units.words), len(units.words))]
    found += [_counted(*codes.of_grams(lines), len(lines)) for lines in (units.grams, units.heading, units.title)]
    # Here the keys of the lists are the codes of their terms.
    every, _ = _runs(np.sort(np.concatenate([lists.keys for lists, _ in found])))
    postings = [
        replace(lists, keys=(np.searchsorted(every, lists.keys) | key_of(code, 0)).astype(np.uint32))
        for code, (lists, _) in enumerate(found)
    ]
    count = len(units.words)
    slab = Slab(
        keys=np.zeros(1, np.int64),
        sentences=np.array([count]),
        headings=np.array([len(units.heading)]),
        titles=np.array([len(units.title)]),
        **{field: lengths for field, (_, lengths) in zip(FIELDS, found, strict=True)},
        back=np.arange(count) - np.array(units.leads, np.int64),
        sections=np.array(units.sections, np.int64),
    )
    lists = chain(postings)
    narrow = {name: _narrow(getattr(lists, name)) for name in ("counts", "units", "often")}
    return PreparedReport(codes.terms(every), replace(lists, **narrow), slab)


def together(reports: Sequence[PreparedReport], numbers: Sequence[Array]) -> Postings:
    """The lists of some reports, whose units are numbered one report after another, by the keys of their terms' numbers
    (for each report those of its own terms)."""
    parts, bases = [], np.zeros(len(FIELDS), np.int64)
    for one, of_terms in zip(reports, numbers, strict=True):
        lists = one.postings
        term = lists.keys & np.uint32(key_of(1, 0) - 1)
        base = lists.keys - term
        keys = base | of_terms[term] if len(of_terms) else lists.keys
        moved = np.repeat(bases[base >> FIELD_SHIFT], lists.counts) + lists.units
        parts.append(Postings(keys, lists.counts, moved, lists.often))
        bases += [int(one.slab.counts(field).sum()) for field in FIELDS]
    every = chain(parts)
    return every.chosen(np.argsort(every.keys, kind="stable")).joined()


def _narrow(numbers: Array) -> Array:
    """The numbers in as few bytes each as the largest needs: they are sent from one process to another."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def _counted(codes: Array, of_unit: Array, units: int) -> tuple[Postings, Array]:
    """For each code a list of the units that it stands in; and how many terms each unit has."""
    # One number for each code in each unit: sorted, they are the lists.
    base = np.uint64(max(1, units))
    found, often = _runs(np.sort(codes * base + of_unit.astype(np.uint64)))
    found, of_found = np.divmod(found, base)
    keys, counts = _runs(found)
    lists = Postings(keys, counts.astype(np.uint32), of_found.astype(np.uint32), often.astype(np.uint32))
    return lists, np.bincount(of_unit, minlength=units)


def _runs(rising: Array) -> tuple[Array, Array]:
    """The distinct ones of some rising numbers, and how often each stands there."""
    starts = np.flatnonzero(np.append(True, rising[1:] != rising[:-1])[: len(rising)])
    return rising[starts], np.diff(starts, append=len(rising))


def packed(numbers: Array) -> bytes:
    """Numbers that are never negative, in as few bytes as the largest of them needs, each as many."""
    most = int(numbers.max()) if len(numbers) else 0
    width = next(width for width in (1, 2, 4, 8) if most < 1 << 8 * width)
    return bytes([width]) + numbers.astype(f"<u{width}").tobytes()


def unpacked(data: bytes) -> Array:
    """The numbers of :func:`packed`, in the type that they were packed in."""
    return np.frombuffer(data, f"<u{data[0]}", offset=1)
