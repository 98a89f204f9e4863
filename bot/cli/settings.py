"""From the options before the command to an open report file."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from bot.config import Config, read_config
from bot.opening import open_archive
from store import Archive


def config_of(arguments: argparse.Namespace) -> Config:
    """The configuration that holds for this call."""
    return read_config(arguments.config)


def database_of(arguments: argparse.Namespace) -> Path:
    """The report file that this call is about: the option's, else the configuration's, else ``wenbao.db`` here."""
    return arguments.db if arguments.db is not None else config_of(arguments).database


def archive_of(arguments: argparse.Namespace, *, readonly: bool) -> Archive:
    """The report file, open."""
    return open_archive(database_of(arguments), readonly=readonly)


def now() -> str:
    """The present time, ISO 8601 in UTC: the clock that a load is given."""
    return datetime.now(UTC).isoformat(timespec="seconds")
