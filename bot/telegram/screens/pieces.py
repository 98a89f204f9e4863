"""The parts that answers are made of: a figure in bold, a quotation, the line that says where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import presenting
from bot.citations import path_line, source
from bot.telegram.screens import markup
from bot.telegram.screens.markup import Rich
from bot.telegram.screens.model import Button
from bot.wording import chat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.model import Evidence
    from store.model import ReportInfo

# A heading in the source line, which is there to find the place again; a section is shown with its whole path.
_LONGEST_HEADING = 13
_LONGEST_TITLE = 40
# What a button can copy, in UTF-16 units.
_MOST_COPIED = 256
_MOST_LABEL = 24


def headline(given: Evidence) -> Rich:
    """The figure asked for, to be seen at a glance; nothing where none of them is."""
    figure, *about = presenting.headline(given) or ("",)
    return markup.joined([markup.bold(figure), *map(markup.plain, about)], " · ") if figure else ()


def quotation(given: Evidence, *, figure: bool = True) -> Rich:
    """The sentence with the words in bold that the question hit, and the figure asked for unless ``figure`` is false."""
    asked = given.asked_figure if figure else None
    return markup.emphasised(given.quote, (*given.matched, *([(asked.start, asked.end)] if asked else [])))


def source_line(info: ReportInfo, section: Sequence[str], *, said: str = "") -> Rich:
    """Title, year and place, and below them the headings; what the title says is not said again."""
    title = f"—— 《{markup.shortened(info.title, _LONGEST_TITLE)}》"
    headings = [markup.shortened(heading, _LONGEST_HEADING) for heading in section]
    lines = [" · ".join((title, *presenting.about(info, said))), path_line(headings)]
    return markup.joined([markup.plain(line) for line in lines], "\n")


def evidence_source(given: Evidence, section: Sequence[str] | None = None, *, told: bool = False) -> Rich:
    """The source line of a piece of evidence; unless a headline has ``told`` it, with the years and the plan it is of."""
    said = "" if told else presenting.spoken_of(given)
    return source_line(given.report, given.section if section is None else section, said=said)


def called(info: ReportInfo, year: str | int | None) -> str:
    """What a person calls a report: its place and the year spoken of, else its title; nothing is said twice."""
    said = chat.in_year(year) if year else ""
    if info.place:
        return f"{info.place} {said}".strip()
    title = f"《{markup.shortened(info.title, _LONGEST_TITLE)}》"
    return title if str(year) in info.title else f"{title} {said}".strip()


def deep_link(bot: str, sentence: int) -> str:
    """The address that opens a sentence in the bot's own chat."""
    return f"https://t.me/{bot}?start=s{sentence}"


def copy_button(quote: str, info: ReportInfo, section: Sequence[str], shorter: str = "") -> Button | None:
    """A button that copies the quotation with its source, else ``shorter`` with it; None where neither fits."""
    for text, path in ((quote, section), (quote, ()), (shorter, ())):
        copied = markup.harmless(f"{text} ——{source(info, path)}")
        if text and markup.units(copied) <= _MOST_COPIED:
            return Button(chat.COPY, copy=copied)
    return None


def label(text: str) -> str:
    """A text as a button shows it, on one line and not too long; never empty."""
    return markup.shortened(markup.harmless(text).strip(), _MOST_LABEL) or "…"
