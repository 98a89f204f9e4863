"""A layout → what each of its quantities counts or measures, in the sentence's words.

The noun behind a measure word (223名教师), else the noun in front (教育费附加10500万元), else what the figure before
was about (…142人，比上年增加31人). Lists with 分别 are aligned to what they belong to.
"""

from __future__ import annotations

from store import patterns as re
from store.figures import cues
from store.figures.clauses import Layout
from store.figures.distributed import align, distributed
from store.figures.names import Subjects
from store.figures.nouns_behind import is_label, noun_behind
from store.figures.phrases import EMPTY, noun_before, strip_left, strip_right
from store.figures.subjects_before import (
    BOUND_LEFT,
    MEASURES,
    SOULS,
    inherited,
    noun_of_clauses_before,
    of_other_kind,
)
from store.language.characters import IDEOGRAPH
from store.language.tables import ending
from store.language.units import units

_RAISED = re.compile("(?:增加|提高)[^到至为]")  # 五年增加38家
_SPANS = frozenset(("年", "个月"))
_LASTS = re.compile("延长|缩短|压缩|(?:连续|[期限龄制])$")  # 保修期三年增加投入3万元
_NO_DEED = re.compile(r"(?:缩短|压缩|延长|上?涨|下?跌)[到至为]?$|达到|超过|可以|应当|力求|[仅只约]$")
_DEED = re.compile(r"(?!以|左右|上下|多|余|的|和|与|及)[\u4e00-\u9fff]{2,12}(?=[,;。]|$)")
_DEED_ALONE = re.compile(r"(?<=年)(?:受理|审结|办结|执结|结案|立案|破获|查处|起诉|救助|培训|招聘|化解|整改)$")
_BEFORE_RATE = frozenset("的左以")
_NO_NOUNS = frozenset("次管单只正均按")
# 研发经费支出4亿元，与地区生产总值之比为1.7%
_RATIO_TO = re.compile("(与([^,;。]{2,14})之比)(?:为|是|达到?|约)?")
_WON = re.compile("在?([^在]{2,24}[赛展])中(?:荣?获得?|夺得?)(.{2,12})")
_REACHES = re.compile(r"(惠及|受益)(?:近|约|超|逾|超过)?$")
_AIMS = frozenset("办法 目标 速度 水平 要求 幅度 标准 比例".split())
_OTHER_TIME = re.compile(r"的|期间")
_YEARS = re.compile(r"[\d一二三四五六七八九〇○零和、年至到-]*")
# 600分以上87人: those are counted who reach the figure before.
_LIMITED = re.compile(r"(及?以[上下内])的?")
# 收入预算12亿元，实际完成13亿元，为预算的108%
_PLANNED = re.compile("(?<=..)(?:年初|年度|调整)?(?:预算|计划|目标|任务)数?$")
_LAST_OF_PLANS = frozenset("算划标务数")
_FULFILLED = re.compile(
    ",?(?:(?:全年|实际|累计){0,2}(?:完成|实现|执行)|[^,;。]{0,6}[为是]?(?:预算|计划|目标|任务)数?的)"
)
# 按每生每年1250元的标准拨付公用经费
_LIMITS = ("以上", "以下")
_AGES = frozenset("岁 周岁".split())
_PARTS_WITHIN = re.compile("(?:及?以[上下])的?(?:不?[低高少多]于|不足|达到?|超过?|为)?")
_HOW_MUCH = re.compile("(?:依然|仍然?|总体)?(?:处于?|居)?(?:高位|偏[高大低多]|较[高大多]|最多|突出|(?:一业)?独大)$")
# 班车由每天4趟加到7趟: how it came from the one to the other names neither
_FROM = re.compile("[由从][^,;。]{0,8}$")
_ONWARD = re.compile("[一-龥]{1,3}[到至]")
# 1687个行政村建劝导站1523个; not 建档立卡户, which are counted
_BEGINS_WITH_BUILT = re.compile("建(?:档立卡|[制行管材投国党])")
_SETS_UP = re.compile(rf"(?!{_BEGINS_WITH_BUILT.pattern})[建设配](?![设备筑置成立])(?=..)")
_BY_STANDARD = re.compile(
    r"的标准[^,;。]{0,4}?(?:拨付|发放|补助|给予|下达|安排|支付|缴纳|收取)([一-龥]{2,12})(?=[,;。]|$)"
)
_FOR_EACH = re.compile(r"按照?(?:每[人生户亩年月天日村校班床]){0,3}$")
_BECOMES = re.compile("通(?![知信用])|留(?![学守])|.*化$")  # 自然村90%通硬化路, 公交车100%新能源化
_BODIES = re.compile(r"(?:企业|公司|[县市区乡镇村]|园区|农?户|省份)$")
_OF_BODIES = re.compile(r"[\u4e00-\u9fff]{0,8}(?:收入|产值|支出|利润|总值|产量|面积|招生)")
_GROWTH = frozenset("增速 增幅 涨幅 降幅 增长率".split())
_CHANGED = frozenset("增收 减收 多收 少收 增支 减支".split())
_TAKEN = re.compile("(?:.*(?:收入|(?<![退减免])税|基金)[增减多少]收|.*支出[增减]支)")
_ENDS_TIME = (*"左以多余后和与及至到降减压缩延下上升变扩涨", "增加", "增至", "提高")
_SHARE = re.compile(r"(?<!(?<!研究|事务|派出|卫生|税务|司法)所)占(?!比|地|补平衡)|^占(?=地[区方])")
_OF_THE_PLACE = re.compile("占地[区方].*")  # 工业占地区生产总值的三成，占地方收入的两成
_BARE_SHARE = re.compile(r"(?:及?以[上下内])?[\s、]?(?:占比|比重|比例)(?:为|达到?|超过?|提高到|升至|降至|近|约)?$")
_OF_SHARE = re.compile(r"的?(?:比例|比重|份额)$")
_USED_FOR = re.compile(r"(?:左右|以上|多)?将?(?:用于|用作|来自|投向|属于)([^,;。:()、]{2,12})")
_JOINED = re.compile(r"(?:和|及|与)(?:每[人年月生]|近|约)?$")
_LEVEL = tuple("率 比重 比例 占比 度 水平 增长 提高 下降 降低 减少 增加 达 到 为 是 在 至 了 近 约 超过 于".split())
_EARLIER_MEASURE = re.compile(
    r"[比较](?:\d{4}|一九..|上|去|前)年的?+(?!同期|预计|实际|平均|完成数|决算|年初|预算|计划)([\u4e00-\u9fff]{3,8}?)(?<![压净])(?:将|也|又)?(?:[压净]?[增减]|提高|下降|上升|降低)"
)


def subjects(layout: Layout, changes: tuple[str | None, ...]) -> Subjects:
    """What each quantity counts or measures."""
    found = Subjects()
    for number in range(len(layout.quantities)):
        found.names.append(_subject(layout, number, changes, found))
    for number, name in enumerate(found.names):
        if "中" in name and (won := _WON.fullmatch(name)):  # 在技能大赛中获金奖2枚
            found.names[number] = won[2]
            found.wholes[number] = won[1] + won[2]
    for first, last in distributed(layout):
        align(layout, first, last, found.names, found.wholes)
    return found


def _subject(layout: Layout, number: int, changes: tuple[str | None, ...], said: Subjects) -> str:
    found = said.names
    quantity = layout.quantities[number]
    if quantity.kind == "duration" and _goes_on(layout, number):
        return ""
    if number and _moves(layout, number - 1) and found[number - 1]:
        return found[number - 1]
    tail = "" if _moves(layout, number) else noun_behind(layout, number)
    behind = layout.text[quantity.end : quantity.end + 1]
    if behind in _BEFORE_RATE and (rate := cues.RATE_NAMED.match(layout.text, quantity.end)):
        return layout.sentence[rate.start(1) : rate.end(1)]
    if (standard := _BY_STANDARD.match(layout.text, quantity.end)) and _FOR_EACH.search(layout.before(number)):
        return layout.sentence[standard.start(1) : standard.end(1)]
    if (
        number
        and layout.left[number] == layout.quantities[number - 1].end
        and quantity.unit != layout.quantities[number - 1].unit
        and (limited := _LIMITED.fullmatch(layout.before(number)))
    ):
        before = layout.quantities[number - 1]
        return layout.sentence[before.start : before.end + limited.end(1)]
    if tail.endswith("率") and quantity.kind == "length" and layout.text.startswith(tail, quantity.end):
        return ""  # 百万公里事故率1起
    share = _SHARE.search(layout.before(number)) or _BARE_SHARE.match(layout.before(number))
    if share and layout.is_share(number):
        begin = layout.left[number] + share.start()
        head = noun_before(layout, layout.left[number], begin)
        whole = whole_of_share(layout, layout.left[number] + share.end(), quantity.front)
        if not head and not tail and not whole:
            # 护理型床位600张、占50%: the share is that of the figure before.
            limit = _limited(layout, number)
            head = limit or noun_of_clauses_before(layout, number) or (found[number - 1] if number else "")
            people = found[number - 1].removesuffix("平均年龄") if limit and head == limit else ""
            if people.endswith("人口") or ending("names_without_owner", "people").search(people):
                head += people  # 人口占…，60岁及以上占21%
            said.wholes[number] = f"{head}占比" if head else ""
        elif not head and not tail:
            # 恢复耕地任务6270亩，占市下达任务的104.5%
            part = found[number - 1] if _is_part(layout, number, whole) else ""
            if part and said.whole(number - 1).endswith(f"占{part}"):
                part = said.whole(number - 1).removesuffix(f"占{part}")  # 办理案件80件，占总数的20%，占民事案件的5%
            if not part and not (number and layout.clause[number] <= layout.quantities[number - 1].end + 1):
                part = _HOW_MUCH.sub("", noun_of_clauses_before(layout, number))  # 诈骗案发案偏多，占全部案件的27%
                part = part if len(part) > 1 else ""
            part = "" if part.startswith("占") else _OF_THE_PLACE.sub("", part)
            said.wholes[number] = f"{part}占{whole}"
        return head or tail or whole
    if people := _share_within(layout, number, found):
        limit = _limited(layout, number)
        said.wholes[number] = f"{limit}{people}占比"
        return limit
    if tail in _NO_NOUNS or (tail and is_label(layout, number, tail)):
        tail = ""  # 体温：37.5°C脉搏：158次
    direct = not layout.text.startswith(("的", "以内的", "以下的", "以上的", "左右的"), quantity.end)
    if tail and quantity.kind == "count" and direct:
        return tail
    if tail and layout.is_share(number) and _shares_out(layout, number, tail, changes):
        head = noun_before(layout, layout.left[number], quantity.front) if _BECOMES.match(tail) else ""
        if head and layout.sentence.endswith(head, layout.left[number], quantity.front):
            said.wholes[number] = head + tail  # 自然村90%通硬化路
        return tail
    if not tail and _is_noun(quantity.unit) and (verb := _raw(layout, number)):
        return verb
    head = noun_before(layout, layout.left[number], quantity.front) or _measure_compared(layout, number)
    grown = {"percent"} if quantity.kind == "points" else {"count", *MEASURES}
    if head in _CHANGED and number and _TAKEN.fullmatch(found[number - 1] + head):
        head = ""  # 契税80万元，增收5万元
    if head in _GROWTH and number and layout.quantities[number - 1].kind in grown:
        head = ""  # 工资8.6万元，增幅7%; 增长8%，增速高于城镇居民2个百分点
    adjacent = number > 0 and layout.left[number] == layout.quantities[number - 1].end
    if adjacent and of_other_kind(layout, number) and layout.before(number) == head == found[number - 1]:
        return _reached(layout, number)  # 惠及3个村2100人: the people are not villages
    if number and "之比" in layout.before(number) and (ratio := _RATIO_TO.fullmatch(layout.before(number))):
        said.wholes[number] = found[number - 1] + ratio[1]
        return ratio[2]
    head = _without_counted(layout, number, head, found) or _before_duration(layout, number)
    if head and not tail and quantity.unit in SOULS and (deed := _REACHES.search(layout.before(number))):
        # 更新改造惠及39万人: those whom it reaches are counted, not the undertakings.
        begin = layout.sentence.find(head, layout.left[number])
        return layout.sentence[begin : layout.left[number] + deed.end(1)] if begin >= 0 else head
    # 新建改造35千伏线路, but 投入3万元改造线路
    limits = layout.text.startswith(_LIMITS, quantity.end)  # 签约亿元以上项目9个
    acts = (quantity.kind != "money" or limits) and cues.opening().fullmatch(head)
    if head and not (tail and (acts or _JOINED.search(layout.before(number)) or _takes_object(layout, number))):
        return head
    if tail:
        return tail
    if layout.is_share(number) and (use := _USED_FOR.match(layout.text, quantity.end)):
        return layout.sentence[use.start(1) : use.end(1)]
    if adjacent and not layout.before(number) and {quantity.unit, layout.quantities[number - 1].unit} <= SOULS:
        return found[number - 1] or _deed(layout, number)  # 监测对象37户105人全部脱贫
    souls = quantity.kind == "count" and quantity.unit in ("人", "名", "位") and changes[number] is None
    if souls and layout.text[layout.clause[number] - 1] == ";" and (verb := _raw(layout, number)):
        return verb  # 教师90名，其中硕士6名；通过技能认定9人
    earlier = _deed(layout, number) or inherited(layout, number, changes, said)
    if earlier[-1:] in _LAST_OF_PLANS and _FULFILLED.fullmatch(layout.before(number)):
        earlier = _PLANNED.sub("", earlier)
    return earlier or _raw(layout, number)


def _moves(layout: Layout, number: int) -> bool:
    """Whether a figure is where a change began that is told up to the next one."""
    if number + 1 == len(layout.quantities) or not _ONWARD.fullmatch(layout.between(number, number + 1)):
        return False
    return _FROM.search(layout.before(number)) is not None


def _limited(layout: Layout, number: int) -> str:
    """50岁以上 of 50岁以上占比达58%."""
    within = _LIMITED.match(layout.before(number))
    if not within or not number or layout.left[number] != layout.quantities[number - 1].end:
        return ""
    begin, left = layout.quantities[number - 1].start, layout.left[number - 1]
    what = noun_before(layout, left, begin) if number > 1 or left < begin else ""
    begin -= len(what) if layout.sentence.endswith(what, left, begin) else 0
    return layout.sentence[begin : layout.left[number] + within.end(1)]


def _share_within(layout: Layout, number: int, found: list[str]) -> str:
    """教师 of 教师90人，其中35岁以下不低于50%: whose share is told of those of an age."""
    if not number or not layout.is_share(number) or layout.quantities[number - 1].unit not in _AGES:
        return ""
    people = _PARTS_WITHIN.fullmatch(layout.before(number))
    noun = found[number - 1] if ending("names_without_owner", "people").search(found[number - 1]) else ""
    return noun if people else ""


def _reached(layout: Layout, number: int) -> str:
    """安全饮水工程惠及 of 安全饮水工程惠及3个村2100人."""
    deed, left = _REACHES.search(layout.before(number - 1)), layout.left[number - 1]
    noun = noun_before(layout, left, left + deed.start()) if deed else ""
    return layout.sentence[left + deed.start() - len(noun) : left + deed.end(1)] if deed and noun else ""


def _goes_on(layout: Layout, number: int) -> bool:
    """Whether a length of time only says how long something took or lasts, which is told behind it: 企业五年投入, 三年间."""
    quantity = layout.quantities[number]
    following = layout.text[quantity.end :][:3]
    before = layout.before(number)
    if (
        following[:2] == "多来"
        or (_RAISED.fullmatch(following) and quantity.unit in _SPANS and not _LASTS.search(before))
        or (before.endswith("的") and not before.endswith(("年的", "由原来的", "从原来的")))
    ):
        return True  # 改革持续深化的五年
    return bool(IDEOGRAPH.match(following)) and not following.startswith(_ENDS_TIME)


def _is_part(layout: Layout, number: int, whole: str) -> bool:
    """Whether the figure before may be the part whose share of a whole is told: in its sentence, and no sum of things."""
    if not number or layout.bracket[number]:
        return False
    before = layout.quantities[number - 1]
    if before.kind == "percent" and number > 1 and ";" not in layout.between(number - 2, number):
        before = layout.quantities[number - 2]  # 产值41亿元，增长3.3%，占…
    apart = any(mark in layout.text[before.end : layout.quantities[number].start] for mark in ";。")
    return not apart and (before.kind == "percent" or (before.kind == "money") is (_SUM.search(whole) is not None))


_SUM = re.compile(
    r"(?:收入|营收|支出|资金|投资|[总余金数]额|预算|任务|计划|经费|产值|税收|增加值|GDP|总[量值]|贷款|债务|费|资产|财力|成本)的?$"
)


def whole_of_share(layout: Layout, start: int, end: int) -> str:
    """床位总数 of 占全县床位总数的比例为50%."""
    end = strip_right(layout.text, start, end)
    start = strip_left(layout.text, start, end)
    return _OF_SHARE.sub("", layout.sentence[start:end])


def _shares_out(layout: Layout, number: int, tail: str, changes: tuple[str | None, ...]) -> bool:
    """Whether the share is one of the noun behind it: 32%的校长, 削减了20%的机构; not 达到85%的目标."""
    before = layout.before(number)
    if not before.removesuffix("" if changes[number] else "了").endswith(_LEVEL):
        return True  # 审结了61%的案件; but 达到了85%的目标
    return bool(changes[number]) and layout.text.startswith("的", layout.quantities[number].end) and tail not in _AIMS


def _without_counted(layout: Layout, number: int, head: str, found: list[str]) -> str:
    """主营业务收入 of 40家企业主营业务收入超10亿元: the businesses are what the figure before counts."""
    if not number or layout.quantities[number - 1].kind != "count":
        return head
    end, counted = layout.quantities[number - 1].end, found[number - 1]
    if not counted or not head.startswith(counted) or not layout.sentence.startswith(head, end):
        return head
    rest = head[len(counted) :]
    if rest[:1] == "、" and len(rest) > 1:
        return rest[1:]  # 建成7个育苗棚、总面积3亩
    if (deed := cues.deed().match(rest) or cues.opening().match(rest) or _SETS_UP.match(rest)) and len(
        rest
    ) - deed.end() > 1:
        return head if deed.group()[-1] in "获得" else rest[deed.end() :]  # 为846名农民工追回欠薪173万元
    if _BEGINS_WITH_BUILT.match(rest):
        return rest
    if not _BODIES.search(counted):
        return head
    return rest if _OF_BODIES.fullmatch(rest) else head


def _before_duration(layout: Layout, number: int) -> str:
    """煤矿产量在七年间平均每年增长…: the noun in front of the length of time that the figure is about."""
    if not number or layout.quantities[number - 1].kind != "duration":
        return ""
    if layout.clause[number - 1] != layout.clause[number] or _OTHER_TIME.search(layout.before(number)):
        return ""
    noun = noun_before(layout, layout.left[number - 1], layout.quantities[number - 1].front)
    return "" if _YEARS.fullmatch(noun) else noun


def _takes_object(layout: Layout, number: int) -> bool:
    """Whether the figure is the object of a verb, so that its noun follows: 取消了30亿元的附加税, 剩余的100亩土地."""
    start = layout.left[number]
    words = layout.text[start : strip_right(layout.text, start, layout.quantities[number].front)]
    return any(match.end() == len(words) for match in cues.acted_on().finditer(words)) or (
        layout.quantities[number].kind in ("area", "length", "weight") and layout.before(number).endswith("的")
    )


def _deed(layout: Layout, number: int) -> str:
    """What people do, where they are not named: 12万人参保."""
    quantity = layout.quantities[number]
    if (
        quantity.unit in SOULS
        and layout.quantities[number + 1 : number + 2]
        and layout.between(number, number + 1) == "、"
    ):
        return _deed(layout, number + 1)  # 4户、9人实现脱贫
    deed = _DEED.match(layout.text, quantity.end) if quantity.unit in ("人", "名", "位") else None
    return layout.sentence[quantity.end : deed.end()].removeprefix("实现") if deed else ""


def _measure_compared(layout: Layout, number: int) -> str:
    """铺轨里数 of 比1955年铺轨里数增加62%: what is compared is named with the earlier year."""
    match = _EARLIER_MEASURE.search(layout.text, layout.left[number], layout.quantities[number].front)
    return layout.sentence[match.start(1) : match.end(1)] if match else ""


def _raw(layout: Layout, number: int) -> str:
    """The verb itself, where there is no noun: 下辖2镇."""
    words = layout.before(number).strip(" ,、的了内")
    if alone := _DEED_ALONE.search(words):
        return alone.group()  # 2022年受理8013件
    if (
        words.startswith(("比", "较"))
        or words in EMPTY
        or cues.change_verb().search(words)
        or _NO_DEED.search(words)
        or BOUND_LEFT.fullmatch(words)
    ):
        return ""
    return (
        layout.sentence[layout.left[number] : layout.quantities[number].front].strip(" ,，、的了内")
        if 1 < len(words) < 12 and not re.search(r"[\d年]", words)
        else ""
    )


def _is_noun(name: str | None) -> bool:
    """Whether things of this name are counted without a measure word: 2镇7乡."""
    unit = units().get(name or "")
    return unit is not None and unit.noun
