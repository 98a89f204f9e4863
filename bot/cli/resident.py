"""A process that keeps a report file ready and answers what ``wenbao ask`` is asked, over a Unix socket of its owner's.

The other end is :mod:`bot.asking_elsewhere`. Whatever is not plainly a question of the same report file, configuration and program
gets an empty answer, and is answered where it was asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import signal
import socket
import stat
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from bot.asking_elsewhere import PROGRAM, TERMINAL, Place, option
from bot.cli.arguments import parser
from bot.cli.questions import answer_one, asks_for_help
from bot.config import Config
from bot.reading_thread import Readers
from bot.viewer import AT_THIS_MACHINE
from bot.wording import serving
from retrieval import Asker
from store.archive.base import ArchiveReader
from store.errors import ReportQAError

_LONGEST: Final = 1 << 20  # bytes of a request
_LOOK: Final = 1.0  # seconds between two looks at the files of the program
_PACKAGES: Final = ("bot", "retrieval", "store")


def serve(config: Config, place: Place) -> None:
    """Answer on the socket until a signal says stop. Raises ReportQAError where that cannot be."""
    if config.engine is not None or not hasattr(socket, "AF_UNIX"):
        raise ReportQAError(serving.NO_SOCKET, remedy=serving.NO_SOCKET_REMEDY)
    line = _listening(place.socket)
    made = place.socket.lstat()
    try:
        asyncio.run(_Resident(config, place).answer_on(line))
    finally:
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(place.socket.lstat(), made):  # and not of another process that listens there by now
                place.socket.unlink()


def _listening(path: Path) -> socket.socket:
    """A socket at this path that only its owner may use; one that is left of a process that was killed is replaced."""
    if path.exists() and stat.S_ISSOCK(path.stat().st_mode):
        with contextlib.suppress(ConnectionRefusedError), socket.socket(socket.AF_UNIX) as other:
            other.connect(str(path))
            raise ReportQAError(serving.SOCKET_TAKEN, where=str(path), remedy=serving.SOCKET_TAKEN_REMEDY)
        path.unlink()
    line, before = socket.socket(socket.AF_UNIX), os.umask(0o177)
    try:
        line.bind(str(path))
    except OSError as error:
        line.close()
        raise ReportQAError(serving.SOCKET_WRONG, where=str(path), remedy=serving.SOCKET_WRONG_REMEDY) from error
    finally:
        os.umask(before)
    return line


class _Resident:
    def __init__(self, config: Config, place: Place) -> None:
        self._config = config
        self._expected = {"program": PROGRAM, "database": place.database, "config": place.config}
        self._program = Program()
        self._readers = Readers(config)

    async def answer_on(self, line: socket.socket) -> None:
        """Until a signal says stop."""
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        try:
            await self._readers.warm()
            server = await asyncio.start_unix_server(self._heard, sock=line, limit=_LONGEST)
            print(serving.resident(str(line.getsockname())), flush=True)
            async with server:
                await stop.wait()
        finally:
            self._readers.close()

    async def _heard(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = json.loads(await reader.readline())
            writer.write(json.dumps(await self._answer(request)).encode())
            await writer.drain()
        except (OSError, ValueError, KeyError, ReportQAError):
            pass  # who asked has the means to answer it, or to say what is wrong
        finally:
            writer.close()

    async def _answer(self, request: Any) -> dict[str, str]:
        if (
            not isinstance(request, dict)
            or {name: request[name] for name in self._expected} != self._expected
            or not self._program.is_unchanged()
        ):
            return {}
        if not self._config.database.exists():  # the open one may go on, but there is no report file by this name
            return {}
        return await self._readers.run(partial(self._printed, request), person=AT_THIS_MACHINE.person)

    def _printed(self, request: dict[str, Any], archive: ArchiveReader, asker: Asker) -> dict[str, str]:
        """What ``ask`` prints, in the one thread in which anything is printed."""
        out, err = _Paper(watched=request["watched"]), io.StringIO()
        with _terminal(request["terminal"]), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                arguments = parser().parse_args(request["arguments"])
            except SystemExit:
                return {}
            if getattr(arguments, "question", None) is None or arguments.batch or asks_for_help(arguments):
                return {}
            if any(
                named != (seen and Path(seen))
                for named, seen in (
                    (arguments.db, option(request["arguments"], "--db")),
                    (arguments.config, option(request["arguments"], "--config")),
                )
            ):  # abbreviated, told twice, or words of the question: who asked has taken another file for the one that is meant
                return {}
            answer_one(arguments, self._config, archive, asker)
        return {"out": out.getvalue(), "err": err.getvalue()}


class _Paper(io.StringIO):
    """What is printed here looks as it would where it was asked for."""

    def __init__(self, *, watched: bool) -> None:
        super().__init__()
        self._watched = watched

    def isatty(self) -> bool:
        """Whether a person at a terminal has asked."""
        return self._watched


@contextlib.contextmanager
def _terminal(told: dict[str, str]) -> Iterator[None]:
    """Inside, the environment tells of the terminal of whoever asks."""
    kept = {name: os.environ.pop(name) for name in TERMINAL if name in os.environ}
    os.environ.update({name: told[name] for name in TERMINAL if name in told})
    try:
        yield
    finally:
        for name in TERMINAL:
            os.environ.pop(name, None)
        os.environ.update(kept)


class Program:
    """Whether the files of the program are still those that this process runs."""

    def __init__(self) -> None:
        self._edition, self._unchanged, self._seen = _edition(), True, time.monotonic()

    def is_unchanged(self) -> bool:
        """As of the last look, which is no older than a second: a look takes longer than many an answer."""
        if time.monotonic() - self._seen >= _LOOK:
            self._unchanged, self._seen = _edition() == self._edition, time.monotonic()
        return self._unchanged


def _edition() -> int:
    """A number that is another one where a file of the program has changed."""
    files = (
        one for name in _PACKAGES for one in Path(PROGRAM).with_name(name).rglob("*") if one.suffix not in ("", ".pyc")
    )
    return hash(frozenset((str(one), one.stat().st_mtime_ns) for one in files))
