"""A layout and a bare name in it → what owns it, by where that stands: in the clause before, in front, or behind the verb.

床位 of the new hospital that the clause before tells of, 在校生 of the schools that an earlier figure counts, 投入 of what it
builds. "" where it does not plainly stand there.
"""

from __future__ import annotations

from store import patterns as re
from store.figures.bare_names import LONGEST, PEOPLE, WHOLE, ends_in_verb, fit_owner, group_of, is_built
from store.figures.clauses import Layout
from store.figures.names import Subjects
from store.figures.names_with_deeds import verbs_before
from store.figures.phrases import noun_before
from store.language.tables import ending, pattern

WINDOW = 120  # characters between a name and its owner
_BUILDING = re.compile(
    r"(?<=..)(?:[学校]校|[一-龥]中|中学|小学|校区|幼儿园|医院|院区|综合体|养老院|福利院|中心|停车[场库楼]|[动育广市]场|公寓|厂|基地|大楼|[一二三]期|科|病区)$"
)
_ONE_NEW = re.compile("(?:新?建设?)?一[座所个处]")
# 商品房销售面积8万平方米；销售额6亿元
_TRADED = re.compile("(销售|成交|交易|业务|保费|出厂|购进)(?:面积|金?额|量|收入|支出|均?价|价格)")
_ENROLS = re.compile("(?<=..)新?(?:招生|在校学?生|毕业生)$")
_UNITS_OF_INSTITUTIONS = frozenset("家 个 所".split())
_INSTITUTION = re.compile("(?:机构|医院|卫生院|养老院|福利院|敬老院|中心|民宿|酒店|宾馆|旅馆|饭店)$")
_ONLY_ROOMS = re.compile(r"(?:\([^()]*\))?[,、](?:共?有|设有?|开放)?(?:养老|护理型)?床位(?:数|总数)?(?:达到?)?")
_PRICED = {"出厂": "购进", "购进": "出厂"}
_HARVESTS = frozenset("总产 产量 总产量 亩产 平均亩产 单产".split())
_AREA = re.compile("(?:播种|种植|收获)?面积$")
_OF_AGE = frozenset("岁 周岁".split())
_IN_FACT = re.compile("(?:已|实际)$")
_JUDGED = re.compile("^(?:判决|裁定|认定)")
_AMONG = re.compile("(?<![高初其集])中,")
_HAS = re.compile("([一-龥]{2,14}?)(?:现|拥|设)?有")
_PLACED = re.compile("选址|位于|坐落|地处")
_LAST_OF_PEOPLE = frozenset("员师者工生警官")
_LAST_OF_STAFF = _LAST_OF_PEOPLE - {"生"}
_MARK = re.compile("[,;。:]")
_HIRED = tuple("招聘 招录 新招 招收 引进 录用".split())  # 招聘教师9人，调出4人; but no 平均年龄 of theirs alone
_HAS_PEOPLE = re.compile("(?:案|计划|试点|赛|活动|服务|事故(?:占比)?)$")
_NO_THING = re.compile("把|(?<![一-龥])(?:据|因|受|由于)")
_MEETING = re.compile("会议?$")
_OF_CONDUCT = frozenset("率期间长限")
# 新馆将于第三季度试运行: what the clause is about stands in front.
_HAPPENED = re.compile(
    r"(?<=[一-龥\d][一-龥])(?:(?:于|今年|去年)?\d{1,2}月(?:\d{1,2}日|底)?)?(?:(?:[将已]|位|坐落|[始新]建|成立|创[办建])?于|独立成科|交付|落成|奠基|开[馆园诊门]|(?<=案)系|正式|顺利|如期|全面|建成|开通|投入|投[用运产]|[开竣完]工|启用|揭牌|全线(?=贯通|通车)|贯通|上线(?:运行)?|(?:主体)?封顶|通[水车气航电]|获批|通过验收|创成|晋[升级]|升格|(?:结构性)?(?:短缺|缺编|不足|紧缺|匮乏|缺乏)|留不住|(?:队伍)?(?:流动性?[大强高]|不够?稳定)|流失|(?<=[员部师警工])(?:年龄|队伍)?老龄?化|下闸|蓄水|实现全覆盖)"
)
_VERB_AT_END = re.compile(r"(?:召开|办理|新增|增加|受理|接待|开展|发展|拥有|服务|新开|组织|举办)了?$")
_SCHOOLS = re.compile(
    r"(?!各级|学校$|全|.{0,4}各类)[一-龥]{0,8}(?:学校|学院|院校|高校|中学|小学|初中|高中|职中|幼儿园)"
)
_OPENS = re.compile("开设|上线|举办|设立|开通|推出|打造|组建|惩[治处]|打击|严惩(?!治)")
_FIRST_OF_LIST = re.compile("^[^,;。]*、[^、]*等(?=[一-龥]{4})")  # 盗窃、诈骗等侵财犯罪
_ONLY_SAYS_WHEN = re.compile("(?:全年|年内|累计|共|已){0,2}")
_SPENDS = ("投入", "投资", "安排", "耗资", "斥资", "投入资金")
_SPENT = re.compile(
    r"(?:左右|以上)?(?:的|,?(?:用于|更[换新]|升级|治理|建成(?!区)|新建|建设|改造|修建|购置|打造|完成|支持|启动|实施|扩建|修缮|整[修治]|翻[修建新]|迁建|硬化|铺设|拓宽|加固|推进|办好)了?)"
    r"(?P<what>[一-龥“”](?:[一-龥“”]|\d号?(?=楼|机|线)){2,19}?)(?:(?=[,;。]|[于在]?\d{1,2}月|$)|(?=(?:正式|顺利|全面|已|累计|年内|全年)?(?:完成投资|建成|开工|竣工|投产|投用|启用|完工|封顶|投入|启动|动工|落地|签约)))"
)
# 投资2亿元整治易涝点9处
_SPENT_AT_ONCE = re.compile(
    r"(?:完成|,?(?:更[换新]|升级|治理|采购|建成(?!区)|新建|建设|改造|修建|购置|打造|实施|扩建|修缮|整[修治]|翻[修建新]|迁建|硬化|铺设|拓宽|加固))了?(?P<what>[一-龥“”]{3,20})"
)
_SPENT_ON_SOME = re.compile(
    "(?:左右|以上)?,?(?:用于|对|给|为)?(完成|改造|新建|建设|新建改扩建|修建|购置|采购|建成|实施|治理|修复|升级|更新)?了?"
)
_BUILT = re.compile("[新改扩]建|建[设成]|改造|安装|硬化|完成|实施|购置|采购|治理|修复|修缮|配备|升级|整治|铺设|提升")
_SIZED = frozenset("count area length".split())
_ENDS = re.compile("[;。]|$")  # 投入2万元，改造操场6个，修建厕所3座: of both
_GIVEN = re.compile("(?:贷款|补贴|补助|津贴|救助|保险|低保|[授用]信|理赔)$")
BOTH_SIDES = {"收入", "支出"}
_EARNED = re.compile("(?:主营业务|营业|销售)收入|利润(?:总额)?|(?:工业)?(?:增加值|总?产值)")
_EARNED_BEHIND = re.compile(f"(?<=..)(?:实现)?(?:{_EARNED.pattern})$")
_EARNS = re.compile("(?<=..)(?:工业|服务业|企业|建筑业|制造业)$")
_SURVEYED = re.compile(
    "(?:规模|限额)以上|[规限]上|具有资质"
)  # those whose income statisticians tell: no 服务企业8家，实现利润
_STAFFED = re.compile("(?:直接)?从业人员|营业(?:收入|利润)|资产总[计额]")
_LONGEST_ROW = 6  # staff, incomes and profits, assets and debts of one body
_SOWN = re.compile("(?<=..)(?:(?:播种|种植|收获)面积|总?产量)$")
# What a part of a sentence tells of the one thing built that it begins with.
_OF_TOPIC = re.compile(
    "(?:(?:总|计划|概算|估算|累计|完成){0,2}投资|总?造价|概算|工期|(?:总|占地|建筑|规划|用地){0,3}面积|(?:规划)?占地|[总全]长|设计规模|(?:规划|设计)床位)"
)
_TOLD_OF_TOPIC = re.compile(
    f"{_HAPPENED.pattern}|(?<=[一-龥][一-龥])(?:占地|装机|总?投资|总?建筑面积|[全总]长|主线|规划|设计|完成|清除|累计|概算|总库容|大坝|主体|开挖)"
)
_THING = re.compile(
    "[一-龥](?:(?<!主体)工程|项目|中心|基地|平台|[楼馆路桥站厂院校场线港渠库道园房网](?![容点长内])|设施)"
)
_OWNED = re.compile("(?:投资|造价|概算|占地|面积|工期)$")
_RATES = (3, 4)  # characters of 合格率, 数字化率


def with_stem(layout: Layout, said: Subjects, number: int, name: str, place: int) -> str:
    """县城空气质量 of 县城空气质量优良天数312天，优良率85%: what stands in front of the same word in a name before."""
    if place < 0 or layout.text[place - 1 : place] == "的":
        return ""
    rate = name[-1] == "率" and len(name) in _RATES and not WHOLE.match(name)
    stem = name[:-1] if rate else traded[1] if (traded := _TRADED.fullmatch(name)) else ""
    end = layout.quantities[number - 1].end if number else place
    if not stem or len(_MARK.findall(layout.text, end, place)) > 1:
        return ""  # 汽车销售量8万辆，手机普及，销售额6亿元
    for earlier in range(number - 1, max(-1, number - 4), -1):
        other = said.whole(earlier)
        if stem in _PRICED:
            other = other.replace(_PRICED[stem], stem)
        if (at := other.find(stem)) > 0 and "占" not in other and not (rate and other[-1] == "率"):
            owner = _JUDGED.sub("", _IN_FACT.sub("", other[:at]))
            if group_of(owner) == "kind" or other.endswith("天数"):
                return owner  # 本科上线90人，上线率50%; 市城区优良天数300天，优良率82%
            return fit_owner(owner)
        if other == stem or (other and not rate):
            return ""  # 商品房销售面积8万平方米；二手房成交3万套，销售额6亿元
    return ""


def noun_in_front(layout: Layout, number: int, place: int) -> str:
    """The noun in front of the name."""
    if not 0 <= place < layout.quantities[number].start:
        return ""
    return fit_owner(noun_before(layout, layout.left[number], place))


def body_in_front(layout: Layout, number: int, place: int) -> str:
    """审计委员会 of 审计委员会召开会议7次, 校园监控 of 校园监控新增128个点位."""
    left = layout.left[number]
    end = place if 0 <= place < layout.quantities[number].start else layout.quantities[number].front
    if place < 0 or (verb := _VERB_AT_END.search(layout.text, left, end)) is None:
        return ""
    return fit_owner(noun_before(layout, left, verb.start()))


def _institution_counted(layout: Layout, said: Subjects, of: tuple[int | None, ...], number: int) -> str:
    """养老机构 of 养老机构21家，床位380张."""
    for earlier in range(number - 1, max(-1, number - 4), -1):
        one, between = layout.quantities[earlier], layout.between(earlier, number)
        if of[earlier] is None or of[earlier] == number:
            name = said.names[earlier]
            plain = one.unit in _UNITS_OF_INSTITUTIONS and _INSTITUTION.search(name) and "、" not in name
            first = (
                earlier == 0
                or ";" in layout.between(earlier - 1, earlier)
                or not _INSTITUTION.search(said.names[earlier - 1])
            )
            return name if plain and (first or between[0] == "、") and _ONLY_ROOMS.fullmatch(between) else ""
    return ""


def house_with_parts(layout: Layout, number: int) -> str:
    """学校 of 学校现有南岭、北湾2个校区，占地3亩."""
    has = _HAS.match(layout.text, layout.clause[number])
    return fit_owner(has[1]) if has else ""


def house_with_rooms(layout: Layout, said: Subjects, of: tuple[int | None, ...], number: int) -> str:
    """县医院新院区 of 县医院新院区10月投用，设置床位600张."""
    if name := _institution_counted(layout, said, of, number) or body_in_front(
        layout, number, said.place(layout, number)
    ):
        return name
    start = _clause_before(layout, number)
    if start is None:
        return ""
    noun = _told_of(layout, start, number)
    noun = noun[one.end() :] if (one := _ONE_NEW.match(noun)) else noun
    return noun if len(noun) <= LONGEST and _BUILDING.search(noun) and "、" not in noun else ""


def schools_with_pupils(layout: Layout, said: Subjects, of: tuple[int | None, ...], number: int) -> str:
    """普通高中 of 普通高中49所，在校学生9.76万人."""
    floor = layout.behind_last(";。", layout.quantities[number].start)
    for earlier in range(number - 1, max(-1, number - 5), -1):
        one = layout.quantities[earlier]
        if one.start < floor or one.kind != "count":
            return ""
        if one.unit == "人" and (level := _ENROLS.search(said.whole(earlier))):
            other = said.whole(earlier - 1) if earlier else ""
            both = other != said.whole(earlier) and other.endswith(level.group())
            return "" if both else said.whole(earlier)[: level.start()]  # 本科招生4万人，在校生13万人
        if one.unit == "所":
            name = said.names[earlier]
            before = layout.quantities[earlier - 1] if earlier else None
            several = before is not None and before.unit == one.unit and before.start >= floor
            return name if _SCHOOLS.fullmatch(name) and of[earlier] is None and not several else ""
    return ""


def undertaking_before(layout: Layout, said: Subjects, number: int, name: str) -> str:
    """信息化项目 of 实施信息化项目，投入300万元."""
    if number and layout.between(number - 1, number).removeprefix(said.names[number - 1]) == f",{name}":
        built = _BUILT.search(layout.before(number - 1)) and layout.quantities[number - 1].kind in _SIZED
        two = number > 1 and layout.quantities[number - 2].kind in _SIZED
        if two and ";" not in layout.between(number - 2, number - 1):
            return ""  # 新建学校3所，改造道路9公里，投入资金3万元: for both
        ends = _MARK.match(layout.text, layout.quantities[number].end)  # no 投入3万元购买服务
        plain = built and ends and not _AREA.search(said.names[number - 1])
        return fit_owner(said.whole(number - 1)) if plain else ""  # 新建学校3所，投入资金3万元
    clause = told_in_clause_before(layout, said, number) if layout.before(number) == name else None
    if layout.text.startswith("用于", layout.quantities[number].end):
        return ""  # 推进信息化项目，投入300万元用于扶贫
    return clause if clause and is_built(clause) and not _MEETING.search(clause) else ""


def bought_behind(layout: Layout, said: Subjects, number: int) -> str:
    """实训中心 of 投入1960万元建成实训中心, 污水处理厂 of 投资1280万元的污水处理厂建成运行."""
    end = layout.quantities[number].end
    following = layout.quantities[number + 1].front if number + 1 < len(layout.quantities) else len(layout.text)
    if number + 1 < len(layout.quantities) and _SPENT_ON_SOME.fullmatch(layout.text, end, following):
        counted, last = said.names[number + 1], layout.quantities[number + 1].end  # 投入3万元完成9所学校改造
        ends = layout.text.startswith(counted, last) and _ENDS.match(layout.text, last + len(counted))
        if (
            counted
            and ends
            and layout.before(number).endswith(_SPENDS)
            and layout.quantities[number + 1].kind != "money"
        ):
            return fit_owner(counted)
    found = _SPENT.match(layout.text, end)
    if found is None and following < len(layout.text):
        alone = layout.text[end] != "," or _ENDS.match(layout.text, layout.quantities[number + 1].end)
        found = _SPENT_AT_ONCE.fullmatch(layout.text, end, following) if alone else None
    if found is None or found.end() > following or not layout.before(number).endswith(_SPENDS):
        return ""
    return fit_owner(layout.sentence[found.start("what") : found.end("what")])


def opened_before(layout: Layout, said: Subjects, number: int) -> str:
    """夜间门诊 of 开设夜间门诊，接诊3万人次: what the clause before opens, or fights."""
    clause, name = layout.clause[number], said.names[number]
    start = layout.begin_before(number)
    opens = _OPENS.search(layout.text, start, max(start, clause - 1))
    if opens is None or not _ONLY_SAYS_WHEN.fullmatch(layout.before(number).removesuffix(name)):
        return ""
    return fit_owner(_FIRST_OF_LIST.sub("", noun_before(layout, opens.end(), clause - 1)))


def told_in_clause_before(layout: Layout, said: Subjects, number: int) -> str | None:
    """What the clause right before is about, "" where it does not tell; None where it has a figure of its own."""
    start, clause = _clause_before(layout, number), layout.clause[number]
    if start is None:
        return None
    if clause - start > WINDOW:
        return ""
    if said.names[number][-1] in _OF_CONDUCT and pattern("names_without_owner", "rules").search(
        layout.text, start, clause
    ):
        return None  # 推行阳光厨房，合格率98%
    if said.names[number] in _HARVESTS and (grain := layout.text.find("粮食", start, clause)) >= 0:
        return layout.sentence[grain : grain + len("粮食")]  # 粮食生产再获丰收，总产达到5万吨
    return fit_owner(_told_of(layout, start, number))


def frame_before(layout: Layout, number: int) -> str:
    """职工 of 职工中，具有大专学历的占3%，具有高中学历的占5%: all of whom shares are told; "" where no such words stand before."""
    end = layout.clause[number]
    floor = max(0, end - WINDOW)
    floor = max(floor, layout.behind_last(";。", end, floor))
    frame = next(reversed(tuple(_AMONG.finditer(layout.text, floor, end))), None)
    if frame is None:
        return ""
    ends = (layout.quantities[earlier].end for earlier in range(number - 1, -1, -1))
    begin = max(
        floor, layout.behind_last(",:()", frame.start(), floor), next((one for one in ends if one <= frame.start()), 0)
    )
    return noun_before(layout, begin, frame.start()).removeprefix("在")


def clause_told_before(layout: Layout, number: int) -> str:
    """“一站办结” of 推行“一站办结”，惠及居民90户: what the clause right before, which has no figure, is about."""
    start = _clause_before(layout, number)
    if (
        start is None
        or layout.clause[number] - start > WINDOW
        or _NO_THING.search(layout.text, start, layout.clause[number])
    ):
        return ""
    told = fit_owner(_told_of(layout, start, number))
    return told if "“" in told or _HAS_PEOPLE.search(told) or is_built(told) else ""


def _clause_before(layout: Layout, number: int) -> int | None:
    """Where the clause before begins, None where no comma ends it right before the name, or it has a figure of its own."""
    clause, start = layout.clause[number], layout.begin_before(number)
    if not clause or layout.text[clause - 1] != "," or layout.left[number] != clause:
        return None
    return None if number and layout.quantities[number - 1].end > start else start


def _told_of(layout: Layout, start: int, number: int) -> str:
    """What the clause before, which begins there, tells of."""
    end = layout.clause[number] - 1
    if _PLACED.match(layout.text, start) and layout.text[start - 1] == ",":  # 新建库房，选址城南，面积…
        start, end = layout.behind_last(",;。:", start - 1), start - 1
    happened = _HAPPENED.search(layout.text, start, end)
    return noun_before(layout, start, happened.start() if happened else end)


def topic_of_part(layout: Layout, said: Subjects, number: int) -> str:
    """引水工程 of 引水工程开挖隧洞9公里，完成总长的78%，总投资3亿元: the one thing built that a part of a sentence begins with."""
    if layout.bracket[number] or not _OF_TOPIC.fullmatch(said.names[number]):
        return ""
    text, clause = layout.text, layout.clause[number]
    floor = layout.behind_last(";。:", clause)
    floor += len("其中,") if text.startswith("其中,", floor) else 0
    end = text.find(",", floor, clause)
    if end < 0 or clause - floor > WINDOW or "是" in text[floor:end] or layout.is_share(number):
        return ""
    told = _TOLD_OF_TOPIC.search(text, floor, end)
    topic = noun_before(layout, floor, told.start() if told else end)
    topic = fit_owner(topic[one.end() :] if (one := _ONE_NEW.match(topic)) else topic)
    if not topic or "、" in topic or not (is_built(topic) or _BUILDING.search(topic)):
        return ""
    first = next((n for n in range(number) if layout.quantities[n].start > floor), number)
    others = map(said.whole, range(first, number))
    if any(_OWNED.search(other) and not other.startswith(topic) for other in others):
        return ""  # 水厂开工，全县固定资产投资9亿元，总投资3亿元
    following = number + 1 < len(said.names) and said.names[number + 1] == said.names[number]
    if following and layout.tells_change(number + 1):
        return ""  # 水厂通水，完成投资3亿元，增长9%
    if any(
        layout.quantities[n].kind == "count" and (layout.quantities[n].start < end or is_built(said.names[n]))
        for n in range(first, number)
    ):
        return ""  # 建设学校9所，总投资3亿元
    things = [thing.group() for thing in _THING.finditer(text, end, max(end, clause - 1))]
    return topic if all(thing in topic for thing in things) else ""  # 大桥开工，水厂竣工，总投资3亿元


def earner_before(layout: Layout, said: Subjects, number: int, place: int) -> str:
    """限额以上服务业 of 限额以上服务业增加值增长8%；实现利润5亿元, 粮食 of 粮食播种面积9万亩，比上年增加2万亩；总产量3万吨."""
    name, left = said.names[number], layout.left[number]
    earned, grown = _EARNED.fullmatch(name), name in _HARVESTS
    if not (earned or grown) or layout.text[left : max(place, left)] not in ("", "实现", "完成"):
        return ""
    for earlier in range(number - 1, max(-1, number - 7), -1):
        other = said.whole(earlier)
        if said.place(layout, earlier) < 0 or layout.quantities[earlier].kind == "duration":
            continue
        told = (_SOWN if grown else _EARNED_BEHIND).search(other)
        owner = other[: told.start()] if told else said.names[earlier]
        surveyed = _SURVEYED.search(layout.text, layout.left[earlier], layout.quantities[earlier].start)
        counted = layout.quantities[earlier].unit == "家" and surveyed
        plain = told if grown else (told or counted) and _EARNS.search(owner)
        return fit_owner(owner) if plain else ""
    return ""


def body_with_staff(layout: Layout, said: Subjects, number: int) -> str:
    """文物机构 of 文物机构9个，从业人员18人，营业收入3亿元: whose staff a bare row of figures begins with."""
    at = number
    least = max(0, number - _LONGEST_ROW)
    while at > least and _STAFFED.fullmatch(said.names[at]) and layout.between(at - 1, at) == f",{said.names[at]}":
        at -= 1
    staffed = at < number and said.names[at + 1].endswith("从业人员")
    return said.names[at] if staffed and layout.quantities[at].unit in _UNITS_OF_INSTITUTIONS else ""


def people_before(layout: Layout, said: Subjects, of: tuple[int | None, ...], number: int) -> str:
    """执法人员 of 执法人员214人，缺编36人; 驾驶员 of 驾驶员平均年龄47岁，全年流失20人."""
    people = ending("names_without_owner", "people")
    floor = layout.behind_last(";。", layout.quantities[number].start)
    for earlier in range(number - 1, max(-1, number - 9), -1):
        one, place = layout.quantities[earlier], said.place(layout, earlier)
        if one.start >= floor and (one.kind == "percent" or of[earlier] is not None):
            continue
        if one.start < floor or one.unit not in PEOPLE | _OF_AGE:
            return ""
        name = said.names[earlier].removesuffix("平均年龄")
        hired = layout.text.endswith(_HIRED, layout.left[earlier], place)
        if layout.text.endswith("培训", layout.left[earlier], place) or name.startswith("培训"):
            return ""  # 培训驾驶员90人，离职4人: those who left were not those trained
        if people.search(name) and not (hired and (name[-1] not in _LAST_OF_STAFF or "龄" in said.names[number])):
            beside = said.names[earlier - 1] if earlier and layout.quantities[earlier - 1].start >= floor else name
            return "" if people.search(beside) and beside != name else fit_owner(name)  # 民警120名，辅警80名，缺编12名
    return ""


def people_told_before(layout: Layout, number: int) -> str:
    """科学、音乐教师 of 科学、音乐教师结构性缺编，缺额16人: people that the clause before tells of."""
    start = _clause_before(layout, number)
    people = _told_of(layout, start, number) if start is not None else ""
    return people if people[-1:] in _LAST_OF_PEOPLE and fit_owner(people.replace("、", "")) else ""


def grown_before(layout: Layout, said: Subjects, number: int, place: int) -> str:
    """玉米 of 小麦6万亩、单产468公斤，玉米5万亩、单产532公斤."""
    before = layout.quantities[number - 1] if number else None
    beside = before is not None and before.kind == "area" and layout.text[before.end : place] == "、"
    return fit_owner(_AREA.sub("", said.names[number - 1])) if beside else ""


def done_for_people(layout: Layout, said: Subjects, counted: int) -> str:
    """奖励学生 of 奖励学生512人，金额3万元: money is of what was done for people, not of them."""
    name, begin = said.names[counted], said.place(layout, counted)
    if begin < 0:
        return ""
    start = verbs_before(layout.text, layout.left[counted], begin)
    given = start < begin or ends_in_verb(name) or _GIVEN.search(name)
    return layout.sentence[start:begin] + name if given else ""


def is_one_of_incomes(layout: Layout, said: Subjects, number: int) -> bool:
    """Whether another income was told right before: 医疗收入3亿元，药品收入1亿元，支出4亿元."""
    name = said.names[number]
    floor = layout.behind_last(";。", layout.quantities[number].front)
    for earlier in range(number - 1, -1, -1):
        other = said.names[earlier]
        if layout.quantities[earlier].start < floor or other[-2:] in BOTH_SIDES - {name[-2:]}:
            return False
        if other[-2:] == name[-2:] and other != name:
            return True
    return False
