"""A path → whether there is a SQLite file of ours, told by SQLite itself; what is not ours is refused untouched.

No code of ours opens a SQLite file with a descriptor of its own. POSIX drops every lock that a process has on a file as
soon as the process closes any descriptor of it, SQLite's locks included ("How To Corrupt An SQLite Database File", 2.2):
another process then takes itself for the only user of the file, and deletes the journal that is still written here.
SQLite keeps such a descriptor open until the locks are given back.

The connection that asks is of ``immutable=1``: it reads the file's own bytes, takes no lock and looks at no journal. One
that is merely of ``mode=ro`` makes a -shm file beside another program's database, and could not open it in a folder that
may not be written.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from store.errors import ArchiveError, ArchiveVersionError
from store.quick_records import record


@record
class Kind:
    """A kind of SQLite file: its application id, what a person calls it, and three remedies: for a path that leads to
    none, for a file that is something else, for one that is damaged."""

    application: int
    name: str
    choose: str
    other: str
    rescue: str


def identify(path: Path, kind: Kind) -> bool:
    """Whether there is such a file at all, False also where it is empty. Raises ArchiveVersionError where it is
    something else, and ArchiveError where it cannot be read."""
    where = str(path)
    try:
        status = path.stat()
    except FileNotFoundError:
        return False
    except OSError as error:
        denied = f"没有权限读{kind.name}" if isinstance(error, PermissionError) else f"{kind.name}打不开"
        raise ArchiveError(denied, where=where, remedy=kind.choose) from error
    if stat.S_ISDIR(status.st_mode):
        raise ArchiveError("这是一个文件夹", where=where, remedy=kind.choose)
    if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for whoever writes to it
        raise ArchiveError(f"{kind.name}打不开", where=where, remedy=kind.choose)
    if status.st_size == 0:
        return False  # and a single byte is another program's, though SQLite takes that too for an empty database
    try:
        application = _application(path)
    except sqlite3.DatabaseError as error:
        match error.sqlite_errorcode & 0xFF:
            case sqlite3.SQLITE_NOTADB:
                what = f"这个文件不是{kind.name}，或者已经损坏"
                raise ArchiveVersionError(
                    what, where=where, remedy=f"{kind.other}，或者从备份恢复；这个文件没有改动"
                ) from error
            case sqlite3.SQLITE_CORRUPT:
                raise ArchiveError(f"{kind.name}已经损坏", where=where, remedy=kind.rescue) from error
            case _:
                what = f"{kind.name}打不开" if _readable(path) else f"没有权限读{kind.name}"
                raise ArchiveError(what, where=where, remedy=kind.choose) from error
    if application != kind.application:
        what = f"这是别的程序的数据库，不是{kind.name}"
        raise ArchiveVersionError(what, where=where, remedy=f"{kind.other}；这个文件没有改动")
    return True


def _application(path: Path) -> int:
    """The application id of a SQLite file, as its own bytes have it; 0 where no program has put one there."""
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        # While another process makes the file longer, its first page tells of pages that are yet to come. Only a
        # connection that may repair such a file does not mind; this one writes nothing whatever it is told.
        connection.execute("PRAGMA writable_schema = ON")
        return int(connection.execute("PRAGMA application_id").fetchone()[0])


def _readable(path: Path) -> bool:
    return os.access(path, os.R_OK, effective_ids=os.access in os.supports_effective_ids)


def is_in_place(path: Path, opened: os.stat_result) -> bool:
    """Whether the path of an open file, of this status, leads to it still, and it was not emptied; as far as that can be told."""
    try:
        there = path.stat()
    except OSError as error:
        return not isinstance(error, FileNotFoundError)
    return there.st_size > 0 and os.path.samestat(there, opened)
