"""Paragraphs → their places in the outline: which are headings, on which level, and what stands below which.

Levels follow the order in which numeral styles first appear and not a fixed table, since real reports put 一、
below （一） as readily as above it. A paragraph may be a heading of its own line, begin with a run-in heading
("1、重点项目进展顺利。区委…"), be a numbered item that heads nothing, or be plain text.
"""

from __future__ import annotations

from dataclasses import dataclass

from store import patterns as re
from store.figures.quantities import quantities_in
from store.language.characters import SENTENCE_ENDS, ends_sentence, han_count
from store.language.heading_numerals import PARTS, Numeral, numeral_of
from store.language.line_forms import (
    CELLS,
    LONGEST_BARE_HEADING,
    LONGEST_HEADING,
    LONGEST_RUN_IN,
    is_bare_heading,
    is_date_line,
)
from store.language.tables import pattern
from store.model import Section
from store.quick_records import record
from store.structure.paragraphs import Paragraph

_BARE = "bare"
_NUMBER = re.compile(r"\d")
_OF_YEAR = re.compile(r"(?:19|20)\d\d年")
# A line that ends in a colon names a part where it ends in such a noun; "突出表现为:" and "要采取以下措施:" go on.
_NAMES_PART = re.compile(
    r"^(?!.*(?:以下|下列|如下|采取|[几一二三四五六七八九十][个项条点大])).*(?:情况|概况|成绩|成效|做法|措施|问题|不足|困难|打算|方向|计划|安排|建议|体会|经验|亮点|思路|目标)[:：]$"
)
# A part without numeral that closes a report, below the last numbered part: 存在的不足与努力方向, 下一步工作打算.
_CLOSING_PART = re.compile(r".{0,12}(?:存在|问题|困难|不足|打算|努力方向|下一?步|今后|建议|整改).{0,14}[:：]?")
# A heading that ends in a full stop and stands alone is shorter than this; a longer one is an item that says it all.
_LONGEST_STOPPED_HEADING = 45
# A line of its own that a part's numeral opens (一、坚持…，着力…，在…上) is a heading to its end.
_LONGEST_NUMBERED = 120
_MOST_WITHIN = 4  # lists 一、二、 each within another; no report has more than three


@record
class Placed:
    """A paragraph with its section path. ``heading`` is the offset behind its heading, 0 where it has none.

    ``alone`` is true where the heading is the whole paragraph.
    """

    paragraph: Paragraph
    path: tuple[str, ...]
    heading: int = 0
    alone: bool = False


@dataclass(frozen=True, slots=True)
class _Open:
    """A level that is open: its numeral's style and family, the last number on it, and its heading if any.

    ``marked`` is the level that the format gives the heading, 0 where it gives none.
    """

    style: str
    family: str
    number: int
    heading: str | None
    marked: int = 0


class _Numerals:
    """The numerals of a body's paragraphs, asked by position; each question takes the same time in any body."""

    def __init__(self, body: tuple[Paragraph, ...]) -> None:
        self._all = tuple(None if _is_row(p) or p.text.startswith(("“", "‘")) else numeral_of(p.text) for p in body)
        self._first: dict[str, int] = {}
        self._last: dict[tuple[str, int], int] = {}
        self._last_top = -1
        ones = 0
        for index, numeral in enumerate(self._all):
            if numeral is not None:
                self._first.setdefault(numeral.style, index)
                self._last[numeral.style, numeral.number] = index
                if numeral.style in PARTS:
                    self._last_top = index
                    ones += numeral.number == 1
        # In a report whose parts are numbered 一、二、三、 once through, a heading without numeral stands beside them.
        self.once = ones == 1
        self.first_part = min((self._first[style] for style in PARTS if style in self._first), default=0)

    def __getitem__(self, index: int) -> Numeral | None:
        return self._all[index] if 0 <= index < len(self._all) else None

    def earlier(self, style: str, index: int) -> bool:
        """Whether a numeral of the style stands before ``index``."""
        return self._first.get(style, index) < index

    def later(self, style: str, number: int, index: int) -> bool:
        """Whether this very numeral stands behind ``index``."""
        return self._last.get((style, number), -1) > index

    def later_part(self, index: int) -> bool:
        """Whether a numbered part begins behind ``index``."""
        return self._last_top > index


def outline(body: tuple[Paragraph, ...]) -> tuple[tuple[Placed, ...], tuple[Section, ...]]:
    """Every paragraph of the body with its path, and the sections in order."""
    numerals = _Numerals(body)
    # Several headings without numeral above the first 一、 are the parts (2019年工作回顾, 2020年工作安排), and the count
    # belongs to one of them; a single one (基本情况) stands beside the count.
    once = numerals.once and not _parts_without_numeral(body, numerals)
    placed: list[Placed] = []
    sections: list[Section] = []
    open_levels: list[_Open] = []
    for index, paragraph in enumerate(body):
        numeral = numerals[index]
        end = 0
        if numeral is not None:
            end = _numbered_heading(numeral, index, body, numerals)
            level = _level(open_levels, numeral, numerals, index, once=once)
            heading = paragraph.text[:end].strip() if end else None
            del open_levels[level:]
            open_levels.append(_Open(numeral.style, numeral.family, numeral.number, heading, paragraph.marked))
        elif _bare_heading(index, body, numerals):
            end = len(paragraph.text)
            _open_bare(
                open_levels, paragraph.text, closes=once and _closes(index, body, numerals), marked=paragraph.marked
            )
        aside = once and bool(open_levels) and open_levels[0].style == _BARE
        path = tuple(entry.heading for entry in open_levels if entry.heading is not None)
        placed.append(Placed(paragraph, path, end, alone=end == len(paragraph.text)))
        if end:
            sections.append(_section(paragraph, end, path, level=len(path) + aside))
    return tuple(placed), tuple(sections)


def _parts_without_numeral(body: tuple[Paragraph, ...], numerals: _Numerals) -> bool:
    """Whether headings without numeral are the parts: two above the first 一、, or one of a year above it and one behind."""
    above = [index for index in range(numerals.first_part) if _bare_heading(index, body, numerals)]
    if len(above) != 1 or not _OF_YEAR.match(body[above[0]].text):
        return len(above) > 1
    behind = range(numerals.first_part, len(body))
    return any(_OF_YEAR.match(body[at].text) and _bare_heading(at, body, numerals) for at in behind)


def _section(paragraph: Paragraph, end: int, path: tuple[str, ...], *, level: int) -> Section:
    width = len(paragraph.text[:end].rstrip())
    return Section(
        level=level,
        heading=path[-1],
        path=path,
        start=paragraph.place(0),
        end=paragraph.place(width - 1) + 1,
        run_in=end < len(paragraph.text),
    )


def _level(open_levels: list[_Open], numeral: Numeral, numerals: _Numerals, index: int, *, once: bool) -> int:
    """The index in the open levels that the numeral's heading takes."""
    # 一、 behind a heading without numeral that had text of its own, and the only count of its style: the heading
    # stood beside the numbered parts, and is over.
    if (
        len(open_levels) == 1
        and open_levels[0].style == _BARE
        and numeral.style in PARTS
        and numeral.number == 1
        and once
    ):
        return 0
    same = [at for at, entry in enumerate(open_levels) if entry.style == numeral.style]
    if same:
        # The innermost level whose count goes on here. A list that counts 一、二、 within 二、 starts again at 1
        # and is one level down; 1、 starts again wherever a heading without numeral stood between.
        going_on = [at for at in same if open_levels[at].number + 1 == numeral.number]
        within = len(same) < _MOST_WITHIN and open_levels[same[-1]].heading
        if not going_on and numeral.number == 1 and numeral.style == "一、" and within:
            return len(open_levels)
        return going_on[-1] if going_on else same[-1]
    # A level numbered inconsistently (1、 then 2.) goes on in another style of the same family, provided that the
    # number it would have had does not come later in its own style.
    for at in range(len(open_levels) - 1, -1, -1):
        entry = open_levels[at]
        if (
            entry.family == numeral.family
            and numeral.number == entry.number + 1
            and numeral.number > 1
            and not numerals.later(entry.style, numeral.number, index)
        ):
            return at
    # 二、 behind a heading without numeral: that heading stood for 一、, and both are on one level.
    if open_levels and open_levels[-1].style == _BARE and numeral.number > 1:
        return len(open_levels) - 1
    return len(open_levels)


def _open_bare(open_levels: list[_Open], heading: str, *, closes: bool, marked: int) -> None:
    if closes:
        open_levels.clear()
    for index, entry in enumerate(open_levels):
        # ### stands below ##; of headings that the format gives no level, all are on one.
        if entry.marked >= marked if marked and entry.marked else entry.style == _BARE:
            del open_levels[index:]
            break
    open_levels.append(_Open(_BARE, _BARE, 0, heading, marked))


def _closes(index: int, body: tuple[Paragraph, ...], numerals: _Numerals) -> bool:
    """Whether the heading without numeral is the report's last part: what is left to do, with no numbered part below."""
    return _CLOSING_PART.fullmatch(body[index].text) is not None and not numerals.later_part(index)


# ---------------------------------------------------------------------------------------------- is it a heading?


def _numbered_heading(numeral: Numeral, index: int, body: tuple[Paragraph, ...], numerals: _Numerals) -> int:
    """The offset behind the heading that the numbered paragraph opens with, 0 where it heads nothing."""
    text = body[index].text
    if not han_count(text[numeral.end :]) and len(text) > numeral.end:
        return 0
    if numeral.family == "cn" and (end := glued_heading(text, numeral.end)):
        return end
    stop = _first_stop(text, numeral.end)
    if stop == len(text):
        return stop if _heads_text(numeral, index, body, numerals) else 0
    heading, rest = text[:stop], text[stop:]
    # （一）加装电梯6部。（二）…: items side by side in one paragraph, none of which heads the others
    beside = numeral_of(rest.lstrip())
    if beside is not None and (beside.style, beside.number) == (numeral.style, numeral.number + 1):
        return 0
    if len(heading) <= LONGEST_RUN_IN and han_count(heading) >= 2 and han_count(rest) >= 2:
        return stop
    return 0


def glued_heading(text: str, start: int) -> int:
    """The offset behind a heading that runs into its text without a mark; 0 where there is none.

    It ends in a noun for what a part of a report is, and a sentence that begins with its time or its actor follows.

    >>> text = "一、2018年工作回顾2018年，面对困难，全县招聘教师20名。"
    >>> text[: glued_heading(text, 2)]
    '一、2018年工作回顾'
    """
    end = 0
    for noun in pattern("part_headings", "noun").finditer(text, start, start + LONGEST_BARE_HEADING):
        if not _INNER_MARK.search(text, start, noun.end()) and pattern("part_headings", "opener").match(
            text, noun.end()
        ):
            end = noun.end()
    return end if _FIRST_CLAUSE.match(text, end) else 0


_NUMBER_AT = 4  # a number before is that of a heading: 2　2023年工作
_INNER_MARK = re.compile(r"[，,。；;：:]")
_FIRST_CLAUSE = re.compile(r"[^，,。；;]{4,40}[，,。]")
_STOP = re.compile(rf"[{SENTENCE_ENDS}][”’」』）)]?|[:：]|\s+")


def _first_stop(text: str, start: int) -> int:
    """The offset behind the first sentence end, or behind a short part that a colon or a space closes."""
    for match in _STOP.finditer(text, start + 1):
        mark = match.group()
        short = match.start() - start <= LONGEST_BARE_HEADING
        before = text[start : match.start()]
        if mark[0] in SENTENCE_ENDS:
            return match.end()
        if mark.isspace():
            # A space closes a heading only where no other mark has begun a clause and text follows.
            if (
                short
                and han_count(before) >= 3
                and len(text) - match.end() >= 15
                and not any(mark in before for mark in "，,。；;")
            ):
                return match.start()
        elif match.end() == len(text) or (short and not re.search(r"[，,。；;\d]", before) and han_count(before) >= 2):
            return match.end()
    return len(text)


def _heads_text(numeral: Numeral, index: int, body: tuple[Paragraph, ...], numerals: _Numerals) -> bool:
    """Whether the numbered line is a heading: short, and something other than its next sibling follows."""
    text = body[index].text
    longest = _LONGEST_STOPPED_HEADING if ends_sentence(text) else LONGEST_HEADING
    if not ends_sentence(text) and numeral.family == "cn" and len(body[index].starts) == 1:
        longest = _LONGEST_NUMBERED
    if len(text) > longest or text.endswith(("；", ";", "，", ",")) or index + 1 == len(body):
        return False
    following = numerals[index + 1]
    if following is None:
        # The last item of a list whose items say it all ("2.抓环境。" "3.抓民生。") heads nothing either.
        before = numerals[index - 1]
        if before is None or before.style != numeral.style or before.number != numeral.number - 1:
            return True
        # 一、粮食丰收。全年… is a part with its text, and so is the next one, on a line of its own.
        last = body[index - 1].text
        return numeral.style in PARTS and not ends_sentence(text) and _first_stop(last, before.end) < len(last)
    # Its own next number, or that of a level above it: the line had nothing below it, so it is an item of a list.
    if following.style == numeral.style:
        return False
    above = numerals.earlier(following.style, index) and following.number > 1
    return not above or numeral.style == "一、"


def _is_row(paragraph: Paragraph) -> bool:
    """Whether a paragraph is the row of a table, though one that blanks alone draw: 税收收入　31264　26.8."""
    text = paragraph.text
    return paragraph.row or (len(text) <= LONGEST_HEADING and CELLS.search(text, _NUMBER_AT) is not None)


def _bare_heading(index: int, body: tuple[Paragraph, ...], numerals: _Numerals) -> bool:
    text = body[index].text
    if index + 1 == len(body) or _is_row(body[index]) or is_date_line(text):
        return False
    if body[index].marked:
        return len(text) <= LONGEST_HEADING and not ends_sentence(text)
    bare = text[:-1] if text.endswith(("：", ":")) and _NAMES_PART.search(text) else text
    if not is_bare_heading(bare) or len(body[index].starts) > 1 or re.search(r"\t|\s{2,}", text):
        return False
    # 更新校车12辆 says it all itself, and heads nothing.
    if _NUMBER.search(text) and any(one.kind != "duration" for one in quantities_in(text)):
        return False
    before = body[index - 1].text if index else ""
    after = body[index + 1].text
    # What it heads is prose or a numbered paragraph; a list of short lines has no headings.
    heads = (
        bare != text
        or numerals[index + 1] is not None
        or (han_count(after) >= LONGEST_BARE_HEADING // 2 and any(c in after for c in SENTENCE_ENDS + "；;：:"))
    )
    closed = (
        not before
        or ends_sentence(before)
        or before.endswith(("：", ":"))
        or numerals[index - 1] is not None
        or is_bare_heading(before)
    )
    return heads and closed
