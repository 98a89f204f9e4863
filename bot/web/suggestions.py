"""Words typed so far → what they may go on to: indicators, places and titles of the loaded reports."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from store.archive.base import ArchiveReader

_MOST = 8
_LONGEST = 20  # characters of a name that are looked at
_LEAST_OFTEN = 2  # an indicator that is read once may be half a sentence
_MOST_NAMES = 20_000


class Suggestions:
    """Names in their order, made anew where the reports have changed; for one thread."""

    def __init__(self) -> None:
        self._made: tuple[int, int] | None = None
        self._names: list[str] = []
        self._often: Counter[str] = Counter()

    def of(self, archive: ArchiveReader, typed: str) -> tuple[str, ...]:
        """The text typed, gone on with; of its end, the longest that begins a name counts."""
        made = id(archive), archive.version()
        if self._made != made:
            self._often = _names(archive)
            self._names = sorted(self._often)
            self._made = made
        for start in range(max(0, len(typed) - _LONGEST), len(typed)):
            end = typed[start:]
            begun = [name for name in self._beginning(end) if name != end]
            if begun:
                begun.sort(key=lambda name: (-self._often[name], len(name), name))
                return tuple(typed[:start] + name for name in begun[:_MOST])
        return ()

    def _beginning(self, text: str) -> list[str]:
        first = bisect_left(self._names, text)
        last = bisect_left(self._names, text + "\U0010ffff")
        return self._names[first:last]


def _names(archive: ArchiveReader) -> Counter[str]:
    often: Counter[str] = Counter()
    for info in archive.reports():  # one after another: all figures at once would take more room than all else
        for sentence in archive.run_of(info.id):
            often.update(figure.indicator for figure in sentence.figures if figure.indicator)
    kept = Counter({name: count for name, count in often.most_common(_MOST_NAMES) if count >= _LEAST_OFTEN})
    for info in archive.reports():
        for name in (info.place, info.title):
            if name:
                kept[name] += 1
    return kept
