"""What is wanted of the stored figures → the figures that have it, each with its sentence and report, best first.

An archive narrows by report, unit, kind and value; words are matched here, in the form that the caller matches texts in
(``fold``), since SQL knows none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from store import patterns as re
from store.archive.ids import same_place
from store.figures.facts import indicator_of
from store.figures.query_terms import Limit
from store.language.years import years_in_period
from store.model import Figure, ReportInfo, StoredSentence

Fold = Callable[[str], str]
_CLAUSE_END = re.compile(r"[，；。：！？!?;:]|,(?!\d{3})")


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """What a figure must have: all of the words in its sentence and one of them near, its unit and kind where given, and so on.

    Near is the figure's own clause, its subject or its indicator: a sentence that speaks of teachers elsewhere says nothing of them
    by its money. Where there is a limit, all of the words must stand there. ``indicator`` is a normalised name, which the
    figure's own may hold (地区生产总值 of 人均地区生产总值 comes behind it); ``years`` are the first and the last that a figure may be of:
    its own period, else that of its sentence, else the year of its report; ``places`` are those of reports.
    """

    words: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    unit: str | None = None
    kind: str | None = None
    indicator: str | None = None
    nature: str | None = None
    years: tuple[int, int] | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure with the sentence that it is read from and the report that holds it."""

    figure: Figure
    sentence: StoredSentence
    report: ReportInfo


def matching(
    wanted: FigureQuery,
    narrowed: Iterable[tuple[int, str]],
    stored: Callable[[Sequence[int]], Iterable[StoredSentence]],
    reports: Sequence[ReportInfo],
    *,
    fold: Fold,
) -> tuple[FoundFigure, ...]:
    """The figures that have what is wanted, in the sentences (id and text) that an archive has narrowed down to.

    ``stored`` gives sentences by id. Those whose name is what is asked for come first, then those whose subject holds the most
    of the words; otherwise they stand in the order of the reports and in reading order.
    """
    words = tuple(fold(word) for word in wanted.words)
    reports = [
        info for info in reports if not wanted.places or any(same_place(info.place, one) for one in wanted.places)
    ]
    sentences = [
        number for number, text in narrowed if all(word in folded for folded in (fold(text),) for word in words)
    ]
    order = {info.id: place for place, info in enumerate(reports)}
    infos = {info.id: info for info in reports}
    found = [
        (_distance(figure, wanted, words, fold), order[sentence.report], sentence.id, figure.start, sentence, figure)
        for sentence in stored(sentences)
        if sentence.report in infos
        for figure in sentence.figures
        if _has(figure, wanted, fold)
        and (
            wanted.years is None or _within(wanted.years, figure.period or sentence.period, infos[sentence.report].year)
        )
        and (not words or _near(sentence, figure, words, fold, limited=bool(wanted.limits)))
    ]
    found.sort(key=lambda one: one[:4])
    return tuple(FoundFigure(figure, sentence, infos[sentence.report]) for *_, sentence, figure in found)


def _has(figure: Figure, wanted: FigureQuery, fold: Fold) -> bool:
    unit = fold(figure.unit)
    return (
        (wanted.unit is None or unit == fold(wanted.unit))
        and (wanted.kind is None or figure.kind == wanted.kind)
        and (wanted.nature is None or figure.nature == wanted.nature)
        and (wanted.indicator is None or wanted.indicator in (figure.indicator or ""))
        and all(limit.holds(figure) and (not limit.unit or unit == fold(limit.unit)) for limit in wanted.limits)
    )


def _near(sentence: StoredSentence, figure: Figure, words: tuple[str, ...], fold: Fold, *, limited: bool) -> bool:
    text = sentence.text
    start = max((match.end() for match in _CLAUSE_END.finditer(text, 0, figure.start)), default=0)
    end = _CLAUSE_END.search(text, figure.end)
    clause = fold(text[start : end.start() if end else len(text)])
    # 全年招聘教师132名，其中研究生17名: the part of what is asked for is near it.
    whole = "" if figure.of is None else sentence.figures[figure.of].subject
    names = fold(figure.subject), fold(figure.indicator or ""), fold(whole)
    said = [word in clause or any(word in name for name in names) for word in words]
    return all(said) if limited else any(said)


def _within(years: tuple[int, int], period: str | None, of_report: int | None) -> bool:
    """Whether a run of the period lies within the years; what five years brought together is of none of them alone."""
    said = (period or ("" if of_report is None else str(of_report))).split("、")
    runs = [sorted(years_in_period(run)) for run in said]
    # A school year (2015-2016) is of both of its years.
    return any(
        run and ((years[0] <= run[0] and run[-1] <= years[1]) or (len(run) == 2 and {*run} & {*years})) for run in runs
    )


def _distance(figure: Figure, wanted: FigureQuery, words: tuple[str, ...], fold: Fold) -> int:
    """How far the figure's name is from what is asked for: 0 where it is that, else 1 and the words that it lacks."""
    subject = fold(figure.subject)
    if wanted.indicator is not None:
        return int(figure.indicator != wanted.indicator) + sum(word not in subject for word in words)
    if subject == "".join(words) or (words and figure.indicator == indicator_of("".join(words), None)):
        return 0
    return 1 + sum(word not in subject for word in words)
