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

_GOES_ON = re.compile(r"(?:在[一-龥]{2,10}中[,，])?[从分按][一-龥]{1,6}看[,，]|其中[,，:：]")
_PARTS = re.compile("其中[,，:：]")
_TOPIC = re.compile(r"([一-龥]{2,8})[。：:]?$")
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
            elif sentence.section and (topic := _topic(sentence.section[-1])):
                told = _of_heading(sentence, topic)
            before = told
        yield told


def _of_sentence(sentence: Sentence, before: Sentence) -> Sentence:
    """The growth of parts is of what grew in the sentence before."""
    grew = [one.name for one in before.figures if _is_growth(one)]
    measure = measure_of(grew[0]) if grew else ""
    money = _PARTS.match(sentence.text) and any(
        one.kind == "money" and one.name == grew[0] for one in before.figures if grew
    )
    if not measure:
        return sentence
    return sentence.but(
        figures=tuple(
            replace(one, indicator=joined(one.name, measure))
            if (_is_growth(one) or (money and one.kind == "money" and one.change is None)) and without_measure(one.name)
            else one
            for one in sentence.figures
        )
    )


def _is_growth(figure: Figure) -> bool:
    return figure.kind == "percent" and figure.change is not None


def _topic(heading: str) -> str:
    """棚户区改造 of （四）棚户区改造。; "" where a heading names nothing that is built."""
    numeral = numeral_of(heading)
    found = _TOPIC.fullmatch(heading, numeral.end if numeral else 0)
    return found[1] if found and is_built(found[1]) and is_built(found[1][-2:]) else ""


def _of_heading(sentence: Sentence, topic: str) -> Sentence:
    """Bare names with which the sentence begins are of what its heading names."""
    found, end = [], 0
    for one in sentence.figures:
        lead, bare = sentence.text[end : one.start], end >= 0 and is_bare(one.name)
        own = bare and one.subject in lead and _ONLY_SAYS_WHEN.fullmatch(lead.removesuffix(one.subject))
        found.append(replace(one, indicator=topic + one.name) if own else one)
        end = one.end if bare else -1
    return sentence.but(figures=tuple(found))
