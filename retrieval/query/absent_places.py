"""The places of a question that no stored report is about, held against what the reports say.

A place that only an abbreviation names (滁教〔2012〕32号) means the one report that it abbreviates. Of places asked about
side by side, those without a report are set apart, so that the others are still answered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from retrieval.model import Question, ReportFit
from store import patterns as re

# 青岛和北京的幼儿园: asked about one beside the other, where 与北京合作的学校 are those of one place
_BESIDE = r"(?:[和与跟、,及]|以及|还是)"
_TOGETHER = re.compile(r"合作|结对|交流|对口|之间|共建|联合|签|赴|到|去")


def placed(
    question: Question, mentions: Callable[[str], bool], abbreviating: Callable[[str], Sequence[str]]
) -> Question:
    """The question with its places complete.

    ``mentions`` tells whether any stored sentence has a name, ``abbreviating`` gives the reports of a place that they
    name only by an abbreviation.
    """
    if question.stranger and not mentions(question.stranger):
        # 海州二院, where only another place's 二院 has a report: what is called the same is none of theirs.
        question = replace(question, places=(), reports=(), elsewhere=(question.stranger,))
    if not (question.elsewhere or question.absent or question.unheard):
        return question
    unheard = tuple(name for name in question.elsewhere if not mentions(name))
    for name in unheard:
        reports = abbreviating(name)
        if len(reports) == 1 and (not question.reports or name in _beside(question)):
            question = replace(
                question,
                places=(*question.places, name),
                reports=(*question.reports, ReportFit(reports[0], 1.0)),
                elsewhere=tuple(other for other in question.elsewhere if other != name),
                content=tuple(word for word in question.content if word.text not in name),
            )
    question = _without_absent(question)
    return replace(question, unheard=tuple(name for name in unheard if name in question.elsewhere))


def _without_absent(question: Question) -> Question:
    """The question about the places that have a report, and apart from it the names of those beside them that have none."""
    names = _beside(question) if question.reports else ()
    return replace(
        question,
        absent=names,
        elsewhere=tuple(name for name in question.elsewhere if name not in names),
        content=tuple(word for word in question.content if not any(word.text in name for name in names)),
    )


def _beside(question: Question) -> tuple[str, ...]:
    """The names of places without a report that stand beside another in a row: 青岛和北京."""
    text = question.read
    if _TOGETHER.search(text):
        return ()
    return tuple(
        name
        for name in question.elsewhere
        if re.search(rf"{name}[省市区县州]?{_BESIDE}|{_BESIDE}{name}", text) and question.places
    )
