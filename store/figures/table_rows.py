"""A row of a table as a line (表头：值，表头：值) → its figures: a number with the unit of its head or label.

Comes in: one sentence. Goes out: None where it is no such row; else its figures, in order. A cell of prose is read as any
other text. What is counted comes from the labels of the row and the head of the column, the period from either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from store import patterns as re
from store.figures.facts import indicator_of
from store.figures.quantities import Quantity, quantities_in
from store.language.years import written, years_of
from store.model import Figure, Rank

_CELL = re.compile(r"(?:(?P<name>[^：:，。；！？]{1,60})[：:])?(?P<value>[^，。；！？]*)(?:，|$)")
_BARE = re.compile(r"(?P<sign>[-+−±]?)\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)")
_OWN_UNIT = re.compile(r"[（(\[]\s?(?:单位[:：])?\s?(?P<unit>[^）)\]\d]{1,10})\s?[)）\]]|(?P<sign>[%％‰])$")
_UNIT_NAMES = frozenset(("单位", "计量单位"))
_UNMEASURED = re.compile(r"序号|编号|代码|排名|名次|位次|电话|邮编|栏次|行次|年份|年度")
_GENERAL = re.compile(
    r"(?:绝对)?(?:数|量|数量|数值|值|指标值|金额|合计|总数|总量|总计|总额|完成|完成数|完成值|完成情况|实绩|实际|本年|全年|本期|累计|情况)?"
)
_OF_CHANGE = re.compile(r"比上年|同比|增长|增幅|增速|增减|±|升降")
_ONLY_CHANGE = re.compile(
    r"(?:[比较与](?:上年|去年)(?:同期|末)?相?比?)?(?:同比|环比)?(?:增长|增减|增幅|增速|升降|±|增\(?减\)?)?(?:率|幅度?|额|数|%|％|[（(][^）)]{1,6}[)）]){0,3}"
)
_LESS = re.compile(r"下降|减少|降幅")
# 计划数, 年度目标; 完成计划 is what was reached of it, 预期寿命 and 计划生育率 are none.
_AIM = re.compile(
    r"(?:.*/)?(?!完成|占|为|[比较]|达到?)[\d\u4e00-\u9fff]{0,6}?(?:计划|目标|预期)(?:数|值|任务|指标|投资)?(?:[（(\[].*)?"
)
_PLACE = re.compile(r"排名|名次|位次|排位")
_PLACED = re.compile(r"第?\s?(\d{1,3})\s?[位名]?")
_AGAINST = re.compile(r"[比较与](?P<base>上年(?:同期|末)?|去年(?:同期)?|上月|上季度|(?:19|20)\d\d年|年初|预算|计划)")
_PART = re.compile(r"^\s{0,4}其中[:：]?")
_EACH = re.compile(
    r"(?<![平时])(?P<one>人|生|户|亩|地|班|校|师)均(?![衡匀等]|可支配)|每(?P<other>[百千万]?(?:人|名|户|亩|生|床))"
)
_NO_COUNT = re.compile(r"[\d\s.,，、:：；;（）()\-—–/]*")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of the row: the name of its column ("" for none), its value, and where that begins."""

    name: str
    value: str
    start: int


def figures_of_row(sentence: str, prose: Callable[[str], tuple[Figure, ...]]) -> tuple[Figure, ...] | None:
    """The figures of a row, None where the sentence is none. ``prose`` reads the figures of any other text.

    >>> row = figures_of_row("学段：小学，学校数（所）：36，占比（%）：12.5", lambda text: ())
    >>> [(f.text, f.unit, f.subject) for f in row]
    [('36', '所', '小学学校数'), ('12.5', '%', '小学占比')]
    """
    if ("：" not in sentence and ":" not in sentence) or any(mark in sentence for mark in "。；！？"):
        return None
    cells = tuple(_cells(sentence))
    if not _is_row(cells):
        return None
    stated = next((cell.value for cell in cells if cell.name in _UNIT_NAMES), "")
    labels = [cell.value for cell in cells if _is_label(cell)]
    year = next((cell.value for cell in cells if cell.name in ("年份", "年度", "年")), "")
    found: list[Figure] = []
    numbers = 0
    for cell in cells:
        if cell.name in _UNIT_NAMES or _UNMEASURED.search(cell.name):
            continue
        quantity = _quantity(cell, labels, stated)
        if quantity is None:
            shift = len(found)
            for figure in prose(cell.value):
                of = None if figure.of is None else figure.of + shift
                found.append(replace(figure, start=figure.start + cell.start, end=figure.end + cell.start, of=of))
        else:
            numbers += 1
            named = _subject(cell.name, labels)
            if _ONLY_CHANGE.fullmatch(cell.name) and (found or labels):
                # 增长（%） says nothing of what has grown: that is the column before, or the row.
                named = found[-1].subject if found else "".join(labels)
            found.append(_figure(sentence, cell, quantity, named, year))
            if following := _place_behind(cells, cell):
                found[-1] = replace(found[-1], rank=Rank(None, following))
    # 截至目前：完成投资3亿元，其中：… is prose, however many colons it has.
    return tuple(found) if numbers else None


def _cells(sentence: str) -> Iterator[_Cell]:
    for match in _CELL.finditer(sentence):
        if match.end() > match.start():
            yield _Cell((match["name"] or "").strip(), match["value"].strip(), _start(match))


def _start(match: re.Match[str]) -> int:
    return match.start("value") + len(match["value"]) - len(match["value"].lstrip())


def _is_row(cells: tuple[_Cell, ...]) -> bool:
    """Whether the whole sentence is made of named values, and not prose with a colon in it."""
    if not cells or not all(cell.name for cell in cells):
        return False
    named = sum(_BARE.fullmatch(cell.value) is not None for cell in cells)
    if len(cells) == 1:
        return named == 1 and _OWN_UNIT.search(cells[0].name) is not None
    return True


def _place_behind(cells: tuple[_Cell, ...], cell: _Cell) -> int | None:
    """The place in an order that the next column gives of a figure: 完成：12.5亿元，全省位次：3."""
    at = cells.index(cell) + 1
    placed = at < len(cells) and _PLACE.search(cells[at].name) and _PLACED.fullmatch(cells[at].value)
    return int(placed[1]) if placed else None


def _is_label(cell: _Cell) -> bool:
    return (
        bool(cell.value)
        and cell.name not in _UNIT_NAMES
        and not _UNMEASURED.search(cell.name)
        and not re.search(r"^\D?\d", cell.value)
    )


def _quantity(cell: _Cell, labels: list[str], stated: str) -> Quantity | None:
    """The cell's whole value as a quantity: a number with its own unit, or with that of its head, its row or the table."""
    own = quantities_in(cell.value)
    if len(own) == 1 and own[0].start == 0 and own[0].end == len(cell.value):
        return own[0]
    bare = _BARE.fullmatch(cell.value)
    if bare is None:
        return None
    unit = _unit(cell.name) or next(filter(None, map(_unit, reversed(labels))), "") or stated
    value = Decimal(bare["number"].replace(",", ""))
    if _OF_CHANGE.search(cell.name) and not _unit(cell.name):
        unit = ""
    sign = -1 if bare["sign"] in ("-", "−") else 1
    read = quantities_in(f"{bare['number'].replace(',', '')}{unit}") if unit else ()
    if len(read) == 1 and read[0].end == len(bare["number"].replace(",", "")) + len(unit):
        return read[0]._replace(low=sign * read[0].low, high=sign * read[0].high)
    return Quantity(0, len(cell.value), sign * value, sign * value, unit if unit and len(unit) <= 6 else "", "other")


def _unit(name: str) -> str:
    """The unit that the last brackets of a head or a label give: 学校数（所）, 占比（%）, 增长%."""
    last = ""
    for match in _OWN_UNIT.finditer(name):
        last = match["unit"] or match["sign"]
    return last.strip().replace("％", "%")


def _figure(sentence: str, cell: _Cell, quantity: Quantity, subject: str, year: str) -> Figure:
    exact = quantity.low == quantity.high
    end = cell.start + len(cell.value)
    change = _change(cell.name, quantity)
    planned = _AIM.fullmatch(cell.name) is not None
    return Figure(
        text=sentence[cell.start : end],
        start=cell.start,
        end=end,
        value=quantity.low if exact else None,
        low=None if exact else quantity.low,
        high=None if exact else quantity.high,
        unit=quantity.unit or "",
        kind=quantity.kind,
        bound="over" if quantity.more else "exact",
        change=change,
        subject=subject,
        of=None,
        planned=planned,
        currency=quantity.currency,
        per=_per(cell.name, subject, quantity),
        base=against["base"] if (against := _AGAINST.search(cell.name)) else None,
        period=_period(cell.name) or _period(year),
        indicator=indicator_of(subject, change),
        nature="plan" if planned else "change" if change else "level",
    )


def _per(name: str, subject: str, quantity: Quantity) -> str | None:
    """For each of what the number is: 公用经费（元/生）, 人均住房面积."""
    if quantity.per or quantity.kind in ("percent", "points"):
        return quantity.per
    each = _EACH.search(name) or _EACH.search(subject)
    return (each["one"] or each["other"]) if each else None


def _change(name: str, quantity: Quantity) -> str | None:
    if quantity.kind not in ("percent", "points", "other", "multiple") or not _OF_CHANGE.search(name):
        return "decrease" if _LESS.search(name) else None
    return "decrease" if quantity.low < 0 or _LESS.search(name) else "increase"


def _subject(name: str, labels: list[str]) -> str:
    """What the number is of: the labels of its row and the head of its column, words that say nothing left out."""
    bare = re.sub(r"[（(\[][^）)\]]{0,200}[)）\]]|[%％‰]", "", name)
    parts = [part for part in bare.split("/") if part and not _is_time(part) and not _GENERAL.fullmatch(part)]
    said = [re.sub(r"[（(\[][^）)\]]{0,200}[)）\]]", "", label) for label in labels if label not in parts]
    kept = [part for part in (*said, *parts) if not _NO_COUNT.fullmatch(part)]
    return _PART.sub("", "".join(kept) or bare)


def _is_time(part: str) -> bool:
    return re.fullmatch(r"(?:(?:19|20)\d\d[-—–~至])?(?:19|20)\d\d(?:学?年)?度?(?:末|底)?", part) is not None


def _period(name: str) -> str | None:
    found = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", name)
    if found is None:
        return None
    years = years_of(name if "年" in name else f"{found.group()}年", now=None, reviewed=None)
    return written(years) if years else found.group()
