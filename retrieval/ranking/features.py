"""Question and passage → the named features by which the passage's place in the ranking is learned.

A feature is a number with a code that the bot words; there is none where there is nothing to say. What each is worth
stands in ``weights.json`` and is learned (:mod:`retrieval.ranking.weights`): none is set by hand.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import zip_longest
from operator import mul

from retrieval.lexicon.tables import any_of
from retrieval.model import Candidate, Kind, Question
from retrieval.query.wanted_figure import WantedFigure
from retrieval.ranking.coverage import Held, WantedWord, share_of, standing_in, worth_in
from retrieval.ranking.figure_choice import FigureChoice, FigureChooser, fits
from retrieval.ranking.figure_context import SEASON, FigureForm
from retrieval.ranking.passage import Passage
from retrieval.text.segmentation import fold, part_of_speech
from store import patterns as re
from store.language.characters import numeral_value
from store.language.tables import worded
from store.language.years import years_of
from store.model import Figure, ReportInfo
from store.quick_records import record

_NUMBER = r"[\d〇零一二两三四五六七八九十百千万亿半]"
# A digit, or a number of several characters: 一千一百零八万吨 is as much of a figure as 1108万吨, 一 in 统一 is none.
_DIGIT = r"(?:\d|[〇零○一二三四五六七八九][〇零○一二三四五六七八九十百千万亿])"
_FEW = "[两二三四五六七八九十]"
_DAY = r"[\d一二三四五六七八九十] ?[日号]"
# What a sentence that answers a question of this kind has in it.
_WANTED: Mapping[Kind, re.Pattern[str]] = {
    "count": re.compile(rf"{_DIGIT}|{_NUMBER}[余多]?[万亿]?[名个所人项次家处]"),
    "money": re.compile(rf"{_NUMBER}[余多]?[万亿]?(?:元|块)|\(.?元\)"),
    "percent": re.compile(r"\d%|百分之|百分点|\d[::]\d|成以上|\d[::]"),
    "change": re.compile(
        rf"\A(?>.*?(?:增|减|提高|下降|上升|升|降|缩小|扩大|多|少|超过|比)).*{_DIGIT}"
        rf"|\A(?>.*?{_DIGIT}).*(?:增|减|提高|下降|上升|缩小)|有所[增减]"
    ),
    "date": re.compile(r"\d[年月日号]|[一二三四五六七八九十]月"),
    "problem": worded("<problems>|不够|薄弱|滞后|有待|仍|尚|不高|不严|欠缺|缺乏|难以|较重|相对|太过"),
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
# 澳门哪天回归: a year or a month is no day
ASKS_DAY = re.compile(r"几[号日]|哪一?[天日]")
_A_DAY = re.compile(_DAY)
# Names no year, but says that it is over.
_OVER = re.compile(r"[了已曾]|达到|取得")
# 哪四个, 四个现代化是哪几个: a list of so many
_SO_MANY = re.compile(
    rf"哪(?P<some>{_FEW})[个条类项种些座省]|(?P<all>{_FEW})[个大类项][^,。?]{{0,10}}(?:[是指]哪|都是|分别|有哪|[是指]啥|是什么)"
)
# 哪个部, 哪些省: a name that ends so
_CALLED = re.compile(
    r"哪(?:一?[个条座所家]|[几些])?(?P<end>部门|部|省|市|县|铁路|公路|工程|方针|法|国家?|局|会议|战略|制度)(?!分)"
)
_REASON = re.compile(r"原因|由于|因[为此]|所以|使得|导致|造成")
_SPAN_OF_DAYS = re.compile(r"\d[日号]?(?:至|到|[-—~～])\d*")
# Measure words for the same things: 多少人 is answered by 20名.
_ALIKE = (
    ("人", "名", "位", "人次", "余人"),
    ("所", "家", "处", "座", "个"),
    ("次", "场", "期", "届"),
    ("项", "件", "条", "点"),
)
# 第几届, 几号: told by numbers that are no figures
_NTH = re.compile(r"第几|几[月号日点天届]|电话|号码")
_LEAST_ITEMS = 3
# 物业管理、停车难和噪音扰民 are three, and 物业管理、停车难等 are more than two
_AND_LAST = re.compile(r"、[^、]{1,20}(?:[和与及](?!以)[^、]{1,20}$|等)")
ITEMS = frozenset("项 种 类 条 点 份".split())  # 依据有几项 may be told by the list of them
_SPAN = 3  # so many years, asked about together, are a time of their own
_HALF = 0.5
_LONG_PART = 8  # characters of a question that a text seldom has side by side
TOLD_OF = frozenset({"coverage", "year", "other_year"})  # the features of which a detail is told
_OF_YEAR = frozenset({"year", "year_within"})
_FIELDS = frozenset({"words", "grams", "lead", "amount"})  # headings and titles tell by the words they hold
_LITTLE, _LEAST = 0.05, 1e-9  # keep the logarithm of nothing finite
_LOG_OF_LITTLE = math.log(_LITTLE)
# What is seen of a figure (Features.of_figures), each at most 1.
_OF_FIGURE = (
    "figure_fits figure_held figure_misfit figure_narrower figure_change figure_each"
    " figure_part figure_planned figure_named figure_season"
).split()
_WHAT_IS = re.compile(r"(?:是|叫|指)(?:什么|啥|哪)")
_TITLE = (
    r"局长|书记|秘书长|校长|(?:总|副)?经理|董事长|理事长|行长|站长|园长|主任|组长|县长|市长|区长|镇长|乡长|省长|部长|司长|厅长|处长|科长|院长|所长|会长|队长|主席|总理|委员|常委|主持人"
    r"|教师|老师|教授|专家|院士|同志|学生|考生|同学|代表|工程师|医生|护士|标兵|模范|先生|女士|班主任|辅导员|师傅|职工|党员|选手|运动员"
)
_ASKS_NAME = re.compile(r"谁|何人|[长记任授师员席]叫|名字|哪[位名]|什么人")
_ASKS_HOLDER = re.compile(r"(?:是谁|叫什么|叫啥|哪[位个]|是什么人)[??]?$")
# 省水利厅李晓梅局长来青禾调研: of a body above the one that reports
_VISITS = re.compile(r"(?:一行)?[在来到][\u4e00-\u9fff]{1,10}(?:调研|视察|考察|指导)")
_FROM_ABOVE = re.compile(r"(?:国家|中央|国务院|(?<![全我])省|自治区|[部厅])(?![门分署])[\u4e00-\u9fff]{0,8}$")
_NO_OFFICE = frozenset(["学生", "老师", "教师", "同志"])


@record
class _Form:
    """What is seen of a figure by its kind, its unit and the like, and what that is worth."""

    seen: Mapping[str, float]
    worth: float


class Features:
    """What one question looks for, worked out once, and then held against each passage.

    ``best`` has the best text score found under "" and the best of each field under its name; ``newest`` is the year
    of the newest report in which anything was found; ``said`` are the words, each with the variants that some passage or
    what is above it says; ``whole`` is all that the passages say, None for any.
    """

    def __init__(
        self,
        question: Question,
        words: Sequence[WantedWord],
        figure: WantedFigure,
        best: Mapping[str, float],
        newest: int | None,
        worth: Mapping[str, float],
        said: Sequence[WantedWord],
        whole: str | None,
    ) -> None:
        self._question = question
        self._all_words = words
        self._words = said
        self._wanted_figure = figure
        self._chooser = FigureChooser(figure, said)
        self._best = best
        self._newest = newest
        self._worth = worth
        self._worths = [word.worth for word in words]
        self._total = sum(self._worths) or 1.0
        self._rarest = max(said, key=lambda word: word.worth, default=None)
        self._asked_years = frozenset(question.years)
        self._person = _person_wanted(question) if question.kind == "who" else None
        self._wanted = _WANTED.get(question.kind)
        if question.kind == "date" and ASKS_DAY.search(question.read):
            self._wanted = _A_DAY
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
        self._plans = question.plans or (question.ahead and self._defining is None)
        self._form_asked = _form_asked(question)
        self._asks_season = SEASON.search(question.read) is not None
        variants = (variant.text for word in question.content for variant in word.variants)
        self._said = "|".join((question.read, *question.terms, *variants))
        self._said_chars = frozenset(self._said)
        self._forms: dict[tuple[FigureForm, bool], _Form] = {}
        self._worth_of_fitness = self._up("figure_fits", 1.0), self._up("figure_held", 1.0)
        self._worths_of_nature = [worth.get(code, 0.0) for code in ("figure_narrower", "figure_named", "figure_season")]
        self._most_of_nature = sum([max(0.0, one) for one in self._worths_of_nature])
        self._picked: dict[Passage, FigureChoice | None] = {}
        self._parts = _parts_in(question.read, question.read if whole is None else whole)
        self._above: dict[str, tuple[Sequence[float], float]] = {}
        self._worth_of_coverage = self._up("coverage", 1.0), worth.get("uncovered", 0.0)
        self._room_of_rarest = self._up("rarest", 1.0) + (0.0 if self._figure is None else self._up("flow", 1.0))
        self._room_near = self._up("near", 1.0) + self._up("total", 1.0)

    def at_sight(self, candidate: Candidate, passage: Passage, report: ReportInfo, held: Held) -> dict[str, float]:
        """The features that are soon told of a passage that holds this of the question's content, by their codes."""
        seen: dict[str, float] = {}
        self._text(seen, candidate)
        self._words_of(seen, passage, report, held)
        self._kind(seen, passage)
        self._report(seen, report)
        if self._asked_years:
            self._year(seen, passage, report)
            self._unnamed_year(seen, passage, report)
        self._plan(seen, passage)
        self._section(seen, passage)
        seen |= passage.form
        return seen

    def headroom(self, passage: Passage, held: Held, seen: Mapping[str, float]) -> float:
        """The most that the features which take a closer look can add to what those at sight are worth."""
        most = held.most
        covered, uncovered = self._worth_of_coverage
        room = covered * most + uncovered * (math.log(most + _LITTLE) if uncovered > 0 else _LOG_OF_LITTLE)
        if self._figure is None:
            return room + self._room_of_rarest
        apart = passage.is_row or self._asks_days or self._figure is _WANTED["date"]
        return room + self._room_of_rarest + self._room_near * (1.0 if apart else seen["together"])

    @cached_property
    def room_of_any_figure(self) -> float:
        """The most that a figure can add, whatever it is."""
        return sum([max(0.0, self._worth.get(code, 0.0)) for code in _OF_FIGURE])

    def room_of_figure(self, passage: Passage) -> float:
        """The most that the figure asked for can add, whichever of a passage's it is; it may be none of them."""
        fitting, room = self._chooser.may_fit(passage.around), 0.0
        if not fitting:
            return room
        fits, held = self._worth_of_fitness
        worth = fits + held * self._chooser.most_near(passage.around.said)
        for index, fitness in fitting:
            most = worth * fitness + self._form(passage, index).worth
            if most + self._most_of_nature > room:
                most += self._worth_of_nature(passage, index)
                if most > room:
                    room = most
        return room

    def _up(self, code: str, high: float, low: float = 0.0) -> float:
        """The most that a feature between two values is worth."""
        worth = self._worth.get(code, 0.0)
        return worth * (high if worth > 0 else low)

    def of_words(self, passage: Passage, held: Held) -> dict[str, float]:
        """What is seen of a passage's words at a closer look, by the codes of the features."""
        seen = {"coverage": held.share, "uncovered": math.log(held.share + _LITTLE)}
        seen["rarest"] = self.rarest_in([passage])
        self._nearness(seen, passage, held)
        return seen

    def of_figures(self, passage: Passage) -> dict[str, float]:
        """How well the figure of a passage that is asked for fits what is."""
        picked = self.picked(passage)
        if picked is None:
            return {}
        return {
            "figure_fits": picked.fit,
            "figure_held": picked.fit * picked.hold,
            **self._of_figure(passage, picked.index),
        }

    def rarest_in(self, passages: Iterable[Passage]) -> float:
        """The most of the rarest word that any of the passages holds."""
        most, rarest = 0.0, self._rarest
        if rarest is not None:
            for passage in passages:
                most = max(most, share_of(rarest, passage.text))
                if most == 1:
                    break
        return most

    def detail(self, code: str, value: float, passage: Passage, report: ReportInfo) -> str:
        """What a feature concerns, as far as it is told; many more are weighed than shown."""
        if code == "coverage":
            return f"{value:.0%}"
        if code == "year":
            return "、".join(map(str, self._question.years))
        return passage.sentence.period or str(report.year) if code == "other_year" else ""

    def picked(self, passage: Passage) -> FigureChoice | None:
        """The figure of the passage that is asked for, chosen once."""
        if not passage.sentence.figures:
            return None
        if passage not in self._picked:
            self._picked[passage] = self._chooser.pick(passage.around)
        return self._picked[passage]

    def _held_above(self, text: str) -> tuple[Sequence[float], float]:
        """How much of each word a title or headings hold, which stand above many passages, and of all their worth."""
        if text not in self._above:
            standing = [standing_in(word, text) for word in self._words]
            self._above[text] = (standing, self._share(standing))
        return self._above[text]

    def _share(self, standing: Iterable[float]) -> float:
        """The share of the words' worth, given how much of each is there."""
        held: float = sum(map(mul, self._worths, standing))
        return held / self._total

    def _text(self, seen: dict[str, float], candidate: Candidate) -> None:
        """The text score beside the best one, and what each field adds to it."""
        seen["text"] = math.log(max(candidate.score, _LEAST) / max(self._best.get("", 0.0), _LEAST))
        for part in candidate.parts:
            if part.field in _FIELDS:
                seen[part.field] = part.score / self._best[part.field]

    def _words_of(self, seen: dict[str, float], passage: Passage, report: ReportInfo, held: Held) -> None:
        """How much of the question's content stands together, as it does in the question, or above the sentence."""
        titled, seen["titled"] = self._held_above(title_of(report))
        above, seen["headings"] = self._held_above(passage.above)
        seen["named"] = self._share(map(max, held.standing, titled, above))
        seen["together"] = held.within(passage.clauses)
        shared = _longest_shared(self._question.read, self._parts, passage.text.text)
        seen["phrase"] = shared / max(1, len(self._question.read))

    def _kind(self, seen: dict[str, float], passage: Passage) -> None:
        """Whether the sentence lacks what a question of its kind asks for."""
        question, text = self._question, passage.text.text
        if question.kind == "who":
            if self._person is not None and not self._person.is_named(text):
                seen["nameless" if self._person.in_office else "kind"] = 1.0
            return
        if self._wanted is None:
            return
        listed = question.unit in ITEMS and items_in(text) > 1
        if self._asks_figure and not passage.sentence.figures and not passage.is_row and not listed:
            seen["kind"] = 1.0
        elif question.kind == "count" and question.unit and self._figure is not None and not listed:
            if not self._figure.search(text):
                seen["other_unit" if self._wanted.search(text) else "kind"] = 1.0
        elif question.kind == "list" and self._wanted.search(text) and items_in(text) < _LEAST_ITEMS:
            seen["short_list"] = 1.0
        else:
            # A heading says it for all below it (三、存在的问题).
            whole = "".join(passage.sentence.section) + text if question.kind in ("problem", "plan") else text
            if not self._wanted.search(whole):
                seen["kind"] = 1.0

    def _nearness(self, seen: dict[str, float], passage: Passage, held: Held) -> None:
        """Whether one clause holds the figure asked for and the words it is asked about."""
        if self._figure is None:
            return
        text = passage.text.text
        if self._figure is _WANTED["date"]:  # clauses that are joined hold what the text does not
            shares = [(clause, worth_in(self._all_words, clause) / self._total) for clause in self._dated(passage)]
        else:
            shares = [(clause, held.within([clause])) for clause in filter(self._figure.search, passage.clauses)]
        nearest = max([share for _, share in shares], default=0.0)
        if passage.is_row:
            # A row of a table says one thing in all of its cells.
            nearest = sum(word.worth for word in self._words if share_of(word, passage.text) > _HALF) / self._total
        if self._asks_days:  # 哪几天: a single day is half of the answer
            nearest = 1.0 if _SPAN_OF_DAYS.search(text) else nearest / 2
        seen["near"] = nearest
        if self._question.kind == "count" and _TOTAL.search(text):
            seen["total"] = nearest
        clauses = [clause for clause, share in shares if share] if self._asks_stock else []
        if clauses and all(_FLOW.search(clause) for clause in clauses):
            seen["flow"] = 1.0

    def _of_figure(self, passage: Passage, index: int) -> dict[str, float]:
        """Whether a figure is one of another nature than is asked for, or counts something narrower."""
        narrower, named, season = self._nature(passage, index)
        of = {"figure_narrower": narrower, "figure_named": named, **self._form(passage, index).seen}
        if season:
            of["figure_season"] = 1.0
        return of

    def _worth_of_nature(self, passage: Passage, index: int) -> float:
        """What the nature of a figure is worth."""
        narrower, named, season = self._nature(passage, index)
        of_narrower, of_named, of_season = self._worths_of_nature
        return of_narrower * narrower + of_named * named + (of_season if season else 0.0)

    def _nature(self, passage: Passage, index: int) -> tuple[float, float, bool]:
        """How much narrower a figure's subject is, whether it is the named indicator, and whether it is of a season."""
        wanted, figure, subject = self._wanted_figure, passage.sentence.figures[index], passage.around.subjects[index]
        named = figure.indicator is not None and (
            figure.indicator == wanted.indicator or passage.indicators[index] in self._said
        )
        # 经济总量 is another name of the indicator that is asked about, and nothing narrower.
        unsaid = 0 if named else len(subject) - sum(map(self._said_chars.__contains__, subject))
        season = passage.names_season and not self._asks_season and SEASON.search(passage.around.lead_of(index))
        return unsaid / max(1, len(subject)), float(named), bool(season)

    def _form(self, passage: Passage, index: int) -> _Form:
        """The form of a figure, which is that of many."""
        figure, part = passage.sentence.figures[index], False
        if figure.of is not None:
            subject = passage.around.subjects[index]
            part = not (subject and subject in self._said)
        key = passage.around.forms[index], part
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = self._form_of(figure, part=part)
        return form

    def _form_of(self, figure: Figure, *, part: bool) -> _Form:
        """What is seen of a figure by its form."""
        wanted, seen = self._wanted_figure, dict[str, float]()
        if not fits(wanted, figure):
            seen["figure_misfit"] = 1.0
        if wanted.change is False and figure.change is not None:
            seen["figure_change"] = 1.0
        if wanted.each is False and figure.per is not None:
            seen["figure_each"] = 1.0
        if part:
            seen["figure_part"] = 1.0
        if figure.planned and not self._plans:
            seen["figure_planned"] = 1.0
        return _Form(seen, sum(map(self._worth.__getitem__, seen)))

    def _dated(self, passage: Passage) -> Iterator[str]:
        """The clauses that hold a date, each with the next one: what happened stands behind its date (9月10日,召开…)."""
        for clause, after in zip_longest(passage.clauses, passage.clauses[1:], fillvalue=""):
            if _WANTED["date"].search(clause):
                yield clause + after

    def _report(self, seen: dict[str, float], report: ReportInfo) -> None:
        """How old a report is where no year is asked for, else whether it is of the year or the one that reviews it."""
        if report.year is None:
            return
        if self._asked_years:
            seen["of_year"] = float(report.year in self._asked_years)
            seen["of_next_year"] = float(report.year - 1 in self._asked_years)
        elif self._newest is not None:
            # What a list leads with may be of a newer report than all that was found.
            seen["older"] = math.log1p(max(0, self._newest - report.year))

    def _year(self, seen: dict[str, float], passage: Passage, report: ReportInfo) -> None:
        """Whether the sentence speaks of a year that the question names."""
        asked = self._asked_years
        # 2018年至2023年由312亿元增加到586亿元 has a figure of 2018 and one of 2023.
        own = any(map(asked.issuperset, passage.years_of_figures))
        if report.year is not None and not own:
            # The report of the year, or of the next, tells of it at length; later ones come back to it.
            seen["years_later"] = math.log1p(max(0, report.year - 1 - max(asked)))
        if asked & passage.years:
            if len(asked) >= _SPAN and not asked <= passage.years:
                seen["year_part"] = 1.0
            elif not (own or passage.years <= asked or _names_one(asked, passage, report)):
                seen["year_within"] = 1.0
            else:
                seen["year"] = 1.0
        elif not passage.years and (report.year is None or report.year in asked or report.year - 1 in asked):
            return  # Nobody says of which year it speaks.
        elif report.year in asked or (
            self._question.plans and passage.sentence.planned and report.year is not None and report.year + 1 in asked
        ):
            # The right report, or one that may plan the year, but a sentence on another year.
            seen["year_aside"] = 1.0
        else:
            seen["other_year"] = 1.0

    def _unnamed_year(self, seen: dict[str, float], passage: Passage, report: ReportInfo) -> None:
        """Whether a sentence of the year's report names no year and does not say that it is over: 加强市场管理."""
        if report.year is None or report.year not in self._asked_years or passage.sentence.planned:
            return
        if not (seen.keys() & _OF_YEAR or _OVER.search(passage.text.text) or passage.names_year(report.year)):
            seen["year_unnamed"] = 1.0

    def _plan(self, seen: dict[str, float], passage: Passage) -> None:
        """A plan is not what happened, and what happened is no plan."""
        question = self._question
        if question.plans and not passage.sentence.planned:
            seen["unplanned"] = 1.0
        elif not self._plans and passage.sentence.planned:
            asks_done = question.happened or bool(question.years)
            seen["planned_happened" if asks_done else "planned"] = 1.0
            if asks_done and not question.happened:  # 2009年三农给多少钱 may be told by what was to be given
                seen["planned_dated"] = 1.0

    def _section(self, seen: dict[str, float], passage: Passage) -> None:
        """Whether the headings say that what the question asks for stands below them, and whether it defines a word."""
        if self._question.kind == "problem" and not passage.sentence.planned:
            seen["section"] = float(passage.below == "problem" or passage.lists_problems)
        if self._defining is not None and self._defining.search(passage.text.text):
            seen["definition"] = 1.0
        if self._form_asked is not None and self._form_asked(passage.text.text):
            seen["form"] = 1.0


def title_of(report: ReportInfo) -> str:
    """The folded title of a report."""
    return _folded(report.title)


@lru_cache(maxsize=1024)
def _folded(title: str) -> str:
    return fold(title)


def _parts_in(question: str, whole: str) -> Sequence[Sequence[str]]:
    """The parts of a question that stand in ``whole``: all of two characters, all of three, and so on up to some."""
    parts: list[Sequence[str]] = []
    there: Collection[int] = range(len(question))  # where parts begin that stand in it, first those of one character
    for length in range(2, _LONG_PART + 1):
        longer = (place for place in there if place + 1 in there)  # what stands there has both its own parts there
        there = {place for place in longer if question[place : place + length] in whole}
        if not there:
            break
        parts.append([question[place : place + length] for place in there])
    return parts


def _longest_shared(question: str, parts: Sequence[Sequence[str]], text: str) -> int:
    """The length of the longest run of characters that a question and a text share.

    ``parts`` are those of the question that may stand in the text (:func:`_parts_in`).
    """
    best = 1
    for of_length in parts:
        for part in of_length:
            if part in text:
                break
        else:
            break
        best += 1
    if best == 1:
        return int(any(map(text.__contains__, question)))
    return best if best < _LONG_PART else _longest_of(question, text, best)


def _longest_of(question: str, text: str, best: int) -> int:
    """The length of the longest part of a question that a text has, if it is longer than ``best``."""
    for start in range(len(question) - best):
        while start + best < len(question) and question[start : start + best + 1] in text:
            best += 1
    return best


def _names_one(asked: frozenset[int], passage: Passage, report: ReportInfo) -> bool:
    """Whether a passage speaks of a year by itself, and not only of a longer time that takes it in (2011年以来)."""
    sentence = passage.sentence
    periods = {*(sentence.period or "").split("、"), *(figure.period for figure in sentence.figures)}
    if any(one is not None and one.isdecimal() and int(one) in asked for one in periods):
        return True
    named = years_of(sentence.text, now=report.year, reviewed=report.year)
    # Below 三年行动计划（2019-2021年） the report of 2021 still tells of its own year.
    return any(one.first == one.last and one.first in asked for one in named) or (not named and report.year in asked)


@record
class _Person:
    """How a person is named who answers, ``in_office`` where the question asks who holds an office."""

    patterns: tuple[re.Pattern[str], ...]
    in_office: bool

    def is_named(self, text: str) -> bool:
        """Whether a text has such a name; 项目 of 项目局长 is a word, though 项 is a surname."""
        return any(self._is_name(found) for pattern in self.patterns for found in _overlapping(pattern, text))

    def _is_name(self, found: re.Match[str]) -> bool:
        if found["before"] is None:
            return True
        ahead, behind = found.string[: found.start()], found.string[found.end() :]
        visiting = self.in_office and _VISITS.match(behind) is not None and _FROM_ABOVE.search(ahead) is not None
        return not visiting and (part_of_speech(found["before"]) or "nr").startswith("nr")


def _overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """All matches of a pattern, also those that begin within another: 考生张 of 文科考生张晓梅."""
    found = pattern.search(text)
    while found is not None:
        yield found
        found = pattern.search(text, found.start() + 1)


def _person_wanted(question: Question) -> _Person | None:
    """The person that a question asks for, None where it asks for none."""
    if not _ASKS_NAME.search(question.read):
        return None
    offices = [office for office in re.findall(f"副?(?:{_TITLE})", question.read) if office not in _NO_OFFICE]
    if offices and _ASKS_HOLDER.search(question.read):
        return _Person(tuple(map(_named, offices)), True)
    return _Person((_named(""),), False)


@cache
def _named(office: str) -> re.Pattern[str]:
    """An office with a name behind or before it; of any office for an empty one."""
    surname = any_of("surnames")
    # 总书记, 副书记 are no 书记, where 总经理 is a 经理
    title = rf"(?:(?<!总)|(?=经理))(?<!副){re.escape(office)}" if office else f"(?:{_TITLE})"
    plain = r"(?![的是在和与及对为个名人数们会等队])[\u4e00-\u9fff](?![一-鿿]?[室部])"
    speaker = rf"{title}(?:\s{{1,8}}[\u4e00-\u9fff]|{surname})[\u4e00-\u9fff]{{1,3}}\)?$"  # the line below a title
    chosen = rf"{surname}[\u4e00-\u9fff]{{1,2}}(?:先生|女士|同志)?(?:为|担?任|当选)[^,;。、]{{0,12}}{title}"  # 选举某人为公司董事长
    return re.transient(
        rf"{title}[(:、\s]{{0,3}}{surname}{plain}|{speaker}|{chosen}|(?P<before>(?!和){surname}[\u4e00-\u9fff]{{1,2}})(?:{title})"
    )


@cache
def _counted(unit: str) -> re.Pattern[str]:
    """A figure in this measure word, or in one that is used for the same things (20名 for 多少人)."""
    alike = next((group for group in _ALIKE if unit in group), (unit,))
    units = "|".join(map(re.escape, alike)) if unit != "个" else r"[\u4e00-\u9fff]"
    # In the row of a table the unit stands in the head of the column: 学校数(所):36.
    return re.transient(rf"{_NUMBER}[余多]?[万亿]?余?(?:{units})|\((?:{units})\)")


def items_in(text: str) -> int:
    """How many items the longest list of a sentence has (甲、乙、丙; 一是…二是…)."""
    return max(
        max(
            (clause.count("、") + 1 + bool(_AND_LAST.search(clause)) for clause in re.split("[,;。:]", text)), default=1
        ),
        len(re.findall(r"[一二三四五六七八九]是|[(][一二三四五六七八九1-9][)]", text)),
        text.count(";") + 1,
    )


def _form_asked(question: Question) -> Callable[[str], bool] | None:
    """Whether a sentence has the form of what is asked, where that is of an exact one: a list of four, a name in 部."""
    many, called = _SO_MANY.search(question.read), _CALLED.search(question.read)
    if question.kind == "why":
        return lambda text: _REASON.search(text) is not None
    if many is not None:
        wanted = int(numeral_value(many["some"] or many["all"]) or 0)
        return lambda text: items_in(text) == wanted
    if called is not None:
        name = re.transient(
            rf"(?<![各全])[\u4e00-\u9fff](?![各全内外干])[\u4e00-\u9fff]{called['end']}(?![门分署队长委])"
        )
        return lambda text: name.search(text) is not None
    return None


def _defining(question: Question, words: Sequence[WantedWord]) -> re.Pattern[str] | None:
    """How the word that a question asks the meaning of is defined, None where it asks for no meaning."""
    asked = question.kind == "definition" or (question.kind == "what" and _WHAT_IS.search(question.read))
    if not asked or not words:
        return None
    telling = re.escape(max(words, key=lambda word: word.worth).text)
    return re.transient(
        rf"(?:是|为|即|叫|叫做|简称|称为)“?{telling}|{telling}”?(?:工程|活动|工作|制度|模式)?(?:是|为|即|就是|指|包括|[::(“])|”的?“?.{{0,4}}{telling}"
    )
