"""CleanText → one :class:`Part` for each report that the file holds.

A compilation shows itself by titles that count (…范文(一), …范文(二); 篇一：…, 篇二：…), or by a second title
after which the outline starts again at 一、. Anything less is one report: a report cut in two cannot be
answered from, while two reports in one are merely named less well.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from store import patterns as re
from store.language.characters import han_count, numeral_value
from store.language.heading_numerals import numeral_of
from store.language.line_forms import LONGEST_HEADING, TITLE_WORDS
from store.language.tables import worded
from store.model import CleanText, DroppedLine, Line, Part

_N = r"(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})"
# "…工作报告范文(一)", "…工作总结 2", "…工作总结【篇三】"
_COUNTED_TITLE = re.compile(rf"(?P<stem>.{{4,60}}?)\s?[（(【\[]?第?篇?{_N}篇?[)）】\]]?")
# "篇一：…", "【篇二】…", "第三篇 …", "范文四：…"
_COUNTED_PART = re.compile(rf"[【\[（(]?(?P<stem>第|篇|范文){_N}(?:篇|部分)?[】\])）]?(?:[:：\s].{{0,60}})?")
# 第一部分 2023年工作回顾 is half of one report.
_PART_OF_ONE = re.compile(r"[【\[（(]?第.{1,3}部分")
# "2017年工作计划" within a report is its second half: a title names whose report it is.
_WHOLE_TITLE = worded(".{1,50}(?:局|府|委|县|市|区|镇|乡|校|院|系统|单位|中学|小学).{0,30}(?:<genres>|述职)")
_PLANS = worded("(?!.*<genres.report>).*<genres.plan>")

# The shortest report seen in a compilation has about 700 Chinese characters; a table of contents has none.
_SHORTEST_COUNTED = 150
_SHORTEST_TITLED = 200


@dataclass(frozen=True, slots=True)
class _Mark:
    index: int
    stem: str
    number: int


def divide(text: CleanText) -> tuple[tuple[Part, ...], tuple[DroppedLine, ...]]:
    """The reports in order, and the lines above the first one that belong to none (a compilation's own title)."""
    lines = text.lines
    starts = _counted_titles(lines) or _second_titles(lines)
    if not starts:
        return (Part(1, 1, lines),), ()
    ends = [*starts[1:], len(lines)]
    parts = tuple(
        Part(number, len(starts), lines[start:end], title=lines[start].text)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    )
    above = tuple(DroppedLine(line.number, line.text, "compilation-head") for line in lines[: starts[0]])
    return parts, above


def _counted_titles(lines: tuple[Line, ...]) -> list[int]:
    series: dict[str, list[_Mark]] = {}
    for index, line in enumerate(lines):
        mark = None if line.joins else _mark(index, line.text)
        if mark is None:
            continue
        run = series.setdefault(mark.stem, [])
        if mark.number == len(run) + 1:
            run.append(mark)
        elif mark.number == 1:
            # A table of contents counts first; the titles that carry text are the later ones.
            series[mark.stem] = [mark]
    for run in series.values():
        starts = [mark.index for mark in run]
        if len(starts) > 1 and _all_hold_text(lines, starts, _SHORTEST_COUNTED):
            return starts
    return []


def _mark(index: int, text: str) -> _Mark | None:
    if len(text) > LONGEST_HEADING + 20 or text.endswith(("。", "；", "，")):
        return None
    part = _COUNTED_PART.fullmatch(text)
    if part is not None and _PART_OF_ONE.match(text) and not _WHOLE_TITLE.search(text):
        return None
    if part is not None:
        return _Mark(index, part.group("stem"), numeral_value(part.group("n")) or 0)
    title = _COUNTED_TITLE.fullmatch(text)
    if title is not None and TITLE_WORDS.search(title.group("stem")) and numeral_of(text) is None:
        return _Mark(index, title.group("stem").strip(), numeral_value(title.group("n")) or 0)
    return None


def _second_titles(lines: tuple[Line, ...]) -> list[int]:
    starts = [_first_title(lines)]
    outlined = False
    han: list[int] = []  # counted where a second title is met
    plans = bool(lines) and _PLANS.fullmatch(lines[starts[0]].text) is not None
    for index, line in enumerate(lines):
        numeral = numeral_of(line.text)
        if numeral is not None:
            outlined = outlined or (numeral.style == "一、" and numeral.number == 1)
            continue
        if not (
            outlined
            and not line.joins
            and len(line.text) <= LONGEST_HEADING
            and _WHOLE_TITLE.fullmatch(line.text)
            and (_PLANS.fullmatch(line.text) is not None) == plans
            and _restarts(lines, index + 1)
        ):
            continue
        han = han or [0, *accumulate(han_count(line.text) for line in lines)]
        if min(han[index] - han[starts[-1]], han[-1] - han[index]) >= _SHORTEST_TITLED:
            starts.append(index)
            outlined = False
    return starts if len(starts) > 1 else []


def _first_title(lines: tuple[Line, ...]) -> int:
    """The first line in the form of a whole title above the first numeral, the first line where there is none."""
    for index, line in enumerate(lines[:12]):
        if numeral_of(line.text) is not None:
            break
        if len(line.text) <= LONGEST_HEADING and _WHOLE_TITLE.fullmatch(line.text):
            return index
    return 0


def _restarts(lines: tuple[Line, ...], start: int) -> bool:
    for line in lines[start : start + 12]:
        numeral = numeral_of(line.text)
        if numeral is not None and numeral.style == "一、":
            return numeral.number == 1
    return False


def _all_hold_text(lines: tuple[Line, ...], starts: list[int], least: int) -> bool:
    return all(_han(lines[a:b]) >= least for a, b in zip(starts, [*starts[1:], len(lines)], strict=True))


def _han(lines: tuple[Line, ...]) -> int:
    return sum(han_count(line.text) for line in lines)
