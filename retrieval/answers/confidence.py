"""How sure an answer is: the chances, learned from questions with known answers, that the first quotation is right and
that there is an answer at all.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from retrieval.answers.doubts import doubt, lacks_name
from retrieval.model import Evidence, Question
from retrieval.ranking.features import FIGURES

# A lead of more says no more.
_FAR = 3.0
# Of 402 first quotations of eleven rounds of fresh questions, each asked once and before anybody had read it, 95 of 100
# with a chance of 0.92 and more were right, 93 with one of 0.9 and more, and below 0.7 rather more than the chance says.
_AS_LEARNED, _SURELY, _SHOWN = 0.7, 0.92, 0.8
# What the ranking sees of a sentence and what says something of its being the answer, too.
_SEEN = frozenset(
    "absent amount asked_words coverage figure_change figure_each figure_fits figure_held figure_named"
    " figure_narrower figure_part figure_planned head_absent head_lacking head_nowhere kind lacking named nameless other_month other_unit other_year phrase planned"
    " planned_happened rarest rarest_anywhere run section short unplanned year year_within years_later".split()
)


def signals_of(question: Question, evidence: Sequence[Evidence]) -> dict[str, float]:
    """What is seen of the first quotation and of the others beside it; nothing where there is none."""
    if not evidence:
        return {}
    best, *others = evidence
    seen = {reason.code: reason.value for reason in best.why if reason.code in _SEEN}
    lead = math.log(best.score / others[0].score) if others and others[0].score > 0 < best.score else _FAR
    wants_figure = question.kind in FIGURES
    doubted = doubt(question, best)
    seen |= {
        "lead": max(0.0, min(_FAR, lead)),
        "share": best.score / (sum(one.score for one in evidence) or 1.0),
        "focus": best.focus,
        "wants_figure": float(wants_figure),
        "figure_missing": float(wants_figure and best.asked is None),
        "report_named": float(bool(question.reports)),
        "follow_up": float(bool(question.carried)),
    }
    # How often something was done may be told by naming each time, so a missing figure says less than a missing name.
    if (doubted is None or question.kind == "count") and lacks_name(question, best):
        doubted = "weak"
    if doubted is not None:
        seen[f"doubt_{doubted}"] = 1.0
    return seen


def chance(weights: Mapping[str, float], signals: Mapping[str, float]) -> float:
    """Between 0 and 1: the chance that weights learned give to what is seen; those under "" are always there."""
    height = weights.get("", 0.0) + sum(weights.get(name, 0.0) * value for name, value in signals.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, height))))


def calibrated(right: float) -> float:
    """The chance of being right as it is shown: 0.8 and more where nineteen of twenty are right.

    >>> calibrated(0.5), round(calibrated(0.81), 2), round(calibrated(0.92), 2), round(calibrated(0.96), 2)
    (0.5, 0.75, 0.8, 0.9)
    """
    if right <= _AS_LEARNED:
        return right
    if right <= _SURELY:
        return _AS_LEARNED + (right - _AS_LEARNED) * (_SHOWN - _AS_LEARNED) / (_SURELY - _AS_LEARNED)
    return _SHOWN + (right - _SURELY) * (1 - _SHOWN) / (1 - _SURELY)
