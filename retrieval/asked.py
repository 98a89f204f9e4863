"""A question and a sentence's figures in; out comes which of them the question asks for, and how sure that is.

A figure is asked for in so far as it is of the kind and unit asked for, and as the question's words stand where the
sentence says what it counts: in its subject best, then in its clause, then in the whole that it is a part of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from retrieval.around import Around
from retrieval.coverage import Wanted as WantedWord
from retrieval.lexicon.tables import groups
from retrieval.model import Question
from retrieval.segment import fold
from store.model import Figure

PEOPLE = frozenset(["人", "名", "位", "员", "口"])
_ATTENDANCE = frozenset(["人次", "名次", "人份"])
_MONEY = frozenset(["元", "万元", "亿元", "块钱"])
# What tells the kind of figure where the question word itself does not: 各地入学率, 教职工人数, 教育费附加.
_SHARE = re.compile(r"[率占]|比例|比重|百分|覆盖面|满意度|几成|师比|机比")
_PAID = re.compile(r"资金|经费|金额|投资|投入|收入|支出|工资|补助金|学费|助学金|津贴|奖金|费用|贷款|附加|多少钱|财政")
_AREA = re.compile(r"面积")
_PERSONS = re.compile(r"人数|人口")
# The question is itself about a change, so that an amount of change is no worse than a level.
_CHANGE = re.compile(r"增|减|新[建设添]|提高|下降|上升|降低|缩小|扩大|[多少高低]了")
# 比上年多收了多少 asks for the difference, whatever the kind.
_DIFFERENCE = re.compile(r"比(?:上|去|前|往|同期|[12]\d{3}).{0,10}[多少高低增减]")
_TIMES = frozenset("天 年 个月 月 周 小时 分钟 秒".split())
# 军训几天, 用了多长时间; not 近几年, 几年来, 几天的培训
_HOW_LONG = re.compile(
    r"(?:多长时间|多久)(?!的)|(?:(?<![近去这前后每隔上])几|多少)(?:天|年(?!级)|个月|周|个?小时|分钟)(?![的来间里内以])"
)
# A sum by its name, at the end of a question: 多少助学金; not 多少企业捐款, 多少教师享受津贴
SUM = (
    r"(?:国家|学生|生活|专项|财政|扶贫|慰问|各类)?(?:助学金|奖学金|奖励金|奖金|补助金|补助款?|补贴款?|资助金|慰问[金品]|捐款|善款|贷款|罚款"
    r"|学费|费用|工资|津贴)[呢呀啊]?$"
)
# Names of the number itself, which a unit says as well: 上线人数 is 172人上线.
COUNTING = frozenset("人数 数量 个数 总数 数目 金额 数额 次数".split())
# 从几样减到几样 asks for both levels.
_FROM_TO = re.compile(r"[从由](?:多少|几).*[到成为至]")
# 补助了多少学生 asks for people, whatever the verb is paid in.
_NOUN_ASKED = re.compile(
    rf"(?:多少|几)(?![钱元万亿资经投金补费收支学津奖贷年天月])(?!{SUM})[\u4e00-\u9fff]{{2}}"
    r"|(?:多少|几)学[生校员]"
)
# 一共, 总数: the whole is asked for, not a part of it.
_ALL_OF_IT = re.compile(r"(?<!公)共(?!同|建|享|青|产|和|用)|总(?:数|计|量|的|体|投|额)|合计")
_ASKS_EACH = re.compile(r"每|均")
_SHARES = frozenset(["percent", "ratio"])

_OTHER = 0.6  # 初中 where 高中 is asked about: the subject may reach too far, so it is not ruled out
# A figure that fits less is not what is asked for, whatever stands around it.
_LEAST_FIT = 0.3
# Where the question asks for no figure in so many words (教育费附加 征缴), its words must stand close to one.
_LEAST_HOLD = 0.5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question (its folded ``text``) asks of a figure.

    ``kinds`` are those of :class:`~store.model.Figure`, none where any will do; ``units`` narrows counts to a measure
    word. ``change`` is true where amounts of change are asked for, None where both they and levels may be meant.
    ``each`` is true where the amount for one person or school is asked for, None where it may be; ``whole`` where the
    question says that it wants the sum, ``stages`` where it wants what something was and what it became. ``open`` is
    true where no figure is asked for in so many words, ``unnumbered`` where the answer can be none.
    """

    text: str
    kinds: frozenset[str]
    units: frozenset[str]
    change: bool | None
    years: frozenset[int]
    plans: bool
    each: bool | None
    whole: bool
    stages: bool
    open: bool = False
    unnumbered: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The figure that answers best: its index, how well it fits what is asked (0 to 1), and the share of words held."""

    index: int
    fit: float
    hold: float

    @property
    def score(self) -> float:
        """One number to compare figures of several sentences by."""
        return self.fit * (0.1 + self.hold)


def asks_how_long(text: str) -> bool:
    """Whether a folded question asks for a length of time."""
    return _HOW_LONG.search(text) is not None


def wanted_by(question: Question) -> Wanted:
    """What kind of figure, in what unit, the question asks for."""
    # What a follow-up takes over says as much of the figure as its own words.
    said_before = " ".join(question.terms) if question.carried else ""
    text, unit = f"{fold(question.text)} {said_before}".strip(), question.unit
    units, kinds = frozenset[str](), frozenset[str]()
    if unit in _TIMES:  # 近几年花了多少钱 asks for no years
        unit = None
    if asks_how_long(text):
        kinds = frozenset(["duration"])
    elif unit is None and question.kind == "money" and _NOUN_ASKED.search(text):
        kinds = frozenset(["count"])
    elif unit in _MONEY or (question.kind == "money" and unit is None):
        kinds = frozenset(["money"])
    elif unit is not None:
        units = PEOPLE if unit in PEOPLE else frozenset([unit])
    elif question.kind == "percent":
        kinds = frozenset(["percent", "ratio", "points"])
    elif question.kind == "count" and _PERSONS.search(text):
        units, kinds = PEOPLE, frozenset(["count"])
    elif question.kind == "count":
        kinds = _SHARES if _SHARE.search(text) else frozenset(["area" if _AREA.search(text) else "count"])
    elif question.kind != "change":
        kinds, units = _named_in(text)
    change = True if question.kind == "change" or _DIFFERENCE.search(text) else None if _CHANGE.search(text) else False
    said = question.kind in ("count", "money", "percent", "change", "comparison") or unit is not None
    return Wanted(
        text=text,
        kinds=kinds,
        units=units,
        change=change,
        years=frozenset(question.years),
        plans=question.plans or bool(question.years),
        each=_asks_each(question, text),
        whole=_ALL_OF_IT.search(text) is not None,
        stages=_FROM_TO.search(text) is not None,
        open=not said,
        # 哪年招聘了多少教师 asks for a number after all.
        unnumbered=unit is None and question.kind in ("date", "who") and "多少" not in text,
    )


def _asks_each(question: Question, text: str) -> bool | None:
    if _ASKS_EACH.search(text):
        return True
    # What a follow-up takes over may be the amount for each (生均公用经费) or only speak of it.
    return None if _ASKS_EACH.search("".join(question.terms)) else False


def _named_in(text: str) -> tuple[frozenset[str], frozenset[str]]:
    if _SHARE.search(text):
        return _SHARES, frozenset()
    if _PERSONS.search(text):
        return frozenset(["count"]), PEOPLE
    if _PAID.search(text):
        return frozenset(["money"]), frozenset()
    return frozenset(), frozenset()


def fit(wanted: Wanted, figure: Figure) -> float:
    """How well a figure is of the kind and unit asked for: 0 to 1."""
    found = _unit_fit(wanted, figure) if wanted.units else _kind_fit(wanted, figure)
    if wanted.change is True:
        found *= 1.0 if figure.change else 0.5
    elif wanted.change is False and figure.change:
        found *= 0.7
    return found * (0.9 if figure.planned and not wanted.plans else 1.0)


def _unit_fit(wanted: Wanted, figure: Figure) -> float:
    if figure.unit in wanted.units:
        return 1.0
    if figure.kind != "count":
        return 0.4 if wanted.change and figure.change else 0.0
    if not figure.unit or "个" in wanted.units:  # 人口12.98万; 教学点有多少个 is answered by 20所
        return 0.9
    # 多少家 asked of 所: another measure word for perhaps the same thing. People are never things, nor their visits.
    return 0.5 if not wanted.units & PEOPLE and figure.unit not in PEOPLE | _ATTENDANCE else 0.2


def _kind_fit(wanted: Wanted, figure: Figure) -> float:
    if not wanted.kinds:
        return 0.7 if figure.kind == "duration" else 1.0
    if figure.kind in wanted.kinds:
        return 0.5 if figure.kind == "points" and not wanted.change else 1.0
    # 有多少 without a measure word may ask for hectares or hours, hardly for a share.
    measured = figure.kind in ("area", "length", "weight", "duration", "score", "other", "money")
    return 0.6 if "count" in wanted.kinds and measured else 0.0


def differs(question: str, subject: str) -> bool:
    """Whether a subject is expressly another than the one asked about.

    >>> differs("各地高中毛入学率", "初中毛入学率"), differs("高中入学率", "普通高中入学率"), differs("毛入学率", "初中毛入学率")
    (True, False, False)
    """
    return any(
        asked and found and not asked & found for asked, found in zip(_named(question), _named(subject), strict=True)
    )


@lru_cache(maxsize=1024)
def _named(text: str) -> tuple[frozenset[int], ...]:
    """For each group of things beside each other, those that a text names; asked for the same few texts many times."""
    return tuple(
        frozenset(place for place, member in enumerate(group) if any(word in text for word in member))
        for group in groups("siblings")
    )


def pick(
    wanted: Wanted,
    words: Sequence[WantedWord],
    text: str,
    figures: Sequence[Figure],
) -> Asked | None:
    """The figure of a folded sentence that is asked for, None where none of them is.

    ``words`` are the question's content words, with what each is worth and what a report may say for it.
    """
    if not figures or wanted.unnumbered:
        return None
    found = candidates(wanted, words, text, figures)
    least = _LEAST_HOLD if wanted.open else 0.0
    if not found:  # 收了多少 may have been asked of children; then what it is about decides alone
        least = _LEAST_HOLD if wanted.open else _LEAST_HOLD / 2
        found = candidates(replace(wanted, kinds=frozenset(), units=frozenset()), words, text, figures)
    best = max(found, key=lambda one: (one.score, -one.index), default=None)
    return best if best is not None and best.hold >= least else None


def candidates(
    wanted: Wanted,
    words: Sequence[WantedWord],
    text: str,
    figures: Sequence[Figure],
) -> tuple[Asked, ...]:
    """All figures that fit what is asked for, in the order of the sentence."""
    around = Around(text, figures)
    words = [word for word in words if word.text not in COUNTING] or words
    total = sum(word.worth for word in words) or 1.0
    found = []
    for index, figure in enumerate(figures):
        fitting = fit(wanted, figure)
        if fitting < _LEAST_FIT:  # what stands around it only makes it less
            continue
        fitting = fitting * around.year_fit(index, wanted.years) * around.each_fit(index, wanted.each)
        fitting *= around.stage_fit(index, wanted.stages) * around.form_fit(index, wanted.whole)
        if differs(wanted.text, fold(figure.subject)):
            fitting *= _OTHER
        if fitting >= _LEAST_FIT:
            hold = sum(word.worth * _near(around, index, word) for word in words) / total
            found.append(Asked(index, fitting * around.plainness(index, wanted.text), hold))
    return tuple(found)


def _near(around: Around, index: int, word: WantedWord) -> float:
    """How close to a figure a word stands, or what the report says for it."""
    said = (one for one in word.variants if one.text in around.text)
    return max([around.nearness(index, word.text), *(one.weight * around.nearness(index, one.text) for one in said)])
