"""Names and passwords that are tried at the log-in: how many a minute, and one at a time."""

from __future__ import annotations

import asyncio

from bot.accounts.passwords import matches
from bot.rate_limit import Pace

_TRIES, _FROM_ONE_PLACE = 10, 60  # a minute and name; a minute and address, which a whole office may share


class LoginAttempts:
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
