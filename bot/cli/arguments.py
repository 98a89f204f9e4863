"""The commands of the contract and their options. Importing a command's module waits until the command is run."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from bot.cli.usage import Parser
from bot.settings import Listen
from bot.viewer import ROLES
from bot.wording import accounts, engine, mcp, serving
from bot.wording import commands as wording
from bot.wording import figures as figure_words

_Run = Callable[[argparse.Namespace], int]


def _lazily(module: str, function: str) -> _Run:
    def run(arguments: argparse.Namespace) -> int:
        chosen: _Run = getattr(importlib.import_module(f"bot.cli.{module}"), function)
        return chosen(arguments)

    return run


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        from importlib.metadata import version  # takes longer to import than all of this module

        print(f"wenbao {version('wenbao')}")
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; ``run`` of what it returns is the command's function."""
    top = Parser(prog="wenbao", description=wording.PROGRAM, add_help=False)
    top.add_argument("-h", "--help", action="help", help=wording.HELP)
    top.add_argument("--version", action=_Version, nargs=0, help=wording.VERSION)
    top.add_argument("--config", type=_path, metavar="FILE", help=wording.CONFIG)
    top.add_argument("--db", type=_path, metavar="FILE", help=wording.DB)
    loudness = top.add_mutually_exclusive_group()
    loudness.add_argument("--quiet", action="store_true", help=wording.QUIET)
    loudness.add_argument("--verbose", action="store_true", help=wording.VERBOSE)
    commands = top.add_subparsers(title=wording.COMMANDS, metavar="COMMAND", required=True)

    def command(name: str, module: str, *, said: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=said, description=said, add_help=False)
        added.add_argument("-h", "--help", action="help", help=wording.HELP)
        added.set_defaults(run=_lazily(module, name))
        return added

    load = command("load", "reports", said=wording.LOAD)
    load.add_argument("paths", nargs="+", type=_path, metavar="PATH", help=wording.LOAD_PATHS)
    load.add_argument("--json", action="store_true", help=wording.JSON)
    load.add_argument("--dry-run", action="store_true", help=wording.LOAD_DRY)
    load.add_argument("--title", type=_words, metavar="T", help=wording.LOAD_TITLE)
    load.add_argument("--year", type=_year, metavar="Y", help=wording.LOAD_YEAR)
    load.add_argument("--place", type=_words, metavar="P", help=wording.LOAD_PLACE)
    load.add_argument("--force", action="store_true", help=wording.LOAD_FORCE)

    reports = command("reports", "reports", said=wording.REPORTS)
    reports.add_argument("--json", action="store_true", help=wording.JSON)

    show = command("show", "reports", said=wording.SHOW)
    show.add_argument("report", type=_words, metavar="REPORT", help=wording.REPORT)
    what = show.add_mutually_exclusive_group()
    what.add_argument("--text", action="store_true", help=wording.SHOW_TEXT)
    what.add_argument("--sentences", action="store_true", help=wording.SHOW_SENTENCES)
    what.add_argument("--dropped", action="store_true", help=wording.SHOW_DROPPED)
    what.add_argument("--json", action="store_true", help=wording.JSON)

    remove = command("remove", "reports", said=wording.REMOVE)
    remove.add_argument("reports", nargs="+", type=_words, metavar="REPORT", help=wording.REPORT)
    remove.add_argument("--yes", action="store_true", help=wording.REMOVE_YES)

    edit = command("edit", "reports", said=wording.EDIT)
    edit.add_argument("report", type=_words, metavar="REPORT", help=wording.REPORT)
    edit.add_argument("--title", type=_words, metavar="T", help=wording.EDIT_TITLE)
    edit.add_argument("--year", type=_year, metavar="Y", help=wording.EDIT_YEAR)
    edit.add_argument("--place", type=_words, metavar="P", help=wording.EDIT_PLACE)
    edit.add_argument("--issuer", type=_words, metavar="I", help=wording.EDIT_ISSUER)
    edit.add_argument("--json", action="store_true", help=wording.JSON)

    ask = command("ask", "questions", said=wording.ASK)
    ask.add_argument("question", nargs="?", type=_text, metavar="QUESTION", help=wording.ASK_QUESTION)
    ask.add_argument("--batch", type=_path, metavar="FILE", help=wording.ASK_BATCH)
    ask.add_argument("--json", action="store_true", help=wording.JSON)
    ask.add_argument("--top", type=_count, metavar="N", help=wording.ASK_TOP)
    ask.add_argument("--context", action="append", type=_text, default=[], metavar="QUESTION", help=wording.ASK_CONTEXT)
    _add_filters(ask)
    ask.add_argument("--explain", action="store_true", help=wording.ASK_EXPLAIN)

    chat = command("chat", "questions", said=wording.CHAT)
    _add_filters(chat)

    _add_engine(command("engine", "engine", said=engine.ENGINE))
    bot = command("serve", "serving", said=serving.SERVE)
    bot.add_argument("--socket", action="store_true", help=serving.SERVE_SOCKET)
    page = command("web", "serving", said=serving.WEB)
    page.add_argument("--listen", type=_listen, metavar="HOST:PORT", help=serving.WEB_LISTEN)

    tools = command("mcp", "serving", said=mcp.COMMAND)
    tools.add_argument("--http", type=_listen, metavar="HOST:PORT", help=mcp.HTTP)
    _add_accounts(command("accounts", "accounts", said=accounts.ACCOUNTS))

    figures = command("figures", "figures", said=wording.FIGURES)
    figures.add_argument("term", nargs="*", type=_text, metavar="TERM", help=wording.FIGURES_TERM)
    _add_filters(figures)
    figures.add_argument("--unit", type=_words, metavar="U", help=wording.FIGURES_UNIT)
    figures.add_argument("--kind", type=_kind, metavar="K", help=wording.FIGURES_KIND)
    figures.add_argument("--indicator", type=_words, metavar="I", help=wording.FIGURES_INDICATOR)
    figures.add_argument("--nature", type=_nature, metavar="N", help=wording.FIGURES_NATURE)
    figures.add_argument("--years", type=_years, metavar="Y-Y", help=wording.FIGURES_YEARS)
    figures.add_argument("--places", type=_words, nargs="+", default=[], metavar="P", help=wording.FIGURES_PLACES)
    figures.add_argument("--min", type=_value, metavar="N", help=wording.FIGURES_LEAST)
    figures.add_argument("--max", type=_value, metavar="N", help=wording.FIGURES_MOST)
    figures.add_argument("--json", action="store_true", help=wording.JSON)
    figures.add_argument("--csv", type=_path, metavar="FILE", help=wording.FIGURES_CSV)
    figures.add_argument("--xlsx", type=_path, metavar="FILE", help=wording.FIGURES_XLSX)

    command("extract", "extracting", said=wording.EXTRACT)

    measure = command("measure", "questions", said=wording.MEASURE)
    measure.add_argument("file", type=_path, metavar="FILE", help=wording.MEASURE_FILE)
    measure.add_argument("--json", action="store_true", help=wording.JSON)

    doctor = command("doctor", "maintenance", said=wording.DOCTOR)
    doctor.add_argument("--deep", action="store_true", help=wording.DOCTOR_DEEP)
    command("reindex", "maintenance", said=wording.REINDEX)
    demo = command("demo", "maintenance", said=wording.DEMO)
    demo.add_argument("--web", action="store_true", help=wording.DEMO_WEB)
    demo.add_argument("--listen", type=_listen, metavar="HOST:PORT", help=serving.WEB_LISTEN)
    backup = command("backup", "backup", said=wording.BACKUP)
    backup.add_argument("file", type=_path, metavar="FILE", help=wording.BACKUP_FILE)
    restore = command("restore", "backup", said=wording.RESTORE)
    restore.add_argument("file", type=_path, metavar="FILE", help=wording.RESTORE_FILE)
    restore.add_argument("--yes", action="store_true", help=wording.REMOVE_YES)
    return top


def _add_accounts(command: argparse.ArgumentParser) -> None:
    steps = command.add_subparsers(title=engine.ENGINE_COMMANDS, metavar="COMMAND", required=True)

    def step(name: str, said: str, *, named: bool = True) -> argparse.ArgumentParser:
        added = steps.add_parser(name, help=said, description=said, add_help=False)
        added.add_argument("-h", "--help", action="help", help=wording.HELP)
        added.set_defaults(run=_lazily("accounts", "listing" if name == "list" else name))
        if named:
            added.add_argument("name", type=_words, metavar="NAME", help=accounts.ADD_NAME)
        return added

    add = step("add", accounts.ADD)
    add.add_argument("--role", choices=ROLES, default="reader", help=accounts.ADD_ROLE)
    add.add_argument("--group", action="append", type=_words, default=[], metavar="G", help=accounts.ADD_GROUP)
    add.add_argument("--by-proxy", action="store_true", help=accounts.ADD_PROXY)
    step("list", accounts.LISTING, named=False)
    step("remove", accounts.REMOVE)
    step("password", accounts.PASSWORD)
    telegram = step("telegram", accounts.TELEGRAM, named=False)
    telegram.add_argument("chat", type=_chat, metavar="NUMBER", help=accounts.TELEGRAM_NUMBER)
    telegram.add_argument(
        "--group", action="append", type=_words, default=[], metavar="G", help=accounts.TELEGRAM_GROUP
    )
    token = step("token", accounts.TOKEN)
    token.add_argument("--note", type=_words, default="", metavar="T", help=accounts.TOKEN_NOTE)
    token.add_argument("--loads", action="store_true", help=accounts.TOKEN_LOADS)


def _add_engine(command: argparse.ArgumentParser) -> None:
    steps = command.add_subparsers(title=engine.ENGINE_COMMANDS, metavar="COMMAND", required=True)
    for name, said in (("ddl", engine.DDL), ("push", engine.PUSH), ("sweep", engine.SWEEP)):
        step = steps.add_parser(name, help=said, description=said, add_help=False)
        step.add_argument("-h", "--help", action="help", help=wording.HELP)
        step.set_defaults(run=_lazily("engine", name))
        if name == "ddl":
            step.add_argument("--cluster", type=_name, metavar="NAME", help=engine.DDL_CLUSTER)


def _add_filters(command: argparse.ArgumentParser) -> None:
    command.add_argument("--year", type=_year, metavar="Y", help=wording.FILTER_YEAR)
    command.add_argument("--place", type=_words, metavar="P", help=wording.FILTER_PLACE)
    command.add_argument("--report", type=_words, metavar="REPORT", help=wording.FILTER_REPORT)


def _path(text: str) -> Path:
    # An empty path would mean the working directory, which nobody means by it.
    if not text or "\0" in text:
        raise argparse.ArgumentTypeError(wording.not_a_path(text))
    return Path(text)


def _text(text: str) -> str:
    """The argument as text: bytes that are no UTF-8 reach Python as lone surrogates, which nothing can store or print."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _words(text: str) -> str:
    """A title, a place, a report: never empty, and on one line."""
    words = " ".join(_text(text).split())
    if not words:
        raise argparse.ArgumentTypeError(wording.EMPTY)
    return words


def _name(text: str) -> str:
    if not (text.isascii() and text.isidentifier()):
        raise argparse.ArgumentTypeError(engine.NOT_A_NAME)
    return text


def _chat(text: str) -> int:
    """A number by which Telegram knows a person or a chat."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(accounts.BAD_CHAT) from None


def _listen(text: str) -> Listen:
    from bot.config import read_listen  # few commands listen

    try:
        return read_listen(text)
    except ValueError:
        raise argparse.ArgumentTypeError(serving.not_an_address(text)) from None


def _year(text: str) -> int:
    if not (text.isdecimal() and len(text) == 4 and 1900 <= int(text) <= 2100):
        raise argparse.ArgumentTypeError(wording.not_a_year(text))
    return int(text)


def _count(text: str) -> int:
    if not (text.isdecimal() and len(text) <= 3 and 1 <= int(text) <= 100):
        raise argparse.ArgumentTypeError(wording.not_a_count(text))
    return int(text)


def _years(text: str) -> tuple[int, int]:
    """One year, or the first and the last: 2020-2025."""
    first, _, last = text.replace("—", "-").partition("-")
    return min(_year(first), _year(last or first)), max(_year(first), _year(last or first))


def _nature(text: str) -> str:
    """A nature of figures by its name in the JSON or in Chinese."""
    natures = {name: nature for nature, said in figure_words.NATURES.items() for name in (nature, said)}
    if text not in natures:
        raise argparse.ArgumentTypeError(figure_words.not_a_nature(text))
    return natures[text]


def _kind(text: str) -> str:
    """A kind of figure by its name in the JSON or in Chinese."""
    kinds = {name: kind for kind, said in figure_words.KINDS.items() for name in (kind, said)}
    if text not in kinds:
        raise argparse.ArgumentTypeError(figure_words.not_a_kind(text))
    return kinds[text]


def _value(text: str) -> tuple[Decimal, str]:
    """A value in base units and its unit, "" where none was given."""
    from store.figures.query_terms import read_value  # the grammar of figures takes 0.1 s to import

    try:
        return read_value(_text(text))
    except ValueError:
        raise argparse.ArgumentTypeError(wording.not_a_value(text)) from None
