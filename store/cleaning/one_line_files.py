"""Lines that hold more than a paragraph → a line for each: bodies stored as one line, texts cut into numbered chunks.

Sharing sites store a document's text without its line breaks, some in chunks of a fixed length that each carry
the number of a preview page, and texts taken from a PDF hold its page marks within their sentences. What is cut
here was one running text, so a cut inside a sentence joins again (``joins``); marks of pages go to ``dropped``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from store import patterns as re
from store.language.characters import SENTENCE_ENDS, ends_sentence, han_count, trim
from store.language.heading_numerals import numeral_of
from store.language.line_forms import LONGEST_BARE_HEADING, LONGEST_HEADING, TITLE_WORDS
from store.language.tables import worded
from store.model import DroppedLine, Line

# No paragraph of the national and local reports read has this many characters; a body stored as one line has.
_ONE_LINE_BODY = 800
# A shorter line is a body too where it is nearly all that the file holds.
_SHORT_BODY = 300
_WHOLE_SHARE = 0.8
_SECOND = re.compile(r"。\s{0,4}二、")


def unfold(lines: Sequence[Line], dropped: list[DroppedLine], *, titles: frozenset[str] = frozenset()) -> list[Line]:
    """The lines with running text divided; ``titles`` are what the file calls itself, perhaps glued to its text."""
    whole = sum(len(line.text) for line in lines)
    found: list[Line] = []
    for block in _blocks(_without_page_marks(lines, dropped), dropped):
        length = sum(len(line.text) for line in block)
        body = len(block) > 1 or (
            length >= _WHOLE_SHARE * whole and (length >= _SHORT_BODY or _is_counted(block[0].text))
        )
        if (body or length >= _ONE_LINE_BODY) and not block[0].row:
            found.extend(_divided(block, titles, body=body))
        else:
            found.extend(block)
    return found


def _is_counted(text: str) -> bool:
    """Whether a text, however short, has sections one and two: a report without its line ends."""
    second = _SECOND.search(text)
    return second is not None and 0 <= text.find("一、") < second.start()


# ---------------------------------------------------------------------------------------------- marks of pages

# "其中新建3所，第 1 页 共 9 页下载后可任意编辑扩建有3所。"
_PAGE_MARK = re.compile(r"(?:(?<!\s)\s++)?第\s?\d{1,3}\s?页\s?[,，/]?\s?共\s?\d{1,3}\s?页(?:\s?下载后可任意编辑)?\s*")


def _without_page_marks(lines: Sequence[Line], dropped: list[DroppedLine]) -> Iterator[Line]:
    for line in lines:
        marks = list(_PAGE_MARK.finditer(line.text)) if "页" in line.text else []
        if not marks and line.text == trim(line.text) != "" and not line.joins:
            yield line
            continue
        start = 0
        first = True
        for end, following in [*(match.span() for match in marks), (len(line.text), 0)]:
            if text := trim(line.text[start:end]):
                yield replace(line, text=text, joins=not first)
                first = False
            start = following
        dropped.extend(DroppedLine(line.number, match.group().strip(), "page-mark") for match in marks)


_CHUNK = re.compile(r"(\d{1,3})、\s*")
# The chunks of the sites read have 250 to 600 characters.
_SHORTEST_CHUNK = 100


def _blocks(lines: Iterator[Line], dropped: list[DroppedLine]) -> Iterator[list[Line]]:
    """The lines, each a block of its own; chunks of one text, numbered 1、2、3、 by their pages, are one block."""
    pending: list[Line] = []
    for line in lines:
        match = _CHUNK.match(line.text)
        if pending and (match is None or int(match.group(1)) != len(pending) + 1):
            yield from _chunks(pending, dropped)
            pending = []
        if match is not None and int(match.group(1)) == len(pending) + 1:
            pending.append(line)
        else:
            yield [line]
    yield from _chunks(pending, dropped)


def _chunks(lines: list[Line], dropped: list[DroppedLine]) -> Iterator[list[Line]]:
    """One block where most breaks fall inside a sentence, as those of numbered paragraphs do not."""
    broken = sum(not ends_sentence(line.text) for line in lines[:-1])
    if len(lines) < 2 or 2 * broken < len(lines) - 1 or any(len(line.text) < _SHORTEST_CHUNK for line in lines[:-1]):
        yield from ([line] for line in lines)
        return
    block: list[Line] = []
    for line in lines:
        mark = _CHUNK.match(line.text)
        end = mark.end() if mark else 0
        dropped.append(DroppedLine(line.number, line.text[:end].strip(), "page-mark"))
        block.append(replace(line, text=line.text[end:]))
    yield block


# ---------------------------------------------------------------------------------------------- running text


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int


def _divided(block: list[Line], titles: frozenset[str], *, body: bool) -> list[Line]:
    """The block's text in pieces: title, headings and paragraphs on lines of their own."""
    text = "".join(line.text for line in block)
    starts = [0]
    for line in block[:-1]:
        starts.append(starts[-1] + len(line.text))
    cuts = _heading_offsets(text, _BODY_BOUNDARY if body else _BOUNDARY)
    if not cuts and not any(title and text.startswith(title) for title in titles):
        return _pieces(block, starts, [_Span(0, len(text))])
    spans: list[_Span] = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        head = _head(text[start:end], titles if start == 0 else frozenset(), opening=start == 0)
        spans.extend([_Span(start, start + head), _Span(start + head, end)] if head else [_Span(start, end)])
    return _pieces(block, starts, spans)


def _pieces(block: list[Line], starts: list[int], spans: list[_Span]) -> list[Line]:
    """The spans as lines, each with the number of the line it stands in; a span over two lines is joined."""
    found: list[Line] = []
    for span in spans:
        first = bisect_right(starts, span.start) - 1
        joins = block[first].joins and span.start == starts[first]
        for index in range(first, len(block)):
            start = max(span.start, starts[index])
            end = min(span.end, starts[index] + len(block[index].text))
            if start >= span.end:
                break
            piece = block[index].text[start - starts[index] : end - starts[index]].strip()
            if piece:
                found.append(replace(block[index], text=piece, joins=joins))
                joins = True
    return found


_NUMERAL = r"(?=[（(一二三四五六七八九十第\d⑴-⒇①-⑳])"
_BOUNDARY = re.compile(rf"(?<=[\s。！？!?]){_NUMERAL}")
# In a file that is one line all in all, a colon ends the introduction: "现将工作总结如下:一、主要工作". In a long
# paragraph among others it opens a list of its own.
_BODY_BOUNDARY = re.compile(rf"(?:(?<=[\s。！？!?])|(?<=[^\d\s][:：])){_NUMERAL}")
# A first numeral glued to the heading above it: "一、主要做法(一)加强领导", "一、上半年工作总结1、扎实推进".
_GLUED = worded(r"(?<=[\u4e00-\u9fff”])(?=[（(]一[)）]|1[、.．](?!\d)|⑴|①)|(?<=<genres>)(?=一、)")


def _heading_offsets(text: str, boundary: re.Pattern[str]) -> list[int]:
    """Where numerals stand behind a space or a sentence end, in styles that count 1, 2, … through the text."""
    found: dict[str, list[tuple[int, int]]] = {}
    last_boundary = 0
    boundaries = sorted({m.start() for m in boundary.finditer(text)} | {m.start() for m in _GLUED.finditer(text)})
    for offset in boundaries:
        numeral = numeral_of(text[offset : offset + 16])
        if numeral is None:
            continue
        if not boundary.match(text, offset):
            above = text[last_boundary:offset]
            titled = last_boundary == 0 and text.startswith("一、", offset)
            headed = titled or numeral_of(above[:16]) is not None
            if len(above) > LONGEST_HEADING or not headed or _holds_end(above):
                continue
        found.setdefault(numeral.style, []).append((offset, numeral.number))
        last_boundary = offset
    cuts: list[int] = []
    for places in found.values():
        last = 0
        run: list[int] = []
        for offset, number in places:
            # A level starts at 1 and goes up by one; anything else is a number in the text ("1.5倍", "3、4月").
            if number == last + 1 or number == 1:
                run.append(offset)
                last = number
        if len(run) > 1:
            cuts.extend(run)
    return sorted(cuts)


def _holds_end(text: str) -> bool:
    return any(c in text for c in SENTENCE_ENDS)


# The words of which headings are made that name a part of any report; a noun is the last of them.
_WORDS = (
    "主要|基本|总体|存在|取得|面临|突出|完成|开展|推进|落实|进展|执行|目前|当前|今后|来年|明年|全年|去年|今年|上半年|下半年|本学期|下学期|"
    r"下一步|下步|下一阶段|年度|(?:19|20)[\dxX×]{2}年|的|和|与|及|及其|以及|工作"
)
_NOUNS = "情况|概况|工作|成绩|成效|效果|问题|困难|不足|打算|计划|安排|措施|做法|回顾|总结|思路|重点|任务|目标|建议|体会|亮点|要点|经验|特点|方向|原因"
_GLUED_HEADING = re.compile(rf"(?:(?:{_WORDS}){{0,8}}(?:{_NOUNS})){{1,4}}")
_NOT_BEHIND_HEADING = re.compile(
    r"[，,、。；;：:！!？?)）”]|的|和|与|及|是|在|有|较|良好|顺利|如下|汇报|报告|进行|不断|取得|得到|方面|中"
)


# "县政府民政工作总结上半年,我局…": a title, and behind it words that open a report and end no title.
_GLUED_TITLE = worded(
    r"[^，,。；;：:\s]{4,40}?<genres>"
    r"(?=(?:19|20)[\dxX×]{2}年[，,度]?(?!.{0,12}<genres>)|今年|一年来|上半年|近年来|各位|尊敬的|同志们|本学期|我[校局县区市镇院])"
)


def _head(piece: str, titles: frozenset[str], *, opening: bool) -> int:
    """The length of the title or heading at the head of the piece, 0 where nothing divides it from the rest."""
    glued = max((len(title) for title in titles if han_count(title) >= 6 and piece.startswith(title)), default=0)
    if 0 < glued < len(piece) and piece[glued] not in "，,。、；;：:！!？?的":
        return glued
    if opening and (title := _GLUED_TITLE.match(piece)):
        return title.end()
    match = re.search(r"\s+", piece)
    if match is not None and _space_divides(piece[: match.start()], piece[match.end() :], opening=opening):
        return match.end()
    numeral = numeral_of(piece)
    if numeral is None or numeral.style not in ("一、", "第一章"):
        return 0
    heading = _GLUED_HEADING.match(piece, numeral.end)
    if (
        heading is None
        or han_count(heading.group()) < 4
        or han_count(piece[heading.end() :]) < LONGEST_BARE_HEADING // 2
        or _NOT_BEHIND_HEADING.match(piece, heading.end())
    ):
        return 0
    return heading.end()


_LONGEST_SCRAP = 8


def _space_divides(head: str, rest: str, *, opening: bool) -> bool:
    if _holds_end(head):
        return False
    if opening:
        return len(head) <= LONGEST_HEADING and TITLE_WORDS.search(head) is not None
    # A stray space inside a heading ("加强队伍 建设。") leaves only a scrap before the next sentence end.
    scrap = re.split(rf"[{SENTENCE_ENDS}]", rest, maxsplit=1)[0]
    return (
        len(head) <= LONGEST_BARE_HEADING
        and han_count(head) >= 3
        and (len(scrap) >= _LONGEST_SCRAP or numeral_of(rest) is not None)
    )
