"""The commands about reports: load, reports, show, remove."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from bot import shapes, terminal, wording
from bot.cli.answering import print_json
from bot.cli.settings import archive_of, now
from bot.errors import UsageError
from store.archive import Archive
from store.errors import ReportQAError, UnreadableReportError
from store.load import CorrectionError, LoadSummary, Progress
from store.load import load as load_files
from store.model import Correction


def load(arguments: argparse.Namespace) -> int:
    """Put files into the report file; 3 where some failed, 1 where all did."""
    correction = Correction(title=arguments.title, year=arguments.year, place=arguments.place)
    with archive_of(arguments, readonly=False) as archive:
        summary = _load(arguments, archive, correction)
        if not arguments.json and not arguments.quiet and not arguments.dry_run:
            _hint(archive, summary)
    if not summary.files:
        raise UnreadableReportError(
            wording.NOTHING_TO_LOAD, where="、".join(map(str, arguments.paths)), remedy=wording.LOADABLE
        )
    for file in summary.files:
        if file.error is not None:
            print(file.error, file=sys.stderr)
    if arguments.json:
        print_json(shapes.load_summary(summary))
    else:
        for file in summary.files:
            if file.status != "failed":
                print(wording.outcome(file))
        print(wording.totals(summary.totals, dry_run=arguments.dry_run))
    failed = summary.totals.failed
    return 0 if not failed else 1 if failed == len(summary.files) else 3


def _load(arguments: argparse.Namespace, archive: Archive, correction: Correction) -> LoadSummary:
    def tell(on_file: Callable[[Progress], None] | None) -> LoadSummary:
        return load_files(
            arguments.paths,
            archive,
            loaded_at=now,
            correction=correction,
            force=arguments.force,
            dry_run=arguments.dry_run,
            on_file=on_file,
        )

    try:
        # rich is worth its import only where somebody watches.
        if arguments.quiet or not sys.stderr.isatty():
            return tell(None)
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(wording.LOADING, total=None)
            return tell(lambda done: bar.update(task, completed=done.done, total=done.total))
    except CorrectionError as error:
        raise UsageError(error.what, where=error.where, remedy=error.remedy) from error


def _hint(archive: Archive, summary: LoadSummary) -> None:
    """Say which new reports name neither year nor place, since questions are answered by them."""
    for file in summary.files:
        # Front matter can be corrected only where a file is one report.
        if file.status not in ("loaded", "replaced") or len(file.reports) > 1:
            continue
        info = archive.report(file.reports[0])
        missing = [wording.FIELDS[name] for name in ("year", "place") if getattr(info, name) is None]
        if missing:
            print(wording.unsaid(missing, info.id), file=sys.stderr)


def reports(arguments: argparse.Namespace) -> int:
    """List what is stored."""
    with archive_of(arguments, readonly=True) as archive:
        infos = archive.reports()
    if arguments.json:
        print_json([shapes.report_info(info) for info in infos])
    elif infos:
        terminal.reports(infos)
    else:
        print(wording.NO_REPORTS, file=sys.stderr)
    return 0


def show(arguments: argparse.Namespace) -> int:
    """One report: front matter and outline, or its text, its sentences, what was dropped."""
    with archive_of(arguments, readonly=True) as archive:
        info = archive.report(arguments.report)
        report = archive.stored(info.id)
    if arguments.json:
        print_json(shapes.report(info, report))
    elif arguments.text:
        print(report.text)
    elif arguments.sentences:
        for number, sentence in enumerate(report.sentences, 1):
            print(f"{number}\t{sentence.text}")
    elif arguments.dropped:
        for line in report.dropped:
            print(f"{line.number}\t{line.rule}\t{line.text}")
        if not report.dropped:
            print(wording.NOTHING_DROPPED, file=sys.stderr)
    else:
        terminal.report(info, report)
    return 0


def remove(arguments: argparse.Namespace) -> int:
    """Take reports out, after asking."""
    with archive_of(arguments, readonly=False) as archive:
        ids = list(dict.fromkeys(archive.report(name).id for name in arguments.reports))
        if not arguments.yes and not _confirmed(ids):
            raise ReportQAError(wording.NOT_REMOVED, remedy=wording.CONFIRM_REMEDY)
        archive.remove(ids)
    print(wording.removed(ids))
    return 0


def _confirmed(ids: list[str]) -> bool:
    if not sys.stdin.isatty():
        return False
    return input(wording.confirm_removal(ids)).strip().lower() in ("y", "yes", "是", "确定")
