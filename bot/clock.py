"""The one look at the clock: loads are stamped with it."""

from __future__ import annotations

from datetime import UTC, datetime
from time import time


def now() -> str:
    """The present time, ISO 8601 in UTC, to the second."""
    return stamp(time())


def stamp(moment: float) -> str:
    """A moment (seconds since 1970) as :func:`now` tells the present one.

    >>> stamp(1_600_000_000.9)
    '2020-09-13T12:26:40+00:00'
    """
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
