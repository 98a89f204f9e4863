"""A report's sentences in; out comes what tells in short what it did, or is to do: each heading with the first sentence that tells.

Where a topic is asked about, the headings that name it are surveyed alone; where none does, there is nothing to survey.
A heading that is a line of its own is no sentence: it comes from the stored report (:func:`below_headings`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal

from retrieval.answers.doubts import mostly_in
from retrieval.answers.enumerations import announces, is_bare, is_point, joined, names_topic, put_behind
from retrieval.query.overviews import Overview, Survey
from retrieval.ranking.coverage import WantedWord
from retrieval.text.segmentation import fold
from store import patterns as re
from store.language.years import years_in_period
from store.model import Report, Section, StoredSentence
from store.structure.section_kinds import kind_below

_FEWEST_HEADINGS = 2
_OPENING, _LEAST_ALIKE = 5, 4  # characters; sentences
_LEAST_POINTS = 3
_LEAST_NAMED = 0.3  # of the topic's words, by worth, in a heading
_MOSTLY = 0.7  # what a heading counts that has the better part of a word
_MOST = 20  # sentences
_OF_TOPIC = 8  # sentences of a section that is the topic's alone
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[、.．)）]")
_INTRODUCES = re.compile(
    r"(?<!工作)(?<!完成)(?:概况|基本情况|简介|[、.．\s本][省市县区镇乡村校院]情)(?:$|[和及与])|指标(?:完成)?(?:情况)?$"
)  # 学校概况, 基本镇情, 主要指标完成情况 tell what there is and what came of it, and nothing that was done
# 三、主要工作 beside 二、经营情况: the year's work, where what else there is tells of the year itself
_WORK = re.compile(
    r"(?:主要|重点)[\u4e00-\u9fff]{0,4}工作(?:(?:开展|完成|推进)?情况|[和及与]?(?:成绩|成效))*$"
    r"|[、.．](?:主要)?(?:工作)?(?:[和及与]?(?:措施|举措|行动|做法))+$"
)
# 一年来,我们主要做了以下六方面工作: leads the survey, and what stands above it is none of that work
_ANNOUNCES_WORK = re.compile(
    r"(?:做|抓|开展|推进|落实)(?:了|好)?[^,。;]{0,12}(?:以下|如下|下列|[二三四五六七八九十几]个方面)[^,。;]{0,12}(?:工作|任务|事情?)?[::。]?$"
    r"|(?:主要|重点)(?:的)?工作(?:任务)?(?:是|有|如下)[::]$"
)
_OPENS = ("各位", "我代表", "现将", "请予", "特此")


def survey(sentences: Sequence[StoredSentence], asked: Overview, years: frozenset[int]) -> tuple[StoredSentence, ...]:
    """The survey of a whole report: the headings in order, each with its first telling sentence; none without headings."""
    inside = _inside(sentences, asked.kind, years)
    inside = [one for one in inside if not any(map(_INTRODUCES.search, one.section))] or inside
    surely = [one for one in inside if _told_below(one) == asked.kind]
    work = [one for one in inside if asked.kind == "done" and _WORK.search(one.section[0])]
    for told in (work, surely, inside):
        for opening, rest in _behind_announcement(told):
            if groups := _divided_by_points(rest):
                first, *_ = points = _first_of_each(groups)
                # (一)聚焦项目攻坚 says itself that it is one of several, and so do headings
                told_apart = (
                    _NUMBERED.match(first.text) or is_point(first.text) or len(first.section) > len(opening.section)
                )
                return points if told_apart else (opening, *points)
        if groups := _divided_by_points(told):
            return _first_of_each(groups)
    told = surely or inside
    paragraphs = [list(group) for _, group in groupby(told, key=lambda one: one.paragraph)]
    topics = [group for group in paragraphs if len(group) > 1 and names_topic(group[0].text)]
    if len(topics) >= _LEAST_POINTS:
        return _first_of_each(topics)
    return _first_of_each(_opened_alike(told) or [part for group in paragraphs for part in _beside(group)])


def _behind_announcement(
    sentences: Sequence[StoredSentence],
) -> Iterator[tuple[StoredSentence, Sequence[StoredSentence]]]:
    """The last sentence that announces the work, with what follows below its own headings, and with all that follows."""
    announced = next((at for at, one in reversed([*enumerate(sentences)]) if _ANNOUNCES_WORK.search(one.text)), None)
    if announced is not None:
        opening, rest = sentences[announced], sentences[announced + 1 :]
        yield opening, [one for one in rest if one.section[: len(opening.section)] == opening.section]
        yield opening, rest


def _first_of_each(groups: Iterable[Sequence[StoredSentence]]) -> tuple[StoredSentence, ...]:
    return tuple(one for group in groups for one in _told_first(group))[:_MOST]


def _divided_by_points(sentences: Sequence[StoredSentence]) -> list[list[StoredSentence]]:
    """The sentences below each of several headings, or the points of a list; none where neither divides them."""
    headed = _headed(sentences)
    return headed if len(headed) >= _FEWEST_HEADINGS else _numbered(sentences)


def _numbered(sentences: Sequence[StoredSentence]) -> list[list[StoredSentence]]:
    """The points of a list that fills a text without headings, each with a paragraph of its own (一是着力深化改革。…)."""
    points = [[one] for one in sentences if is_point(one.text)]
    apart = {group[0].paragraph for group in points}
    return points if len(apart) >= _LEAST_POINTS and points[0][0].text[0] == "一" else []


def _opened_alike(sentences: Sequence[StoredSentence]) -> list[list[StoredSentence]]:
    """What stands behind each of the sentences that begin alike (一年来，我们…): where no heading divides a text, these do."""
    begun = Counter(one.text[:_OPENING] for one in sentences)
    opening, count = max(begun.items(), key=lambda one: one[1], default=("", 0))
    if count < _LEAST_ALIKE:
        return []
    groups: list[list[StoredSentence]] = []
    for one in sentences:
        if one.text.startswith(opening):
            groups.append([one])
        elif groups:
            groups[-1].append(one)
    return groups


def _headed(sentences: Sequence[StoredSentence]) -> list[list[StoredSentence]]:
    """The sentences below each of the headings side by side that divide them, or of those that divide what is below these."""
    shared = _shared(sentences)
    groups = _divided(sentences, shared)
    inner = [parts for group in groups if len(parts := _divided(group, shared + 1)) > 1]
    # Where one of seven is divided, the seven are the survey.
    return [one for parts in inner for one in parts] if 2 * len(inner) > len(groups) else groups


def _divided(sentences: Sequence[StoredSentence], depth: int) -> list[list[StoredSentence]]:
    """The sentences by the headings at a depth; items that are a sentence each stand among headings for themselves."""
    groups = [list(group) for _, group in groupby(sentences, key=lambda one: one.section[: depth + 1])]
    if not any(len(group[0].section) > depth for group in groups):
        return []
    return [part for group in groups for part in ([group] if len(group[0].section) > depth else _items(group))]


def _items(group: Sequence[StoredSentence]) -> list[list[StoredSentence]]:
    return [[one] for one in group if _NUMBERED.match(one.text)]


def _beside(paragraph: list[StoredSentence]) -> list[list[StoredSentence]]:
    """The items that stand side by side in a paragraph ((一)加装电梯6部。(二)…), else the paragraph."""
    items = _items(paragraph)
    return items if len(items) > 1 else [paragraph]


def survey_of_topic(
    sentences: Sequence[StoredSentence], asked: Overview, topic: Sequence[WantedWord], years: frozenset[int]
) -> tuple[StoredSentence, ...]:
    """What stands below the headings that name the topic, the best of them; none where no heading does."""
    inside = _inside(sentences, asked.kind, years)
    named = _naming(inside, topic)
    best = max(named.values(), default=0.0)
    if best < _LEAST_NAMED:
        return ()
    chosen = [path for path, share in named.items() if share == best or (len(topic) > 1 and share >= _LEAST_NAMED)]
    chosen = [path for path in chosen if not any(path != other and path[: len(other)] == other for other in chosen)]
    sections = [[one for one in inside if one.section[: len(path)] == path] for path in chosen]
    if len(sections) > 1:
        return tuple(one for section in sections for one in _said(section)[:2])[:_MOST]
    return tuple(_said(sections[0]))[:_OF_TOPIC]


def _inside(sentences: Sequence[StoredSentence], kind: Survey, years: frozenset[int]) -> list[StoredSentence]:
    """The sentences that tell what was done, or is to be done, by their headings or else by themselves."""
    return [
        one
        for one in sentences
        if one.section
        and _is_in(one, years)
        and (_told_below(one) == kind or (_told_below(one) is None and one.planned == (kind == "plan")))
    ]


def _told_below(sentence: StoredSentence) -> Survey | Literal["problem"] | None:
    """What the nearest heading that says it has below it."""
    kind = kind_below(sentence.section, sentence.planned)
    return "done" if kind == "review" else kind


def _is_in(sentence: StoredSentence, years: frozenset[int]) -> bool:
    spoken = years_in_period(sentence.period)
    return not years or not spoken or bool(years & spoken)


def _shared(sentences: Sequence[StoredSentence]) -> int:
    """How many headings most of the sentences stand below together."""
    paths = [one.section for one in sentences]
    depth = 0
    while True:
        heads = {path[: depth + 1] for path in paths if len(path) > depth}
        if len(heads) != 1:
            return depth
        depth += 1


def _naming(sentences: Iterable[StoredSentence], topic: Sequence[WantedWord]) -> Mapping[tuple[str, ...], float]:
    """How much of the topic each path's own heading names."""
    paths = {one.section[:depth] for one in sentences for depth in range(1, len(one.section) + 1)}
    whole = sum(word.worth for word in topic) or 1.0
    return {path: sum(word.worth * _named(word, fold(path[-1])) for word in topic) / whole for path in sorted(paths)}


def _named(word: WantedWord, heading: str) -> float:
    """How far a heading names a word: 教师队伍持续优化 names most of 教师队伍建设."""
    said = ((word.text, 1.0), *((one.text, one.weight) for one in word.variants))
    return max(weight if text in heading else _MOSTLY * weight * mostly_in(text, heading) for text, weight in said)


def _told_first(group: Sequence[StoredSentence]) -> Iterator[StoredSentence]:
    """The first sentence that tells; a heading, or a bare topic (强化党建工作。), together with the one behind it."""
    told = [one for one in group if not _only_opens(one.text)][:2]
    opens = len(told) > 1 and (told[0].heading or is_bare(told[0])) and told[1].id == told[0].id + 1
    yield from [joined(*told)] if opens else told[:1]


def below_headings(told: Sequence[StoredSentence], report: Report, *, topic: bool) -> tuple[StoredSentence, ...]:
    """What a survey tells of a report, each together with the headings right above it; of a topic with its own heading, too.

    What else stands above all that is told is no part of the survey.
    """
    shared = _shared(told) - topic
    lines = [one for one in report.sections if len(one.path) > shared and not one.run_in]
    return tuple(_below(one, lines, report.text) for one in told)


def _below(sentence: StoredSentence, headings: Iterable[Section], text: str) -> StoredSentence:
    """The sentence together with those of the headings that stand right above it."""
    for heading in reversed([one for one in headings if one.end <= sentence.start]):
        if text[heading.end : sentence.start].strip():
            break
        sentence = put_behind(f"{text[heading.start : heading.end]} ", sentence, heading.start, heading.path[:-1])
    return sentence


def _said(section: Sequence[StoredSentence]) -> list[StoredSentence]:
    """All that a section tells, its run-in heading aside."""
    said = [one for one in section if not one.heading and not _only_opens(one.text)]
    return said or [one for one in section if not _only_opens(one.text)]


def _only_opens(text: str) -> bool:
    return text.startswith(_OPENS) or announces(text)
