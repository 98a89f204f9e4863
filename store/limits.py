"""How much one file may take: what the readers count is held here, time and memory by the process that has it read.

The limits hold for all that is read inside :func:`within`, so that no reader has to hand them on to the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from store.errors import UnreadableReportError
from store.quick_records import record

MB: Final = 1024 * 1024


@record
class Limits:
    """``seconds`` of a processor and ``memory_mb`` for reading one file; ``file_mb`` of its own, ``unpacked_mb`` of what
    it unpacks to, ``entries`` of an archive or folder, ``depth`` of folders or elements within each other, ``cells`` of
    its tables, ``pages`` and ``characters``."""

    seconds: int = 120  # 5 million characters take some 40
    memory_mb: int = 3000  # 8.6 million characters took 2,500
    file_mb: int = 200
    unpacked_mb: int = 500
    entries: int = 10_000
    depth: int = 200
    cells: int = 1_000_000
    pages: int = 5_000
    characters: int = 5_000_000


_HELD: ContextVar[Limits] = ContextVar("limits", default=Limits())  # noqa: B039 (frozen)


def limits() -> Limits:
    """The limits that hold here."""
    return _HELD.get()


@contextmanager
def within(held: Limits) -> Iterator[None]:
    """Inside, these hold."""
    token = _HELD.set(held)
    try:
        yield
    finally:
        _HELD.reset(token)


def over(what: str, most: str, key: str) -> UnreadableReportError:
    """The error for a file that is beyond a limit: what there is too much of, how much may be, and which key says so.

    >>> print(over("页数太多（6000 页）", "5000 页", "pages"))
    页数太多（6000 页），最多 5000 页；请拆成小一些的文件，或提高配置里的 load.pages
    """
    return UnreadableReportError(f"{what}，最多 {most}", remedy=f"请拆成小一些的文件，或提高配置里的 load.{key}")
