"""An answer → the values that its template lays out; text stays text, and is escaped by the template alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from bot.presenting import (
    above,
    choices,
    opening_run,
    shared_section,
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
class ListOf:
    """The items of a list in one report, that answer together, numbered from ``first``."""

    pieces: tuple[Evidence, ...]
    first: int

    @property
    def section(self) -> tuple[str, ...]:
        """The headings that all of them stand under."""
        return shared_section([one.section for one in self.pieces])


@dataclass(frozen=True, slots=True)
class View:
    """An answer. ``first`` is the best piece, ``items`` a list in place of it, ``more`` what else was found.

    ``telling`` where the figure that is asked for stands above the first; ``nearest`` where the pieces are no answer but
    what came closest.
    """

    status: str
    said: tuple[str, ...]
    first: Evidence | None
    telling: bool
    items: tuple[ListOf, ...]
    numbered: bool
    more: tuple[Evidence, ...]
    nearest: bool
    table: Comparison | None
    choices: tuple[ReportInfo, ...]


def view(answer: Answer) -> View:
    """The answer as the page shows it."""
    pieces = answer.answers or answer.nearest
    asked = choices(answer)
    run = () if answer.comparison or asked or answer.nearest else opening_run(pieces)
    listed = run if len(run) > 1 else ()
    of_reports = [list(group) for _, group in groupby(enumerate(listed, 1), key=lambda pair: pair[1].report.id)]
    return View(
        status=answer.status,
        said=above(answer) or (() if pieces else (chat.NOTHING_TO_SAY,)),
        first=run[0] if len(run) == 1 else None,
        telling=tells_figure(answer),
        items=tuple(ListOf(tuple(one for _, one in group), group[0][0]) for group in of_reports),
        numbered=bool(listed) and wants_numbers(listed),
        more=pieces[len(run) :],
        nearest=bool(answer.nearest),
        table=answer.comparison,
        choices=asked,
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


def evidence_link(given: Evidence) -> str:
    """The address of a quotation in its report, where other mentions of the same thing are marked."""
    words = dict.fromkeys(given.quote[start:end] for start, end in given.matched[:_MOST_WORDS])
    return sentence_link(given.report.id, given.sentence, f"?w={quote(','.join(words))}")


def context_link(given: Evidence) -> str:
    """The address of the sentences around a quotation."""
    return f"{report_link(given.report.id)}/context?s={_place(given.report.id, given.sentence)}"


def sentence_link(report: str, sentence: int, asked: str = "") -> str:
    """The address of a sentence in its report."""
    return f"{report_link(report)}{asked}#s{_place(report, sentence)}"


def _place(report: str, sentence: int) -> int:
    """The sentence's place in its report, from 1."""
    return sentence - sentence_id(report, 0) + 1
