"""What a line looks like: whether it can be a heading, a title, a salutation, a date or prose."""

from __future__ import annotations

from store import patterns as re
from store.language.characters import SENTENCE_ENDS, han_count
from store.language.heading_numerals import PARTS, numeral_of

# A line with one of these words may be the report's title, wherever it stands above the body.
TITLE_WORDS = re.compile(
    r"总结|總結|报告|報告|汇报|彙報|述职|要点|计划|規劃|规划|方案|讲话|发言|材料|意见|通报|回顾|自查|自评|情况|纪要|体会|心得|范文|公报|公報|年报"
)
# Whom a report speaks to: 各位代表：, or whom it is written for: 县人民政府：, 各市人民政府，省政府有关部门：
SALUTATION = re.compile(
    r"(?:尊敬的|各位|同志们|同志們|女士们|代表们|委员们)[^。]{0,24}[:：!！,，]?"
    r"|[^。；：:]{0,30}(?:政府|部门|局|委|委员会|办公室|办|厅|学校|督导组|检查组|考核组|巡察组|工作组|领导小组)[:：]"
)
# Prose has at least this many Chinese characters and a sentence end; titles, buttons and dates have not.
_PROSE_HAN = 15

_SHORT_SENTENCE = re.compile(r"[^。！？；\d]{1,30}\d[^。！？；]{1,30}[。；]")


# The longest heading on a line of its own seen in real reports has 47 characters (五、以科学规范为准则,…);
# a longer line without a sentence end is a broken sentence, not a heading.
LONGEST_HEADING = 60
# Reports that run a heading into its paragraph close it with a full stop within this many characters.
LONGEST_RUN_IN = 60
# Headings without a numeral ("基本情况", "过去五年的回顾") are told by being short and bare of punctuation.
LONGEST_BARE_HEADING = 30

# Cells of a table, parted by blanks: 3.94　-27.2%, 152　143, 32　—　45所: no range and no number goes on from one cell to the next
CELL_GAP = re.compile(r"(?: ?[\t\u3000]|  )[ \t\u3000]{0,40}(?=[-+−±]?\d|[—–-]{1,2}(?:\s|$))")
CELLS = re.compile(rf"(?<=[\d%％‰]){CELL_GAP.pattern}")

_INNER_PUNCTUATION = re.compile(r"[，,。；;：:！!？?、…□☐☑√✓■]")
# A date, a place name with a date, or a page number on a line of its own names nothing that follows.
_DATE_LINE = re.compile(
    r"[（(]?\s?[\d０-９一二三四五六七八九〇○零xX×*]{2,4}\s?年(?:\s?[\d０-９一二三四五六七八九十]{1,3}\s?月)?(?:\s?[\d０-９一二三四五六七八九十]{1,3}\s?日)?\s?[)）]?"
    r"|(?:19|20)\d\d([-./])\d{1,2}\1\d{1,2}"
)


def is_date_line(line: str) -> bool:
    """Whether the line is nothing but a date.

    >>> is_date_line("2014年11月"), is_date_line("二〇一四年十一月三日"), is_date_line("2014年工作")
    (True, True, False)
    """
    return _DATE_LINE.fullmatch(line.strip()) is not None


def is_bare_heading(line: str) -> bool:
    """Whether the line, seen alone, could be a heading without a numeral.

    >>> is_bare_heading("基本情况"), is_bare_heading("全县共有学校32所。"), is_bare_heading("2014年11月")
    (True, False, False)
    """
    return (
        len(line) <= LONGEST_BARE_HEADING
        and han_count(line) >= 3
        and not line.endswith(("是", "要", "为", "的", "了"))
        and _INNER_PUNCTUATION.search(line) is None
        and not is_date_line(line)
    )


def is_body(line: str) -> bool:
    """Whether the line is the report's text and no title, date, name or button.

    >>> is_body("全县共有义务教育阶段中小学三十二所。"), is_body("一、主要工作"), is_body("临岚市教育局"), is_body("各位代表：")
    (True, True, False, False)
    """
    numeral = numeral_of(line)
    if numeral is not None and han_count(line[numeral.end :]) >= (2 if numeral.style in PARTS else 3):
        return True
    # A short sentence with a figure: 招聘教师120名。
    if _SHORT_SENTENCE.fullmatch(line) and han_count(line) >= 4:
        return True
    # A sentence end, or the commas of a sentence whose end was lost.
    return (any(c in line for c in SENTENCE_ENDS) or line.count("，") + line.count(",") > 1) and (
        han_count(line) >= _PROSE_HAN
    )
