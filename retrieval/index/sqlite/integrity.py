"""What does not fit together in the index, said in sentences; nothing is repaired.

Each list of every slab is read once: it must name units that are there, in order, and all lists of a field together
must make up the length of each unit, so that no posting is missing, doubled, or in the wrong place. How many units
hold a term and what it scores follows from the lists and the lengths alone. Some reports are indexed anew, and their
postings must be the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

import numpy as np

from retrieval.index.fields import FIELDS
from retrieval.index.sqlite.posting_pages import Array, Postings, first_key_beyond, key_of, one_list
from retrieval.index.sqlite.segment_store import live_reports, numbers_of, page_with, pages_of, read_slab
from retrieval.index.sqlite.segments import PreparedReport, Slab
from retrieval.model import Field


def problems(db: sqlite3.Connection, again: Callable[[int], tuple[str, PreparedReport] | None]) -> Iterator[str]:
    """One sentence for each fault; ``again`` gives the id of a report by its key, and the report indexed anew; None where
    it is not to be looked at."""
    slabs = [slab for (slab,) in db.execute("SELECT id FROM search_slabs ORDER BY id").fetchall()]
    for slab in slabs:
        held = read_slab(db, slab)
        if not (_fits(held) and _adds_up(db, slab, held)):
            yield f"第 {slab} 组的倒排表与句子的长度对不上"
            continue
        live = live_reports(db, slab, len(held.keys))
        for place in np.flatnonzero(live).tolist():
            found = again(int(held.keys[place]))
            if found is not None and not _is_as_new(db, slab, held, place, found[1]):
                yield f"第 {slab} 组里报告 {found[0]} 的倒排表与重新分词的结果不同"


def _fits(slab: Slab) -> bool:
    """Whether there are as many lengths as units, and all hangs under what is there."""
    return all(len(getattr(slab, field)) == slab.counts(field).sum() for field in FIELDS) and bool(
        len(slab.back) == len(slab.sections) == len(slab.words)
        and (slab.sections < np.repeat(slab.headings, slab.sentences)).all()
        and (slab.back <= _from_start(slab.sentences)).all()
    )


def _from_start(sentences: Array) -> Array:
    """For each sentence its place in its report."""
    ends = np.cumsum(sentences, dtype=np.int64)
    return np.arange(int(sentences.sum())) - np.repeat(ends - sentences, sentences)


def _adds_up(db: sqlite3.Connection, slab: int, held: Slab) -> bool:
    lengths = [np.zeros(len(getattr(held, field)), np.int64) for field in FIELDS]
    last = -1
    for page in pages_of(db, slab):
        if int(page.keys[0]) <= last or (np.diff(page.keys.astype(np.int64)) <= 0).any():
            return False
        last = int(page.keys[-1])
        for now, length in zip(_by_field(page), lengths, strict=True):
            if not _is_in_order(now, len(length)):
                return False
            np.add.at(length, now.units, now.often)
    return all((length == getattr(held, field)).all() for length, field in zip(lengths, FIELDS, strict=True))


def _by_field(page: Postings) -> Iterator[Postings]:
    for code, _ in enumerate(FIELDS):
        now, page = page.split(first_key_beyond(code) - 1)
        yield now


def _is_in_order(lists: Postings, units: int) -> bool:
    ends = np.cumsum(lists.counts, dtype=np.int64)
    rising = np.diff(lists.units.astype(np.int64)) > 0
    rising[ends[:-1] - 1] = True  # from one list to the next
    return bool(rising.all() and (lists.counts > 0).all() and (lists.units < units).all())


def _is_as_new(db: sqlite3.Connection, slab: int, held: Slab, place: int, ready: PreparedReport) -> bool:
    """Whether a report of a slab has the lengths, and of its own terms the postings, that it gets today.

    As the lists add up to the lengths, it has no others.
    """
    spans = {field: _span(held, field, place) for field in FIELDS}
    terms = ready.terms.texts()
    numbers = numbers_of(db, terms)
    per_unit = [*spans.items(), ("back", spans["words"]), ("sections", spans["words"])]
    if numbers.keys() != set(terms) or not all(
        np.array_equal(getattr(held, name)[slice(*span)], getattr(ready.slab, name)) for name, span in per_unit
    ):
        return False
    lists = ready.postings
    ends = np.cumsum(lists.counts).tolist()
    for code, term, start, end in zip(*_named(lists.keys), [0, *ends], ends, strict=False):
        key = key_of(code, numbers[terms[term]])
        page = page_with(db, slab, key)
        found = None if page is None else one_list(page, key)
        if found is None or not _same(found, spans[FIELDS[code]], lists.units[start:end], lists.often[start:end]):
            return False
    return True


def _same(found: tuple[Array, Array, Array], span: tuple[int, int], wanted: Array, often: Array) -> bool:
    """Whether a list names in a span of units the wanted ones, and as often."""
    units, places, times = found
    all_often = np.ones(len(units), np.int64)
    all_often[places] = times
    first, last = np.searchsorted(units, span)
    own = units[first:last].astype(np.int64) - span[0]
    return np.array_equal(own, wanted) and np.array_equal(all_often[first:last], often)


def _named(keys: Array) -> tuple[list[int], list[int]]:
    """The fields and the numbers of the terms that keys are made of."""
    fields = np.searchsorted([first_key_beyond(code) for code in range(len(FIELDS))], keys, side="right")
    bases = np.array([key_of(code, 0) for code in range(len(FIELDS))])
    return fields.tolist(), (keys.astype(np.int64) - bases[fields]).tolist()


def _span(held: Slab, field: Field, place: int) -> tuple[int, int]:
    ends = np.cumsum(held.counts(field), dtype=np.int64)
    return int(ends[place] - held.counts(field)[place]), int(ends[place])
