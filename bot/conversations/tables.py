"""The tables of the file of the conversations (see :mod:`bot.conversations.archive`), made where they are missing."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from store.archive.sqlite.identity import Kind
from store.errors import ArchiveVersionError

KIND: Final = Kind(
    int.from_bytes(b"WENC", "big"),
    "会话记录",
    "请检查配置里的 telegram.state 和文件夹的权限",
    "请在配置里用 telegram.state 另指定一个文件",
    "请从备份恢复，或者删去这个文件，从头记起",
)
VERSION: Final = 2

_TABLES: Final = (
    # A message is written down before Telegram is told that it arrived, and struck out once it is dealt with.
    """
    CREATE TABLE received (
        id INTEGER PRIMARY KEY, content TEXT, tries INTEGER NOT NULL DEFAULT 0, received_at REAL NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE answers (
        number INTEGER PRIMARY KEY AUTOINCREMENT, received INTEGER UNIQUE, kind TEXT NOT NULL, chat INTEGER NOT NULL,
        person INTEGER NOT NULL, question TEXT NOT NULL, context TEXT NOT NULL, report TEXT, message INTEGER, status TEXT,
        evidence TEXT NOT NULL DEFAULT '[]', elapsed_ms REAL, asked_at REAL NOT NULL
    ) STRICT
    """,
    "CREATE INDEX answers_by_message ON answers (chat, message)",
    "CREATE INDEX answers_by_person ON answers (chat, person, number)",
    "CREATE INDEX answers_by_time ON answers (asked_at)",
    """
    CREATE TABLE verdicts (
        answer INTEGER NOT NULL REFERENCES answers (number) ON DELETE CASCADE, person INTEGER NOT NULL,
        verdict TEXT NOT NULL, given_at REAL NOT NULL, PRIMARY KEY (answer, person)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE loads (
        number INTEGER PRIMARY KEY AUTOINCREMENT, received INTEGER UNIQUE, chat INTEGER NOT NULL,
        person INTEGER NOT NULL, name TEXT NOT NULL, file TEXT, path TEXT, message INTEGER,
        state TEXT NOT NULL DEFAULT 'waiting', stored TEXT NOT NULL DEFAULT '[]', asked_at REAL NOT NULL
    ) STRICT
    """,
    # Which correction the reply to a message of ours will be: the year or the place of what a load stored.
    """
    CREATE TABLE prompts (
        chat INTEGER NOT NULL, message INTEGER NOT NULL, load INTEGER NOT NULL, field TEXT NOT NULL,
        PRIMARY KEY (chat, message)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE refused (
        chat INTEGER NOT NULL, person INTEGER NOT NULL, PRIMARY KEY (chat, person)
    ) STRICT, WITHOUT ROWID
    """,
)

# What each version from the second on has beside the one before it.
_ADDED: Final = (
    # What went wrong: updates that could not be read, and incidents; a person's words go when their questions go.
    (
        """
        CREATE TABLE faults (
            number INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, kind TEXT NOT NULL, said TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX faults_by_time ON faults (at)",
        "CREATE INDEX received_by_time ON received (received_at)",
    ),
)


def prepare(db: sqlite3.Connection, path: Path) -> None:
    """Make sure that the open file, which is ours or empty, has its tables. Raises ArchiveVersionError."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise ArchiveVersionError("会话记录由更新的版本写成", where=str(path), remedy="请升级 wenbao")
    if version == 0:
        # First of all, and outside the journal: from now on the bytes of the file itself say whose it is.
        db.execute(f"PRAGMA application_id = {KIND.application}")
    db.execute("PRAGMA journal_mode = WAL")
    # A power cut may cost the last messages; a killed process costs none.
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA foreign_keys = ON")
    # What is forgotten is gone from the file too.
    db.execute("PRAGMA secure_delete = ON")
    if version < VERSION:
        db.execute("BEGIN IMMEDIATE")
        (version,) = db.execute("PRAGMA user_version").fetchone()  # another process may have made them meanwhile
        for statements in (_TABLES, *_ADDED)[version:]:
            for statement in statements:
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")
