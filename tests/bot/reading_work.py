"""What the tests of reading let it do; a module of its own, as a process imports it anew."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from retrieval.ask import Asker
from store.archive.base import ArchiveReader
from store.errors import ReportQAError


def asked(question: str, _: ArchiveReader, asker: Asker) -> tuple[str, int]:
    """The first quotation for a question, and the process that found it."""
    return asker.ask(question).answers[0].quote, os.getpid()


def titles(archive: ArchiveReader, _: Asker) -> list[str]:
    """What the reports are called."""
    return [info.title for info in archive.reports()]


def fails(archive: ArchiveReader, _: Asker) -> None:
    """Does not work."""
    raise ReportQAError("坏了", where="甲")


def dies_once(mark: Path, archive: ArchiveReader, asker: Asker) -> int:
    """Ends its process, but where it did so before."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()
