"""Loading, correcting, replacing and removing reports from the page, each of which can be taken back for an hour."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.clock import now
from bot.web.desk import Desk
from store.archive.base import ArchiveWriter, Filed
from store.archive.ids import report_ids
from store.archive.visible import outer
from store.errors import ReportQAError
from store.ingest.load import LoadSummary, load
from store.model import Correction, ReportInfo

_MOST = 30  # changes that can be taken back; each holds the reports as they were
_HOUR = 3_600.0


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file that was sent: each file in it, the reports that are new, and how to take that back."""

    name: str
    summary: LoadSummary
    infos: tuple[ReportInfo, ...]
    undo: str


@dataclass(frozen=True, slots=True)
class _Undo:
    """The files of these paths as they were before (None where there was none), and who might see them."""

    at: float
    before: dict[str, Filed | None]
    limits: dict[str, frozenset[str]] = field(default_factory=dict)


class Changes:
    """Every change of the archive that the page makes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._undos: OrderedDict[str, _Undo] = OrderedDict()

    async def load(self, name: str, data: bytes, *, groups: Iterable[str] = (), instead: str | None = None) -> Loaded:
        """Load a file, for these groups where there are any; ``instead`` of a report, which keeps its id.

        Raises ReportQAError.
        """
        path = self._desk.kept.keep(name, data).resolve()
        wanted = await self._limits_for(str(path), groups, instead)
        if wanted:
            self._desk.accounts.limit(str(path), wanted)  # before anybody could see it

        def work(archive: ArchiveWriter) -> tuple[LoadSummary, tuple[ReportInfo, ...], dict[str, Filed | None]]:
            old = None if instead is None else archive.path_of(archive.report(instead).id)
            summary = load([path], archive, loaded_at=now, limits=self._desk.config.limits)
            new = {file.path: None for file in summary.files if file.status == "loaded"}
            before: dict[str, Filed | None] = dict(new)
            ids = [one for file in summary.files if file.path in new for one in file.reports]
            if old is not None and len(new) == 1:
                before[old] = archive.filed(old)
                ids = _in_place_of(archive, old, next(iter(new)))
            return summary, tuple(map(archive.report, ids)), before

        summary, infos, before = await self._desk.write(work)
        replaced = [one for one, file in before.items() if file is not None]
        limits = {one: self._desk.limits().get(outer(one), frozenset()) for one in replaced}
        if not infos:
            self._forget_file(str(path), summary)
        undo = self._remember(_Undo(self._desk.clock(), before, limits)) if infos else ""
        return Loaded(name, summary, infos, undo)

    async def _limits_for(self, path: str, groups: Iterable[str], instead: str | None) -> frozenset[str]:
        """The groups that may see a new file: those given, else those of the report that it replaces.

        None of a file that is stored: who may see it is for an administrator to say.
        """

        def look(archive: ArchiveWriter) -> tuple[bool, str | None]:
            stored = any(outer(archive.path_of(info.id)) == path for info in archive.reports())
            return stored, None if instead is None else archive.path_of(archive.report(instead).id)

        stored, old = await self._desk.write(look)
        if stored:
            return frozenset()
        inherited = frozenset() if old is None else self._desk.limits().get(outer(old), frozenset())
        return frozenset(groups) or inherited

    async def edit(self, report: str, given: Correction) -> tuple[ReportInfo, str]:
        """Correct a report; what it is now, and how to take that back. Raises ReportQAError."""

        def work(archive: ArchiveWriter) -> tuple[ReportInfo, dict[str, Filed | None]]:
            report_id = archive.report(report).id
            path = archive.path_of(report_id)
            before = {path: archive.filed(path)}
            return archive.revise(report_id, given), before

        info, before = await self._desk.write(work)
        return info, self._remember(_Undo(self._desk.clock(), before))

    async def remove(self, reports: Sequence[str]) -> tuple[tuple[ReportInfo, ...], str]:
        """Take out reports; which, and how to take that back. Raises ReportQAError."""

        def work(archive: ArchiveWriter) -> tuple[tuple[ReportInfo, ...], dict[str, Filed | None]]:
            infos = tuple(archive.report(one) for one in reports)
            paths = {archive.path_of(info.id) for info in infos}
            before = {path: archive.filed(path) for path in paths}
            archive.remove([info.id for info in infos])
            return infos, before

        infos, before = await self._desk.write(work)
        return infos, self._remember(_Undo(self._desk.clock(), before))

    async def undo(self, token: str) -> bool:
        """Put back what a change has changed; False where that is too long ago, or done."""
        one = self._undos.pop(token, None)
        if one is None or one.at < self._desk.clock() - _HOUR:
            return False

        def work(archive: ArchiveWriter) -> None:
            with archive.writing():
                for path, file in sorted(one.before.items(), key=lambda pair: pair[1] is not None):
                    if file is None:
                        archive.forget(path)
                    else:
                        archive.restore(file)

        for path, groups in one.limits.items():
            if groups:
                self._desk.accounts.limit(outer(path), groups)
        await self._desk.write(work)
        return True

    def _remember(self, one: _Undo) -> str:
        token = secrets.token_hex(16)
        self._undos[token] = one
        while len(self._undos) > _MOST:
            self._undos.popitem(last=False)
        return token

    def _forget_file(self, path: str, summary: LoadSummary) -> None:
        """Drop what was sent where nothing is stored of it; a file that was there already stays."""
        if all(file.status in ("failed", "duplicate") for file in summary.files):
            self._desk.kept.drop(path)


def _in_place_of(archive: ArchiveWriter, old: str, new: str) -> list[str]:
    """The ids of the new file's reports, which are those of the old file from now on, as far as it had any."""
    with archive.writing():
        before, now_there = archive.filed(old), archive.filed(new)
        assert before is not None  # both have just been read
        assert now_there is not None
        archive.forget(old)
        archive.forget(new)
        ids = report_ids(before.base, len(now_there.ids))
        archive.restore(replace(now_there, base=before.base, ids=ids))
    return list(ids)


def shown_name(path: str) -> str:
    """A loaded file as the person who sent it knows it: its name, and the member's within an archive."""
    file, _, member = path.partition("!/")
    return Path(file).name + (f" › {member}" if member else "")


def failure(error: ReportQAError | None) -> str:
    """Why a file could not be loaded, without where it lies."""
    return "" if error is None else f"{error.what}；{error.remedy}" if error.remedy else error.what
