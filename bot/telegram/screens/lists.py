"""Reports and figures, and the first steps → messages: welcome, help, lists that can be turned over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from bot.formatting import stated
from bot.telegram.screens import markup
from bot.telegram.screens.callbacks import Action, Callback
from bot.telegram.screens.markup import Rich, Run
from bot.telegram.screens.model import Button, Screen
from bot.telegram.screens.pieces import called, deep_link, label
from bot.wording import chat

if TYPE_CHECKING:
    from store.archive.figure_query import FoundFigure
    from store.model import ReportInfo

_T = TypeVar("_T")
_A_PAGE = 8
_LONGEST_TITLE = 40
_BEFORE, _AFTER = 24, 12  # characters around a figure in a list: two lines of a phone
_LONGEST_TERM = 40


def start_screen(
    reports: Sequence[ReportInfo], examples: Sequence[str], *, numbers: Sequence[int], admin: bool
) -> Screen:
    """What this is, what is loaded, and questions to tap; ``numbers`` are what their buttons call back with."""
    pieces = [markup.bold(chat.WELCOME), markup.plain(chat.WHAT)]
    if reports:
        years = sorted({info.year for info in reports if info.year is not None})
        places = tuple(dict.fromkeys(info.place for info in reports if info.place))
        pieces.append(markup.plain(chat.loaded(len(reports), years, places)))
    else:
        pieces.append(markup.plain(chat.EMPTY_ADMIN if admin else chat.EMPTY))
    if examples:
        pieces.append(markup.plain(chat.TRY))
    rows = [
        [Button(label(example), Callback(Action.TRY, number, 0).data)]
        for example, number in zip(examples, numbers, strict=True)
    ]
    return markup.screens(pieces, rows)[0]


def help_screen(*, admin: bool) -> Screen:
    """How to ask, what the buttons do, and the commands."""
    commands = [markup.plain(f"{name}　{does}") for name, does in chat.commands(admin=admin)]
    parts = (
        (chat.HOW, [markup.plain(f"· {line}") for line in chat.HOW_LINES]),
        (chat.BUTTONS, [markup.plain(f"· {line}") for line in chat.BUTTON_LINES]),
        (chat.COMMANDS, commands),
    )
    return markup.screens([_part(heading, lines) for heading, lines in parts])[0]


def _part(heading: str, lines: Sequence[Rich]) -> Rich:
    return (*markup.joined([markup.bold(heading), *lines], "\n"), Run("\n"))


def reports_screen(infos: Sequence[ReportInfo], page: int, *, number: int) -> Screen:
    """A page of the stored reports, each with its year, its place and the id that commands know it by."""
    if not infos:
        return said_screen(chat.EMPTY)
    shown, page, pages = _page(infos, page)
    heading = chat.reports(len(infos)) + (f" · {chat.leaf(page + 1, pages)}" if pages > 1 else "")
    rows = _turning(page, pages, Action.REPORTS, number)
    return markup.screens([markup.joined([markup.bold(heading), *map(_report, shown)], "\n\n")], rows)[0]


def _report(info: ReportInfo) -> Rich:
    known = [chat.in_year(info.year) if info.year else chat.UNKNOWN_YEAR, info.place or "", info.kind or ""]
    title = markup.plain(f"《{markup.shortened(info.title, _LONGEST_TITLE)}》")
    about = markup.joined([markup.code(info.id), *map(markup.plain, known)], " · ")
    return markup.joined([title, about], "\n")


def figures_screens(found: Sequence[FoundFigure], term: str, *, number: int, page: int, bot: str) -> tuple[Screen, ...]:
    """A page of figures, each a link to its sentence, with what it counts and where."""
    term = markup.shortened(term.strip(), _LONGEST_TERM)
    if not found:
        return (said_screen(chat.no_figures(term)),)
    shown, page, pages = _page(found, page)
    heading = chat.figures(term, len(found)) + (f" · {chat.leaf(page + 1, pages)}" if pages > 1 else "")
    lines = markup.joined([markup.bold(heading), *(_figure(one, bot) for one in shown)], "\n\n")
    return markup.screens([lines], _turning(page, pages, Action.FIGURES, number))


def _figure(one: FoundFigure, bot: str) -> Rich:
    """The amount, whose it is, and the words around it."""
    amount = markup.link(stated(one.figure), deep_link(bot, one.sentence.id), "b")
    whose = markup.plain(called(one.report, one.figure.period or one.report.year))
    return markup.joined([markup.joined([amount, whose], " · "), _around(one)], "\n")


def _around(one: FoundFigure) -> Rich:
    """The clause that the figure stands in, as far as it is near."""
    text, (start, end) = one.sentence.text, (one.figure.start, one.figure.end)
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    front = "…" if len(before) < start else ""
    behind = "…" if end + len(after) < len(text) else ""
    return markup.plain(f"{front}{before}{text[start:end]}{after}{behind}")


def said_screen(text: str) -> Screen:
    """A sentence by itself."""
    return markup.screens([markup.plain(text)])[0]


def _page(items: Sequence[_T], page: int) -> tuple[Sequence[_T], int, int]:
    """The items of a page, which page that is (the last where there are fewer), and how many there are."""
    pages = -(-len(items) // _A_PAGE)
    page = min(page, pages - 1)
    return items[page * _A_PAGE : (page + 1) * _A_PAGE], page, pages


def _turning(page: int, pages: int, action: Action, number: int) -> list[list[Button]]:
    return [
        [
            Button(said, Callback(action, number, other).data)
            for said, other in ((chat.BEFORE, page - 1), (chat.NEXT, page + 1))
            if 0 <= other < pages
        ]
    ]
