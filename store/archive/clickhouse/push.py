"""A report file's reports into an archive in ClickHouse, under the ids that they have.

What has arrived is not sent again, so a push that was stopped goes on where it was. Files go whole and many at a time:
an insert of thousands of rows costs ClickHouse little more than one of ten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from store.archive.base import Filed
from store.archive.clickhouse.writing import ClickHouseArchive
from store.archive.indexes import Tell
from store.archive.sqlite.archive import Archive
from store.errors import ArchiveError

_AT_ONCE = 5000  # sentences: some three hundred thousand postings


@dataclass(frozen=True, slots=True)
class Pushed:
    """What was sent, and how many files had arrived before."""

    files: int
    reports: int
    sentences: int
    unchanged: int


def push(source: Archive, target: ClickHouseArchive, *, tell: Tell = lambda done, total: None) -> Pushed:
    """Send every file of the source that the target does not hold as it is; the caller holds one view of the source.

    ``tell`` is told how many files are done, and of how many. Raises ArchiveError where the target has another file's report
    under an id of the source, and where reports of the source are outdated: over there they would count as read today.
    """
    if outdated := source.outdated():
        what = f"有 {outdated} 篇报告是按以前的词表、分词或数据语法读的"
        raise ArchiveError(what, where=str(source.path), remedy="请先运行 wenbao reindex，再 wenbao engine push")
    arrived = target.marks()
    owners = target.owners()
    rows = _rows(source)
    batch: list[Filed] = []
    files = reports = sentences = unchanged = 0
    for done, (file, *row) in enumerate(rows, start=1):
        marks = _reports(source, file)
        ids = tuple(report_id for report_id, _ in marks)
        if _mark(row, marks) in arrived:
            unchanged += 1
        else:
            batch.append(_filed(source, row, ids, owners, target))
        if batch and (_sentences(batch) >= _AT_ONCE or done == len(rows)):
            target.put(batch)
            files, reports = files + len(batch), reports + sum(len(one.ids) for one in batch)
            sentences += _sentences(batch)
            batch = []
        tell(done, len(rows))
    if files:
        target.merge()
    return Pushed(files, reports, sentences, unchanged)


def _rows(source: Archive) -> list[tuple[Any, ...]]:
    return source.connection.execute(
        "SELECT id, path, name, base, format, encoding, digest, text_digest, loaded_at FROM files ORDER BY id"
    ).fetchall()


def _reports(source: Archive, file: int) -> tuple[tuple[str, str], ...]:
    """The ids of a file's reports, each with what a person corrected of it."""
    found = source.connection.execute(
        "SELECT id, given FROM reports JOIN tallies ON tallies.report = reports.key WHERE file = ? ORDER BY part",
        (file,),
    )
    return tuple((report_id, given) for report_id, given in found)


def _mark(row: Sequence[Any], reports: tuple[tuple[str, str], ...]) -> tuple[object, ...]:
    path, _, base, *_, digest, text_digest, loaded_at = row
    return (path, base, digest, text_digest, loaded_at, reports)


def _filed(
    source: Archive, row: Sequence[Any], ids: tuple[str, ...], owners: Mapping[str, str], target: ClickHouseArchive
) -> Filed:
    path = row[0]
    for report_id in ids:
        if owners.get(report_id, path) != path:
            what = f"那里已经有另一个文件的报告 {report_id}（{owners[report_id]}）"
            raise ArchiveError(what, where=target.connection.address.shown, remedy="请换一个空的数据库")
    return Filed(*(*row, ids, tuple(map(source.stored, ids))))


def _sentences(files: Sequence[Filed]) -> int:
    return sum(len(report.sentences) for file in files for report in file.reports)
