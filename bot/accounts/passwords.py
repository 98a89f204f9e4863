"""Passwords → what may be kept of them, by Argon2id with the library's own numbers; and how they are tried at the door."""

from __future__ import annotations

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.rate_limit import Pace

LEAST = 8  # characters
MOST = 200
_TRIES, _FROM_ONE_PLACE = 10, 60  # a minute and name; a minute and address, which a whole office may share

_HASHER = PasswordHasher()
# Of nobody's password: checked where there is no such account, so that an answer takes as long.
_NOBODY = f"$argon2id$v=19$m=65536,t=3,p=4${'A' * 22}${'A' * 43}"


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether this is the password; takes as long where nothing is kept."""
    try:
        return _HASHER.verify(kept or _NOBODY, password[:MOST]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


class Entrance:
    """Where names and passwords are tried, so many a minute and one at a time."""

    def __init__(self) -> None:
        self._tries = Pace(_TRIES)
        self._from = Pace(_FROM_ONE_PLACE)
        self._one_at_a_time = asyncio.Lock()  # looking at a password takes 64 MB

    def is_tired(self, name: str, address: str, now: float) -> bool:
        """Whether there were too many tries, of this one name or from one place; this counts as one."""
        return bool(self._from.wait(address, now) or self._tries.wait(name, now))

    async def knows(self, kept: str | None, password: str) -> bool:
        """Whether this is the password, as :func:`matches`."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(matches, kept, password)
