"""The command that needs neither a report file nor an index: extract."""

from __future__ import annotations

import argparse
import json
import sys

from bot import json_shapes
from bot.cli.output import print_json
from bot.wording import commands
from store.errors import ReportQAError
from store.figures.extract import figures_in


def extract(arguments: argparse.Namespace) -> int:
    """The figures of each sentence of the standard input, line by line; a line that is none ends it."""
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip("\ufeff \t\r\n"):
            continue
        row = _row(line)
        if row is None:
            remedy = commands.NOT_JSON_REMEDY
            raise ReportQAError(commands.NOT_A_SENTENCE, where=commands.input_line(number), remedy=remedy)
        print_json({"id": row["id"], "figures": [json_shapes.figure(one) for one in figures_in(row["sentence"])]})
        sys.stdout.flush()  # a program at the other end may wait for it before it sends the next
    return 0


def _row(line: str) -> dict[str, str] | None:
    try:
        row = json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) and "id" in row and isinstance(row.get("sentence"), str) else None
