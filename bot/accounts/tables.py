"""The tables of the file of the accounts (see :mod:`bot.accounts.archive`), made where they are missing."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from store.archive.sqlite.identity import Kind
from store.errors import ArchiveVersionError

KIND: Final = Kind(
    int.from_bytes(b"WENA", "big"),
    "账号文件",
    "请检查配置里的 web.accounts 和文件夹的权限",
    "请在配置里用 web.accounts 另指定一个文件",
    "请从备份恢复，或者删去这个文件，重新建账号",
)
VERSION: Final = 2

_TABLES: Final = (
    """
    CREATE TABLE accounts (
        number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, password TEXT, role TEXT NOT NULL,
        groups TEXT NOT NULL DEFAULT '[]'
    ) STRICT
    """,
    # Of sessions and tokens only digests are kept: who reads the file cannot use them.
    """
    CREATE TABLE sessions (
        digest TEXT PRIMARY KEY, account INTEGER NOT NULL REFERENCES accounts (number) ON DELETE CASCADE,
        until REAL NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE tokens (
        number INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL UNIQUE,
        account INTEGER NOT NULL REFERENCES accounts (number) ON DELETE CASCADE,
        note TEXT NOT NULL, loads INTEGER NOT NULL, made_at REAL NOT NULL
    ) STRICT
    """,
    # The files whose reports only these groups see. By path, since ids of reports may come to mean others.
    """
    CREATE TABLE limits (path TEXT NOT NULL, for_group TEXT NOT NULL, PRIMARY KEY (path, for_group)) STRICT, WITHOUT ROWID
    """,
)
# Since version 2: the people and group chats of Telegram that are of a group.
_CHATS: Final = """
    CREATE TABLE chats (chat INTEGER NOT NULL, for_group TEXT NOT NULL, PRIMARY KEY (chat, for_group)) STRICT, WITHOUT ROWID
"""


def prepare(db: sqlite3.Connection, path: Path) -> None:
    """Make sure that the open file, which is ours or empty, has its tables. Raises ArchiveVersionError."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise ArchiveVersionError("账号文件由更新的版本写成", where=str(path), remedy="请升级 wenbao")
    if version == 0:
        db.execute(f"PRAGMA application_id = {KIND.application}")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA foreign_keys = ON")
    if version < VERSION:
        db.execute("BEGIN IMMEDIATE")
        (version,) = db.execute("PRAGMA user_version").fetchone()  # another process may have made them meanwhile
        for statement in (*(_TABLES if version == 0 else ()), *((_CHATS,) if version < VERSION else ())):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")
