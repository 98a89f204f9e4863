"""What the tests of worker processes let them do; a module of its own, as a process imports it anew."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def labour(job: str) -> str:
    """Does what the job says."""
    if job == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    told, _, begun = job.partition(" ")
    if told in ("sleep", "deaf"):
        if told == "deaf":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        Path(begun).touch()
        time.sleep(60)
    if job == "nice":
        return str(os.nice(0))
    return f"{job} by {os.getpid()}"
