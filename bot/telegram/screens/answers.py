"""An answer → what a person sees of it: the figure, the quotation, where it stands, and what can be pressed.

Page 0 is what is sent first. Where that is no piece of evidence (a refusal, a comparison, a choice between reports) the
pieces begin with page 1, elsewhere with page 0; :func:`evidence_at` tells which piece a page shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from bot.formatting import stated
from bot.presenting import above, choices, opening_run, shared_section, tells_figure, wants_numbers
from bot.telegram.screens import markup
from bot.telegram.screens.callbacks import Action, Callback, page_of, piece_of
from bot.telegram.screens.comparison import comparison
from bot.telegram.screens.markup import Rich
from bot.telegram.screens.model import Button, Screen
from bot.telegram.screens.pieces import copy_button, deep_link, evidence_source, headline, label, quotation
from bot.wording import chat

if TYPE_CHECKING:
    from retrieval.model import Answer, Evidence
    from store.model import ReportInfo

_CHOICES_A_ROW = 3


def answer_screens(answer: Answer, *, number: int, page: int = 0, bot: str) -> tuple[Screen, ...]:
    """The messages for a page of an answer, nearly always one; the buttons stand under the last."""
    piece = piece_of(page)
    if _opens(answer) and piece == 0:
        return _opening(answer, number)
    shown = _shown(answer, piece)
    if not shown:
        return answer_screens(answer, number=number, bot=bot)
    above = _above(answer) if piece == 0 else _counted(answer, piece)
    body = _list(shown) if len(shown) > 1 else _single(answer, shown[0])
    rows = _buttons(answer, shown, number=number, piece=piece, bot=bot)
    return markup.screens([*above, *body], rows)


def evidence_at(answer: Answer, page: int) -> Evidence | None:
    """The piece of evidence that a page shows (the first of a list), None where it shows none."""
    shown = _shown(answer, piece_of(page))
    return shown[0] if shown else None


def _opens(answer: Answer) -> bool:
    """Whether the first page is something else than evidence."""
    return answer.comparison is not None or answer.status == "no_answer" or bool(choices(answer)) or not answer.answers


def _pieces(answer: Answer) -> tuple[Evidence, ...]:
    return answer.answers or answer.nearest


def _shown(answer: Answer, piece: int) -> tuple[Evidence, ...]:
    """The evidence on a page: one piece, or the items of one list together."""
    place = piece - _opens(answer)
    if place < 0:
        return ()
    rest = _pieces(answer)[place:]
    return opening_run(rest) if place == 0 else rest[:1]


def _above(answer: Answer) -> list[Rich]:
    """What was carried over or corrected, and the message; each only where there is one."""
    return [markup.plain(one) for one in above(answer)]


def _counted(answer: Answer, piece: int) -> list[Rich]:
    place, count = piece - _opens(answer) + 1, len(_pieces(answer))
    return [markup.plain(chat.nearest(place, count) if answer.nearest else chat.others(place, count))]


def _single(answer: Answer, one: Evidence) -> list[Rich]:
    if answer.nearest:
        return [markup.quoted(markup.plain(one.quote)), evidence_source(one)]
    telling = tells_figure(answer)
    figure = headline(one) if telling else ()
    source = evidence_source(one, told=bool(figure))
    return [*([figure] if figure else []), markup.quoted(quotation(one, figure=telling)), source]


def _list(items: Sequence[Evidence]) -> list[Rich]:
    """The items one under the other, numbered unless they number themselves, and where those of one report stand."""
    pieces: list[Rich] = []
    numbered = wants_numbers(items)
    for _, group in groupby(enumerate(items, 1), key=lambda pair: pair[1].report.id):
        of_report = list(group)
        for place, one in of_report:
            number = markup.plain(f"{place}." if numbered else "")
            pieces.append(markup.quoted(markup.joined([number, quotation(one, figure=False)], " ")))
        pieces.append(evidence_source(of_report[0][1], shared_section([one.section for _, one in of_report])))
    return pieces


# ---------------------------------------------------------------------------------------------- first pages


def _opening(answer: Answer, number: int) -> tuple[Screen, ...]:
    judging = (_button(chat.GOOD, Action.UP, number), _button(chat.BAD, Action.DOWN, number))
    if answer.comparison is not None:
        pieces = [*_above(answer), *comparison(answer.comparison)]
        return markup.screens(pieces, [(_button(chat.SEE_QUOTES, Action.MORE, number, 1), *judging)])
    above = _above(answer) or [markup.plain(chat.NOTHING_TO_SAY)]
    if answer.status == "no_answer":
        nearest = (_button(chat.SEE_NEAREST, Action.MORE, number, 1),) if answer.nearest else ()
        return markup.screens(above, [(*nearest, judging[1])])
    lines = [_choice(place, info, answer.answers) for place, info in enumerate(choices(answer), 1)]
    buttons = [
        Button(label(chat.choice(place + 1, info)), Callback(Action.ASK, number, place).data)
        for place, info in enumerate(choices(answer))
    ]
    return markup.screens(
        [*above, *lines], [buttons[at : at + _CHOICES_A_ROW] for at in range(0, len(buttons), _CHOICES_A_ROW)]
    )


def _choice(place: int, info: ReportInfo, evidence: Sequence[Evidence]) -> Rich:
    """A report to choose, with the figure that it gives where one is asked for."""
    figure = next((one.asked_figure for one in evidence if one.report.id == info.id and one.asked_figure), None)
    title = markup.plain(f"{place}. 《{info.title}》")
    if figure is None:
        return title
    return markup.joined([title, markup.joined([markup.bold(stated(figure)), markup.plain(figure.name)], " ")], "\n")


# ---------------------------------------------------------------------------------------------- buttons


def _buttons(
    answer: Answer, shown: Sequence[Evidence], *, number: int, piece: int, bot: str
) -> tuple[tuple[Button, ...], ...]:
    first, single = shown[0], len(shown) == 1
    figure = stated(first.asked_figure) if first.asked_figure and not answer.nearest else ""
    copying = copy_button(first.quote, first.report, first.section, figure) if single else None
    return (
        (
            *_further(answer, len(shown), number=number, piece=piece),
            _button(chat.CONTEXT, Action.CONTEXT, number, piece),
            _button(chat.SECTION, Action.SECTION, number, piece),
        ),
        (
            Button(chat.SOURCE, url=deep_link(bot, first.sentence)),
            *([copying] if copying else []),
            _button(chat.GOOD, Action.UP, number, piece),
            _button(chat.BAD, Action.DOWN, number, piece),
        ),
    )


def _further(answer: Answer, shown: int, *, number: int, piece: int) -> tuple[Button, ...]:
    """To the next piece, or from the last back to the first page."""
    offset, count = int(_opens(answer)), len(_pieces(answer))
    following = piece + shown
    if following - offset < count:
        return (_button(chat.more(following - offset + 1, count), Action.MORE, number, following),)
    if piece == 0:
        return ()
    return (_button(chat.BACK if offset else chat.first(count), Action.BACK, number),)


def _button(said: str, action: Action, number: int, piece: int = 0) -> Button:
    return Button(said, Callback(action, number, page_of(piece)).data)
