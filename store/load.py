"""The whole way in: paths → reports in the archive, with a summary.

Each file goes in whole or not at all, and one bad file does not stop the others. Nothing here looks at a clock or
prints; the caller hands in the one and is told of progress by the other.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, TypeGuard

from store.archive import Archive, StoredFile
from store.characters import ends_sentence, squeeze
from store.errors import ArchiveError, ReportQAError, UnreadableReportError
from store.model import Correction, Report, Sentence, Source
from store.naming import report_ids
from store.parse import parse
from store.readers import Entry, decode, find

Status = Literal["loaded", "unchanged", "duplicate", "replaced", "failed"]
_NOTHING: Final = Correction()


class CorrectionError(ReportQAError):
    """Front matter was given for more than one report: a wrong use of the program, and nothing is stored."""


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file. ``reports`` are the ids that hold its text, for a duplicate those of the other file.

    ``sentences`` counts what this load stored. ``error`` is None unless ``status`` is ``failed``.
    """

    path: str
    status: Status
    reports: tuple[str, ...] = ()
    sentences: int = 0
    error: ReportQAError | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """One more file is done: ``done`` of ``total`` now."""

    done: int
    total: int
    outcome: FileOutcome


@dataclass(frozen=True, slots=True)
class Totals:
    """How many files ended in which status, and the reports and sentences that were stored."""

    loaded: int
    unchanged: int
    duplicate: int
    replaced: int
    failed: int
    reports: int
    sentences: int


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """What became of every file, in the order of loading."""

    files: tuple[FileOutcome, ...]

    @property
    def totals(self) -> Totals:
        """The files counted by status, and what they brought."""
        counts = Counter(file.status for file in self.files)
        stored = [file for file in self.files if file.status in {"loaded", "replaced"}]
        return Totals(
            loaded=counts["loaded"],
            unchanged=counts["unchanged"],
            duplicate=counts["duplicate"],
            replaced=counts["replaced"],
            failed=counts["failed"],
            reports=sum(len(file.reports) for file in stored),
            sentences=sum(file.sentences for file in stored),
        )


def load(
    paths: Sequence[Path],
    archive: Archive,
    *,
    loaded_at: Callable[[], str],
    correction: Correction = _NOTHING,
    force: bool = False,
    dry_run: bool = False,
    on_file: Callable[[Progress], None] | None = None,
) -> LoadSummary:
    """What became of each file under ``paths``; those that could be read are now in the archive, unless ``dry_run``.

    ``loaded_at`` gives the present time (ISO 8601 in UTC). ``correction`` replaces front matter of the one report
    that is loaded, and stays with the file when it is loaded again; with it, and with ``force``, an unchanged file
    is read anew. When the archive itself cannot be written, no further file is tried, and each of the rest has
    failed for that reason. Raises CorrectionError where the correction could mean several reports.
    """
    total = sum(1 for _ in find(paths))
    if correction != _NOTHING and total > 1:
        raise CorrectionError(f"这里有 {total} 个文件，而更正只能用于一个文件", remedy="请每次只载入要更正的那一个文件")
    loading = _Loading(_Rehearsal(archive) if dry_run else archive, loaded_at, correction, force)
    outcomes: list[FileOutcome] = []
    for entry in find(paths):
        outcomes.append(loading.outcome(entry))
        if on_file is not None:
            on_file(Progress(len(outcomes), max(total, len(outcomes)), outcomes[-1]))
    return LoadSummary(tuple(outcomes))


class _Loading:
    """One run over many files. ``_fault`` is why the archive takes nothing more, None while it does."""

    def __init__(
        self, archive: Archive | _Rehearsal, loaded_at: Callable[[], str], correction: Correction, force: bool
    ) -> None:
        self._archive = archive
        self._loaded_at = loaded_at
        self._correction = correction
        self._anew = force or correction != _NOTHING
        self._fault: ArchiveError | None = None

    def outcome(self, entry: Entry) -> FileOutcome:
        """Load one file and say what became of it."""
        if self._fault is not None:
            return FileOutcome(entry.path, "failed", error=self._fault)
        try:
            return self._guarded(entry)
        except CorrectionError:
            raise
        except ReportQAError as error:
            if isinstance(error, ArchiveError):
                self._fault = error
            return FileOutcome(entry.path, "failed", error=error)

    def _guarded(self, entry: Entry) -> FileOutcome:
        try:
            return self._load(entry)
        except (ReportQAError, MemoryError):
            raise
        except Exception as error:
            # A fault of ours, or of a library, in one file must not keep the others out.
            what = f"处理这个文件时出了意外（{type(error).__name__}），没有载入"
            raise UnreadableReportError(
                what, where=entry.path, remedy="请把这个文件发给开发者，或另存为别的格式"
            ) from error

    def _load(self, entry: Entry) -> FileOutcome:
        data = entry.read()
        before = self._archive.file(entry.path)
        if self._unchanged(before, hashlib.sha256(data).hexdigest()):
            return FileOutcome(entry.path, "unchanged", before.reports)
        source = decode(entry.path, entry.name, data)
        reports = parse(source)
        if not any(_says_something(sentence) for report in reports for sentence in report.sentences):
            raise UnreadableReportError("没有一个完整的句子", where=entry.path, remedy="请检查文件内容是不是报告正文")
        if self._correction != _NOTHING and len(reports) > 1:
            what = f"这个文件有 {len(reports)} 篇报告，而更正只能用于一篇"
            raise CorrectionError(what, where=entry.path, remedy="请先把它拆成一篇一个文件")
        with self._archive.writing():
            return self._store(source, reports)

    def _store(self, source: Source, reports: tuple[Report, ...]) -> FileOutcome:
        before = self._archive.file(source.path)
        if self._unchanged(before, source.digest):  # another process has just stored it
            return FileOutcome(source.path, "unchanged", before.reports)
        text_digest = _text_digest(reports)
        twin = self._archive.holding(text_digest)
        if twin is not None and twin.path != source.path:
            # What this path held before is no longer its text.
            self._archive.forget(source.path)
            return FileOutcome(source.path, "duplicate", twin.reports)
        # A correction of one report cannot be right for several.
        correction = _merged(before, self._correction) if len(reports) == 1 else _NOTHING
        ids = self._archive.save(
            source,
            [_corrected(report, correction) for report in reports],
            text_digest=text_digest,
            correction=correction,
            loaded_at=self._loaded_at(),
        )
        status: Status = "loaded" if before is None else "replaced"
        return FileOutcome(source.path, status, ids, sentences=sum(len(report.sentences) for report in reports))

    def _unchanged(self, before: StoredFile | None, digest: str) -> TypeGuard[StoredFile]:
        return before is not None and before.digest == digest and not self._anew


def _says_something(sentence: Sentence) -> bool:
    """Whether it is more than a heading or a label. A row of a table has no full stop, but its "header: value"."""
    return ends_sentence(sentence.text) or any(mark in sentence.text for mark in "，,；;：:")


def _text_digest(reports: tuple[Report, ...]) -> str:
    """The same for texts that differ in white space alone; the characters themselves are left as they are."""
    return hashlib.sha256("\0".join(squeeze(report.text) for report in reports).encode()).hexdigest()


def _merged(before: StoredFile | None, given: Correction) -> Correction:
    """What was corrected before, but for the fields that are given anew."""
    old = before.correction if before is not None else _NOTHING
    return Correction(
        title=old.title if given.title is None else given.title,
        year=old.year if given.year is None else given.year,
        place=old.place if given.place is None else given.place,
    )


def _corrected(report: Report, correction: Correction) -> Report:
    return replace(
        report,
        title=report.title if correction.title is None else correction.title,
        year=report.year if correction.year is None else correction.year,
        place=report.place if correction.place is None else correction.place,
    )


class _Rehearsal:
    """An archive to try a load on: it answers as the real one would by then, and stores nothing."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._paths: set[str] = set()
        self._texts: dict[str, StoredFile] = {}
        self._names: set[str] = set()

    def writing(self) -> AbstractContextManager[None]:
        return nullcontext()

    def file(self, path: str) -> StoredFile | None:
        return self._archive.file(path)

    def holding(self, text_digest: str) -> StoredFile | None:
        stored = self._archive.holding(text_digest)
        if stored is None or stored.path in self._paths:
            return self._texts.get(text_digest)
        return stored

    def forget(self, path: str) -> None:
        self._paths.add(path)

    def save(
        self, source: Source, reports: Sequence[Report], *, text_digest: str, correction: Correction, loaded_at: str
    ) -> tuple[str, ...]:
        base = self._archive.base_for(source.path, source.name, len(reports), taken=self._names)
        ids = report_ids(base, len(reports))
        self._paths.add(source.path)
        self._names.update((base, *ids))
        self._texts[text_digest] = StoredFile(source.path, source.digest, text_digest, correction, ids)
        return ids
