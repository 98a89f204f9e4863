"""A quotation in, out comes whether it tells of the places asked about that no report is from."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.model import Evidence, Question
from retrieval.text.segmentation import folded as fold
from store import patterns as re

_BEHIND = 6  # sentences that go on with what one names
# The rest of a body's name behind a place: 北京航空航天大学, not 青岛市三甲医院 nor 青岛的企业集团30家.
_BODY = re.compile(
    r"(?<![省市县区])(?:(?![省市州县区镇乡旗家所个的在有与和等])[\u4e00-\u9fff]){0,8}?(大学|学院|研究[院所]|公司|集团|银行|医院|[路街])(?!\d)"
)


def names_all(one: Evidence, question: Question) -> bool:
    """Whether a quotation, the headings above it or its report's title hold all places that no report is from.

    北京航空航天大学 is a name of its own and says nothing of 北京, but where the question asks for a 大学, or for 航天.
    """
    text = fold(one.quote + "".join(one.section) + one.report.title)
    asked = [word.text for word in question.content if len(word.text) > 1 and word.text not in question.elsewhere]
    return all(
        any(
            (body := _BODY.match(text, found.end())) is None
            or body[1] in question.read
            or any(word in body[0] for word in asked)
            for found in re.finditer(re.escape(name), text)
        )
        for name in question.elsewhere
    )


def told_beside(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Whether a report of no place tells of the names beside its best sentence: what follows on 青禾特大地震 is of it, too."""
    best = evidence[0]
    words = [word for word in question.content if len(word.text) > 1 and word.text not in "".join(question.elsewhere)]
    if best.report.place is not None or "全国" in best.quote:
        return False
    return any(
        0 < best.sentence - one.sentence <= _BEHIND
        and names_all(one, question)
        and any(word.text in fold(one.quote) for word in words)
        for one in evidence[1:]
    )
