"""An argument parser that speaks Chinese: what argparse says of wrong usage and of its own headings goes through the wording."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from bot.wording import commands


class Parser(argparse.ArgumentParser):
    """As argparse's own, with everything that a person reads in Chinese; parsers of commands are made of it too."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"formatter_class": _Formatter, **options})
        self._positionals.title = commands.ARGUMENTS
        self._optionals.title = commands.OPTIONS

    def error(self, message: str) -> NoReturn:
        """Say how it is used and what is wrong, and leave with status 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {commands.wrong_usage(message)}\n")


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, commands.USAGE if prefix is None else prefix)
