"""Where the program begins; all that a question would wait for is imported when it is known to be needed."""

from __future__ import annotations

import os
import sys


def run() -> None:
    """The console script; it ends the process."""
    # numpy's library for matrices, of which we have none, would start a thread for each processor when it is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if "ask" in sys.argv and sys.stdout and sys.stderr:
        from bot.asking_elsewhere import asked_elsewhere

        if asked_elsewhere(sys.argv[1:]):
            os._exit(0)
    from bot.cli import run as begin

    begin()
