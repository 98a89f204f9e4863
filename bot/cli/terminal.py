"""Reports, answers and scores → text on a terminal: columns that stay aligned with Chinese, hits in bold.

Where nobody looks (a pipe, a file) it is plain text.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot import comparisons, json_shapes
from bot.citations import source
from bot.formatting import amount, around, one_line, qualities, told_year, width
from bot.wording import answers as answer_words
from bot.wording import commands
from bot.wording import figures as figure_words
from store import patterns as re

if TYPE_CHECKING:
    from retrieval.evaluation.measure import Measurement, Score
    from retrieval.model import Answer, Comparison, Evidence
    from store.archive.figure_query import FoundFigure
    from store.ingest.load import Progress
    from store.model import Figure, Report, ReportInfo


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


@contextmanager
def progress(said: str) -> Iterator[Callable[[Progress], None]]:
    """A bar on standard error while the block runs, moved on by what it gives."""
    with counter(said) as tell:
        yield lambda now: tell(now.done, now.total)


@contextmanager
def counter(said: str) -> Iterator[Callable[[int, int], None]]:
    """The same, told how many are done and of how many."""
    began, shown = time.monotonic(), 0

    def tell(done: int, total: int) -> None:
        nonlocal shown
        left = commands.left(round((time.monotonic() - began) * (total - done) / done)) if done else ""
        told = f" {done}/{total}{left}"
        wide = max(0, min(_BAR, _columns() - width(said + told) - 2))  # a full line would wrap
        filled = wide * done // max(total, 1)
        line = f"{said} {'━' * filled}{'┈' * (wide - filled)}{told}" if wide else told.strip()
        print(f"\r{line}{' ' * (shown - width(line))}", end="", file=sys.stderr, flush=True)
        shown = width(line)

    try:
        yield tell
    finally:
        print(f"\r{' ' * shown}\r", end="", file=sys.stderr, flush=True)


_BAR = 40  # columns


def _columns() -> int:
    """Of the terminal that the bar is drawn on, which need not be the one that the result goes to."""
    try:
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return columns or shutil.get_terminal_size().columns  # a terminal may not know its own


def _bold(text: str) -> str:
    """The text as a terminal shows it in bold, where it can."""
    if not sys.stdout.isatty() or os.environ.get("TERM") in ("dumb", "unknown"):
        return text
    if sys.platform == "win32":
        from colorama import just_fix_windows_console  # its older consoles have to be told

        just_fix_windows_console()
    return f"\x1b[1m{text}\x1b[0m"


def reports(infos: Sequence[ReportInfo]) -> None:
    """One line a report; a program that reads them has no use for the names of the columns."""
    table(
        commands.REPORT_COLUMNS,
        ((i.id, str(i.year or "—"), i.place or "—", i.kind or "—", i.title, str(i.sentences), i.source) for i in infos),
        right=("句数",),
        head=sys.stdout.isatty(),
    )


def report(info: ReportInfo, given: Report) -> None:
    """Front matter, counts and outline."""
    for name, label in commands.FIELDS.items():
        value = getattr(info, name)
        print(f"{label}：{commands.UNSAID if value is None else one_line(str(value))}")
    print(f"{commands.OUTLINE}：{'' if given.sections else commands.NO_OUTLINE}")
    for section in given.sections:
        print("  " * section.level + section.heading)


def answer(given: Answer, *, explain: bool) -> None:
    """The message, the quotations and their sources."""
    if given.understood.carried:
        print(answer_words.carried(given.understood.carried))
    for slip in given.understood.corrected:
        print(answer_words.corrected(slip.typed, slip.meant))
    if given.message:
        print(given.message)
    if given.comparison is not None:
        comparison(given.comparison)
        if not explain:
            return
    if given.nearest:
        print(answer_words.NEAREST)
    for one in given.answers or given.nearest:
        _quote(one)
        if given.answers:
            _figures(one, "" if asks_twice(given.question) else given.understood.kind)
        print(f"   —— {source_line(one)}")
        if explain:
            print(f"   {one.score:.3f}：{'；'.join(json_shapes.reasons(one))}")


def _quote(given: Evidence) -> None:
    quote, end = "", 0
    for start, stop in given.matched:
        quote, end = f"{quote}{given.quote[end:start]}{_bold(given.quote[start:stop])}", stop
    print(f"{given.rank}. {quote}{given.quote[end:]}")


# A question for a number is answered by figures of its kind; for any other they stand there only where they are few.
_NUMBERS = ("count", "money", "percent")
_FEW = 4
_ASKED = re.compile(r"多少|几(?=[个名位所家条项次万亿元])")


def asks_twice(question: str) -> bool:
    """Whether a question asks for two numbers: 资助了多少人，花了多少钱."""
    return len(_ASKED.findall(question)) > 1


def shown_figures(given: Evidence, kind: str) -> tuple[tuple[Figure, ...], int]:
    """The figures to show under a quotation, the one asked for first, and how many of their kind are left out.

    Where numbers of two kinds are asked for, the ``kind`` is "". Where a number is asked for and none of the quotation's
    is it, none is shown.
    """
    asked = () if given.asked is None else (given.figures[given.asked],)
    wanted = asked[0].kind if asked and kind else None
    if kind in _NUMBERS and not asked:
        return (), 0
    if kind == "change":
        others = [one for one in given.figures if one.change]
    elif wanted is not None:
        others = [one for one in given.figures if one.kind == wanted]
    else:
        others = list(given.figures) if asked or len(given.figures) <= _FEW else []
    shown = tuple(dict.fromkeys((*asked, *others)))
    return shown[:_FEW], len(shown[_FEW:])


def _figures(given: Evidence, kind: str) -> None:
    """A line for each figure worth showing: indicator, amount, bound, year."""
    shown, left = shown_figures(given, kind)
    for figure in shown:
        year = told_year(figure, given)
        said = (figure.name, amount(figure), *qualities(figure), figure_words.year(year) if year else "")
        line = f"   {' · '.join(part for part in map(one_line, said) if part)}"
        print(_bold(line) if figure == given.asked_figure else line)
    if left:
        print(f"   {figure_words.more_figures(left)}")


def comparison(given: Comparison) -> None:
    """One line a row, with the words around its figure; then the reports that do not say it."""
    print(given.indicator)
    rows = [
        (row.report.place or "—", str(row.year or row.report.year or "—"), comparisons.told(row), _short(row.report.id))
        for row in given.rows
    ]
    room = _room(rows)
    said = [_excerpt(row.quote, row.figure, room) for row in given.rows]
    table(
        figure_words.ROW_COLUMNS,
        [(*cells, quote) for cells, quote in zip(rows, said, strict=True)],
        right=(figure_words.NUMBER_COLUMN,),
    )
    for line in comparisons.otherwise(given):
        print(line)
    if given.grown:
        print(answer_words.only_growth_by(given.grown))
    if given.silent:
        print(answer_words.unsaid_by(given.silent))


def _short(name: str) -> str:
    """A name cut to what leaves room for the words beside it."""
    start, end = around(name, 0, 1, _LONGEST_NAME)
    return name if end == len(name) else f"{name[start:end]}…"


def _room(rows: Sequence[Sequence[str]]) -> int:
    """How many columns are left beside these."""
    taken = sum(max(map(width, column)) + 2 for column in zip(*rows, strict=True))
    return max(_LEAST_CONTEXT, shutil.get_terminal_size().columns - taken)


def figures(found: Sequence[FoundFigure]) -> None:
    """One line a figure; on a terminal only the words around it, so that the columns stay."""
    watched = sys.stdout.isatty()
    rows = [
        (
            *(one.figure.name or "—", amount(one.figure), " ".join(filter(None, qualities(one.figure)))),
            *(str(one.figure.period or one.report.year or "—"), one.report.place or "—"),
            *(one.report.id, one.sentence.text),
        )
        for one in found
    ]
    if watched:
        room = _room([figure_words.FIGURE_COLUMNS[:-1], *(row[:-1] for row in rows)])
        rows = [
            (*row[:-1], _excerpt(one.sentence.text, one.figure, room)) for row, one in zip(rows, found, strict=True)
        ]
    table(figure_words.FIGURE_COLUMNS, rows, right=(figure_words.NUMBER_COLUMN,), head=watched)


_LEAST_CONTEXT = 24  # columns
_LONGEST_NAME = 18


def _excerpt(text: str, figure: Figure, room: int) -> str:
    """As much of a sentence around a figure as has room, in columns."""
    start, end = around(text, figure.start, figure.end, room - 4)
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def source_line(given: Evidence) -> str:
    """Title, year, place and section path of a quotation, and the report's id."""
    said = answer_words.period(given)
    return source(given.report, given.section) + (f"〔{said}〕" if said else "") + f"〔{given.report.id}〕"


def measurement(given: Measurement) -> None:
    """The scores by type, all of them, and the baseline."""
    scores = [*given.by_type, *given.by_scope, given.overall, given.baseline]
    table(commands.MEASURE_COLUMNS, map(_scores, scores), right=commands.MEASURE_COLUMNS[1:])
    answerable = sum(1 for one in given.outcomes if one.question.reports)
    print(commands.refusals(given.refused, given.doubted, given.unanswerable, given.wrongly_refused, answerable))
    print(commands.measured_figures(given))


def _scores(score: Score) -> tuple[str, ...]:
    shares = (score.hit1, score.hit3, score.hit5, score.mrr, score.complete)
    return (commands.MEASURED.get(score.name, score.name), str(score.count), *(f"{share:.3f}" for share in shares))
