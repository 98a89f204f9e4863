"""How sure an answer is: the share of right ones among answers that looked the same on the development questions."""

from __future__ import annotations

import math

from retrieval.answers.doubts import doubt
from retrieval.model import Evidence, Question, RankSettings

_AGAINST = frozenset({"kind", "other_year", "year_aside", "planned", "unplanned", "heading_only", "fragment", "flow"})

_ROW, _SURE = 0.5, 0.95  # a row of a comparison whose figure holds nothing of the question, and all of it
DOUBTED = 0.6  # what it says is not quite what is asked


def confidence(question: Question, one: Evidence, best: Evidence, settings: RankSettings) -> float:
    """Between 0 and 1: what the evidence covers of the question, less what speaks against it, less its distance."""
    nearness = one.score / best.score if best.score > 0 else 0.0
    if any(reason.code == "run" for reason in one.why):
        return round(0.9 * min(1.0, nearness), 2)
    if any(reason.code == "row" for reason in one.why):
        return round((_ROW + (_SURE - _ROW) * one.coverage) * min(1.0, nearness), 2)
    against = math.prod(reason.factor for reason in one.why if reason.code in _AGAINST and reason.factor < 1)
    return round(one.coverage * against * nearness * (DOUBTED if doubt(question, one) else 1.0), 2)
