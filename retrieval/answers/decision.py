"""Evidence in, Answer out: how sure it is, and whether it is an answer at all.

The status is decided on the scope that the question gives, and within it on two chances that are learned: that there is
an answer, and that the first quotation is it. What a question asks of a year, a place or a report is answered from
there or not at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain

from retrieval.answers.answer_order import says, tells_no_deed
from retrieval.answers.comparability import BROUGHT
from retrieval.answers.confidence import calibrated, chance, signals_of
from retrieval.answers.doubts import (
    IN_PART,
    asks_decade,
    asks_in_prose,
    asks_rank,
    doubt,
    is_foreign,
    lacks_form,
    lacks_which_is_more,
    said_for,
)
from retrieval.answers.largest_sum import asks_largest
from retrieval.answers.places_told import names_all, told_beside
from retrieval.lexicon.tables import records
from retrieval.model import Answer, Comparison, Evidence, Question, ReasonCode, Status
from retrieval.query.comparing import comparing
from retrieval.query.overviews import asks_whole
from retrieval.query.understanding import asks_for_reports, is_small_talk
from retrieval.ranking.features import FIGURES, ITEMS
from retrieval.ranking.weights import learned
from retrieval.text.segmentation import folded as fold
from store import patterns as re
from store.language.characters import CLAUSE_END
from store.language.years import Clock, mentions, years_in_period, years_of
from store.model import ReportInfo
from store.quick_records import record

_LEAST_ALIKE = 0.2  # beside the best one's score
_CODE = re.compile(r"^[a-z]{1,8}[.-]?\d")
_OF_SECTION = 0.75  # the points below 存在的问题 or 下一步打算, where these are asked for as a whole
_ROW, _SURE = 0.5, 0.95  # a row of a comparison whose figure holds nothing of the question, and all of it
_HALF = 0.5  # of the question's content, which the report says nowhere
_MOSTLY = 0.6  # of the characters of a name that are no question's
_A_YEAR = re.compile(r"(?:\d{2,4}|[〇○零一二三四五六七八九]{2,4})年度?")
_NO_SUCH: frozenset[ReasonCode | None] = frozenset({"weak", "no_figure"})
_OF_DEEDS = frozenset({"who", "why"})
_LISTED = ITEMS | {"次", "份"}
_LEAST_TOLD = 1 / 3  # of what is asked in prose of a year or a report: said there in other words, if anywhere
_LEAST_SAID = 0.1  # of the question's content, by a sentence that tells a number without its name
_LIKELY_THERE = 0.6  # by what is told of most of the question; it is doubted then, and not denied
MOST_YEARS = 10  # of a period that tells of each of them, or of which each is said to be missing: not 从1900年到1948年
_ALL_PEOPLE = "人口"  # 13亿人口 are nobody who came or died
_DOUBTED = 0.6  # the most that a quotation is sure of that is not quite what is asked


@record
class Scope:
    """What there is to answer from: the stored reports, those that the filters let in, and the years they speak of.

    ``unclear`` are reports any of which may be meant, where the question asks for all that one of them says;
    ``each`` is true where it means every one of them.
    """

    stored: Sequence[ReportInfo]
    allowed: Sequence[ReportInfo]
    years: Mapping[str, frozenset[int]]
    unclear: tuple[ReportInfo, ...] = ()
    each: bool = False

    def meant(self, question: Question) -> tuple[ReportInfo, ...]:
        """The reports that the question names, all that are allowed where it names none."""
        named = {fit.report for fit in question.reports}
        return tuple(info for info in self.allowed if not named or info.id in named)

    def speaks_of(self, question: Question) -> bool:
        """Whether any report that the question means speaks of a year that it asks about."""
        asked = set(question.years)
        known = {
            *(info.year for info in self.stored if info.year is not None),
            *chain.from_iterable(self.years.values()),
        }
        # A report without a year may be of any that is near those of the others.
        near = not known or any(min(known) <= year <= max(known) for year in asked)
        return not asked or any(
            asked & self.years.get(info.id, frozenset()) or (info.year is None and near)
            for info in self.meant(question)
        )


def decide(
    question: Question,
    evidence: Sequence[Evidence],
    *,
    scope: Scope,
    top: int,
    comparison: Comparison | None = None,
    around: Callable[[Evidence], str] = lambda one: one.quote,
) -> Answer:
    """The answer that evidence in its order makes, at most ``top`` of it, with the comparison found for it.

    ``around`` gives what stands around a quotation, with it.
    """
    doubted = doubt(question, evidence[0]) if evidence else None
    if comparison is None and scope.each and _asks_who_leads(question):
        doubted = doubted or "weak"  # what one of them tells is no more than its own
    if comparison is not None and comparison.order is not None and _adds(question, comparison):
        doubted = doubted or "only_flow"
    right, there = _chances(question, evidence, doubted)
    sure = _with_confidence(evidence, right)
    status, reason = _judge(question, sure, scope, there, doubted)
    if reason == "no_date" and not _tells_time(around(sure[0])):
        status = "no_answer"
    refused = status == "no_answer"
    shown = () if reason == "reports" else sure[:top]
    compared = None if refused or reason == "reports" else comparison  # what is refused is not compared either
    return Answer(
        question=question.text,
        status=status,
        reason=reason,
        understood=question,
        answers=() if refused else shown,
        nearest=shown[:1] if refused else (),
        choices=_choices(question, reason, sure, scope),
        missing=() if refused else missing_from(question, sure, compared, stored=scope.stored),
        comparison=compared,
    )


def _chances(question: Question, evidence: Sequence[Evidence], doubted: ReasonCode | None) -> tuple[float, float]:
    """The chances that the first quotation is right, and that there is an answer at all."""
    if not evidence:
        return 0.0, 0.0
    if says(evidence[0], "row"):
        return _ROW + (_SURE - _ROW) * evidence[0].coverage, 1.0
    if _is_whole(question, evidence[0]):
        return _OF_SECTION, 1.0  # what stands below the headings for it
    signals = signals_of(question, evidence)
    right = calibrated(chance(learned().right, signals))
    doubtful = doubted is not None or _is_of_other_scope(question)
    # Who names an exact amount asks for the sentence that holds it.
    there = 1.0 if says(evidence[0], "amount") else chance(learned().there, signals)
    return min(right, _DOUBTED) if doubtful else right, there


def _is_whole(question: Question, one: Evidence) -> bool:
    """Whether a whole section or report is asked for and told point by point: words like 干点 look for nothing in it.

    The largest of all sums is found in the whole as well, whatever is asked in which words.
    """
    return says(one, "run") and (asks_largest(question) or asks_whole(question))


def _judge(
    question: Question, evidence: Sequence[Evidence], scope: Scope, there: float, doubted: ReasonCode | None
) -> tuple[Status, ReasonCode]:
    if not scope.stored:
        return "no_answer", "empty_store"
    if not scope.allowed:
        return "no_answer", "no_report_fits"
    if not question.text.strip():
        return "no_answer", "empty_question"
    if asks_for_reports(question.read):
        return "clarify", "reports"
    if not question.terms and not (evidence and _is_whole(question, evidence[0])):
        return "no_answer", "small_talk" if is_small_talk(question.read) else "no_content"
    if question.shift is not None and question.carried and not question.years:
        return "no_answer", "which_year"
    refusal = _out_of_scope(question, evidence, scope)
    if refusal is not None:
        return "no_answer", refusal
    if scope.unclear:
        return "clarify", "several"
    if not evidence:
        return "no_answer", "not_there" if question.reports else "nothing_found"
    best = evidence[0]
    # Who holds an office is said by a name beside it, or not at all.
    unplaced = not question.reports and not names_all(best, question)  # told beside, or it were refused above
    unlikely = there < learned().refused and best.confidence < learned().likely
    likely = there >= _LIKELY_THERE and doubted is None
    may_be = (likely and (_seen(best, "absent") <= _MOSTLY or _asks_prose_of(question))) or (
        _may_tell(question, best) or _may_list(question, best)
    )
    hardly = unlikely and not unplaced and not may_be
    # Where the report tells how much GDP grew it tells of GDP.
    grown = (
        bool(_seen(best, "figure_named"))
        and best.asked_figure is not None
        and (best.asked_figure.change is not None or asks_rank(question))
    )
    # What is said in other words stands in the report that is named, if anywhere: it is doubted, and not denied.
    strange = is_foreign(question, best)
    counted = best.asked is not None and not (
        _seen(best, "absent") > _HALF and _seen(best, "figure_narrower") > _MOSTLY
    )
    may_say = question.reports and there >= learned().refused and (question.kind not in FIGURES or counted)
    foreign = strange and not may_say
    told = _counts_it(best) and doubted in {None, *IN_PART}
    nowhere = question.kind in FIGURES and doubted in _NO_SUCH and _seen(best, "absent") >= 1
    if (
        (((hardly and not grown) or foreign or nowhere) and not told)
        or (_is_of_nothing_said(question, best) and not _is_whole(question, best))
        or _lacks_code(question, best)
        or says(best, "nameless")
        or lacks_form(question, evidence)
        or _is_of_other_people(question, best)
    ):
        return "no_answer", "not_there" if question.reports else "nothing_found"
    if says(best, "other_year"):
        return "uncertain", "other_year"
    # 93年由谁说明: of what is no figure the report of the year may be meant as well, which reviews the one before.
    of_report = question.kind not in FIGURES and not question.plans and _is_of_report(question, best)
    if says(best, "year_aside") and not of_report:
        single = best.asked is not None and best.coverage >= 1 and len(years_in_period(best.period)) == 1
        told = (
            single
            and question.kind in FIGURES
            and not any(one.form == "present" for one in mentions(best.quote, Clock(None, None)))
        )
        return "no_answer" if told else "uncertain", "other_year"
    if lacks_which_is_more(question, best):
        return "no_answer", "no_figure"
    if doubted == "undated" and question.kind in FIGURES and tells_no_deed(question, best):
        return "no_answer", "other_year"
    if _is_undated(question, best):  # refused where no sentence around tells one
        return "uncertain", "no_date"
    if doubted is not None:
        return "uncertain", doubted
    # The amount of something else, where the sentence does not name what is asked about.
    unnamed = question.kind in FIGURES and _seen(best, "head_lacking") and _seen(best, "figure_narrower")
    # When the 高铁 came is not told by when the 高速 did.
    another = question.kind == "date" and _seen(best, "absent") > _HALF
    vague = unnamed or (strange and not told) or unplaced or another
    if vague or best.confidence < learned().doubted:
        return "uncertain", "weak"
    if not scope.each and len(_alike(question, evidence)) > 1:
        return "clarify", "several"
    if _is_of_other_scope(question):
        return "uncertain", "other_report"
    return "answered", "ok"


def _asks_who_leads(question: Question) -> bool:
    """Whether a question asks which of several reports tells the most or the least, and not for what is most of all."""
    asked = None if asks_largest(question) else comparing(question.read, question.before)
    return asked is not None and asked.places and asked.order is not None


def _adds(question: Question, comparison: Comparison) -> bool:
    """Whether it is asked who has most, and not who added most, and a row tells what was added: 新增15家、总数达23家."""
    said = (question.read, *chain.from_iterable(map(said_for, question.content)))
    if any(map(BROUGHT.search, said)):
        return False
    leads = (fold(row.quote)[: row.figure.start] for row in comparison.rows if row.figure.kind == "count")
    return any(BROUGHT.search(CLAUSE_END.split(lead)[-1]) for lead in leads)


def _is_of_other_scope(question: Question) -> bool:
    """Whether a question is asked of any report, as those that a chat spoke of have nothing of it."""
    return not {"places", "reports"}.isdisjoint(question.given_up)


def _may_tell(question: Question, one: Evidence) -> bool:
    """Whether how or why is asked of a year or a report, which may tell it in words of its own, as no number is told.

    What came about in another month than the one asked for is no such words.
    """
    return _asks_prose_of(question) and not _seen(one, "other_month") and one.coverage >= _LEAST_TOLD


def _asks_prose_of(question: Question) -> bool:
    """Whether how or why is asked of a year or a report."""
    return bool(question.years or question.reports) and asks_in_prose(question)


def _is_of_other_people(question: Question, one: Evidence) -> bool:
    """Whether people are counted of whom something is asked, and a sentence without it tells how many there are in all."""
    figure = one.asked_figure
    whole = figure is not None and figure.indicator == _ALL_PEOPLE and figure.nature == "level"
    return whole and question.happened and one.coverage < _HALF


def _may_list(question: Question, one: Evidence) -> bool:
    """Whether it is asked how many items a report has of what it names, which it may tell by naming each: 证据有几份."""
    asked = question.kind == "count" and question.unit in _LISTED and bool(question.reports)
    return asked and not _seen(one, "head_absent") and _seen(one, "absent") <= _HALF


def _is_undated(question: Question, one: Evidence) -> bool:
    """Whether it is asked when something was, and neither a sentence nor its headings say anything of that."""
    if question.kind != "date" or not says(one, "kind"):
        return False
    # Of which year a sentence speaks is told beside it.
    if "年" in question.read and (one.period or one.report.year):
        return False
    headings = _A_YEAR.sub("", fold("\n".join(one.section)))  # the year of a whole report is no time
    return not _tells_time(f"{one.quote}\n{headings}")


def _tells_time(text: str) -> bool:
    return bool(mentions(text, Clock(None, None))) or _tells_when().search(fold(text)) is not None


@cache
def _tells_when() -> re.Pattern[str]:
    return re.compile("|".join(pattern for pattern, _ in records("tells_when")))


def _counts_it(one: Evidence) -> bool:
    """Whether a sentence has the figure asked for by most of its name, however unlikely it looks else."""
    return one.asked is not None and not _seen(one, "head_lacking") and _seen(one, "figure_narrower") <= _MOSTLY


def _lacks_code(question: Question, one: Evidence) -> bool:
    """Whether a name that is a code (PM10) is nowhere said: what comes near it is of another thing."""
    codes = [word for word in question.content if _CODE.search(word.text)]
    said = fold(one.quote + "".join(one.section))
    return bool(_seen(one, "head_absent")) and not all(any(form in said for form in said_for(word)) for word in codes)


def _is_of_nothing_said(question: Question, one: Evidence) -> bool:
    """Whether nothing that was found says anything of the very thing asked about.

    A number may be told without its name, and why something came about, or who did it, without whose it was (职校谁得了金奖).
    """
    least = _LEAST_SAID if question.kind in FIGURES else _HALF if question.kind in _OF_DEEDS else math.inf
    return one.coverage < least and _seen(one, "head_nowhere") > 0


def _seen(one: Evidence, code: str) -> float:
    """How much was seen of what a reason names."""
    return next((reason.value for reason in one.why if reason.code == code), 0.0)


def _out_of_scope(question: Question, evidence: Sequence[Evidence], scope: Scope) -> ReasonCode | None:
    """Why nothing that was found can be the answer, however well it fits otherwise; None where it can."""
    # Reports of nobody knows where may be of the place asked about.
    if question.unheard and any(info.place for info in scope.allowed):
        return "no_place"
    if (question.titled and not question.reports) or not scope.speaks_of(question):
        return "no_year"
    if not evidence:
        return None
    best = evidence[0]
    if says(best, "other_year") and not _may_be_of_year(question, best):
        return "other_year"
    # A report of the province may tell of its county beside the sentence that names it.
    if not question.reports and not names_all(best, question) and not told_beside(question, evidence):
        return "no_place"
    return None


def _may_be_of_year(question: Question, one: Evidence) -> bool:
    """Whether a sentence that names no year stands in the report that reviews the one asked about, and is not of its own."""
    year = one.report.year
    if year is None or year - 1 not in question.years or year in years_in_period(one.period):
        return False
    return _names_no_year(one, year)


def _is_of_report(question: Question, one: Evidence) -> bool:
    """Whether a sentence that names no year stands in the report of the year asked about."""
    year = one.report.year
    return year is not None and year in question.years and _names_no_year(one, year)


def _names_no_year(one: Evidence, year: int) -> bool:
    return not years_of(one.quote, now=year, reviewed=year - 1)


def missing_from(
    question: Question, evidence: Sequence[Evidence], comparison: Comparison | None, *, stored: Sequence[ReportInfo]
) -> tuple[str, ...]:
    """The years and places that the question asks about beside others, and that nothing shown speaks of."""
    # What says as much of the question as the first one is shown beside it, however unsure it is.
    shown = [
        one
        for place, one in enumerate(evidence)
        if place == 0 or one.confidence >= learned().doubted or one.coverage >= evidence[0].coverage
    ]
    rows = comparison.rows if comparison else ()
    told = [(one.period, one.report, one.quote) for one in shown] + [
        (row.period, row.report, row.quote) for row in rows
    ]
    spoken = [years_in_period(period) or {report.year} for period, report, _ in told]
    years = {year for several in spoken if len(several) <= MOST_YEARS for year in several}
    # Rows of a comparison stand for the reports of the years asked for, whatever year they look back on.
    years |= {row.report.year for row in rows}
    places = {report.place for _, report, _ in told}
    if not places & set(question.places):
        # A report may be found by what abbreviates its place, and be of none by its own words.
        places |= set(question.places) - {info.place for info in stored}
    quotes = "".join(quote for _, _, quote in told)
    several = len(question.places) + len(question.absent) > 1
    several_years = len(question.years) > 1 and not asks_decade(question)
    return (
        *(place for place in question.places if several and place not in places and place not in quotes),
        *(place for place in question.absent if place not in quotes),
        *(f"{year}年" for year in question.years if several_years and year not in years),
    )


def _alike(question: Question, evidence: Sequence[Evidence]) -> tuple[ReportInfo, ...]:
    """The reports that answer equally well, where the question does not say which it means; the best first."""
    if question.reports or question.kind == "comparison" or not evidence:
        return ()
    best = evidence[0]
    alike = {best.report.id: best.report}
    for one in evidence:
        # Of one year, another report of the same place says the same once more; that of another place does not.
        elsewhere = not question.years or (best.report.place and one.report.place not in (best.report.place, None))
        if elsewhere and one.score >= _LEAST_ALIKE * best.score and one.coverage >= best.coverage:
            alike.setdefault(one.report.id, one.report)
    return tuple(alike.values())


def _choices(
    question: Question, reason: ReasonCode, evidence: Sequence[Evidence], scope: Scope
) -> tuple[ReportInfo, ...]:
    """The reports that a person may choose from, where the question is to be asked again."""
    if reason == "several":
        return scope.unclear or _alike(question, evidence)
    if reason in ("no_year", "other_year") and not question.titled:
        meant, asked = scope.meant(question), set(question.years)
        # Which years there are helps nobody who asked about one of them.
        about = any(info.year is not None and {info.year, info.year - 1} & asked for info in meant)
        return () if about else meant
    return tuple(scope.allowed) if reason in ("no_year", "no_place", "reports") else ()


def _with_confidence(evidence: Sequence[Evidence], right: float) -> tuple[Evidence, ...]:
    """Each with a confidence between 0 and 1 that never rises from one to the next."""
    found, before = [], min(0.99, right)
    for one in evidence:
        nearness = one.score / evidence[0].score if evidence[0].score > 0 else 0.0
        before = min(before, right * nearness)
        found.append(one.but(confidence=round(before, 2)))
    return tuple(found)
