"""A question in; out comes whether it asks for a survey of what was done, or is to be done, and of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Literal

from retrieval.lexicon.tables import records, table
from retrieval.model import Question, ReportFit, Word
from retrieval.query.amounts import amounts_in
from retrieval.query.report_names import OF_BODY
from retrieval.text.segmentation import boundaries
from store import patterns as re
from store.model import ReportInfo
from store.quick_records import record

Survey = Literal["done", "plan"]


@record
class Overview:
    """What a survey is asked of: ``topic`` are the words that say it, none where the whole report is meant."""

    kind: Survey
    topic: tuple[Word, ...]


@lru_cache(maxsize=16)  # several stages ask it of one question
def overview(question: Question) -> Overview | None:
    """The survey that a question asks for, None where it asks for something in particular."""
    text = question.read.strip(" ?。!呢啊呀吗")
    found = [(kind, match.span()) for kind, pattern in _patterns().items() if (match := pattern.search(text))]
    # 320人是干什么的 asks what an amount is for.
    if not found or amounts_in(question):
        return None
    kind: Survey = "plan" if question.plans else found[0][0]
    spans = [span for _, span in found]
    topic = tuple(
        word
        for word in question.content
        if word.weight >= _OWN
        and word.text not in table("asks_for_section")
        and word.text not in _ASIDE
        and _YEARS.fullmatch(word.text) is None
        and not any(start < word.end and word.start < end for start, end in spans)
    )
    return Overview(kind, () if all(word.text in _GIVERS for word in topic) else topic)


def of_own_body(question: Question, reports: Sequence[ReportInfo]) -> Question:
    """The question asked of those of the reports whose body its only topic names in short: 残联 of a 残疾人联合会.

    It stays as it is where none is of that body, or none of those that it names.
    """
    asked = overview(question)
    wrong = question.section or ("problem" if question.kind == "problem" and not question.reports else None)
    if asked is not None:
        topic = asked.topic
    elif wrong is not None:
        topic = tuple(one for one in question.content if one.text not in table("asks_for_section"))
    else:
        topic = ()
    bodies = bool(topic) and _is_body(topic[-1].text)
    if not topic or (asked is not None and not bodies):  # 体育做了什么 asks of some work of 教育体育局
        return question
    named = {fit.report for fit in question.reports}
    among = [one for one in reports if not named or one.id in named]
    own = [
        one
        for one in among
        if any(
            all(_stands_in(word.text, name) if bodies else _is_in(word, name) for word in topic)
            for name in (one.title, one.issuer or "", one.source)
        )
    ]
    # 公交 is a body where one is called so, and a topic where several are, as a place's reports may be.
    if not own or (
        len({one.issuer or one.place or one.id for one in own}) > 1 and not (bodies and wrong == question.section)
    ):
        return question
    content = tuple(word for word in question.content if word not in topic)
    fits = tuple(ReportFit(one.id, 1.0) for one in own)
    return replace(question, content=content, reports=fits, section=wrong if asked is None else question.section)


def _is_body(word: str) -> bool:
    return any(word.endswith(ending) for ending in table("body_endings"))


def _stands_in(word: str, title: str) -> bool:
    """Whether a title has the characters of a word in their order."""
    left = iter(title)
    return all(char in left for char in word)


def _is_in(word: Word, name: str) -> bool:
    """Whether a word, or another one for it, is what a body in a name is called by: 公交集团 by 公交, no 教师进修学校 by 教师."""
    begun = boundaries(name)
    said = (word.text, *(one.text for one in word.variants))
    places = [(name.index(one), len(one)) for one in said if one in name]
    return len(word.text) > 1 and any(at in begun and OF_BODY.match(name, at + length) for at, length in places)


def asks_whole(question: Question) -> bool:
    """Whether a whole section or report is asked for, and nothing in particular of it."""
    asked = overview(question)
    return question.section is not None or (asked is not None and not asked.topic)


_OWN = 0.5  # what a word weighs at least that does not name the report
# 2003年政府干了哪些事 asks of all that the report tells, 政府采购做了哪些工作 does not.
_GIVERS = frozenset("政府 国家 国务院 中央 全国".split())
# 民生上, 养老方面
_ASIDE = frozenset("一年 全年 学年 学期 年度 上 里 方面 领域 工作 建设 情况 主要 总体 整体 这块 那块".split())

_YEARS = re.compile(r"[前近这那]|[一二两三四五六七八九十\d]{1,3}年")  # 那五年主要干了哪些事


@cache
def _patterns() -> Mapping[Survey, re.Pattern[str]]:
    kinds: tuple[Survey, ...] = ("plan", "done")
    return {
        kind: re.compile("|".join(pattern for named, pattern, _ in records("asks_for_overview") if named == kind))
        for kind in kinds
    }
