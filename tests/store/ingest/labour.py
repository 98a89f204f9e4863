"""What the tests of worker processes let them do; a module of its own, as a process imports it anew."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable


def labour(job: str, tell: Callable[[str], None]) -> str:
    """Does what the job says, and tells of its beginning."""
    tell("begun")
    if job == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if job == "sleep":
        time.sleep(60)
    return f"{job} by {os.getpid()}"
