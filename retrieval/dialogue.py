"""A follow-up and the questions before it → a whole question, by rule: what it lacks it takes from them.

It lacks what it does not say itself: a year, a place or a report, what is asked about, the kind of answer. A question
that says all of that by itself takes nothing over, whatever was asked before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.model import Question, Word

# 其中大学生呢, 那2018年呢, 占多少: what such a question is about was said before.
_LEANING = re.compile(
    r"^(?:那么?(?!些|份|个|篇|里)|其中|还有(?!哪|什么|啥|多少|几)|另外|再)|呢[?？]?$|^(?:又|也|占|同比|比)"
)
_POINTING = re.compile(r"^(?:他们|她们|它们|它|他|她|这些|那些|这个|那个|这里|那里|那儿|这项|该)")
# A question with fewer characters of its own content leans on the one before it.
_SHORT = 4
# What was said before counts half: dev: 0.3–0.7 the same.
_BORROWED = 0.5


def is_follow_up(question: Question) -> bool:
    """Whether a question needs one before it to be understood."""
    text = question.read.strip(" ?。!")
    if question.section is not None and not _LEANING.search(text):
        return False
    return (
        len("".join(question.terms)) < _SHORT or _LEANING.search(text) is not None or _POINTING.match(text) is not None
    )


def complete(question: Question, earlier: Sequence[Question]) -> Question:
    """The question with what it lacks from the nearest questions before it that have it; ``earlier`` oldest first."""
    own = set(question.terms)
    asks_itself = len("".join(question.terms)) >= _SHORT and question.kind != "what"
    borrowed: list[Word] = []
    carried: list[str] = []
    for before in reversed(earlier):
        if before.years and not question.years and not question.titled:
            question = replace(question, years=before.years)
            carried.append("years")
        if before.reports and not question.reports and not question.elsewhere:
            question = replace(question, places=before.places, reports=before.reports, titled=before.titled)
            carried.append("places" if before.places else "reports")
        if len("".join(word.text for word in borrowed)) < _SHORT:
            borrowed.extend(
                replace(word, weight=min(_BORROWED, word.weight)) for word in before.content if word.text not in own
            )
            question = replace(
                question,
                kind=before.kind if question.kind == "what" and not asks_itself else question.kind,
                unit=question.unit or (before.unit if question.kind in ("what", before.kind) else None),
                plans=question.plans or (before.plans and not question.years),
                section=question.section or (before.section if not own else None),
            )
    if borrowed:
        carried.insert(0, "terms")
    # The words before were not side by side with these: their places must not touch.
    return replace(question, content=(*question.content, *borrowed), carried=tuple(dict.fromkeys(carried)))
