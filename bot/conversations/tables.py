"""The tables of the file of the conversations (see :mod:`bot.conversations.archive`)."""

from __future__ import annotations

from typing import Final

from bot.private_files import Layout
from store.archive.sqlite.identity import Kind

KIND: Final = Kind(
    int.from_bytes(b"WENC", "big"),
    "会话记录",
    "请检查配置里的 telegram.state 和文件夹的权限",
    "请在配置里用 telegram.state 另指定一个文件",
    "请从备份恢复，或者删去这个文件，从头记起",
)

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

LAYOUT: Final = Layout(
    KIND,
    (_TABLES, *_ADDED),
    settings=(
        "synchronous = NORMAL",  # a power cut may cost the last messages; a killed process costs none
        "secure_delete = ON",  # what is forgotten is gone from the file too
    ),
)
