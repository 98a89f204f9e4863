"""Quotations in marked stretches and the addresses that lead to them; text is escaped by the templates alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING
from urllib.parse import quote

from store.archive.ids import sentence_id

if TYPE_CHECKING:
    from retrieval.model import Evidence

_MOST_WORDS = 6  # marked words of a quotation, by which other mentions of the same thing are found


def marked(text: str, hits: Sequence[tuple[int, int]], asked: tuple[int, int] = (0, 0)) -> list[tuple[str, str]]:
    """The text in stretches, each with its mark: "hit" by the question's words, "asked" for as a figure, or "".

    >>> marked("招聘教师132名。", [(0, 2), (2, 4)], (4, 8))
    [('招聘教师', 'hit'), ('132名', 'asked'), ('。', '')]
    """
    marks = [""] * len(text)
    for mark, spans in (("hit", hits), ("asked", [asked])):
        for start, end in spans:
            marks[start:end] = [mark] * len(marks[start:end])
    stretches = groupby(zip(text, marks, strict=True), key=itemgetter(1))
    return [("".join(char for char, _ in stretch), mark) for mark, stretch in stretches]


def report_link(report: str) -> str:
    """The address of a report."""
    return f"/reports/{quote(report, safe='')}"


def evidence_link(given: Evidence) -> str:
    """The address of a quotation in its report, where other mentions of the same thing are marked."""
    words = dict.fromkeys(given.quote[start:end] for start, end in given.matched[:_MOST_WORDS])
    return sentence_link(given.report.id, given.sentence, f"?w={quote(','.join(words))}")


def context_link(given: Evidence) -> str:
    """The address of the sentences around a quotation."""
    return f"{report_link(given.report.id)}/context?s={_place(given.report.id, given.sentence)}"


def sentence_link(report: str, sentence: int, asked: str = "") -> str:
    """The address of a sentence in its report."""
    return f"{report_link(report)}{asked}#s{_place(report, sentence)}"


def _place(report: str, sentence: int) -> int:
    """The sentence's place in its report, from 1."""
    return sentence - sentence_id(report, 0) + 1
