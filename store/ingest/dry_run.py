"""An archive to try a load on: it answers as the real one would by then, and stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from store.archive.base import ArchiveWriter
from store.archive.ids import report_ids
from store.archive.indexes import Index, Prepared
from store.archive.sqlite.archive import StoredFile
from store.model import Report, Source


class DryRun:
    """What a load asks of an archive, answered from a real one and from what this load would have stored."""

    indexes: tuple[Index, ...] = ()

    def __init__(self, archive: ArchiveWriter) -> None:
        self._archive = archive
        self._paths: set[str] = set()
        self._texts: dict[str, StoredFile] = {}
        self._names: set[str] = set()

    def writing(self) -> AbstractContextManager[None]:
        """Nothing is written, so nothing is held."""
        return nullcontext()

    def filling(self) -> AbstractContextManager[None]:
        """Nothing is written, so nothing is put in order."""
        return nullcontext()

    def file(self, path: str) -> StoredFile | None:
        """See :meth:`store.archive.sqlite.archive.Archive.file`."""
        return self._archive.file(path)

    def file_with_text(self, text_digest: str) -> StoredFile | None:
        """See :meth:`store.archive.sqlite.archive.Archive.file_with_text`."""
        stored = self._archive.file_with_text(text_digest)
        if stored is None or stored.path in self._paths:
            return self._texts.get(text_digest)
        return stored

    def forget(self, path: str) -> None:
        """See :meth:`store.archive.sqlite.archive.Archive.forget`."""
        self._paths.add(path)

    def save(
        self,
        source: Source,
        reports: Sequence[Report],
        *,
        text_digest: str,
        loaded_at: str,
        prepared: Sequence[Prepared] | None,
    ) -> tuple[str, ...]:
        """The ids that :meth:`store.archive.sqlite.archive.Archive.save` would give."""
        base = self._archive.base_for(source.path, source.name, len(reports), taken=self._names)
        ids = report_ids(base, len(reports))
        self._paths.add(source.path)
        self._names.update((base, *ids))
        self._texts[text_digest] = StoredFile(
            source.path, source.digest, text_digest, tuple(report.given for report in reports), ids
        )
        return ids
