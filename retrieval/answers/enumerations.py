"""Runs of neighbouring sentences that answer together: the items of a list (一是…二是…三是…), the points of a section.

Sentences come in reading order, all of one report; the items go out in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile

from store import patterns as re
from store.language.heading_numerals import numeral_of
from store.language.tables import worded
from store.model import StoredSentence
from store.structure.section_kinds import ADMITS, SectionKind, kind_below

_ORDER = "一二三四五六七八九十"
_ITEM = re.compile(
    rf"(?:^|[:：,，;；])(?:(?P<is>[{_ORDER}])(?:是|要|、)|第(?P<nth>[{_ORDER}])[,，、:：]|(?P<first>首先|其次|再次|最后)[,，])"
)
# 重点抓好以下工作：, 存在许多困难和不足。: says that something follows, and nothing of it
_COLON = re.compile(r"[:：][”’」』]?$")
_ONLY_THAT = (  # there are problems, and not which
    "(?:存在|面临|还有|仍有|也有|不少|许多|一些|(?:认识|看|意识)到)[^:：;；]{0,24}(?:<problems>|薄弱环节|挑战|矛盾|依然突出)[^:：,，]{0,8}"
)
_NAMES_NONE = worded(f"{_ONLY_THAT}[:：]?$")
_ANNOUNCES = worded(
    f"{_ONLY_THAT}$"
    "|(?:取得|做了).{0,16}(?:成绩|成效|工作|进步).{0,160}(?:但|同时|差距|不足)|主要(?:有|表现|体现)(?:在|为)?.{0,8}$|如下|以下.{0,12}$"
    "|清醒地?(?:认识|看)到"
)
_OPENS_PLAN = re.compile(r"(?:下一?步|今后|明年|来年|新的一年|接下来|20\d\d年).{0,30}(?:将|要|继续|进一步|工作)")
# No list of points is longer; what follows after so many sentences belongs to something else.
_LONGEST = 40
# How far in front of a list the sentence may stand that says what it is a list of, and how far the last item goes on.
_IN_FRONT, _BEHIND = 2, 4
_BARE = 14  # characters; a shorter heading names a topic, and the next sentence tells


def announces(text: str) -> bool:
    """Whether a sentence only says that a list follows.

    >>> announces("重点推进三方面工作:"), announces("也存在许多困难和不足。"), announces("突出表现为:一是师资不足。")
    (True, True, False)
    """
    bare = text.rstrip("。！!")
    return not _ITEM.search(text) and (_COLON.search(bare) is not None or _ANNOUNCES.search(bare) is not None)


def told_under(sentences: Sequence[StoredSentence]) -> tuple[StoredSentence, ...]:
    """A first sentence that only names its topic, with what its paragraph says of it; nothing where it says more.

    着力做好防灾减灾。有力应对9轮强降雨。…
    """
    first, *rest = sentences[:_LONGEST]
    if not names_topic(first.text):
        return ()
    below = takewhile(lambda one: one.paragraph == first.paragraph and not names_topic(one.text), rest)
    told = tuple(below)
    return (first, *told) if told else ()


def names_topic(text: str) -> bool:
    """Whether a sentence only names its topic.

    >>> names_topic("（二）着力改善民生。"), names_topic("1. 抓市场。"), names_topic("一是新建学校2所。")
    (True, True, False)
    """
    return _TOPIC.fullmatch(text) is not None


_TOPIC = re.compile(
    rf"(?:[（(]?(?:[{_ORDER}]{{1,3}}|\d{{1,2}})[）)是要、.．]\s?)?[^,，;；:：、\d。！!\s]{{3,16}}[。！!]?"
)


def joined(first: StoredSentence, behind: StoredSentence) -> StoredSentence:
    """Two neighbours as one quotation."""
    between = "" if first.paragraph == behind.paragraph else " "
    both = put_behind(first.text + between, behind, first.start, first.section[: -1 if first.heading else None])
    known = len(first.figures)
    own = (replace(one, of=None if one.of is None else one.of + known) for one in both.figures)
    return replace(both, figures=(*first.figures, *own))


def put_behind(text: str, sentence: StoredSentence, start: int, section: tuple[str, ...]) -> StoredSentence:
    """A sentence with a text in front of it that begins at ``start``, below ``section``, as one quotation."""
    figures = (replace(one, start=one.start + len(text), end=one.end + len(text)) for one in sentence.figures)
    return replace(sentence, text=text + sentence.text, start=start, section=section, figures=tuple(figures))


def is_bare(one: StoredSentence) -> bool:
    """Whether a sentence, or a heading, names its topic and tells nothing of it."""
    return names_topic(one.text) or (one.heading and len(one.text) < _BARE)


def with_telling(points: Iterable[StoredSentence], among: Sequence[StoredSentence]) -> Iterator[StoredSentence]:
    """The points of a list; a bare one (一是强化党建工作。) with the sentence behind it, of those ``among`` which it stands."""
    behind = {one.id: told for one, told in pairwise(among)}
    for one in points:
        told = behind.get(one.id)
        tells = told is not None and is_bare(one) and not (is_bare(told) or _is_item(told.text))
        below = told is not None and told.section[-1:] == (one.text,)
        if not (tells and below):
            yield one
        if told and tells and (below or told.paragraph == one.paragraph):
            yield told


def items_of_section(sentences: Sequence[StoredSentence], kind: SectionKind) -> tuple[StoredSentence, ...]:
    """What a report says of its problems, or of its plans, point by point; nothing where it has no place for them."""
    inside = [one for one in sentences if kind_below(one.section, one.planned) == kind]
    if not inside:
        return _unheaded(sentences, kind)
    points = [sentence for sentence in inside if not sentence.heading or _is_item(sentence.text)]
    counted = [sentence for sentence in points if _is_item(sentence.text)]
    if len(counted) > 1:
        return tuple(with_telling(counted, inside))
    told = [one for one in points if not (announces(one.text) or (kind == "problem" and _MENDS.match(one.text)))]
    return tuple(told or points)


def items_after(sentences: Sequence[StoredSentence]) -> tuple[StoredSentence, ...]:
    """The items of the list that the first sentence announces, itself left out unless it holds the first item."""
    return _counted_after(sentences) or _first_below(sentences)


def _counted_after(sentences: Sequence[StoredSentence]) -> tuple[StoredSentence, ...]:
    """Those that are counted (一是…二是…)."""
    first, *rest = sentences[:_LONGEST]
    style = _style(first.text)
    found = [first] if style else []
    for place, sentence in enumerate(rest):
        own = _style(sentence.text)
        if style is None and own is None and place > 2:
            break
        style = style or own
        if own is not None and own == style:
            if _number(sentence.text) == 1 and found:
                break
            found.append(sentence)
    return tuple(found)


def _first_below(sentences: Sequence[StoredSentence]) -> tuple[StoredSentence, ...]:
    """The first telling sentence of each section that divides what stands behind the first one."""
    first, *rest = sentences
    depth = len(first.section)
    below = takewhile(lambda one: one.section[:depth] == first.section, rest)
    parts = groupby(below, key=lambda one: one.section[depth : depth + 1])
    told = (next((one for one in part if not one.heading), None) for path, part in parts if path)
    return tuple(one for one in told if one is not None)


def is_point(text: str) -> bool:
    """Whether a sentence begins as one of several that are counted (一是…)."""
    found = _ITEM.match(text)
    return found is not None and text[found.end() - 1] == "是"


def opens_list(text: str) -> bool:
    """Whether a list follows right behind the sentence (重点推进三方面工作:)."""
    return _COLON.search(text) is not None and not _ITEM.search(text)


def items_around(sentences: Sequence[StoredSentence], number: int) -> tuple[StoredSentence, ...]:
    """The items (一是…二是…) of the list that the sentence of this id stands in, or right in front of."""
    for place, sentence in enumerate(sentences):
        if _ITEM.search(sentence.text) and _number(sentence.text) == 1:
            items = items_after(sentences[place:])
            first = sentences[max(0, place - _IN_FRONT)].id
            if len(items) > 1 and first <= number <= items[-1].id + _BEHIND and items[0].section == items[-1].section:
                return items
    return ()


def _unheaded(sentences: Sequence[StoredSentence], kind: SectionKind) -> tuple[StoredSentence, ...]:
    """Where no heading says it: what follows the sentence that announces it."""
    for place, sentence in enumerate(sentences):
        if kind == "plan" and sentence.planned and _OPENS_PLAN.match(sentence.text):
            return tuple(one for one in sentences[place : place + _LONGEST] if one.planned)
        if kind == "plan" or sentence.heading:
            continue
        admits = ADMITS.search(sentence.text)
        said = admits or _PROBLEMS.search(sentence.text)
        if said is None:
            continue
        listed = announces(sentence.text) or _ITEM.search(sentence.text, said.start())
        goes_on = [one.paragraph for one in sentences[place : place + 2]] == [sentence.paragraph] * 2
        after = _counted_after if goes_on else items_after  # what its own paragraph says is told before other sections
        items = after(sentences[place:]) if listed else ()
        if items and (
            items[0] is sentence or not items[0].planned
        ):  # 对此，我们将做好以下工作：一是… is what comes of them
            return items
        if admits or listed:
            return _admitted(sentences[place : place + _LONGEST])
        if _SAYS.match(sentence.text, said.end()):
            return (sentence,)
    return ()


def _admitted(sentences: Sequence[StoredSentence]) -> tuple[StoredSentence, ...]:
    """What is admitted from the first sentence on: its paragraph, or the next where it ends it, up to what will be done.

    A first sentence that only says that there are problems is told together with the next one, which tells which.
    """
    first, *rest = sentences
    only_announces = _NAMES_NONE.search(first.text.rstrip("。！!")) is not None
    paragraph = rest[0].paragraph if rest and only_announces else first.paragraph
    told = takewhile(
        lambda one: one.paragraph == paragraph and not (one.planned or one.heading or _MENDS.match(one.text)), rest
    )
    behind = tuple(told)
    return (joined(first, behind[0]), *behind[1:]) if only_announces and behind else (first, *behind)


_MENDS = re.compile(
    r"(?:但是?[,，])?(?:对此|对于?这些|针对|这些(?:问题|困难|矛盾)|[^,，。]{0,16}对这些|[^。]{0,40}信心|我们(?:将|要|一定|相信|坚信|有信心)|[^,，。]{0,8}(?:必须|一定要|下决心))"
)
_SAYS = re.compile(r"[^。]{0,24}(?:[:：]|主要(?:是|有|表现))")
_PROBLEMS = worded(
    "(?:存在|面临|发现|还有|仍有|有一定|必定|反映)[^,，。:：;；]{0,16}<problems>(?!.{0,6}(?:学生|得到|解决))"
)


def _is_item(text: str) -> bool:
    return _style(text) is not None


def _style(text: str) -> str | None:
    match = _ITEM.search(text)
    if match is not None:
        return match.lastgroup
    numeral = numeral_of(text)
    return None if numeral is None else numeral.style


def _number(text: str) -> int:
    match = _ITEM.search(text)
    if match is not None:
        said = match["is"] or match["nth"]
        return _ORDER.index(said) + 1 if said else (1 if match["first"] == "首先" else 2)
    numeral = numeral_of(text)
    return 0 if numeral is None else numeral.number
