"""The command line: arguments, and one function for each command."""

from bot.cli.main import main, run

__all__ = ["main", "run"]
