"""What a question asks about and a report or a sentence says nowhere: 双减 of a report of 2015, PM10 of one on PM2.5."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from retrieval.lexicon.tables import table
from retrieval.ranking.coverage import WantedWord, held_in, variant_in
from retrieval.ranking.passage import Passage
from retrieval.text.segmentation import part_of_speech, rarity
from store import patterns as re

_SPECIFIC = 8.8  # rarer than this a noun names something: 教师 and 颜色, not 时间 and 公司
_WHAT_IT_IS = re.compile(r"是(?:什么|多少|谁|啥|哪|几)")
_SPACE = " \t\u3000"  # 主 诉
_MONTH = re.compile(r"\d+月")


def whole_of(title: str, passages: Iterable[Passage]) -> str:
    """What was found of a report: its title, its passages and the headings above them."""
    whole = "\n".join([title, *[passage.above + passage.text.text for passage in passages]])
    for space in _SPACE:
        whole = whole.replace(space, "")
    return whole


def absent(words: Sequence[WantedWord], whole: str) -> float:
    """The share of the words' worth that a report lacks."""
    total = sum(word.worth for word in words) or 1.0
    return sum(word.worth for word in words if not held_in([word], whole)) / total


def lacking(words: Sequence[WantedWord], title: str, passage: Passage) -> float:
    """The share of the words' characters, each by its part of the worth, that a passage and what is above it lack.

    What is said in other words is not lacking: GDP of 国内生产总值.
    """
    whole = title + passage.above + passage.text.text
    total = sum(word.worth for word in words) or 1.0
    unsaid = (word for word in words if variant_in(word, whole) is None)
    return sum(word.worth * sum(char not in whole for char in word.text) / len(word.text) for word in unsaid) / total


def names_something(word: WantedWord, question: str) -> bool:
    """Whether a word of a folded question names a thing that a report would call so if it told of it.

    It does where it is a noun, or what something is asked to be (身高是多少). Words that say what kind of answer is wanted
    (日期, 名称, 总和) do not: the answer itself tells that.
    """
    tag = part_of_speech(word.text)
    if tag is None and word.text[:1] in table("asked_measure_words"):
        return False  # 节|课 of 那节课
    noun = tag is None or tag.startswith(("n", "l", "i", "j")) or _WHAT_IT_IS.match(question.partition(word.text)[2])
    specific = bool(noun) and len(word.text) > 1 and not word.text.isdigit() and rarity(word.text) > _SPECIFIC
    return specific and word.text not in table("follow_up_words")


def unsaid(word: WantedWord, text: str) -> bool:
    """Whether a text has neither a word, nor two characters of it side by side, nor anything that is said for it.

    >>> unsaid(WantedWord("消耗量", 1.0), "能源消耗"), unsaid(WantedWord("宠物", 1.0), "动物")
    (False, True)
    """
    if word.text in text or variant_in(word, text) is not None:
        return False
    if word.text.isascii():  # PM2.5 says nothing of PM10
        return True
    if len(word.text) > 2 and any(all(char in line for char in word.text) for line in text.split("\n")):
        return False  # 音、体、美 for 音体美
    return not any(word.text[place : place + 2] in text for place in range(len(word.text) - 1))


def lacks_month(words: Sequence[WantedWord], passage: Passage) -> bool:
    """Whether a question names a month that a passage and what is above it do not; of several, as in 5月至9月, none counts."""
    months = [word.text for word in words if _MONTH.fullmatch(word.text)]
    return len(months) == 1 and months[0] not in passage.above + passage.text.text
