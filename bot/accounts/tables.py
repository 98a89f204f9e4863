"""The tables of the file of the accounts (see :mod:`bot.accounts.archive`)."""

from __future__ import annotations

from typing import Final

from bot.private_files import Layout
from store.archive.sqlite.identity import Kind

KIND: Final = Kind(
    int.from_bytes(b"WENA", "big"),
    "账号文件",
    "请检查配置里的 web.accounts 和文件夹的权限",
    "请在配置里用 web.accounts 另指定一个文件",
    "请从备份恢复，或者删去这个文件，重新建账号",
)

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
LAYOUT: Final = Layout(KIND, (_TABLES, (_CHATS,)))
