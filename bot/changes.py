"""Loading, correcting, replacing and removing reports, each of which can be taken back for an hour."""

from __future__ import annotations

import secrets
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bot.clock import now
from bot.desk import Desk
from bot.wording import web
from store import patterns as re
from store.archive.base import ArchiveWriter, Filed, StoredFile
from store.archive.ids import report_ids
from store.archive.visible import outer
from store.errors import ReportQAError
from store.model import Correction, ReportInfo

if TYPE_CHECKING:
    from store.ingest.load import LoadSummary

_YEAR = re.compile(r"((?:19|20)[0-9]{2})\s*年?度?[。.]?")
_LONGEST = {"place": 40, "title": 200, "issuer": 60}
_MOST = 30  # changes that can be taken back; each holds the reports as they were
_HOUR = 3_600.0

T = TypeVar("T")
_Files = dict[str, Filed | None]  # by path; None where there is none


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file that was sent: each file in it, the reports that are new, and how to take that back."""

    name: str
    summary: LoadSummary
    infos: tuple[ReportInfo, ...]
    undo: str


@dataclass(frozen=True, slots=True)
class _Undo:
    """The files of these paths as they were before (None where there was none), and who might see them.

    ``after`` is how the change left them: what has changed since then is not taken back with it.
    """

    at: float
    before: _Files
    after: dict[str, StoredFile | None]
    limits: dict[str, frozenset[str]]

    def is_last(self, archive: ArchiveWriter) -> bool:
        """Whether the files are as the change left them."""
        return all(archive.file(path) == file for path, file in self.after.items())

    def take_back(self, archive: ArchiveWriter) -> bool:
        """Put back the files as they were; nothing happens where they have changed again."""
        with archive.writing():
            if not self.is_last(archive):
                return False
            for path, file in sorted(self.before.items(), key=lambda pair: pair[1] is not None):
                if file is None:
                    archive.forget(path)
                else:
                    archive.restore(file)
        return True


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

        def change(archive: ArchiveWriter) -> tuple[tuple[LoadSummary, tuple[ReportInfo, ...]], _Files]:
            from store.ingest.load import load  # who only asks does not wait for it

            old = None if instead is None else archive.path_of(archive.report(instead).id)
            summary = load(
                [path],
                archive,
                loaded_at=now,
                limits=self._desk.config.limits,
                gives_way=True,
                while_waiting=self._desk.go_on,
            )
            new = {file.path: None for file in summary.files if file.status == "loaded"}
            before: _Files = dict(new)
            ids = [one for file in summary.files if file.path in new for one in file.reports]
            if old is not None and len(new) == 1:
                before[old] = archive.filed(old)
                ids = _in_place_of(archive, old, next(iter(new)))
            return (summary, tuple(map(archive.report, ids))), before

        (summary, infos), undo = await self._change(change)
        if not infos:
            self._forget_file(str(path), summary)
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

        def change(archive: ArchiveWriter) -> tuple[ReportInfo, _Files]:
            report_id = archive.report(report).id
            path = archive.path_of(report_id)
            before = {path: archive.filed(path)}
            return archive.revise(report_id, given), before

        return await self._change(change)

    async def remove(self, reports: Sequence[str]) -> tuple[tuple[ReportInfo, ...], str]:
        """Take out reports; which, and how to take that back. Raises ReportQAError."""

        def change(archive: ArchiveWriter) -> tuple[tuple[ReportInfo, ...], _Files]:
            infos = tuple(archive.report(one) for one in reports)
            before = {path: archive.filed(path) for path in {archive.path_of(info.id) for info in infos}}
            archive.remove([info.id for info in infos])
            return infos, before

        return await self._change(change)

    async def undo(self, token: str) -> str:
        """Put back what a change has changed; what to say of it."""
        one = self._undos.get(token)
        if one is None or one.at < self._desk.ticks() - _HOUR:
            return web.NOT_UNDONE
        if not await self._desk.write(one.is_last):
            return web.CHANGED_SINCE
        for path, groups in one.limits.items():
            if groups:
                self._desk.accounts.limit(outer(path), groups)
        if not await self._desk.write(one.take_back):
            return web.CHANGED_SINCE
        self._undos.pop(token, None)
        return web.UNDONE

    async def _change(self, change: Callable[[ArchiveWriter], tuple[T, _Files]]) -> tuple[T, str]:
        """What a change gives, which tells the files as they were before; and how to take it back, "" where it did nothing."""

        def work(archive: ArchiveWriter) -> tuple[T, _Files, dict[str, StoredFile | None]]:
            given, before = change(archive)
            return given, before, {path: archive.file(path) for path in before}

        given, before, after = await self._desk.write(work)
        gone = [path for path, file in after.items() if file is None]
        limits = {path: self._desk.limits().get(outer(path), frozenset()) for path in gone}
        token = secrets.token_hex(16) if before else ""
        if token:
            self._undos[token] = _Undo(self._desk.ticks(), before, after, limits)
        while len(self._undos) > _MOST:
            self._undos.popitem(last=False)
        return given, token

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


def correction_of(field: str, text: str) -> Correction | None:
    """The correction of one field that a text means; None where it means none.

    >>> correction_of("year", "2022年 ").year, correction_of("year", "去年"), correction_of("place", "云堤县").place
    (2022, None, '云堤县')
    """
    # As typed on a phone: full-width digits, blanks, and what cannot be seen.
    seen = "".join(" " if unicodedata.category(char) == "Cc" else char for char in unicodedata.normalize("NFKC", text))
    given = " ".join("".join(char for char in seen if unicodedata.category(char)[0] != "C").split())
    if field in _LONGEST:
        fields: dict[str, Any] = {field: given}
        return Correction(**fields) if 0 < len(given) <= _LONGEST[field] else None
    year = _YEAR.fullmatch(given) if field == "year" else None
    return Correction(year=int(year[1])) if year else None


def correction_by(fields: Mapping[str, str], info: ReportInfo) -> Correction | None:
    """What the fields say otherwise than the report: only that is a person's word; None where one means nothing.

    A field left empty stays as the report has it.
    """
    given = {name: correction_of(name, text) for name, text in fields.items() if text.strip()}
    if None in given.values():
        return None
    said = {name: getattr(one, name) for name, one in given.items()}
    return Correction(**{name: value for name, value in said.items() if value != getattr(info, name)})


def shown_name(path: str) -> str:
    """A loaded file as the person who sent it knows it: its name, and the member's within an archive."""
    file, _, member = path.partition("!/")
    return Path(file).name + (f" › {member}" if member else "")


def failure(error: ReportQAError | None) -> str:
    """Why a file could not be loaded, without where it lies."""
    return "" if error is None else f"{error.what}；{error.remedy}" if error.remedy else error.what
