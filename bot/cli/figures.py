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
from bot.figure_filters import FigureFilters, wanted
from bot.wording import figures as figure_words


def figures(arguments: argparse.Namespace) -> int:
    """Show the figures that are asked for, or write them to files."""
    exports = [path for path in (arguments.csv, arguments.xlsx) if path is not None]
    config = config_of(arguments)
    _refuse_clashes(exports, config.database)
    with wiring.open_archive(config.archive, readonly=True) as archive:
        found = _wanted(arguments).found(archive)
    if exports:
        from bot import figure_export

        for write, path in ((figure_export.write_csv, arguments.csv), (figure_export.write_xlsx, arguments.xlsx)):
            if path is not None:
                write(path, found)
                if not arguments.json:
                    print(figure_words.exported(len(found), path))
    if arguments.json:
        print_json([json_shapes.found_figure(one) for one in found])
    elif not found:
        complain(figure_words.NO_FIGURES)
    elif not exports:
        terminal.figures(found)
    return 0


def _wanted(arguments: argparse.Namespace) -> FigureFilters:
    query = wanted(
        " ".join(arguments.term),
        unit=arguments.unit,
        kind=arguments.kind,
        indicator=arguments.indicator,
        nature=arguments.nature,
        years=arguments.years,
        places=arguments.places,
        least=arguments.min,
        most=arguments.max,
    )
    return FigureFilters(query, Filters.of(arguments))


def _refuse_clashes(exports: list[Path], database: Path) -> None:
    files = [path.resolve() for path in exports]
    if len(files) > len(set(files)):
        raise UsageError(figure_words.EXPORT_TWICE, remedy=figure_words.EXPORT_OTHER)
    if database.resolve() in files:
        raise UsageError(figure_words.EXPORT_DATABASE, where=str(database), remedy=figure_words.EXPORT_OTHER)
