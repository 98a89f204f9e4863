"""Question and sentence → the reasons that multiply the sentence's text score, each with a code that the bot words.

A factor of 1 says nothing. What a factor is worth, and what it was measured on, stands in
:class:`retrieval.model.RankSettings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from retrieval.coverage import Text, Wanted, held_in, share_of
from retrieval.lexicon.tables import table
from retrieval.model import Kind, Question, RankSettings, Reason
from store.model import ReportInfo, StoredSentence
from store.years import years_in_period

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
_FLOW = re.compile(r"新建|改建|扩建|新增|增加|招聘|引进|认定|建成|开工|撤并|培训|创建|评选|命名|验收|增设|减少|改造")
_STOCK = re.compile(r"(?:有|共|现有|总共|一共)(?:多少|几)|总数|多少(?:所|名|个|人|家)?[^,。]{0,8}$")
_SPAN_OF_DAYS = re.compile(r"\d[日号]?(?:至|到|[-—~～])\d*")
# Measure words for the same things: 多少人 is answered by 20名.
_ALIKE = (
    ("人", "名", "位", "人次", "余人"),
    ("所", "家", "处", "座"),
    ("次", "场", "期", "届"),
    ("项", "件", "条", "点"),
)
_LEAST_ITEMS = 3
_HALF = 0.5
_WHAT_IS = re.compile(r"(?:是|叫|指)(?:什么|啥|哪)")
_CLAUSE = re.compile(r"[^,;。!?:]+")
_TITLE = (
    r"局长|书记|校长|园长|主任|组长|县长|市长|区长|镇长|乡长|省长|部长|司长|厅长|处长|科长|院长|所长|会长|队长|主席|总理|委员|常委|主持人"
    r"|教师|老师|教授|专家|院士|同志|学生|考生|同学|代表|工程师|医生|护士|标兵|模范|先生|女士|班主任|辅导员|师傅|职工|党员|选手|运动员"
)
_LISTS_PROBLEMS = re.compile(
    r"(?:问题|困难|不足|短板|差距|薄弱)[^。:：]{0,24}[:：]|(?:问题|困难|不足|短板|差距)[,，]?主要(?:是|有)"
)
# A sentence ends; a date line, a table cell or a heading left by itself does not.
_ENDS = tuple("。!?;…”』」》)")
_ROW = re.compile(r"^[^,:]{1,12}[::][^,:]{1,20}[,,][^,:]{1,24}[::]")


def kind_reason(question: Question, text: str, sentence: StoredSentence, settings: RankSettings) -> Reason:
    """Whether the sentence has what a question of its kind asks for."""
    if question.kind == "who":
        return _who_reason(question, text, settings)
    wanted = _WANTED.get(question.kind)
    if wanted is None:
        return Reason("kind", 1.0)
    if question.kind == "count" and question.unit:
        if _counted(question.unit).search(text):
            return Reason("kind", 1.0)
        counted = wanted.search(text) is not None
        return Reason("kind", settings.other_unit if counted else settings.kind_missing, question.unit)
    if question.kind == "list" and wanted.search(text) and _items(text) < _LEAST_ITEMS:
        return Reason("kind", settings.short_list, "list")
    if question.kind in ("problem", "plan"):
        # A heading says it for all below it (三、存在的问题).
        text = "".join(sentence.section) + text
    return Reason("kind", 1.0 if wanted.search(text) else settings.kind_missing, question.kind)


def _who_reason(question: Question, text: str, settings: RankSettings) -> Reason:
    """Whether the sentence names a person, and right beside the office where the question asks for one.

    A question that asks which school or town did something (哪个镇) wants no person.
    """
    if not re.search(r"谁|何人|[长记任授师员席]叫|名字|哪[位名]|什么人", question.read):
        return Reason("kind", 1.0)
    offices = [office for office in re.findall(_TITLE, question.read) if office not in ("学生", "老师", "教师", "同志")]
    if offices and re.search(r"(?:是谁|叫什么|叫啥|哪[位个]|是什么人)[??]?$", question.read):
        named = any(_named(office).search(text) for office in offices)
        return Reason("kind", 1.0 if named else settings.nameless, "who")
    return Reason("kind", 1.0 if _named("").search(text) else settings.kind_missing, "who")


@cache
def _named(office: str) -> re.Pattern[str]:
    """An office with a name behind or before it; of any office for an empty one."""
    surname = "|".join(sorted(table("surnames"), key=len, reverse=True))
    title = re.escape(office) if office else f"(?:{_TITLE})"
    plain = r"(?![的是在和与及对为个名人数们会等队])[\u4e00-\u9fff](?![一-鿿]?[室部])"
    return re.compile(rf"{title}[(:、]?(?:{surname}){plain}|(?:{surname})[\u4e00-\u9fff]{{1,2}}(?:{title})")


def nearness_reason(question: Question, words: Sequence[Wanted], text: Text, settings: RankSettings) -> Reason:
    """Whether one clause holds the figure asked for and the words it is asked about: long sentences hold many."""
    if question.kind not in FIGURES:
        return Reason("near", 1.0)
    if question.kind == "date" and "几天" in question.read and _SPAN_OF_DAYS.search(text.text):
        return Reason("near", settings.near_bonus + settings.total_bonus)
    wanted = _counted(question.unit) if question.kind == "count" and question.unit else _WANTED[question.kind]
    nearest = max((held_in(words, clause) for clause in _clauses(text.text, wanted)), default=0.0)
    if _ROW.match(text.text):
        # A row of a table says one thing in all of its cells.
        total = sum(word.worth for word in words) or 1.0
        nearest = sum(word.worth for word in words if share_of(word, text) > _HALF) / total
    bonus = settings.near_bonus
    if question.kind == "count" and _TOTAL.search(text.text):
        bonus += settings.total_bonus
    return Reason("near", 1 + (bonus - 1) * nearest, question.unit or "")


def _clauses(text: str, wanted: re.Pattern[str]) -> Iterator[str]:
    """The clauses that hold what is wanted."""
    clauses = [match.group() for match in _CLAUSE.finditer(text)]
    dated = wanted is _WANTED["date"]
    for clause, after in zip(clauses, (*clauses[1:], ""), strict=True):
        if wanted.search(clause):
            yield clause + after if dated else clause  # 9月10日,召开…: what happened stands behind its date


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


def stock_reason(question: Question, words: Sequence[Wanted], text: str, settings: RankSettings) -> Reason:
    """What a year brought does not tell how many there are."""
    if question.kind != "count" or not _STOCK.search(question.read.strip(" ?。")) or _FLOW.search(question.read):
        return Reason("flow", 1.0)
    wanted = _counted(question.unit) if question.unit else _WANTED["count"]
    clauses = [clause for clause in _clauses(text, wanted) if held_in(words, clause)]
    flows = bool(clauses) and all(_FLOW.search(clause) for clause in clauses)
    return Reason("flow", settings.flow if flows else 1.0)


def report_reason(question: Question, report: ReportInfo, settings: RankSettings) -> Reason:
    """Whether the question names this report by its place, kind or title."""
    fit = next((fit.fit for fit in question.reports if fit.report == report.id), 0.0)
    return Reason("report", 1 + (settings.report_bonus - 1) * fit, report.title)


def year_reason(question: Question, sentence: StoredSentence, report: ReportInfo, settings: RankSettings) -> Reason:
    """Whether the sentence speaks of a year that the question names."""
    asked = set(question.years)
    if not asked:
        return Reason("year", 1.0)
    own = years_in_period(sentence.period)
    if asked & own:
        return Reason("year", settings.year_bonus, "、".join(map(str, question.years)))
    if not own and (report.year is None or report.year in asked or report.year - 1 in asked):
        # Nobody says of which year it speaks.
        return Reason("year", 1.0)
    if report.year in asked or (question.plans and report.year is not None and report.year + 1 in asked):
        # The right report, but a sentence on another year.
        return Reason("year_aside", settings.year_aside, sentence.period or "")
    return Reason("other_year", settings.other_year, sentence.period or str(report.year))


def planned_reason(question: Question, sentence: StoredSentence, settings: RankSettings) -> Reason:
    """A plan is not what happened, and what happened is no plan."""
    if question.plans:
        return Reason("unplanned", 1.0 if sentence.planned else settings.unplanned)
    if not sentence.planned:
        return Reason("planned", 1.0)
    asks_done = question.happened or bool(question.years)
    return Reason("planned", settings.planned_happened if asks_done else settings.planned)


def section_reason(question: Question, sentence: StoredSentence, below: str | None, settings: RankSettings) -> Reason:
    """Whether the headings say that what the question asks for stands below them (存在的问题)."""
    listed = _LISTS_PROBLEMS.search(sentence.text) is not None
    fits = question.kind == "problem" and (below == "problem" or listed) and not sentence.planned
    return Reason(
        "section", settings.section_bonus if fits else 1.0, sentence.section[-1] if fits and sentence.section else ""
    )


def definition_reason(question: Question, words: Sequence[Wanted], text: str, settings: RankSettings) -> Reason:
    """Whether the sentence says what the asked word is (以…为核心理念, “…”的“1163”工程, 是指, 即)."""
    asked = question.kind == "definition" or (question.kind == "what" and _WHAT_IS.search(question.read))
    if not asked or not words:
        return Reason("definition", 1.0)
    telling = re.escape(max(words, key=lambda word: word.worth).text)
    defines = re.search(
        rf"(?:是|为|即|叫|叫做|简称|称为)“?{telling}|{telling}”?(?:工程|活动|工作|制度|模式)?(?:是|为|即|就是|指|包括|[::(“])|”的?“?.{{0,4}}{telling}",
        text,
    )
    return Reason("definition", settings.defines if defines else 1.0)


def form_reason(sentence: StoredSentence, text: str, settings: RankSettings) -> Reason:
    """A heading or a fragment says what is spoken of, and seldom anything about it; the row of a table is no fragment."""
    if sentence.heading:
        return Reason("heading_only", settings.heading_only)
    return Reason("fragment", 1.0 if text.endswith(_ENDS) or _ROW.match(text) else settings.fragment)
