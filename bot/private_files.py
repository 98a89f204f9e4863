"""SQLite files that stand beside the report file, each of one kind: opened, made where they are missing, brought up to date."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from store.archive.sqlite.identity import Kind, identify
from store.errors import ArchiveError, ArchiveVersionError, ArchiveWriteError


@dataclass(frozen=True, slots=True)
class Layout:
    """What files of a kind hold: ``versions`` are the statements that each version adds to the one before it, ``settings``
    the pragmas that this kind needs beside those of all."""

    kind: Kind
    versions: tuple[tuple[str, ...], ...]
    settings: tuple[str, ...] = ()

    @property
    def version(self) -> int:
        """The version that is written now."""
        return len(self.versions)


def opened(path: Path, layout: Layout, *, wait: float) -> sqlite3.Connection:
    """The open file of this path, made where it is missing, and readable by its owner alone.

    ``wait`` are the seconds for another program's lock. Raises ArchiveError or one of its kin.
    """
    kind = layout.kind
    closed = f"{kind.name}打不开"
    if not identify(path, kind):
        try:
            path.touch(0o600, exist_ok=False)
        except FileExistsError:
            pass  # empty
        except OSError as error:
            raise ArchiveWriteError(closed, where=str(path), remedy=kind.choose) from error
    try:
        db = sqlite3.connect(path, timeout=wait, isolation_level=None)
    except sqlite3.Error as error:
        raise ArchiveWriteError(closed, where=str(path), remedy=kind.choose) from error
    try:
        _guard(path)
        _prepare(db, path, layout)
    except sqlite3.DatabaseError as error:
        db.close()
        if isinstance(error, sqlite3.OperationalError):
            raise ArchiveWriteError(closed, where=str(path), remedy=kind.choose) from error
        raise ArchiveError(f"{kind.name}已经损坏", where=str(path), remedy=kind.rescue) from error
    except BaseException:
        db.close()
        raise
    return db


def _guard(path: Path) -> None:
    """Let nobody but its owner read the file; SQLite gives the journal the same permissions."""
    for one in (path, *(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))):
        with suppress(OSError):  # not there, or not ours to change
            if one.stat().st_mode & 0o077:
                one.chmod(0o600)


def _prepare(db: sqlite3.Connection, path: Path, layout: Layout) -> None:
    """Make sure that the open file, which is ours or empty, has its tables. Raises ArchiveVersionError."""
    version = _version(db)
    if version > layout.version:
        raise ArchiveVersionError(f"{layout.kind.name}由更新的版本写成", where=str(path), remedy="请升级 wenbao")
    if version == 0:
        # First of all, and outside the journal: from now on the bytes of the file itself say whose it is.
        db.execute(f"PRAGMA application_id = {layout.kind.application}")
    for setting in ("journal_mode = WAL", "foreign_keys = ON", *layout.settings):
        db.execute(f"PRAGMA {setting}")
    if version < layout.version:
        db.execute("BEGIN IMMEDIATE")
        for statements in layout.versions[_version(db) :]:  # another process may have made some meanwhile
            for statement in statements:
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {layout.version}")
        db.execute("COMMIT")


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])
