"""A layout and what each figure is called → whole names, where a name says only which measure, state or kind is told.

面积 of 口袋公园, 死亡 of 道路交通事故, 国家级 of 龙头企业: the owner stands in the sentence, in front of the verb, in the clause
before, or as what an earlier figure counts. Where none plainly does, the name stays as it is: a wrong owner is worse.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from store import patterns as re
from store.figures import cues
from store.figures.clauses import Layout
from store.figures.names_with_deeds import first_verb, told, verbs_before
from store.figures.phrases import noun_before, strip_left
from store.figures.subjects import Subjects
from store.language.indicators import names as indicators
from store.language.tables import pattern

_WINDOW = 120  # characters between a name and its owner
_BEFORE_MEASURE = re.compile(
    r"(?:总|年度|年(?!度)|月|日|均|每月|平均|占地|建筑|累计|加权|综合|合计|计划|概算|估算|协议|到位|完成|实现|按[期时]|及时|一次|其中){1,3}"
)
# 拆除危房144平方米，实现投资15万元: with a verb of its own the money is of something else.
_NO_VERB = re.compile(
    r"(?:以上|左右|多|涉及|发放|其|平均|每[月年]|全年|年度|当年|累计|共计?|预计|计划|总|约|、|\s){0,3}"
)
_LEVEL = re.compile(r"[国省市县区][家级]级?(?:[及和]?以上)?的?")
# 学校占地面积86亩，建筑面积3万平方米: both are of the school.
_MEASURED = re.compile(
    r"(?:(?:占地|建筑|播种|种植|总){0,2}(?:面积|长度|里程|容量|金额|总额|余额|规模|数量|人数)|(?:总|年|综合|平均)?[一-龥]{2}量)$"
)
_EARNERS = re.compile(r"(?:企业|公司|合作社|园区|景区|农场|基地|产业)$")
# 公路客运量 … 货运量, 城市噪声昼间达标率 … 夜间达标率: names that end alike are of one owner.
_LAST = re.compile(
    r"(?:[昼夜]间|总|年|综合|平均|(?:初次)?(?:毕业)?去向)?(?:(?!.[产销]量$)[一-龥]{2}[量率]|[产销]量|[存出]栏|(?:收入|支出)?[预决]算数?|(?:人均(?:可支配|消费)?)?(?:收入|支出))$"
)
_ALIKE = re.compile(
    r"(?:[昼夜]间|总|年|综合|平均|(?:初次)?(?:毕业)?去向)?(?:[一-龥]{2}[量率]|[产销]量|[存出]栏|(?:收入|支出)?[预决]算数?|(?:人均(?:可支配|消费)?)?(?:收入|支出))"
)
_HOUSE = re.compile(
    r"(?<=..)(?:[学校]校|[一-龥]中|中学|小学|校区|幼儿园|医院|院区|综合体|养老院|福利院|中心|停车[场库楼]|公寓|厂|基地|大楼|[一二三]期)$"
)
_ONE = re.compile("(?:新?建设?)?一[座所个处]")
# 商品房销售面积8万平方米；销售额6亿元
_TRADED = re.compile("(销售|成交|交易|业务|保费|出厂|购进)(?:面积|金?额|量|收入|支出|均?价|价格)")
_ENROLS = re.compile("(?<=..)新?(?:招生|在校学?生|毕业生)$")
_GIVEN = re.compile("(?:贷款|补贴|补助|津贴|救助|保险|低保)$")
_HOUSES = frozenset("家 个 所".split())
_INSTITUTION = re.compile("(?:机构|医院|卫生院|养老院|福利院|敬老院|中心)$")
_ONLY_ROOMS = re.compile(r"(?:\([^()]*\))?[,、](?:共?有|设有?|开放)?(?:养老|护理型)?床位(?:数|总数)?(?:达到?)?")
_PRICED = {"出厂": "购进", "购进": "出厂"}
_AGAINST = re.compile("^(?:(?:预防|防范|遏制|减少|打击|严防)[和及与、]?)+")
_LAST_OF_STEMS = frozenset("率积额量入出价格")
_HARVESTS = frozenset("总产 产量 总产量".split())
# 建设金川校区实验楼, but not 建设项目, 建设用地
_BUILT_UP = re.compile("^(?:开工)?(?:建设|新建)(?=.{4})(?!项目|工程|用地)")
_JUDGED = re.compile("^(?:判决|裁定|认定)")
_MARK = re.compile("[,;。:]")
_MEETING = re.compile("会议?$")
_BOTH_SIDES = {"收入", "支出"}
_QUANTITIES_OF_GOODS = frozenset("产量 销量".split())
# Whole by themselves: 出生率, 增长率, 罚款金额.
_WHOLE = re.compile(r".*(?:出生|死亡|失业|增长|就业|近视|肥胖|赤字|投资|[税汇]|城镇化)率$|罚款金额$")
_OF_CONDUCT = frozenset("率期间长限")
_TOTALS = frozenset("总数 总量".split())
_LIMITED = re.compile("以[上下]的?")
_OVER = re.compile(r"(?:超过?|不足|未?满|不到|逾)\s?$")
_LONGEST_LIMIT = 14
_GOES_ON = frozenset("累计完成 已完成 完成 本年完成 当年完成".split())
_SPREADS = ("普及率", "覆盖率")
_DONE_TO = re.compile("(?:改造|建设|整治)$")
_ACCOUNT = re.compile("[总合]计")
_SIZES = frozenset("area length weight other".split())
_OF_PEOPLE = frozenset("人 名 位 人次 户".split())
_NO_OWNER = re.compile(
    r".{0,8}(?:[省市县州旗乡镇村国]|(?<![小社园景库矿牧厂厅])区|[局委厅办院]|(?<!干)部|政府|部门|单位|公安机关|全[年体]|各地|我们|时间|工作|情况|方面|任务|投入|完成|实现|以来|向上)$|.*(?:[\d,;。:、年]|一[条座个处家项]|[一两三][增减稳]|(?<!行)为|[把被])"
)
# 新馆将于第三季度试运行: what the clause is about stands in front.
_HAPPENED = re.compile(
    r"(?<=[一-龥\d][一-龥])(?:[将已]?于|正式|顺利|如期|全面|建成|开通|投入|投[用运产]|[开竣完]工|启用|揭牌|(?:全线)?贯通|(?:主体)?封顶|获批|通过验收|创成|晋[升级]|升格|(?:结构性)?(?:短缺|缺编|不足|紧缺|匮乏|缺乏)|留不住|流失)"
)
_VERB_AT_END = re.compile(r"(?:召开|办理|新增|增加|受理|接待|开展|发展|拥有|服务|新开|组织|举办)了?$")
_SCHOOLS = re.compile(
    r"(?!各级|学校$|全|.{0,4}各类)[一-龥]{0,8}(?:学校|学院|院校|高校|中学|小学|初中|高中|职中|幼儿园)"
)
_OPENS = re.compile("开设|举办|设立|开通|推出|打造|组建|惩治|打击|严惩(?!治)")
_SPENDS = ("投入", "投资", "安排", "耗资", "斥资")
_SPENT = re.compile(
    r"(?:左右|以上)?(?:的|,?(?:用于|建成(?!区)|新建|建设|改造|修建|购置|打造|完成|支持|启动|实施|扩建|修缮|整[修治]|翻[修建新]|迁建)了?)"
    r"(?P<what>[一-龥“”]{3,20}?)(?:(?=[,;。]|[于在]?\d{1,2}月|$)|(?=(?:正式|顺利|全面|已)?(?:建成|开工|竣工|投产|投用|启用|完工|封顶|投入|启动|动工|落地|签约)))"
)
# 投资2亿元整治易涝点9处
_SPENT_AT_ONCE = re.compile(
    r"(?:完成|建成(?!区)|新建|建设|改造|修建|购置|打造|实施|扩建|修缮|整[修治]|翻[修建新]|迁建)了?(?P<what>[一-龥“”]{3,20})"
)
_MIN, _MAX = 2, 24
_STEM = 2
_SHORTEST_OBJECT = 4  # characters behind a verb that are no second half of a noun: 培训基地


@dataclass(slots=True)
class _Owners:
    layout: Layout
    said: Subjects
    of: tuple[int | None, ...]
    found: dict[int, str] = field(default_factory=dict)
    latest: dict[str, int] = field(default_factory=dict)

    def look(self, number: int) -> None:
        name = self.said.names[number]
        if not name or number in self.said.wholes:
            return
        place = self.said.place(self.layout, number)
        earlier = self.latest.get(name)
        if place < 0 and earlier is not None:
            self._take(number, earlier)
            return
        self.latest[name] = number
        before = self.layout.quantities[number - 1] if number else None
        if (
            before
            and before.unit != self.layout.quantities[number].unit
            and before.end <= place
            and (begin := self._limited(number - 1, place)) >= 0
        ):
            share = (
                self.layout.text.startswith("占", place + len(name))
                and self.layout.quantities[number].kind == "percent"
            )
            self.said.wholes[number] = self.layout.sentence[begin:place] + name + ("占比" if share else "")
            return
        group = _group(name)
        if group == "kind" or (not group and self._is_scene(number, name)):
            self._kind(number, name)
        elif group and place >= 0 and (account := _ACCOUNT.match(self.layout.text, place + len(name))):
            self.said.wholes[number] = name + account.group()  # 收入总计 is of all items told before
        elif owner := self._owner(number, name, place, group):
            owner = owner.removeprefix(name[:_MIN]) if len(owner) >= 2 * _MIN else owner  # 转让专利12件，转让金额3万元
            if name.endswith(_SPREADS):
                owner = _DONE_TO.sub("", owner)  # 厕所改造3150座，普及率91%
            self.found[number] = owner
            self.said.wholes[number] = joined(owner, name)

    def _limited(self, number: int, place: int) -> int:
        """Where 35岁以下 of 35岁以下干部37人, 60米 of 60米云梯车2辆, 超过12个月 of 超过12个月的案件3件 begins; -1 where it is none."""
        one, text = self.layout.quantities[number], self.layout.text
        if _LIMITED.fullmatch(text, one.end, place):
            return one.start
        if one.end == place:
            short = one.kind == "money" and len(self.said.names[number + 1]) < _MIN  # 百万元村
            return one.start if one.kind in _SIZES or short else -1
        over = (
            _OVER.search(self.layout.before(number))
            if text.startswith("的", one.end) and one.end + 1 == place
            else None
        )
        if over is None:
            return -1
        begin = strip_left(text, self.layout.left[number], self.layout.left[number] + over.start())
        return begin if one.start - begin < _LONGEST_LIMIT else self.layout.left[number] + over.start()

    def _take(self, number: int, earlier: int) -> None:
        """死亡97人，下降9%: the second figure is of the same."""
        if earlier in self.found:
            self.found[number] = self.found[earlier]
            self.said.wholes[number] = self.said.wholes[earlier]

    def _is_scene(self, number: int, name: str) -> bool:
        """学校 of 聚集性疫情56起，其中学校49起: where the events of the whole took place."""
        whole, event = self.of[number], pattern("names_without_owner", "event")
        told_of = (
            whole is not None and self.layout.quantities[number].unit == "起" and event.search(self.said.names[whole])
        )
        return bool(told_of) and not event.search(name)

    def _kind(self, number: int, name: str) -> None:
        whole = self.of[number]
        base = self.found.get(number - 1, "") if whole is None else self.said.whole(whole)
        base = _LEVEL.sub("", base, count=1) if _LEVEL.match(base) else base
        if len(base) >= _MIN and not is_bare(base):
            self.found[number] = base
            self.said.wholes[number] = name + base

    def _owner(self, number: int, name: str, place: int, group: str) -> str:
        if name[-1] in _LAST_OF_STEMS and (stem := self._of_stem(number, name, place)):
            return stem
        if name == "贡献率" and number and self.layout.before(number).startswith(name):
            rate = self.layout.quantities[number - 1].kind == "percent" and self.layout.text[place - 1] == ","
            grown = rate and cues.change_verb().search(self.layout.before(number - 1))
            return self.said.whole(number - 1) if grown else ""  # 服务业增加值增长10%，贡献率50%
        if not group or (
            self.layout.quantities[number].kind == "percent" and group != "harm" and name[-1] not in "率度比"
        ):
            return ""  # 完成总长的78%
        if group == "spent":
            own = "" if self.layout.text.startswith("的", place - 1) else self._fit_before(number, place)
            return own or self._spent_on(number) or self._undertaking(number, name)
        if group == "general":
            return self._of_body(number, place) or self._served(number)
        if group == "member":
            return self._of_schools(number)
        if group == "room":
            return self._of_house(number)
        one = self.layout.quantities[number]
        if group == "measure" and one.kind == "money":
            if own := self._spent_on(number):
                return own
            if self.layout.text.startswith(("用于", "的"), one.end):
                return ""  # 投入500万元修路，投资300万元用于校舍维修: of what is told behind it
        found = self._of_group(number, group, place) if group != "alike" else ""
        return found or self._alike(number, name)

    def _of_stem(self, number: int, name: str, place: int) -> str:
        """县城空气质量 of 县城空气质量优良天数312天，优良率85%: what stands in front of the same word in a name before."""
        if place < 0 or self.layout.text[place - 1 : place] == "的":
            return ""
        rate = name[-1] == "率" and len(name) == _STEM + 1 and not _WHOLE.match(name)
        stem = name[:-1] if rate else traded[1] if (traded := _TRADED.fullmatch(name)) else ""
        end = self.layout.quantities[number - 1].end if number else place
        if not stem or len(_MARK.findall(self.layout.text, end, place)) > 1:
            return ""  # 汽车销售量8万辆，手机普及，销售额6亿元
        for earlier in range(number - 1, max(-1, number - 4), -1):
            other = self.said.whole(earlier)
            if stem in _PRICED:
                other = other.replace(_PRICED[stem], stem)
            if (at := other.find(stem)) > 0 and "占" not in other and not (rate and other[-1] == "率"):
                return _fit(_JUDGED.sub("", other[:at].removesuffix("已")))
            if other and not rate:
                return ""  # 商品房销售面积8万平方米；二手房成交3万套，销售额6亿元
        return ""

    def _fit_before(self, number: int, place: int) -> str:
        """The noun in front of the name."""
        if not 0 <= place < self.layout.quantities[number].start:
            return ""
        return _fit(noun_before(self.layout, self.layout.left[number], place))

    def _of_body(self, number: int, place: int) -> str:
        """审计委员会 of 审计委员会召开会议7次, 校园监控 of 校园监控新增128个点位."""
        layout, left = self.layout, self.layout.left[number]
        end = place if 0 <= place < layout.quantities[number].start else layout.quantities[number].front
        if place < 0 or (verb := _VERB_AT_END.search(layout.text, left, end)) is None:
            return ""
        return _fit(noun_before(layout, left, verb.start()))

    def _housed(self, number: int) -> str:
        """养老机构 of 养老机构21家，床位380张."""
        for earlier in range(number - 1, max(-1, number - 4), -1):
            one, between = self.layout.quantities[earlier], self.layout.between(earlier, number)
            if self.of[earlier] is None or self.of[earlier] == number:
                name = self.said.names[earlier]
                plain = one.unit in _HOUSES and _INSTITUTION.search(name) and "、" not in name
                first = earlier == 0 or ";" in self.layout.between(earlier - 1, earlier)
                return name if plain and (first or between[0] == "、") and _ONLY_ROOMS.fullmatch(between) else ""
        return ""

    def _of_house(self, number: int) -> str:
        """县医院新院区 of 县医院新院区10月投用，设置床位600张."""
        layout, clause = self.layout, self.layout.clause[number]
        if name := self._housed(number):
            return name
        if not clause or layout.text[clause - 1] != "," or layout.left[number] != clause:
            return ""
        start = max(layout.text.rfind(mark, 0, clause - 1) for mark in ",;。:") + 1
        if number and layout.quantities[number - 1].end > start:
            return ""
        happened = _HAPPENED.search(layout.text, start, clause - 1)
        noun = noun_before(layout, start, happened.start() if happened else clause - 1)
        noun = noun[one.end() :] if (one := _ONE.match(noun)) else noun
        return noun if len(noun) <= _MAX and _HOUSE.search(noun) and "、" not in noun else ""

    def _of_schools(self, number: int) -> str:
        """普通高中 of 普通高中49所，在校学生9.76万人."""
        floor = max(self.layout.text.rfind(mark, 0, self.layout.quantities[number].start) for mark in ";。")
        for earlier in range(number - 1, max(-1, number - 5), -1):
            one = self.layout.quantities[earlier]
            if one.start < floor or one.kind != "count":
                return ""
            if one.unit == "人" and (level := _ENROLS.search(self.said.whole(earlier))):
                other = self.said.whole(earlier - 1) if earlier else ""
                both = other != self.said.whole(earlier) and other.endswith(level.group())
                return "" if both else self.said.whole(earlier)[: level.start()]  # 本科招生4万人，在校生13万人
            if one.unit == "所":
                name = self.said.names[earlier]
                before = self.layout.quantities[earlier - 1] if earlier else None
                several = before is not None and before.unit == one.unit and before.start > floor
                return name if _SCHOOLS.fullmatch(name) and self.of[earlier] is None and not several else ""
        return ""

    def _undertaking(self, number: int, name: str) -> str:
        """信息化项目 of 实施信息化项目，投入300万元."""
        clause = self._clause_before(number) if self.layout.before(number) == name else None
        if self.layout.text.startswith("用于", self.layout.quantities[number].end):
            return ""  # 推进信息化项目，投入300万元用于扶贫
        return clause if clause and is_built(clause) and not _MEETING.search(clause) else ""

    def _spent_on(self, number: int) -> str:
        """实训中心 of 投入1960万元建成实训中心, 污水处理厂 of 投资1280万元的污水处理厂建成运行."""
        layout, end = self.layout, self.layout.quantities[number].end
        following = (
            self.layout.quantities[number + 1].front if number + 1 < len(layout.quantities) else len(layout.text)
        )
        found = _SPENT.match(layout.text, end)
        if found is None and following < len(layout.text):
            found = _SPENT_AT_ONCE.fullmatch(layout.text, end, following)
        if found is None or found.end() > following or not layout.before(number).endswith(_SPENDS):
            return ""
        return _fit(layout.sentence[found.start("what") : found.end("what")])

    def _of_group(self, number: int, group: str, place: int) -> str:
        layout = self.layout
        if group in ("measure", "income"):
            if own := self._fit_before(number, place):
                return own
            clause = self._clause_before(number)
            if clause is not None:
                return clause
            lead = layout.sentence[layout.left[number] : max(place, layout.left[number])]
            earned = group == "income" and number and _EARNERS.search(self.said.names[number - 1])
            spent = lead == "完成" and number and is_built(self.said.names[number - 1])  # 实施项目36个，完成投资12亿元
            again = number and lead in _GOES_ON and self.said.names[number - 1].endswith("投资")
            if again and number - 1 in self.found:
                return self.found[number - 1]  # 概算投资3亿元，累计完成投资1亿元
            if not (earned and lead == "实现") and not spent and not _NO_VERB.fullmatch(lead):
                return ""
            if self.said.names[number] in indicators() and not earned:
                return ""  # 新增门店28家，营业收入3亿元: of the whole firm
            if self.said.names[number] in _TOTALS and layout.quantities[number].kind != "count":
                return ""  # 零售总额97亿元，总量是2017年的1.4倍
        if group == "harm":
            return self._event(number)
        if group == "verb" and (served := self._served(number)):
            return served
        counted = self._counted(number)
        if counted is None:
            return ""
        if counted in self.found:
            return self.found[counted]
        unit, name = layout.quantities[counted].unit, self.said.whole(counted)
        if counted and unit == layout.quantities[counted - 1].unit and self.said.names[counted - 1] in name:
            name = self.said.whole(counted - 1)  # 信访件468件已办结459件，办结率98%
        if group in ("deed", "verb"):
            fits = group == "verb" or pattern("names_without_owner", "dealt with").search(name)
            return _noun(name) if fits and unit == layout.quantities[number].unit else ""
        if group == "income" and unit in _OF_PEOPLE:
            begin = self.said.place(layout, counted)
            return _fit(noun_before(layout, layout.left[counted], begin)) if begin >= 0 else ""
        if unit in _OF_PEOPLE and layout.quantities[number].kind == "money":
            return self._done_for(counted)
        if not self._has(number, counted, name):
            return ""
        return _fit(_MEASURED.sub("", name)) if _MEASURED.search(name) else _noun(name)

    def _served(self, number: int) -> str:
        """夜间门诊 of 开设夜间门诊，接诊3万人次: what the clause before opens, or fights."""
        clause, name = self.layout.clause[number], self.said.names[number]
        start = max(self.layout.text.rfind(mark, 0, max(0, clause - 1)) for mark in ",;。:") + 1
        opens = _OPENS.search(self.layout.text, start, max(start, clause - 1))
        if opens is None or self.layout.before(number) not in (name, "共" + name):
            return ""
        return _fit(noun_before(self.layout, opens.end(), clause - 1))

    def _done_for(self, counted: int) -> str:
        """奖励学生 of 奖励学生512人，金额3万元: money is of what was done for people, not of them."""
        name, begin = self.said.names[counted], self.said.place(self.layout, counted)
        if begin < 0:
            return ""
        start = verbs_before(self.layout.text, self.layout.left[counted], begin)
        given = start < begin or _ends_in_verb(name) or _GIVEN.search(name)
        return self.layout.sentence[start:begin] + name if given else ""

    def _has(self, number: int, counted: int, name: str) -> bool:
        """Whether what is counted can have the measure: people have no area and no price, only what is built an investment."""
        kind, before = self.layout.quantities[number].kind, self.layout.quantities[counted]
        two = (
            counted
            and self.layout.quantities[counted - 1].unit == before.unit
            and counted - 1 not in self.found
            and not name.startswith(self.said.names[counted - 1])  # 信访件468件已办结459件，办结率98%
        )
        if two and (kind == "percent" or self.said.names[number].startswith(("总额", "合计"))):
            return False  # 食品120批次，药品80批次，合格率99%: of both
        if before.unit in _OF_PEOPLE:
            return kind in ("percent", "count")
        return (
            not self.said.names[number].endswith("投资")
            or pattern("names_without_owner", "built").search(name) is not None
        )

    def _clause_before(self, number: int) -> str | None:
        """What the clause right before is about, "" where it does not tell; None where it has a figure of its own."""
        layout = self.layout
        clause = layout.clause[number]
        if not clause or layout.text[clause - 1] != "," or layout.left[number] != clause:
            return None
        start = max(layout.text.rfind(mark, 0, clause - 1) for mark in ",;。:") + 1
        if number and layout.quantities[number - 1].end > start:
            return None
        if clause - start > _WINDOW:
            return ""
        if self.said.names[number][-1] in _OF_CONDUCT and pattern("names_without_owner", "rules").search(
            layout.text, start, clause
        ):
            return None  # 推行阳光厨房，合格率98%
        if self.said.names[number] in _HARVESTS and (grain := layout.text.find("粮食", start, clause)) >= 0:
            return layout.sentence[grain : grain + _MIN]  # 粮食生产再获丰收，总产达到5万吨
        happened = _HAPPENED.search(layout.text, start, clause - 1)
        return _fit(noun_before(layout, start, happened.start() if happened else clause - 1))

    def _counted(self, number: int) -> int | None:
        """The figure before that counts things, in the same part of the sentence."""
        layout = self.layout
        floor = max(layout.text.rfind(mark, 0, layout.quantities[number].start) for mark in ";。")
        for earlier in range(number - 1, max(-1, number - 9), -1):
            one = layout.quantities[earlier]
            if one.start < floor or layout.quantities[number].start - one.end > _WINDOW:
                return None
            if earlier in self.found:
                return earlier
            if layout.bracket[earlier] not in (None, layout.bracket[number]) or self._is_one_of_parts(earlier, number):
                continue
            name = self.said.names[earlier]
            if one.kind not in ("count", "money", "area", "length", "weight") or not _MIN <= len(name) <= _MAX:
                continue
            return None if is_bare(name) or _NO_OWNER.match(name.replace("、", "")) or _is_done(name) else earlier
        return None

    def _is_one_of_parts(self, earlier: int, number: int) -> bool:
        """Whether it is a part that a measure behind is not of: of several, or where a total is told. 其中重点项目3个，投资2亿元."""
        whole = self.of[earlier]
        if whole is None:
            return False
        only = earlier == number - 1 and self.of[number] is None and (not earlier or self.of[earlier - 1] != whole)
        if self.layout.quantities[number].kind == "percent":
            return True
        return not only or self.said.names[number].startswith(("总", "合计"))

    def _event(self, number: int) -> str:
        """What did the harm, in the same sentence: 火灾 of 火灾起数下降8%，死亡2人."""
        for earlier in range(number - 1, max(-1, number - 9), -1):
            if earlier in self.found:
                return (
                    self.found[earlier] if pattern("names_without_owner", "event").search(self.found[earlier]) else ""
                )
            if event := pattern("names_without_owner", "event").search(self.said.names[earlier]):
                return self.said.names[earlier][: event.end()]
            if self.layout.quantities[earlier].unit == "起":
                return ""  # 食物中毒5起，受伤8人
        clause = self.layout.clause[number]
        if self.layout.left[number] != clause or not self.layout.before(number).startswith(self.said.names[number]):
            return ""
        start = max(self.layout.text.rfind(mark, 0, max(0, clause - 1)) for mark in ",;。:") + 1
        found = pattern("names_without_owner", "event").search(self.layout.text, start, max(start, clause - 1))
        return _fit(_AGAINST.sub("", noun_before(self.layout, start, found.end()))) if found else ""

    def _alike(self, number: int, name: str) -> str:
        """城市噪声 of 夜间达标率, where 城市噪声昼间达标率 has been told; 公路 of 货运量 beside 公路客运量."""
        if not _ALIKE.fullmatch(name):
            return ""
        for earlier in range(number - 1, max(-1, number - 5), -1):
            if earlier in self.found and _ALIKE.fullmatch(self.said.names[earlier]):
                return self.found[earlier]
            other = self.said.names[earlier]
            last = _LAST.search(other)
            sides = {other[-2:], name[-2:]} == _BOTH_SIDES
            if sides and (self.of[earlier] is not None or self._is_one_of_items(earlier)):
                return ""  # 总收入9亿元，其中事业收入3亿元；总支出8亿元
            if last and last.group() in _QUANTITIES_OF_GOODS and name not in _QUANTITIES_OF_GOODS:
                return ""  # 原煤产量8万吨，发电量6亿千瓦时
            if last and last.start() and (sides or other[-1] == name[-1]):
                owner = other[: last.start()]
                return "" if _BEFORE_MEASURE.match(owner) or (sides and owner[-1] == "税") else _fit(owner)
        return ""

    def _is_one_of_items(self, number: int) -> bool:
        """Whether another income was told right before: 医疗收入3亿元，药品收入1亿元，支出4亿元."""
        name, text = self.said.names[number], self.layout.text
        floor = max(text.rfind(mark, 0, self.layout.quantities[number].front) for mark in ";。")
        for earlier in range(number - 1, -1, -1):
            other = self.said.names[earlier]
            if self.layout.quantities[earlier].start < floor or other[-2:] in _BOTH_SIDES - {name[-2:]}:
                return False
            if other[-2:] == name[-2:] and other != name:
                return True
        return False


def owned(layout: Layout, said: Subjects, of: tuple[int | None, ...]) -> None:
    """Whole names to the names that are bare."""
    owners = _Owners(layout, said, of)
    for number in range(len(layout.quantities)):
        owners.look(number)


def is_built(name: str) -> bool:
    """Whether it names what is built, or an undertaking, which may have an investment, an area, a number of things begun."""
    return pattern("names_without_owner", "built").search(name) is not None and not _is_done(name)


def joined(owner: str, name: str) -> str:
    """The two as one name, what both say once.

    >>> joined("口袋公园", "面积"), joined("城区空气优良天数", "优良天数比例")
    ('口袋公园面积', '城区空气优良天数比例')
    """
    for size in range(min(len(owner), len(name)), 1, -1):
        if owner.endswith(name[:size]):
            return owner + name[size:]
    return owner + name


def _is_done(name: str) -> bool:
    """Whether a name tells what is done, which owns nothing: 推进, 绿化."""
    return bool(
        pattern("names_without_owner", "does").match(name) or pattern("names_without_owner", "done").search(name)
    )


def is_bare(name: str) -> bool:
    """Whether a name says only which measure, state, kind or deed is told."""
    return _group(name) not in ("", "alike", "general", "member", "room", "spent")


@lru_cache(maxsize=4096)  # the same names stand in every report
def _group(name: str) -> str:
    """Which group of the table a name is of, "alike" where it has an owner only beside another, "" where it is whole."""
    if len(name) > _MAX or _WHOLE.match(name):
        return ""
    first = _BEFORE_MEASURE.match(name)
    for group in ("kind", "measure", "income", "harm", "deed", "general", "member", "room", "spent"):
        bare = pattern("names_without_owner", group)
        if bare.fullmatch(name) or (first and group != "kind" and bare.fullmatch(name, first.end())):
            return group
    if name.upper() in indicators():
        return ""
    return "alike" if _ALIKE.fullmatch(name) else "verb" if name.removeprefix("新") in told() else ""


def _ends_in_verb(name: str) -> bool:
    return any(name[-size:] in told() for size in (2, 3))


def _noun(owner: str) -> str:
    """Without the verb that it begins with: 企业诉求 of 收集企业诉求."""
    verb = first_verb(owner, 0, len(owner), told())
    goes_on = cues.COMPOUND.match(owner, verb)
    apart = goes_on is None or goes_on.group() == "企业"  # not 服务业两区
    return owner[verb:] if apart and len(owner) - verb >= _SHORTEST_OBJECT else owner


def _fit(owner: str) -> str:
    """The owner, "" where it is none: a place, a body, a time; without the verb at its end (休闲农业接待)."""
    for verb in cues.deed().finditer(owner):
        if verb.end() == len(owner):
            owner = owner[: verb.start()]
    owner = _noun(_BUILT_UP.sub("", owner))
    plain = not _is_done(owner) and _MIN <= len(owner) <= _MAX and not _NO_OWNER.match(owner) and not is_bare(owner)
    return owner if plain else ""
