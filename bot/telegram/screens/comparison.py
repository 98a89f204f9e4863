"""One indicator over several reports → lines that a narrow phone shows well, the quotations folded below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import comparisons
from bot.formatting import around
from bot.telegram.screens import markup
from bot.telegram.screens.markup import Rich
from bot.telegram.screens.pieces import called
from bot.wording import answers as answer_words
from bot.wording import chat
from store import patterns as re

if TYPE_CHECKING:
    from retrieval.model import Comparison, ComparisonRow

# A column of Chinese is twice as wide as one of digits on hardly any phone: only years stand in front of amounts.
_LONGEST_TABLE = 26
_FEW_MISSING = 2
_LONGEST_QUOTE = 160  # columns


def comparison(given: Comparison) -> tuple[Rich, ...]:
    """The heading, a line for each report, every quotation, and the reports that do not say it."""
    heading = markup.bold(given.indicator)
    rows = _table(given) or _lines(given)
    return (heading, *rows, *_quotations(given), *_missing(given))


def _lines(given: Comparison) -> tuple[Rich, ...]:
    first = comparisons.winners(given)
    return tuple(
        markup.joined(
            [
                markup.plain(f"{place}. " if given.order else ""),
                markup.bold(comparisons.told(row)),
                markup.plain(f"（{comparisons.end(given)}）" if row in first else ""),
                markup.plain(f"　{called(row.report, row.year or row.report.year)}"),
            ],
            "",
        )
        for place, row in enumerate(given.rows, 1)
    )


def _table(given: Comparison) -> tuple[Rich, ...]:
    """Years and amounts in two columns; nothing where a row needs more words than that."""
    years = [row.year or row.report.year for row in given.rows]
    if (
        len(years) < 2
        or None in years
        or len(set(years)) < len(years)
        or len({row.report.place for row in given.rows}) > 1
    ):
        return ()
    said = [markup.harmless(comparisons.told(row)) for row in given.rows]
    digits = [match[0] if (match := re.match(r"[0-9.,]+", text)) else "" for text in said]
    if not all(digits) or max(map(len, said)) > _LONGEST_TABLE - 6:
        return ()
    wide = max(map(len, digits))
    lines = [
        f"{year}  {' ' * (wide - len(number))}{text}" for year, number, text in zip(years, digits, said, strict=True)
    ]
    return (markup.mono("\n".join(lines)),)


def _missing(given: Comparison) -> tuple[Rich, ...]:
    heading, *lines = comparisons.otherwise(given) or ("",)
    quoted = markup.joined([markup.plain(line) for line in lines], "\n")
    otherwise = (markup.plain(heading), markup.expandable(quoted)) if lines else ()
    grown = (markup.plain(answer_words.only_growth_by(given.grown)),) if given.grown else ()
    growing = (*otherwise, *grown)
    if not given.silent:
        return growing
    if len(given.silent) <= _FEW_MISSING:
        return (*growing, markup.plain(chat.unsaid(given.silent)))
    names = markup.joined([markup.plain(name) for name in given.silent], "\n")
    return (*growing, markup.plain(chat.missing(len(given.silent))), markup.expandable(names))


def _quotations(given: Comparison) -> tuple[Rich, ...]:
    return (markup.plain(chat.COMPARED_IN), *(markup.expandable(_quotation(row)) for row in given.rows))


def _quotation(row: ComparisonRow) -> Rich:
    # A sentence of half a page for each row buries the others; it is whole behind the button.
    start, end = around(row.quote, row.figure.start, row.figure.end, _LONGEST_QUOTE)
    quote = markup.joined(
        [
            markup.plain("…" if start else ""),
            markup.emphasised(row.quote[start:end], [(row.figure.start - start, row.figure.end - start)]),
            markup.plain("…" if end < len(row.quote) else ""),
        ],
        "",
    )
    return markup.joined([markup.plain(f"{called(row.report, row.year or row.report.year)}："), quote], "")
