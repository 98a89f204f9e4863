"""A figure of a sentence in; out comes its nature, which the rows of a comparison must share, and whether it counts
something else than what is asked about.

Rows of a kind can be set beside each other: totals or additions, one year or several, results or plans, in one unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.answers.doubts import counts_more, is_level, mostly_in
from retrieval.model import Question
from retrieval.query.wanted_figure import ATTENDANCE, PEOPLE, wanted_by
from retrieval.ranking.coverage import WantedWord
from retrieval.ranking.passage import Passage
from retrieval.text.segmentation import fold
from store import patterns as re
from store.language.characters import CLAUSE_END, PART_END
from store.language.place_names import places_called
from store.language.units import in_base
from store.model import Figure, ReportInfo
from store.quick_records import record

# What one year brought, beside what there is in all; what several years brought together, and on average.
BROUGHT = re.compile(
    r"新[增建招]|[改扩]建|招聘|引进|补充|建[成设]|增[加设](?![到至为])|培训|认定|撤并|减少|评[选出为]|命名|交流|轮岗|退休|离岗|表彰|参[加训赛]|资助|调配|选派|安置|投入使用|竣工|惠及|受益"
)
_SUMMED = re.compile(
    r"(?<!连续|学前|高中|初中|小学)(?<![第\d〇○零一二三四五六七八九])[两二三四五六七八九十几\d]个?年(?![前级制度底末初第义一行规计])|期间|时期|以来|历年|累计"
)
AVERAGED = re.compile(r"(?:平均)?每年(?:平均)?|年均")
_PLANNED_NAME, _ENDS_DONE = (
    re.compile("(?<=..)(?:年初)?(?:预算|计划|目标)数?$"),
    re.compile("(?:完成|执行|实现)数?[为了]?$"),
)
_SHARE = re.compile("占比|比重")
_EACH_BRINGS, _EACH = re.compile("每[亩公头户人]|亩均|亩产|单产|平均(?:产量|总产)"), re.compile("每|均|亩产|单产")
_SINCE_YEAR = re.compile(r"[比较同]((?:19|20)\d\d)年")
# Words that pick some out: 优秀幼儿园 are not all of them.
_MARKED = re.compile(
    r"优秀|优质|先进|示范|特色|标准化|规范化|达标|合格|薄弱|标兵|骨干|困难|贫困|残疾|残障|留守|寄宿|少数民族|获奖|缺考"
)
_BODY = re.compile(
    r"(?:(?![省市州县区镇乡家所个的在有与和等])[\u4e00-\u9fff]){2,10}?(?P<kind>大学|学院|医院|集团|公司)"
)
_SEVERAL_PLACES = re.compile(
    r"[\d一二三四五六七八九十]个(?:县市区|[省市州县区镇乡村][市区县镇]?|街道)(?:的|\([^)]*\))?$"
)
_NO_NUMBER = frozenset({"percent", "points", "ratio", "multiple", "duration"})
_PEOPLE_NOUN = re.compile(r"[师生人员工童数户民]$|人[口数]|干部|校长")
_COUNTS = re.compile(r"(?:总?[数量人]|共|已|现有|达|人数|[、和及])")
# What is left, lacking or owed is no amount of the thing itself: 国债102亿元 is no 国债余额.
_BALANCES = frozenset("余额 结余 赤字 缺口 占比 比重 逆差 顺差 利润 存款 贷款".split())
# What could be made is not what was.
_OUTPUTS = frozenset("产量 产值 发电量 总产 产".split())
_CAPACITY = re.compile("能力|产能|装机|容量")
# 通车总里程 is that of whatever is spoken of, 铁路里程 only its own.
_OF_ANY = re.compile("通车|运营|营运|总|全[省市县区国]|累计|新增|年[末底]|期末|实现|完成|达到?|[新改扩]建")
# 招生计划5200人, and not 完成计划5200人
_PLAN = re.compile("计划|目标")
_NAMED_PLAN = re.compile(r"(?:计划|目标)(?:任务)?(?:人?数)?[为是:约共]{0,2}$")
_DONE = re.compile("完成|实现|超")
_MOST_YEARS = 2  # of a period that can still be told of the last of them


@record
class Nature:
    """What the rows of a comparison must have in common.

    ``flow`` is true for what one year brought where it is asked how many there are; ``time`` tells a figure of one
    year from a sum of ``several`` and from their ``average``.
    """

    unit: str
    change: bool
    flow: bool
    time: str
    planned: bool


def nature_of(question: Question, report: ReportInfo, passage: Passage, index: int) -> Nature:
    """The nature of a passage's figure of this index, in the light of what the question asks about."""
    sentence, text = passage.sentence, passage.text.text
    figure = sentence.figures[index]
    deed = BROUGHT.search(question.read) is not None
    lead = CLAUSE_END.split(text[: figure.start])[-1]
    own = passage.around.year(index)
    # 力争1997年达到…, said in 1993
    later = own is not None and report.year is not None and own > report.year
    time = "several" if figure.nature == "sum" else _time(text[: figure.start].rpartition(";")[2], lead)
    several = len(passage.years) > _MOST_YEARS
    if time == "one" and own is None and several and (deed or changes(figure)):
        time = "several"
    return Nature(
        unit=unit_of(figure),
        change=changes(figure),
        flow=not deed and (BROUGHT.search(lead) is not None or (figure.kind == "count" and not is_level(figure, text))),
        time=time,
        planned=later or figure.planned or (sentence.planned and not question.plans),
    )


def done_of_plan(text: str, figures: Sequence[Figure], index: int) -> Figure:
    """The figure, of what was done where a sentence tells it behind what was planned: 收入预算为5亿元,实际完成6亿元 is 收入."""
    figure, end = figures[index], max((one.end for one in figures[:index]), default=0)
    planned = _PLANNED_NAME.search(figure.indicator or "")
    if planned is None or not end or not _ENDS_DONE.search(text[end : figure.start]):
        return figure
    return replace(figure, indicator=planned.string[: planned.start()], planned=False)


def changes(figure: Figure) -> bool:
    """Whether a figure is the amount of a change; what was newly brought (新增就业12万人) is an amount of its own."""
    return figure.change is not None if figure.nature is None else figure.nature == "change"


def asks_share(question: Question) -> bool:
    """Whether a question asks what part of a whole something is: 占比."""
    return _SHARE.search(question.read) is not None


def is_share(figure: Figure) -> bool:
    """Whether a figure may be a part of a whole, where its growth is none."""
    return figure.kind == "percent" and figure.change is None


def is_named_plan(question: Question, before: str) -> bool:
    """Whether what stands before a figure names it a plan, which is not asked for: 招生计划5200人 for 招生人数."""
    if question.plans or _PLAN.search(question.read) or _NAMED_PLAN.search(before) is None:
        return False
    return _DONE.search(CLAUSE_END.split(before)[-1]) is None


def is_of_average(question: Question, text: str, figures: Sequence[Figure], index: int) -> bool:
    """Whether a figure is what each of many brings, which is not asked for: 每亩平均产量达到一百斤."""
    start, end = figures[index].start, max((one.end for one in figures[:index]), default=0)
    lead = text[max(end, start - len(window(text[:start], figures[index]))) : start]
    return _EACH_BRINGS.search(lead) is not None and _EACH.search(question.read) is None


def _time(before: str, lead: str) -> str:
    """Whether what stands before a figure says that it is of several years, or of each of them on average."""
    if AVERAGED.search(lead):
        return "average"
    since = [int(match[1]) for match in _SINCE_YEAR.finditer(before)]
    years = [int(year) for year in re.findall(r"((?:19|20)\d\d)年", before)]
    long = bool(since) and max(years) - min(since) > 1
    return "several" if long or _SUMMED.search(before) else "one"


def is_deed(word: WantedWord) -> bool:
    """Whether a word, or what a report says for it, tells what a year brought: 招 is 招聘."""
    return any(BROUGHT.fullmatch(text) for text in (word.text, *(one.text for one in word.variants)))


def is_of_other_deed(question: Question, text: str, figure: Figure) -> bool:
    """Whether another clause has the deed that is asked about: 办理退休274名,招聘116名 where 招聘 is asked."""
    deed = BROUGHT.search(question.read)
    if deed is None or deed.group() not in text:
        return False
    return deed.group() not in last_clause(text, figure)


def is_of_body(question: Question, report: ReportInfo, text: str, figure: Figure) -> bool:
    """Whether what stands before a figure is told of a single body that is named for a place, and neither asked about nor the report's.

    云泽大学8个学院搬迁,在校生达到6000人 is no 在校生 of the place.
    """
    part = PART_END.split(text[: figure.start])[-1]
    body = _BODY.match(part)
    if body is None or body["kind"] in question.read or body.group() in fold(report.title):
        return False
    return any(places_called(part[:length]) for length in (2, 3))


def is_of_each(before: str, figure: Figure) -> bool:
    """Whether what stands before a figure tells that it is of each of several places: 7个县区财政收入超15亿元."""
    lead, subject = CLAUSE_END.split(fold(before))[-1], fold(figure.subject)
    front = lead.rpartition(subject)[0] if subject else ""
    return _SEVERAL_PLACES.search(front) is not None


def is_other_thing(wants: Sequence[WantedWord], question: Question, text: str, figure: Figure) -> bool:
    """Whether a figure counts something else than what is asked about by its bare name, or only some of it.

    优秀幼儿园3所, 其中城区幼儿园2所 and 幼儿园420人 for 谁的幼儿园多, 中小学32所 for 小学.
    """
    if len(wants) > 1:
        return False
    if figure.kind != "count":
        paid = (
            figure.kind == "money" and _PEOPLE_NOUN.search(wants[0].text) is not None
        )  # 职工薪酬3亿元 for 谁的职工最多
        return (paid or figure.kind in _NO_NUMBER) and not wanted_by(question).kinds
    noun, subject = wants[0].text, fold(figure.subject)
    if (
        subject.find(noun) > 0
        and not subject.endswith(noun)
        and not _COUNTS.match(subject, subject.find(noun) + len(noun))
    ):
        return True  # 向民办学校送课5093节
    marked = _MARKED.search(subject)
    return (
        (marked is not None and marked.group() not in question.read)
        or (figure.unit in ATTENDANCE and not any(form.text in subject for form in wants[0].forms))
        or (unit_of(figure) == "人") is not (_PEOPLE_NOUN.search(noun) is not None)
        or (figure.of is not None and subject != noun and subject.endswith(noun))
        or counts_more(noun, question.read, figure, text)
    )


def is_other_measure(wants: Sequence[WantedWord], question: Question, text: str, figure: Figure) -> bool:
    """Whether a figure is of another measure than what is asked about: 保有量 for 产量, 债券 for 债务余额, 铁路里程 for 公路里程.

    ``wants`` are the words, the last one first.
    """
    last, *others = wants
    name, asked = fold(figure.indicator or ""), last.text
    if asked[-1:] in ("量", "率") and name[-1:] == asked[-1:] and not name.endswith(asked[-2:]):
        return True
    if asked in _OUTPUTS and _CAPACITY.search(name) and not _CAPACITY.search(question.read):
        return True
    if asked in _BALANCES and not any(form.text in window(text, figure) for form in last.forms):
        return True
    if not (others and name.endswith(asked)):
        return False
    own = _OF_ANY.sub("", name.removesuffix(asked))
    if own and own in question.read:
        return False
    told = (
        name + last_clause(text, figure) if own else window(text, figure)
    )  # 通车总里程 is that of what is told before
    return not any(mostly_in(form.text, told) for word in others for form in word.forms)


def last_clause(text: str, figure: Figure) -> str:
    """The clause that a figure stands in."""
    start = max((match.end() for match in CLAUSE_END.finditer(text, 0, figure.start)), default=0)
    end = CLAUSE_END.search(text, figure.end)
    return text[start : end.start() if end else len(text)]


def window(text: str, figure: Figure) -> str:
    """The clause of a figure with the two before it."""
    starts = [0, *(match.end() for match in CLAUSE_END.finditer(text, 0, figure.start))]
    end = CLAUSE_END.search(text, figure.end)
    return text[starts[max(0, len(starts) - 3)] : end.start() if end else len(text)]


def unit_of(figure: Figure) -> str:
    """The unit under which figures are compared: people are counted alike in 名 and 人, and weight in 吨 and 斤."""
    return "人" if figure.unit in PEOPLE else in_base(figure.unit)[0]


def passes(figure: Figure, limit: Figure) -> bool:
    """Whether an amount passes another, or stays below it, whatever either is measured in; a bare 5万亿 may be of any unit."""
    unit, factor = in_base(figure.unit)
    its_unit, its_factor = in_base(limit.unit)
    if limit.unit and its_unit != unit:
        return False
    amount, least = figure.least * factor, limit.least * (its_factor if limit.unit else factor)
    if limit.bound == "under":
        return amount < least and figure.bound != "over"
    return amount > least or (amount == least and figure.bound == "over")
