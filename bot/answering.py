"""One question answered, as every face of the program does it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from time import perf_counter
from typing import TYPE_CHECKING

from bot import comparisons
from bot.wording import answers as answer_words
from store.quick_records import record

if TYPE_CHECKING:
    from retrieval.ask import Asker
    from retrieval.model import Answer, Evidence


@record
class Filters:
    """What ``--year``, ``--place`` and ``--report`` allow; None where the option was not given."""

    year: int | None = None
    place: str | None = None
    report: str | None = None

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> Filters:
        """The filters of a command line."""
        return cls(arguments.year, arguments.place, arguments.report)


def answered_whole(asker: Asker, question: str, *, context: Sequence[str], filters: Filters, top: int) -> Answer:
    """The answer with ``top`` pieces of evidence, behind the items of a list that answer together, however many."""
    given = answered(asker, question, context=context, filters=filters, top=top)
    if not any(map(_is_item, given.answers[:1])):
        return given
    longer = answered(asker, question, context=context, filters=filters, top=_WHOLE_LIST)
    items = sum(1 for _ in takewhile(_is_item, longer.answers))
    return replace(longer, answers=longer.answers[: items + top if items > 1 else top])


_WHOLE_LIST = 20  # a list of plans or problems seldom has more items


# Of the first one's confidence: what is less sure than that is shown where a person asks for more; half of it is enough
# for what says all that is asked (一职高张利被推荐… for 张利是谁).
_FAR, _FAR_WHOLE = 0.2, 0.1
_WHOLE = 0.99  # of the question's content


def without_noise(given: Answer) -> Answer:
    """The answer without the quotations that are far less sure than the first."""
    most = max((one.confidence for one in given.answers), default=0.0)
    told = (one for one in given.answers if one.confidence >= most * (_FAR_WHOLE if one.coverage > _WHOLE else _FAR))
    return replace(given, answers=tuple(told))


def _is_item(one: Evidence) -> bool:
    return any(reason.code == "run" for reason in one.why)


def answered(asker: Asker, question: str, *, context: Sequence[str], filters: Filters, top: int) -> Answer:
    """The answer with its message, and how long it took in milliseconds; a long question stands in it uncut."""
    start = perf_counter()
    given = asker.ask(question, context=context, year=filters.year, place=filters.place, report=filters.report, top=top)
    elapsed = (perf_counter() - start) * 1000
    compared = "" if given.comparison is None else comparisons.said(given.comparison)
    return replace(given, question=question, message=compared + answer_words.message(given), elapsed_ms=elapsed)
