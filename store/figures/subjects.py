"""A layout → what each of its quantities counts or measures, in the sentence's words.

The noun behind a measure word (223名教师), else the noun in front (教育费附加10500万元), else what the figure before
was about (…142人，比上年增加31人). Lists with 分别 are aligned to what they belong to.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from store import patterns as re
from store.figures import cues
from store.figures.clauses import Layout
from store.figures.distributed import align, distributed
from store.figures.phrases import EMPTY, noun_before, strip_left, strip_right
from store.language.characters import IDEOGRAPH
from store.language.units import units

_RAISED = re.compile("(?:增加|提高)[^到至为]")  # 五年增加38家
_SPANS = frozenset(("年", "个月"))
_LASTS = re.compile("延长|缩短|压缩|(?:连续|[期限龄制])$")  # 保修期三年增加投入3万元
_NO_DEED = re.compile(r"(?:缩短|压缩|延长|上?涨|下?跌)[到至为]?$|达到|超过|可以|应当|力求|[仅只约]$")
_DEED = re.compile(r"(?!以|左右|上下|多|余|的|和|与|及)[\u4e00-\u9fff]{2,12}(?=[,;。]|$)")
_PEOPLE = frozenset("人 名 位 人次 员".split())
_MEASURES = frozenset("money area length weight".split())
_EXTENTS = frozenset("area length weight".split())
_SIZES = _MEASURES | {"other"}
_SOULS = frozenset("户 人".split())
_OTHER_UNIT = re.compile(r"\([一-龥]{1,2}\)")  # 7600套（间）
_DEED_ALONE = re.compile(r"(?<=年)(?:受理|审结|办结|执结|结案|立案|破获|查处|起诉|救助|培训|招聘|化解|整改)$")
_ALONE = re.compile("[、,]?(?:总?共有?|[总合共]计)?")
_BEFORE_RATE = frozenset("的左以")
_NO_NOUNS = frozenset("次管单只正均按")
_OF_AGE = frozenset("人口 职工 教师 干部 党员".split())
# 研发经费支出4亿元，与地区生产总值之比为1.7%
_RATIO_TO = re.compile("(与([^,;。]{2,14})之比)(?:为|是|达到?|约)?")
_WON = re.compile("在?([^在]{2,24}[赛展])中(?:荣?获得?|夺得?)(.{2,12})")
_SOULS_NAMED = frozenset("户 人 名 位 家".split())
_REACHES = re.compile(r"(惠及|受益)(?:近|约|超|逾|超过)?$")
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
_AIMS = frozenset("办法 目标 速度 水平 要求 幅度 标准 比例".split())
_OTHER_TIME = re.compile(r"的|期间")
_YEARS = re.compile(r"[\d一二三四五六七八九〇○零和、年至到-]*")
# 600分以上87人: those are counted who reach the figure before.
_LIMITED = re.compile(r"(及?以[上下内])的?")
_LIMIT = re.compile(r"\d.*以[上下内]")
_BOUND_LEFT = re.compile(r"(?:左右|以上|以下|以内|上下)+")
_ONLY_HAVE = re.compile(r"\s*(?:也|还|只)?有\s*")
# 按每生每年1250元的标准拨付公用经费
_BY_STANDARD = re.compile(
    r"的标准[^,;。]{0,4}?(?:拨付|发放|补助|给予|下达|安排|支付|缴纳|收取)([一-龥]{2,12})(?=[,;。]|$)"
)
_FOR_EACH = re.compile(r"按照?(?:每[人生户亩年月天日村校班床]){0,3}$")
# 82个预增产值过10亿元的重大增长点
_REACHING = re.compile(r"[一-龥]{2,10}(?:超过?|过|达到?|突破|不足|在)")
_THOSE = re.compile(r"(?:以[上下内]|左右)?的(?=[一-龥]{2})")
_WITHIN = re.compile(r"(?<![初高一二三四五六七八九十\d附])中,")
_BODIES = re.compile(r"(?:企业|公司|[县市区乡镇村]|园区|农?户|省份)$")
_OF_BODIES = re.compile(r"[\u4e00-\u9fff]{0,8}(?:收入|产值|支出|利润|总值|产量|面积|招生)")
_GROWTH = frozenset("增速 增幅 涨幅 降幅 增长率".split())
_REVENUES = tuple("收入 税 费 支出 基金 款".split())
_RELATIVE = frozenset("percent points multiple".split())
_RANKED = re.compile("[^,;。]{0,8}第")  # 居9个县第3位，前移2位
_TAKEN = frozenset("增收 减收 多收 少收 增支 减支".split())
# 职工保住了岗位, 稻田放了鱼苗
_PERFECT = re.compile(
    "(?<=.)(?:(?:每[人户])?(?<![下开召印签捐])[放发打买派建修换领交种养装栽领喂]|(?<=..)[一-龥]{2})了(?!解)"
)
_TRAILS = re.compile(r"(?<=[一-龥]{2})(?:平均|包括|分别|各|全面|全部|全年|累计|(?<![初高其集附])中)$")
_LAST_OF_TRAILS = frozenset("均括别各面部年计中")
_LIST_HEAD = re.compile(r"([一-龥]{2,8})(?=[,;。)、]|$)")
_SOURCE = re.compile(r"据[^,;。]{0,24}(?:统计|调查|测算|估算|估计|反映|报告|普查),$")
_CLAUSE = re.compile(r"[^,;。:]+")
_DESCRIBED = frozenset("名位个种项类")
_CLAUSES_BACK = 3
_FIGURES_BACK = 24
_LONGEST = 30
# Between a figure and what it counts, in this order.
_PASSED_OVER = re.compile(
    "".join(f"(?:{words}(?=[^、和及]))?" for words in "以上 以下 以内 左右 多 的 新增 新建 现有 人民币".split())
)
_MOST_PASSED = 3  # quantities one behind the other, which no sentence has
_WINDOW = 120
_DESCRIPTIONS = 14  # characters of what is told of people in front of their noun
_DESCRIPTION = re.compile(r"[^,;。:()]{2,}?的(?=[\u4e00-\u9fff])")
_ENDS_TIME = (*"左以多余后和与及至到降减压缩延下上升变扩涨", "增加", "增至", "提高")
_SHARE = re.compile(r"(?<!(?<!研究|事务|派出|卫生|税务|司法)所)占(?!比|地)|^占(?=地[区方])")
_OF_THE_PLACE = re.compile("占地[区方].*")  # 工业占地区生产总值的三成，占地方收入的两成
_BARE_SHARE = re.compile(r"(?:及?以[上下内])?[\s、]?(?:占比|比重|比例)(?:为|达到?|超过?|提高到|升至|降至|近|约)?$")
_OF_SHARE = re.compile(r"的?(?:比例|比重|份额)$")
_USED_FOR = re.compile(r"(?:左右|以上|多)?将?(?:用于|用作|来自|投向|属于)([^,;。:()、]{2,12})")
_JOINED = re.compile(r"(?:和|及|与)(?:每[人年月生]|近|约)?$")
_LEVEL = tuple("率 比重 比例 占比 度 水平 增长 提高 下降 降低 减少 增加 达 到 为 是 在 至 了 近 约 超过 于".split())
_EARLIER_MEASURE = re.compile(
    r"[比较](?:\d{4}|一九..|上|去|前)年的?+(?!同期|预计|实际|平均|完成数|决算)([\u4e00-\u9fff]{3,8}?)(?<![压净])(?:将|也|又)?(?:[压净]?[增减]|提高|下降|上升|降低)"
)


@dataclass(frozen=True, slots=True)
class Subjects:
    """One subject for each quantity, "" where the sentence gives none.

    ``wholes`` are the names of what is measured where the subject alone says too little: 占床位总数 of 床位总数, the head
    that the items of a list share.
    """

    names: list[str] = field(default_factory=list)
    wholes: dict[int, str] = field(default_factory=dict)
    _places: dict[int, int] = field(default_factory=dict)

    def whole(self, number: int) -> str:
        """What is measured by a quantity, by its full name."""
        return self.wholes.get(number, self.names[number])

    def place(self, layout: Layout, number: int) -> int:
        """Where the name stands in front of the figure, or right behind it; -1 where an earlier figure has it."""
        if number not in self._places:  # all who complete names ask for it
            self._places[number] = self._place(layout, number)
        return self._places[number]

    def _place(self, layout: Layout, number: int) -> int:
        quantity, left, name = layout.quantities[number], layout.left[number], self.names[number]
        if quantity.kind == "percent" and (share := layout.before(number).find(f"{name}占")) >= 0:
            return left + share
        found = layout.sentence.rfind(name, left, quantity.front)
        reach = _DESCRIPTIONS if cues.AFFLICTED.match(layout.text, quantity.end) else 3
        return found if found >= 0 else layout.sentence.find(name, quantity.end, quantity.end + len(name) + reach)


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
    tail = _tail(layout, number)
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
    share = _SHARE.search(layout.before(number)) or _BARE_SHARE.match(layout.before(number))
    if share and _is_share(layout, number):
        begin = layout.left[number] + share.start()
        head = noun_before(layout, layout.left[number], begin)
        whole = whole_of_share(layout, layout.left[number] + share.end(), quantity.front)
        if not head and not tail and not whole:
            # 护理型床位600张、占50%: the share is that of the figure before.
            limit = _limited(layout, number)
            head = limit or _noun_of_clauses_before(layout, number) or (found[number - 1] if number else "")
            if limit and head == limit and found[number - 1] in _OF_AGE:
                head += found[number - 1]  # 人口占…，60岁及以上占21%
            said.wholes[number] = f"{head}占比" if head else ""
        elif not head and not tail:
            # 恢复耕地任务6270亩，占市下达任务的104.5%
            part = found[number - 1] if _is_part(layout, number, whole) else ""
            if part and said.whole(number - 1).endswith(f"占{part}"):
                part = said.whole(number - 1).removesuffix(f"占{part}")  # 办理案件80件，占总数的20%，占民事案件的5%
            part = "" if part.startswith("占") else _OF_THE_PLACE.sub("", part)
            said.wholes[number] = f"{part}占{whole}"
        return head or tail or whole
    if tail in _NO_NOUNS or (tail and _is_label(layout, number, tail)):
        tail = ""  # 体温：37.5°C脉搏：158次
    direct = not layout.text.startswith(("的", "以内的", "以下的", "以上的", "左右的"), quantity.end)
    if tail and quantity.kind == "count" and direct:
        return tail
    if tail and _is_share(layout, number) and _shares_out(layout, number, tail, changes):
        return tail
    if not tail and _is_noun(quantity.unit) and (verb := _raw(layout, number)):
        return verb
    head = noun_before(layout, layout.left[number], quantity.front) or _measure_compared(layout, number)
    grown = {"percent"} if quantity.kind == "points" else {"count", *_MEASURES}
    if head in _TAKEN and number and found[number - 1].endswith(_REVENUES):
        head = ""  # 契税80万元，增收5万元
    if head in _GROWTH and number and layout.quantities[number - 1].kind in grown:
        head = ""  # 工资8.6万元，增幅7%; 增长8%，增速高于城镇居民2个百分点
    adjacent = number > 0 and layout.left[number] == layout.quantities[number - 1].end
    if adjacent and _of_other_kind(layout, number) and layout.before(number) == head == found[number - 1]:
        return _reached(layout, number)  # 惠及3个村2100人: the people are not villages
    if number and "之比" in layout.before(number) and (ratio := _RATIO_TO.fullmatch(layout.before(number))):
        said.wholes[number] = found[number - 1] + ratio[1]
        return ratio[2]
    head = _without_counted(layout, number, head, found) or _before_duration(layout, number)
    if head and not tail and quantity.unit in _SOULS and (deed := _REACHES.search(layout.before(number))):
        # 更新改造惠及39万人: those whom it reaches are counted, not the undertakings.
        begin = layout.sentence.find(head, layout.left[number])
        return layout.sentence[begin : layout.left[number] + deed.end(1)] if begin >= 0 else head
    # 新建改造35千伏线路, but 投入3万元改造线路
    acts = quantity.kind != "money" and cues.opening().fullmatch(head)
    if head and not (tail and (acts or _JOINED.search(layout.before(number)) or _takes_object(layout, number))):
        return head
    if tail:
        return tail
    if _is_share(layout, number) and (use := _USED_FOR.match(layout.text, quantity.end)):
        return layout.sentence[use.start(1) : use.end(1)]
    if adjacent and not layout.before(number) and {quantity.unit, layout.quantities[number - 1].unit} <= _SOULS:
        return found[number - 1] or _deed(layout, number)  # 监测对象37户105人全部脱贫
    return _deed(layout, number) or _inherited(layout, number, changes, said) or _raw(layout, number)


def _limited(layout: Layout, number: int) -> str:
    """50岁以上 of 50岁以上占比达58%."""
    within = _LIMITED.match(layout.before(number))
    if not within or not number or layout.left[number] != layout.quantities[number - 1].end:
        return ""
    return layout.sentence[layout.quantities[number - 1].start : layout.left[number] + within.end(1)]


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
        or (before.endswith("的") and before[-2:-1] != "年")
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
    r"(?:收入|支出|资金|投资|[总余金数]额|预算|任务|计划|经费|产值|税收|增加值|GDP|总[量值]|贷款|债务|费|资产|财力)的?$"
)


def whole_of_share(layout: Layout, start: int, end: int) -> str:
    """床位总数 of 占全县床位总数的比例为50%."""
    end = strip_right(layout.text, start, end)
    start = strip_left(layout.text, start, end)
    return _OF_SHARE.sub("", layout.sentence[start:end])


def _shares_out(layout: Layout, number: int, tail: str, changes: tuple[str | None, ...]) -> bool:
    """Whether the share is one of the noun behind it: 32%的校长, 削减了20%的机构; not 达到85%的目标."""
    if not layout.before(number).endswith(_LEVEL):
        return True
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
    if (deed := cues.deed().match(rest) or cues.opening().match(rest)) and len(rest) - deed.end() > 1:
        return head if deed.group()[-1] in "获得" else rest[deed.end() :]  # 为846名农民工追回欠薪173万元
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
        quantity.unit in _SOULS
        and layout.quantities[number + 1 : number + 2]
        and layout.between(number, number + 1) == "、"
    ):
        return _deed(layout, number + 1)  # 4户、9人实现脱贫
    deed = _DEED.match(layout.text, quantity.end) if quantity.unit in ("人", "名", "位") else None
    return layout.sentence[quantity.end : deed.end()].removeprefix("实现") if deed else ""


def _is_share(layout: Layout, number: int) -> bool:
    return layout.quantities[number].kind in ("percent", "ratio")


def _measure_compared(layout: Layout, number: int) -> str:
    """铺轨里数 of 比1955年铺轨里数增加62%: what is compared is named with the earlier year."""
    match = _EARLIER_MEASURE.search(layout.text, layout.left[number], layout.quantities[number].front)
    return layout.sentence[match.start(1) : match.end(1)] if match else ""


def _tail(layout: Layout, number: int, passed: int = 0) -> str:
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
    if text[start : start + 1] in "和与及、/":
        return ""
    if layout.quantities[number + 1 : number + 2] and layout.quantities[number + 1].start == start:
        return _tail(layout, number + 1, passed + 1) if passed < _MOST_PASSED else ""  # 3万名65岁以上老年人
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
        if stop.group() == "、" and _list_goes_on(layout, number, stop.end()):
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
    if text.find("了", start, end) >= 0 and (done := _PERFECT.search(text, start + 1, end)):
        end = done.start()
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


def _that_reach(layout: Layout, number: int, start: int, end: int) -> str:
    """重大增长点 of 82个预增产值过10亿元的重大增长点: what is counted has the measure of the next figure."""
    if layout.quantities[number].kind != "count" or not _REACHING.fullmatch(layout.text, start, end):
        return ""
    those = _THOSE.match(layout.text, layout.quantities[number + 1].end)
    if those is None:
        return ""
    stop = cues.STOP.search(layout.text, those.end(), those.end() + _LONGEST)
    return layout.sentence[those.end() : stop.start()] if stop else ""


def _done_for(text: str, start: int, end: int) -> int:
    """Where the verb begins that tells what is done for those counted; 0 where there is none."""
    for verbs in (cues.deed(), cues.opening()):
        verb = verbs.search(text, start + 2, end)
        if verb and verb.end() < end and not cues.COMPOUND.match(text, verb.end(), end):
            return verb.start()
    return 0


def _is_label(layout: Layout, number: int, tail: str) -> bool:
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
    segment = re.compile(r"[^,;。:、()]*").match(layout.text, start)
    end = segment.end() if segment else start
    following = layout.quantities[number + 1].front if number + 1 < len(layout.quantities) else len(layout.text)
    if following < end:  # 40座水库、水闸和9条渠: the last noun before the next figure
        return bool(re.fullmatch(r"[^,;。:、()]{2,}[和与及]", layout.text[start:following]))
    return following > end > start


def _inherited(layout: Layout, number: int, changes: tuple[str | None, ...], said: Subjects) -> str:
    """The subject of the clause before: the figure's own, or a noun that stands alone there."""
    head = _noun_of_clauses_before(layout, number)
    earlier = _earlier(layout, number, changes, said)
    if head and number and (_stands_alone(layout, number) or (changes[number] and _in_other_part(layout, number))):
        return head
    lead = layout.before(number)
    alone = (lead != "、" or not (number and said.names[number - 1])) and _ALONE.fullmatch(lead) is not None
    if alone and changes[number] is None and _of_other_kind(layout, number):
        return ""  # 辖8个村民小组，412户: the households are not of the groups
    if head and (not earlier or (changes[number] is None and not _ONLY_HAVE.fullmatch(layout.before(number)))):
        return head
    return earlier


def _stands_alone(layout: Layout, number: int) -> bool:
    """Whether a figure has nothing to do with the one before it: tons are no change of money."""
    one, before = layout.quantities[number], layout.quantities[number - 1]
    return (one.kind != before.kind and {one.kind, before.kind} <= _MEASURES) or _last_before_source(
        layout, number
    ) < number - 1


def _in_other_part(layout: Layout, number: int) -> bool:
    """Whether the figure before stands in another part of the sentence: …国产化率72%；（五）公交客流长期流失，下降37%."""
    return ";" in layout.text[layout.quantities[number - 1].end : layout.clause[number]]


def _last_before_source(layout: Layout, number: int) -> int:
    """The figure before, those passed over that say where the figure comes from: 研究组织，据12个省统计，有7690个."""
    last = number - 1
    while last >= 0 and _SOURCE.match(layout.text, layout.clause[last], layout.clause[number]):
        last -= 1
    return last


def _of_other_kind(layout: Layout, number: int) -> bool:
    """Whether people or households are counted behind what is neither."""
    if not number or layout.quantities[number].unit not in _SOULS:
        return False
    last = layout.quantities[number - 1]
    if (
        last.unit in _SOULS
        and _ALONE.fullmatch(layout.before(number - 1))
        and _ALONE.fullmatch(layout.between(number - 1, number))
    ):
        return _of_other_kind(layout, number - 1)  # 8个村民小组，412户、1932人
    if last.end == layout.quantities[number].start:  # 9862户3.4万人, 47件162人
        return not layout.before(number - 1) and _of_other_kind(layout, number - 1)
    return last.unit not in _PEOPLE | _SOULS


def _noun_of_clauses_before(layout: Layout, number: int) -> str:
    """The noun of the nearest clause since the figure before, those that only tell a circumstance passed over."""
    clause, last = layout.clause[number], _last_before_source(layout, number)
    floor = layout.quantities[last].end if last >= 0 else 0
    if clause <= floor:
        return ""
    begin = max(floor, clause - _WINDOW)
    for previous in list(_CLAUSE.finditer(layout.text, begin, max(begin, clause - 1)))[: -_CLAUSES_BACK - 1 : -1]:
        if cues.CIRCUMSTANCE.match(previous.group()) or _OTHER_UNIT.fullmatch(previous.group()):
            continue
        start = previous.start()
        if bound := _BOUND_LEFT.match(layout.text, start):
            start = bound.end()
        return noun_before(layout, start, previous.end()) if previous.end() - start > 1 else ""
    return ""


def _earlier(layout: Layout, number: int, changes: tuple[str | None, ...], said: Subjects) -> str:
    """The subject of an earlier figure: for percentage points of a share, for all others not of a share."""
    found = said.names
    if changes[number] is None and (alike := _told_alike(layout, number, found)) is not None and found[alike]:
        return found[alike]
    points = layout.quantities[number].kind == "points"
    fallback = ""
    for earlier in range(number - 1, max(-1, number - 1 - _FIGURES_BACK), -1):
        if not found[earlier]:
            continue
        kind = layout.quantities[earlier].kind
        # 600分以上87人,500分以上320人: the limit of some is not that of others.
        passing = kind == "duration" and layout.quantities[number].kind != kind  # 优良天数306天，比上年增加11天
        passing |= layout.quantities[number].unit == "位" and bool(
            _RANKED.match(layout.text, layout.quantities[earlier].end)
        )
        if passing or (changes[number] is None and _LIMIT.fullmatch(found[earlier])):
            continue
        if kind in _RELATIVE and changes[number] and layout.quantities[number].kind not in _RELATIVE:
            fallback = fallback or found[earlier]
            continue  # 优良天数311天，占比85%，比上年增加14天
        if kind != layout.quantities[number].kind and layout.quantities[number].kind in _EXTENTS and kind in _MEASURES:
            fallback = fallback or found[earlier]
            continue  # 新建农田9万亩，完成投资2亿元，累计建成83万亩
        if kind != "money" == layout.quantities[number].kind and layout.before(number).endswith("均"):
            fallback = fallback or found[earlier]
            continue  # 发放补贴90万元，涉及农户3万户，亩均95元
        if kind == "money" and changes[number] is None and _counted_before(layout, number, earlier):
            fallback = fallback or found[earlier]
            continue  # 新开工保障房240套，完成投资6亿元；竣工180套
        if layout.bracket[earlier] not in (None, layout.bracket[number]):
            fallback = fallback or found[earlier]
            continue  # 保有量3万辆（包括低速货车600辆），比上年末增加1000辆
        if kind == "multiple" and changes[number] and not changes[earlier]:
            fallback = fallback or found[earlier]
            continue  # 总值1.2亿元，是2011年的1.4倍，年均增长9%
        share = earlier in said.wholes
        if share and not points and (changes[number] or not _is_share(layout, number)):
            continue
        if not points or kind in ("percent", "points"):
            return found[earlier]
        fallback = fallback or found[earlier]
    return fallback


def _counted_before(layout: Layout, number: int, money: int) -> bool:
    """Whether what is counted was counted in the same unit right before a sum of money."""
    one, other = layout.quantities[number], layout.quantities[max(0, money - 2) : money]
    return one.kind == "count" and one.unit in {before.unit for before in other}


def _told_alike(layout: Layout, number: int, found: list[str]) -> int | None:
    """The figure of the same unit in a row of two by two: 40家企业收入超10亿元，3家超50亿元."""
    one = layout.quantities[number]
    for earlier in range(number - 1, max(-1, number - 3), -1):
        before = layout.quantities[earlier]
        if before.unit == one.unit:
            # 助学金74人次、3万元，免学费25人、4万元: the second sum is of what the second number is of
            again = earlier < number - 1 and (not earlier or found[number - 1] == found[earlier - 1])
            return earlier if again else None
        if {before.kind, one.kind} - _MEASURES != {"count"} or not {before.kind, one.kind} & _MEASURES:
            return None
    return None


def _raw(layout: Layout, number: int) -> str:
    """The verb itself, where there is no noun: 下辖2镇."""
    words = layout.before(number).strip(" ,、的了内")
    if alone := _DEED_ALONE.search(words):
        return alone.group()  # 2022年受理8013件
    if words in EMPTY or cues.change_verb().search(words) or _NO_DEED.search(words) or _BOUND_LEFT.fullmatch(words):
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
