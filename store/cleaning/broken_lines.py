"""Lines as the file breaks them → lines that know whether they go on with the line before.

A site breaks sentences behind a quotation that was a link, inside 《》, behind "8.4:"; a mail program or a PDF breaks
them at a fixed width. No character is changed: a line that goes on is marked (:attr:`Line.joins`), and
:func:`joined` says how two halves read together. In doubt a line stands alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from store import patterns as re
from store.language.characters import CANNOT_BEGIN, CLOSERS, OPENERS, SENTENCE_ENDS, SPACE, ends_sentence, trim
from store.language.heading_numerals import numeral_of
from store.language.line_forms import LONGEST_BARE_HEADING, LONGEST_HEADING, SALUTATION, is_body, is_date_line
from store.language.tables import worded
from store.model import Line

# The longest real paragraph read has about 2,500; a longer run of unfinished lines is a table or no prose at all.
_LONGEST_PARAGRAPH = 5_000
_AMOUNT = re.compile(r"[\u4e00-\u9fff](?:\d[\d.,，]*[十百千万亿]{0,2}|\d[\d.]*个?百分)$")
_UNIT = re.compile(r"[万亿]?(?:元|平方|㎡|公里|公顷|亩|吨|人次|名|所|个百分点|%|％|点(?=[，。；,;]))")
_RATIO, _RATIO_REST = re.compile(r"\d\s?[:：]$"), re.compile(r"\d+(?!\d*\s?[、.．)）])")
_DECIMAL, _DECIMAL_REST = re.compile(r"[^\d\s.．]\s?\d{1,4}[.．]$"), re.compile(r"\d{1,3}(?![\d、.．)）])")
_OPEN = tuple(OPENERS)
# A formula broken at its lowered part: "PM" / "2.5", "CO" / "2".
_FORMULA = re.compile(r"(?<![A-Za-z])(?:PM|CO|SO|NO|O)$")
_LOWERED = re.compile(r"2\.5|10|[23]")
_FIGURE = re.compile(rf"\d[\d.,]{{0,15}}(?:[%％‰]|{_UNIT.pattern})")
# Words that go on behind a subject and open no sentence.
_GOES_ON_WITH = ("是", "为", "和", "与", "及", "等")
_MARK = re.compile("[，,。；;]")
_FEWEST_LINES = 8
# — 2 —, 第 3 页 共 9 页
_PAGE = re.compile(r"[-—–]{1,2}\s?\d{1,4}\s?[-—–]{1,2}|第\s?\d{1,4}\s?页(?:[\s,，/]{0,3}共\s?\d{1,4}\s?页)?")
# A title may be as long as the lines below it.
_TITLE = worded("<genres>$")
_INDENTS = ("\u3000", "  ", "\t")


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the file tells a new paragraph from a line that goes on: by a blank line, an indent, or a full width.

    The width is one in columns, or in characters where as many stand in each line whatever their breadth.
    """

    blank: bool
    indent: bool
    columns: int | None
    characters: int | None

    def fills(self, text: str) -> bool:
        """Whether a line reaches the right margin."""
        line = text.rstrip()
        return (self.columns is not None and _columns(line) >= self.columns) or (
            self.characters is not None and len(line) >= self.characters
        )


def _columns(text: str) -> int:
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def _holds_mark(text: str) -> bool:
    return _MARK.search(trim(text)[:-1]) is not None


def _layout(raw: list[str]) -> _Layout:
    ends = indented = followed = begun = broken = 0
    lines: list[str] = []
    following, blank = "", False
    for text in reversed(raw):
        line = trim(text)
        if not line:
            blank = True
            continue
        lines.append(text.rstrip())
        begun += text.startswith(_INDENTS)
        # An unfinished line and, right below it, one without an indent.
        broken += bool(following) and not blank and not ends_sentence(line) and not following.startswith(_INDENTS)
        if ends_sentence(line) and (following or blank):
            ends += 1
            followed += blank
            indented += following.startswith(_INDENTS)
        following, blank = text, False
    total = len(lines)
    columns = _margin(lines, [_columns(line) for line in lines], slack=3, wide=40)
    characters = _margin(lines, [len(line) for line in lines], slack=1, wide=20) if columns is None else None
    # Paragraphs that begin with an indent: each of them, or some where many of the other lines are broken ones. A file
    # of whole paragraphs has a few such lines too, its headings.
    indent = (ends >= 3 and indented >= 0.8 * ends) or (begun >= 2 and broken >= max(2, 0.25 * total))
    return _Layout(ends >= 3 and followed >= 0.8 * ends, indent, columns, characters)


def _margin(lines: list[str], lengths: list[int], *, slack: int, wide: int) -> int | None:
    """How long a full line is at least, in a text wrapped by a mail program or a terminal; None where none did.

    Most lines are equally long then, and none is much longer. Those of a column of half the width are prose where most
    hold a mark; those of a list hold none.
    """
    if len(lines) < _FEWEST_LINES:
        return None
    counts = Counter(lengths)
    mode = max(counts, key=lambda w: (sum(counts[w - less] for less in range(slack)), w))
    near = sum(n for w, n in counts.items() if mode - slack <= w <= mode)
    longer = sum(n for w, n in counts.items() if w > mode)
    if near < 0.4 * len(lines) or longer > max(mode < wide, 0.05 * len(lines)):  # the title of a narrow column
        return None
    prose = mode >= wide or (2 * mode >= wide and 2 * sum(map(_holds_mark, lines)) >= len(lines))
    return mode - slack if prose else None


def mend(lines: Iterable[Line], raw: list[str]) -> list[Line]:
    """The lines, those that go on with the line before marked as such; ``raw`` are all lines of the file."""
    layout = _layout(raw)
    mended: list[Line] = []
    paragraph: list[str] = []
    length = 0
    in_body = False
    for line in lines:
        goes_on = line.joins
        if mended and not goes_on and not _stands_alone(line, mended[-1]) and length <= _LONGEST_PARAGRAPH:
            goes_on = line.number != mended[-1].number and (
                _is_rest("".join(paragraph), mended[-1], line, raw, layout=layout, in_body=in_body)
                or (in_body and _is_inline("".join(paragraph), mended[-1], line.text))
            )
        if goes_on:
            paragraph.append(line.text)
            length += len(line.text)
        else:
            paragraph = [line.text]
            length = len(line.text)
        in_body = in_body or is_body(line.text)
        mended.append(line if line.joins == goes_on else replace(line, joins=goes_on))
    return mended


def _stands_alone(line: Line, before: Line) -> bool:
    """Whether the format itself parts the two lines: a heading or the row of a table."""
    return bool(line.marked or before.marked or line.row or before.row)


def _is_rest(paragraph: str, before: Line, line: Line, raw: list[str], *, layout: _Layout, in_body: bool) -> bool:
    if _goes_on(paragraph, before.text, line.text):
        return True
    between = [trim(raw[n - 1]) for n in range(before.number + 1, line.number)]
    if in_body and any(map(_PAGE.fullmatch, between)) and _is_cut(paragraph, line.text):
        return True
    blank = not all(between)
    if blank or raw[line.number - 1].startswith(_INDENTS):
        return False
    full = layout.fills(raw[before.number - 1])
    return _may_go_on(paragraph, line.text, layout=layout, full=full, in_body=in_body, mended=before.joins)


def _is_cut(paragraph: str, line: str) -> bool:
    """Whether the end of a page cut a sentence in two."""
    prose = _MARK.search(paragraph) is not None and not ends_sentence(paragraph) and not paragraph.endswith(("：", ":"))
    return prose and numeral_of(paragraph) is None and numeral_of(line) is None and not is_date_line(line)


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
    if _RATIO_REST.match(line) and _RATIO.search(before):
        return True
    # A decimal broken behind its point: "提高6." / "5分"; a numeral (1.) is a line of its own.
    if _DECIMAL_REST.match(line) and _DECIMAL.search(before):
        return True
    # A number broken between its digits: "投入资金12" / "00万元"; no number begins with two zeros.
    if line.startswith("00") and _AMOUNT.search(before):
        return True
    # An amount broken before its unit: "投入1.2亿" / "元", "提高2.1个百分" / "点".
    if _UNIT.match(line) and _AMOUNT.search(before):
        return True
    # Behind an opening mark, or inside the name of a document.
    if paragraph.endswith(_OPEN) or (_open_title(paragraph) and len(line) <= 80):
        return True
    # 的 begins no sentence; and a long clause that stops behind a quotation mark was broken at the link there.
    if (
        paragraph.endswith(("”", "’", "》"))
        and ("，" in paragraph or "," in paragraph)
        and (line[0] == "的" or len(paragraph) > LONGEST_BARE_HEADING)
        and not ends_sentence(paragraph)
        and (numeral_of(paragraph) or numeral_of(line)) is None
        and not is_date_line(line)
    ):
        return True
    # ASCII quotation marks do not say which way they face: an odd one at the end has just opened.
    if paragraph.endswith('"') and paragraph.count('"') % 2:
        return True
    # A comma or a listing mark ends no paragraph (but a salutation may end in one).
    return (
        paragraph.endswith(("，", "、", ","))
        and SALUTATION.fullmatch(paragraph) is None
        and numeral_of(line) is None
        and not is_date_line(line)
    )


def _is_inline(paragraph: str, before: Line, line: str) -> bool:
    """Whether one of two lines of the body was bold, lowered or a figure in a sentence, put on a line of its own.

    >>> _is_inline("空气更加清新。PM", Line(1, "空气更加清新。PM"), "2.5")
    True
    >>> _is_inline("殡葬改革深入推进，火化率", Line(1, "殡葬改革深入推进，火化率"), "58.8%。")
    True
    >>> _is_inline("学校", Line(1, "学校"), "8所")
    False
    """
    if ends_sentence(paragraph):
        return False
    if _FORMULA.search(paragraph[-3:]):
        return _LOWERED.fullmatch(line) is not None
    if before.joins and _LOWERED.fullmatch(before.text):
        formula = _FORMULA.search(paragraph.removesuffix(before.text)[-3:])
        return formula is not None and numeral_of(line) is None and not is_date_line(line)
    if _FIGURE.match(line):
        return ("，" in paragraph or "," in paragraph) and "\u4e00" <= paragraph[-1] <= "\u9fff"
    if numeral_of(paragraph) is not None or numeral_of(line) is not None or is_date_line(line):
        return False
    if paragraph.endswith("的"):
        return True
    scrap = len(before.text) <= LONGEST_BARE_HEADING and not any(c in before.text for c in "，,、。；;：:")
    return before.joins and scrap and line.startswith(_GOES_ON_WITH)


def _open_title(paragraph: str) -> bool:
    start = paragraph.rfind("《")
    return start >= 0 and "》" not in paragraph[start:] and len(paragraph) - start <= 60


def _may_go_on(paragraph: str, line: str, *, layout: _Layout, full: bool, in_body: bool, mended: bool) -> bool:
    """Whether the next line, with neither a blank line nor an indent before it, continues a sentence."""
    # In a wrapped paragraph a semicolon may stand at the end of a line like any other character.
    ended = ends_sentence(paragraph) and not (layout.indent and paragraph.endswith(("；", ";")))
    if ended or paragraph.endswith(("：", ":")) or numeral_of(line) is not None or is_date_line(line):
        return False
    if full:
        return in_body or _TITLE.search(paragraph) is None
    # A heading of its own line is complete without a full stop, though it may hold commas.
    holds_end = any(c in paragraph for c in SENTENCE_ENDS)
    if numeral_of(paragraph) is not None and len(paragraph) <= LONGEST_HEADING and not holds_end:
        return False
    # Where a blank line follows each paragraph, a scrap without one is a piece of a sentence (a word that was
    # a link), and so is what was mended before; elsewhere it may be a heading or a title.
    scrap = not any(c in paragraph for c in "，,、。；;：:") and len(paragraph) < 2 * LONGEST_BARE_HEADING
    if scrap and not (layout.blank and in_body) and not mended:
        return False
    # Sites that turn quotation marks into links break the line behind them, in documents whose paragraphs are
    # one line each; elsewhere it takes a layout that marks paragraphs, so that no break means no end.
    return paragraph.endswith((*CLOSERS, '"')) or layout.blank or layout.indent


def joined(before: str, after: str) -> str:
    """Two halves of a broken sentence put together: with a space between Latin words, without one in Chinese.

    >>> joined("学生就学“三项”", "保障机制"), joined("the plan", "of work")
    ('学生就学“三项”保障机制', 'the plan of work')
    """
    before, after = before.rstrip(SPACE), after.lstrip(SPACE)
    latin = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return f"{before} {after}" if latin else before + after
