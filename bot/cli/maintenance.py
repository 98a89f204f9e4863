"""The commands about the program itself and its report file: doctor, reindex, demo."""

from __future__ import annotations

import argparse
import importlib.util
import platform
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

from bot import wiring
from bot.answering import Filters, answered
from bot.cli import terminal
from bot.cli.output import complain
from bot.cli.settings import config_of
from bot.clock import now
from bot.config import require_webhook, usable_token
from bot.conversations.archive import Conversations
from bot.errors import ConfigError
from bot.footprint import footprint
from bot.formatting import one_line
from bot.settings import ChatSettings
from bot.wording import commands, serving
from bot.wording import figures as figure_words
from retrieval.text.segmentation import fold
from store import patterns as re
from store.archive.clickhouse.address import Address
from store.archive.figure_query import FigureQuery
from store.errors import ReportQAError
from store.figures.query_terms import read_term
from store.ingest.load import load
from store.readers.office import find_program

_WEEK = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class _Check:
    """One line of the doctor: what was looked at, what was found, and whether that is well."""

    name: str
    found: str
    well: bool = True


def doctor(arguments: argparse.Namespace) -> int:
    """What is installed, configured and stored; 1 where something is wrong."""
    checks = list(_checks(arguments))
    for check in checks:
        print(f"{'✓' if check.well else '✗'} {commands.CHECKS[check.name]}：{one_line(check.found)}")
    wrong = sum(not check.well for check in checks)
    if any(check.name == "integrity" and not check.well for check in checks):
        print(commands.STORED_WRONG)
    if wrong:
        complain(commands.problems(wrong))
        return 1
    print(commands.DOCTOR_FINE)
    return 0


def _checks(arguments: argparse.Namespace) -> Iterator[_Check]:
    yield _Check("version", metadata.version("wenbao"))
    yield _Check("python", platform.python_version())
    yield from _packages()
    fast = importlib.util.find_spec("rjieba") is not None
    yield _Check("segmenter", commands.RUST_SEGMENTER if fast else commands.PYTHON_SEGMENTER)
    yield _machine_code()
    office = find_program()
    yield _Check("office", str(office) if office else commands.NO_OFFICE)
    try:
        config = config_of(arguments)
    except ReportQAError as error:
        yield _Check("config", str(error), well=False)
        if arguments.db is not None:
            yield from _database(arguments.db, deep=arguments.deep)
        return
    yield _Check("config", str(config.file) if config.file else commands.NO_CONFIG)
    words = wiring.word_files(config)
    if words is not None:
        try:
            words()
            yield _Check("words", commands.INTACT)
        except ReportQAError as error:
            yield _Check("words", str(error), well=False)
    yield from _bot(config.telegram)
    yield from _database(config.archive, deep=arguments.deep)


def _machine_code() -> _Check:
    """Whether searches of many sentences run by machine code; numpy does as well, so nothing is wrong without it."""
    if importlib.util.find_spec("numba") is None:
        return _Check("machine code", commands.NO_MACHINE_CODE)
    error = wiring.machine_code_failure()
    if error is None:
        return _Check("machine code", commands.MACHINE_CODE)
    return _Check("machine code", commands.machine_code_failed(f"{type(error).__name__}: {error}"))


def _bot(settings: ChatSettings) -> Iterator[_Check]:
    """Whether the bot could run, who may use it, and its file of conversations; never the token."""
    try:
        token = usable_token(settings)
        require_webhook(settings)
    except ConfigError as error:
        yield _Check("bot", str(error), well=False)
        return
    if token is None:
        yield _Check("bot", serving.CHECK_NO_TOKEN)
        return
    who = serving.who_may(
        len(settings.admins), len(settings.allowed_users), len(settings.allowed_chats), open_to_all=settings.open_to_all
    )
    yield _Check("bot", f"{serving.CHECK_TOKEN}；{who}")
    if not wiring.is_there(settings.state):
        yield _Check("conversations", f"{settings.state} {serving.NO_CONVERSATIONS}")
        return
    try:
        with closing(Conversations.open(settings.state)) as conversations:
            problems = conversations.check()
            pulse = conversations.pulse(since=time.time() - _WEEK)
    except ReportQAError as error:
        yield _Check("conversations", str(error), well=False)
        return
    yield from (_Check("conversations", problem, well=False) for problem in problems)
    if not problems:
        yield _Check("conversations", str(settings.state))
    age = None if pulse.last_at is None else time.time() - pulse.last_at
    yield _Check("pulse", serving.pulse(age, pulse.unfinished, pulse.loads, pulse.faults))
    yield from _footprint(settings.state)


def _footprint(path: Path) -> Iterator[_Check]:
    found = footprint(path)
    yield _Check("disk", commands.footprint(path.name, found.size, found.journal, found.free), not found.tight)


def _packages() -> Iterator[_Check]:
    missing = []
    for requirement in metadata.requires("wenbao") or ():
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        try:
            if ";" not in requirement:  # extras, and what exists on some machines only
                metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(_Check("packages", commands.missing_package(name), well=False))
    yield from missing or [_Check("packages", commands.INTACT)]


def _database(where: Path | Address, *, deep: bool) -> Iterator[_Check]:
    shown = str(where) if isinstance(where, Path) else where.shown
    if not wiring.is_there(where):
        yield _Check("database", f"{shown} {commands.NO_DATABASE}")
        return
    try:
        with wiring.open_archive(where, readonly=True) as archive:
            yield _Check("database", shown)
            if isinstance(where, Path):
                yield from _footprint(where)
            infos = archive.reports()
            yield _Check("reports", commands.stored(len(infos), sum(info.sentences for info in infos)))
            outdated = archive.outdated()
            if outdated:
                yield _Check("index", commands.outdated(outdated))
            problems = archive.check(deep=deep)
    except ReportQAError as error:
        yield _Check("database", str(error), well=False)
        return
    yield from (_Check("integrity", problem, well=False) for problem in problems)
    if not problems:
        yield _Check("integrity", commands.INTACT)


def reindex(arguments: argparse.Namespace) -> int:
    """Bring the search index up to date, whatever version of it the report file has."""
    where = config_of(arguments).archive
    if not wiring.is_there(where):
        wiring.open_archive(where, readonly=True)  # says what is missing
    watched = sys.stderr.isatty() and not arguments.quiet
    with (
        terminal.counter(commands.REINDEXING) if watched else nullcontext(lambda done, total: None) as tell,
        wiring.open_archive(where, tell=tell) as archive,
    ):
        archive.reindex(tell)
        print(commands.reindexed(len(archive.reports())))
    return 0


def demo(arguments: argparse.Namespace) -> int:
    """Load the samples into a report file that is thrown away, and ask a few questions."""
    samples = resources.files("bot.samples")
    questions = tomllib.loads(samples.joinpath("questions.toml").read_text(encoding="utf-8"))["question"]
    with (
        tempfile.TemporaryDirectory(prefix="wenbao-") as folder,
        resources.as_file(samples) as files,
        wiring.open_archive(Path(folder) / "demo.db") as archive,
    ):
        summary = load([files], archive, loaded_at=now)
        for file in summary.files:
            if file.error is not None:
                complain(file.error)
        print(commands.DEMO_SAMPLES)
        print(commands.totals(summary.totals, dry_run=False))
        if arguments.web:
            from bot.cli.serving import show  # the page is more than a few questions need

            show(Path(folder), Path(folder) / "demo.db", arguments.listen, verbose=arguments.verbose)
            return 1 if summary.totals.failed else 0
        terminal.reports(archive.reports())
        asker = wiring.asker(archive)
        for question in questions:
            print()
            print(commands.QUESTION + question["text"])
            terminal.answer(answered(asker, question["text"], context=(), filters=Filters(), top=1), explain=False)
        print()
        print(figure_words.FIGURES_OF + commands.DEMO_TERM)
        term = read_term(commands.DEMO_TERM)
        terminal.figures(archive.figures(FigureQuery(term.words, term.limits), fold=fold))
    return 1 if summary.totals.failed else 0
