"""Reports, answers and scores → text on a terminal: columns that stay aligned with Chinese, hits in bold.

Where nobody looks (a pipe, a file) it is plain text, and rich, which takes as long to import as an answer takes to
find, is left out.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot import shapes, wording
from bot.cli.output import one_line

if TYPE_CHECKING:
    from retrieval import Answer, Evidence
    from retrieval.measure import Measurement, Score
    from store.load import Progress
    from store.model import Report, ReportInfo


def table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[str] = (), head: bool = True
) -> None:
    """Print rows under their columns, one a line however long; those of ``right`` are set to the right."""
    lines = [tuple(columns), *(tuple(map(one_line, row)) for row in rows)]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    for line in lines if head else lines[1:]:
        cells = (
            " " * (wide - width(cell)) + cell if column in right else cell + " " * (wide - width(cell))
            for cell, column, wide in zip(line, columns, widths, strict=True)
        )
        print("  ".join(cells).rstrip())


def width(text: str) -> int:
    """How many columns of a terminal the text takes.

    >>> width("2022年，共12所")
    14
    """
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1 for char in text
    )


@contextmanager
def progress(said: str) -> Iterator[Callable[[Progress], None]]:
    """A bar on standard error while the block runs, moved on by what it gives."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(said, total=None)
        yield lambda now: bar.update(task, completed=now.done, total=now.total)


def reports(infos: Sequence[ReportInfo]) -> None:
    """One line a report; a program that reads them has no use for the names of the columns."""
    table(
        wording.REPORT_COLUMNS,
        ((i.id, str(i.year or "—"), i.place or "—", i.kind or "—", i.title, str(i.sentences), i.source) for i in infos),
        right=("句数",),
        head=sys.stdout.isatty(),
    )


def report(info: ReportInfo, given: Report) -> None:
    """Front matter, counts and outline."""
    for name, label in wording.FIELDS.items():
        value = getattr(info, name)
        print(f"{label}：{wording.UNSAID if value is None else one_line(str(value))}")
    print(f"{wording.OUTLINE}：{'' if given.sections else wording.NO_OUTLINE}")
    for section in given.sections:
        print("  " * section.level + section.heading)


def answer(given: Answer, *, explain: bool) -> None:
    """The message, the quotations and their sources."""
    if given.understood.carried:
        print(wording.carried(given.understood.carried))
    if given.message:
        print(given.message)
    if given.nearest:
        print(wording.NEAREST)
    for one in given.answers or given.nearest:
        _quote(one)
        print(f"   —— {source_line(one)}")
        if explain:
            print(f"   {one.score:.3f}：{'；'.join(shapes.reasons(one))}")


def _quote(given: Evidence) -> None:
    if not sys.stdout.isatty():
        print(f"{given.rank}. {given.quote}")
        return
    from rich.console import Console
    from rich.text import Text

    quote = Text(given.quote)
    for start, end in given.matched:
        quote.stylize("bold", start, end)
    Console(soft_wrap=True).print(Text(f"{given.rank}. ") + quote)


def source_line(given: Evidence) -> str:
    """Title, year, place and section path of a quotation, and the report's id."""
    info = given.report
    parts = [f"《{info.title}》", str(info.year) if info.year else "", info.place or "", " › ".join(given.section)]
    said = wording.period(given)
    return " · ".join(part for part in parts if part) + (f"〔{said}〕" if said else "") + f"〔{info.id}〕"


def measurement(given: Measurement) -> None:
    """The scores by type, all of them, and the baseline."""
    scores = [*given.by_type, *given.by_scope, given.overall, given.baseline]
    table(wording.MEASURE_COLUMNS, map(_scores, scores), right=wording.MEASURE_COLUMNS[1:])
    answerable = sum(1 for one in given.outcomes if one.question.reports)
    print(wording.refusals(given.refused, given.doubted, given.unanswerable, given.wrongly_refused, answerable))


def _scores(score: Score) -> tuple[str, ...]:
    shares = (score.hit1, score.hit3, score.hit5, score.mrr, score.complete)
    return (wording.MEASURED.get(score.name, score.name), str(score.count), *(f"{share:.3f}" for share in shares))
