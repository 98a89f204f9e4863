"""The command that runs the Telegram bot."""

from __future__ import annotations

import argparse

from bot.cli.settings import config_of
from bot.errors import ConfigError
from bot.wording import serving as wording


def serve(arguments: argparse.Namespace) -> int:
    """Answer in Telegram until stopped."""
    config = config_of(arguments)
    try:
        from bot.telegram import app  # python-telegram-bot takes longer to import than a question takes
    except ImportError as error:
        raise ConfigError(wording.NO_EXTRA, remedy=wording.NO_EXTRA_REMEDY) from error
    app.serve(config, verbose=arguments.verbose)
    return 0
