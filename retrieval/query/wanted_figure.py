"""What a question asks of a figure: its kind, unit and years, and whether a change, a whole or each one's amount is meant."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from retrieval.lexicon.tables import groups
from retrieval.model import Question
from retrieval.query.comparing import names_rate
from retrieval.text.segmentation import fold
from store import patterns as re
from store.language.indicators import indicator_in
from store.quick_records import record

PEOPLE = frozenset(["人", "名", "位", "员", "口"])
_MONEY = frozenset(["元", "万元", "亿元", "块钱"])
# What tells the kind of figure where the question word itself does not: 各地入学率, 教职工人数, 教育费附加.
_SHARE = re.compile(r"[率占]|比例|比重|百分|覆盖面|满意度|几成|师比|机比")
_PAID = re.compile(r"资金|经费|金额|投资|投入|收入|支出|工资|补助金|学费|助学金|津贴|奖金|费用|贷款|附加|多少钱|财政")
# 来了多少人, 接待多少名读者: counted by visits
ATTENDANCE = frozenset(["人次", "名次", "人份"])
_VISITS = re.compile(r"[来去]了?(?:多少|几)|游客|旅客|乘客|观众|读者|接待|参观|客流|运送|就诊|看病")
_PERSONS = re.compile(r"人数|人口|(?:多少|几)[\u4e00-\u9fff]{2,8}的人")
# The question is itself about a change, so that an amount of change is no worse than a level.
_CHANGE = re.compile(r"增|减|新[建设添]|提高|下降|上升|降低|缩小|扩大|[多少高低]了")
_SATISFIED = re.compile("满意(?:度|率)")
# 比上年多收了多少 asks for the difference, whatever the kind.
_DIFFERENCE = re.compile(r"比(?:上|去|前|往|同期|[12]\d{3}).{0,10}[多少高低增减]")
# 高铁现在多长了, 离县城多远, 修了多长的路
_HOW_FAR = re.compile(r"多[长远高宽深](?=[了呢呀啊?]?$)|多长的(?!时间|假|工夫)(?=[\u4e00-\u9fff])")
_TIMES = frozenset("天 年 个月 月 周 小时 分钟 秒".split())
# 军训几天, 用了多长时间; not 近几年, 几年来, 几天的培训
_HOW_LONG = re.compile(
    r"(?:多长时间|多久)(?!的)|天数(?![比占率])|多快(?=就?[能可])|(?:(?<![近去这那前后每隔上])几|多少)(?:天|年(?!级)|个月|周|个?小时|分钟)(?![的来间里内以])"
)
# 工人多大年纪, 平均年龄多大: told in 岁
_HOW_OLD = re.compile(r"多大的?(?:年[龄纪]|岁数)|(?:年[龄纪]|岁数)(?:有|是)?多大|平均多大|平均年龄")
# A sum by its name, at the end of a question: 多少助学金; not 多少企业捐款, 多少教师享受津贴
SUM = (
    r"(?:国家|学生|生活|专项|财政|扶贫|慰问|各类)?(?:助学金|奖学金|奖励金|奖金|补助金|补助款?|补贴款?|资助金|慰问[金品]|捐款|善款|贷款|罚款|工钱|欠薪|养老金|退休金|低保金|救助金|抚恤金|优抚金|[\u4e00-\u9fff]{0,4}(?:资金|经费|投资)"
    r"|学费|费用|工资|津贴|租金|房租|[\u4e00-\u9fff]{1,3}(?<![消免收自公耗])费)[呢呀啊]?$"
)
# 还欠多少债, 欠了几个亿; what was paid is not owed
_OWED = re.compile("欠了?(?:多少|几|的)|欠[^,。]{0,4}债|负债")
PAID = re.compile("化解|偿还|归还|清[偿还欠]|压[降减]|置换|还本")
_SHORT_UNITS = {"平方": "平方米", "平米": "平方米"}  # 多少平方
# Names of the number itself, which a unit says as well: 上线人数 is 172人上线.
COUNTING = frozenset("人数 数量 个数 总数 数目 金额 数额 次数".split())
# So are these, of a share, which its unit says as well.
SHARING = frozenset("比例 比率 比列 占比 比重 百分比".split())
# 从几样减到几样 asks for both levels.
_FROM_TO = re.compile(r"[从由](?:多少|几).{0,60}[到成为至]")
# 补助了多少学生 asks for people, whatever the verb is paid in.
_NOUN_ASKED = re.compile(
    rf"(?:多少|几)(?![钱元万亿资经投金补费收支学津奖贷年天月])(?!{SUM})[\u4e00-\u9fff]{{2}}"
    r"|(?:多少|几)学[生校员]"
)
# 一共, 总数: the whole is asked for, not a part of it.
_ALL_OF_IT = re.compile(r"(?<!公)共(?!同|建|享|青|产|和|用)|总(?:数|计|量|的|体|投|额)|合计")
# 农民一年能挣多少
EARNS = r"(?:农民|村民|职工|工人|居民|百姓|[村里活]的?人|从业人员|员工|教师|老师).{0,8}(?:[挣赚]|拿多少)"
# 低保一个月多少钱, 一天来多少人
_ASKS_EACH = re.compile(rf"每|均|一(?:天|个?月|晚|个?人|户)(?![,来内里])|{EARNS}")
# 有多少家实验室: of 新增15家、总数达23家 the sum, unless what was brought is asked for
_ALL_THERE_IS = re.compile(r"有(?:多少|几)")
_SHARES = frozenset(["percent", "ratio"])
# 产量多少, GDP是多少: the thing says what it is measured in, and not that it is counted
_BARE = re.compile(r"多[少大高长重][呢呀啊]?[?。!]?$")
# 涨价要压在多少以内, 达到多少, 收购了多少股权: may be a share as well
_LIMIT = re.compile(
    r"多少的?(?:股[权份]|份额)|(?:[压控稳保降]|控制|稳定|保持|达|占)[在到]了?多少(?:以[内上下])?[呢呀啊]?[?。!]?$"
)
_MEASURED = frozenset(["count", "money", "area", "length", "weight", "duration", "score", "other"])


@record
class WantedFigure:
    """What a question (its folded ``text``) asks of a figure.

    ``kinds`` are those of :class:`~store.model.Figure`, none where any will do; ``units`` narrows counts to a measure
    word. ``change`` is true where amounts of change are asked for, None where both they and levels may be meant.
    ``each`` is true where the amount for one person or school is asked for, None where it may be; ``whole`` where the
    question says that it wants the sum, ``stock`` where it asks how many there are, ``stages`` where it wants what something was and what it became. ``open`` is
    true where no figure is asked for in so many words, ``unnumbered`` where the answer can be none. ``indicator`` is the
    one that the question names, where it is a known one.
    """

    text: str
    kinds: frozenset[str]
    units: frozenset[str]
    change: bool | None
    years: frozenset[int]
    plans: bool
    each: bool | None
    whole: bool
    stock: bool
    stages: bool
    open: bool = False
    unnumbered: bool = False
    indicator: str | None = None


def asks_debt(text: str) -> bool:
    """Whether a folded question asks what is owed, and not what was paid of it."""
    return _OWED.search(text) is not None and PAID.search(text) is None


def asks_how_long(text: str) -> bool:
    """Whether a folded question asks for a length of time."""
    return _HOW_LONG.search(text) is not None


@lru_cache(maxsize=16)  # several stages ask it of one question
def wanted_by(question: Question) -> WantedFigure:
    """What kind of figure, in what unit, the question asks for."""
    # What a follow-up takes over says as much of the figure as its own words.
    said_before = " ".join(question.terms) if question.carried else ""
    text, unit = f"{fold(question.text)} {said_before}".strip(), question.unit
    units, kinds = frozenset[str](), frozenset[str]()
    if unit is None and _HOW_OLD.search(text):
        unit = "岁"
    if unit in _TIMES:  # 近几年花了多少钱 asks for no years
        unit = None
    rate = unit is None and names_rate(text)  # GDP增速多少, 财政收入增幅: whatever it is a rate of
    if asks_how_long(text):
        kinds = frozenset(["duration"])
    elif rate:
        kinds = frozenset(["percent", "points"])
    elif unit is None and question.kind == "money" and _NOUN_ASKED.search(text):
        kinds = frozenset(["count"])
    elif unit in _MONEY or (unit == "块" and text.endswith("块")) or (question.kind == "money" and unit is None):
        kinds = frozenset(["money"])
    elif unit is not None:
        units = PEOPLE if unit in PEOPLE else frozenset([_SHORT_UNITS.get(unit, unit)])
        units |= ATTENDANCE if unit in PEOPLE and _VISITS.search(text) else frozenset()
    elif question.kind == "percent":
        kinds = frozenset(["percent", "ratio", "points"])
    elif question.kind == "count" and _PERSONS.search(text):
        units, kinds = PEOPLE, frozenset(["count"])
    elif _HOW_FAR.search(text):
        kinds = frozenset(["length"])
    elif question.kind == "count" and _LIMIT.search(text):
        kinds = _MEASURED | _SHARES
    elif question.kind == "count" and _BARE.search(text) and not _SHARE.search(text):
        kinds = frozenset(["area"] if "面积" in text else _MEASURED)
    elif question.kind == "count":
        kinds = _SHARES if _SHARE.search(text) else frozenset(["area" if "面积" in text else "count"])
    elif question.kind != "change":
        kinds, units = _named_in(text)
    if _SATISFIED.search(text):  # told in points as well as in percents
        kinds |= {"score"}
    change = (
        True
        if question.kind == "change" or rate or _DIFFERENCE.search(text)
        else None
        if _CHANGE.search(text)
        else False
    )
    said = question.kind in ("count", "money", "percent", "change", "comparison") or unit is not None
    return WantedFigure(
        text=text,
        kinds=kinds,
        units=units,
        change=change,
        years=frozenset(question.years),
        plans=question.plans or bool(question.years),
        each=_asks_each(question, text),
        whole=_ALL_OF_IT.search(text) is not None,
        stock=(_ALL_THERE_IS.search(text) or _HOW_FAR.search(text)) is not None and _CHANGE.search(text) is None,
        stages=_FROM_TO.search(text) is not None,
        open=not said,
        # 哪年招聘了多少教师 asks for a number after all.
        unnumbered=unit is None and question.kind in ("date", "who", "why") and "多少" not in text,
        indicator=indicator_in(text),
    )


def _asks_each(question: Question, text: str) -> bool | None:
    if _ASKS_EACH.search(text) or (_HOW_OLD.search(text) and "最" not in text):
        return True
    if asks_how_long(text):  # 要几天 is told by 平均耗时3.8天
        return None
    # What a follow-up takes over may be the amount for each (生均公用经费) or only speak of it.
    # What grows by a share may be told for each: 居民人均可支配收入 of 居民收入.
    return None if question.kind == "percent" or _ASKS_EACH.search("".join(question.terms)) else False


def _named_in(text: str) -> tuple[frozenset[str], frozenset[str]]:
    if _SHARE.search(text):
        return _SHARES, frozenset()
    if _PERSONS.search(text):
        return frozenset(["count"]), PEOPLE
    if _PAID.search(text):
        return frozenset(["money"]), frozenset()
    return frozenset(), frozenset()


def differs(question: str, subject: str) -> bool:
    """Whether a subject is expressly another than the one asked about.

    >>> differs("各地高中毛入学率", "初中毛入学率"), differs("高中入学率", "普通高中入学率"), differs("毛入学率", "初中毛入学率")
    (True, False, False)
    """
    asked = _named(question)
    found = _named(subject) if asked else asked
    return any(group in found and not members & found[group] for group, members in asked.items())


@lru_cache(maxsize=4096)
def _named(text: str) -> Mapping[int, frozenset[int]]:
    """By the place of each group of things beside each other those that a text names; of many texts the same again."""
    if not _siblings().search(text):
        return {}
    found = (
        (place, frozenset(at for at, member in enumerate(group) if any(word in text for word in member)))
        for place, group in enumerate(groups("exclusive_qualifiers"))
    )
    return {place: members for place, members in found if members}


@cache
def _siblings() -> re.Pattern[str]:
    """Any word of a group."""
    return re.compile(
        "|".join(sorted(word for group in groups("exclusive_qualifiers") for member in group for word in member))
    )
