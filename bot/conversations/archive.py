"""What was said in the chats: received messages, answers given, verdicts on them, loads that are waiting.

A SQLite file of its own beside the report file, so that a long load never keeps an answer waiting, and a report file
can be handed on without telling who asked what. One connection, one thread; every call is one short transaction.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Self

from bot.conversations.tables import KIND, LAYOUT
from bot.private_files import opened
from bot.wording import serving
from store.archive.sqlite.connection import explained
from store.archive.sqlite.identity import is_in_place
from store.errors import ArchiveError

Verdict = Literal["up", "down"]
LoadState = Literal["waiting", "done", "failed", "undone"]
_LOG = logging.getLogger(__name__)
_REMEMBERED = 3  # earlier questions that a follow-up may take up
_PATIENCE = 3.0  # seconds for another program's lock; the bot waits for nothing else meanwhile, and tries again later


@dataclass(frozen=True, slots=True)
class Received:
    """A message that was received and not dealt with; ``content`` is as Telegram sent it, ``tries`` how often we began
    again."""

    id: int
    content: str
    tries: int


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question and what was answered. ``message`` is None until the answer is known to be sent.

    ``context`` are the questions before it, oldest first; ``report`` is the only report that may answer, None where
    any may; ``evidence`` are the ids of the sentences that were quoted. ``resumed`` is true where the
    program ended once while it was answering: the answer may have been sent.
    """

    number: int
    kind: str
    chat: int
    person: int
    question: str
    context: tuple[str, ...]
    report: str | None
    message: int | None
    status: str | None
    evidence: tuple[int, ...]
    asked_at: float
    resumed: bool = False

    @property
    def followed(self) -> tuple[str, ...]:
        """The questions that one after it may take up, oldest first."""
        return (*self.context, self.question)[-_REMEMBERED:]


@dataclass(frozen=True, slots=True)
class Load:
    """A file that an administrator wants loaded: one in the chat (``file``, Telegram's id) or one on the disk (``path``).

    ``stored`` are the paths under which the report file knows what came of it; ``message`` is the one that tells.
    """

    number: int
    chat: int
    person: int
    name: str
    file: str | None
    path: str | None
    message: int | None
    state: LoadState
    asked_at: float
    stored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the reply to a message of ours will correct: a field of what a load stored."""

    load: int
    field: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """A question that was answered badly or not at all; ``verdict`` is None where nobody gave one."""

    asked_at: float
    question: str
    context: tuple[str, ...]
    status: str
    verdict: Verdict | None
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """How much was asked since a moment, by how many people, with which statuses and verdicts."""

    questions: int
    people: int
    statuses: tuple[tuple[str, int], ...]
    up: int
    down: int
    median_ms: float | None


@dataclass(frozen=True, slots=True)
class Pulse:
    """How the bot that writes the file is: when its last message came (None: none is known), how many are not dealt
    with, how many loads wait, and what went wrong since a moment, counted by kind."""

    last_at: float | None
    unfinished: int
    loads: int
    faults: tuple[tuple[str, int], ...]


class _Connection:
    """A connection to the file that has the name now, which is made anew where it was deleted or emptied. Its errors are
    ours: locked, full, read-only, damaged, each with the file and a remedy."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._journal = path.with_name(f"{path.name}-wal")
        self.begun_anew: Callable[[Path], None] = _say_begun_anew
        self._connection: sqlite3.Connection | None = None
        self._written: os.stat_result | None = None
        self._closed = False
        self._open()

    @property
    def in_transaction(self) -> bool:
        return self._connection is not None and self._connection.in_transaction

    def look(self) -> sqlite3.Connection:
        """The connection, to another file where the one that was open is gone."""
        if self._closed:
            raise ArchiveError("会话记录已经关闭", where=str(self._path), remedy="请重新启动")
        if self._connection is not None:
            if self._connection.in_transaction or is_in_place(self._path, self._file):
                return self._connection
            self._clear_away()
            self._connection.close()
            self._connection = None
        connection = self._open()
        self.begun_anew(self._path)
        return connection

    def execute(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        connection = self.look()
        with explained(self._path, KIND):
            return connection.execute(statement, values)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection, self._closed = None, True

    def _open(self) -> sqlite3.Connection:
        self._connection = opened(self._path, LAYOUT, wait=_PATIENCE)
        self._file = self._path.stat()
        with suppress(OSError):  # not every disk lets SQLite keep one
            self._written = self._journal.stat()
        return self._connection

    def _clear_away(self) -> None:
        """Drop what is left of the file that was open: its journal, which SQLite would take for that of another one, and a
        file of no bytes, into which it would write it."""
        with suppress(OSError):
            if self._written is not None and os.path.samestat(self._journal.stat(), self._written):
                self._journal.unlink()
                self._path.with_name(f"{self._path.name}-shm").unlink(missing_ok=True)
        with suppress(OSError):
            there = self._path.stat()
            if not there.st_size and os.path.samestat(there, self._file):
                self._path.unlink()


def _say_begun_anew(path: Path) -> None:
    _LOG.error(serving.begun_anew(path))


class Conversations:
    """The open file; times are seconds since 1970 and come from the caller.

    Every call raises ArchiveError or one of its kin where the file is locked, full, read-only or damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = _Connection(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The file of this path, made where it is missing. Raises ArchiveError or one of its kin."""
        return cls(path)

    def when_begun_anew(self, said: Callable[[Path], None]) -> None:
        """Whom to tell where the file is another one than before; else the log is."""
        self._db.begun_anew = said

    def look(self) -> None:
        """See whether the file is still there, as every call does."""
        self._db.look()

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    def check(self) -> tuple[str, ...]:
        """One sentence for each thing that is wrong with the file; none where all is well."""
        try:
            with explained(self.path, KIND):
                found = [finding for (finding,) in self._db.execute("PRAGMA integrity_check") if finding != "ok"]
        except ArchiveError as error:
            return (f"{error.what}；{error.remedy}",)
        return tuple(f"{KIND.name}的结构有误：{finding}；{KIND.rescue}" for finding in found)

    # ---------------------------------------------------------------------------------------- received

    def receive(self, update: int, content: str, *, now: float) -> bool:
        """Write a message down; False where it was already there, dealt with or not."""
        cursor = self._db.execute(
            "INSERT INTO received (id, content, received_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (update, content, now),
        )
        return cursor.rowcount == 1

    def done(self, update: int) -> None:
        """The message is dealt with; its number stays for a while, so that it is known when it comes again."""
        self._db.execute("UPDATE received SET content = NULL WHERE id = ?", (update,))

    def unfinished(self) -> tuple[Received, ...]:
        """The messages that were not dealt with when the program ended, oldest first."""
        rows = self._db.execute("SELECT id, content, tries FROM received WHERE content IS NOT NULL ORDER BY id")
        return tuple(Received(*row) for row in rows)

    def begin_again(self, update: int) -> None:
        """Count one more try of a message that was not dealt with the first time."""
        self._db.execute("UPDATE received SET tries = tries + 1 WHERE id = ?", (update,))

    # ---------------------------------------------------------------------------------------- how it goes

    def note_fault(self, kind: str, said: str, *, now: float) -> None:
        """Write down that something went wrong: of which kind, and what it says of itself."""
        self._db.execute("INSERT INTO faults (at, kind, said) VALUES (?, ?, ?)", (now, kind, said))

    def pulse(self, *, since: float) -> Pulse:
        """How the bot is, with what went wrong since then."""
        (last,) = self._db.execute("SELECT MAX(received_at) FROM received").fetchone()
        (unfinished,) = self._db.execute("SELECT COUNT(*) FROM received WHERE content IS NOT NULL").fetchone()
        (loads,) = self._db.execute("SELECT COUNT(*) FROM loads WHERE state = 'waiting'").fetchone()
        faults = self._db.execute(
            "SELECT kind, COUNT(*) FROM faults WHERE at >= ? GROUP BY kind ORDER BY kind", (since,)
        ).fetchall()
        return Pulse(last, unfinished, loads, tuple(faults))

    # ---------------------------------------------------------------------------------------- questions

    def ask(
        self,
        *,
        received: int | None,
        kind: str,
        chat: int,
        person: int,
        question: str,
        context: Sequence[str] = (),
        report: str | None = None,
        now: float,
    ) -> AskedQuestion:
        """A new row for a question, or the one that this message already has."""
        made = self._db.execute(
            "INSERT INTO answers (received, kind, chat, person, question, context, report, asked_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (received) DO NOTHING RETURNING number",
            (received, kind, chat, person, question, _listed(context), report, now),
        ).fetchall()
        if not made:
            (before,) = self._db.execute(f"{_ASKED} WHERE received = ?", (received,))
            return replace(_asked(before), resumed=True)
        ((number,),) = made
        return AskedQuestion(number, kind, chat, person, question, tuple(context), report, None, None, (), now)

    def answered(
        self,
        number: int,
        *,
        message: int,
        status: str = "shown",
        evidence: Sequence[int] = (),
        elapsed_ms: float | None = None,
    ) -> None:
        """The answer, or a list of another kind that is only shown, was sent as this message."""
        self._db.execute(
            "UPDATE answers SET message = ?, status = ?, evidence = ?, elapsed_ms = ? WHERE number = ?",
            (message, status, _listed(evidence), elapsed_ms, number),
        )

    def asked(self, number: int) -> AskedQuestion | None:
        """The question of this number; None where it is long gone."""
        return self._asked("number = ?", number)

    def asked_in(self, chat: int) -> tuple[AskedQuestion, ...]:
        """The questions that were asked in this chat and answered, oldest first."""
        rows = self._db.execute(
            f"{_ASKED} WHERE chat = ? AND kind = 'ask' AND message IS NOT NULL ORDER BY number", (chat,)
        )
        return tuple(map(_asked, rows))

    def ours(self, chat: int, first: int, last: int) -> frozenset[int]:
        """Which of these messages in a chat are known to be answers of ours."""
        rows = self._db.execute(
            "SELECT message FROM answers WHERE chat = ? AND message BETWEEN ? AND ?", (chat, first, last)
        )
        return frozenset(message for (message,) in rows)

    def answered_by(self, chat: int, message: int) -> AskedQuestion | None:
        """The question that this message of ours answers; None where it answers none."""
        return self._asked("chat = ? AND message = ? AND kind = 'ask'", chat, message)

    def last(self, chat: int, person: int, *, since: float) -> AskedQuestion | None:
        """What the person last asked in this chat, if that was not before ``since``."""
        row = self._db.execute(
            f"{_ASKED} WHERE chat = ? AND person = ? AND kind = 'ask' AND message IS NOT NULL AND asked_at >= ?"
            " ORDER BY number DESC LIMIT 1",
            (chat, person, since),
        ).fetchone()
        return None if row is None else _asked(row)

    def judge(self, number: int, person: int, verdict: Verdict, *, now: float) -> None:
        """A person's verdict on an answer; a second one takes the place of the first."""
        self._db.execute(
            "INSERT INTO verdicts (answer, person, verdict, given_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET verdict = excluded.verdict, given_at = excluded.given_at",
            (number, person, verdict, now),
        )

    def complaints(self) -> tuple[Complaint, ...]:
        """What was judged bad, and what the reports did not answer, oldest first."""
        rows = self._db.execute(
            "SELECT asked_at, question, context, COALESCE(status, ''), verdict, evidence FROM answers"
            " LEFT JOIN verdicts ON verdicts.answer = answers.number AND verdict = 'down'"
            " WHERE kind = 'ask' AND message IS NOT NULL AND (verdict IS NOT NULL OR status <> 'answered') ORDER BY number"
        )
        return tuple(
            Complaint(at, question, tuple(json.loads(context)), status, verdict, tuple(json.loads(evidence)))
            for at, question, context, status, verdict, evidence in rows
        )

    def statistics(self, *, since: float) -> Statistics:
        """What was asked since then."""
        where = "FROM answers WHERE kind = 'ask' AND message IS NOT NULL AND asked_at >= ?"
        with self._transaction():
            questions, people = self._db.execute(
                f"SELECT COUNT(*), COUNT(DISTINCT person) {where}", (since,)
            ).fetchone()
            statuses = self._db.execute(
                f"SELECT status, COUNT(*) {where} GROUP BY status ORDER BY COUNT(*) DESC", (since,)
            ).fetchall()
            verdicts = dict(
                self._db.execute(
                    "SELECT verdict, COUNT(*) FROM verdicts WHERE given_at >= ? GROUP BY verdict", (since,)
                ).fetchall()
            )
            median = self._db.execute(
                f"SELECT elapsed_ms {where} AND elapsed_ms IS NOT NULL ORDER BY elapsed_ms LIMIT 1 OFFSET ?",
                (since, questions // 2),
            ).fetchone()
        return Statistics(
            questions,
            people,
            tuple((status or "", count) for status, count in statuses),
            verdicts.get("up", 0),
            verdicts.get("down", 0),
            median[0] if median else None,
        )

    # ---------------------------------------------------------------------------------------- loads

    def queue(
        self, *, received: int | None, chat: int, person: int, name: str, file: str | None, path: str | None, now: float
    ) -> Load:
        """A new load at the end of the queue, or the one that this message already has."""
        with self._transaction():
            if received is not None:
                before = self._loads("received = ?", received)
                if before:
                    return before[0]
            (number,) = self._db.execute(
                "INSERT INTO loads (received, chat, person, name, file, path, asked_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING number",
                (received, chat, person, name, file, path, now),
            ).fetchone()
        return Load(number, chat, person, name, file, path, None, "waiting", now, ())

    def load(self, number: int) -> Load | None:
        """The load of this number; None where it is long gone."""
        return next(iter(self._loads("number = ?", number)), None)

    def waiting(self) -> tuple[Load, ...]:
        """The loads that are not done, in the order in which they came."""
        return self._loads("state = ?", "waiting")

    def shown(self, number: int, message: int) -> None:
        """The message in which a load's progress is told."""
        self._db.execute("UPDATE loads SET message = ? WHERE number = ?", (message, number))

    def kept(self, number: int, path: str) -> None:
        """Where the file of a load lies now."""
        self._db.execute("UPDATE loads SET path = ? WHERE number = ?", (path, number))

    def finish(self, number: int, state: LoadState, *, stored: Sequence[str] = ()) -> None:
        """What became of a load, and the paths that it stored."""
        self._db.execute("UPDATE loads SET state = ?, stored = ? WHERE number = ?", (state, _listed(stored), number))

    def expect(self, chat: int, message: int, load: int, field: str) -> None:
        """The reply to this message will correct a field of what the load stored."""
        self._db.execute(
            "REPLACE INTO prompts (chat, message, load, field) VALUES (?, ?, ?, ?)", (chat, message, load, field)
        )

    def prompt(self, chat: int, message: int) -> Prompt | None:
        """What the reply to this message corrects; None where it is no such message."""
        row = self._db.execute(
            "SELECT load, field FROM prompts WHERE chat = ? AND message = ?", (chat, message)
        ).fetchone()
        return None if row is None else Prompt(*row)

    # ---------------------------------------------------------------------------------------- people

    def refuse(self, chat: int, person: int) -> bool:
        """Whether this person has not been refused in this chat before; from now on they have."""
        cursor = self._db.execute(
            "INSERT INTO refused (chat, person) VALUES (?, ?) ON CONFLICT DO NOTHING", (chat, person)
        )
        return cursor.rowcount == 1

    def newest(self) -> float | None:
        """When the last message or question came; None where there is none."""
        (at,) = self._db.execute(
            "SELECT MAX(at) FROM (SELECT MAX(received_at) AS at FROM received UNION ALL SELECT MAX(asked_at) FROM answers)"
        ).fetchone()
        return None if at is None else float(at)

    def forget(self, *, received_before: float, asked_before: float) -> None:
        """Drop what is too old: messages that cannot come again, and what was said long ago."""
        with self._transaction():
            self._db.execute("DELETE FROM received WHERE content IS NULL AND received_at < ?", (received_before,))
            self._db.execute("DELETE FROM received WHERE received_at < ?", (asked_before,))
            self._db.execute("DELETE FROM answers WHERE asked_at < ?", (asked_before,))
            self._db.execute("DELETE FROM faults WHERE at < ?", (asked_before,))
            self._db.execute(
                "DELETE FROM prompts WHERE load IN (SELECT number FROM loads WHERE asked_at < ?)", (asked_before,)
            )
            self._db.execute("DELETE FROM loads WHERE asked_at < ? AND state <> 'waiting'", (asked_before,))

    def _asked(self, where: str, *values: int) -> AskedQuestion | None:
        row = self._db.execute(f"{_ASKED} WHERE {where}", values).fetchone()
        return None if row is None else _asked(row)

    def _loads(self, where: str, value: int | str) -> tuple[Load, ...]:
        rows = self._db.execute(
            "SELECT number, chat, person, name, file, path, message, state, asked_at, stored FROM loads"
            f" WHERE {where} ORDER BY number",
            (value,),
        )
        return tuple(replace(Load(*row), stored=tuple(json.loads(row[-1]))) for row in rows)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise


_ASKED = (
    "SELECT number, kind, chat, person, question, context, report, message, status, evidence, asked_at FROM answers"
)


def _asked(row: Sequence[object]) -> AskedQuestion:
    number, kind, chat, person, question, context, report, message, status, evidence, at = row
    return AskedQuestion(
        number, kind, chat, person, question, tuple(json.loads(context)), report, message, status,  # type: ignore[arg-type]
        tuple(json.loads(evidence)), at,  # type: ignore[arg-type]
    )  # fmt: skip


def _listed(values: Sequence[object]) -> str:
    return json.dumps(list(values), ensure_ascii=False)
