"""A stored sentence in; out come the things that the rules look at in it, each worked out once, when first asked for.

None of them depends on a question, so a sentence that many questions come upon is folded, cut and read only once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from retrieval.lazily import lazily
from retrieval.ranking.coverage import Text
from retrieval.ranking.figure_context import SEASON, FigureContext
from retrieval.text.segmentation import fold
from store import patterns as re
from store.archive.ids import ORDINAL_BITS
from store.language.tables import worded
from store.language.years import years_in_period, years_of
from store.model import StoredSentence
from store.structure.section_kinds import ADMITS, SectionKind, kind_below

_SHORT, _LONG = 20, 60  # characters of a folded sentence
_ORDINAL = (1 << ORDINAL_BITS) - 1  # the sentence's place in its report
_CLAUSE = re.compile(r"[^,;。!?:]+")
_ROW = re.compile(r"^[^,:]{1,12}[::][^,:]{1,20}[,,][^,:]{1,24}[::]")

_LISTS_PROBLEMS = worded("(?:<problems>|薄弱)[^。:：]{0,24}[:：]|<problems>[,，]?主要(?:是|有)")


class Passage:
    """A stored sentence as the ranking reads it."""

    def __init__(self, sentence: StoredSentence) -> None:
        self.sentence = sentence
        self._names_year: bool | None = None

    @lazily
    def text(self) -> Text:
        """The sentence folded."""
        return Text(fold(self.sentence.text))

    @lazily
    def above(self) -> str:
        """Its headings, folded."""
        return _folded(self.sentence.section)

    @lazily
    def below(self) -> SectionKind | None:
        """The kind of section that it stands in."""
        return kind_below(self.sentence.section, self.sentence.planned)

    @lazily
    def years(self) -> frozenset[int]:
        """The years that it speaks of."""
        return years_in_period(self.sentence.period)

    @lazily
    def years_of_figures(self) -> Sequence[frozenset[int]]:
        """The years of each of its figures that has some."""
        return [years_in_period(one.period) for one in self.sentence.figures if one.period]

    @lazily
    def form(self) -> Mapping[str, float]:
        """What is seen of it whatever is asked, by the codes of the features.

        A heading says what is spoken of, and seldom anything about it; a long sentence says much else.
        """
        seen: dict[str, float] = {}
        if self.sentence.heading:
            seen["heading_only"] = 1.0
        length = max(1, len(self.text.text))
        if length < _SHORT:
            seen["short"] = math.log(_SHORT / length)
        elif length > _LONG:
            seen["long"] = math.log(length / _LONG)
        seen["place_in_report"] = math.log1p(self.sentence.id & _ORDINAL)
        return seen

    @lazily
    def clauses(self) -> tuple[str, ...]:
        """Its clauses, folded."""
        return tuple(_CLAUSE.findall(self.text.text))

    @lazily
    def around(self) -> FigureContext:
        """Its folded text cut up around each of its figures."""
        return FigureContext(self.text.text, self.sentence.figures)

    @lazily
    def indicators(self) -> Sequence[str]:
        """What each of its figures measures, folded."""
        return fold("\n".join([figure.indicator or "" for figure in self.sentence.figures])).split("\n")

    @lazily
    def is_row(self) -> bool:
        """Whether it is the row of a table, which says one thing in all of its cells."""
        return _ROW.match(self.text.text) is not None

    @lazily
    def names_season(self) -> bool:
        """Whether it names a part of a year."""
        return SEASON.search(self.text.text) is not None

    def names_year(self, now: int) -> bool:
        """Whether it names a year, where it speaks in this one."""
        if self._names_year is None:
            self._names_year = bool(years_of(self.sentence.text, now=now, reviewed=now - 1))
        return self._names_year

    @lazily
    def lists_problems(self) -> bool:
        """Whether it says by itself that problems follow."""
        return lists_problems(self.sentence.text)


# Sentences side by side stand below the same headings.
@lru_cache(maxsize=1024)
def _folded(section: tuple[str, ...]) -> str:
    return fold("".join(section))


def lists_problems(text: str) -> bool:
    """Whether a sentence says by itself that problems follow."""
    return _LISTS_PROBLEMS.search(text) is not None or ADMITS.search(text) is not None
