"""Which loops over lists a search runs: numpy's, or machine code where numba is installed and it pays. Both find the same.

Machine code takes half a second of the processor to be there (ten the first time, then numba keeps it beside the module),
so it is prepared in a thread of its own, and only after some searches of an index that is large: a process that answers
one question never waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from retrieval.index.sqlite.posting_lists import Floats
from retrieval.index.sqlite.posting_pages import Array
from retrieval.index.sqlite.scan import Scan, Weighed, looked_up

Loops = tuple[type[Scan], Callable[[Sequence[Weighed], Array, Array], Floats]]

# Sentences from which on a search gains some milliseconds, and searches that take as long as the preparation.
_LARGE: Final = 200_000
_AFTER: Final = 100


class _Choice:
    """The loops of this process, and how often a large index was searched."""

    loops: Loops = (Scan, looked_up)
    searched = 0


def loops(sentences: int) -> Loops:
    """How so many sentences are scored nearly, and some of them exactly."""
    if sentences >= _LARGE and _Choice.searched < _AFTER:
        _Choice.searched += 1
        if _Choice.searched == _AFTER and find_spec("numba"):
            from threading import Thread  # a process that answers one question never comes here

            Thread(target=prepare, name="machine code", daemon=True).start()
    return _Choice.loops


def failure() -> Exception | None:
    """What keeps numba from making machine code here, if anything: an older numpy, a folder that nobody may write."""
    try:
        import_module("retrieval.index.sqlite.compiled")
    except Exception as error:  # whatever it is, numpy does as well
        return error
    return None


def prepare() -> None:
    """Search by machine code from now on, where it can be made here; where not, the log says so once."""
    if error := failure():
        import logging

        logging.getLogger(__name__).warning(
            "machine code (numba) cannot be made for %s, searches go on by numpy: %s: %s; where nobody may write beside it, "
            "set NUMBA_CACHE_DIR to a folder that this program may write",
            Path(__file__).with_name("compiled.py"),
            type(error).__name__,
            error,
        )
        return
    compiled = import_module("retrieval.index.sqlite.compiled")
    _Choice.loops = (compiled.CompiledScan, compiled.looked_up)
