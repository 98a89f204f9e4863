"""Names and passwords tried at the door, so many a minute and one at a time."""

from __future__ import annotations

import asyncio

from bot.accounts import passwords
from bot.accounts.archive import Accounts
from bot.rate_limit import Pace

_TRIES, _FROM_ONE_PLACE = 10, 60  # a minute and name; a minute and address, which a whole office may share


class Entrance:
    """Lets in who has name and password right."""

    def __init__(self) -> None:
        self._tries = Pace(_TRIES)
        self._from = Pace(_FROM_ONE_PLACE)
        self._one_at_a_time = asyncio.Lock()  # looking at a password takes 64 MB

    def is_tired(self, name: str, address: str, now: float) -> bool:
        """Whether there were too many tries, of this one name or from one place; this counts as one."""
        return bool(self._from.wait(address, now) or self._tries.wait(name, now))

    async def knows(self, accounts: Accounts, name: str, password: str) -> bool:
        """Whether that is the password of an account."""
        kept = accounts.password_of(name)
        async with self._one_at_a_time:
            return await asyncio.to_thread(passwords.matches, kept, password)
