"""Lists of postings ↔ pages of bytes, and many lists merged into one: arrays in, arrays out, no SQL.

A key names a term of a field (:func:`key_of`). Its list says in which units of a slab (see
:mod:`retrieval.index.sqlite.segments`) the term stands: unit numbers counted within the slab, in order. Beside them stand the
places in the list where the term stands in its unit more than once, with how often. A page holds the lists of some
neighbouring keys: a head of five numbers, a table of the lists (keys, counts, counts of repeats), then the places and
times of the repeats and the units of all lists one after another. A number that needs three bytes is kept in two
planes, one of its low two bytes and one of the high one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from store.quick_records import record

Array = npt.NDArray[Any]

FIELD_SHIFT: Final = 29
# Small enough that a rare term costs little to read, large enough that a slab has few rows. Cold questions at a million
# sentences: 4, 8 and 16 kB the same within the noise.
_PAGE_BYTES: Final = 8192
# Postings that are merged at a time: a few dozen megabytes.
_AT_ONCE: Final = 1 << 20
_U1, _U2, _U4 = np.dtype("u1"), np.dtype("<u2"), np.dtype("<u4")
_HEAD: Final = 5
_NONE: Final = np.zeros(0, np.uint8)


def key_of(field: int, term: int) -> int:
    """The key of a term, by the number of its field and its own."""
    return field << FIELD_SHIFT | term


def first_key_beyond(field: int) -> int:
    """The first key that belongs to no term of this field or one before."""
    return field + 1 << FIELD_SHIFT


@record
class Postings:
    """Lists one after another, in the order of their keys.

    ``keys`` and ``counts`` have one entry for each list: what it belongs to and how many units it names. ``units``
    and ``often`` have one for each posting: where, and how many times there.
    """

    keys: Array
    counts: Array
    units: Array
    often: Array

    def split(self, last: int) -> tuple[Postings, Postings]:
        """The lists up to a key, and those beyond it."""
        lists = int(np.searchsorted(self.keys, last, side="right"))
        ends = int(self.counts[:lists].sum())
        return (
            Postings(self.keys[:lists], self.counts[:lists], self.units[:ends], self.often[:ends]),
            Postings(self.keys[lists:], self.counts[lists:], self.units[ends:], self.often[ends:]),
        )

    def chosen(self, places: Array) -> Postings:
        """The lists at these places, in this order."""
        counts = self.counts[places]
        starts = np.cumsum(self.counts, dtype=np.int64) - self.counts
        rows = np.repeat(starts[places] - (np.cumsum(counts, dtype=np.int64) - counts), counts)
        rows += np.arange(len(rows))
        return Postings(self.keys[places], counts, self.units[rows], self.often[rows])

    def joined(self) -> Postings:
        """Neighbouring lists of one key made one."""
        if not len(self.keys):
            return self
        starts = np.flatnonzero(np.append(True, self.keys[1:] != self.keys[:-1]))
        counts = np.add.reduceat(self.counts.astype(np.int64), starts)
        return Postings(self.keys[starts], counts, self.units, self.often)

    def renumbered(self, numbers: Array) -> Postings:
        """The same with each unit's number looked up; those whose number is below 0 are left out."""
        units = numbers[self.units]
        kept = units >= 0
        if kept.all():
            return Postings(self.keys, self.counts, units, self.often)
        ends = np.append(0, np.cumsum(kept))[np.cumsum(self.counts, dtype=np.int64)]
        counts = np.diff(ends, prepend=0)
        full = counts > 0
        return Postings(self.keys[full], counts[full], units[kept], self.often[kept])


def chain(parts: Sequence[Postings]) -> Postings:
    """The lists of some postings one after another, not sorted anew."""
    return Postings(
        *(
            np.concatenate([getattr(part, name) for part in parts] or [np.zeros(0, np.int64)])
            for name in ("keys", "counts", "units", "often")
        )
    )


def merged(sources: Sequence[Iterable[Postings]]) -> Iterator[Postings]:
    """The lists of all sources in the order of their keys, those of one key joined in the order of the sources.

    Each source gives its own lists in the order of their keys, piece by piece, and no key in two pieces.
    """
    readers = [iter(source) for source in sources]
    held: list[list[Postings]] = [[] for _ in readers]
    more = [True] * len(readers)
    while any(more):
        for place, reader in enumerate(readers):
            waiting = sum(len(part.units) for part in held[place])
            while more[place] and waiting * len(readers) < _AT_ONCE:
                part = next(reader, None)
                more[place] = part is not None
                held[place] += [] if part is None else [part]
                waiting += 0 if part is None else len(part.units)
        # Beyond this key one of the sources may still have something to say.
        lasts = [int(parts[-1].keys[-1]) for parts, go_on in zip(held, more, strict=True) if go_on]
        last = min(lasts, default=1 << 32)
        ready = []
        for place, parts in enumerate(held):
            if parts:
                now, later = chain(parts).split(last)
                ready.append(now)
                held[place] = [later] if len(later.keys) else []
        together = chain(ready)
        if len(together.keys):
            yield together.chosen(np.argsort(together.keys, kind="stable")).joined()


# ------------------------------------------------------------------------------------------------ pages


def written(postings: Postings) -> Iterator[tuple[int, bytes]]:
    """The pages of some lists, each with its first key."""
    keys, counts = postings.keys.astype(_U4, copy=False), postings.counts.astype(_U4, copy=False)
    ends = np.cumsum(counts, dtype=np.int64)
    repeated = np.flatnonzero(postings.often > 1)
    of_list = np.searchsorted(ends, repeated, side="right")
    places, times = repeated - (ends - counts)[of_list], postings.often[repeated]
    repeats = np.bincount(of_list, minlength=len(keys)).astype(_U4)
    sizes, repeats_ends = np.cumsum(12 + 2 * counts.astype(np.int64)), np.cumsum(repeats, dtype=np.int64)
    ever_wide = len(keys) > 0 and max(int(postings.units.max()), int(counts.max())) > 0xFFFF
    first, done, told = 0, 0, 0
    while first < len(keys):
        beyond = max(first + 1, int(np.searchsorted(sizes, (sizes[first - 1] if first else 0) + _PAGE_BYTES)))
        end, last = int(ends[beyond - 1]), int(repeats_ends[beyond - 1])
        units = postings.units[done:end]
        many = last > told and int(times[told:last].max()) > 0xFF
        wide = ever_wide and max(int(units.max()), int(counts[first:beyond].max())) > 0xFFFF
        head = np.array([beyond - first, end - done, last - told, wide, many], _U4)
        parts = [head, keys[first:beyond], counts[first:beyond], repeats[first:beyond]]
        parts += [times[told:last].astype(_U4 if many else _U1)]
        parts += [*_planes(places[told:last], wide=wide), *_planes(units, wide=wide)]
        yield int(keys[first]), b"".join([part.data for part in parts])
        first, done, told = beyond, end, last


def _planes(numbers: Array, *, wide: bool) -> list[Array]:
    low = [numbers.astype(_U2)]
    return [*low, (numbers >> 16).astype(_U1)] if wide else low


def read_pages(pages: Sequence[bytes]) -> Postings:
    """All lists of some pages in order. Raises ValueError where the numbers of one tell of other bytes than it has."""
    heads = [_Page(page) for page in pages]
    if not all(head.adds_up() for head in heads):  # numbers of a damaged page may ask for more memory than there is
        raise ValueError("a page of postings is damaged")
    keys, counts, repeats, units, places, times = (
        np.concatenate(parts)
        for parts in (
            [head.keys for head in heads],
            [head.counts for head in heads],
            [head.repeats for head in heads],
            [head.units(0, head.all) for head in heads],
            [head.places(0, head.all_repeats) for head in heads],
            [head.times(0, head.all_repeats) for head in heads],
        )
    )
    often = np.ones(len(units), np.uint32)
    often[np.repeat(np.cumsum(counts, dtype=np.int64) - counts, repeats) + places] = times
    return Postings(keys, counts, units, often)


def one_list(page: bytes, key: int) -> tuple[Array, Array, Array] | None:
    """The list of a key: its units, the places in it where the term stands more than once, and how often there.

    None where the page has no such list.
    """
    place = _place(page, key)
    if place is None:
        return None
    head = _Page(page)
    # What .sum() calls, in half of its time.
    before, count = int(np.add.reduce(head.counts[:place])), int(head.counts[place])
    repeats, more = int(np.add.reduce(head.repeats[:place])), int(head.repeats[place])
    units = head.units(before, count)
    return (units, head.places(repeats, more), head.times(repeats, more)) if more else (units, _NONE, _NONE)


def count_of(page: bytes, key: int) -> int:
    """How many units the list of a key names; 0 where the page has no such list."""
    place = _place(page, key)
    return 0 if place is None else int(_Page(page).counts[place])


def _place(page: bytes, key: int) -> int | None:
    """At which place of a page the list of a key is; most pages that are asked for a rare term have none."""
    lists = int.from_bytes(page[: _U4.itemsize], "little")
    keys = np.frombuffer(page, _U4, lists, _HEAD * _U4.itemsize)
    place = int(keys.searchsorted(np.uint32(key)))
    return place if place < lists and keys[place] == key else None


class _Page:
    """Where things stand in the bytes of a page."""

    __slots__ = (
        *("_many", "_page", "_places", "_times", "_units", "_wide"),
        *("all", "all_repeats", "counts", "keys", "repeats"),
    )

    def __init__(self, page: bytes) -> None:
        lists, self.all, self.all_repeats, self._wide, self._many = np.frombuffer(page, _U4, _HEAD).tolist()
        self._page = page
        table = np.frombuffer(page, _U4, 3 * lists, 4 * _HEAD)
        self.keys, self.counts, self.repeats = table[:lists], table[lists : 2 * lists], table[2 * lists :]
        width = 3 if self._wide else 2
        self._times = 4 * (_HEAD + 3 * lists)
        self._places = self._times + (4 if self._many else 1) * self.all_repeats
        self._units = self._places + width * self.all_repeats

    def adds_up(self) -> bool:
        """Whether head, table and bytes tell of as many postings."""
        told = int(self.counts.sum(dtype=np.int64)), int(self.repeats.sum(dtype=np.int64))
        end = self._units + (3 if self._wide else 2) * self.all
        return bool(len(self.keys)) and told == (self.all, self.all_repeats) and end == len(self._page)

    def units(self, first: int, count: int) -> Array:
        return self._numbers(self._units, self.all, first, count)

    def places(self, first: int, count: int) -> Array:
        return self._numbers(self._places, self.all_repeats, first, count)

    def times(self, first: int, count: int) -> Array:
        width = _U4 if self._many else _U1
        return np.frombuffer(self._page, width, count, self._times + width.itemsize * first)

    def _numbers(self, start: int, total: int, first: int, count: int) -> Array:
        low = np.frombuffer(self._page, _U2, count, start + 2 * first)
        if not self._wide:
            return low
        high = np.frombuffer(self._page, _U1, count, start + 2 * total + first)
        return low | high.astype(np.uint32) << 16
