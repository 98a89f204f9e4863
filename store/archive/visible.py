"""An archive as somebody sees it who may not see all of its files: what is hidden is not there, to them.

Every reading goes through the archive itself and comes back without the rows of hidden reports, so that nothing of them
shows: no sentence, title, count, year or place, and no word that only they hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Literal

from store.archive import selection
from store.archive.base import ArchiveReader, StoredFile
from store.archive.ids import ORDINAL_BITS, report_key
from store.model import Figure, Report, ReportInfo, StoredSentence

if TYPE_CHECKING:
    from store.archive.figure_query import FigureQuery, Fold


def outer(path: str) -> str:
    """The path of the file itself, of a member that of its archive.

    >>> outer("/srv/a.zip!/b/c.docx"), outer("/srv/a.docx")
    ('/srv/a.zip', '/srv/a.docx')
    """
    return path.partition("!/")[0]


class VisibleReports(ArchiveReader):
    """The reports of an open archive but those of the files of these paths, or of archives (.zip) of these paths."""

    def __init__(self, archive: ArchiveReader, hidden: AbstractSet[str]) -> None:
        self._archive = archive
        self._paths = frozenset(hidden)
        self._hidden: tuple[int, frozenset[str]] = (-1, frozenset())
        self._ids: frozenset[str] | None = None  # of the same version

    def close(self) -> None:
        """Nothing: the archive belongs to whoever opened it."""

    def reading(self) -> AbstractContextManager[None]:
        """See :class:`ArchiveReader`."""
        return self._archive.reading()

    def version(self) -> int:
        """See :class:`ArchiveReader`."""
        return self._archive.version()

    @property
    def ids(self) -> frozenset[str]:
        """The reports that are seen."""
        hidden = self._out()
        if self._ids is None:
            self._ids = frozenset(info.id for info in self._archive.reports()) - hidden
        return self._ids

    def path_of(self, report_id: str) -> str:
        """See :class:`ArchiveReader`."""
        return self._archive.path_of(self._seen(report_id))

    def stored(self, report_id: str) -> Report:
        """See :class:`ArchiveReader`."""
        return self._archive.stored(self._seen(report_id))

    def sentences(self, ids: Sequence[int]) -> tuple[StoredSentence, ...]:
        """See :class:`ArchiveReader`."""
        return tuple(one for one in self._archive.sentences(ids) if one.report not in self._out())

    def years_spoken_of(self) -> dict[str, frozenset[int]]:
        """See :class:`ArchiveReader`."""
        return {report: years for report, years in self._archive.years_spoken_of().items() if report not in self._out()}

    def mentions(self, name: str) -> bool:
        """See :class:`ArchiveReader`."""
        return self._archive.mentions(name) and any(
            name in sentence.text for report in sorted(self.ids) for sentence in self._archive.run_of(report)
        )

    def abbreviating(self, name: str) -> tuple[str, ...]:
        """See :class:`ArchiveReader`."""
        return tuple(report for report in self._archive.abbreviating(name) if report not in self._out())

    def outdated(self) -> int:
        """See :class:`ArchiveReader`."""
        return self._archive.outdated()

    def check(self, *, deep: bool = False) -> tuple[str, ...]:
        """See :class:`ArchiveReader`."""
        return self._archive.check(deep=deep)

    def _out(self) -> frozenset[str]:
        """The hidden reports."""
        version = self._archive.version()
        if self._hidden[0] != version:
            ids = [info.id for info in self._archive.reports()]
            hidden = frozenset(one for one in ids if outer(self._archive.path_of(one)) in self._paths)
            self._hidden = version, hidden
            self._ids = None
        return self._hidden[1]

    def _seen(self, report_id: str) -> str:
        if report_id in self._out():
            raise selection.unknown(report_id, self._infos())
        return report_id

    def _infos(self, report_id: str | None = None) -> list[ReportInfo]:
        return [info for info in self._archive._infos(report_id) if info.id not in self._out()]

    def _file(self, column: Literal["path", "text_digest"], value: str) -> StoredFile | None:
        found = self._archive._file(column, value)
        return None if found is None or outer(found.path) in self._paths else found

    def _between(self, first: int, last: int) -> tuple[StoredSentence, ...]:
        return tuple(one for one in self._archive._between(first, last) if one.report not in self._out())

    def _about_value(self, kinds: Sequence[str], value: float) -> Iterable[tuple[int, str]]:
        keys = self._keys()
        return (row for row in self._archive._about_value(kinds, value) if row[0] >> ORDINAL_BITS not in keys)

    def _of_indicators(
        self, indicators: Sequence[str], natures: Sequence[str], reports: Sequence[int]
    ) -> Iterable[tuple[int, str, Figure]]:
        keys = self._keys()
        return self._archive._of_indicators(indicators, natures, [key for key in reports if key not in keys])

    def _narrowed(self, wanted: FigureQuery, reports: Sequence[ReportInfo], fold: Fold) -> Iterable[tuple[int, str]]:
        return self._archive._narrowed(wanted, reports, fold)  # of these reports, which are seen

    def _keys(self) -> frozenset[int]:
        return frozenset(map(report_key, self._out()))
