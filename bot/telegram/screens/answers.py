"""An answer → what a person sees of it: the figure, the quotation, where it stands, and what can be pressed.

Page 0 is what is sent first. Where that is no piece of evidence (a refusal, a comparison, a choice between reports) the
pieces begin with page 1, elsewhere with page 0; :func:`evidence_at` tells which piece a page shows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from bot import comparisons
from bot.telegram.screens import markup
from bot.telegram.screens.callbacks import Action, Callback, page_of, piece_of
from bot.telegram.screens.comparison import comparison
from bot.telegram.screens.markup import Rich
from bot.telegram.screens.model import Button, Screen
from bot.telegram.screens.pieces import copy_button, deep_link, evidence_source, headline, label, quotation, stated
from bot.wording import chat

if TYPE_CHECKING:
    from retrieval.model import Answer, Evidence, Question, Word
    from store.model import ReportInfo

_MOST_CHOICES = 6
_CHOICES_A_ROW = 3
# What these quote is not what was asked for, so no figure of it may stand there as if it were.
_BESIDE = ("other_year", "other_report")
# Questions that no figure answers, even where one stands beside the words.
_NO_FIGURE = ("list", "problem", "plan", "why", "who", "where", "definition")
# 一是, (二), 3、: an item that tells its own number
_ITEM = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．是要]|第[一二三四五六七八九十]|[首其再最][先次后]")


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


def choices(answer: Answer) -> tuple[ReportInfo, ...]:
    """The reports that a person is asked to choose from, in the order of their buttons; mostly none."""
    return answer.choices[:_MOST_CHOICES] if answer.status == "clarify" else ()


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
    run = tuple(takewhile(lambda one: any(reason.code == "run" for reason in one.why), rest)) if place == 0 else ()
    return run if len(run) > 1 else rest[:1]


def _above(answer: Answer) -> list[Rich]:
    """What was carried over or corrected, and the message; each only where there is one."""
    said = [markup.plain(f"（{'；'.join(notes)}）")] if (notes := _notes(answer)) else []
    outcome = "" if answer.comparison is None else comparisons.said(answer.comparison)
    message = outcome + chat.said(answer).removeprefix(outcome)  # what the command line says has it in front
    return [*said, *([markup.plain(message)] if message else [])]


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


def _counted(answer: Answer, piece: int) -> list[Rich]:
    place, count = piece - _opens(answer) + 1, len(_pieces(answer))
    return [markup.plain(chat.nearest(place, count) if answer.nearest else chat.others(place, count))]


def _single(answer: Answer, one: Evidence) -> list[Rich]:
    if answer.nearest:
        return [markup.quoted(markup.plain(one.quote)), evidence_source(one)]
    telling = answer.reason not in _BESIDE and answer.understood.kind not in _NO_FIGURE
    figure = headline(one) if telling else ()
    source = evidence_source(one, told=bool(figure))
    return [*([figure] if figure else []), markup.quoted(quotation(one, figure=telling)), source]


def _list(items: Sequence[Evidence]) -> list[Rich]:
    """The items one under the other, numbered unless they number themselves, and where those of one report stand."""
    pieces: list[Rich] = []
    numbered = sum(_ITEM.match(one.quote) is None for one in items) > len(items) / 2
    for _, group in groupby(enumerate(items, 1), key=lambda pair: pair[1].report.id):
        of_report = list(group)
        for place, one in of_report:
            number = markup.plain(f"{place}." if numbered else "")
            pieces.append(markup.quoted(markup.joined([number, quotation(one, figure=False)], " ")))
        pieces.append(evidence_source(of_report[0][1], _shared([one.section for _, one in of_report])))
    return pieces


def _shared(sections: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The headings that all of them stand under."""
    return tuple(level[0] for level in takewhile(lambda level: len(set(level)) == 1, zip(*sections, strict=False)))


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
    asked = next((one for one in evidence if one.report.id == info.id and one.asked is not None), None)
    figure = asked.figures[asked.asked] if asked is not None and asked.asked is not None else None
    title = markup.plain(f"{place}. 《{info.title}》")
    if figure is None:
        return title
    return markup.joined([title, markup.joined([markup.bold(stated(figure)), markup.plain(figure.subject)], " ")], "\n")


# ---------------------------------------------------------------------------------------------- buttons


def _buttons(
    answer: Answer, shown: Sequence[Evidence], *, number: int, piece: int, bot: str
) -> tuple[tuple[Button, ...], ...]:
    first, single = shown[0], len(shown) == 1
    figure = stated(first.figures[first.asked]) if first.asked is not None and not answer.nearest else ""
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
