"""A path → an open connection to a report file, or a sentence that says why there is none.

A report file is a SQLite database in WAL mode whose header carries our application id; its ``user_version`` is the
version of its tables. Whatever is not ours is refused before it is opened in earnest (:mod:`store.archive.sqlite.identity`): even
opening and closing another program's database can write to it (SQLite folds the journal in). What SQLite says about
locks, disks and permissions becomes one of the errors of the project here (:func:`explained`).
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from store.archive.sqlite.identity import Kind, identify
from store.errors import ArchiveBusyError, ArchiveError, ArchiveVersionError, ArchiveWriteError

APPLICATION_ID: Final = int.from_bytes(b"WENB", "big")
VERSION: Final = 6

_JOURNAL_BYTES: Final = 64 << 20
_JOURNAL_PAGES: Final = 4000  # 16 MB
_CACHE_BYTES: Final = 16 << 20

_EMPTY: Final = "报告库里还没有内容"
_LOAD: Final = "请先运行 wenbao load"
_RESCUE: Final = "wenbao doctor --deep 会指出要重新载入的报告；否则请从备份恢复，或者换一个 --db 文件重新载入"
REPORT_FILE: Final = Kind(APPLICATION_ID, "报告库", "请用 --db 指定报告库文件", "请用 --db 另选一个文件", _RESCUE)
# What SQLite says → the error, what is wrong with the file of this name, and the remedy, where the kind has no better one.
_BUSY = ArchiveBusyError, "{}正被另一个程序占用", "请等它结束后再试"
_DAMAGED = ArchiveError, "{}已经损坏", ""
_FAULTS: Final = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_FULL: (ArchiveWriteError, "磁盘已满，这一次没有写入", "请腾出空间后再试"),
    sqlite3.SQLITE_READONLY: (ArchiveWriteError, "{}不能写", "请检查文件和文件夹的写权限，或者换一处"),
    sqlite3.SQLITE_PERM: (ArchiveWriteError, "没有权限使用{}", "请检查文件和文件夹的权限"),
    sqlite3.SQLITE_CANTOPEN: (ArchiveWriteError, "{}打不开", "请检查文件夹是否存在、是否可写，或者换一处"),
    sqlite3.SQLITE_IOERR: (ArchiveWriteError, "读写{}时磁盘出错", "请检查磁盘空间和磁盘本身"),
}


def open_writable(path: Path, *, wait: float) -> sqlite3.Connection:
    """A connection that may write; the file is made, or brought up to date, where that is needed."""
    identify(path, REPORT_FILE)
    with explained(path):
        connection = _connect(path, "mode=rwc", wait)
        try:
            if _version(connection, path) < VERSION:
                _prepare(connection, wait)
            elif connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                # Copied by VACUUM INTO or .dump, which forget it; without it readers keep writers waiting.
                _enter_wal(connection, time.monotonic() + wait)
            connection.execute("PRAGMA foreign_keys = ON")
            # In WAL mode NORMAL cannot damage the file; a power cut may cost the last files loaded, each as a whole.
            connection.execute("PRAGMA synchronous = NORMAL")
            # A load writes some pages over and over: they are kept at hand, and moved from the journal less often.
            connection.execute(f"PRAGMA cache_size = -{_CACHE_BYTES >> 10}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_JOURNAL_PAGES}")
            # A merge of the index can make a large journal, which would otherwise stay as large.
            connection.execute(f"PRAGMA journal_size_limit = {_JOURNAL_BYTES}")
        except BaseException:
            connection.close()
            raise
    return connection


def open_readable(path: Path, *, wait: float) -> sqlite3.Connection:
    """A connection that only reads, also where neither the file nor its folder can be written."""
    if not identify(path, REPORT_FILE):
        raise ArchiveError(_EMPTY if path.exists() else "报告库不存在", where=str(path), remedy=_LOAD)
    with explained(path):
        return readable(path, REPORT_FILE, lambda options: _reading(path, options, wait))


def readable(path: Path, kind: Kind, opened: Callable[[str], sqlite3.Connection]) -> sqlite3.Connection:
    """What ``opened`` gives with the options with which this file can be read, where it cannot be written either."""
    try:
        # Opened for writing where we may: one of mode=ro leaves -wal and -shm files behind when it closes.
        return opened("mode=rw")
    except sqlite3.OperationalError as error:
        # A database in WAL mode wants to make a -shm file even for a reader. Where the folder forbids that, the
        # file alone is the whole store, but only if no journal beside it holds something newer.
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}:
            raise
        journal = path.with_name(path.name + "-wal")
        if journal.exists() and journal.stat().st_size:
            what, remedy = f"{kind.name}还有没并入的内容，而所在的文件夹不能写", "请在能写的文件夹里打开一次"
            raise ArchiveError(what, where=str(path), remedy=remedy) from error
        return opened("mode=ro&immutable=1")


@contextmanager
def explained(path: Path, kind: Kind = REPORT_FILE) -> Iterator[None]:
    """Turn what SQLite says about locks, disks and permissions inside the block into an error of the project."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        # A byte of a text, or of the name of a table, that is no longer what was written.
        garbled = (
            isinstance(error, UnicodeDecodeError) or "Could not decode" in str(error) or code == sqlite3.SQLITE_ERROR
        )
        fault = _DAMAGED if garbled else _FAULTS.get(code)
        if fault is None:
            raise
        error_class, what, remedy = fault
        raise error_class(what.format(kind.name), where=str(path), remedy=remedy or kind.rescue) from error


def _connect(path: Path, options: str, wait: float) -> sqlite3.Connection:
    # Transactions are begun by hand (isolation_level None): Python's own begin too late to keep a second writer out.
    return sqlite3.connect(f"{path.absolute().as_uri()}?{options}", uri=True, timeout=wait, isolation_level=None)


def _reading(path: Path, options: str, wait: float) -> sqlite3.Connection:
    connection = _connect(path, options, wait)
    try:
        connection.execute("PRAGMA query_only = ON")
        version = _version(connection, path)
        if version < VERSION:
            # Version 0: its maker was stopped before there was a table, or is just about to make them.
            what = "报告库由较早的版本写成，需要更新" if version else _EMPTY
            raise ArchiveVersionError(what, where=str(path), remedy=_LOAD)
    except BaseException:
        connection.close()
        raise
    return connection


def _version(connection: sqlite3.Connection, path: Path) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise ArchiveVersionError(
            f"报告库由更新的版本写成（第 {version} 版，这里只认得到第 {VERSION} 版）",
            where=str(path),
            remedy="请升级 wenbao；报告库没有改动",
        )
    return version


def _prepare(connection: sqlite3.Connection, wait: float) -> None:
    """Mark the file as ours and make or change its tables; another process may be doing the same."""
    from store.archive.sqlite.schema import migrate  # sqlite-utils takes 0.2 s to import, and few starts need it

    # First of all, and outside the journal: from now on the bytes of the file itself say whose it is. One transaction,
    # since each of the two makes the first page of an empty file: by itself auto_vacuum would make one of nobody's.
    connection.execute("BEGIN")
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # holds for a file that is empty, changes no other
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("COMMIT")
    _enter_wal(connection, time.monotonic() + wait)
    connection.execute("BEGIN IMMEDIATE")
    try:
        migrate(connection)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _enter_wal(connection: sqlite3.Connection, deadline: float) -> None:
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            # The change of mode needs the file to itself, and for that SQLite does not wait by itself: of six
            # processes that made a file at the same moment, one in some seventy was turned away.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
