"""What an archive gives to those who answer from it, and takes from those who fill it, wherever it is kept.

:class:`store.archive.sqlite.archive.Archive` keeps it in one file, :class:`store.archive.clickhouse.ClickHouseArchive` in ClickHouse.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol, Self

from store.archive.indexes import Index, Prepared, Tell
from store.model import Correction, Report, ReportInfo, Source, StoredSentence

if TYPE_CHECKING:  # a question is answered without looking through the figures of all reports
    from store.archive.figure_query import FigureQuery, Fold, FoundFigure
    from store.archive.sqlite.archive import StoredFile


class ArchiveReader(Protocol):
    """Reports to read. What each method gives is said at :class:`store.archive.sqlite.archive.Archive`."""

    def reading(self) -> AbstractContextManager[None]:
        """One view: what is read inside belongs together, whatever others write meanwhile."""
        ...

    def version(self) -> int:
        """A number that changes when what is stored has changed."""
        ...

    def reports(
        self, *, year: int | None = None, place: str | None = None, report: str | None = None
    ) -> tuple[ReportInfo, ...]:
        """The stored reports by id, only those of the year, the place and the report where one is given."""
        ...

    def report(self, name: str) -> ReportInfo:
        """The report of this id, or the only report of the source file of this name."""
        ...

    def path_of(self, report_id: str) -> str:
        """The path under which the report's file was loaded."""
        ...

    def file(self, path: str) -> StoredFile | None:
        """What is stored of the file of this path; None where nothing is."""
        ...

    def file_with_text(self, text_digest: str) -> StoredFile | None:
        """The file whose reports have this text; None where there is none."""
        ...

    def stored(self, report_id: str) -> Report:
        """The whole report of this id, equal to what was saved."""
        ...

    def sentences(self, ids: Sequence[int]) -> tuple[StoredSentence, ...]:
        """The sentences of these ids, in this order; ids that are no longer stored are passed over."""
        ...

    def neighbours(self, number: int, *, before: int, after: int) -> tuple[StoredSentence, ...]:
        """The sentence of this id among up to so many before and after it in the same report."""
        ...

    def run_of(self, report_id: str) -> tuple[StoredSentence, ...]:
        """All sentences of a report, in reading order."""
        ...

    def holding_value(self, kinds: Sequence[str], value: Decimal, most: int) -> tuple[int, ...]:
        """The ids of up to so many sentences with a figure of one of these kinds and exactly this value."""
        ...

    def figures(
        self,
        wanted: FigureQuery,
        *,
        fold: Fold,
        year: int | None = None,
        place: str | None = None,
        report: str | None = None,
    ) -> tuple[FoundFigure, ...]:
        """The figures that have what is wanted, best first, of the year, in the reports that :meth:`reports` gives."""
        ...

    def years_spoken_of(self) -> dict[str, frozenset[int]]:
        """For each report the years that any of its sentences speaks of."""
        ...

    def mentions(self, name: str) -> bool:
        """Whether any stored sentence holds this string."""
        ...

    def abbreviating(self, name: str) -> tuple[str, ...]:
        """The reports whose text abbreviates this place."""
        ...

    def outdated(self) -> int:
        """How many reports are indexed as they would no longer be."""
        ...

    def check(self) -> tuple[str, ...]:
        """One sentence for each thing that is wrong with what is stored; none where all is well."""
        ...


class ArchiveWriter(ArchiveReader, Protocol):
    """An open archive that is also written to; a context manager that closes it."""

    @property
    def indexes(self) -> tuple[Index, ...]:
        """What a load prepares reports for before they are saved."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def close(self) -> None:
        """Give it back; it cannot be used afterwards."""
        ...

    def reindex(self, tell: Tell = lambda done, total: None) -> None:
        """Index anew the reports that are outdated; ``tell`` is told of the progress."""
        ...

    def writing(self) -> AbstractContextManager[None]:
        """What is done inside waits for other writers."""
        ...

    def filling(self) -> AbstractContextManager[None]:
        """Many files are saved inside."""
        ...

    def save(
        self,
        source: Source,
        reports: Sequence[Report],
        *,
        text_digest: str,
        loaded_at: str,
        prepared: Sequence[Prepared] | None = None,
    ) -> tuple[str, ...]:
        """The ids under which the file's reports are now stored, in place of what its path held before."""
        ...

    def revise(self, report_id: str, given: Correction) -> ReportInfo:
        """The report after these fields of it were corrected; nothing else of it changes."""
        ...

    def base_for(self, path: str, name: str, count: int, *, taken: AbstractSet[str] = frozenset()) -> str:
        """The id from which the ids of the file's reports are made."""
        ...

    def forget(self, path: str) -> None:
        """Take out the file of this path and all its reports; nothing happens where there is none."""
        ...

    def remove(self, ids: Sequence[str]) -> None:
        """Take out reports; a file is forgotten with its last report. All of the ids must be known."""
        ...
