"""Source → CleanText: site furniture goes, a body that runs on in one line is divided, broken lines are mended.

Nothing is rewritten: a kept line is the author's own (white space at its ends apart), and a dropped line is kept
with the rule that dropped it. Where a rule is in doubt it does nothing: a furniture line too many can be
skipped by the reader, a sentence wrongly mended makes a quotation untrue.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from pathlib import PurePosixPath

from store import patterns as re
from store.cleaning.broken_lines import mend
from store.cleaning.one_line_files import unfold
from store.cleaning.page_furniture import AFTER_TEXT, furniture_rule
from store.cleaning.second_copies import without_copy
from store.language.characters import SENTENCE_ENDS, squeeze, trim
from store.language.line_forms import SALUTATION, TITLE_WORDS, is_body, is_date_line
from store.model import CleanText, DroppedLine, Line, Source

# A site page shows at least this many furniture lines around its text; below that, nothing is judged by its place.
_SITE_EVIDENCE = 2
_AGAIN = 256  # lines that are not judged once more: tables and lists say the same again and again
_EXTENSION = re.compile(r"\.(?:docx?|pdf|pptx?|xlsx?|wps|txt|rtf)(?:_第\s?\d+\s?页)?$|_第\s?\d+\s?页$", re.IGNORECASE)


def clean(source: Source) -> CleanText:
    """The source's own lines, and what was dropped from it with the reason for each line."""
    raw = source.text.split("\n")
    kept, dropped = _drop_furniture(raw, _marked(source), frozenset(source.rows))
    kept = without_copy(_without_contents(kept, dropped), dropped)
    captions = {_EXTENSION.sub("", d.text) for d in dropped if d.rule == "file-caption"}
    titles = frozenset({source.title or "", PurePosixPath(source.name).stem, *captions})
    lines = unfold(kept, dropped, titles=titles)
    return CleanText(
        lines=tuple(mend(lines, raw)), dropped=tuple(sorted((*source.dropped, *dropped), key=lambda d: d.number))
    )


def _marked(source: Source) -> dict[int, int]:
    """The level of each line that the format marks as a heading, by its number."""
    return dict(zip(source.headings, source.levels or [1] * len(source.headings), strict=True))


def _drop_furniture(
    raw: list[str], marked: dict[int, int], rows: frozenset[int]
) -> tuple[list[Line], list[DroppedLine]]:
    kept: list[Line] = []
    dropped: list[DroppedLine] = []
    rule_of = lru_cache(_AGAIN)(furniture_rule)
    for number, text in enumerate(raw, 1):
        trimmed = trim(text)
        if not trimmed:
            continue
        row = number in rows
        rule = None if row else rule_of(trimmed)
        if rule:
            dropped.append(DroppedLine(number, trimmed, rule))
        else:
            kept.append(Line(number, trimmed, marked=marked.get(number, 0), row=row))
    kept = _before_notice(_before_lists(kept, dropped), dropped)
    body = [line.number for line in kept if is_body(line.text)]
    if not body:
        return kept, dropped
    # What stands among furniture above or below the body is furniture too, though nothing in it says so:
    # the site's name, "X3.2", advertising lines. Titles, dates and headings above the body are spared.
    head = [d.number for d in dropped if d.number < body[0]]
    tail = [d.number for d in dropped if d.number > body[-1]]
    head_end = max(head) if len(head) >= _SITE_EVIDENCE else 0
    head_end = max(head_end, _upload_block(kept, dropped))
    tail_start = min(tail) if len(tail) >= _SITE_EVIDENCE else len(raw) + 1
    rest: list[Line] = []
    titled = {d.number - 1 for d in dropped if d.rule == "public-account"}
    for line in kept:
        if line.number < head_end and not _may_open(line.text) and line.number not in titled:
            dropped.append(DroppedLine(line.number, line.text, "page-head"))
        elif line.number > tail_start:
            dropped.append(DroppedLine(line.number, line.text, "page-foot"))
        else:
            rest.append(line)
    return rest, dropped


# A sharing site's own words above the text (its terms, a summary) are this much of the page at most.
_SHARE_ABOVE, _LENGTH_ABOVE = 0.15, 500
_BLOCK_RULES = (
    "file-caption",
    "sharing-site-notice",
    "navigation",
    "sign-in",
    "forum-post",
    "buttons",
    "preview-notice",
)
_BLOCK_EVIDENCE = 4


def _upload_block(kept: list[Line], dropped: list[DroppedLine]) -> int:
    """The last line of the block of a sharing site above the text, 0 where there is none.

    Its terms are prose and may pass for the body; but captions and buttons in number stand below them.
    """
    total = sum(len(line.text) for line in kept)
    numbers = [line.number for line in kept]
    lengths = [0, *accumulate(len(line.text) for line in kept)]
    block = [
        d.number
        for d in dropped
        if d.rule in _BLOCK_RULES
        and lengths[bisect_left(numbers, d.number)] <= min(_SHARE_ABOVE * total, _LENGTH_ABOVE)
    ]
    return max(block) if len(block) >= _BLOCK_EVIDENCE else 0


# ——2026年1月20日在青禾县第十八届人民代表大会第五次会议上; 县长 张三
_SESSION = re.compile(r"[—―－–（(]*.{0,20}(?:在|于).{2,40}(?:会|会议|大会|全会)上.{0,30}")
_SPEAKER = re.compile(
    r"(?:.{0,16}[省市县区州旗盟镇乡](?:人民政府)?)?(?:代理?|常务副|副)?(?:[省市县区州旗盟镇乡]长|主席|院长|检察长|市委书记|县委书记|区委书记)[\s\u3000]{0,4}[\u4e00-\u9fff][\u4e00-\u9fff\s\u3000]{1,5}"
)


def _may_open(line: str) -> bool:
    return (
        TITLE_WORDS.search(squeeze(line)) is not None
        or is_date_line(line)
        or SALUTATION.fullmatch(line) is not None
        or line.startswith(("——", "－－", "――"))
        or _SESSION.fullmatch(line) is not None
        or _SPEAKER.fullmatch(line) is not None
    )


# ---------------------------------------------------------------------------------------------- below the text

# A paragraph of a report among what follows the last mark: the mark was no end.
_PARAGRAPH = 60
_LONGEST_LISTS = 60


def _before_lists(kept: list[Line], dropped: list[DroppedLine]) -> list[Line]:
    """The lines above a page's lists of other texts and its readers' comments, which go to ``dropped``."""
    marks = [d.number for d in dropped if AFTER_TEXT.fullmatch(d.text)]
    marks += [line.number for line in kept if AFTER_TEXT.fullmatch(line.text)]
    for mark in sorted(marks):
        below = [line for line in kept if line.number >= mark]
        above = sum(len(line.text) for line in kept if line.number < mark)
        prose = any(len(b.text) >= _PARAGRAPH and any(c in b.text for c in SENTENCE_ENDS) for b in below)
        if len(below) <= _LONGEST_LISTS and not prose and above > 2 * sum(len(line.text) for line in below):
            dropped.extend(DroppedLine(line.number, line.text, "page-foot") for line in below)
            return [line for line in kept if line.number < mark]
    return kept


# Libraries of public documents close each page with a statement of its licence, several lines long.
_NOTICE = re.compile(
    r"(?:本作品|本文档|本页面?|此作品)(?:是|在|采用|来自|根据|内容|依据|之).{0,80}|(?:版权|免责|著作权)(?:声明|说明|信息)[:：]?.{0,80}"
)
_NOTICE_WORDS = re.compile(r"著作权|版权|公有领域|授权|许可|转载")
_NOTICE_LENGTH = 600


def _before_notice(kept: list[Line], dropped: list[DroppedLine]) -> list[Line]:
    """The lines above a closing licence notice; the notice itself goes to ``dropped``."""
    length = 0
    start = len(kept)
    for index in range(len(kept) - 1, 0, -1):
        length += len(kept[index].text)
        if length > _NOTICE_LENGTH:
            break
        if _NOTICE.fullmatch(kept[index].text) and _NOTICE_WORDS.search("".join(k.text for k in kept[index:])):
            start = index
    dropped.extend(DroppedLine(k.number, k.text, "licence-notice") for k in kept[start:])
    return kept[:start]


# ---------------------------------------------------------------------------------------------- table of contents

# "一、工作回顾………3", "二、存在问题......12", "（一）经济发展 - 4 -"
_LEADER = re.compile(
    r"(?:(?<!\s)\s++)?(?:…{2,200}+|\.{4,200}+|·{4,200}+|—{4,200}+|_{4,200}+|-{4,200}+)[\s.…·]{0,200}+[-—]?\s?\d{0,3}\s?[-—]?$"
)
_PAGE = re.compile(r"(?<!\s)\s++[-—]?\s?\d{1,3}\s?[-—]?$")
_CONTENTS = re.compile(r"目\s*[录錄次]")


def _without_contents(kept: list[Line], dropped: list[DroppedLine]) -> list[Line]:
    """The lines without a table of contents: its word, leaders to page numbers, headings that stand again below."""
    start = next((i for i, line in enumerate(kept[:60]) if _CONTENTS.fullmatch(line.text)), None)
    rest: list[Line] = []
    listing = False
    again: set[str] = set()
    if start is not None:
        again = _repeated(line.text for line in kept[start + 1 :])
    for index, line in enumerate(kept):
        listing = index == start or (listing and _entry(line.text) in again)
        if listing and index != start:
            again.discard(_entry(line.text))
        # The leader must lead somewhere or come in a table of contents: an ellipsis may end a line of prose.
        leads = (line.text[-1].isdigit() or line.text[-1] in "-—") and _LEADER.search(line.text) is not None
        if leads or (listing and (index != start or _opens_list(kept, index))):
            dropped.append(DroppedLine(line.number, line.text, "contents"))
        else:
            rest.append(line)
        listing = listing or (leads and start is not None and index > start)
    return rest


def _repeated(texts: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for text in texts:
        entry = _entry(text)
        (twice if entry in seen else seen).add(entry)
    return twice


def _entry(text: str) -> str:
    return squeeze(_PAGE.sub("", _LEADER.sub("", text)))


def _opens_list(kept: list[Line], index: int) -> bool:
    following = kept[index + 1].text if index + 1 < len(kept) else ""
    return bool(following) and (
        _LEADER.search(following) is not None or _entry(following) in _repeated(line.text for line in kept[index + 1 :])
    )
