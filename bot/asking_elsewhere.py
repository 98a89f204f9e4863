"""A question on the command line → the answer of another process, where one is ready for it.

That is what ``wenbao serve --socket`` keeps, where it belongs to the same report file, configuration and program. Else,
and whatever goes wrong there, the question is answered here. Nobody should wait for more than is needed, so nothing is
imported that Python has not loaded for itself but the bare sockets: pathlib, json and socket cost as much as starting Python.

A request is what :func:`request` joins; an answer is the lengths of what goes to the two outputs, a line, and both. No
answer is empty.
"""

from __future__ import annotations

import os
import stat
import sys

CONFIG, DATABASE, SUFFIX = "wenbao.toml", "wenbao.db", ".sock"
PROGRAM = os.path.dirname(os.path.realpath(__file__))
# What the look of an answer depends on, beside whether there is a terminal at all.
TERMINAL = ("COLUMNS", "TERM")
_PATIENCE = 10.0  # seconds


def asked_elsewhere(arguments: list[str]) -> bool:
    """Whether the process that is kept ready has answered, and its answer is written."""
    try:
        place = Place(arguments)
        said = os.lstat(place.socket)
    except (OSError, ValueError, TypeError, AttributeError):
        return False  # nobody keeps one ready, as a rule
    if not stat.S_ISSOCK(said.st_mode) or said.st_uid != os.getuid():
        return False
    terminal = {name: os.environ[name] for name in TERMINAL if name in os.environ}
    watched = sys.stdout.isatty()
    if watched:
        terminal.setdefault("COLUMNS", str(os.get_terminal_size(1).columns))
    try:
        answer = _answer(place.socket, request(place, terminal, arguments, watched=watched))
        lengths, _, texts = answer.partition(b"\n")
        out, err = map(int, lengths.split())
    except (OSError, ValueError):
        return False
    if len(texts) != out + err:
        return False
    try:
        for stream, text in ((sys.stdout, texts[:out]), (sys.stderr, texts[out:])):
            stream.buffer.write(text)
            stream.flush()
    except BrokenPipeError:  # its reader (head, less) has seen enough
        pass
    return True


def request(place: Place, terminal: dict[str, str], arguments: list[str], *, watched: bool) -> bytes:
    """What is asked, in pieces that hold no zero byte: of which program, files and terminal; the arguments come last."""
    look = [f"={terminal[name]}" if name in terminal else "" for name in TERMINAL]
    pieces = [PROGRAM, place.database, *place.config, "watched" if watched else "", *look, *arguments]
    return "\0".join(pieces).encode("utf-8", "surrogatepass")


def _answer(where: str, asked: bytes) -> bytes:
    import _socket

    line = _socket.socket(_socket.AF_UNIX)
    try:
        line.settimeout(_PATIENCE)
        line.connect(where)
        line.sendall(asked)
        line.shutdown(_socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(1 << 16), b""))
    finally:
        line.close()


class Place:
    """What a command line is about: report file and configuration, and where the process that has them would listen.

    ``config`` is where the configuration is and when it was written, twice nothing where there is none.
    """

    def __init__(self, arguments: list[str]) -> None:
        given, database = option(arguments, "--db"), DATABASE
        file = option(arguments, "--config") or CONFIG
        self.config = ("", "")
        chosen = None
        if os.path.exists(file):
            self.config = (os.path.realpath(file), str(os.stat(file).st_mtime_ns))
            stored, folder = _stored(file), os.path.dirname(file)
            database = os.path.join(folder, os.path.expanduser(stored.get("database", DATABASE)))
            chosen = stored.get("socket") and os.path.join(folder, os.path.expanduser(stored["socket"]))
        self.database = os.path.realpath(given or database)
        self.socket: str = chosen or self.database + SUFFIX


def _stored(file: str) -> dict[str, str]:
    """What a configuration says of where things are kept."""
    with open(file, encoding="utf-8-sig") as opened:
        text = opened.read()
    if "store" not in text and "\\" not in text:
        return {}
    import tomllib

    stored: dict[str, str] = tomllib.loads(text).get("store", {})
    return stored


def option(arguments: list[str], name: str) -> str | None:
    """The value of an option, which stands behind it or behind its ``=``."""
    for one, after in zip(arguments, [*arguments[1:], None], strict=True):
        if one == name:
            return after
        if one.startswith(name + "="):
            return one.partition("=")[2]
    return None
