"""A SQLite file of ours → a copy of it, whole and checked, while others read and write the original.

SQLite's own backup is used and never a copy of bytes: what is new is in the journal beside the file.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from store.archive.sqlite.connection import explained, readable
from store.archive.sqlite.identity import Kind, identify
from store.errors import ArchiveError, ArchiveWriteError

_PATIENCE = 60.0  # seconds
_OWN = 0o600
_PAGES = 4000  # at a time, 16 MB: between them the program hears that it is to end


def copy(source: Path, target: Path, kind: Kind) -> None:
    """Make ``target``, which must not be there, a copy of ``source``; only its owner may read it.

    It appears when it is whole and was found sound. Raises ArchiveError or one of its kin.
    """
    if target.exists():
        raise ArchiveWriteError("已经有这个文件", where=str(target), remedy="请另起一个名字")
    unfinished = target.with_name(f".{target.name}.part")
    try:
        unfinished.unlink(missing_ok=True)
        with _open(source, kind) as original, explained(target, kind), closing(_connect(unfinished)) as made:
            unfinished.chmod(_OWN)
            _fill(original, made)
            # One file, with nothing beside it, that can be carried anywhere.
            made.execute("PRAGMA journal_mode = DELETE")
            _prove(made, source, kind)
        os.replace(unfinished, target)  # noqa: PTH105 (whole or not at all)
    except OSError as error:
        raise ArchiveWriteError("备份写不出来", where=str(target), remedy="请检查磁盘空间和文件夹的权限") from error
    finally:
        unfinished.unlink(missing_ok=True)


def overwrite(source: Path, target: Path, kind: Kind) -> None:
    """Make the sound file ``target``, which others may have open, hold what ``source`` holds, in one transaction."""
    with _open(source, kind) as original, explained(target, kind), closing(_connect(target)) as made:
        _fill(original, made)


def prove(path: Path, kind: Kind) -> None:
    """Raise ArchiveError where the structure of the file is not sound."""
    with _open(path, kind) as opened, explained(path, kind):
        _prove(opened, path, kind)


def _fill(original: sqlite3.Connection, made: sqlite3.Connection) -> None:
    original.execute("BEGIN")  # one state of it, whatever is written meanwhile
    original.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    original.backup(made, pages=_PAGES, progress=lambda *_: None)
    original.execute("ROLLBACK")


def _prove(opened: sqlite3.Connection, path: Path, kind: Kind) -> None:
    found = [finding for (finding,) in opened.execute("PRAGMA integrity_check(1)")]
    if found != ["ok"]:
        raise ArchiveError(f"{kind.name}已经损坏：{found[0]}", where=str(path), remedy=kind.rescue)


def _open(path: Path, kind: Kind) -> closing[sqlite3.Connection]:
    if not identify(path, kind):
        raise ArchiveError(f"{kind.name}不存在", where=str(path), remedy=kind.choose)
    with explained(path, kind):
        return closing(readable(path, kind, lambda options: _reading(path, options)))


def _reading(path: Path, options: str) -> sqlite3.Connection:
    connection = _connect(path, options)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()  # opens the journal, where that can be
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(path: Path, options: str = "mode=rwc") -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{options}"
    return sqlite3.connect(uri, uri=True, timeout=_PATIENCE, isolation_level=None)
