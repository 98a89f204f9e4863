"""A report as an index sees it: per field its units with their terms, and which sentence hangs under which unit.

Units are sentences for the fields ``words`` and ``grams``, distinct section paths for ``heading``, and the report
itself for ``title``: a heading is kept once, not with each of its sentences. Stop words are no words of a sentence
here: no question asks for them, so every engine leaves them out of its counts and of the sentence's length alike.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from retrieval.lexicon.tables import table
from retrieval.model import Field
from retrieval.segment import fold, grams, words
from store.model import Report

FIELDS: tuple[Field, ...] = ("words", "grams", "heading", "title")


@dataclass(frozen=True, slots=True)
class Units:
    """The terms of every unit of one report: one counter per unit, in reading order.

    ``leads`` holds for each sentence the ordinal of its paragraph's first sentence, ``sections`` the ordinal of
    its section path among the units of ``heading``.
    """

    words: tuple[Counter[str], ...]
    grams: tuple[Counter[str], ...]
    heading: tuple[Counter[str], ...]
    title: tuple[Counter[str], ...]
    leads: tuple[int, ...]
    sections: tuple[int, ...]

    def of(self, field: Field) -> tuple[Counter[str], ...]:
        """The units of one field."""
        units: tuple[Counter[str], ...] = getattr(self, field)
        return units


def units_of(report: Report) -> Units:
    """The units of a report, sentences in the order in which they are stored."""
    texts = [fold(sentence.text) for sentence in report.sentences]
    stop_words = table("stop_words")
    paragraphs: dict[int, int] = {}
    paths: dict[tuple[str, ...], int] = {}
    leads = tuple(paragraphs.setdefault(s.paragraph, ordinal) for ordinal, s in enumerate(report.sentences))
    sections = tuple(paths.setdefault(s.section, len(paths)) for s in report.sentences)
    return Units(
        words=tuple(Counter(word for word in words(text) if word not in stop_words) for text in texts),
        grams=tuple(Counter(grams(text)) for text in texts),
        heading=tuple(Counter(grams(fold("\n".join(path)))) for path in paths),
        title=(Counter(grams(fold(report.title))),),
        leads=leads,
        sections=sections,
    )
