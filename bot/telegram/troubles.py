"""What goes wrong while the bot runs: counted, written down, said once in the log, and told to administrators.

The same thing is said at most once a minute in the log and once an hour in a chat, however often it happens.
"""

from __future__ import annotations

import json
import logging
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bot.conversations.archive import Conversations
from bot.telegram.context import LOG
from bot.wording import serving
from store.errors import ArchiveError

_SAY_AGAIN = 60.0  # seconds between two lines that say the same is still wrong
_ALARM_AGAIN = 3600.0
_LATELY = 60.0
_LONGEST = 4000  # characters that are kept of what cannot be read

UNREADABLE, INCIDENT, STORAGE, NETWORK = "unreadable", "incident", "storage", "network"


class Troubles:
    """``alarm`` sends a sentence to the administrators; None before there is a way to do so."""

    def __init__(self, conversations: Conversations, clock: Callable[[], float]) -> None:
        self.counts: Counter[str] = Counter()
        self.alarm: Callable[[str], None] | None = None
        self._conversations = conversations
        self._clock = clock
        self._said: dict[str, float] = {}
        self._alarmed: dict[str, float] = {}
        self._ailed: tuple[float, str] | None = None

    def note(self, kind: str, said: str) -> None:
        """Count it, and write it down where that can be done."""
        self.counts[kind] += 1
        with suppress(ArchiveError):
            self._conversations.note_fault(kind, said, now=self._clock())

    def unreadable(self, update: int, data: object, error: Exception) -> None:
        """An update that cannot be read; it is passed over, even where it cannot be written down."""
        self.note(UNREADABLE, json.dumps(data, default=str)[:_LONGEST])
        LOG.warning(
            "update not understood", extra={"update": update, "error": f"{type(error).__name__}: {error}"[:200]}
        )

    def ail(self, error: ArchiveError) -> None:
        """A store that is locked, full, read-only or damaged."""
        self._ailed = time.monotonic(), str(error)
        if self._due(self._said, str(error), _SAY_AGAIN):
            self.note(STORAGE, str(error))
            LOG.error(str(error))
        else:
            self.counts[STORAGE] += 1
        if self.alarm is not None and self._due(self._alarmed, str(error), _ALARM_AGAIN):
            self.alarm(serving.alarm(str(error)))

    def mended(self, error: ArchiveError) -> None:
        """A store can be used again; that it cannot is told again when it happens."""
        self._ailed = None
        for before in (self._said, self._alarmed):
            before.pop(str(error), None)
        self._tell(logging.INFO, serving.mended(error.where))

    def begun_anew(self, path: Path) -> None:
        """The file of what was said is another one than before."""
        said = serving.begun_anew(path)
        self.note(STORAGE, said)
        self._tell(logging.ERROR, said)

    def _tell(self, level: int, said: str) -> None:
        LOG.log(level, said)
        if self.alarm is not None:
            self.alarm(said)

    @property
    def ailing(self) -> str | None:
        """What was wrong with a store just now."""
        return self._ailed[1] if self._ailed and time.monotonic() - self._ailed[0] < _LATELY else None

    def say(self, said: str) -> None:
        """What is wrong outside: a line in the log."""
        self.counts[NETWORK] += 1
        if self._due(self._said, said, _SAY_AGAIN):
            LOG.warning(said)

    @staticmethod
    def _due(before: dict[str, float], said: str, again: float) -> bool:
        now = time.monotonic()
        if now - before.get(said, -again) < again:
            return False
        for text in [text for text, at in before.items() if now - at >= again]:
            del before[text]
        before[said] = now
        return True
