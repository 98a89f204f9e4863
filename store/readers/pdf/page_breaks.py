"""Where the pages of a PDF begin: kept among what is not the report's own text, read again to cite a sentence by its page."""

from __future__ import annotations

from collections.abc import Sequence

from store import patterns as re
from store.language.characters import squeeze
from store.model import PAGE, DroppedLine, Report, Sentence

_TEXT = re.compile(r"第([0-9]{1,6})页(?:，从这一行第([0-9]{1,7})个字起)?")


def page_begins(page: int, number: int, at: int = 0) -> DroppedLine:
    """A page that begins behind the line of this number, or within it, behind ``at`` characters (white space aside).

    >>> page_begins(3, 12, 56).text
    '第3页，从这一行第57个字起'
    """
    return DroppedLine(number, f"第{page}页，从这一行第{at + 1}个字起" if at else f"第{page}页", PAGE)


def pages_of(report: Report, sentences: Sequence[Sentence]) -> Sequence[int | None]:
    """The page on which each of these sentences begins, which stand in order.

    None where the file has no pages, or its pages were not kept.
    """
    told = ((one.number, said) for one in report.dropped if one.rule == PAGE and (said := _TEXT.fullmatch(one.text)))
    begins = sorted(
        (number, int(said[2]) - 1, int(said[1])) if said[2] else (number + 1, 0, int(said[1])) for number, said in told
    )
    if not begins:
        return [None] * len(sentences)
    found: list[int | None] = []
    at = before = index = 0
    page: int | None = None
    for sentence in sentences:
        _, broken, rest = report.text[at : sentence.start].rpartition("\n")
        before = len(squeeze(rest)) + (0 if broken else before)
        at = sentence.start
        while index < len(begins) and begins[index][:2] <= (sentence.first_line, before):
            page = max(page or 0, begins[index][2])
            index += 1
        found.append(page)
    return found
