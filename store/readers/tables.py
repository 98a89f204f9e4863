"""Tables of Word, Excel, web pages, Markdown and PDF → their rows as lines "表头：值，表头：值".

Every format gives rows of :class:`Cell`; what is a head, a caption, a note or a form is decided here alone. A merged cell
counts for each row and column that it covers; heads of several rows are joined (公办/学校数), and a head that stands again
further down is none of the rows. The unit that a caption or a corner note gives (单位：万元) is written behind the numbers
that have none of their own (预算数：1250.50万元), so that a row says by itself what its numbers are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from store import patterns as re


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with the columns and rows that it covers; ``head`` where the format itself calls it a head.

    ``inner`` are the lines of tables that stand within it.
    """

    text: str
    across: int = 1
    down: int = 1
    head: bool = False
    inner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableLines:
    """The lines of a table, top to bottom; ``rows`` are the indexes of those that are rows and no titles or notes."""

    lines: tuple[str, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A place of the grid: the text of the cell that covers it, which one, and whether its upper left corner is here."""

    text: str
    cell: int
    corner: bool
    across: int = 1
    down: int = 1
    head: bool = False
    inner: tuple[str, ...] = ()


_Row = tuple[_Place, ...]
_NOTHING = _Place("", -1, True)

_LONGEST_HEAD = 40
_WIDEST = 200  # columns; a sheet that says it has more has them empty
_LOOKED_AHEAD = 100  # rows that tell whether the one above them is a head, or all of them a form
YEAR = re.compile(r"(?:19|20)\d\d")
DASH = re.compile(r"[-—–－/…·.]*|[×xX]+|无|N/?A", re.IGNORECASE)
# A cell that is a value: 1,234 / -3.5 / 53.7% / 120名 / 约12.5亿元 / 2020-01-05
_VALUE = re.compile(
    r"[约近超]?[-+−±▲▼<>≥≤]?\s?\d[\d,，]*(?:\.\d+)?\s?(?:[%‰％]|[十百千万亿]*[\u4e00-\u9fff㎡]{0,4}|[A-Za-z/²]{1,6})?[余多]?|\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2}.{0,9})?"
)
BARE = re.compile(r"[-+−±]?\d[\d,，]*(?:\.\d+)?")
TIME = re.compile(
    r"(?:19|20)?\d{2}年(?:度|末|底)?(?:.{0,8})|第?\d{1,2}(?:季度|月|月份|级|类|期|岁)|\d{1,2}[-—~至]\d{1,2}(?:月|岁)"
)
_SENTENCE = frozenset("。！？；!?;")
# What a column, or the left cell of a form, is called: a word that a value goes with.
LABEL = re.compile(
    r".{0,16}(?:数|数量|数值|率|额|总额|值|总值|量|产量|名称|姓名|性别|时间|日期|单位|校长|局长|院长|主任|负责人|联系人|地址|电话|备注|情况"
    r"|项目|内容|面积|金额|投资|资金|费|费用|编号|类别|级别|性质|职务|职称|年龄|学历|地点|说明|意见|方式|比例|比重|收入|支出|产值|规模"
    r"|指标|年份|年度|人口|人次|合计|总计|小计|实绩|预算|决算|计划|完成|增长|增减|增幅|同比|占比|增速|本年|上年|本期|同期|排名|名次|学生|教师|职工|教职工|人员|班级|法人|代表人|邮编|网址|住址|等级|民族|籍贯|电话|传真|邮箱|[（(].{1,8}[)）])[:：]?"
)
_UNITS = re.compile(r"(?:计量|金额|数量)?单\s?位\s?[:：]\s?(?P<units>[^）)\]】，。；;：:\s]{1,24})")
_PAPER = re.compile(r"[^：:，。]{1,14}[:：]\s?\S.{0,40}")
_OWN_UNIT = re.compile(r"[（(\[][^）)\]]{1,12}[)）\]]|[%％‰]")
_SHARE = re.compile(r"率|比重|占比|比例|增长|增幅|增速|增减|同比|环比|±|比上年|升降")
_UNMEASURED = re.compile(r"序号|编号|代码|排名|名次|位次|年份|年度|年龄|电话|邮编|栏次|行次")
# What is counted by a unit, where a note gives several: 单位：所、人.
_COUNTED = {
    "人": "人|学生|教师|职工|员工|毕业|招生|师",
    "名": "人|学生|教师|职工",
    "所": "学校|校数|幼儿园|院|机构|中心|小学|中学|校",
    "个": "个数|机构|项目|班|单位|数",
    "元": "元|收入|支出|金额|经费|资金|投资|费|额|预算|决算",
    "米": "面积",
    "张": "床",
    "册": "书",
}


def table_lines(rows: Sequence[Sequence[Cell]], *, caption: str = "") -> TableLines:
    """The lines of a table; ``caption`` is the line above it, which may give the unit.

    >>> table_lines([[Cell("指标"), Cell("完成"), Cell("增长")], [Cell("财政收入"), Cell("12.5亿元"), Cell("8%")]]).lines
    ('指标：财政收入，完成：12.5亿元，增长：8%',)
    >>> table_lines(text_rows([["项目", "内容"], ["主办单位", "区教育局"]])).lines
    ('项目：内容', '主办单位：区教育局')
    """
    return _Reading(caption).read(_grid(rows))


def text_rows(rows: Sequence[Sequence[str]]) -> list[list[Cell]]:
    """Rows of plain texts as cells; a gap in the head of a table belongs to the name before it or above it."""
    return [[Cell(text) for text in row] for row in rows]


def _grid(rows: Sequence[Sequence[Cell]]) -> list[_Row]:
    """Every row with a place for each column: merged cells in all places that they cover."""
    places: list[dict[int, _Place]] = [{} for _ in rows]
    number = 0
    for index, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in places[index]:
                column += 1
            text = _one_line(cell.text)
            down = min(max(cell.down, 1), len(rows) - index)
            across = min(max(cell.across, 1), _WIDEST - column) if column < _WIDEST else 0
            for below in range(down):
                for beside in range(across):
                    places[index + below].setdefault(
                        column + beside,
                        _Place(text, number, not below and not beside, across, down, cell.head, cell.inner),
                    )
            number += 1
            column += across
    width = max((max(row, default=-1) for row in places), default=-1) + 1
    used = [at for at in range(width) if any(at in row and row[at].text for row in places)]
    return [tuple(row.get(at, _NOTHING) for at in used) for row in places]


_HAN_GAP = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _texts(row: _Row) -> list[str]:
    """The texts of the row's cells, each once, left to right; empty cells are left out."""
    found: dict[int, str] = {}
    for place in row:
        if place.text:
            found.setdefault(place.cell if place.cell >= 0 else -len(found) - 2, place.text)
    return list(found.values())


def _cells(row: _Row) -> list[tuple[int, _Place]]:
    """The row's cells, each once, with the first column that it covers; empty ones too."""
    found: list[tuple[int, _Place]] = []
    for column, place in enumerate(row):
        if not found or place.cell < 0 or found[-1][1].cell != place.cell:
            found.append((column, place))
    return found


def is_value(text: str) -> bool:
    """Whether a text is a number, a sum or a date, and no year or month that names a column.

    >>> is_value("-27.2%"), is_value("12.5亿元"), is_value("2023年"), is_value("减亏")
    (True, True, False, False)
    """
    return _VALUE.fullmatch(text) is not None and not YEAR.fullmatch(text) and not TIME.fullmatch(text)


def may_name(text: str) -> bool:
    """Whether a text can name a column: short, no sentence, no value other than a year."""
    return len(text) <= _LONGEST_HEAD and _SENTENCE.isdisjoint(text) and not is_value(text) and not DASH.fullmatch(text)


class _Reading:
    """One table under way: its names so far, the unit that holds, and its lines."""

    def __init__(self, caption: str) -> None:
        self._unit = _unit_of(caption)
        self._names: tuple[str, ...] = ()
        self._heads: tuple[tuple[str, ...], ...] = ()
        self._numbers: set[int] = set()  # the columns that held values below the present head
        self._form = False
        self._fresh = True  # no head was looked for since the last empty row
        self._lines: list[str] = []
        self._rows: list[int] = []

    def read(self, grid: list[_Row]) -> TableLines:
        index = 0
        while index < len(grid):
            index += self._next(grid, index)
        return TableLines(tuple(self._lines), tuple(self._rows))

    def _next(self, grid: list[_Row], index: int) -> int:
        """Read the rows from ``index`` on; how many were read."""
        row = grid[index]
        texts = _texts(row)
        if not texts:
            self._fresh = True
            return 1
        if len(texts) == 1 and (not self._names or row[0].text):
            self._title(row, texts[0])
            return 1
        if all(_PAPER.fullmatch(text) or _UNITS.search(text) for text in texts) and not self._is_form(grid, index):
            for text in texts:
                self._note(text)
            return 1
        if self._repeats(grid, index):
            return len(self._heads)
        if (height := self._head_height(grid, index)) > 0:
            self._head(grid[index : index + height])
            return height + _counts_columns(grid, index + height)
        if self._fresh and not self._names:
            self._form = self._is_form(grid, index)
        self._fresh = False
        self._body(row)
        return 1

    def _title(self, row: _Row, text: str) -> None:
        """A cell that stands alone in its row: a title, a group, a note."""
        self._note(text)
        for line in row[0].inner:
            self._lines.append(line)

    def _note(self, text: str) -> None:
        self._unit = _unit_of(text) or self._unit
        self._lines.append(text)

    def _repeats(self, grid: list[_Row], index: int) -> bool:
        here = grid[index : index + len(self._heads)]
        return bool(self._heads) and tuple(tuple(p.text for p in row) for row in here) == self._heads

    # ------------------------------------------------------------------------------------------ heads

    def _head_height(self, grid: list[_Row], index: int) -> int:
        """How many rows from ``index`` on name the columns; 0 where they are rows of values."""
        named = not self._form and self._names_columns(grid[index])
        if not named and not _is_marked(grid[index]):
            return 0
        below = _until_gap(grid, index)
        marked = 0
        while marked < len(below) - 1 and _is_marked(below[marked]):
            marked += 1
        if marked:
            return marked
        if not named or len(below) < 2:
            return 0
        height = _reach(below)
        if height >= len(below):
            return 0
        if self._names:
            return height if self._begins_anew(below, height) else 0
        if self._is_form(grid, index):
            return 0
        return height if _holds_values(below, height) else 0

    def _names_columns(self, row: _Row) -> bool:
        cells = [place for _, place in _cells(row)]
        named = [place for place in cells if place.text]
        years = [place for place in named if YEAR.fullmatch(place.text)]
        if len(named) < 2 or not all(may_name(place.text) for place in named) or len(years) == 1 == len(named) - 1:
            return False
        gaps = sum(not place.text for place in row)
        return gaps <= max(1, len(row) // 2)

    def _begins_anew(self, below: Sequence[_Row], height: int) -> bool:
        """Whether a head stands here below rows of another: words above numbers where numbers stood before."""
        following = below[height]
        numbers = {column for column, place in _cells(following) if is_value(place.text)}
        named = {column for column, place in _cells(below[0]) if place.text}
        if not numbers:
            return self._fresh and len(below[0]) > 2 and not self._numbers
        return numbers <= named and (bool(numbers & self._numbers) or self._fresh)

    def _head(self, rows: Sequence[_Row]) -> None:
        parts: list[list[str]] = [[] for _ in rows[0]]
        for depth, row in enumerate(rows):
            group = ""
            for column, place in enumerate(row):
                text = place.text
                if not text:
                    # The gap of a merged cell that the format did not tell: its name goes on where names stand below.
                    text = group if depth + 1 < len(rows) and rows[depth + 1][column].text else ""
                else:
                    group = text
                if text and text not in parts[column]:
                    parts[column].append(text)
        self._names = tuple("/".join(_HAN_GAP.sub("", part) for part in names) for names in parts)
        self._heads = tuple(tuple(place.text for place in row) for row in rows)
        self._numbers = set()
        self._fresh = self._form = False

    # ------------------------------------------------------------------------------------------ forms

    def _is_form(self, grid: list[_Row], index: int) -> bool:
        """Whether labels and values alternate along the rows (姓名|李平|职务|校长), with no head above them."""
        rows = [_cells(row) for row in _until_gap(grid, index)]
        rows = [row for row in rows if sum(bool(place.text) for _, place in row) > 1]
        if not rows or max(map(len, rows)) < 4:
            return False
        labels = [place.text for row in rows for _, place in row[::2] if place.text]
        if any(is_value(text) for text in labels) or sum(bool(LABEL.fullmatch(t)) for t in labels) < 0.7 * len(labels):
            return False
        firsts = [place.text for _, place in rows[0][1::2] if place.text]
        if any(len(row) % 2 for row in rows) or not firsts:
            return False
        return not all(LABEL.fullmatch(text) for text in firsts) and (len(rows) == 1 or len(set(labels)) == len(labels))

    # ------------------------------------------------------------------------------------------ rows

    def _body(self, row: _Row) -> None:
        cells = [(column, place) for column, place in _cells(row)]
        self._numbers |= {column for column, place in cells if is_value(place.text)}
        for pairs in self._pairs(row, cells):
            if line := "，".join(_said(name, text) for name, text in pairs):
                self._rows.append(len(self._lines))
                self._lines.append(line)
        for _, place in cells:
            if place.corner:
                self._lines += place.inner

    def _pairs(self, row: _Row, cells: list[tuple[int, _Place]]) -> Iterator[list[tuple[str, str]]]:
        filled = [(column, place) for column, place in cells if place.text]
        if self._names:
            named = [(self._names[column], place.text) for column, place in filled]
            for group in _groups(self._names, row, named, filled):
                yield list(self._with_units(group))
        elif self._form:
            yield [
                (a.text.rstrip("：:"), b.text)
                for (_, a), (_, b) in zip(cells[::2], cells[1::2], strict=False)
                if a.text or b.text
            ]
        elif len(filled) == 2 and len(row) == 2 and may_name(filled[0][1].text):
            # Two cells are read across, more are only set side by side.
            yield list(self._with_units([(filled[0][1].text.rstrip("：:"), filled[1][1].text)]))
        else:
            yield [("", place.text) for _, place in filled]

    def _with_units(self, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """The pairs, with the unit of the table behind numbers that have none."""
        label = "".join(text for name, text in pairs if not BARE.fullmatch(text))
        stated = any(name in ("单位", "计量单位") for name, _ in pairs) or _OWN_UNIT.search(label) is not None
        for name, text in pairs:
            name = f"{name}年" if YEAR.fullmatch(name) else name
            if self._unit and name and BARE.fullmatch(text) and not stated and not _OWN_UNIT.search(name):
                text += _chosen(self._unit, name, label)
            yield name, text


def _said(name: str, text: str) -> str:
    return f"{name}：{text}" if name and text else name or text


def _groups(
    names: tuple[str, ...], row: _Row, named: list[tuple[str, str]], filled: list[tuple[int, _Place]]
) -> Iterator[list[tuple[str, str]]]:
    """The named cells of a row, parted where the same names stand twice side by side (指标|数量|指标|数量)."""
    half = next(
        (n for n in range(2, len(names) // 2 + 1) if len(names) % n == 0 and names == names[:n] * (len(names) // n)), 0
    )
    if not half:
        yield named
        return
    for start in range(0, len(names), half):
        if group := [pair for (column, _), pair in zip(filled, named, strict=True) if start <= column < start + half]:
            yield group


def _until_gap(grid: list[_Row], index: int) -> list[_Row]:
    """The rows from ``index`` on up to an empty one, as far as is looked ahead."""
    ahead = grid[index : index + _LOOKED_AHEAD]
    end = next((at for at, row in enumerate(ahead) if not any(place.text for place in row)), len(ahead))
    return ahead[:end]


def _is_marked(row: _Row) -> bool:
    cells = [place for _, place in _cells(row) if place.text]
    return len(cells) > 1 and all(place.head for place in cells)


def _reach(rows: Sequence[_Row]) -> int:
    """How many rows the head takes that begins with the first: as far as its merged cells reach and are divided."""
    height = max(place.down for place in rows[0] if place.text and place.corner)
    height = min(height, len(rows))
    while height < len(rows) - 1 and _divided(rows[height - 1], rows[height]):
        height += 1
    return height


def _divided(upper: _Row, lower: _Row) -> bool:
    """Whether ``lower`` names the columns below wide or empty cells of ``upper``, and only those."""
    if any(place.text and place.corner and not may_name(place.text) for place in lower):
        return False
    wide = gap = False
    for column, (above, below) in enumerate(zip(upper, lower, strict=True)):
        same = above.cell >= 0 and above.cell == below.cell
        if same or not (above.text or below.text):
            continue
        spans = above.across > 1 or (
            column + 1 < len(upper) and not upper[column + 1].text and bool(lower[column + 1].text)
        )
        if above.text and below.text and not spans:
            return False
        wide = wide or (above.across > 1 and bool(below.text))
        gap = gap or (bool(below.text) and not above.text)
    return wide or (gap and not all(place.text for place in lower))


def _holds_values(rows: Sequence[_Row], height: int) -> bool:
    """Whether what stands below reads as values: a column of figures, or a grid that is more than pairs of words."""
    body = rows[height:]
    width = len(rows[0])
    for column in range(width):
        texts = [row[column].text for row in body if row[column].text and not DASH.fullmatch(row[column].text)]
        if texts and 2 * sum(map(is_value, texts)) > len(texts):
            # Of two columns the head has to say that it is one: 指标|数值, not 单位|第一小学.
            return width > 2 or LABEL.fullmatch(rows[height - 1][1].text) is not None or _is_plain(texts, rows, height)
    return len(body) >= (1 if width > 3 else 2) and width >= 3


def _is_plain(texts: Sequence[str], rows: Sequence[_Row], height: int) -> bool:
    """Whether the values of two columns are all of one kind, below a head of words or of a year."""
    head = rows[height - 1][1].text
    return YEAR.fullmatch(head) is not None or TIME.fullmatch(head) is not None or all(map(BARE.fullmatch, texts))


def _counts_columns(grid: list[_Row], index: int) -> int:
    """1 where the row below a head only numbers its columns (甲|乙|1|2|3), else 0."""
    if index + 1 >= len(grid):
        return 0
    texts = _texts(grid[index])
    digits = [text for text in texts if text.isdecimal()]
    rest = {text for text in texts if not text.isdecimal()}
    counted = len(digits) >= 3 and [int(text) for text in digits] == list(
        range(int(digits[0]), int(digits[0]) + len(digits))
    )
    return int(counted and int(digits[0]) <= 2 and rest <= {"甲", "乙", "丙", "丁", "栏次"})


def _unit_of(text: str) -> tuple[str, ...]:
    """The units that a caption or a note gives: 表1 经费投入（单位：万元）, 单位：所、人."""
    match = _UNITS.search(text)
    if match is None:
        return ()
    units = tuple(unit for unit in re.split(r"[、/和]|,", match["units"]) if 0 < len(unit) <= 6)
    return units if not any("局" in unit or "学校" in unit or "公司" in unit for unit in units) else ()


def _chosen(units: tuple[str, ...], name: str, label: str) -> str:
    """The one of the table's units that goes with a name, "" where none plainly does."""
    if _UNMEASURED.search(name):
        return ""
    if _SHARE.search(name.rsplit("/", 1)[-1]):
        return next((unit for unit in units if unit in ("%", "％", "百分点")), "")
    plain = [unit for unit in units if unit not in ("%", "％", "百分点")]
    if len(plain) == 1:
        return plain[0]
    for words in (name.rsplit("/", 1)[-1], label):
        for unit in plain:
            counted = next((pattern for base, pattern in _COUNTED.items() if unit.endswith(base)), None)
            if counted and re.search(counted, words):
                return unit
    return ""
