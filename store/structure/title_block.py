"""The lines of one report → where its body begins: below title, subtitle, issuer, date, speaker and salutation.

A short line is text as soon as it says something: a figure, a sentence end, a numbered heading, a row of a table. What
stands above the title is nobody's sentence, and what is read out of the title block is the matter of
:mod:`store.structure.front_matter`.
"""

from __future__ import annotations

from functools import cache

from store import patterns as re
from store.figures.quantities import quantities_in
from store.language.characters import ends_sentence, han_count
from store.language.heading_numerals import numeral_of
from store.language.line_forms import LONGEST_HEADING, SALUTATION, TITLE_WORDS, is_body, is_date_line
from store.language.tables import words
from store.model import Line, Part

# The longest title block read has about this many lines (a page head that no rule knew, title, session, speaker).
_LONGEST_BLOCK = 24
_SUBTITLE = ("—", "－", "--", "（", "(", "【", "[", "〔")
# 来源：青禾日报; 填报单位：县教育局 is a line of a table and says something, but nothing to ask for.
_STATED = re.compile(
    r"(?:来源|作者|编辑|责编|记者|报告人|汇报人|述职人|发布\S{0,4}|索引号|文号|(?:填报|编制|报送|主办|报告|汇报)(?:单位|时间|日期)|单位|时间|日期|地点)\s?[:：].{0,40}"
)
_DOCUMENT_NUMBER = re.compile(r".{1,16}[〔\[（(](?:19|20)\d\d[〕\]）)]\s?第?\d{1,4}\s?号.{0,12}")
_SESSION = re.compile(r".{0,24}(?:19|20)\d\d\s?年.{0,40}(?:会议|大会|全会|代表会).{0,12}")
_DELIVERED = re.compile(r"(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日.{0,40}(?:会议|大会|全会)")
_LONGEST_DELIVERY = 100
# 学校数  12  15, │ 学校 │ 32 │: a row of a table that is drawn by blanks or lines
_COLUMNS = re.compile(r"(?<!\d)\d[\d.,%]{0,12}[ \t\u3000]{1,40}-?\d|[│┃].{1,80}[│┃]")
# 青禾县统计局　2023年4月12日
_DATED = re.compile(r"[ \t\u3000]{1,20}(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?$")
_NAME = re.compile(r"[^，,。；;：:！!？?]{1,16}")


@cache
def issuer_line() -> re.Pattern[str]:
    """The pattern of a line that names who issues a report and nothing else: 青禾县教育局（公章）."""
    return re.compile(
        rf"[^。，,；;：:]{{2,28}}(?:{'|'.join(words('issuer_endings'))})\s*(?:[（(]\s?(?:盖?章|印章|公章)\s?[)）])?"
    )


def body_start(part: Part) -> int:
    """The index of the first line below the title block; the line behind the title where nothing looks like a body."""
    lines = part.lines
    start = 1 if part.title is not None else 0
    prose = next((at for at in range(start, len(lines)) if _is_prose(lines[at].text)), None)
    limit = min(len(lines), start + _LONGEST_BLOCK) if prose is None else prose
    title = start - 1 if part.title is not None else _title(lines, start, limit)
    said = next((at for at in range(title + 1, limit) if _says_something(lines[at])), prose)
    if said is None:
        return min(title + 1, len(lines))
    while said > start and lines[said].joins:
        said -= 1
    return said


def tells_delivery(line: str) -> bool:
    """Whether a line of the title block tells when, where or by whom the report was given, which people ask for.

    >>> tells_delivery("——2026年1月20日在青禾县第十八届人民代表大会第五次会议上"), tells_delivery("青禾县县长 张三")
    (True, True)
    >>> tells_delivery("2026年1月20日"), tells_delivery("青禾县人民政府办公室")
    (False, False)
    """
    return len(line) <= _LONGEST_DELIVERY and (_DELIVERED.search(line) is not None or speaks(line))


def speaks(line: str) -> bool:
    """Whether a line of the title block names who gave the report."""
    return _speaker().search(line) is not None


@cache
def _speaker() -> re.Pattern[str]:
    """青禾县县长 张三, at the end of its line or before what is done there: 作政府工作报告, 在…会议上的讲话."""
    said = r"(?:同志)?(?:[作做].{0,8}报告|在.{4,40}(?:讲话|报告))。?"
    return re.compile(
        rf"(?:{'|'.join(words('speakers_offices'))})[ \u3000\xa0]{{0,3}}(?!办公|工作)[\u4e00-\u9fff](?:[ \u3000\xa0]{{0,2}}[\u4e00-\u9fff·]){{1,3}}(?:[)）]|{said})?$"
    )


def _is_prose(line: str) -> bool:
    return is_body(line) or (han_count(line) >= 8 and _opens(line))


def _opens(line: str) -> bool:
    return (ends_sentence(line) or line.endswith(("：", ":"))) and SALUTATION.fullmatch(line) is None


def _title(lines: tuple[Line, ...], start: int, limit: int) -> int:
    """The first line in the words of a title, else the first line that can be one."""
    if start < limit and lines[start].marked:
        return start
    able = [at for at in range(start, limit) if not lines[at].row and _may_be_title(lines[at].text)]
    named = (at for at in able if TITLE_WORDS.search(lines[at].text))
    return next(named, able[0] if able else start - 1)


# 镇街：云溪镇，学校：31: the row of a table
_CELLS = re.compile(r"[:：][^,，;；:：]{1,20}[,，;；][^,，;；:：]{1,12}[:：]")


def _may_be_title(line: str) -> bool:
    return (
        3 <= han_count(line)
        and len(line) <= LONGEST_HEADING
        and not ends_sentence(line)
        and not is_date_line(line)
        and _STATED.fullmatch(line) is None
        and _CELLS.search(line) is None
        and not (quantities_in(line) and not TITLE_WORDS.search(line))
    )


def _says_something(line: Line) -> bool:
    """Whether a line below the title is text, and not one more line of the title block."""
    text = line.text
    if line.row or (line.marked and not tells_delivery(text)):
        return True
    if line.marked or line.joins or is_date_line(text) or text.startswith(_SUBTITLE) or SALUTATION.fullmatch(text):
        return False
    if _STATED.fullmatch(text) or _DOCUMENT_NUMBER.fullmatch(text) or _SESSION.fullmatch(text):
        return False
    if (dated := _DATED.search(text)) and issuer_line().fullmatch(text, 0, dated.start()):
        return False
    if ends_sentence(text) or numeral_of(text) is not None or quantities_in(text) or _COLUMNS.search(text):
        return han_count(text) > 1
    if TITLE_WORDS.search(text) or _NAME.fullmatch(text) or issuer_line().fullmatch(text):
        return False
    return han_count(text) > 3
