"""The lines above a report's body → its title.

A title is told by its words (总结, 报告, 汇报 …), by standing twice, by being what the file calls itself; it may stand
on two lines ("北榆县卫生健康局" / "2021年工作总结"), below its issuer or above a subtitle. Words by which sites
advertise a text (最新, 精选, Word文档下载推荐) are no part of it.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import PurePosixPath

from store import patterns as re
from store.language.characters import ends_sentence, han_count, squeeze, trim
from store.language.heading_numerals import numeral_of
from store.language.line_forms import LONGEST_HEADING, SALUTATION, TITLE_WORDS, is_date_line
from store.language.tables import worded, words
from store.model import DroppedLine, Source

_EXTENSION = re.compile(r"\.(?:docx?|pdf|pptx?|xlsx?|wps|txt|md|html?|rtf|odt)$", re.IGNORECASE)
_CAPTION = re.compile(
    r"(?P<title>.+?)(?:\.(?:docx?|pdf|pptx?|xlsx?|wps|txt|rtf)(?:_第\s?\d+\s?页)?|_第\s?\d+\s?页)", re.IGNORECASE
)
# Sites put advertising words before and behind a title: 最新(…范文)之…, 【精品】…, …（最新版）, …Word文档下载推荐.
_PRAISE = "最新|精选|精品|优秀|热门|推荐|优质|实用|完整|通用|范文|荐"
_ADVERTISING = worded(
    "(?i)"
    rf"^(?:最新|精选|优秀|热门|推荐)?(?:[（(【\[][^）)】\]]{{0,40}}(?:{_PRAISE})[^）)】\]]{{0,40}}[)）】\]]之?|★)"
    # [工作总结] 大旺镇2017年…总结: the column of the site in which the text stands
    r"|^[\[【][\u4e00-\u9fff]{2,6}[\]】]\s*+(?=.{6,}<genres>)"
    rf"|[（(【\[](?:{_PRAISE}|word|doc){{1,3}}[版篇]?[)）】\]]$|(?:word|doc)(?:版|文档)?(?:下载|推荐|可编辑|模板)*$"
)
# 标题：…, and the marks of Markdown
_LABEL = re.compile(r"^(?:#{1,6}\s+|\*\*|(?:文件|报告|邮件)?(?:标题|名称|题目|主题)\s?[:：]\s?)|\*\*$")
_SET_APART = re.compile(r"(?:\S\s+){3,40}\S")
_SPEAKER = re.compile(r"[（(].*[)）]")
_SUBTITLE = ("—", "―", "－", "–", "--", "-", "（", "(")
_HALF = re.compile(r"(?:关于|(?:19|20)\d\d|二[〇○零]|20[xX×*]{2}|年|工作|上半年|下半年|年度|半年).*")
# The second line of a title that broke in front of its last word: "关于2021年工作情况的" / "汇报".
_LAST_WORD = re.compile(
    r"(?:工作|自评|自查|评价|评估|情况|整改|调研|考核|年度|述职)?(?:总结|报告|汇报|通报|方案|要点|计划|材料|讲话|意见|通知)"
)
# A title of two lines: …计划执行情况与 / 2023年…的报告
_OPEN_END = re.compile(r"(?:[与和及暨、]|关于|印发)$")
# …计划执行情况 / 与2023年…的报告
_OPEN_START = re.compile(r"[与和及暨](?=(?:19|20)\d\d年|[今明]年|“?十)")
# … 青禾县教育局2016年 / 工作总结
_UNTIL = re.compile(r"[年度]$|(?:年|度)[上下]半年$")
_COMPLETE = ("工作总结", "工作报告", "工作汇报", "述职报告", "年度总结", "工作要点", "工作计划")


@cache
def _issuer() -> re.Pattern[str]:
    # Whoever writes reports: what stands alone above "2021年工作总结" is the first half of the title.
    return re.compile(rf"[^，,。；;：:、]{{2,28}}(?:{'|'.join(words('issuer_endings'))})")


def title_of(
    head: list[str], source: Source, dropped: tuple[DroppedLine, ...], *, above: int, opening: str = ""
) -> str:
    """The title, as far as the lines above the body say it, else as the file is called.

    ``above`` is the number of the line with which the body begins, with the words of ``opening``.
    """
    # Below the text the names of files are those of attachments.
    captions = {
        m.group("title")
        for d in dropped
        if d.number < above and d.rule == "file-caption" and (m := _CAPTION.fullmatch(d.text))
    }
    stem = trim(PurePosixPath(source.name).stem)
    hints = {squeeze(clean_title(h)) for h in (*captions, stem, source.title or "") if h}
    best = _best(head, hints)
    if best is not None:
        return best
    if source.title and han_count(source.title) >= 2:
        return source.title
    if captions:
        return max(captions, key=lambda c: (han_count(c), c))
    if han_count(stem) >= 4:
        return stem
    plain = [line for line in head if 4 <= han_count(line) and len(line) <= 40 and _is_plain(line)]
    if not plain and _GIVES.search(opening):
        return "政府工作报告"
    return plain[0] if plain else stem or source.name


# 现在，我代表国务院向大会作政府工作报告: what the speech calls itself
_GIVES = re.compile(r"代表.{0,14}(?:国务院|政府).{0,30}(?:作政府工作报告|报告.{0,8}政府工作|报告工作)")


def _best(head: list[str], hints: set[str]) -> str | None:
    counts = Counter(squeeze(clean_title(line)) for line in head)
    best, best_score = None, 0.0
    for index, line in enumerate(head):
        if len(line) > LONGEST_HEADING or ends_sentence(line) or numeral_of(line) or is_date_line(line):
            continue
        key = squeeze(clean_title(line))
        told = TITLE_WORDS.search(_closed_up(line)) and not _issuer().fullmatch(line)  # 规划 of 自然资源和规划局
        score = 2.0 * bool(told) + 2.0 * (key in hints) + min(counts[key] - 1, 1)
        # A subtitle, or a sentence that lost its full stop.
        score -= 1.5 * line.startswith(_SUBTITLE) + 1.5 * (line.count("，") + line.count(","))
        if score - index / 100 > best_score:
            best, best_score = index, score - index / 100
    if best is None:
        return None
    return head[best] if squeeze(clean_title(head[best])) in hints else _whole(head, best)


def _whole(head: list[str], best: int) -> str:
    """The title at ``best`` with its other half, or the main title above it where it is a subtitle."""
    line = head[best]
    if line.startswith(_SUBTITLE):
        return _above(head, best) or line
    behind = head[best + 1] if best + 1 < len(head) else ""
    if behind and _broken(line, behind) and len(line + behind) <= 2 * LONGEST_HEADING:
        return line + behind
    before = head[best - 1] if best else ""
    if before and _broken(before, line) and _is_plain(before):
        return before + line
    if not before or squeeze(before) in squeeze(line) or not _is_plain(before) or len(before + line) > LONGEST_HEADING:
        return line
    if (_issuer().fullmatch(before) and _HALF.fullmatch(line)) or (
        _LAST_WORD.fullmatch(line)
        and (line not in _COMPLETE or _UNTIL.search(before))
        and not TITLE_WORDS.search(before[-4:])
    ):
        return before + line
    return line


def _broken(line: str, behind: str) -> bool:
    """Whether a title goes on from one line to the next: 关于…执行情况与 / 2023年…的报告."""
    return _OPEN_END.search(line) is not None or (
        _OPEN_START.match(behind) is not None and TITLE_WORDS.search(behind) is not None
    )


def _above(head: list[str], subtitle: int) -> str:
    """The main title above a subtitle, of up to three lines (坚定信心 开拓进取 / 为建设…而奋斗); "" where there is none."""
    lines: list[str] = []
    for line in reversed(head[max(0, subtitle - 3) : subtitle]):
        if han_count(line) < 4 or len(line) > LONGEST_HEADING or not _is_plain(line):
            break
        if lines and (TITLE_WORDS.search(line) or _issuer().fullmatch(line)):
            break
        lines.insert(0, line)
    return " ".join(lines)


def _is_plain(line: str) -> bool:
    return (
        not ends_sentence(line)
        and not line.endswith(("：", ":", "，", ","))
        and SALUTATION.fullmatch(line) is None
        and not is_date_line(line)
        and not line.startswith(_SUBTITLE)
        and _SPEAKER.match(line) is None
    )


_NOTE = re.compile(r"[\[［〔]\d{1,2}[\]］〕]$")


def clean_title(title: str) -> str:
    """The title without file extension, advertising words and the mark of a footnote.

    >>> clean_title("最新(汇报范文)之2019年卫生局半年工作总结"), clean_title("工作汇报.docx"), clean_title("统计公报[1]")
    ('2019年卫生局半年工作总结', '工作汇报', '统计公报')
    """
    bare = _ADVERTISING.sub("", _EXTENSION.sub("", _LABEL.sub("", _closed_up(_NOTE.sub("", trim(title))))))
    if bare.startswith("《") and bare.endswith("》"):
        bare = bare[1:-1]
    return trim(bare) or trim(title)


def _closed_up(line: str) -> str:
    """The line without the spaces that set its characters apart: 工 作 总 结."""
    return squeeze(line) if _SET_APART.fullmatch(line) else line


def is_subtitle(line: str) -> bool:
    """Whether the line goes on below a title, behind a dash."""
    return line.startswith(("—", "―", "－", "–", "--"))


def own_title(title: str) -> str:
    """The title as far as it speaks of the report and not of the collection it was put in (2020精选…范文)."""
    cleaned = clean_title(title)
    return "" if "范文" in cleaned else cleaned
