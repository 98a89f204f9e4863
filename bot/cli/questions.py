"""The commands about questions: ask, chat, measure."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot import json_shapes, wiring
from bot.answering import Filters, answered, answered_whole, without_noise
from bot.cli import terminal
from bot.cli.output import complain, print_json
from bot.cli.settings import config_of
from bot.config import Config
from bot.errors import UsageError
from bot.wording import commands, serving
from retrieval.ask import Asker
from store.archive.base import ArchiveReader
from store.errors import ReportQAError

# How many questions of a chat are kept for a follow-up to lean on.
_REMEMBERED = 5


def ask(arguments: argparse.Namespace) -> int:
    """Answer one question, or each question of a file."""
    if arguments.question is not None and arguments.batch is not None:
        raise UsageError(commands.ASK_BOTH, remedy=commands.ASK_ONE)
    if arguments.question is None and arguments.batch is None:
        raise UsageError(commands.ASK_NOTHING, remedy=commands.ASK_REMEDY)
    # All lines of a batch are read before the first is answered, so that a bad line is known at once.
    batch = None if arguments.batch is None else tuple(_batch(arguments.batch))
    if batch is None and asks_for_help(arguments):
        print(commands.CHAT_HELP)
        return 0
    config = config_of(arguments)
    top = arguments.top or config.top
    filters = Filters.of(arguments)
    with wiring.open_archive(config.archive, readonly=True) as archive:
        asker = wiring.asker(archive, config)
        if batch is None:
            answer_one(arguments, config, archive, asker)
            return 0
        _advise(archive, quiet=arguments.quiet)
        for row in batch:
            context = [*arguments.context, *(row.get("context") or ())]
            given = answered(asker, row["question"], context=context, filters=filters, top=top)
            print_json({"id": row["id"], **json_shapes.answer(given)})
    return 0


def asks_for_help(arguments: argparse.Namespace) -> bool:
    """Whether a person asks how to ask."""
    return not arguments.json and serving.command_meant(arguments.question) == "help"


def answer_one(arguments: argparse.Namespace, config: Config, archive: ArchiveReader, asker: Asker) -> None:
    """Answer the question of the arguments from an open archive."""
    _advise(archive, quiet=arguments.quiet)
    filters, top = Filters.of(arguments), arguments.top or config.top
    tell = answered if arguments.json or arguments.top else answered_whole
    given = tell(asker, arguments.question, context=arguments.context, filters=filters, top=top)
    if arguments.json:
        print_json(json_shapes.answer(given))
    else:
        shown = given if arguments.top or arguments.explain else without_noise(given)
        terminal.answer(shown, explain=arguments.explain)


def chat(arguments: argparse.Namespace) -> int:
    """Answer questions line by line until ``:q`` or the end of the input."""
    config = config_of(arguments)
    asked: list[str] = []
    filters = Filters.of(arguments)
    with wiring.open_archive(config.archive, readonly=True) as archive:
        asker = wiring.asker(archive, config)
        _advise(archive, quiet=arguments.quiet)
        for line in _lines():
            if line in (":q", "：q"):
                break
            meant = serving.command_meant(line)
            if meant == "reports":
                terminal.reports(archive.reports())
            elif meant:
                print(commands.CHAT_HELP)
            elif line:
                given = answered_whole(asker, line, context=asked[-_REMEMBERED:], filters=filters, top=config.top)
                terminal.answer(without_noise(given), explain=False)
                asked.append(line)
            sys.stdout.flush()  # a program at the other end waits for the answer before it asks again
    return 0


def measure(arguments: argparse.Namespace) -> int:
    """Score the answers to a question file."""
    from retrieval.evaluation.measure import measure as measured
    from retrieval.evaluation.measure import read_questions

    questions = read_questions(arguments.file)
    config = config_of(arguments)
    with wiring.open_archive(config.archive, readonly=True) as archive:
        result = measured(archive, wiring.asker(archive, config), questions)
    if arguments.json:
        print_json(json_shapes.measurement(result))
    else:
        terminal.measurement(result)
    return 0


def _advise(archive: ArchiveReader, *, quiet: bool) -> None:
    """Say where the index could be better than it is; it is searched as it is."""
    outdated = 0 if quiet else archive.outdated()
    if outdated:
        complain(commands.outdated(outdated))


def _lines() -> Iterator[str]:
    """What is typed, or what is piped in, line by line without white space around it."""
    if not sys.stdin.isatty():
        yield from (line.strip() for line in sys.stdin)
        return
    print(commands.CHAT_OPENING)
    while True:
        try:
            yield input(commands.PROMPT).strip()
        except EOFError:
            print()
            return


def _batch(path: Path) -> Iterator[dict[str, Any]]:
    try:
        # Not splitlines(): JSON may hold U+2028 and its kin as they are.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReportQAError(commands.UNREADABLE, where=str(path), remedy=commands.UNREADABLE_REMEDY) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not _is_question(row):
            raise ReportQAError(commands.NOT_JSON, where=f"{path}:{number}", remedy=commands.NOT_JSON_REMEDY)
        yield row


def _is_question(row: object) -> bool:
    if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("question"), str):
        return False
    context = row.get("context") or []
    return isinstance(context, list) and all(isinstance(earlier, str) for earlier in context)
