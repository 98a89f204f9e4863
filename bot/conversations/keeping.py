"""How long what was said is kept, by a clock that may be set anew at any moment."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from bot.conversations.archive import Conversations
from bot.wording import serving
from store.errors import ArchiveError

_DAY = 86_400.0
_COMES_AGAIN = 2 * _DAY  # Telegram keeps an update for a day


class Keeping:
    """Drops what is older than so many ``days``.

    ``clock`` is the time of day, ``ticks`` only ever goes forward. What the clock is set ahead by is not believed before the next
    start, and where all would be dropped at a start, that waits for a day: one wrong year would cost all that is kept.
    """

    def __init__(
        self, days: int, clock: Callable[[], float] = time.time, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._days = days
        self._clock = clock
        self._ticks = ticks
        self._began = clock() - ticks()
        self._is_first = True

    def tidy(self, kept: Conversations) -> bool:
        """Drop what is too old; False where the clock seems to be wrong. To be called once a day. Raises ArchiveError."""
        clock, steady = self._clock(), self._began + self._ticks()
        now = min(clock, steady)
        before = now - self._days * _DAY
        newest = kept.newest()
        waits = self._is_first and newest is not None and newest < before
        self._is_first = False
        if not waits:
            kept.forget(received_before=now - _COMES_AGAIN, asked_before=before)
        return not waits and abs(clock - steady) < _DAY

    async def tidy_daily(
        self, kept: Callable[[], Conversations], log: logging.Logger, ail: Callable[[ArchiveError], None]
    ) -> None:
        """Tidy at once and once a day from then on; the log is told of a wrong clock, ``ail`` where it could not be done."""
        while True:
            try:
                if not self.tidy(kept()):
                    log.warning(serving.CLOCK)
            except ArchiveError as error:  # tomorrow is another day
                ail(error)
            await asyncio.sleep(_DAY)
