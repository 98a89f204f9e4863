"""Whole files of reports into an archive in ClickHouse, one writer at a time, and what is dead out of it.

What is stored of a revision comes first, in few large inserts, and its record last: until then nobody sees it, and
where the writer is stopped nobody ever will. A report is replaced by the record of its next revision and removed by a
record that says so. The rows of revisions that are live no more cost room and time until they are swept away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from typing import Any

from store.archive.base import ArchiveWriter, Filed
from store.archive.clickhouse import rows
from store.archive.clickhouse.archive import ReadingArchive, SearchTables
from store.archive.clickhouse.connection import Connection
from store.archive.clickhouse.lease import Lease
from store.archive.clickhouse.tables import ARCHIVE, LEASES, REPORTS, REVISIONS, STATE, columns
from store.archive.ids import report_key
from store.archive.indexes import Tell
from store.archive.records import front_values
from store.model import Correction, ReportInfo
from store.structure.corrections import corrected


class ClickHouseArchive(ReadingArchive, ArchiveWriter):
    """An open archive in ClickHouse, also to be written to."""

    def __init__(self, connection: Connection, search: SearchTables) -> None:
        super().__init__(connection, search)
        self._lease = Lease(connection)

    def close(self) -> None:
        """Let the next one write, and give the connection back."""
        try:
            self._lease.release()
        finally:
            super().close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keeps other writers out: on a server until the archive is closed, else within. Raises ArchiveBusyError."""
        with self._lease.turn():
            yield

    def filling(self) -> AbstractContextManager[None]:
        """Each file is as it should be when it is saved: nothing is put in order for many."""
        return nullcontext()

    def put(self, files: Sequence[Filed]) -> None:
        """Store whole files, each in place of what its path held before, seen by nobody until all of it is there."""
        with self.writing():
            filed = [(file, one) for file in files for one in zip(file.ids, file.reports, strict=True)]
            rev = self._begun([report_key(report_id) for _, (report_id, _) in filed])
            editions = [rows.edition_of(report_id, rev, report) for _, (report_id, report) in filed]
            taken = self._search.taken(editions)
            for table, values in (*rows.parts_of(editions), *taken.parts):
                self.connection.insert(table.name, table.types, values)
            self._lease.hold()  # it may have taken long
            kept = {report_key(report_id) for _, (report_id, _) in filed}
            before = self._records("key", "path IN {paths:Array(String)}", paths=[file.path for file in files])
            seq = self._next()
            self._publish(
                [
                    *(_removal(key, seq) for (key,) in before if key not in kept),
                    *(
                        _record(file, edition, sizes, seq, self._made)
                        for (file, _), edition, sizes in zip(filed, editions, taken.sizes, strict=True)
                    ),
                ]
            )

    def revise(self, report_id: str, given: Correction) -> ReportInfo:
        """The report after these fields of it were corrected; its file is stored anew with it."""
        with self.writing():
            file = self._read_anew(self.path_of(report_id))
            reports = zip(file.ids, file.reports, strict=True)
            changed = tuple(corrected(report, given) if one == report_id else report for one, report in reports)
            self.put([replace(file, reports=changed)])
        return self.report(report_id)

    def _base_of(self, path: str) -> Sequence[str]:
        return [base for (base,) in self._records("DISTINCT base", "path = {path:String}", path=path)]

    def _used_elsewhere(self, ids: AbstractSet[str], path: str) -> bool:
        where = "path != {path:String} AND (base IN {names:Array(String)} OR key IN {keys:Array(UInt64)})"
        return bool(self._records("key", where, path=path, names=sorted(ids), keys=list(map(report_key, ids))))

    def marks(self) -> frozenset[tuple[object, ...]]:
        """For each stored file what tells it from another and from itself at another time, its reports last."""
        names = "path, base, digest, text_digest, loaded_at"
        files: dict[tuple[object, ...], list[tuple[str, str]]] = {}
        for *mark, report_id, given, _ in self._records(f"{names}, id, given, part", tail="ORDER BY path, part"):
            files.setdefault(tuple(mark), []).append((report_id, given))
        return frozenset((*mark, tuple(ids)) for mark, ids in files.items())

    def owners(self) -> dict[str, str]:
        """For each stored report the path of its file."""
        return dict(self._records("id, path"))

    def reindex(self, tell: Tell = lambda done, total: None) -> None:
        """Store anew the reports that are outdated, file by file; ``tell`` is told of the progress.

        Stopped anywhere, it goes on the next time. Others may search meanwhile.
        """
        paths = {path for (path,) in self._records("path", "made != {made:String}", made=self._made)}
        for done, path in enumerate(sorted(paths), start=1):
            self.put([self._read_anew(path)])
            tell(done, len(paths))

    def merge(self) -> None:
        """Join the parts of the tables where no server does it in its own time: the fewer, the faster the search."""
        if self.connection.address.path is not None:
            for table in (*ARCHIVE.tables, *self._search.schema.tables):
                if table.order is not None:
                    self.connection.run(f"OPTIMIZE TABLE {self._at}.{table.name} FINAL")

    def sweep(self, *, older: int = 600) -> int:
        """How many revisions that nobody can see were taken out; those of the last ``older`` seconds stay.

        Who is still answering from a view of before a replacement goes on finding its sentences.
        """
        with self.writing():
            dead = self._dead(older)
            if dead:
                everything = (*ARCHIVE.tables, *self._search.schema.tables)
                kept = (STATE, LEASES, REVISIONS)
                # What was begun stays known until the rest of it is gone: its number must not be given to another.
                for table in (*(one for one in everything if one.order is not None and one not in kept), REVISIONS):
                    where = f"({table.shard}, rev) IN {{dead:Array(Tuple(UInt64, UInt32))}}"
                    self.connection.delete(table.name, where, dead=dead)
        return len(dead)

    def _dead(self, older: int) -> list[tuple[int, int]]:
        """The begun revisions that are not live, by key and number."""
        statement = (
            f"SELECT key, rev FROM {self._at}.revisions WHERE NOT {{live}}"
            f" AND key NOT IN (SELECT key FROM {self._at}.reports WHERE at > now() - {{older:UInt32}})"
        )
        return [(key, rev) for key, rev in self.rows_of_view(statement, key="key", older=older)]

    def _read_anew(self, path: str) -> Filed:
        """A stored file with the figures and periods that the grammar of today reads."""
        from store.structure.parse import reread  # nothing that other writers wait for

        file = self.filed(path)
        assert file is not None  # what is outdated is stored
        return replace(file, reports=tuple(map(reread, file.reports)))

    def filed(self, path: str) -> Filed | None:
        """The stored file of this path as it went in; None where nothing is stored of it."""
        names = "path, name, base, format, encoding, digest, text_digest, loaded_at"
        with self.reading():
            found = self._records(f"{names}, id, part", "path = {path:String}", tail="ORDER BY part", path=path)
            ids = tuple(row[-2] for row in found)
            return None if not found else Filed(*(*found[0][:-2], ids, tuple(map(self.stored, ids))))

    def _begun(self, keys: Sequence[int]) -> int:
        """The number of the next revision of these reports, put down as begun."""
        rev = self._next()
        self.connection.insert("revisions", REVISIONS.types, columns(REVISIONS, ((key, rev) for key in keys)))
        return rev

    def _next(self) -> int:
        """A number above those of all records and of all revisions."""
        begun = self._over(f"SELECT max(rev) AS highest FROM {self._at}.revisions", "max(highest)")
        return max(self.version(), int(begun[0][0])) + 1

    def _take_out(self, ids: Sequence[str]) -> None:
        seq = self._next()
        self._publish([_removal(report_key(report_id), seq) for report_id in ids])

    def _publish(self, records: Sequence[Mapping[str, object]]) -> None:
        named = REPORTS.types
        self.connection.insert("reports", named, columns(REPORTS, [[one[name] for name in named] for one in records]))


_EMPTY: Mapping[str, Any] = {
    name: [] if kind.startswith("Array") else None if kind.startswith("Nullable") else "" if kind == "String" else 0
    for name, kind in REPORTS.types.items()
}


def _removal(key: int, seq: int) -> Mapping[str, object]:
    return {**_EMPTY, "key": key, "seq": seq, "removed": 1}


def _record(file: Filed, edition: rows.Edition, sizes: Sequence[int], seq: int, made: str) -> Mapping[str, object]:
    report = edition.report
    return {
        **{"key": edition.key, "rev": edition.rev, "seq": seq, "removed": 0, "id": edition.id, "part": report.part},
        **{"title": report.title, "year": report.year, "place": report.place, "kind": report.kind},
        **{"published": report.published, "sections": len(report.sections), "sentences": len(report.sentences)},
        **{"figures": sum(len(one.figures) for one in report.sentences), "periods": rows.periods_of(edition)},
        **{"sizes": list(sizes), "path": file.path, "name": file.name, "base": file.base, "format": file.format},
        **{"encoding": file.encoding, "digest": file.digest, "text_digest": file.text_digest},
        **dict(zip(("issuer", "region", "unsure", "given"), front_values(report), strict=True)),
        **{"loaded_at": file.loaded_at, "made": made, "text": report.text},
    }
