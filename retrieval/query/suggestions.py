"""Words typed so far → what they may go on to: indicators, places and titles of the loaded reports."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from store.archive.base import ArchiveReader

_MOST = 8
_LONGEST = 20  # characters of a name that are looked at
_LEAST_OFTEN = 2  # an indicator that is read once may be half a sentence
_MOST_NAMES = 20_000


class Suggestions:
    """Names in their order, for each view of the archive its own, made anew where the reports have changed; for one thread."""

    def __init__(self) -> None:
        self._made: WeakKeyDictionary[ArchiveReader, _Names] = WeakKeyDictionary()

    def of(self, archive: ArchiveReader, typed: str) -> tuple[str, ...]:
        """The text typed, gone on with; of its end, the longest that begins a name counts."""
        names = self._made.get(archive)
        if names is None or names.version != archive.version():
            often = _names(archive)
            names = self._made[archive] = _Names(archive.version(), tuple(sorted(often)), often)
        for start in range(max(0, len(typed) - _LONGEST), len(typed)):
            end = typed[start:]
            begun = [name for name in names.beginning(end) if name != end]
            if begun:
                begun.sort(key=lambda name: (-names.often[name], len(name), name))
                return tuple(typed[:start] + name for name in begun[:_MOST])
        return ()


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of one version of the reports that somebody sees, sorted, and how often each is said."""

    version: int
    ordered: tuple[str, ...]
    often: Counter[str]

    def beginning(self, text: str) -> tuple[str, ...]:
        """Those that begin with the text."""
        return self.ordered[bisect_left(self.ordered, text) : bisect_left(self.ordered, text + "\U0010ffff")]


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
