"""A layout → for each quantity the index of the whole that it is a part of, or None.

Only what the sentence marks: 其中, brackets, and a list whose items add up to the total before or behind it.
"""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal

from store import patterns as re
from store.figures import cues
from store.figures.clauses import Layout

_PART = re.compile(r"其中|(?<![为因据对如从由])此中(?![央国学小])|当中")
_TOTAL = re.compile(r"(?:总计|共计|合计|总共|共有?|总数)[^,;。]{0,6}$")
_AVERAGE = re.compile(r"平均|人均|生均")
_ORIGIN = re.compile(r"(?:由|从)[^,;。]{0,12}$")
_NEW_TOTAL = re.compile(r"^\s*(?:共|总|全年|全市|全县|今年|新增|新建|招聘|投入|完成|建成|组织|开展|发放|累计)")
_CEILING = re.compile("[一-龥]{0,4}(?<!及)以内")
_NEAR = 14  # characters between a figure and the bracket that is about it: its noun
_WINDOW = 60
_CANDIDATES = 12  # figures looked at before 其中
_LONGEST_LIST = 40
_PEOPLE = frozenset("人 名 位 户 口 员".split())


def parents(layout: Layout, changes: tuple[str | None, ...]) -> tuple[int | None, ...]:
    """One index for each quantity."""
    found: list[int | None] = [None] * len(layout.quantities)
    _bracketed(layout, changes, found)
    _marked(layout, changes, found)
    _summed(layout, changes, found)
    return tuple(found)


def _alike(layout: Layout, part: int, whole: int) -> bool:
    a, b = layout.quantities[part], layout.quantities[whole]
    if a.kind in ("duration", "points", "multiple"):
        return False
    if a.unit == b.unit and a.kind == b.kind:
        return a.low <= b.high
    if a.kind == b.kind == "count" and not {a.unit, b.unit} & {"人次", "次", "期", "节"}:
        return ((a.unit in _PEOPLE or not a.unit) == (b.unit in _PEOPLE or not b.unit)) and a.low <= b.high
    return False


def _bracketed(layout: Layout, changes: tuple[str | None, ...], found: list[int | None]) -> None:
    """16项(其中重点课题3项): part of the figure before the bracket; 新增8个(总计20个) the other way round."""
    starts = [q.start for q in layout.quantities]
    for number, bracket in enumerate(layout.bracket):
        if bracket is None or changes[number]:
            continue
        whole = bisect_left(starts, bracket.start) - 1
        if whole < 0 or bracket.start - layout.quantities[whole].end > _NEAR:
            continue
        if re.search(r"[,;。()]", layout.text[layout.quantities[whole].end : bracket.start]):
            continue
        opening = layout.text[bracket.start + 1 : layout.quantities[number].start][:_WINDOW]
        if _TOTAL.search(opening) and not _PART.search(opening):
            if layout.quantities[number].unit == layout.quantities[whole].unit and found[whole] is None:
                found[whole] = number
        elif (layout.is_share(number) and _PART.search(opening)) or (
            _alike(layout, number, whole) and not changes[whole]
        ):
            found[number] = whole


def _marked(layout: Layout, changes: tuple[str | None, ...], found: list[int | None]) -> None:
    """What follows 其中, to the end of its list."""
    text = layout.text
    marks = [m.span() for m in _PART.finditer(text)] if "中" in text else []
    starts = [q.start for q in layout.quantities] if marks else []
    for place, (begin, end) in enumerate(marks):
        first = bisect_left(starts, end)
        before = range(max(0, bisect_left(starts, begin) - _CANDIDATES), bisect_left(starts, begin))
        if not before or first == len(starts):
            continue
        listed = text[end : end + 1] == ":"
        stop = marks[place + 1][0] if place + 1 < len(marks) else len(text)
        if not listed and (semicolon := text.find(";", end, stop)) >= 0:
            stop = semicolon
        after = range(first, bisect_left(starts, stop))
        _list_of_parts(layout, before, after, listed, changes, found)


def _list_of_parts(
    layout: Layout, before: range, after: range, listed: bool, changes: tuple[str | None, ...], found: list[int | None]
) -> None:
    bracket = layout.bracket[after[0]] if after else None
    begun = False
    used: dict[int, Decimal] = {}
    for number in after:
        quantity = layout.quantities[number]
        if layout.bracket[number] != bracket:
            if bracket is not None:
                return
            continue
        if changes[number] or found[number] is not None:
            continue
        clause = layout.text[max(layout.clause[number], quantity.start - _WINDOW) : quantity.start]
        if begun and not listed and _NEW_TOTAL.match(clause):
            return
        whole = _whole(layout, number, before, changes, found)
        if (
            begun
            and not listed
            and whole is not None
            and _begins_other(clause, quantity.unit, layout.quantities[whole].unit)
        ):
            return  # 破案860起，其中命案12起，打掉团伙18个
        if whole is None or (begun and layout.is_share(number) and not layout.is_share(whole)):
            continue
        used[whole] = used.get(whole, Decimal(0)) + quantity.low
        if not layout.is_share(number) and used[whole] > layout.quantities[whole].high * 2:
            return
        begun = True
        found[number] = whole


def _begins_other(clause: str, unit: str | None, whole: str | None) -> bool:
    """Whether a clause with a verb of its own counts in another unit than the whole."""
    verb = cues.deed().match(clause) or cues.opening().match(clause)
    return verb is not None and unit != whole and not {unit, whole} <= _PEOPLE


def _whole(
    layout: Layout, number: int, before: range, changes: tuple[str | None, ...], found: list[int | None]
) -> int | None:
    """The figure that the one behind 其中 is a part of: the nearest of its unit; for a share, of what is no share."""
    share = layout.is_share(number)
    for candidate in reversed(before):
        if layout.bracket[candidate] not in (None, layout.bracket[number]):
            continue
        if not share and (_is_mean(layout, candidate) or _CEILING.match(layout.text, layout.quantities[candidate].end)):
            continue  # 余额9亿元，控制在10亿元限额以内，其中一般债务3亿元
        if share:
            if layout.quantities[candidate].kind not in ("percent", "ratio", "points", "multiple", "duration"):
                return candidate
        elif _alike(layout, number, candidate) and not changes[candidate]:
            return candidate
    if share:
        return _same_side(layout, number, before)
    for candidate in reversed(before):
        if _alike(layout, number, candidate) and found[candidate] is None and not _is_mean(layout, candidate):
            return candidate
    return None


def _is_mean(layout: Layout, number: int) -> bool:
    """平均巡检50次，其中最少20次: an extreme is no part of the mean."""
    return bool(_AVERAGE.search(layout.before(number)))


def _same_side(layout: Layout, number: int, before: range) -> int | None:
    """由60.8%降到41.5%，其中国防费由30.7%降到21.1%: first belongs to first, second to second."""
    origin = bool(_ORIGIN.search(layout.before(number)))
    for candidate in reversed(before):
        if _alike(layout, number, candidate) and bool(_ORIGIN.search(layout.before(candidate))) == origin:
            return candidate
    return None


def _summed(layout: Layout, changes: tuple[str | None, ...], found: list[int | None]) -> None:
    """Lists that add up to the figure before or behind them, of one unit: 共12所：高中2所、初中10所."""
    quantities = layout.quantities
    for whole, quantity in enumerate(quantities):
        if (
            quantity.kind not in ("count", "money", "area", "length", "weight")
            or changes[whole]
            or quantity.low != quantity.high
        ):
            continue
        for run in (_run(layout, whole, 1, found), _run(layout, whole, -1, found)):
            if run:
                for number in run:
                    found[number] = whole
                break


def _run(layout: Layout, whole: int, step: int, found: list[int | None]) -> list[int]:
    quantity = layout.quantities[whole]
    total = Decimal(0)
    run: list[int] = []
    number = whole + step
    while 0 <= number < len(layout.quantities) and len(run) < _LONGEST_LIST:
        part = layout.quantities[number]
        if part.unit != quantity.unit or found[number] is not None or part.low != part.high or part.low <= 0:
            break
        total += part.low
        run.append(number)
        if total >= quantity.low:
            break
        number += step
    if len(run) < 2 or total != quantity.low:
        return []
    # A sum of money behind its items is an account (收入合计…加上结转…), not a whole with parts.
    return run if step > 0 or (quantity.kind == "count" and _TOTAL.search(layout.before(whole))) else []
