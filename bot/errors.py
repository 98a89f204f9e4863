"""The branches of the error tree that belong to the faces of the program (see :mod:`store.errors`)."""

from __future__ import annotations

from store.errors import ReportQAError


class ConfigError(ReportQAError):
    """The configuration file cannot be read, or says something that the program does not know."""


class UsageError(ReportQAError):
    """What was asked for cannot be meant: the program exits with status 2."""


class AccountError(ReportQAError):
    """An account cannot be made, changed or found."""
