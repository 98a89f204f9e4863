"""A question on the command line → the answer of another process, where one is ready for it.

That is what ``wenbao serve --socket`` keeps, where it belongs to the same report file, configuration and program. Else,
and whatever goes wrong there, the question is answered here. Only what is known to be needed is imported, of Python
itself, too: nobody should wait for more.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

CONFIG, DATABASE, SUFFIX = "wenbao.toml", "wenbao.db", ".sock"
PROGRAM = str(Path(__file__).resolve().parent)
# What the look of an answer depends on, beside whether there is a terminal at all.
TERMINAL = ("COLUMNS", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR")
_PATIENCE = 10.0  # seconds


def asked_elsewhere(arguments: list[str]) -> bool:
    """Whether the process that is kept ready has answered, and its answer is written."""
    try:
        place = Place(arguments)
        said = place.socket.lstat()
    except (OSError, ValueError, TypeError, AttributeError):
        return False  # nobody keeps one ready, as a rule
    import stat

    if not stat.S_ISSOCK(said.st_mode) or said.st_uid != os.getuid():
        return False
    import json
    import socket

    terminal = {name: os.environ[name] for name in TERMINAL if name in os.environ}
    watched = sys.stdout.isatty()
    if watched:
        terminal.setdefault("COLUMNS", str(os.get_terminal_size(1).columns))
    request: dict[str, object] = {"program": PROGRAM, "database": place.database, "config": place.config}
    request |= {"arguments": arguments, "watched": watched, "terminal": terminal}
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(_PATIENCE)
            line.connect(str(place.socket))
            line.sendall(json.dumps(request).encode() + b"\n")
            answer = json.loads(b"".join(iter(lambda: line.recv(1 << 16), b"")))
    except (OSError, ValueError):
        return False
    if not isinstance(answer, dict) or not answer:
        return False
    try:
        for stream, text in ((sys.stdout, answer["out"]), (sys.stderr, answer["err"])):
            stream.buffer.write(text.encode("utf-8", "backslashreplace"))
            stream.flush()
    except BrokenPipeError:  # its reader (head, less) has seen enough
        pass
    return True


class Place:
    """What a command line is about: report file and configuration, and where the process that has them would listen."""

    def __init__(self, arguments: list[str]) -> None:
        given, database = option(arguments, "--db"), DATABASE
        file = Path(option(arguments, "--config") or CONFIG)
        self.config: list[str | int] | None = None
        chosen = None
        if file.exists():
            import tomllib

            self.config = [os.path.realpath(file), file.stat().st_mtime_ns]
            stored = tomllib.loads(file.read_text("utf-8-sig")).get("store", {})
            database = os.path.join(file.parent, os.path.expanduser(stored.get("database", DATABASE)))  # noqa: PTH111, PTH118
            chosen = stored.get("socket") and os.path.join(file.parent, os.path.expanduser(stored["socket"]))  # noqa: PTH111, PTH118
        self.database = os.path.realpath(given or database)
        self.socket = Path(chosen or self.database + SUFFIX)


def option(arguments: list[str], name: str) -> str | None:
    """The value of an option, which stands behind it or behind its ``=``."""
    for one, after in zip(arguments, [*arguments[1:], None], strict=True):
        if one == name:
            return after
        if one.startswith(name + "="):
            return one.partition("=")[2]
    return None
