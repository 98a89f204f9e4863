"""A comparison → the sentence that says what came of it: who is first, how far two are apart, how many do not say it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.formatting import around, readable, stated
from bot.wording.answers import MOST_UNSAID
from store.language.units import in_base

if TYPE_CHECKING:
    from retrieval.model import Comparison, ComparisonRow
    from store.model import Figure

HIGHEST = "最高"
LOWEST = "最低"
_LONGEST_OTHERWISE = 160  # columns of what is told otherwise
_MOST_NAMED = 3  # of those that are first together


def said(given: Comparison) -> str:
    """What the rows together say, empty where the question asks for no order."""
    sentences = (_first(given), _difference(given), _course(given))
    outcome = "".join(f"{one}。" for one in sentences if one)
    return outcome + _others(given) + _years(given) if outcome else ""


def otherwise(given: Comparison) -> tuple[str, ...]:
    """What reports say of what is compared that stands beside no row, each in a line below a heading; the first of many."""
    if not given.otherwise:
        return ()
    left = len(given.otherwise) - MOST_UNSAID
    told = (f"{one.report.title}：{_cut(one.quote)}" for one in given.otherwise[:MOST_UNSAID])
    return "说法不同、没有一起比较的：", *told, *((f"……另有 {left} 处",) if left > 0 else ())


def _cut(quote: str) -> str:
    """A quotation cut to a line or two."""
    end = around(quote, 0, 1, _LONGEST_OTHERWISE)[1]
    return quote if end == len(quote) else f"{quote[:end]}…"


def end(given: Comparison) -> str:
    """The word for the end of the order that is asked for."""
    return LOWEST if given.order == "least" else HIGHEST


def winners(given: Comparison) -> tuple[ComparisonRow, ...]:
    """The rows that say the first row's amount; none where no order is asked for, or where units cannot be compared."""
    first = given.rows[0]
    if given.order is None or len(given.rows) < 2 or len({in_base(row.figure.unit)[0] for row in given.rows}) > 1:
        return ()
    put = ranked(given)
    alike = tuple(row for row in put if _measured(row) == _measured(first))
    return alike if len(alike) < len(put) or len(put) == 1 else ()


def ranked(given: Comparison) -> tuple[ComparisonRow, ...]:
    """The rows that are put in order: without those that only tell a plan, unless all do."""
    done = tuple(row for row in given.rows if not row.figure.planned)
    return done or given.rows


def _measured(row: ComparisonRow) -> tuple[Decimal, str | None]:
    """What makes rows alike: the amount, whatever it is measured in, and whether it went up or down by it."""
    return row.figure.least * in_base(row.figure.unit)[1], row.figure.change


def called(row: ComparisonRow, *, by_year: bool) -> str:
    """What tells a row from the others: its year, or its place, or the title of its report."""
    if by_year and row.year is not None:
        return f"{row.year}年"
    return row.report.place or f"《{row.report.title}》"


def told(row: ComparisonRow) -> str:
    """The amount of a row with what qualifies it; that a growth rate, or what is called new, is an increase goes without saying."""
    new = row.figure.kind == "percent" or "新增" in (row.figure.indicator or "")
    plain = row.figure.change == "increase" and new
    return stated(replace(row.figure, change=None) if plain else row.figure)


def _first(given: Comparison) -> str:
    first = winners(given)
    if given.limit is not None:
        return _beyond(given, given.limit)
    if not first:
        return ""
    apart = bool(_years(given))
    names = "、".join(
        called(row, by_year=given.by_year) + (f"（{row.year}年）" if apart and row.year else "")
        for row in first[:_MOST_NAMED]
    )
    more = f"等 {len(first)} 个" if len(first) > _MOST_NAMED else ""
    return f"{end(given)}的是{names}{more}：{told(first[0])}"


def _beyond(given: Comparison, limit: Figure) -> str:
    """Which rows pass the amount asked about."""
    passed = f"{'低于' if limit.bound == 'under' else '超过'}{limit.text}"
    return f"{passed}的有 {len(given.rows)} 个：{'、'.join(called(row, by_year=given.by_year) for row in given.rows)}"


def _course(given: Comparison) -> str:
    """From what to what the years of a row lead, where no order is asked for; what the only row says beside those that lack it."""
    done = ranked(given)
    first, last = done[0], done[-1]
    if len(given.rows) == 1 and (given.missing or given.otherwise):
        alone = "能比较的只有{}" if given.otherwise else "只有{}说到了"
        return f"{alone.format(called(first, by_year=given.by_year))}：{told(first)}"
    if given.order or given.apart or not given.by_year or first is last or first.figure.unit != last.figure.unit:
        return ""
    ends = (f"{called(row, by_year=True)}的{told(row)}" for row in (first, last))
    return f"从{'到'.join(ends)}"


def _years(given: Comparison) -> str:
    """That rows of places are of several years, and not to be compared without a thought."""
    years = sorted({row.year for row in ranked(given) if row.year is not None})
    if given.by_year or len(years) < 2:
        return ""
    return f"各处的年份不同（{years[0]}–{years[-1]}年），请留意。"


def _difference(given: Comparison) -> str:
    """How far two rows are apart, where both say exactly how much."""
    if not given.apart or len(given.rows) != 2:
        return ""
    more, less = sorted(given.rows, key=lambda row: -row.figure.least)
    values = (more.figure.value, less.figure.value)
    if more.figure.unit != less.figure.unit or values[0] is None or values[1] is None or values[0] == values[1]:
        return ""
    apart = readable(
        replace(
            more.figure, value=values[0] - values[1], unit="个百分点" if more.figure.unit == "%" else more.figure.unit
        )
    )
    names = (called(row, by_year=given.by_year) for row in (more, less))
    return f"{'比'.join(names)}多{apart}（按原文的两个数相减）"


def _others(given: Comparison) -> str:
    planned = len(given.rows) - len(ranked(given)) if given.order or given.by_year else 0
    left = (
        (planned, "只有计划"),
        (len(given.otherwise), "说法不同"),
        (len(given.grown), "只说了增长多少"),
        (len(given.silent), "没有说到"),
    )
    said = "、".join(f"{count} 处{what}" for count, what in left if count)
    return f"另有 {said}，没有比较在内。" if said else ""
