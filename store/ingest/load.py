"""The whole way in: paths → reports in the archive, with a summary.

Each file goes in whole or not at all, and one bad file does not stop the others. Nothing here looks at a clock or
prints; the caller hands in the one and is told of progress by the other.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Literal, TypeGuard, TypeVar

from store.archive.base import ArchiveWriter, Intake, StoredFile
from store.errors import ArchiveError, ReportQAError
from store.ingest.dry_run import DryRun, Gathered
from store.ingest.jobs import Job, Parsed, unforeseen
from store.ingest.prefetch import Begun, Prefetcher
from store.limits import Limits, limits, within
from store.model import Correction, Report
from store.readers.files import Entry, find
from store.structure.corrections import corrected, merged

_Step = TypeVar("_Step")
Status = Literal["loaded", "unchanged", "duplicate", "replaced", "failed"]
_NOTHING: Final = Correction()


class Ended(Exception):
    """What ``on_file`` or ``while_waiting`` raises to end a load between two files."""


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
    archive: ArchiveWriter,
    *,
    loaded_at: Callable[[], str],
    correction: Correction = _NOTHING,
    force: bool = False,
    dry_run: bool = False,
    on_file: Callable[[Progress], None] | None = None,
    limits: Limits | None = None,
    gives_way: bool = False,
    while_waiting: Callable[[], None] = lambda: None,
) -> LoadSummary:
    """What became of each file under ``paths``; those that could be read are now in the archive, unless ``dry_run``.

    ``loaded_at`` gives the present time (ISO 8601 in UTC). ``correction`` replaces front matter of the one report
    that is loaded, and stays with the file when it is loaded again; with it, and with ``force``, an unchanged file
    is read anew. When the archive itself cannot be written, no further file is tried, and each of the rest has
    failed for that reason. Of many files several are parsed at once, in processes of their own; they are stored, and
    ``on_file`` is told of them, in order. ``limits`` is what one file may take, the usual where None. With
    ``gives_way`` others come first, who wait for an answer. ``while_waiting`` is called again and again while a file is
    parsed. Raises Ended where it or ``on_file`` does, and CorrectionError where the correction could mean several reports.
    """
    held = limits or Limits()
    with within(held):
        ahead = Prefetcher(held, gives_way=gives_way, while_waiting=while_waiting)
        return _loaded(paths, archive, loaded_at, correction, ahead, force=force, dry_run=dry_run, on_file=on_file)


def _loaded(
    paths: Sequence[Path],
    archive: ArchiveWriter,
    loaded_at: Callable[[], str],
    correction: Correction,
    ahead: Prefetcher,
    *,
    force: bool,
    dry_run: bool,
    on_file: Callable[[Progress], None] | None,
) -> LoadSummary:
    total = sum(1 for _ in find(paths))
    if correction != _NOTHING and total > 1:
        raise CorrectionError(f"这里有 {total} 个文件，而更正只能用于一个文件", remedy="请每次只载入要更正的那一个文件")
    outcomes: list[FileOutcome] = []
    intake: Intake = DryRun(archive) if dry_run else archive
    with ahead, intake.filling():
        loading = _Loading(intake, ahead, loaded_at, correction, force=force)
        for outcome in loading.outcomes(find(paths)):
            outcomes.append(outcome)
            if on_file is not None:
                on_file(Progress(len(outcomes), max(total, len(outcomes)), outcome))
    return LoadSummary(tuple(outcomes))


class _Loading:
    """One run over many files. ``_fault`` is why the archive takes nothing more, None while it does."""

    def __init__(
        self, archive: Intake, ahead: Prefetcher, loaded_at: Callable[[], str], correction: Correction, *, force: bool
    ) -> None:
        self._archive = archive
        self._ahead = ahead
        self._loaded_at = loaded_at
        self._correction = correction
        self._anew = force or correction != _NOTHING
        self._fault: ArchiveError | None = None

    def outcomes(self, entries: Iterable[Entry]) -> Iterator[FileOutcome]:
        """Load the files in order, and say of each what became of it."""
        for group in self._ahead.over(entries, self._begin):
            ready = [self._parsed(one) for one in group]
            stored = self._together([one for one in ready if isinstance(one, Parsed)])
            for one in ready:
                path = one.path if isinstance(one, FileOutcome) else one.source.path
                if path in stored:
                    outcome = stored[path]
                elif self._fault is not None:
                    outcome = FileOutcome(path, "failed", error=self._fault)
                else:
                    outcome = one if isinstance(one, FileOutcome) else _guarded(path, partial(self._alone, one))
                if isinstance(outcome.error, ArchiveError):
                    self._fault = outcome.error
                yield outcome

    def _begin(self, entry: Entry) -> Job | FileOutcome:
        """The file as a job to parse, where it is not done already; some files are begun before their turn."""
        return _guarded(entry.path, partial(self._read, entry))

    def _read(self, entry: Entry) -> Job | FileOutcome:
        data = entry.read()
        before = self._archive.file(entry.path)
        if self._unchanged(before, hashlib.sha256(data).hexdigest()):
            return FileOutcome(entry.path, "unchanged", before.reports)
        return Job(entry.path, entry.name, data, self._archive.indexes, limits())

    def _parsed(self, begun: Begun | FileOutcome) -> Parsed | FileOutcome:
        if isinstance(begun, FileOutcome):
            return begun
        path = begun.job.path
        return _guarded(path, begun.parsed) if self._fault is None else FileOutcome(path, "failed", error=self._fault)

    def _together(self, found: Sequence[Parsed]) -> dict[str, FileOutcome]:
        """What became of new files that were stored in one transaction; of none where that cannot be done: one by one
        they tell why."""
        try:
            if len(found) < 2 or any(self._archive.file(one.source.path) for one in found):
                return {}
            with self._archive.writing():
                gathered = Gathered(self._archive)
                outcomes = {one.source.path: self._store(one, gathered) for one in found}
                if gathered.files:
                    self._archive.put(gathered.files)
            return outcomes
        except Exception:  # whichever file it was, it must not keep the others out
            return {}

    def _alone(self, found: Parsed) -> FileOutcome:
        if self._correction != _NOTHING and len(found.reports) > 1:
            what = f"这个文件有 {len(found.reports)} 篇报告，而更正只能用于一篇"
            raise CorrectionError(what, where=found.source.path, remedy="请先把它拆成一篇一个文件")
        with self._archive.writing():
            return self._store(found, self._archive)

    def _store(self, found: Parsed, archive: Intake) -> FileOutcome:
        source, reports = found.source, found.reports
        before = archive.file(source.path)
        if self._unchanged(before, source.digest):  # another process has just stored it
            return FileOutcome(source.path, "unchanged", before.reports)
        twin = archive.file_with_text(found.text_digest)
        if twin is not None and twin.path != source.path:
            # What this path held before is no longer its text.
            archive.forget(source.path)
            return FileOutcome(source.path, "duplicate", twin.reports)
        corrections = [merged(one, self._correction) for one in _kept(before, found, archive.stored)]
        ids = archive.save(
            source,
            [corrected(report, given) for report, given in zip(reports, corrections, strict=True)],
            text_digest=found.text_digest,
            loaded_at=self._loaded_at(),
            # What was prepared belongs to the reports as they were read.
            prepared=found.prepared if all(given == _NOTHING for given in corrections) else None,
        )
        status: Status = "loaded" if before is None else "replaced"
        return FileOutcome(source.path, status, ids, sentences=sum(len(report.sentences) for report in reports))

    def _unchanged(self, before: StoredFile | None, digest: str) -> TypeGuard[StoredFile]:
        return before is not None and before.digest == digest and not self._anew


def _kept(before: StoredFile | None, found: Parsed, stored: Callable[[str], Report]) -> Sequence[Correction]:
    """What was corrected of each of the file's reports, told by their own words where the file holds several.

    What was corrected of a report cannot be right for others: of those that a file holds now and did not before.
    """
    if before is not None and len(before.corrections) == len(found.reports) == 1:
        return before.corrections
    given: dict[int, Correction] = {}
    if before is not None and any(correction != _NOTHING for correction in before.corrections):
        words = [_sentences(stored(report_id)) for report_id in before.reports]
        for number, (own, correction) in enumerate(zip(words, before.corrections, strict=True)):
            if correction == _NOTHING:
                continue
            others = set().union(*(other for other in words if other != own))
            alike = words[:number].count(own)  # parts that say the same are told by their order
            if (place := _same(own - others or own, found.reports, alike)) is not None:
                given[place] = correction
    return [given.get(place, _NOTHING) for place in range(len(found.reports))]


def _same(own: AbstractSet[str], reports: Sequence[Report], alike: int) -> int | None:
    """Which of the reports holds most of the sentences that only one report held before; None where none does.

    Of several that hold as many it is the one that has ``alike`` others before it.
    """
    shared = [len(own & _sentences(report)) for report in reports]
    most = max(shared, default=0)
    places = [place for place, count in enumerate(shared) if count == most]
    return places[min(alike, len(places) - 1)] if 2 * most > len(own) else None


def _sentences(report: Report) -> set[str]:
    return {sentence.text for sentence in report.sentences}


def _guarded(path: str, step: Callable[[], _Step]) -> _Step | FileOutcome:
    """What the step comes to; an error of one file is its outcome, so that it does not keep the others out."""
    try:
        return step()
    except (CorrectionError, Ended):
        raise
    except ReportQAError as error:
        return FileOutcome(path, "failed", error=error)
    except MemoryError:
        raise
    except Exception as error:
        fault = unforeseen(path, error)
        fault.__cause__ = error
        return FileOutcome(path, "failed", error=fault)
