"""Sentences in reading order → their figures with whole names, where the sentence before or the heading says of what.

制造业 of 分门类看，…制造业增长8.2% is 制造业增加值, where the sentence before tells of 工业增加值; 投资 under （四）棚户区改造 is of that.
Where neither plainly says it, names stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from store import patterns as re
from store.figures.bare_names import is_bare, is_built, joined
from store.figures.names_of_parts import measure_of, without_measure
from store.language.heading_numerals import numeral_of
from store.model import Figure, Sentence

_GOES_ON = re.compile(r"(?:在[一-龥]{2,10}中[,，])?[从分按][一-龥]{1,6}[看分][,，]|其中[,，:：]?")
_PARTS = re.compile("其中[,，:：]?|按[一-龥]{1,6}分[,，]")
_PLAN = re.compile("(?:年度|全年|年初|调整)?(?:目标|预算|计划|任务)数?$")
_ACCOUNT = re.compile(r"(?:[全本][省市县区州])?([一-龥]{2,8}?(?:基金|预算))(?:预算)?(?:执行|收支)?(?:情况)?[。：:]?")
_SIDE = re.compile(r"(?:[一-龥\d%]{0,9}[;；,，])?(?:全年|当年|预计)?(?:收入|支出)(?:完成|执行|安排|预计|为)?")
_SIDES = frozenset("收入 支出".split())
_TOPIC = re.compile(r"([一-龥]{2,14})[。：:]?$")
_ONLY_SAYS_WHEN = re.compile(r"(?:全年|今年|年内|目前|截至目前|累计|共|已|新|基本|完成|[,，]){0,4}")


def continued(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences, in order, with the names of their figures completed."""
    before: Sentence | None = None
    for sentence in sentences:
        told = sentence
        if sentence.figures:
            near = before is not None and before.section == sentence.section
            if before is not None and near and _GOES_ON.match(sentence.text):
                told = _of_sentence(sentence, before)
            elif sentence.section:
                topic, account = _topic(sentence.section[-1])
                told = _of_heading(sentence, topic, account=account) if topic else sentence
            before = told
        yield told


def _of_sentence(sentence: Sentence, before: Sentence) -> Sentence:
    """The growth of parts is of what grew in the sentence before, and their amount of what was told in their unit."""
    growth = next((measure_of(one.name) for one in before.figures if _is_growth(one)), "")
    told = [(one.unit, measure_of(_PLAN.sub("", one.name))) for one in before.figures if one.change is None]
    amounts = {unit: measure for unit, measure in told if all(measure == other for own, other in told if own == unit)}
    listed = _PARTS.match(sentence.text)

    def measure(one: Figure) -> str:
        amount = (
            amounts.get(one.unit, "") if listed and one.kind not in ("count", "percent") and one.change is None else ""
        )
        plain = without_measure(one.name) and not one.name.startswith("其中")
        return (growth if _is_growth(one) else amount) if plain else ""

    return sentence.but(
        figures=tuple(
            replace(one, indicator=joined(one.name, whole)) if (whole := measure(one)) else one
            for one in sentence.figures
        )
    )


def _is_growth(figure: Figure) -> bool:
    return figure.kind == "percent" and figure.change is not None


def _topic(heading: str) -> tuple[str, bool]:
    """棚户区改造 of （四）棚户区改造。 and 社会保险基金 of （二）社会保险基金预算, with whether it is an account; "" where it is neither."""
    numeral = numeral_of(heading)
    begin = numeral.end if numeral else 0
    if account := _ACCOUNT.fullmatch(heading, begin):
        return account[1], True
    found = _TOPIC.fullmatch(heading, begin)
    return (found[1], False) if found and is_built(found[1]) and is_built(found[1][-2:]) else ("", False)


def _of_heading(sentence: Sentence, topic: str, *, account: bool) -> Sentence:
    """Bare names with which the sentence begins are of what its heading names, an account's two sides wherever they stand."""
    found, end, named = [], 0, ""
    for one in sentence.figures:
        lead, bare = sentence.text[max(end, 0) : one.start], end >= 0 and is_bare(one.name)
        if account:
            side = one.name[:2]  # 支出, and 支出相当于预算
            own = side in _SIDES and (named == side or _SIDE.fullmatch(lead) is not None)
            named = side if own else ""
        else:
            own = bare and one.subject in lead and bool(_ONLY_SAYS_WHEN.fullmatch(lead.removesuffix(one.subject)))
        found.append(replace(one, indicator=topic + one.name) if own else one)
        end = one.end if bare or account else -1
    return sentence.but(figures=tuple(found))
