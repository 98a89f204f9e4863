"""How the running bot is, for a watchman on the same machine: ``GET /health`` on the loopback address, as JSON.

Nothing that people say is told, only numbers. 200 where all is well, 503 where something keeps answers from arriving.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from bot import wiring
from bot.footprint import footprint
from bot.telegram.connection import Direct
from bot.telegram.context import BotContext
from bot.telegram.troubles import Troubles
from store.errors import ArchiveError

_LOOPBACK = "127.0.0.1"
_PATIENCE = 5.0  # seconds for a request to be written
# Seconds in which more messages gather while nobody could answer them: a request for each one costs as much as a tenth of its answer.
_GATHER = 0.03
_LOOK = 5.0  # seconds between two looks at the files
_SILENCE = 120.0  # seconds without a word from Telegram, which answers a poll every ten


class Polling(Direct):
    """The way on which updates are asked for, many at once while all are ``busy``; ``heard`` is told the status of each answer."""

    def __init__(self, heard: Callable[[int], None], busy: Callable[[], bool]) -> None:
        super().__init__(1)
        self._heard = heard
        self._busy = busy

    async def do_request(self, *arguments: Any, **options: Any) -> tuple[int, bytes]:
        """The status and the content of an answer."""
        if self._busy():
            await asyncio.sleep(_GATHER)
        status, content = await super().do_request(*arguments, **options)
        self._heard(status)
        return status, content


class Health:
    """What is known of the program that runs."""

    def __init__(self, desk: BotContext, troubles: Troubles) -> None:
        self._desk = desk
        self._troubles = troubles
        self._begun = time.monotonic()
        self._answered: float | None = None
        self._server: asyncio.Server | None = None
        self._wrong: ArchiveError | None = None

    def heard(self, status: int) -> None:
        """Telegram has answered."""
        if status == HTTPStatus.OK:
            self._answered = time.monotonic()

    async def listen(self, port: int) -> None:
        """Answer on this port of the loopback address. Raises OSError where it is taken."""
        self._server = await asyncio.start_server(self._serve, _LOOPBACK, port)

    def close(self) -> None:
        """Answer no more."""
        if self._server is not None:
            self._server.close()

    async def watch(self) -> None:
        """Look again and again whether the files are there, also while nobody asks."""
        while True:
            await asyncio.sleep(_LOOK)
            self.look()

    def look(self) -> None:
        """Tell where the report file is gone or emptied, and where it can be used again."""
        try:
            self._desk.conversations.look()
        except ArchiveError as error:
            self._troubles.ail(error)
        try:
            wiring.still_there(self._desk.config.archive)
        except ArchiveError as error:
            if str(error) != str(self._wrong):
                self._troubles.ail(error)
            self._wrong = error
        else:
            if self._wrong is not None:
                self._troubles.mended(self._wrong)
            self._wrong = None

    def now(self) -> dict[str, object]:
        """All of it; ``status`` is ``ok`` or what is amiss."""
        settings, config = self._desk.settings, self._desk.config
        amiss = []
        try:
            pulse = self._desk.conversations.pulse(since=self._desk.clock())
        except ArchiveError as error:
            pulse = None
            amiss.append(error.what)
        silent = None if self._answered is None else time.monotonic() - self._answered
        if settings.webhook is None and (silent is None or silent > _SILENCE):
            amiss.append("no answer from Telegram")
        state = footprint(settings.state)
        found = {"conversations": state}
        if config.engine is None:
            found["database"] = footprint(config.database)
            try:
                wiring.still_there(config.database)
            except ArchiveError as error:
                amiss.append(str(error))
        amiss.extend([self._troubles.ailing] if self._troubles.ailing and not amiss else [])
        if any(one.tight for one in found.values()):
            amiss.append("the disk is almost full")
        last = pulse.last_at if pulse is not None else None
        return {
            "status": "; ".join(amiss) or "ok",
            "up_seconds": round(time.monotonic() - self._begun, 1),
            "telegram_answered_seconds": None if silent is None else round(silent, 1),
            "last_update_seconds": None if last is None else round(max(0.0, self._desk.clock() - last), 1),
            "queue": pulse.unfinished if pulse is not None else None,
            "loads_waiting": pulse.loads if pulse is not None else None,
            "errors": dict(self._troubles.counts),
            "free_disk_bytes": {name: one.free for name, one in found.items()},
            "wal_bytes": {name: one.journal for name, one in found.items()},
        }

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nobody = (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)
        with contextlib.closing(writer), contextlib.suppress(*nobody):
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _PATIENCE)
            method, target, *_ = head.decode("latin-1").split(" ", 2)
            body, status = b"", HTTPStatus.NOT_FOUND
            if method == "GET" and target.partition("?")[0] == "/health":
                found = self.now()
                body = json.dumps(found, ensure_ascii=False).encode()
                status = HTTPStatus.OK if found["status"] == "ok" else HTTPStatus.SERVICE_UNAVAILABLE
            lines = (
                f"HTTP/1.1 {status.value} {status.phrase}",
                "Content-Type: application/json; charset=utf-8",
                f"Content-Length: {len(body)}",
                "Connection: close",
            )
            writer.write("\r\n".join([*lines, "", ""]).encode() + body)
            await writer.drain()
