"""One indicator over several reports → lines that a narrow phone shows well, the quotations folded below them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.telegram.screens import markup
from bot.telegram.screens.markup import Rich
from bot.telegram.screens.pieces import called, stated
from bot.wording import chat

if TYPE_CHECKING:
    from retrieval.model import Comparison, ComparisonRow

# Which end of the order is asked for: 哪个县最多, 谁更低.
_HIGHEST = re.compile(r"[最更][高多大长强]|[哪谁].{0,6}[高多大]\W*$")
_LOWEST = re.compile(r"[最更][低少小短弱]|[哪谁].{0,6}[低少小]\W*$")
_ORDERED = re.compile(r"排[名行序]|从[高低多少大小]")
# A column of Chinese is twice as wide as one of digits on hardly any phone: only years stand in front of amounts.
_LONGEST_TABLE = 26
_FEW_MISSING = 2


def comparison(given: Comparison, question: str) -> tuple[Rich, ...]:
    """The heading, a line for each report, the reports that do not say it, and every quotation."""
    heading = markup.bold(given.indicator)
    rows = _table(given) or _lines(given, question)
    return (heading, *rows, *_quotations(given), *_missing(given))


def _lines(given: Comparison, question: str) -> tuple[Rich, ...]:
    marked = _marked(given, question)
    ordered = any(asked.search(question) for asked in (_HIGHEST, _LOWEST, _ORDERED))
    return tuple(
        markup.joined(
            [
                markup.plain(f"{place}. " if ordered else ""),
                markup.bold(stated(row.figure)),
                markup.plain(f"（{marked[place]}）" if place in marked else ""),
                markup.plain(f"　{called(row.report, row.report.year)}"),
            ],
            "",
        )
        for place, row in enumerate(given.rows, 1)
    )


def _table(given: Comparison) -> tuple[Rich, ...]:
    """Years and amounts in two columns; nothing where a row needs more words than that."""
    years = [row.report.year for row in given.rows]
    if (
        len(years) < 2
        or None in years
        or len(set(years)) < len(years)
        or len({row.report.place for row in given.rows}) > 1
    ):
        return ()
    said = [markup.harmless(stated(row.figure)) for row in given.rows]
    digits = [match[0] if (match := re.match(r"[0-9.,]+", text)) else "" for text in said]
    if not all(digits) or max(map(len, said)) > _LONGEST_TABLE - 6:
        return ()
    wide = max(map(len, digits))
    lines = [
        f"{year}  {' ' * (wide - len(number))}{text}" for year, number, text in zip(years, digits, said, strict=True)
    ]
    return (markup.mono("\n".join(lines)),)


def _marked(given: Comparison, question: str) -> dict[int, str]:
    """The rows at the end of the order that the question asks for, by their place from 1, and what they are."""
    amounts = [row.figure.least for row in given.rows]
    ends = {chat.HIGHEST: (_HIGHEST, max(amounts)), chat.LOWEST: (_LOWEST, min(amounts))}
    if len(set(amounts)) < 2 or len({row.figure.unit for row in given.rows}) > 1:
        return {}
    return {
        place: word
        for word, (asked, end) in ends.items()
        if asked.search(question)
        for place, value in enumerate(amounts, 1)
        if value == end
    }


def _missing(given: Comparison) -> tuple[Rich, ...]:
    if not given.missing:
        return ()
    if len(given.missing) <= _FEW_MISSING:
        return (markup.plain(chat.unsaid(given.missing)),)
    names = markup.joined([markup.plain(name) for name in given.missing], "\n")
    return (markup.plain(chat.missing(len(given.missing))), markup.expandable(names))


def _quotations(given: Comparison) -> tuple[Rich, ...]:
    return (markup.plain(chat.COMPARED_IN), *(markup.expandable(_quotation(row)) for row in given.rows))


def _quotation(row: ComparisonRow) -> Rich:
    quote = markup.emphasised(row.quote, [(row.figure.start, row.figure.end)])
    return markup.joined([markup.plain(f"{called(row.report, row.report.year)}："), quote], "")
