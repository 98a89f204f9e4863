"""The one error tree of the project.

::

    ReportQAError                 what, where, remedy; prints as one sentence
    ├── UnreadableReportError     a file that gives no text (wrong kind, damaged, encrypted, a scan, too large)
    ├── ArchiveError              the report file (the SQLite database) cannot do what was asked
    │   ├── ArchiveVersionError   written by a newer version, or not a report file at all
    │   │   └── StaleIndexError   its index is of another version and has to be made anew
    │   ├── ArchiveBusyError      another process holds it
    │   └── ArchiveWriteError     read-only, disk full, no permission
    └── UnknownReportError        a report id or file name that the archive does not hold

Kin in other packages: ``retrieval.errors`` and ``bot.errors`` add their own branches to the same root.
"""

from __future__ import annotations


class ReportQAError(Exception):
    """Root of the tree: *what* went wrong, *where*, and the *remedy*, each a short phrase.

    >>> str(ReportQAError("不是文本", where="a.txt", remedy="另存为 UTF-8 后重新载入"))
    'a.txt: 不是文本；另存为 UTF-8 后重新载入'
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where, remedy)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}；{self.remedy}" if self.remedy else head

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments do not survive the default pickling, which worker processes rely on.
        return (_rebuild, (type(self), self.what, self.where, self.remedy))


def _rebuild(kind: type[ReportQAError], what: str, where: str, remedy: str) -> ReportQAError:
    return kind(what, where=where, remedy=remedy)


class UnreadableReportError(ReportQAError):
    """A file that gives no text: wrong kind, damaged, encrypted, a scan, too large."""


class ArchiveError(ReportQAError):
    """The report file (the SQLite database) cannot do what was asked."""


class ArchiveVersionError(ArchiveError):
    """The database was written by a newer version, or is no report file at all."""


class StaleIndexError(ArchiveVersionError):
    """An index of the database was written by another version: it has to be made anew before it can be searched."""


class ArchiveBusyError(ArchiveError):
    """Another process holds the database for longer than we wait."""


class ArchiveWriteError(ArchiveError):
    """The database cannot be written: read-only, disk full, no permission."""


class UnknownReportError(ReportQAError):
    """A report id or file name that the archive does not hold."""
