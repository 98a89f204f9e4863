"""A layout and what each figure is called → whole names, where a name says only which measure, state or kind is told.

面积 of 口袋公园, 死亡 of 道路交通事故, 国家级 of 龙头企业: the owner stands in the sentence, in front of the verb, in the clause
before, or as what an earlier figure counts. Where none plainly does, the name stays as it is: a wrong owner is worse.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from store import patterns as re
from store.figures.bare_names import (
    ALIKE,
    BEFORE_MEASURE,
    LONGEST,
    NO_OWNER,
    PEOPLE,
    SHORTEST,
    ends_in_verb,
    fit_owner,
    group_of,
    is_bare,
    is_built,
    is_done,
    joined,
    without_verb,
)
from store.figures.clauses import Layout
from store.figures.names import Subjects
from store.figures.names_with_deeds import first_verb, told, untold
from store.figures.owners_nearby import (
    BOTH_SIDES,
    WINDOW,
    body_in_front,
    body_with_staff,
    bought_behind,
    done_for_people,
    earner_before,
    frame_before,
    grown_before,
    house_with_parts,
    house_with_rooms,
    is_one_of_incomes,
    noun_in_front,
    opened_before,
    people_before,
    people_told_before,
    schools_with_pupils,
    told_in_clause_before,
    topic_of_part,
    undertaking_before,
    with_stem,
)
from store.figures.phrases import noun_before, strip_left
from store.language.indicators import names as indicators
from store.language.tables import ending, pattern

# 拆除危房144平方米，实现投资15万元: with a verb of its own the money is of something else.
_NO_VERB = re.compile(
    r"(?:以上|左右|多|涉及|发放|其|已|平均|每[月年]|预计年?新增|全年|年度|当年|累计|共计?|预计|计划|总|约|、|\s){0,3}"
)
_ALL_OR_LEVEL = re.compile(
    r"^(?:(?:[国省市县区][家级]级?)?A级|[国省市县区][家级]级?(?:[及和]?以上)?的?|全[一-龥](?=.{4}))"
)
# 学校占地面积86亩，建筑面积3万平方米: both are of the school.
_MEASURED = re.compile(
    r"(?:(?:占地|建筑|播种|种植|送审|总){0,2}(?:面积扩?|长度|里程|容量|金额|总额|余额|规模|数量|人数)|(?:总|年)?[产销]量|(?:总|年|综合|平均)?(?!.[产销]量)[一-龥]{2}量)$"
)
_LAST_OF_MEASURE = re.compile("(?:面积|量|余额|金额)$")
_PARTS_OF_ONE = ("校区", "院区")
_EARNERS = re.compile(r"(?:企业|公司|合作社|园区|景区|农场|基地|产业)$")
# 公路客运量 … 货运量, 城市噪声昼间达标率 … 夜间达标率: names that end alike are of one owner.
_LAST = re.compile(
    r"(?:[昼夜]间|总|年|综合|平均|(?:初次)?(?:毕业)?去向)?(?:(?!.[产销]量$)[一-龥]{2}[量率]|[产销]量|[存出]栏|(?:收入|支出)?[预决]算数?|(?:人均(?:可支配|消费)?)?(?:收入|支出))$"
)
# 未发生火灾, 防洪灾演练: no event, or what is done lest it comes
_PREVENTED = re.compile(
    "[未无零没]|(?<![预严消])防(?!范)|预警|演[练习]|排查|整治|隐患|救灾|抗[旱洪灾震]|杜绝|保险|应对|宣传|监测"
)
_BEFORE_EVENT = re.compile("^(?:[上中下]旬|连?降|遭受|一起|(?:预防|防范|遏制|减少|打击|严防)[和及与、]?)+")
_LAST_OF_STEMS = frozenset("率积额量入出价格")
_QUANTITIES_OF_GOODS = frozenset("产量 销量".split())
_GROWN_ON = frozenset("亩产 单产 平均亩产 总产 产量".split())
_NEW = re.compile("^(?:新[开建增设](?=..)|立(?=.{2,8}案))")  # 新开线路9条，优化8条
_SETTLES = frozenset("调处 调解 化解".split())
_TOTALS = frozenset("总数 总量".split())
_LIMITED = re.compile("以[上下]的?")
_OVER = re.compile(r"(?:超过?|不足|未?满|不到|逾)\s?$")
_SUM_OF = re.compile(
    "(?:年|入库)?(?:纳税|税收|总?产值|[一-龥]{0,4}收入|销售额|营收|总?投资|合同额)(?:额|在|达|超过?)?$"
)
_RATES = ("率", "浓度")
_MOST = re.compile("(?:最[大高低小])?")
_COMPARED = re.compile("[与同比和较][^,;。]{1,8}(?:相?比|同期)?,|同比,")
_EARNED = re.compile("(?:收入|产值|利润|营收|税收|税额)$")
_PER_HEAD = re.compile("^[户村企人]均")
_PUNISHED = re.compile("案|违|罪|行为|处罚|投诉|事故")
_NEXT = 4  # characters behind an event that say whether it came
_HOURS = frozenset("小时 分钟".split())
_LONGEST_LIMIT, _LONGEST_ROW, _NEAR = 14, 4, 9
_LETTERED, _GRADED = re.compile("[A-E]"), re.compile("排查|检[查测]|鉴定|评[估定级]|监测|认定")
_ROMAN = re.compile("劣?[Ⅰ-ⅫIVX]")
_GOES_ON = frozenset("累计完成 已完成 完成 本年完成 当年完成 年内完成 全年完成 今年完成 年底完成".split())
_INVESTED = re.compile("(?:总|计划|概算|估算){1,2}投资$")
_OF_ITSELF = re.compile("主体|结构|进度|床位|地[上下]")
_OF_ANOTHER = frozenset(("", "alike", "verb"))
_SPREADS = ("普及率", "覆盖率")
_DONE_TO = re.compile("(?:改造|建设|整治)$")
_PLANNED = re.compile("^.{0,4}?(?:编制|核定|规划|批准|排查|发现)(?=..)")
_HANDLED = re.compile("^处理(?=.{4})(?!中心|设施|能力)")  # 处理违法案件300件，其中环保80件
_ACCOUNT = re.compile("[总合]计")
_LINE = re.compile(r"^\d{3,5}(?=工单|热线|来电|诉求)")
_BRACKET = re.compile("(?<=..)[(（][^()（）]*[)）]$")
_IN_A_ROW = frozenset(",、和及与")
_PLAN = re.compile("(?:预算|决算|计划)数?$")
_NEXT_TO = ("", "、")
_STOREYS = frozenset("地上 地下".split())
_SIZES = frozenset("area length weight other".split())


# What only some can have: floors stand in a house, a price falls of stores, those healed were ill.
_OWN = {
    **dict.fromkeys(_STOREYS, re.compile("^(?!地[上下])[^、]*(?:[楼馆院厦塔库]|中心|综合体|校区|公寓|酒店)$")),
    "跌价准备": re.compile("存货|商品|材料"),
    "坏账准备": re.compile("应收|预付|垫付"),
    "治愈出院率": re.compile("者|患|病|感染"),
}
_OF_NONE = re.compile("(?:投资|床位|造价)$")  # 病房楼总投资3亿元，建筑面积3万平方米: no area of the investment


def _may_own(owner: str, name: str) -> bool:
    """Whether what stands near can have such a measure."""
    if (owns := _OWN.get(name)) is not None and owns.search(owner) is None:
        return False
    return not (name.endswith("面积") and _OF_NONE.search(owner))


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
        if place >= self.layout.quantities[number].end and (limited := self._limit_of(number)):
            self.said.wholes[number] = limited
            return
        if (
            place < 0
            and self.layout.before(number) == "的"
            and name not in self.layout.before(number - 1)
            and (over := self._over(number - 1)) >= 0
        ):
            self.said.wholes[number] = self.layout.sentence[over : self.layout.quantities[number].front] + name
            return  # 未结案件90件，其中超过12个月的8件
        if place < 0 and earlier is not None:
            verb = self.layout.before(number)
            if group_of(name) == "kind" and verb in told():
                self.said.names[number] = verb  # 国家级3项；立项9项
                return
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
        if name == "总量" and self.layout.quantities[number].kind == "multiple":
            self._total(number)
            return
        group = group_of(name)
        if self.layout.quantities[number].unit in PEOPLE and pattern("names_without_owner", "staff").fullmatch(name):
            group = "staff"
        if name == "损失" and not self.layout.before(number).startswith(name):
            group = "measure"  # 废品损失3万元, 追回损失3万元
        if group == "kind" or (not group and self._is_some_of_these(number, name)):
            self._kind(number, name)
        elif group == "rest":
            self._rest(number, name)
        elif group and place >= 0 and (account := _ACCOUNT.match(self.layout.text, place + len(name))):
            self.said.wholes[number] = name + account.group()  # 收入总计 is of all items told before
        elif (owner := self._owner(number, name, place, group)) and _may_own(owner, name):
            owner = (
                owner.removeprefix(name[:SHORTEST]) if len(owner) >= 2 * SHORTEST else owner
            )  # 转让专利12件，转让金额3万元
            if name.endswith(_SPREADS):
                owner = _DONE_TO.sub("", owner)  # 厕所改造3150座，普及率91%
            if name == "毛利率":
                owner = owner.removesuffix("收入")  # 齿轮收入8亿元，毛利率22%
            measure = _MEASURED.search(owner) if group == "state" else None
            if measure:  # 固体废物产生量3万吨，综合利用2万吨
                last = _LAST_OF_MEASURE.search(owner)
                owner, name = owner[: measure.start()], name + (last.group() if last else "")
            self.found[number] = owner
            if name == "投资" and self.layout.text.startswith("完成", place - 2):
                whole = joined(owner, "总投资")  # 大桥总投资9亿元，完成投资2亿元
                name = "完成投资" if whole in map(self.said.whole, range(number)) else name
            some = group == "state" and self.of[number] is not None and self.layout.quantities[number].unit in PEOPLE
            self.said.wholes[number] = joined(name, owner) if some else joined(owner, name)

    def _limited(self, number: int, place: int) -> int:
        """Where 35岁以下 of 35岁以下干部37人, 60米 of 60米云梯车2辆, 超过12个月 of 超过12个月的案件3件 begins; -1 where it is none."""
        one, text = self.layout.quantities[number], self.layout.text
        name, before = self.said.names[number + 1], self.layout.before(number)
        if _LIMITED.fullmatch(text, one.end, place):
            paid = _SUM_OF.search(before) if one.kind == "money" else None  # 纳税500万元以上企业
            owner = noun_before(self.layout, self.layout.left[number], one.start) if paid else ""
            earned = owner.endswith("收入") and before.endswith(owner)
            return one.start - len((owner if earned else paid.group()) if paid else "")
        if one.end == place and name.endswith(_RATES) and (one.kind in _SIZES or one.unit in _HOURS):
            owner = noun_before(self.layout, self.layout.left[number], one.start)  # 公交站点500米覆盖率
            at = before.rfind(owner) if owner else -1
            return one.start - len(before) + at if at >= 0 and _MOST.fullmatch(before, at + len(owner)) else one.start
        if one.end == place:
            short = one.kind == "money" and len(name) < SHORTEST  # 百万元村
            return one.start if one.kind in _SIZES or short else -1
        return self._over(number) if text.startswith("的", one.end) and one.end + 1 == place else -1

    def _over(self, number: int) -> int:
        """Where 超过12个月 begins; -1 where none of such words stand in front of a figure."""
        one, text = self.layout.quantities[number], self.layout.text
        over = _OVER.search(self.layout.before(number))
        if over is None:
            return -1
        begin = strip_left(text, self.layout.left[number], self.layout.left[number] + over.start())
        return begin if one.start - begin < _LONGEST_LIMIT else self.layout.left[number] + over.start()

    def _limit_of(self, number: int) -> str:
        """村集体收入 of 村集体收入9万元，其中5万元以上的村3个: what a limit is of, where it was told in the same unit."""
        one, text = self.layout.quantities[number], self.layout.text
        over = text.startswith("的", one.end) and _OVER.search(self.layout.before(number))
        if one.kind != "money" or not (over or text.startswith(("以上的", "以下的"), one.end)):
            return ""
        if _OVER.sub("", self.layout.before(number)).rstrip(",") not in ("", "其中", "消除"):
            return ""
        floor = text.rfind("。", 0, one.start)
        for earlier in range(number - 1, max(-1, number - 5), -1):
            before, whole = self.layout.quantities[earlier], self.said.whole(earlier)
            if before.start > floor and before.unit == one.unit and whole:
                if self.layout.is_apart(earlier, number):
                    return ""  # 营业收入9亿元；研发投入，5亿元以上的企业3家
                return _PER_HEAD.sub("", whole) if _EARNED.search(whole) else ""
        return ""

    def _take(self, number: int, earlier: int) -> None:
        """死亡97人，下降9%: the second figure is of the same."""
        whole = self.said.whole(earlier)
        done = self.layout.before(number).strip(",") in _GOES_ON and _INVESTED.search(whole)
        if earlier in self.found:
            self.found[number] = self.found[earlier]
            self.said.wholes[number] = whole
        if done and self.layout.quantities[number].kind == "money":  # 总投资3亿元，已完成2亿元
            self.said.wholes[number] = f"{whole}完成额"

    def _total(self, number: int) -> None:
        """零售总额 of 零售总额8亿元，增长5%，总量是2013年的3倍: the amount itself."""
        for earlier in range(number - 1, max(-1, number - 4), -1):
            if self.layout.quantities[earlier].kind == "money":
                self.said.wholes[number] = self.said.whole(earlier)
                self.said.names[number] = self.said.names[earlier]
                return
            if not self.layout.tells_change(earlier):
                return  # 投资9亿元，汽车500辆，总量是2013年的3倍

    def _is_some_of_these(self, number: int, name: str) -> bool:
        """Whether a part leaves out what is counted: 学校 of 疫情56起，其中学校49起, 本科以上学历 of 教师97名，其中本科以上学历80名."""
        whole, unit = self.of[number], self.layout.quantities[number].unit
        if whole is None or unit != self.layout.quantities[whole].unit:
            return False
        things = self.said.whole(whole)
        if unit in PEOPLE:
            # 60岁以上老年人8万人，其中80岁以上2万人: of an age that is another
            return not things[:1].isdigit() and bool(
                ending("names_without_owner", "quality").search(name)
                and ending("names_without_owner", "people").search(things)
            )
        own = pattern("names_without_owner", "things").search(name) or things.endswith(name)
        return ending("names_without_owner", "things").search(things) is not None and not own

    def _rest(self, number: int, name: str) -> None:
        """剩余隐患 of 排查隐患97处，整改94处，剩余3处, 实际开放床位 of 编制床位1500张，实际开放1486张."""
        counted = number - 1 if number - 1 in self.found else self._counted(number)
        if counted is not None and self.layout.quantities[counted].unit == self.layout.quantities[number].unit:
            things = _ALL_OR_LEVEL.sub("", self.found.get(counted, self.said.names[counted]))
            things = things[:-2] if len(things) > 3 and ends_in_verb(things) else things  # 17件信访件办结16件，剩余1件
            self.found[number] = _PLANNED.sub("", fit_owner(things))
            self.said.wholes[number] = name + self.found[number]

    def _kind(self, number: int, name: str) -> None:
        whole = self.of[number]
        base = "" if whole is None else self.said.whole(whole)
        base = _HANDLED.sub("", without_verb(_ALL_OR_LEVEL.sub("", base, count=1)))
        base = base[first_verb(base, 0, len(base), untold()) :]  # 实施项目9个，其中产业类6个
        share = self.layout.quantities[number].kind == "percent" and "占" in self.layout.before(number)
        counts = share or self.layout.quantities[number].kind == "count"
        if not base and counts and name[-1] == "类":  # 投诉中，噪声类占2成; 断面中，Ⅲ类6个，占75%；Ⅳ类2个
            again = not number or self.said.names[number - 1][-1:] == "类"
            framed = again or "中," in self.layout.between(number - 1, number)
            base = (
                frame_before(self.layout, number) if framed else ""
            )  # no 噪声类 of 断面中，Ⅰ类6个，投诉9件，噪声类2个
        if not base and whole is None:
            base = self._of_class_before(number, name) or self._of_things_before(number, name)
        if len(base) >= SHORTEST and not is_bare(base):
            self.found[number] = base
            self.said.wholes[number] = joined(name, base) + ("占比" if share else "")

    def _of_class_before(self, number: int, name: str) -> str:
        """What the figure right before, or the last class of things counted, was of."""
        for earlier in range(number - 1, max(-1, number - _NEAR), -1):
            other, one = self.said.names[earlier], self.layout.quantities[earlier]
            alike = bool(_ROMAN.match(other)) == bool(_ROMAN.match(name)) or name[-1] != "类"
            beside = earlier == number - 1 or one.unit == self.layout.quantities[number].unit
            if earlier < number - 1 and other[-1:] != "类":
                return ""
            if beside and earlier in self.found:
                return self.found[earlier] if alike and not self.layout.is_apart(earlier, number, name) else ""
        return ""

    def _of_things_before(self, number: int, name: str) -> str:
        """社区书屋 of 建成社区书屋5个，省级1个: what the figure right before counts, some of which are of a grade."""
        if not number or name[-1] != "级":
            return ""
        one, before = self.layout.quantities[number], self.layout.quantities[number - 1]
        things, between = self.said.names[number - 1], self.layout.between(number - 1, number)
        if one.unit != before.unit or one.low > before.high or between[:1] != "," or ";" in between:
            return ""
        if _LETTERED.match(name) and not _GRADED.search(self.layout.before(number - 1)):
            return ""  # 培养党员97名，A级3名
        return "" if self._is_one_of_two(number - 1, things) else _ALL_OR_LEVEL.sub("", things)

    def _owner(self, number: int, name: str, place: int, group: str) -> str:
        if name[-1] in _LAST_OF_STEMS and (stem := with_stem(self.layout, self.said, number, name, place)):
            return stem
        if body := body_with_staff(self.layout, self.said, number):
            return body
        if group in ("staff", "age"):
            people = people_before(self.layout, self.said, self.of, number) or people_told_before(self.layout, number)
            return people or (noun_in_front(self.layout, number, place) if group == "age" else "")
        if name == "贡献率" and number and self.layout.before(number).startswith(name):
            rate = self.layout.quantities[number - 1].kind == "percent" and self.layout.text[place - 1] == ","
            grown = rate and self.layout.tells_change(number - 1)
            return self.said.whole(number - 1) if grown else ""  # 服务业增加值增长10%，贡献率50%
        if name in _GROWN_ON and (crop := grown_before(self.layout, self.said, number, place)):
            return crop
        if not group or (
            self.layout.quantities[number].kind == "percent" and group != "harm" and name[-1] not in "率度比例"
        ):
            if group == "income" and self.layout.tells_change(number):
                return earner_before(self.layout, self.said, number, place)  # 完成总长的78%
            return topic_of_part(self.layout, self.said, number)
        if group == "spent":
            own = "" if self.layout.text.startswith("的", place - 1) else noun_in_front(self.layout, number, place)
            return (
                own
                or bought_behind(self.layout, self.said, number)
                or undertaking_before(self.layout, self.said, number, name)
            )
        if group == "general":
            return body_in_front(self.layout, number, place) or opened_before(self.layout, self.said, number)
        if group == "member":
            return schools_with_pupils(self.layout, self.said, self.of, number)
        if group == "room":
            return house_with_rooms(self.layout, self.said, self.of, number)
        if group == "measure":
            end, money = self.layout.quantities[number].end, self.layout.quantities[number].kind == "money"
            if money and (own := bought_behind(self.layout, self.said, number)):
                return own
            if self.layout.text.startswith(("以上的", "以下的", *(("用于", "的") if money else ())), end):
                return ""  # 投入500万元修路，投资300万元用于校舍维修: of what is told behind it
        found = self._of_group(number, group, place) if group != "alike" else ""
        return (
            found
            or earner_before(self.layout, self.said, number, place)
            or self._alike(number, name)
            or topic_of_part(self.layout, self.said, number)
        )

    def _of_group(self, number: int, group: str, place: int) -> str:
        layout = self.layout
        if group in ("measure", "income"):
            if own := noun_in_front(self.layout, number, place):
                return own
            beside = number > 0 and self.of[number - 1] is not None and self.of[number] is None
            if beside and layout.between(number - 1, number).startswith("、"):
                return fit_owner(self.said.whole(number - 1))  # 其中欠薪类90起、涉及金额3万元
            clause = told_in_clause_before(self.layout, self.said, number)
            if clause is not None:
                return clause
            lead = layout.sentence[layout.left[number] : max(place, layout.left[number])]
            earned = group == "income" and number and _EARNERS.search(self.said.names[number - 1])
            spent = lead == "完成" and number and is_built(self.said.names[number - 1])  # 实施项目36个，完成投资12亿元
            size = layout.quantities[number].kind in _SIZES or self.said.names[number] in _STOREYS
            if (lead in _GOES_ON or (size and lead in _NEXT_TO)) and (begun := self._begun(number)):
                return begun
            if not (earned and lead == "实现") and not spent and not _NO_VERB.fullmatch(lead):
                return ""
            if self.said.names[number] in indicators() and not earned:
                return ""  # 新增门店28家，营业收入3亿元: of the whole firm
            if self.said.names[number] in _TOTALS and layout.quantities[number].kind != "count":
                return ""  # 零售总额97亿元，总量是2017年的1.4倍
        if group == "harm":
            return self._event(number)
        if group in ("verb", "deed") and (served := opened_before(self.layout, self.said, number)):
            return served
        part = self.of[number] if group == "state" else None
        counted = self._counted(number) if part is None else part
        if counted is None:
            return ""
        if group == "state" and counted < number - 1 and self._may_be_of_part(number):
            return ""
        if counted in self.found:
            return self.found[counted]
        if layout.quantities[number].kind == "percent" and (row := self._row(counted)):
            return row
        unit, name = layout.quantities[counted].unit, _BRACKET.sub("", self.said.whole(counted))
        if counted and unit == layout.quantities[counted - 1].unit and self.said.names[counted - 1] in name:
            name = self.said.whole(counted - 1)  # 信访件468件已办结459件，办结率98%
        if group in ("deed", "verb", "state"):
            least = layout.quantities[number].low
            more = group == "state" and least > layout.quantities[counted].high
            two = self._is_one_of_two(counted, name) and least <= layout.quantities[counted - 1].high
            row = layout.between(counted - 1, counted).removeprefix(self.said.names[counted - 1]) if two else ""
            if part is None and (more or (row and row[0] in _IN_A_ROW)):
                return ""  # 抽检食品90批次、药品80批次，不合格3批次: of both
            fits = group != "deed" or pattern("names_without_owner", "dealt with").search(name)
            alike = unit == layout.quantities[number].unit or part == counted  # 检车3万辆次，其中不合格9辆
            alike |= part is not None and unit in PEOPLE
            owner = without_verb(_NEW.sub("", name)) if fits and alike else ""
            begin = self.said.place(layout, counted)
            settled = self.said.names[number] == "成功" and layout.text[begin - 2 : begin] in _SETTLES
            return owner + layout.text[begin - 2 : begin] if owner and settled else owner  # 调处纠纷9起，成功8起
        if group == "income" and unit in PEOPLE:
            begin = self.said.place(layout, counted)
            return fit_owner(noun_before(layout, layout.left[counted], begin)) if begin >= 0 else ""
        if group == "income" and (_PLAN.search(name) or all(map(layout.tells_change, (counted, number)))):
            return ""  # 收入预算12亿元，实际完成13亿元; 增加床位9张，收入增加3万元
        if unit in PEOPLE and layout.quantities[number].kind == "money":
            return done_for_people(self.layout, self.said, counted)
        if not self._has(number, counted, name):
            return ""
        if name.endswith(_PARTS_OF_ONE) and (whole := house_with_parts(layout, counted)):
            return whole
        return fit_owner(_MEASURED.sub("", name)) if _MEASURED.search(name) else without_verb(name)

    def _may_be_of_part(self, number: int) -> bool:
        """Whether it may be some of a part right before: 抽检产品90批次，其中玩具30批次，不合格2批次."""
        part, one = self.layout.quantities[number - 1], self.layout.quantities[number]
        only = self.of[number - 1] is not None and (number == 1 or self.of[number - 2] != self.of[number - 1])
        return only and part.unit == one.unit and one.low <= part.high

    def _begun(self, number: int) -> str:
        """新院区 of 新院区总投资3亿元，床位90张，累计完成投资1亿元: what an investment was told of before."""
        floor = self.layout.behind_last(";。", self.layout.quantities[number].start)
        for earlier in range(number - 1, max(-1, number - 9), -1):
            if self.layout.quantities[earlier].start < floor:
                return ""
            if told := _INVESTED.search(self.said.whole(earlier)):
                return fit_owner(self.said.whole(earlier)[: told.start()])
            name = self.said.names[earlier]
            if group_of(name) in _OF_ANOTHER and not _OF_ITSELF.search(name):
                return ""  # 大桥总投资3亿元，水厂日供水3万吨，完成投资1亿元
        return ""

    def _row(self, last: int) -> str:
        """代表建议、委员提案 of 办理代表建议87件、委员提案112件，满意率98%: all that a list counts."""
        layout, first = self.layout, last
        while (
            first > last - _LONGEST_ROW
            and first
            and layout.between(first - 1, first).startswith("、")
            and first - 1 not in self.found
        ):
            first -= 1
        row = "、".join(dict.fromkeys(self.said.names[first : last + 1]))
        handled = ending("names_without_owner", "dealt with").search(row)  # no loss of 收割机9台、烘干机3台
        return row if first < last and handled and len(row) <= LONGEST else ""

    def _has(self, number: int, counted: int, name: str) -> bool:
        """Whether what is counted can have the measure: people have no area and no price, only what is built an investment."""
        kind, before = self.layout.quantities[number].kind, self.layout.quantities[counted]
        measure = self.said.names[number]
        total = kind == "percent" or measure.startswith(("总额", "合计")) or measure.endswith(("规模", "均价"))
        if total and self._is_one_of_two(counted, name):
            return False  # 食品120批次，药品80批次，合格率99%: of both
        if total and counted + 1 < number and "、" in self.layout.between(counted, counted + 1):
            return False  # 销售苹果9吨、梨3吨，均价9元
        if before.unit in PEOPLE:
            return kind in ("percent", "count") or self.said.names[number].startswith("服务时")
        if self.said.names[number] == "罚款":
            return _PUNISHED.search(name) is not None  # 查封9家，罚款6万元
        return (
            not self.said.names[number].endswith("投资")
            or pattern("names_without_owner", "built").search(name) is not None
        )

    def _is_one_of_two(self, counted: int, name: str) -> bool:
        """Whether another thing is counted right before it in the same unit."""
        return bool(
            counted
            and self.layout.quantities[counted - 1].unit == self.layout.quantities[counted].unit
            and counted - 1 not in self.found
            and not name.startswith(self.said.names[counted - 1])  # 信访件468件已办结459件，办结率98%
        )

    def _counted(self, number: int) -> int | None:
        """The figure before that counts things, in the same part of the sentence."""
        layout = self.layout
        floor = layout.behind_last(";。", layout.quantities[number].start)
        for earlier in range(number - 1, max(-1, number - 9), -1):
            one = layout.quantities[earlier]
            if one.start < floor or layout.quantities[number].start - one.end > WINDOW:
                return None
            if earlier in self.found:
                return earlier
            if layout.bracket[earlier] not in (None, layout.bracket[number]) or self._is_one_of_parts(earlier, number):
                continue
            name = self.said.names[earlier]
            if one.unit == "次" and earlier and layout.clause[earlier - 1] == layout.clause[earlier]:
                continue  # 2个水源地监测14次，达标率100%
            if one.kind not in ("count", "money", "area", "length", "weight") or not SHORTEST <= len(name) <= LONGEST:
                continue
            plain = _LINE.sub("", _BRACKET.sub("", name).replace("、", ""), count=1)
            return None if is_bare(name) or NO_OWNER.match(plain) or is_done(name) else earlier
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
        text, end = self.layout.text, self.layout.clause[number]
        begin = self.layout.begin_before(number)
        bare = number > 0 and self.layout.quantities[number - 1].end <= begin < end
        bare = bare and not _COMPARED.match(text, begin)
        for earlier in () if bare else range(number - 1, max(-1, number - 9), -1):
            if earlier in self.found:
                return (
                    self.found[earlier] if pattern("names_without_owner", "event").search(self.found[earlier]) else ""
                )
            if event := pattern("names_without_owner", "event").search(self.said.names[earlier]):
                prevented = _PREVENTED.search(self.said.whole(earlier))
                return "" if prevented else self.said.names[earlier][: event.end()]
            if self.layout.quantities[earlier].unit == "起":
                return ""  # 食物中毒5起，受伤8人
        if not self.layout.before(number).startswith((self.said.names[number], "造成")):
            return ""
        events = pattern("names_without_owner", "event")
        floor = max(end - WINDOW, self.layout.behind_last(";。", end))
        near = floor if self.said.names[number].startswith("过火") else self.layout.begin_before(number)
        for event in reversed(tuple(events.finditer(text, floor, end))):
            if event.start() >= near or text.startswith("造成", event.end()):
                break
        else:
            return ""
        start = max(floor, self.layout.behind_last(",:", event.start(), floor))
        if _PREVENTED.search(text, start, event.end() + _NEXT):
            return ""
        return fit_owner(_BEFORE_EVENT.sub("", noun_before(self.layout, start, event.end())))

    def _alike(self, number: int, name: str) -> str:
        """城市噪声 of 夜间达标率, where 城市噪声昼间达标率 has been told; 公路 of 货运量 beside 公路客运量."""
        if not ALIKE.fullmatch(name):
            return ""
        for earlier in range(number - 1, max(-1, number - 5), -1):
            if earlier in self.found and ALIKE.fullmatch(self.said.names[earlier]):
                return self.found[earlier]
            other = self.said.names[earlier]
            last = _LAST.search(other)
            sides = {other[-2:], name[-2:]} == BOTH_SIDES
            if sides and (self.of[earlier] is not None or is_one_of_incomes(self.layout, self.said, earlier)):
                return ""  # 总收入9亿元，其中事业收入3亿元；总支出8亿元
            if last and last.group() in _QUANTITIES_OF_GOODS and name not in _QUANTITIES_OF_GOODS:
                return ""  # 原煤产量8万吨，发电量6亿千瓦时
            if last and last.start() and (sides or other[-1] == name[-1]):
                owner = other[: last.start()]
                return "" if BEFORE_MEASURE.match(owner) or (sides and owner[-1] == "税") else fit_owner(owner)
        return ""


def owned(layout: Layout, said: Subjects, of: tuple[int | None, ...]) -> None:
    """Whole names to the names that are bare."""
    owners = _Owners(layout, said, of)
    for number in range(len(layout.quantities)):
        owners.look(number)
