"""An answer → the values that its template lays out; text stays text, and is escaped by the template alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from bot.citations import path_line, source
from bot.presenting import (
    about,
    above,
    choices,
    headline,
    opening_run,
    shared_section,
    spoken_of,
    tells_figure,
    wants_numbers,
)
from bot.wording import chat
from store.archive.ids import sentence_id

if TYPE_CHECKING:
    from retrieval.model import Answer, Comparison, Evidence
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
    table: Comparison | None
    choices: tuple[ReportInfo, ...]


def view(answer: Answer) -> View:
    """The answer as the page shows it."""
    pieces = answer.answers or answer.nearest
    asked = choices(answer)
    run = () if answer.comparison or asked or answer.nearest else opening_run(pieces)
    listed = run if len(run) > 1 else ()
    return View(
        status=answer.status,
        said=above(answer) or (() if pieces else (chat.NOTHING_TO_SAY,)),
        first=piece(run[0], telling=tells_figure(answer)) if len(run) == 1 else None,
        items=tuple(_lists(listed)),
        numbered=bool(listed) and wants_numbers(listed),
        more=tuple(piece(one, telling=False) for one in pieces[len(run) :]),
        nearest=bool(answer.nearest),
        table=answer.comparison,
        choices=asked,
    )


def piece(given: Evidence, *, telling: bool) -> Piece:
    """A piece of evidence; with ``telling`` the figure that is asked for stands above it."""
    asked = given.asked_figure if telling else None
    figure, *of = headline(given) if asked else ("",)
    words = [given.quote[start:end] for start, end in given.matched[:_MOST_WORDS]]
    return Piece(
        parts=marked(given.quote, given.matched, (asked.start, asked.end) if asked else None),
        source=_source(given.report, given.section, "" if asked else spoken_of(given)),
        figure=figure,
        about=" · ".join(of),
        link=sentence_link(given.report.id, given.sentence, dict.fromkeys(words)),
        context=f"{report_link(given.report.id)}/context?s={_place(given.report.id, given.sentence)}",
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


def sentence_link(report: str, sentence: int, words: Iterable[str] | None = None) -> str:
    """The address of a sentence in its report, where the words are marked."""
    said = "" if words is None else f"?w={quote(','.join(words))}"
    return f"{report_link(report)}{said}#s{_place(report, sentence)}"


def _place(report: str, sentence: int) -> int:
    """The sentence's place in its report, from 1."""
    return sentence - sentence_id(report, 0) + 1


def _source(info: ReportInfo, section: Sequence[str], said: str = "") -> Source:
    return Source(info.title, " · ".join(about(info, said)), path_line(section))


def _lists(items: Sequence[Evidence]) -> Iterator[ListOf]:
    for _, group in groupby(enumerate(items, 1), key=lambda pair: pair[1].report.id):
        (first, one), *others = group
        evidence = (one, *(other for _, other in others))
        section = shared_section([one.section for one in evidence])
        yield ListOf(tuple(piece(one, telling=False) for one in evidence), first, _source(one.report, section))
