"""The commands about reports: load, reports, show, edit, remove."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from bot import json_shapes
from bot.cli import terminal
from bot.cli.output import complain, confirmed, print_json
from bot.cli.settings import config_of
from bot.clock import now
from bot.errors import UsageError
from bot.formatting import one_line
from bot.wiring import is_there, open_archive
from bot.wording import answers as answer_words
from bot.wording import commands
from store.archive.base import ArchiveWriter
from store.archive.clickhouse.address import Address
from store.errors import ReportQAError
from store.ingest.load import CorrectionError, LoadSummary
from store.ingest.load import load as load_files
from store.limits import Limits
from store.model import Correction


def load(arguments: argparse.Namespace) -> int:
    """Put files into the report file; 3 where some failed, 1 where all did."""
    correction = Correction(title=arguments.title, year=arguments.year, place=arguments.place)
    config = config_of(arguments)
    where = config.archive
    with _unchanged(where) if arguments.dry_run else open_archive(where) as archive:
        summary = _load(arguments, archive, correction, config.limits)
        if not arguments.json and not arguments.quiet and not arguments.dry_run:
            _hint(archive, summary)
    for file in summary.files:
        if file.error is not None:
            complain(file.error if file.error.where == file.path else f"{file.path}: {file.error}")
    if arguments.json:
        print_json(json_shapes.load_summary(summary))
    else:
        for file in summary.files:
            if file.error is None:
                print(one_line(commands.outcome(file)))
        print(commands.totals(summary.totals, dry_run=arguments.dry_run))
    failed = summary.totals.failed
    return 0 if not failed else 1 if failed == len(summary.files) else 3


@contextmanager
def _unchanged(where: Path | Address) -> Iterator[ArchiveWriter]:
    """The report file for a trial: to be read only, and where there is none yet, one that is thrown away."""
    if is_there(where):
        with open_archive(where, readonly=True) as archive:
            yield archive
    else:
        with (
            tempfile.TemporaryDirectory(prefix="wenbao-") as folder,
            open_archive(Path(folder) / "trial.db") as archive,
        ):
            yield archive


def _load(arguments: argparse.Namespace, archive: ArchiveWriter, correction: Correction, limits: Limits) -> LoadSummary:
    watched = sys.stderr.isatty() and not arguments.quiet
    try:
        with terminal.progress(commands.LOADING) if watched else nullcontext() as on_file:
            return load_files(
                arguments.paths,
                archive,
                loaded_at=now,
                correction=correction,
                force=arguments.force,
                dry_run=arguments.dry_run,
                on_file=on_file,
                limits=limits,
            )
    except CorrectionError as error:
        raise UsageError(error.what, where=error.where, remedy=error.remedy) from error


def _hint(archive: ArchiveWriter, summary: LoadSummary) -> None:
    """Say which new reports name no year or no place, since questions are answered by them."""
    new = {report for file in summary.files if file.status in ("loaded", "replaced") for report in file.reports}
    infos = [info for info in archive.reports() if info.id in new]
    for name in ("year", "place"):
        missing = [info.id for info in infos if getattr(info, name) is None]
        if missing:
            complain(commands.unsaid(name, missing))
        unsure = [info for info in infos if name in info.unsure]
        if unsure:
            complain(commands.unsure(name, unsure))


def reports(arguments: argparse.Namespace) -> int:
    """List what is stored."""
    with open_archive(config_of(arguments).archive, readonly=True) as archive:
        infos = archive.reports()
    if arguments.json:
        print_json([json_shapes.report_info(info) for info in infos])
    elif infos:
        terminal.reports(infos)
    else:
        complain(answer_words.NO_REPORTS)
    return 0


def show(arguments: argparse.Namespace) -> int:
    """One report: front matter and outline, or its text, its sentences, what was dropped."""
    with open_archive(config_of(arguments).archive, readonly=True) as archive:
        info = archive.report(arguments.report)
        report = archive.stored(info.id)
    if arguments.json:
        print_json(json_shapes.report(info, report))
    elif arguments.text:
        print(report.text, end="" if report.text.endswith("\n") else "\n")
    elif arguments.sentences:
        for number, sentence in enumerate(report.sentences, 1):
            print(f"{number}\t{sentence.text}")
    elif arguments.dropped:
        for line in report.removed:
            print(f"{line.number}\t{line.rule}\t{line.text}")
        if not report.removed:
            complain(commands.NOTHING_DROPPED)
    else:
        terminal.report(info, report)
    return 0


def edit(arguments: argparse.Namespace) -> int:
    """Correct what a stored report says of itself."""
    given = Correction(arguments.title, arguments.year, arguments.place, arguments.issuer)
    if given == Correction():
        raise UsageError(commands.NOTHING_TO_EDIT, remedy=commands.EDIT_REMEDY)
    with open_archive(config_of(arguments).archive) as archive:
        info = archive.revise(archive.report(arguments.report).id, given)
    if arguments.json:
        print_json(json_shapes.report_info(info))
    else:
        print(one_line(commands.edited(info)))
    return 0


def remove(arguments: argparse.Namespace) -> int:
    """Take reports out, after asking."""
    where = config_of(arguments).archive
    with open_archive(where, readonly=True) as archive:
        ids = list(dict.fromkeys(archive.report(name).id for name in arguments.reports))
    if not arguments.yes and not confirmed(commands.confirm_removal(ids)):
        raise ReportQAError(commands.NOT_REMOVED, remedy=commands.CONFIRM_REMEDY)
    with open_archive(where) as archive:
        archive.remove(ids)
    print(commands.removed(ids))
    return 0
