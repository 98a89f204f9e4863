"""An answer → what every face shows of it, before it is laid out: what is said above, which items belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from bot import comparisons
from bot.formatting import stated, told_year
from bot.wording import chat
from store import patterns as re

if TYPE_CHECKING:
    from retrieval.model import Answer, Comparison, Evidence, Question, Word
    from store.model import ReportInfo

_MOST_CHOICES = 6
# What these quote is not what was asked for, so no figure of it may stand there as if it were.
_BESIDE = ("other_year", "other_report")
# Questions that no figure answers, even where one stands beside the words.
_NO_FIGURE = ("list", "problem", "plan", "why", "who", "where", "definition")
# 一是, (二), 3、: an item that tells its own number
_ITEM = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．是要]|第[一二三四五六七八九十]|[首其再最][先次后]")


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
    """The answer laid apart: what is said, the best piece or the list in place of it, and what is told when more is asked for."""
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


def above(answer: Answer) -> tuple[str, ...]:
    """What stands above the quotations: what was carried over or corrected, and the message; each only where there is one."""
    said = f"（{'；'.join(notes)}）" if (notes := _notes(answer)) else ""
    outcome = "" if answer.comparison is None else comparisons.said(answer.comparison)
    message = outcome + chat.said(answer).removeprefix(outcome)  # what the command line says has it in front
    return tuple(one for one in (said, message) if one)


def tells_figure(answer: Answer) -> bool:
    """Whether the figure that is asked for may stand by itself above its quotation."""
    return not answer.nearest and answer.reason not in _BESIDE and answer.understood.kind not in _NO_FIGURE


def opening_run(pieces: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The items of one list with which the evidence begins, else its first piece."""
    run = tuple(takewhile(lambda one: any(reason.code == "run" for reason in one.why), pieces))
    return run if len(run) > 1 else tuple(pieces[:1])


def wants_numbers(items: Sequence[Evidence]) -> bool:
    """Whether the items of a list do not number themselves."""
    return sum(_ITEM.match(one.quote) is None for one in items) > len(items) / 2


def shared_section(sections: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The headings that all of them stand under."""
    return tuple(level[0] for level in takewhile(lambda level: len(set(level)) == 1, zip(*sections, strict=False)))


def choices(answer: Answer) -> tuple[ReportInfo, ...]:
    """The reports that a person is asked to choose from, in the order of their buttons; mostly none."""
    return answer.choices[:_MOST_CHOICES] if answer.status == "clarify" else ()


def headline(given: Evidence) -> tuple[str, ...]:
    """The figure that is asked for, its name and its year, to be seen at a glance; nothing where none is asked for."""
    figure = given.asked_figure
    if figure is None:
        return ()
    year = told_year(figure, given)
    return stated(figure), *(part for part in (figure.name, chat.in_year(year) if year else "") if part)


def about(info: ReportInfo, said: str = "") -> tuple[str, ...]:
    """Year and place of a report and what else is said of it; what the title says is not said again."""
    year = chat.in_year(info.year) if info.year and str(info.year) not in info.title else ""
    place = info.place if info.place and info.place not in info.title else ""
    return tuple(part for part in (year, place, said) if part)


def spoken_of(given: Evidence) -> str:
    """The years that a quotation is of, where they are not its report's, and whether it is a plan."""
    other = given.period if given.period != str(given.report.year) else None
    return chat.speaks_of(other, planned=given.planned)


def _notes(answer: Answer) -> list[str]:
    understood = answer.understood
    leaning = [
        *(map(chat.in_year, understood.years) if "years" in understood.carried else ()),
        *(understood.places if "places" in understood.carried else ()),
        *(_borrowed(understood) if "terms" in understood.carried else ()),
    ]
    slips = [(one.typed, one.meant) for one in understood.corrected]
    return [
        *([chat.leaning(tuple(dict.fromkeys(leaning)))] if leaning else []),
        *([chat.corrected(slips)] if slips else []),
    ]


def _borrowed(understood: Question) -> list[str]:
    """The words of earlier questions, those that stood side by side as one; single characters say too little."""
    runs: list[list[Word]] = []
    for word in understood.content:
        if word.weight == 1 or word.text in understood.text:
            continue
        if runs and runs[-1][-1].end == word.start:
            runs[-1].append(word)
        else:
            runs.append([word])
    phrases = ("".join(word.text for word in run) for run in runs)
    return [phrase for phrase in phrases if len(phrase) > 1]
