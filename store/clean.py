"""Source → CleanText: site furniture goes, broken lines are mended, a body of one line is divided.

Nothing is rewritten: a kept line is the author's own (white space at its ends apart), and a dropped line is kept
with the rule that dropped it. Where a rule is in doubt it does nothing: a furniture line too many can be
skipped by the reader, a sentence wrongly mended makes a quotation untrue.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from store.characters import CANNOT_BEGIN, CLOSERS, OPENERS, SENTENCE_ENDS, SPACE, ends_sentence, han_count, trim
from store.furniture import furniture_rule
from store.headings import LONGEST_BARE_HEADING, LONGEST_HEADING, is_date_line, numeral_of
from store.model import CleanText, DroppedLine, Line, Source

# A line with one of these words may be the report's title, wherever it stands above the body.
TITLE_WORDS = re.compile(
    r"总结|總結|报告|報告|汇报|彙報|述职|要点|计划|規劃|规划|方案|讲话|发言|材料|意见|通报|回顾|自查|自评|情况|纪要|体会|心得|范文"
)
SALUTATION = re.compile(r"(?:尊敬的|各位|同志们|同志們|女士们|代表们|委员们)[^。]{0,24}[:：!！,，]?")

# A site page shows at least this many furniture lines around its text; below that, nothing is judged by its place.
_SITE_EVIDENCE = 2
# Prose has at least this many Chinese characters and a sentence end; titles, buttons and dates have not.
_PROSE_HAN = 15
# No paragraph of the national and local reports read has this many characters; a body stored as one line has.
_ONE_LINE_BODY = 800
# The longest real paragraph read has about 2,500; a longer run of unfinished lines is a table or no prose at all.
_LONGEST_PARAGRAPH = 5_000


def clean(source: Source) -> CleanText:
    """The source's own lines, and what was dropped from it with the reason for each line."""
    raw = source.text.split("\n")
    marked = frozenset(source.headings)
    kept, dropped = _drop_furniture(raw, marked)
    lines = [piece for line in kept for piece in _divide_one_line_body(line)]
    return CleanText(
        lines=tuple(_mend(lines, raw)),
        dropped=tuple(sorted((*source.dropped, *dropped), key=lambda d: d.number)),
    )


# ---------------------------------------------------------------------------------------------- furniture


def _drop_furniture(raw: list[str], marked: frozenset[int]) -> tuple[list[Line], list[DroppedLine]]:
    kept: list[Line] = []
    dropped: list[DroppedLine] = []
    for number, text in enumerate(raw, 1):
        line = trim(text)
        if not line:
            continue
        rule = furniture_rule(line)
        if rule:
            dropped.append(DroppedLine(number, line, rule))
        else:
            kept.append(Line(number, line, marked=number in marked))
    kept = _before_notice(kept, dropped)
    body = [line.number for line in kept if is_body(line.text)]
    if not body:
        return kept, dropped
    # What stands among furniture above or below the body is furniture too, though nothing in it says so:
    # the site's name, "X3.2", advertising lines. Titles, dates and headings above the body are spared.
    head = [d.number for d in dropped if d.number < body[0]]
    tail = [d.number for d in dropped if d.number > body[-1]]
    head_end = head[-1] if len(head) >= _SITE_EVIDENCE else 0
    tail_start = tail[0] if len(tail) >= _SITE_EVIDENCE else len(raw) + 1
    rest: list[Line] = []
    for line in kept:
        if line.number < head_end and not _may_open(line.text):
            dropped.append(DroppedLine(line.number, line.text, "page-head"))
        elif line.number > tail_start:
            dropped.append(DroppedLine(line.number, line.text, "page-foot"))
        else:
            rest.append(line)
    return rest, dropped


# Libraries of public documents close each page with a statement of its licence, several lines long.
_NOTICE = re.compile(
    r"(?:本作品|本文档|本页面?|此作品)(?:是|在|采用|来自|根据|内容|依据|之).{0,80}|(?:版权|免责|著作权)(?:声明|说明|信息)[:：]?.{0,80}"
)
_NOTICE_WORDS = re.compile(r"著作权|版权|公有领域|授权|许可|转载")
_NOTICE_LENGTH = 600


def _before_notice(kept: list[Line], dropped: list[DroppedLine]) -> list[Line]:
    """The lines above a closing licence notice; the notice itself goes to ``dropped``."""
    length = 0
    for index in range(len(kept) - 1, 0, -1):
        length += len(kept[index].text)
        if length > _NOTICE_LENGTH:
            break
        if _NOTICE.fullmatch(kept[index].text) and _NOTICE_WORDS.search("".join(k.text for k in kept[index:])):
            dropped.extend(DroppedLine(k.number, k.text, "licence-notice") for k in kept[index:])
            return kept[:index]
    return kept


def is_body(line: str) -> bool:
    """Whether the line is the report's text and no title, date, name or button.

    >>> is_body("全县共有义务教育阶段中小学三十二所。"), is_body("一、主要工作"), is_body("临岚市教育局"), is_body("各位代表：")
    (True, True, False, False)
    """
    numeral = numeral_of(line)
    if numeral is not None and han_count(line[numeral.end :]) >= 3:
        return True
    # A sentence end, or the commas of a sentence whose end was lost.
    return han_count(line) >= _PROSE_HAN and (
        any(c in line for c in SENTENCE_ENDS) or len(re.findall("[，,]", line)) > 1
    )


def _may_open(line: str) -> bool:
    return bool(TITLE_WORDS.search(line)) or is_date_line(line) or SALUTATION.fullmatch(line) is not None


# ---------------------------------------------------------------------------------------------- one-line bodies


def _divide_one_line_body(line: Line) -> list[Line]:
    """The line, or its pieces where it holds a whole report: title, headings and paragraphs on lines of their own."""
    if len(line.text) < _ONE_LINE_BODY:
        return [line]
    cuts = _heading_offsets(line.text)
    if not cuts:
        return [line]
    pieces: list[str] = []
    for start, end in zip([0, *cuts], [*cuts, len(line.text)], strict=True):
        pieces.extend(_split_head(line.text[start:end].strip(), opening=start == 0))
    return [Line(line.number, piece) for piece in pieces if piece]


_BOUNDARY = re.compile(r"(?<=[\s。！？!?])(?=[（(一二三四五六七八九十第\d⑴-⒇①-⑳])")


def _heading_offsets(text: str) -> list[int]:
    """Where numerals stand behind a space or a sentence end, in styles that count 1, 2, … through the text."""
    found: dict[str, list[tuple[int, int]]] = {}
    for match in _BOUNDARY.finditer(text):
        numeral = numeral_of(text[match.start() : match.start() + 16])
        if numeral is not None:
            found.setdefault(numeral.style, []).append((match.start(), numeral.number))
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


def _split_head(piece: str, *, opening: bool) -> list[str]:
    """The piece, or its title or heading and the rest, where a space divides them and nothing else does."""
    match = re.search(r"\s+", piece)
    if match is None:
        return [piece]
    head, rest = piece[: match.start()], piece[match.end() :]
    if any(c in head for c in SENTENCE_ENDS):
        return [piece]
    if opening:
        return [head, rest] if len(head) <= LONGEST_HEADING and TITLE_WORDS.search(head) else [piece]
    # A stray space inside a heading ("加强队伍 建设。") leaves only a scrap before the next sentence end.
    scrap = re.split(rf"[{SENTENCE_ENDS}]", rest, maxsplit=1)[0]
    if len(head) <= LONGEST_BARE_HEADING and han_count(head) >= 3 and (len(scrap) >= 8 or numeral_of(rest)):
        return [head, rest]
    return [piece]


# ---------------------------------------------------------------------------------------------- broken lines


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the file tells a new paragraph from a line that goes on: by a blank line, an indent, or a full width."""

    blank: bool
    indent: bool
    width: int | None


def _columns(text: str) -> int:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)


def _layout(raw: list[str]) -> _Layout:
    ends = indented = followed = 0
    widths: Counter[int] = Counter()
    for i, text in enumerate(raw):
        line = trim(text)
        if not line:
            continue
        widths[_columns(text.rstrip())] += 1
        if ends_sentence(line) and i + 1 < len(raw):
            ends += 1
            followed += not trim(raw[i + 1])
            following = next((t for t in raw[i + 1 :] if trim(t)), "")
            indented += following.startswith(("\u3000", "  ", "\t"))
    width = None
    total = sum(widths.values())
    if total >= 8:
        # Wrapped by a mail program or a terminal: most lines are equally long, none is much longer.
        mode = max(widths, key=lambda w: (widths[w] + widths[w - 1] + widths[w - 2], w))
        near = sum(n for w, n in widths.items() if mode - 3 <= w <= mode)
        longer = sum(n for w, n in widths.items() if w > mode)
        if mode >= 40 and near >= 0.4 * total and longer <= 0.05 * total:
            width = mode - 3
    return _Layout(blank=ends >= 3 and followed >= 0.8 * ends, indent=ends >= 3 and indented >= 0.8 * ends, width=width)


def _mend(lines: list[Line], raw: list[str]) -> list[Line]:
    layout = _layout(raw)
    mended: list[Line] = []
    paragraph = ""
    in_body = False
    for line in lines:
        whole = line.marked or len(paragraph) > _LONGEST_PARAGRAPH
        if mended and not whole and not mended[-1].marked and line.number != mended[-1].number:
            before = mended[-1]
            blank = any(not trim(raw[n - 1]) for n in range(before.number + 1, line.number))
            adjacent = not blank and not raw[line.number - 1].startswith(("\u3000", "  ", "\t"))
            full = layout.width is not None and _columns(raw[before.number - 1].rstrip()) >= layout.width
            if _goes_on(paragraph, before.text, line.text) or (
                adjacent and _may_go_on(paragraph, line.text, layout=layout, full=full, in_body=in_body)
            ):
                mended.append(replace(line, joins=True))
                paragraph += line.text
                continue
        mended.append(line)
        paragraph = line.text
        in_body = in_body or is_body(paragraph)
    return mended


def _goes_on(paragraph: str, before: str, line: str) -> bool:
    """Whether the line can only be the rest of the paragraph, whatever blank lines stand between.

    >>> _goes_on("生师比达8.4:", "生师比达8.4:", "1。"), _goes_on("认真贯彻《", "认真贯彻《", "中小学管理规程")
    (True, True)
    >>> _goes_on("招聘223名教师。", "招聘223名教师。", "二、存在问题"), _goes_on("主要工作如下:", "主要工作如下:", "1、加强领导")
    (False, False)
    """
    # Closing punctuation never begins a line.
    if line[0] in CANNOT_BEGIN and not line.startswith("..."):
        return True
    # A ratio broken behind its colon: "8.4:" / "1".
    if re.search(r"\d\s?[:：]$", before) and re.match(r"\d+(?!\d*\s?[、.．)）])", line):
        return True
    # Behind an opening mark, or inside the name of a document.
    if paragraph.endswith(tuple(OPENERS)) or (_open_title(paragraph) and len(line) <= 80):
        return True
    # A comma or a listing mark ends no paragraph (but a salutation may end in one).
    return (
        paragraph.endswith(("，", "、", ","))
        and SALUTATION.fullmatch(paragraph) is None
        and numeral_of(line) is None
        and not is_date_line(line)
    )


def _open_title(paragraph: str) -> bool:
    start = paragraph.rfind("《")
    return start >= 0 and "》" not in paragraph[start:] and len(paragraph) - start <= 60


def _may_go_on(paragraph: str, line: str, *, layout: _Layout, full: bool, in_body: bool) -> bool:
    """Whether the next line, with neither a blank line nor an indent before it, continues a sentence."""
    if (
        ends_sentence(paragraph)
        or paragraph.endswith(("：", ":"))
        or numeral_of(line) is not None
        or is_date_line(line)
    ):
        return False
    if full:
        return True
    # A heading of its own line is complete without a full stop, though it may hold commas.
    if numeral_of(paragraph) is not None and len(paragraph) <= LONGEST_HEADING:
        return False
    # Where a blank line follows each paragraph, a scrap without one is a piece of a sentence (a word that was
    # a link); elsewhere it may be a heading or a title.
    scrap = not any(c in paragraph for c in "，,、。；;：:") and len(paragraph) < 2 * LONGEST_BARE_HEADING
    if scrap and not (layout.blank and in_body):
        return False
    # Sites that turn quotation marks into links break the line behind them, in documents whose paragraphs are
    # one line each; elsewhere it takes a layout that marks paragraphs, so that no break means no end.
    return paragraph.endswith(tuple(CLOSERS)) or layout.blank or layout.indent


def joined(before: str, after: str) -> str:
    """Two halves of a broken sentence put together: with a space between Latin words, without one in Chinese.

    >>> joined("学生就学“三项”", "保障机制"), joined("the plan", "of work")
    ('学生就学“三项”保障机制', 'the plan of work')
    """
    before, after = before.rstrip(SPACE), after.lstrip(SPACE)
    latin = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return f"{before} {after}" if latin else before + after
