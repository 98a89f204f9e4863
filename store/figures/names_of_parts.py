"""A layout and what each figure is called → whole names of parts that leave out the measure of their whole.

新能源汽车 of 机动车保有量12万辆，其中新能源汽车4820辆 is 新能源汽车保有量; 教育 of 重点支出：教育31亿元 is 教育支出; 发明专利 of
专利授权98件，其中发明专利12件 is 发明专利授权.
"""

from __future__ import annotations

from functools import lru_cache

from store import patterns as re
from store.figures import cues
from store.figures.bare_names import joined
from store.figures.clauses import Layout
from store.figures.names import Subjects
from store.figures.names_with_deeds import PLACE, told
from store.figures.phrases import noun_before
from store.language.tables import ending, pattern

_PART = re.compile("其中")
_LISTED = re.compile(
    r"([一-龥]{2,12}?)(?:(?:安排|情况|计划|预算|完成|项目|科目|如下|[为是]){0,3}:|中,)$|([一-龥]{2,12}价格)“[^”]{2,8}”:$"
)
_LIST = re.compile("(?<=中),|:")
_WHOLE = re.compile(r"[金费款率比度量额值数价]$|补助$|补贴$|赤字$|结余$")  # measures by themselves: 专项资金, 贷存比
_IS = re.compile("(?:则|也)?(?:为|是|达到?|约|[仅只]有?)?(?:每[年月])?")
# 茶叶产值9亿元，其中出口2亿元: not the exports of the whole place
_TRADE = frozenset("出口 内销 外销 线上 网上".split())
_MADE = re.compile("(?<=..)(?:总?产值|销售收入|销售额|产量)$")
_TOWN_OR_COUNTRY = frozenset("城市 城镇 农村 乡村".split())
_MEASURE_OF_KIND = {"weight": "产量", "money": "产值"}
_BRANCH = re.compile("(?<=..)(?:产业|行业|制造业|加工业|园区)$")
_RATE = re.compile(r"(?:比例|率|度|系数)$")
_SIBLINGS = {
    one: tuple(two for two in row.split() if two != one)
    for row in (
        "城镇 城市 农村 乡村 全体",
        "居民 职工 患者",
        "小学 初中 高中",
        "男性 女性",
        "学生 教师 家长",
        "国家级 省级 市级 县级 区级 校级",
        "昼间 夜间",
        "公办 民办",
        "户籍 常住",
    )
    for one in row.split()
}
_SIBLING = re.compile("|".join(_SIBLINGS))
_PEOPLE, _ROLES = frozenset("居民 职工 患者".split()), frozenset("居民 职工 患者 学生 教师 家长".split())
_SCHOOLS, _COUNTED_ALONE = frozenset("小学 初中 高中".split()), frozenset("个 所 家 人 名".split())
_ABOVE = re.compile("[及和]?以[上下]的?")
_OWN_LEVEL = re.compile("[省市县区乡镇](?:本级|级(?=一般公共|公共|财政|支出|收入))(?=..)")
_HAS_LEVEL = re.compile("[省市县区乡镇村]级|本级")
_LEFT = re.compile("[节结]余|结转|偿还")  # of listed items of spending none
_GROWN = frozenset(("percent", "points"))
_GRADES = frozenset("优良")
_OF_PLACE = re.compile(rf"^(?:{PLACE.pattern}|[县市区](?:[(（][^()（）]*[)）])?)")
_BETWEEN = re.compile("(?:介于|处于|保持在?|达到?|为|在)$")
_WHOLE_OF_PLACE = re.compile("率|比例|浓度|PM|指数|面积|产量|收入|总值|增加值|投资|额|均?价")
_ROW = (",", "、", ";")
_COUNTED = frozenset(("count", "score", "percent"))
_SHORT = 7  # characters of a measure that is of no owner
_MEASURED = frozenset("percent money area weight other".split())
_LONGEST, _LONGEST_CLAUSE = 16, 24
_LONGEST_VERB = 3
_LINKS = frozenset("、和与及")
_LEADS = frozenset(("", "其中", "其中:", "而", "、", "和"))
_WINDOW = 120
# 增幅最高的是柳坪县，达9%; 柳坪村最高，达9万元; 单笔最高9万元
_MOST = "最[高低大小多少快慢长短]"
_WHOSE_IS_MOST = re.compile(
    rf"(?:^|[,;。:])(?:其中,?)?([^,;。:]{{0,16}}?){_MOST}的[是为]([^,;。:]{{2,16}}),?(?:达到?|为|[仅只]有?)?$"
)
_IS_MOST = re.compile(rf"(?:^|[,;。:])(?:其中,?)?([^,;。:]{{2,16}}?){_MOST},(?:达到?|为|[仅只]有?)?$")
_WHO_IS_MOST = re.compile("[一-龥]{1,3}[县市区镇乡州旗村]|[一-龥]{2,4}(?:街道|社区|公司|企业|中学|小学|医院)")
_SINGLE = re.compile("单[笔日月户次场项]")
_OF_A_PLACE = re.compile("[县市区乡镇]")


def measured(layout: Layout, said: Subjects, of: tuple[int | None, ...]) -> None:
    """The measure of the whole, in the names of its parts."""
    for number, name in enumerate(said.names):
        part = of[number]
        if name in _TRADE and part is not None and (made := _MADE.search(said.whole(part))):
            said.wholes[number] = said.whole(part)[: made.start()] + name
        if number in said.wholes or not without_measure(name):
            whole = said.whole(part) if part is not None and number not in said.wholes else ""
            if (own := measure_of(name)) and own != measure_of(whole) and measure_of(whole).startswith(own):
                said.wholes[number] = joined(name, measure_of(whole))  # 装机容量9万千瓦，其中光伏装机2万千瓦
            continue
        if (
            other := _of_place(layout, said, number)
            or _of_most(layout, said, number)
            or _of_grade(layout, said, number)
            or _of_row(layout, said, number)
            or _of_sibling(layout, said, number)
            or _of_output(layout, said, number)
        ):
            said.wholes[number] = other
            continue
        if not 0 <= said.place(layout, number) < layout.quantities[number].start:
            earlier = next((n for n in range(number - 1, -1, -1) if said.names[n] == name), None)
            if earlier is not None and earlier in said.wholes:
                said.wholes[number] = said.wholes[earlier]
            continue
        if layout.quantities[number].kind == "percent" and "占" in layout.before(number):
            continue  # 总产值中，制造业占82%
        of_it = _whole(layout, said, number, part)
        tail = _tail(said.whole(of_it), name, said.names[of_it]) if of_it is not None else _listed(layout, number)
        if tail and of_it is not None and name in _TOWN_OR_COUNTRY:
            said.wholes[number] = joined(name, said.whole(of_it))  # 居民消费价格上涨0.2%，其中城市上涨0.1%
        elif tail and not (of_it and _is_one_of_two(layout, said, of_it, tail)):
            own_level = _HAS_LEVEL.search(name)  # 县级支出9亿元，其中乡级教育3亿元
            level = None if of_it is None or own_level else _OWN_LEVEL.match(said.whole(of_it))
            said.wholes[number] = (level.group() if level else "") + joined(name, tail)


@lru_cache(maxsize=4096)  # the same names stand in every report
def measure_of(name: str) -> str:
    """The measure in which a name ends, "" where it ends in none that parts share."""
    found = ending("names_without_owner", "shared").search(name)
    return found.group() if found else ""


def without_measure(name: str) -> bool:
    """Whether a name lacks a measure, as those of parts do."""
    return 0 < len(name) <= _LONGEST and not _WHOLE.search(name) and not measure_of(name)


def _whole(layout: Layout, said: Subjects, number: int, part_of: int | None) -> int | None:
    """The figure that this one is told to be a part of: marked as one, or a rate behind 其中."""
    quantity = layout.quantities[number]
    if part_of is not None and _alike(layout, number, part_of):
        return part_of
    if part_of is not None and quantity.kind != "percent":
        return None
    start = max(quantity.start - _WINDOW, *(layout.text.rfind(mark, 0, quantity.start) for mark in ";。"))
    marks = [mark.start() for mark in _PART.finditer(layout.text, max(0, start), quantity.front)]
    if not marks or quantity.kind != "percent":
        return None
    before = [n for n in range(number - 1, -1, -1) if start < layout.quantities[n].start < marks[-1]]
    return next((n for n in before if layout.quantities[n].kind == "percent" and said.names[n]), None)


def _of_place(layout: Layout, said: Subjects, number: int) -> str:
    """云溪县入学率 of 全市入学率93%，其中云溪县90%: what is measured of each place."""
    name, one = said.names[number], layout.quantities[number]
    if one.kind not in _MEASURED or not PLACE.fullmatch(name):
        return ""
    floor = layout.text.rfind("。", 0, one.start)
    for earlier in range(number - 1, max(-1, number - 9), -1):
        before = layout.quantities[earlier]
        if before.start < floor or before.unit != one.unit:
            return ""
        whole = said.whole(earlier)
        other = said.names[earlier] if _OF_A_PLACE.search(said.names[earlier][-1:]) else ""
        if measure := _BETWEEN.sub("", _OF_PLACE.sub("", whole.removeprefix(other))):
            if layout.is_apart(earlier, number, name) or _is_one_of_two(layout, said, earlier, measure):
                return ""
            own = _WHOLE_OF_PLACE.search(measure) and (len(whole) < _SHORT or not whole.startswith(measure))
            return name + measure if own else ""
    return ""


def _is_one_of_two(layout: Layout, said: Subjects, number: int, measure: str) -> bool:
    """Whether another measure is listed right before: 入学率93%、巩固率98%，其中云溪县90%."""
    listed = number > 0 and layout.between(number - 1, number)[:1] == "、"
    return listed and _alike(layout, number, number - 1) and not said.whole(number - 1).endswith(measure)


def _of_grade(layout: Layout, said: Subjects, number: int) -> str:
    """空气质量良天数 of 空气质量优良天数300天，其中优90天、良210天."""
    name, unit = said.names[number], layout.quantities[number].unit
    if unit != "天" or not (name in _GRADES or layout.before(number).startswith("其中")):
        return ""
    for earlier in range(number - 1, max(-1, number - 5), -1):
        whole = said.whole(earlier) if layout.quantities[earlier].unit == unit else ""
        if whole and layout.is_apart(earlier, number, name):
            return ""
        if name in _GRADES and whole.endswith("优良天数"):
            return whole.removesuffix("优良天数") + name + "天数"
        if name not in _GRADES and whole.endswith("天数") and "天数" not in name:
            return joined(name, whole)  # 污染天数9天，其中沙尘影响3天
    return ""


def _of_sibling(layout: Layout, said: Subjects, number: int) -> str:
    """职工报销比例 of 居民报销比例70%；职工84%, 农村居民收入 of 城镇居民收入4万元；农村居民2万元: what stands beside has its measure."""
    name, place, quantity = said.names[number], said.place(layout, number), layout.quantities[number]
    own = match.group() if (match := _SIBLING.match(name)) else ""
    if own == name and place >= quantity.end and number + 1 < len(said.names):
        following = said.names[number + 1]  # 3个国家级、5个省级平台
        other = next((two for two in _SIBLINGS[own] if following.startswith(two)), "")
        listed = layout.text[place + len(name) : layout.quantities[number + 1].front] in _LINKS
        return name + following.removeprefix(other) if other and listed else ""
    if not own or place < 0 or layout.before(number)[: place - layout.left[number]] not in _LEADS:
        return ""
    if not _IS.fullmatch(layout.text, place + len(name), quantity.front):
        return ""
    for earlier in range(number - 1, max(-1, number - 5), -1):
        before, whole = layout.quantities[earlier], said.whole(earlier)
        if before.unit != quantity.unit or (said.place(layout, earlier) < 0 and before.kind in _GROWN):
            if before.kind in _GROWN:
                continue
            return ""
        other = next((two for two in _SIBLINGS[own] if two in whole), "")
        if (
            not other
            or layout.is_apart(earlier, number, name)
            or (quantity.kind == "percent" and not _RATE.search(whole))
        ):
            return ""
        lead, _, trail = whole.partition(other)
        if own in _PEOPLE and lead in _TOWN_OR_COUNTRY:
            lead = ""  # 城镇职工医保参保30万人，居民20万人
        measure = _ABOVE.sub("", trail, count=1) if _ABOVE.match(trail) else trail
        shared = name.removeprefix(own)
        measure = measure[measure.find(shared) + len(shared) :] if shared in measure else ""
        alone = own in _SCHOOLS and quantity.unit in _COUNTED_ALONE
        if not trail and name == own and not alone and own not in _ROLES:
            return lead + name  # 住房面积城镇39平方米，农村48平方米
        return lead + name + measure if len(measure) > 1 and not alone else ""
    return ""


def _of_most(layout: Layout, said: Subjects, number: int) -> str:
    """柳坪县增幅 of 增幅最高的是柳坪县，达9%, 柳坪村收入 of 村收入都超过5万元，柳坪村最高，达9万元, 赔付单笔最高 of 赔付9万元，单笔最高2万元."""
    name, one, text = said.names[number], layout.quantities[number], layout.text
    before = [n for n in range(number - 1, max(-1, number - 4), -1) if layout.quantities[n].unit == one.unit]
    if _SINGLE.fullmatch(name):
        lead = layout.before(number)
        alone = not before or layout.is_apart(before[0], number) or ";" in layout.between(before[0], number)
        return "" if alone or not said.whole(before[0]) else said.whole(before[0]) + lead[lead.find(name) :]
    start = max(0, one.front - 2 * _LONGEST_CLAUSE)
    if "最" not in text[start : one.front]:
        return ""
    if (whose := _WHOSE_IS_MOST.search(text, start, one.front)) and whose[2] == name:
        measure = noun_before(layout, whose.start(1), whose.end(1))
        if not measure and before and said.whole(before[0]).startswith(said.names[before[0]]):
            measure = said.whole(before[0]).removeprefix(said.names[before[0]])  # 浓度最低的是…，为25；最高的是…
        return name + measure if measure else ""
    most = _IS_MOST.search(text, start, one.front)
    if most is None or most[1] != name or not _WHO_IS_MOST.fullmatch(name):
        return ""
    for earlier in before:
        if ";" in layout.between(earlier, number):
            return ""
        if measure := measure_of(said.whole(earlier)):
            return joined(name, measure if _OF_A_PLACE.search(said.names[earlier]) else said.names[earlier])
    return ""


def _of_output(layout: Layout, said: Subjects, number: int) -> str:
    """牛肉产量 of 猪肉产量18万吨；牛肉3万吨, 制造业利润 of 采矿业利润11亿元，增长3%；制造业28亿元: what the others of a row measure."""
    name, one = said.names[number], layout.quantities[number]
    made = {"weight": pattern("names_without_owner", "goods").fullmatch, "money": _BRANCH.search}.get(one.kind)
    if (made is None and one.kind != "percent") or not _stands_alone(layout, said, number):
        return ""
    for earlier in range(number - 1, max(-1, number - 4), -1):
        before, whole = layout.quantities[earlier], said.whole(earlier)
        if before.kind == "percent" != one.kind:
            continue
        measure = measure_of(whole) if before.unit == one.unit and _stands_alone(layout, said, earlier) else ""
        other = whole.removesuffix(measure)
        # 制造业 behind 采矿业利润; no 储备粮 behind 夏粮产量, no 国有企业 behind 企业利润
        alike = other.endswith(name[-1]) and not name.endswith(other) and one.kind != "weight"
        if measure and (alike or (name[-1] == "类" and one.kind == "percent")):
            return joined(name, measure)
        fits = measure == _MEASURE_OF_KIND.get(one.kind) and (whole != said.names[earlier] or one.kind == "weight")
        return joined(name, measure) if fits and made is not None and made(name) else ""
    return ""


def _of_row(layout: Layout, said: Subjects, number: int) -> str:
    """提名委员会会议 of 审计委员会会议7次，提名委员会3次: what the one before of its kind counts or measures."""
    name, one = said.names[number], layout.quantities[number]
    if not number or one.kind not in _COUNTED or not _stands_alone(layout, said, number):
        return ""
    before, whole = layout.quantities[number - 1], said.whole(number - 1)
    measure = measure_of(whole)
    tail = measure if whole.removesuffix(measure)[-2:] == name[-2:] and not measure_of(name) else ""
    listed = layout.between(number - 1, number).removeprefix(said.names[number - 1])[:1] in _ROW
    return name + tail if tail and listed and before.unit == one.unit and before.kind == one.kind else ""


def _stands_alone(layout: Layout, said: Subjects, number: int) -> bool:
    """Whether nothing but the name, and for a change its verb, stands in front of a figure."""
    rest = layout.before(number).removeprefix("、").removeprefix("其中").removeprefix(said.names[number])
    if layout.quantities[number].kind != "percent":
        return not rest
    verb = cues.change_verb().match(rest)
    return verb is not None and verb.end() == len(rest)


def _alike(layout: Layout, number: int, whole: int) -> bool:
    return layout.quantities[number].unit == layout.quantities[whole].unit


def _tail(whole: str, name: str, subject: str) -> str:
    """What the name of the whole ends in and that of the part lacks."""
    if whole.endswith("生产总值") and name[-1] == "业":
        return "增加值"
    if measure := measure_of(whole):
        return measure
    verb = next((whole[-size:] for size in range(_LONGEST_VERB, 1, -1) if whole[-size:] in told()), "")
    return verb if len(whole) - len(verb) > 1 and verb not in name and verb != subject else ""


def _listed(layout: Layout, number: int) -> str:
    """支出 of 重点支出安排：教育31亿元；科技9亿元."""
    text, start = layout.text, layout.quantities[number].start
    marks = [mark.start() for mark in _LIST.finditer(text, max(0, start - 4 * _WINDOW), start)]
    if not marks or "。" in text[marks[-1] : start] or _LEFT.search(layout.before(number)):
        return ""
    colon = marks[-1]
    lead = _LISTED.search(text, max(0, colon - _LONGEST), colon + 1)
    return measure_of(lead[1] or lead[2]) if lead else ""
