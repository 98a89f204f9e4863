"""The code of the patterns that were compiled once, for the processes after this one.

It stands in a file beside the bytecode that Python keeps of this module, and where Python may keep none there is none. Made
for another version of Python or of :mod:`store.compiled_patterns`, or damaged, it is as good as absent, and made anew.
"""

from __future__ import annotations

import atexit
import marshal
import os
import re
import sys
import zlib
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

from store import compiled_patterns
from store.compiled_patterns import Code, code_of, from_code

_Known = dict[tuple[Any, int], Code]

_FILE: Final = Path(__spec__.cached).with_suffix(".patterns") if __spec__.cached else None
_CHECKSUM: Final = 4  # bytes
_LARGEST: Final = 4_000_000  # bytes, two and a half times what all of ours take: each process reads the whole

_added: _Known = {}


def compiled(pattern: Any, flags: int) -> re.Pattern[Any]:
    """What :func:`store.compiled_patterns.compiled` gives, compiled once for all processes."""
    key = (pattern, int(flags))
    code = _kept().get(key)
    if code is None:
        if not _added:
            atexit.register(_keep)
        code = _added[key] = code_of(*key)
    return from_code(pattern, code)


def _read() -> _Known:
    """What the file tells; nothing where it is absent, damaged or of another version."""
    if _FILE is None:
        return {}
    with suppress(OSError, EOFError, ValueError, TypeError):
        told = _FILE.read_bytes()
        if told[:_CHECKSUM] == _checksum(told[_CHECKSUM:]):
            version, known = marshal.loads(told[_CHECKSUM:])
            if version == _version():
                return dict(known)
    return {}


_kept = cache(_read)  # for this process


def _keep() -> None:
    """Add what this process compiled to what the file tells now; where that cannot be, the next process compiles it again."""
    if _FILE is None or sys.dont_write_bytecode:
        return
    part = _FILE.with_name(f"{_FILE.name}.{os.getpid()}")
    try:
        told = marshal.dumps((_version(), {**_read(), **_added}))
        if len(told) > _LARGEST:  # most of it no longer asked for
            told = marshal.dumps((_version(), _added))
        _FILE.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(_checksum(told) + told)
        part.replace(_FILE)
    except OSError:
        with suppress(OSError):
            part.unlink()


def _checksum(told: bytes) -> bytes:
    return zlib.crc32(told).to_bytes(_CHECKSUM, "big")


def _version() -> str:
    return f"{sys.version} {zlib.crc32(Path(compiled_patterns.__file__).read_bytes())}"
