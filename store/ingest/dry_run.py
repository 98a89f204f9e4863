"""Archives to try a load on: they answer as the real one would by then, and store nothing, or nothing yet."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, nullcontext

from store.archive.base import Filed, Intake, StoredFile
from store.archive.indexes import Index
from store.model import Report


class DryRun(Intake):
    """What a load asks of an archive, answered from a real one and from what this load would have stored."""

    def __init__(self, archive: Intake) -> None:
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
        """What the real archive holds."""
        return self._archive.file(path)

    def file_with_text(self, text_digest: str) -> StoredFile | None:
        """A file of the real archive, unless it would be gone by then, or of this load."""
        stored = self._archive.file_with_text(text_digest)
        if stored is None or stored.path in self._paths:
            return self._texts.get(text_digest)
        return stored

    def stored(self, report_id: str) -> Report:
        """What the real archive holds."""
        return self._archive.stored(report_id)

    def forget(self, path: str) -> None:
        """What the real archive holds of this path would be gone."""
        self._paths.add(path)

    def base_for(self, path: str, name: str, count: int, *, taken: AbstractSet[str] = frozenset()) -> str:
        """The one that the real archive would give after all that this load would have stored."""
        return self._archive.base_for(path, name, count, taken=self._names | taken)

    def put(self, files: Sequence[Filed]) -> None:
        """Remember what the real archive would hold."""
        for file in files:
            self._paths.add(file.path)
            self._names.update((file.base, *file.ids))
            given = tuple(report.given for report in file.reports)
            self._texts[file.text_digest] = StoredFile(file.path, file.digest, file.text_digest, given, file.ids)


class Gathered(DryRun):
    """What takes in new files that an archive is then to store together: ``files``."""

    def __init__(self, archive: Intake) -> None:
        super().__init__(archive)
        self.files: list[Filed] = []

    @property
    def indexes(self) -> tuple[Index, ...]:
        """Those of the archive."""
        return self._archive.indexes

    def put(self, files: Sequence[Filed]) -> None:
        """Remember the files themselves too."""
        super().put(files)
        self.files += files
