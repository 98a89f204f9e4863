"""A process that keeps a report file ready and answers what ``wenbao ask`` is asked, over a Unix socket of its owner's.

The other end is :mod:`bot.asking_elsewhere`. Whatever is not plainly a question of the same report file, configuration and program
gets an empty answer, and is answered where it was asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import signal
import socket
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from bot.asking_elsewhere import PROGRAM, TERMINAL, Place, option
from bot.cli.arguments import parser
from bot.cli.questions import answer_one, asks_for_help
from bot.config import Config
from bot.reading_thread import Readers
from bot.viewer import AT_THIS_MACHINE
from bot.wording import serving
from retrieval.ask import Asker
from store.archive.base import ArchiveReader
from store.errors import ReportQAError

_LONGEST: Final = 1 << 20  # bytes of a request
_PATIENCE: Final = 10.0  # seconds for a request to come whole
_LOOK: Final = 1.0  # seconds between two looks at the files of the program
_PACKAGES: Final = ("bot", "retrieval", "store")


def serve(config: Config, place: Place) -> None:
    """Answer on the socket until a signal says stop. Raises ReportQAError where that cannot be."""
    if config.engine is not None or not hasattr(socket, "AF_UNIX"):
        raise ReportQAError(serving.NO_SOCKET, remedy=serving.NO_SOCKET_REMEDY)
    path = Path(place.socket)
    line = _listening(path)
    made = path.lstat()
    try:
        asyncio.run(_Resident(config, place).answer_on(line))
    finally:
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(path.lstat(), made):  # and not of another process that listens there by now
                path.unlink()


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


@dataclass(frozen=True, slots=True)
class _Request:
    """What :func:`bot.asking_elsewhere.request` has joined: whose question it is, and how it was asked."""

    about: list[str]
    watched: bool
    terminal: dict[str, str]
    arguments: list[str]

    @classmethod
    def of(cls, asked: bytes) -> _Request:
        """Raises ValueError where it is none."""
        pieces = asked.decode("utf-8", "surrogatepass").split("\0")
        about, watched, look, arguments = (
            pieces[:4],
            pieces[4:5],
            pieces[5 : 5 + len(TERMINAL)],
            pieces[5 + len(TERMINAL) :],
        )
        terminal = {name: told[1:] for name, told in zip(TERMINAL, look, strict=True) if told}
        return cls(about, watched != [""], terminal, arguments)


class _Resident:
    def __init__(self, config: Config, place: Place) -> None:
        self._config = config
        self._about = [PROGRAM, place.database, *place.config]
        self._program = Program()
        self._parser = parser()
        self._readers = Readers(config)

    async def answer_on(self, line: socket.socket) -> None:
        """Until a signal says stop."""
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        try:
            await self._readers.warm()
            server = await asyncio.start_unix_server(self._heard, sock=line)
            print(serving.resident(str(line.getsockname())), flush=True)
            async with server:
                await stop.wait()
        finally:
            self._readers.close()

    async def _heard(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(await self._answer(_Request.of(await asyncio.wait_for(_all_of(reader), _PATIENCE))))
            await writer.drain()
        except (OSError, ValueError, ReportQAError, asyncio.CancelledError):
            pass  # who asked has the means to answer it, or to say what is wrong
        finally:
            writer.close()

    async def _answer(self, request: _Request) -> bytes:
        if request.about != self._about or not self._program.is_unchanged():
            return b""
        if not self._config.database.exists():  # the open one may go on, but there is no report file by this name
            return b""
        return await self._readers.run(partial(self._printed, request), person=AT_THIS_MACHINE.person)

    def _printed(self, request: _Request, archive: ArchiveReader, asker: Asker) -> bytes:
        """What ``ask`` prints, in the one thread in which anything is printed."""
        out, err = _Paper(watched=request.watched), io.StringIO()
        with _terminal(request.terminal), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                arguments = self._parser.parse_args(request.arguments)
            except SystemExit:
                return b""
            if getattr(arguments, "question", None) is None or arguments.batch or asks_for_help(arguments):
                return b""
            if any(
                named != (seen and Path(seen))
                for named, seen in (
                    (arguments.db, option(request.arguments, "--db")),
                    (arguments.config, option(request.arguments, "--config")),
                )
            ):  # abbreviated, told twice, or words of the question: who asked has taken another file for the one that is meant
                return b""
            answer_one(arguments, self._config, archive, asker)
        told, said = (one.getvalue().encode("utf-8", "backslashreplace") for one in (out, err))
        return b"%d %d\n%b%b" % (len(told), len(said), told, said)


async def _all_of(reader: asyncio.StreamReader) -> bytes:
    """All that is sent, which must end. Raises ValueError where it is longer than any request."""
    try:
        await reader.readexactly(_LONGEST)
    except asyncio.IncompleteReadError as ended:
        return ended.partial
    raise ValueError("too long for a question")


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
        os.path.join(folder, name)
        for package in _PACKAGES
        for folder, _, names in os.walk(os.path.join(os.path.dirname(PROGRAM), package))
        for name in names
        if not name.endswith(".pyc")
    )  # as strings: paths would take some times as long, and there is a question that waits
    return hash(frozenset((one, os.stat(one).st_mtime_ns) for one in files))
