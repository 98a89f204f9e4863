"""A figure and what stands around it → what it says as a fact: the name of the indicator, and its nature.

The name is normalised, so that GDP, 生产总值 and 全市地区生产总值 are one; the nature says which figures can be set beside each
other: what there is at a time, what a year brought, what several years brought together or on average, a change, a share, a plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from store import patterns as re
from store.figures.clauses import Layout
from store.language.indicators import names
from store.language.numerals import fold
from store.language.tables import worded

_OWN = worded(
    r"^(?:(?:全(?:[市县区州旗盟乡镇校院系]|[省国](?![一-龥]{0,12}?<name_ends.title>))(?![性赛])|[本我][市县区省国州旗校院局镇乡]|(?:全|本|上|当(?!年结余))年|年(?![产级龄检会金报度初轻均])|年末|年底|期末|其中|累计|共(?![建产青享同])有?|实现|完成|境内(?!收入|外|游)|辖区|现有|新增(?=.{5})(?!.{0,6}债|[和及、])|[“”\"《])(?!人口自|末)的?)+"
)
_QUOTES = re.compile(r"[“”\"\s]|\[\d{1,3}\]|^\d{1,2}[.、]")
_TAIL = re.compile(r"(?:同比|环比|总共|共计|合计|达到?|分别|依次|的|\([^()]{1,12}\)){1,12}$")  # 生产总值(初步核算数)达
_GROWTH = re.compile(r"(?:同比|年均|平均)?(?:增长(?:速度|率|幅度?)?|增速|增幅|涨幅|降幅|下降率)$")
_YEAR_ON_YEAR = re.compile(r"(?:同比|环比)(?:为|:)?$")
_LONGEST = 40
_REACH = 400  # characters of a clause that are looked at; it is longer only where it is a long list

_AVERAGE = re.compile(r"年均|每年|平均|月均|日均|[每人户生亩](?:年|月)均")
_SUM = re.compile(
    r"累计|(?:[两二三四五六七八九十\d]{1,2}|近几|几|这些?)年(?:来|间|共|累|里|期间)|五”?(?:期间|时期|以来)|以来|历年|届内|任期内"
)
_RATE = re.compile(r"率$|度$|水平$|指数$|覆盖面$|面$|得分$|成绩$")
_SHARE = re.compile(r"占|比重|比例|份额|构成")
# What there is at a time, by its name or by the words in front of it.
_STOCK = re.compile(
    r"余额|存量|保有量|拥有量|库存|总数|总人数|人口|在校|在职|在编|在岗|在册|在库|床位|座位|资产|负债|债务|里程|面积$|总长|装机|容量|库容|学校|幼儿园|小学|中学|高中|医院|机构|企业|公司|个体|农户|党员|党支部|党组织|社区|村$|镇$|"
    r"标准$|价格$|单价|工资|低保|浓度|密度|高度|气温|温度|净重|限额|注册资本|股本|人员$|职工$|教师$|医生$|护士$|馆$|站$|点$|基地$|园区$|岗位$|学位$|专业$"
)
_THERE_IS = re.compile(
    r"现有|共有|拥有|设有|建有|下辖|辖有?|(?<![国公私所])有$|总数|总量达|达到?$|增加?到|增至|减少?[到至]|降[到至]|提高到|年末|月末|年底|期末|截至|截止|保持|稳定在|累计有|是$|为$"
)
_BROUGHT = re.compile(
    r"新[增建招开改引签聘投]|新认定|招聘|引进|建[成设立]|改建|扩建|增[加设]|培训|认定|撤并|评[选出为]|命名|交流|轮岗|退休|表彰|参[加训赛]|资助|调配|选派|投入|竣工|完成|实现|开展|举办|组织|召开|发放|下达|拨付|落实|争取|征收|征缴|生产|销售|出口|进口|接待|受理|审结|办结|查处|"
    r"改造|治理|修复|铺设|架设|修建|疏浚|破获|抓获|起诉|救助|发表|出版|获[得批奖]?|签[订约]|引资|开工|启动|实施|整改|排查|检查|走访|慰问|化解|调解|办理|收治|诊疗|手术|送[教医]|惠及|减[免少]|支出|安排|投放|新|处置|清退|追回|挽回"
)


@lru_cache(maxsize=4096)  # the same names stand in every report
def indicator_of(subject: str, change: str | None, unit: str | None = None) -> str | None:
    """The name of what is measured, as facts are kept under it; None where the sentence does not name it.

    >>> indicator_of("全市生产总值", None), indicator_of("GDP增速", "increase"), indicator_of("城区幼儿园（", None)
    ('地区生产总值', '地区生产总值', '城区幼儿园')

    An index without a unit is no price (102.4), as its growth is that of the price.

    >>> indicator_of("居民消费价格指数", "increase", "%"), indicator_of("居民消费价格指数", None, "")
    ('居民消费价格', '居民消费价格指数')
    """
    whole = _QUOTES.sub("", fold(subject)).rstrip("(")  # 预算收入(扣除退税)增长7%
    name = _TAIL.sub("", _OWN.sub("", whole))[:_LONGEST]
    if unit == "" and name.endswith("指数"):
        return name
    if known := names().get(whole.upper()) or names().get(name.upper()):
        return known
    if change and (shorter := _GROWTH.sub("", name)):
        name = shorter
    return names().get(name.upper(), name) or None


def natures(
    layout: Layout,
    subjects: Sequence[str],
    changes: Sequence[str | None],
    of: Sequence[int | None],
    planned: Sequence[bool],
) -> tuple[str, ...]:
    """level, flow, sum, average, change, share or plan for each quantity; see :class:`store.model.Figure`."""
    found: list[str] = []
    for number in range(len(layout.quantities)):
        part = of[number]
        nature = _nature(layout, number, subjects[number], changes[number], part, planned=planned[number])
        # 学校47所，其中小学12所、初中8所: parts are of the nature of their whole.
        if part is not None and part < number and {nature, found[part]} <= {"level", "flow", "sum"}:
            nature = found[part]
        found.append(nature)
    return tuple(found)


def _nature(layout: Layout, number: int, subject: str, change: str | None, part: int | None, *, planned: bool) -> str:
    quantity = layout.quantities[number]
    clause = layout.text[max(layout.clause[number], quantity.front - _REACH) : quantity.front]
    before = layout.before(number)
    if planned:
        return "plan"
    if (
        quantity.kind == "points"
        or (change is not None and not _is_addition(quantity.kind, before))
        or _GROWTH.search(subject)
    ):
        return "average" if _AVERAGE.search(before) and change is not None else "change"
    if quantity.kind == "percent" and _YEAR_ON_YEAR.search(before):
        return "change"  # 利润总额同比-12.5%
    if quantity.kind in ("percent", "ratio", "multiple"):
        return (
            "share"
            if _SHARE.search(before) or _SHARE.search(subject) or part is not None or not _RATE.search(subject)
            else "level"
        )
    if _AVERAGE.search(before):
        return "average"
    brought = bool(_BROUGHT.search(clause) or _BROUGHT.search(subject))
    if _SUM.search(clause) and brought:
        return "sum"
    if change is not None:
        return "flow"
    if _STOCK.search(subject) and not (brought and not _THERE_IS.search(before)):
        return "level"
    if brought or quantity.kind in ("money", "weight"):
        return "flow"
    if _THERE_IS.search(before):
        return "level"
    return (
        "level"
        if quantity.kind in ("area", "length", "duration", "score", "other") or _STOCK.search(subject)
        else "flow"
    )


def _is_addition(kind: str, before: str) -> bool:
    """Whether what was added is counted, not a change told: 新增学位1200个 is what the year brought."""
    return (
        kind not in ("percent", "points", "multiple") and re.search(r"新[增建]|净增|增[设配派招]", before) is not None
    )
