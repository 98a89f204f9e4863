"""The commands that answer until they are stopped: serve, web, mcp."""

from __future__ import annotations

import argparse

from bot.cli.settings import config_of
from bot.errors import ConfigError
from bot.wording import mcp as wording
from bot.wording import serving


def serve(arguments: argparse.Namespace) -> int:
    """Answer in Telegram until stopped."""
    config = config_of(arguments)
    try:
        from bot.telegram import app  # python-telegram-bot takes longer to import than a question takes
    except ImportError as error:
        raise ConfigError(serving.NO_EXTRA, remedy=serving.NO_EXTRA_REMEDY) from error
    app.serve(config, verbose=arguments.verbose)
    return 0


def web(arguments: argparse.Namespace) -> int:
    """Serve the page and the API until stopped."""
    from bot.web import app

    app.serve(config_of(arguments), arguments.listen, verbose=arguments.verbose)
    return 0


def mcp(arguments: argparse.Namespace) -> int:
    """Give assistants the tools until stopped."""
    config = config_of(arguments)
    try:
        from bot.mcp import server
    except ImportError as error:
        raise ConfigError(wording.NO_EXTRA, remedy=wording.NO_EXTRA_REMEDY) from error
    if arguments.http is None:
        server.run_stdio(config)
    else:
        server.run_http(config, arguments.http, verbose=arguments.verbose)
    return 0
