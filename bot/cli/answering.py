"""One question answered and shown, as the commands that ask do it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from bot import wording
from retrieval import Answer, Asker


@dataclass(frozen=True, slots=True)
class Filters:
    """What ``--year``, ``--place`` and ``--report`` allow; None where the option was not given."""

    year: int | None = None
    place: str | None = None
    report: str | None = None

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> Filters:
        """The filters of a command line."""
        return cls(arguments.year, arguments.place, arguments.report)


def answered(asker: Asker, question: str, *, context: Sequence[str], filters: Filters, top: int) -> Answer:
    """The answer with its message, and how long it took in milliseconds."""
    start = perf_counter()
    given = asker.ask(question, context=context, year=filters.year, place=filters.place, report=filters.report, top=top)
    elapsed = (perf_counter() - start) * 1000
    return replace(given, message=wording.message(given, filtered=filters != Filters()), elapsed_ms=elapsed)


def show(given: Answer, *, explain: bool = False) -> None:
    """Print an answer for a person."""
    from bot import terminal  # rich is not needed for --json, which scripts call a thousand times

    terminal.answer(given, explain=explain)


def print_json(value: object) -> None:
    """One JSON value on standard output."""
    print(json.dumps(value, ensure_ascii=False))
