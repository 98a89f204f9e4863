"""An answer → the choices under an inline query, each of which sends one message that stands by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import comparisons
from bot.telegram.screens import markup
from bot.telegram.screens.comparison import comparison
from bot.telegram.screens.markup import Rich
from bot.telegram.screens.model import InlineResult
from bot.telegram.screens.pieces import deep_link, evidence_source, headline, quotation
from bot.wording import chat

if TYPE_CHECKING:
    from retrieval.model import Answer, Comparison, Evidence

_MOST_TITLE = 60
_MOST_DESCRIPTION = 120
_MOST_QUESTION = 100


def inline_results(answer: Answer, *, bot: str, limit: int = 10) -> tuple[InlineResult, ...]:
    """What a person may send into a chat: a comparison, pieces of evidence, or that there is none."""
    if not answer.answers:
        said = chat.said(answer) or chat.NOTHING_TO_SAY
        return (InlineResult("none", said, "", _message([_asked(answer), markup.plain(said)])),)
    found = [_piece(answer, one, bot) for one in {one.sentence: one for one in answer.answers}.values()]
    if answer.comparison is not None:
        found.insert(0, _comparison(answer, answer.comparison))
    return tuple(found[:limit])


def _comparison(answer: Answer, given: Comparison) -> InlineResult:
    outcome = comparisons.said(given)
    heading, *below = comparison(given)
    lines = [heading, *([markup.plain(outcome)] if outcome else []), *below]
    title, *rest = ["".join(run.text for run in line) for line in lines]
    return InlineResult(
        "comparison",
        _line(title, _MOST_TITLE),
        _line(" ".join(rest), _MOST_DESCRIPTION),
        _message([_asked(answer), *lines]),
    )


def _piece(answer: Answer, one: Evidence, bot: str) -> InlineResult:
    figure = () if answer.status == "uncertain" else headline(one)
    message = chat.said(answer) if answer.status == "uncertain" else ""
    pieces = [
        _asked(answer),
        *([markup.plain(message)] if message else []),
        *([figure] if figure else []),
        markup.quoted(quotation(one)),
        evidence_source(one, told=bool(figure)),
        markup.link(chat.READ_ON, deep_link(bot, one.sentence)),
    ]
    title = "".join(run.text for run in figure) or one.quote
    description = one.quote if figure else f"《{one.report.title}》"
    return InlineResult(
        f"s{one.sentence}", _line(title, _MOST_TITLE), _line(description, _MOST_DESCRIPTION), _message(pieces)
    )


def _asked(answer: Answer) -> Rich:
    return markup.plain(chat.asked(markup.shortened(answer.question.strip(), _MOST_QUESTION)))


def _line(text: str, most: int) -> str:
    return markup.shortened(markup.harmless(text).strip(), most) or "…"


def _message(pieces: list[Rich]) -> str:
    """One message: what goes beyond it is left to the link."""
    return markup.screens(pieces)[0].html
