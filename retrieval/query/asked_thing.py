"""A question's words in; out come those for the very thing that it asks about: 派出所 of 罗溪县派出所一共有几个.

Whatever else the question says tells where to look. The thing stands right behind the word that asks (多少名教师, 什么系统),
else right before it (教师有多少名, 派出所一共有几个), else it is what the question ends with (青禾县财政供养人员).
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.lexicon.tables import table
from retrieval.model import Word
from store import patterns as re

_ASKS = re.compile(r"多少|[几啥谁咋]|什么|哪|何(?![县况])|怎么|怎样|多[大高长重久远]")
_WHY = re.compile(r"何(?<=[为因缘]何)|什么(?<=为什么)|啥(?<=为啥)|怎么会|咋会")
_WHEN_OR_WHERE = "天日年月里儿"  # 哪天启用
_BEFORE = 6  # characters between the thing and the word that asks: 教师一共大概有


def head_of(text: str, content: Sequence[Word], taken: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The words for what a folded question asks about, in its order; ``taken`` are the spans of what only asks."""
    own = [word for word in content if word.weight >= 1]
    asking = _ASKS.search(text)
    if asking is None:
        return _run(own, len(own) - 1, -1)
    end = max((stop for start, stop in taken if start <= asking.start() < stop), default=asking.end())
    behind = next((place for place, word in enumerate(own) if word.start >= end), None)
    touches = behind is not None and own[behind].start == end and own[behind].text not in table("follow_up_words")
    # 在哪个县开的: of what kind it is, and no report need say so
    if touches and (asking.group() != "哪" or text[end - 1] in _WHEN_OR_WHERE):
        return _run(own, behind, 1)
    if behind is not None and _WHY.match(text, asking.start()):  # 法院为何没有采纳被告人的辩解
        return _run(own, len(own) - 1, -1)
    before = [place for place, word in enumerate(own) if word.end <= asking.start()]
    if before and asking.start() - own[before[-1]].end <= _BEFORE:
        return _run(own, before[-1], -1)
    return _run(own, behind, 1)


def _run(words: Sequence[Word], place: int | None, step: int) -> tuple[str, ...]:
    """The words that touch one another, from one of them on in a direction; none where there is no such one."""
    if place is None or not 0 <= place < len(words):
        return ()
    run = [words[place]]
    while 0 <= (place := place + step) < len(words):
        near, far = (run[-1], words[place]) if step > 0 else (words[place], run[0])
        if near.end != far.start:
            break
        run = [*run, far] if step > 0 else [near, *run]
    return tuple(word.text for word in run)
