"""A report as an index sees it: per field its units with their terms, and which sentence hangs under which unit.

Units are sentences for the fields ``words`` and ``grams``, distinct section paths for ``heading``, and the report
itself for ``title``: a heading is kept once, not with each of its sentences. Stop words are no words of a sentence
here: no question asks for them, so every engine leaves them out of its counts and of the sentence's length alike.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cache

from retrieval.lexicon.tables import table
from retrieval.model import Field
from retrieval.text.segmentation import fold, fold_lines, grams, is_word, pieces, words
from store.model import Report
from store.quick_records import record

FIELDS: tuple[Field, ...] = ("words", "grams", "heading", "title")


@record
class Units:
    """The folded texts of the units of one report in reading order, each on one line.

    ``leads`` holds for each sentence the ordinal of its paragraph's first sentence, ``sections`` the ordinal of
    its section path among the units of ``heading``.
    """

    words: tuple[str, ...]
    grams: tuple[str, ...]
    heading: tuple[str, ...]
    title: tuple[str, ...]
    leads: tuple[int, ...]
    sections: tuple[int, ...]

    def of(self, field: Field) -> tuple[Counter[str], ...]:
        """How often each term stands in each unit of one field."""
        texts: tuple[str, ...] = getattr(self, field)
        if field == "words":
            return tuple(Counter(filter(is_term, pieces(text))) for text in texts)
        return tuple(Counter(grams(text)) for text in texts)


def is_term(piece: str) -> bool:
    """Whether a piece of a sentence is a word that is searched for."""
    return is_word(piece) and piece not in table("stop_words")


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
    paragraphs: dict[int, int] = {}
    paths: dict[tuple[str, ...], int] = {}
    leads = tuple(paragraphs.setdefault(s.paragraph, ordinal) for ordinal, s in enumerate(report.sentences))
    sections = tuple(paths.setdefault(s.section, len(paths)) for s in report.sentences)
    # White space of any kind stands between words and between runs of grams, so one line for each changes no term.
    title, *lines = fold_lines([report.title, *(s.text for s in report.sentences), *map(" ".join, paths)])
    sentences = tuple(lines[: len(leads)])
    return Units(
        words=sentences,
        grams=sentences,
        heading=tuple(lines[len(leads) :]),
        title=(title,),
        leads=leads,
        sections=sections,
    )
