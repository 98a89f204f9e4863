"""The report file: reports go in whole, file by file, and come back equal to what went in.

SQL is spoken here and in the neighbours that this module is made of (:mod:`store.archive.sqlite.connection`, :mod:`store.archive.sqlite.schema`,
:mod:`store.archive.sqlite.rows`, :mod:`store.archive.figure_query`, :mod:`store.archive.sqlite.integrity`), and by the indexes of ``retrieval``. An index
keeps its tables in the same file and is written in the same transaction, so that nothing is found that is not stored,
and nothing is stored that cannot be found.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Self

from store.archive import selection
from store.archive.given import read
from store.archive.ids import ORDINAL_BITS, bases, report_ids, report_key, sentence_id
from store.archive.indexes import Index, Indexes, Prepared, Tell, prepare
from store.archive.sqlite import mentions, rows
from store.archive.sqlite.connection import explained, open_readable, open_writable
from store.archive.sqlite.integrity import problems
from store.errors import ArchiveError, StaleIndexError
from store.language.grammar import GRAMMAR
from store.model import Correction, Report, ReportInfo, Source, StoredSentence
from store.structure.corrections import corrected

if TYPE_CHECKING:  # a question is answered without looking through the figures of all reports
    from store.archive.figure_query import FigureQuery, Fold, FoundFigure

__all__ = ["Archive", "Index", "StoredFile", "report_key", "sentence_id"]

_INFO = """
    SELECT reports.id, reports.title, reports.year, reports.place, kind, published, files.name, part, loaded_at,
        section_count, sentence_count, tallies.figures, tallies.issuer, tallies.region, tallies.unsure
    FROM reports JOIN files ON files.id = reports.file JOIN tallies ON tallies.report = reports.key
"""
# Files that a load stores before the indexes are put in order: the more, the fewer times an index writes the same anew,
# and the more small pieces a question meets meanwhile. 1, 4, 8, 16 and 32 tried: 8 and more save an eighth of the storing.
_FILES_TOGETHER = 8
# Reports that are looked at closely when the file is checked.
_SAMPLE = 20
_READ_TOGETHER = 20  # reports whose figures are read anew in one transaction


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file whose reports are stored: what tells whether it has changed, and what a person corrected of each report."""

    path: str
    digest: str
    text_digest: str
    corrections: tuple[Correction, ...]
    reports: tuple[str, ...]


class Archive:
    """An open report file: one connection, so one thread; a context manager that closes it.

    Several may be open on one file, also in other processes: one of them writes at a time while the others wait,
    and a reader sees a file's reports as a whole or not at all.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, indexes: Sequence[Index]) -> None:
        self.path = path
        self.connection = connection
        self._indexes = Indexes(connection, indexes)
        self._written = 0
        # How often was written since the indexes were last put in order, and how often may be.
        self._untidied, self._patience = 0, 1
        self._writes = 0

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        indexes: Sequence[Index] = (),
        readonly: bool = False,
        wait: float = 10.0,
        tell: Tell = lambda done, total: None,
    ) -> Self:
        """The report file, made where it is missing unless ``readonly``; ``wait`` is for other writers, in seconds.

        An index of another version is made anew, of which ``tell`` is told. Raises :class:`~store.errors.ArchiveError`
        or one of its kin; where an index would have to be made anew and ``readonly`` forbids it, StaleIndexError.
        """
        connection = open_readable(path, wait=wait) if readonly else open_writable(path, wait=wait)
        archive = cls(path, connection, indexes)
        try:
            archive._match_indexes(tell, readonly=readonly)
        except BaseException:
            archive.close()
            raise
        return archive

    @property
    def indexes(self) -> tuple[Index, ...]:
        """What is kept in step with the reports."""
        return self._indexes.all

    def close(self) -> None:
        """Give the file back; the archive cannot be used afterwards."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: what is done inside is stored together or not at all. Blocks may be nested."""
        outermost = not self.connection.in_transaction
        with self._transaction("BEGIN IMMEDIATE"):
            self._written += 1
            yield
        if outermost:
            self._writes += 1
            self._untidied += 1
            if self._untidied >= self._patience:
                self._tidy()

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Much is written inside: the indexes are put in order after every few files only, and at the end."""
        self._patience, before = _FILES_TOGETHER, self._writes
        try:
            yield
        finally:
            self._patience = 1
        many = self._writes - before >= _FILES_TOGETHER
        if self._untidied or many:
            self._tidy(settled=many)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One view: what is read inside belongs together, whatever others write meanwhile. Blocks may be nested."""
        with self._transaction("BEGIN"):
            yield

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
            self.forget(source.path)
            (file,) = self.connection.execute(
                "INSERT INTO files (path, name, base, format, encoding, digest, text_digest, loaded_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (
                    *(source.path, source.name, base, source.format, source.encoding, source.digest, text_digest),
                    loaded_at,
                ),
            ).fetchone()
            ids = report_ids(base, len(reports))
            for report_id, report, ready in zip(ids, reports, prepared, strict=True):
                rows.insert(self.connection, report_id, report, file=file)
                self._indexes.add(report_id, report, ready.indexes)
            self._indexes.outdate_others()
        return ids

    def revise(self, report_id: str, given: Correction) -> ReportInfo:
        """The report after these fields of it were corrected; nothing else of it changes. Raises UnknownReportError."""
        from store.structure.parse import reread  # nothing that a question waits for

        with self.writing():
            # It is stored as read by the grammar of today, whichever read it before.
            report = corrected(reread(self.stored(report_id)), given)
            (file,) = self.connection.execute("SELECT file FROM reports WHERE id = ?", (report_id,)).fetchone()
            ready = prepare(report, self.indexes)
            self._remove([report_id])
            rows.insert(self.connection, report_id, report, file=file)
            self._indexes.add(report_id, report, ready.indexes)
            self._indexes.outdate_others()
        return self.report(report_id)

    def base_for(self, path: str, name: str, count: int, *, taken: AbstractSet[str] = frozenset()) -> str:
        """The id from which the ids of the file's reports are made (:func:`store.archive.ids.report_ids`).

        A file keeps the one it has; otherwise it is the first that clashes neither with another file nor with
        ``taken``.
        """

        def free(base: str) -> bool:
            wanted = {base, *report_ids(base, count)}
            return not wanted & taken and not self._used_elsewhere(wanted, path)

        with self.reading():
            own: Sequence[str] = (
                self.connection.execute("SELECT base FROM files WHERE path = ?", (path,)).fetchone() or ()
            )
            return next(filter(free, itertools.chain(own, bases(name))))

    def forget(self, path: str) -> None:
        """Take out the file of this path and all its reports; nothing happens where there is none."""
        with self.writing():
            stored = self.file(path)
            if stored is not None:
                self._remove(stored.reports)
                self.connection.execute("DELETE FROM files WHERE path = ?", (path,))

    def remove(self, ids: Sequence[str]) -> None:
        """Take out reports; a file is forgotten with its last report. All of the ids must be known."""
        with self.writing():
            for report_id in ids:
                self._key(report_id)
            self._remove(ids)
            self.connection.execute("DELETE FROM files WHERE id NOT IN (SELECT file FROM reports)")

    def file(self, path: str) -> StoredFile | None:
        """What is stored of the file of this path; None where nothing is."""
        return self._file("path = ?", path)

    def path_of(self, report_id: str) -> str:
        """The path under which the report's file was loaded. Raises UnknownReportError."""
        with self.reading():
            key = self._key(report_id)
            row = self.connection.execute(
                "SELECT path FROM files JOIN reports ON reports.file = files.id WHERE key = ?", (key,)
            ).fetchone()
        return str(row[0])

    def file_with_text(self, text_digest: str) -> StoredFile | None:
        """The file whose reports have this text; None where there is none."""
        return self._file("text_digest = ?", text_digest)

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
        infos = self._infos("WHERE reports.id = ?", name)
        return infos[0] if infos else selection.named(name, self._infos())

    def stored(self, report_id: str) -> Report:
        """The whole report of this id, equal to what was saved."""
        with self.reading():
            return rows.fetch(self.connection, self._key(report_id))

    def sentences(self, ids: Sequence[int]) -> tuple[StoredSentence, ...]:
        """The sentences of these ids, in this order; ids that are no longer stored are passed over."""
        with explained(self.path):
            return rows.fetch_sentences(self.connection, ids)

    def neighbours(self, number: int, *, before: int, after: int) -> tuple[StoredSentence, ...]:
        """The sentence of this id among up to so many before and after it in the same report, in reading order."""
        first = number >> ORDINAL_BITS << ORDINAL_BITS
        last = first | (1 << ORDINAL_BITS) - 1
        with explained(self.path):
            return rows.fetch_run(self.connection, max(first, number - before), min(last, number + after))

    def holding_value(self, kinds: Sequence[str], value: Decimal, most: int) -> tuple[int, ...]:
        """The ids of up to so many sentences with a figure of one of these kinds and exactly this value."""
        with explained(self.path):
            return rows.fetch_holding(self.connection, kinds, value, most)

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
        from store.archive.figure_query import find

        with self.reading():
            wanted = wanted if year is None else replace(wanted, years=(year, year))
            infos = self.reports(place=place, report=report)
            return find(self.connection, wanted, {report_key(info.id): info for info in infos}, fold=fold)

    def years_spoken_of(self) -> dict[str, frozenset[int]]:
        """For each report the years that any of its sentences speaks of."""
        with explained(self.path):
            return mentions.years(self.connection)

    def version(self) -> int:
        """A number that changes when another connection has changed the file, or this one through :meth:`writing`."""
        with explained(self.path):
            (outside,) = self.connection.execute("PRAGMA data_version").fetchone()
        return int(outside) << 32 | self._written

    def run_of(self, report_id: str) -> tuple[StoredSentence, ...]:
        """All sentences of a report, in reading order."""
        return self.neighbours(report_key(report_id) << ORDINAL_BITS, before=0, after=1 << ORDINAL_BITS)

    def mentions(self, name: str) -> bool:
        """Whether any stored sentence holds this string."""
        with self.reading():
            return mentions.mentions(self.connection, name, self._indexes.holders)

    def abbreviating(self, name: str) -> tuple[str, ...]:
        """The reports whose text abbreviates this place: 滁 in 滁教〔2012〕32号, 包 in 包33中."""
        with self.reading():
            return mentions.abbreviating(self.connection, name, self._indexes.holders)

    def check(self) -> tuple[str, ...]:
        """One sentence for each thing that is wrong with the file; none where all is well."""
        try:
            with self.reading():
                found = tuple(problems(self.connection))
                return found or tuple(self._indexes.problems(self._sample()))
        except ArchiveError as error:
            return (error.what,)

    def outdated(self) -> int:
        """How many reports are indexed, or their figures read, as they would no longer be."""
        with self.reading():
            return len(self._indexes.outdated() | set(self._read_otherwise()))

    def reindex(self, tell: Tell = lambda done, total: None) -> None:
        """Index anew the reports that are outdated, a few at a time; ``tell`` is told of the progress.

        Their figures and periods come first, where an older grammar has read them. Stopped anywhere, it goes on the next
        time. Others may search and write meanwhile.
        """
        total = len(self._read_otherwise())
        while keys := self._read_otherwise():
            with self._changing():
                for key in keys[:_READ_TOGETHER]:
                    rows.read_anew(self.connection, key)
            tell(total - max(0, len(keys) - _READ_TOGETHER), total)
        self._indexes.refresh(self.stored, self._changing, tell)

    def _read_otherwise(self) -> list[int]:
        """The keys of the reports whose figures and periods another grammar has read."""
        with explained(self.path):
            found = self.connection.execute("SELECT report FROM tallies WHERE grammar <> ? ORDER BY report", (GRAMMAR,))
            return [key for (key,) in found]

    def _sample(self) -> dict[str, Report]:
        """Some reports, spread over all, the same each time."""
        ids = [report_id for (report_id,) in self.connection.execute("SELECT id FROM reports ORDER BY key")]
        return {report_id: self.stored(report_id) for report_id in ids[:: max(1, len(ids) // _SAMPLE)]}

    def _match_indexes(self, tell: Tell, *, readonly: bool) -> None:
        with explained(self.path):
            stale = self._indexes.stale()
        if stale and readonly:
            raise StaleIndexError(
                "检索索引由别的版本建成，需要重建", where=str(self.path), remedy="请运行 wenbao reindex"
            )
        for name in stale:
            self._indexes.rebuild(name, self.stored, self._changing, tell)

    def _tidy(self, *, settled: bool = False) -> None:
        self._untidied = 0
        # What was stored can be searched; whatever keeps the indexes from being put in order, the next write makes up for.
        with suppress(ArchiveError), self._transaction("BEGIN IMMEDIATE"):
            self._indexes.tidy(settled=settled)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """A transaction that changes an index and no report."""
        with self._transaction("BEGIN IMMEDIATE"):
            self._written += 1
            yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        if self.connection.in_transaction:
            yield
            return
        with explained(self.path):
            self.connection.execute(begin)
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                # Of some errors, a full disk among them, SQLite undoes the transaction by itself.
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def _key(self, report_id: str) -> int:
        with explained(self.path):
            row = self.connection.execute("SELECT key FROM reports WHERE id = ?", (report_id,)).fetchone()
        if row is None:
            raise selection.unknown(report_id, self._infos())
        return int(row[0])

    def _infos(self, where: str = "", *values: str) -> list[ReportInfo]:
        with explained(self.path):
            found = self.connection.execute(f"{_INFO} {where}", values).fetchall()
        return selection.in_order(map(rows.info_of, found))

    def _file(self, where: str, value: str) -> StoredFile | None:
        with self.reading():
            row = self.connection.execute(
                f"SELECT id, path, digest, text_digest FROM files WHERE {where}", (value,)
            ).fetchone()
            if row is None:
                return None
            file, path, digest, text_digest = row
            found = self.connection.execute(
                "SELECT id, given FROM reports JOIN tallies ON tallies.report = reports.key WHERE file = ? ORDER BY part",
                (file,),
            ).fetchall()
        corrections = tuple(read(given) for _, given in found)
        return StoredFile(path, digest, text_digest, corrections, tuple(one for one, _ in found))

    def _used_elsewhere(self, ids: Iterable[str], path: str) -> bool:
        """Whether another file has one of these ids, as its base or for a report (or one of the same key)."""
        names = json.dumps(sorted(ids))
        keys = json.dumps([report_key(report_id) for report_id in ids])
        return (
            self.connection.execute(
                "SELECT 1 FROM files WHERE path <> ? AND base IN (SELECT value FROM json_each(?)) UNION ALL"
                " SELECT 1 FROM reports JOIN files ON files.id = reports.file"
                " WHERE path <> ? AND key IN (SELECT value FROM json_each(?)) LIMIT 1",
                (path, names, path, keys),
            ).fetchone()
            is not None
        )

    def _remove(self, ids: Iterable[str]) -> None:
        for report_id in ids:
            self._indexes.remove(report_id)
            self.connection.execute("DELETE FROM reports WHERE id = ?", (report_id,))
        self._indexes.outdate_others()
