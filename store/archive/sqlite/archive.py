"""The report file: reports go in whole, file by file, and come back equal to what went in.

SQL is spoken here and in the neighbours that this module is made of (:mod:`store.archive.sqlite.connection`, :mod:`store.archive.sqlite.schema`,
:mod:`store.archive.sqlite.rows`, :mod:`store.archive.figure_query`, :mod:`store.archive.sqlite.integrity`), and by the indexes of ``retrieval``. An index
keeps its tables in the same file and is written in the same transaction, so that nothing is found that is not stored,
and nothing is stored that cannot be found.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from store.archive import selection
from store.archive.base import ArchiveWriter, Filed, StoredFile
from store.archive.correction_text import read
from store.archive.ids import report_key
from store.archive.indexes import Index, Indexes, Tell, prepare
from store.archive.records import info_of
from store.archive.sqlite import mentions, rows
from store.archive.sqlite.connection import explained, open_readable, open_writable
from store.archive.sqlite.digests import forgiving
from store.archive.sqlite.identity import is_in_place
from store.archive.sqlite.integrity import changed, problems
from store.errors import ArchiveError, ArchiveWriteError, StaleIndexError
from store.language.grammar import GRAMMAR
from store.model import Correction, Figure, Report, ReportInfo, StoredSentence
from store.structure.corrections import corrected

if TYPE_CHECKING:  # a question is answered without looking through the figures of all reports
    from store.archive.figure_query import FigureQuery, Fold

_INFO = """
    SELECT reports.id, reports.title, reports.year, reports.place, kind, published, files.name, part, loaded_at,
        section_count, sentence_count, tallies.figures, tallies.issuer, tallies.region, tallies.unsure
    FROM reports JOIN files ON files.id = reports.file JOIN tallies ON tallies.report = reports.key
"""
# How often a load writes before the indexes are put in order: the more, the fewer times an index writes the same anew,
# and the more small pieces a question meets meanwhile. 667 files in 28 writes: with 32 storing takes an eighth less than with 8.
_TOGETHER = 32
_MANY = 8  # From so many files on it is a load of many.
# Reports that are looked at closely when the file is checked.
_SAMPLE = 20
# Pages, and the share of all pages, that may stay free for what is written next.
_SPARE, _SPARE_SHARE = 64, 0.125
_READ_TOGETHER = 20  # reports whose figures are read anew in one transaction


class _Stored(Mapping[str, Report]):
    """Stored reports by their ids, each read when it is looked at."""

    def __init__(self, stored: Callable[[str], Report], ids: Sequence[str]) -> None:
        self._stored = stored
        self._ids = ids

    def __getitem__(self, report_id: str) -> Report:
        return self._stored(report_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


class Archive(ArchiveWriter):
    """An open report file: one connection, so one thread; a context manager that closes it.

    Several may be open on one file, also in other processes: one of them writes at a time while the others wait,
    and a reader sees a file's reports as a whole or not at all.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, indexes: Sequence[Index]) -> None:
        self.path = path
        self.connection = connection
        self._opened = path.stat()
        self._indexes = Indexes(connection, indexes)
        self._written = 0
        # How often was written since the indexes were last put in order, and how often may be.
        self._untidied, self._patience = 0, 1
        self._filed = 0

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

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: what is done inside is stored together or not at all. Blocks may be nested."""
        outermost = not self.connection.in_transaction
        with self._transaction("BEGIN IMMEDIATE"):
            self._written += 1
            yield
            if outermost:
                self._prove_in_place()
        if outermost:
            self._untidied += 1
            if self._untidied >= self._patience:
                self._tidy()
            if self._patience == 1:
                self._give_back()

    def _prove_in_place(self) -> None:
        """Raise ArchiveWriteError where the name of the file leads to another one by now, or to none: what is written would be lost."""
        if not is_in_place(self.path, self._opened):
            what = "报告库文件被移走、清空或换掉了，这一次没有写入"
            raise ArchiveWriteError(what, where=str(self.path), remedy="请检查这个文件，再做一次")

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Much is written inside: the indexes are put in order after every few writes only, and at the end."""
        self._patience, before = _TOGETHER, self._filed
        try:
            yield
        finally:
            self._patience = 1
        many = self._filed - before >= _MANY
        if self._untidied or many:
            self._tidy(settled=many)
        self._give_back()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One view: what is read inside belongs together, whatever others write meanwhile. Blocks may be nested."""
        with self._transaction("BEGIN"):
            yield

    def put(self, files: Sequence[Filed]) -> None:
        """Store whole files, each in place of what its path held before, in one transaction."""
        with self.writing():
            for file in files:
                self.forget(file.path)
                (number,) = self.connection.execute(
                    "INSERT INTO files (path, name, base, format, encoding, digest, text_digest, loaded_at)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                    (
                        *(file.path, file.name, file.base, file.format, file.encoding),
                        *(file.digest, file.text_digest, file.loaded_at),
                    ),
                ).fetchone()
                for report_id, report in zip(file.ids, file.reports, strict=True):
                    rows.insert(self.connection, report_id, report, file=number)
            self._filed += len(files)
            named = [one for file in files for one in zip(file.ids, file.reports, strict=True)]
            self._indexes.add(named, [ready for file in files for ready in file.prepared])
            self._indexes.outdate_others()

    def filed(self, path: str) -> Filed | None:
        """The stored file of this path as it went in; None where nothing is stored of it."""
        with self.reading():
            row = self.connection.execute(
                "SELECT path, name, base, format, encoding, digest, text_digest, loaded_at FROM files WHERE path = ?",
                (path,),
            ).fetchone()
            stored = self.file(path)
            return None if stored is None else Filed(*(*row, stored.reports, tuple(map(self.stored, stored.reports))))

    def revise(self, report_id: str, given: Correction) -> ReportInfo:
        """The report after these fields of it were corrected; nothing else of it changes. Raises UnknownReportError."""
        from store.structure.parse import reread  # nothing that a question waits for

        with self.writing():
            # It is stored as read by the grammar of today, whichever read it before.
            report = corrected(reread(self.stored(report_id)), given)
            (file,) = self.connection.execute("SELECT file FROM reports WHERE id = ?", (report_id,)).fetchone()
            ready = prepare(report, self.indexes)
            self._remove(report_id)
            rows.insert(self.connection, report_id, report, file=file)
            self._indexes.add([(report_id, report)], [ready])
            self._indexes.outdate_others()
        return self.report(report_id)

    def _base_of(self, path: str) -> Sequence[str]:
        row: Sequence[str] | None = self.connection.execute("SELECT base FROM files WHERE path = ?", (path,)).fetchone()
        return row or ()

    def _take_out(self, ids: Sequence[str]) -> None:
        listed = json.dumps(list(ids))
        owners = "SELECT DISTINCT file FROM reports WHERE id IN (SELECT value FROM json_each(?))"
        files = self.connection.execute(owners, (listed,)).fetchall()
        for report_id in ids:
            self._remove(report_id)
        self.connection.executemany(
            "DELETE FROM files WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM reports WHERE file = ?1)", files
        )
        self._indexes.outdate_others()

    def path_of(self, report_id: str) -> str:
        """The path under which the report's file was loaded. Raises UnknownReportError."""
        with self.reading():
            key = self._key(report_id)
            row = self.connection.execute(
                "SELECT path FROM files JOIN reports ON reports.file = files.id WHERE key = ?", (key,)
            ).fetchone()
        return str(row[0])

    def stored(self, report_id: str) -> Report:
        """The whole report of this id, equal to what was saved. Raises UnknownReportError."""
        with self.reading():
            return rows.fetch(self.connection, self._key(report_id))

    def sentences(self, ids: Sequence[int]) -> tuple[StoredSentence, ...]:
        """The sentences of these ids, in this order; ids that are no longer stored are passed over."""
        with explained(self.path):
            return rows.fetch_sentences(self.connection, ids)

    def _between(self, first: int, last: int) -> tuple[StoredSentence, ...]:
        with explained(self.path):
            return rows.fetch_run(self.connection, first, last)

    def _about_value(self, kinds: Sequence[str], value: float) -> Iterable[tuple[int, str]]:
        with explained(self.path):
            return rows.fetch_about(self.connection, kinds, value)

    def _of_indicators(
        self, indicators: Sequence[str], natures: Sequence[str], reports: Sequence[int]
    ) -> Iterable[tuple[int, str, Figure]]:
        with explained(self.path):
            return rows.fetch_facts(self.connection, indicators, natures, reports)

    def _narrowed(self, wanted: FigureQuery, reports: Sequence[ReportInfo], fold: Fold) -> Sequence[tuple[int, str]]:
        from store.archive.sqlite.figure_query import narrowed

        return narrowed(self.connection, wanted, [report_key(info.id) for info in reports], fold)

    def years_spoken_of(self) -> dict[str, frozenset[int]]:
        """For each report the years that any of its sentences speaks of."""
        with explained(self.path):
            return mentions.years(self.connection)

    def version(self) -> int:
        """A number that changes when another connection has changed the file, or this one through :meth:`writing`."""
        with explained(self.path):
            (outside,) = self.connection.execute("PRAGMA data_version").fetchone()
        return int(outside) << 32 | self._written

    def mentions(self, name: str) -> bool:
        """Whether any stored sentence holds this string."""
        with self.reading():
            return mentions.mentions(self.connection, name, self._indexes.holders)

    def abbreviating(self, name: str) -> tuple[str, ...]:
        """The reports whose text abbreviates this place: 滁 in 滁教〔2012〕32号, 包 in 包33中."""
        with self.reading():
            return mentions.abbreviating(self.connection, name, self._indexes.holders)

    def check(self, *, deep: bool = False) -> tuple[str, ...]:
        """One sentence for each thing that is wrong with the file; none where all is well."""
        found: list[str] = []
        try:
            with self.reading():
                if deep:
                    found.extend(changed(self.connection))
                found.extend(problems(self.connection))
                if not found:
                    found.extend(self._indexes.problems(self._sample(every=deep)))
        except (ArchiveError, sqlite3.Error, ValueError, LookupError, TypeError, ArithmeticError, MemoryError) as error:
            # Whatever is read of a damaged file may be of any kind.
            found.append(error.what if isinstance(error, ArchiveError) else f"数据库结构有误：{error}")
        return tuple(found)

    def outdated(self) -> int:
        """How many reports are indexed, or their figures read, as they would no longer be."""
        with self.reading():
            return len(self._outdated())

    def _outdated(self) -> set[int]:
        return self._indexes.outdated() | set(self._read_otherwise())

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
        self._indexes.refresh(self._readable, self._changing, tell)

    def reissue(self) -> None:
        """Let no reader take what it remembers of another state of this file, under the same numbers, for this one."""
        with self._changing():
            self._indexes.reissue()

    def _read_otherwise(self) -> list[int]:
        """The keys of the reports whose figures and periods another grammar has read."""
        with explained(self.path):
            found = self.connection.execute("SELECT report FROM tallies WHERE grammar <> ? ORDER BY report", (GRAMMAR,))
            return [key for (key,) in found]

    def _sample(self, *, every: bool) -> Mapping[str, Report]:
        """Some reports, spread over all, the same each time, or ``every`` one; none that would no longer be read as it was."""
        old = self._outdated()
        rows = self.connection.execute("SELECT key, id FROM reports ORDER BY key")
        ids = [report_id for key, report_id in rows if key not in old]
        return _Stored(self.stored, ids[:: 1 if every else max(1, len(ids) // _SAMPLE)])

    def _match_indexes(self, tell: Tell, *, readonly: bool) -> None:
        with explained(self.path):
            stale = self._indexes.stale()
        if stale and readonly:
            raise StaleIndexError(
                "检索索引由别的版本建成，需要重建", where=str(self.path), remedy="请运行 wenbao reindex"
            )
        for name in stale:
            self._indexes.rebuild(name, self._readable, self._changing, tell)

    def _readable(self, report_id: str) -> Report:
        """A report as far as it can be read, for the indexes."""
        with forgiving(self.connection):
            return self.stored(report_id)

    def _tidy(self, *, settled: bool = False) -> None:
        self._untidied = 0
        # What was stored can be searched; whatever keeps the indexes from being put in order, the next write makes up for.
        with suppress(ArchiveError), self._transaction("BEGIN IMMEDIATE"):
            self._indexes.tidy(settled=settled)

    def _give_back(self) -> None:
        """Make the file shorter by the pages that merges and removals have left, where they are many."""
        with suppress(ArchiveError), explained(self.path):
            (free,) = self.connection.execute("PRAGMA freelist_count").fetchone()
            if free > _SPARE:
                (pages,) = self.connection.execute("PRAGMA page_count").fetchone()
                if free > pages * _SPARE_SHARE:
                    # A statement of its own would be stepped once, and give back one page.
                    self.connection.executescript(f"PRAGMA incremental_vacuum({free - _SPARE})")

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

    def _infos(self, report_id: str | None = None) -> list[ReportInfo]:
        where, values = ("", ()) if report_id is None else ("WHERE reports.id = ?", (report_id,))
        with explained(self.path):
            found = self.connection.execute(f"{_INFO} {where}", values).fetchall()
        return selection.in_order(map(info_of, found))

    def _file(self, column: Literal["path", "text_digest"], value: str) -> StoredFile | None:
        with self.reading():
            row = self.connection.execute(
                f"SELECT id, path, digest, text_digest FROM files WHERE {column} = ?", (value,)
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

    def _used_elsewhere(self, ids: AbstractSet[str], path: str) -> bool:
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

    def _remove(self, report_id: str) -> None:
        self._indexes.remove(report_id)
        self.connection.execute("DELETE FROM reports WHERE id = ?", (report_id,))
