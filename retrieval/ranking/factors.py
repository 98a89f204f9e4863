"""Question and passage → the reasons that multiply the passage's text score, each with a code that the bot words.

A factor of 1 says nothing. What a factor is worth, and what it was measured on, stands in
:class:`retrieval.model.RankSettings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from retrieval.lexicon.tables import table
from retrieval.model import Kind, Question, RankSettings, Reason
from retrieval.ranking.coverage import WantedWord, held_in, share_of
from retrieval.ranking.passage import Passage
from store.language.years import years_of
from store.model import ReportInfo

_NUMBER = r"[\d〇零一二两三四五六七八九十百千万亿半]"
# What a sentence that answers a question of this kind has in it.
_WANTED: Mapping[Kind, re.Pattern[str]] = {
    "count": re.compile(rf"\d|{_NUMBER}+[余多]?[万亿]?[名个所人项次家处]"),
    "money": re.compile(rf"{_NUMBER}[余多]?[万亿]?(?:元|块)|\(.?元\)"),
    "percent": re.compile(r"\d%|百分之|百分点|\d[::]\d|成以上|\d[::]"),
    "change": re.compile(
        r"(?:增|减|提高|下降|上升|升|降|缩小|扩大|多|少|超过|比).*\d|\d.*(?:增|减|提高|下降|上升|缩小)|有所[增减]"
    ),
    "date": re.compile(r"\d+[年月日号]|[一二三四五六七八九十]+月"),
    "problem": re.compile(
        r"问题|困难|不足|不够|差距|薄弱|滞后|短板|有待|仍|尚|不高|不严|欠缺|缺乏|难以|较重|相对|太过"
    ),
    "plan": re.compile(r"将|要|拟|力争|计划|打算|争取|继续|进一步"),
    "list": re.compile(r"、|一是|二是"),
}
FIGURES = frozenset({"count", "money", "percent", "change", "date"})
# 全市共有小学…, 现有教师…: a stock, which a plain 有多少 asks about more often than a part of it
_TOTAL = re.compile(r"共有|现有|总数|总计|合计")
# 新建幼儿园9所 is what a year brought, and no answer to 有几所幼儿园
_FLOW = re.compile(
    r"新建|改建|扩建|新增|(?:增加|减少)(?![到至为])|招聘|引进|认定|建成|开工|撤并|培训|创建|评选|命名|验收|增设|改造"
)
_STOCK = re.compile(r"(?:有|共|现有|总共|一共)(?:多少|几)|总数|多少(?:所|名|个|人|家)?[^,。]{0,8}$")
_SPAN_OF_DAYS = re.compile(r"\d[日号]?(?:至|到|[-—~～])\d*")
# Measure words for the same things: 多少人 is answered by 20名.
_ALIKE = (
    ("人", "名", "位", "人次", "余人"),
    ("所", "家", "处", "座"),
    ("次", "场", "期", "届"),
    ("项", "件", "条", "点"),
)
# 第几届, 几号: told by numbers that are no figures
_NTH = re.compile(r"第几|几[月号日点天届]|电话|号码")
_LEAST_ITEMS = 3
_SPAN = 3  # so many years, asked about together, are a time of their own
_HALF = 0.5
_WHAT_IS = re.compile(r"(?:是|叫|指)(?:什么|啥|哪)")
_TITLE = (
    r"局长|书记|校长|园长|主任|组长|县长|市长|区长|镇长|乡长|省长|部长|司长|厅长|处长|科长|院长|所长|会长|队长|主席|总理|委员|常委|主持人"
    r"|教师|老师|教授|专家|院士|同志|学生|考生|同学|代表|工程师|医生|护士|标兵|模范|先生|女士|班主任|辅导员|师傅|职工|党员|选手|运动员"
)
_ASKS_NAME = re.compile(r"谁|何人|[长记任授师员席]叫|名字|哪[位名]|什么人")
_ASKS_HOLDER = re.compile(r"(?:是谁|叫什么|叫啥|哪[位个]|是什么人)[??]?$")
_NOTHING = Reason("nothing", 1.0)  # most reasons say nothing of most sentences
_NO_OFFICE = frozenset(["学生", "老师", "教师", "同志"])


class Reasons:
    """The reasons that one question gives. What it asks is worked out once, and then held against each passage."""

    def __init__(
        self,
        question: Question,
        words: Sequence[WantedWord],
        settings: RankSettings,
    ) -> None:
        self._question = question
        self._words = words
        self._settings = settings
        self._asked_years = frozenset(question.years)
        self._fits = {fit.report: fit.fit for fit in reversed(question.reports)}
        self._planned = {planned: _plan_reason(question, settings, planned) for planned in (True, False)}
        self._person = _person_wanted(question) if question.kind == "who" else None
        self._wanted = _WANTED.get(question.kind)
        self._figure: re.Pattern[str] | None = None
        if question.kind in FIGURES:
            counted = question.kind == "count" and question.unit
            self._figure = _counted(question.unit) if counted and question.unit else _WANTED[question.kind]
        self._asks_stock = (
            question.kind == "count"
            and _STOCK.search(question.read.strip(" ?。")) is not None
            and not _FLOW.search(question.read)
        )
        self._asks_figure = question.kind == "count" and not _NTH.search(question.read)
        self._asks_days = question.kind == "date" and "几天" in question.read
        self._defining = _defining(question, words)
        self._problem = question.kind == "problem"

    def of(self, passage: Passage, report: ReportInfo, covered: float) -> tuple[Reason, ...]:
        """The reasons for a passage that holds this share of the question's content, in the order of their weighing."""
        held, floor = self._held(passage), self._settings.coverage_floor
        return (
            Reason("coverage", floor + (1 - floor) * covered, f"{covered:.0%}"),
            self._kind(passage),
            self._nearness(passage, held),
            self._stock(held),
            self._report(report),
            self._year(passage, report),
            self._planned[passage.sentence.planned],
            self._section(passage),
            self._definition(passage),
            self._form(passage),
        )

    def _kind(self, passage: Passage) -> Reason:
        """Whether the sentence has what a question of its kind asks for."""
        question, settings, text = self._question, self._settings, passage.text.text
        if question.kind == "who":
            return self._who(text)
        if self._wanted is None:
            return _NOTHING
        if self._asks_figure and not passage.sentence.figures and not passage.is_row:
            return Reason("kind", settings.kind_missing, question.kind)
        if question.kind == "count" and question.unit and self._figure is not None:
            if self._figure.search(text):
                return _NOTHING
            counted = self._wanted.search(text) is not None
            return Reason("kind", settings.other_unit if counted else settings.kind_missing, question.unit)
        if question.kind == "list" and self._wanted.search(text) and _items(text) < _LEAST_ITEMS:
            return Reason("kind", settings.short_list, "list")
        if question.kind in ("problem", "plan"):
            # A heading says it for all below it (三、存在的问题).
            text = "".join(passage.sentence.section) + text
        return _NOTHING if self._wanted.search(text) else Reason("kind", settings.kind_missing, question.kind)

    def _who(self, text: str) -> Reason:
        """Whether the sentence names a person, and right beside the office where the question asks for one.

        A question that asks which school or town did something (哪个镇) wants no person.
        """
        if self._person is None:
            return _NOTHING
        named = any(pattern.search(text) for pattern in self._person.patterns)
        missing = self._settings.nameless if self._person.in_office else self._settings.kind_missing
        return _NOTHING if named else Reason("kind", missing, "who")

    def _held(self, passage: Passage) -> list[tuple[str, float]]:
        """The clauses that hold the figure asked for, each with the share of the words that stands there."""
        if self._figure is None:
            return []
        return [(clause, held_in(self._words, clause)) for clause in self._with_figure(passage)]

    def _with_figure(self, passage: Passage) -> Iterator[str]:
        figure, clauses = self._figure, passage.clauses
        dated = figure is _WANTED["date"]
        for place, clause in enumerate(clauses):
            if figure is not None and figure.search(clause):
                # 9月10日,召开…: what happened stands behind its date
                yield "".join(clauses[place : place + 2]) if dated else clause

    def _nearness(self, passage: Passage, held: Sequence[tuple[str, float]]) -> Reason:
        """Whether one clause holds the figure asked for and the words it is asked about: long sentences hold many."""
        question, settings, text = self._question, self._settings, passage.text
        if self._figure is None:
            return _NOTHING
        if self._asks_days and _SPAN_OF_DAYS.search(text.text):
            return Reason("near", settings.near_bonus + settings.total_bonus)
        nearest = max([share for _, share in held], default=0.0)
        if passage.is_row:
            # A row of a table says one thing in all of its cells.
            total = sum(word.worth for word in self._words) or 1.0
            nearest = sum(word.worth for word in self._words if share_of(word, text) > _HALF) / total
        bonus = settings.near_bonus
        if question.kind == "count" and _TOTAL.search(text.text):
            bonus += settings.total_bonus
        return Reason("near", 1 + (bonus - 1) * nearest, question.unit or "")

    def _stock(self, held: Sequence[tuple[str, float]]) -> Reason:
        """What a year brought does not tell how many there are."""
        clauses = [clause for clause, share in held if share] if self._asks_stock else []
        flows = bool(clauses) and all(_FLOW.search(clause) for clause in clauses)
        return Reason("flow", self._settings.flow) if flows else _NOTHING

    def _report(self, report: ReportInfo) -> Reason:
        """Whether the question names this report by its place, kind or title."""
        fit = self._fits.get(report.id)
        return Reason("report", 1 + (self._settings.report_bonus - 1) * fit, report.title) if fit else _NOTHING

    def _year(self, passage: Passage, report: ReportInfo) -> Reason:
        """Whether the sentence speaks of a year that the question names."""
        question, settings, asked = self._question, self._settings, self._asked_years
        if not asked:
            return _NOTHING
        if asked & passage.years:
            if len(asked) >= _SPAN and not asked <= passage.years:
                return Reason("year_part", settings.year_within, passage.sentence.period or "")
            if not passage.years <= asked and not _names_one(asked, passage, report):
                return Reason("year_within", settings.year_within, passage.sentence.period or "")
            return Reason("year", settings.year_bonus, "、".join(map(str, question.years)))
        if not passage.years and (report.year is None or report.year in asked or report.year - 1 in asked):
            # Nobody says of which year it speaks.
            return Reason("undated", settings.undated) if report.year is None else _NOTHING
        period = passage.sentence.period
        if report.year in asked or (question.plans and report.year is not None and report.year + 1 in asked):
            # The right report, but a sentence on another year.
            return Reason("year_aside", settings.year_aside, period or "")
        return Reason("other_year", settings.other_year, period or str(report.year))

    def _section(self, passage: Passage) -> Reason:
        """Whether the headings say that what the question asks for stands below them (存在的问题)."""
        sentence = passage.sentence
        if not self._problem or sentence.planned:
            return _NOTHING
        if passage.below != "problem" and not passage.lists_problems:
            return _NOTHING
        return Reason("section", self._settings.section_bonus, sentence.section[-1] if sentence.section else "")

    def _definition(self, passage: Passage) -> Reason:
        """Whether the sentence says what the asked word is (以…为核心理念, “…”的“1163”工程, 是指, 即)."""
        defines = self._defining is not None and self._defining.search(passage.text.text)
        return Reason("definition", self._settings.defines) if defines else _NOTHING

    def _form(self, passage: Passage) -> Reason:
        """A heading or a fragment says what is spoken of, and seldom anything about it."""
        if passage.sentence.heading:
            return Reason("heading_only", self._settings.heading_only)
        return Reason("fragment", self._settings.fragment) if passage.is_fragment else _NOTHING


def _names_one(asked: frozenset[int], passage: Passage, report: ReportInfo) -> bool:
    """Whether a passage speaks of a year by itself, and not only of a longer time that takes it in (2011年以来)."""
    sentence = passage.sentence
    if any(run.isdecimal() and int(run) in asked for run in (sentence.period or "").split("、")):
        return True
    named = years_of(sentence.text, now=report.year, reviewed=report.year)
    # Below 三年行动计划（2019-2021年） the report of 2021 still tells of its own year.
    return any(one.first == one.last and one.first in asked for one in named) or (not named and report.year in asked)


@dataclass(frozen=True, slots=True)
class _Person:
    """How a person is named who answers, ``in_office`` where the question asks who holds an office."""

    patterns: tuple[re.Pattern[str], ...]
    in_office: bool


def _person_wanted(question: Question) -> _Person | None:
    """The person that a question asks for, None where it asks for none."""
    if not _ASKS_NAME.search(question.read):
        return None
    offices = [office for office in re.findall(_TITLE, question.read) if office not in _NO_OFFICE]
    if offices and _ASKS_HOLDER.search(question.read):
        return _Person(tuple(map(_named, offices)), True)
    return _Person((_named(""),), False)


@cache
def _named(office: str) -> re.Pattern[str]:
    """An office with a name behind or before it; of any office for an empty one."""
    surname = "|".join(sorted(table("surnames"), key=len, reverse=True))
    title = re.escape(office) if office else f"(?:{_TITLE})"
    plain = r"(?![的是在和与及对为个名人数们会等队])[\u4e00-\u9fff](?![一-鿿]?[室部])"
    return re.compile(rf"{title}[(:、]?(?:{surname}){plain}|(?:{surname})[\u4e00-\u9fff]{{1,2}}(?:{title})")


@cache
def _counted(unit: str) -> re.Pattern[str]:
    """A figure in this measure word, or in one that is used for the same things (20名 for 多少人)."""
    alike = next((group for group in _ALIKE if unit in group), (unit,))
    units = "|".join(map(re.escape, alike)) if unit != "个" else r"[\u4e00-\u9fff]"
    # In the row of a table the unit stands in the head of the column: 学校数(所):36.
    return re.compile(rf"{_NUMBER}[余多]?[万亿]?余?(?:{units})|\((?:{units})\)")


def _items(text: str) -> int:
    """How many items the longest list of a sentence has (甲、乙、丙; 一是…二是…)."""
    return max(
        max((clause.count("、") + 1 for clause in re.split("[,;。:]", text)), default=1),
        len(re.findall(r"[一二三四五六七八九]是|[(][一二三四五六七八九1-9][)]", text)),
        text.count(";") + 1,
    )


def _plan_reason(question: Question, settings: RankSettings, planned: bool) -> Reason:
    """A plan is not what happened, and what happened is no plan."""
    if question.plans:
        return _NOTHING if planned else Reason("unplanned", settings.unplanned)
    if not planned:
        return _NOTHING
    asks_done = question.happened or bool(question.years)
    return Reason("planned", settings.planned_happened if asks_done else settings.planned)


def _defining(question: Question, words: Sequence[WantedWord]) -> re.Pattern[str] | None:
    """How the word that a question asks the meaning of is defined, None where it asks for no meaning."""
    asked = question.kind == "definition" or (question.kind == "what" and _WHAT_IS.search(question.read))
    if not asked or not words:
        return None
    telling = re.escape(max(words, key=lambda word: word.worth).text)
    return re.compile(
        rf"(?:是|为|即|叫|叫做|简称|称为)“?{telling}|{telling}”?(?:工程|活动|工作|制度|模式)?(?:是|为|即|就是|指|包括|[::(“])|”的?“?.{{0,4}}{telling}"
    )
