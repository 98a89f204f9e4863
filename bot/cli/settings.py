"""From the options before the command to the settings that hold for the call."""

from __future__ import annotations

import argparse
from dataclasses import replace

from bot.config import Config, read_config


def config_of(arguments: argparse.Namespace) -> Config:
    """The configuration that holds for this call; ``--db`` goes before all that the file says of archives. Raises ConfigError."""
    config = read_config(arguments.config)
    return config if arguments.db is None else replace(config, database=arguments.db, engine=None)
