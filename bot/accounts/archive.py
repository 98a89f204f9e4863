"""Accounts, what they are let in by, and the files that only some groups see: a SQLite file of its own.

One connection, one thread; every call is one short transaction. Times are seconds since 1970 and come from the caller.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

from bot.accounts import passwords
from bot.accounts.tables import LAYOUT
from bot.errors import AccountError
from bot.private_files import opened
from bot.viewer import AT_THIS_MACHINE, FIRST_PERSON, Role, Viewer
from bot.wording import accounts as wording

_Key = TypeVar("_Key", str, int)

TOKEN_MARK = "wenbao_"
_LONGEST_NAME = 64
_SESSION = 14 * 86_400.0


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may log in; ``has_password`` is false for one whom a proxy lets in."""

    number: int
    name: str
    role: Role
    groups: frozenset[str]
    has_password: bool


@dataclass(frozen=True, slots=True)
class Token:
    """What lets a program in as its account, without the secret itself; ``loads`` where it may also load reports."""

    number: int
    account: str
    note: str
    loads: bool
    made_at: float


class Accounts:
    """The open file."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._db = connection

    @classmethod
    def open(cls, path: Path) -> Self:
        """The file of this path, made where it is missing and readable by nobody else. Raises ArchiveError or one of its kin."""
        return cls(path, opened(path, LAYOUT, wait=10.0))

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    # ---------------------------------------------------------------------------------------- accounts

    def all(self) -> tuple[Account, ...]:
        """The accounts by name."""
        rows = self._db.execute(f"{_ACCOUNT} ORDER BY name").fetchall()
        return tuple(_account(row) for row in rows)

    def named(self, name: str) -> Account:
        """The account of this name. Raises AccountError."""
        row = self._db.execute(f"{_ACCOUNT} WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise AccountError(wording.unknown(name), remedy=wording.LIST)
        return _account(row)

    def add(self, name: str, role: Role, *, password: str | None, groups: Iterable[str] = ()) -> Account:
        """A new account; without a password only a proxy lets it in. Raises AccountError."""
        name = name.strip()
        if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
            raise AccountError(wording.BAD_NAME)
        kept = None if password is None else passwords.hashed(_fit(password))
        try:
            self._db.execute(
                "INSERT INTO accounts (name, password, role, groups) VALUES (?, ?, ?, ?)",
                (name, kept, role, _listed(groups)),
            )
        except sqlite3.IntegrityError as error:
            raise AccountError(wording.taken(name)) from error
        return self.named(name)

    def change(
        self, name: str, *, role: Role | None = None, password: str | None = None, groups: Iterable[str] | None = None
    ) -> Account:
        """The account after what is given was changed; another password ends its sessions. Raises AccountError."""
        account = self.named(name)
        if role not in (None, "administrator"):
            self._keep_one_administrator(account)
        if role is not None:
            self._db.execute("UPDATE accounts SET role = ? WHERE number = ?", (role, account.number))
        if groups is not None:
            self._db.execute("UPDATE accounts SET groups = ? WHERE number = ?", (_listed(groups), account.number))
        if password is not None:
            kept = passwords.hashed(_fit(password))
            self._db.execute("UPDATE accounts SET password = ? WHERE number = ?", (kept, account.number))
            self._db.execute("DELETE FROM sessions WHERE account = ?", (account.number,))
        return self.named(name)

    def remove(self, name: str) -> None:
        """Take out an account with its sessions and tokens. Raises AccountError."""
        account = self.named(name)
        self._keep_one_administrator(account)
        self._db.execute("DELETE FROM accounts WHERE number = ?", (account.number,))

    def _keep_one_administrator(self, account: Account) -> None:
        others = [one for one in self.all() if one.role == "administrator" and one.number != account.number]
        if account.role == "administrator" and not others:
            raise AccountError(wording.LAST_ADMINISTRATOR)

    # ---------------------------------------------------------------------------------------- being let in

    def password_of(self, name: str) -> str | None:
        """What is kept of an account's password, to be checked where that keeps nobody waiting."""
        row = self._db.execute("SELECT password FROM accounts WHERE name = ?", (name,)).fetchone()
        return None if row is None else row[0]

    def begin_session(self, name: str, *, now: float) -> str:
        """The secret of a new session. Raises AccountError."""
        secret = secrets.token_urlsafe(32)
        self._db.execute("DELETE FROM sessions WHERE until < ?", (now,))
        self._db.execute(
            "INSERT INTO sessions (digest, account, until) VALUES (?, ?, ?)",
            (_digest(secret), self.named(name).number, now + _SESSION),
        )
        return secret

    def end_session(self, secret: str) -> None:
        """Let nobody in any more by this session."""
        self._db.execute("DELETE FROM sessions WHERE digest = ?", (_digest(secret),))

    def by_session(self, secret: str, *, now: float) -> Viewer | None:
        """Whose session it is; None where it is none, or over."""
        row = self._db.execute(
            f"{_ACCOUNT} JOIN sessions ON sessions.account = number WHERE digest = ? AND until > ?",
            (_digest(secret), now),
        ).fetchone()
        return None if row is None else _viewer(_account(row), session=_digest(secret))

    def by_name(self, name: str) -> Viewer | None:
        """The account of this name, as a proxy that has looked at the person says it; None where there is none."""
        row = self._db.execute(f"{_ACCOUNT} WHERE name = ?", (name,)).fetchone()
        return None if row is None else _viewer(_account(row), session=f"proxy:{name}")

    def make_token(self, name: str, *, note: str, loads: bool, now: float) -> str:
        """The secret of a new token for programs, which is told this once. Raises AccountError."""
        secret = TOKEN_MARK + secrets.token_urlsafe(32)
        self._db.execute(
            "INSERT INTO tokens (digest, account, note, loads, made_at) VALUES (?, ?, ?, ?, ?)",
            (_digest(secret), self.named(name).number, note[:_LONGEST_NAME], int(loads), now),
        )
        return secret

    def tokens(self) -> tuple[Token, ...]:
        """The tokens, oldest first."""
        rows = self._db.execute(
            "SELECT tokens.number, name, note, loads, made_at FROM tokens JOIN accounts ON accounts.number = account"
            " ORDER BY tokens.number"
        )
        return tuple(Token(number, name, note, bool(loads), at) for number, name, note, loads, at in rows)

    def remove_token(self, number: int) -> None:
        """Let nobody in any more by this token."""
        self._db.execute("DELETE FROM tokens WHERE number = ?", (number,))

    def by_token(self, secret: str) -> Viewer | None:
        """As whom a program with this token comes; None where it is none."""
        row = self._db.execute(f"{_ACCOUNT_OF_TOKEN} WHERE digest = ?", (_digest(secret),)).fetchone()
        return None if row is None else _viewer(_account(row[:-1]), session="", loads=bool(row[-1]))

    # ---------------------------------------------------------------------------------------- who sees what

    def limits(self) -> dict[str, frozenset[str]]:
        """For each file, by its path, that only some groups see, those groups."""
        return _groups_of_each(self._db.execute("SELECT path, for_group FROM limits"))

    def limit(self, path: str, groups: Iterable[str]) -> None:
        """From now on only these groups see the reports of the file; none of them: everybody does."""
        self._put_groups("limits", "path", path, groups)

    def chats(self) -> dict[int, frozenset[str]]:
        """For each person of Telegram, and each group chat, that is of any group, which groups, by Telegram's number."""
        return _groups_of_each(self._db.execute("SELECT chat, for_group FROM chats ORDER BY chat"))

    def put_chat(self, chat: int, groups: Iterable[str]) -> None:
        """From now on a person of Telegram, or all of a group chat, are of these groups and no others."""
        if not -FIRST_PERSON < chat < FIRST_PERSON or not chat:
            raise AccountError(wording.BAD_CHAT)
        self._put_groups("chats", "chat", chat, groups)

    def _put_groups(self, table: str, column: str, key: object, groups: Iterable[str]) -> None:
        """Put the groups of one key of a table in the place of those that it has."""
        rows = [(key, group) for group in sorted(set(groups))]
        with self._whole():
            self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (key,))
            self._db.executemany(f"INSERT INTO {table} ({column}, for_group) VALUES (?, ?)", rows)

    def hidden_from(self, person: int) -> frozenset[str]:
        """The paths of the files that a person may not see: an account, or somebody in Telegram, by their number."""
        groups = self._groups_of(person)
        return (
            frozenset() if groups is None else frozenset(path for path, of in self.limits().items() if not of & groups)
        )

    def _groups_of(self, person: int) -> frozenset[str] | None:
        """None for whoever sees all."""
        if person == AT_THIS_MACHINE.person:
            return None
        if person < FIRST_PERSON:
            return self.chats().get(person, frozenset())
        row = self._db.execute(f"{_ACCOUNT} WHERE number = ?", (person - FIRST_PERSON,)).fetchone()
        viewer = None if row is None else _viewer(_account(row), session="")
        if viewer is None:
            return frozenset()
        return None if viewer.sees_all else viewer.groups

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """All of it, or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


_COLUMNS = "accounts.number, name, role, groups, password IS NOT NULL"
_ACCOUNT = f"SELECT {_COLUMNS} FROM accounts"
_ACCOUNT_OF_TOKEN = f"SELECT {_COLUMNS}, loads FROM accounts JOIN tokens ON tokens.account = accounts.number"


def _groups_of_each(rows: Iterable[tuple[_Key, str]]) -> dict[_Key, frozenset[str]]:
    """For each key of rows of a key and a group, its groups."""
    found: dict[_Key, set[str]] = {}
    for key, group in rows:
        found.setdefault(key, set()).add(group)
    return {key: frozenset(groups) for key, groups in found.items()}


def _account(row: tuple[int, str, Role, str, int]) -> Account:
    number, name, role, groups, has_password = row
    return Account(number, name, role, frozenset(json.loads(groups)), bool(has_password))


def _viewer(account: Account, *, session: str, loads: bool = True) -> Viewer:
    return Viewer(account.name, account.role, FIRST_PERSON + account.number, account.groups, session, loads)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _listed(groups: Iterable[str]) -> str:
    return json.dumps(sorted({one.strip() for one in groups if one.strip()}), ensure_ascii=False)


def _fit(password: str) -> str:
    if not passwords.LEAST <= len(password) <= passwords.MOST:
        raise AccountError(wording.BAD_PASSWORD)
    return password
