"""A question and a sentence's figures in; out comes which of them the question asks for, and how sure that is.

A figure is asked for in so far as it is of the kind and unit asked for, and as the question's words stand where the
sentence says what it counts: in its subject best, then in its clause, then in the whole that it is a part of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from retrieval.query.wanted_figure import ATTENDANCE, COUNTING, PAID, PEOPLE, SHARING, WantedFigure, asks_debt, differs
from retrieval.ranking.coverage import WantedWord, places, standing_in
from retrieval.ranking.figure_context import DENIED, PARTLY, SEASON, FigureContext, FigureForm
from retrieval.text.segmentation import is_dictionary_word
from store import patterns as re
from store.language.indicators import indicators
from store.language.units import in_base, units
from store.model import Figure
from store.quick_records import record

_OTHER = 0.6  # 初中 where 高中 is asked about: the subject may reach too far, so it is not ruled out
# A figure that fits less is not what is asked for, whatever stands around it.
_LEAST_FIT = 0.3
# Where the question asks for no figure in so many words (教育费附加 征缴), its words must stand close to one.
_LEAST_HOLD = 0.5
_IN_ANOTHER = 0.9  # unit of the same dimension
_BARE = 0.1  # what counts of a figure near which no word stands
_AS_NEAR = 2 / 3  # share of the words that the narrower figure holds, by the broader one at least
_STRAY = 0.21  # nearer than that stands some word by a figure of a known indicator (GDP), or nobody asked for it
_WORD = 2  # characters
_WIDENS = re.compile(r"[、和及与]|^中$")
_OVERALL = "总体"  # 总体近视率 is that of all, whoever else has one
_RATE = re.compile("[\u4e00-\u9fff]{2}率")
_ROUNDING = 1e-9
_UNTELLING, _PERSONS = COUNTING | SHARING, PEOPLE | ATTENDANCE


@record
class FigureChoice:
    """The figure that answers best: its index, how well it fits what is asked (0 to 1), and the share of words held."""

    index: int
    fit: float
    hold: float

    @property
    def score(self) -> float:
        """One number to compare figures of several sentences by."""
        return self.fit * (_BARE + self.hold)


def fit(wanted: WantedFigure, figure: Figure) -> float:
    """How well a figure is of the kind and unit asked for: 0 to 1."""
    found = _unit_fit(wanted, figure) if wanted.units else _kind_fit(wanted, figure)
    if wanted.change is True:
        found *= 1.0 if figure.change else 0.5
    elif wanted.change is False and figure.change:
        found *= 0.7
    return found * (0.9 if figure.planned and not wanted.plans else 1.0)


def fits(wanted: WantedFigure, figure: Figure) -> bool:
    """Whether a figure is of the kind and unit asked for at all, and not only all that a sentence has."""
    return (_unit_fit(wanted, figure) if wanted.units else _kind_fit(wanted, figure)) >= _LEAST_FIT


def _unit_fit(wanted: WantedFigure, figure: Figure) -> float:
    if figure.unit in wanted.units:
        return 1.0
    measured = _measured(wanted.units)
    if figure.kind != "count":
        alike = in_base(figure.unit)[0] in measured  # 多少吨 is answered by 斤
        return _IN_ANOTHER if alike else 0.4 if wanted.change and figure.change else 0.0
    if measured and figure.unit:
        return 0.0  # 多少公里 is not answered by 20个
    # 人口12.98万; 教学点有多少个 is answered by 20所, 图书馆有多少家 by 3246个
    if not figure.unit or "个" in wanted.units or (figure.unit == "个" and not wanted.units & PEOPLE):
        return 0.9
    # 多少家 asked of 所: another measure word for perhaps the same thing. People are never things, nor their visits.
    return 0.5 if not wanted.units & PEOPLE and figure.unit not in _PERSONS else 0.2


@lru_cache(maxsize=64)
def _measured(asked: frozenset[str]) -> frozenset[str]:
    """The units under which those of what is measured, and not counted, are compared."""
    kinds = units()
    return frozenset(in_base(one)[0] for one in asked if one in kinds and kinds[one].kind != "count")


def _kind_fit(wanted: WantedFigure, figure: Figure) -> float:
    if not wanted.kinds:
        return 0.7 if figure.kind == "duration" else 1.0
    if figure.kind in wanted.kinds:
        return 0.5 if figure.kind == "points" and not wanted.change else 1.0
    # 有多少 without a measure word may ask for hectares or hours, hardly for a share.
    measured = figure.kind in ("area", "length", "weight", "duration", "score", "other", "money")
    return 0.6 if "count" in wanted.kinds and measured else 0.0


class FigureChooser:
    """What a question wants of a figure, worked out once, and then held against the figures of each sentence.

    ``words`` are the question's content words, with what each is worth and what a report may say for it.
    """

    def __init__(self, wanted: WantedFigure, words: Sequence[WantedWord]) -> None:
        self.wanted = wanted
        self._of_any = replace(wanted, kinds=frozenset(), units=frozenset())
        # The words that say more than that something is counted or is a share, all where none does.
        self._words = [word for word in words if word.text not in _UNTELLING] or words
        self._total = sum(word.worth for word in self._words) or 1.0
        season = SEASON.search(wanted.text)
        self._season = season.group() if season else ""
        self._denied = DENIED.search(wanted.text) is not None
        self._owed = asks_debt(wanted.text)
        self._fits: dict[FigureForm, tuple[float, float]] = {}
        self._names = [word for word in self._words if len(word.text) >= _WORD]
        # 近视的有多少 behind a question for 合格率 asks for another rate
        self._rates = _RATE.findall(wanted.text.partition(" ")[0])

    def pick(self, around: FigureContext) -> FigureChoice | None:
        """The figure of a sentence that is asked for, None where none of them is."""
        wanted = self.wanted
        if not around.figures or wanted.unnumbered:
            return None
        fitting = self._fitting(wanted, around)
        least = _LEAST_HOLD if wanted.open else 0.0
        if not fitting:  # 收了多少 may have been asked of children; then what it is about decides alone
            least = _LEAST_HOLD if wanted.open else _LEAST_HOLD / 2
            fitting = self._fitting(self._of_any, around)
        held = _Held(self._words, self._total, around)
        best, most = None, _BARE + held.most
        # How near the words stand is costly to tell, and needs no telling of a figure that fits too little to be the best.
        for index, fitness in sorted(fitting, key=lambda one: -one[1]):
            if best is not None and fitness * most < best.score:
                break
            one = FigureChoice(index, fitness, held.by(index))
            if best is None or (one.score, -one.index) > (best.score, -best.index):
                best = one
        if best is None or self._is_of_another(around, best.index):
            return None
        best = next(_broader(best, fitting, held, wanted), best)
        all_there_are = wanted.stock or (wanted.whole and wanted.change is False)
        if all_there_are and (summed := around.sum_behind(best.index)) is not None:  # 新增15家、总数达23家
            best = FigureChoice(summed, best.fit, best.hold)
        own = around.figures[best.index].indicator
        if own is not None and own == wanted.indicator:
            return best
        known = wanted.indicator is not None or own in indicators()
        return best if best.hold >= max(least, _STRAY if known else 0.0) else None

    def may_fit(self, around: FigureContext) -> list[tuple[int, float]]:
        """The index of each figure that :meth:`pick` may choose, and how well it can fit at most; told at sight."""
        if self.wanted.unnumbered:
            return []
        fitness = enumerate(self._at_most(around))
        return [(index, most) for index, both in fitness if (most := max(both)) >= _LEAST_FIT]

    def most_near(self, text: str) -> float:
        """The most of the words' worth that can stand near a figure of a sentence, given with the subjects of its figures."""
        held = 0.0
        for word in self._words:
            if word.text in text:
                held += word.worth
                continue
            near = PARTLY * sum(map(text.__contains__, word.chars)) / len(word.chars)
            for form in word.variants:
                if form.weight > near and form.text in text:
                    near = form.weight
                    break
            held += word.worth * near
        return held / self._total

    def all_of(self, around: FigureContext) -> tuple[FigureChoice, ...]:
        """All figures that fit what is asked for, in the order of the sentence."""
        held = _Held(self._words, self._total, around)
        return tuple(
            FigureChoice(index, fitness, held.by(index)) for index, fitness in self._fitting(self.wanted, around)
        )

    def _is_of_another(self, around: FigureContext, index: int) -> bool:
        """Whether the sentence tells a figure's kind of thing apart from the kind that is asked about (优质 from 规范化)."""
        subject = around.subjects[index]
        rates = [rate for rate in self._rates if rate in around.text]
        if rates and _RATE.search(subject) and not any(rate in subject for rate in rates):
            return True  # 就业率为95% behind 失业率下降
        if all(map(self.wanted.text.__contains__, subject)):
            return False
        clause = around.clause_of(index)
        missed = [word for word in self._names if standing_in(word, clause) == 0]
        if not missed or clause.startswith(subject + "占"):
            return False
        shared = [word for word in self._names if standing_in(word, subject)]
        others = [text for place, text in enumerate(around.subjects) if place != index] if shared else []
        return any(
            any(form.text in other for form in word.forms) and any(one.text in other for one in shared)
            for other in others
            for word in missed
        )

    def _at_most(self, around: FigureContext) -> list[tuple[float, float]]:
        """What :func:`fit` tells of each figure for what is wanted, and for any kind: the same for all of one form."""
        known = self._fits
        for form, figure in zip(around.forms, around.figures, strict=True):
            if form not in known:
                known[form] = fit(self.wanted, figure), fit(self._of_any, figure)
        return [*map(known.__getitem__, around.forms)]

    def _fitting(self, wanted: WantedFigure, around: FigureContext) -> list[tuple[int, float]]:
        """The index of each figure that fits what is asked for, and how well it does."""
        found = []
        for index, (of_wanted, of_any) in enumerate(self._at_most(around)):
            fitting = of_wanted if wanted is self.wanted else of_any
            if fitting < _LEAST_FIT:  # what stands around it only makes it less
                continue
            figure = around.figures[index]
            fitting = fitting * around.year_fit(index, wanted.years) * around.each_fit(index, wanted.each)
            fitting *= around.season_fit(index, self._season) * around.denial_fit(index, self._denied)
            fitting *= around.shape_fit(index, stages=wanted.stages, whole=wanted.whole)
            paid = self._owed and PAID.search(around.lead_of(index))
            if (
                paid
                or differs(wanted.text, figure.indicator or around.subjects[index])
                or _is_difference(wanted, figure)
            ):
                fitting *= _OTHER
            if fitting >= _LEAST_FIT and not _measures_another(wanted, figure):
                found.append((index, fitting * around.plainness(index, wanted.text)))
        return found


def _broader(
    best: FigureChoice, fitting: Sequence[tuple[int, float]], held: _Held, wanted: WantedFigure
) -> Iterator[FigureChoice]:
    """The figures of all that is asked about, where the best one counts something narrower that nobody asked for.

    教师 for 老师 beside 骨干教师, 游客 beside 入境游客, 教职工 beside 其中专任教师.
    """
    for index, fitness in fitting:
        if index != best.index and held.is_narrower(best.index, index, wanted):
            broader = FigureChoice(index, fitness, held.by(index))
            if broader.hold >= _AS_NEAR * best.hold or held.says_as_much(best.index, index):
                yield broader


def _is_difference(wanted: WantedFigure, figure: Figure) -> bool:
    """Whether a figure tells by how many more there are (比上年多办31件), where it is asked how many there are."""
    return not wanted.change and figure.kind in ("count", "money") and figure.base is not None and figure.change is None


def _measures_another(wanted: WantedFigure, figure: Figure) -> bool:
    """Whether a figure is of a known indicator, and the question names another one and nothing of it."""
    own = figure.indicator
    if wanted.indicator is None or own is None or own == wanted.indicator or own not in indicators():
        return False
    return not any(own[place : place + _WORD] in wanted.text for place in range(len(own) - 1))


def _is_torn(word: str, text: str) -> bool:
    """Whether a text has a word only as the end of one and the beginning of the next: 酒驾 of 醉酒驾驶, beside 酒后驾驶."""
    spans = places(word, text) if len(word) >= _WORD else []
    return bool(spans) and all(
        start > 0 and is_dictionary_word(text[start - 1 : start + 1]) and is_dictionary_word(text[end - 1 : end + 1])
        for start, end in spans
    )


class _Held:
    """The words that can stand near a figure of one sentence: those that it holds, or some characters of."""

    def __init__(self, words: Sequence[WantedWord], total: float, around: FigureContext) -> None:
        """``total`` is what all of the words are worth."""
        self._telling = words
        self._around = around
        self._total = total
        self._words = [(word.worth, forms) for word in words if (forms := self._forms(word))]

    @property
    def most(self) -> float:
        """The most that :meth:`by` can be: with each word right before the figure, as far as the sentence has it."""
        held = [worth * max([weight * share for _, weight, _, share in forms]) for worth, forms in self._words]
        return sum(held) / self._total + _ROUNDING

    def by(self, index: int) -> float:
        """The share of the words' worth that stands near a figure."""
        near, held = self._around.nearness, 0.0
        for worth, forms in self._words:
            best = 0.0
            for form, weight, here, share in forms:
                if weight * share > best:  # as near as can be
                    best = max(best, weight * near(index, form, here))
            held += worth * best
        return held / self._total

    def is_narrower(self, index: int, other: int, wanted: WantedFigure) -> bool:
        """Whether a figure counts only some of what the other one does, and the question does not say which."""
        figures, subjects = self._around.figures, self._around.subjects
        subject, whole = subjects[index], subjects[other]
        one, two = figures[index], figures[other]
        alike = one.kind == two.kind and (one.change is None) is (two.change is None)
        if not (alike or not (wanted.kinds or wanted.units)) or len(whole) < _WORD or subject in wanted.text:
            return False
        qualifier = self._around.qualifier_of(index)
        if qualifier and self._around.whole_of(other) != index and not self._around.qualifier_of(other):
            asked = any(form.text in qualifier for word in self._telling for form in word.forms)
            if not asked and all(char in whole for char in subject):
                return True  # 300名建档立卡的困难学生 beside 2万名困难学生
        named = whole.partition(_OVERALL)[2]
        if named and subject.endswith(named) and _OVERALL not in subject:  # 高中阶段近视率 beside 总体近视率
            group = subject.removesuffix(named)
            return not any(form.text in group for word in self._telling for form in word.forms)
        stock = two.nature == "level" != one.nature and one.least < two.least
        if stock and any(self._is_kind_of(word, subject, whole) for word in self._telling):
            return True  # 留学生386人 beside 在校生28462人
        # 公办 of 公立幼儿园, 证 of 残疾证; not 专任 where 老师 are asked about, of whom the whole speaks as well.
        before = self._around.lead_of(other)
        unsaid = [word for word in self._telling if not any(form.text in before for form in word.forms)]
        added = [char for word in unsaid for char in word.text if char in subject and char not in before]
        if added or any(form.text in subject for word in unsaid for form in word.forms):
            return False
        if whole in subject and self._around.whole_of(other) != index:
            rest = subject.replace(whole, "")  # 中小学 are more than 小学
            return not _WIDENS.search(rest) and any(char not in wanted.text for char in rest)
        return self._around.whole_of(index) == other

    def says_as_much(self, index: int, other: int) -> bool:
        """Whether each word that stands before a part stands before its whole as well, or another one for it: 违法建设 for 违建."""
        if self._around.whole_of(index) != other:
            return False
        part, whole = self._around.lead_of(index), self._around.lead_of(other)
        return all(
            any(form.text in whole for form in word.forms)
            for word in self._telling
            if any(form.text in part for form in word.forms)
        )

    @staticmethod
    def _is_kind_of(word: WantedWord, subject: str, whole: str) -> bool:
        """Whether a subject is a kind of what a word names, and the other one that itself by another word for it."""
        kind = subject.endswith(word.text) and subject != word.text
        return kind and any(whole.endswith(one.text) for one in word.variants)

    def _forms(self, word: WantedWord) -> list[tuple[str, float, Sequence[str], float]]:
        """What may stand near a figure for a word, its weight, which of its characters the sentence holds, their share.

        Of what a report may say instead only what the sentence says in full.
        """
        said, text = self._around.said, self._around.text
        here = word.text if word.text in said else [*filter(said.__contains__, word.chars)]
        share = 1.0 if len(here) == len(word.text) else PARTLY * len(here) / len(word.text)
        forms: list[tuple[str, float, Sequence[str], float]] = [(word.text, 1.0, here, share)] if here else []
        others: list[tuple[str, float, Sequence[str], float]] = [
            (one.text, one.weight, one.text, 1.0) for one in word.variants if one.text in text
        ]
        return others if others and _is_torn(word.text, text) else forms + others
