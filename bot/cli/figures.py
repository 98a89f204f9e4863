"""The command that lists, filters and exports the stored figures: figures."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot import json_shapes, wiring
from bot.answering import Filters
from bot.cli import terminal
from bot.cli.output import complain, print_json
from bot.cli.settings import config_of
from bot.errors import UsageError
from bot.wording import commands
from retrieval.text.segmentation import fold
from store.archive.figure_query import FigureQuery
from store.figures.facts import indicator_of
from store.figures.query_terms import Limit, read_term, read_unit


def figures(arguments: argparse.Namespace) -> int:
    """Show the figures that are asked for, or write them to files."""
    exports = [path for path in (arguments.csv, arguments.xlsx) if path is not None]
    config = config_of(arguments)
    _refuse_clashes(exports, config.database)
    filters = Filters.of(arguments)
    with wiring.open_archive(config.archive, readonly=True) as archive:
        found = archive.figures(
            _wanted(arguments), fold=fold, year=filters.year, place=filters.place, report=filters.report
        )
    if exports:
        from bot import export

        for write, path in ((export.write_csv, arguments.csv), (export.write_xlsx, arguments.xlsx)):
            if path is not None:
                write(path, found)
                if not arguments.json:
                    print(commands.exported(len(found), path))
    if arguments.json:
        print_json([json_shapes.found_figure(one) for one in found])
    elif not found:
        complain(commands.NO_FIGURES)
    elif not exports:
        terminal.figures(found)
    return 0


def _wanted(arguments: argparse.Namespace) -> FigureQuery:
    term = read_term(" ".join(arguments.term))
    limits = list(term.limits)
    if arguments.min is not None:
        limits.append(Limit("least", *arguments.min))
    if arguments.max is not None:
        limits.append(Limit("most", *arguments.max))
    unit = None if arguments.unit is None else read_unit(arguments.unit)
    indicator = None if arguments.indicator is None else indicator_of(arguments.indicator, None)
    return FigureQuery(
        *(term.words, tuple(limits), unit, arguments.kind, indicator, arguments.nature, arguments.years),
        tuple(arguments.places),
    )


def _refuse_clashes(exports: list[Path], database: Path) -> None:
    files = [path.resolve() for path in exports]
    if len(files) > len(set(files)):
        raise UsageError(commands.EXPORT_TWICE, remedy=commands.EXPORT_OTHER)
    if database.resolve() in files:
        raise UsageError(commands.EXPORT_DATABASE, where=str(database), remedy=commands.EXPORT_OTHER)
