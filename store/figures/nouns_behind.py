"""A quantity of a layout → the noun behind it, which it counts: 教师 of 招聘223名教师并培训; "" where none stands there."""

from __future__ import annotations

from store import patterns as re
from store.figures import cues
from store.figures.clauses import Layout
from store.language.characters import IDEOGRAPH
from store.language.tables import ending, worded

_SIZES = frozenset("money area length weight other".split())
_SOULS_NAMED = frozenset("户 人 名 位 家".split())
_MEANS = frozenset("需求 建 中 外 得 过 计 多 余 整 大关 平均水平 平均值 平均数 平均".split())
_WORDS = (
    "部分",
    "公约",
    "条约",
    "合约",
    "契约",
    "节约",
    "预约",
    "签约",
    "违约",
    "学分",
    "积分",
    "信用分",
)  # which end in what is no noun
# 82个预增产值过10亿元的重大增长点
_REACHING = re.compile(r"[一-龥]{2,10}(?:超过?|过|达到?|突破|不足|在)")
_THOSE = re.compile(r"(?:以[上下内]|左右)?的(?=[一-龥]{2})")
_WITHIN = re.compile(r"(?<![初高一二三四五六七八九十\d附])中,")
# 职工保住了岗位, 稻田放了鱼苗
_DONE = worded(
    "(?<=.)(?:每[人户])?(?:(?<![下开召印签捐])[放发打买派建修换领交种养装栽喂]|(?<=..)(?:<figure_verbs.deed>|<figure_verbs.opening>"
    "|[保守留稳]住|[用住喝吃穿走考读评]上|[收拿领得签买找看学接]到|[搬住走]进|[办做建修装]成|[用修建办练养]好|[渡熬度]过"
    "|(?<![摆挣逃接感承遭签推])[破受脱签](?=了[产损伤贫困约合协])|上(?=了[市岗])"
    "|(?<=学生|职工|员工|群众|居民|村民|人民|市民|工人|教师|人员|患者|党员|干部|农户|企业|公司|学校)[一-龥]{2}))了(?!解)"
)
_ACTING = worded(
    r"([一-龥()]{0,12}?(?:企业|公司|[县市区乡镇村户]|村\(社区\)|小组|园区|学校|小学|中学|幼儿园|医院|单位|机构|合作社|社区|家庭|居民|村民|群众|党员|干部|职工))"
    r"(?:<figure_verbs.deed>|<figure_verbs.opening>)了?(?=[一-龥]{2})"
)
_TRAILS = re.compile(r"(?<=[一-龥]{2})(?:平均|包括|分别|各|全面|全部|全年|累计|(?<![初高其集附])中)$")
_LAST_OF_TRAILS = frozenset("均括别各面部年计中")
_LEVELS = frozenset("国省市县")  # 18个国、省考断面
_MAXIM = re.compile("“一.一.”")  # 为毕业生31人“一人一策”; not 9个“一村一品”示范村
_DESCRIBES = re.compile("[一-龥]{2}")
_LIST_HEAD = re.compile(r"([一-龥]{2,8})(?=[,;。)、]|$)")
_DESCRIBED = frozenset("名位个种项类")
_LONGEST = 30
# Between a figure and what it counts, in this order.
_PASSED_OVER = re.compile(
    "".join(f"(?:{words}(?=[^、和及]))?" for words in "以上 以下 以内 左右 多 的 新增 新建 现有 人民币".split())
)
_MOST_PASSED = 3  # quantities one behind the other, which no sentence has
_SEGMENT = re.compile("[^,;。:、()]*")
_DESCRIPTION = re.compile(r"[^,;。:()]{2,}?的(?=[\u4e00-\u9fff])")


def noun_behind(layout: Layout, number: int, passed: int = 0) -> str:
    """The noun behind the quantity: 大学生 of 2186名大学生发放…, behind so many quantities in front of it."""
    quantity = layout.quantities[number]
    text = layout.text
    start = quantity.end
    limit = min(len(text), start + _LONGEST)
    if number + 1 < len(layout.quantities):
        limit = min(limit, layout.quantities[number + 1].front)
        if reached := _that_reach(layout, number, start, limit):
            return reached
    if (
        text.startswith("(", start)
        and 0 < text.find(")", start, start + _LONGEST) < len(text) - 1
        and quantity.kind == "count"
    ):
        start = text.find(")", start) + 1
        limit = min(len(text), start + _LONGEST)
        limit = min([limit, *(q.start for q in layout.quantities[number + 1 : number + 9] if q.start >= start)])
    if text[start : start + 1] in "和与及、/" or _is_maxim(text, start):
        return ""
    if layout.quantities[number + 1 : number + 2] and layout.quantities[number + 1].start == start:
        return noun_behind(layout, number + 1, passed + 1) if passed < _MOST_PASSED else ""  # 3万名65岁以上老年人
    if text.startswith("级", start) and (not quantity.unit or quantity.kind in _SIZES):
        start += 1  # 500亿级产业集群, 5000吨级泊位
    if words := _PASSED_OVER.match(text, start):
        start = words.end()
    end = start
    while end < limit:
        stop = cues.STOP.search(text, end, limit)
        particle = text.find("的", end, limit)
        if particle >= 0 and (stop is None or particle < stop.start()):
            if (
                text.endswith(cues.ADJECTIVES, start, particle)
                or cues.RELATIVE.search(text[start:particle])
                or (quantity.unit in _SOULS_NAMED and cues.AFFLICTED.match(text, start, particle))
            ):
                start = end = particle + 1
                continue
            end = particle
            break
        if stop is None:
            end = limit
            break
        described = quantity.unit in _DESCRIBED and cues.RELATIVE_VERB.match(text, start, limit)
        afflicted = quantity.unit in _SOULS_NAMED and cues.AFFLICTED.match(text, start, limit)
        if stop.start() == start and (described or afflicted):
            opened = _behind_relative(text, start, limit)
            if opened > start:
                start = end = opened
                continue
        end = stop.start()
        if stop.group() == "、" and (text[start:end] in _LEVELS or _list_goes_on(layout, number, stop.end())):
            end = stop.end()
            continue
        if stop.group() == "(" and ")" in text[stop.end() : limit]:
            end = text.index(")", stop.end()) + 1
            continue
        if stop.group() == "等" and (head := _LIST_HEAD.match(text, stop.end(), limit)):
            if not cues.STOP.search(text, *head.span(1)):
                start, end = head.span(1)  # 8项节能、节水等重大项目
            break
        if stop.group() == "”" and "“" in text[start:end]:
            end = stop.end()
            continue
        break
    if number + 1 < len(layout.quantities) and _reaches(layout, end, layout.quantities[number + 1].front):
        # The next figure has a noun of its own in front: 11所小学和东张、槐埝2所中学.
        cut = re.search(r"[和与及].*$", text[start:end])
        end = start + cut.start() if cut else end
    if "“" in text[start:end] and "”" not in text[start:end]:
        closed = text.find("”", end, limit)
        end = closed + 1 if closed >= 0 else start + text[start:end].index("“")
    while (
        end > start and text[end - 1] in "和与及、共分近约达等以其在的超逾“" and not text.endswith(_WORDS, start, end)
    ):
        end -= 1
    if text[end - 1 : end] in _LAST_OF_TRAILS and (cut := _TRAILS.search(text, start, end)):
        end = cut.start()
    if text.find("了", start, end) >= 0 and (done := _DONE.search(text, start + 1, end)):
        end = done.start()
    if number + 1 < len(layout.quantities) and layout.quantities[number + 1].front == end:
        end = _before_deed(text, start, end, told=layout.quantities[number + 1].unit == layout.quantities[number].unit)
    if layout.before(number).endswith(("为", "给")) and (served := _done_for(text, start, end)):
        end = served  # 为62所学校更新灯具
    if counted := cues.COUNTED_FIRST.match(text[start:end]):
        end = start + counted.end(counted.lastindex or 0)
    if (
        text.startswith("中", end - 1)
        and text[end - 2] not in "初高"
        and ("在" in layout.before(number) or _WITHIN.search(text, start, end + 1))
    ):
        end -= 1  # 在监测的20个城市中; 156个重点项目中，…
    if text[start:end] in _MEANS or not IDEOGRAPH.search(text, start, end):
        return ""
    return layout.sentence[start:end]


def _is_maxim(text: str, start: int) -> bool:
    """Whether a maxim stands there that describes nothing behind it: 毕业生31人“一人一策”制定方案."""
    maxim = _MAXIM.match(text, start)
    return maxim is not None and (
        not _DESCRIBES.match(text, maxim.end()) or cues.deed().match(text, maxim.end()) is not None
    )


def _that_reach(layout: Layout, number: int, start: int, end: int) -> str:
    """重大增长点 of 82个预增产值过10亿元的重大增长点: what is counted has the measure of the next figure."""
    if layout.quantities[number].kind != "count" or not _REACHING.fullmatch(layout.text, start, end):
        return ""
    those = _THOSE.match(layout.text, layout.quantities[number + 1].end)
    if those is None:
        return ""
    stop = cues.STOP.search(layout.text, those.end(), those.end() + _LONGEST)
    return layout.sentence[those.end() : stop.start()] if stop else ""


def _before_deed(text: str, start: int, end: int, *, told: bool) -> int:
    """Where the noun ends in front of what it does, which the next figure counts: 村 of 236个村设置卡点518处."""
    if acting := _ACTING.match(text, start, end):
        return end if cues.COMPOUND.match(text, acting.end(), end) else acting.end(1)
    verb = ending("figure_verbs", "deed", "opening").search(text, start + 2, end) if told else None
    return verb.start() if verb else end  # 17件信访件办结16件


def _done_for(text: str, start: int, end: int) -> int:
    """Where the verb begins that tells what is done for those counted; 0 where there is none."""
    for verbs in (cues.deed(), cues.opening()):
        verb = verbs.search(text, start + 2, end)
        if verb and verb.end() < end and not cues.COMPOUND.match(text, verb.end(), end):
            return verb.start()
    return 0


def is_label(layout: Layout, number: int, tail: str) -> bool:
    """Whether what follows a figure names the next one, as this one has been named."""
    quantity = layout.quantities[number]
    end = quantity.end + len(tail)
    return layout.text[end : end + 1] == ":" and layout.text[: quantity.front].rstrip().endswith(":")


def _behind_relative(text: str, start: int, limit: int) -> int:
    """Behind the 的 that ends the description at ``start``; ``start`` where there is none in this clause."""
    match = _DESCRIPTION.match(text, start, limit)
    return match.end() if match else start


def _reaches(layout: Layout, end: int, following: int) -> bool:
    """Whether what stands between the noun and the next figure is still the list that the noun is in."""
    between = layout.text[end:following]
    return not between or (between[0] == "、" and not re.search(r"[,;。:()]", between))


def _list_goes_on(layout: Layout, number: int, start: int) -> bool:
    """Whether another noun follows 、, not another figure with its own noun."""
    segment = _SEGMENT.match(layout.text, start)
    end = segment.end() if segment else start
    following = layout.quantities[number + 1].front if number + 1 < len(layout.quantities) else len(layout.text)
    if following < end:  # 40座水库、水闸和9条渠: the last noun before the next figure
        return bool(re.fullmatch(r"[^,;。:、()]{2,}[和与及]", layout.text[start:following]))
    return following > end > start
