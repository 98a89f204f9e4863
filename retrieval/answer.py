"""Evidence in, Answer out: how sure it is, and whether it is an answer at all.

The status is decided on what the evidence covers of the question, never on the bare score, which grows with the
length of a question. Refusing wrongly is worse here than showing a weak quotation as uncertain, so only next to
nothing is refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.model import Answer, Evidence, Question, RankSettings, ReasonCode, Status
from store.model import ReportInfo

_AGAINST = frozenset({"kind", "other_year", "planned", "heading_only", "fragment"})


def decide(
    question: Question,
    evidence: Sequence[Evidence],
    *,
    stored: Sequence[ReportInfo],
    allowed: Sequence[ReportInfo],
    settings: RankSettings,
) -> Answer:
    """The answer that ranked evidence makes, best first; ``allowed`` are the stored reports that the filters let in."""
    status, reason = _judge(question, evidence, stored, allowed, settings)
    shown = tuple(_with_confidence(evidence))
    refused = status == "no_answer"
    return Answer(
        question=question.text,
        status=status,
        reason=reason,
        understood=question,
        answers=() if refused else shown,
        nearest=shown if refused else (),
    )


def _judge(
    question: Question,
    evidence: Sequence[Evidence],
    stored: Sequence[ReportInfo],
    allowed: Sequence[ReportInfo],
    settings: RankSettings,
) -> tuple[Status, ReasonCode]:
    if not stored:
        return "no_answer", "empty_store"
    if not allowed:
        return "no_answer", "no_report_fits"
    if not question.text.strip():
        return "no_answer", "empty_question"
    if not question.terms:
        return "no_answer", "no_content"
    if not evidence or evidence[0].coverage < settings.refuse_below:
        return "no_answer", "nothing_found"
    if any(reason.code == "other_year" for reason in evidence[0].why):
        return "uncertain", "other_year"
    if question.reports and evidence[0].report.id not in {fit.report for fit in question.reports}:
        return "uncertain", "other_report"
    if evidence[0].coverage < settings.doubt_below:
        return "uncertain", "weak_cut" if question.cut else "weak"
    return "answered", "ok_cut" if question.cut else "ok"


def _with_confidence(evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    """Each with a confidence between 0 and 1 that never rises from one to the next.

    It is what the sentence covers of the question, less what speaks against it (each factor below 1), less the
    further its score is from the best.
    """
    before = 0.99
    for one in evidence:
        against = math.prod(reason.factor for reason in one.why if reason.code in _AGAINST and reason.factor < 1)
        nearness = one.score / evidence[0].score if evidence[0].score > 0 else 0.0
        before = min(before, round(one.coverage * against * nearness, 2))
        yield replace(one, confidence=before)
