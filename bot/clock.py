"""The one look at the clock: loads are stamped with it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """The present time, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
