"""What an archive gives to those who answer from it, and takes from those who fill it, wherever it is kept.

What is the same for every archive stands here once; :class:`store.archive.sqlite.archive.Archive` says how it is kept in one
file, :class:`store.archive.clickhouse.writing.ClickHouseArchive` how in ClickHouse.
"""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, Self

from store.archive import selection
from store.archive.ids import ORDINAL_BITS, bases, report_ids, report_key
from store.archive.indexes import Index, Prepared, Tell, prepare
from store.model import Correction, Fact, Figure, Report, ReportInfo, Source, StoredSentence
from store.quick_records import record

if TYPE_CHECKING:  # a question is answered without looking through the figures of all reports
    from store.archive.figure_query import FigureQuery, Fold, FoundFigure


@record
class StoredFile:
    """A file whose reports are stored: what tells whether it has changed, and what a person corrected of each report."""

    path: str
    digest: str
    text_digest: str
    corrections: tuple[Correction, ...]
    reports: tuple[str, ...]


@record
class Filed:
    """A file and its reports on their way in; ``ids`` are those of the reports, made from ``base``.

    ``prepared`` is :func:`store.archive.indexes.prepare` of each report, empty for an archive that has no indexes.
    """

    path: str
    name: str
    base: str
    format: str
    encoding: str | None
    digest: str
    text_digest: str
    loaded_at: str
    ids: tuple[str, ...]
    reports: tuple[Report, ...]
    prepared: tuple[Prepared, ...] = ()


class Intake(ABC):
    """What takes in the files of a load: an archive, or what only tries the load on one."""

    @property
    def indexes(self) -> tuple[Index, ...]:
        """What a load prepares reports for before they are saved."""
        return ()

    @abstractmethod
    def writing(self) -> AbstractContextManager[None]:
        """What is done inside waits for other writers."""

    @abstractmethod
    def filling(self) -> AbstractContextManager[None]:
        """Many files are saved inside."""

    @abstractmethod
    def file(self, path: str) -> StoredFile | None:
        """What is stored of the file of this path; None where nothing is."""

    @abstractmethod
    def file_with_text(self, text_digest: str) -> StoredFile | None:
        """The file whose reports have this text; None where there is none."""

    @abstractmethod
    def stored(self, report_id: str) -> Report:
        """The report as it is stored; raises UnknownReportError where there is none of this id."""

    @abstractmethod
    def forget(self, path: str) -> None:
        """Take out the file of this path and all its reports; nothing happens where there is none."""

    @abstractmethod
    def base_for(self, path: str, name: str, count: int, *, taken: AbstractSet[str] = frozenset()) -> str:
        """The id from which the ids of the file's reports are made (:func:`store.archive.ids.report_ids`).

        A file keeps the one it has; otherwise it is the first that clashes neither with another file nor with
        ``taken``.
        """

    @abstractmethod
    def put(self, files: Sequence[Filed]) -> None:
        """Store whole files, each in place of what its path held before, seen by nobody until all of it is there."""

    def save(
        self,
        source: Source,
        reports: Sequence[Report],
        *,
        text_digest: str,
        loaded_at: str,
        prepared: Sequence[Prepared] | None = None,
    ) -> tuple[str, ...]:
        """The ids under which the file's reports are now stored, in place of what its path held before.

        ``prepared`` is, where it was done before, :func:`store.archive.indexes.prepare` of each report for :attr:`indexes`.
        """
        selection.refuse_too_long(reports, where=source.path)
        if prepared is None:
            prepared = [prepare(report, self.indexes) for report in reports]
        with self.writing():
            base = self.base_for(source.path, source.name, len(reports))
            ids = report_ids(base, len(reports))
            told = (source.path, source.name, base, source.format, source.encoding, source.digest, text_digest)
            self.put([Filed(*told, loaded_at, ids, tuple(reports), tuple(prepared))])
        return ids


class ArchiveReader(ABC):
    """An open archive to read; a context manager that closes it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Give it back; it cannot be used afterwards."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[None]:
        """One view: what is read inside belongs together, whatever others write meanwhile. Blocks may be nested."""

    @abstractmethod
    def version(self) -> int:
        """A number that changes when what is stored has changed."""

    def reports(
        self, *, year: int | None = None, place: str | None = None, report: str | None = None
    ) -> tuple[ReportInfo, ...]:
        """The stored reports by id, only those of the year, the place and the report where one is given.

        A place is met with or without 市, and by a longer name that holds it. Raises UnknownReportError for a
        ``report`` that is not there.
        """
        infos = [self.report(report)] if report is not None else self._infos()
        return selection.chosen(infos, year=year, place=place)

    def report(self, name: str) -> ReportInfo:
        """The report of this id, or the only report of the source file of this name (with or without extension)."""
        infos = self._infos(name)
        return infos[0] if infos else selection.named(name, self._infos())

    @abstractmethod
    def _infos(self, report_id: str | None = None) -> list[ReportInfo]:
        """The stored reports by id, only that of this id where one is given."""

    @abstractmethod
    def path_of(self, report_id: str) -> str:
        """The path under which the report's file was loaded. Raises UnknownReportError."""

    def file(self, path: str) -> StoredFile | None:
        """What is stored of the file of this path; None where nothing is."""
        return self._file("path", path)

    def file_with_text(self, text_digest: str) -> StoredFile | None:
        """The file whose reports have this text; None where there is none."""
        return self._file("text_digest", text_digest)

    @abstractmethod
    def _file(self, column: Literal["path", "text_digest"], value: str) -> StoredFile | None:
        """The first file with this value in this column."""

    @abstractmethod
    def stored(self, report_id: str) -> Report:
        """The whole report of this id, equal to what was saved. Raises UnknownReportError."""

    @abstractmethod
    def sentences(self, ids: Sequence[int]) -> tuple[StoredSentence, ...]:
        """The sentences of these ids, in this order; ids that are no longer stored are passed over."""

    def neighbours(self, number: int, *, before: int, after: int) -> tuple[StoredSentence, ...]:
        """The sentence of this id among up to so many before and after it in the same report, in reading order."""
        first = number >> ORDINAL_BITS << ORDINAL_BITS
        return self._between(max(first, number - before), min(first | (1 << ORDINAL_BITS) - 1, number + after))

    def run_of(self, report_id: str) -> tuple[StoredSentence, ...]:
        """All sentences of a report, in reading order."""
        return self.neighbours(report_key(report_id) << ORDINAL_BITS, before=0, after=1 << ORDINAL_BITS)

    def head_of(self, report: ReportInfo, sentences: int) -> tuple[StoredSentence, ...]:
        """So many sentences at the head of a report, in reading order."""
        return self.neighbours(report_key(report.id) << ORDINAL_BITS, before=0, after=sentences - 1)

    def ends_of(self, report: ReportInfo, *, head: int, end: int) -> tuple[StoredSentence, ...]:
        """So many sentences at the head of a report, and from its last one backwards so many at its end."""
        last = (report_key(report.id) << ORDINAL_BITS) + max(report.sentences - 1, 0)
        return (*self.head_of(report, head), *reversed(self.neighbours(last, before=end - 1, after=0)))

    @abstractmethod
    def _between(self, first: int, last: int) -> tuple[StoredSentence, ...]:
        """The sentences from one id to another, both included, in reading order."""

    def holding_value(self, kinds: Sequence[str], value: Decimal, most: int) -> tuple[int, ...]:
        """The ids of up to so many sentences with a figure of one of these kinds and exactly this value."""
        # Numbers are rounded to 53 bits on the way in, so the exact value is looked at once more.
        found = self._about_value(kinds, float(value))
        return tuple(dict.fromkeys(sentence for sentence, stored in found if Decimal(stored) == value))[:most]

    @abstractmethod
    def _about_value(self, kinds: Sequence[str], value: float) -> Iterable[tuple[int, str]]:
        """The sentences, by id, with a figure of one of these kinds whose value comes to this float, and that value."""

    def facts(self, indicators: Sequence[str], reports: Sequence[str], natures: Sequence[str]) -> tuple[Fact, ...]:
        """The figures of these indicators and natures in these reports, in reading order."""
        named = {report_key(name): name for name in reports}
        found = self._of_indicators(indicators, natures, list(named)) if indicators else ()
        return tuple(
            Fact(named[sentence >> ORDINAL_BITS], sentence, before, figure) for sentence, before, figure in found
        )

    @abstractmethod
    def _of_indicators(
        self, indicators: Sequence[str], natures: Sequence[str], reports: Sequence[int]
    ) -> Iterable[tuple[int, str, Figure]]:
        """The sentence of each figure of these indicators, natures and reports (by their keys), by id and in reading order,
        the words in front of it, and the figure."""

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
        from store.archive.figure_query import matching

        with self.reading():
            wanted = wanted if year is None else replace(wanted, years=(year, year))
            infos = self.reports(place=place, report=report)
            return matching(wanted, self._narrowed(wanted, infos, fold), self.sentences, infos, fold=fold)

    @abstractmethod
    def _narrowed(self, wanted: FigureQuery, reports: Sequence[ReportInfo], fold: Fold) -> Iterable[tuple[int, str]]:
        """The sentences of the reports, id and text, that may have what is wanted."""

    @abstractmethod
    def years_spoken_of(self) -> dict[str, frozenset[int]]:
        """For each report the years that any of its sentences speaks of."""

    @abstractmethod
    def mentions(self, name: str) -> bool:
        """Whether any stored sentence holds this string."""

    @abstractmethod
    def abbreviating(self, name: str) -> tuple[str, ...]:
        """The reports whose text abbreviates this place: 滁 in 滁教〔2012〕32号, 包 in 包33中."""

    @abstractmethod
    def outdated(self) -> int:
        """How many reports are indexed, or their figures read, as they would no longer be."""

    @abstractmethod
    def check(self, *, deep: bool = False) -> tuple[str, ...]:
        """One sentence for each thing that is wrong with what is stored; none where all is well.

        ``deep`` looks at every row of every report and at all that was indexed of it.
        """


class ArchiveWriter(ArchiveReader, Intake):
    """An open archive that is also written to."""

    @abstractmethod
    def reindex(self, tell: Tell = lambda done, total: None) -> None:
        """Index anew the reports that are outdated; ``tell`` is told of the progress.

        Stopped anywhere, it goes on the next time. Others may search and write meanwhile.
        """

    @abstractmethod
    def filed(self, path: str) -> Filed | None:
        """The stored file of this path as it went in, for :meth:`restore`; None where nothing is stored of it."""

    def restore(self, file: Filed) -> None:
        """Store a file as it once was, corrections and all, in place of what its path holds now.

        Its reports have other ids from now on where another file has taken theirs.
        """
        with self.writing():
            if self._used_elsewhere({file.base, *file.ids}, file.path):
                base = self.base_for(file.path, file.name, len(file.ids))
                file = replace(file, base=base, ids=report_ids(base, len(file.ids)))
            self.put([replace(file, prepared=tuple(prepare(report, self.indexes) for report in file.reports))])

    @abstractmethod
    def revise(self, report_id: str, given: Correction) -> ReportInfo:
        """The report after these fields of it were corrected. Raises UnknownReportError."""

    def base_for(self, path: str, name: str, count: int, *, taken: AbstractSet[str] = frozenset()) -> str:
        """See :meth:`Intake.base_for`."""

        def free(base: str) -> bool:
            wanted = {base, *report_ids(base, count)}
            return not wanted & taken and not self._used_elsewhere(wanted, path)

        with self.reading():
            return next(filter(free, itertools.chain(self._base_of(path), bases(name))))

    @abstractmethod
    def _base_of(self, path: str) -> Sequence[str]:
        """The base that the file of this path has, if it is stored."""

    @abstractmethod
    def _used_elsewhere(self, ids: AbstractSet[str], path: str) -> bool:
        """Whether another file has one of these ids, as its base or for a report (or one of the same key)."""

    def forget(self, path: str) -> None:
        """Take out the file of this path and all its reports; nothing happens where there is none."""
        with self.writing():
            stored = self.file(path)
            if stored is not None:
                self._take_out(stored.reports)

    def remove(self, ids: Sequence[str]) -> None:
        """Take out reports; a file is forgotten with its last report. All of the ids must be known."""
        with self.writing():
            infos = self._infos()
            known = {info.id for info in infos}
            for report_id in ids:
                if report_id not in known:
                    raise selection.unknown(report_id, infos)
            self._take_out(ids)

    @abstractmethod
    def _take_out(self, ids: Sequence[str]) -> None:
        """Take out these stored reports, and each file of which none is left."""
