"""Where the pages of a PDF begin: kept among what is not the report's own text, read again to cite a sentence by its page."""

from __future__ import annotations

import re

from store.language.characters import squeeze
from store.model import DroppedLine, Report, Sentence

PAGE = "pdf-page"
_TEXT = re.compile(r"第([0-9]{1,6})页(?:，从这一行第([0-9]{1,7})个字起)?")


def page_begins(page: int, number: int, at: int = 0) -> DroppedLine:
    """A page that begins behind the line of this number, or within it, behind ``at`` characters (white space aside).

    >>> page_begins(3, 12, 56).text
    '第3页，从这一行第57个字起'
    """
    return DroppedLine(number, f"第{page}页，从这一行第{at + 1}个字起" if at else f"第{page}页", PAGE)


def page_of(report: Report, sentence: Sentence) -> int | None:
    """The page on which a sentence begins; None where the file has no pages, or its pages were not kept."""
    start = report.text.rfind("\n", 0, sentence.start) + 1
    before = len(squeeze(report.text[start : sentence.start]))
    page = None
    for one in report.dropped:
        if one.rule == PAGE and one.number <= sentence.first_line and (said := _TEXT.fullmatch(one.text)):
            at = int(said[2]) - 1 if said[2] else 0
            if one.number < sentence.first_line if not at else (one.number, at) <= (sentence.first_line, before):
                page = max(page or 0, int(said[1]))
    return page
