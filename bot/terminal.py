"""Reports, answers and scores → text on a terminal: columns that stay aligned with Chinese, hits in bold."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import shapes, wording
from retrieval import Answer, Evidence
from retrieval.measure import Measurement, Score
from store.model import Report, ReportInfo

# Where nobody looks (a pipe, a file), lines are as long as they are.
_ENDLESS = 10_000


def console() -> Console:
    """The standard output; bold only where it is a terminal."""
    return Console(
        file=sys.stdout,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=True,
        width=None if sys.stdout.isatty() else _ENDLESS,
    )


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[str] = ()) -> None:
    """Print rows under their columns; those of ``right`` are set to the right."""
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        drawn.add_column(column, justify="right" if column in right else "left", no_wrap=True, overflow="ellipsis")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    console().print(drawn, soft_wrap=False)


def reports(infos: Sequence[ReportInfo]) -> None:
    """One line a report."""
    table(
        wording.REPORT_COLUMNS,
        ((i.id, str(i.year or "—"), i.place or "—", i.kind or "—", i.title, str(i.sentences), i.source) for i in infos),
        right=("句数",),
    )


def report(info: ReportInfo, given: Report) -> None:
    """Front matter, counts and outline."""
    out = console()
    for name, label in wording.FIELDS.items():
        value = getattr(info, name)
        out.print(f"{label}：{wording.UNSAID if value is None else value}")
    out.print(f"{wording.OUTLINE}：{'' if given.sections else wording.NO_OUTLINE}")
    for section in given.sections:
        out.print("  " * section.level + section.heading)


def answer(given: Answer, *, explain: bool) -> None:
    """The message, the quotations and their sources."""
    out = console()
    if given.understood.carried:
        out.print(wording.carried(given.understood.carried))
    if given.message:
        out.print(given.message)
    if given.nearest:
        out.print(wording.NEAREST)
    for one in given.answers or given.nearest:
        _evidence(out, one, explain=explain)


def _evidence(out: Console, given: Evidence, *, explain: bool) -> None:
    quote = Text(given.quote)
    for start, end in given.matched:
        quote.stylize("bold", start, end)
    out.print(Text(f"{given.rank}. ") + quote)
    out.print(f"   —— {source_line(given)}")
    if explain:
        out.print(f"   {given.score:.3f}：{'；'.join(shapes.reasons(given))}")


def source_line(given: Evidence) -> str:
    """Title, year, place and section path of a quotation, and the report's id."""
    info = given.report
    parts = [f"《{info.title}》", str(info.year) if info.year else "", info.place or "", " › ".join(given.section)]
    planned = f"〔{wording.PLANNED}〕" if given.planned else ""
    return " · ".join(part for part in parts if part) + planned + f"〔{info.id}〕"


def measurement(given: Measurement) -> None:
    """The scores by type, all of them, and the baseline."""
    scores = [*given.by_type, *given.by_scope, given.overall, given.baseline]
    table(wording.MEASURE_COLUMNS, map(_scores, scores), right=wording.MEASURE_COLUMNS[1:])
    answerable = sum(1 for one in given.outcomes if one.question.reports)
    console().print(
        wording.refusals(given.refused, given.doubted, given.unanswerable, given.wrongly_refused, answerable)
    )


def _scores(score: Score) -> tuple[str, ...]:
    shares = (score.hit1, score.hit3, score.hit5, score.mrr, score.complete)
    return (wording.MEASURED.get(score.name, score.name), str(score.count), *(f"{share:.3f}" for share in shares))
