"""The commands that answer until they are stopped: serve, web, mcp."""

from __future__ import annotations

import argparse
import os
import sys
import webbrowser
from pathlib import Path

from bot.asking_elsewhere import Place
from bot.cli.settings import config_of
from bot.config import Config
from bot.errors import ConfigError
from bot.settings import ChatSettings, Listen, WebSettings
from bot.wording import mcp as wording
from bot.wording import serving


def serve(arguments: argparse.Namespace) -> int:
    """Answer in Telegram, or what ``ask`` is asked, until stopped."""
    config = config_of(arguments)
    if arguments.socket:
        from bot.cli import resident

        resident.serve(
            config, Place(["--db", str(config.database)] + (["--config", str(config.file)] if config.file else []))
        )
        return 0
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


def show(folder: Path, database: Path, listen: Listen | None, *, verbose: bool) -> None:
    """Serve the page over a report file, with all that it keeps in this folder, in a browser where there is one.

    Without an address it takes any free port: the page that the person already runs may have the usual one.
    """
    from bot.web import app

    def ready(said: str) -> None:
        app.say(said)
        if sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
            webbrowser.open(next(part for part in said.split() if part.startswith("http")))

    settings = WebSettings(accounts=folder / "accounts.db")
    chat = ChatSettings(state=folder / "chats.db", files=folder / "files")
    app.serve(
        Config(database=database, telegram=chat, web=settings), listen or Listen(port=0), verbose=verbose, ready=ready
    )


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
