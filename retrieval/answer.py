"""Evidence in, Answer out: how sure it is, and whether it is an answer at all.

The status is decided on what the evidence covers of the question and on the scope that the question gives, never on
the bare score, which grows with the length of a question. What a question asks of a year, a place or a report is
answered from there or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from retrieval.confidence import confidence
from retrieval.model import Answer, Evidence, Question, RankSettings, ReasonCode, Status
from retrieval.reasons import FIGURES
from store.model import ReportInfo

_LEAST_ALIKE = 0.9
_LEAST_WITHOUT_FIGURE = 0.5  # 0.4–0.6 the same
_LEAST_IN_OTHER_UNIT = 0.45
_LEAST_APART = 0.3  # where no clause holds a figure and a word of the question; 0.25–0.35 the same
_LEAST_FOCUS = 0.3  # 教师 where the sentence has only 教育


@dataclass(frozen=True, slots=True)
class Scope:
    """What there is to answer from: the stored reports, those that the filters let in, and the years they speak of.

    ``unknown`` are places of the question that no stored sentence names.
    """

    stored: Sequence[ReportInfo]
    allowed: Sequence[ReportInfo]
    years: Mapping[str, frozenset[int]]
    unknown: tuple[str, ...] = ()

    def meant(self, question: Question) -> tuple[ReportInfo, ...]:
        """The reports that the question names, all that are allowed where it names none."""
        named = {fit.report for fit in question.reports}
        return tuple(info for info in self.allowed if not named or info.id in named)

    def speaks_of(self, question: Question) -> bool:
        """Whether any report that the question means speaks of a year that it asks about."""
        asked = set(question.years)
        return not asked or any(
            asked & self.years.get(info.id, frozenset()) or info.year is None for info in self.meant(question)
        )


def decide(
    question: Question, evidence: Sequence[Evidence], *, scope: Scope, settings: RankSettings, top: int
) -> Answer:
    """The answer that ranked evidence makes, best first and at most ``top`` of it."""
    sure = _with_confidence(question, evidence, settings)
    status, reason = _judge(question, sure, scope, settings)
    refused = status == "no_answer"
    shown = sure[:top]
    return Answer(
        question=question.text,
        status=status,
        reason=reason,
        understood=question,
        answers=() if refused else shown,
        nearest=shown if refused else (),
        choices=_choices(question, reason, sure, scope),
    )


def _judge(
    question: Question, evidence: Sequence[Evidence], scope: Scope, settings: RankSettings
) -> tuple[Status, ReasonCode]:
    if not scope.stored:
        return "no_answer", "empty_store"
    if not scope.allowed:
        return "no_answer", "no_report_fits"
    if not question.text.strip():
        return "no_answer", "empty_question"
    if not question.terms:
        return "no_answer", "no_content"
    refusal = _out_of_scope(question, evidence, scope)
    if refusal is not None:
        return "no_answer", refusal
    if not evidence or evidence[0].confidence < settings.refuse_below:
        return "no_answer", "not_there" if question.reports else "nothing_found"
    best = evidence[0]
    if all(_lacks_answer(question, one, settings) for one in evidence if one.score >= _LEAST_ALIKE * best.score):
        return "no_answer", "not_there" if question.reports else "nothing_found"
    if _says(best, "year_aside"):
        return "uncertain", "other_year"
    if best.planned and not question.plans and not question.years and _says(best, "planned") and question.happened:
        return "uncertain", "only_planned"
    if best.confidence < settings.doubt_below:
        return "uncertain", "weak_cut" if question.cut else "weak"
    if len(_alike(question, evidence)) > 1:
        return "clarify", "several"
    return "answered", "ok_cut" if question.cut else "ok"


def _out_of_scope(question: Question, evidence: Sequence[Evidence], scope: Scope) -> ReasonCode | None:
    """Why nothing that was found can be the answer, however well it fits otherwise; None where it can."""
    if scope.unknown:
        return "no_place"
    if (question.titled and not question.reports) or not scope.speaks_of(question):
        return "no_year"
    if not evidence:
        return None
    best = evidence[0]
    if _says(best, "other_year"):
        return "other_year"
    if any(name not in best.quote + "".join(best.section) + best.report.title for name in question.elsewhere):
        return "no_place"
    if best.planned and question.happened and question.years and not question.plans:
        return "only_planned"
    return None


def _lacks_answer(question: Question, best: Evidence, settings: RankSettings) -> bool:
    """Whether the best sentence has the question's words and not what it asks for: no figure, no name, nothing of
    what is counted.

    Shares of content are those below which no right answer of dev lies, or one that only other words would tell.
    """
    if _says(best, "run"):
        return False
    kind = next((reason.factor for reason in best.why if reason.code == "kind"), 1.0)
    if question.kind == "who":
        return kind <= settings.nameless
    if question.kind not in FIGURES:
        return False
    if kind <= settings.kind_missing:
        return best.coverage < _LEAST_WITHOUT_FIGURE
    if _says(best, "near"):
        return kind < 1 and best.coverage < _LEAST_IN_OTHER_UNIT
    if kind < 1 and best.coverage < _LEAST_IN_OTHER_UNIT:
        return True
    # In a report that the question names, what it asks may well be said in other words.
    return not question.reports and (best.coverage < _LEAST_APART or best.focus < _LEAST_FOCUS)


def _alike(question: Question, evidence: Sequence[Evidence]) -> tuple[ReportInfo, ...]:
    """The reports that answer equally well, where the question does not say which it means; the best first."""
    if question.reports or question.years or question.kind == "comparison" or not evidence:
        return ()
    best = evidence[0]
    alike = {best.report.id: best.report}
    for one in evidence:
        if one.score >= _LEAST_ALIKE * best.score and one.coverage >= best.coverage:
            alike.setdefault(one.report.id, one.report)
    return tuple(alike.values())


def _choices(
    question: Question, reason: ReasonCode, evidence: Sequence[Evidence], scope: Scope
) -> tuple[ReportInfo, ...]:
    """The reports that a person may choose from, where the question is to be asked again."""
    if reason == "several":
        return _alike(question, evidence)
    if reason in ("no_year", "other_year") and not question.titled:
        return scope.meant(question)
    return tuple(scope.allowed) if reason in ("no_year", "no_place") else ()


def _says(one: Evidence, code: str) -> bool:
    return any(reason.code == code for reason in one.why)


def _with_confidence(question: Question, evidence: Sequence[Evidence], settings: RankSettings) -> tuple[Evidence, ...]:
    """Each with a confidence between 0 and 1 that never rises from one to the next."""
    found, before = [], 0.99
    for one in evidence:
        before = min(before, confidence(question, one, evidence[0], settings))
        found.append(replace(one, confidence=before))
    return tuple(found)
