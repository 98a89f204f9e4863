"""A report as an index sees it: per field its units with their terms, and which sentence hangs under which unit.

Units are sentences for the fields ``words`` and ``grams``, distinct section paths for ``heading``, and the report
itself for ``title``: a heading is kept once, not with each of its sentences. Stop words are no words of a sentence
here: no question asks for them, so every engine leaves them out of its counts and of the sentence's length alike.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from functools import cache

from retrieval.lexicon.tables import table
from retrieval.model import Field
from retrieval.segment import fold, grams, words
from store.model import Report

FIELDS: tuple[Field, ...] = ("words", "grams", "heading", "title")


@dataclass(frozen=True, slots=True)
class Units:
    """The terms of every unit of one report as they stand there, unit by unit in reading order.

    ``leads`` holds for each sentence the ordinal of its paragraph's first sentence, ``sections`` the ordinal of
    its section path among the units of ``heading``.
    """

    words: tuple[tuple[str, ...], ...]
    grams: tuple[tuple[str, ...], ...]
    heading: tuple[tuple[str, ...], ...]
    title: tuple[tuple[str, ...], ...]
    leads: tuple[int, ...]
    sections: tuple[int, ...]

    def terms(self, field: Field) -> tuple[tuple[str, ...], ...]:
        """The terms of each unit of one field, as often as they stand there."""
        units: tuple[tuple[str, ...], ...] = getattr(self, field)
        return units

    def of(self, field: Field) -> tuple[Counter[str], ...]:
        """How often each term stands in each unit of one field."""
        return tuple(map(Counter, self.terms(field)))


@cache
def edition() -> str:
    """What tells whether two indexes were made of the same words: a digest of the stop words, and of how a text is cut.

    Not all that a segmenter does can show in one text; what does not show, ``wenbao doctor`` finds in the reports.
    """
    probe = fold(_PROBE)
    said = "\n".join((" ".join(sorted(table("stop_words"))), probe, "/".join(words(probe)), "/".join(grams(probe))))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


# Invented: words that segmenters cut in several ways, in both scripts, with what stands between words.
_PROBE = (
    "全市义务教育学校共招聘教师１２６名，其中研究生23人；投入资金3.5亿元，新建改建校舍4.2万平方米。為學校食堂配備專職廚師，顯著改善辦學條件，"
    "並隨著城鎮化推進完善控輟保學機制。生源地信用助学贷款、“三个课堂”、AI+教育ＡＢ、PPP项目、①号文件、第十四届人民代表大会常务委员会。"
    "结婚的和尚未结婚的，南京市长江大桥，研究生命起源，乒乓球拍卖完了，下雨天留客天，人均可支配收入增长百分之七点五。"
)


def units_of(report: Report) -> Units:
    """The units of a report, sentences in the order in which they are stored."""
    texts = [fold(sentence.text) for sentence in report.sentences]
    stop_words = table("stop_words")
    paragraphs: dict[int, int] = {}
    paths: dict[tuple[str, ...], int] = {}
    leads = tuple(paragraphs.setdefault(s.paragraph, ordinal) for ordinal, s in enumerate(report.sentences))
    sections = tuple(paths.setdefault(s.section, len(paths)) for s in report.sentences)
    return Units(
        words=tuple(tuple(word for word in words(text) if word not in stop_words) for text in texts),
        grams=tuple(tuple(grams(text)) for text in texts),
        heading=tuple(tuple(grams(fold("\n".join(path)))) for path in paths),
        title=(tuple(grams(fold(report.title))),),
        leads=leads,
        sections=sections,
    )
