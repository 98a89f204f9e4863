"""An answer → the values that its template lays out; text stays text, and is escaped by the template alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from bot import comparisons
from bot.charts import Chart, chart_of
from bot.citations import path_line, source
from bot.formatting import stated, told_year
from bot.presenting import above, choices, opening_run, shared_section, tells_figure, wants_numbers
from bot.wording import chat
from store.archive.ids import sentence_id

if TYPE_CHECKING:
    from retrieval.model import Answer, Comparison, ComparisonRow, Evidence
    from store.model import ReportInfo

_MOST_WORDS = 6  # marked words of a quotation, by which other mentions of the same thing are found


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a quotation: plain, hit by the question's words, or the figure that is asked for."""

    text: str
    mark: Literal["", "hit", "asked"] = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a quotation stands: the report as a person calls it, what is to be known of it, and its headings."""

    title: str
    about: str
    path: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A quotation with what stands around it. ``figure`` is seen at a glance, ``about`` says what of; both may be empty."""

    parts: tuple[Part, ...]
    source: Source
    figure: str
    about: str
    link: str  # of the sentence in its report
    context: str  # of the sentences around it
    copied: str


@dataclass(frozen=True, slots=True)
class ListOf:
    """The items of a list in one report, that answer together."""

    pieces: tuple[Piece, ...]
    first: int
    source: Source


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a comparison; ``order`` is the amount by which it sorts."""

    place: str
    year: str
    amount: str
    order: str
    best: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class Table:
    """A comparison; ``chart`` is None where its amounts are in several units."""

    indicator: str
    unit: str
    rows: tuple[Row, ...]
    missing: tuple[str, ...]
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class View:
    """An answer. ``first`` is the best piece, ``items`` a list in place of it, ``more`` what else was found.

    ``nearest`` is true where the pieces are no answer but what came closest.
    """

    status: str
    said: tuple[str, ...]
    first: Piece | None
    items: tuple[ListOf, ...]
    numbered: bool
    more: tuple[Piece, ...]
    nearest: bool
    table: Table | None
    choices: tuple[ReportInfo, ...]


def view(answer: Answer) -> View:
    """The answer as the page shows it."""
    pieces = answer.answers or answer.nearest
    asked = choices(answer)
    run = () if answer.comparison or asked or answer.nearest else opening_run(pieces)
    listed = run if len(run) > 1 else ()
    rest = pieces[len(run) :]
    telling = tells_figure(answer)
    return View(
        status=answer.status,
        said=above(answer) or (() if pieces else (chat.NOTHING_TO_SAY,)),
        first=piece(run[0], telling=telling) if len(run) == 1 else None,
        items=_lists(listed),
        numbered=bool(listed) and wants_numbers(listed),
        more=tuple(piece(one, telling=False) for one in rest),
        nearest=bool(answer.nearest),
        table=None if answer.comparison is None else _table(answer.comparison),
        choices=asked,
    )


def piece(given: Evidence, *, telling: bool) -> Piece:
    """A piece of evidence; with ``telling`` the figure that is asked for stands above it."""
    asked = given.asked_figure if telling else None
    year = told_year(asked, given) if asked else None
    about = (asked.name, chat.in_year(year) if year else "") if asked else ()
    other = given.period if asked is None and given.period != str(given.report.year) else None
    said = "" if asked else chat.speaks_of(other, planned=given.planned)
    address, place = report_link(given.report.id), place_of(given.report.id, given.sentence)
    words = [given.quote[start:end] for start, end in given.matched[:_MOST_WORDS]]
    return Piece(
        parts=marked(given.quote, given.matched, (asked.start, asked.end) if asked else None),
        source=_source(given.report, given.section, said),
        figure=stated(asked) if asked else "",
        about=" · ".join(part for part in about if part),
        link=f"{address}?w={quote(','.join(dict.fromkeys(words)))}#s{place}",
        context=f"{address}/context?s={place}",
        copied=f"{given.quote} ——{source(given.report, given.section)}",
    )


def marked(text: str, hits: Sequence[tuple[int, int]], asked: tuple[int, int] | None = None) -> tuple[Part, ...]:
    """The text in stretches; joined they are the text.

    >>> [(one.text, one.mark) for one in marked("招聘教师132名。", [(0, 2), (2, 4)], (4, 8))]
    [('招聘教师', 'hit'), ('132名', 'asked'), ('。', '')]
    """
    marks: list[Literal["", "hit", "asked"]] = [""] * len(text)
    for start, end in hits:
        marks[start:end] = ["hit"] * len(marks[start:end])
    if asked is not None:
        marks[slice(*asked)] = ["asked"] * len(marks[slice(*asked)])
    parts, at = [], 0
    for mark, group in groupby(marks):
        end = at + sum(1 for _ in group)
        parts.append(Part(text[at:end], mark))
        at = end
    return tuple(parts)


def report_link(report: str) -> str:
    """The address of a report."""
    return f"/reports/{quote(report, safe='')}"


def place_of(report: str, sentence: int) -> int:
    """The sentence's place in its report, from 1."""
    return sentence - sentence_id(report, 0) + 1


def _source(info: ReportInfo, section: Sequence[str], said: str = "") -> Source:
    """What the title says is not said again."""
    year = chat.in_year(info.year) if info.year and str(info.year) not in info.title else ""
    place = info.place if info.place and info.place not in info.title else ""
    return Source(info.title, " · ".join(part for part in (year, place, said) if part), path_line(section))


def _lists(items: Sequence[Evidence]) -> tuple[ListOf, ...]:
    lists = []
    for _, group in groupby(enumerate(items, 1), key=lambda pair: pair[1].report.id):
        of_report = list(group)
        section = shared_section([one.section for _, one in of_report])
        lists.append(
            ListOf(
                tuple(piece(one, telling=False) for _, one in of_report),
                of_report[0][0],
                _source(of_report[0][1].report, section),
            )
        )
    return tuple(lists)


def _table(given: Comparison) -> Table:
    best = comparisons.winners(given)
    rows = tuple(_row(row, comparisons.end(given) if row in best else "") for row in given.rows)
    return Table(given.indicator, given.unit, rows, given.missing, chart_of(given))


def _row(row: ComparisonRow, best: str) -> Row:
    year = row.period or row.year or row.report.year
    figure = row.figure
    return Row(
        place=row.report.place or row.report.title,
        year=str(year or ""),
        amount=stated(figure),
        order=str(figure.least),
        best=best,
        piece=Piece(
            parts=marked(row.quote, (), (figure.start, figure.end)),
            source=_source(row.report, ()),
            figure="",
            about="",
            link=f"{report_link(row.report.id)}?at={row.start}",
            context="",
            copied=f"{row.quote} ——{source(row.report, ())}",
        ),
    )
