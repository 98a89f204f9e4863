"""Figures that share a list: 小学、中学分别提高为700元、942元 gives each of them its own subject."""

from __future__ import annotations

from dataclasses import dataclass

from store import patterns as re
from store.figures import cues
from store.figures.clauses import Layout
from store.figures.phrases import behind_last, behind_particle, noun_before, opened, strip_right

_GAP = re.compile(
    r"\s?(?:左右|以上|多)?(?:、|,|(?:和|与|及|以及)\s?(?:增加|减少|增长|下降|上升|提高|降低)?)\s?(?:约|近|超过)?(?:每[人生户亩年月日]){0,2}"
)
_USE = re.compile(r"用于|(?<=[省市县国])对")
_DISTRIBUTED = re.compile(r"分别|依次")
_ITEM = re.compile(r"、|和|(?<!参)与|以及|及")
_HEAD = re.compile(rf"{cues.SHARED_HEAD.pattern}|[数量率额值]$|投资|收入|支出|贷款|存款|消费|产值$")
_NOTHING_NEW = re.compile(r"[\s,]*+(?:同比|环比|[比较](?:上年|去年)(?:同期)?)?[\s,]*+")
_NUMERAL = re.compile(r"\d[.\d]{0,20}[倍%元]")
_WINDOW = 120
_LONGEST_ROW = 12
# 城乡居民收入分别为3万元、2万元: of the towns, and of the country.
_TOWN_AND_COUNTRY = re.compile("城乡(?=(居民|常住)?[一-龥]{2})")
_THREE_SECTORS, _SECTORS = re.compile("三次产业|一二三产业?"), ("第一产业", "第二产业", "第三产业")
_TOWNS, _RESIDENTS = ("城市", "农村"), ("城镇", "农村")
_NUMBERED = re.compile("第?[一二三四五六七八九十]")  # 一、二、三分公司
_LEVELS = frozenset("国家 国 省 市 县 区".split())
_TOTALS = frozenset("总数 总量 数量".split())
_INDICATORS = frozenset("指数 指标 数据".split())  # 四项指数同比分别下降8%、…
_TELLS_MORE = re.compile(r"[\d占]")
# 小学、初中专任教师占比分别为…, 省、市级专科分别达…: what the last item has behind one of the same kind is of all.
_OF_ONE_KIND = re.compile(
    r"小学|初中|高中|中职|幼儿园|城[镇市区]|农村|乡村|男|女|[省市县区国](?=级)|语文|数学|英语|物理|化学|生物|政治|历史|地理"
)
# 城镇和农村居民人均收入达到3万元和2万元
_PAIR = re.compile(
    r"(?:小学|初中|高中|城[镇市区]|农村|乡村|男|女)[^,;。、\d]{0,4}[和与](?:小学|初中|高中|城[镇市区]|农村|乡村|男|女)[^,;。、\d]{2,16}$"
)
# 生猪、肉羊分别出栏90万头、20万只: what is done with them is not what is counted.
_DONE_WITH = frozenset("出栏 存栏 屠宰 招生 毕业 出口 进口 生产 销售 就业 完工 竣工 开工".split())


@dataclass(frozen=True, slots=True)
class _List:
    """Items in front of as many figures, and the head that all share ("" for none): 东盟、中亚 of 东盟、中亚进出口额."""

    items: list[str]
    head: str


def distributed(layout: Layout) -> list[tuple[int, int]]:
    """Runs of quantities behind one 分别, or behind a list of as many items, as first and last index."""
    runs = []
    number = 0
    while number < len(layout.quantities):
        last = number
        while last + 1 < len(layout.quantities) and _GAP.fullmatch(layout.between(last, last + 1)):
            last += 1
        if last > number and (_DISTRIBUTED.search(layout.before(number)) or _listed(layout, number, last)):
            runs.append((number, last))
        number = last + 1
    return runs


def _listed(layout: Layout, first: int, last: int) -> bool:
    """肉、蛋、奶产量达6万吨、3万吨、1万吨: as many figures of one unit as the list in front has items."""
    before = layout.before(first)
    items = before.count("、") or len(_TOWN_AND_COUNTRY.findall(before))
    pair = not items and last - first == 1 and _PAIR.search(before) is not None
    return (
        (pair or items == last - first)
        and len({one.unit for one in layout.quantities[first : last + 1]}) == 1
        and all(layout.between(n, n + 1) in ("、和" if pair or n + 1 == last else "、") for n in range(first, last))
    )


def align(layout: Layout, first: int, last: int, found: list[str], wholes: dict[int, str]) -> None:
    """小学、中学分别提高为700元、942元: the list in front of 分别 is shared out, and the head of its last item."""
    words = layout.before(first)
    cut = _DISTRIBUTED.search(words)
    start = layout.left[first]
    if cut is None:
        alone = noun_before(layout, start, layout.quantities[first].front)
        if _town_and_country(layout, first, last, alone, found, wholes):
            return
        phrase = _phrase(layout, start, layout.quantities[first].front, last - first + 1)
        # 花生、芝麻面积增加7万亩和1万亩, but not 药品、耗材平均降价8%和9%
        loose = layout.between(last - 1, last) == "和" and "、" in layout.before(first)
        if phrase and not (loose and (not phrase.head or _TELLS_MORE.search("".join(phrase.items)))):
            _share_out(phrase, first, last, found, wholes)
            _repeat(layout, first, last, found, wholes)
        return
    own = noun_before(layout, start + cut.end(), layout.quantities[first].front)
    if own and own not in _DONE_WITH and not cues.change_verb().search(own):
        found[first : last + 1] = [own] * (last + 1 - first)
        phrase = _phrase(layout, start, start + cut.start(), last + 1 - first)
        if phrase or (phrase := _items_counted(layout, first, last + 1 - first)):
            wholes.update(
                (first + place, item + own) for place, item in enumerate(phrase.items)
            )  # 交通、能源分别完成投资…
        return
    end = start + cut.start()
    count = last - first + 1
    if _follows_as_many(layout, first, start, end, count):
        found[first : last + 1] = found[first - count : first]
        wholes.update((at, wholes[at - count]) for at in range(first, last + 1) if at - count in wholes)
        return
    if as_many := _amounts(layout, first, start, end, count) or _indicated(layout, first, start, end, count):
        for at, amount in zip(range(first, last + 1), as_many, strict=True):
            found[at] = found[amount]
            wholes.update({at: wholes[amount]} if amount in wholes else {})
        return
    phrase = _phrase(layout, start, end, count)
    if phrase is None and not (alone := noun_before(layout, start, end)):
        phrase = _previous_list(layout, start, count)
    elif phrase is None:
        if _town_and_country(layout, first, last, alone, found, wholes):
            return
        found[first : last + 1] = [alone] * count
        counted = layout.quantities[max(0, first - count) : first]
        if len(counted) == count and len({(one.kind, one.unit) for one in counted}) == 1 and counted[0].kind == "count":
            # 高血压患者31人、糖尿病患者11人，管理率分别为…
            wholes.update(
                (n, found[n - count] + alone)
                for n in range(first, last + 1)
                if found[n - count] and (alone[-1] == "率" or alone in _TOTALS)
            )
        if listed := _items_counted(layout, first, count):  # 语文、数学两科合格率分别为…
            wholes.update((first + place, item + alone) for place, item in enumerate(listed.items))
    if phrase is not None:
        _share_out(phrase, first, last, found, wholes)
        _repeat(layout, first, last, found, wholes)


def _items_counted(layout: Layout, first: int, count: int) -> _List | None:
    """语文、数学 of 语文、数学两科合格率分别为…: the list in front of its number, right before what is shared out."""
    number = layout.quantities[first - 1] if first else None
    if number is None or layout.left[first] != number.end or number.low != count:
        return None
    return _phrase(layout, layout.left[first - 1], number.front, count)


def _town_and_country(
    layout: Layout, first: int, last: int, alone: str, found: list[str], wholes: dict[int, str]
) -> bool:
    """城镇居民收入 and 农村居民收入 of 城乡居民收入分别为3万元、2万元; False where nothing of the kind stands there."""
    if (three := _THREE_SECTORS.match(alone)) and last - first + 1 == len(_SECTORS):
        found[first : last + 1] = [sector + alone[three.end() :] for sector in _SECTORS]
        return True
    both = _TOWN_AND_COUNTRY.match(alone)
    if both is None or "、" in alone or last - first + 1 != len(_TOWNS):
        return False
    found[first : last + 1] = [alone[both.end() :]] * len(_TOWNS)
    wholes.update((first + place, town + found[first]) for place, town in enumerate(_RESIDENTS if both[1] else _TOWNS))
    _repeat(layout, first, last, found, wholes)
    return True


def _follows_as_many(layout: Layout, first: int, start: int, end: int, count: int) -> bool:
    """及格率71%,优秀率25%,分别提高2和3个百分点: whether the list is that of the figures before."""
    before = layout.quantities[max(0, first - count) : first]
    # Of one kind, or as many things as stand between the last full stop and 分别: 吞吐量2亿吨、集装箱3万标箱，分别增长…
    begin = layout.behind_last(";。:", start)
    others = first > count and layout.quantities[first - count - 1].start >= begin
    changed = any(map(layout.tells_change, range(first - len(before), first)))
    mixed = len({one.kind for one in before}) > 1 and (others or changed)
    if not _NOTHING_NEW.fullmatch(layout.text, start, end) or len(before) < count or mixed:
        return False
    return not re.search("[;。]", layout.text[before[0].front : start])


def _amounts(layout: Layout, first: int, start: int, end: int, count: int) -> list[int]:
    """The amounts of 受理案件87件，审结83件，结案率95%，人均结案25件，分别上升7%、8%和5%: as many as have grown, rates aside."""
    if layout.quantities[first].kind != "percent" or not _NOTHING_NEW.fullmatch(layout.text, start, end):
        return []
    begin = layout.behind_last(";。:", start)
    before = [n for n in range(max(0, first - _LONGEST_ROW), first) if layout.quantities[n].start >= begin]
    amounts = [n for n in before if layout.quantities[n].kind not in ("percent", "points", "ratio")]
    return amounts if len(amounts) == count < len(before) else []


def _indicated(layout: Layout, first: int, start: int, end: int, count: int) -> list[int]:
    """The figures before 四项指数同比分别下降8%、11%、6%、14%: all of their part, if they are as many as it says, and no changes."""
    if first <= count or noun_before(layout, start, end) not in _INDICATORS:
        return []
    said, before = layout.quantities[first - 1], range(first - 1 - count, first - 1)
    told = said.low == count and said.end == start and layout.text[said.start - 1] == ","
    begin, one = layout.behind_last(";。:", said.start), before.start
    alone = layout.quantities[one].start >= begin and (not one or layout.quantities[one - 1].start < begin)
    return list(before) if told and alone and not any(map(layout.tells_change, before)) else []


def _repeat(layout: Layout, first: int, last: int, found: list[str], wholes: dict[int, str]) -> None:
    """…分别为7亿元、5亿元，比上年增长9%、8%: a second row of as many figures is shared out alike."""
    count = last + 1 - first
    begin, end = last + 1, last + count
    if end >= len(layout.quantities) or layout.left[begin] == layout.quantities[last].end:
        return
    if noun_before(layout, layout.left[begin], layout.quantities[begin].front):
        return
    if all(_GAP.fullmatch(layout.between(n, n + 1)) for n in range(begin, end)):
        found[begin : end + 1] = found[first : last + 1]
        if layout.quantities[begin].unit in ("%", layout.quantities[first].unit):
            wholes.update((at, wholes[at - count]) for at in range(begin, end + 1) if at - count in wholes)


def _is_of_one_kind(item: str) -> bool:
    return item in _LEVELS or _OF_ONE_KIND.fullmatch(item) is not None or _NUMBERED.fullmatch(item) is not None


def _share_out(phrase: _List, first: int, last: int, found: list[str], wholes: dict[int, str]) -> None:
    found[first : last + 1] = phrase.items
    if phrase.head:
        wholes.update((first + place, item + phrase.head) for place, item in enumerate(phrase.items))


def _previous_list(layout: Layout, start: int, count: int) -> _List | None:
    """The list of the clause before: 化学需氧量、二氧化硫排放总量首次下降，分别下降…"""
    floor = max(0, start - _WINDOW)
    before = layout.text[floor:start].rstrip(",")
    for clause in reversed(re.split(r"[,;。:]", before)[-2:]):
        begin = floor + before.rfind(clause)
        if clause and not _NUMERAL.search(clause) and (phrase := _phrase(layout, begin, begin + len(clause), count)):
            return phrase
    return None


def _phrase(layout: Layout, start: int, end: int, count: int) -> _List | None:
    text = layout.text
    for pattern in (cues.COMPARED, cues.ADVERB):
        if (match := pattern.search(text[start:end])) and match.start():
            end = start + match.start()
    end = strip_right(text, start, end)
    particle = text.rfind("的", start, end)
    if (use := _USE.search(text, start, end)) and use.end() < particle:
        # 用于科技、教育的支出分别为: what is in the list, not what is done with it.
        start, end = use.end(), particle
    items = _ITEM.split(text[start:end])
    if len(items) != count:
        items = text[start:end].split("、")
    if len(items) != count or not all(items):
        return None
    spans = []
    at = start
    for item in items:
        begin = text.index(item, at)
        at = begin + len(item)
        spans.append((begin, at))
    named: list[str] = []
    shared, partners = "", False
    for place, (begin, stop) in enumerate(spans):
        if place == 0:
            begin = opened(text, begin, stop)
            partners = text.endswith("对", start, begin)
            begin = behind_particle(text, behind_last(cues.deed(), text, begin, stop), stop)
        last = place == count - 1
        head = cues.SHARED_HEAD.search(text, begin, stop) if last else None
        kind = _NUMBERED if named and _NUMBERED.fullmatch(named[0]) else _OF_ONE_KIND
        alike = kind.match(text, begin, stop) if last and all(map(_is_of_one_kind, named)) else None
        if alike and alike.end() < stop:
            stop, shared = alike.end(), layout.sentence[alike.end() : stop]
        elif head and head.start() > begin and not _HEAD.search(text, *spans[0]):
            stop, shared = head.start(), layout.sentence[head.start() : head.end()]
            stop -= text.endswith("的", begin, stop)
        named.append(layout.sentence[begin:stop])
    if shared and all(map(_NUMBERED.fullmatch, named)):
        return _List([item + shared for item in named], "")
    if partners:  # of 对东盟、中亚出口额 the partners are not what is measured
        return _List([item + shared for item in named], "")
    return _List(named, shared)
